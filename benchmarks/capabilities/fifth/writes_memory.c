/* technique trainer_table windows at=put,apply_cheat libs=user32
   technique nop_patch windows at=write_code,toggle
   technique nt_freezer windows at=freeze_one,keeper libs=ntdll
   technique pointer_gui windows at=on_command,poke_value libs=user32,gdi32
   technique mem_write linux at=store
   technique poke_words linux at=poke_bytes */
#include "common.h"
#if defined T_trainer_table

struct cheat { int key; const char *text; DWORD_PTR base; int offsets[4]; int depth; union { int i; float f; } value; BOOL on; };
static struct cheat cheats[] = {
    {VK_F1, "health", 0x17E0A8, {0xEC}, 1, {.i = 999}},
    {VK_F2, "ammo", 0x17E0A8, {0x364, 0x14, 0}, 3, {.i = 99}},
    {VK_F3, "gravity", 0x195404, {0x58}, 1, {.f = 0.2f}},
};
static HANDLE game;
static DWORD_PTR image;

APART BOOL put(DWORD_PTR to, const void *value, SIZE_T size) {
    return F(WriteProcessMemory)(game, (LPVOID)to, value, size, NULL);
}
static DWORD_PTR resolve(const struct cheat *c) {
    DWORD_PTR at = image + c->base;
    for (int i = 0; i < c->depth; i++) {
        DWORD pointer = 0;
        if (!F(ReadProcessMemory)(game, (LPCVOID)at, &pointer, 4, NULL)) return 0;
        at = pointer + c->offsets[i];
    }
    return at;
}
APART void apply_cheat(struct cheat *c) {
    DWORD_PTR at = resolve(c);
    if (at && !put(at, &c->value, 4)) printf("%s: cannot write (%lu)\n", c->text, GetLastError());
}
int main(void) {
    DWORD pid = 0;
    HWND window = FindWindowA(NULL, "AssaultCube");
    if (!window) return puts("start the game first");
    GetWindowThreadProcessId(window, &pid);
    game = F(OpenProcess)(PROCESS_VM_READ | PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, pid);
    image = 0x400000;
    for (;; Sleep(60))
        for (struct cheat *c = cheats; c < cheats + 3; c++) {
            if (F(GetAsyncKeyState)(c->key) & 1) {
                c->on = !c->on;
                printf("%s %s\n", c->text, c->on ? "on" : "off");
            }
            if (c->on) apply_cheat(c);
        }
}

#elif defined T_nop_patch

struct patch { const char *module; DWORD rva; BYTE size; BYTE was[16]; BOOL active; };
static struct patch no_recoil = {"weapons.dll", 0x5A31C, 6}, no_spread = {"weapons.dll", 0x5B002, 8};

APART BOOL write_code(HANDLE process, BYTE *at, const BYTE *bytes, SIZE_T size) {
    DWORD old;
    SIZE_T done = 0;
    if (!F(VirtualProtectEx)(process, at, size, PAGE_EXECUTE_READWRITE, &old)) return FALSE;
    F(WriteProcessMemory)(process, at, bytes, size, &done);
    F(VirtualProtectEx)(process, at, size, old, &old);
    F(FlushInstructionCache)(process, at, size);
    return done == size;
}
static BYTE *locate(DWORD pid, const char *module) {
    MODULEENTRY32 m;
    HANDLE list = F(CreateToolhelp32Snapshot)(TH32CS_SNAPMODULE, pid);
    m.dwSize = sizeof m;
    if (Module32First(list, &m))
        do
            if (!lstrcmpiA(m.szModule, module)) { CloseHandle(list); return m.modBaseAddr; }
        while (Module32Next(list, &m));
    CloseHandle(list);
    return NULL;
}
APART void toggle(HANDLE process, DWORD pid, struct patch *p) {
    BYTE nops[16], *at = locate(pid, p->module);
    if (!at) return;
    memset(nops, 0x90, sizeof nops);
    if (!p->active) F(ReadProcessMemory)(process, at + p->rva, p->was, p->size, NULL);
    if (write_code(process, at + p->rva, p->active ? p->was : nops, p->size)) p->active = !p->active;
}
int main(int argc, char **argv) {
    DWORD pid = strtoul(argv[1], 0, 10);
    HANDLE process = F(OpenProcess)(PROCESS_ALL_ACCESS, FALSE, pid);
    if (!process) return 1;
    for (int key; (key = getchar()) != 'q';) {
        if (key == 'r') toggle(process, pid, &no_recoil);
        if (key == 's') toggle(process, pid, &no_spread);
    }
    CloseHandle(process);
}

