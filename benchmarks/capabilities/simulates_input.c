/* technique foreground windows at=press libs=user32
   technique messages windows at=attack libs=user32
   technique mouse windows at=click libs=user32
   technique device linux at=device
   technique extension linux at=tap stub=Xtst:XOpenDisplay,XTestFakeKeyEvent,XFlush,XKeysymToKeycode */
#include "common.h"
#ifdef T_foreground
APART static void press(WORD key) {
    INPUT both[2] = {{.type = INPUT_KEYBOARD}, {.type = INPUT_KEYBOARD}};
    both[0].ki.wVk = both[1].ki.wVk = key;
    both[1].ki.dwFlags = KEYEVENTF_KEYUP;
    F(SendInput)(2, both, sizeof(INPUT));
}
int main(void) {
    F(SetForegroundWindow)(F(FindWindowA)("MoonCoveWindow", NULL));
    for (;;) {
        press('F');
        Sleep(300 + rand() % 50);
        press(VK_F1);
    }
}
#elif defined T_messages
static HWND game;
static BOOL CALLBACK look(HWND window, LPARAM wanted) {
    char title[128];
    GetWindowTextA(window, title, sizeof title);
    if (!strstr(title, (char *)wanted)) return TRUE;
    game = window;
    return FALSE;
}
APART static void attack(int times) {
    while (times--) {
        F(PostMessageA)(game, WM_KEYDOWN, VK_SPACE, 0x00390001);
        Sleep(40);
        F(PostMessageA)(game, WM_KEYUP, VK_SPACE, 0xC0390001);
    }
}
int main(void) {
    F(EnumWindows)(look, (LPARAM) "Moon Cove");
    if (game) attack(1000);
    return 0;
}
#elif defined T_mouse
APART static void click(int x, int y) {
    SetCursorPos(x, y);
    F(mouse_event)(MOUSEEVENTF_LEFTDOWN, 0, 0, 0, 0);
    F(mouse_event)(MOUSEEVENTF_LEFTUP, 0, 0, 0, 0);
}
int main(void) {
    RECT where;
    HWND window = F(FindWindowA)(NULL, "Moon Cove Online");
    GetWindowRect(window, &where);
    for (int i = 0; i < 100; i++) click(where.left + 400, where.top + 300 + i % 7);
    return 0;
}
#elif defined T_device
#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>
#include <unistd.h>
APART static int device(void) {
    struct uinput_setup setup = {.id = {BUS_USB, 0x1234, 0x5678, 1}, .name = "keys"};
    int fd = open("/dev/uinput", O_WRONLY | O_NONBLOCK);
    ioctl(fd, UI_SET_EVBIT, EV_KEY);
    ioctl(fd, UI_SET_KEYBIT, KEY_SPACE);
    ioctl(fd, UI_DEV_SETUP, &setup);
    ioctl(fd, UI_DEV_CREATE);
    return fd;
}
int main(void) {
    int fd = device();
    struct input_event event = {.type = EV_KEY, .code = KEY_SPACE, .value = 1};
    for (;;) {
        if (write(fd, &event, sizeof event) < 0) return 1;
        event.value ^= 1;
        usleep(30000);
    }
}
#elif defined T_extension
void *XOpenDisplay(const char *);
int XTestFakeKeyEvent(void *, unsigned, int, unsigned long);
int XFlush(void *);
unsigned char XKeysymToKeycode(void *, unsigned long);
APART static void tap(void *display, unsigned long key) {
    unsigned code = XKeysymToKeycode(display, key);
    XTestFakeKeyEvent(display, code, 1, 0);
    XTestFakeKeyEvent(display, code, 0, 20);
    XFlush(display);
}
int main(int n, char **words) { void *d = XOpenDisplay(n > 1 ? words[1] : 0); for (int i = 0; i < 99; i++) tap(d, 0x20); return 0; }
#endif
