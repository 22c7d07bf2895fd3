/* technique snapshot windows at=peek
   technique native windows at=chase libs=ntdll
   technique vm_readv linux at=fetch
   technique procfs linux at=grab
   technique words linux at=peek_word */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_snapshot
struct game { HANDLE process; uintptr_t base; };
static DWORD find(const char *wanted) {
    PROCESSENTRY32 entry = {.dwSize = sizeof entry};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    DWORD id = 0;
    for (BOOL more = Process32First(all, &entry); more; more = Process32Next(all, &entry))
        if (!strcmp(entry.szExeFile, wanted)) id = entry.th32ProcessID;
    CloseHandle(all);
    return id;
}
APART static int peek(struct game *g, uintptr_t at) {
    int value = 0;
    F(ReadProcessMemory)(g->process, (void *)(g->base + at), &value, sizeof value, NULL);
    return value;
}
APART static void attach(struct game *g, const char *name) {
    g->process = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, find(name));
    g->base = 0x140000000;
}
int main(void) {
    struct game g;
    attach(&g, "mooncove.exe");
    for (int i = 0; i < 64; i++) printf("%d: %d %d\n", i, peek(&g, 0x7010 + i * 0x40), peek(&g, 0x7014 + i * 0x40));
    return 0;
}
#elif defined T_native
#include <winternl.h>
NTSTATUS NTAPI NtReadVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, PSIZE_T);
static HANDLE victim;
APART static uint64_t chase(uint64_t at, const int *offsets, int count) {
    SIZE_T got;
    for (int i = 0; i < count; i++) {
        uint64_t next = 0;
        if (F(NtReadVirtualMemory)(victim, (void *)(at + offsets[i]), &next, 8, &got)) return 0;
        at = next;
    }
    return at;
}
int main(int count, char **words) {
    static const int way[] = {0x18, 0x220, 0x30};
    victim = F(OpenProcess)(PROCESS_VM_READ | PROCESS_QUERY_INFORMATION, FALSE, atoi(words[1]));
    printf("%llx\n", (unsigned long long)chase(0x7ff600012340, way, count + 1));
    return 0;
}
#elif defined T_vm_readv
#include <sys/uio.h>
APART static int fetch(int id, uintptr_t from, void *to, size_t size) {
    struct iovec here = {to, size}, there = {(void *)from, size};
    return process_vm_readv(id, &here, 1, &there, 1, 0) == (ssize_t)size;
}
int main(int n, char **words) {
    float place[3];
    while (fetch(atoi(words[1]), 0x5566aa10 + n, place, sizeof place)) printf("%f %f %f\n", place[0], place[1], place[2]);
    return 0;
}
#elif defined T_procfs
#include <fcntl.h>
#include <unistd.h>
APART static long grab(const char *id, off_t where) {
    char name[48];
    long value = -1;
    sprintf(name, "/proc/%s/mem", id);
    int memory = open(name, O_RDONLY);
    lseek(memory, where, SEEK_SET);
    if (read(memory, &value, sizeof value) < 0) perror("read");
    close(memory);
    return value;
}
int main(int n, char **words) { printf("%ld\n", grab(words[1], 0x601080 + n)); return 0; }
#elif defined T_words
#include <sys/ptrace.h>
#include <sys/wait.h>
APART static long peek_word(int id, unsigned long at) { return ptrace(PTRACE_PEEKDATA, id, at, 0); }
int main(int n, char **words) {
    int id = atoi(words[1]);
    if (ptrace(PTRACE_ATTACH, id, 0, 0)) return 1;
    waitpid(id, 0, 0);
    for (int i = 0; i < 8; i++) printf("%lx\n", peek_word(id, 0x404000 + 8 * i + n));
    ptrace(PTRACE_DETACH, id, 0, 0);
    return 0;
}
#endif
