/* technique scmload windows at=install,start_driver libs=advapi32
   technique ntload windows at=load libs=advapi32,ntdll
   technique vulnio windows at=read_phys,transfer
   technique fltport windows at=ask,attach libs=fltlib
   technique insmod linux at=load_module
   technique devio linux at=kread,request */
#define _GNU_SOURCE
#include "common.h"

#if defined T_scmload
APART SC_HANDLE install(SC_HANDLE manager, const char *name, const char *file) {
    char path[MAX_PATH];
    GetFullPathNameA(file, MAX_PATH, path, 0);
    SC_HANDLE s = F(CreateServiceA)(manager, name, name, SERVICE_ALL_ACCESS, SERVICE_KERNEL_DRIVER, SERVICE_DEMAND_START,
                                    SERVICE_ERROR_IGNORE, path, 0, 0, 0, 0, 0);
    return s || GetLastError() != ERROR_SERVICE_EXISTS ? s : F(OpenServiceA)(manager, name, SERVICE_ALL_ACCESS);
}
APART BOOL start_driver(SC_HANDLE s) { return F(StartServiceA)(s, 0, 0) || GetLastError() == ERROR_SERVICE_ALREADY_RUNNING; }
int main(int argc, char **argv) {
    SERVICE_STATUS status;
    SC_HANDLE manager = F(OpenSCManagerA)(0, 0, SC_MANAGER_CREATE_SERVICE);
    SC_HANDLE s = manager ? install(manager, "wndhelp", argc > 1 ? argv[1] : "wndhelp.sys") : 0;
    if (!s) return 1;
    printf("driver %s\n", start_driver(s) ? "running" : "refused");
    getchar();
    F(ControlService)(s, SERVICE_CONTROL_STOP, &status);
    F(DeleteService)(s);
    return 0;
}

