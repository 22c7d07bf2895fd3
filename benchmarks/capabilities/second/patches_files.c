/* technique save windows at=raise
   technique bytes linux at=apply */
#include "common.h"
#ifdef T_save
APART static int raise(unsigned gold) {
    FILE *f = fopen("data\\player.dat", "rb+");
    if (!f) return 1;
    fseek(f, 0x88, SEEK_SET);
    fwrite(&gold, sizeof gold, 1, f);
    return fclose(f);
}
int main(int n, char **words) { return raise(atoi(words[n - 1])); }
#elif defined T_bytes
struct change { long at; unsigned char from, to; };
static const struct change all[] = {{0x2040, 0x74, 0xeb}, {0x2099, 0x75, 0x90}};
APART static int apply(const struct change *c, int count) {
    FILE *f = fopen("libmooncove.so", "r+");
    for (; f && count--; c++) {
        fseek(f, c->at, SEEK_SET);
        if (fgetc(f) != c->from) return 2;
        fseek(f, c->at, SEEK_SET);
        fputc(c->to, f);
    }
    return f ? fclose(f) : 1;
}
int main(void) { return apply(all, 2); }
#endif
