/* Toys against the invented game 月光城; built, never run.
technique roster windows at=read_roster
technique sightmap windows at=arm,sweep
technique snapshot windows libs=dbghelp at=keep_picture
technique ironpage linux at=page_of
technique rawvec linux at=gather
*/
#if defined T_roster
#include <windows.h>
#include <tlhelp32.h>
#include <stdio.h>
#include "hand.h"

typedef struct { DWORD id; float x, y; int life; char name[16]; } player_t;

static DWORD pid_by_name(const char *exe) {
    PROCESSENTRY32 entry = {sizeof entry};
    HANDLE all = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    DWORD pid = 0;
    if (F(Process32First)(all, &entry))
        do {
            if (!lstrcmpiA(entry.szExeFile, exe)) { pid = entry.th32ProcessID; break; }
        } while (F(Process32Next)(all, &entry));
    CloseHandle(all);
    return pid;
}

KEEP int read_roster(HANDLE game, ULONG_PTR base, player_t *out, int most) {
    ULONG_PTR world = 0, list = 0;
    int count = 0, got = 0;
    SIZE_T n;
    F(ReadProcessMemory)(game, (LPCVOID)(base + 0x8a140), &world, sizeof world, &n);
    F(ReadProcessMemory)(game, (LPCVOID)(world + 0x48), &list, sizeof list, &n);
    F(ReadProcessMemory)(game, (LPCVOID)(world + 0x50), &count, sizeof count, &n);
    while (got < count && got < most) {
        if (!F(ReadProcessMemory)(game, (LPCVOID)(list + got * 0x40), &out[got], sizeof *out, &n) || n != sizeof *out) break;
        got++;
    }
    return got;
}

int main(void) {
    player_t near_me[24];
    HANDLE game = F(OpenProcess)(PROCESS_VM_READ | PROCESS_QUERY_INFORMATION, FALSE, pid_by_name("client.exe"));
    if (!game) return 1;
    for (;;) {
        int n = read_roster(game, 0x140000000, near_me, 24);
        for (int i = 0; i < n; i++) printf("%-16s %5d  %.1f %.1f\n", near_me[i].name, near_me[i].life, near_me[i].x, near_me[i].y);
        Sleep(500);
    }
}
#elif defined T_sightmap
#include <windows.h>
#include <stdio.h>
#include "hand.h"

/* No import tells what this does: the names are put together letter by letter. */
typedef LONG(NTAPI *peek_fn)(HANDLE, PVOID, PVOID, SIZE_T, PSIZE_T);
typedef SIZE_T(WINAPI *query_fn)(HANDLE, LPCVOID, PMEMORY_BASIC_INFORMATION, SIZE_T);
static struct { peek_fn peek; query_fn query; } tool;

KEEP int arm(void) {
    volatile char a[20], b[15];
    a[0] = 'N'; a[1] = 't'; a[2] = 'R'; a[3] = 'e'; a[4] = 'a'; a[5] = 'd'; a[6] = 'V'; a[7] = 'i'; a[8] = 'r'; a[9] = 't';
    a[10] = 'u'; a[11] = 'a'; a[12] = 'l'; a[13] = 'M'; a[14] = 'e'; a[15] = 'm'; a[16] = 'o'; a[17] = 'r'; a[18] = 'y'; a[19] = 0;
    b[0] = 'V'; b[1] = 'i'; b[2] = 'r'; b[3] = 't'; b[4] = 'u'; b[5] = 'a'; b[6] = 'l'; b[7] = 'Q'; b[8] = 'u'; b[9] = 'e';
    b[10] = 'r'; b[11] = 'y'; b[12] = 'E'; b[13] = 'x'; b[14] = 0;
    tool.peek = (peek_fn)(void *)GetProcAddress(GetModuleHandleA("ntdll.dll"), (const char *)a);
    tool.query = (query_fn)(void *)GetProcAddress(GetModuleHandleA("kernel32.dll"), (const char *)b);
    return tool.peek && tool.query;
}

