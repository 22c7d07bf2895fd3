/* Toys against the invented game 月光城 and its invented guard; built, never run.
technique unlink windows-library at=leave_lists
technique service windows libs=advapi32 at=rest
technique unseen windows at=make_overlay
technique blind windows-library at=always_zero
technique twice windows libs=ntdll at=let_go
technique disguise linux at=look_like
technique untraced linux-library at=ptrace,fopen
*/
#if defined T_unlink
#include <windows.h>
#include <winternl.h>
#include "hand.h"

typedef struct { LIST_ENTRY load, memory, init; void *base; } module_t;

static void out(LIST_ENTRY *e) {
    e->Blink->Flink = e->Flink;
    e->Flink->Blink = e->Blink;
    e->Flink = e->Blink = e;
}

/* The library no longer stands in any list of what is loaded, and its head is blank. */
KEEP void leave_lists(HMODULE self) {
    PEB *peb = NtCurrentTeb()->ProcessEnvironmentBlock;
    LIST_ENTRY *first = &peb->Ldr->InMemoryOrderModuleList, *e = first->Flink;
    DWORD was;
    for (; e != first; e = e->Flink) {
        module_t *m = CONTAINING_RECORD(e, module_t, memory);
        if (m->base != self) continue;
        out(&m->load);
        out(&m->memory);
        out(&m->init);
        break;
    }
    if (F(VirtualProtect)(self, 4096, PAGE_READWRITE, &was)) {
        SecureZeroMemory(self, 4096);
        F(VirtualProtect)(self, 4096, was, &was);
    }
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID unused) {
    if (why == DLL_PROCESS_ATTACH) leave_lists(self);
    return TRUE;
}
#elif defined T_service
#include <windows.h>
#include <stdio.h>
#include "hand.h"

