/* technique remoteload windows at=inject
   technique apcall windows at=queue_all,stage libs=user32
   technique msghook windows at=plant libs=user32
   technique ctxhijack windows at=hijack,redirect
   technique ptdlopen linux at=call_in,inject_library
   technique preloader linux at=launch */
#define _GNU_SOURCE
#include "common.h"

#if defined T_remoteload
static DWORD wait_for(const char *exe) {
    for (;; Sleep(200)) {
        HANDLE snap = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
        PROCESSENTRY32 pe = {.dwSize = sizeof pe};
        for (BOOL more = Process32First(snap, &pe); more; more = Process32Next(snap, &pe))
            if (!_stricmp(pe.szExeFile, exe)) { CloseHandle(snap); return pe.th32ProcessID; }
        CloseHandle(snap);
    }
}
APART int inject(DWORD pid, const char *dll) {
    SIZE_T length = strlen(dll) + 1;
    HANDLE process = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, pid), thread = 0;
    LPVOID path = F(VirtualAllocEx)(process, 0, length, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (path && F(WriteProcessMemory)(process, path, dll, length, 0)) {
        FARPROC load = GetProcAddress(GetModuleHandleA("kernel32.dll"), "LoadLibraryA");
        thread = F(CreateRemoteThread)(process, 0, 0, (LPTHREAD_START_ROUTINE)load, path, 0, 0);
    }
    if (thread) {
        WaitForSingleObject(thread, 10000);
        CloseHandle(thread);
        VirtualFreeEx(process, path, 0, MEM_RELEASE);
    }
    CloseHandle(process);
    return thread != 0;
}
int main(int argc, char **argv) {
    char full[MAX_PATH];
    if (!GetFullPathNameA(argc > 2 ? argv[2] : "internal.dll", MAX_PATH, full, 0)) return 1;
    puts("waiting for the game...");
    DWORD pid = wait_for(argc > 1 ? argv[1] : "hl2.exe");
    Sleep(3000);
    puts(inject(pid, full) ? "injected" : "failed");
    return 0;
}

#elif defined T_apcall
static LPVOID stage_path;
APART BOOL stage(HANDLE process, const WCHAR *dll) {
    SIZE_T bytes = (lstrlenW(dll) + 1) * sizeof(WCHAR);
    stage_path = F(VirtualAllocEx)(process, NULL, bytes, MEM_COMMIT, PAGE_READWRITE);
    return stage_path && F(WriteProcessMemory)(process, stage_path, dll, bytes, NULL);
}
APART int queue_all(DWORD pid, PAPCFUNC routine) {
    THREADENTRY32 te = {.dwSize = sizeof te};
    HANDLE snap = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    int queued = 0;
    if (Thread32First(snap, &te)) do {
        if (te.th32OwnerProcessID != pid) continue;
        HANDLE thread = F(OpenThread)(THREAD_SET_CONTEXT, FALSE, te.th32ThreadID);
        if (thread) {
            queued += F(QueueUserAPC)(routine, thread, (ULONG_PTR)stage_path) != 0;
            CloseHandle(thread);
        }
    } while (Thread32Next(snap, &te));
    CloseHandle(snap);
    return queued;
}
int main(void) {
    WCHAR dll[MAX_PATH];
    DWORD pid = 0;
    GetModuleFileNameW(0, dll, MAX_PATH);
    wcscpy(wcsrchr(dll, L'\\') + 1, L"menu.dll");
    GetWindowThreadProcessId(FindWindowW(L"grcWindow", 0), &pid);
    HANDLE process = F(OpenProcess)(PROCESS_VM_OPERATION | PROCESS_VM_WRITE, FALSE, pid);
    if (!process || !stage(process, dll)) return 1;
    printf("%d threads\n", queue_all(pid, (PAPCFUNC)GetProcAddress(GetModuleHandleA("kernel32"), "LoadLibraryW")));
    return 0;
}

