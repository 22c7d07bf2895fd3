/* technique loginbot windows at=login,play,transmit libs=ws2_32
   technique emuserver windows at=handle,serve libs=ws2_32
   technique udpbot linux at=handshake,loop
   technique blockbot linux at=join,live
   technique worldserver linux at=dispatch,run
   technique apibot windows at=call,signed_call libs=winhttp */
#define _GNU_SOURCE
#include "common.h"

#if defined T_loginbot
typedef struct { SOCKET s; BYTE key; DWORD id; WORD x, y; int hp; } Bot;
APART int transmit(Bot *b, WORD opcode, const void *body, WORD n) {
    BYTE p[512];
    *(WORD *)p = n + 4;
    *(WORD *)(p + 2) = opcode;
    memcpy(p + 4, body, n);
    for (int i = 2; i < n + 4; i++) p[i] ^= b->key + i;
    return F(send)(b->s, (char *)p, n + 4, 0) == n + 4;
}
static int receive(Bot *b, BYTE *p) {
    int got = 0, want = 2;
    while (got < want) {
        int n = F(recv)(b->s, (char *)p + got, want - got, 0);
        if (n <= 0) return 0;
        got += n;
        if (got == 2) want = min(*(WORD *)p, 512);
    }
    for (int i = 2; i < want; i++) p[i] ^= b->key + i;
    return want;
}
APART int login(Bot *b, const char *host, const char *user, const char *password) {
    struct { DWORD version; char user[24], password[24]; } m = {0x20110};
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(6900), .sin_addr.s_addr = inet_addr(host)};
    BYTE p[512];
    b->s = F(socket)(AF_INET, SOCK_STREAM, 0);
    if (F(connect)(b->s, (void *)&a, sizeof a)) return 0;
    strncpy(m.user, user, 23);
    strncpy(m.password, password, 23);
    transmit(b, 0x0064, &m, sizeof m);
    if (!receive(b, p) || *(WORD *)(p + 2) != 0x0069) return 0;
    b->id = *(DWORD *)(p + 4);
    b->key = p[8];
    return transmit(b, 0x0066, "\0", 1);
}
APART void play(Bot *b) {
    BYTE p[512];
    while (receive(b, p)) switch (*(WORD *)(p + 2)) {
        case 0x0073: b->x = *(WORD *)(p + 4); b->y = *(WORD *)(p + 6); transmit(b, 0x007d, 0, 0); break;
        case 0x0078: transmit(b, 0x0089, p + 4, 4); break;
        case 0x009e: transmit(b, 0x009f, p + 4, 4); break;
        case 0x00b0: if ((b->hp = *(int *)(p + 4)) < 200) transmit(b, 0x00a7, "\xf5\x01", 2); break;
        case 0x007f: transmit(b, 0x007e, p + 4, 4); break;
    }
}
int main(int argc, char **argv) {
    WSADATA w;
    Bot b = {0};
    WSAStartup(0x202, &w);
    while (login(&b, argv[1], argv[2], argv[3])) { play(&b); closesocket(b.s); Sleep(5000); }
    return 0;
}

#elif defined T_emuserver
typedef struct { SOCKET s; DWORD account; char name[20]; } Client;
static Client clients[60];
static void reply(Client *c, WORD opcode, const void *body, int n) {
    BYTE p[600] = {0};
    *(WORD *)p = n + 4;
    *(WORD *)(p + 2) = opcode;
    memcpy(p + 4, body, n);
    F(send)(c->s, (char *)p, n + 4, 0);
}
APART void handle(Client *c, WORD opcode, const BYTE *body, int n) {
    static DWORD next = 1000;
    struct { DWORD id, level, gold; char name[20]; } hero = {1, 99, 999999999, "Admin"};
    switch (opcode) {
    case 0x01: memcpy(c->name, body, 19); c->account = next++; reply(c, 0x02, &c->account, 4); break;
    case 0x03: reply(c, 0x04, &hero, sizeof hero); break;
    case 0x05: reply(c, 0x06, "\x01\0\x20\x03\x20\x03", 6); break;
    case 0x10: for (int i = 0; i < 60; i++) if (clients[i].s) reply(&clients[i], 0x11, body, n); break;
    case 0x7f: reply(c, 0x7f, body, n); break;
    }
}
APART void serve(SOCKET listener) {
    for (;;) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(listener, &set);
        for (int i = 0; i < 60; i++) if (clients[i].s) FD_SET(clients[i].s, &set);
        if (F(select)(0, &set, 0, 0, 0) < 0) return;
        if (FD_ISSET(listener, &set))
            for (int i = 0; i < 60; i++) if (!clients[i].s) { clients[i].s = F(accept)(listener, 0, 0); break; }
        for (int i = 0; i < 60; i++) {
            BYTE p[600];
            if (!clients[i].s || !FD_ISSET(clients[i].s, &set)) continue;
            int n = F(recv)(clients[i].s, (char *)p, sizeof p, 0);
            if (n >= 4) handle(&clients[i], *(WORD *)(p + 2), p + 4, n - 4);
            else { closesocket(clients[i].s); clients[i].s = 0; }
        }
    }
}
int main(void) {
    WSADATA w;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(8484)};
    WSAStartup(0x202, &w);
    SOCKET s = F(socket)(AF_INET, SOCK_STREAM, 0);
    F(bind)(s, (void *)&a, sizeof a);
    F(listen)(s, 8);
    serve(s);
    return 0;
}

