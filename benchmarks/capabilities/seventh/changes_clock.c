/* Toys against the invented game 月光城; built, never run.
technique leap windows libs=advapi32 at=tomorrow
technique drift windows libs=advapi32 at=quicken
technique ticks windows-library at=begin,put,fast_ticks,fast_counter
technique settod linux at=set_forward
technique tick linux at=hasten
technique faster linux-library at=clock_gettime,gettimeofday,time
technique namespace linux at=ahead
*/
#if defined T_leap
#include <windows.h>
#include "hand.h"

static BOOL allow(LPCWSTR what) {
    HANDLE token;
    TOKEN_PRIVILEGES p = {1};
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token)) return FALSE;
    LookupPrivilegeValueW(NULL, what, &p.Privileges[0].Luid);
    p.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    BOOL fine = AdjustTokenPrivileges(token, FALSE, &p, 0, NULL, NULL);
    CloseHandle(token);
    return fine;
}

/* The crops of the farm are ripe when the machine thinks that it is tomorrow. */
KEEP BOOL tomorrow(int days) {
    SYSTEMTIME now;
    ULARGE_INTEGER n;
    FILETIME f;
    F(GetSystemTime)(&now);
    SystemTimeToFileTime(&now, &f);
    n.LowPart = f.dwLowDateTime;
    n.HighPart = f.dwHighDateTime;
    n.QuadPart += days * 864000000000ull;
    f.dwLowDateTime = n.LowPart;
    f.dwHighDateTime = n.HighPart;
    FileTimeToSystemTime(&f, &now);
    return F(SetSystemTime)(&now);
}

int main(int argc, char **argv) {
    if (!allow(L"SeSystemtimePrivilege")) return 1;
    return !tomorrow(argc > 1 ? atoi(argv[1]) : 1);
}
#elif defined T_drift
#include <windows.h>
#include <stdio.h>
#include "hand.h"

/* Each tick of the machine counts for more than it lasts. */
KEEP int quicken(double times) {
    DWORD now, each;
    BOOL off;
    if (!F(GetSystemTimeAdjustment)(&now, &each, &off)) return -1;
    return F(SetSystemTimeAdjustment)((DWORD)(each * times), FALSE) ? 0 : (int)GetLastError();
}

int main(int argc, char **argv) {
    double times = 1.0;
    if (argc > 1) sscanf(argv[1], "%lf", &times);
    if (times < 0.5 || times > 8) return 2;
    return quicken(times);
}
#elif defined T_ticks
#include <windows.h>
#include "hand.h"

static DWORD(WINAPI *real_ticks)(void);
static BOOL(WINAPI *real_counter)(LARGE_INTEGER *);
static DWORD ticks0;
static LONGLONG counter0;
static volatile LONG percent = 300;

KEEP DWORD WINAPI fast_ticks(void) {
    return ticks0 + (DWORD)((ULONGLONG)(real_ticks() - ticks0) * percent / 100);
}

KEEP BOOL WINAPI fast_counter(LARGE_INTEGER *to) {
    BOOL fine = real_counter(to);
    to->QuadPart = counter0 + (to->QuadPart - counter0) * percent / 100;
    return fine;
}

KEEP void put(ULONG_PTR *slot, ULONG_PTR value) {
    DWORD was;
    F(VirtualProtect)(slot, sizeof *slot, PAGE_READWRITE, &was);
    *slot = value;
    F(VirtualProtect)(slot, sizeof *slot, was, &was);
}

KEEP void begin(BYTE *base) {
    HMODULE k = GetModuleHandleW(L"kernel32.dll");
    LARGE_INTEGER c;
    real_ticks = (void *)GetProcAddress(k, "GetTickCount");
    real_counter = (void *)GetProcAddress(k, "QueryPerformanceCounter");
    ticks0 = real_ticks();
    real_counter(&c);
    counter0 = c.QuadPart;
    IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    IMAGE_IMPORT_DESCRIPTOR *d = (void *)(base + nt->OptionalHeader.DataDirectory[1].VirtualAddress);
    for (; d->Name; d++)
        for (ULONG_PTR *slot = (void *)(base + d->FirstThunk); *slot; slot++) {
            if (*slot == (ULONG_PTR)real_ticks) put(slot, (ULONG_PTR)fast_ticks);
            if (*slot == (ULONG_PTR)real_counter) put(slot, (ULONG_PTR)fast_counter);
        }
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID unused) {
    if (why == DLL_PROCESS_ATTACH) begin((BYTE *)GetModuleHandleW(NULL));
    return TRUE;
}
#elif defined T_settod
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include "hand.h"

KEEP int set_forward(long seconds) {
    struct timeval now;
    gettimeofday(&now, NULL);
    now.tv_sec += seconds;
    return settimeofday(&now, NULL);
}

int main(int argc, char **argv) {
    long hours = argc > 1 ? strtol(argv[1], NULL, 10) : 8;
    if (set_forward(hours * 3600)) return perror("settimeofday"), 1;
    printf("the stamina of %ld hours is back\n", hours);
    return 0;
}
#elif defined T_tick
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include "hand.h"

KEEP int hasten(long percent) {
    struct timex t;
    memset(&t, 0, sizeof t);
    t.modes = ADJ_TICK;
    t.tick = 100 * percent;
    return adjtimex(&t);
}

int main(int argc, char **argv) {
    long percent = 110;
    if (argc > 1) sscanf(argv[1], "%ld", &percent);
    return hasten(percent) < 0;
}
#elif defined T_faster
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include "hand.h"

/* Goes before the C library: seconds pass as often as MOON_SPEED says. */
static double speed(void) {
    const char *said = getenv("MOON_SPEED");
    return said ? atof(said) : 2.0;
}

int clock_gettime(clockid_t which, struct timespec *to) {
    static int (*real)(clockid_t, struct timespec *);
    static double first[16];
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int wrong = real(which, to);
    double now = to->tv_sec + to->tv_nsec / 1e9;
    if (wrong || which >= 16) return wrong;
    if (!first[which]) first[which] = now;
    now = first[which] + (now - first[which]) * speed();
    to->tv_sec = (time_t)now;
    to->tv_nsec = (long)((now - (double)to->tv_sec) * 1e9);
    return 0;
}

int gettimeofday(struct timeval *to, void *zone) {
    struct timespec t;
    if (clock_gettime(CLOCK_REALTIME, &t)) return -1;
    to->tv_sec = t.tv_sec;
    to->tv_usec = t.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *to) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    if (to) *to = t.tv_sec;
    return t.tv_sec;
}
#elif defined T_namespace
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "hand.h"

/* The client is started where the clock that only goes forward stands a week ahead. */
KEEP int ahead(const char *client, long seconds) {
    char text[64];
    if (unshare(0x00000080 | CLONE_NEWUSER)) return -1; /* CLONE_NEWTIME */
    int fd = open("/proc/self/timens_offsets", O_WRONLY), state;
    int n = snprintf(text, sizeof text, "monotonic %ld 0\nboottime %ld 0\n", seconds, seconds);
    if (fd < 0 || write(fd, text, n) != n) return -1;
    close(fd);
    pid_t child = fork();
    if (!child) {
        execl(client, client, (char *)NULL);
        _exit(127);
    }
    return waitpid(child, &state, 0) < 0 ? -1 : state;
}

int main(void) { return ahead("./moonclient", 7 * 86400L) != 0; }
#endif
