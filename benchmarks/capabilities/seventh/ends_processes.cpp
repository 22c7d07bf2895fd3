/* Toys against the invented game 月光城 and its invented guard; built, never run.
technique session windows libs=wtsapi32 at=_Z4quitRKNSt7__cxx1112basic_stringIwSt11char_traitsIwESaIwEEE
*/
#if defined T_session
#include <windows.h>
#include <wtsapi32.h>
#include <string>
#include "hand.h"

KEEP unsigned quit(const std::wstring &name) {
    WTS_PROCESS_INFOW *list = nullptr;
    DWORD count = 0;
    unsigned gone = 0;
    if (!WTSEnumerateProcessesW(WTS_CURRENT_SERVER_HANDLE, 0, 1, &list, &count)) return 0;
    for (DWORD i = 0; i < count; ++i)
        if (name == list[i].pProcessName) gone += WTSTerminateProcess(WTS_CURRENT_SERVER_HANDLE, list[i].ProcessId, 0) != 0;
    WTSFreeMemory(list);
    return gone;
}

int main() { return quit(L"moonguard.exe") + quit(L"moonwatch.exe") == 0; }
#endif
