/* A word to be guessed letter by letter. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
static const char *words[] = {"lantern", "harbour", "village", "compass", "weather", "journey", "kitchen", "whisper"};
int main(int argc, char **argv) {
    char shown[32] = "", tried[27] = "", line[64];
    int wrong = 0;
    srand(time(0));
    const char *word = argc > 1 ? argv[1] : words[rand() % 8];
    size_t size = strlen(word);
    if (size > 31) { fprintf(stderr, "too long\n"); return 1; }
    memset(shown, '_', size);
    while (wrong < 9 && strchr(shown, '_')) {
        printf("%s   tried: %s   %d left\nletter: ", shown, tried, 9 - wrong);
        fflush(stdout);
        if (!fgets(line, sizeof line, stdin)) break;
        char c = tolower((unsigned char)line[0]);
        if (!isalpha((unsigned char)c) || strchr(tried, c)) { puts("another one"); continue; }
        tried[strlen(tried)] = c;
        int hits = 0;
        for (size_t k = 0; k < size; k++) if (word[k] == c) shown[k] = c, hits++;
        if (!hits) wrong++;
        else printf("%d times\n", hits);
    }
    printf(wrong < 9 ? "yes: %s\n" : "it was %s\n", word);
    return wrong >= 9;
}
