/* technique demand_service windows at=create,launch libs=advapi32
   technique device_rw windows at=ask,read_kernel
   technique registry_load windows at=load libs=ntdll,advapi32
   technique native_ioctl windows at=request,open_device libs=ntdll
   technique insert_module linux at=insert
   technique module_ioctl linux at=transfer,set_target */
#include "common.h"
#if defined T_demand_service

struct driver { SC_HANDLE manager, service; char path[MAX_PATH]; const char *name; };
APART int create(struct driver *d) {
    d->manager = F(OpenSCManagerA)(NULL, NULL, SC_MANAGER_CREATE_SERVICE);
    if (!d->manager) return 0;
    d->service = F(CreateServiceA)(d->manager, d->name, d->name, SERVICE_START | SERVICE_STOP | DELETE, SERVICE_KERNEL_DRIVER,
                                   SERVICE_DEMAND_START, SERVICE_ERROR_IGNORE, d->path, NULL, NULL, NULL, NULL, NULL);
    if (!d->service && GetLastError() == ERROR_SERVICE_EXISTS) d->service = F(OpenServiceA)(d->manager, d->name, SERVICE_ALL_ACCESS);
    return d->service != NULL;
}
APART int launch(struct driver *d) { return F(StartServiceA)(d->service, 0, NULL) || GetLastError() == ERROR_SERVICE_ALREADY_RUNNING; }
static void remove_all(struct driver *d) {
    SERVICE_STATUS s;
    ControlService(d->service, SERVICE_CONTROL_STOP, &s);
    DeleteService(d->service);
    CloseServiceHandle(d->service);
    CloseServiceHandle(d->manager);
    DeleteFileA(d->path);
}
static int drop(const char *path) {
    HRSRC r = FindResourceA(0, "DRV", RT_RCDATA);
    FILE *f = fopen(path, "wb");
    if (!f || !r) return 0;
    fwrite(LockResource(LoadResource(0, r)), SizeofResource(0, r), 1, f);
    return !fclose(f);
}
int main(void) {
    struct driver d = {.name = "memkit"};
    GetTempPathA(MAX_PATH - 12, d.path);
    strcat(d.path, "memkit.sys");
    if (!drop(d.path) || !create(&d) || !launch(&d)) return 1;
    getchar();
    remove_all(&d);
}

#elif defined T_device_rw
#include <winioctl.h>

#define READ_CODE CTL_CODE(0x8000, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define BASE_CODE CTL_CODE(0x8000, 0x803, METHOD_BUFFERED, FILE_ANY_ACCESS)
struct request { ULONGLONG pid, address, buffer, size, result; };
static HANDLE device = INVALID_HANDLE_VALUE;

APART ULONGLONG ask(DWORD code, struct request *r) {
    DWORD got = 0;
    return F(DeviceIoControl)(device, code, r, sizeof *r, r, sizeof *r, &got, NULL) ? r->result : 0;
}
APART int read_kernel(ULONGLONG pid, ULONGLONG from, void *to, ULONGLONG size) {
    struct request r = {pid, from, (ULONG_PTR)to, size};
    return ask(READ_CODE, &r) == size;
}
static ULONGLONG image_base(ULONGLONG pid) {
    struct request r = {pid};
    return ask(BASE_CODE, &r);
}
int main(int argc, char **argv) {
    ULONGLONG world = 0, pid = atoi(argv[1]);
    device = F(CreateFileA)("\\\\.\\KernelBridge", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (device == INVALID_HANDLE_VALUE) return puts("driver is not loaded");
    ULONGLONG base = image_base(pid);
    if (read_kernel(pid, base + 0x5D2F7A8, &world, 8)) printf("world %llx\n", world);
    CloseHandle(device);
}

#elif defined T_registry_load
#include <winternl.h>
NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING);
NTSTATUS NTAPI NtUnloadDriver(PUNICODE_STRING);
NTSTATUS NTAPI RtlAdjustPrivilege(ULONG, BOOLEAN, BOOLEAN, BOOLEAN *);

