/* Toys against the invented game 月光城; built, never run. The libraries that they name hold nothing.
technique doorstep windows at=bring_in
technique messagehook windows at=settle
technique queued windows at=leave_note
technique borrowed windows at=turn_thread
technique mapped windows libs=ntdll at=share_pages,start_there
technique preloaded linux at=launch
technique callin linux at=call_dlopen
*/
#if defined T_doorstep
#include <windows.h>
#include <stdio.h>
#include "hand.h"

KEEP int bring_in(DWORD pid, const wchar_t *dll) {
    SIZE_T size = (wcslen(dll) + 1) * sizeof *dll;
    DWORD code = 0;
    HANDLE game, thread;
    void *there;
    if (!(game = F(OpenProcess)(PROCESS_CREATE_THREAD | PROCESS_VM_OPERATION | PROCESS_VM_WRITE, FALSE, pid))) return -1;
    if ((there = F(VirtualAllocEx)(game, NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE)) &&
        F(WriteProcessMemory)(game, there, dll, size, NULL)) {
        FARPROC load = GetProcAddress(GetModuleHandleW(L"kernel32"), "LoadLibraryW");
        thread = F(CreateRemoteThread)(game, NULL, 0, (LPTHREAD_START_ROUTINE)load, there, 0, NULL);
        if (thread) {
            WaitForSingleObject(thread, 5000);
            GetExitCodeThread(thread, &code);
            CloseHandle(thread);
        }
        F(VirtualFreeEx)(game, there, 0, MEM_RELEASE);
    }
    CloseHandle(game);
    return code != 0;
}

int wmain(void) {
    wchar_t path[MAX_PATH];
    DWORD pid;
    GetFullPathNameW(L"moonside.dll", MAX_PATH, path, NULL);
    GetWindowThreadProcessId(FindWindowW(NULL, L"月光城"), &pid);
    return bring_in(pid, path);
}
int main(void) { return wmain(); }
#elif defined T_messagehook
#include <windows.h>
#include "hand.h"

/* The system itself carries the library over, once a hook for messages of the game's thread is set. */
KEEP HHOOK settle(HWND window, HMODULE dll) {
    DWORD thread = GetWindowThreadProcessId(window, NULL);
    HOOKPROC entry = (HOOKPROC)GetProcAddress(dll, "OnMessage");
    HHOOK hook = entry ? F(SetWindowsHookExA)(WH_GETMESSAGE, entry, dll, thread) : NULL;
    if (hook) PostThreadMessageA(thread, WM_NULL, 0, 0);
    return hook;
}

int main(void) {
    HWND window = FindWindowA("MoonlightWindow", NULL);
    HMODULE dll = LoadLibraryA("moonside.dll");
    HHOOK hook;
    if (!window || !dll) return 1;
    hook = settle(window, dll);
    while (hook && IsWindow(window)) Sleep(1000);
    UnhookWindowsHookEx(hook);
    return 0;
}
#elif defined T_queued
#include <windows.h>
#include <tlhelp32.h>
#include "hand.h"

KEEP int leave_note(DWORD pid, HANDLE game, LPCSTR dll) {
    THREADENTRY32 t;
    int left = 0;
    LPVOID text = F(VirtualAllocEx)(game, 0, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    F(WriteProcessMemory)(game, text, dll, lstrlenA(dll) + 1, 0);
    HANDLE snap = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    t.dwSize = sizeof t;
    for (BOOL more = Thread32First(snap, &t); more; more = Thread32Next(snap, &t)) {
        if (t.th32OwnerProcessID != pid) continue;
        HANDLE thread = F(OpenThread)(THREAD_SET_CONTEXT, FALSE, t.th32ThreadID);
        left += F(QueueUserAPC)((PAPCFUNC)(void *)LoadLibraryA, thread, (ULONG_PTR)text) != 0;
        CloseHandle(thread);
    }
    CloseHandle(snap);
    return left;
}

int main(int argc, char *argv[]) {
    DWORD pid = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    HANDLE game = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, pid);
    return game ? !leave_note(pid, game, "D:\\moon\\moonside.dll") : 1;
}
#elif defined T_borrowed
#include <windows.h>
#include <string.h>
#include "hand.h"

