/* technique wide windows at=push_library
   technique apc windows at=queue_all
   technique tracer linux at=plant */
#include "common.h"
#if defined T_wide
APART static BOOL push_library(HANDLE to, const WCHAR *path) {
    SIZE_T size = (lstrlenW(path) + 1) * sizeof *path;
    void *there = F(VirtualAllocEx)(to, NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (!there || !F(WriteProcessMemory)(to, there, path, size, NULL)) return FALSE;
    HANDLE t = F(CreateRemoteThread)(to, NULL, 0, (LPTHREAD_START_ROUTINE)(void *)LoadLibraryW, there, 0, NULL);
    if (t) WaitForSingleObject(t, 5000);
    return t != NULL;
}
int main(void) {
    PROCESSENTRY32W e = {sizeof e};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    for (BOOL more = Process32FirstW(all, &e); more; more = Process32NextW(all, &e)) {
        if (lstrcmpiW(e.szExeFile, L"lanternfall.exe")) continue;
        HANDLE h = F(OpenProcess)(PROCESS_CREATE_THREAD | PROCESS_VM_OPERATION | PROCESS_VM_WRITE, FALSE, e.th32ProcessID);
        if (h) push_library(h, L"overlay.dll");
    }
}
#elif defined T_apc
static const BYTE nothing[] = {0xC3};
APART static int queue_all(HANDLE to, DWORD id) {
    int count = 0;
    THREADENTRY32 e = {sizeof e};
    void *there = F(VirtualAllocEx)(to, NULL, sizeof nothing, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    F(WriteProcessMemory)(to, there, nothing, sizeof nothing, NULL);
    HANDLE all = F(CreateToolhelp32Snapshot)(TH32CS_SNAPTHREAD, 0);
    for (BOOL more = F(Thread32First)(all, &e); more; more = F(Thread32Next)(all, &e)) {
        if (e.th32OwnerProcessID != id) continue;
        HANDLE t = F(OpenThread)(THREAD_SET_CONTEXT, FALSE, e.th32ThreadID);
        if (t) count += F(QueueUserAPC)((PAPCFUNC)there, t, 0) != 0;
    }
    return count;
}
int main(void) {
    DWORD id = 0;
    GetWindowThreadProcessId(FindWindowW(NULL, L"Lanternfall"), &id);
    HANDLE h = OpenProcess(PROCESS_VM_OPERATION | PROCESS_VM_WRITE, FALSE, id);
    return h ? queue_all(h, id) : -1;
}
#elif defined T_tracer
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <sys/user.h>
APART static int plant(int pid, const long *words, int count) {
    struct user_regs_struct r;
    ptrace(PTRACE_ATTACH, pid, 0, 0);
    waitpid(pid, 0, 0);
    ptrace(PTRACE_GETREGS, pid, 0, &r);
    for (int i = 0; i < count; i++) ptrace(PTRACE_POKETEXT, pid, (void *)(0x401000 + i * sizeof(long)), (void *)words[i]);
    unsigned long long start = 0x401000;
    memcpy((char *)&r + (sizeof(long) == 8 ? 128 : 48), &start, sizeof(long));
    ptrace(PTRACE_SETREGS, pid, 0, &r);
    return ptrace(PTRACE_DETACH, pid, 0, 0);
}
int main(int n, char **v) { long words[] = {0x90909090, 0x90909090}; return n > 1 ? plant(atoi(v[1]), words, 2) : 1; }
#endif
