/* Toys against the invented game 月光城; built, never run.
technique chords windows at=press,click
technique posted windows at=cast
technique fishing windows at=pull
technique uinput linux at=make_device,tap
technique xtest linux at=load,turn
technique terminal linux at=type
technique filter windows stub=interception:interception_create_context,interception_send,interception_destroy_context at=stroke
technique eventbus linux stub=X11:XOpenDisplay,XDefaultRootWindow,XGetInputFocus,XSendEvent,XFlush at=strike
*/
#if defined T_chords
#include <windows.h>
#include "hand.h"

KEEP void press(WORD scan, DWORD hold) {
    INPUT in = {0};
    in.type = INPUT_KEYBOARD;
    in.ki.wScan = scan;
    in.ki.dwFlags = KEYEVENTF_SCANCODE;
    F(SendInput)(1, &in, sizeof in);
    Sleep(hold);
    in.ki.dwFlags |= KEYEVENTF_KEYUP;
    F(SendInput)(1, &in, sizeof in);
}

KEEP void click(int x, int y) {
    INPUT in[3];
    ZeroMemory(in, sizeof in);
    in[0].type = in[1].type = in[2].type = INPUT_MOUSE;
    in[0].mi.dx = x * 65536 / GetSystemMetrics(SM_CXSCREEN);
    in[0].mi.dy = y * 65536 / GetSystemMetrics(SM_CYSCREEN);
    in[0].mi.dwFlags = MOUSEEVENTF_ABSOLUTE | MOUSEEVENTF_MOVE;
    in[1].mi.dwFlags = MOUSEEVENTF_RIGHTDOWN;
    in[2].mi.dwFlags = MOUSEEVENTF_RIGHTUP;
    F(SendInput)(3, in, sizeof *in);
}

int main(void) {
    static const WORD combo[] = {0x10, 0x11, 0x12, 0x13};
    SetForegroundWindow(FindWindowW(NULL, L"月光城"));
    while (!(GetAsyncKeyState(VK_END) & 0x8000)) {
        for (int i = 0; i < 4; i++) press(combo[i], 35 + rand() % 20);
        click(640, 360);
    }
    return 0;
}
#elif defined T_posted
#include <windows.h>
#include "hand.h"

static HWND game;

/* Reaches the window even when it lies behind others. */
KEEP void cast(int key, int x, int y) {
    LPARAM at = MAKELPARAM(x, y);
    F(PostMessageW)(game, WM_KEYDOWN, key, 1);
    F(PostMessageW)(game, WM_KEYUP, key, 0xC0000001);
    F(PostMessageW)(game, WM_LBUTTONDOWN, MK_LBUTTON, at);
    F(PostMessageW)(game, WM_LBUTTONUP, 0, at);
}

static BOOL CALLBACK look(HWND window, LPARAM unused) {
    WCHAR kind[64];
    GetClassNameW(window, kind, 64);
    if (lstrcmpW(kind, L"MoonlightWindow")) return TRUE;
    game = window;
    return FALSE;
}

static VOID CALLBACK tick(HWND a, UINT b, UINT_PTR c, DWORD d) { cast('3', 400, 300); }

int WINAPI WinMain(HINSTANCE self, HINSTANCE none, LPSTR line, int show) {
    MSG m;
    EnumWindows(look, 0);
    if (!game) return 1;
    SetTimer(NULL, 0, 2500, tick);
    while (GetMessageW(&m, NULL, 0, 0)) DispatchMessageW(&m);
    return 0;
}
#elif defined T_fishing
#include <windows.h>
#include "hand.h"

KEEP void pull(int x, int y) {
    F(SetCursorPos)(x, y);
    F(mouse_event)(MOUSEEVENTF_LEFTDOWN, 0, 0, 0, 0);
    Sleep(80);
    F(mouse_event)(MOUSEEVENTF_LEFTUP, 0, 0, 0, 0);
    F(keybd_event)(VK_SPACE, (BYTE)MapVirtualKeyA(VK_SPACE, 0), 0, 0);
    F(keybd_event)(VK_SPACE, (BYTE)MapVirtualKeyA(VK_SPACE, 0), KEYEVENTF_KEYUP, 0);
}

int main(void) {
    RECT r;
    HWND w = FindWindowA("MoonlightWindow", NULL);
    for (int fish = 0; w && fish < 200; fish++) {
        GetWindowRect(w, &r);
        pull((r.left + r.right) / 2, r.bottom - 60);
        Sleep(7000);
    }
    return 0;
}
#elif defined T_uinput
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "hand.h"

KEEP int make_device(void) {
    struct uinput_setup s = {.id = {.bustype = BUS_USB, .vendor = 0x1234, .product = 0x5678}, .name = "keyboard"};
    int fd = open("/dev/uinput", O_WRONLY | O_NONBLOCK);
    if (fd < 0) return fd;
    ioctl(fd, UI_SET_EVBIT, EV_KEY);
    for (int key = KEY_ESC; key < KEY_MICMUTE; key++) ioctl(fd, UI_SET_KEYBIT, key);
    ioctl(fd, UI_DEV_SETUP, &s);
    ioctl(fd, UI_DEV_CREATE);
    return fd;
}

