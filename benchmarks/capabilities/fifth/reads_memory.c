/* technique esp_entities windows at=fetch,load_entity libs=user32
   technique region_scan windows at=scan_region,walk_address_space libs=user32
   technique native_reader windows at=remote_copy,read_chain libs=ntdll
   technique snapshot_reader windows at=peek
   technique mem_file linux at=mem_at,follow
   technique vm_batch linux at=pull_players */
#include "common.h"
#if defined T_esp_entities

struct vec3 { float x, y, z; };
struct entity { int health, team; struct vec3 origin; char name[32]; };
static struct { HANDLE game; uintptr_t client; struct entity seen[64]; int count; } g;

APART int fetch(uintptr_t from, void *to, SIZE_T size) {
    SIZE_T got = 0;
    return F(ReadProcessMemory)(g.game, (LPCVOID)from, to, size, &got) && got == size;
}
APART int load_entity(int index, struct entity *e) {
    uintptr_t object = 0, node = 0;
    if (!fetch(g.client + 0x18B3FA8 + index * 0x10, &object, sizeof object) || !object) return 0;
    fetch(object + 0x334, &e->health, 4);
    fetch(object + 0x3CB, &e->team, 1);
    if (fetch(object + 0x318, &node, sizeof node)) fetch(node + 0xC8, &e->origin, sizeof e->origin);
    fetch(object + 0x640, e->name, sizeof e->name - 1);
    return e->health > 0;
}
static uintptr_t module_of(DWORD pid, const char *name) {
    MODULEENTRY32 m = {sizeof m};
    HANDLE snap = CreateToolhelp32Snapshot(TH32CS_SNAPMODULE, pid);
    uintptr_t base = 0;
    for (BOOL ok = Module32First(snap, &m); ok && !base; ok = Module32Next(snap, &m))
        if (!_stricmp(m.szModule, name)) base = (uintptr_t)m.modBaseAddr;
    CloseHandle(snap);
    return base;
}
int main(void) {
    DWORD pid = 0;
    GetWindowThreadProcessId(FindWindowA(0, "Counter Assault 2"), &pid);
    g.game = F(OpenProcess)(PROCESS_VM_READ | PROCESS_QUERY_INFORMATION, FALSE, pid);
    g.client = module_of(pid, "client.dll");
    if (!g.game || !g.client) return 1;
    for (;;) {
        g.count = 0;
        for (int i = 0; i < 64; i++)
            if (load_entity(i, &g.seen[g.count])) g.count++;
        for (int i = 0; i < g.count; i++)
            printf("%-20s %3d hp at %.0f %.0f %.0f\n", g.seen[i].name, g.seen[i].health, g.seen[i].origin.x,
                   g.seen[i].origin.y, g.seen[i].origin.z);
        Sleep(15);
    }
}

#elif defined T_region_scan

struct signature { const char *label; const unsigned char *bytes; const char *mask; uintptr_t hit; };
static const unsigned char sig_player[] = {0x48, 0x8B, 0x0D, 0, 0, 0, 0, 0x48, 0x85, 0xC9, 0x74};
static const unsigned char sig_world[] = {0x4C, 0x8B, 0x3D, 0, 0, 0, 0, 0xF3, 0x0F, 0x10};
static struct signature wanted[] = {
    {"local player", sig_player, "xxx????xxxx"}, {"world", sig_world, "xxx????xxx"}, {0}};

static void match(const unsigned char *data, size_t size, uintptr_t base) {
    for (struct signature *s = wanted; s->label; s++) {
        size_t n = strlen(s->mask);
        for (size_t i = 0; !s->hit && i + n < size; i++) {
            size_t k = 0;
            while (k < n && (s->mask[k] == '?' || data[i + k] == s->bytes[k])) k++;
            if (k == n) s->hit = base + i;
        }
    }
}
APART SIZE_T scan_region(HANDLE process, const MEMORY_BASIC_INFORMATION *region, unsigned char *buffer, SIZE_T room) {
    SIZE_T done = 0, got;
    while (done < region->RegionSize) {
        SIZE_T part = min(room, region->RegionSize - done);
        if (!F(ReadProcessMemory)(process, (char *)region->BaseAddress + done, buffer, part, &got)) break;
        match(buffer, got, (uintptr_t)region->BaseAddress + done);
        done += part;
    }
    return done;
}
APART void walk_address_space(HANDLE process) {
    MEMORY_BASIC_INFORMATION region;
    unsigned char *buffer = malloc(1 << 20);
    for (char *at = 0; F(VirtualQueryEx)(process, at, &region, sizeof region); at += region.RegionSize)
        if (region.State == MEM_COMMIT && (region.Protect & (PAGE_EXECUTE_READ | PAGE_READWRITE)) &&
            !(region.Protect & PAGE_GUARD))
            scan_region(process, &region, buffer, 1 << 20);
    free(buffer);
}
int main(int argc, char **argv) {
    HANDLE process = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, atoi(argv[1]));
    if (!process) return 1;
    walk_address_space(process);
    for (struct signature *s = wanted; s->label; s++) printf("%s: %p\n", s->label, (void *)s->hit);
}