/* A thread of the game is stopped, sent through a few bytes that call a function there, and let go on. */
KEEP BOOL turn_thread(HANDLE game, HANDLE thread, const BYTE *code, SIZE_T size) {
    CONTEXT c;
    memset(&c, 0, sizeof c);
    c.ContextFlags = CONTEXT_CONTROL;
    if (F(SuspendThread)(thread) == (DWORD)-1) return FALSE;
    BYTE *room = F(VirtualAllocEx)(game, NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    BOOL fine = room && F(GetThreadContext)(thread, &c) && F(WriteProcessMemory)(game, room, code, size, NULL);
    if (fine) {
        AT_OF(&c) = (ULONG_PTR)room;
        fine = F(SetThreadContext)(thread, &c);
    }
    F(ResumeThread)(thread);
    return fine;
}

int main(int argc, char **argv) {
    static const BYTE nothing[] = {0x90, 0x90, 0xeb, 0xfe};
    if (argc < 3) return 2;
    HANDLE game = OpenProcess(PROCESS_ALL_ACCESS, FALSE, atoi(argv[1]));
    HANDLE thread = OpenThread(THREAD_ALL_ACCESS, FALSE, atoi(argv[2]));
    return !turn_thread(game, thread, nothing, sizeof nothing);
}
#elif defined T_mapped
#include <windows.h>
#include "hand.h"

__declspec(dllimport) LONG NTAPI NtCreateSection(HANDLE *, ULONG, void *, LARGE_INTEGER *, ULONG, ULONG, HANDLE);
__declspec(dllimport) LONG NTAPI NtMapViewOfSection(HANDLE, HANDLE, void **, ULONG_PTR, SIZE_T, LARGE_INTEGER *, SIZE_T *, ULONG, ULONG, ULONG);
__declspec(dllimport) LONG NTAPI RtlCreateUserThread(HANDLE, void *, BOOLEAN, ULONG, SIZE_T, SIZE_T, void *, void *, HANDLE *, void *);

KEEP void *share_pages(HANDLE game, const void *code, SIZE_T size) {
    LARGE_INTEGER whole = {.QuadPart = 0x1000};
    HANDLE section = NULL;
    void *mine = NULL, *there = NULL;
    SIZE_T view = 0;
    if (F(NtCreateSection)(&section, SECTION_ALL_ACCESS, NULL, &whole, PAGE_EXECUTE_READWRITE, SEC_COMMIT, NULL) < 0) return NULL;
    F(NtMapViewOfSection)(section, GetCurrentProcess(), &mine, 0, 0, NULL, &view, 2, 0, PAGE_READWRITE);
    F(NtMapViewOfSection)(section, game, &there, 0, 0, NULL, &view, 2, 0, PAGE_EXECUTE_READ);
    if (mine && there) memcpy(mine, code, size);
    CloseHandle(section);
    return there;
}

KEEP HANDLE start_there(HANDLE game, void *entry) {
    HANDLE thread = NULL;
    F(RtlCreateUserThread)(game, NULL, FALSE, 0, 0, 0, entry, NULL, &thread, NULL);
    return thread;
}

int main(int argc, char **argv) {
    static const BYTE back[] = {0x31, 0xc0, 0xc3};
    HANDLE game = OpenProcess(PROCESS_ALL_ACCESS, FALSE, argc > 1 ? atoi(argv[1]) : 0);
    void *there = share_pages(game, back, sizeof back);
    return there ? !start_there(game, there) : 1;
}
#elif defined T_preloaded
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "hand.h"

KEEP int launch(const char *client, const char *library) {
    pid_t child = fork();
    int state = 0;
    if (child == 0) {
        setenv("LD_PRELOAD", library, 1);
        execl(client, client, "--server", "moon.example", (char *)0);
        _exit(127);
    }
    if (child > 0) waitpid(child, &state, 0);
    return state;
}

int main(int argc, char **argv) {
    char library[4096];
    if (!realpath("libmoonside.so", library)) return perror("libmoonside.so"), 1;
    return launch(argc > 1 ? argv[1] : "./moonclient", library);
}
#elif defined T_callin
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/user.h>
#include <sys/wait.h>
#include "hand.h"

/* Has the stopped client call dlopen(path, RTLD_NOW) on its own stack, and puts its registers back. */
KEEP long call_dlopen(pid_t pid, unsigned long dlopen_at, const char *path) {
    struct user_regs_struct before, now;
    char text[256] = "";
    int state;
    if (ptrace(PTRACE_GETREGS, pid, NULL, &before) < 0) return -1;
    now = before;
#ifdef __x86_64__
    unsigned long room = (before.rsp - 1024) & ~15ul;
    now.rsp = room - 8;
    now.rdi = room;
    now.rsi = 2;
    now.rip = dlopen_at;
    now.rax = 0;
#else
    unsigned long room = (before.esp - 1024) & ~15ul;
    now.esp = room - 8;
    now.eip = dlopen_at;
#endif
    strncpy(text, path, sizeof text - 1);
    for (unsigned i = 0; i <= strlen(text); i += sizeof(long)) {
        long word;
        memcpy(&word, text + i, sizeof word);
        ptrace(PTRACE_POKEDATA, pid, room + i, word);
    }
    ptrace(PTRACE_POKEDATA, pid, room - 8, 0L);
    ptrace(PTRACE_SETREGS, pid, NULL, &now);
    ptrace(PTRACE_CONT, pid, NULL, NULL);
    waitpid(pid, &state, 0);
    ptrace(PTRACE_GETREGS, pid, NULL, &now);
    ptrace(PTRACE_SETREGS, pid, NULL, &before);
#ifdef __x86_64__
    return (long)now.rax;
#else
    return (long)now.eax;
#endif
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    pid_t pid = atoi(argv[1]);
    if (ptrace(PTRACE_ATTACH, pid, NULL, NULL)) return 1;
    waitpid(pid, NULL, 0);
    long handle = call_dlopen(pid, strtoul(argv[2], NULL, 16), argv[3]);
    ptrace(PTRACE_DETACH, pid, NULL, NULL);
    return printf("%lx\n", handle) < 0;
}
#endif
