/* Readable runs of a file, with where they stand, shortest first left out. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv) {
    int least = 4, c, n = 0, k = 1;
    long at = 0, start = 0;
    char run[1024];
    if (argc > 2 && !strcmp(argv[1], "-n")) { least = atoi(argv[2]); k = 3; }
    if (k >= argc) { fprintf(stderr, "usage: %s [-n least] file...\n", argv[0]); return 2; }
    for (; k < argc; k++) {
        FILE *in = fopen(argv[k], "rb");
        if (in == NULL) { perror(argv[k]); return 2; }
        at = n = 0;
        do {
            c = getc(in);
            if (c != EOF && (isprint(c) || c == '\t')) {
                if (n == 0) start = at;
                if (n < 1023) run[n++] = c;
            } else {
                if (n >= least) { run[n] = 0; printf("%s:%ld: %s\n", argv[k], start, run); }
                n = 0;
            }
            at++;
        } while (c != EOF);
        if (ferror(in)) { perror(argv[k]); return 2; }
        fclose(in);
    }
    return 0;
}
