/* A snake on the terminal; POSIX. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#define W 40
#define H 20
static char field[H][W];
static int xs[W * H], ys[W * H], length = 3, dx = 1, dy;
int main(void) {
    struct termios old, raw;
    tcgetattr(0, &old);
    raw = old;
    raw.c_lflag &= ~(ICANON | ECHO);
    tcsetattr(0, TCSANOW, &raw);
    fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
    srand(time(NULL));
    int fx = rand() % W, fy = rand() % H, dead = 0;
    for (int i = 0; i < length; i++) xs[i] = 10 - i, ys[i] = 10;
    printf("\033[2J\033[?25l");
    while (!dead) {
        char key;
        if (read(0, &key, 1) == 1) {
            if (key == 'q') break;
            if (key == 'w' && !dy) dx = 0, dy = -1;
            if (key == 's' && !dy) dx = 0, dy = 1;
            if (key == 'a' && !dx) dx = -1, dy = 0;
            if (key == 'd' && !dx) dx = 1, dy = 0;
        }
        for (int i = length; i > 0; i--) xs[i] = xs[i - 1], ys[i] = ys[i - 1];
        xs[0] = (xs[0] + dx + W) % W, ys[0] = (ys[0] + dy + H) % H;
        if (xs[0] == fx && ys[0] == fy) length++, fx = rand() % W, fy = rand() % H;
        for (int i = 1; i < length; i++) dead |= xs[i] == xs[0] && ys[i] == ys[0];
        memset(field, ' ', sizeof field);
        field[fy][fx] = '*';
        for (int i = 0; i < length; i++) field[ys[i]][xs[i]] = i ? 'o' : '@';
        printf("\033[H");
        for (int y = 0; y < H; y++) printf("%.*s|\n", W, field[y]);
        printf("length %d\n", length);
        fflush(stdout);
        usleep(120000);
    }
    tcsetattr(0, TCSANOW, &old);
    printf("\033[?25hthe end, length %d\n", length);
    return 0;
}
