/* technique byte_table windows at=apply,apply_all
   technique mapped_scan windows at=overwrite,patch_image
   technique library_swap windows at=swap_library
   technique resource_edit windows at=replace_manifest
   technique mmap_elf linux at=patch_mapping
   technique host_rewrite linux at=rewrite,swap_text */
#include "common.h"
#if defined T_byte_table

struct edit { long offset; unsigned char was, now; };
static const struct edit widescreen[] = {{0x1A2F4, 0x74, 0xEB}, {0x1A300, 0xAB, 0x39}, {0x1A301, 0xAA, 0x8E}};
static const struct edit multi_client[] = {{0x0F0C2, 0x0F, 0x90}, {0x0F0C3, 0x84, 0xE9}, {0x2210, 0x01, 0x00}};

APART int apply(FILE *f, const struct edit *e) {
    fseek(f, e->offset, SEEK_SET);
    int now = fgetc(f);
    if (now == e->now) return 1;
    if (now != e->was) return 0;
    fseek(f, e->offset, SEEK_SET);
    return fputc(e->now, f) != EOF;
}
APART int apply_all(const char *path, const struct edit *e, int n) {
    FILE *f = fopen(path, "r+b");
    int good = 0;
    if (!f) return 0;
    while (n--) good += apply(f, e++);
    fclose(f);
    return good;
}
static void backup(const char *path) {
    char copy[300];
    sprintf(copy, "%s.orig", path);
    F(CopyFileA)(path, copy, TRUE);
}
int main(int argc, char **argv) {
    const char *client = argc > 1 ? argv[1] : "Ragexe.exe";
    backup(client);
    printf("widescreen: %d of 3\n", apply_all(client, widescreen, 3));
    printf("multi client: %d of 3\n", apply_all(client, multi_client, 3));
}

#elif defined T_mapped_scan

struct view { HANDLE file, section; BYTE *data; DWORD size; };
static int open_view(struct view *v, const char *path) {
    v->file = F(CreateFileA)(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (v->file == INVALID_HANDLE_VALUE) return 0;
    v->size = GetFileSize(v->file, NULL);
    v->section = F(CreateFileMappingA)(v->file, NULL, PAGE_READWRITE, 0, 0, NULL);
    v->data = F(MapViewOfFile)(v->section, FILE_MAP_WRITE, 0, 0, 0);
    return v->data != NULL;
}
static BYTE *find(struct view *v, const BYTE *what, DWORD n) {
    for (DWORD i = 0; i + n <= v->size; i++)
        if (!memcmp(v->data + i, what, n)) return v->data + i;
    return NULL;
}
APART void overwrite(BYTE *at, const BYTE *with, DWORD n) {
    DWORD i;
    for (i = 0; i < n; i++) at[i] = with[i];
    F(FlushViewOfFile)(at, n);
}
APART int patch_image(const char *path) {
    static const BYTE check[] = {0x40, 0x53, 0x48, 0x83, 0xEC, 0x20, 0x80, 0x3D}, yes[] = {0xB0, 0x01, 0xC3};
    struct view v;
    if (!open_view(&v, path)) return 0;
    BYTE *at = find(&v, check, sizeof check);
    if (at) overwrite(at, yes, sizeof yes);
    UnmapViewOfFile(v.data);
    CloseHandle(v.section);
    CloseHandle(v.file);
    return at != NULL;
}
int main(void) { puts(patch_image("C:\\Games\\Farm\\GameAssembly.dll") ? "premium unlocked" : "unknown version"); }

#elif defined T_library_swap

static int game_folder(char *out, DWORD size) {
    HKEY key;
    if (RegOpenKeyExA(HKEY_LOCAL_MACHINE, "SOFTWARE\\WOW6432Node\\Gravity Soft\\Online", 0, KEY_READ, &key)) return 0;
    LONG failed = RegQueryValueExA(key, "InstallPath", 0, 0, (BYTE *)out, &size);
    RegCloseKey(key);
    return !failed;
}
APART int swap_library(const char *folder, const char *name, const char *mine) {
    char real[MAX_PATH], kept[MAX_PATH];
    snprintf(real, sizeof real, "%s\\%s.dll", folder, name);
    snprintf(kept, sizeof kept, "%s\\%s_o.dll", folder, name);
    if (GetFileAttributesA(kept) == INVALID_FILE_ATTRIBUTES && !F(MoveFileExA)(real, kept, MOVEFILE_WRITE_THROUGH)) return 0;
    F(SetFileAttributesA)(real, FILE_ATTRIBUTE_NORMAL);
    return F(CopyFileA)(mine, real, FALSE);
}
static int extract(char *path) {
    HRSRC r = FindResourceA(NULL, MAKEINTRESOURCEA(101), RT_RCDATA);
    if (!r) return 0;
    GetTempPathA(MAX_PATH - 12, path);
    strcat(path, "proxy.tmp");
    FILE *f = fopen(path, "wb");
    fwrite(LockResource(LoadResource(0, r)), 1, SizeofResource(0, r), f);
    return !fclose(f);
}
int main(void) {
    static const char *const names[] = {"binkw64", "steam_api64", "dinput8"};
    char folder[MAX_PATH], mine[MAX_PATH];
    if (!game_folder(folder, sizeof folder) || !extract(mine)) return 1;
    for (int i = 0; i < 3; i++)
        if (swap_library(folder, names[i], mine)) return puts(names[i]), 0;
    return 1;
}

#elif defined T_resource_edit

static const char manifest[] =
    "<assembly xmlns=\"urn:schemas-microsoft-com:asm.v1\" manifestVersion=\"1.0\"><trustInfo xmlns=\"urn:schemas-"
    "microsoft-com:asm.v3\"><security><requestedPrivileges><requestedExecutionLevel level=\"asInvoker\"/>"
    "</requestedPrivileges></security></trustInfo></assembly>";
static void *contents(const char *path, DWORD *size) {
    HANDLE f = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, 0, OPEN_EXISTING, 0, 0);
    if (f == INVALID_HANDLE_VALUE) return NULL;
    void *data = malloc(*size = GetFileSize(f, 0));
    ReadFile(f, data, *size, size, 0);
    CloseHandle(f);
    return data;
}
APART BOOL replace_manifest(const char *client, const void *config, DWORD config_size) {
    HANDLE update = F(BeginUpdateResourceA)(client, FALSE);
    if (!update) return FALSE;
    F(UpdateResourceA)(update, (LPCSTR)RT_MANIFEST, MAKEINTRESOURCEA(1), 1033, (void *)manifest, sizeof manifest - 1);
    if (config) F(UpdateResourceA)(update, "CONFIG", "SERVERS", 1033, (void *)config, config_size);
    return F(EndUpdateResourceA)(update, FALSE);
}
int main(int argc, char **argv) {
    DWORD size = 0;
    void *servers = contents("servers.xml", &size);
    if (!replace_manifest(argc > 1 ? argv[1] : "MapleClient.exe", servers, size)) {
        printf("error %lu\n", GetLastError());
        return 1;
    }
    free(servers);
}

