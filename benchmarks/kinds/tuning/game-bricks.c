/* Bricks, a ball and a bat on the terminal; POSIX. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
static struct termios kept;
static unsigned char bricks[5][10];
int main(int argc, char **argv) {
    struct termios now;
    float x = 20, y = 18, vx = 0.5f, vy = -0.5f;
    int bat = 17, score = 0, lives = 3, left = 50;
    if (tcgetattr(STDIN_FILENO, &kept) < 0) { perror("tcgetattr"); return 1; }
    now = kept;
    now.c_lflag &= ~(ICANON | ECHO);
    now.c_cc[VMIN] = 0;
    now.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &now);
    srand(argc > 1 ? atoi(argv[1]) : time(0));
    for (int r = 0; r < 5; r++) for (int c = 0; c < 10; c++) bricks[r][c] = 1 + rand() % 3;
    fputs("\033[2J\033[?25l", stdout);
    while (lives && left) {
        char keys[8], row[64];
        int n = read(STDIN_FILENO, keys, sizeof keys);
        for (int k = 0; k < n; k++) {
            if (keys[k] == 'h' && bat > 0) bat -= 2;
            if (keys[k] == 'l' && bat < 34) bat += 2;
            if (keys[k] == 'x') lives = 0;
        }
        x += vx, y += vy;
        if (x < 0 || x >= 40) vx = -vx, x += vx;
        if (y < 0) vy = -vy, y += vy;
        if (y < 5 && y >= 0 && bricks[(int)y][(int)x / 4]) {
            if (--bricks[(int)y][(int)x / 4] == 0) left--;
            vy = -vy;
            score += 10;
        }
        if (y >= 20) {
            if (x >= bat && x < bat + 6) vy = -vy, vx += (x - bat - 3) * 0.1f, y = 19;
            else lives--, x = 20, y = 15, vy = -0.5f;
        }
        printf("\033[H");
        for (int r = 0; r < 21; r++) {
            memset(row, ' ', 40);
            if (r < 5) for (int c = 0; c < 40; c++) row[c] = " .+#"[bricks[r][c / 4]];
            if (r == 20) memset(row + bat, '=', 6);
            if (r == (int)y && x >= 0) row[(int)x] = 'O';
            row[40] = 0;
            puts(row);
        }
        printf("score %d, lives %d \n", score, lives);
        fflush(stdout);
        usleep(30000);
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &kept);
    printf("\033[?25h%s\n", left ? "lost" : "won");
    return 0;
}
