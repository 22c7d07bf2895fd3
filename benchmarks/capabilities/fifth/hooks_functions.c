/* technique vtable_present windows at=swap_slot,install libs=d3d9,user32
   technique iat_swap windows at=patch_thunk,replace_import libs=ws2_32
   technique minhook_entry windows at=setup,MainThread stub=MinHook:MH_Initialize,MH_CreateHook,MH_CreateHookApi,MH_EnableHook,MH_Uninitialize
   technique hwbp_handler windows at=arm,on_exception
   technique got_patch linux-library at=patch_object,each_object
   technique jump_detour linux-library at=write_jump,on_load */
#define COBJMACROS
#ifdef __x86_64__
#define IP Rip
#define ARG(c) ((c)->Rcx)
#else
#define IP Eip
#define ARG(c) ((c)->Ecx)
#endif
#include "common.h"
#if defined T_vtable_present
#include <d3d9.h>

typedef HRESULT(WINAPI *end_scene_t)(IDirect3DDevice9 *);
typedef HRESULT(WINAPI *reset_t)(IDirect3DDevice9 *, D3DPRESENT_PARAMETERS *);
static end_scene_t real_end_scene;
static reset_t real_reset;
static int menu_open = 1;

static HRESULT WINAPI my_end_scene(IDirect3DDevice9 *device) {
    D3DRECT box = {20, 20, 220, 60};
    if (menu_open) IDirect3DDevice9_Clear(device, 1, &box, D3DCLEAR_TARGET, D3DCOLOR_ARGB(255, 30, 30, 30), 0, 0);
    if (GetAsyncKeyState(VK_INSERT) & 1) menu_open ^= 1;
    return real_end_scene(device);
}
static HRESULT WINAPI my_reset(IDirect3DDevice9 *device, D3DPRESENT_PARAMETERS *p) {
    menu_open = 0;
    return real_reset(device, p);
}
APART void *swap_slot(void **table, int slot, void *mine) {
    DWORD old;
    void *was = table[slot];
    F(VirtualProtect)(&table[slot], sizeof *table, PAGE_READWRITE, &old);
    table[slot] = mine;
    F(VirtualProtect)(&table[slot], sizeof *table, old, &old);
    return was;
}
APART int install(HWND window) {
    D3DPRESENT_PARAMETERS p = {.Windowed = TRUE, .SwapEffect = D3DSWAPEFFECT_DISCARD, .hDeviceWindow = window};
    IDirect3D9 *d3d = F(Direct3DCreate9)(D3D_SDK_VERSION);
    IDirect3DDevice9 *device = 0;
    if (!d3d || IDirect3D9_CreateDevice(d3d, 0, D3DDEVTYPE_HAL, window, D3DCREATE_SOFTWARE_VERTEXPROCESSING, &p, &device)) return 0;
    void **table = *(void ***)device;
    real_end_scene = (end_scene_t)swap_slot(table, 42, my_end_scene);
    real_reset = (reset_t)swap_slot(table, 16, my_reset);
    IDirect3DDevice9_Release(device);
    IDirect3D9_Release(d3d);
    return 1;
}
int main(void) { return !install(GetForegroundWindow()); }

#elif defined T_iat_swap

static int(WSAAPI *real_send)(SOCKET, const char *, int, int);
static int(WSAAPI *real_recv)(SOCKET, char *, int, int);
static FILE *log_file;
static int WSAAPI log_send(SOCKET s, const char *data, int n, int flags) {
    fprintf(log_file, "C %d\n", n);
    fwrite(data, 1, n, log_file);
    return real_send(s, data, n, flags);
}
static int WSAAPI log_recv(SOCKET s, char *data, int n, int flags) {
    int got = real_recv(s, data, n, flags);
    if (got > 0) fprintf(log_file, "S %d\n", got);
    return got;
}
static struct { void *old, *fresh; void **keep; } swaps[2];

