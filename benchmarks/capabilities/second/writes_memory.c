/* technique thread windows at=keep
   technique direct_call linux at=write_there */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_thread
struct lock { HANDLE game; UINT_PTR where; int value; volatile LONG on; };
static DWORD WINAPI keep(void *context) {
    struct lock *l = context;
    while (l->on) {
        F(WriteProcessMemory)(l->game, (void *)l->where, &l->value, sizeof l->value, NULL);
        Sleep(25);
    }
    return 0;
}
int main(int n, char **words) {
    struct lock l = {F(OpenProcess)(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, 0, atoi(words[1])), 0x14B2C0, 100, n};
    HANDLE thread = CreateThread(0, 0, keep, &l, 0, 0);
    return WaitForSingleObject(thread, INFINITE);
}
#elif defined T_direct_call
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
APART static long write_there(int id, unsigned long at, int value) {
    struct iovec mine = {&value, sizeof value}, theirs = {(void *)at, sizeof value};
    return syscall(SYS_process_vm_writev, id, &mine, 1ul, &theirs, 1ul, 0ul);
}
int main(int n, char **words) { for (;;) if (write_there(atoi(words[1]), 0x5600, n) < 0) return 1; }
#endif