#elif defined T_udpbot
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
static int fd;
static uint32_t out_seq, in_seq;
APART int handshake(const char *nick) {
    char p[512];
    int challenge;
    send(fd, "\xff\xff\xff\xffgetchallenge", 16, 0);
    int n = (int)recv(fd, p, sizeof p - 1, 0);
    if (n < 5) return 0;
    p[n] = 0;
    if (sscanf(p + 4, "challengeResponse %d", &challenge) != 1) return 0;
    n = snprintf(p, sizeof p, "\xff\xff\xff\xff" "connect \"\\protocol\\68\\qport\\4711\\challenge\\%d\\name\\%s\\rate\\25000\"", challenge, nick);
    send(fd, p, n, 0);
    n = (int)recv(fd, p, sizeof p, 0);
    return n > 4 && !memcmp(p + 4, "connectResponse", 15);
}
APART void loop(void) {
    uint8_t p[1400];
    int n;
    while ((n = (int)recv(fd, p, sizeof p, 0)) >= 8) {
        struct { uint32_t seq; uint16_t port; uint32_t ack; uint8_t kind, count, buttons; int8_t forward, side; int16_t yaw; } __attribute__((packed)) m;
        memcpy(&in_seq, p, 4);
        m.seq = ++out_seq;
        m.port = 4711;
        m.ack = in_seq;
        m.kind = 2;
        m.count = 1;
        m.buttons = out_seq % 5 == 0;
        m.forward = 127;
        m.side = out_seq & 64 ? 127 : -127;
        m.yaw = (int16_t)(out_seq * 91);
        send(fd, &m, sizeof m, 0);
    }
}
int main(int argc, char **argv) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(27960), .sin_addr.s_addr = inet_addr(argv[1])};
    fd = socket(AF_INET, SOCK_DGRAM, 0);
    connect(fd, (void *)&a, sizeof a);
    if (!handshake(argc > 2 ? argv[2] : "grunt")) return 1;
    loop();
    return close(fd);
}

#elif defined T_blockbot
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
struct buf { uint8_t d[2048]; int n; };
static int fd;
static void var(struct buf *b, uint32_t v) { for (; v > 127; v >>= 7) b->d[b->n++] = v | 128; b->d[b->n++] = v; }
static void str(struct buf *b, const char *s) { var(b, strlen(s)); memcpy(b->d + b->n, s, strlen(s)); b->n += strlen(s); }
static void flush(struct buf *b) {
    struct buf f = {.n = 0};
    var(&f, b->n);
    memcpy(f.d + f.n, b->d, b->n);
    send(fd, f.d, f.n + b->n, 0);
    b->n = 0;
}
static int get(void) {
    int v = 0;
    uint8_t c = 0;
    for (int s = 0; s < 35; s += 7) { if (recv(fd, &c, 1, 0) != 1) return -1; v |= (c & 127) << s; if (c < 128) break; }
    return v;
}
APART void join(const char *host, const char *name) {
    struct buf b = {.n = 0};
    var(&b, 0);
    var(&b, 47);
    str(&b, host);
    b.d[b.n++] = 0x63;
    b.d[b.n++] = 0xdd;
    var(&b, 2);
    flush(&b);
    var(&b, 0);
    str(&b, name);
    flush(&b);
}
APART void live(void) {
    struct buf b = {.n = 0};
    uint8_t p[4096];
    for (int n; (n = get()) > 0 && n < 4096;) {
        if (recv(fd, p, n, MSG_WAITALL) != n) break;
        if (p[0] == 0x00) { var(&b, 0); memcpy(b.d + b.n, p + 1, n - 1); b.n += n - 1; flush(&b); }
        else if (p[0] == 0x01) { var(&b, 1); str(&b, "/register afk12345"); flush(&b); }
        else if (p[0] == 0x06) { var(&b, 0x16); var(&b, 0); flush(&b); }
        else if (p[0] == 0x40) break;
    }
}
int main(int argc, char **argv) {
    struct addrinfo *a = 0;
    if (getaddrinfo(argv[1], "25565", 0, &a)) return 1;
    fd = socket(a->ai_family, SOCK_STREAM, 0);
    if (connect(fd, a->ai_addr, a->ai_addrlen)) return 1;
    join(argv[1], argv[2]);
    live();
    return 0;
}