#elif defined T_ntload
#include <winternl.h>
NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING);
NTSTATUS NTAPI NtUnloadDriver(PUNICODE_STRING);
NTSTATUS NTAPI RtlAdjustPrivilege(ULONG, BOOLEAN, BOOLEAN, PBOOLEAN);
static void text(UNICODE_STRING *u, WCHAR *s) { u->Buffer = s; u->Length = lstrlenW(s) * 2; u->MaximumLength = u->Length + 2; }
static int register_key(const WCHAR *name, const WCHAR *file) {
    WCHAR key[128], image[300];
    HKEY h;
    DWORD one = 1, three = 3;
    swprintf(key, 128, L"SYSTEM\\CurrentControlSet\\Services\\%ls", name);
    swprintf(image, 300, L"\\??\\%ls", file);
    if (F(RegCreateKeyExW)(HKEY_LOCAL_MACHINE, key, 0, 0, 0, KEY_WRITE, 0, &h, 0)) return 0;
    F(RegSetValueExW)(h, L"ImagePath", 0, REG_EXPAND_SZ, (BYTE *)image, lstrlenW(image) * 2 + 2);
    F(RegSetValueExW)(h, L"Type", 0, REG_DWORD, (BYTE *)&one, 4);
    F(RegSetValueExW)(h, L"Start", 0, REG_DWORD, (BYTE *)&three, 4);
    return !RegCloseKey(h);
}
APART NTSTATUS load(const WCHAR *name, int away) {
    WCHAR path[200];
    UNICODE_STRING u;
    BOOLEAN was;
    swprintf(path, 200, L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\%ls", name);
    text(&u, path);
    F(RtlAdjustPrivilege)(10, TRUE, FALSE, &was);
    return away ? F(NtUnloadDriver)(&u) : F(NtLoadDriver)(&u);
}
int main(void) {
    WCHAR file[MAX_PATH];
    GetFullPathNameW(L"mapper.sys", MAX_PATH, file, 0);
    if (!register_key(L"mapper", file)) return 1;
    printf("%08lx\n", load(L"mapper", 0));
    getchar();
    return load(L"mapper", 1);
}

#elif defined T_vulnio
#pragma pack(push, 1)
typedef struct { BYTE pad0[8]; ULONG64 at; BYTE pad1[8]; DWORD size, value; BYTE pad2[16]; } Request;
#pragma pack(pop)
static HANDLE device;
APART BOOL transfer(DWORD code, Request *r) {
    DWORD got;
    return F(DeviceIoControl)(device, code, r, sizeof *r, r, sizeof *r, &got, 0);
}
APART int read_phys(ULONG64 at, void *out, DWORD n) {
    for (DWORD done = 0; done < n; done += 4) {
        Request r = {.at = at + done, .size = 4};
        if (!transfer(0x80002048, &r)) return 0;
        memcpy((BYTE *)out + done, &r.value, 4);
    }
    return 1;
}
int main(int argc, char **argv) {
    ULONG64 page[16];
    device = F(CreateFileA)("\\\\.\\RTCore64", GENERIC_READ | GENERIC_WRITE, 0, 0, OPEN_EXISTING, 0, 0);
    if (device == INVALID_HANDLE_VALUE) return puts("driver is missing");
    for (ULONG64 at = 0x1000; at < 0x100000; at += 0x1000)
        if (read_phys(at, page, sizeof page) && (page[0] & 0xff) == 0xe9 && page[14]) {
            printf("low stub %llx cr3 %llx\n", at, page[14]);
            break;
        }
    return !CloseHandle(device);
}

#elif defined T_fltport
#include <fltuser.h>
typedef struct { DWORD command, pid; ULONG64 at; DWORD size; } Ask;
APART HANDLE attach(void) {
    HANDLE port = 0;
    if (FilterLoad(L"hvnflt") && GetLastError() != ERROR_ALREADY_EXISTS) F(Sleep)(100);
    return FAILED(FilterConnectCommunicationPort(L"\\HvnPort", 0, 0, 0, 0, &port)) ? 0 : port;
}
APART int ask(HANDLE port, DWORD pid, ULONG64 at, void *out, DWORD n) {
    Ask a = {7, pid, at, n};
    DWORD got = 0;
    return SUCCEEDED(FilterSendMessage(port, &a, sizeof a, out, n, &got)) && got == n;
}
int main(int argc, char **argv) {
    HANDLE port = attach();
    float place[3];
    if (!port) return 1;
    while (ask(port, atoi(argv[1]), _strtoui64(argv[2], 0, 16), place, sizeof place)) {
        printf("%.1f %.1f %.1f\n", place[0], place[1], place[2]);
        F(Sleep)(100);
    }
    return 0;
}

#elif defined T_insmod
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
APART int load_module(const char *path, const char *parameters) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int error = (int)syscall(SYS_finit_module, fd, parameters, 3);
    close(fd);
    return error;
}
int main(int argc, char **argv) {
    char parameters[64];
    snprintf(parameters, sizeof parameters, "target=%s hide=1", argc > 1 ? argv[1] : "0");
    if (geteuid()) return fprintf(stderr, "root needed\n"), 1;
    if (load_module("./kwh.ko", parameters)) return perror("kwh"), 1;
    puts("loaded; /dev/kwh is ready");
    return 0;
}

#elif defined T_devio
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
struct op { int pid; int pad; uint64_t at; void *buffer; uint64_t size; };
#define OP_READ _IOWR('W', 1, struct op)
#define OP_BASE _IOWR('W', 3, struct op)
static int device;
APART int request(unsigned long code, struct op *o) { return ioctl(device, code, o); }
APART int kread(int pid, uint64_t at, void *out, size_t n) {
    struct op o = {pid, 0, at, out, n};
    return !request(OP_READ, &o);
}
int main(int argc, char **argv) {
    int pid = atoi(argv[1]);
    char name[32] = "libUE4.so";
    struct op o = {pid, 0, 0, name, sizeof name};
    device = open("/dev/kwh", O_RDWR);
    if (device < 0 || request(OP_BASE, &o)) return 1;
    uint64_t world = 0;
    for (int count = 0; kread(pid, o.at + 0xb1c4f80, &world, 8); usleep(100000))
        if (kread(pid, world + 0xa8, &count, 4)) printf("%d actors\n", count);
    return close(device);
}
#endif
