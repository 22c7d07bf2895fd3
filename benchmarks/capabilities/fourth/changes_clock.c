/* technique local windows at=shift
   technique native windows at=back libs=ntdll
   technique nudge linux at=skew */
#include "common.h"
#if defined T_local
APART static BOOL shift(int hours) {
    SYSTEMTIME t;
    FILETIME f;
    ULARGE_INTEGER u;
    GetSystemTime(&t);
    SystemTimeToFileTime(&t, &f);
    u.LowPart = f.dwLowDateTime; u.HighPart = f.dwHighDateTime;
    u.QuadPart += (LONGLONG)hours * 36000000000LL;
    f.dwLowDateTime = u.LowPart; f.dwHighDateTime = u.HighPart;
    FileTimeToSystemTime(&f, &t);
    return F(SetSystemTime)(&t);
}
int main(void) { if (shift(24)) { Sleep(2000); shift(-24); } }
#elif defined T_native
#include <winternl.h>
NTSTATUS NTAPI NtSetSystemTime(PLARGE_INTEGER, PLARGE_INTEGER);
APART static NTSTATUS back(LONGLONG seconds) {
    LARGE_INTEGER now, was;
    GetSystemTimeAsFileTime((FILETIME *)&now);
    now.QuadPart -= seconds * 10000000;
    return F(NtSetSystemTime)(&now, &was);
}
int main(void) { while (back(60) >= 0) Sleep(60000); }
#elif defined T_nudge
#include <time.h>
APART static int skew(long by) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += by;
    return clock_settime(CLOCK_REALTIME, &t);
}
int main(int n, char **v) { return skew(n > 1 ? atol(v[1]) : 3600); }
#endif
