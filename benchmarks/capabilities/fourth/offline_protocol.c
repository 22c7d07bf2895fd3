/* technique loopback windows at=answer libs=ws2_32
   technique bot windows at=converse libs=ws2_32
   technique server linux at=serve */
#include "common.h"
#if defined T_loopback
struct head { WORD kind, size; };
APART static int answer(SOCKET s) {
    struct head h;
    char body[512];
    if (F(recv)(s, (char *)&h, sizeof h, MSG_WAITALL) != sizeof h || h.size > sizeof body) return 0;
    if (h.size && F(recv)(s, body, h.size, MSG_WAITALL) <= 0) return 0;
    switch (h.kind) {
    case 1: h = (struct head){2, 8}; memcpy(body, "LICENSED", 8); break;
    case 3: h = (struct head){4, 4}; memset(body, 0xFF, 4); break;
    default: h.kind |= 0x8000; h.size = 0;
    }
    F(send)(s, (char *)&h, sizeof h, 0);
    return F(send)(s, body, h.size, 0) >= 0;
}
int main(void) {
    WSADATA d;
    WSAStartup(0x202, &d);
    struct sockaddr_in a = {AF_INET, htons(4100)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SOCKET l = socket(AF_INET, SOCK_STREAM, 0), s;
    bind(l, (struct sockaddr *)&a, sizeof a);
    listen(l, 1);
    while ((s = accept(l, NULL, NULL)) != INVALID_SOCKET) { while (answer(s)); closesocket(s); }
}
#elif defined T_bot
static DWORD key = 0x5A17;
static void cipher(BYTE *b, int n) { for (DWORD k = key; n--; k = k * 69069 + 1) *b++ ^= k >> 16; }
APART static int converse(SOCKET s, BYTE kind, const void *what, BYTE size) {
    BYTE out[258] = {kind, size}, in[256];
    memcpy(out + 2, what, size);
    cipher(out + 2, size);
    if (F(send)(s, (char *)out, size + 2, 0) <= 0) return -1;
    int got = F(recv)(s, (char *)in, sizeof in, 0);
    if (got > 2) cipher(in + 2, got - 2);
    return got > 0 ? in[0] : -1;
}
int main(void) {
    WSADATA d;
    WSAStartup(0x202, &d);
    struct sockaddr_in a = {AF_INET, htons(4100)};
    a.sin_addr.s_addr = inet_addr("10.0.0.3");
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(s, (struct sockaddr *)&a, sizeof a)) return 1;
    if (converse(s, 1, "player", 6) == 2) for (;; Sleep(1000)) if (converse(s, 7, "harvest", 7) < 0) break;
}
#elif defined T_server
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
APART static int serve(int s) {
    unsigned char m[128];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    long got = recvfrom(s, m, sizeof m, 0, (struct sockaddr *)&from, &size);
    if (got < 2) return got >= 0;
    if (m[0] == 0x10) { m[0] = 0x11; m[1] = 1; got = 2; }
    else if (m[0] == 0x20) m[0] = 0x21;
    return sendto(s, m, got, 0, (struct sockaddr *)&from, size) > 0;
}
int main(void) {
    struct sockaddr_in a = {AF_INET, htons(4100), {htonl(0x7F000001)}};
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    bind(s, (struct sockaddr *)&a, sizeof a);
    while (serve(s));
}
#endif
