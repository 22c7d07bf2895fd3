/* technique aim_move windows at=nudge,aim libs=user32
   technique window_messages windows at=click_at,press libs=user32
   technique touch_farm windows at=touch,swipe libs=user32
   technique virtual_pad windows at=push,rapid_fire stub=ViGEmClient:vigem_alloc,vigem_connect,vigem_target_x360_alloc,vigem_target_add,vigem_target_x360_update,vigem_target_remove,vigem_disconnect
   technique uinput_macro linux at=emit,type_key,create
   technique x_test linux at=click,fish stub=Xtst:XOpenDisplay,XFlush,XTestFakeMotionEvent,XTestFakeButtonEvent,XTestFakeKeyEvent,XKeysymToKeycode,XStringToKeysym */
#define _WIN32_WINNT 0x0A00
#define WINVER 0x0A00
#include "common.h"
#if defined T_aim_move

struct shot { float dx, dy; int hold; };
static float rest_x, rest_y;

APART void nudge(int dx, int dy, DWORD flags) {
    INPUT in = {.type = INPUT_MOUSE};
    in.mi.dx = dx;
    in.mi.dy = dy;
    in.mi.dwFlags = flags;
    F(SendInput)(1, &in, sizeof in);
}
APART void aim(const struct shot *s, float smooth) {
    float left_x = s->dx, left_y = s->dy;
    while (left_x * left_x + left_y * left_y > 1) {
        float step_x = left_x / smooth + rest_x, step_y = left_y / smooth + rest_y;
        int ix = (int)step_x, iy = (int)step_y;
        rest_x = step_x - ix;
        rest_y = step_y - iy;
        if (!ix && !iy) break;
        nudge(ix, iy, MOUSEEVENTF_MOVE);
        left_x -= ix;
        left_y -= iy;
        Sleep(1 + rand() % 3);
    }
    if (!s->hold) return;
    nudge(0, 0, MOUSEEVENTF_LEFTDOWN);
    Sleep(s->hold);
    nudge(0, 0, MOUSEEVENTF_LEFTUP);
}
static int next_target(HANDLE pipe, struct shot *s) {
    DWORD got;
    return ReadFile(pipe, s, sizeof *s, &got, NULL) && got == sizeof *s;
}
int main(void) {
    struct shot s;
    HANDLE pipe = CreateFileA("\\\\.\\pipe\\vision", GENERIC_READ, 0, 0, OPEN_EXISTING, 0, 0);
    while (next_target(pipe, &s))
        if (F(GetAsyncKeyState)(VK_XBUTTON1) & 0x8000) aim(&s, 4.f);
}

#elif defined T_window_messages

static HWND windows[8];
static int count;
static BOOL CALLBACK each(HWND window, LPARAM unused) {
    char name[64];
    GetClassNameA(window, name, sizeof name);
    if (!strcmp(name, "MapleStoryClass") && count < 8) windows[count++] = window;
    return TRUE;
}
APART void press(HWND window, WPARAM key, int hold) {
    LPARAM l = 1 | MapVirtualKeyA((UINT)key, 0) << 16;
    F(PostMessageA)(window, WM_KEYDOWN, key, l);
    Sleep(hold);
    F(PostMessageA)(window, WM_KEYUP, key, l | 0xC0000000);
}
APART void click_at(HWND window, int x, int y) {
    LPARAM at = MAKELPARAM(x, y);
    F(SendMessageA)(window, WM_MOUSEMOVE, 0, at);
    F(PostMessageA)(window, WM_LBUTTONDOWN, MK_LBUTTON, at);
    Sleep(20);
    F(PostMessageA)(window, WM_LBUTTONUP, 0, at);
}
static void turn(HWND window, int round) {
    press(window, VK_CONTROL, 80);
    press(window, round & 1 ? VK_LEFT : VK_RIGHT, 350);
    press(window, 'Z', 40);
    if (round % 200 == 0) click_at(window, 512, 610);
}
int main(void) {
    F(EnumWindows)(each, 0);
    for (int round = 0; count; round++, Sleep(150))
        for (int i = 0; i < count; i++) turn(windows[i], round);
}

#elif defined T_touch_farm

static POINTER_TOUCH_INFO contact;
APART BOOL touch(int x, int y, DWORD flags) {
    contact.pointerInfo.pointerType = PT_TOUCH;
    contact.pointerInfo.pointerFlags = flags;
    contact.pointerInfo.ptPixelLocation.x = x;
    contact.pointerInfo.ptPixelLocation.y = y;
    contact.touchMask = TOUCH_MASK_CONTACTAREA | TOUCH_MASK_PRESSURE;
    contact.pressure = 512;
    contact.rcContact = (RECT){x - 3, y - 3, x + 3, y + 3};
    return F(InjectTouchInput)(1, &contact);
}
APART void swipe(POINT from, POINT to, int steps) {
    touch(from.x, from.y, POINTER_FLAG_DOWN | POINTER_FLAG_INRANGE | POINTER_FLAG_INCONTACT);
    for (int i = 1; i <= steps; i++) {
        touch(from.x + (to.x - from.x) * i / steps, from.y + (to.y - from.y) * i / steps,
              POINTER_FLAG_UPDATE | POINTER_FLAG_INRANGE | POINTER_FLAG_INCONTACT);
        Sleep(8);
    }
    touch(to.x, to.y, POINTER_FLAG_UP);
}
static POINT place(HWND w, double x, double y) {
    RECT r;
    GetClientRect(w, &r);
    POINT p = {(LONG)(r.right * x), (LONG)(r.bottom * y)};
    ClientToScreen(w, &p);
    return p;
}
int main(void) {
    HWND emulator = FindWindowA(0, "BlueStacks App Player");
    if (!emulator || !F(InitializeTouchInjection)(1, TOUCH_FEEDBACK_NONE)) return 1;
    for (int field = 0;; field = (field + 1) % 6) {
        double x = 0.25 + 0.1 * field;
        swipe(place(emulator, x, 0.4), place(emulator, x + 0.2, 0.6), 25);
        Sleep(900);
    }
}

