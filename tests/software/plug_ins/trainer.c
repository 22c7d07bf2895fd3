/* Opens a process and writes to it through two functions of its own; the opener asks for the right to write. */
#include <windows.h>
__attribute__((noinline)) static HANDLE opened(DWORD id) {
    return OpenProcess(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, id);
}

__attribute__((noinline)) static void freeze(HANDLE game, ULONG_PTR place, int value) {
    SIZE_T wrote;
    WriteProcessMemory(game, (void *)place, &value, sizeof value, &wrote);
}

void start(void) {
    HANDLE game = opened(GetTickCount());
    for (;;) {
        freeze(game, 0x140007010, 900);
        Sleep(50);
    }
}
