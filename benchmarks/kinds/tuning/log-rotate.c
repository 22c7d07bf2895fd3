/* Writes what comes in to a log, with the time before each line; begins a new file when the old one is full. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
int main(int argc, char **argv) {
    if (argc < 2) { fprintf(stderr, "usage: %s file [bytes]\n", argv[0]); return 1; }
    long most = argc > 2 ? atol(argv[2]) : 1000000;
    char line[4096], old[512], stamp[64];
    FILE *log = fopen(argv[1], "a");
    if (!log) { perror("fopen"); return 1; }
    while (fgets(line, sizeof line, stdin)) {
        time_t now = time(NULL);
        strftime(stamp, sizeof stamp, "%Y-%m-%d %H:%M:%S", localtime(&now));
        fprintf(log, "%s %s", stamp, line);
        fflush(log);
        if (ftell(log) > most) {
            fclose(log);
            for (int n = 4; n >= 0; n--) {
                char next[512];
                snprintf(old, sizeof old, n ? "%s.%d" : "%s", argv[1], n);
                snprintf(next, sizeof next, "%s.%d", argv[1], n + 1);
                rename(old, next);
            }
            log = fopen(argv[1], "a");
            if (!log) { perror("fopen"); return 1; }
        }
    }
    fclose(log);
    return 0;
}