KEEP ULONG_PTR sweep(HANDLE game, const BYTE *sign, SIZE_T size) {
    static BYTE page[0x10000];
    MEMORY_BASIC_INFORMATION area;
    for (BYTE *at = 0; tool.query(game, at, &area, sizeof area); at = (BYTE *)area.BaseAddress + area.RegionSize) {
        if (area.State != MEM_COMMIT || (area.Protect & (PAGE_GUARD | PAGE_NOACCESS))) continue;
        for (SIZE_T off = 0; off < area.RegionSize; off += sizeof page) {
            SIZE_T got = 0;
            if (tool.peek(game, (BYTE *)area.BaseAddress + off, page, sizeof page, &got) < 0) break;
            for (SIZE_T i = 0; i + size <= got; i++)
                if (!memcmp(page + i, sign, size)) return (ULONG_PTR)area.BaseAddress + off + i;
        }
    }
    return 0;
}

int main(void) {
    static const BYTE sign[] = {0x84, 0x03, 0, 0, 0x84, 0x03, 0, 0, 0x8c, 0, 0, 0};
    HWND window = FindWindowW(0, L"月光城");
    DWORD pid = 0;
    GetWindowThreadProcessId(window, &pid);
    if (!arm()) return 1;
    printf("%p\n", (void *)sweep(OpenProcess(0x410, 0, pid), sign, sizeof sign));
    return 0;
}
#elif defined T_snapshot
#include <windows.h>
#include <dbghelp.h>
#include <stdlib.h>
#include "hand.h"

/* Writes the whole memory of a process down, to look for values at leisure. */
KEEP BOOL keep_picture(DWORD pid, LPCWSTR file) {
    BOOL done = FALSE;
    HANDLE game = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, pid);
    HANDLE out = CreateFileW(file, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    if (game && out != INVALID_HANDLE_VALUE)
        done = MiniDumpWriteDump(game, pid, out, MiniDumpWithFullMemory | MiniDumpWithHandleData, NULL, NULL, NULL);
    CloseHandle(out);
    CloseHandle(game);
    return done;
}

int main(int n, char **word) { return n > 1 ? !keep_picture(strtoul(word[1], 0, 10), L"client.dmp") : 2; }
#elif defined T_ironpage
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "hand.h"

KEEP long page_of(int pid, unsigned long from, void *to, unsigned long size) {
    char path[40];
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int fd = open(path, O_RDONLY);
    if (fd < 0) return -1;
    long got = pread(fd, to, size, (off_t)from);
    close(fd);
    return got;
}

int main(int argc, char **argv) {
    char line[256], maps[40];
    int pid = argc > 1 ? atoi(argv[1]) : 0;
    sprintf(maps, "/proc/%d/maps", pid);
    FILE *f = fopen(maps, "r");
    while (f && fgets(line, sizeof line, f)) {
        unsigned long low, high;
        if (sscanf(line, "%lx-%lx rw-p", &low, &high) != 2 || !strstr(line, "[heap]")) continue;
        unsigned char *copy = malloc(high - low);
        long n = page_of(pid, low, copy, high - low);
        for (long i = 0; i + 8 <= n; i += 4)
            if (*(int *)(copy + i) == 900 && *(int *)(copy + i + 4) == 900) printf("life at %lx\n", low + i);
        free(copy);
    }
    return 0;
}
#elif defined T_rawvec
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>
#include "hand.h"

struct beast { unsigned kind; float x, y; int life; };

KEEP int gather(int pid, unsigned long table, struct beast *into, int count) {
    struct iovec here = {into, count * sizeof *into}, there = {(void *)table, count * sizeof *into};
    return (int)(syscall(310, pid, &here, 1, &there, 1, 0) / (long)sizeof *into);
}

int main(int argc, char **argv) {
    struct beast near[64];
    if (argc < 3) return 2;
    int n = gather(atoi(argv[1]), strtoul(argv[2], 0, 16), near, 64);
    for (int i = 0; i < n; i++)
        if (near[i].life > 0) printf("%u at %.0f,%.0f\n", near[i].kind, near[i].x, near[i].y);
    return n <= 0;
}
#endif