static int describe(const wchar_t *name, const wchar_t *path) {
    wchar_t sub[200], image[300];
    HKEY key;
    DWORD type = 1, start = 3, control = 0;
    _snwprintf(sub, 200, L"SYSTEM\\CurrentControlSet\\Services\\%ls", name);
    _snwprintf(image, 300, L"\\??\\%ls", path);
    if (F(RegCreateKeyExW)(HKEY_LOCAL_MACHINE, sub, 0, 0, 0, KEY_ALL_ACCESS, 0, &key, 0)) return 0;
    F(RegSetValueExW)(key, L"Type", 0, REG_DWORD, (BYTE *)&type, 4);
    F(RegSetValueExW)(key, L"Start", 0, REG_DWORD, (BYTE *)&start, 4);
    F(RegSetValueExW)(key, L"ErrorControl", 0, REG_DWORD, (BYTE *)&control, 4);
    F(RegSetValueExW)(key, L"ImagePath", 0, REG_EXPAND_SZ, (BYTE *)image, (DWORD)(2 * wcslen(image) + 2));
    RegCloseKey(key);
    return 1;
}
APART NTSTATUS load(const wchar_t *name, BOOL out) {
    wchar_t full[240];
    UNICODE_STRING text;
    BOOLEAN was;
    _snwprintf(full, 240, L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\%ls", name);
    F(RtlInitUnicodeString)(&text, full);
    F(RtlAdjustPrivilege)(10, TRUE, FALSE, &was);
    return out ? F(NtUnloadDriver)(&text) : F(NtLoadDriver)(&text);
}
int main(void) {
    wchar_t path[MAX_PATH], name[9] = {0};
    srand(GetTickCount());
    for (int i = 0; i < 8; i++) name[i] = L'a' + rand() % 26;
    GetFullPathNameW(L"vault.sys", MAX_PATH, path, NULL);
    if (!describe(name, path)) return 1;
    NTSTATUS s = load(name, FALSE);
    printf("%08lx\n", s);
    getchar();
    load(name, TRUE);
}

#elif defined T_native_ioctl
#include <winternl.h>

struct shared { ULONG command; ULONG pid; ULONG64 address; ULONG64 value; ULONG size; };
static HANDLE file;
APART NTSTATUS open_device(const wchar_t *name) {
    UNICODE_STRING text;
    OBJECT_ATTRIBUTES a;
    IO_STATUS_BLOCK b;
    F(RtlInitUnicodeString)(&text, name);
    InitializeObjectAttributes(&a, &text, OBJ_CASE_INSENSITIVE, NULL, NULL);
    return F(NtOpenFile)(&file, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &a, &b, 3, FILE_SYNCHRONOUS_IO_NONALERT);
}
APART NTSTATUS request(struct shared *s) {
    IO_STATUS_BLOCK b;
    return F(NtDeviceIoControlFile)(file, NULL, NULL, NULL, &b, 0x222410, s, sizeof *s, s, sizeof *s);
}
static void set_float(ULONG pid, ULONG64 at, float value) {
    struct shared s = {2, pid, at, 0, 4};
    memcpy(&s.value, &value, 4);
    if (request(&s) < 0) puts("refused");
}
int main(int argc, char **argv) {
    struct shared hello = {0xC0DE};
    if (open_device(L"\\Device\\RtFoundation") < 0 || request(&hello) < 0) return 1;
    set_float(atoi(argv[1]), _strtoui64(argv[2], 0, 16), 0.0f);
    F(NtClose)(file);
}

#elif defined T_insert_module
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

static int build_for(char *out, size_t room) {
    struct utsname u;
    uname(&u);
    snprintf(out, room, "/opt/memkit/%s/memkit.ko", u.release);
    return access(out, R_OK);
}
static int loaded(const char *name) {
    char line[300];
    int yes = 0;
    FILE *f = fopen("/proc/modules", "r");
    while (f && !yes && fgets(line, sizeof line, f)) yes = !strncmp(line, name, strlen(name));
    if (f) fclose(f);
    return yes;
}
APART int insert(const char *path, const char *options) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int r = syscall(SYS_finit_module, fd, options, 0);
    close(fd);
    return r;
}
int main(int argc, char **argv) {
    char path[300], options[64];
    snprintf(options, sizeof options, "hide=1 uid=%d", getuid());
    if (loaded("memkit ")) return 0;
    if (build_for(path, sizeof path) || insert(path, options)) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
}

#elif defined T_module_ioctl
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct copy { int pid; unsigned long from; void *to; unsigned long size; };
#define KREAD _IOWR('k', 1, struct copy)
#define KTARGET _IOW('k', 2, int)
#define KHIDE _IO('k', 7)
static int kernel = -1;
static float matrix[16];

APART int set_target(int pid) {
    if ((kernel = open("/dev/memkit", O_RDWR)) < 0) return -1;
    if (ioctl(kernel, KTARGET, &pid)) return -1;
    return ioctl(kernel, KHIDE);
}
APART int transfer(int pid, unsigned long from, void *to, size_t size) {
    struct copy c = {pid, from, to, size};
    return ioctl(kernel, KREAD, &c);
}
static int project(const float *p, float *x, float *y) {
    float w = matrix[12] * p[0] + matrix[13] * p[1] + matrix[14] * p[2] + matrix[15];
    *x = (matrix[0] * p[0] + matrix[1] * p[1] + matrix[2] * p[2] + matrix[3]) / w;
    *y = (matrix[4] * p[0] + matrix[5] * p[1] + matrix[6] * p[2] + matrix[7]) / w;
    return w > 0.01f;
}
int main(int argc, char **argv) {
    int pid = atoi(argv[1]);
    float place[3], x, y;
    if (set_target(pid)) return 1;
    while (!transfer(pid, 0x7f20c0, matrix, sizeof matrix) && !transfer(pid, 0x7f3188, place, sizeof place)) {
        if (project(place, &x, &y)) printf("%.3f %.3f\n", x, y);
        usleep(16000);
    }
}
#endif
