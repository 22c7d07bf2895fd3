/* technique relative_call windows at=redirect_call */
#include "common.h"
static int (*first)(int, int);
static int ours(int a, int b) { return first(a, b) + 1; }
APART static void redirect_call(BYTE *site) {
    DWORD rights;
    struct { BYTE op; INT32 way; } __attribute__((packed)) call = {0xE9, (INT32)((BYTE *)ours - site - 5)};
    first = (int (*)(int, int))(site + 5 + *(INT32 *)(site + 1));
    F(VirtualProtect)(site, 5, PAGE_EXECUTE_READWRITE, &rights);
    *(__typeof__(call) *)site = call;
    F(VirtualProtect)(site, 5, rights, &rights);
}
int main(void) { redirect_call((BYTE *)GetModuleHandleA("mooncove.exe") + 0x3321); return 0; }
