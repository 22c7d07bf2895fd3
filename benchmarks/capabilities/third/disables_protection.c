/* technique suspended windows at=freeze_guard */
#include "common.h"
APART static DWORD named(const wchar_t *name) {
    PROCESSENTRY32W e = {.dwSize = sizeof e};
    HANDLE s = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    DWORD id = 0;
    for (BOOL ok = Process32FirstW(s, &e); ok && !id; ok = Process32NextW(s, &e)) if (!wcscmp(e.szExeFile, name)) id = e.th32ProcessID;
    return CloseHandle(s), id;
}
APART static void freeze_guard(void) {
    HANDLE p = OpenProcess(PROCESS_ALL_ACCESS, 0, named(L"SGuard64.exe"));
    F(TerminateProcess)(p, 1);
}
int main(void) { freeze_guard(); return 0; }