#elif defined T_msghook
typedef struct { HHOOK hook; HMODULE library; DWORD thread; } Planted;
APART int plant(Planted *p, HWND game, const char *dll, const char *entry) {
    p->thread = GetWindowThreadProcessId(game, 0);
    p->library = LoadLibraryExA(dll, 0, DONT_RESOLVE_DLL_REFERENCES);
    if (!p->library || !p->thread) return 0;
    HOOKPROC proc = (HOOKPROC)GetProcAddress(p->library, entry);
    p->hook = F(SetWindowsHookExA)(WH_GETMESSAGE, proc, p->library, p->thread);
    if (!p->hook) return 0;
    F(PostThreadMessageA)(p->thread, WM_NULL, 0, 0);
    return 1;
}
static void remove_hook(Planted *p) {
    if (p->hook) F(UnhookWindowsHookEx)(p->hook);
    if (p->library) FreeLibrary(p->library);
}
int main(int argc, char **argv) {
    Planted p = {0};
    HWND game = 0;
    while (!game) { game = F(FindWindowA)(argc > 1 ? argv[1] : "Valve001", 0); Sleep(500); }
    if (!plant(&p, game, "overlay64.dll", "NextHook")) {
        fprintf(stderr, "error %lu\n", GetLastError());
        return 1;
    }
    puts("loaded into the game; Enter removes it");
    getchar();
    remove_hook(&p);
    return 0;
}

