/* Windows: a window with a list of notes that a timer writes to a file. */
#ifdef _WIN32
#include <windows.h>
#include <stdio.h>
static char notes[50][80];
static int count;
static LRESULT CALLBACK on(HWND w, UINT m, WPARAM a, LPARAM b) {
    static char typed[80];
    static int at;
    PAINTSTRUCT p;
    switch (m) {
    case WM_CREATE: SetTimer(w, 1, 10000, NULL); return 0;
    case WM_CHAR:
        if (a == 13 && count < 50) { strcpy(notes[count++], typed); at = 0; typed[0] = 0; }
        else if (a == 8 && at) typed[--at] = 0;
        else if (at < 79) typed[at++] = (char)a, typed[at] = 0;
        InvalidateRect(w, NULL, TRUE);
        return 0;
    case WM_PAINT: {
        HDC d = BeginPaint(w, &p);
        for (int k = 0; k < count; k++) TextOutA(d, 8, 8 + 18 * k, notes[k], strlen(notes[k]));
        TextOutA(d, 8, 12 + 18 * count, typed, at);
        EndPaint(w, &p);
        return 0;
    }
    case WM_TIMER: {
        FILE *f = fopen("notes.txt", "w");
        for (int k = 0; f && k < count; k++) fprintf(f, "%s\n", notes[k]);
        if (f) fclose(f);
        return 0;
    }
    case WM_DESTROY: KillTimer(w, 1); PostQuitMessage(0); return 0;
    }
    return DefWindowProcA(w, m, a, b);
}
int WINAPI WinMain(HINSTANCE i, HINSTANCE o, LPSTR c, int s) {
    WNDCLASSA k = {0};
    MSG m;
    k.lpfnWndProc = on, k.hInstance = i, k.lpszClassName = "notes";
    k.hCursor = LoadCursor(NULL, IDC_ARROW), k.hbrBackground = (HBRUSH)(COLOR_WINDOW + 1);
    RegisterClassA(&k);
    HWND w = CreateWindowA("notes", "Notes", WS_OVERLAPPEDWINDOW, CW_USEDEFAULT, CW_USEDEFAULT, 400, 600, 0, 0, i, 0);
    ShowWindow(w, s);
    while (GetMessageA(&m, NULL, 0, 0) > 0) { TranslateMessage(&m); DispatchMessageA(&m); }
    return (int)m.wParam;
}
#endif