APART void patch_thunk(IMAGE_THUNK_DATA *thunk, void *fresh) {
    DWORD old;
    F(VirtualProtect)(&thunk->u1.Function, sizeof(void *), PAGE_READWRITE, &old);
    thunk->u1.Function = (ULONG_PTR)fresh;
    F(VirtualProtect)(&thunk->u1.Function, sizeof(void *), old, &old);
}
APART int replace_import(BYTE *base, const char *library) {
    IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    IMAGE_IMPORT_DESCRIPTOR *d = (void *)(base + nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress);
    int n = 0;
    for (; d->Name; d++) {
        if (_stricmp((char *)base + d->Name, library)) continue;
        for (IMAGE_THUNK_DATA *t = (void *)(base + d->FirstThunk); t->u1.Function; t++)
            for (int i = 0; i < 2; i++)
                if ((void *)t->u1.Function == swaps[i].old) {
                    *swaps[i].keep = swaps[i].old;
                    patch_thunk(t, swaps[i].fresh);
                    n++;
                }
    }
    return n;
}
int main(void) {
    HMODULE winsock = LoadLibraryA("ws2_32.dll");
    log_file = fopen("packets.log", "ab");
    swaps[0].old = GetProcAddress(winsock, "send");
    swaps[0].fresh = log_send;
    swaps[0].keep = (void **)&real_send;
    swaps[1].old = GetProcAddress(winsock, "recv");
    swaps[1].fresh = log_recv;
    swaps[1].keep = (void **)&real_recv;
    return replace_import((BYTE *)GetModuleHandleA(NULL), "WS2_32.dll") != 2;
}

#elif defined T_minhook_entry
int WINAPI MH_Initialize(void);
int WINAPI MH_Uninitialize(void);
int WINAPI MH_CreateHook(LPVOID, LPVOID, LPVOID *);
int WINAPI MH_CreateHookApi(LPCWSTR, LPCSTR, LPVOID, LPVOID *);
int WINAPI MH_EnableHook(LPVOID);

static float(__fastcall *o_get_damage)(void *self, void *method);
static void(__fastcall *o_update)(void *self, void *method);
static HCURSOR(WINAPI *o_set_cursor)(HCURSOR);
static struct { int one_hit, show; void *player; } state;

static float __fastcall h_get_damage(void *self, void *method) {
    float d = o_get_damage(self, method);
    return state.one_hit ? d * 1000.f : d;
}
static void __fastcall h_update(void *self, void *method) {
    state.player = self;
    o_update(self, method);
}
static HCURSOR WINAPI h_set_cursor(HCURSOR c) { return o_set_cursor(state.show ? NULL : c); }

static const struct { DWORD rva; void *detour; void **original; } hooks[] = {
    {0x6A1B40, h_get_damage, (void **)&o_get_damage},
    {0x6A20F0, h_update, (void **)&o_update},
};
APART int setup(void) {
    BYTE *base;
    while (!(base = (BYTE *)F(GetModuleHandleA)("GameAssembly.dll"))) Sleep(100);
    if (MH_Initialize()) return 0;
    for (int i = 0; i < 2; i++)
        if (MH_CreateHook(base + hooks[i].rva, hooks[i].detour, hooks[i].original)) return 0;
    MH_CreateHookApi(L"user32", "SetCursor", h_set_cursor, (void **)&o_set_cursor);
    return MH_EnableHook(NULL) == 0;
}
APART DWORD WINAPI MainThread(void *module) {
    if (!setup()) return 1;
    state.one_hit = 1;
    for (int i = 0; i < 36000; i++) Sleep(100);
    MH_Uninitialize();
    return 0;
}
int main(void) {
    HANDLE t = F(CreateThread)(0, 0, MainThread, 0, 0, 0);
    WaitForSingleObject(t, INFINITE);
}

#elif defined T_hwbp_handler

static struct { DWORD_PTR at; LONG (*act)(CONTEXT *); } points[4];
static int used;
static LONG freeze_damage(CONTEXT *c) { ARG(c) = 0; return EXCEPTION_CONTINUE_EXECUTION; }
static LONG skip_check(CONTEXT *c) { c->IP += 5; return EXCEPTION_CONTINUE_EXECUTION; }

APART LONG CALLBACK on_exception(EXCEPTION_POINTERS *e) {
    CONTEXT *c = e->ContextRecord;
    if (e->ExceptionRecord->ExceptionCode != EXCEPTION_SINGLE_STEP) return EXCEPTION_CONTINUE_SEARCH;
    for (int i = 0; i < used; i++)
        if (c->IP == points[i].at) {
            c->EFlags |= 0x10000;
            return points[i].act(c);
        }
    return EXCEPTION_CONTINUE_SEARCH;
}
APART void arm(DWORD thread_id) {
    CONTEXT c = {.ContextFlags = CONTEXT_DEBUG_REGISTERS};
    HANDLE thread = F(OpenThread)(THREAD_GET_CONTEXT | THREAD_SET_CONTEXT | THREAD_SUSPEND_RESUME, FALSE, thread_id);
    if (!thread) return;
    F(SuspendThread)(thread);
    F(GetThreadContext)(thread, &c);
    c.Dr0 = points[0].at;
    c.Dr1 = points[1].at;
    c.Dr7 |= 1 | 4;
    F(SetThreadContext)(thread, &c);
    F(ResumeThread)(thread);
    CloseHandle(thread);
}
static void arm_all(void) {
    THREADENTRY32 t = {sizeof t};
    HANDLE s = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    for (BOOL ok = Thread32First(s, &t); ok; ok = Thread32Next(s, &t))
        if (t.th32OwnerProcessID == GetCurrentProcessId() && t.th32ThreadID != GetCurrentThreadId()) arm(t.th32ThreadID);
    CloseHandle(s);
}
int main(void) {
    BYTE *base = (BYTE *)GetModuleHandleA("engine.dll");
    points[used].at = (DWORD_PTR)base + 0x21A40;
    points[used++].act = freeze_damage;
    points[used].at = (DWORD_PTR)base + 0x33B12;
    points[used++].act = skip_check;
    F(AddVectoredExceptionHandler)(1, on_exception);
    arm_all();
    Sleep(INFINITE);
}

