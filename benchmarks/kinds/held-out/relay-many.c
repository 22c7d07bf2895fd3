/* What one visitor says goes to all others: up to 30, one loop; POSIX. */
#include "../net.h"
static struct { int fd; char name[20]; } guest[30];
int main(int argc, char **argv) {
    struct sockaddr_in addr;
    int on = 1, door = socket(AF_INET, SOCK_STREAM, 0);
    if (door < 0) { perror("socket"); return 1; }
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(argc > 1 ? atoi(argv[1]) : 4040);
    if (bind(door, (struct sockaddr *)&addr, sizeof(addr)) < 0) { perror("bind"); return 1; }
    if (listen(door, 10) < 0) { perror("listen"); return 1; }
    START();
    for (;;) {
        fd_set in;
        int top = door;
        FD_ZERO(&in);
        FD_SET(door, &in);
        for (int k = 0; k < 30; k++) if (guest[k].fd) { FD_SET(guest[k].fd, &in); if (guest[k].fd > top) top = guest[k].fd; }
        if (select(top + 1, &in, NULL, NULL, NULL) < 0) { perror("select"); return 1; }
        if (FD_ISSET(door, &in)) {
            int fd = accept(door, NULL, NULL), k = 0;
            while (k < 30 && guest[k].fd) k++;
            if (fd >= 0 && k < 30) { guest[k].fd = fd; sprintf(guest[k].name, "guest%d", k); write(fd, "welcome\n", 8); }
            else if (fd >= 0) close(fd);
        }
        for (int k = 0; k < 30; k++) {
            char text[400], out[440];
            if (!guest[k].fd || !FD_ISSET(guest[k].fd, &in)) continue;
            int n = read(guest[k].fd, text, sizeof(text) - 1);
            if (n <= 0) { close(guest[k].fd); guest[k].fd = 0; continue; }
            text[n] = 0;
            if (sscanf(text, "/name %19s", guest[k].name) == 1) continue;
            n = snprintf(out, sizeof(out), "%s: %s", guest[k].name, text);
            for (int j = 0; j < 30; j++) if (j != k && guest[j].fd) write(guest[j].fd, out, n);
        }
    }
}
