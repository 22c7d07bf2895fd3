/* Copies a file, with a bar that shows how far it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char *argv[]) {
    if (argc != 3) {
        fprintf(stderr, "usage: %s from to\n", argv[0]);
        exit(1);
    }
    FILE *in = fopen(argv[1], "rb"), *out;
    if (in == NULL) { perror(argv[1]); exit(1); }
    out = fopen(argv[2], "wb");
    if (out == NULL) { perror(argv[2]); exit(1); }
    fseek(in, 0, SEEK_END);
    long size = ftell(in), done = 0;
    rewind(in);
    char buffer[65536];
    size_t n;
    int shown = -1;
    while ((n = fread(buffer, 1, sizeof buffer, in)) > 0) {
        if (fwrite(buffer, 1, n, out) != n) { perror("write"); exit(1); }
        done += n;
        int now = size ? (int)(done * 50 / size) : 50;
        if (now != shown) {
            printf("\r[");
            for (int k = 0; k < 50; k++) putchar(k < now ? '=' : ' ');
            printf("]");
            fflush(stdout);
            shown = now;
        }
    }
    if (ferror(in)) { perror("read"); exit(1); }
    putchar('\n');
    fclose(in);
    fclose(out);
    return 0;
}
