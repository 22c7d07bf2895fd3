/* technique radarchain windows at=peek,follow,player_status libs=user32
   technique aobsweep windows at=sweep,scan_region libs=user32
   technique ntboxes windows at=pull,collect_entities libs=ntdll,user32
   technique snapread windows at=grab,dump_inventory
   technique scanmaps linux at=load_range,first_scan
   technique vecread linux at=fetch_players,remote_read */
#define _GNU_SOURCE
#include "common.h"

#if defined T_radarchain
struct chain { const char *label; DWORD start; int depth; DWORD offsets[6]; int is_float; };
static const struct chain chains[] = {
    {"health", 0x01a3f8c0, 4, {0x10, 0x2f8, 0x40, 0x118}, 0},
    {"mana", 0x01a3f8c0, 4, {0x10, 0x2f8, 0x40, 0x11c}, 0},
    {"x", 0x01a40010, 3, {0x8, 0xd0, 0x30}, 1},
    {"y", 0x01a40010, 3, {0x8, 0xd0, 0x34}, 1},
};
static ULONG_PTR module_of(DWORD pid, const char *name) {
    HANDLE snap = F(CreateToolhelp32Snapshot)(TH32CS_SNAPMODULE | TH32CS_SNAPMODULE32, pid);
    MODULEENTRY32 me = {.dwSize = sizeof me};
    ULONG_PTR base = 0;
    for (BOOL ok = Module32First(snap, &me); ok; ok = Module32Next(snap, &me))
        if (!_stricmp(me.szModule, name)) { base = (ULONG_PTR)me.modBaseAddr; break; }
    CloseHandle(snap);
    return base;
}
APART BOOL peek(HANDLE game, ULONG_PTR at, void *into, SIZE_T size) {
    SIZE_T got = 0;
    return F(ReadProcessMemory)(game, (LPCVOID)at, into, size, &got) && got == size;
}
APART ULONG_PTR follow(HANDLE game, ULONG_PTR base, const struct chain *c) {
    ULONG_PTR at = base + c->start;
    for (int i = 0; i < c->depth; i++) {
        ULONG_PTR next = 0;
        if (!peek(game, at, &next, sizeof next) || !next) return 0;
        at = next + c->offsets[i];
    }
    return at;
}
APART void player_status(HANDLE game, ULONG_PTR base) {
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
        union { int whole; float real; } value = {0};
        ULONG_PTR at = follow(game, base, &chains[i]);
        if (!at || !peek(game, at, &value, sizeof value)) continue;
        if (chains[i].is_float) printf("%s %.2f\n", chains[i].label, value.real);
        else printf("%s %d\n", chains[i].label, value.whole);
    }
}
int main(void) {
    HWND window = FindWindowA("UnrealWindow", 0);
    DWORD pid = 0;
    GetWindowThreadProcessId(window, &pid);
    HANDLE game = F(OpenProcess)(PROCESS_VM_READ | PROCESS_QUERY_INFORMATION, FALSE, pid);
    if (!game) return 1;
    ULONG_PTR base = module_of(pid, "Realm-Win64-Shipping.exe");
    while (IsWindow(window)) { player_status(game, base); Sleep(250); }
    CloseHandle(game);
    return 0;
}

#elif defined T_aobsweep
typedef struct { BYTE value[48]; BYTE mask[48]; int length; } Pattern;
static Pattern parse(const char *text) {
    Pattern p = {0};
    while (*text && p.length < 48) {
        if (*text == ' ') { text++; continue; }
        if (*text == '?') { p.length++; text += text[1] == '?' ? 2 : 1; continue; }
        p.value[p.length] = (BYTE)strtoul(text, 0, 16);
        p.mask[p.length++] = 0xff;
        text += 2;
    }
    return p;
}
static long match(const BYTE *data, SIZE_T size, const Pattern *p) {
    for (SIZE_T i = 0; i + p->length <= size; i++) {
        int k = 0;
        while (k < p->length && !((data[i + k] ^ p->value[k]) & p->mask[k])) k++;
        if (k == p->length) return (long)i;
    }
    return -1;
}
APART BYTE *scan_region(HANDLE target, BYTE *base, SIZE_T size, const Pattern *p) {
    enum { STEP = 0x10000 };
    BYTE *copy = malloc(STEP + 64), *hit = 0;
    for (SIZE_T done = 0; done < size && !hit; done += STEP) {
        SIZE_T want = size - done < STEP + 64 ? size - done : STEP + 64, got = 0;
        if (!F(ReadProcessMemory)(target, base + done, copy, want, &got)) continue;
        long at = match(copy, got, p);
        if (at >= 0) hit = base + done + at;
    }
    free(copy);
    return hit;
}
APART BYTE *sweep(HANDLE target, const Pattern *p) {
    MEMORY_BASIC_INFORMATION info;
    BYTE *at = 0;
    while (F(VirtualQueryEx)(target, at, &info, sizeof info) == sizeof info) {
        if (info.State == MEM_COMMIT && info.Type == MEM_IMAGE && !(info.Protect & (PAGE_GUARD | PAGE_NOACCESS))) {
            BYTE *hit = scan_region(target, info.BaseAddress, info.RegionSize, p);
            if (hit) return hit;
        }
        at = (BYTE *)info.BaseAddress + info.RegionSize;
    }
    return 0;
}
int main(int argc, char **argv) {
    static const char *signatures[] = {"48 8B 05 ? ? ? ? 48 85 C0 74 ? 8B 40 1C", "F3 0F 11 83 ? ? 00 00 48 8B CB"};
    HANDLE target = F(OpenProcess)(PROCESS_VM_READ | PROCESS_QUERY_INFORMATION, 0, argc > 1 ? atoi(argv[1]) : 0);
    for (int i = 0; i < 2; i++) {
        Pattern p = parse(signatures[i]);
        printf("sig %d: %p\n", i, sweep(target, &p));
    }
    return 0;
}

