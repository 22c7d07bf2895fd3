/* technique killlist windows at=finish,sweep
   technique freeze windows at=toggle libs=ntdll,user32
   technique closewin windows at=ask,park libs=user32
   technique jobkill windows at=end_tree
   technique killcomm linux at=signal_all
   technique pidfdkill linux at=end_guard,freeze_group */
#define _GNU_SOURCE
#include "common.h"

#if defined T_killlist
static const char *guards[] = {"GameGuard.des", "GameMon.des", "xhunter1.exe", "ACE-Helper.exe", "BEService.exe"};
APART int finish(DWORD pid) {
    HANDLE p = F(OpenProcess)(PROCESS_TERMINATE, FALSE, pid);
    BOOL ok = p && F(TerminateProcess)(p, 0);
    if (p) CloseHandle(p);
    return ok;
}
APART int sweep(void) {
    PROCESSENTRY32 pe = {.dwSize = sizeof pe};
    HANDLE snap = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    int n = 0;
    for (BOOL ok = F(Process32First)(snap, &pe); ok; ok = F(Process32Next)(snap, &pe))
        for (int i = 0; i < 5; i++)
            if (!_stricmp(pe.szExeFile, guards[i])) n += finish(pe.th32ProcessID);
    CloseHandle(snap);
    return n;
}
int main(void) {
    for (;; Sleep(500)) {
        int n = sweep();
        if (n) printf("%d guards ended\n", n);
    }
}

#elif defined T_freeze
LONG NTAPI NtSuspendProcess(HANDLE);
LONG NTAPI NtResumeProcess(HANDLE);
static int frozen;
APART int toggle(HANDLE game) {
    LONG status = frozen ? F(NtResumeProcess)(game) : F(NtSuspendProcess)(game);
    if (status >= 0) frozen = !frozen;
    return frozen;
}
int main(void) {
    DWORD pid = 0, since = 0;
    GetWindowThreadProcessId(FindWindowA("grcWindow", "Grand Theft Auto V"), &pid);
    HANDLE game = F(OpenProcess)(PROCESS_SUSPEND_RESUME, FALSE, pid);
    if (!game) return 1;
    for (;; Sleep(20)) {
        if (F(GetAsyncKeyState)(VK_F8) & 1) { toggle(game); since = GetTickCount(); }
        if (frozen && GetTickCount() - since > 9000) toggle(game);
        if (F(GetAsyncKeyState)(VK_F10) & 1) break;
    }
    if (frozen) toggle(game);
    return 0;
}

#elif defined T_closewin
static int asked;
APART BOOL CALLBACK ask(HWND w, LPARAM title) {
    char text[128];
    if (!F(GetWindowTextA)(w, text, sizeof text) || !strstr(text, (const char *)title)) return TRUE;
    F(PostMessageA)(w, WM_CLOSE, 0, 0);
    F(PostMessageA)(w, WM_QUIT, 0, 0);
    asked++;
    return TRUE;
}
APART int park(DWORD pid) {
    THREADENTRY32 t = {.dwSize = sizeof t};
    HANDLE snap = F(CreateToolhelp32Snapshot)(TH32CS_SNAPTHREAD, 0);
    int n = 0;
    for (BOOL ok = Thread32First(snap, &t); ok; ok = Thread32Next(snap, &t)) {
        if (t.th32OwnerProcessID != pid) continue;
        HANDLE thread = F(OpenThread)(THREAD_SUSPEND_RESUME, FALSE, t.th32ThreadID);
        if (thread && F(SuspendThread)(thread) != (DWORD)-1) n++;
        CloseHandle(thread);
    }
    CloseHandle(snap);
    return n;
}
int main(int argc, char **argv) {
    DWORD pid = 0;
    EnumWindows(ask, (LPARAM)"Anti-Cheat Monitor");
    GetWindowThreadProcessId(FindWindowA("HackShieldWnd", 0), &pid);
    printf("%d closed, %d threads parked\n", asked, pid ? park(pid) : 0);
    return 0;
}

#elif defined T_jobkill
APART int end_tree(DWORD pid) {
    HANDLE job = F(CreateJobObjectA)(0, 0), p = F(OpenProcess)(PROCESS_SET_QUOTA | PROCESS_TERMINATE, FALSE, pid);
    BOOL ok = p && F(AssignProcessToJobObject)(job, p) && F(TerminateJobObject)(job, 1);
    CloseHandle(p);
    CloseHandle(job);
    return ok;
}
static DWORD owner(const char *exe) {
    PROCESSENTRY32 pe = {.dwSize = sizeof pe};
    HANDLE snap = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    DWORD pid = 0;
    for (BOOL ok = Process32First(snap, &pe); ok && !pid; ok = Process32Next(snap, &pe))
        if (!_stricmp(pe.szExeFile, exe)) pid = pe.th32ProcessID;
    CloseHandle(snap);
    return pid;
}
int main(void) {
    static const char *clients[] = {"maplestory.exe", "NGClient64.aes", "BlackCipher64.aes"};
    for (int i = 0; i < 3; i++) {
        DWORD pid = owner(clients[i]);
        if (pid) printf("%s %s\n", clients[i], end_tree(pid) ? "ended" : "resists");
    }
    return 0;
}

#elif defined T_killcomm
#include <dirent.h>
#include <signal.h>
#include <unistd.h>
static int named(const char *pid, const char *name) {
    char path[300], comm[32] = "";
    snprintf(path, sizeof path, "/proc/%s/comm", pid);
    FILE *f = fopen(path, "r");
    if (!f) return 0;
    fgets(comm, sizeof comm, f);
    fclose(f);
    comm[strcspn(comm, "\n")] = 0;
    return !strcmp(comm, name);
}
APART int signal_all(const char *name, int number) {
    DIR *proc = opendir("/proc");
    struct dirent *e;
    int n = 0;
    while ((e = readdir(proc)))
        if (e->d_name[0] >= '1' && e->d_name[0] <= '9' && named(e->d_name, name)) n += !kill(atoi(e->d_name), number);
    closedir(proc);
    return n;
}
int main(int argc, char **argv) {
    signal_all("easyanticheat_x", SIGSTOP);
    sleep(2);
    signal_all("easyanticheat_x", SIGKILL);
    printf("%d game clients ended\n", signal_all(argc > 1 ? argv[1] : "RustClient", SIGKILL));
    return 0;
}

#elif defined T_pidfdkill
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
APART int end_guard(pid_t pid) {
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) return 0;
    int ok = !syscall(SYS_pidfd_send_signal, fd, SIGKILL, 0, 0);
    close(fd);
    return ok;
}
APART int freeze_group(const char *group, int on) {
    char path[256];
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s/cgroup.freeze", group);
    int fd = open(path, O_WRONLY);
    if (fd < 0) return 0;
    int ok = write(fd, on ? "1" : "0", 1) == 1;
    close(fd);
    return ok;
}
int main(int argc, char **argv) {
    if (argc < 3) return 2;
    freeze_group(argv[1], 1);
    for (int i = 2; i < argc; i++) printf("%s %d\n", argv[i], end_guard(atoi(argv[i])));
    sleep(3);
    return !freeze_group(argv[1], 0);
}
#endif
