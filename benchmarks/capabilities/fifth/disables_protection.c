/* technique fresh_ntdll windows at=restore_text,restore
   technique leave_lists windows at=unlink_entry,vanish
   technique overlay_hidden windows at=exclude,make_overlay libs=user32
   technique patch_probes windows at=neuter,neuter_all
   technique trace_lie linux-library at=ptrace,prctl
   technique maps_filter linux-library at=fopen,clean_copy */
#include "common.h"
#if defined T_fresh_ntdll

static BYTE *clean_view(const char *name) {
    char path[MAX_PATH];
    GetSystemDirectoryA(path, MAX_PATH);
    strcat(strcat(path, "\\"), name);
    HANDLE file = F(CreateFileA)(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    HANDLE section = F(CreateFileMappingA)(file, NULL, PAGE_READONLY | SEC_IMAGE, 0, 0, NULL);
    BYTE *view = F(MapViewOfFile)(section, FILE_MAP_READ, 0, 0, 0);
    CloseHandle(section);
    CloseHandle(file);
    return view;
}
APART int restore_text(BYTE *live, const BYTE *clean, const IMAGE_SECTION_HEADER *s) {
    DWORD old, size = s->Misc.VirtualSize;
    BYTE *to = live + s->VirtualAddress;
    if (!memcmp(to, clean + s->VirtualAddress, size)) return 0;
    if (!F(VirtualProtect)(to, size, PAGE_EXECUTE_READWRITE, &old)) return -1;
    memcpy(to, clean + s->VirtualAddress, size);
    F(VirtualProtect)(to, size, old, &old);
    return 1;
}
APART int restore(const char *name) {
    BYTE *live = (BYTE *)GetModuleHandleA(name), *clean = clean_view(name);
    int done = 0;
    if (!live || !clean) return 0;
    IMAGE_NT_HEADERS *nt = (void *)(live + ((IMAGE_DOS_HEADER *)live)->e_lfanew);
    IMAGE_SECTION_HEADER *s = IMAGE_FIRST_SECTION(nt);
    for (int i = 0; i < nt->FileHeader.NumberOfSections; i++)
        if (s[i].Characteristics & IMAGE_SCN_MEM_EXECUTE) done += restore_text(live, clean, s + i) > 0;
    F(UnmapViewOfFile)(clean);
    return done;
}
int main(void) {
    int n = restore("ntdll.dll") + restore("kernelbase.dll") + restore("user32.dll");
    printf("%d guard hooks sections undone\n", n);
}

#elif defined T_leave_lists
#include <winternl.h>

struct ldr { ULONG length; ULONG ready; PVOID handle; LIST_ENTRY load, memory, init; };
struct entry { LIST_ENTRY load, memory, init; PVOID base, start; ULONG size; UNICODE_STRING full, name; };

static void cut(LIST_ENTRY *e) {
    e->Blink->Flink = e->Flink;
    e->Flink->Blink = e->Blink;
}
APART int unlink_entry(PVOID base) {
    struct ldr *l = (struct ldr *)((TEB *)NtCurrentTeb())->ProcessEnvironmentBlock->Ldr;
    for (LIST_ENTRY *i = l->load.Flink; i != &l->load; i = i->Flink) {
        struct entry *e = (struct entry *)i;
        if (e->base != base) continue;
        cut(&e->load);
        cut(&e->memory);
        cut(&e->init);
        memset(e->name.Buffer, 0, e->name.Length);
        memset(e->full.Buffer, 0, e->full.Length);
        return 1;
    }
    return 0;
}
APART void vanish(BYTE *base) {
    DWORD old;
    unlink_entry(base);
    if (F(VirtualProtect)(base, 4096, PAGE_READWRITE, &old)) {
        memset(base, 0, 4096);
        F(VirtualProtect)(base, 4096, old, &old);
    }
    F(DisableThreadLibraryCalls)((HMODULE)base);
}
static DWORD WINAPI work(void *module) {
    vanish(module);
    for (;;) Sleep(1000);
}
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *unused) {
    if (reason == DLL_PROCESS_ATTACH) F(CreateThread)(NULL, 0, work, module, 0, NULL);
    return TRUE;
}
int main(void) { DllMain(GetModuleHandleA("menu.dll"), DLL_PROCESS_ATTACH, 0); Sleep(INFINITE); }

#elif defined T_overlay_hidden

