/* One technique or innocent counterpart a build, -DT_NAME: see README.md. Nothing here is ever run. */
#include <winsock2.h>
#include <windows.h>
#include <psapi.h>
#include <tlhelp32.h>
#define APART __attribute__((noinline))

#if defined T_unclosed || defined T_unsure
/* Names under a key of five bytes, without the zero that ends them; CloseHandle is asked for by no rule. */
static const unsigned char key[5] = {0x5a, 0xc3, 0x17, 0x8e, 0x61};
static const unsigned char open_process[11] = {0x15, 0xb3, 0x72, 0xe0, 0x31, 0x28, 0xac, 0x74, 0xeb, 0x12, 0x29};
static const unsigned char write_memory[18] = {
    0x0d, 0xb1, 0x7e, 0xfa, 0x04, 0x0a, 0xb1, 0x78, 0xed, 0x04, 0x29, 0xb0, 0x5a, 0xeb, 0x0c, 0x35, 0xb1, 0x6e};
static const unsigned char close_handle[11] = {0x19, 0xaf, 0x78, 0xfd, 0x04, 0x12, 0xa2, 0x79, 0xea, 0x0d, 0x3f};
typedef HANDLE (*opening)(DWORD, BOOL, DWORD);
typedef BOOL (*writing)(HANDLE, void *, const void *, SIZE_T, SIZE_T *);
typedef BOOL (*closing)(HANDLE);
APART static char *plain(char *into, const unsigned char *from, int size) {
    for (int i = 0; i < size; i++) into[i] = (char)(from[i] ^ key[i % 5]);
    into[size] = 0;
    return into;
}
#endif

