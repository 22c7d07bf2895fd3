/* technique counter_hook windows at=speed_up
   technique import_slot windows at=take libs=winmm
   technique system windows at=slow_down libs=advapi32
   technique preloaded linux-library at=gettimeofday,clock_gettime */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_counter_hook
static LONGLONG base, factor = 3;
static BYTE bridge_code[32];
static BOOL WINAPI faster(LARGE_INTEGER *now) {
    BOOL ok = ((BOOL(WINAPI *)(LARGE_INTEGER *))(void *)bridge_code)(now);
    now->QuadPart = base + (now->QuadPart - base) * factor;
    return ok;
}
APART static void patch(BYTE *at, void *to) {
    DWORD rights;
    F(VirtualProtect)(at, 12, PAGE_EXECUTE_READWRITE, &rights);
    at[0] = 0x48;
    at[1] = 0xB8;
    memcpy(at + 2, &to, 8);
    *(WORD *)(at + 10) = 0xE0FF;
    F(VirtualProtect)(at, 12, rights, &rights);
}
APART static void speed_up(void) {
    HMODULE kernel = GetModuleHandleA("kernel32.dll");
    patch((BYTE *)GetProcAddress(kernel, "QueryPerformanceCounter"), faster);
    patch((BYTE *)GetProcAddress(kernel, "GetTickCount64"), faster);
}
int main(void) { speed_up(); return 0; }
#elif defined T_import_slot
#include <mmsystem.h>
static DWORD WINAPI slower(void) { return timeGetTime() / 2; }
APART static void **slot_of(HMODULE module, const char *function) {
    BYTE *base = (BYTE *)module;
    IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    IMAGE_IMPORT_DESCRIPTOR *each = (void *)(base + nt->OptionalHeader.DataDirectory[1].VirtualAddress);
    for (; each->Name; each++) {
        IMAGE_THUNK_DATA *name = (void *)(base + each->OriginalFirstThunk), *slot = (void *)(base + each->FirstThunk);
        for (; name->u1.AddressOfData; name++, slot++)
            if (!strcmp((char *)((IMAGE_IMPORT_BY_NAME *)(base + name->u1.AddressOfData))->Name, function)) return (void **)slot;
    }
    return NULL;
}
APART static void take(const char *module) {
    void **slot = slot_of(GetModuleHandleA(module), "timeGetTime");
    DWORD old;
    F(VirtualProtect)(slot, 8, PAGE_READWRITE, &old);
    *slot = slower;
    F(VirtualProtect)(slot, 8, old, &old);
}
int main(void) { take("engine.dll"); return 0; }
#elif defined T_system
APART static int slow_down(DWORD part) {
    DWORD adjustment, increment;
    BOOL off;
    GetSystemTimeAdjustment(&adjustment, &increment, &off);
    return F(SetSystemTimeAdjustment)(increment / part, FALSE);
}
int main(int n, char **words) { (void)words; return !slow_down(n + 1); }
#elif defined T_preloaded
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static double factor = 5;
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    static int (*real)(struct timeval *, void *);
    if (!real) real = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
    int answer = real(now, zone);
    now->tv_sec = (time_t)(now->tv_sec * factor);
    return answer;
}
int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int answer = real(which, now);
    now->tv_nsec = (long)(now->tv_nsec * factor) % 1000000000;
    return answer;
}
#endif
