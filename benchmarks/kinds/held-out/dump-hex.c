/* Bytes of a file as hexadecimal numbers and signs. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv) {
    unsigned char row[16], before[16];
    unsigned long at = 0;
    int same = 0, n;
    if (argc != 2) { fprintf(stderr, "usage: %s file\n", argv[0]); return 1; }
    FILE *f = fopen(argv[1], "rb");
    if (!f) { perror(argv[1]); return 1; }
    while ((n = fread(row, 1, 16, f)) > 0) {
        if (at && n == 16 && !memcmp(row, before, 16)) {
            if (!same++) puts("*");
        } else {
            same = 0;
            printf("%08lx ", at);
            for (int k = 0; k < 16; k++) {
                if (k == 8) putchar(' ');
                if (k < n) printf(" %02x", row[k]);
                else fputs("   ", stdout);
            }
            fputs("  |", stdout);
            for (int k = 0; k < n; k++) putchar(isprint(row[k]) ? row[k] : '.');
            puts("|");
        }
        memcpy(before, row, 16);
        at += n;
    }
    printf("%08lx\n", at);
    fclose(f);
    return 0;
}
