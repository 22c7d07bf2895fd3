/* Copies a text to another file: line ends of one sort, tabs to spaces, no blanks at ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv) {
    FILE *a, *b;
    int c, column = 0, blanks = 0, tab = 8;
    unsigned long lines = 0;
    if (argc < 3) {
        fprintf(stderr, "usage: %s from to [tab]\n", argv[0]);
        return EXIT_FAILURE;
    }
    if (argc > 3) tab = atoi(argv[3]);
    if (!(a = fopen(argv[1], "rb"))) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    if (!(b = fopen(argv[2], "wb"))) {
        perror(argv[2]);
        fclose(a);
        return EXIT_FAILURE;
    }
    while ((c = getc(a)) != EOF) {
        switch (c) {
        case '\r':
            c = getc(a);
            if (c != '\n') ungetc(c, a);
        case '\n':
            putc('\n', b);
            column = blanks = 0;
            lines++;
            break;
        case '\t':
            blanks += tab - (column + blanks) % tab;
            break;
        case ' ':
            blanks++;
            break;
        default:
            for (; blanks; blanks--, column++) putc(' ', b);
            putc(c, b);
            column++;
        }
    }
    if (ferror(a) || fclose(b)) {
        perror("write");
        return EXIT_FAILURE;
    }
    fclose(a);
    printf("%lu lines\n", lines);
    return 0;
}
