/* technique freezer windows at=hold
   technique native windows at=store libs=ntdll
   technique vectored linux at=scatter */
#include "common.h"
#if defined T_freezer
struct pin { ULONG_PTR where; int value; struct pin *next; };
static HANDLE game;
static struct pin last = {0x7FF60010, 9999, NULL}, first = {0x7FF60020, 50, &last};
APART static void hold(const struct pin *p) {
    DWORD old;
    F(VirtualProtectEx)(game, (LPVOID)p->where, sizeof p->value, PAGE_READWRITE, &old);
    F(WriteProcessMemory)(game, (LPVOID)p->where, &p->value, sizeof p->value, NULL);
    F(VirtualProtectEx)(game, (LPVOID)p->where, sizeof p->value, old, &old);
}
static VOID CALLBACK tick(HWND w, UINT m, UINT_PTR id, DWORD now) { for (struct pin *p = &first; p; p = p->next) hold(p); }
static BOOL CALLBACK each(HWND w, LPARAM into) {
    WCHAR text[64];
    if (GetWindowTextW(w, text, 64) && wcsstr(text, L"Lanternfall")) { GetWindowThreadProcessId(w, (DWORD *)into); return FALSE; }
    return TRUE;
}
int main(void) {
    DWORD id = 0;
    MSG m;
    EnumWindows(each, (LPARAM)&id);
    game = F(OpenProcess)(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, id);
    SetTimer(NULL, 0, 100, tick);
    while (GetMessageW(&m, NULL, 0, 0) > 0) DispatchMessageW(&m);
}
#elif defined T_native
#include <winternl.h>
NTSTATUS NTAPI NtWriteVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, SIZE_T *);
typedef struct { HANDLE h; } session;
APART static NTSTATUS store(session *s, ULONG_PTR to, void *from, SIZE_T size) {
    return F(NtWriteVirtualMemory)(s->h, (PVOID)to, from, size, NULL);
}
APART static void set_float(session *s, ULONG_PTR to, float f) { store(s, to, &f, sizeof f); }
APART static void set_speed(session *s, ULONG_PTR player, float times) { set_float(s, player + 0x88, 4.5f * times); }
int main(int n, char **v) {
    session s = {OpenProcess(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, n > 1 ? strtoul(v[1], 0, 10) : 0)};
    if (s.h) set_speed(&s, 0x20007000, 3);
}
#elif defined T_vectored
#include <sys/uio.h>
ssize_t process_vm_writev(int, const struct iovec *, unsigned long, const struct iovec *, unsigned long, unsigned long);
APART static int scatter(int pid, uintptr_t to, void *from, size_t size) {
    struct iovec mine = {from, size}, its = {(void *)to, size};
    return process_vm_writev(pid, &mine, 1, &its, 1, 0) == (ssize_t)size;
}
int main(int n, char **v) {
    int lives = 99;
    return n > 1 && scatter(atoi(v[1]), 0x4040C0, &lives, sizeof lives) ? 0 : 1;
}
#endif
