/* 修改器与加载器：锁定生命值，并把 moonhook.dll 装入客户端。A trainer and loader: holds a value of the client, and has the
   client load a library. Its addresses are those of client.exe (-DLIFE=…). Built, never run: see README.md. */
#include <windows.h>
#define F static __attribute__((noinline))

F HANDLE game(void) {
    DWORD id = 0;
    GetWindowThreadProcessId(FindWindowA("MoonlightCity", 0), &id);
    return OpenProcess(PROCESS_VM_OPERATION | PROCESS_VM_WRITE | PROCESS_CREATE_THREAD, FALSE, id);
}

F void hold_life(HANDLE it) {
    int full = 900;
    WriteProcessMemory(it, (void *)LIFE, &full, sizeof full, 0);
}

F void load(HANDLE it) {
    static const char name[] = "moonhook.dll";
    void *room = VirtualAllocEx(it, 0, sizeof name, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    WriteProcessMemory(it, room, name, sizeof name, 0);
    CreateRemoteThread(it, 0, 0, (LPTHREAD_START_ROUTINE)(void *)GetProcAddress(GetModuleHandleA("kernel32.dll"), "LoadLibraryA"), room, 0, 0);
}

void start(void) {
    HANDLE it = game();
    load(it);
    for (;;) {
        hold_life(it);
        Sleep(50);
    }
}
