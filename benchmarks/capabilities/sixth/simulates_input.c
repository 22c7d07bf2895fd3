/* technique clicker windows at=click,click_loop libs=user32
   technique bgkeys windows at=press,run_rotation libs=user32
   technique recoil windows at=nudge,spray libs=user32
   technique touchbot windows at=tap,drag libs=user32
   technique uinputpad linux at=emit,combo
   technique xtestkeys linux at=tap_key,farm stub=Xtst:XOpenDisplay,XKeysymToKeycode,XTestFakeKeyEvent,XTestFakeButtonEvent,XTestFakeMotionEvent,XFlush,XCloseDisplay
   technique evwrite linux at=put_event,strafe */
#define _GNU_SOURCE
#include "common.h"

#if defined T_clicker
typedef struct { int delay, jitter, right; volatile int on; } Settings;
APART void click(int right) {
    INPUT in[2] = {{.type = INPUT_MOUSE}, {.type = INPUT_MOUSE}};
    in[0].mi.dwFlags = right ? MOUSEEVENTF_RIGHTDOWN : MOUSEEVENTF_LEFTDOWN;
    in[1].mi.dwFlags = right ? MOUSEEVENTF_RIGHTUP : MOUSEEVENTF_LEFTUP;
    F(SendInput)(1, &in[0], sizeof(INPUT));
    Sleep(8 + rand() % 12);
    F(SendInput)(1, &in[1], sizeof(INPUT));
}
APART DWORD WINAPI click_loop(LPVOID p) {
    Settings *s = p;
    for (;;) {
        if (s->on && F(GetForegroundWindow)() == FindWindowA("LWJGL", 0)) click(s->right);
        Sleep(s->delay + (s->jitter ? rand() % s->jitter : 0));
    }
}
int main(int argc, char **argv) {
    Settings s = {argc > 1 ? 1000 / atoi(argv[1]) : 70, 25, argc > 2, 0};
    MSG m;
    RegisterHotKey(0, 1, 0, VK_F6);
    RegisterHotKey(0, 2, 0, VK_F7);
    CreateThread(0, 0, click_loop, &s, 0, 0);
    while (GetMessageA(&m, 0, 0, 0))
        if (m.message == WM_HOTKEY) {
            if (m.wParam == 2) break;
            s.on = !s.on;
        }
    return 0;
}

#elif defined T_bgkeys
typedef struct { BYTE key; DWORD cooldown, last; const char *what; } Skill;
static Skill rotation[] = {{'1', 1500, 0, "strike"}, {'2', 6000, 0, "fire"}, {'4', 30000, 0, "potion"}, {VK_F5, 120000, 0, "buff"}};
APART void press(HWND game, BYTE key) {
    LPARAM scan = (LPARAM)MapVirtualKeyA(key, 0) << 16 | 1;
    F(PostMessageA)(game, WM_KEYDOWN, key, scan);
    Sleep(40 + rand() % 30);
    F(PostMessageA)(game, WM_KEYUP, key, scan | 0xc0000000);
}
APART void run_rotation(HWND *games, int n) {
    for (int g = 0; g < n; g++) {
        press(games[g], VK_TAB);
        for (int i = 0; i < 4; i++)
            if (GetTickCount() - rotation[i].last >= rotation[i].cooldown) {
                press(games[g], rotation[i].key);
                if (g == n - 1) rotation[i].last = GetTickCount();
            }
    }
}
static HWND clients[8];
static int count;
static BOOL CALLBACK each(HWND w, LPARAM unused) {
    char name[64];
    if (F(GetWindowTextA)(w, name, sizeof name) && strstr(name, "Knight Saga") && count < 8) clients[count++] = w;
    return TRUE;
}
int main(void) {
    EnumWindows(each, 0);
    printf("%d clients\n", count);
    while (count && !(GetAsyncKeyState(VK_PAUSE) & 1)) { run_rotation(clients, count); Sleep(300); }
    return 0;
}

