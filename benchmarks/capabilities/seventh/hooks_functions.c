/* Toys against the invented game 月光城; built, never run.
technique bend windows-library libs=ws2_32 at=bend
technique slots windows-library at=change_slot
technique breakpoints windows-library at=watch,on_break
technique got linux-library at=each_object,swap
technique inplace linux-library at=overwrite
technique standin linux-library at=send
technique window windows-library at=take_window
*/
#if defined T_bend
#include <winsock2.h>
#include <windows.h>
#include "hand.h"

static BYTE *trampoline;
static unsigned long seen;

static int WSAAPI my_recv(SOCKET s, char *to, int size, int flags) {
    int n = ((int(WSAAPI *)(SOCKET, char *, int, int))(void *)trampoline)(s, to, size, flags);
    if (n > 0) seen += n;
    return n;
}

/* Five bytes at the beginning of a function become a jump; what stood there goes into the trampoline. */
KEEP BOOL bend(BYTE *target, BYTE *to) {
    DWORD was;
    trampoline = F(VirtualAlloc)(NULL, 64, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    if (!trampoline || !F(VirtualProtect)(target, 5, PAGE_EXECUTE_READWRITE, &was)) return FALSE;
    CopyMemory(trampoline, target, 5);
    trampoline[5] = 0xE9;
    *(LONG *)(trampoline + 6) = (LONG)((target + 5) - (trampoline + 10));
    target[0] = 0xE9;
    *(LONG *)(target + 1) = (LONG)(to - (target + 5));
    F(VirtualProtect)(target, 5, was, &was);
    F(FlushInstructionCache)(GetCurrentProcess(), target, 5);
    return TRUE;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID unused) {
    if (why == DLL_PROCESS_ATTACH) {
        DisableThreadLibraryCalls(self);
        bend((BYTE *)GetProcAddress(GetModuleHandleA("ws2_32.dll"), "recv"), (BYTE *)my_recv);
    }
    return TRUE;
}
#elif defined T_slots
#include <windows.h>
#include "hand.h"

typedef HWND(WINAPI *create_t)(DWORD, LPCSTR, LPCSTR, DWORD, int, int, int, int, HWND, HMENU, HINSTANCE, LPVOID);
static create_t was_create;

static HWND WINAPI in_a_window(DWORD ex, LPCSTR kind, LPCSTR name, DWORD style, int x, int y, int w, int h, HWND up, HMENU menu, HINSTANCE i, LPVOID p) {
    return was_create(ex & ~WS_EX_TOPMOST, kind, name, style | WS_OVERLAPPEDWINDOW, x, y, w, h, up, menu, i, p);
}

KEEP void *change_slot(HMODULE of, const char *library, const char *function, void *to) {
    BYTE *base = (BYTE *)of;
    IMAGE_NT_HEADERS *nt = (IMAGE_NT_HEADERS *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    IMAGE_IMPORT_DESCRIPTOR *d =
        (IMAGE_IMPORT_DESCRIPTOR *)(base + nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress);
    for (; d->Name; d++) {
        if (lstrcmpiA((char *)base + d->Name, library)) continue;
        IMAGE_THUNK_DATA *name = (IMAGE_THUNK_DATA *)(base + d->OriginalFirstThunk), *slot = (IMAGE_THUNK_DATA *)(base + d->FirstThunk);
        for (; name->u1.AddressOfData; name++, slot++) {
            DWORD old;
            if (IMAGE_SNAP_BY_ORDINAL(name->u1.Ordinal)) continue;
            if (lstrcmpA((char *)((IMAGE_IMPORT_BY_NAME *)(base + name->u1.AddressOfData))->Name, function)) continue;
            void *before = (void *)slot->u1.Function;
            F(VirtualProtect)(&slot->u1.Function, sizeof(void *), PAGE_READWRITE, &old);
            slot->u1.Function = (ULONG_PTR)to;
            F(VirtualProtect)(&slot->u1.Function, sizeof(void *), old, &old);
            return before;
        }
    }
    return NULL;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID unused) {
    if (why == DLL_PROCESS_ATTACH)
        was_create = (create_t)change_slot(GetModuleHandleA(NULL), "user32.dll", "CreateWindowExA", (void *)in_a_window);
    return TRUE;
}
#elif defined T_breakpoints
#include <windows.h>
#include "hand.h"

/* No byte of the client changes: a breakpoint in the debug registers leads to a handler, which gives life back. */
static ULONG_PTR hurt_at;

KEEP LONG CALLBACK on_break(EXCEPTION_POINTERS *e) {
    if (e->ExceptionRecord->ExceptionCode != EXCEPTION_SINGLE_STEP) return EXCEPTION_CONTINUE_SEARCH;
    if ((ULONG_PTR)e->ExceptionRecord->ExceptionAddress != hurt_at) return EXCEPTION_CONTINUE_SEARCH;
    SECOND_OF(e->ContextRecord) = 0;
    e->ContextRecord->EFlags |= 1 << 16;
    return EXCEPTION_CONTINUE_EXECUTION;
}

KEEP BOOL watch(HANDLE thread, ULONG_PTR at) {
    CONTEXT c = {0};
    c.ContextFlags = CONTEXT_DEBUG_REGISTERS;
    if (!F(GetThreadContext)(thread, &c)) return FALSE;
    c.Dr0 = at;
    c.Dr7 |= 1;
    return F(SetThreadContext)(thread, &c);
}

static DWORD WINAPI later(LPVOID main_thread) {
    HANDLE thread = OpenThread(THREAD_ALL_ACCESS, FALSE, (DWORD)(ULONG_PTR)main_thread);
    SuspendThread(thread);
    watch(thread, hurt_at);
    ResumeThread(thread);
    return 0;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID unused) {
    if (why == DLL_PROCESS_ATTACH) {
        hurt_at = (ULONG_PTR)GetModuleHandleW(NULL) + 0x1b60;
        AddVectoredExceptionHandler(1, on_break);
        CreateThread(NULL, 0, later, (LPVOID)(ULONG_PTR)GetCurrentThreadId(), 0, NULL);
    }
    return TRUE;
}
#elif defined T_got
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include "hand.h"

static ssize_t (*real_recv)(int, void *, size_t, int);
static unsigned long bytes;

static ssize_t own_recv(int fd, void *to, size_t size, int flags) {
    ssize_t n = real_recv(fd, to, size, flags);
    if (n > 0) bytes += n;
    return n;
}

KEEP void swap(ElfW(Addr) *slot) {
    long page = sysconf(_SC_PAGESIZE);
    void *start = (void *)((unsigned long)slot & -page);
    mprotect(start, page, PROT_READ | PROT_WRITE);
    real_recv = (void *)*slot;
    *slot = (ElfW(Addr))own_recv;
}

KEEP int each_object(struct dl_phdr_info *info, size_t size, void *unused) {
    const ElfW(Sym) *symbols = 0;
    const char *names = 0;
    const ElfW(Rela) *moves = 0;
    unsigned long bytes_of = 0;
    if (info->dlpi_name[0]) return 0; /* the program itself has no name */
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
        for (ElfW(Dyn) *d = (void *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr); d->d_tag; d++) {
            if (d->d_tag == DT_SYMTAB) symbols = (void *)d->d_un.d_ptr;
            if (d->d_tag == DT_STRTAB) names = (void *)d->d_un.d_ptr;
            if (d->d_tag == DT_JMPREL) moves = (void *)d->d_un.d_ptr;
            if (d->d_tag == DT_PLTRELSZ) bytes_of = d->d_un.d_val;
        }
    }
    for (unsigned long i = 0; moves && i < bytes_of / sizeof *moves; i++)
        if (!strcmp(names + symbols[moves[i].r_info >> 32].st_name, "recv")) swap((void *)(info->dlpi_addr + moves[i].r_offset));
    return 1;
}

__attribute__((constructor)) static void begin(void) { dl_iterate_phdr(each_object, 0); }
#elif defined T_inplace
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include "hand.h"

static int always(void) { return 1; }

/* movabs $to, %rax; jmp *%rax */
KEEP int overwrite(void *function, const void *to) {
    uint8_t jump[12] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0};
    uintptr_t page = (uintptr_t)function & ~(uintptr_t)4095;
    memcpy(jump + 2, &to, sizeof to);
    if (mprotect((void *)page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC)) return -1;
    memcpy(function, jump, sizeof jump);
    return mprotect((void *)page, 8192, PROT_READ | PROT_EXEC);
}

