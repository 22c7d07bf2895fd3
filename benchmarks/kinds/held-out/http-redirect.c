/* HTTP: leads short names on to long addresses that a file lists. */
#include "../net.h"
struct entry { char key[32]; char url[256]; };
static struct entry table[500];
int main(int argc, char **argv) {
    int n = 0, opt = 1;
    FILE *f = fopen(argc > 1 ? argv[1] : "links.txt", "r");
    if (!f) { perror("links.txt"); return 1; }
    while (n < 500 && fscanf(f, "%31s %255s", table[n].key, table[n].url) == 2) n++;
    fclose(f);
    START();
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) { perror("socket"); return 1; }
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, (void *)&opt, sizeof(opt));
    struct sockaddr_in sa;
    memset(&sa, 0, sizeof(sa));
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sa.sin_port = htons(8888);
    if (bind(fd, (struct sockaddr *)&sa, sizeof(sa)) < 0 || listen(fd, 8) < 0) { perror("bind"); return 1; }
    printf("%d links\n", n);
    while (1) {
        char buf[2048], out[600];
        int c = accept(fd, NULL, NULL);
        if (c < 0) { perror("accept"); continue; }
        int got = recv(c, buf, sizeof(buf) - 1, 0), size;
        buf[got > 0 ? got : 0] = 0;
        char *name = strncmp(buf, "GET /", 5) ? NULL : strtok(buf + 5, " ?");
        struct entry *hit = NULL;
        for (int i = 0; name && i < n; i++) if (!strcmp(table[i].key, name)) { hit = &table[i]; break; }
        if (hit) size = sprintf(out, "HTTP/1.1 302 Found\r\nLocation: %s\r\nConnection: close\r\n\r\n", hit->url);
        else size = sprintf(out, "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\nunknown\n");
        send(c, out, size, 0);
        SHUT(c);
    }
}
