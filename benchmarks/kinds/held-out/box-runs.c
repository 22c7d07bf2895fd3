/* Packs runs of equal bytes; -d unpacks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv) {
    int back = argc > 1 && !strcmp(argv[1], "-d");
    if (argc - back != 3) { fprintf(stderr, "usage: %s [-d] from to\n", argv[0]); return 2; }
    FILE *in = fopen(argv[1 + back], "rb");
    if (!in) { perror(argv[1 + back]); return 2; }
    FILE *out = fopen(argv[2 + back], "wb");
    if (!out) { perror(argv[2 + back]); return 2; }
    long from = 0, to = 0;
    int c, last = EOF, run = 0;
    if (back) {
        while ((c = getc(in)) != EOF) {
            from++;
            if (c == 0x90) {
                int n = getc(in), what = getc(in);
                if (what == EOF) { fprintf(stderr, "unexpected end\n"); return 2; }
                from += 2;
                for (; n >= 0; n--, to++) putc(what, out);
            } else putc(c, out), to++;
        }
    } else do {
        c = getc(in);
        if (c != EOF) from++;
        if (c == last && run < 255) run++;
        else {
            if (last != EOF && (run > 2 || last == 0x90)) putc(0x90, out), putc(run, out), putc(last, out), to += 3;
            else if (last != EOF) for (; run >= 0; run--) putc(last, out), to++;
            last = c, run = 0;
        }
    } while (c != EOF);
    if (ferror(in) || fclose(out)) { perror("write"); return 2; }
    printf("%ld -> %ld\n", from, to);
    return 0;
}
