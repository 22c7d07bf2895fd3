/* Reads a log of requests and prints those that took long, and the mean of each hour. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
int main(int argc, char **argv) {
    static double sum[24];
    static int many[24];
    double limit = 1.5;
    char line[2048];
    FILE *f = stdin;
    if (argc > 1 && !(f = fopen(argv[1], "r"))) { perror("fopen"); exit(1); }
    if (argc > 2) limit = strtod(argv[2], NULL);
    while (fgets(line, sizeof line, f)) {
        long when;
        double took;
        char what[256];
        if (sscanf(line, "%ld %lf %255s", &when, &took, what) != 3) continue;
        time_t t = when;
        struct tm *tm = localtime(&t);
        sum[tm->tm_hour] += took;
        many[tm->tm_hour]++;
        if (took > limit) {
            char stamp[40];
            strftime(stamp, sizeof stamp, "%H:%M:%S", tm);
            printf("%s %8.3f %s\n", stamp, took, what);
        }
    }
    for (int h = 0; h < 24; h++) if (many[h]) printf("%02d: %d requests, mean %.3f\n", h, many[h], sum[h] / many[h]);
    if (f != stdin) fclose(f);
    return 0;
}
