/* technique executable windows at=alter
   technique beside windows at=replace
   technique mapped linux at=edit */
#include "common.h"
#if defined T_executable
static const struct { LONG at; BYTE old, fresh; } edits[] = {{0x1A40, 0x74, 0xEB}, {0x1B02, 0x75, 0x90}, {0x1B03, 0x08, 0x90}};
APART static BOOL alter(const WCHAR *path) {
    HANDLE f = F(CreateFileW)(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (f == INVALID_HANDLE_VALUE) return FALSE;
    for (unsigned i = 0; i < sizeof edits / sizeof *edits; i++) {
        BYTE now;
        DWORD done;
        F(SetFilePointer)(f, edits[i].at, NULL, FILE_BEGIN);
        if (!F(ReadFile)(f, &now, 1, &done, NULL) || now != edits[i].old) continue;
        F(SetFilePointer)(f, edits[i].at, NULL, FILE_BEGIN);
        F(WriteFile)(f, &edits[i].fresh, 1, &done, NULL);
    }
    return F(CloseHandle)(f);
}
int main(void) { return alter(L"C:\\Games\\Lanternfall\\lanternfall.exe"); }
#elif defined T_beside
APART static BOOL replace(const char *folder) {
    char theirs[MAX_PATH], kept[MAX_PATH];
    snprintf(theirs, sizeof theirs, "%s\\lantern_rules.dll", folder);
    snprintf(kept, sizeof kept, "%s\\lantern_rules.old.dll", folder);
    return F(MoveFileExA)(theirs, kept, MOVEFILE_REPLACE_EXISTING) && F(CopyFileA)("rules_mod.dll", theirs, FALSE);
}
int main(void) {
    char folder[MAX_PATH] = "";
    DWORD size = sizeof folder;
    RegGetValueA(HKEY_LOCAL_MACHINE, "Software\\Lanternfall", "Folder", RRF_RT_REG_SZ, NULL, folder, &size);
    return replace(folder);
}
#elif defined T_mapped
#include <fcntl.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/stat.h>
APART static int edit(const char *path) {
    struct stat s;
    int f = open(path, O_RDWR);
    if (f < 0 || fstat(f, &s)) return 0;
    unsigned char *all = mmap(0, s.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
    if (all == MAP_FAILED) return 0;
    for (long i = 0; i + 4 < s.st_size; i++) if (!memcmp(all + i, "\x0f\x84\x21\x03", 4)) all[i + 1] = 0x85;
    msync(all, s.st_size, MS_SYNC);
    munmap(all, s.st_size);
    return close(f) == 0;
}
int main(void) { return edit("/opt/lanternfall/bin/liblantern_rules.so"); }
#endif