KEEP DWORD rest(const char *name) {
    SERVICE_STATUS state = {0};
    SC_HANDLE all = F(OpenSCManagerA)(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE one = F(OpenServiceA)(all, name, SERVICE_STOP | SERVICE_CHANGE_CONFIG | SERVICE_QUERY_STATUS);
    if (one) {
        F(ControlService)(one, SERVICE_CONTROL_STOP, &state);
        F(ChangeServiceConfigA)(one, SERVICE_NO_CHANGE, SERVICE_DISABLED, SERVICE_NO_CHANGE, 0, 0, 0, 0, 0, 0, 0);
        CloseServiceHandle(one);
    }
    CloseServiceHandle(all);
    return state.dwCurrentState;
}

int main(void) {
    static const char *guards[] = {"MoonGuard", "MoonGuardWatch", 0};
    for (const char **g = guards; *g; g++) printf("%s: %lu\n", *g, rest(*g));
    return 0;
}
#elif defined T_unseen
#include <windows.h>
#include "hand.h"

#ifndef WDA_EXCLUDEFROMCAPTURE
#define WDA_EXCLUDEFROMCAPTURE 0x11
#endif
/* A window over the game that is in no picture which the guard takes. */
KEEP HWND make_overlay(HINSTANCE self) {
    WNDCLASSW kind = {0, DefWindowProcW, 0, 0, self, 0, 0, 0, 0, L"o"};
    RegisterClassW(&kind);
    HWND w = CreateWindowExW(WS_EX_TOPMOST | WS_EX_LAYERED | WS_EX_TRANSPARENT | WS_EX_TOOLWINDOW, L"o", L"", WS_POPUP, 0, 0, 1920, 1080, 0, 0, self, 0);
    SetLayeredWindowAttributes(w, 0, 255, LWA_COLORKEY);
    F(SetWindowDisplayAffinity)(w, WDA_EXCLUDEFROMCAPTURE);
    ShowWindow(w, SW_SHOWNA);
    return w;
}

int WINAPI WinMain(HINSTANCE self, HINSTANCE none, LPSTR line, int show) {
    MSG m;
    make_overlay(self);
    while (GetMessageW(&m, 0, 0, 0) > 0) DispatchMessageW(&m);
    return 0;
}
#elif defined T_blind
#include <windows.h>
#include "hand.h"

/* In the client, which asks these functions whether it is watched: they say no from now on. */
KEEP void always_zero(const char *library, const char *function) {
    static const BYTE zero[] = {0x31, 0xc0, 0xc3};
    DWORD was;
    BYTE *at = (BYTE *)GetProcAddress(GetModuleHandleA(library), function);
    if (!at || !F(VirtualProtect)(at, sizeof zero, PAGE_EXECUTE_READWRITE, &was)) return;
    for (unsigned i = 0; i < sizeof zero; i++) at[i] = zero[i];
    F(VirtualProtect)(at, sizeof zero, was, &was);
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID unused) {
    if (why == DLL_PROCESS_ATTACH) {
        always_zero("kernelbase.dll", "IsDebuggerPresent");
        always_zero("kernelbase.dll", "CheckRemoteDebuggerPresent");
        always_zero("moonguard.dll", "GuardScan");
    }
    return TRUE;
}
#elif defined T_twice
#include <windows.h>
#include <winternl.h>
#include <stdlib.h>
#include "hand.h"

typedef struct { ULONG pid; BYTE kind, flags; USHORT value; void *object; ULONG access; } one_handle;
typedef struct { ULONG count; one_handle each[1]; } all_handles;

/* The client lets no second one start: the mutex by which it knows is closed in it. */
KEEP int let_go(DWORD pid, const wchar_t *end) {
    ULONG size = 1 << 22, n;
    all_handles *all = malloc(size);
    HANDLE game = F(OpenProcess)(PROCESS_DUP_HANDLE, FALSE, pid), copy;
    int closed = 0;
    if (F(NtQuerySystemInformation)(16, all, size, &n) < 0) return -1;
    for (ULONG i = 0; i < all->count; i++) {
        BYTE room[1024] = {0};
        UNICODE_STRING *name = (UNICODE_STRING *)room;
        HANDLE value = (HANDLE)(ULONG_PTR)all->each[i].value;
        if (all->each[i].pid != pid || !F(DuplicateHandle)(game, value, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS)) continue;
        F(NtQueryObject)(copy, (OBJECT_INFORMATION_CLASS)1, room, sizeof room, NULL);
        CloseHandle(copy);
        if (!name->Buffer || !wcsstr(name->Buffer, end)) continue;
        F(DuplicateHandle)(game, value, NULL, NULL, 0, FALSE, DUPLICATE_CLOSE_SOURCE);
        closed++;
    }
    free(all);
    return closed;
}

int main(int argc, char **argv) { return argc > 1 ? let_go(atoi(argv[1]), L"MoonlightOnlyOne") <= 0 : 2; }
#elif defined T_disguise
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "hand.h"

/* Stands in the list of processes as a thread of the kernel, and lets nobody look inside. */
KEEP void look_like(int argc, char **argv, const char *name) {
    char *end = argv[argc - 1] + strlen(argv[argc - 1]);
    prctl(PR_SET_NAME, name, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    memset(argv[0], 0, end - argv[0]);
    snprintf(argv[0], end - argv[0] + 1, "[%s]", name);
}

int main(int argc, char **argv) {
    int delay = argc > 1 ? 1 : 2;
    look_like(argc, argv, "kworker/1:2");
    for (;;) sleep(delay);
}
#elif defined T_untraced
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "hand.h"

/* The client traces itself, so that nobody else can, and reads whether somebody does: both lead nowhere. */
long ptrace(int request, ...) { return 0; }

FILE *fopen(const char *path, const char *mode) {
    static FILE *(*real)(const char *, const char *);
    if (!real) real = dlsym(RTLD_NEXT, "fopen");
    FILE *f = real(path, mode);
    if (!f || (strcmp(path, "/proc/self/maps") && strcmp(path, "/proc/self/status"))) return f;
    FILE *clean = tmpfile();
    char line[512];
    while (fgets(line, sizeof line, f)) {
        if (strstr(line, "moonside")) continue;
        if (!strncmp(line, "TracerPid:", 10)) strcpy(line, "TracerPid:\t0\n");
        fputs(line, clean);
    }
    fclose(f);
    rewind(clean);
    return clean;
}
#endif
