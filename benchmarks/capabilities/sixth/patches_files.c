/* technique exebytes windows at=patch_at,crack
   technique mapclient windows at=edit_view,replace_host
   technique proxydll windows at=deploy,drop
   technique resedit windows at=store_data
   technique elfbranch linux at=patch_image,apply
   technique pakentry linux at=rewrite_entry */
#define _GNU_SOURCE
#include "common.h"

#if defined T_exebytes
typedef struct { const char *what; long at; unsigned char length, old[8], now[8]; } Edit;
static const Edit edits[] = {
    {"multi client", 0x0001a4c3, 2, {0x75, 0x14}, {0xeb, 0x14}},
    {"no intro", 0x000c9910, 5, {0xe8, 0x9b, 0x10, 0, 0}, {0x90, 0x90, 0x90, 0x90, 0x90}},
    {"zoom out", 0x00310a58, 4, {0, 0, 0x48, 0x42}, {0, 0, 0xc8, 0x42}},
};
APART int patch_at(FILE *f, const Edit *e) {
    unsigned char found[8];
    if (fseek(f, e->at, SEEK_SET) || fread(found, 1, e->length, f) != e->length) return 0;
    if (!memcmp(found, e->now, e->length)) return 1;
    if (memcmp(found, e->old, e->length)) return 0;
    fseek(f, e->at, SEEK_SET);
    return fwrite(e->now, 1, e->length, f) == e->length;
}
APART int crack(const char *exe) {
    char backup[MAX_PATH];
    int good = 0;
    snprintf(backup, sizeof backup, "%s.bak", exe);
    F(CopyFileA)(exe, backup, TRUE);
    F(SetFileAttributesA)(exe, FILE_ATTRIBUTE_NORMAL);
    FILE *f = fopen(exe, "r+b");
    if (!f) return -1;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        int ok = patch_at(f, &edits[i]);
        printf("%-14s %s\n", edits[i].what, ok ? "patched" : "wrong version");
        good += ok;
    }
    fclose(f);
    return good;
}
int main(int argc, char **argv) { return crack(argc > 1 ? argv[1] : "Tibia.exe") < 3; }

#elif defined T_mapclient
typedef struct { HANDLE file, map; BYTE *view; DWORD size; } Image;
static int open_image(Image *i, const WCHAR *path) {
    i->file = F(CreateFileW)(path, GENERIC_READ | GENERIC_WRITE, 0, 0, OPEN_EXISTING, 0, 0);
    if (i->file == INVALID_HANDLE_VALUE) return 0;
    i->size = GetFileSize(i->file, 0);
    i->map = F(CreateFileMappingW)(i->file, 0, PAGE_READWRITE, 0, 0, 0);
    i->view = i->map ? F(MapViewOfFile)(i->map, FILE_MAP_WRITE, 0, 0, 0) : 0;
    return i->view != 0;
}
APART int edit_view(Image *i, const char *from, const char *to, DWORD room) {
    DWORD length = (DWORD)strlen(from), done = 0;
    for (DWORD at = 0; at + room < i->size; at++)
        if (i->view[at] == (BYTE)*from && !memcmp(i->view + at, from, length)) {
            memset(i->view + at, 0, length);
            memcpy(i->view + at, to, min(strlen(to), room));
            done++;
        }
    return done;
}
APART int replace_host(const WCHAR *client, const char *own) {
    static const char *hosts[] = {"login01.worldofswords.com", "login02.worldofswords.com", "patch.worldofswords.com"};
    Image image;
    int total = 0;
    if (!open_image(&image, client)) return -1;
    for (int i = 0; i < 3; i++) total += edit_view(&image, hosts[i], own, (DWORD)strlen(hosts[i]));
    F(FlushViewOfFile)(image.view, 0);
    UnmapViewOfFile(image.view);
    CloseHandle(image.map);
    CloseHandle(image.file);
    return total;
}
int main(int argc, char **argv) {
    int n = replace_host(L"WoS.exe", argc > 1 ? argv[1] : "127.0.0.1");
    printf(n < 0 ? "cannot open the client\n" : "%d addresses replaced\n", n);
    return n <= 0;
}

