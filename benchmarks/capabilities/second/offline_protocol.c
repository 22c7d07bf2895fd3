/* technique overlapped windows at=say libs=ws2_32 */
#include "common.h"
struct session { SOCKET s; DWORD token; CRITICAL_SECTION lock; };
APART static void say(struct session *me, WORD opcode, const void *body, WORD size) {
    BYTE packet[256];
    DWORD sent, magic = 0x5AC0FFEE;
    WSABUF buffer = {0, (char *)packet};
    memcpy(packet, &magic, 4);
    memcpy(packet + 4, &opcode, 2);
    memcpy(packet + 6, &me->token, 4);
    memcpy(packet + 10, body, size);
    buffer.len = 10 + size;
    F(WSASend)(me->s, &buffer, 1, &sent, 0, NULL, NULL);
}
static DWORD WINAPI pulse(void *context) {
    for (;; Sleep(3000)) say(context, 9, "", 0);
}
int main(int n, char **words) {
    struct session me = {0};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7777)};
    char answer[128];
    WSADATA w;
    WSAStartup(0x202, &w);
    me.s = WSASocketA(AF_INET, SOCK_STREAM, 0, 0, 0, 0);
    to.sin_addr.s_addr = inet_addr(words[1]);
    if (F(WSAConnect)(me.s, (void *)&to, sizeof to, 0, 0, 0, 0)) return 1;
    say(&me, 1, "account=", 8);
    say(&me, 2, words[n - 1], (WORD)strlen(words[n - 1]));
    if (recv(me.s, answer, sizeof answer, 0) > 4) memcpy(&me.token, answer, 4);
    CreateThread(0, 0, pulse, &me, 0, 0);
    while (recv(me.s, answer, sizeof answer, 0) > 0) say(&me, 0x33, answer, 4);
    return 0;
}
