/* technique sequential windows at=send_move libs=ws2_32
   technique ticking linux at=beat,login
   technique builder linux at=flush */
#include "common.h"
#ifdef T_sequential
static SOCKET line;
#pragma pack(push, 1)
struct head { DWORD magic; WORD opcode, size; };
#pragma pack(pop)
APART static void send_move(int x, int y) {
    struct { struct head head; int x, y; } packet = {{0x4d4f4f4e, 0x102, 8}, x, y};
    F(send)(line, (char *)&packet, sizeof packet, 0);
}
APART static int enter(const char *account, const char *password) {
    char packet[72] = {0};
    struct head head = {0x4d4f4f4e, 0x101, 64};
    memcpy(packet, &head, 8);
    strncpy(packet + 8, account, 31);
    strncpy(packet + 40, password, 31);
    F(send)(line, packet, sizeof packet, 0);
    return F(recv)(line, packet, sizeof packet, 0) > 0;
}
int main(int n, char **words) {
    WSADATA data;
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = 0x611e};
    WSAStartup(0x202, &data);
    there.sin_addr.s_addr = inet_addr("203.0.113.7");
    line = socket(AF_INET, SOCK_STREAM, 0);
    if (F(connect)(line, (void *)&there, sizeof there) || !enter(words[1], words[n - 1])) { puts("login failed"); return 1; }
    for (int step = 0;; step++) { send_move(step % 50, 7); Sleep(250); }
}
#elif defined T_ticking
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
APART static int login(int fd, const char *role) {
    uint32_t frame[12] = {htonl(0xC0DE51A7), 0x00210001};
    snprintf((char *)(frame + 2), 40, "role=%s", role);
    return send(fd, frame, sizeof frame, 0) == sizeof frame && recv(fd, frame, sizeof frame, 0) > 0;
}
APART static void beat(int fd, uint32_t count) {
    uint32_t frame[3] = {htonl(0xC0DE51A7), 0x00210009, count};
    send(fd, frame, sizeof frame, 0);
}
int main(int n, char **words) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7777)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = inet_addr(words[1]);
    if (connect(fd, (void *)&to, sizeof to) || !login(fd, words[n - 1])) return 1;
    for (uint32_t i = 0;; i++) { beat(fd, i); usleep(500000); }
}
#elif defined T_builder
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
struct writer { unsigned char data[256]; int at; };
static void u32(struct writer *w, uint32_t v) { memcpy(w->data + w->at, &v, 4); w->at += 4; }
static void text(struct writer *w, const char *s) { u32(w, strlen(s)); memcpy(w->data + w->at, s, strlen(s)); w->at += strlen(s); }
APART static void flush(int fd, struct writer *w) { if (write(fd, w->data, w->at) < 0) perror("write"); w->at = 0; }
APART static void begin(struct writer *w, uint32_t opcode) { w->at = 0; u32(w, 0x3143434D); u32(w, opcode); }
int main(int n, char **words) {
    struct addrinfo *found;
    struct writer w;
    unsigned char answer[512];
    getaddrinfo(words[1], "7777", 0, &found);
    int fd = socket(found->ai_family, SOCK_STREAM, 0);
    if (connect(fd, found->ai_addr, found->ai_addrlen)) return 1;
    begin(&w, 0x101); text(&w, "account"); text(&w, words[n - 1]); flush(fd, &w);
    while (read(fd, answer, sizeof answer) > 0) { begin(&w, 0x120); text(&w, "gather"); flush(fd, &w); sleep(1); }
    return 0;
}
#endif