static void emit(int fd, int type, int code, int value) {
    struct input_event e;
    memset(&e, 0, sizeof e);
    e.type = type, e.code = code, e.value = value;
    write(fd, &e, sizeof e);
}

KEEP void tap(int fd, int key) {
    emit(fd, EV_KEY, key, 1);
    emit(fd, EV_SYN, SYN_REPORT, 0);
    usleep(40000);
    emit(fd, EV_KEY, key, 0);
    emit(fd, EV_SYN, SYN_REPORT, 0);
}

int main(void) {
    int fd = make_device();
    if (fd < 0) return perror("/dev/uinput"), 1;
    for (sleep(2);; usleep(900000)) tap(fd, KEY_F);
}
#elif defined T_xtest
#include <dlfcn.h>
#include <unistd.h>
#include "hand.h"

static struct {
    void *(*open)(const char *);
    int (*key)(void *, unsigned, int, unsigned long);
    int (*button)(void *, unsigned, int, unsigned long);
    int (*motion)(void *, int, int, int, unsigned long);
    int (*flush)(void *);
} x;

KEEP int load(void) {
    void *a = dlopen("libX11.so.6", RTLD_NOW), *b = dlopen("libXtst.so.6", RTLD_NOW);
    if (!a || !b) return 0;
    x.open = dlsym(a, "XOpenDisplay");
    x.flush = dlsym(a, "XFlush");
    x.key = dlsym(b, "XTestFakeKeyEvent");
    x.button = dlsym(b, "XTestFakeButtonEvent");
    x.motion = dlsym(b, "XTestFakeMotionEvent");
    return x.key && x.button && x.motion;
}

KEEP void turn(void *display, int step) {
    x.motion(display, -1, 500 + 40 * (step % 5), 400, 0);
    x.button(display, 1, 1, 0);
    x.button(display, 1, 0, 20);
    x.key(display, 24, 1, 0);
    x.key(display, 24, 0, 30);
    x.flush(display);
}

int main(void) {
    void *display = load() ? x.open(0) : 0;
    for (int step = 0; display && step < 1000; step++, usleep(300000)) turn(display, step);
    return !display;
}
#elif defined T_terminal
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "hand.h"

/* For the client that runs in a terminal: letters appear there as if typed. */
KEEP int type(int terminal, const char *text) {
    while (*text)
        if (ioctl(terminal, TIOCSTI, text++)) return -1;
    return 0;
}

int main(int argc, char **argv) {
    int terminal = open(argc > 1 ? argv[1] : "/dev/tty", O_RDWR);
    if (terminal < 0) return 1;
    for (int round = 0; round < 300; round++) {
        if (type(terminal, "attack wolf\n")) return perror("TIOCSTI"), 1;
        sleep(4);
    }
    return 0;
}
#elif defined T_filter
#include <windows.h>
#include "hand.h"

typedef struct { unsigned short code, state; unsigned information; } key_stroke;
void *interception_create_context(void);
void interception_destroy_context(void *);
int interception_send(void *, int, const void *, unsigned);

/* Through a filter below the system's own input: what comes looks like a real keyboard's. */
KEEP void stroke(void *context, unsigned short scan) {
    key_stroke k = {scan, 0, 0};
    interception_send(context, 1, &k, 1);
    Sleep(45);
    k.state = 1;
    interception_send(context, 1, &k, 1);
}

int main(void) {
    void *context = interception_create_context();
    for (int i = 0; context && i < 500; i++) {
        stroke(context, 0x21);
        Sleep(1500);
    }
    if (context) interception_destroy_context(context);
    return 0;
}
#elif defined T_eventbus
#include <string.h>
#include <unistd.h>
#include "hand.h"

typedef struct {
    int type; unsigned long serial; int send_event; void *display; unsigned long window, root, subwindow, time;
    int x, y, x_root, y_root; unsigned state, keycode; int same_screen;
} key_event;
void *XOpenDisplay(const char *);
unsigned long XDefaultRootWindow(void *);
int XGetInputFocus(void *, unsigned long *, int *);
int XSendEvent(void *, unsigned long, int, long, void *);
int XFlush(void *);

KEEP void strike(void *display, unsigned long window, unsigned code) {
    union { key_event key; long room[24]; } e;
    memset(&e, 0, sizeof e);
    e.key.type = 2;
    e.key.display = display;
    e.key.window = window;
    e.key.root = XDefaultRootWindow(display);
    e.key.keycode = code;
    e.key.same_screen = 1;
    XSendEvent(display, window, 1, 1L, &e);
    e.key.type = 3;
    XSendEvent(display, window, 1, 2L, &e);
    XFlush(display);
}

int main(void) {
    void *display = XOpenDisplay(0);
    unsigned long window;
    int how;
    if (!display) return 1;
    sleep(3);
    XGetInputFocus(display, &window, &how);
    for (;; usleep(700000)) strike(display, window, 10);
}
#endif
