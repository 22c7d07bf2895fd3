/* Toys against the invented game 月光城; built, never run. The drivers that they name hold nothing.
technique manager windows libs=advapi32 at=bring_up
technique native windows libs=ntdll,advapi32 at=load_it
technique window windows at=ask,peek
technique module linux at=push
technique device linux at=read_at
technique insmod linux at=put_in
technique filterload windows libs=fltlib,advapi32 at=attach
*/
#if defined T_manager
#include <windows.h>
#include "hand.h"

KEEP int bring_up(LPCWSTR name, LPCWSTR path) {
    SC_HANDLE m = F(OpenSCManagerW)(0, 0, SC_MANAGER_CREATE_SERVICE), s;
    if (!m) return 5;
    s = F(CreateServiceW)(m, name, name, SERVICE_START | DELETE, SERVICE_KERNEL_DRIVER, SERVICE_DEMAND_START, SERVICE_ERROR_IGNORE, path, 0, 0, 0, 0, 0);
    if (!s && GetLastError() == ERROR_SERVICE_EXISTS) s = F(OpenServiceW)(m, name, SERVICE_START | DELETE);
    int state = s && F(StartServiceW)(s, 0, 0) ? 0 : (int)GetLastError();
    if (s) F(DeleteService)(s), CloseServiceHandle(s);
    CloseServiceHandle(m);
    return state;
}

int main(void) {
    WCHAR path[MAX_PATH];
    GetFullPathNameW(L"moonpeek.sys", MAX_PATH, path, NULL);
    return bring_up(L"moonpeek", path);
}
#elif defined T_native
#include <windows.h>
#include <winternl.h>
#include "hand.h"

__declspec(dllimport) LONG NTAPI NtLoadDriver(UNICODE_STRING *);
__declspec(dllimport) LONG NTAPI RtlAdjustPrivilege(ULONG, BOOLEAN, BOOLEAN, BOOLEAN *);

KEEP LONG load_it(const wchar_t *image) {
    UNICODE_STRING at;
    HKEY key;
    DWORD one = 1;
    BOOLEAN was;
    if (F(RegCreateKeyW)(HKEY_LOCAL_MACHINE, L"System\\CurrentControlSet\\Services\\moonpeek", &key)) return -1;
    F(RegSetValueExW)(key, L"ImagePath", 0, REG_EXPAND_SZ, (const BYTE *)image, (DWORD)(wcslen(image) + 1) * 2);
    F(RegSetValueExW)(key, L"Type", 0, REG_DWORD, (const BYTE *)&one, 4);
    RegCloseKey(key);
    F(RtlAdjustPrivilege)(10, TRUE, FALSE, &was);
    F(RtlInitUnicodeString)(&at, L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\moonpeek");
    return F(NtLoadDriver)(&at);
}

int main(void) { return (int)load_it(L"\\??\\C:\\moon\\moonpeek.sys"); }
#elif defined T_window
#include <windows.h>
#include <stdio.h>
#include "hand.h"

/* The driver reads the game's memory; this program never touches it. */
struct ask { ULONG pid, size; ULONGLONG at; };

KEEP BOOL ask(HANDLE driver, DWORD code, const void *in, DWORD size, void *out, DWORD room) {
    DWORD n;
    return F(DeviceIoControl)(driver, code, (void *)in, size, out, room, &n, NULL) && n == room;
}

KEEP int peek(DWORD pid, ULONGLONG at) {
    struct ask a = {pid, 4, at};
    int value = 0;
    HANDLE driver = F(CreateFileW)(L"\\\\.\\MoonPeek", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (driver == INVALID_HANDLE_VALUE) return -1;
    if (!ask(driver, 0x222404, &a, sizeof a, &value, sizeof value)) value = -1;
    CloseHandle(driver);
    return value;
}

int main(int argc, char **argv) { return printf("%d\n", peek(argc > 1 ? atoi(argv[1]) : 0, 0x14000b004)) < 0; }
#elif defined T_module
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "hand.h"

KEEP long push(const char *file, const char *with) {
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    long wrong = syscall(__NR_finit_module, fd, with, 0);
    close(fd);
    return wrong;
}

int main(void) {
    if (push("./moonpeek.ko", "client=moonclient")) return perror("moonpeek"), 1;
    return 0;
}
#elif defined T_device
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "hand.h"

struct wish { int pid, size; unsigned long from; void *to; };
#define PEEK_READ _IOWR('m', 1, struct wish)

KEEP int read_at(int pid, unsigned long from, void *to, int size) {
    static int fd = -1;
    struct wish w = {pid, size, from, to};
    if (fd < 0 && (fd = open("/dev/moonpeek", O_RDWR)) < 0) return -1;
    return ioctl(fd, PEEK_READ, &w);
}

int main(int argc, char **argv) {
    int life = 0;
    if (argc < 2 || read_at(atoi(argv[1]), 0x4c4104, &life, sizeof life) < 0) return 1;
    return printf("%d\n", life) < 0;
}
#elif defined T_insmod
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include "hand.h"

KEEP int put_in(const char *module) {
    int state = -1;
    pid_t child = vfork();
    if (child == 0) {
        execl("/sbin/insmod", "insmod", module, "hide=1", (char *)NULL);
        _exit(126);
    }
    if (child > 0) waitpid(child, &state, 0);
    return state;
}

int main(int argc, char **argv) {
    if (geteuid()) return fputs("as root, please\n", stderr), 1;
    return put_in(argc > 1 ? argv[1] : "moonpeek.ko") != 0;
}
#elif defined T_filterload
#include <windows.h>
#include "hand.h"

HRESULT WINAPI FilterLoad(LPCWSTR);
HRESULT WINAPI FilterConnectCommunicationPort(LPCWSTR, DWORD, LPCVOID, WORD, LPSECURITY_ATTRIBUTES, HANDLE *);

/* A filter of the file system that shows the guard the client's untouched files. */
KEEP HRESULT attach(LPCWSTR filter, HANDLE *port) {
    HRESULT h = FilterLoad(filter);
    if (h < 0) return h;
    return FilterConnectCommunicationPort(L"\\MoonVeilPort", 0, NULL, 0, NULL, port);
}

int main(void) {
    HANDLE port = NULL, token;
    TOKEN_PRIVILEGES p = {1};
    OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &token);
    LookupPrivilegeValueW(NULL, L"SeLoadDriverPrivilege", &p.Privileges[0].Luid);
    p.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    AdjustTokenPrivileges(token, FALSE, &p, 0, NULL, NULL);
    return attach(L"moonveil", &port) < 0;
}
#endif
