/* A server of files in one loop. */
#include "../net.h"
int main(int c, char **v) {
    START();
    int s = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (void *)&one, sizeof one);
    struct sockaddr_in a = {0};
    a.sin_family = AF_INET;
    a.sin_port = htons(c > 1 ? atoi(v[1]) : 8080);
    a.sin_addr.s_addr = INADDR_ANY;
    if (bind(s, (void *)&a, sizeof a) < 0) { perror("bind"); exit(1); }
    if (listen(s, 16) < 0) { perror("listen"); exit(1); }
    for (;;) {
        int k = accept(s, 0, 0);
        if (k < 0) { perror("accept"); continue; }
        char b[1024];
        int n = read(k, b, 1023);
        if (n > 0) {
            b[n] = 0;
            if (!strncmp(b, "GET ", 4)) {
                char *p = b + 4, *e = strchr(p, ' ');
                if (e) *e = 0;
                FILE *f = fopen(p + 1, "rb");
                if (f) {
                    write(k, "HTTP/1.0 200 OK\r\n\r\n", 19);
                    while ((n = fread(b, 1, 1024, f)) > 0) write(k, b, n);
                    fclose(f);
                } else write(k, "HTTP/1.0 404 Not found\r\n\r\n", 26);
            }
        }
        SHUT(k);
    }
}
