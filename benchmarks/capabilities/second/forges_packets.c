/* technique queue linux at=changed stub=nfq:nfq_open,nfq_create_queue,nfq_get_payload,nfq_set_verdict,nfq_fd,nfq_handle_packet
   technique overlapped windows at=hook_it libs=ws2_32 */
#include "common.h"
#ifdef T_queue
void *nfq_open(void);
void *nfq_create_queue(void *, unsigned short, int (*)(void *, void *, void *, void *), void *);
int nfq_get_payload(void *, unsigned char **);
int nfq_set_verdict(void *, unsigned, unsigned, unsigned, const unsigned char *);
int nfq_fd(void *);
int nfq_handle_packet(void *, char *, int);
#include <unistd.h>
static int changed(void *queue, void *message, void *packet, void *data) {
    unsigned char *bytes;
    int size = nfq_get_payload(packet, &bytes);
    if (size > 60 && bytes[52] == 'M') bytes[58] = 0x7f;
    return nfq_set_verdict(queue, *(unsigned *)message, 1, size, bytes);
}
int main(void) {
    char room[4096];
    void *h = nfq_open();
    nfq_create_queue(h, 7, changed, 0);
    for (int n; (n = read(nfq_fd(h), room, sizeof room)) > 0;) nfq_handle_packet(h, room, n);
    return 0;
}
#elif defined T_overlapped
static BYTE kept[5];
static BYTE *target;
static int WSAAPI shown(SOCKET s, LPWSABUF b, DWORD n, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED o, LPWSAOVERLAPPED_COMPLETION_ROUTINE r) {
    for (DWORD i = 0; i < n; i++) if (b[i].len > 6) b[i].buf[6] ^= 0x55;
    return 0;
}
APART static void hook_it(void) {
    DWORD rights;
    target = (BYTE *)GetProcAddress(GetModuleHandleA("ws2_32"), "WSASend");
    F(VirtualProtect)(target, 5, PAGE_EXECUTE_READWRITE, &rights);
    memcpy(kept, target, 5);
    target[0] = 0xE9;
    *(INT32 *)(target + 1) = (INT32)((BYTE *)shown - target - 5);
    F(VirtualProtect)(target, 5, rights, &rights);
}
int main(void) { hook_it(); return 0; }
#endif
