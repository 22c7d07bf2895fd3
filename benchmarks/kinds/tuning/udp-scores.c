/* Keeps the best ten scores that players report in datagrams, and tells them. */
#include "../net.h"
#define PORT 5150
static struct { char who[16]; int points; } best[10];
int main(void) {
    struct sockaddr_in addr;
    char buf[600];
    START();
    int fd = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(PORT);
    if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) != 0) {
        perror("bind");
        return EXIT_FAILURE;
    }
    while (1) {
        struct sockaddr_in peer;
        socklen_t len = sizeof(peer);
        char who[16];
        int points, got = recvfrom(fd, buf, sizeof(buf) - 1, 0, (struct sockaddr *)&peer, &len);
        if (got <= 0) continue;
        buf[got] = '\0';
        if (sscanf(buf, "%15s %d", who, &points) == 2 && points > best[9].points) {
            int k = 9;
            while (k > 0 && best[k - 1].points < points) { best[k] = best[k - 1]; k--; }
            strcpy(best[k].who, who);
            best[k].points = points;
        }
        int size = 0;
        for (int k = 0; k < 10 && best[k].points; k++)
            size += sprintf(buf + size, "%2d. %-15s %6d\n", k + 1, best[k].who, best[k].points);
        sendto(fd, buf, size, 0, (struct sockaddr *)&peer, len);
    }
}
