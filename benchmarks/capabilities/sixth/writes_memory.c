/* technique freezer windows at=poke,freeze_thread libs=user32
   technique nopper windows at=apply_cheat,swap_bytes libs=user32
   technique ntpoke windows at=put_bytes,teleport libs=ntdll
   technique sectionview windows at=share_with,push_settings libs=ntdll
   technique pokedata linux at=poke_word,set_gold
   technique memfreeze linux at=store,hold_values */
#define _GNU_SOURCE
#include "common.h"

#if defined T_freezer
typedef struct { const char *name; int key; ULONG_PTR address; int value; volatile LONG active; } Cheat;
static Cheat cheats[] = {
    {"Unlimited health", VK_F1, 0x0050f4f8, 999, 0},
    {"Unlimited ammo", VK_F2, 0x0050f5a0, 120, 0},
    {"Grenades", VK_F3, 0x0050f5b4, 9, 0},
};
APART BOOL poke(HANDLE game, ULONG_PTR at, const void *what, SIZE_T n) {
    return F(WriteProcessMemory)(game, (LPVOID)at, what, n, 0);
}
APART DWORD WINAPI freeze_thread(LPVOID game) {
    for (;;) {
        for (int i = 0; i < 3; i++)
            if (cheats[i].active && !poke(game, cheats[i].address, &cheats[i].value, sizeof(int))) return 1;
        Sleep(100);
    }
}
int main(void) {
    DWORD pid;
    HWND window = FindWindowA(0, "AssaultCube");
    if (!window) return puts("Game not running");
    GetWindowThreadProcessId(window, &pid);
    HANDLE game = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, pid);
    HANDLE worker = CreateThread(0, 0, freeze_thread, game, 0, 0);
    while (WaitForSingleObject(worker, 20) == WAIT_TIMEOUT)
        for (int i = 0; i < 3; i++)
            if (GetAsyncKeyState(cheats[i].key) & 1) {
                cheats[i].active ^= 1;
                printf("%s: %s\n", cheats[i].name, cheats[i].active ? "ON" : "OFF");
                Beep(cheats[i].active ? 900 : 500, 80);
            }
    return 0;
}

#elif defined T_nopper
typedef struct { DWORD offset; BYTE size, original[10], patched[10]; int on; } CodePatch;
static CodePatch patches[] = {
    {0x12a4f0, 6, {0x29, 0x83, 0xf8, 0, 0, 0}, {0x90, 0x90, 0x90, 0x90, 0x90, 0x90}, 0},
    {0x0c71e3, 2, {0x74, 0x1b}, {0xeb, 0x1b}, 0},
    {0x20bb08, 5, {0xe8, 0x13, 0x44, 0xff, 0xff}, {0x0f, 0x1f, 0x44, 0, 0}, 0},
};
APART int swap_bytes(HANDLE process, BYTE *at, const BYTE *bytes, SIZE_T n) {
    DWORD before = 0;
    SIZE_T wrote = 0;
    if (!F(VirtualProtectEx)(process, at, n, PAGE_EXECUTE_READWRITE, &before)) return 0;
    F(WriteProcessMemory)(process, at, bytes, n, &wrote);
    F(VirtualProtectEx)(process, at, n, before, &before);
    FlushInstructionCache(process, at, n);
    return wrote == n;
}
APART void apply_cheat(HANDLE process, BYTE *base, int which) {
    CodePatch *p = &patches[which];
    if (swap_bytes(process, base + p->offset, p->on ? p->original : p->patched, p->size)) p->on = !p->on;
}
static BYTE *main_module(DWORD pid) {
    MODULEENTRY32 me = {.dwSize = sizeof me};
    HANDLE snap = CreateToolhelp32Snapshot(TH32CS_SNAPMODULE, pid);
    BYTE *base = Module32First(snap, &me) ? me.modBaseAddr : 0;
    CloseHandle(snap);
    return base;
}
int main(int argc, char **argv) {
    DWORD pid = strtoul(argv[1], 0, 0);
    HANDLE process = F(OpenProcess)(PROCESS_VM_OPERATION | PROCESS_VM_WRITE, FALSE, pid);
    BYTE *base = main_module(pid);
    for (;;) {
        for (int i = 0; i < 3; i++)
            if (GetAsyncKeyState(VK_NUMPAD1 + i) & 1) apply_cheat(process, base, i);
        if (GetAsyncKeyState(VK_END)) break;
        Sleep(30);
    }
    return 0;
}

#elif defined T_ntpoke
LONG NTAPI NtWriteVirtualMemory(HANDLE, PVOID, const void *, SIZE_T, PSIZE_T);
LONG NTAPI NtProtectVirtualMemory(HANDLE, PVOID *, PSIZE_T, ULONG, PULONG);
typedef struct { float x, y, z; } Place;
typedef struct { HANDLE handle; ULONG_PTR player; } Session;
static const struct { const char *town; Place where; } towns[] = {
    {"harbor", {120.5f, 8.0f, -443.25f}}, {"mine", {-901.0f, -40.0f, 77.0f}}, {"arena", {3.0f, 1.0f, 3.0f}}};
