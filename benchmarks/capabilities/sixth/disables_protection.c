/* technique pebpatch windows at=hide_debugger,patch_checks libs=ntdll
   technique unlink windows at=unlink_module,erase_header
   technique svcoff windows at=disable_service,sweep libs=advapi32
   technique freshntdll windows at=restore_text
   technique notrace linux-library at=ptrace,fopen
   technique hideproc linux at=cover,vanish */
#define _GNU_SOURCE
#include "common.h"

#if defined T_pebpatch
#include <winternl.h>
static int write_code(void *at, const BYTE *code, SIZE_T n) {
    DWORD old;
    if (!at || !F(VirtualProtect)(at, n, PAGE_EXECUTE_READWRITE, &old)) return 0;
    memcpy(at, code, n);
    return F(VirtualProtect)(at, n, old, &old);
}
APART void hide_debugger(void) {
    BYTE *peb = (BYTE *)__readgsqword(0x60);
    peb[2] = 0;
    *(DWORD *)(peb + 0xbc) &= ~0x70u;
    BYTE *heap = *(BYTE **)(peb + 0x30);
    *(DWORD *)(heap + 0x70) = 2;
    *(DWORD *)(heap + 0x74) = 0;
    F(NtSetInformationThread)(GetCurrentThread(), (THREADINFOCLASS)0x11, 0, 0);
}
APART int patch_checks(void) {
    static const BYTE zero[] = {0x31, 0xc0, 0xc3}, ret[] = {0xc3};
    HMODULE k = GetModuleHandleA("kernelbase.dll"), n = GetModuleHandleA("ntdll.dll");
    return write_code(F(GetProcAddress)(k, "IsDebuggerPresent"), zero, 3) +
           write_code(F(GetProcAddress)(k, "CheckRemoteDebuggerPresent"), zero, 3) +
           write_code(F(GetProcAddress)(n, "DbgUiRemoteBreakin"), ret, 1);
}
BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID r) {
    if (why == DLL_PROCESS_ATTACH) { hide_debugger(); patch_checks(); }
    return TRUE;
}
int main(void) { hide_debugger(); return patch_checks() < 3; }

#elif defined T_unlink
typedef struct { LIST_ENTRY load, memory, init; BYTE *base; void *entry; ULONG size; } Module;
static void cut(LIST_ENTRY *e) {
    e->Blink->Flink = e->Flink;
    e->Flink->Blink = e->Blink;
    e->Flink = e->Blink = e;
}
APART int unlink_module(BYTE *base) {
    BYTE *peb = (BYTE *)__readgsqword(0x60), *ldr = *(BYTE **)(peb + 0x18);
    LIST_ENTRY *head = (LIST_ENTRY *)(ldr + 0x10);
    for (LIST_ENTRY *e = head->Flink; e != head; e = e->Flink) {
        Module *m = (Module *)e;
        if (m->base != base) continue;
        cut(&m->load);
        cut(&m->memory);
        cut(&m->init);
        return 1;
    }
    return 0;
}
APART void erase_header(BYTE *base) {
    DWORD old;
    IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    DWORD n = nt->OptionalHeader.SizeOfHeaders;
    if (!F(VirtualProtect)(base, n, PAGE_READWRITE, &old)) return;
    SecureZeroMemory(base, n);
    F(VirtualProtect)(base, n, old, &old);
}
static DWORD WINAPI cheat(LPVOID base) { for (;; Sleep(10)) if (F(GetModuleHandleA)("engine.dll")) ++*(volatile DWORD *)((BYTE *)base + 0x3000); }
BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID r) {
    if (why != DLL_PROCESS_ATTACH) return TRUE;
    CreateThread(0, 0, cheat, h, 0, 0);
    unlink_module((BYTE *)h);
    erase_header((BYTE *)h);
    return TRUE;
}
int main(void) { return !DllMain(GetModuleHandleA(0), 1, 0); }

#elif defined T_svcoff
static const char *guards[] = {"EasyAntiCheat", "EasyAntiCheat_EOS", "BEService", "vgc", "vgk", "PnkBstrA"};
APART int disable_service(SC_HANDLE manager, const char *name) {
    SERVICE_STATUS status;
    SC_HANDLE s = F(OpenServiceA)(manager, name, SERVICE_ALL_ACCESS);
    if (!s) return 0;
    F(ControlService)(s, SERVICE_CONTROL_STOP, &status);
    BOOL ok = F(ChangeServiceConfigA)(s, SERVICE_NO_CHANGE, SERVICE_DISABLED, SERVICE_NO_CHANGE, 0, 0, 0, 0, 0, 0, 0);
    CloseServiceHandle(s);
    return ok;
}
APART int sweep(void) {
    int n = 0;
    SC_HANDLE manager = F(OpenSCManagerA)(0, 0, SC_MANAGER_ALL_ACCESS);
    if (!manager) return -1;
    for (int i = 0; i < 6; i++)
        if (disable_service(manager, guards[i])) { printf("%s disabled\n", guards[i]); n++; }
    CloseServiceHandle(manager);
    return n;
}
int main(void) {
    int n = sweep();
    if (n < 0) return puts("run as administrator");
    printf("%d services off; start the game with the bypass launcher\n", n);
    return 0;
}

