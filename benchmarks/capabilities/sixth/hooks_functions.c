/* technique detour14 windows at=detour,install libs=d3d9,user32
   technique vtswap windows at=swap_entry,attach libs=d3d9
   technique imports windows at=replace_import,hook_network libs=ws2_32
   technique minhooked windows at=setup_hooks stub=MinHook:MH_Initialize,MH_CreateHook,MH_EnableHook,MH_CreateHookApi,MH_Uninitialize libs=user32
   technique hwbreak windows at=set_breakpoint,on_exception
   technique wrapgl linux-library at=glXSwapBuffers,SDL_GL_SwapWindow
   technique gotwrite linux-library at=patch_slot,visit */
#define _GNU_SOURCE
#include "common.h"

#if defined T_detour14
#include <d3d9.h>
typedef HRESULT (WINAPI *EndScene_t)(IDirect3DDevice9 *);
typedef struct { BYTE *target, *trampoline; SIZE_T stolen; BYTE saved[32]; } Detour;
static Detour end_scene;
static void write_jump(BYTE *at, const void *to) {
    static const BYTE code[6] = {0xff, 0x25, 0, 0, 0, 0};
    memcpy(at, code, 6);
    memcpy(at + 6, &to, sizeof to);
}
APART void *detour(Detour *d, void *target, void *replacement, SIZE_T stolen) {
    DWORD old;
    d->target = target;
    d->stolen = stolen;
    memcpy(d->saved, target, stolen);
    d->trampoline = F(VirtualAlloc)(0, stolen + 14, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    if (!d->trampoline) return 0;
    memcpy(d->trampoline, target, stolen);
    write_jump(d->trampoline + stolen, d->target + stolen);
    F(VirtualProtect)(target, stolen, PAGE_EXECUTE_READWRITE, &old);
    memset(target, 0x90, stolen);
    write_jump(target, replacement);
    F(VirtualProtect)(target, stolen, old, &old);
    return d->trampoline;
}
static HRESULT WINAPI my_end_scene(IDirect3DDevice9 *device) {
    D3DRECT box = {10, 10, 130, 40};
    IDirect3DDevice9_Clear(device, 1, &box, D3DCLEAR_TARGET, D3DCOLOR_XRGB(200, 20, 20), 0, 0);
    return ((EndScene_t)end_scene.trampoline)(device);
}
APART int install(void) {
    D3DPRESENT_PARAMETERS pp = {.Windowed = TRUE, .SwapEffect = D3DSWAPEFFECT_DISCARD, .hDeviceWindow = GetForegroundWindow()};
    IDirect3D9 *d3d = F(Direct3DCreate9)(D3D_SDK_VERSION);
    IDirect3DDevice9 *probe = 0;
    if (!d3d || FAILED(IDirect3D9_CreateDevice(d3d, 0, D3DDEVTYPE_HAL, pp.hDeviceWindow, 32, &pp, &probe))) return 0;
    void **table = *(void ***)probe;
    void *ok = detour(&end_scene, table[42], my_end_scene, 15);
    IDirect3DDevice9_Release(probe);
    return ok != 0;
}
BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID reserved) {
    if (why == DLL_PROCESS_ATTACH) CreateThread(0, 0, (LPTHREAD_START_ROUTINE)install, 0, 0, 0);
    return TRUE;
}
int main(void) { return !install(); }