#if defined T_unclosed
void start(void) {
    char name[64];
    HMODULE library = GetModuleHandleA("kernel32.dll");
    opening open = (opening)(void *)GetProcAddress(library, plain(name, open_process, 11));
    writing write = (writing)(void *)GetProcAddress(library, plain(name, write_memory, 18));
    closing close = (closing)(void *)GetProcAddress(library, plain(name, close_handle, 11));
    int value = 900;
    HANDLE game = open(PROCESS_ALL_ACCESS, FALSE, GetTickCount());
    write(game, (void *)0x140003010, &value, sizeof value, 0);
    close(game);
    for (;;) Sleep(50);
}
#elif defined T_unsure
/* Which of the two is looked up is decided while it runs. */
static const unsigned char *const names[2] = {open_process, write_memory};
static char name[64];
void start(void) {
    const unsigned char *chosen = GetTickCount() & 1 ? open_process : write_memory;
    for (int i = 0; i < 18; i++) name[i] = (char)(chosen[i] ^ key[i % 5]);
    void *found = (void *)GetProcAddress(GetModuleHandleA("kernel32.dll"), name);
    for (;;) Sleep((DWORD)(ULONG_PTR)found + (DWORD)(ULONG_PTR)names[0]);
}
#elif defined T_hook
static unsigned char kept[14];
APART static void bend(unsigned char *at, void *to) {
    DWORD old;
    VirtualProtect(at, 14, PAGE_EXECUTE_READWRITE, &old);
    for (int i = 0; i < 14; i++) kept[i] = at[i];
    *(volatile unsigned short *)at = 0x25ff;
    *(volatile int *)(at + 2) = 0;
    *(void *volatile *)(at + 6) = to;
    VirtualProtect(at, 14, old, &old);
}
APART static int taken(SOCKET s, const char *b, int n, int f) { return (int)(s + n + f + b[0]); }
void start(void) {
    unsigned char *send_at = (unsigned char *)(void *)GetProcAddress(GetModuleHandleA("ws2_32.dll"), "send");
    DWORD old;
    VirtualProtect(send_at, 14, PAGE_EXECUTE_READWRITE, &old);
    bend(send_at, (void *)taken);
    for (;;) Sleep(50);
}
#elif defined T_client
/* Data at a fixed place, a name, a key, packets; a table of numbers as libraries have. */
static volatile int health = 100;
static const unsigned char cipher[16] = {0x91, 0x3c, 0x77, 0xe0, 0x0b, 0x5d, 0xa2, 0xf8, 0x16, 0xc9, 0x44, 0x8e, 0x63, 0x2a, 0xd7, 0x1f};
static const double table[6] = {0.1760912590558, 0.289529654602168, 0.301029995663981, 1e16, 1.5, 0.75};
static volatile double sum;
void start(void) {
    SOCKET s = socket(2, 1, 0);
    char frame[32];
    struct sockaddr to = {2};
    FindWindowA(0, "MoonGuard.exe");
    connect(s, &to, sizeof to);
    *(volatile unsigned *)frame = 0x4d4e4743;
    for (int i = 0; i < 16; i++) frame[i + 8] = (char)cipher[(i + health) & 15];
    for (int i = 0; i < 6; i++) sum += table[(i + health) % 6];
    for (;;) health -= send(s, frame, 32, 0) - recv(s, frame, 32, 0);
}
#elif defined T_absolute
/* The other process has the same base as this program: what is an argument of WriteProcessMemory is of that one. */
APART static void poke(HANDLE game, ULONG_PTR at, int value) { WriteProcessMemory(game, (void *)at, &value, 4, 0); }
void start(void) {
    HANDLE game = OpenProcess(PROCESS_ALL_ACCESS, FALSE, GetTickCount());
    void *room = VirtualAllocEx(game, 0, 64, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    for (;; Sleep(0xffff)) {
        poke(game, HEALTH, (int)(ULONG_PTR)room);
        poke(game, 0x14000ffff, 1);
    }
}
#elif defined T_offset
/* A distance from the start of a module of the other process; one from that of the system is none. */
void start(void) {
    HANDLE game = OpenProcess(PROCESS_ALL_ACCESS, FALSE, GetTickCount());
    HMODULE all[64];
    DWORD size;
    int value = 900;
    K32EnumProcessModules(game, all, sizeof all, &size);
    WriteProcessMemory(game, (char *)all[0] + DISTANCE, &value, 4, 0);
    volatile int *other = (int *)((char *)GetModuleHandleA("kernel32.dll") + 0x2008);
    for (;;) Sleep(*other);
}
#elif defined T_context
/* Looks at threads, as debuggers do: the flags name no debug registers; a filter for its own faults. */
static LONG WINAPI fault(EXCEPTION_POINTERS *p) { return p->ExceptionRecord->ExceptionCode == 0; }
void start(void) {
    static CONTEXT c;
    SetUnhandledExceptionFilter(fault);
    HANDLE thread = OpenThread(THREAD_ALL_ACCESS, FALSE, GetTickCount());
    c.ContextFlags = CONTEXT_FULL;
    GetThreadContext(thread, &c);
    c.Rip += 2;
    SetThreadContext(thread, &c);
    for (;;) Sleep(50);
}
#elif defined T_own_window
APART static COLORREF picked(HWND window) {
    HDC dc = GetDC(window);
    COLORREF found = GetPixel(dc, 3, 3);
    ReleaseDC(window, dc);
    return found;
}
void start(void) {
    HWND mine = CreateWindowExA(0, "STATIC", "Draw", WS_VISIBLE, 0, 0, 99, 99, 0, 0, 0, 0);
    for (;;) Sleep(picked(mine));
}
#elif defined T_other_window
APART static COLORREF picked(HWND window) {
    HDC dc = GetDC(window);
    COLORREF found = GetPixel(dc, 3, 3);
    ReleaseDC(window, dc);
    return found;
}
void start(void) {
    HWND game = FindWindowA(0, "Moon Cove");
    for (;;) Sleep(picked(game));
}
#elif defined T_ender
void start(void) {
    PROCESSENTRY32 each = {.dwSize = sizeof each};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    while (Process32Next(all, &each)) {
        /* as gcc writes strcmp(each.szExeFile, "MoonGuard.exe") */
        const volatile unsigned long long *name = (void *)each.szExeFile;
        const volatile unsigned long long *rest = (void *)(each.szExeFile + 6);
        if (*name == 0x726175476e6f6f4dULL && *rest == 0x6578652e647261ULL)
            TerminateProcess(OpenProcess(PROCESS_TERMINATE, FALSE, each.th32ProcessID), 0);
    }
    for (;;) Sleep(50);
}
#elif defined T_library
void start(void) {
    HMODULE library = LoadLibraryA("helper.dll");
    SetWindowsHookExA(WH_GETMESSAGE, (HOOKPROC)(void *)GetProcAddress(library, "cb"), library, GetTickCount());
    for (;;) Sleep(50);
}
#elif defined T_bot
/* Speaks the protocol of the client and says nothing of what it does. */
static const unsigned char cipher[16] = {0x91, 0x3c, 0x77, 0xe0, 0x0b, 0x5d, 0xa2, 0xf8, 0x16, 0xc9, 0x44, 0x8e, 0x63, 0x2a, 0xd7, 0x1f};
static const double table[6] = {0.1760912590558, 0.289529654602168, 0.301029995663981, 1e16, 1.5, 0.75};
static volatile double sum;
void start(void) {
    SOCKET s = socket(2, 1, 0);
    char frame[32];
    struct sockaddr to = {2};
    connect(s, &to, sizeof to);
    *(volatile unsigned *)frame = 0x4d4e4743;
    for (int i = 0; i < 16; i++) frame[i + 8] = (char)cipher[(i + GetTickCount()) & 15];
    for (int i = 0; i < 6; i++) sum += table[(i + GetTickCount()) % 6];
    for (;;) sum += send(s, frame, 32, 0) - recv(s, frame, 32, 0);
}
#elif defined T_startup
/* What only start-up code does, with a filter and a wait as it has them; the program itself looks at a context. */
extern void _initterm(void *, void *);
extern LONG WINAPI fault(EXCEPTION_POINTERS *p) { return p->ExceptionRecord->ExceptionCode == 0; }
APART static void bend(void) {
    static CONTEXT c;
    HANDLE thread = OpenThread(THREAD_ALL_ACCESS, FALSE, GetTickCount());
    c.ContextFlags = CONTEXT_DEBUG_REGISTERS;
    SetThreadContext(thread, &c);
}
void start(void) {
    _initterm(0, 0);
    SetUnhandledExceptionFilter(fault);
    for (;;) { bend(); Sleep(50); }
}
#endif
