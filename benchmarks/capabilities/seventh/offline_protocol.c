/* Toys against the invented game 月光城; built, never run. Servers named .example exist nowhere.
technique miner windows libs=ws2_32 at=enter,dig,tell,hear
technique dice linux at=ask
technique stage linux at=answer,serve
technique daily windows libs=winhttp at=sign_in
technique notary windows libs=ws2_32 at=reply,door
*/
#if defined T_miner
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include "hand.h"

static SOCKET line;
static DWORD key[4] = {0x6d6f6f6e, 0x6c696768, 0x74636974, 0x79303137};

static void cover(DWORD *two) {
    DWORD a = two[0], b = two[1], s = 0;
    for (int i = 0; i < 32; i++) {
        s += 0x9e3779b9;
        a += ((b << 4) + key[0]) ^ (b + s) ^ ((b >> 5) + key[1]);
        b += ((a << 4) + key[2]) ^ (a + s) ^ ((a >> 5) + key[3]);
    }
    two[0] = a, two[1] = b;
}

static int tell(WORD code, const void *body, WORD size) {
    BYTE b[264] = "MOON";
    WORD whole = (size + 7) & ~7;
    *(WORD *)(b + 4) = htons(code);
    *(WORD *)(b + 6) = htons(whole);
    memcpy(b + 8, body, size);
    for (int i = 0; i < whole; i += 8) cover((DWORD *)(b + 8 + i));
    return F(send)(line, (char *)b, 8 + whole, 0);
}

static int hear(BYTE *to, int room) {
    int got = 0, n;
    while (got < 8 || got < 8 + ntohs(*(WORD *)(to + 6))) {
        if ((n = F(recv)(line, (char *)to + got, room - got, 0)) <= 0) return -1;
        got += n;
    }
    return ntohs(*(WORD *)(to + 4));
}

KEEP int enter(const char *host, const char *name, const char *word) {
    WSADATA w;
    struct sockaddr_in a = {AF_INET, htons(7777)};
    struct { char name[32], word[32]; WORD version; } body = {0};
    BYTE back[512];
    if (WSAStartup(MAKEWORD(2, 2), &w)) return 0;
    struct hostent *h = gethostbyname(host);
    if (!h) return 0;
    memcpy(&a.sin_addr, h->h_addr, 4);
    line = F(socket)(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (F(connect)(line, (struct sockaddr *)&a, sizeof a)) return 0;
    lstrcpynA(body.name, name, 32);
    lstrcpynA(body.word, word, 32);
    body.version = 17;
    tell(0x0110, &body, sizeof body);
    return hear(back, sizeof back) == 0x0111;
}

KEEP void dig(void) {
    BYTE back[512];
    for (DWORD turn = 0;; turn++) {
        DWORD at[2] = {turn % 40, turn / 40 % 40};
        if (tell(0x0210, at, 8) < 0 || tell(0x0301, &turn, 4) < 0) return;
        if (turn % 20 == 0) tell(0x01f0, &turn, 4);
        if (hear(back, sizeof back) < 0) return;
        Sleep(600);
    }
}

int main(int argc, char **argv) {
    if (argc < 3 || !enter("game.moonlight.example", argv[1], argv[2])) return puts("no entry"), 1;
    dig();
    return 0;
}
#elif defined T_dice
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include "hand.h"

static uint32_t crc(const uint8_t *p, int n) {
    uint32_t c = ~0u;
    while (n--) {
        c ^= *p++;
        for (int k = 0; k < 8; k++) c = c & 1 ? c >> 1 ^ 0xedb88320 : c >> 1;
    }
    return ~c;
}

/* One datagram, one answer; the token comes from the last one. */
KEEP int ask(int s, uint16_t code, uint32_t *token, const void *body, int size) {
    uint8_t b[256];
    uint32_t sum;
    memcpy(b, "MLUD", 4);
    b[4] = code >> 8, b[5] = code & 255;
    memcpy(b + 6, token, 4);
    memcpy(b + 10, body, size);
    sum = crc(b, 10 + size);
    memcpy(b + 10 + size, &sum, 4);
    for (int tries = 0; tries < 3; tries++) {
        if (send(s, b, 14 + size, 0) < 0) return -1;
        int n = recv(s, b, sizeof b, 0);
        if (n < 14 || memcmp(b, "MLUD", 4)) continue;
        memcpy(&sum, b + n - 4, 4);
        if (crc(b, n - 4) != sum) continue;
        memcpy(token, b + 6, 4);
        return b[10];
    }
    return -1;
}

int main(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7780)};
    struct timeval wait = {2, 0};
    uint32_t token = 0, won = 0;
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    inet_pton(AF_INET, "192.0.2.1", &to.sin_addr);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (connect(s, (struct sockaddr *)&to, sizeof to) || ask(s, 0x0110, &token, "night", 6) < 0) return 1;
    for (int game = 0; game < 1000; game++, usleep(250000)) won += ask(s, 0x0500, &token, &game, 4) == 6;
    return printf("%u of 1000\n", won) < 0;
}
#elif defined T_stage
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include "hand.h"