#elif defined T_vtswap
#include <d3d9.h>
static HRESULT (WINAPI *real_dip)(IDirect3DDevice9 *, D3DPRIMITIVETYPE, INT, UINT, UINT, UINT, UINT);
static HRESULT (WINAPI *real_reset)(IDirect3DDevice9 *, D3DPRESENT_PARAMETERS *);
static IDirect3DTexture9 *red, *green;
static HRESULT WINAPI chams(IDirect3DDevice9 *dev, D3DPRIMITIVETYPE type, INT base, UINT low, UINT n, UINT start, UINT count) {
    IDirect3DVertexBuffer9 *stream = 0;
    UINT offset, stride = 0;
    IDirect3DDevice9_GetStreamSource(dev, 0, &stream, &offset, &stride);
    if (stride == 32 && n > 500 && count > 900) {
        IDirect3DDevice9_SetTexture(dev, 0, (IDirect3DBaseTexture9 *)red);
        IDirect3DDevice9_SetRenderState(dev, D3DRS_ZENABLE, FALSE);
        real_dip(dev, type, base, low, n, start, count);
        IDirect3DDevice9_SetRenderState(dev, D3DRS_ZENABLE, TRUE);
        IDirect3DDevice9_SetTexture(dev, 0, (IDirect3DBaseTexture9 *)green);
    }
    return real_dip(dev, type, base, low, n, start, count);
}
static HRESULT WINAPI on_reset(IDirect3DDevice9 *dev, D3DPRESENT_PARAMETERS *pp) {
    if (red) IDirect3DTexture9_Release(red);
    if (green) IDirect3DTexture9_Release(green);
    red = green = 0;
    return real_reset(dev, pp);
}
APART void *swap_entry(void **table, int index, void *mine) {
    DWORD old;
    void *before = table[index];
    F(VirtualProtect)(&table[index], sizeof *table, PAGE_READWRITE, &old);
    table[index] = mine;
    F(VirtualProtect)(&table[index], sizeof *table, old, &old);
    return before;
}
APART void attach(IDirect3DDevice9 *device) {
    void **table = *(void ***)device;
    real_reset = swap_entry(table, 16, on_reset);
    real_dip = swap_entry(table, 82, chams);
}
int main(void) {
    BYTE *module;
    while (!(module = (BYTE *)F(GetModuleHandleA)("shaderapidx9.dll"))) Sleep(100);
    IDirect3DDevice9 **slot = (IDirect3DDevice9 **)(module + 0xda5d8);
    while (!*slot) Sleep(50);
    attach(*slot);
    return 0;
}

#elif defined T_imports
static int (WSAAPI *next_send)(SOCKET, const char *, int, int);
static int (WSAAPI *next_recv)(SOCKET, char *, int, int);
static FILE *log_file;
static void note(char way, const char *data, int n) {
    if (!log_file) log_file = fopen("packets.log", "ab");
    fprintf(log_file, "%c %4d ", way, n);
    for (int i = 0; i < n; i++) fprintf(log_file, "%02x", (BYTE)data[i]);
    fputc('\n', log_file);
}
static int WSAAPI log_send(SOCKET s, const char *b, int n, int f) { note('>', b, n); return next_send(s, b, n, f); }
static int WSAAPI log_recv(SOCKET s, char *b, int n, int f) {
    int got = next_recv(s, b, n, f);
    if (got > 0) note('<', b, got);
    return got;
}
APART void *replace_import(BYTE *module, const char *dll, const char *function, void *mine) {
    IMAGE_NT_HEADERS *nt = (void *)(module + ((IMAGE_DOS_HEADER *)module)->e_lfanew);
    IMAGE_IMPORT_DESCRIPTOR *d = (void *)(module + nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress);
    void *wanted = (void *)GetProcAddress(GetModuleHandleA(dll), function);
    for (; d->Name; d++) {
        if (_stricmp((char *)module + d->Name, dll)) continue;
        for (IMAGE_THUNK_DATA *t = (void *)(module + d->FirstThunk); t->u1.Function; t++)
            if ((void *)t->u1.Function == wanted) {
                DWORD old;
                F(VirtualProtect)(&t->u1.Function, sizeof(void *), PAGE_READWRITE, &old);
                t->u1.Function = (ULONG_PTR)mine;
                F(VirtualProtect)(&t->u1.Function, sizeof(void *), old, &old);
                return wanted;
            }
    }
    return 0;
}
APART DWORD WINAPI hook_network(LPVOID unused) {
    BYTE *game = (BYTE *)F(GetModuleHandleA)(0);
    next_send = replace_import(game, "WS2_32.dll", "send", log_send);
    next_recv = replace_import(game, "WS2_32.dll", "recv", log_recv);
    return next_send && next_recv;
}
BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID r) {
    if (why == DLL_PROCESS_ATTACH) { DisableThreadLibraryCalls(h); hook_network(0); }
    return TRUE;
}
int main(void) { return !hook_network(0); }

