/* HTTP: says what it was asked, headers and all, as plain text; one request at a time. */
#include "../net.h"
static void say(int to, const char *text) { send(to, text, strlen(text), 0); }
int main(int argc, char **argv) {
    START();
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8081)};
    int reuse = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, (char *)&reuse, sizeof reuse);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) == -1) { perror("bind"); return 1; }
    listen(listener, 20);
    for (unsigned count = 1;; count++) {
        char request[8192], note[96];
        int client = accept(listener, NULL, NULL), size = 0, n;
        if (client < 0) break;
        while ((n = recv(client, request + size, sizeof request - 1 - size, 0)) > 0) {
            size += n;
            request[size] = 0;
            if (strstr(request, "\r\n\r\n")) break;
        }
        say(client, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n");
        snprintf(note, sizeof note, "request number %u, %d bytes:\n\n", count, size);
        say(client, note);
        send(client, request, size, 0);
        SHUT(client);
    }
    return 0;
}