#elif defined T_mmap_elf
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
void *memmem(const void *, size_t, const void *, size_t);

struct image { unsigned char *at; size_t size; };
static int map_file(const char *path, struct image *i) {
    struct stat s;
    int fd = open(path, O_RDWR);
    if (fd < 0 || fstat(fd, &s)) return -1;
    i->size = s.st_size;
    i->at = mmap(0, i->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return i->at == MAP_FAILED || memcmp(i->at, ELFMAG, 4) ? -1 : 0;
}
static Elf64_Shdr *text_of(struct image *i) {
    Elf64_Ehdr *e = (void *)i->at;
    Elf64_Shdr *s = (void *)(i->at + e->e_shoff);
    const char *names = (char *)i->at + s[e->e_shstrndx].sh_offset;
    for (int n = 0; n < e->e_shnum; n++)
        if (!strcmp(names + s[n].sh_name, ".text")) return s + n;
    return 0;
}
APART int patch_mapping(struct image *i, const char *look, size_t n, size_t skip, const char *put, size_t m) {
    Elf64_Shdr *text = text_of(i);
    if (!text) return 0;
    unsigned char *hit = memmem(i->at + text->sh_offset, text->sh_size, look, n);
    if (!hit) return 0;
    memcpy(hit + skip, put, m);
    return msync(i->at, i->size, MS_SYNC) == 0;
}
int main(int argc, char **argv) {
    struct image i;
    if (argc < 2 || map_file(argv[1], &i)) return 1;
    int a = patch_mapping(&i, "\x80\xbf\x40\x01\x00\x00\x00\x74", 8, 7, "\xeb", 1);
    int b = patch_mapping(&i, "\x66\x0f\x2f\xc8\x76\x12", 6, 4, "\x90\x90", 2);
    printf("fog %d, range %d\n", a, b);
    munmap(i.at, i.size);
}

#elif defined T_host_rewrite
#include <sys/stat.h>
#include <unistd.h>

static const char *const pairs[][2] = {
    {"login.realm-of-iron.com", "127.0.0.1"},
    {"patch.realm-of-iron.com", "127.0.0.1"},
};
static char *load(const char *path, long *size) {
    FILE *f = fopen(path, "rb");
    if (!f) return 0;
    fseek(f, 0, SEEK_END);
    *size = ftell(f);
    rewind(f);
    char *data = malloc(*size);
    if (fread(data, 1, *size, f) != (size_t)*size) *size = 0;
    fclose(f);
    return data;
}
APART int swap_text(char *data, long size, const char *from, const char *to) {
    size_t n = strlen(from), hits = 0;
    for (long i = 0; i + (long)n < size; i++)
        if (!memcmp(data + i, from, n)) {
            memset(data + i, 0, n);
            memcpy(data + i, to, strlen(to));
            hits++;
        }
    return hits;
}
APART int rewrite(const char *path) {
    char fresh[512];
    struct stat s;
    long size;
    char *data = load(path, &size);
    int hits = 0;
    if (!data || stat(path, &s)) return -1;
    for (int i = 0; i < 2; i++) hits += swap_text(data, size, pairs[i][0], pairs[i][1]);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *f = fopen(fresh, "wb");
    fwrite(data, 1, size, f);
    fclose(f);
    free(data);
    chmod(fresh, s.st_mode);
    return hits && !rename(fresh, path) ? hits : -1;
}
int main(int argc, char **argv) {
    char path[400];
    snprintf(path, sizeof path, "%s/bin/ironclient.x86_64", argc > 1 ? argv[1] : ".");
    return rewrite(path) < 0;
}
#endif