#elif defined T_minhooked
int WINAPI MH_Initialize(void);
int WINAPI MH_CreateHook(LPVOID, LPVOID, LPVOID *);
int WINAPI MH_CreateHookApi(LPCWSTR, LPCSTR, LPVOID, LPVOID *);
int WINAPI MH_EnableHook(LPVOID);
int WINAPI MH_Uninitialize(void);
typedef struct { float pitch, yaw, roll; } Angles;
typedef struct { BYTE pad[12]; Angles view; float forward, side; int buttons; } UserCmd;
static int (*create_move)(void *, float, UserCmd *);
static BOOL (WINAPI *real_cursor)(int, int);
static int menu_open;
static int my_create_move(void *self, float sample, UserCmd *cmd) {
    int result = create_move(self, sample, cmd);
    static int jumped;
    if (cmd->buttons & 2) {
        if (jumped) cmd->buttons &= ~2;
        jumped ^= 1;
    }
    return result;
}
static BOOL WINAPI my_cursor(int x, int y) { return menu_open ? TRUE : real_cursor(x, y); }
APART int setup_hooks(BYTE *client) {
    struct { void *target, *mine; void **original; } table[] = {
        {client + 0x1f4a20, my_create_move, (void **)&create_move},
    };
    if (MH_Initialize()) return 0;
    for (int i = 0; i < 1; i++)
        if (MH_CreateHook(table[i].target, table[i].mine, table[i].original)) return 0;
    MH_CreateHookApi(L"user32", "SetCursorPos", my_cursor, (LPVOID *)&real_cursor);
    return MH_EnableHook(0) == 0;
}
static DWORD WINAPI run(LPVOID self) {
    BYTE *client;
    while (!(client = (BYTE *)F(GetModuleHandleA)("client.dll"))) Sleep(200);
    if (!setup_hooks(client)) return 1;
    while (!(F(GetAsyncKeyState)(VK_END) & 1)) {
        if (F(GetAsyncKeyState)(VK_INSERT) & 1) menu_open = !menu_open;
        Sleep(20);
    }
    MH_Uninitialize();
    return 0;
}
BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID r) {
    if (why == DLL_PROCESS_ATTACH) CreateThread(0, 0, run, h, 0, 0);
    return TRUE;
}
int main(void) { return run(0); }

#elif defined T_hwbreak
static ULONG_PTR watched;
static DWORD_PTR new_value = 1;
APART LONG CALLBACK on_exception(EXCEPTION_POINTERS *e) {
    CONTEXT *c = e->ContextRecord;
    if (e->ExceptionRecord->ExceptionCode != EXCEPTION_SINGLE_STEP) return EXCEPTION_CONTINUE_SEARCH;
    if ((ULONG_PTR)e->ExceptionRecord->ExceptionAddress != watched) return EXCEPTION_CONTINUE_SEARCH;
    c->Rcx = new_value;
    c->Rdx = 0;
    c->EFlags |= 0x10000;
    return EXCEPTION_CONTINUE_EXECUTION;
}
APART void set_breakpoint(HANDLE thread, ULONG_PTR at) {
    CONTEXT c __attribute__((aligned(16))) = {.ContextFlags = CONTEXT_DEBUG_REGISTERS};
    F(SuspendThread)(thread);
    if (F(GetThreadContext)(thread, &c)) {
        c.Dr0 = at;
        c.Dr7 = (c.Dr7 & ~0xf0003ull) | 1;
        F(SetThreadContext)(thread, &c);
    }
    F(ResumeThread)(thread);
}
static void every_thread(ULONG_PTR at) {
    THREADENTRY32 t = {.dwSize = sizeof t};
    HANDLE snap = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    for (BOOL ok = Thread32First(snap, &t); ok; ok = Thread32Next(snap, &t)) {
        if (t.th32OwnerProcessID != GetCurrentProcessId() || t.th32ThreadID == GetCurrentThreadId()) continue;
        HANDLE thread = OpenThread(THREAD_ALL_ACCESS, FALSE, t.th32ThreadID);
        if (!thread) continue;
        set_breakpoint(thread, at);
        CloseHandle(thread);
    }
    CloseHandle(snap);
}
static DWORD WINAPI begin(LPVOID unused) {
    watched = (ULONG_PTR)GetModuleHandleA("GameAssembly.dll") + 0x8d2310;
    F(AddVectoredExceptionHandler)(1, on_exception);
    every_thread(watched);
    return 0;
}
BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID r) {
    if (why == DLL_PROCESS_ATTACH) CreateThread(0, 0, begin, 0, 0, 0);
    return TRUE;
}
int main(void) { return begin(0); }

