/* Toys against the invented game 月光城; built, never run. Servers named .example exist nowhere.
technique ownline windows-library libs=ws2_32 at=game_line,say
technique diverted windows stub=WinDivert:WinDivertOpen,WinDivertRecv,WinDivertSend,WinDivertHelperCalcChecksums,WinDivertClose at=let_through
technique captured windows stub=wpcap:pcap_open_live,pcap_next_ex,pcap_sendpacket,pcap_close at=again
technique handmade linux at=as_if_from
technique listen linux at=replay
technique queue linux stub=netfilter_queue:nfq_open,nfq_create_queue,nfq_set_mode,nfq_get_payload,nfq_get_msg_packet_hdr,nfq_set_verdict,nfq_fd,nfq_handle_packet at=each_packet
technique fromfile windows libs=ws2_32 at=play_back
*/
#if defined T_ownline
#include <winsock2.h>
#include <windows.h>
#include "hand.h"

/* In the client: looks for the handle that leads to the game's server, and speaks on it. */
KEEP SOCKET game_line(unsigned short port) {
    for (ULONG_PTR h = 4; h < 0x4000; h += 4) {
        struct sockaddr_in peer;
        int size = sizeof peer;
        if (!F(getpeername)((SOCKET)h, (struct sockaddr *)&peer, &size) && peer.sin_port == htons(port)) return (SOCKET)h;
    }
    return INVALID_SOCKET;
}

KEEP int say(SOCKET line, unsigned target) {
    static unsigned short turn = 0x4000;
    BYTE b[20] = {'M', 'O', 'O', 'N', 0x03, 0x01, 0, 8};
    unsigned low = 7, high = 23;
    memcpy(b + 12, &target, 4);
    b[17] = (BYTE)++turn;
    for (int i = 12; i < 20; i++) low = (low + b[i] * 13u) % 65063u, high = (high + low) % 65063u;
    b[8] = (BYTE)(high >> 8), b[9] = (BYTE)high, b[10] = (BYTE)(low >> 8), b[11] = (BYTE)low;
    return F(send)(line, (char *)b, sizeof b, 0);
}

static DWORD WINAPI strike(void *unused) {
    SOCKET line = game_line(7777);
    while (line != INVALID_SOCKET && say(line, 0x2ee1) > 0) Sleep(30);
    return 0;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, void *unused) {
    if (why == DLL_PROCESS_ATTACH) CreateThread(0, 0, strike, 0, 0, 0);
    return TRUE;
}
#elif defined T_diverted
#include <windows.h>
#include "hand.h"

typedef struct { INT64 time; UINT32 flags, more; BYTE rest[64]; } address_t;
HANDLE WinDivertOpen(const char *filter, int layer, INT16 priority, UINT64 flags);
BOOL WinDivertRecv(HANDLE, void *, UINT, UINT *, address_t *);
BOOL WinDivertSend(HANDLE, const void *, UINT, UINT *, const address_t *);
BOOL WinDivertHelperCalcChecksums(void *, UINT, address_t *, UINT64);
BOOL WinDivertClose(HANDLE);

KEEP void let_through(HANDLE line) {
    BYTE packet[0xffff];
    address_t address;
    UINT n;
    while (WinDivertRecv(line, packet, sizeof packet, &n, &address)) {
        UINT body = (packet[0] & 15) * 4 + 20;
        if (n > body + 16 && !memcmp(packet + body, "MOON", 4) && packet[body + 4] == 2 && packet[body + 5] == 0x10) {
            packet[body + 12] += 4; /* a step further than the legs allow */
            WinDivertHelperCalcChecksums(packet, n, &address, 0);
        }
        WinDivertSend(line, packet, n, NULL, &address);
    }
}

int main(void) {
    HANDLE line = WinDivertOpen("outbound and tcp.DstPort == 7777", 0, 0, 0);
    if (line == INVALID_HANDLE_VALUE) return 1;
    let_through(line);
    return !WinDivertClose(line);
}
#elif defined T_captured
#include <windows.h>
#include <stdio.h>
#include "hand.h"

struct pcap_head { struct { long s, u; } time; unsigned caught, length; };
void *pcap_open_live(const char *, int, int, int, char *);
int pcap_next_ex(void *, struct pcap_head **, const unsigned char **);
int pcap_sendpacket(void *, const unsigned char *, int);
void pcap_close(void *);

/* The packet by which a chest is opened goes out once more, as often as wanted. */
KEEP int again(void *card, int often) {
    unsigned char kept[1514];
    const unsigned char *data;
    struct pcap_head *head;
    unsigned size = 0;
    while (!size && pcap_next_ex(card, &head, &data) >= 0) {
        if (head->caught < 66 || head->caught > sizeof kept || memcmp(data + 54, "MOON\x04\x01", 6)) continue;
        memcpy(kept, data, size = head->caught);
    }
    while (size && often-- > 0) {
        kept[19]++; /* number of the datagram */
        if (pcap_sendpacket(card, kept, (int)size)) break;
        Sleep(15);
    }
    return often < 0;
}

int main(int argc, char **argv) {
    char error[256];
    void *card = argc > 1 ? pcap_open_live(argv[1], 65535, 1, 100, error) : NULL;
    if (!card) return 1;
    printf("%d\n", again(card, 20));
    pcap_close(card);
    return 0;
}
#elif defined T_handmade
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "hand.h"

static unsigned short sum_of(const void *from, int size) {
    const unsigned short *p = from;
    unsigned long s = 0;
    for (; size > 1; size -= 2) s += *p++;
    if (size) s += *(const unsigned char *)p;
    while (s >> 16) s = (s & 0xffff) + (s >> 16);
    return (unsigned short)~s;
}

