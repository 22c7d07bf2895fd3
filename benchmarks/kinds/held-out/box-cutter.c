/* Packs files into one, each with its name and size before it; cuts them out again with x. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv) {
    if (argc < 3) { fprintf(stderr, "usage: %s c|x box [file...]\n", argv[0]); return 1; }
    char buf[4096];
    if (argv[1][0] == 'c') {
        FILE *box = fopen(argv[2], "wb");
        if (!box) { perror(argv[2]); return 1; }
        fwrite("BOX1", 1, 4, box);
        for (int k = 3; k < argc; k++) {
            FILE *f = fopen(argv[k], "rb");
            if (!f) { perror(argv[k]); continue; }
            fseek(f, 0, SEEK_END);
            uint32_t size = ftell(f);
            rewind(f);
            unsigned char named = strlen(argv[k]);
            fwrite(&named, 1, 1, box);
            fwrite(argv[k], 1, named, box);
            fwrite(&size, 4, 1, box);
            for (size_t n; (n = fread(buf, 1, sizeof buf, f)) > 0;) fwrite(buf, 1, n, box);
            fclose(f);
        }
        fclose(box);
        return 0;
    }
    FILE *box = fopen(argv[2], "rb");
    if (!box) { perror(argv[2]); return 1; }
    if (fread(buf, 1, 4, box) != 4 || memcmp(buf, "BOX1", 4)) { fprintf(stderr, "no box\n"); return 1; }
    int named;
    while ((named = getc(box)) != EOF) {
        uint32_t size;
        fread(buf, 1, named, box);
        buf[named] = 0;
        fread(&size, 4, 1, box);
        FILE *f = fopen(buf, "wb");
        if (!f) { perror(buf); return 1; }
        printf("%s %u\n", buf, size);
        while (size) {
            size_t n = fread(buf, 1, size < sizeof buf ? size : sizeof buf, box);
            if (!n) { fprintf(stderr, "cut off\n"); return 1; }
            fwrite(buf, 1, n, f);
            size -= n;
        }
        fclose(f);
    }
    return 0;
}