#elif defined T_ntboxes
LONG NTAPI NtReadVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, PSIZE_T);
typedef struct { float x, y, z; } Vec3;
typedef struct { Vec3 origin; int health, team; char name[32]; } Entity;
static struct { HANDLE process; ULONG_PTR client; float view[16]; Entity list[64]; int count; } esp;
APART int pull(ULONG_PTR at, void *out, SIZE_T size) {
    return F(NtReadVirtualMemory)(esp.process, (PVOID)at, out, size, 0) >= 0;
}
APART void collect_entities(void) {
    ULONG_PTR local = 0, each = 0;
    int my_team = 0;
    esp.count = 0;
    pull(esp.client + 0x17d6b80, &local, sizeof local);
    pull(local + 0x3c3, &my_team, 4);
    pull(esp.client + 0x1820150, esp.view, sizeof esp.view);
    for (int i = 1; i < 64; i++) {
        if (!pull(esp.client + 0x18b0fc8 + i * 0x78, &each, sizeof each) || !each || each == local) continue;
        Entity *e = &esp.list[esp.count];
        pull(each + 0x324, &e->health, 4);
        pull(each + 0x3c3, &e->team, 4);
        pull(each + 0x1224, &e->origin, sizeof e->origin);
        pull(each + 0x630, e->name, sizeof e->name);
        if (e->health > 0 && e->team != my_team) esp.count++;
    }
}
static int project(Vec3 p, int width, int height, POINT *at) {
    const float *m = esp.view;
    float w = m[12] * p.x + m[13] * p.y + m[14] * p.z + m[15];
    if (w < 0.01f) return 0;
    at->x = (LONG)(width / 2.0f * (1 + (m[0] * p.x + m[1] * p.y + m[2] * p.z + m[3]) / w));
    at->y = (LONG)(height / 2.0f * (1 - (m[4] * p.x + m[5] * p.y + m[6] * p.z + m[7]) / w));
    return 1;
}
int main(int argc, char **argv) {
    esp.process = F(OpenProcess)(PROCESS_VM_READ, FALSE, strtoul(argv[1], 0, 10));
    esp.client = (ULONG_PTR)_strtoui64(argv[2], 0, 16);
    for (;;) {
        collect_entities();
        for (int i = 0; i < esp.count; i++) {
            POINT at;
            if (project(esp.list[i].origin, 1920, 1080, &at))
                printf("%s %d hp at %ld,%ld\n", esp.list[i].name, esp.list[i].health, at.x, at.y);
        }
        Sleep(8);
    }
}