/* A report of loot that seems to come from another player's machine. */
KEEP int as_if_from(const char *other, const char *server, const void *body, int size) {
    unsigned char b[512] = {0};
    struct iphdr *ip = (struct iphdr *)b;
    struct udphdr *udp = (struct udphdr *)(ip + 1);
    struct sockaddr_in to = {.sin_family = AF_INET};
    int one = 1, raw = socket(AF_INET, SOCK_RAW, IPPROTO_RAW), n;
    if (raw < 0) return -1;
    setsockopt(raw, IPPROTO_IP, IP_HDRINCL, &one, sizeof one);
    ip->version = 4, ip->ihl = 5, ip->ttl = 64, ip->protocol = IPPROTO_UDP;
    ip->tot_len = htons(28 + size);
    ip->saddr = inet_addr(other);
    ip->daddr = to.sin_addr.s_addr = inet_addr(server);
    udp->source = htons(7778), udp->dest = htons(7777), udp->len = htons(8 + size);
    memcpy(udp + 1, body, size);
    ip->check = sum_of(ip, 20);
    n = sendto(raw, b, 28 + size, 0, (struct sockaddr *)&to, sizeof to);
    close(raw);
    return n;
}

int main(void) { return as_if_from("192.0.2.7", "192.0.2.1", "MOON\x04\x01\0\2\0\0\0\0\0\x63", 14) < 0; }
#elif defined T_listen
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "hand.h"

KEEP int replay(const char *card) {
    unsigned char frame[2048];
    struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = if_nametoindex(card)};
    int s = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)), sent = 0;
    if (s < 0 || bind(s, (struct sockaddr *)&at, sizeof at)) return -1;
    for (;;) {
        ssize_t n = recv(s, frame, sizeof frame, 0);
        if (n < 66 || frame[12] != 8 || frame[23] != 17 || memcmp(frame + 42, "MOON", 4)) continue;
        if (frame[46] != 3) continue; /* a blow */
        for (int i = 0; i < 5; i++) sent += sendto(s, frame, n, 0, (struct sockaddr *)&at, sizeof at) == n;
        if (sent > 500) break;
    }
    close(s);
    return sent;
}

int main(int argc, char **argv) { return replay(argc > 1 ? argv[1] : "eth0") < 0; }
#elif defined T_queue
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include "hand.h"

struct nfq_handle; struct nfq_q_handle; struct nfq_data;
struct packet_head { uint32_t id; uint16_t protocol; uint8_t hook; } __attribute__((packed));
typedef int (*callback)(struct nfq_q_handle *, void *, struct nfq_data *, void *);
struct nfq_handle *nfq_open(void);
struct nfq_q_handle *nfq_create_queue(struct nfq_handle *, uint16_t, callback, void *);
int nfq_set_mode(struct nfq_q_handle *, uint8_t, uint32_t);
int nfq_get_payload(struct nfq_data *, unsigned char **);
struct packet_head *nfq_get_msg_packet_hdr(struct nfq_data *);
int nfq_set_verdict(struct nfq_q_handle *, uint32_t, uint32_t, uint32_t, const unsigned char *);
int nfq_fd(struct nfq_handle *);
int nfq_handle_packet(struct nfq_handle *, char *, int);

KEEP int each_packet(struct nfq_q_handle *q, void *message, struct nfq_data *data, void *unused) {
    unsigned char *p;
    int n = nfq_get_payload(data, &p), head = (p[0] & 15) * 4 + 8;
    if (n >= head + 14 && !memcmp(p + head, "MOON\x03\x10", 6)) {
        p[head + 12] = p[head + 13] = 0; /* no hurt arrives */
        p[head - 2] = p[head - 1] = 0;
    }
    return nfq_set_verdict(q, ntohl(nfq_get_msg_packet_hdr(data)->id), 1, n, p);
}

int main(void) {
    char b[4096] __attribute__((aligned));
    struct nfq_handle *h = nfq_open();
    struct nfq_q_handle *q = h ? nfq_create_queue(h, 77, each_packet, 0) : 0;
    if (!q || nfq_set_mode(q, 2, 0xffff) < 0) return 1;
    for (int n; (n = recv(nfq_fd(h), b, sizeof b, 0)) >= 0;) nfq_handle_packet(h, b, n);
    return 0;
}
#elif defined T_fromfile
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include "hand.h"

/* Says again, in the same rhythm, what was recorded of a client; the number of each turn is made to fit. */
KEEP int play_back(const char *record, SOCKET s) {
    BYTE b[1024];
    struct { DWORD wait, size; } head;
    DWORD turn = GetTickCount() & 0xffff;
    int said = 0;
    FILE *f = fopen(record, "rb");
    while (f && fread(&head, sizeof head, 1, f) == 1 && head.size <= sizeof b && fread(b, 1, head.size, f) == head.size) {
        DWORD sum = 0;
        Sleep(head.wait);
        *(DWORD *)(b + 6) = htonl(turn++);
        for (DWORD i = 10; i < head.size; i++) sum = sum * 31 + b[i];
        *(DWORD *)(b + head.size - 4) ^= sum;
        if (F(send)(s, (char *)b, head.size, 0) < 0) break;
        said++;
    }
    if (f) fclose(f);
    return said;
}

int main(int argc, char **argv) {
    WSADATA data;
    struct sockaddr_in to = {0};
    WSAStartup(0x202, &data);
    SOCKET s = F(socket)(AF_INET, SOCK_STREAM, 0);
    to.sin_family = AF_INET;
    to.sin_port = htons(7777);
    to.sin_addr.s_addr = inet_addr("192.0.2.1");
    if (F(connect)(s, (struct sockaddr *)&to, sizeof to)) return 1;
    return !play_back(argc > 1 ? argv[1] : "evening.rec", s);
}
#endif