APART LONG put_bytes(Session *s, ULONG_PTR at, const void *from, SIZE_T size) {
    PVOID page = (PVOID)at;
    SIZE_T span = size, wrote = 0;
    ULONG old = 0;
    F(NtProtectVirtualMemory)(s->handle, &page, &span, PAGE_READWRITE, &old);
    LONG status = F(NtWriteVirtualMemory)(s->handle, (PVOID)at, from, size, &wrote);
    F(NtProtectVirtualMemory)(s->handle, &page, &span, old, &old);
    return status;
}
APART int teleport(Session *s, const char *town) {
    for (int i = 0; i < 3; i++)
        if (!strcmp(towns[i].town, town)) {
            float still[3] = {0};
            put_bytes(s, s->player + 0x190, still, sizeof still);
            return put_bytes(s, s->player + 0x180, &towns[i].where, sizeof(Place)) >= 0;
        }
    return 0;
}
int main(int argc, char **argv) {
    char line[32];
    Session s = {F(OpenProcess)(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, 0, atoi(argv[1])), _strtoui64(argv[2], 0, 16)};
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\r\n")] = 0;
        puts(teleport(&s, line) ? "done" : "unknown place");
    }
    return 0;
}

#elif defined T_sectionview
LONG NTAPI NtCreateSection(PHANDLE, ULONG, PVOID, PLARGE_INTEGER, ULONG, ULONG, HANDLE);
LONG NTAPI NtMapViewOfSection(HANDLE, HANDLE, PVOID *, ULONG_PTR, SIZE_T, PLARGE_INTEGER, PSIZE_T, ULONG, ULONG, ULONG);
LONG NTAPI NtUnmapViewOfSection(HANDLE, PVOID);
typedef struct { float speed, gravity, jump; int god, noclip; } Tuning;
APART PVOID share_with(HANDLE game, PVOID wanted, SIZE_T size, PVOID *mine) {
    HANDLE section = 0;
    LARGE_INTEGER room = {.QuadPart = size};
    SIZE_T view = size;
    PVOID theirs = wanted;
    if (F(NtCreateSection)(&section, SECTION_ALL_ACCESS, 0, &room, PAGE_READWRITE, SEC_COMMIT, 0) < 0) return 0;
    F(NtMapViewOfSection)(section, (HANDLE)-1, mine, 0, 0, 0, &view, 2, 0, PAGE_READWRITE);
    F(NtUnmapViewOfSection)(game, wanted);
    if (F(NtMapViewOfSection)(section, game, &theirs, 0, 0, 0, &view, 2, 0, PAGE_READWRITE) < 0) theirs = 0;
    CloseHandle(section);
    return theirs;
}
APART int push_settings(HANDLE game, PVOID settings, PVOID pointer_at) {
    Tuning *mine = 0;
    PVOID theirs = share_with(game, settings, 0x1000, (PVOID *)&mine);
    if (!theirs || !mine) return 0;
    *mine = (Tuning){2.5f, 0.4f, 9.0f, 1, 0};
    return F(WriteProcessMemory)(game, pointer_at, &theirs, sizeof theirs, 0);
}
int main(int argc, char **argv) {
    HANDLE game = F(OpenProcess)(PROCESS_VM_OPERATION | PROCESS_VM_WRITE, FALSE, strtoul(argv[1], 0, 10));
    if (!game) return 1;
    puts(push_settings(game, (PVOID)0x7ff60000, (PVOID)0x140b33a10) ? "shared" : "failed");
    return 0;
}

#elif defined T_pokedata
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include <errno.h>
APART int poke_word(pid_t pid, unsigned long at, uint32_t value) {
    errno = 0;
    long word = ptrace(PTRACE_PEEKDATA, pid, (void *)at, 0);
    if (word == -1 && errno) return 0;
    word = (long)(((unsigned long)word & ~0xfffffffful) | value);
    return ptrace(PTRACE_POKEDATA, pid, (void *)at, (void *)word) == 0;
}
static int stopped(pid_t pid) {
    int status;
    if (ptrace(PTRACE_ATTACH, pid, 0, 0)) return 0;
    return waitpid(pid, &status, 0) == pid && WIFSTOPPED(status);
}
APART int set_gold(pid_t pid, const unsigned long *where, int n, uint32_t gold) {
    int done = 0;
    if (!stopped(pid)) { perror("attach"); return 0; }
    for (int i = 0; i < n; i++) done += poke_word(pid, where[i], gold);
    ptrace(PTRACE_DETACH, pid, 0, 0);
    return done;
}
int main(int argc, char **argv) {
    unsigned long where[8];
    int n = 0;
    if (argc < 4) return 2;
    for (int i = 3; i < argc && n < 8; i++) where[n++] = strtoul(argv[i], 0, 16);
    printf("%d of %d set\n", set_gold(atoi(argv[1]), where, n, strtoul(argv[2], 0, 10)), n);
    return 0;
}

#elif defined T_memfreeze
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
struct frozen { off_t at; union { int32_t i; float f; } value; };
static volatile sig_atomic_t quit;
static void stop(int s) { quit = 1; }
static int open_memory(int pid) {
    char path[40];
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    return open(path, O_RDWR);
}
APART int store(int mem, off_t at, const void *value, size_t n) {
    if (lseek(mem, at, SEEK_SET) < 0) return 0;
    return write(mem, value, n) == (ssize_t)n;
}
APART void hold_values(int mem, const struct frozen *list, int n) {
    while (!quit) {
        for (int i = 0; i < n; i++)
            if (!store(mem, list[i].at, &list[i].value, 4)) return;
        usleep(20000);
    }
}
int main(int argc, char **argv) {
    struct frozen list[16];
    int n = 0, mem = open_memory(atoi(argv[1]));
    if (mem < 0) return perror("mem"), 1;
    for (int i = 2; i + 1 < argc && n < 16; i += 2, n++) {
        list[n].at = strtoll(argv[i], 0, 16);
        if (strchr(argv[i + 1], '.')) list[n].value.f = strtof(argv[i + 1], 0);
        else list[n].value.i = atoi(argv[i + 1]);
    }
    signal(SIGINT, stop);
    hold_values(mem, list, n);
    close(mem);
    return 0;
}
#endif
