/* technique scanner windows at=scan
   technique direct_call linux at=read_there */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_scanner
struct view { HANDLE process; BYTE *buffer; int found; };
APART static void scan(struct view *v, int wanted) {
    MEMORY_BASIC_INFORMATION region;
    for (BYTE *at = 0; VirtualQueryEx(v->process, at, &region, sizeof region); at = (BYTE *)region.BaseAddress + region.RegionSize) {
        SIZE_T got = 0;
        if (region.State != MEM_COMMIT || region.Protect != PAGE_READWRITE || region.RegionSize > 1 << 20) continue;
        F(ReadProcessMemory)(v->process, region.BaseAddress, v->buffer, region.RegionSize, &got);
        for (SIZE_T i = 0; i + 4 <= got; i += 4) v->found += *(int *)(v->buffer + i) == wanted;
    }
}
APART static void begin(struct view *v, const char *pid) {
    DWORD id = strtoul(pid, 0, 10);
    v->process = F(OpenProcess)(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, id);
    v->buffer = malloc(1 << 20);
}
int main(int n, char **words) {
    struct view v = {0};
    begin(&v, words[1]);
    scan(&v, atoi(words[n - 1]));
    return printf("%d\n", v.found);
}
#elif defined T_direct_call
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
APART static long read_there(int id, unsigned long at) {
    long value = 0;
    struct iovec mine = {.iov_base = &value, .iov_len = 8}, theirs = {.iov_base = (void *)at, .iov_len = 8};
    syscall(SYS_process_vm_readv, id, &mine, 1ul, &theirs, 1ul, 0ul);
    return value;
}
int main(int n, char **words) { return printf("%lx\n", read_there(atoi(words[1]), 0x7f0012340000 + n)); }
#endif
