/* technique arena windows
   technique painter windows libs=gdi32
   technique settings windows
   technique timer linux */
#include "common.h"
#if defined T_arena
struct arena { BYTE *base; SIZE_T used, size; };
APART static void *take(struct arena *a, SIZE_T n) { void *p = a->base + a->used; a->used += (n + 15) & ~(SIZE_T)15; return p; }
int main(void) {
    struct arena a = {F(VirtualAlloc)(NULL, 1 << 20, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE), 0, 1 << 20};
    MEMORY_BASIC_INFORMATION m;
    DWORD was;
    int *squares = take(&a, 400);
    for (int i = 0; i < 100; i++) squares[i] = i * i;
    F(VirtualProtect)(a.base, a.size, PAGE_READONLY, &was);
    F(VirtualQuery)(a.base, &m, sizeof m);
    printf("%d %lu\n", squares[99], (unsigned long)m.Protect);
    return !F(VirtualFree)(a.base, 0, MEM_RELEASE);
}
#elif defined T_painter
static LRESULT CALLBACK proc(HWND w, UINT m, WPARAM a, LPARAM b) {
    PAINTSTRUCT p;
    RECT r;
    if (m == WM_DESTROY) { PostQuitMessage(0); return 0; }
    if (m == WM_KEYDOWN && a == VK_ESCAPE) { F(PostMessageW)(w, WM_CLOSE, 0, 0); return 0; }
    if (m != WM_PAINT) return DefWindowProcW(w, m, a, b);
    HDC to = F(BeginPaint)(w, &p), back = F(CreateCompatibleDC)(to);
    GetClientRect(w, &r);
    HBITMAP map = F(CreateCompatibleBitmap)(to, r.right, r.bottom);
    HGDIOBJ old = F(SelectObject)(back, map);
    Ellipse(back, 10, 10, 100, 100);
    F(BitBlt)(to, 0, 0, r.right, r.bottom, back, 0, 0, SRCCOPY);
    F(SelectObject)(back, old);
    DeleteObject(map);
    DeleteDC(back);
    EndPaint(w, &p);
    return 0;
}
int main(void) {
    WNDCLASSW c = {.lpfnWndProc = proc, .lpszClassName = L"Painter"};
    MSG m;
    RegisterClassW(&c);
    CreateWindowExW(0, c.lpszClassName, L"Painter", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 0, 0, 300, 200, NULL, NULL, NULL, NULL);
    while (GetMessageW(&m, NULL, 0, 0) > 0) DispatchMessageW(&m);
}
#elif defined T_settings
APART static BOOL save(const WCHAR *path, const char *text) {
    WCHAR fresh[MAX_PATH];
    DWORD done;
    lstrcpyW(fresh, path);
    lstrcatW(fresh, L".new");
    HANDLE f = F(CreateFileW)(fresh, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (f == INVALID_HANDLE_VALUE) return FALSE;
    F(WriteFile)(f, text, strlen(text), &done, NULL);
    CloseHandle(f);
    return F(MoveFileExW)(fresh, path, MOVEFILE_REPLACE_EXISTING);
}
int main(void) { return !save(L"settings.ini", "[view]\nzoom=3\n"); }
#elif defined T_timer
#include <time.h>
#include <unistd.h>
#include <signal.h>
#include <sys/wait.h>
int main(void) {
    struct timespec a, b, wait = {1, 0};
    clock_gettime(CLOCK_MONOTONIC, &a);
    int child = fork();
    if (!child) { pause(); _exit(0); }
    nanosleep(&wait, 0);
    kill(child, SIGTERM);
    waitpid(child, 0, 0);
    clock_gettime(CLOCK_MONOTONIC, &b);
    printf("%ld s\n", (long)(b.tv_sec - a.tv_sec));
}
#endif
