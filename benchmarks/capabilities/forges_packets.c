/* technique diverted windows at=pump stub=WinDivert:WinDivertOpen,WinDivertRecv,WinDivertSend,WinDivertHelperCalcChecksums
   technique send_hook windows at=install libs=ws2_32
   technique capture linux at=replay stub=pcap:pcap_open_live,pcap_sendpacket,pcap_close
   technique raw linux at=spoof
   technique preloaded linux-library at=send */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_diverted
__declspec(dllimport) HANDLE WinDivertOpen(const char *, int, INT16, UINT64);
__declspec(dllimport) BOOL WinDivertRecv(HANDLE, void *, UINT, UINT *, void *);
__declspec(dllimport) BOOL WinDivertSend(HANDLE, const void *, UINT, UINT *, const void *);
__declspec(dllimport) BOOL WinDivertHelperCalcChecksums(void *, UINT, void *, UINT64);
APART static void pump(HANDLE handle) {
    static unsigned char packet[65535], address[80];
    UINT size;
    while (WinDivertRecv(handle, packet, sizeof packet, &size, address)) {
        if (size > 44 && packet[40] == 0x4d && packet[41] == 0x43) packet[44] ^= 1;
        WinDivertHelperCalcChecksums(packet, size, address, 0);
        WinDivertSend(handle, packet, size, NULL, address);
    }
}
int main(void) { pump(WinDivertOpen("tcp.DstPort == 7777", 0, 0, 0)); return 0; }
#elif defined T_send_hook
static int (WINAPI *real_send)(SOCKET, const char *, int, int);
static char last[2048];
static int last_size;
static int WINAPI our_send(SOCKET s, const char *data, int size, int flags) {
    if (size < (int)sizeof last) memcpy(last, data, last_size = size);
    for (int i = 0; i < 3; i++) real_send(s, last, last_size, flags);
    return size;
}
APART static void write_jump(unsigned char *at, void *to) {
    DWORD old;
    F(VirtualProtect)(at, 14, PAGE_EXECUTE_READWRITE, &old);
    at[0] = 0xFF;
    at[1] = 0x25;
    *(DWORD *)(at + 2) = 0;
    *(void **)(at + 6) = to;
    F(VirtualProtect)(at, 14, old, &old);
}
APART static void install(void) {
    unsigned char *target = (unsigned char *)GetProcAddress(LoadLibraryA("ws2_32.dll"), "send");
    real_send = VirtualAlloc(0, 64, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    memcpy((void *)real_send, target, 14);
    write_jump(target, our_send);
}
int main(void) { install(); return 0; }
#elif defined T_capture
void *pcap_open_live(const char *, int, int, int, char *);
int pcap_sendpacket(void *, const unsigned char *, int);
void pcap_close(void *);
APART static int replay(const char *device, FILE *kept) {
    char error[256];
    unsigned char frame[1600];
    unsigned short size;
    void *link = pcap_open_live(device, 65535, 1, 10, error);
    while (fread(&size, 2, 1, kept) == 1 && fread(frame, 1, size, kept) == size)
        if (pcap_sendpacket(link, frame, size)) return 1;
    pcap_close(link);
    return 0;
}
int main(int n, char **words) { return replay(words[1], fopen(words[n - 1], "rb")); }
#elif defined T_raw
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <sys/socket.h>
APART static int spoof(in_addr_t from, in_addr_t to, const void *body, int size) {
    unsigned char packet[512] = {0};
    struct iphdr *head = (void *)packet;
    int yes = 1, fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_addr.s_addr = to};
    setsockopt(fd, IPPROTO_IP, IP_HDRINCL, &yes, sizeof yes);
    head->version = 4, head->ihl = 5, head->protocol = 17, head->saddr = from, head->daddr = to;
    memcpy(packet + 28, body, size);
    return sendto(fd, packet, 28 + size, 0, (void *)&there, sizeof there);
}
int main(int n, char **words) { return spoof(inet_addr(words[1]), inet_addr(words[n - 1]), "\x4d\x43gold", 6) < 0; }
#elif defined T_preloaded
#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/types.h>
ssize_t send(int fd, const void *data, size_t size, int flags) {
    ssize_t (*next)(int, const void *, size_t, int) = dlsym(RTLD_NEXT, "send");
    unsigned char copy[4096];
    if (size > sizeof copy || size < 8) return next(fd, data, size, flags);
    memcpy(copy, data, size);
    copy[6] = 0xff;
    next(fd, copy, size, flags);
    return next(fd, copy, size, flags);
}
#endif