#elif defined T_nt_freezer
#include <winternl.h>
NTSTATUS NTAPI NtWriteVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, PSIZE_T);
NTSTATUS NTAPI NtOpenProcess(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, CLIENT_ID *);

struct frozen { struct frozen *next; ULONG_PTR address; BYTE size; BYTE value[8]; };
static struct frozen *first;
static CRITICAL_SECTION lock;
static volatile LONG running = 1;

APART NTSTATUS freeze_one(HANDLE process, struct frozen *f) {
    SIZE_T written = 0;
    return F(NtWriteVirtualMemory)(process, (PVOID)f->address, f->value, f->size, &written);
}
APART DWORD WINAPI keeper(void *process) {
    while (running) {
        EnterCriticalSection(&lock);
        for (struct frozen **f = &first; *f;) {
            if (freeze_one(process, *f) >= 0) { f = &(*f)->next; continue; }
            struct frozen *gone = *f;
            *f = gone->next;
            free(gone);
        }
        LeaveCriticalSection(&lock);
        Sleep(20);
    }
    return 0;
}
static void add(ULONG_PTR address, long long value, int size) {
    struct frozen *f = calloc(1, sizeof *f);
    f->address = address;
    f->size = (BYTE)size;
    memcpy(f->value, &value, 8);
    EnterCriticalSection(&lock);
    f->next = first;
    first = f;
    LeaveCriticalSection(&lock);
}
int main(int argc, char **argv) {
    OBJECT_ATTRIBUTES none = {sizeof none};
    CLIENT_ID id = {(HANDLE)(ULONG_PTR)atoi(argv[1]), 0};
    HANDLE process = 0;
    char line[80];
    unsigned long long address;
    long long value;
    int size;
    if (F(NtOpenProcess)(&process, 0x38, &none, &id)) return 1;
    InitializeCriticalSection(&lock);
    CreateThread(0, 0, keeper, process, 0, 0);
    while (fgets(line, sizeof line, stdin))
        if (sscanf(line, "%llx %lld %d", &address, &value, &size) == 3 && size <= 8) add(address, value, size);
    running = 0;
}

#elif defined T_pointer_gui

enum { ID_PID = 10, ID_ADDRESS, ID_VALUE, ID_SET };
static HWND boxes[3];

APART int poke_value(DWORD pid, uintptr_t address, double value) {
    HANDLE process = F(OpenProcess)(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, pid);
    SIZE_T done = 0;
    if (process) {
        F(WriteProcessMemory)(process, (void *)address, &value, sizeof value, &done);
        CloseHandle(process);
    }
    return done == sizeof value;
}
APART void on_command(HWND window) {
    char text[3][40];
    for (int i = 0; i < 3; i++) GetWindowTextA(boxes[i], text[i], 40);
    if (!poke_value(atoi(text[0]), (uintptr_t)_strtoui64(text[1], 0, 16), atof(text[2])))
        MessageBoxA(window, "Could not write. Run as administrator?", "Poker", MB_ICONWARNING);
}
static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM w, LPARAM l) {
    switch (message) {
    case WM_CREATE:
        for (int i = 0; i < 3; i++)
            boxes[i] = CreateWindowA("EDIT", "", WS_CHILD | WS_VISIBLE | WS_BORDER, 10, 10 + 30 * i, 160, 24, window, (HMENU)(INT_PTR)(ID_PID + i), 0, 0);
        CreateWindowA("BUTTON", "Set", WS_CHILD | WS_VISIBLE, 10, 100, 80, 26, window, (HMENU)ID_SET, 0, 0);
        return 0;
    case WM_COMMAND:
        if (LOWORD(w) == ID_SET) on_command(window);
        return 0;
    case WM_DESTROY: PostQuitMessage(0); return 0;
    }
    return DefWindowProcA(window, message, w, l);
}
int main(void) {
    WNDCLASSA c = {.lpfnWndProc = procedure, .lpszClassName = "poker", .hbrBackground = (HBRUSH)COLOR_WINDOW};
    MSG m;
    RegisterClassA(&c);
    CreateWindowA("poker", "Offline Save Poker", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 100, 100, 220, 190, 0, 0, 0, 0);
    while (GetMessageA(&m, 0, 0, 0) > 0) { TranslateMessage(&m); DispatchMessageA(&m); }
}

