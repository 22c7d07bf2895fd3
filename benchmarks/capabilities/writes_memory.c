/* technique globals windows at=poke
   technique object windows at=set_health
   technique native windows at=put libs=ntdll
   technique procfs linux at=store
   technique words linux at=patch */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_globals
static HANDLE game;
static int locked[8];
APART static void poke(unsigned slot, int value) {
    locked[slot] = value;
    if (!F(WriteProcessMemory)(game, (LPVOID)(0x0057A0F0ull + slot * 4), &locked[slot], 4, NULL)) printf("lost\n");
}
int main(void) {
    DWORD id;
    HWND window = FindWindowA("MoonCoveWindow", NULL);
    GetWindowThreadProcessId(window, &id);
    game = F(OpenProcess)(PROCESS_VM_OPERATION | PROCESS_VM_WRITE | PROCESS_VM_READ, FALSE, id);
    for (;;) {
        poke(0, 9999);
        poke(3, 99);
        Sleep(100);
    }
}
#elif defined T_object
struct trainer { HANDLE process; void (*set)(struct trainer *, int); BYTE *player; };
APART static void set_health(struct trainer *t, int amount) {
    DWORD before;
    VirtualProtectEx(t->process, t->player + 0x1c, 4, PAGE_READWRITE, &before);
    F(WriteProcessMemory)(t->process, t->player + 0x1c, &amount, sizeof amount, NULL);
}
APART static struct trainer *make(DWORD id) {
    struct trainer *t = malloc(sizeof *t);
    t->process = F(OpenProcess)(0x1F0FFF, FALSE, id);
    t->set = set_health;
    t->player = (BYTE *)0x02A41000;
    return t;
}
int main(int n, char **words) { struct trainer *t = make(atoi(words[1])); t->set(t, 500 + n); return 0; }
#elif defined T_native
#include <winternl.h>
NTSTATUS NTAPI NtWriteVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, PSIZE_T);
APART static long put(HANDLE into, uintptr_t at, int value) {
    return F(NtWriteVirtualMemory)(into, (PVOID)at, &value, sizeof value, NULL);
}
int main(int n, char **words) {
    HANDLE h = F(OpenProcess)(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, atoi(words[1]));
    return put(h, 0x7ff6a0001000, 77 + n) != 0;
}
#elif defined T_procfs
#include <fcntl.h>
#include <unistd.h>
APART static void store(int id, off_t at, int value) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", id);
    int fd = open(path, O_RDWR);
    if (pwrite(fd, &value, sizeof value, at) != sizeof value) perror(path);
    close(fd);
}
int main(int n, char **words) { for (;;) { store(atoi(words[1]), 0x5581c0 + n, 100); usleep(50000); } }
#elif defined T_words
#include <sys/ptrace.h>
#include <sys/wait.h>
APART static int patch(int id, unsigned long at, long word) { return ptrace(PTRACE_POKETEXT, id, (void *)at, (void *)word); }
APART static int stop(int id) { return ptrace(PTRACE_ATTACH, id, 0, 0) || waitpid(id, 0, 0) < 0; }
int main(int n, char **words) { int id = atoi(words[1]); return stop(id) || patch(id, 0x401122, 0x9090909090909090 + n); }
#endif