#elif defined T_got_patch
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>
struct dl_phdr_info;
extern int dl_iterate_phdr(int (*)(struct dl_phdr_info *, size_t, void *), void *);
struct info { ElfW(Addr) addr; const char *name; const ElfW(Phdr) *phdr; ElfW(Half) phnum; };

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t seen_write(int fd, const void *data, size_t size) {
    if (size > 4 && !memcmp(data, "POS ", 4)) return size;
    return real_write(fd, data, size);
}
APART void patch_object(ElfW(Addr) base, const ElfW(Dyn) *d) {
    const ElfW(Sym) *symbols = 0;
    const char *names = 0;
    const ElfW(Rela) *r = 0;
    size_t size = 0;
    for (; d->d_tag; d++) {
        if (d->d_tag == DT_SYMTAB) symbols = (void *)d->d_un.d_ptr;
        if (d->d_tag == DT_STRTAB) names = (void *)d->d_un.d_ptr;
        if (d->d_tag == DT_JMPREL) r = (void *)d->d_un.d_ptr;
        if (d->d_tag == DT_PLTRELSZ) size = d->d_un.d_val;
    }
    for (size_t i = 0; r && i < size / sizeof *r; i++) {
        if (strcmp(names + symbols[r[i].r_info >> 32].st_name, "write")) continue;
        void **slot = (void **)(base + r[i].r_offset);
        void *page = (void *)((uintptr_t)slot & ~4095ul);
        mprotect(page, 4096, PROT_READ | PROT_WRITE);
        real_write = *slot;
        *slot = seen_write;
        mprotect(page, 4096, PROT_READ);
    }
}
APART int each_object(struct dl_phdr_info *raw, size_t size, void *wanted) {
    struct info *i = (struct info *)raw;
    if (i->name && *i->name && !strstr(i->name, wanted)) return 0;
    for (int p = 0; p < i->phnum; p++)
        if (i->phdr[p].p_type == PT_DYNAMIC) patch_object(i->addr, (void *)(i->addr + i->phdr[p].p_vaddr));
    return 0;
}
__attribute__((constructor)) static void loaded(void) { dl_iterate_phdr(each_object, "libengine"); }

#elif defined T_jump_detour
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

struct detour { void *target, *mine; unsigned char saved[16]; unsigned char *gate; };
static struct detour is_visible, take_hit;

static int my_is_visible(void *from, void *to) { return 1; }
static void my_take_hit(void *self, int amount) {
    void (*go)(void *, int) = (void *)take_hit.gate;
    go(self, amount > 0 ? 1 : amount);
}
APART void write_jump(struct detour *d, int stolen) {
    unsigned char *t = d->target;
    uintptr_t page = (uintptr_t)t & -4096;
    d->gate = mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | 0x20, -1, 0);
    memcpy(d->saved, t, 16);
    memcpy(d->gate, t, stolen);
    memcpy(d->gate + stolen, "\xff\x25\0\0\0\0", 6);
    *(void **)(d->gate + stolen + 6) = t + stolen;
    mprotect((void *)page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC);
    t[0] = 0x48;
    t[1] = 0xB8;
    *(void **)(t + 2) = d->mine;
    t[10] = 0xFF;
    t[11] = 0xE0;
    mprotect((void *)page, 8192, PROT_READ | PROT_EXEC);
}
__attribute__((constructor)) APART void on_load(void) {
    void *engine = dlopen("libgame_client.so", RTLD_NOW | 4);
    if (!engine) return;
    is_visible.target = dlsym(engine, "_ZN5Trace9IsVisibleEP6EntityS1_");
    is_visible.mine = my_is_visible;
    take_hit.target = dlsym(engine, "_ZN6Entity7TakeHitEi");
    take_hit.mine = my_take_hit;
    if (is_visible.target) write_jump(&is_visible, 13);
    if (take_hit.target) write_jump(&take_hit, 15);
}
#endif
