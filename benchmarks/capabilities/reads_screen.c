/* technique picture windows at=shot libs=user32,gdi32
   technique colour windows at=is_red libs=user32,gdi32
   technique window windows at=capture libs=user32,gdi32
   technique duplicated windows at=duplicate libs=d3d11
   technique root linux at=grab stub=X11:XOpenDisplay,XDefaultRootWindow,XGetImage,XCloseDisplay */
#define COBJMACROS
#include "common.h"
#ifdef T_picture
APART static DWORD *shot(int width, int height) {
    HDC screen = F(GetDC)(NULL), memory = CreateCompatibleDC(screen);
    HBITMAP bitmap = CreateCompatibleBitmap(screen, width, height);
    BITMAPINFO info = {.bmiHeader = {sizeof(BITMAPINFOHEADER), width, -height, 1, 32, BI_RGB}};
    DWORD *pixels = malloc((size_t)width * height * 4);
    SelectObject(memory, bitmap);
    F(BitBlt)(memory, 0, 0, width, height, screen, 0, 0, SRCCOPY);
    F(GetDIBits)(memory, bitmap, 0, height, pixels, &info, DIB_RGB_COLORS);
    ReleaseDC(NULL, screen);
    return pixels;
}
int main(void) {
    for (DWORD *p; (p = shot(640, 480)); free(p))
        for (int i = 0; i < 640 * 480; i++)
            if ((p[i] & 0xff0000) > 0xe00000 && !(p[i] & 0xff00)) printf("%d %d\n", i % 640, i / 640);
}
#elif defined T_colour
APART static int is_red(int x, int y) {
    HDC dc = F(GetDC)(0);
    COLORREF colour = F(GetPixel)(dc, x, y);
    ReleaseDC(0, dc);
    return GetRValue(colour) > 200 && GetGValue(colour) < 60;
}
int main(void) { while (!is_red(120, 42)) Sleep(20); puts("health is low"); return 0; }
#elif defined T_window
APART static void capture(HWND window, void **bits, int w, int h) {
    BITMAPINFO info = {.bmiHeader = {sizeof(BITMAPINFOHEADER), w, h, 1, 32}};
    HDC memory = CreateCompatibleDC(0);
    SelectObject(memory, F(CreateDIBSection)(memory, &info, 0, bits, 0, 0));
    F(PrintWindow)(window, memory, 2);
}
int main(void) { void *bits; capture(F(FindWindowA)("MoonCoveWindow", 0), &bits, 800, 600); return ((int *)bits)[77]; }
#elif defined T_duplicated
#include <initguid.h>
#include <d3d11.h>
#include <dxgi1_2.h>
APART static IDXGIOutputDuplication *duplicate(ID3D11Device *device, IDXGIOutput *output) {
    IDXGIOutput1 *one;
    IDXGIOutputDuplication *made = 0;
    IDXGIOutput_QueryInterface(output, &IID_IDXGIOutput1, (void **)&one);
    IDXGIOutput1_DuplicateOutput(one, (IUnknown *)device, &made);
    return made;
}
int main(void) {
    ID3D11Device *device;
    IDXGIDevice *dxgi;
    IDXGIAdapter *adapter;
    IDXGIOutput *output;
    F(D3D11CreateDevice)(0, D3D_DRIVER_TYPE_HARDWARE, 0, 0, 0, 0, D3D11_SDK_VERSION, &device, 0, 0);
    ID3D11Device_QueryInterface(device, &IID_IDXGIDevice, (void **)&dxgi);
    IDXGIDevice_GetAdapter(dxgi, &adapter);
    IDXGIAdapter_EnumOutputs(adapter, 0, &output);
    return duplicate(device, output) == 0;
}
#elif defined T_root
void *XOpenDisplay(const char *);
unsigned long XDefaultRootWindow(void *);
void *XGetImage(void *, unsigned long, int, int, unsigned, unsigned, unsigned long, int);
int XCloseDisplay(void *);
APART static void *grab(void *display, int w, int h) {
    return XGetImage(display, XDefaultRootWindow(display), 0, 0, w, h, ~0ul, 2);
}
int main(void) { void *d = XOpenDisplay(0); void *image = grab(d, 320, 200); XCloseDisplay(d); return image == 0; }
#endif