#elif defined T_virtual_pad
void *vigem_alloc(void);
unsigned vigem_connect(void *);
void *vigem_target_x360_alloc(void);
unsigned vigem_target_add(void *, void *);
struct report { USHORT buttons; BYTE left_trigger, right_trigger; SHORT lx, ly, rx, ry; };
unsigned vigem_target_x360_update(void *, void *, struct report);
unsigned vigem_target_remove(void *, void *);
void vigem_disconnect(void *);

static struct { void *bus, *pad; struct report now; } pad;
static const short recoil[] = {-2600, -2500, -2900, -3100, -3000, -2700, -2400, -2200};

APART int push(void) { return vigem_target_x360_update(pad.bus, pad.pad, pad.now) == 0x20000000; }
APART void rapid_fire(int shots) {
    for (int i = 0; i < shots; i++) {
        pad.now.right_trigger = 255;
        pad.now.ry = recoil[i & 7];
        push();
        F(Sleep)(35);
        pad.now.right_trigger = 0;
        push();
        F(Sleep)(25);
    }
    pad.now.ry = 0;
    push();
}
static int plug(void) {
    pad.bus = vigem_alloc();
    if (vigem_connect(pad.bus) != 0x20000000) return 0;
    pad.pad = vigem_target_x360_alloc();
    return vigem_target_add(pad.bus, pad.pad) == 0x20000000;
}
int main(void) {
    if (!plug()) return puts("install the ViGEm bus");
    for (int c; (c = getchar()) != EOF && c != 'q';)
        if (c == 'f') rapid_fire(30);
    vigem_target_remove(pad.bus, pad.pad);
    vigem_disconnect(pad.bus);
}

#elif defined T_uinput_macro
#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

struct macro { int keys[8]; int gap; };
static const struct macro farm[] = {{{KEY_1, KEY_2, KEY_TAB}, 400}, {{KEY_F}, 1200}, {{KEY_LEFTSHIFT, KEY_3}, 90}};

APART void emit(int fd, int type, int code, int value) {
    struct input_event e = {.type = type, .code = code, .value = value};
    gettimeofday((struct timeval *)&e, 0);
    if (write(fd, &e, sizeof e) != sizeof e) perror("write");
}
APART void type_key(int fd, int key) {
    emit(fd, EV_KEY, key, 1);
    emit(fd, EV_SYN, SYN_REPORT, 0);
    usleep(30000 + rand() % 20000);
    emit(fd, EV_KEY, key, 0);
    emit(fd, EV_SYN, SYN_REPORT, 0);
}
APART int create(void) {
    struct uinput_setup s = {.id = {BUS_USB, 0x046d, 0xc31c, 1}, .name = "Logitech Keyboard"};
    int fd = open("/dev/uinput", O_WRONLY | O_NONBLOCK);
    if (fd < 0) return fd;
    ioctl(fd, UI_SET_EVBIT, EV_KEY);
    for (int key = KEY_ESC; key <= KEY_F12; key++) ioctl(fd, UI_SET_KEYBIT, key);
    if (ioctl(fd, UI_DEV_SETUP, &s) || ioctl(fd, UI_DEV_CREATE)) return -1;
    sleep(1);
    return fd;
}
int main(int argc, char **argv) {
    int fd = create(), rounds = argc > 1 ? atoi(argv[1]) : 1000;
    if (fd < 0) return 1;
    while (rounds--)
        for (int m = 0; m < 3; m++) {
            for (const int *k = farm[m].keys; *k; k++) type_key(fd, *k);
            usleep(farm[m].gap * 1000);
        }
    ioctl(fd, UI_DEV_DESTROY);
}

#elif defined T_x_test
#include <unistd.h>
typedef struct _XDisplay Display;
Display *XOpenDisplay(const char *);
int XFlush(Display *);
unsigned char XKeysymToKeycode(Display *, unsigned long);
unsigned long XStringToKeysym(const char *);
int XTestFakeMotionEvent(Display *, int, int, int, unsigned long);
int XTestFakeButtonEvent(Display *, unsigned, int, unsigned long);
int XTestFakeKeyEvent(Display *, unsigned, int, unsigned long);

static Display *display;
APART void click(int x, int y, unsigned button) {
    XTestFakeMotionEvent(display, -1, x, y, 0);
    XTestFakeButtonEvent(display, button, 1, 10);
    XTestFakeButtonEvent(display, button, 0, 60);
    XFlush(display);
}
static unsigned code(const char *key) { return XKeysymToKeycode(display, XStringToKeysym(key)); }
APART void fish(int casts) {
    unsigned cast = code("f"), bait = code("b");
    for (int i = 0; i < casts; i++) {
        if (i % 20 == 0) {
            XTestFakeKeyEvent(display, bait, 1, 0);
            XTestFakeKeyEvent(display, bait, 0, 80);
        }
        XTestFakeKeyEvent(display, cast, 1, 0);
        XTestFakeKeyEvent(display, cast, 0, 70);
        XFlush(display);
        sleep(12 + rand() % 6);
        click(960 + rand() % 5, 540 + rand() % 5, 3);
    }
}
int main(int argc, char **argv) {
    if (!(display = XOpenDisplay(0))) return 1;
    fish(argc > 1 ? atoi(argv[1]) : 100);
}
#endif
