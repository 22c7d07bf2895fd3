/* technique both windows at=hook_all libs=ws2_32 */
#include "common.h"
static BYTE old[2][16];
static int WSAAPI on_recv(SOCKET s, char *b, int n, int f) { return b[0] = 7, n - f - (int)s; }
static int WSAAPI on_send(SOCKET s, const char *b, int n, int f) { return n + f + b[0] + (int)s; }
APART static void jump(void *at, void *to, BYTE *keep) {
    DWORD r;
    memcpy(keep, at, 16);
    F(VirtualProtect)(at, 16, PAGE_EXECUTE_READWRITE, &r);
    *(WORD *)at = 0xB849;
    *(void **)((BYTE *)at + 2) = to;
    ((BYTE *)at)[10] = 0x41, ((BYTE *)at)[11] = 0xFF, ((BYTE *)at)[12] = 0xE0;
}
APART static void hook_all(void) {
    static const struct { const char *name; void *to; } all[] = {{"recv", on_recv}, {"send", on_send}};
    HMODULE m = GetModuleHandleA("ws2_32.dll");
    for (int i = 0; i < 2; i++) jump((void *)GetProcAddress(m, all[i].name), all[i].to, old[i]);
}
int main(void) { hook_all(); return 0; }
