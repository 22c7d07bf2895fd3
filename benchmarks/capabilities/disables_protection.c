/* technique unseen_thread windows at=hide libs=ntdll
   technique ended windows at=end_guards
   technique service windows at=stop_service libs=advapi32
   technique answer windows at=blind
   technique capture windows at=no_shots libs=user32
   technique own_tracer linux at=lock_out */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_unseen_thread
#include <winternl.h>
APART static void hide(HANDLE thread) { F(NtSetInformationThread)(thread, (THREADINFOCLASS)0x11, NULL, 0); }
int main(void) { hide(GetCurrentThread()); puts("ready"); return 0; }
#elif defined T_ended
static const char *guards[] = {"GameMon64.des", "BEService.exe", "EasyAntiCheat.exe", "ACE-Base64.exe"};
APART static void end_guards(void) {
    PROCESSENTRY32 entry = {.dwSize = sizeof entry};
    HANDLE all = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    if (Process32First(all, &entry)) do
            for (int i = 0; i < 4; i++)
                if (!_stricmp(entry.szExeFile, guards[i])) {
                    HANDLE p = OpenProcess(PROCESS_TERMINATE, FALSE, entry.th32ProcessID);
                    F(TerminateProcess)(p, 0);
                    CloseHandle(p);
                }
        while (Process32Next(all, &entry));
}
int main(void) { for (;;) { end_guards(); Sleep(1000); } }
#elif defined T_service
APART static BOOL stop_service(const char *name) {
    SERVICE_STATUS status;
    SC_HANDLE manager = OpenSCManagerA(0, 0, SC_MANAGER_CONNECT);
    SC_HANDLE service = F(OpenServiceA)(manager, name, SERVICE_STOP);
    return F(ControlService)(service, SERVICE_CONTROL_STOP, &status);
}
int main(void) { return !stop_service("EasyAntiCheat_EOS"); }
#elif defined T_answer
APART static void blind(void) {
    BYTE *check = (BYTE *)GetProcAddress(GetModuleHandleA("kernelbase.dll"), "IsDebuggerPresent");
    DWORD rights;
    F(VirtualProtect)(check, 16, PAGE_EXECUTE_READWRITE, &rights);
    check[0] = 0x31;
    check[1] = 0xC0;
    check[2] = 0xC3;
    F(VirtualProtect)(check, 16, rights, &rights);
}
int main(void) { blind(); return 0; }
#elif defined T_capture
#ifndef WDA_EXCLUDEFROMCAPTURE
#define WDA_EXCLUDEFROMCAPTURE 0x11
#endif
APART static void no_shots(HWND overlay) { F(SetWindowDisplayAffinity)(overlay, WDA_EXCLUDEFROMCAPTURE); }
int main(void) { no_shots(GetConsoleWindow()); return 0; }
#elif defined T_own_tracer
#include <sys/ptrace.h>
#include <unistd.h>
APART static void lock_out(void) { if (ptrace(PTRACE_TRACEME, 0, 1, 0) < 0) _exit(3); }
int main(void) { lock_out(); puts("go"); return 0; }
#endif