#elif defined T_native_reader
#include <winternl.h>
NTSTATUS NTAPI NtOpenProcess(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, CLIENT_ID *);
NTSTATUS NTAPI NtReadVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, PSIZE_T);

struct target { HANDLE handle; ULONG_PTR pid; ULONG_PTR peb; };

static ULONG_PTR pid_by_image(const wchar_t *image) {
    ULONG size = 1 << 19;
    BYTE *table = malloc(size);
    ULONG_PTR pid = 0;
    while (F(NtQuerySystemInformation)(SystemProcessInformation, table, size, &size) == (NTSTATUS)0xC0000004)
        table = realloc(table, size += 4096);
    SYSTEM_PROCESS_INFORMATION *each = (void *)table;
    for (;;) {
        UNICODE_STRING *name = (UNICODE_STRING *)((BYTE *)each + 56);
        if (name->Buffer && !_wcsicmp(name->Buffer, image)) pid = (ULONG_PTR)each->UniqueProcessId;
        if (pid || !each->NextEntryOffset) break;
        each = (void *)((BYTE *)each + each->NextEntryOffset);
    }
    free(table);
    return pid;
}
APART int open_target(struct target *t, const wchar_t *image) {
    OBJECT_ATTRIBUTES none = {sizeof none};
    CLIENT_ID id = {(HANDLE)pid_by_image(image), 0};
    PROCESS_BASIC_INFORMATION info;
    if (F(NtOpenProcess)(&t->handle, PROCESS_VM_READ | PROCESS_QUERY_INFORMATION, &none, &id)) return 0;
    F(NtQueryInformationProcess)(t->handle, ProcessBasicInformation, &info, sizeof info, 0);
    t->peb = (ULONG_PTR)info.PebBaseAddress;
    return 1;
}
APART NTSTATUS remote_copy(struct target *t, ULONG_PTR from, void *to, SIZE_T size) {
    return F(NtReadVirtualMemory)(t->handle, (PVOID)from, to, size, NULL);
}
APART ULONG_PTR read_chain(struct target *t, ULONG_PTR base, const int *steps) {
    for (; *steps >= 0; steps++)
        if (remote_copy(t, base + *steps, &base, sizeof base)) return 0;
    return base;
}
int main(void) {
    static const int to_gold[] = {0x2F81C40, 0x30, 0x118, 0x8, -1};
    struct target t = {0};
    ULONG_PTR image = 0, bag;
    int gold = 0;
    if (!open_target(&t, L"aionbin.exe")) return 1;
    remote_copy(&t, t.peb + 0x10, &image, sizeof image);
    bag = read_chain(&t, image, to_gold);
    remote_copy(&t, bag + 0x64, &gold, 4);
    printf("gold %d\n", gold);
}

#elif defined T_snapshot_reader

struct field { const char *name; SIZE_T offset; char kind; };
static const struct field fields[] = {{"hp", 0x8C, 'i'}, {"mp", 0x90, 'i'}, {"speed", 0xA4, 'f'}, {"x", 0x1C0, 'f'}, {"y", 0x1C4, 'f'}};

APART BOOL peek(DWORD pid, BYTE *where, void *out, SIZE_T size) {
    SIZE_T got;
    return F(Toolhelp32ReadProcessMemory)(pid, where, out, size, &got);
}
static DWORD find(const char *exe, BYTE **base) {
    PROCESSENTRY32 p = {sizeof p};
    MODULEENTRY32 m = {sizeof m};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    for (BOOL ok = Process32First(all, &p); ok; ok = Process32Next(all, &p)) {
        if (lstrcmpiA(p.szExeFile, exe)) continue;
        HANDLE mods = CreateToolhelp32Snapshot(TH32CS_SNAPMODULE | TH32CS_SNAPMODULE32, p.th32ProcessID);
        if (Module32First(mods, &m)) *base = m.modBaseAddr;
        CloseHandle(mods);
        CloseHandle(all);
        return p.th32ProcessID;
    }
    CloseHandle(all);
    return 0;
}
static void show(const struct field *f, const void *value) {
    if (f->kind == 'i') printf("%s=%d ", f->name, *(const int *)value);
    else printf("%s=%.1f ", f->name, *(const float *)value);
}
int main(void) {
    BYTE *base = 0, *player = 0;
    DWORD pid = find("elementclient.exe", &base);
    while (pid && peek(pid, base + 0x9C1514, &player, sizeof player)) {
        for (int i = 0; i < sizeof fields / sizeof *fields; i++) {
            DWORD value = 0;
            peek(pid, player + fields[i].offset, &value, 4);
            show(&fields[i], &value);
        }
        puts("");
        Sleep(500);
    }
}