#elif defined T_worldserver
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
struct avatar { int fd, id; float x, y, z; };
static struct avatar avatars[128];
static void put(int fd, uint16_t op, const void *body, uint16_t n) {
    uint8_t p[256];
    memcpy(p, &n, 2);
    memcpy(p + 2, &op, 2);
    memcpy(p + 4, body, n);
    write(fd, p, n + 4);
}
APART void dispatch(struct avatar *a, uint16_t op, const uint8_t *body) {
    static const char motd[] = "Welcome to the private realm, rates x500";
    if (op == 0x1ec) { uint8_t ok = 0; put(a->fd, 0x1ee, &ok, 1); put(a->fd, 0x33d, motd, sizeof motd); }
    else if (op == 0x03d) { a->x = -8949.9f; a->y = -132.4f; put(a->fd, 0x236, &a->id, 16); }
    else if (op == 0x0b5) { memcpy(&a->x, body, 12); for (int i = 0; i < 128; i++) if (avatars[i].fd && &avatars[i] != a) put(avatars[i].fd, 0x0b5, &a->id, 16); }
    else if (op == 0x1dc) put(a->fd, 0x1dd, body, 4);
}
APART void run(int listener) {
    struct epoll_event e[16], add = {.events = EPOLLIN};
    int ep = epoll_create1(0);
    epoll_ctl(ep, EPOLL_CTL_ADD, listener, &add);
    for (;;) {
        int n = epoll_wait(ep, e, 16, -1);
        for (int i = 0; i < n; i++) {
            struct avatar *a = e[i].data.ptr;
            uint8_t p[512];
            if (!a) {
                int fd = accept(listener, 0, 0);
                if (fd < 0 || fd >= 128) { close(fd); continue; }
                avatars[fd] = (struct avatar){fd, fd + 1};
                put(fd, 0x1ec, &fd, 4);
                struct epoll_event c = {.events = EPOLLIN, .data.ptr = &avatars[fd]};
                epoll_ctl(ep, EPOLL_CTL_ADD, fd, &c);
            } else if (read(a->fd, p, sizeof p) >= 4) dispatch(a, p[2] | p[3] << 8, p + 4);
            else { close(a->fd); a->fd = 0; }
        }
    }
}
int main(void) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(8085)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s, (void *)&a, sizeof a) || listen(s, 16)) return 1;
    run(s);
    return 0;
}

#elif defined T_apibot
#include <winhttp.h>
static HINTERNET connection;
static char session[64];
APART int call(const WCHAR *path, const char *body, const WCHAR *headers, char *answer, DWORD room) {
    DWORD got = 0;
    HINTERNET r = WinHttpOpenRequest(connection, L"POST", path, 0, 0, 0, WINHTTP_FLAG_SECURE);
    if (WinHttpSendRequest(r, headers, -1, (void *)body, strlen(body), strlen(body), 0) && WinHttpReceiveResponse(r, 0))
        WinHttpReadData(r, answer, room - 1, &got);
    answer[got] = 0;
    WinHttpCloseHandle(r);
    return got;
}
APART int signed_call(const WCHAR *path, const char *fields, char *answer, DWORD room) {
    static const char salt[] = "Gz7!dragonclash_client_3.1";
    char body[512];
    WCHAR headers[256];
    DWORD sum = 0x811c9dc5;
    snprintf(body, sizeof body, "{\"session\":\"%s\",\"t\":%lu,%s}", session, F(GetTickCount)(), fields);
    for (const char *p = body; *p; p++) sum = (sum ^ *p) * 16777619;
    for (const char *p = salt; *p; p++) sum = (sum ^ *p) * 16777619;
    swprintf(headers, 256, L"Content-Type: application/json\r\nX-Client: 3.1.0\r\nX-Sign: %08lx\r\n", sum);
    return call(path, body, headers, answer, room);
}
int main(int argc, char **argv) {
    char a[2048], fields[128];
    HINTERNET net = WinHttpOpen(L"DragonClash/3.1 (Android)", 0, 0, 0, 0);
    connection = WinHttpConnect(net, L"api.dragonclash-game.com", 443, 0);
    snprintf(fields, sizeof fields, "\"device\":\"%s\"", argc > 1 ? argv[1] : "pixel");
    if (!signed_call(L"/v3/login", fields, a, sizeof a)) return 1;
    char *at = strstr(a, "\"session\":\"");
    if (at) sscanf(at + 11, "%63[^\"]", session);
    for (int stage = 1;; stage++) {
        snprintf(fields, sizeof fields, "\"stage\":%d,\"stars\":3,\"score\":%d", stage % 40, 90000 + stage);
        signed_call(L"/v3/battle/start", fields, a, sizeof a);
        F(Sleep)(20000);
        signed_call(L"/v3/battle/finish", fields, a, sizeof a);
    }
}
#endif