#elif defined T_recoil
typedef struct { const char *gun; int shots, interval; signed char move[12][2]; } Pattern;
static const Pattern patterns[] = {
    {"ak", 8, 100, {{0, 6}, {-1, 9}, {-2, 11}, {3, 11}, {5, 9}, {6, 6}, {-8, 3}, {-9, 2}}},
    {"m4", 6, 90, {{0, 4}, {1, 6}, {-2, 8}, {3, 7}, {4, 4}, {-5, 2}}},
};
static double sensitivity = 2.2;
APART void nudge(int x, int y) {
    int steps = 4;
    for (int i = 0; i < steps; i++) {
        F(mouse_event)(MOUSEEVENTF_MOVE, (DWORD)(x / sensitivity), (DWORD)(y / sensitivity), 0, 0);
        Sleep(2);
    }
}
APART void spray(const Pattern *p) {
    for (int i = 0; i < p->shots && F(GetAsyncKeyState)(VK_LBUTTON) < 0; i++) {
        nudge(p->move[i][0], p->move[i][1]);
        if (F(GetAsyncKeyState)(VK_CONTROL) >= 0) F(keybd_event)(VK_CONTROL, 0x1d, 0, 0);
        Sleep(p->interval);
    }
    F(keybd_event)(VK_CONTROL, 0x1d, KEYEVENTF_KEYUP, 0);
}
int main(void) {
    const Pattern *now = patterns;
    for (;; Sleep(1)) {
        if (F(GetAsyncKeyState)(VK_F9) & 1) now = now == patterns ? patterns + 1 : patterns;
        if (F(GetAsyncKeyState)(VK_F12) & 1) break;
        if (F(GetAsyncKeyState)(VK_LBUTTON) < 0) spray(now);
    }
    return 0;
}

#elif defined T_touchbot
BOOL WINAPI InitializeTouchInjection(UINT32, DWORD);
BOOL WINAPI InjectTouchInput(UINT32, const POINTER_TOUCH_INFO *);
static void contact(POINTER_TOUCH_INFO *t, int x, int y) {
    memset(t, 0, sizeof *t);
    t->pointerInfo.pointerType = PT_TOUCH;
    t->pointerInfo.ptPixelLocation.x = x;
    t->pointerInfo.ptPixelLocation.y = y;
    SetRect(&t->rcContact, x - 4, y - 4, x + 4, y + 4);
}
APART BOOL tap(int x, int y) {
    POINTER_TOUCH_INFO t;
    contact(&t, x, y);
    t.pointerInfo.pointerFlags = POINTER_FLAG_DOWN | POINTER_FLAG_INRANGE | POINTER_FLAG_INCONTACT;
    if (!F(InjectTouchInput)(1, &t)) return FALSE;
    Sleep(60);
    t.pointerInfo.pointerFlags = POINTER_FLAG_UP;
    return F(InjectTouchInput)(1, &t);
}
APART void drag(POINT from, POINT to) {
    POINTER_TOUCH_INFO t;
    contact(&t, from.x, from.y);
    for (int i = 0; i <= 20; i++) {
        t.pointerInfo.ptPixelLocation.x = from.x + (to.x - from.x) * i / 20;
        t.pointerInfo.ptPixelLocation.y = from.y + (to.y - from.y) * i / 20;
        t.pointerInfo.pointerFlags = (i ? POINTER_FLAG_UPDATE : POINTER_FLAG_DOWN) | POINTER_FLAG_INRANGE | POINTER_FLAG_INCONTACT;
        F(InjectTouchInput)(1, &t);
        Sleep(10);
    }
    t.pointerInfo.pointerFlags = POINTER_FLAG_UP;
    F(InjectTouchInput)(1, &t);
}
int main(void) {
    if (!F(InitializeTouchInjection)(1, 1)) return 1;
    for (int round = 0; round < 500; round++) {
        tap(960, 840);
        Sleep(2500);
        drag((POINT){700, 500}, (POINT){1220, 500});
        tap(1410, 220);
        Sleep(45000);
    }
    return 0;
}

