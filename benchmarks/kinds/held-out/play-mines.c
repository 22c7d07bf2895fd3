/* Mines on a board of letters and numbers, typed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#define N 10
static char mine[N][N], open_[N][N];
static int around(int r, int c) {
    int n = 0;
    for (int y = r - 1; y <= r + 1; y++) for (int x = c - 1; x <= c + 1; x++)
        if (y >= 0 && y < N && x >= 0 && x < N) n += mine[y][x];
    return n;
}
static void spread(int r, int c) {
    if (r < 0 || r >= N || c < 0 || c >= N || open_[r][c]) return;
    open_[r][c] = 1;
    if (around(r, c) == 0) for (int k = 0; k < 9; k++) spread(r + k / 3 - 1, c + k % 3 - 1);
}
int main(void) {
    char line[32];
    srand((unsigned)time(NULL));
    for (int k = 0; k < 12;) {
        int r = rand() % N, c = rand() % N;
        if (!mine[r][c]) mine[r][c] = 1, k++;
    }
    for (;;) {
        int left = 0, r, c;
        printf("   a b c d e f g h i j\n");
        for (r = 0; r < N; r++) {
            printf("%2d", r);
            for (c = 0; c < N; c++) {
                if (open_[r][c]) printf(" %d", around(r, c));
                else printf(" ."), left += !mine[r][c];
            }
            printf("\n");
        }
        if (!left) { printf("cleared!\n"); return 0; }
        printf("> ");
        fflush(stdout);
        if (!fgets(line, sizeof line, stdin)) return 1;
        c = line[0] - 'a', r = atoi(line + 1);
        if (c < 0 || c >= N || r < 0 || r >= N) { printf("like b7\n"); continue; }
        if (mine[r][c]) { printf("boom\n"); return 1; }
        spread(r, c);
    }
}
