/* technique stream windows at=crack
   technique handle windows at=patch_pack
   technique view windows at=overwrite
   technique names windows at=redirect
   technique descriptor linux at=patch_file */
#include "common.h"
#ifdef T_stream
static const struct { long at; unsigned char value; } changes[] = {{0x4A10, 0xEB}, {0x4A55, 0x90}, {0x4A56, 0x90}};
APART static int crack(const char *folder) {
    char path[260];
    snprintf(path, sizeof path, "%s\\mooncove.exe", folder);
    FILE *file = fopen(path, "r+b");
    if (!file) return 1;
    for (unsigned i = 0; i < 3; i++) {
        fseek(file, changes[i].at, SEEK_SET);
        fputc(changes[i].value, file);
    }
    return fclose(file);
}
int main(int n, char **words) { return crack(words[n - 1]); }
#elif defined T_handle
APART static BOOL patch_pack(void) {
    DWORD wrote, price = 1;
    HANDLE pack = F(CreateFileW)(L"C:\\Games\\MoonCove\\data\\items.pak", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (pack == INVALID_HANDLE_VALUE) return FALSE;
    F(SetFilePointer)(pack, 0x1F40, NULL, FILE_BEGIN);
    BOOL done = F(WriteFile)(pack, &price, 4, &wrote, NULL);
    CloseHandle(pack);
    return done;
}
int main(void) { return !patch_pack(); }
#elif defined T_view
APART static void overwrite(const char *name) {
    HANDLE file = F(CreateFileA)(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, 0, OPEN_EXISTING, 0, 0);
    HANDLE mapping = F(CreateFileMappingA)(file, 0, PAGE_READWRITE, 0, 0, 0);
    unsigned char *bytes = F(MapViewOfFile)(mapping, FILE_MAP_WRITE, 0, 0, 0);
    bytes[0x2211] = 0x90;
    UnmapViewOfFile(bytes);
    CloseHandle(mapping);
    CloseHandle(file);
}
int main(void) { overwrite("bin\\mooncove_core.dll"); return 0; }
#elif defined T_names
APART static void redirect(const char *server) {
    char path[MAX_PATH];
    GetSystemDirectoryA(path, MAX_PATH);
    strcat(path, "\\drivers\\etc\\hosts");
    FILE *file = fopen(path, "a");
    fprintf(file, "%s login.mooncove.example\n", server);
    fclose(file);
}
int main(int n, char **words) { redirect(n > 1 ? words[1] : "127.0.0.1"); return 0; }
#elif defined T_descriptor
#include <fcntl.h>
#include <unistd.h>
APART static int patch_file(void) {
    static const unsigned char jump[] = {0x90, 0x90, 0xE9};
    int fd = open("./mooncove.x86_64", O_RDWR);
    if (fd < 0 || lseek(fd, 0x13A0, SEEK_SET) < 0) return 1;
    return write(fd, jump, sizeof jump) != sizeof jump;
}
int main(void) { return patch_file(); }
#endif
