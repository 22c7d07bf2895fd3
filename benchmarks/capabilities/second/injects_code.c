/* technique started windows at=start_with
   technique user_thread windows at=run libs=ntdll
   technique spawned linux at=spawn */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_started
APART static int start_with(const char *game, const char *library) {
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    SIZE_T length = strlen(library) + 1;
    if (!CreateProcessA(game, NULL, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &si, &pi)) return 1;
    void *name = F(VirtualAllocEx)(pi.hProcess, NULL, length, MEM_COMMIT, PAGE_READWRITE);
    F(WriteProcessMemory)(pi.hProcess, name, library, length, NULL);
    HANDLE loader = F(CreateRemoteThread)(pi.hProcess, NULL, 0, (LPTHREAD_START_ROUTINE)LoadLibraryA, name, 0, NULL);
    WaitForSingleObject(loader, INFINITE);
    return ResumeThread(pi.hThread) == (DWORD)-1;
}
int main(int n, char **words) { return start_with(words[1], words[n - 1]); }
#elif defined T_user_thread
#include <winternl.h>
NTSTATUS NTAPI RtlCreateUserThread(HANDLE, PVOID, BOOLEAN, ULONG, PULONG, PULONG, PVOID, PVOID, PHANDLE, PVOID);
APART static void *place(HANDLE process, const void *code, SIZE_T size) {
    void *at = F(VirtualAllocEx)(process, 0, size, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    F(WriteProcessMemory)(process, at, code, size, 0);
    return at;
}
APART static HANDLE run(HANDLE process, void *at) {
    HANDLE thread = 0;
    F(RtlCreateUserThread)(process, 0, FALSE, 0, 0, 0, at, 0, &thread, 0);
    return thread;
}
int main(int n, char **words) {
    static const unsigned char code[] = {0x31, 0xc0, 0xc3};
    HANDLE p = F(OpenProcess)(PROCESS_CREATE_THREAD | PROCESS_VM_OPERATION | PROCESS_VM_WRITE, 0, atoi(words[n - 1]));
    return run(p, place(p, code, sizeof code)) == 0;
}
#elif defined T_spawned
#include <spawn.h>
APART static int spawn(char **words) {
    static char *environment[] = {"LD_PRELOAD=./libwall.so", "HOME=/tmp", NULL};
    pid_t id;
    return posix_spawn(&id, words[0], NULL, NULL, words, environment);
}
int main(int n, char **words) { return n < 2 || spawn(words + 1); }
#endif
