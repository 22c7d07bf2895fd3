/* technique rawip windows at=emit libs=ws2_32
   technique ethernet linux at=frame
   technique header linux at=spoof */
#include "common.h"
#if defined T_rawip
#pragma pack(push, 1)
struct ip { BYTE v, tos; WORD size, id, part; BYTE ttl, kind; WORD sum; DWORD from, to; };
struct udp { WORD from, to, size, sum; };
#pragma pack(pop)
static WORD folded(const WORD *w, int n) { DWORD s = 0; while (n--) s += *w++; s = (s >> 16) + (s & 0xFFFF); return (WORD)~(s + (s >> 16)); }
APART static int emit(DWORD pretended, DWORD to, const char *what, int size) {
    BYTE out[256] = {0};
    struct ip *i = (void *)out;
    struct udp *u = (void *)(i + 1);
    struct sockaddr_in a = {AF_INET};
    BOOL on = TRUE;
    SOCKET s = F(socket)(AF_INET, SOCK_RAW, IPPROTO_UDP);
    F(setsockopt)(s, IPPROTO_IP, IP_HDRINCL, (char *)&on, sizeof on);
    *i = (struct ip){0x45, 0, htons(28 + size), 7, 0, 64, IPPROTO_UDP, 0, pretended, to};
    i->sum = folded((WORD *)i, 10);
    *u = (struct udp){htons(4100), htons(4101), htons(8 + size), 0};
    memcpy(u + 1, what, size);
    a.sin_addr.s_addr = to;
    return F(sendto)(s, (char *)out, 28 + size, 0, (struct sockaddr *)&a, sizeof a);
}
int main(void) { WSADATA d; WSAStartup(0x202, &d); return emit(0x0200000A, 0x0300000A, "leave", 5); }
#elif defined T_ethernet
#include <sys/socket.h>
#include <net/if.h>
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/if_ether.h>
APART static long frame(const char *card, const unsigned char *as, const void *body, size_t size) {
    unsigned char out[1514] = {2, 0, 0, 0, 0, 1};
    int s = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_IP));
    struct sockaddr_ll a = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(card), .sll_halen = 6};
    memcpy(out + 6, as, 6);
    out[12] = 8;
    memcpy(out + 14, body, size);
    return sendto(s, out, 14 + size, 0, (struct sockaddr *)&a, sizeof a);
}
int main(void) { static const unsigned char as[6] = {2, 0, 0, 0, 0, 9}; return frame("eth0", as, "move 3 4", 8) < 0; }
#elif defined T_header
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <arpa/inet.h>
APART static int spoof(const char *as, const char *to, const char *what) {
    struct { struct iphdr i; struct udphdr u; char body[32]; } p = {0};
    struct sockaddr_in a = {AF_INET};
    int one = 1, s = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    setsockopt(s, IPPROTO_IP, IP_HDRINCL, &one, sizeof one);
    p.i.version = 4; p.i.ihl = 5; p.i.ttl = 60; p.i.protocol = IPPROTO_UDP;
    p.i.saddr = inet_addr(as);
    p.i.daddr = a.sin_addr.s_addr = inet_addr(to);
    p.u.dest = htons(4101); p.u.len = htons(40);
    strncpy(p.body, what, sizeof p.body);
    return sendto(s, &p, sizeof p, 0, (struct sockaddr *)&a, sizeof a) > 0;
}
int main(void) { return spoof("10.0.0.2", "10.0.0.3", "score 500"); }
#endif