__attribute__((constructor)) static void start(void) {
    void *can_fly = dlsym(RTLD_DEFAULT, "player_can_fly");
    if (can_fly) overwrite(can_fly, (void *)always);
}
#elif defined T_standin
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <sys/socket.h>
#include "hand.h"

/* Stands before the C library's send and keeps a diary of what the client says. */
ssize_t send(int fd, const void *data, size_t size, int flags) {
    static ssize_t (*next)(int, const void *, size_t, int);
    static FILE *diary;
    if (!next) next = (ssize_t(*)(int, const void *, size_t, int))dlsym(RTLD_NEXT, "send");
    if (!diary) diary = fopen("said.log", "a");
    if (diary) {
        fprintf(diary, "%d:", fd);
        for (size_t i = 0; i < size; i++) fprintf(diary, " %02x", ((const unsigned char *)data)[i]);
        fputc('\n', diary);
    }
    return next(fd, data, size, flags);
}
#elif defined T_window
#include <windows.h>
#include "hand.h"

static WNDPROC before;

static LRESULT CALLBACK between(HWND w, UINT message, WPARAM a, LPARAM b) {
    if (message == WM_ACTIVATEAPP && !a) return 0; /* the game never learns that it lost the foreground */
    return CallWindowProcA(before, w, message, a, b);
}

KEEP BOOL take_window(void) {
    HWND window = FindWindowA("MoonlightWindow", NULL);
    if (!window) return FALSE;
    before = (WNDPROC)F(SetWindowLongPtrA)(window, GWLP_WNDPROC, (LONG_PTR)between);
    return before != NULL;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID unused) { return why != DLL_PROCESS_ATTACH || take_window(); }
#endif