#elif defined T_ctxhijack
static BYTE stub[] = {
    0x9c, 0x50, 0x51, 0x52, 0x41, 0x50, 0x41, 0x51, 0x41, 0x52, 0x41, 0x53, 0x55, 0x48, 0x89, 0xe5,
    0x48, 0x83, 0xe4, 0xf0, 0x48, 0x83, 0xec, 0x20,
    0x48, 0xb9, 0, 0, 0, 0, 0, 0, 0, 0, 0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xd0,
    0x48, 0x89, 0xec, 0x5d, 0x41, 0x5b, 0x41, 0x5a, 0x41, 0x59, 0x41, 0x58, 0x5a, 0x59, 0x58, 0x9d,
    0xff, 0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static DWORD first_thread(DWORD pid) {
    THREADENTRY32 te = {.dwSize = sizeof te};
    HANDLE snap = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    DWORD id = 0;
    for (BOOL ok = Thread32First(snap, &te); ok && !id; ok = Thread32Next(snap, &te))
        if (te.th32OwnerProcessID == pid) id = te.th32ThreadID;
    CloseHandle(snap);
    return id;
}
APART BOOL redirect(HANDLE thread, HANDLE process, BYTE *room, const char *dll) {
    CONTEXT context __attribute__((aligned(16))) = {.ContextFlags = CONTEXT_CONTROL};
    ULONG_PTR path = (ULONG_PTR)room + 512, load = (ULONG_PTR)LoadLibraryA;
    if (!F(GetThreadContext)(thread, &context)) return FALSE;
    ULONG_PTR back = context.Rip;
    context.Rip = (ULONG_PTR)room;
    memcpy(stub + 26, &path, 8);
    memcpy(stub + 36, &load, 8);
    memcpy(stub + sizeof stub - 8, &back, 8);
    F(WriteProcessMemory)(process, room, stub, sizeof stub, 0);
    F(WriteProcessMemory)(process, room + 512, dll, strlen(dll) + 1, 0);
    return F(SetThreadContext)(thread, &context);
}
APART BOOL hijack(DWORD pid, const char *dll) {
    HANDLE process = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, pid);
    HANDLE thread = F(OpenThread)(THREAD_ALL_ACCESS, FALSE, first_thread(pid));
    BYTE *room = F(VirtualAllocEx)(process, 0, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    BOOL done = FALSE;
    if (room && F(SuspendThread)(thread) != (DWORD)-1) {
        done = redirect(thread, process, room, dll);
        F(ResumeThread)(thread);
    }
    CloseHandle(thread);
    CloseHandle(process);
    return done;
}
int main(int argc, char **argv) { return argc < 3 || !hijack(strtoul(argv[1], 0, 10), argv[2]); }

#elif defined T_ptdlopen
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <dlfcn.h>
#include <unistd.h>
static unsigned long base_of(int pid, const char *library) {
    char path[40], line[400];
    unsigned long base = 0;
    snprintf(path, sizeof path, "/proc/%d/maps", pid);
    FILE *f = fopen(path, "r");
    while (f && !base && fgets(line, sizeof line, f)) if (strstr(line, library)) base = strtoul(line, 0, 16);
    if (f) fclose(f);
    return base;
}
static void copy_to(int pid, unsigned long at, const char *text) {
    char padded[264] = "";
    strncpy(padded, text, 255);
    for (size_t i = 0; i <= strlen(padded); i += 8)
        ptrace(PTRACE_POKEDATA, pid, (void *)(at + i), (void *)*(long *)(padded + i));
}
APART unsigned long call_in(int pid, unsigned long function, const char *text, long flag) {
    struct user_regs_struct saved, r;
    int status;
    ptrace(PTRACE_GETREGS, pid, 0, &saved);
    r = saved;
    r.rsp = ((r.rsp - 1024) & ~15ul) - 8;
    copy_to(pid, r.rsp + 64, text);
    ptrace(PTRACE_POKEDATA, pid, (void *)r.rsp, 0);
    r.rdi = r.rsp + 64;
    r.rsi = flag;
    r.rax = 0;
    r.rip = function;
    r.orig_rax = -1;
    ptrace(PTRACE_SETREGS, pid, 0, &r);
    ptrace(PTRACE_CONT, pid, 0, 0);
    waitpid(pid, &status, 0);
    ptrace(PTRACE_GETREGS, pid, 0, &r);
    ptrace(PTRACE_SETREGS, pid, 0, &saved);
    return r.rax;
}
APART int inject_library(int pid, const char *so) {
    unsigned long offset = (unsigned long)dlsym(RTLD_DEFAULT, "dlopen") - base_of(getpid(), "libc.so");
    int status;
    if (ptrace(PTRACE_ATTACH, pid, 0, 0)) return 0;
    waitpid(pid, &status, 0);
    unsigned long handle = call_in(pid, base_of(pid, "libc.so") + offset, so, RTLD_NOW | RTLD_GLOBAL);
    ptrace(PTRACE_DETACH, pid, 0, 0);
    return handle != 0;
}
int main(int argc, char **argv) {
    if (argc < 3) return 2;
    char full[256];
    if (!realpath(argv[2], full)) return 1;
    return !inject_library(atoi(argv[1]), full);
}

#elif defined T_preloader
#include <sys/wait.h>
#include <unistd.h>
#include <limits.h>
static int resolve(const char *name, char *out) {
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n < 0) return 0;
    self[n] = 0;
    *strrchr(self, '/') = 0;
    return snprintf(out, PATH_MAX, "%s/%s", self, name) < PATH_MAX && !access(out, R_OK);
}
APART int launch(const char *library, char **command) {
    char value[PATH_MAX * 2];
    const char *before = getenv("LD_PRELOAD");
    snprintf(value, sizeof value, "%s%s%s", library, before ? ":" : "", before ? before : "");
    pid_t child = fork();
    if (!child) {
        setenv("LD_PRELOAD", value, 1);
        setenv("AIM_CONFIG", "legit.cfg", 1);
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}
int main(int argc, char **argv) {
    char library[PATH_MAX];
    static char *standard[] = {"./hl2.sh", "-game", "csgo", "-insecure", 0};
    if (!resolve("libaim.so", library)) return fprintf(stderr, "libaim.so is missing\n"), 1;
    return launch(library, argc > 1 ? argv + 1 : standard);
}
#endif
