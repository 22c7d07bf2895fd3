/* Toys against the invented game 月光城; built, never run.
technique bar windows libs=gdi32 at=life_share
technique grab windows libs=gdi32 at=grab
technique behind windows libs=gdi32 at=picture_of
technique framebuffer linux at=colour_at
technique ximage linux stub=X11:XOpenDisplay,XDefaultRootWindow,XGetImage at=find_colour
technique shot linux at=take
*/
#if defined T_bar
#include <windows.h>
#include "hand.h"

/* How far the red bar at the top reaches, of a hundred. */
KEEP int life_share(HWND game) {
    HDC dc = F(GetDC)(NULL);
    POINT p = {40, 32};
    int share = 0;
    ClientToScreen(game, &p);
    while (share < 100) {
        COLORREF c = F(GetPixel)(dc, p.x + share * 2, p.y);
        if (GetRValue(c) < 150 || GetGValue(c) > 80) break;
        share++;
    }
    F(ReleaseDC)(NULL, dc);
    return share;
}

int main(void) {
    HWND game = FindWindowW(L"MoonlightWindow", NULL);
    for (; IsWindow(game); Sleep(200))
        if (life_share(game) < 30) MessageBeep(MB_ICONHAND);
    return 0;
}
#elif defined T_grab
#include <windows.h>
#include <stdlib.h>
#include "hand.h"

typedef struct { int w, h; DWORD *dots; } image;

KEEP image grab(HWND window) {
    image out = {0};
    RECT r;
    BITMAPINFO info = {{sizeof(BITMAPINFOHEADER)}};
    GetClientRect(window, &r);
    out.w = r.right;
    out.h = r.bottom;
    HDC from = F(GetDC)(window), to = F(CreateCompatibleDC)(from);
    HBITMAP bitmap = F(CreateCompatibleBitmap)(from, out.w, out.h);
    HGDIOBJ was = SelectObject(to, bitmap);
    F(BitBlt)(to, 0, 0, out.w, out.h, from, 0, 0, SRCCOPY);
    SelectObject(to, was);
    info.bmiHeader.biWidth = out.w;
    info.bmiHeader.biHeight = -out.h;
    info.bmiHeader.biPlanes = 1;
    info.bmiHeader.biBitCount = 32;
    out.dots = malloc(4 * (size_t)out.w * out.h);
    F(GetDIBits)(to, bitmap, 0, out.h, out.dots, &info, DIB_RGB_COLORS);
    DeleteObject(bitmap);
    DeleteDC(to);
    ReleaseDC(window, from);
    return out;
}

int main(void) {
    image i = grab(FindWindowA("MoonlightWindow", NULL));
    int enemies = 0;
    for (int at = 0; at < i.w * i.h; at++) enemies += (i.dots[at] & 0xffffff) == 0xe01818;
    free(i.dots);
    return enemies > 40;
}
#elif defined T_behind
#include <windows.h>
#include "hand.h"

#ifndef PW_RENDERFULLCONTENT
#define PW_RENDERFULLCONTENT 2
#endif
KEEP HBITMAP picture_of(HWND window, int w, int h) {
    HDC screen = GetDC(NULL), memory = CreateCompatibleDC(screen);
    HBITMAP bitmap = CreateCompatibleBitmap(screen, w, h);
    HGDIOBJ was = SelectObject(memory, bitmap);
    BOOL fine = F(PrintWindow)(window, memory, PW_RENDERFULLCONTENT);
    SelectObject(memory, was);
    DeleteDC(memory);
    ReleaseDC(NULL, screen);
    if (fine) return bitmap;
    DeleteObject(bitmap);
    return NULL;
}

int main(void) {
    HWND game = FindWindowA(NULL, "Moonlight City");
    RECT r;
    BITMAP b;
    GetWindowRect(game, &r);
    HBITMAP got = picture_of(game, r.right - r.left, r.bottom - r.top);
    return !GetObjectA(got, sizeof b, &b);
}
#elif defined T_framebuffer
#include <fcntl.h>
#include <linux/fb.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include "hand.h"

KEEP uint32_t colour_at(unsigned x, unsigned y) {
    struct fb_var_screeninfo v;
    struct fb_fix_screeninfo f;
    uint32_t colour = 0;
    int fd = open("/dev/fb0", O_RDONLY);
    if (fd < 0) return 0;
    if (!ioctl(fd, FBIOGET_VSCREENINFO, &v) && !ioctl(fd, FBIOGET_FSCREENINFO, &f)) {
        uint8_t *p = mmap(NULL, f.smem_len, PROT_READ, MAP_SHARED, fd, 0);
        if (p != MAP_FAILED) {
            colour = *(uint32_t *)(p + (y + v.yoffset) * f.line_length + (x + v.xoffset) * 4);
            munmap(p, f.smem_len);
        }
    }
    close(fd);
    return colour & 0xffffff;
}

int main(void) {
    for (;; usleep(100000))
        if (colour_at(812, 604) == 0xffd700) puts("gold lies there");
}
#elif defined T_ximage
#include <stdio.h>
#include "hand.h"

typedef struct { int width, height, xoffset, format; char *data; int order, unit, bit, pad, depth, bytes_per_line, bits_per_pixel; } picture;
void *XOpenDisplay(const char *);
unsigned long XDefaultRootWindow(void *);
picture *XGetImage(void *, unsigned long, int, int, unsigned, unsigned, unsigned long, int);

KEEP int find_colour(void *display, unsigned wanted, int *x, int *y) {
    picture *p = XGetImage(display, XDefaultRootWindow(display), 0, 0, 1280, 720, ~0ul, 2);
    for (int row = 0; p && row < p->height; row++)
        for (int column = 0; column < p->width; column++)
            if ((*(unsigned *)(p->data + row * p->bytes_per_line + column * 4) & 0xffffff) == wanted) return *x = column, *y = row, 1;
    return 0;
}

int main(void) {
    void *display = XOpenDisplay(NULL);
    int x, y;
    if (!display) return 1;
    if (find_colour(display, 0x3cff3c, &x, &y)) printf("ore at %d,%d\n", x, y);
    return 0;
}
#elif defined T_shot
#include <stdio.h>
#include <stdlib.h>
#include "hand.h"

/* Lets a program of the desktop take the picture. */
KEEP unsigned char *take(const char *window, size_t *size) {
    char line[160];
    unsigned char *all = malloc(16 << 20);
    snprintf(line, sizeof line, "xwd -silent -name '%s'", window);
    FILE *f = popen(line, "r");
    *size = f ? fread(all, 1, 16 << 20, f) : 0;
    if (f) pclose(f);
    return all;
}

int main(void) {
    size_t size;
    unsigned char *dump = take("Moonlight City", &size);
    unsigned red = 0;
    for (size_t at = 3232; at + 4 <= size; at += 4) red += dump[at + 2] > 220 && dump[at + 1] < 30;
    printf("%u red dots\n", red);
    free(dump);
    return 0;
}
#endif
