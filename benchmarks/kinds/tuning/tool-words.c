/* Counts how often each word stands in files, like sort | uniq -c. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct word { struct word *next; unsigned times; char text[1]; };
static struct word *heads[509];
static int by_times(const void *a, const void *b) {
    const struct word *x = *(struct word *const *)a, *y = *(struct word *const *)b;
    return x->times == y->times ? strcmp(x->text, y->text) : x->times < y->times ? 1 : -1;
}
int main(int argc, char **argv) {
    size_t count = 0;
    if (argc < 2) { fprintf(stderr, "usage: %s file...\n", argv[0]); return 2; }
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "r");
        if (!f) { perror(argv[i]); return 1; }
        char buf[128];
        int c, n = 0;
        do {
            c = fgetc(f);
            if (isalpha(c) && n < 127) buf[n++] = tolower(c);
            else if (n) {
                buf[n] = 0;
                unsigned h = 5381;
                for (char *p = buf; *p; p++) h = h * 33 + *p;
                struct word **w = &heads[h % 509];
                while (*w && strcmp((*w)->text, buf)) w = &(*w)->next;
                if (!*w) {
                    *w = calloc(1, sizeof **w + n);
                    if (!*w) { perror("calloc"); return 1; }
                    strcpy((*w)->text, buf), count++;
                }
                (*w)->times++, n = 0;
            }
        } while (c != EOF);
        fclose(f);
    }
    struct word **all = malloc(count * sizeof *all + 1);
    size_t k = 0;
    for (int i = 0; i < 509; i++) for (struct word *w = heads[i]; w; w = w->next) all[k++] = w;
    qsort(all, k, sizeof *all, by_times);
    for (size_t i = 0; i < k; i++) printf("%7u %s\n", all[i]->times, all[i]->text);
    free(all);
    return 0;
}
