/* A memory trainer whose names are hidden: WriteProcessMemory enciphered, both functions found at run time. */
#include <windows.h>
static unsigned char hidden[] = {'W' ^ 0x5a, 'r' ^ 0x5a, 'i' ^ 0x5a, 't' ^ 0x5a, 'e' ^ 0x5a, 'P' ^ 0x5a, 'r' ^ 0x5a,
    'o' ^ 0x5a, 'c' ^ 0x5a, 'e' ^ 0x5a, 's' ^ 0x5a, 's' ^ 0x5a, 'M' ^ 0x5a, 'e' ^ 0x5a, 'm' ^ 0x5a, 'o' ^ 0x5a,
    'r' ^ 0x5a, 'y' ^ 0x5a, 0x5a};
typedef HANDLE(WINAPI *Opener)(DWORD, BOOL, DWORD);
typedef BOOL(WINAPI *Writer)(HANDLE, LPVOID, LPCVOID, SIZE_T, SIZE_T *);
static Opener opener;
static Writer writer;

__attribute__((noinline)) static const char *plain(void) {
    for (unsigned i = 0; i < sizeof hidden; i++) hidden[i] ^= 0x5a;
    return (const char *)hidden;
}

void start(void) {
    HMODULE kernel = GetModuleHandleA("kernel32.dll");
    opener = (Opener)GetProcAddress(kernel, "OpenProcess");
    writer = (Writer)GetProcAddress(kernel, plain());
    int speed = 900;
    SIZE_T wrote;
    HANDLE game = opener(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, 4711);
    writer(game, (void *)0x140007010, &speed, sizeof speed, &wrote);
    ExitProcess(0);
}
