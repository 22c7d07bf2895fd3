/* technique scaled_timers windows at=my_qpc,my_ticks,my_timer,redirect
   technique fast_adjust windows at=set_rate libs=advapi32
   technique date_back windows at=shift_date libs=ntdll,advapi32
   technique unity_scale windows at=set_scale,speed_thread libs=user32
   technique clock_wrap linux-library at=clock_gettime,gettimeofday,scaled
   technique tick_tune linux at=tune */
#include "common.h"
#if defined T_scaled_timers

static double factor = 1.0;
static LONGLONG qpc_from, qpc_told;
static DWORD ticks_from, ticks_told, media_from, media_told;
static struct thunk { BYTE *target; BYTE saved[14]; } thunks[3];
static BOOL(WINAPI *true_qpc)(LARGE_INTEGER *);
static ULONGLONG(WINAPI *true_ticks)(void);

static LONGLONG stretch(LONGLONG from, LONGLONG now, LONGLONG told) { return told + (LONGLONG)((now - from) * factor); }
APART BOOL WINAPI my_qpc(LARGE_INTEGER *out) {
    LARGE_INTEGER now;
    BOOL ok = true_qpc(&now);
    out->QuadPart = stretch(qpc_from, now.QuadPart, qpc_told);
    return ok;
}
APART DWORD WINAPI my_ticks(void) { return (DWORD)stretch(ticks_from, (DWORD)true_ticks(), ticks_told); }
APART DWORD WINAPI my_timer(void) { return (DWORD)stretch(media_from, (DWORD)true_ticks(), media_told); }
APART void redirect(struct thunk *t, const char *library, const char *name, void *mine) {
    DWORD old;
    t->target = (BYTE *)F(GetProcAddress)(F(LoadLibraryA)(library), name);
    if (!t->target) return;
    memcpy(t->saved, t->target, 14);
    F(VirtualProtect)(t->target, 14, PAGE_EXECUTE_READWRITE, &old);
    memcpy(t->target, "\xFF\x25\0\0\0\0", 6);
    memcpy(t->target + 6, &mine, sizeof mine);
    F(VirtualProtect)(t->target, 14, old, &old);
}
static void change(double to) {
    LARGE_INTEGER now;
    my_qpc(&now);
    qpc_told = now.QuadPart;
    ticks_told = my_ticks();
    media_told = my_timer();
    true_qpc(&now);
    qpc_from = now.QuadPart;
    ticks_from = media_from = (DWORD)true_ticks();
    factor = to;
}
int main(int argc, char **argv) {
    HMODULE nt = GetModuleHandleA("ntdll.dll");
    true_qpc = (void *)GetProcAddress(nt, "RtlQueryPerformanceCounter");
    true_ticks = (void *)GetProcAddress(GetModuleHandleA("kernel32"), "GetTickCount64");
    change(1.0);
    redirect(&thunks[0], "kernel32.dll", "QueryPerformanceCounter", my_qpc);
    redirect(&thunks[1], "kernel32.dll", "GetTickCount", my_ticks);
    redirect(&thunks[2], "winmm.dll", "timeGetTime", my_timer);
    change(argc > 1 ? atof(argv[1]) : 2.0);
    Sleep(INFINITE);
}

#elif defined T_fast_adjust

static BOOL raise_privilege(const char *name) {
    HANDLE token;
    TOKEN_PRIVILEGES p = {1};
    if (!F(OpenProcessToken)(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token)) return FALSE;
    F(LookupPrivilegeValueA)(NULL, name, &p.Privileges[0].Luid);
    p.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    BOOL ok = F(AdjustTokenPrivileges)(token, FALSE, &p, 0, NULL, NULL);
    CloseHandle(token);
    return ok && !GetLastError();
}
APART BOOL set_rate(double factor) {
    DWORD adjustment, increment;
    BOOL disabled;
    if (!F(GetSystemTimeAdjustment)(&adjustment, &increment, &disabled)) return FALSE;
    if (factor == 1.0) return F(SetSystemTimeAdjustment)(0, TRUE);
    return F(SetSystemTimeAdjustment)((DWORD)(increment * factor), FALSE);
}
static BOOL WINAPI on_exit(DWORD event) {
    set_rate(1.0);
    return FALSE;
}
int main(int argc, char **argv) {
    char line[32];
    if (!raise_privilege("SeSystemtimePrivilege")) return 1;
    SetConsoleCtrlHandler(on_exit, TRUE);
    while (printf("speed> ") && fgets(line, sizeof line, stdin)) {
        double f = atof(line);
        if (f < 0.1 || f > 20 || !set_rate(f)) puts("no");
    }
    set_rate(1.0);
}

#elif defined T_date_back
NTSTATUS NTAPI NtSetSystemTime(LARGE_INTEGER *, LARGE_INTEGER *);
NTSTATUS NTAPI RtlAdjustPrivilege(ULONG, BOOLEAN, BOOLEAN, BOOLEAN *);

static LARGE_INTEGER real_start;
static ULONGLONG tick_start;

