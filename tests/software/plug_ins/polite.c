/* Has the same imports as the trainer and does not do what it does: opens a process to wait for it, and writes to its own
   memory alone. */
#include <windows.h>
static int counter;
void start(void) {
    HANDLE other = OpenProcess(SYNCHRONIZE, FALSE, GetTickCount());
    WaitForSingleObject(other, INFINITE);
    int value = 1;
    SIZE_T wrote;
    WriteProcessMemory(GetCurrentProcess(), &counter, &value, sizeof value, &wrote);
    ExitProcess((UINT)counter);
}
