/* technique remote_loader windows at=start_remote,inject libs=user32
   technique manual_map windows at=map_image,run_loader libs=ntdll
   technique window_hook windows at=plant libs=user32
   technique apc_queue windows at=queue_all
   technique preload_launch linux at=launch
   technique ptrace_dlopen linux at=call_remote,load_library */
#include "common.h"
#if defined T_remote_loader

struct job { char process[64]; char dll[MAX_PATH]; int delay; BOOL eject; };

static DWORD wait_for(const char *exe) {
    for (;; Sleep(250)) {
        PROCESSENTRY32 e = {sizeof e};
        HANDLE s = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
        for (BOOL more = Process32First(s, &e); more; more = Process32Next(s, &e))
            if (!_stricmp(e.szExeFile, exe)) { CloseHandle(s); return e.th32ProcessID; }
        CloseHandle(s);
    }
}
APART DWORD start_remote(HANDLE process, LPTHREAD_START_ROUTINE entry, void *argument) {
    DWORD code = 0;
    HANDLE thread = F(CreateRemoteThread)(process, NULL, 0, entry, argument, 0, NULL);
    if (!thread) return 0;
    WaitForSingleObject(thread, 10000);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code;
}
APART DWORD inject(HANDLE process, const char *dll) {
    SIZE_T size = strlen(dll) + 1;
    void *room = F(VirtualAllocEx)(process, NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    DWORD code = 0;
    if (room && F(WriteProcessMemory)(process, room, dll, size, NULL))
        code = start_remote(process, (LPTHREAD_START_ROUTINE)GetProcAddress(GetModuleHandleA("kernel32.dll"), "LoadLibraryA"), room);
    if (room) F(VirtualFreeEx)(process, room, 0, MEM_RELEASE);
    return code;
}
static void configure(struct job *j, const char *ini) {
    char name[MAX_PATH];
    GetPrivateProfileStringA("inject", "process", "game.exe", j->process, sizeof j->process, ini);
    GetPrivateProfileStringA("inject", "dll", "menu.dll", name, sizeof name, ini);
    j->delay = GetPrivateProfileIntA("inject", "delay", 3000, ini);
    GetFullPathNameA(name, sizeof j->dll, j->dll, NULL);
}
int main(void) {
    struct job j = {0};
    configure(&j, ".\\loader.ini");
    DWORD pid = wait_for(j.process);
    Sleep(j.delay);
    HANDLE process = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, pid);
    MessageBoxA(0, inject(process, j.dll) ? "Injected" : "Failed", "Loader", 0);
    CloseHandle(process);
}

#elif defined T_manual_map
NTSTATUS NTAPI RtlCreateUserThread(HANDLE, void *, BOOLEAN, ULONG, SIZE_T, SIZE_T, void *, void *, HANDLE *, void *);

