/* technique push_return windows at=bend
   technique library windows at=setup stub=MinHook:MH_Initialize,MH_CreateHook,MH_EnableHook
   technique swap linux-library at=SDL_GL_SwapWindow */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_push_return
APART static void bend(BYTE *at, DWORD to) {
    DWORD was;
    if (!F(VirtualProtect)(at, 6, PAGE_EXECUTE_READWRITE, &was)) return;
    at[0] = 0x68;
    *(DWORD *)(at + 1) = to;
    at[5] = 0xC3;
    F(VirtualProtect)(at, 6, was, &was);
}
int main(int n, char **words) { bend((BYTE *)0x402210, strtoul(words[n - 1], 0, 16)); return 0; }
#elif defined T_library
__declspec(dllimport) int MH_Initialize(void);
__declspec(dllimport) int MH_CreateHook(void *, void *, void **);
__declspec(dllimport) int MH_EnableHook(void *);
static int (*before)(int);
static int damage(int amount) { return before(amount * 10); }
APART static int setup(void *target) { return MH_CreateHook(target, damage, (void **)&before) || MH_EnableHook(target); }
int main(void) { return MH_Initialize() || setup((char *)GetModuleHandleA(0) + 0x1c40); }
#elif defined T_swap
#include <dlfcn.h>
static void (*next)(void *);
__attribute__((constructor)) static void begin(void) { puts("overlay loaded"); }
void SDL_GL_SwapWindow(void *window) {
    if (!next) next = (void (*)(void *))dlsym(RTLD_NEXT, "SDL_GL_SwapWindow");
    next(window);
}
#endif