#elif defined T_mem_write
#include <fcntl.h>
#include <unistd.h>

struct session { int fd; pid_t pid; unsigned long heap, heap_end; };

static int attach(struct session *s, pid_t pid) {
    char name[64], line[400];
    snprintf(name, sizeof name, "/proc/%d/maps", pid);
    FILE *maps = fopen(name, "r");
    if (!maps) return -1;
    while (fgets(line, sizeof line, maps))
        if (strstr(line, "[heap]")) sscanf(line, "%lx-%lx", &s->heap, &s->heap_end);
    fclose(maps);
    snprintf(name, sizeof name, "/proc/%d/mem", pid);
    s->pid = pid;
    return s->fd = open(name, O_RDWR);
}
APART int store(struct session *s, unsigned long where, const void *what, size_t size) {
    if (lseek(s->fd, where, SEEK_SET) == (off_t)-1) return 0;
    return write(s->fd, what, size) == (ssize_t)size;
}
static int replace_all(struct session *s, int old, int fresh) {
    size_t size = s->heap_end - s->heap;
    char *copy = malloc(size);
    int hits = 0;
    ssize_t got = pread(s->fd, copy, size, s->heap);
    for (ssize_t i = 0; i + 4 <= got; i += 4)
        if (*(int *)(copy + i) == old) hits += store(s, s->heap + i, &fresh, sizeof fresh);
    free(copy);
    return hits;
}
int main(int argc, char **argv) {
    struct session s = {0};
    if (argc < 4 || attach(&s, atoi(argv[1])) < 0) return 1;
    printf("%d values changed\n", replace_all(&s, atoi(argv[2]), atoi(argv[3])));
    close(s.fd);
}

#elif defined T_poke_words
#include <errno.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

static const struct { unsigned long at; unsigned char bytes[12]; int size; } edits[] = {
    {0x4a91f0, {0x31, 0xc0, 0xc3}, 3},
    {0x4b2233, {0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90}, 7},
    {0x8f1020, {0xff, 0xff, 0x00, 0x00}, 4},
};
APART int poke_bytes(pid_t pid, unsigned long at, const unsigned char *bytes, int size) {
    for (int done = 0; done < size;) {
        union { long word; unsigned char b[sizeof(long)]; } w;
        unsigned long place = at + done;
        errno = 0;
        w.word = ptrace(PTRACE_PEEKTEXT, pid, (void *)place, 0);
        if (errno) return -1;
        for (int i = 0; i < (int)sizeof(long) && done < size; i++) w.b[i] = bytes[done++];
        if (ptrace(PTRACE_POKETEXT, pid, (void *)place, (void *)w.word) < 0) return -1;
    }
    return 0;
}
static int stopped(pid_t pid) {
    int status;
    return ptrace(PTRACE_ATTACH, pid, 0, 0) == 0 && waitpid(pid, &status, 0) == pid && WIFSTOPPED(status);
}
int main(int argc, char **argv) {
    pid_t pid = atoi(argv[1]);
    if (!stopped(pid)) { perror("attach"); return 1; }
    for (unsigned i = 0; i < sizeof edits / sizeof *edits; i++)
        if (poke_bytes(pid, edits[i].at, edits[i].bytes, edits[i].size)) fprintf(stderr, "edit %u failed\n", i);
    ptrace(PTRACE_DETACH, pid, 0, 0);
}
#endif
