/* technique looked_up windows at=vanish
   technique removed windows at=remove_guard libs=advapi32
   technique signalled linux at=silence */
#include "common.h"
#ifdef T_looked_up
typedef LONG(NTAPI *setter)(HANDLE, ULONG, PVOID, ULONG);
APART static void vanish(void) {
    setter set = (setter)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtSetInformationThread");
    if (set) set(GetCurrentThread(), 17, 0, 0);
}
int main(void) { vanish(); return getchar(); }
#elif defined T_removed
APART static BOOL remove_guard(void) {
    SC_HANDLE all = OpenSCManagerW(0, 0, SC_MANAGER_ALL_ACCESS), one = F(OpenServiceW)(all, L"BEService", DELETE);
    return one && F(DeleteService)(one);
}
int main(void) { return !remove_guard(); }
#elif defined T_signalled
#include <dirent.h>
#include <signal.h>
APART static void silence(void) {
    DIR *all = opendir("/proc");
    for (struct dirent *d; (d = readdir(all));) {
        char path[300], name[64] = "";
        snprintf(path, sizeof path, "/proc/%s/comm", d->d_name);
        FILE *f = fopen(path, "r");
        if (f && fgets(name, sizeof name, f) && strstr(name, "anticheat")) kill(atoi(d->d_name), SIGSTOP);
        if (f) fclose(f);
    }
}
int main(void) { silence(); return 0; }
#endif
