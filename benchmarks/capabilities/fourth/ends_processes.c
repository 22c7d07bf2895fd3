/* technique listed windows at=finish
   technique native windows at=quit libs=ntdll
   technique signals linux at=sweep */
#include "common.h"
#if defined T_listed
static const WCHAR *const unwanted[] = {L"lanternguard.exe", L"lanternwatch.exe"};
APART static BOOL finish(DWORD id) {
    HANDLE h = F(OpenProcess)(PROCESS_TERMINATE, FALSE, id);
    BOOL done = h && F(TerminateProcess)(h, 0);
    if (h) CloseHandle(h);
    return done;
}
int main(void) {
    PROCESSENTRY32W e = {sizeof e};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    for (BOOL more = Process32FirstW(all, &e); more; more = Process32NextW(all, &e))
        for (int i = 0; i < 2; i++) if (!lstrcmpiW(e.szExeFile, unwanted[i])) finish(e.th32ProcessID);
}
#elif defined T_native
#include <winternl.h>
NTSTATUS NTAPI NtTerminateProcess(HANDLE, NTSTATUS);
APART static NTSTATUS quit(HWND w) {
    DWORD id = 0;
    GetWindowThreadProcessId(w, &id);
    HANDLE h = F(OpenProcess)(PROCESS_TERMINATE, FALSE, id);
    return F(NtTerminateProcess)(h, 0);
}
static BOOL CALLBACK each(HWND w, LPARAM l) {
    WCHAR t[64];
    if (GetWindowTextW(w, t, 64) && !wcsncmp(t, L"Lantern Guard", 13)) quit(w);
    return TRUE;
}
int main(void) { EnumWindows(each, 0); }
#elif defined T_signals
#include <dirent.h>
#include <signal.h>
APART static int sweep(const char *name) {
    char path[300], comm[32];
    int ended = 0;
    DIR *d = opendir("/proc");
    for (struct dirent *e; (e = readdir(d));) {
        int pid = atoi(e->d_name);
        snprintf(path, sizeof path, "/proc/%d/comm", pid);
        FILE *f = pid ? fopen(path, "r") : 0;
        if (!f) continue;
        if (fgets(comm, sizeof comm, f) && !strncmp(comm, name, strlen(name))) ended += !kill(pid, SIGKILL);
        fclose(f);
    }
    return ended;
}
int main(void) { return sweep("lanternguard"); }
#endif
