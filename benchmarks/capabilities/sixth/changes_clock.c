/* technique speeddll windows at=fast_qpc,fast_tick,hook_clocks libs=winmm
   technique setdate windows at=jump libs=advapi32
   technique drift windows at=set_rate libs=advapi32
   technique inlinetick windows at=patch_clock,scaled
   technique preloadclock linux-library at=clock_gettime,gettimeofday
   technique timens linux at=offset_clock,enter */
#define _GNU_SOURCE
#include "common.h"

#if defined T_speeddll
#include <mmsystem.h>
static double factor = 3.0;
static LONGLONG qpc_start;
static DWORD tick_start;
static BOOL (WINAPI *real_qpc)(LARGE_INTEGER *);
static DWORD (WINAPI *real_tick)(void);
APART BOOL WINAPI fast_qpc(LARGE_INTEGER *out) {
    LARGE_INTEGER now;
    if (!real_qpc(&now)) return FALSE;
    out->QuadPart = qpc_start + (LONGLONG)((now.QuadPart - qpc_start) * factor);
    return TRUE;
}
APART DWORD WINAPI fast_tick(void) { return tick_start + (DWORD)((real_tick() - tick_start) * factor); }
static void replace(BYTE *base, void *from, void *to) {
    IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    IMAGE_IMPORT_DESCRIPTOR *d = (void *)(base + nt->OptionalHeader.DataDirectory[1].VirtualAddress);
    for (; d->Name; d++)
        for (void **slot = (void **)(base + d->FirstThunk); *slot; slot++)
            if (*slot == from) {
                DWORD old;
                F(VirtualProtect)(slot, sizeof *slot, PAGE_READWRITE, &old);
                *slot = to;
                F(VirtualProtect)(slot, sizeof *slot, old, &old);
            }
}
APART void hook_clocks(void) {
    LARGE_INTEGER now;
    BYTE *game = (BYTE *)GetModuleHandleA(0);
    real_qpc = F(QueryPerformanceCounter);
    real_tick = F(GetTickCount);
    real_qpc(&now);
    qpc_start = now.QuadPart;
    tick_start = real_tick();
    replace(game, real_qpc, fast_qpc);
    replace(game, real_tick, fast_tick);
    replace(game, timeGetTime, fast_tick);
}
BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID r) {
    if (why == DLL_PROCESS_ATTACH) hook_clocks();
    return TRUE;
}
int main(void) { hook_clocks(); return 0; }

#elif defined T_setdate
static int privilege(const char *name) {
    HANDLE token;
    TOKEN_PRIVILEGES tp = {1, {{{0}, SE_PRIVILEGE_ENABLED}}};
    if (!F(OpenProcessToken)(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &token)) return 0;
    F(LookupPrivilegeValueA)(0, name, &tp.Privileges[0].Luid);
    BOOL ok = F(AdjustTokenPrivileges)(token, FALSE, &tp, 0, 0, 0);
    CloseHandle(token);
    return ok;
}
APART int jump(int hours) {
    SYSTEMTIME st;
    FILETIME ft;
    ULARGE_INTEGER t;
    GetSystemTime(&st);
    SystemTimeToFileTime(&st, &ft);
    t.LowPart = ft.dwLowDateTime;
    t.HighPart = ft.dwHighDateTime;
    t.QuadPart += (LONGLONG)hours * 36000000000ll;
    ft.dwLowDateTime = t.LowPart;
    ft.dwHighDateTime = t.HighPart;
    FileTimeToSystemTime(&ft, &st);
    return F(SetSystemTime)(&st);
}
int main(int argc, char **argv) {
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    int hours = argc > 1 ? atoi(argv[1]) : 12;
    if (!privilege("SeSystemtimePrivilege") || !jump(hours)) return 1;
    puts("collect the daily chest now");
    if (CreateProcessA("FarmTown.exe", 0, 0, 0, 0, 0, 0, 0, &si, &pi)) WaitForSingleObject(pi.hProcess, 300000);
    return !jump(-hours);
}

#elif defined T_drift
static DWORD normal;
static void allow(void) {
    HANDLE token;
    TOKEN_PRIVILEGES tp = {1};
    tp.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    F(OpenProcessToken)(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token);
    F(LookupPrivilegeValueA)(0, "SeSystemtimePrivilege", &tp.Privileges[0].Luid);
    F(AdjustTokenPrivileges)(token, 0, &tp, 0, 0, 0);
    CloseHandle(token);
}
APART BOOL set_rate(double rate) {
    DWORD adjustment, increment;
    BOOL off;
    if (!F(GetSystemTimeAdjustment)(&adjustment, &increment, &off)) return FALSE;
    if (!normal) normal = increment;
    if (rate == 1.0) return F(SetSystemTimeAdjustment)(0, TRUE);
    return F(SetSystemTimeAdjustment)((DWORD)(normal * rate), FALSE);
}
int main(void) {
    static const double rates[] = {1.0, 0.5, 2.0, 4.0, 8.0};
    char line[16];
    allow();
    printf("speed 0..4 (0 is normal): ");
    while (fgets(line, sizeof line, stdin)) {
        unsigned n = line[0] - '0';
        if (n < 5 && !set_rate(rates[n])) printf("error %lu\n", GetLastError());
        if (line[0] == 'q') break;
    }
    set_rate(1.0);
    return 0;
}

