/* Passes connections on to another machine, both ways; POSIX. */
#include "../net.h"
#include <sys/wait.h>
int main(int argc, char **argv) {
    if (argc < 4) { fprintf(stderr, "usage: %s port host port\n", argv[0]); return 1; }
    struct addrinfo hint = {.ai_socktype = SOCK_STREAM, .ai_family = AF_INET}, *to;
    if (getaddrinfo(argv[2], argv[3], &hint, &to)) { fprintf(stderr, "no such host\n"); return 1; }
    signal(SIGCHLD, SIG_IGN);
    int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    if (bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, 32)) { perror("bind"); return 1; }
    for (;;) {
        int in = accept(s, NULL, NULL);
        if (in < 0) continue;
        if (fork() == 0) {
            char buf[16384];
            int out = socket(AF_INET, SOCK_STREAM, 0);
            close(s);
            if (connect(out, to->ai_addr, to->ai_addrlen)) { perror("connect"); _exit(1); }
            for (;;) {
                fd_set set;
                FD_ZERO(&set);
                FD_SET(in, &set);
                FD_SET(out, &set);
                if (select((in > out ? in : out) + 1, &set, NULL, NULL, NULL) < 0) break;
                int from = FD_ISSET(in, &set) ? in : out, n = read(from, buf, sizeof buf);
                if (n <= 0 || write(from == in ? out : in, buf, n) != n) break;
            }
            _exit(0);
        }
        close(in);
    }
}