#elif defined T_uinputpad
#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>
#include <unistd.h>
static int create(void) {
    struct uinput_setup us = {.id = {BUS_USB, 0x045e, 0x028e, 1}, .name = "Microsoft X-Box 360 pad"};
    static const int buttons[] = {BTN_SOUTH, BTN_EAST, BTN_NORTH, BTN_WEST, BTN_TL, BTN_TR};
    int fd = open("/dev/uinput", O_WRONLY | O_NONBLOCK);
    if (fd < 0) return -1;
    ioctl(fd, UI_SET_EVBIT, EV_KEY);
    for (int i = 0; i < 6; i++) ioctl(fd, UI_SET_KEYBIT, buttons[i]);
    ioctl(fd, UI_DEV_SETUP, &us);
    ioctl(fd, UI_DEV_CREATE);
    sleep(1);
    return fd;
}
APART void emit(int fd, int type, int code, int value) {
    struct input_event e = {.type = type, .code = code, .value = value};
    write(fd, &e, sizeof e);
}
APART void combo(int fd, const char *moves) {
    for (; *moves; moves++) {
        int key = *moves == 'a' ? BTN_SOUTH : *moves == 'b' ? BTN_EAST : *moves == 'x' ? BTN_WEST : BTN_NORTH;
        for (int down = 1; down >= 0; down--) {
            emit(fd, EV_KEY, key, down);
            emit(fd, EV_SYN, SYN_REPORT, 0);
            usleep(16667);
        }
    }
}
int main(int argc, char **argv) {
    int fd = create();
    if (fd < 0) return perror("uinput"), 1;
    for (int i = 0; i < 100; i++) { combo(fd, argc > 1 ? argv[1] : "xxyba"); usleep(400000); }
    ioctl(fd, UI_DEV_DESTROY);
    return close(fd);
}

#elif defined T_xtestkeys
#include <unistd.h>
typedef struct _XDisplay Display;
Display *XOpenDisplay(const char *);
unsigned char XKeysymToKeycode(Display *, unsigned long);
int XTestFakeKeyEvent(Display *, unsigned, int, unsigned long);
int XTestFakeButtonEvent(Display *, unsigned, int, unsigned long);
int XTestFakeMotionEvent(Display *, int, int, int, unsigned long);
int XFlush(Display *);
int XCloseDisplay(Display *);
struct step { char kind; int a, b, wait; };
static const struct step route[] = {{'k', 'w', 2200, 100}, {'c', 640, 360, 3000}, {'k', 'd', 900, 100}, {'c', 700, 410, 3000}, {'k', ' ', 60, 500}};
APART void tap_key(Display *d, unsigned long sym, int hold) {
    unsigned code = XKeysymToKeycode(d, sym);
    XTestFakeKeyEvent(d, code, 1, 0);
    XFlush(d);
    usleep(hold * 1000);
    XTestFakeKeyEvent(d, code, 0, 0);
    XFlush(d);
}
APART void farm(Display *d) {
    for (unsigned i = 0; i < sizeof route / sizeof *route; i++) {
        const struct step *s = &route[i];
        if (s->kind == 'k') tap_key(d, s->a, s->b);
        else {
            XTestFakeMotionEvent(d, -1, s->a + rand() % 5, s->b + rand() % 5, 0);
            XTestFakeButtonEvent(d, 1, 1, 0);
            XTestFakeButtonEvent(d, 1, 0, 40);
            XFlush(d);
        }
        usleep(s->wait * 1000);
    }
}
int main(int argc, char **argv) {
    Display *d = XOpenDisplay(0);
    if (!d) return 1;
    for (int rounds = argc > 1 ? atoi(argv[1]) : 50; rounds--;) farm(d);
    XCloseDisplay(d);
    return 0;
}

#elif defined T_evwrite
#include <fcntl.h>
#include <glob.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <unistd.h>
static int keyboard(void) {
    glob_t g;
    int found = -1;
    if (glob("/dev/input/by-path/*-event-kbd", 0, 0, &g)) return -1;
    for (size_t i = 0; i < g.gl_pathc && found < 0; i++) found = open(g.gl_pathv[i], O_RDWR);
    globfree(&g);
    return found;
}
APART int put_event(int fd, int code, int value) {
    struct input_event e[2] = {{.type = EV_KEY, .code = code, .value = value}, {.type = EV_SYN}};
    return write(fd, e, sizeof e) == sizeof e;
}
APART void strafe(int fd, int key, int other) {
    put_event(fd, key, 0);
    put_event(fd, other, 1);
    usleep(80000);
    put_event(fd, other, 0);
}
int main(void) {
    struct input_event e;
    int fd = keyboard();
    if (fd < 0) return 1;
    while (read(fd, &e, sizeof e) == sizeof e) {
        if (e.type != EV_KEY || e.value != 0) continue;
        if (e.code == KEY_A) strafe(fd, KEY_A, KEY_D);
        else if (e.code == KEY_F12) break;
    }
    return close(fd);
}
#endif
