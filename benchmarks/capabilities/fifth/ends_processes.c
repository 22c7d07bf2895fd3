/* technique kill_guard windows at=end,sweep
   technique nt_pause windows at=pause_game libs=ntdll,user32
   technique thread_freeze windows at=freeze_threads
   technique job_group windows at=seize,finish
   technique proc_kill linux at=strike
   technique pidfd_stop linux at=send_to */
#include "common.h"
#if defined T_kill_guard

static const char *const guards[] = {"GameGuard.des", "GameMon.des", "GameMon64.des", "xigncode.exe", "BlackCipher64.aes", 0};
static int listed(const char *exe) {
    for (const char *const *g = guards; *g; g++)
        if (!_stricmp(exe, *g)) return 1;
    return 0;
}
APART BOOL end(DWORD pid) {
    HANDLE p = F(OpenProcess)(PROCESS_TERMINATE, FALSE, pid);
    if (!p) return FALSE;
    BOOL ok = F(TerminateProcess)(p, 0);
    CloseHandle(p);
    return ok;
}
APART int sweep(void) {
    PROCESSENTRY32 e = {sizeof e};
    HANDLE s = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    int n = 0;
    for (BOOL ok = F(Process32First)(s, &e); ok; ok = F(Process32Next)(s, &e))
        if (listed(e.szExeFile) && end(e.th32ProcessID)) n++;
    CloseHandle(s);
    return n;
}
int main(void) {
    for (int total = 0;; Sleep(200)) {
        int n = sweep();
        if (n) printf("%d gone\n", total += n);
    }
}

#elif defined T_nt_pause
NTSTATUS NTAPI NtSuspendProcess(HANDLE);
NTSTATUS NTAPI NtResumeProcess(HANDLE);

struct lag { HANDLE process; int key; DWORD pause, gap; };
static int open_game(struct lag *l, const char *title) {
    DWORD pid = 0;
    GetWindowThreadProcessId(FindWindowA(NULL, title), &pid);
    l->process = F(OpenProcess)(PROCESS_SUSPEND_RESUME, FALSE, pid);
    return l->process != NULL;
}
APART void pause_game(const struct lag *l) {
    F(NtSuspendProcess)(l->process);
    Sleep(l->pause);
    F(NtResumeProcess)(l->process);
}
int main(void) {
    struct lag l = {.key = VK_F3, .pause = 10000, .gap = 500};
    if (!open_game(&l, "Grand Theft Auto V")) return 1;
    puts("F3: solo public session");
    for (;; Sleep(20))
        if (F(GetAsyncKeyState)(l.key) & 0x8000) {
            pause_game(&l);
            Sleep(l.gap);
        }
}

#elif defined T_thread_freeze

static DWORD guard_pid(const char *name) {
    PROCESSENTRY32 e = {sizeof e};
    HANDLE s = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    DWORD pid = 0;
    if (Process32First(s, &e))
        do
            if (strstr(e.szExeFile, name)) pid = e.th32ProcessID;
        while (!pid && Process32Next(s, &e));
    CloseHandle(s);
    return pid;
}
APART int freeze_threads(DWORD pid, BOOL freeze) {
    THREADENTRY32 t = {sizeof t};
    HANDLE s = F(CreateToolhelp32Snapshot)(TH32CS_SNAPTHREAD, 0);
    int n = 0;
    for (BOOL ok = F(Thread32First)(s, &t); ok; ok = F(Thread32Next)(s, &t)) {
        if (t.th32OwnerProcessID != pid) continue;
        HANDLE thread = F(OpenThread)(THREAD_SUSPEND_RESUME, FALSE, t.th32ThreadID);
        if (!thread) continue;
        if (freeze) n += F(SuspendThread)(thread) != (DWORD)-1;
        else n += F(ResumeThread)(thread) != (DWORD)-1;
        CloseHandle(thread);
    }
    CloseHandle(s);
    return n;
}
int main(int argc, char **argv) {
    DWORD pid = guard_pid("ACGuard");
    if (!pid) return 1;
    printf("%d threads frozen\n", freeze_threads(pid, TRUE));
    system(argv[1]);
    freeze_threads(pid, FALSE);
}

#elif defined T_job_group

static HANDLE job;
APART int seize(DWORD pid) {
    HANDLE p = F(OpenProcess)(PROCESS_SET_QUOTA | PROCESS_TERMINATE, FALSE, pid);
    int ok = p && F(AssignProcessToJobObject)(job, p);
    if (p) CloseHandle(p);
    return ok;
}
APART BOOL finish(void) { return F(TerminateJobObject)(job, 0xC000013A); }
static int collect(const char *part) {
    PROCESSENTRY32 e = {sizeof e};
    HANDLE s = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    int n = 0;
    for (BOOL ok = Process32First(s, &e); ok; ok = Process32Next(s, &e))
        if (strstr(e.szExeFile, part)) n += seize(e.th32ProcessID);
    CloseHandle(s);
    return n;
}
int main(void) {
    job = F(CreateJobObjectA)(NULL, NULL);
    if (collect("EasyGuard") + collect("egservice") == 0) return 1;
    return !finish();
}

#elif defined T_proc_kill
#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <unistd.h>

static int exe_is(int pid, const char *wanted) {
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/%d/exe", pid);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    char *base = strrchr(path, '/');
    return base && !strcmp(base + 1, wanted);
}
APART int strike(int pid, int hard) {
    if (!hard) return kill(pid, SIGSTOP);
    kill(pid, SIGTERM);
    for (int i = 0; i < 20; i++) {
        if (kill(pid, 0)) return 0;
        usleep(50000);
    }
    return kill(pid, SIGKILL);
}
static int each(const char *name, int hard) {
    DIR *d = opendir("/proc");
    int n = 0;
    for (struct dirent *e; (e = readdir(d));)
        if (isdigit((unsigned char)*e->d_name) && exe_is(atoi(e->d_name), name)) n += !strike(atoi(e->d_name), hard);
    closedir(d);
    return n;
}
int main(int argc, char **argv) {
    static const char *const helpers[] = {"anticheat_runtime", "crash_reporter", "telemetryd"};
    int n = 0;
    for (int i = 0; i < 3; i++) n += each(helpers[i], i > 0);
    return n == 0;
}

#elif defined T_pidfd_stop
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

struct watched { int pid, fd; };
static int first_child(int parent) {
    char path[80];
    int pid = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", parent, parent);
    FILE *f = fopen(path, "r");
    if (f && fscanf(f, "%d", &pid) != 1) pid = 0;
    if (f) fclose(f);
    return pid;
}
static int follow(struct watched *w, int pid) {
    w->pid = pid;
    return w->fd = syscall(434, pid, 0);
}
APART int send_to(const struct watched *w, int number) { return syscall(424, w->fd, number, 0, 0); }
int main(int argc, char **argv) {
    struct watched w;
    int guard = first_child(atoi(argv[1]));
    if (!guard || follow(&w, guard) < 0) { perror("guard"); return 1; }
    if (send_to(&w, SIGSTOP)) return errno;
    printf("guard %d stopped, enter to go on\n", w.pid);
    getchar();
    send_to(&w, SIGCONT);
    close(w.fd);
}
#endif