/* Answers the client as the game's own server would. */
KEEP int answer(int fd, const uint8_t *in, int n) {
    uint8_t out[64] = "MOON";
    uint16_t code;
    if (n < 12 || memcmp(in, "MOON", 4)) return -1;
    memcpy(&code, in + 4, 2);
    switch (ntohs(code)) {
    case 0x0101: code = htons(0x0102); break;
    case 0x0110: code = htons(0x0111); memcpy(out + 12, "\0\0\x03\xe9\x03\x84\x03\x84\0\x8c\0\x0c", 12); break;
    case 0x0210: code = htons(0x0220); memcpy(out + 12, in + 12, 6); break;
    case 0x01f0: code = htons(0x01f0); break;
    default: return 0;
    }
    memcpy(out + 4, &code, 2);
    out[7] = 12;
    return send(fd, out, 24, 0);
}

KEEP void serve(int door) {
    struct epoll_event e = {.events = EPOLLIN, .data.fd = door}, got[16];
    int ep = epoll_create1(0);
    epoll_ctl(ep, EPOLL_CTL_ADD, door, &e);
    for (int n; (n = epoll_wait(ep, got, 16, -1)) >= 0;)
        for (int i = 0; i < n; i++) {
            uint8_t b[512];
            int fd = got[i].data.fd, size;
            if (fd == door) {
                e.data.fd = accept(door, 0, 0);
                epoll_ctl(ep, EPOLL_CTL_ADD, e.data.fd, &e);
            } else if ((size = recv(fd, b, sizeof b, 0)) <= 0 || answer(fd, b, size) < 0)
                close(fd);
        }
}

int main(void) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(7777)};
    int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, 16)) return 1;
    serve(s);
    return 0;
}
#elif defined T_daily
#include <windows.h>
#include <winhttp.h>
#include <stdio.h>
#include "hand.h"

/* Fetches the gift of the day for each account without a client. */
KEEP int sign_in(const char *account, const char *token) {
    char body[256], back[512];
    DWORD n = 0, size = (DWORD)snprintf(body, sizeof body, "{\"op\":\"daily_sign\",\"account\":\"%s\",\"token\":\"%s\",\"ver\":17}", account, token);
    HINTERNET s = WinHttpOpen(L"MoonlightClient/17", WINHTTP_ACCESS_TYPE_DEFAULT_PROXY, NULL, NULL, 0);
    HINTERNET c = WinHttpConnect(s, L"api.moonlight.example", 443, 0);
    HINTERNET r = WinHttpOpenRequest(c, L"POST", L"/v2/game/sign", NULL, NULL, NULL, WINHTTP_FLAG_SECURE);
    if (WinHttpSendRequest(r, L"Content-Type: application/json\r\nX-Moon-Client: 17\r\n", -1, body, size, size, 0) && WinHttpReceiveResponse(r, NULL))
        WinHttpReadData(r, back, sizeof back - 1, &n);
    back[n] = 0;
    WinHttpCloseHandle(r);
    WinHttpCloseHandle(c);
    WinHttpCloseHandle(s);
    return strstr(back, "\"ok\":true") != NULL;
}

int main(void) {
    char line[256], *token;
    FILE *f = fopen("accounts.txt", "r");
    while (f && fgets(line, sizeof line, f)) {
        if (!(token = strchr(line, ','))) continue;
        *token++ = 0;
        token[strcspn(token, "\r\n")] = 0;
        printf("%s: %s\n", line, sign_in(line, token) ? "signed" : "failed");
    }
    return 0;
}
#elif defined T_notary
#include <winsock2.h>
#include <windows.h>
#include "hand.h"

/* Says in the place of the licence server that everything is paid. */
KEEP int reply(SOCKET s) {
    BYTE in[256], out[48] = "MLIC";
    int n = F(recv)(s, (char *)in, sizeof in, 0);
    if (n < 24 || memcmp(in, "MLIC", 4)) return -1;
    memcpy(out + 4, in + 4, 16); /* what the client asked with */
    *(DWORD *)(out + 20) = htonl(1);
    *(DWORD *)(out + 24) = htonl(0x7fffffff);
    for (int i = 0; i < 28; i++) out[28 + i % 16] ^= (BYTE)(out[i] * 7 + 0x5d);
    return F(send)(s, (char *)out, 44, 0);
}

KEEP int door(u_short port) {
    struct sockaddr_in here = {0};
    SOCKET d = F(socket)(AF_INET, SOCK_STREAM, 0), s;
    here.sin_family = AF_INET;
    here.sin_port = htons(port);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (F(bind)(d, (struct sockaddr *)&here, sizeof here) || F(listen)(d, 4)) return WSAGetLastError();
    while ((s = F(accept)(d, NULL, NULL)) != INVALID_SOCKET) {
        reply(s);
        closesocket(s);
    }
    return 0;
}

int main(void) {
    WSADATA w;
    WSAStartup(0x0202, &w);
    return door(7790);
}
#endif
