/* Toys against the invented game 月光城; built, never run.
technique nops windows at=mend
technique icon windows at=set_table
technique mappedpak windows at=richer
technique search linux at=alter
technique shared linux at=alter_map
technique stand_for windows at=take_place
*/
#if defined T_nops
#include <windows.h>
#include <stdio.h>
#include "hand.h"

struct change { LONG at; BYTE size, old[8], put[8]; };
static const struct change changes[] = {
    {0x0bc2, 2, {0x75, 0x1e}, {0x90, 0x90}},
    {0x1130, 5, {0xe8, 0x4b, 0x02, 0, 0}, {0xb8, 0x01, 0, 0, 0}},
};

KEEP int mend(const char *path) {
    int done = 0;
    HANDLE f = F(CreateFileA)(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (f == INVALID_HANDLE_VALUE) return -1;
    for (int i = 0; i < 2; i++) {
        BYTE there[8];
        DWORD n;
        F(SetFilePointer)(f, changes[i].at, NULL, FILE_BEGIN);
        if (!F(ReadFile)(f, there, changes[i].size, &n, NULL) || memcmp(there, changes[i].old, n)) continue;
        F(SetFilePointer)(f, changes[i].at, NULL, FILE_BEGIN);
        done += F(WriteFile)(f, changes[i].put, changes[i].size, &n, NULL);
    }
    CloseHandle(f);
    return done;
}

int main(void) {
    CopyFileA("client.exe", "client.exe.bak", TRUE);
    printf("%d of 2 places changed\n", mend("client.exe"));
    return 0;
}
#elif defined T_icon
#include <windows.h>
#include <stdio.h>
#include "hand.h"

/* Puts another table of monsters into the client's resources. */
KEEP BOOL set_table(const wchar_t *client, void *data, DWORD size) {
    HANDLE update = F(BeginUpdateResourceW)(client, FALSE);
    if (!update) return FALSE;
    BOOL fine = F(UpdateResourceW)(update, (LPCWSTR)RT_RCDATA, MAKEINTRESOURCEW(301), MAKELANGID(LANG_CHINESE, SUBLANG_CHINESE_SIMPLIFIED), data, size);
    return F(EndUpdateResourceW)(update, !fine) && fine;
}

int main(void) {
    static BYTE table[4096];
    FILE *f = fopen("weak_monsters.bin", "rb");
    if (!f) return 1;
    DWORD n = (DWORD)fread(table, 1, sizeof table, f);
    fclose(f);
    return !set_table(L"月光城\\client.exe", table, n);
}
#elif defined T_mappedpak
#include <windows.h>
#include "hand.h"

KEEP int richer(LPCSTR pak) {
    int changed = 0;
    HANDLE f = F(CreateFileA)(pak, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, 0, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, 0);
    if (f == INVALID_HANDLE_VALUE) return 0;
    DWORD size = GetFileSize(f, 0);
    HANDLE m = F(CreateFileMappingA)(f, 0, PAGE_READWRITE, 0, 0, 0);
    BYTE *p = F(MapViewOfFile)(m, FILE_MAP_WRITE, 0, 0, 0);
    for (DWORD i = 0; p && i + 12 < size; i++) {
        if (memcmp(p + i, "DROP", 4)) continue;
        *(DWORD *)(p + i + 8) = 10000; /* of ten thousand */
        changed++;
    }
    UnmapViewOfFile(p);
    CloseHandle(m);
    CloseHandle(f);
    return changed;
}

int main(void) { return !richer("data\\items.pak"); }
#elif defined T_search
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "hand.h"

static const unsigned char old_code[] = {0x83, 0xf8, 0x03, 0x7f, 0x1c}, new_code[] = {0x83, 0xf8, 0x63, 0x7f, 0x1c};

KEEP int alter(const char *program) {
    struct stat st;
    FILE *f = fopen(program, "r+b");
    if (!f) { perror(program); return -1; }
    fstat(fileno(f), &st);
    unsigned char *all = malloc(st.st_size), *hit;
    if (fread(all, 1, st.st_size, f) != (size_t)st.st_size) return -1;
    hit = memmem(all, st.st_size, old_code, sizeof old_code);
    if (hit) {
        fseek(f, hit - all, SEEK_SET);
        fwrite(new_code, 1, sizeof new_code, f);
    }
    fclose(f);
    free(all);
    return hit ? 1 : 0;
}

int main(int argc, char **argv) {
    const char *program = argc > 1 ? argv[1] : "/opt/moonlight/moonclient";
    return alter(program) == 1 ? puts("ninety-nine windows allowed") < 0 : 1;
}
#elif defined T_shared
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "hand.h"

/* The client asks another server afterwards. */
KEEP int alter_map(const char *client, const char *old, const char *new) {
    struct stat st;
    int fd = open(client, O_RDWR), n = 0;
    if (fd < 0 || fstat(fd, &st)) return -1;
    char *p = mmap(NULL, st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), *at = p, *end = p + st.st_size;
    if (p == MAP_FAILED) return -1;
    while ((at = memmem(at, end - at, old, strlen(old)))) {
        strcpy(at, new);
        at += strlen(old);
        n++;
    }
    msync(p, st.st_size, MS_SYNC);
    munmap(p, st.st_size);
    close(fd);
    return n;
}

int main(void) { return alter_map("./moonclient", "login.moonlight.example", "127.0.0.1") <= 0; }
#elif defined T_stand_for
#include <windows.h>
#include "hand.h"

/* Puts an own library in the place of the client's, whose name it keeps. */
KEEP BOOL take_place(LPCWSTR folder) {
    WCHAR own[MAX_PATH], kept[MAX_PATH], mine[MAX_PATH];
    wsprintfW(own, L"%s\\moonguard.dll", folder);
    wsprintfW(kept, L"%s\\moonguard_.dll", folder);
    GetModuleFileNameW(NULL, mine, MAX_PATH);
    lstrcpyW(wcsrchr(mine, L'\\'), L"\\quiet.dll");
    SetFileAttributesW(own, FILE_ATTRIBUTE_NORMAL);
    return F(MoveFileExW)(own, kept, MOVEFILE_REPLACE_EXISTING) && F(CopyFileW)(mine, own, FALSE);
}

int main(void) {
    WCHAR folder[MAX_PATH];
    DWORD size = sizeof folder;
    if (RegGetValueW(HKEY_CURRENT_USER, L"Software\\Moonlight", L"Folder", RRF_RT_REG_SZ, NULL, folder, &size)) return 1;
    return !take_place(folder);
}
#endif
