/* technique native windows at=fetch libs=ntdll
   technique vtable windows at=pull
   technique vectored linux at=gather
   technique procfile linux at=slurp */
#include "common.h"
#if defined T_native
#include <winternl.h>
NTSTATUS NTAPI NtReadVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, SIZE_T *);
struct cursor { HANDLE process; ULONG_PTR position; };
APART static int fetch(struct cursor *c, void *to, SIZE_T size) {
    SIZE_T done = 0;
    return F(NtReadVirtualMemory)(c->process, (PVOID)c->position, to, size, &done) >= 0 && done == size;
}
APART static int walk(struct cursor *c, const int *offsets, int count) {
    for (int i = 0; i < count; i++) {
        ULONG_PTR next;
        if (!fetch(c, &next, sizeof next)) return 0;
        c->position = next + offsets[i];
    }
    return 1;
}
APART static DWORD seek(const WCHAR *wanted) {
    PROCESSENTRY32W e = {sizeof e};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    DWORD id = 0;
    for (BOOL more = Process32FirstW(all, &e); more && !id; more = Process32NextW(all, &e))
        if (!lstrcmpiW(e.szExeFile, wanted)) id = e.th32ProcessID;
    CloseHandle(all);
    return id;
}
int main(void) {
    static const int chain[] = {0x18, 0x40, 0x128};
    struct cursor c = {OpenProcess(PROCESS_VM_READ | PROCESS_QUERY_INFORMATION, FALSE, seek(L"lanternfall.exe")), 0x140200000};
    int coins = 0;
    if (walk(&c, chain, 3) && fetch(&c, &coins, sizeof coins)) printf("coins %d\n", coins);
}
#elif defined T_vtable
struct source { BOOL (*attach)(struct source *, HWND); BOOL (*pull)(struct source *, ULONG_PTR, void *, SIZE_T); HANDLE h; };
APART static BOOL attach(struct source *s, HWND w) {
    DWORD id;
    GetWindowThreadProcessId(w, &id);
    s->h = F(OpenProcess)(PROCESS_VM_READ | PROCESS_QUERY_INFORMATION, FALSE, id);
    return s->h != NULL;
}
APART static BOOL pull(struct source *s, ULONG_PTR from, void *to, SIZE_T size) {
    return F(ReadProcessMemory)(s->h, (LPCVOID)from, to, size, NULL);
}
APART static void scan(struct source *s, int value) {
    MEMORY_BASIC_INFORMATION m;
    for (BYTE *at = 0; F(VirtualQueryEx)(s->h, at, &m, sizeof m); at = (BYTE *)m.BaseAddress + m.RegionSize) {
        if (m.State != MEM_COMMIT || m.Protect != PAGE_READWRITE) continue;
        int *copy = malloc(m.RegionSize);
        if (copy && s->pull(s, (ULONG_PTR)m.BaseAddress, copy, m.RegionSize))
            for (SIZE_T i = 0; i < m.RegionSize / 4; i++) if (copy[i] == value) printf("%p\n", (BYTE *)m.BaseAddress + i * 4);
        free(copy);
    }
}
int main(int n, char **v) {
    struct source s = {attach, pull};
    if (s.attach(&s, FindWindowW(L"LanternWindow", NULL))) scan(&s, n > 1 ? atoi(v[1]) : 100);
}
#elif defined T_vectored
#define _GNU_SOURCE
#include <sys/uio.h>
ssize_t process_vm_readv(int, const struct iovec *, unsigned long, const struct iovec *, unsigned long, unsigned long);
struct unit { float x, y; int health; };
APART static long gather(int pid, struct unit *units, const uintptr_t *places, int count) {
    struct iovec here = {units, sizeof *units * count}, there[16];
    for (int i = 0; i < count; i++) there[i] = (struct iovec){(void *)places[i], sizeof *units};
    return process_vm_readv(pid, &here, 1, there, count, 0);
}
int main(int n, char **v) {
    struct unit units[4];
    uintptr_t places[4] = {0x5000100, 0x5000200, 0x5000300, 0x5000400};
    if (n > 1 && gather(atoi(v[1]), units, places, 4) > 0) printf("%f %d\n", units[0].x, units[3].health);
}
#elif defined T_procfile
#include <fcntl.h>
#include <unistd.h>
APART static int slurp(const char *pid, off_t from, void *to, size_t size) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/mem", pid);
    int f = open(path, O_RDONLY);
    if (f < 0) return 0;
    ssize_t got = pread(f, to, size, from);
    close(f);
    return got == (ssize_t)size;
}
int main(int n, char **v) {
    int ammo;
    if (n > 1 && slurp(v[1], 0x404080, &ammo, sizeof ammo)) printf("ammo %d\n", ammo);
}
#endif