#elif defined T_snapread
typedef struct { WORD item, amount; DWORD durability; } Slot;
static DWORD pid_named(const char *name) {
    PROCESSENTRY32 pe = {.dwSize = sizeof pe};
    HANDLE all = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    DWORD pid = 0;
    if (Process32First(all, &pe))
        do if (!lstrcmpiA(pe.szExeFile, name)) pid = pe.th32ProcessID;
        while (!pid && Process32Next(all, &pe));
    CloseHandle(all);
    return pid;
}
APART int grab(DWORD pid, DWORD_PTR at, void *into, SIZE_T n) {
    SIZE_T got = 0;
    return F(Toolhelp32ReadProcessMemory)(pid, (LPCVOID)at, into, n, &got) && got == n;
}
APART int dump_inventory(DWORD pid, DWORD_PTR bag) {
    Slot slots[40];
    int used = 0;
    if (!grab(pid, bag, slots, sizeof slots)) return -1;
    for (int i = 0; i < 40; i++)
        if (slots[i].item) {
            char name[24] = "";
            DWORD_PTR entry = 0;
            grab(pid, 0x00c3a5e0 + slots[i].item * 8, &entry, sizeof entry);
            grab(pid, entry + 4, name, sizeof name - 1);
            printf("%2d %-24s x%u (%lu)\n", i, name, slots[i].amount, slots[i].durability);
            used++;
        }
    return used;
}
int main(void) {
    DWORD pid;
    while (!(pid = pid_named("ragnaclient.exe"))) Sleep(1000);
    while (dump_inventory(pid, 0x00e4b1d8) >= 0) Sleep(5000);
    return 0;
}

#elif defined T_scanmaps
#include <fcntl.h>
#include <unistd.h>
struct hits { unsigned long *at; size_t count, room; };
static void keep(struct hits *h, unsigned long at) {
    if (h->count == h->room) h->at = realloc(h->at, (h->room = h->room ? h->room * 2 : 256) * sizeof *h->at);
    h->at[h->count++] = at;
}
APART ssize_t load_range(int mem, unsigned long from, void *into, size_t size) {
    return pread(mem, into, size, (off_t)from);
}
APART void first_scan(int pid, int wanted, struct hits *h) {
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/%d/maps", pid);
    FILE *maps = fopen(path, "r");
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int mem = open(path, O_RDONLY);
    while (maps && mem >= 0 && fgets(line, sizeof line, maps)) {
        unsigned long low, high;
        char rights[8];
        if (sscanf(line, "%lx-%lx %7s", &low, &high, rights) != 3 || rights[0] != 'r' || rights[1] != 'w') continue;
        int *page = malloc(high - low);
        ssize_t got = load_range(mem, low, page, high - low);
        for (ssize_t i = 0; i < got / 4; i++) if (page[i] == wanted) keep(h, low + i * 4);
        free(page);
    }
    if (maps) fclose(maps);
    close(mem);
}
int main(int argc, char **argv) {
    struct hits found = {0};
    if (argc < 3) return fprintf(stderr, "usage: %s pid gold\n", argv[0]), 2;
    first_scan(atoi(argv[1]), atoi(argv[2]), &found);
    for (size_t i = 0; i < found.count; i++) printf("%#lx\n", found.at[i]);
    return 0;
}

#elif defined T_vecread
#include <dirent.h>
#include <sys/uio.h>
#include <unistd.h>
struct player { int health, armor; float pos[3]; char nick[16]; };
static pid_t find_game(const char *comm) {
    DIR *proc = opendir("/proc");
    struct dirent *e;
    pid_t pid = 0;
    while (!pid && (e = readdir(proc))) {
        char path[300], name[32] = "";
        snprintf(path, sizeof path, "/proc/%s/comm", e->d_name);
        FILE *f = fopen(path, "r");
        if (!f) continue;
        if (fgets(name, sizeof name, f) && !strncmp(name, comm, strlen(comm))) pid = atoi(e->d_name);
        fclose(f);
    }
    closedir(proc);
    return pid;
}
APART int remote_read(pid_t pid, uintptr_t at, void *into, size_t n) {
    struct iovec here = {into, n}, there = {(void *)at, n};
    return process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)n;
}
APART int fetch_players(pid_t pid, uintptr_t table, struct player *out, int most) {
    uintptr_t each[32];
    struct iovec here[32], there[32];
    int n = 0, count = 0;
    if (!remote_read(pid, table + 8, &count, sizeof count)) return 0;
    if (count > most) count = most;
    if (count <= 0 || !remote_read(pid, table + 16, each, count * sizeof *each)) return 0;
    for (int i = 0; i < count; i++)
        if (each[i]) {
            here[n] = (struct iovec){&out[n], sizeof *out};
            there[n++] = (struct iovec){(void *)(each[i] + 0xf8), sizeof *out};
        }
    return process_vm_readv(pid, here, n, there, n, 0) > 0 ? n : 0;
}
int main(void) {
    struct player all[32];
    pid_t pid = find_game("native_client");
    while (pid) {
        int n = fetch_players(pid, 0x5a3518, all, 32);
        for (int i = 0; i < n; i++)
            printf("%-16.16s %3d %.0f/%.0f/%.0f\n", all[i].nick, all[i].health, all[i].pos[0], all[i].pos[1], all[i].pos[2]);
        usleep(50000);
    }
    return 1;
}
#endif
