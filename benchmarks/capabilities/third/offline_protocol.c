/* technique xored linux at=post */
#include "common.h"
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
static const unsigned char key[8] = {0x13, 0x9a, 0x44, 0xe1, 0x70, 0x0b, 0xc8, 0x5d};
APART static int post(int fd, unsigned short op, const char *body) {
    unsigned char b[160] = {0};
    unsigned n = strlen(body), mark = 0x21504D4D;
    memcpy(b, &mark, 4), memcpy(b + 4, &op, 2), memcpy(b + 6, &n, 2), memcpy(b + 8, body, n);
    for (unsigned i = 8; i < 8 + n; i++) b[i] ^= key[i & 7];
    return send(fd, b, 8 + n, 0) > 0;
}
int main(int n, char **words) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(7780), .sin_addr.s_addr = inet_addr(words[1])};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char in[256];
    if (connect(fd, (void *)&a, sizeof a) || !post(fd, 1, "login:") || recv(fd, in, sizeof in, 0) < 1) return 1;
    while (post(fd, 0x40, words[n - 1]) && recv(fd, in, sizeof in, 0) > 0) sleep(2);
    return 0;
}