APART NTSTATUS shift_date(int days) {
    FILETIME now;
    LARGE_INTEGER wanted;
    F(GetSystemTimeAsFileTime)(&now);
    wanted.LowPart = now.dwLowDateTime;
    wanted.HighPart = now.dwHighDateTime;
    if (!real_start.QuadPart) {
        real_start = wanted;
        tick_start = GetTickCount64();
    }
    wanted.QuadPart += days * 864000000000LL;
    return F(NtSetSystemTime)(&wanted, NULL);
}
static void give_back(void) {
    LARGE_INTEGER now = real_start;
    now.QuadPart += (GetTickCount64() - tick_start) * 10000;
    F(NtSetSystemTime)(&now, NULL);
}
static int run(const char *client) {
    STARTUPINFOA s = {sizeof s};
    PROCESS_INFORMATION p;
    if (!CreateProcessA(client, 0, 0, 0, FALSE, 0, 0, 0, &s, &p)) return 0;
    WaitForInputIdle(p.hProcess, 20000);
    Sleep(5000);
    return 1;
}
int main(int argc, char **argv) {
    BOOLEAN was;
    if (F(RtlAdjustPrivilege)(12, TRUE, FALSE, &was)) return puts("run as administrator");
    if (shift_date(argc > 2 ? atoi(argv[2]) : -30) < 0) return 1;
    run(argv[1]);
    give_back();
}

#elif defined T_unity_scale

typedef void (*set_float_t)(float);
typedef void *(*resolve_t)(const char *);
static struct { set_float_t scale, fixed; float speed; int key_up, key_down, key_reset; } s = {0, 0, 1, VK_PRIOR, VK_NEXT, VK_HOME};

static int resolve(void) {
    HMODULE game;
    while (!(game = F(GetModuleHandleA)("GameAssembly.dll"))) Sleep(200);
    resolve_t icall = (resolve_t)F(GetProcAddress)(game, "il2cpp_resolve_icall");
    if (!icall) return 0;
    s.scale = (set_float_t)icall("UnityEngine.Time::set_timeScale(System.Single)");
    s.fixed = (set_float_t)icall("UnityEngine.Time::set_fixedDeltaTime(System.Single)");
    return s.scale != 0;
}
APART void set_scale(float speed) {
    s.speed = speed < 0.1f ? 0.1f : speed > 10.f ? 10.f : speed;
    s.scale(s.speed);
    if (s.fixed) s.fixed(0.02f * s.speed);
}
APART DWORD WINAPI speed_thread(void *unused) {
    if (!resolve()) return 1;
    for (;; Sleep(50)) {
        if (F(GetAsyncKeyState)(s.key_up) & 1) set_scale(s.speed + 0.5f);
        if (F(GetAsyncKeyState)(s.key_down) & 1) set_scale(s.speed - 0.5f);
        if (F(GetAsyncKeyState)(s.key_reset) & 1) set_scale(1.f);
    }
}
int main(void) { return WaitForSingleObject(CreateThread(0, 0, speed_thread, 0, 0, 0), INFINITE); }

#elif defined T_clock_wrap
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

static double speed = 1;
static struct timespec first[16];
static int (*true_clock)(clockid_t, struct timespec *);

__attribute__((constructor)) static void start(void) {
    const char *wish = getenv("SPEED");
    true_clock = dlsym((void *)-1l, "clock_gettime");
    if (wish) speed = atof(wish);
    for (int i = 0; i < 8; i++) true_clock(i, &first[i]);
}
APART void scaled(int id, struct timespec *t) {
    double past = (t->tv_sec - first[id].tv_sec) + (t->tv_nsec - first[id].tv_nsec) / 1e9;
    past = past * speed + first[id].tv_nsec / 1e9;
    t->tv_sec = first[id].tv_sec + (time_t)past;
    t->tv_nsec = (long)((past - (time_t)past) * 1e9);
}
APART int clock_gettime(clockid_t id, struct timespec *t) {
    if (!true_clock) start();
    int r = true_clock(id, t);
    if (!r && id >= 0 && id < 8 && id != 2 && id != 3) scaled(id, t);
    return r;
}
APART int gettimeofday(struct timeval *v, void *zone) {
    struct timespec t;
    int r = clock_gettime(CLOCK_REALTIME, &t);
    v->tv_sec = t.tv_sec;
    v->tv_usec = t.tv_nsec / 1000;
    return r;
}

#elif defined T_tick_tune
#include <signal.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stop;
static void on_signal(int n) { stop = 1; }
APART int tune(long tick) {
    struct timex t;
    memset(&t, 0, sizeof t);
    t.modes = ADJ_TICK | ADJ_FREQUENCY;
    t.tick = tick;
    t.freq = tick > 10000 ? 500l << 16 : tick < 10000 ? -(500l << 16) : 0;
    return adjtimex(&t);
}
int main(int argc, char **argv) {
    long tick = 10000;
    if (argc > 1 && !strcmp(argv[1], "fast")) tick = 11000;
    if (argc > 1 && !strcmp(argv[1], "slow")) tick = 9000;
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    if (tune(tick) < 0) { perror("adjtimex"); return 1; }
    while (!stop) pause();
    tune(10000);
}
#endif