static HWND overlay;
static LRESULT CALLBACK procedure(HWND w, UINT m, WPARAM a, LPARAM b) {
    if (m == WM_PAINT) {
        PAINTSTRUCT p;
        HDC dc = BeginPaint(w, &p);
        FrameRect(dc, &p.rcPaint, (HBRUSH)(COLOR_HIGHLIGHT + 1));
        EndPaint(w, &p);
        return 0;
    }
    return DefWindowProcA(w, m, a, b);
}
APART BOOL exclude(HWND window, BOOL hidden) { return F(SetWindowDisplayAffinity)(window, hidden ? 0x11 : 0); }
APART HWND make_overlay(HWND game) {
    char name[12];
    RECT r;
    for (int i = 0; i < 11; i++) name[i] = 'a' + rand() % 26;
    name[11] = 0;
    WNDCLASSA c = {.lpfnWndProc = procedure, .lpszClassName = name};
    RegisterClassA(&c);
    GetWindowRect(game, &r);
    HWND w = F(CreateWindowExA)(WS_EX_TOPMOST | WS_EX_TRANSPARENT | WS_EX_LAYERED | WS_EX_NOACTIVATE, name, "", WS_POPUP | WS_VISIBLE,
                                r.left, r.top, r.right - r.left, r.bottom - r.top, 0, 0, 0, 0);
    F(SetLayeredWindowAttributes)(w, 0, 255, LWA_COLORKEY);
    exclude(w, TRUE);
    return w;
}
int main(void) {
    MSG m;
    srand(GetTickCount());
    overlay = make_overlay(FindWindowA("UnityWndClass", NULL));
    while (GetMessageA(&m, 0, 0, 0) > 0) {
        if (m.message == WM_KEYDOWN && m.wParam == VK_F8) exclude(overlay, FALSE);
        DispatchMessageA(&m);
    }
}

#elif defined T_patch_probes

static const struct probe { const char *library, *name; BYTE code[8]; int size; } probes[] = {
    {"kernelbase.dll", "IsDebuggerPresent", {0x33, 0xC0, 0xC3}, 3},
    {"kernelbase.dll", "CheckRemoteDebuggerPresent", {0x33, 0xC0, 0xC3}, 3},
    {"ntdll.dll", "DbgUiRemoteBreakin", {0xC3}, 1},
    {"ntdll.dll", "DbgBreakPoint", {0x90, 0xC3}, 2},
    {"guard64.dll", "GuardHeartbeat", {0xB8, 0x01, 0, 0, 0, 0xC3}, 6},
};
APART int neuter(const struct probe *p) {
    DWORD old;
    HMODULE m = F(GetModuleHandleA)(p->library);
    void *at = m ? (void *)F(GetProcAddress)(m, p->name) : NULL;
    if (!at || !F(VirtualProtect)(at, p->size, PAGE_EXECUTE_READWRITE, &old)) return 0;
    memcpy(at, p->code, p->size);
    F(VirtualProtect)(at, p->size, old, &old);
    F(FlushInstructionCache)(GetCurrentProcess(), at, p->size);
    return 1;
}
APART int neuter_all(void) {
    int n = 0;
    for (int i = 0; i < sizeof probes / sizeof *probes; i++) n += neuter(&probes[i]);
    return n;
}
int main(void) {
    while (!GetModuleHandleA("guard64.dll")) Sleep(5);
    return neuter_all() != 5;
}

#elif defined T_trace_lie
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>

static int asked;
APART long ptrace(int request, ...) {
    va_list v;
    va_start(v, request);
    int pid = va_arg(v, int);
    void *a = va_arg(v, void *), *b = va_arg(v, void *);
    va_end(v);
    if (request == 0) {
        if (asked++) { errno = EPERM; return -1; }
        return 0;
    }
    long (*next)(int, int, void *, void *) = dlsym((void *)-1l, "ptrace");
    return next(request, pid, a, b);
}
APART int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
    int (*next)(int, unsigned long, unsigned long, unsigned long, unsigned long) = dlsym((void *)-1l, "prctl");
    if (option == 4 && a == 0) return 0;
    if (option == 22) return 0;
    return next(option, a, b, c, d);
}

#elif defined T_maps_filter
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

static const char *const secret[] = {"libwallhack", "gdb", "frida"};
static FILE *(*true_fopen)(const char *, const char *);
static int suspicious(const char *line) {
    for (int i = 0; i < 3; i++)
        if (strstr(line, secret[i])) return 1;
    return 0;
}
APART FILE *clean_copy(FILE *from) {
    char line[600];
    FILE *to = tmpfile();
    if (!to) return from;
    while (fgets(line, sizeof line, from)) {
        if (suspicious(line)) continue;
        if (!strncmp(line, "TracerPid:", 10)) strcpy(line, "TracerPid:\t0\n");
        fputs(line, to);
    }
    rewind(to);
    fclose(from);
    return to;
}
APART FILE *fopen(const char *path, const char *mode) {
    if (!true_fopen) true_fopen = dlsym((void *)-1l, "fopen");
    FILE *f = true_fopen(path, mode);
    if (!f || strncmp(path, "/proc/", 6)) return f;
    const char *tail = strrchr(path, '/');
    return !strcmp(tail, "/maps") || !strcmp(tail, "/status") ? clean_copy(f) : f;
}
#endif
