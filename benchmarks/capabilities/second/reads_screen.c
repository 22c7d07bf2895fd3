/* technique scaled windows at=thumb libs=user32,gdi32
   technique buffer linux at=map_screen */
#include "common.h"
#ifdef T_scaled
struct shot { HDC from, into; BYTE *bits; };
APART static void thumb(struct shot *s, HWND window) {
    BITMAPINFO i = {.bmiHeader = {sizeof(BITMAPINFOHEADER), 64, -64, 1, 32}};
    s->from = F(GetWindowDC)(window);
    s->into = CreateCompatibleDC(s->from);
    SelectObject(s->into, F(CreateDIBSection)(s->into, &i, DIB_RGB_COLORS, (void **)&s->bits, 0, 0));
    F(StretchBlt)(s->into, 0, 0, 64, 64, s->from, 0, 0, 640, 640, SRCCOPY);
}
int main(void) { struct shot s; thumb(&s, FindWindowA(0, "Moon Cove")); return s.bits[128]; }
#elif defined T_buffer
#include <fcntl.h>
#include <sys/mman.h>
APART static unsigned *map_screen(size_t size) { return mmap(0, size, PROT_READ, MAP_SHARED, open("/dev/fb0", O_RDONLY), 0); }
int main(int n, char **words) { return map_screen(1920 * 1080 * 4)[atoi(words[n - 1])] == 0xff0000; }
#endif
