/* technique gdicapture windows at=capture,find_color libs=gdi32,user32
   technique trigger windows at=enemy_under,watch libs=gdi32,user32
   technique printwin windows at=grab_window libs=gdi32,user32
   technique dupoutput windows at=begin,next_frame libs=d3d11,dxgi
   technique ximage linux at=health_bar stub=X11:XOpenDisplay,XDefaultRootWindow,XGetImage,XGetPixel,XDestroyImage
   technique fbread linux at=sample,open_screen */
#define _GNU_SOURCE
#include "common.h"

#if defined T_gdicapture
typedef struct { int width, height; DWORD *pixels; } Shot;
APART int capture(Shot *s, int x, int y) {
    HDC screen = F(GetDC)(0), memory = F(CreateCompatibleDC)(screen);
    HBITMAP bitmap = F(CreateCompatibleBitmap)(screen, s->width, s->height);
    HGDIOBJ before = SelectObject(memory, bitmap);
    BITMAPINFO bi = {{sizeof bi.bmiHeader, s->width, -s->height, 1, 32, BI_RGB}};
    F(BitBlt)(memory, 0, 0, s->width, s->height, screen, x, y, SRCCOPY);
    SelectObject(memory, before);
    int lines = F(GetDIBits)(memory, bitmap, 0, s->height, s->pixels, &bi, DIB_RGB_COLORS);
    DeleteObject(bitmap);
    DeleteDC(memory);
    ReleaseDC(0, screen);
    return lines;
}
APART int find_color(const Shot *s, COLORREF wanted, int tolerance, POINT *at) {
    for (int i = 0; i < s->width * s->height; i++) {
        DWORD p = s->pixels[i];
        if (abs((int)(p >> 16 & 255) - GetRValue(wanted)) > tolerance) continue;
        if (abs((int)(p >> 8 & 255) - GetGValue(wanted)) > tolerance) continue;
        if (abs((int)(p & 255) - GetBValue(wanted)) > tolerance) continue;
        at->x = i % s->width;
        at->y = i / s->width;
        return 1;
    }
    return 0;
}
int main(void) {
    Shot s = {300, 300, malloc(300 * 300 * 4)};
    int left = GetSystemMetrics(SM_CXSCREEN) / 2 - 150, top = GetSystemMetrics(SM_CYSCREEN) / 2 - 150;
    POINT at;
    for (;; Sleep(5))
        if (GetAsyncKeyState(VK_XBUTTON1) < 0 && capture(&s, left, top) && find_color(&s, RGB(250, 100, 250), 40, &at))
            SetCursorPos(left + at.x, top + at.y);
}

#elif defined T_trigger
static COLORREF outlines[] = {RGB(230, 30, 30), RGB(180, 0, 160)};
static int close_to(COLORREF a, COLORREF b) {
    return abs(GetRValue(a) - GetRValue(b)) + abs(GetGValue(a) - GetGValue(b)) + abs(GetBValue(a) - GetBValue(b)) < 70;
}
APART int enemy_under(HDC dc, int x, int y) {
    for (int dx = -3; dx <= 3; dx++)
        for (int i = 0; i < 2; i++)
            if (close_to(F(GetPixel)(dc, x + dx, y), outlines[i])) return 1;
    return 0;
}
APART void watch(HWND game) {
    RECT r;
    GetClientRect(game, &r);
    while (IsWindow(game)) {
        HDC dc = F(GetDC)(game);
        int hit = enemy_under(dc, r.right / 2, r.bottom / 2);
        F(ReleaseDC)(game, dc);
        if (hit && GetAsyncKeyState(VK_MENU) < 0) {
            mouse_event(MOUSEEVENTF_LEFTDOWN, 0, 0, 0, 0);
            Sleep(20);
            mouse_event(MOUSEEVENTF_LEFTUP, 0, 0, 0, 0);
        }
        Sleep(1);
    }
}
int main(void) { watch(FindWindowA(0, "VALORANT  ")); return 0; }

