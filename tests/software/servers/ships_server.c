/* A server of a game of ships on a grid, all players in one loop. Written for these tests; nothing runs it. */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SEATS = 24, WIDE = 40 };
struct ship { int fd, x, y, hull, cargo; uint32_t key; };
static struct ship fleet[SEATS];
static uint8_t sea[WIDE][WIDE];

static void deal(uint32_t seed) {
    for (int y = 0; y < WIDE; y++)
        for (int x = 0; x < WIDE; x++) {
            seed = seed * 1103515245u + 12345u;
            sea[y][x] = (uint8_t)((seed >> 16) % 7 == 0);
        }
}

static int enter(int fd) {
    for (int n = 0; n < SEATS; n++)
        if (fleet[n].fd < 0) {
            fleet[n] = (struct ship){fd, rand() % WIDE, rand() % WIDE, 100, 0, (uint32_t)rand() ^ 0x5ea0u};
            return n;
        }
    return -1;
}

static void move(struct ship *own, int dx, int dy) {
    int x = (own->x + dx + WIDE) % WIDE, y = (own->y + dy + WIDE) % WIDE;
    if (sea[y][x]) {
        own->hull -= 15;
        return;
    }
    own->x = x;
    own->y = y;
    own->cargo += (x * 31 + y * 17) % 5;
}

static void tell(void) {
    uint8_t frame[4 + 12 * SEATS];
    size_t at = 4;
    for (int n = 0; n < SEATS; n++)
        if (fleet[n].fd >= 0) {
            frame[at++] = (uint8_t)n;
            frame[at++] = (uint8_t)fleet[n].x;
            frame[at++] = (uint8_t)fleet[n].y;
            frame[at++] = (uint8_t)fleet[n].hull;
        }
    frame[0] = 'S';
    frame[1] = 'F';
    frame[2] = (uint8_t)(at >> 8);
    frame[3] = (uint8_t)at;
    for (int n = 0; n < SEATS; n++)
        if (fleet[n].fd >= 0)
            send(fleet[n].fd, frame, at, 0);
}

static void leave(struct ship *own) {
    close(own->fd);
    memset(own, 0, sizeof *own);
    own->fd = -1;
}

int main(int count, char **words) {
    int port = 4711, yes = 1;
    if (count > 1)
        port = (int)strtol(words[1], NULL, 10);
    srand((unsigned)time(NULL));
    deal((uint32_t)rand());
    for (int n = 0; n < SEATS; n++)
        fleet[n].fd = -1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0) {
        perror("no socket");
        return 2;
    }
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in at;
    memset(&at, 0, sizeof at);
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_ANY);
    at.sin_port = htons((uint16_t)port);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0) {
        perror("bind");
        return 2;
    }
    if (listen(listener, 8) < 0) {
        perror("listen");
        return 2;
    }
    for (;;) {
        struct pollfd wait[SEATS + 1] = {{.fd = listener, .events = POLLIN}};
        for (int n = 0; n < SEATS; n++)
            wait[n + 1] = (struct pollfd){.fd = fleet[n].fd, .events = POLLIN};
        if (poll(wait, SEATS + 1, 100) < 0 && errno != EINTR)
            return 2;
        if (wait[0].revents & POLLIN) {
            int fd = accept(listener, NULL, NULL);
            if (fd >= 0 && enter(fd) < 0)
                close(fd);
        }
        for (int n = 0; n < SEATS; n++)
            if (fleet[n].fd >= 0 && wait[n + 1].revents) {
                char order[2];
                if (recv(fleet[n].fd, order, 2, 0) != 2 || fleet[n].hull <= 0)
                    leave(&fleet[n]);
                else
                    move(&fleet[n], order[0] - 1, order[1] - 1);
            }
        tell();
    }
}
