/* technique relative_jump windows at=detour
   technique absolute_jump windows at=replace
   technique import_slot windows at=swap_import
   technique methods windows at=hook_present libs=d3d9
   technique breakpoint windows at=arm
   technique preloaded linux-library at=glXSwapBuffers
   technique page_patch linux at=redirect */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_relative_jump
APART static void *detour(unsigned char *from, void *to) {
    DWORD old;
    unsigned char *bridge = VirtualAlloc(NULL, 64, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    memcpy(bridge, from, 5);
    bridge[5] = 0xE9;
    *(int32_t *)(bridge + 6) = (int32_t)(from - bridge - 5);
    F(VirtualProtect)(from, 5, PAGE_EXECUTE_READWRITE, &old);
    from[0] = 0xE9;
    *(int32_t *)(from + 1) = (int32_t)((unsigned char *)to - from - 5);
    F(VirtualProtect)(from, 5, old, &old);
    return bridge;
}
static int always(void) { return 1; }
BOOL WINAPI DllMain(HINSTANCE own, DWORD why, LPVOID more) {
    if (why == DLL_PROCESS_ATTACH) detour((unsigned char *)GetModuleHandleA(NULL) + 0x14A0, always);
    return own != more;
}
int main(void) { return DllMain(0, 1, 0); }
#elif defined T_absolute_jump
struct jump { WORD code; DWORD zero; void *to; } __attribute__((packed));
APART static void replace(void *at, void *with) {
    struct jump j = {0x25FF, 0, with};
    DWORD rights;
    F(VirtualProtect)(at, sizeof j, PAGE_READWRITE, &rights);
    memcpy(at, &j, sizeof j);
    F(VirtualProtect)(at, sizeof j, rights, &rights);
    FlushInstructionCache(GetCurrentProcess(), at, sizeof j);
}
static float no_recoil(void) { return 0; }
int main(void) { replace((void *)0x140003210, no_recoil); return 0; }
#elif defined T_import_slot
APART static int swap_import(HMODULE module, const char *library, void *old, void *fresh) {
    BYTE *base = (BYTE *)module;
    IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    IMAGE_IMPORT_DESCRIPTOR *each = (void *)(base + nt->OptionalHeader.DataDirectory[1].VirtualAddress);
    for (; each->Name; each++) {
        if (_stricmp((char *)base + each->Name, library)) continue;
        for (void **slot = (void **)(base + each->FirstThunk); *slot; slot++)
            if (*slot == old) {
                DWORD rights;
                F(VirtualProtect)(slot, sizeof *slot, PAGE_READWRITE, &rights);
                *slot = fresh;
                F(VirtualProtect)(slot, sizeof *slot, rights, &rights);
                return 1;
            }
    }
    return 0;
}
static int WINAPI quiet(HWND a, LPCSTR b, LPCSTR c, UINT d) { return (int)d + !a + !b + !c; }
int main(void) { return swap_import(GetModuleHandleA(NULL), "user32.dll", (void *)MessageBoxA, (void *)quiet); }
#elif defined T_methods
#include <d3d9.h>
static void *original;
static long __stdcall drawn(void *device) { return ((long(__stdcall *)(void *))original)(device); }
APART static void hook_present(void) {
    IDirect3D9 *d3d = F(Direct3DCreate9)(D3D_SDK_VERSION);
    D3DPRESENT_PARAMETERS how = {.Windowed = TRUE, .SwapEffect = D3DSWAPEFFECT_DISCARD};
    IDirect3DDevice9 *device;
    if (IDirect3D9_CreateDevice(d3d, 0, D3DDEVTYPE_HAL, GetDesktopWindow(), 0x20, &how, &device)) return;
    void **table = *(void ***)device;
    DWORD rights;
    F(VirtualProtect)(&table[42], sizeof(void *), PAGE_EXECUTE_READWRITE, &rights);
    original = table[42];
    table[42] = drawn;
    F(VirtualProtect)(&table[42], sizeof(void *), rights, &rights);
}
int main(void) { hook_present(); return 0; }
#elif defined T_breakpoint
static LONG CALLBACK caught(EXCEPTION_POINTERS *info) {
    if (info->ExceptionRecord->ExceptionCode != EXCEPTION_SINGLE_STEP) return EXCEPTION_CONTINUE_SEARCH;
    info->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}
APART static void arm(HANDLE thread, DWORD64 where) {
    CONTEXT c = {.ContextFlags = CONTEXT_DEBUG_REGISTERS};
    F(GetThreadContext)(thread, &c);
    c.Dr0 = where;
    c.Dr7 |= 1;
    F(SetThreadContext)(thread, &c);
}
int main(void) {
    F(AddVectoredExceptionHandler)(1, caught);
    arm(OpenThread(THREAD_ALL_ACCESS, FALSE, GetCurrentThreadId()), 0x140004567);
    return 0;
}
#elif defined T_preloaded
#include <dlfcn.h>
typedef void (*swap)(void *, unsigned long);
void glXSwapBuffers(void *display, unsigned long drawable) {
    static swap real;
    if (!real) real = (swap)dlsym(RTLD_NEXT, "glXSwapBuffers");
    puts("overlay");
    real(display, drawable);
}
#elif defined T_page_patch
#include <sys/mman.h>
#include <unistd.h>
APART static int redirect(void *from, void *to) {
    unsigned char code[12] = {0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xE0};
    uintptr_t page = (uintptr_t)from & ~(uintptr_t)(getpagesize() - 1);
    memcpy(code + 2, &to, sizeof to);
    if (mprotect((void *)page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC)) return -1;
    memcpy(from, code, sizeof code);
    return mprotect((void *)page, 8192, PROT_READ | PROT_EXEC);
}
static int one(void) { return 1; }
int main(void) { return redirect((void *)0x401230, one); }
#endif