#elif defined T_printwin
typedef struct { DWORD *bits; int w, h; } Picture;
APART int grab_window(HWND game, Picture *p) {
    RECT r;
    void *bits = 0;
    GetClientRect(game, &r);
    p->w = r.right;
    p->h = r.bottom;
    BITMAPINFO bi = {{sizeof bi.bmiHeader, p->w, -p->h, 1, 32, BI_RGB}};
    HDC memory = F(CreateCompatibleDC)(0);
    HBITMAP dib = F(CreateDIBSection)(memory, &bi, DIB_RGB_COLORS, &bits, 0, 0);
    HGDIOBJ before = F(SelectObject)(memory, dib);
    BOOL ok = F(PrintWindow)(game, memory, 3);
    if (ok) {
        p->bits = realloc(p->bits, (size_t)p->w * p->h * 4);
        memcpy(p->bits, bits, (size_t)p->w * p->h * 4);
    }
    F(SelectObject)(memory, before);
    DeleteObject(dib);
    DeleteDC(memory);
    return ok;
}
static int bar_fill(const Picture *p, int x, int y, int length) {
    int full = 0;
    for (int i = 0; i < length && x + i < p->w; i++) {
        DWORD c = p->bits[y * p->w + x + i];
        full += (c >> 16 & 255) > 150 && (c >> 8 & 255) < 60;
    }
    return full * 100 / length;
}
int main(void) {
    Picture p = {0};
    HWND game = FindWindowA("L2UnrealWWindowsViewportWindow", 0);
    while (game && grab_window(game, &p)) {
        if (p.h > 60 && bar_fill(&p, 18, 42, 150) < 40) PostMessageA(game, WM_KEYDOWN, VK_F3, 0);
        Sleep(400);
    }
    return 0;
}

#elif defined T_dupoutput
#define COBJMACROS
#include <initguid.h>
#include <d3d11.h>
#include <dxgi1_2.h>
static const GUID iid_device = {0x54ec77fa, 0x1377, 0x44e6, {0x8c, 0x32, 0x88, 0xfd, 0x5f, 0x44, 0xc8, 0x4c}};
static const GUID iid_output = {0x00cddea8, 0x939b, 0x4b83, {0xa3, 0x40, 0xa6, 0x85, 0x22, 0x66, 0x66, 0xcc}};
static const GUID iid_texture = {0x6f15aaf2, 0xd208, 0x4e89, {0x9a, 0xb4, 0x48, 0x95, 0x35, 0xd3, 0x4f, 0x9c}};
static struct { ID3D11Device *device; ID3D11DeviceContext *context; IDXGIOutputDuplication *copy; ID3D11Texture2D *staging; } eye;
APART int begin(void) {
    IDXGIDevice *dxgi = 0;
    IDXGIAdapter *adapter = 0;
    IDXGIOutput *output = 0;
    IDXGIOutput1 *output1 = 0;
    if (FAILED(F(D3D11CreateDevice)(0, D3D_DRIVER_TYPE_HARDWARE, 0, 0, 0, 0, D3D11_SDK_VERSION, &eye.device, 0, &eye.context))) return 0;
    eye.device->lpVtbl->QueryInterface(eye.device, &iid_device, (void **)&dxgi);
    dxgi->lpVtbl->GetAdapter(dxgi, &adapter);
    adapter->lpVtbl->EnumOutputs(adapter, 0, &output);
    output->lpVtbl->QueryInterface(output, &iid_output, (void **)&output1);
    return SUCCEEDED(output1->lpVtbl->DuplicateOutput(output1, (IUnknown *)eye.device, &eye.copy));
}
APART int next_frame(DWORD *center) {
    DXGI_OUTDUPL_FRAME_INFO info;
    IDXGIResource *resource = 0;
    ID3D11Texture2D *frame = 0;
    D3D11_MAPPED_SUBRESOURCE map;
    D3D11_TEXTURE2D_DESC d;
    if (FAILED(eye.copy->lpVtbl->AcquireNextFrame(eye.copy, 30, &info, &resource))) return 0;
    resource->lpVtbl->QueryInterface(resource, &iid_texture, (void **)&frame);
    frame->lpVtbl->GetDesc(frame, &d);
    d.Usage = D3D11_USAGE_STAGING;
    d.BindFlags = d.MiscFlags = 0;
    d.CPUAccessFlags = D3D11_CPU_ACCESS_READ;
    if (!eye.staging) eye.device->lpVtbl->CreateTexture2D(eye.device, &d, 0, &eye.staging);
    eye.context->lpVtbl->CopyResource(eye.context, (ID3D11Resource *)eye.staging, (ID3D11Resource *)frame);
    if (SUCCEEDED(eye.context->lpVtbl->Map(eye.context, (ID3D11Resource *)eye.staging, 0, D3D11_MAP_READ, 0, &map))) {
        for (int y = 0; y < 64; y++)
            memcpy(center + y * 64, (BYTE *)map.pData + (d.Height / 2 - 32 + y) * map.RowPitch + (d.Width / 2 - 32) * 4, 256);
        eye.context->lpVtbl->Unmap(eye.context, (ID3D11Resource *)eye.staging, 0);
    }
    eye.copy->lpVtbl->ReleaseFrame(eye.copy);
    return 1;
}
int main(void) {
    static DWORD center[64 * 64];
    if (!begin()) return 1;
    for (;;) {
        int red = 0;
        if (next_frame(center))
            for (int i = 0; i < 64 * 64; i++) red += (center[i] >> 16 & 255) > 200 && (center[i] & 0xffff) < 0x3030;
        if (red > 40) puts("target");
    }
}

