/* technique service windows at=stand_down
   technique unseen windows at=conceal libs=ntdll
   technique startup windows at=never_start */
#include "common.h"
#if defined T_service
APART static BOOL stand_down(const WCHAR *name) {
    SERVICE_STATUS s;
    SC_HANDLE all = F(OpenSCManagerW)(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE one = F(OpenServiceW)(all, name, SERVICE_STOP);
    return one && F(ControlService)(one, SERVICE_CONTROL_STOP, &s);
}
int main(void) {
    static const WCHAR *const names[] = {L"LanternGuard", L"LanternGuardAntiCheat", NULL};
    for (const WCHAR *const *n = names; *n; n++) stand_down(*n);
}
#elif defined T_unseen
#include <winternl.h>
NTSTATUS NTAPI NtSetInformationThread(HANDLE, THREADINFOCLASS, PVOID, ULONG);
APART static NTSTATUS conceal(HANDLE thread) { return F(NtSetInformationThread)(thread, (THREADINFOCLASS)0x11, NULL, 0); }
static DWORD WINAPI work(void *unused) { conceal(GetCurrentThread()); Sleep(1000); return 0; }
int main(void) { WaitForSingleObject(CreateThread(NULL, 0, work, NULL, 0, NULL), INFINITE); }
#elif defined T_startup
APART static BOOL never_start(SC_HANDLE all, const WCHAR *name) {
    SC_HANDLE one = F(OpenServiceW)(all, name, SERVICE_CHANGE_CONFIG);
    return one && F(ChangeServiceConfigW)(one, SERVICE_NO_CHANGE, SERVICE_DISABLED, SERVICE_NO_CHANGE, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
}
int main(void) { return never_start(OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT), L"LanternGuardAntiCheat"); }
#endif
