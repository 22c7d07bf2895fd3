/* 挂钩库：以跳转指令改写 ws2_32 的 send，另将自身时间加快。A library that bends send to itself. Built, never run: see README.md. */
#include <winsock2.h>
#include <windows.h>
#define F static __attribute__((noinline))
static unsigned char kept[14];
static volatile long sent;

F int taken(SOCKET line, const char *data, int size, int flags) {
    sent += size;
    return WSASend(line, &(WSABUF){(ULONG)size, (char *)data}, 1, (DWORD *)&sent, (DWORD)flags, 0, 0);
}

F void bend(unsigned char *at, void *to) {
    DWORD old;
    VirtualProtect(at, 14, PAGE_EXECUTE_READWRITE, &old);
    for (int n = 0; n < 14; n++) kept[n] = at[n];
    *(volatile unsigned short *)at = 0x25ff;
    *(volatile int *)(at + 2) = 0;
    *(void *volatile *)(at + 6) = to;
    VirtualProtect(at, 14, old, &old);
}

int __stdcall start(HINSTANCE own, DWORD why, void *more) {
    if (why == DLL_PROCESS_ATTACH) bend((unsigned char *)(void *)GetProcAddress(GetModuleHandleA("ws2_32.dll"), "send"), (void *)taken);
    return 1;
}
