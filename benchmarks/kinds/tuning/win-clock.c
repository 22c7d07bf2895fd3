/* Windows: a window with a clock that has hands. */
#ifdef _WIN32
#include <windows.h>
#include <math.h>
static void hand(HDC dc, double part, int length, int wide) {
    HPEN pen = CreatePen(PS_SOLID, wide, RGB(20, 40, 90));
    HGDIOBJ before = SelectObject(dc, pen);
    MoveToEx(dc, 150, 150, NULL);
    LineTo(dc, 150 + (int)(sin(part * 6.283185) * length), 150 - (int)(cos(part * 6.283185) * length));
    SelectObject(dc, before);
    DeleteObject(pen);
}
LRESULT CALLBACK proc(HWND hwnd, UINT msg, WPARAM wp, LPARAM lp) {
    if (msg == WM_CREATE) { SetTimer(hwnd, 7, 500, NULL); return 0; }
    if (msg == WM_TIMER) { InvalidateRect(hwnd, NULL, TRUE); return 0; }
    if (msg == WM_PAINT) {
        PAINTSTRUCT ps;
        SYSTEMTIME st;
        HDC dc = BeginPaint(hwnd, &ps);
        GetLocalTime(&st);
        Ellipse(dc, 20, 20, 280, 280);
        hand(dc, (st.wHour % 12 + st.wMinute / 60.0) / 12, 70, 6);
        hand(dc, st.wMinute / 60.0, 100, 4);
        hand(dc, st.wSecond / 60.0, 115, 1);
        EndPaint(hwnd, &ps);
        return 0;
    }
    if (msg == WM_DESTROY) { PostQuitMessage(0); return 0; }
    return DefWindowProcA(hwnd, msg, wp, lp);
}
int WINAPI WinMain(HINSTANCE inst, HINSTANCE prev, LPSTR cmd, int show) {
    WNDCLASSEXA wc;
    MSG msg;
    memset(&wc, 0, sizeof wc);
    wc.cbSize = sizeof wc;
    wc.lpfnWndProc = proc;
    wc.hInstance = inst;
    wc.hbrBackground = (HBRUSH)GetStockObject(WHITE_BRUSH);
    wc.hCursor = LoadCursor(NULL, IDC_ARROW);
    wc.lpszClassName = "ClockWindow";
    if (!RegisterClassExA(&wc)) { MessageBoxA(NULL, "no class", "clock", MB_ICONERROR); return 1; }
    HWND hwnd = CreateWindowExA(0, "ClockWindow", "Clock", WS_OVERLAPPEDWINDOW, CW_USEDEFAULT, CW_USEDEFAULT, 320, 340, NULL, NULL, inst, NULL);
    if (!hwnd) return 1;
    ShowWindow(hwnd, show);
    UpdateWindow(hwnd);
    while (GetMessageA(&msg, NULL, 0, 0)) { TranslateMessage(&msg); DispatchMessageA(&msg); }
    return 0;
}
#endif
