/* An HTTP server that counts visits of each path in a table and shows it. */
#include "../net.h"
#define MANY 64
static struct { char name[40]; unsigned visits; } seen[MANY];
static unsigned used;
int main(int c, char **v) {
    struct sockaddr_in a = {0};
    int yes = 1;
    START();
    int s = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (void *)&yes, sizeof yes);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = INADDR_ANY;
    a.sin_port = htons(c > 1 ? atoi(v[1]) : 8000);
    if (bind(s, (void *)&a, sizeof a) || listen(s, 5)) { perror("bind"); exit(1); }
    while (1) {
        char in[1024], out[8192], path[40];
        int k = accept(s, 0, 0), at, n;
        if (k < 0) { perror("accept"); continue; }
        n = recv(k, in, sizeof in - 1, 0);
        if (n <= 0) { SHUT(k); continue; }
        in[n] = 0;
        if (sscanf(in, "GET %39s", path) == 1) {
            for (at = 0; at < (int)used && strcmp(seen[at].name, path); at++);
            if (at == (int)used && used < MANY) strcpy(seen[used++].name, path);
            if (at < MANY) seen[at].visits++;
            int size = snprintf(out, sizeof out, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<table>");
            for (at = 0; at < (int)used; at++)
                size += snprintf(out + size, sizeof out - size, "<tr><td>%s<td>%u", seen[at].name, seen[at].visits);
            send(k, out, size, 0);
        } else send(k, "HTTP/1.1 400 Bad Request\r\n\r\n", 28, 0);
        SHUT(k);
    }
}
