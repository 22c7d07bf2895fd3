/* technique tick windows at=begin
   technique rest linux-library at=usleep,time */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_tick
static DWORD first;
static DWORD WINAPI doubled(void) { return first += 32; }
APART static void write_jump(BYTE *at, const void *to) {
    BYTE code[5] = {0xE9};
    DWORD was;
    INT32 far_away = (INT32)((const BYTE *)to - at - 5);
    memcpy(code + 1, &far_away, 4);
    F(VirtualProtect)(at, sizeof code, PAGE_EXECUTE_READWRITE, &was);
    memcpy(at, code, sizeof code);
    F(VirtualProtect)(at, sizeof code, was, &was);
}
APART static void begin(void) {
    HMODULE k = GetModuleHandleW(L"kernel32.dll");
    write_jump((BYTE *)GetProcAddress(k, "GetTickCount"), doubled);
}
int main(void) { first = GetTickCount(); begin(); return 0; }
#elif defined T_rest
#include <dlfcn.h>
#include <time.h>
int usleep(unsigned microseconds) {
    int (*next)(unsigned) = (int (*)(unsigned))dlsym(RTLD_NEXT, "usleep");
    return next(microseconds / 8);
}
time_t time(time_t *to) {
    time_t (*next)(time_t *) = (time_t (*)(time_t *))dlsym(RTLD_NEXT, "time");
    time_t now = next(NULL) * 2;
    if (to) *to = now;
    return now;
}
#endif
