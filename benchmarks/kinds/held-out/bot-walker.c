/* A bot that walks to and fro over a network protocol of its own: 12 bytes a step. */
#include "../net.h"
int main(int c, char **v) {
    struct sockaddr_in to = {0};
    START();
    if (c < 2) { fprintf(stderr, "usage: %s address\n", v[0]); return 1; }
    int s = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_family = AF_INET;
    to.sin_port = htons(21100);
    to.sin_addr.s_addr = inet_addr(v[1]);
    if (connect(s, (struct sockaddr *)&to, sizeof to) < 0) { perror("connect"); return 1; }
    unsigned char out[12], in[64];
    for (unsigned tick = 0; tick < 100000; tick++) {
        unsigned x = tick % 64, y = tick / 64 % 64;
        out[0] = 0xA1, out[1] = 12;
        memcpy(out + 2, &tick, 4);
        out[6] = x, out[7] = y;
        unsigned sum = 0x5a5a;
        for (int k = 0; k < 8; k++) sum = (sum << 3 | sum >> 13) ^ out[k];
        out[8] = sum, out[9] = sum >> 8, out[10] = out[11] = 0;
        if (send(s, (char *)out, 12, 0) != 12) { perror("send"); break; }
        int n = recv(s, (char *)in, sizeof in, 0);
        if (n <= 0) break;
        if (in[0] == 0xB2 && n >= 4) printf("health %d\n", in[2] | in[3] << 8);
    }
    SHUT(s);
    return 0;
}
