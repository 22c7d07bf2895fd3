/* technique tcp_grinder windows at=send_packet,login,on_packet,play libs=ws2_32
   technique udp_joiner windows at=say,join,stay libs=ws2_32
   technique web_daily windows at=call,claim_all libs=winhttp
   technique login_stand_in windows at=answer,serve libs=ws2_32
   technique cipher_bot linux at=transmit,enter,handle,run
   technique world_stand_in linux at=reply,dispatch,loop */
#include "common.h"
#if defined T_tcp_grinder

#pragma pack(push, 1)
struct head { WORD size, op; };
struct login { struct head h; DWORD version; char user[24], pass[24]; BYTE type; };
struct move { struct head h; DWORD tick; WORD x, y; };
struct attack { struct head h; DWORD target; BYTE kind; };
#pragma pack(pop)
static struct { SOCKET s; DWORD account, session; WORD x, y; int kills; BYTE in[16384]; int have; } bot;

APART int send_packet(void *packet, WORD size, WORD op) {
    struct head *h = packet;
    h->size = size;
    h->op = op;
    return F(send)(bot.s, packet, size, 0) == size;
}
APART int login(const char *host, WORD port, const char *user, const char *pass) {
    struct sockaddr_in a = {AF_INET, htons(port)};
    struct login l = {.version = 55, .type = 3};
    struct hostent *h = F(gethostbyname)(host);
    if (!h) return 0;
    memcpy(&a.sin_addr, h->h_addr, 4);
    bot.s = F(socket)(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (F(connect)(bot.s, (struct sockaddr *)&a, sizeof a)) return 0;
    strncpy(l.user, user, 23);
    strncpy(l.pass, pass, 23);
    return send_packet(&l, sizeof l, 0x0064);
}
APART void on_packet(WORD op, const BYTE *p, int n) {
    switch (op) {
    case 0x0069:
        memcpy(&bot.session, p, 4);
        memcpy(&bot.account, p + 4, 4);
        break;
    case 0x0078: {
        struct attack a = {.kind = 7};
        memcpy(&a.target, p, 4);
        if (p[8] == 5) send_packet(&a, sizeof a, 0x0089);
        break;
    }
    case 0x0080: bot.kills++; break;
    case 0x0087: bot.x = p[4] | p[5] << 8; bot.y = p[6] | p[7] << 8; break;
    }
}
APART void play(void) {
    int n;
    while ((n = F(recv)(bot.s, (char *)bot.in + bot.have, sizeof bot.in - bot.have, 0)) > 0) {
        bot.have += n;
        while (bot.have >= 4) {
            struct head *h = (void *)bot.in;
            if (h->size < 4 || h->size > bot.have) break;
            on_packet(h->op, bot.in + 4, h->size - 4);
            memmove(bot.in, bot.in + h->size, bot.have -= h->size);
        }
        struct move m = {.tick = GetTickCount(), .x = bot.x + rand() % 7 - 3, .y = bot.y + rand() % 7 - 3};
        send_packet(&m, sizeof m, 0x0085);
    }
}
int main(int argc, char **argv) {
    WSADATA w;
    WSAStartup(0x202, &w);
    for (;; Sleep(15000))
        if (login(argv[1], 6900, argv[2], argv[3])) play();
}

#elif defined T_udp_joiner

struct channel { SOCKET s; struct sockaddr_in to; DWORD out, in; int challenge; };
static const char info[] = "\\name\\guest\\rate\\25000\\snaps\\40\\model\\sarge\\protocol\\68";

APART int say(struct channel *c, const char *text) {
    char p[1400];
    int n = 4;
    memset(p, 0xFF, 4);
    n += snprintf(p + 4, sizeof p - 4, "%s", text);
    return F(sendto)(c->s, p, n, 0, (void *)&c->to, sizeof c->to);
}
static int hear(struct channel *c, char *p, int room) {
    DWORD wait = 3000;
    F(setsockopt)(c->s, SOL_SOCKET, SO_RCVTIMEO, (char *)&wait, 4);
    int n = F(recvfrom)(c->s, p, room - 1, 0, 0, 0);
    p[n > 0 ? n : 0] = 0;
    return n;
}
APART int join(struct channel *c) {
    char p[1500], text[600];
    say(c, "getchallenge");
    if (hear(c, p, sizeof p) < 20 || sscanf(p + 4, "challengeResponse %d", &c->challenge) != 1) return 0;
    snprintf(text, sizeof text, "connect \"%s\\challenge\\%d\\qport\\%d\"", info, c->challenge, rand() & 0xFFFF);
    say(c, text);
    return hear(c, p, sizeof p) > 0 && strstr(p + 4, "connectResponse");
}
APART void stay(struct channel *c) {
    struct { DWORD sequence; WORD port; DWORD server, ack, reliable; BYTE op, pad[5]; } p = {0};
    char in[1500];
    for (int n; (n = hear(c, in, sizeof in)) >= 4; c->in = *(DWORD *)in) {
        p.sequence = ++c->out;
        p.ack = c->in;
        p.op = c->out % 50 ? 2 : 4;
        F(sendto)(c->s, (char *)&p, sizeof p, 0, (void *)&c->to, sizeof c->to);
        Sleep(25);
    }
}
int main(int argc, char **argv) {
    WSADATA w;
    struct channel c = {.to = {AF_INET, htons(27960)}};
    WSAStartup(0x202, &w);
    c.to.sin_addr.s_addr = F(inet_addr)(argv[1]);
    for (int tries = 0; tries < 5; tries++) {
        c.s = F(socket)(AF_INET, SOCK_DGRAM, 0);
        if (join(&c)) stay(&c);
        closesocket(c.s);
    }
}

#elif defined T_web_daily
#include <winhttp.h>

static HINTERNET session, host;
static char token[256];
static const struct { const wchar_t *path; const char *body; } chores[] = {
    {L"/api/v3/login_bonus/receive", "{\"bonus_id\":1}"},
    {L"/api/v3/stamina/recover", "{\"kind\":\"free\"}"},
    {L"/api/v3/quest/start", "{\"quest_id\":10203,\"party\":1}"},
    {L"/api/v3/quest/finish", "{\"quest_id\":10203,\"result\":\"win\",\"turns\":4,\"damage\":88120}"},
    {L"/api/v3/present/receive_all", "{}"},
};
APART int call(const wchar_t *path, const char *body, char *answer, DWORD room) {
    wchar_t headers[400];
    DWORD got = 0;
    HINTERNET r = WinHttpOpenRequest(host, L"POST", path, NULL, NULL, NULL, WINHTTP_FLAG_SECURE);
    _snwprintf(headers, 400, L"Content-Type: application/json\r\nX-App-Version: 4.8.1\r\nX-Device: android\r\nAuthorization: Bearer %hs", token);
    if (WinHttpSendRequest(r, headers, -1, (void *)body, (DWORD)strlen(body), (DWORD)strlen(body), 0) && WinHttpReceiveResponse(r, NULL))
        WinHttpReadData(r, answer, room - 1, &got);
    answer[got] = 0;
    WinHttpCloseHandle(r);
    return got > 0;
}
static int field(const char *json, const char *name, char *out, int room) {
    const char *at = strstr(json, name);
    if (!at || !(at = strchr(at + strlen(name) + 1, '"'))) return 0;
    for (at++; *at && *at != '"' && --room; at++) *out++ = *at;
    *out = 0;
    return 1;
}
APART int claim_all(const char *device) {
    char body[200], answer[8192];
    snprintf(body, sizeof body, "{\"uuid\":\"%s\",\"platform\":2}", device);
    token[0] = 0;
    if (!call(L"/api/v3/auth/login", body, answer, sizeof answer) || !field(answer, "\"access_token\"", token, sizeof token)) return 0;
    for (int i = 0; i < 5; i++) {
        call(chores[i].path, chores[i].body, answer, sizeof answer);
        F(Sleep)(2000 + rand() % 1500);
    }
    return 1;
}
int main(void) {
    char line[64];
    FILE *accounts = fopen("accounts.txt", "r");
    session = WinHttpOpen(L"UnityPlayer/2020.3.48f1", 0, NULL, NULL, 0);
    host = WinHttpConnect(session, L"game.puzzle-knights.example", 443, 0);
    while (accounts && fgets(line, sizeof line, accounts)) {
        line[strcspn(line, "\r\n")] = 0;
        printf("%s %s\n", line, claim_all(line) ? "done" : "failed");
    }
}

#elif defined T_login_stand_in

static void put16(BYTE **p, int v) { *(*p)++ = (BYTE)v; *(*p)++ = (BYTE)(v >> 8); }
static void put_text(BYTE **p, const char *s) {
    put16(p, (int)strlen(s));
    while (*s) *(*p)++ = *s++;
}
APART int answer(SOCKET s, const BYTE *in, int n) {
    BYTE out[256], *p = out + 2;
    if (n < 4) return 0;
    switch (in[2]) {
    case 0x01:
        put16(&p, 0x00);
        *p++ = 0;
        put_text(&p, (const char *)"Player");
        break;
    case 0x05:
        put16(&p, 0x0A);
        put_text(&p, "Scania (private)");
        *p++ = 2;
        put16(&p, 1200);
        break;
    case 0x06:
        put16(&p, 0x0C);
        *(DWORD *)p = inet_addr("127.0.0.1");
        p += 4;
        put16(&p, 7575);
        break;
    case 0x18: put16(&p, 0x11); break;
    default: return printf("unknown op %02x\n", in[2]);
    }
    *(WORD *)out = (WORD)(p - out - 2);
    return F(send)(s, (char *)out, (int)(p - out), 0);
}
static DWORD WINAPI client(void *arg) {
    static const BYTE hello[] = {0x0E, 0, 0x53, 0, 1, 0, '1', 0x46, 0x72, 0x7A, 0x52, 0x52, 0x30, 0x78, 0x73, 8};
    SOCKET s = (SOCKET)arg;
    BYTE in[1024];
    int n;
    F(send)(s, (char *)hello, sizeof hello, 0);
    while ((n = F(recv)(s, (char *)in, sizeof in, 0)) > 0 && answer(s, in, n) > 0);
    return closesocket(s);
}
APART int serve(WORD port) {
    struct sockaddr_in a = {AF_INET, htons(port)};
    SOCKET s = F(socket)(AF_INET, SOCK_STREAM, 0), c;
    if (F(bind)(s, (void *)&a, sizeof a) || F(listen)(s, SOMAXCONN)) return 0;
    while ((c = F(accept)(s, NULL, NULL)) != INVALID_SOCKET) F(CreateThread)(0, 0, client, (void *)c, 0, 0);
    return 1;
}
int main(void) {
    WSADATA w;
    WSAStartup(0x202, &w);
    return !serve(8484);
}

#elif defined T_cipher_bot
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct bot { int fd; uint32_t key_out, key_in, id; int logged; time_t beat; };
static void stream(uint32_t *key, unsigned char *p, int n) {
    while (n--) {
        *key = *key * 214013 + 2531011;
        *p++ ^= *key >> 16;
    }
}
APART int transmit(struct bot *b, int op, const void *body, int n) {
    unsigned char p[512];
    p[0] = (n + 1) & 255;
    p[1] = (n + 1) >> 8;
    p[2] = op;
    memcpy(p + 3, body, n);
    stream(&b->key_out, p + 2, n + 1);
    return send(b->fd, p, n + 3, 0);
}
APART int enter(struct bot *b, const char *host, const char *name, const char *password) {
    struct addrinfo *a, hint = {.ai_socktype = SOCK_STREAM};
    char body[128];
    if (getaddrinfo(host, "7171", &hint, &a)) return -1;
    b->fd = socket(a->ai_family, SOCK_STREAM, 0);
    if (connect(b->fd, a->ai_addr, a->ai_addrlen)) return -1;
    freeaddrinfo(a);
    b->key_out = rand();
    b->key_in = ~b->key_out;
    send(b->fd, &b->key_out, 4, 0);
    return transmit(b, 0x0A, body, snprintf(body, sizeof body, "%s\n%s", name, password) + 1);
}
APART void handle(struct bot *b, unsigned char *p, int n) {
    stream(&b->key_in, p, n);
    if (p[0] == 0x0B) memcpy(&b->id, p + 1, 4), b->logged = 1;
    if (p[0] == 0x1E) transmit(b, 0x1E, "", 0);
    if (p[0] == 0x8C && b->logged) transmit(b, 0x78, p + 1, 5);
}
APART void run(struct bot *b) {
    unsigned char p[2048];
    while (recv(b->fd, p, 2, MSG_WAITALL) == 2) {
        int n = p[0] | p[1] << 8;
        if (n > (int)sizeof p || recv(b->fd, p, n, MSG_WAITALL) != n) break;
        handle(b, p, n);
        if (b->logged && time(0) > b->beat + 4) {
            unsigned char step = 0x65 + rand() % 4;
            b->beat = time(0);
            transmit(b, step, "", 0);
        }
    }
}
int main(int argc, char **argv) {
    struct bot b = {0};
    srand(time(0));
    if (enter(&b, argv[1], argv[2], argv[3]) > 0) run(&b);
    close(b.fd);
}

#elif defined T_world_stand_in
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct player { int fd, id; float x, y, z; unsigned char in[4096]; int have; };
static struct player players[64];
static int online, poll_fd;

APART void reply(struct player *p, uint16_t op, const void *body, uint16_t n) {
    unsigned char out[2048];
    uint16_t head[2] = {htons(n + 2), htons(op)};
    memcpy(out, head, 4);
    memcpy(out + 4, body, n);
    send(p->fd, out, n + 4, MSG_NOSIGNAL);
}
APART void dispatch(struct player *p, uint16_t op, const unsigned char *b, int n) {
    struct { uint32_t id, money, level; float pos[3]; } spawn = {p->id, 999999999, 99, {120, 8, -40}};
    if (op == 0x1001) reply(p, 0x1002, "\1\0WELCOME", 9);
    else if (op == 0x1010) reply(p, 0x1011, &spawn, sizeof spawn);
    else if (op == 0x2001 && n >= 12) {
        memcpy(&p->x, b, 12);
        for (int i = 0; i < online; i++)
            if (players[i].fd > 0 && &players[i] != p) reply(&players[i], 0x2002, &p->id, 16);
    } else if (op == 0x3000) reply(p, 0x3000, b, n);
}
static void drain(struct player *p) {
    int n = recv(p->fd, p->in + p->have, sizeof p->in - p->have, 0);
    if (n <= 0) { close(p->fd); p->fd = -1; return; }
    p->have += n;
    while (p->have >= 4) {
        int size = (p->in[0] << 8 | p->in[1]) + 2;
        if (size < 4 || size > p->have) break;
        dispatch(p, p->in[2] << 8 | p->in[3], p->in + 4, size - 4);
        memmove(p->in, p->in + size, p->have -= size);
    }
}
APART void loop(int listener) {
    struct epoll_event e[16], add = {EPOLLIN};
    poll_fd = epoll_create1(0);
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &add);
    for (;;)
        for (int i = 0, n = epoll_wait(poll_fd, e, 16, -1); i < n; i++) {
            struct player *p = e[i].data.ptr;
            if (p) { drain(p); continue; }
            if (online == 64) continue;
            p = &players[online++];
            p->id = 1000 + online;
            p->fd = accept(listener, 0, 0);
            add.data.ptr = p;
            epoll_ctl(poll_fd, EPOLL_CTL_ADD, p->fd, &add);
            add.data.ptr = 0;
        }
}
int main(void) {
    struct sockaddr_in a = {AF_INET, htons(29000)};
    int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(s, (void *)&a, sizeof a) || listen(s, 16)) return 1;
    loop(s);
}
#endif
