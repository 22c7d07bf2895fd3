/* Toys against the invented game 月光城; built, never run.
technique pin windows at=pin_value
technique gate windows at=put,gate_put
technique tracepoke linux at=set_word
technique vecwrite linux at=refill
technique wallwalk windows at=blank
*/
#if defined T_pin
#include <windows.h>
#include "hand.h"

struct pinned { ULONG_PTR at; DWORD value; BOOL on; };
static struct pinned pins[] = {{0x140009018, 900, TRUE}, {0x140009020, 140, TRUE}};
static HANDLE game;

/* Holds each value where it is wanted. */
KEEP void pin_value(const struct pinned *one) {
    DWORD old;
    F(VirtualProtectEx)(game, (void *)one->at, 4, PAGE_READWRITE, &old);
    F(WriteProcessMemory)(game, (void *)one->at, &one->value, 4, NULL);
    F(VirtualProtectEx)(game, (void *)one->at, 4, old, &old);
}

static DWORD WINAPI hold(void *unused) {
    for (;; Sleep(50))
        for (int i = 0; i < 2; i++)
            if (pins[i].on) pin_value(&pins[i]);
}

int main(void) {
    DWORD pid;
    MSG m;
    GetWindowThreadProcessId(FindWindowW(NULL, L"月光城"), &pid);
    game = F(OpenProcess)(PROCESS_VM_OPERATION | PROCESS_VM_WRITE, FALSE, pid);
    if (!game) return 1;
    CreateThread(NULL, 0, hold, NULL, 0, NULL);
    RegisterHotKey(NULL, 1, MOD_CONTROL, VK_F1);
    while (GetMessage(&m, NULL, 0, 0) > 0)
        if (m.message == WM_HOTKEY) pins[0].on = !pins[0].on;
    return 0;
}
#elif defined T_gate
#include <windows.h>
#include "hand.h"

/* Goes to the kernel by itself: NtWriteVirtualMemory of Windows 10 is service 0x3a. */
LONG gate_put(HANDLE, void *, const void *, SIZE_T, SIZE_T *);
__asm__(".globl gate_put\n"
        ".def gate_put; .scl 2; .type 32; .endef\n"
        "gate_put:\n"
        "    mov %rcx, %r10\n"
        "    mov $0x3a, %eax\n"
        "    syscall\n"
        "    ret\n");

KEEP int put(HANDLE game, ULONG_PTR at, int value) {
    SIZE_T n = 0;
    return gate_put(game, (void *)at, &value, sizeof value, &n) >= 0 && n == sizeof value;
}

int main(int argc, char **argv) {
    HANDLE game = F(OpenProcess)(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, argc > 1 ? atoi(argv[1]) : 0);
    return !put(game, 0x140009018, 99999);
}
#elif defined T_tracepoke
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include "hand.h"

KEEP int set_word(int pid, unsigned long at, unsigned value) {
    long old = ptrace(PTRACE_PEEKTEXT, pid, (void *)at, 0);
    return ptrace(PTRACE_POKETEXT, pid, (void *)at, (void *)((old & ~0xffffffffl) | value));
}

int main(int argc, char **argv) {
    if (argc < 4) return fprintf(stderr, "pid address value\n"), 2;
    int pid = atoi(argv[1]), state, wrong;
    if (ptrace(PTRACE_ATTACH, pid, 0, 0)) return perror("attach"), 1;
    waitpid(pid, &state, 0);
    wrong = set_word(pid, strtoul(argv[2], 0, 16), strtoul(argv[3], 0, 0));
    ptrace(PTRACE_DETACH, pid, 0, 0);
    return wrong != 0;
}
#elif defined T_vecwrite
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>
#include "hand.h"

static pid_t who(const char *name) {
    DIR *proc = opendir("/proc");
    pid_t found = 0;
    for (struct dirent *e; !found && (e = readdir(proc));) {
        char path[280], line[64] = "";
        snprintf(path, sizeof path, "/proc/%s/comm", e->d_name);
        FILE *f = fopen(path, "r");
        if (!f) continue;
        if (fgets(line, sizeof line, f) && !strncmp(line, name, strlen(name))) found = atoi(e->d_name);
        fclose(f);
    }
    closedir(proc);
    return found;
}

KEEP ssize_t refill(pid_t pid, unsigned long life, int most) {
    int both[2] = {most, most};
    struct iovec mine = {both, sizeof both}, its = {(void *)life, sizeof both};
    return process_vm_writev(pid, &mine, 1, &its, 1, 0);
}

int main(void) {
    pid_t pid = who("moonclient");
    while (pid && refill(pid, 0x4c4104, 900) == 8) usleep(100000);
    return 1;
}
#elif defined T_wallwalk
#include <windows.h>
#include <tlhelp32.h>
#include "hand.h"

/* Overwrites the test for walls with nothing, at an address taken from the module list. */
KEEP BOOL blank(DWORD pid) {
    static const BYTE nothing[6] = {0x90, 0x90, 0x90, 0x90, 0x90, 0x90};
    MODULEENTRY32W module = {sizeof module};
    HANDLE list = F(CreateToolhelp32Snapshot)(TH32CS_SNAPMODULE | TH32CS_SNAPMODULE32, pid), game;
    BOOL done = FALSE;
    if (F(Module32FirstW)(list, &module)) {
        do {
            if (lstrcmpiW(module.szModule, L"client.exe")) continue;
            game = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, pid);
            done = F(WriteProcessMemory)(game, module.modBaseAddr + 0x17c2, nothing, sizeof nothing, NULL);
            F(FlushInstructionCache)(game, module.modBaseAddr + 0x17c2, sizeof nothing);
            CloseHandle(game);
            break;
        } while (F(Module32NextW)(list, &module));
    }
    CloseHandle(list);
    return done;
}

int WINAPI WinMain(HINSTANCE a, HINSTANCE b, LPSTR command, int show) {
    return blank(atoi(command)) ? 0 : MessageBoxW(NULL, L"没有找到月光城", L"穿墙", MB_OK);
}
#endif
