/* technique manager windows at=install
   technique native windows at=load libs=ntdll
   technique module linux at=insert */
#include "common.h"
#if defined T_manager
APART static BOOL install(const WCHAR *name, const WCHAR *file) {
    SC_HANDLE all = F(OpenSCManagerW)(NULL, NULL, SC_MANAGER_CREATE_SERVICE);
    SC_HANDLE one = F(CreateServiceW)(all, name, name, SERVICE_START | DELETE, SERVICE_KERNEL_DRIVER, SERVICE_DEMAND_START,
                                      SERVICE_ERROR_IGNORE, file, NULL, NULL, NULL, NULL, NULL);
    if (!one && GetLastError() == ERROR_SERVICE_EXISTS) one = F(OpenServiceW)(all, name, SERVICE_START);
    return one && F(StartServiceW)(one, 0, NULL);
}
int main(void) {
    WCHAR file[MAX_PATH];
    GetFullPathNameW(L"helper.sys", MAX_PATH, file, NULL);
    return install(L"helper", file);
}
#elif defined T_native
#include <winternl.h>
NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING);
APART static NTSTATUS load(WCHAR *key) {
    UNICODE_STRING s = {lstrlenW(key) * 2, lstrlenW(key) * 2 + 2, key};
    return F(NtLoadDriver)(&s);
}
APART static void describe(const WCHAR *key, const WCHAR *image) {
    DWORD kind = 1;
    RegSetKeyValueW(HKEY_LOCAL_MACHINE, key, L"Type", REG_DWORD, &kind, sizeof kind);
    RegSetKeyValueW(HKEY_LOCAL_MACHINE, key, L"ImagePath", REG_EXPAND_SZ, image, lstrlenW(image) * 2 + 2);
}
int main(void) {
    static WCHAR key[] = L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\helper";
    describe(L"System\\CurrentControlSet\\Services\\helper", L"\\??\\C:\\helper.sys");
    return load(key);
}
#elif defined T_module
#include <fcntl.h>
#include <unistd.h>
#include <sys/syscall.h>
APART static long insert(const char *path) {
    int f = open(path, O_RDONLY | O_CLOEXEC);
    return f < 0 ? -1 : syscall(SYS_finit_module, f, "", 0);
}
int main(void) { return insert("helper.ko"); }
#endif
