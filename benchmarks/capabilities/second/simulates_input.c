/* technique active_window windows at=strike libs=user32
   technique child_window windows at=push libs=user32 */
#include "common.h"
#ifdef T_active_window
APART static int ours(void) {
    char title[64];
    GetWindowTextA(GetForegroundWindow(), title, sizeof title);
    return strstr(title, "Moon Cove") != 0;
}
APART static void strike(BYTE key) {
    F(keybd_event)(key, MapVirtualKeyA(key, 0), 0, 0);
    Sleep(20);
    F(keybd_event)(key, MapVirtualKeyA(key, 0), KEYEVENTF_KEYUP, 0);
}
int main(void) { for (;;) { if (ours()) strike('Q'); Sleep(100); } }
#elif defined T_child_window
APART static void push(HWND w, int x, int y) {
    F(SendMessageA)(w, WM_LBUTTONDOWN, MK_LBUTTON, MAKELPARAM(x, y));
    F(SendMessageA)(w, WM_LBUTTONUP, 0, MAKELPARAM(x, y));
}
int main(void) {
    HWND top = F(FindWindowA)("MoonCoveMain", 0), canvas = FindWindowExA(top, 0, "Canvas", 0);
    for (int i = 0; i < 50; i++) push(canvas, 300 + i, 200);
    return 0;
}
#endif
