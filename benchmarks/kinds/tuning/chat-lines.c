/* A chat client: lines from the keyboard go out, lines that come in are printed; POSIX. */
#include "../net.h"
int main(int argc, char **argv) {
    char text[512];
    if (argc != 4) { fprintf(stderr, "usage: %s host port name\n", argv[0]); return 1; }
    struct addrinfo want = {0}, *at;
    want.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(argv[1], argv[2], &want, &at)) { fprintf(stderr, "unknown host\n"); return 1; }
    int s = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (s < 0 || connect(s, at->ai_addr, at->ai_addrlen) < 0) { perror("connect"); return 1; }
    freeaddrinfo(at);
    for (;;) {
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(0, &ready);
        FD_SET(s, &ready);
        if (select(s + 1, &ready, NULL, NULL, NULL) < 0) { perror("select"); break; }
        if (FD_ISSET(s, &ready)) {
            int n = recv(s, text, sizeof text - 1, 0);
            if (n <= 0) { puts("the other side has gone"); break; }
            text[n] = 0;
            fputs(text, stdout);
            fflush(stdout);
        }
        if (FD_ISSET(0, &ready)) {
            char said[640];
            if (!fgets(text, sizeof text, stdin)) break;
            int n = snprintf(said, sizeof said, "<%s> %s", argv[3], text);
            if (send(s, said, n, 0) < 0) { perror("send"); break; }
        }
    }
    close(s);
    return 0;
}
