/* A server of files over HTTP, one process a connection. Written for these tests; nothing runs it. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void answer(int peer, int code, const char *said, long length) {
    char head[256];
    int n = snprintf(head, sizeof head, "HTTP/1.0 %d %s\r\nContent-Length: %ld\r\n\r\n", code, said, length);
    write(peer, head, (size_t)n);
}

static int safe(const char *path) {
    for (const char *at = path; *at; at++)
        if (at[0] == '.' && at[1] == '.')
            return 0;
    return path[0] == '/';
}

static void serve(int peer) {
    char line[2048], path[1024], buffer[8192];
    ssize_t got = recv(peer, line, sizeof line - 1, 0);
    if (got <= 0)
        return;
    line[got] = 0;
    if (sscanf(line, "GET %1023s", path) != 1 || !safe(path)) {
        answer(peer, 400, "Bad Request", 0);
        return;
    }
    int file = open(path + 1, O_RDONLY);
    struct stat told;
    if (file < 0 || fstat(file, &told) < 0) {
        answer(peer, 404, "Not Found", 0);
        return;
    }
    answer(peer, 200, "OK", (long)told.st_size);
    while ((got = read(file, buffer, sizeof buffer)) > 0)
        write(peer, buffer, (size_t)got);
    close(file);
}

int main(int count, char **words) {
    int port = count > 1 ? atoi(words[1]) : 8080, one = 1;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_IGN);
    int door = socket(AF_INET, SOCK_STREAM, 0);
    if (door < 0) {
        perror("socket");
        return 1;
    }
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    here.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(door, (struct sockaddr *)&here, sizeof here) < 0 || listen(door, 16) < 0) {
        perror("bind");
        close(door);
        return 1;
    }
    for (;;) {
        struct sockaddr_in from;
        socklen_t size = sizeof from;
        int peer = accept(door, (struct sockaddr *)&from, &size);
        if (peer < 0)
            continue;
        if (fork() == 0) {
            close(door);
            serve(peer);
            _exit(0);
        }
        close(peer);
    }
}
