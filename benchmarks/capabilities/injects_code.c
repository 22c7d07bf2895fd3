/* technique library_path windows at=load_into
   technique queued windows at=queue
   technique mapped windows at=map_and_run libs=ntdll
   technique hijacked windows at=hijack
   technique message_hook windows at=hook_window libs=user32
   technique launcher linux at=launch
   technique registers linux at=call_there */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_library_path
APART static int load_into(DWORD id, const wchar_t *library) {
    SIZE_T size = (wcslen(library) + 1) * sizeof *library;
    HANDLE target = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, id);
    void *room = F(VirtualAllocEx)(target, NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    F(WriteProcessMemory)(target, room, library, size, NULL);
    FARPROC loader = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "LoadLibraryW");
    HANDLE thread = F(CreateRemoteThread)(target, NULL, 0, (LPTHREAD_START_ROUTINE)loader, room, 0, NULL);
    WaitForSingleObject(thread, 5000);
    return thread != NULL;
}
int main(int n, char **words) { return load_into(atoi(words[1]), n > 2 ? L"aim.dll" : L"moon_helper.dll"); }
#elif defined T_queued
struct target { HANDLE process, thread; };
APART static LPVOID copy_in(struct target *t, const void *code, SIZE_T size) {
    LPVOID at = F(VirtualAllocEx)(t->process, 0, size, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    return F(WriteProcessMemory)(t->process, at, code, size, 0) ? at : 0;
}
APART static void queue(struct target *t, LPVOID at) {
    F(QueueUserAPC)((PAPCFUNC)at, t->thread, 0);
    ResumeThread(t->thread);
}
int main(void) {
    static const unsigned char payload[] = {0x48, 0x83, 0xec, 0x28, 0x48, 0x31, 0xc9, 0xc3};
    STARTUPINFOA start = {.cb = sizeof start};
    PROCESS_INFORMATION made;
    CreateProcessA("mooncove.exe", 0, 0, 0, FALSE, CREATE_SUSPENDED, 0, 0, &start, &made);
    struct target t = {made.hProcess, made.hThread};
    queue(&t, copy_in(&t, payload, sizeof payload));
    return 0;
}
#elif defined T_mapped
#include <winternl.h>
NTSTATUS NTAPI NtCreateSection(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, PLARGE_INTEGER, ULONG, ULONG, HANDLE);
NTSTATUS NTAPI NtMapViewOfSection(HANDLE, HANDLE, PVOID *, ULONG_PTR, SIZE_T, PLARGE_INTEGER, PSIZE_T, int, ULONG, ULONG);
NTSTATUS NTAPI NtCreateThreadEx(PHANDLE, ACCESS_MASK, PVOID, HANDLE, PVOID, PVOID, ULONG, SIZE_T, SIZE_T, SIZE_T, PVOID);
APART static HANDLE map_and_run(HANDLE process, const void *image, SIZE_T size) {
    HANDLE section, thread = 0;
    LARGE_INTEGER most = {.QuadPart = (LONGLONG)size};
    PVOID here = 0, there = 0;
    SIZE_T seen = 0;
    F(NtCreateSection)(&section, SECTION_ALL_ACCESS, 0, &most, PAGE_EXECUTE_READWRITE, SEC_COMMIT, 0);
    F(NtMapViewOfSection)(section, GetCurrentProcess(), &here, 0, 0, 0, &seen, 2, 0, PAGE_READWRITE);
    memcpy(here, image, size);
    F(NtMapViewOfSection)(section, process, &there, 0, 0, 0, &seen, 2, 0, PAGE_EXECUTE_READ);
    F(NtCreateThreadEx)(&thread, THREAD_ALL_ACCESS, 0, process, there, 0, 0, 0, 0, 0, 0);
    return thread;
}
int main(int n, char **words) {
    static unsigned char body[4096];
    FILE *file = fopen(words[2], "rb");
    fread(body, 1, sizeof body, file);
    return map_and_run(F(OpenProcess)(PROCESS_ALL_ACCESS, n > 9, atoi(words[1])), body, sizeof body) == 0;
}
#elif defined T_hijacked
APART static void hijack(HANDLE process, HANDLE thread, const void *code, SIZE_T size) {
    CONTEXT context;
    context.ContextFlags = CONTEXT_FULL;
    SuspendThread(thread);
    F(GetThreadContext)(thread, &context);
    LPVOID cave = F(VirtualAllocEx)(process, NULL, size, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    F(WriteProcessMemory)(process, cave, code, size, NULL);
    context.Rip = (DWORD64)cave;
    F(SetThreadContext)(thread, &context);
    ResumeThread(thread);
}
int main(int n, char **words) {
    static const char stub[] = "\x90\x90\xeb\xfe";
    hijack(F(OpenProcess)(PROCESS_ALL_ACCESS, 0, atoi(words[1])), OpenThread(THREAD_ALL_ACCESS, 0, atoi(words[n - 1])), stub, 4);
    return 0;
}
#elif defined T_message_hook
APART static HHOOK hook_window(const char *title, const char *library) {
    HMODULE module = LoadLibraryA(library);
    HOOKPROC procedure = (HOOKPROC)GetProcAddress(module, "Watch");
    DWORD thread = GetWindowThreadProcessId(FindWindowA(NULL, title), NULL);
    return F(SetWindowsHookExA)(WH_GETMESSAGE, procedure, module, thread);
}
int main(void) {
    HHOOK hook = hook_window("Moon Cove Online", "moonhook.dll");
    getchar();
    return UnhookWindowsHookEx(hook);
}
#elif defined T_launcher
#include <unistd.h>
APART static int launch(char **words) {
    setenv("LD_PRELOAD", "./libspeed.so", 1);
    return execvp(words[0], words);
}
int main(int n, char **words) { return n < 2 ? 1 : launch(words + 1); }
#elif defined T_registers
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
APART static long call_there(int id, unsigned long function, unsigned long argument) {
    struct user_regs_struct saved, now;
    ptrace(PTRACE_GETREGS, id, 0, &saved);
    now = saved;
    now.rdi = argument;
    now.rip = function;
    ptrace(PTRACE_SETREGS, id, 0, &now);
    ptrace(PTRACE_CONT, id, 0, 0);
    waitpid(id, 0, 0);
    ptrace(PTRACE_GETREGS, id, 0, &now);
    ptrace(PTRACE_SETREGS, id, 0, &saved);
    return now.rax;
}
APART static void write_text(int id, unsigned long at, const char *text) {
    for (size_t i = 0; i < strlen(text) + 1; i += 8) {
        long word;
        memcpy(&word, text + i, 8);
        ptrace(PTRACE_POKEDATA, id, at + i, word);
    }
}
int main(int n, char **words) {
    int id = atoi(words[1]);
    ptrace(PTRACE_ATTACH, id, 0, 0);
    waitpid(id, 0, 0);
    write_text(id, 0x7ffd1000, "./libaim.so");
    return call_there(id, strtoul(words[n - 1], 0, 16), 0x7ffd1000) == 0;
}
#endif