#elif defined T_proxydll
static const BYTE payload[] = {'M', 'Z', 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff, 0, 0, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0x40};
static int game_folder(char *out, DWORD room) {
    HKEY key;
    if (F(RegOpenKeyExA)(HKEY_LOCAL_MACHINE, "SOFTWARE\\WOW6432Node\\Nexlight\\Outpost", 0, KEY_READ, &key)) return 0;
    LONG error = F(RegQueryValueExA)(key, "InstallPath", 0, 0, (BYTE *)out, &room);
    RegCloseKey(key);
    return !error;
}
APART BOOL drop(const char *path, const BYTE *data, DWORD size) {
    DWORD wrote = 0;
    HANDLE f = F(CreateFileA)(path, GENERIC_WRITE, 0, 0, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, 0);
    if (f == INVALID_HANDLE_VALUE) return FALSE;
    F(WriteFile)(f, data, size, &wrote, 0);
    CloseHandle(f);
    return wrote == size;
}
APART int deploy(const char *folder) {
    static const char *names[] = {"version.dll", "bin\\steam_api64.dll", "bin\\BattlEye\\BEClient_x64.dll"};
    int done = 0;
    for (int i = 0; i < 3; i++) {
        char live[MAX_PATH], kept[MAX_PATH];
        snprintf(live, sizeof live, "%s\\%s", folder, names[i]);
        snprintf(kept, sizeof kept, "%s.orig", live);
        F(MoveFileExA)(live, kept, MOVEFILE_REPLACE_EXISTING);
        done += drop(live, payload, sizeof payload);
    }
    return done;
}
int main(void) {
    char folder[MAX_PATH] = "";
    if (!game_folder(folder, sizeof folder)) return 1;
    printf("%d files replaced in %s\n", deploy(folder), folder);
    return 0;
}

#elif defined T_resedit
static BYTE *load_table(const char *path, DWORD *size) {
    FILE *f = fopen(path, "rb");
    if (!f) return 0;
    fseek(f, 0, SEEK_END);
    *size = ftell(f);
    rewind(f);
    BYTE *data = malloc(*size);
    fread(data, 1, *size, f);
    fclose(f);
    return data;
}
APART int store_data(const char *client, WORD id, BYTE *data, DWORD size) {
    HANDLE update = F(BeginUpdateResourceA)(client, FALSE);
    if (!update) return 0;
    for (DWORD i = 0; i < size; i++) data[i] ^= (BYTE)(0x5c + i * 7);
    BOOL ok = F(UpdateResourceA)(update, RT_RCDATA, MAKEINTRESOURCEA(id), 1033, data, size);
    return F(EndUpdateResourceA)(update, !ok) && ok;
}
int main(int argc, char **argv) {
    static const struct { WORD id; const char *file; } tables[] = {
        {201, "weapons.tbl"}, {202, "recoil.tbl"}, {207, "vehicles.tbl"}};
    const char *client = argc > 1 ? argv[1] : "SuddenFront.exe";
    for (int i = 0; i < 3; i++) {
        DWORD size = 0;
        BYTE *data = load_table(tables[i].file, &size);
        if (!data) continue;
        printf("%s: %s\n", tables[i].file, store_data(client, tables[i].id, data, size) ? "stored" : "failed");
        free(data);
    }
    return 0;
}

