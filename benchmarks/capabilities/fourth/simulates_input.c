/* technique script windows at=play
   technique posted windows at=tap
   technique uinput linux at=report */
#include "common.h"
#if defined T_script
enum kind { KEY, MOVE, CLICK, WAIT };
struct step { enum kind kind; int a, b; };
static const struct step combo[] = {{KEY, 'Q', 0}, {WAIT, 40, 0}, {MOVE, 12, -3}, {CLICK, 0, 0}, {KEY, 'E', 0}};
APART static void play(const struct step *s) {
    INPUT in[2] = {{0}};
    in[0].type = in[1].type = s->kind == KEY ? INPUT_KEYBOARD : INPUT_MOUSE;
    switch (s->kind) {
    case KEY: in[0].ki.wVk = in[1].ki.wVk = s->a; in[1].ki.dwFlags = KEYEVENTF_KEYUP; break;
    case MOVE: in[0].mi.dx = s->a; in[0].mi.dy = s->b; in[0].mi.dwFlags = in[1].mi.dwFlags = MOUSEEVENTF_MOVE; break;
    case CLICK: in[0].mi.dwFlags = MOUSEEVENTF_LEFTDOWN; in[1].mi.dwFlags = MOUSEEVENTF_LEFTUP; break;
    default: Sleep(s->a); return;
    }
    F(SendInput)(2, in, sizeof *in);
}
int main(void) { for (;; Sleep(10)) if (GetAsyncKeyState(VK_XBUTTON1) < 0) for (int i = 0; i < 5; i++) play(combo + i); }
#elif defined T_posted
APART static void tap(HWND w, WPARAM key) {
    F(PostMessageW)(w, WM_KEYDOWN, key, 1);
    Sleep(25);
    F(PostMessageW)(w, WM_KEYUP, key, 0xC0000001);
}
static BOOL CALLBACK each(HWND w, LPARAM key) {
    WCHAR name[64];
    if (GetClassNameW(w, name, 64) && !lstrcmpW(name, L"LanternWindow")) tap(w, key);
    return TRUE;
}
int main(void) { for (;; Sleep(500)) EnumWindows(each, VK_SPACE); }
#elif defined T_uinput
#include <fcntl.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <linux/uinput.h>
APART static void report(int f, int key, int down) {
    struct input_event e[2] = {{.type = EV_KEY, .code = key, .value = down}, {.type = EV_SYN, .code = SYN_REPORT}};
    write(f, e, sizeof e);
}
APART static int device(void) {
    struct uinput_setup s = {.name = "pad"};
    int f = open("/dev/uinput", O_WRONLY);
    ioctl(f, UI_SET_EVBIT, EV_KEY);
    ioctl(f, UI_SET_KEYBIT, KEY_F);
    ioctl(f, UI_DEV_SETUP, &s);
    ioctl(f, UI_DEV_CREATE);
    return f;
}
int main(void) { for (int f = device();; usleep(50000)) { report(f, KEY_F, 1); report(f, KEY_F, 0); } }
#endif
