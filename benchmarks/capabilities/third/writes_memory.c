/* technique bytes windows at=nop */
#include "common.h"
APART static int nop(HANDLE h, void *at, int count) {
    BYTE none[16];
    DWORD old;
    memset(none, 0x90, sizeof none);
    VirtualProtectEx(h, at, count, PAGE_EXECUTE_READWRITE, &old);
    int ok = F(WriteProcessMemory)(h, at, none, count, 0);
    VirtualProtectEx(h, at, count, old, &old);
    return ok;
}
int main(int n, char **words) {
    DWORD id = atoi(words[n - 1]);
    HANDLE h = F(OpenProcess)(MAXIMUM_ALLOWED, FALSE, id);
    return nop(h, (void *)0x14000223A, 6) && nop(h, (void *)0x140002310, 2);
}
