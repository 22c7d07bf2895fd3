/* A server that adds up what is sent to it, in one loop. */
#include "../net.h"
static double total;
int main(int c, char **v) {
    int port = c > 1 ? atoi(v[1]) : 9100;
    START();
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0) { perror("socket"); return 1; }
    int y = 1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (void *)&y, sizeof y);
    struct sockaddr_in a;
    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_port = htons(port);
    a.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(s, (void *)&a, sizeof a)) { perror("bind"); return 1; }
    if (listen(s, 5)) { perror("listen"); return 1; }
    while (1) {
        int k = accept(s, 0, 0), n;
        if (k < 0) { perror("accept"); continue; }
        char b[256];
        while ((n = read(k, b, 255)) > 0) {
            b[n] = 0;
            double d = strtod(b, 0);
            total += d * 1.609344;
            n = snprintf(b, 256, "sum %.3f km\n", total);
            write(k, b, n);
        }
        SHUT(k);
    }
}
