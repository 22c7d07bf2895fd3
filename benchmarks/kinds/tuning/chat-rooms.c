/* A chat client in the manner of IRC: rooms, answers to pings, commands with a slash; POSIX. */
#include "../net.h"
static char room[64] = "#lobby";
int main(int c, char **v) {
    struct sockaddr_in to = {0};
    struct hostent *host;
    char buf[2048], out[2200];
    size_t have = 0;
    if (c < 3) { printf("%s server nick\n", v[0]); return 0; }
    host = gethostbyname(v[1]);
    if (!host) { herror(v[1]); return 2; }
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_family = AF_INET;
    to.sin_port = htons(6667);
    memcpy(&to.sin_addr, host->h_addr_list[0], host->h_length);
    if (connect(fd, (struct sockaddr *)&to, sizeof to)) { perror("connect"); return 2; }
    send(fd, out, sprintf(out, "NICK %s\r\nUSER %s 0 * :%s\r\nJOIN %s\r\n", v[2], v[2], v[2], room), 0);
    while (1) {
        fd_set in;
        FD_ZERO(&in);
        FD_SET(STDIN_FILENO, &in);
        FD_SET(fd, &in);
        if (select(fd + 1, &in, 0, 0, 0) == -1) { perror("select"); return 3; }
        if (FD_ISSET(fd, &in)) {
            ssize_t n = recv(fd, buf + have, sizeof buf - 1 - have, 0);
            if (n <= 0) break;
            have += n;
            buf[have] = 0;
            char *line = buf, *end;
            while ((end = strstr(line, "\r\n"))) {
                *end = 0;
                if (!strncmp(line, "PING ", 5)) send(fd, out, sprintf(out, "PONG %s\r\n", line + 5), 0);
                else {
                    char *text = strstr(line, " PRIVMSG ");
                    if (text && line[0] == ':') printf("%.*s: %s\n", (int)strcspn(line + 1, "!"), line + 1, strchr(text, ':') + 1);
                }
                line = end + 2;
            }
            have = strlen(line);
            memmove(buf, line, have);
        }
        if (FD_ISSET(STDIN_FILENO, &in)) {
            char typed[400];
            if (!fgets(typed, sizeof typed, stdin)) break;
            typed[strcspn(typed, "\n")] = 0;
            if (!strncmp(typed, "/join ", 6)) {
                strncpy(room, typed + 6, 63);
                send(fd, out, sprintf(out, "JOIN %s\r\n", room), 0);
            } else if (!strcmp(typed, "/quit")) break;
            else send(fd, out, sprintf(out, "PRIVMSG %s :%s\r\n", room, typed), 0);
        }
    }
    send(fd, "QUIT\r\n", 6, 0);
    close(fd);
    return 0;
}