#elif defined T_freshntdll
static BYTE *map_clean(const char *name) {
    char path[MAX_PATH];
    GetSystemDirectoryA(path, MAX_PATH);
    strcat(path, "\\");
    strcat(path, name);
    HANDLE f = F(CreateFileA)(path, GENERIC_READ, FILE_SHARE_READ, 0, OPEN_EXISTING, 0, 0);
    HANDLE map = F(CreateFileMappingA)(f, 0, PAGE_READONLY | SEC_IMAGE, 0, 0, 0);
    BYTE *view = map ? F(MapViewOfFile)(map, FILE_MAP_READ, 0, 0, 0) : 0;
    CloseHandle(map);
    CloseHandle(f);
    return view;
}
APART int restore_text(const char *name) {
    BYTE *live = (BYTE *)GetModuleHandleA(name), *clean = map_clean(name);
    if (!live || !clean) return 0;
    IMAGE_NT_HEADERS *nt = (void *)(live + ((IMAGE_DOS_HEADER *)live)->e_lfanew);
    IMAGE_SECTION_HEADER *s = IMAGE_FIRST_SECTION(nt);
    int changed = 0;
    for (int i = 0; i < nt->FileHeader.NumberOfSections; i++, s++) {
        DWORD old;
        if (memcmp(s->Name, ".text", 6)) continue;
        BYTE *at = live + s->VirtualAddress;
        for (DWORD k = 0; k < s->Misc.VirtualSize; k++) changed += at[k] != clean[s->VirtualAddress + k];
        F(VirtualProtect)(at, s->Misc.VirtualSize, PAGE_EXECUTE_READWRITE, &old);
        memcpy(at, clean + s->VirtualAddress, s->Misc.VirtualSize);
        F(VirtualProtect)(at, s->Misc.VirtualSize, old, &old);
    }
    UnmapViewOfFile(clean);
    return changed;
}
int main(void) {
    printf("ntdll: %d hooked bytes restored\n", restore_text("ntdll.dll"));
    printf("kernelbase: %d\n", restore_text("kernelbase.dll"));
    return 0;
}

#elif defined T_notrace
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <unistd.h>
APART long ptrace(int request, ...) {
    static long (*real)(int, ...);
    if (!request) return 0;
    va_list a;
    va_start(a, request);
    long pid = va_arg(a, long);
    void *at = va_arg(a, void *), *data = va_arg(a, void *);
    va_end(a);
    if (!real) real = dlsym(RTLD_NEXT, "ptrace");
    return real(request, pid, at, data);
}
APART FILE *fopen(const char *path, const char *mode) {
    static FILE *(*real)(const char *, const char *);
    char line[256];
    if (!real) real = dlsym(RTLD_NEXT, "fopen");
    if (strncmp(path, "/proc/", 6) || !strstr(path, "/status")) return real(path, mode);
    FILE *f = real(path, mode), *clean = tmpfile();
    while (f && fgets(line, sizeof line, f))
        fputs(strncmp(line, "TracerPid:", 10) ? line : "TracerPid:\t0\n", clean);
    if (f) fclose(f);
    rewind(clean);
    return clean;
}

#elif defined T_hideproc
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
APART int cover(pid_t pid) {
    char target[32];
    snprintf(target, sizeof target, "/proc/%d", pid);
    mkdir("/run/.empty", 0555);
    return mount("/run/.empty", target, 0, MS_BIND, 0);
}
APART void vanish(char **argv, const char *as) {
    size_t room = strlen(argv[0]);
    prctl(PR_SET_NAME, as);
    memset(argv[0], 0, room);
    strncpy(argv[0], as, room);
    prctl(PR_SET_DUMPABLE, 0);
    if (cover(getpid())) perror("mount");
}
int main(int argc, char **argv) {
    vanish(argv, "kworker/u8:3");
    int mem = argc > 1 ? atoi(argv[1]) : 0;
    while (mem && !access("/usr/games/guardian", F_OK)) sleep(5);
    char own[32];
    snprintf(own, sizeof own, "/proc/%d", getpid());
    return umount2(own, MNT_DETACH);
}
#endif
