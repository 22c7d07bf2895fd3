/* An HTTP server that hands out files, everything in main. */
#include "../net.h"
int main(int argc, char **argv) {
    START();
    int port = argc > 1 ? atoi(argv[1]) : 8080, on = 1;
    int door = socket(AF_INET, SOCK_STREAM, 0);
    if (door < 0) { perror("socket"); return 1; }
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on);
    struct sockaddr_in here;
    memset(&here, 0, sizeof here);
    here.sin_family = AF_INET;
    here.sin_port = htons(port);
    here.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(door, (struct sockaddr *)&here, sizeof here) < 0) { perror("bind"); return 1; }
    if (listen(door, 10) < 0) { perror("listen"); return 1; }
    for (;;) {
        char text[4096];
        int peer = accept(door, NULL, NULL);
        if (peer < 0) continue;
        int n = recv(peer, text, sizeof text - 1, 0);
        if (n > 0) {
            text[n] = 0;
            char *path = strchr(text, ' ');
            char *end = path ? strchr(path + 1, ' ') : NULL;
            FILE *file = NULL;
            if (end) { *end = 0; file = fopen(path + 2, "rb"); }
            if (file) {
                const char *head = "HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n";
                send(peer, head, strlen(head), 0);
                while ((n = fread(text, 1, sizeof text, file)) > 0) send(peer, text, n, 0);
                fclose(file);
            } else {
                const char *none = "HTTP/1.0 404 Not Found\r\n\r\nno such file\n";
                send(peer, none, strlen(none), 0);
            }
        }
        SHUT(peer);
    }
}