#elif defined T_inlinetick
static struct { volatile ULONGLONG real0, fake0; volatile double speed; } clock_state = {0, 0, 1.0};
static ULONGLONG real_ticks(void) { return *(volatile ULONGLONG *)0x7ffe0320 * *(volatile DWORD *)0x7ffe0004 >> 24; }
APART ULONGLONG WINAPI scaled(void) {
    return clock_state.fake0 + (ULONGLONG)((double)(real_ticks() - clock_state.real0) * clock_state.speed);
}
static void set_speed(double speed) {
    ULONGLONG fake = scaled();
    clock_state.real0 = real_ticks();
    clock_state.fake0 = fake;
    clock_state.speed = speed;
}
APART int patch_clock(const char *name, void *with) {
    BYTE jump[12] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0};
    BYTE *at = (BYTE *)F(GetProcAddress)(GetModuleHandleA("kernel32.dll"), name);
    DWORD old;
    if (!at || !F(VirtualProtect)(at, sizeof jump, PAGE_EXECUTE_READWRITE, &old)) return 0;
    memcpy(jump + 2, &with, 8);
    memcpy(at, jump, sizeof jump);
    return F(VirtualProtect)(at, sizeof jump, old, &old);
}
static DWORD WINAPI control(LPVOID unused) {
    HANDLE faster = CreateEventA(0, 0, 0, "Local\\gearFaster");
    clock_state.real0 = clock_state.fake0 = real_ticks();
    patch_clock("GetTickCount", scaled);
    patch_clock("GetTickCount64", scaled);
    while (!WaitForSingleObject(faster, INFINITE)) set_speed(clock_state.speed >= 8 ? 1 : clock_state.speed * 2);
    return 0;
}
BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID r) {
    if (why == DLL_PROCESS_ATTACH) CreateThread(0, 0, control, 0, 0, 0);
    return TRUE;
}
int main(void) { return control(0); }

#elif defined T_preloadclock
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static int (*real_clock)(clockid_t, struct timespec *);
static struct timespec began[8];
static double speed = 2.0;
__attribute__((constructor)) static void setup(void) {
    const char *wish = getenv("GAME_SPEED");
    real_clock = dlsym(RTLD_NEXT, "clock_gettime");
    if (wish) speed = strtod(wish, 0);
    for (int i = 0; i < 8; i++) real_clock(i, &began[i]);
}
APART int clock_gettime(clockid_t id, struct timespec *out) {
    int error = real_clock(id, out);
    if (error || id < 0 || id > 7) return error;
    double passed = (out->tv_sec - began[id].tv_sec) * 1e9 + (out->tv_nsec - began[id].tv_nsec);
    long long now = began[id].tv_sec * 1000000000ll + began[id].tv_nsec + (long long)(passed * speed);
    out->tv_sec = now / 1000000000;
    out->tv_nsec = now % 1000000000;
    return 0;
}
APART int gettimeofday(struct timeval *tv, void *zone) {
    struct timespec t;
    if (clock_gettime(CLOCK_REALTIME, &t)) return -1;
    tv->tv_sec = t.tv_sec;
    tv->tv_usec = t.tv_nsec / 1000;
    return 0;
}

#elif defined T_timens
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>
#define NEW_TIME 0x80
APART int offset_clock(long days) {
    char text[96];
    int fd = open("/proc/self/timens_offsets", O_WRONLY);
    if (fd < 0) return 0;
    int n = snprintf(text, sizeof text, "monotonic %ld 0\nboottime %ld 0\n", days * 86400, days * 86400);
    int ok = write(fd, text, n) == n;
    close(fd);
    return ok;
}
APART int enter(long days, char **game) {
    if (unshare(NEW_TIME)) return perror("unshare"), -1;
    if (!offset_clock(days)) return perror("offsets"), -1;
    pid_t child = fork();
    if (!child) {
        setuid(getuid());
        execvp(game[0], game);
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}
int main(int argc, char **argv) {
    if (argc < 3) return fprintf(stderr, "usage: %s days game [arguments]\nskips energy timers of a game\n", argv[0]), 2;
    return enter(strtol(argv[1], 0, 10), argv + 2);
}
#endif
