/* technique bar windows at=health libs=user32,gdi32 */
#include "common.h"
static HDC screen;
APART static int health(int y) {
    int x = 20;
    while (x < 220 && GetRValue(F(GetPixel)(screen, x, y)) > 150) x++;
    return (x - 20) / 2;
}
int main(void) {
    screen = F(GetDC)(GetDesktopWindow());
    for (;; Sleep(100)) if (health(44) < 30) puts("drink");
}
