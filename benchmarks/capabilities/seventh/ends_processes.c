/* Toys against the invented game 月光城 and its invented guard; built, never run.
technique every windows at=end_all
technique sleepers windows at=halt
technique job windows at=together
technique stopsign linux at=visit
technique handle linux at=finish
technique shell linux at=sweep_out
*/
#if defined T_every
#include <windows.h>
#include <tlhelp32.h>
#include "hand.h"

KEEP int end_all(const wchar_t **names) {
    PROCESSENTRY32W e = {.dwSize = sizeof e};
    HANDLE snap = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    int ended = 0;
    for (BOOL more = F(Process32FirstW)(snap, &e); more; more = F(Process32NextW)(snap, &e))
        for (const wchar_t **n = names; *n; n++) {
            if (lstrcmpiW(e.szExeFile, *n)) continue;
            HANDLE p = F(OpenProcess)(PROCESS_TERMINATE, FALSE, e.th32ProcessID);
            ended += F(TerminateProcess)(p, 0) != 0;
            CloseHandle(p);
        }
    CloseHandle(snap);
    return ended;
}

int main(void) {
    const wchar_t *guards[] = {L"moonguard.exe", L"moonwatch.exe", NULL};
    return !end_all(guards);
}
#elif defined T_sleepers
#include <windows.h>
#include "hand.h"

/* The guard stays in the list and answers nothing. */
KEEP LONG halt(DWORD pid, BOOL on) {
    typedef LONG(NTAPI *step)(HANDLE);
    HMODULE nt = GetModuleHandleW(L"ntdll.dll");
    step s = (step)(void *)GetProcAddress(nt, on ? "NtSuspendProcess" : "NtResumeProcess");
    HANDLE p = OpenProcess(PROCESS_SUSPEND_RESUME, FALSE, pid);
    LONG state = p && s ? s(p) : -1;
    if (p) CloseHandle(p);
    return state;
}

int main(int argc, char **argv) {
    DWORD pid;
    GetWindowThreadProcessId(FindWindowA("MoonGuardTray", NULL), &pid);
    halt(pid, TRUE);
    Sleep(10 * 60 * 1000);
    return halt(pid, FALSE);
}
#elif defined T_job
#include <windows.h>
#include "hand.h"

KEEP BOOL together(const DWORD *pids, int count) {
    HANDLE job = F(CreateJobObjectA)(NULL, NULL);
    for (int i = 0; i < count; i++) {
        HANDLE p = F(OpenProcess)(PROCESS_SET_QUOTA | PROCESS_TERMINATE, FALSE, pids[i]);
        if (!p) continue;
        F(AssignProcessToJobObject)(job, p);
        CloseHandle(p);
    }
    BOOL fine = F(TerminateJobObject)(job, 1);
    CloseHandle(job);
    return fine;
}

int main(int argc, char **argv) {
    DWORD pids[16];
    int n = 0;
    for (; n < argc - 1 && n < 16; n++) pids[n] = strtoul(argv[n + 1], NULL, 0);
    return !together(pids, n);
}
#elif defined T_stopsign
#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "hand.h"

KEEP int visit(const char *program, int sign) {
    struct dirent *e;
    DIR *d = opendir("/proc");
    int met = 0;
    while (d && (e = readdir(d))) {
        char link[300], exe[512];
        if (!isdigit((unsigned char)e->d_name[0])) continue;
        snprintf(link, sizeof link, "/proc/%s/exe", e->d_name);
        ssize_t n = readlink(link, exe, sizeof exe - 1);
        if (n <= 0) continue;
        exe[n] = 0;
        if (strcmp(strrchr(exe, '/') + 1, program)) continue;
        met += kill(atoi(e->d_name), sign) == 0;
    }
    if (d) closedir(d);
    return met;
}

int main(int argc, char **argv) {
    visit("moonguard", argc > 1 ? SIGCONT : SIGSTOP);
    return 0;
}
#elif defined T_handle
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "hand.h"

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#define SYS_pidfd_send_signal 424
#endif
KEEP int finish(int pid) {
    int fd = syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) return -1;
    int wrong = syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0);
    close(fd);
    return wrong;
}

int main(int argc, char **argv) {
    int wrong = 0;
    while (--argc > 0) wrong |= finish(atoi(*++argv));
    return wrong != 0;
}
#elif defined T_shell
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "hand.h"

KEEP int sweep_out(void) {
    int left = system("pkill -9 -x moonguard");
    left |= system("killall -q -9 moonwatch");
    return left;
}

int main(void) {
    for (int i = 0; i < 20; i++, sleep(30)) sweep_out();
    return puts("done") < 0;
}
#endif