struct args { BYTE *base; void *load, *find; };
static BYTE *slurp(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return 0;
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    BYTE *data = malloc(n);
    fread(data, 1, n, f);
    fclose(f);
    return data;
}
static void relocate(BYTE *image, IMAGE_NT_HEADERS *nt, BYTE *target) {
    IMAGE_DATA_DIRECTORY d = nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_BASERELOC];
    ULONG_PTR delta = (ULONG_PTR)target - nt->OptionalHeader.ImageBase;
    for (DWORD at = 0; at < d.Size;) {
        IMAGE_BASE_RELOCATION *block = (void *)(image + d.VirtualAddress + at);
        WORD *each = (WORD *)(block + 1);
        for (DWORD n = (block->SizeOfBlock - 8) / 2; n--; each++)
            if (*each >> 12) *(ULONG_PTR *)(image + block->VirtualAddress + (*each & 0xFFF)) += delta;
        at += block->SizeOfBlock;
    }
}
APART BYTE *map_image(HANDLE process, const BYTE *file) {
    IMAGE_NT_HEADERS *nt = (void *)(file + ((IMAGE_DOS_HEADER *)file)->e_lfanew);
    DWORD size = nt->OptionalHeader.SizeOfImage;
    BYTE *image = calloc(1, size);
    BYTE *target = F(VirtualAllocEx)(process, NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    IMAGE_SECTION_HEADER *s = IMAGE_FIRST_SECTION(nt);
    for (int i = 0; i < nt->FileHeader.NumberOfSections; i++, s++)
        memcpy(image + s->VirtualAddress, file + s->PointerToRawData, s->SizeOfRawData);
    relocate(image, nt, target);
    F(WriteProcessMemory)(process, target, image, size, NULL);
    free(image);
    return target;
}
static DWORD WINAPI shell(struct args *a) {
    IMAGE_NT_HEADERS *nt = (void *)(a->base + ((IMAGE_DOS_HEADER *)a->base)->e_lfanew);
    BOOL(WINAPI * entry)(void *, DWORD, void *) = (void *)(a->base + nt->OptionalHeader.AddressOfEntryPoint);
    return entry(a->base, DLL_PROCESS_ATTACH, 0);
}
APART int run_loader(HANDLE process, BYTE *base) {
    struct args a = {base, LoadLibraryA, GetProcAddress};
    HANDLE thread = 0;
    BYTE *room = F(VirtualAllocEx)(process, NULL, 4096, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    F(WriteProcessMemory)(process, room, &a, sizeof a, NULL);
    F(WriteProcessMemory)(process, room + 256, shell, 1024, NULL);
    F(RtlCreateUserThread)(process, 0, FALSE, 0, 0, 0, room + 256, room, &thread, 0);
    return thread != 0;
}
int main(int argc, char **argv) {
    BYTE *file = slurp(argv[2]);
    HANDLE process = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, atoi(argv[1]));
    if (!file || !process) return 1;
    return !run_loader(process, map_image(process, file));
}

#elif defined T_window_hook

static HHOOK hook;
static DWORD thread_of(const char *class_name) {
    HWND window;
    while (!(window = FindWindowA(class_name, NULL))) Sleep(100);
    return GetWindowThreadProcessId(window, NULL);
}
APART BOOL plant(const char *library, const char *procedure, DWORD thread) {
    HMODULE module = LoadLibraryExA(library, NULL, DONT_RESOLVE_DLL_REFERENCES);
    HOOKPROC entry = (HOOKPROC)GetProcAddress(module, procedure);
    if (!entry) return FALSE;
    hook = F(SetWindowsHookExA)(WH_GETMESSAGE, entry, module, thread);
    if (hook) F(PostThreadMessageA)(thread, WM_NULL, 0, 0);
    return hook != NULL;
}
int main(void) {
    char path[MAX_PATH];
    GetModuleFileNameA(NULL, path, sizeof path);
    strcpy(strrchr(path, '\\') + 1, "overlay64.dll");
    DWORD thread = thread_of("UnrealWindow");
    if (!plant(path, "NextHook", thread)) return 1;
    puts("Loaded. Press enter to unload.");
    getchar();
    F(UnhookWindowsHookEx)(hook);
}

#elif defined T_apc_queue

static int threads_of(DWORD pid, DWORD *ids, int room) {
    THREADENTRY32 t = {sizeof t};
    HANDLE s = F(CreateToolhelp32Snapshot)(TH32CS_SNAPTHREAD, 0);
    int n = 0;
    if (Thread32First(s, &t))
        do
            if (t.th32OwnerProcessID == pid && n < room) ids[n++] = t.th32ThreadID;
        while (Thread32Next(s, &t));
    CloseHandle(s);
    return n;
}
static void *copy_path(HANDLE process, const wchar_t *path) {
    SIZE_T size = (wcslen(path) + 1) * sizeof *path;
    void *at = F(VirtualAllocEx)(process, 0, size, MEM_COMMIT, PAGE_READWRITE);
    return F(WriteProcessMemory)(process, at, path, size, 0) ? at : 0;
}
APART int queue_all(const DWORD *ids, int n, void *path) {
    PAPCFUNC load = (PAPCFUNC)GetProcAddress(GetModuleHandleW(L"kernel32"), "LoadLibraryW");
    int queued = 0;
    for (int i = 0; i < n; i++) {
        HANDLE thread = F(OpenThread)(THREAD_SET_CONTEXT, FALSE, ids[i]);
        if (!thread) continue;
        queued += F(QueueUserAPC)(load, thread, (ULONG_PTR)path) != 0;
        CloseHandle(thread);
    }
    return queued;
}
int main(int argc, char **argv) {
    DWORD ids[128], pid = atoi(argv[1]);
    wchar_t path[MAX_PATH];
    HANDLE process = F(OpenProcess)(PROCESS_VM_OPERATION | PROCESS_VM_WRITE, FALSE, pid);
    GetFullPathNameW(L"aimhelper.dll", MAX_PATH, path, NULL);
    void *at = process ? copy_path(process, path) : NULL;
    if (at) printf("%d threads\n", queue_all(ids, threads_of(pid, ids, 128), at));
}

#elif defined T_preload_launch
#include <limits.h>
#include <sys/wait.h>
#include <unistd.h>

static char library[PATH_MAX];
static int beside(const char *self, const char *name) {
    char *slash;
    if (!realpath(self, library)) return 0;
    if (!(slash = strrchr(library, '/'))) return 0;
    strcpy(slash + 1, name);
    return access(library, R_OK) == 0;
}
APART pid_t launch(char **command) {
    pid_t pid = fork();
    if (pid) return pid;
    const char *before = getenv("LD_PRELOAD");
    char all[2 * PATH_MAX];
    snprintf(all, sizeof all, "%s%s%s", library, before ? ":" : "", before ? before : "");
    setenv("LD_PRELOAD", all, 1);
    setenv("WALLHACK_CONFIG", "/tmp/wh.cfg", 1);
    execvp(command[0], command);
    _exit(127);
}
int main(int argc, char **argv) {
    int status;
    if (argc < 2 || !beside("/proc/self/exe", "libwallhack.so")) {
        fprintf(stderr, "usage: %s game [arguments]\n", argv[0]);
        return 1;
    }
    waitpid(launch(argv + 1), &status, 0);
    return WEXITSTATUS(status);
}

#elif defined T_ptrace_dlopen
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

static unsigned long libc_base(pid_t pid) {
    char path[40], line[400];
    unsigned long base = 0;
    sprintf(path, "/proc/%d/maps", pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strstr(line, "/libc.so.6") || strstr(line, "/libc-2.")) { base = strtoul(line, 0, 16); break; }
    if (f) fclose(f);
    return base;
}
static void push_text(pid_t pid, unsigned long to, const char *text) {
    size_t n = strlen(text) + 1;
    for (size_t i = 0; i < n; i += sizeof(long)) {
        long word = 0;
        memcpy(&word, text + i, n - i < sizeof word ? n - i : sizeof word);
        ptrace(PTRACE_POKEDATA, pid, to + i, word);
    }
}
APART long call_remote(pid_t pid, unsigned long function, unsigned long a, unsigned long b) {
    struct user_regs_struct was, now;
    int status;
    ptrace(PTRACE_GETREGS, pid, 0, &was);
    now = was;
    now.rsp = (was.rsp - 0x400) & ~0xFul;
    now.rsp -= 8;
    ptrace(PTRACE_POKEDATA, pid, now.rsp, 0);
    now.rip = function;
    now.rdi = a;
    now.rsi = b;
    now.rax = 0;
    ptrace(PTRACE_SETREGS, pid, 0, &now);
    ptrace(PTRACE_CONT, pid, 0, 0);
    waitpid(pid, &status, WUNTRACED);
    ptrace(PTRACE_GETREGS, pid, 0, &now);
    ptrace(PTRACE_SETREGS, pid, 0, &was);
    return now.rax;
}
APART long load_library(pid_t pid, const char *path, unsigned long dlopen_offset, unsigned long malloc_offset) {
    unsigned long base = libc_base(pid);
    unsigned long room = call_remote(pid, base + malloc_offset, 4096, 0);
    push_text(pid, room, path);
    return call_remote(pid, base + dlopen_offset, room, 2);
}
int main(int argc, char **argv) {
    pid_t pid = atoi(argv[1]);
    if (ptrace(PTRACE_ATTACH, pid, 0, 0)) return 1;
    waitpid(pid, 0, 0);
    long handle = load_library(pid, argv[2], strtoul(argv[3], 0, 16), strtoul(argv[4], 0, 16));
    printf("handle %lx\n", handle);
    ptrace(PTRACE_DETACH, pid, 0, 0);
}
#endif