#elif defined T_wrapgl
#include <dlfcn.h>
typedef struct Display Display;
typedef unsigned long Drawable;
static void (*gl_enable)(unsigned), (*gl_disable)(unsigned), (*gl_depth)(unsigned);
static unsigned long frames;
static void draw_overlay(void) {
    if (!gl_enable) {
        gl_enable = dlsym(RTLD_DEFAULT, "glEnable");
        gl_disable = dlsym(RTLD_DEFAULT, "glDisable");
        gl_depth = dlsym(RTLD_DEFAULT, "glDepthFunc");
    }
    if (++frames % 60 == 0) fprintf(stderr, "[wh] frame %lu\n", frames);
    gl_disable(0x0b71);
    gl_depth(0x0207);
    gl_enable(0x0be2);
}
APART void glXSwapBuffers(Display *display, Drawable drawable) {
    static void (*real)(Display *, Drawable);
    if (!real) real = dlsym(RTLD_NEXT, "glXSwapBuffers");
    draw_overlay();
    real(display, drawable);
}
APART void SDL_GL_SwapWindow(void *window) {
    static void (*real)(void *);
    if (!real) real = (void (*)(void *))dlsym(RTLD_NEXT, "SDL_GL_SwapWindow");
    draw_overlay();
    real(window);
}

#elif defined T_gotwrite
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>
#include <dlfcn.h>
static int (*real_poll)(void *);
static volatile int trigger;
static int my_poll(void *event) {
    int any = real_poll(event);
    if (any && *(uint32_t *)event == 0x300) trigger ^= 1;
    return any;
}
APART void patch_slot(void **slot, void *value) {
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *page = (void *)((uintptr_t)slot & ~(size - 1));
    mprotect(page, size, PROT_READ | PROT_WRITE);
    *slot = value;
    mprotect(page, size, PROT_READ);
}
APART int visit(struct dl_phdr_info *info, size_t size, void *wanted) {
    const char *strings = 0;
    ElfW(Sym) *symbols = 0;
    ElfW(Rela) *plt = 0;
    size_t bytes = 0;
    if (info->dlpi_name[0]) return 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
        for (ElfW(Dyn) *d = (void *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr); d->d_tag; d++)
            switch (d->d_tag) {
            case DT_STRTAB: strings = (char *)d->d_un.d_ptr; break;
            case DT_SYMTAB: symbols = (void *)d->d_un.d_ptr; break;
            case DT_JMPREL: plt = (void *)d->d_un.d_ptr; break;
            case DT_PLTRELSZ: bytes = d->d_un.d_val; break;
            }
    }
    for (size_t i = 0; i < bytes / sizeof *plt; i++)
        if (!strcmp(strings + symbols[plt[i].r_info >> 32].st_name, wanted))
            patch_slot((void **)(info->dlpi_addr + plt[i].r_offset), my_poll);
    return 1;
}
__attribute__((constructor)) static void start(void) {
    real_poll = dlsym(RTLD_DEFAULT, "SDL_PollEvent");
    if (real_poll) dl_iterate_phdr(visit, "SDL_PollEvent");
}
#endif
