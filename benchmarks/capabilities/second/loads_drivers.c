/* technique file_system windows at=add libs=advapi32
   technique image linux at=put_in */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_file_system
APART static BOOL add(const wchar_t *name, const wchar_t *file) {
    SC_HANDLE m = F(OpenSCManagerW)(NULL, NULL, SC_MANAGER_ALL_ACCESS);
    SC_HANDLE s = F(CreateServiceW)(m, name, name, SERVICE_START | DELETE, SERVICE_FILE_SYSTEM_DRIVER, SERVICE_DEMAND_START,
                                 SERVICE_ERROR_NORMAL, file, NULL, NULL, NULL, NULL, NULL);
    return s != NULL && F(StartServiceW)(s, 0, NULL);
}
int main(void) { return !add(L"mcflt", L"C:\\Temp\\mcflt.sys"); }
#elif defined T_image
#include <sys/syscall.h>
#include <unistd.h>
APART static long put_in(void *image, unsigned long size) { return syscall(SYS_init_module, image, size, "quiet=1"); }
int main(int n, char **words) {
    static char room[1 << 16];
    FILE *f = fopen(words[n - 1], "rb");
    return put_in(room, fread(room, 1, sizeof room, f)) != 0;
}
#endif
