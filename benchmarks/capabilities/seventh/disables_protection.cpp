/* Toys against the invented game 月光城 and its invented guard; built, never run.
technique covered linux at=_Z5coveri
technique quietthread windows at=_Z4hideRSt6vectorIPvSaIS0_EE
*/
#if defined T_covered
#include <cstdio>
#include <string>
#include <sys/mount.h>
#include <unistd.h>
#include "hand.h"

/* What the guard lists below /proc is an empty folder in the place of this process. */
KEEP bool cover(pid_t pid) {
    std::string at = "/proc/" + std::to_string(pid);
    return mount("/var/empty", at.c_str(), nullptr, MS_BIND, nullptr) == 0;
}

int main() {
    if (!cover(getpid())) return 1;
    pause();
}
#elif defined T_quietthread
#include <windows.h>
#include <vector>
#include "hand.h"

using SetInfo = LONG(NTAPI *)(HANDLE, ULONG, PVOID, ULONG);

/* No debugger hears of these threads. */
KEEP int hide(std::vector<HANDLE> &threads) {
    auto set = reinterpret_cast<SetInfo>(reinterpret_cast<void *>(GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtSetInformationThread")));
    int hidden = 0;
    for (HANDLE t : threads) hidden += set && set(t, 0x11, nullptr, 0) >= 0;
    return hidden;
}

static DWORD WINAPI work(void *) {
    for (;;) Sleep(100);
}

int main() {
    std::vector<HANDLE> threads;
    for (int i = 0; i < 3; ++i) threads.push_back(CreateThread(nullptr, 0, work, nullptr, CREATE_SUSPENDED, nullptr));
    hide(threads);
    for (HANDLE t : threads) ResumeThread(t);
    WaitForMultipleObjects(static_cast<DWORD>(threads.size()), threads.data(), TRUE, INFINITE);
}
#endif