#elif defined T_ximage
#include <unistd.h>
typedef struct _XDisplay Display;
typedef struct _XImage XImage;
Display *XOpenDisplay(const char *);
unsigned long XDefaultRootWindow(Display *);
XImage *XGetImage(Display *, unsigned long, int, int, unsigned, unsigned, unsigned long, int);
unsigned long XGetPixel(XImage *, int, int);
int XDestroyImage(XImage *);
static int is_red(unsigned long p) { return (p >> 16 & 255) > 160 && (p >> 8 & 255) < 70 && (p & 255) < 70; }
APART int health_bar(Display *d, unsigned long root) {
    int full = 0;
    XImage *image = XGetImage(d, root, 60, 1010, 200, 1, ~0ul, 2);
    if (!image) return -1;
    for (int x = 0; x < 200; x++) full += is_red(XGetPixel(image, x, 0));
    XDestroyImage(image);
    return full / 2;
}
int main(void) {
    Display *d = XOpenDisplay(0);
    if (!d) return 1;
    unsigned long root = XDefaultRootWindow(d);
    for (int last = -1;; usleep(150000)) {
        int now = health_bar(d, root);
        if (now != last) printf("health %d%%\n", last = now);
        if (now >= 0 && now < 35) system("xdotool key 5");
    }
}

#elif defined T_fbread
#include <fcntl.h>
#include <linux/fb.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
static struct { const uint8_t *pixels; struct fb_var_screeninfo var; struct fb_fix_screeninfo fix; } screen;
APART int open_screen(void) {
    int fd = open("/dev/fb0", O_RDONLY);
    if (fd < 0 || ioctl(fd, FBIOGET_VSCREENINFO, &screen.var) || ioctl(fd, FBIOGET_FSCREENINFO, &screen.fix)) return 0;
    screen.pixels = mmap(0, screen.fix.smem_len, PROT_READ, MAP_SHARED, fd, 0);
    return screen.pixels != MAP_FAILED;
}
APART uint32_t sample(unsigned x, unsigned y) {
    return *(const uint32_t *)(screen.pixels + y * screen.fix.line_length + x * screen.var.bits_per_pixel / 8) & 0xffffff;
}
int main(void) {
    static const struct { unsigned x, y; uint32_t color; const char *tap; } rules[] = {
        {540, 1600, 0xffc800, "input tap 540 1600"}, {980, 120, 0xe03030, "input tap 980 120"}};
    if (!open_screen()) return 1;
    for (;; sleep(1))
        for (int i = 0; i < 2; i++)
            if (sample(rules[i].x, rules[i].y) == rules[i].color) system(rules[i].tap);
}
#endif
