/* technique imports windows at=swap_slot
   technique jump windows at=detour
   technique global windows at=overhear
   technique preload linux-library at=recv libs=dl */
#include "common.h"
#if defined T_imports
static int (WINAPI *before)(SOCKET, const char *, int, int);
static int WINAPI instead(SOCKET s, const char *b, int n, int f) { printf("out %d\n", n); return before(s, b, n, f); }
APART static int swap_slot(BYTE *base, const void *old, void *fresh) {
    IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    IMAGE_IMPORT_DESCRIPTOR *d = (void *)(base + nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress);
    for (; d->Name; d++)
        for (void **slot = (void **)(base + d->FirstThunk); *slot; slot++)
            if (*slot == old) {
                DWORD was;
                F(VirtualProtect)(slot, sizeof *slot, PAGE_READWRITE, &was);
                *slot = fresh;
                F(VirtualProtect)(slot, sizeof *slot, was, &was);
                return 1;
            }
    return 0;
}
int main(void) {
    before = (void *)GetProcAddress(LoadLibraryW(L"ws2_32"), "send");
    return swap_slot((BYTE *)GetModuleHandleW(NULL), (void *)before, (void *)instead);
}
#elif defined T_jump
#pragma pack(push, 1)
struct jump { BYTE push_opcode; DWORD low; BYTE ret; };
#pragma pack(pop)
struct detour { BYTE *at; BYTE saved[6]; };
static BOOL WINAPI hidden(LPPOINT p) { p->x = p->y = 0; return TRUE; }
APART static BOOL detour(struct detour *d, void *to) {
    struct jump j = {0x68, (DWORD)(ULONG_PTR)to, 0xC3};
    DWORD was;
    memcpy(d->saved, d->at, sizeof d->saved);
    if (!F(VirtualProtect)(d->at, sizeof j, PAGE_EXECUTE_READWRITE, &was)) return FALSE;
    memcpy(d->at, &j, sizeof j);
    F(VirtualProtect)(d->at, sizeof j, was, &was);
    return F(FlushInstructionCache)(GetCurrentProcess(), d->at, sizeof j);
}
int main(void) {
    struct detour d = {(BYTE *)GetProcAddress(LoadLibraryW(L"user32"), "GetCursorPos")};
    return detour(&d, (void *)hidden);
}
#elif defined T_global
static LRESULT CALLBACK heard(int code, WPARAM w, LPARAM l) {
    if (code == HC_ACTION) ((MSG *)l)->wParam ^= 0;
    return CallNextHookEx(NULL, code, w, l);
}
APART static HHOOK overhear(DWORD thread, HMODULE from) { return F(SetWindowsHookExW)(WH_GETMESSAGE, heard, from, thread); }
int main(void) {
    DWORD t = GetWindowThreadProcessId(FindWindowW(NULL, L"Lanternfall"), NULL);
    return overhear(t, GetModuleHandleW(NULL)) != NULL;
}
#elif defined T_preload
#include <sys/types.h>
#include <dlfcn.h>
ssize_t recv(int s, void *to, size_t size, int flags) {
    static ssize_t (*next)(int, void *, size_t, int);
    if (!next) next = (ssize_t (*)(int, void *, size_t, int))dlsym((void *)-1L, "recv");
    ssize_t got = next(s, to, size, flags);
    if (got > 4) ((unsigned char *)to)[4] |= 1;
    return got;
}
#endif