#elif defined T_mem_file
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static int memory = -1;
static int find_game(const char *wanted) {
    DIR *proc = opendir("/proc");
    struct dirent *d;
    char path[300], comm[64];
    while ((d = readdir(proc))) {
        int pid = atoi(d->d_name);
        if (!pid) continue;
        snprintf(path, sizeof path, "/proc/%d/comm", pid);
        FILE *f = fopen(path, "r");
        if (!f) continue;
        int same = fgets(comm, sizeof comm, f) && !strncmp(comm, wanted, strlen(wanted));
        fclose(f);
        if (same) { closedir(proc); return pid; }
    }
    closedir(proc);
    return 0;
}
static unsigned long base_of(int pid, const char *library) {
    char path[64], line[512];
    unsigned long base = 0;
    sprintf(path, "/proc/%d/maps", pid);
    FILE *f = fopen(path, "r");
    while (f && !base && fgets(line, sizeof line, f))
        if (strstr(line, library)) base = strtoul(line, 0, 16);
    if (f) fclose(f);
    return base;
}
APART int mem_at(unsigned long address, void *out, size_t size) {
    return pread(memory, out, size, address) == (ssize_t)size;
}
APART unsigned long follow(unsigned long at, const unsigned *offsets, int count) {
    for (int i = 0; i < count; i++) {
        if (!mem_at(at, &at, sizeof at) || !at) return 0;
        at += offsets[i];
    }
    return at;
}
int main(void) {
    static const unsigned to_entity[] = {0x18, 0x40, 0x0};
    int pid = find_game("hl2_linux");
    char path[64];
    sprintf(path, "/proc/%d/mem", pid);
    memory = open(path, O_RDONLY);
    unsigned long client = base_of(pid, "client_panorama_client.so");
    for (int glow; memory >= 0; usleep(8000)) {
        unsigned long at = follow(client + 0x1D0A8F0, to_entity, 3);
        if (at && mem_at(at + 0x12C, &glow, sizeof glow)) printf("entity %lx glow %d\n", at, glow);
    }
}

#elif defined T_vm_batch
#define _GNU_SOURCE
#include <sys/uio.h>
#include <sys/types.h>
#include <unistd.h>
ssize_t process_vm_readv(pid_t, const struct iovec *, unsigned long, const struct iovec *, unsigned long, unsigned long);

struct player { float pos[3]; int hp; char rest[48]; };
static struct player players[16];
static uint64_t pointers[16];

APART int pull_players(pid_t pid, uint64_t array) {
    struct iovec mine[16], theirs[16];
    int n = 0;
    mine[0].iov_base = pointers;
    theirs[0].iov_base = (void *)array;
    mine[0].iov_len = theirs[0].iov_len = sizeof pointers;
    if (process_vm_readv(pid, mine, 1, theirs, 1, 0) < 0) return -1;
    for (int i = 0; i < 16; i++) {
        if (!pointers[i]) continue;
        mine[n] = (struct iovec){&players[n], sizeof *players};
        theirs[n] = (struct iovec){(void *)(pointers[i] + 0x58), sizeof *players};
        n++;
    }
    return process_vm_readv(pid, mine, n, theirs, n, 0) < 0 ? -1 : n;
}
static void radar(int n) {
    char grid[21][42];
    memset(grid, '.', sizeof grid);
    for (int i = 0; i < n; i++) {
        int x = 20 + (int)(players[i].pos[0] / 100), y = 10 + (int)(players[i].pos[1] / 100);
        if (x >= 0 && x < 41 && y >= 0 && y < 21 && players[i].hp > 0) grid[y][x] = 'o';
    }
    for (int y = 0; y < 21; y++) { grid[y][41] = 0; puts(grid[y]); }
}
int main(int argc, char **argv) {
    int n;
    while ((n = pull_players(atoi(argv[1]), strtoull(argv[2], 0, 16))) >= 0) {
        printf("\033[H");
        radar(n);
        usleep(50000);
    }
    perror("read");
}
#endif
