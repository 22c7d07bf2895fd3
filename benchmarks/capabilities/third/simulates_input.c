/* technique wide windows at=type_text libs=user32 */
#include "common.h"
struct bot { HWND game; int pause; };
APART static void type_text(struct bot *b, const wchar_t *text) {
    for (; *text; text++) {
        F(PostMessageW)(b->game, WM_CHAR, *text, 1);
        Sleep(b->pause);
    }
}
int main(void) {
    struct bot b = {F(FindWindowW)(L"MoonCove", L"Moon Cove Online"), 40};
    for (;;) type_text(&b, L"selling potions\r");
}