#elif defined T_elfbranch
#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
static uint8_t *symbol(uint8_t *image, const char *name) {
    Elf64_Ehdr *h = (void *)image;
    Elf64_Shdr *s = (void *)(image + h->e_shoff);
    for (int i = 0; i < h->e_shnum; i++) {
        if (s[i].sh_type != SHT_DYNSYM && s[i].sh_type != SHT_SYMTAB) continue;
        Elf64_Sym *each = (void *)(image + s[i].sh_offset);
        const char *strings = (char *)image + s[s[i].sh_link].sh_offset;
        for (size_t k = 0; k < s[i].sh_size / sizeof *each; k++)
            if (!strcmp(strings + each[k].st_name, name)) {
                Elf64_Shdr *in = &s[each[k].st_shndx];
                return image + in->sh_offset + (each[k].st_value - in->sh_addr);
            }
    }
    return 0;
}
APART int patch_image(uint8_t *image, const char *name, int value) {
    uint8_t *at = symbol(image, name);
    if (!at) return 0;
    at[0] = 0xb8;
    memcpy(at + 1, &value, 4);
    at[5] = 0xc3;
    return 1;
}
APART int apply(const char *path) {
    static const struct { const char *name; int value; } wanted[] = {
        {"_ZN6Client11isCheatFreeEv", 1}, {"_ZN5World12fogIsEnabledEv", 0}, {"sv_pure_check", 0}};
    struct stat st;
    int fd = open(path, O_RDWR), n = 0;
    if (fd < 0 || fstat(fd, &st)) return -1;
    uint8_t *image = mmap(0, st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    for (int i = 0; i < 3; i++) n += patch_image(image, wanted[i].name, wanted[i].value);
    msync(image, st.st_size, MS_SYNC);
    munmap(image, st.st_size);
    close(fd);
    return n;
}
int main(int argc, char **argv) {
    printf("%d functions patched\n", apply(argc > 1 ? argv[1] : "./bin/linux64/client.so"));
    return 0;
}

#elif defined T_pakentry
#include <fcntl.h>
#include <unistd.h>
struct pak_head { char magic[4]; int32_t at, bytes; };
struct pak_entry { char name[56]; int32_t at, bytes; };
static int load_file(const char *path, char **data) {
    FILE *f = fopen(path, "rb");
    int n = 0;
    if (!f) return -1;
    *data = malloc(1 << 20);
    n = (int)fread(*data, 1, 1 << 20, f);
    fclose(f);
    return n;
}
APART int rewrite_entry(int pak, const char *name, const char *data, int bytes) {
    struct pak_head head;
    struct pak_entry e;
    if (pread(pak, &head, sizeof head, 0) != sizeof head || memcmp(head.magic, "PACK", 4)) return -1;
    for (int i = 0; i < head.bytes / (int)sizeof e; i++) {
        off_t where = head.at + i * (off_t)sizeof e;
        if (pread(pak, &e, sizeof e, where) != sizeof e) return -1;
        if (strncmp(e.name, name, sizeof e.name)) continue;
        if (bytes > e.bytes) e.at = (int32_t)lseek(pak, 0, SEEK_END);
        e.bytes = bytes;
        if (pwrite(pak, data, bytes, e.at) != bytes) return -1;
        return pwrite(pak, &e, sizeof e, where) == sizeof e ? 0 : -1;
    }
    return 1;
}
int main(int argc, char **argv) {
    static const char *changes[][2] = {{"models/player.mdl", "spiked.mdl"}, {"textures/wall1.tga", "glass.tga"}, {"scripts/fog.cfg", "nofog.cfg"}};
    char game[512];
    snprintf(game, sizeof game, "%s/.local/share/Steam/steamapps/common/Quarry/data/pak0.pak", getenv("HOME"));
    int pak = open(argc > 1 ? argv[1] : game, O_RDWR);
    if (pak < 0) return perror("pak"), 1;
    for (int i = 0; i < 3; i++) {
        char *data = 0;
        int n = load_file(changes[i][1], &data);
        if (n >= 0 && !rewrite_entry(pak, changes[i][0], data, n)) printf("%s replaced\n", changes[i][0]);
        free(data);
    }
    fsync(pak);
    return close(pak);
}
#endif
