/* Ordinary programs, near to the others by what they call; built, never run.
technique stopwatch windows libs=winmm
technique scratchpad windows libs=gdi32
technique calculator windows
technique lastwords windows libs=dbghelp
technique services windows libs=advapi32
technique processes windows
technique geometry windows
technique only_digits windows
technique extensions windows
technique wav_head windows
technique dialog windows
technique shared_note windows
technique launcher windows
technique touch windows
technique answers windows-library
technique head linux
technique echo linux
technique netclock linux
technique keyshow linux
technique meminfo linux
technique modules linux
technique bufferpool linux
technique pidfile linux
technique journal linux
technique backtrace linux
technique sampler linux
technique own_window linux stub=X11:XOpenDisplay,XDefaultRootWindow,XCreateSimpleWindow,XMapWindow,XSelectInput,XNextEvent,XDefaultGC,XPutImage,XCreateImage,XFlush
technique codec linux-library
*/
#if defined T_stopwatch
#include <windows.h>
#include <mmsystem.h>
#include <stdio.h>
#include "hand.h"

KEEP double run(int laps) {
    LARGE_INTEGER rate, from, to;
    double sum = 0;
    timeBeginPeriod(1);
    F(QueryPerformanceFrequency)(&rate);
    for (int i = 0; i < laps; i++) {
        F(QueryPerformanceCounter)(&from);
        DWORD start = F(GetTickCount)();
        while (F(GetTickCount)() - start < 500) F(Sleep)(1);
        F(QueryPerformanceCounter)(&to);
        double took = (double)(to.QuadPart - from.QuadPart) / rate.QuadPart;
        printf("lap %d: %.4f s\n", i + 1, took);
        sum += took;
    }
    timeEndPeriod(1);
    return sum;
}

int main(void) {
    SYSTEMTIME t;
    GetLocalTime(&t);
    printf("%02d:%02d, speed of the watch: %.4f s\n", t.wHour, t.wMinute, run(5));
    return 0;
}
#elif defined T_scratchpad
#include <windows.h>
#include <windowsx.h>
#include "hand.h"

/* Draws into a picture of its own and brings that to its own window. */
static HDC canvas;
static int last_x, last_y;

KEEP void show(HWND w) {
    PAINTSTRUCT p;
    HDC dc = F(BeginPaint)(w, &p);
    F(BitBlt)(dc, 0, 0, 800, 600, canvas, 0, 0, SRCCOPY);
    F(EndPaint)(w, &p);
}

static LRESULT CALLBACK handle(HWND w, UINT m, WPARAM a, LPARAM b) {
    int x = GET_X_LPARAM(b), y = GET_Y_LPARAM(b);
    switch (m) {
    case WM_CREATE: {
        HDC dc = GetDC(w);
        canvas = CreateCompatibleDC(dc);
        SelectObject(canvas, CreateCompatibleBitmap(dc, 800, 600));
        PatBlt(canvas, 0, 0, 800, 600, WHITENESS);
        ReleaseDC(w, dc);
        break;
    }
    case WM_LBUTTONDOWN: last_x = x, last_y = y; SetCapture(w); break;
    case WM_LBUTTONUP: ReleaseCapture(); break;
    case WM_MOUSEMOVE:
        if (!(a & MK_LBUTTON)) break;
        MoveToEx(canvas, last_x, last_y, NULL);
        LineTo(canvas, last_x = x, last_y = y);
        InvalidateRect(w, NULL, FALSE);
        break;
    case WM_RBUTTONDOWN: { /* colour below the pointer, of the own picture */
        COLORREF c = GetPixel(canvas, x, y);
        SelectObject(canvas, CreatePen(PS_SOLID, 2, c ^ 0xffffff));
        break;
    }
    case WM_PAINT: show(w); return 0;
    case WM_DESTROY: PostQuitMessage(0); return 0;
    }
    return DefWindowProcA(w, m, a, b);
}

int WINAPI WinMain(HINSTANCE self, HINSTANCE none, LPSTR line, int how) {
    WNDCLASSA k = {0, handle, 0, 0, self, 0, LoadCursor(0, IDC_CROSS), 0, 0, "scratchpad"};
    MSG m;
    RegisterClassA(&k);
    CreateWindowA("scratchpad", "Scratchpad", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 50, 50, 800, 600, 0, 0, self, 0);
    while (GetMessageA(&m, 0, 0, 0) > 0) TranslateMessage(&m), DispatchMessageA(&m);
    return 0;
}
#elif defined T_calculator
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include "hand.h"

/* Turns "3 4 + 5 *" into code of its own and runs that. */
KEEP int calculate(const char *text) {
    BYTE *code = F(VirtualAlloc)(NULL, 4096, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE), *p = code;
    DWORD was;
    while (*text) {
        if (*text >= '0' && *text <= '9') {
            *p++ = 0x68;
            *(int *)p = strtol(text, (char **)&text, 10);
            p += 4;
            continue;
        }
        if (*text == '+' || *text == '*') {
            *p++ = 0x59, *p++ = 0x58;
            if (*text == '+') *p++ = 0x01, *p++ = 0xc8;
            else *p++ = 0x0f, *p++ = 0xaf, *p++ = 0xc1;
            *p++ = 0x50;
        }
        text++;
    }
    *p++ = 0x58, *p++ = 0xc3;
    F(VirtualProtect)(code, 4096, PAGE_EXECUTE_READ, &was);
    F(FlushInstructionCache)(GetCurrentProcess(), code, p - code);
    int value = ((int (*)(void))(void *)code)();
    F(VirtualFree)(code, 0, MEM_RELEASE);
    return value;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) printf("%d\n", calculate(argv[i]));
    return 0;
}
#elif defined T_lastwords
#include <windows.h>
#include <dbghelp.h>
#include <stdio.h>
#include "hand.h"

/* Of itself, when it falls. */
static LONG WINAPI fallen(EXCEPTION_POINTERS *e) {
    MINIDUMP_EXCEPTION_INFORMATION x = {GetCurrentThreadId(), e, FALSE};
    HANDLE f = CreateFileW(L"editor.dmp", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (f != INVALID_HANDLE_VALUE) {
        MiniDumpWriteDump(GetCurrentProcess(), GetCurrentProcessId(), f, MiniDumpNormal, &x, NULL, NULL);
        CloseHandle(f);
    }
    MessageBoxW(NULL, L"The editor has to end. What happened stands in editor.dmp.", L"Editor", MB_ICONERROR);
    return EXCEPTION_EXECUTE_HANDLER;
}

int main(int argc, char **argv) {
    char line[512];
    int n = 0;
    SetUnhandledExceptionFilter(fallen);
    FILE *f = argc > 1 ? fopen(argv[1], "r") : stdin;
    while (fgets(line, sizeof line, f)) printf("%5d  %s", ++n, line);
    return 0;
}
#elif defined T_services
#include <windows.h>
#include <stdio.h>
#include "hand.h"

KEEP int list(DWORD kinds) {
    DWORD need = 0, count = 0, from = 0;
    SC_HANDLE m = F(OpenSCManagerA)(NULL, NULL, SC_MANAGER_ENUMERATE_SERVICE | SC_MANAGER_CONNECT);
    static BYTE room[1 << 18];
    ENUM_SERVICE_STATUSA *s = (ENUM_SERVICE_STATUSA *)room;
    F(EnumServicesStatusA)(m, kinds, SERVICE_STATE_ALL, s, sizeof room, &need, &count, &from);
    for (DWORD i = 0; i < count; i++) {
        BYTE more[8192];
        QUERY_SERVICE_CONFIGA *c = (QUERY_SERVICE_CONFIGA *)more;
        SC_HANDLE one = F(OpenServiceA)(m, s[i].lpServiceName, SERVICE_QUERY_CONFIG);
        BOOL fine = one && F(QueryServiceConfigA)(one, c, sizeof more, &need);
        printf("%-32s %lu %s\n", s[i].lpServiceName, s[i].ServiceStatus.dwCurrentState, fine ? c->lpBinaryPathName : "");
        if (one) CloseServiceHandle(one);
    }
    CloseServiceHandle(m);
    return (int)count;
}

int main(void) { return list(SERVICE_WIN32) + list(SERVICE_DRIVER) == 0; }
#elif defined T_processes
#include <windows.h>
#include <psapi.h>
#include <tlhelp32.h>
#include <stdio.h>
#include "hand.h"

KEEP void one(DWORD pid, const char *name) {
    PROCESS_MEMORY_COUNTERS m = {sizeof m};
    FILETIME a, b, kernel, user;
    HANDLE p = F(OpenProcess)(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid);
    if (!p) return;
    F(K32GetProcessMemoryInfo)(p, &m, sizeof m);
    F(GetProcessTimes)(p, &a, &b, &kernel, &user);
    printf("%6lu %-28s %8llu kB %8lu s\n", pid, name, (unsigned long long)m.WorkingSetSize >> 10, user.dwLowDateTime / 10000000);
    CloseHandle(p);
}

int main(void) {
    PROCESSENTRY32 e = {sizeof e};
    HANDLE s = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    if (Process32First(s, &e))
        do one(e.th32ProcessID, e.szExeFile);
        while (Process32Next(s, &e));
    CloseHandle(s);
    return 0;
}
#elif defined T_geometry
#include <windows.h>
#include <winioctl.h>
#include <stdio.h>
#include "hand.h"

KEEP double gigabytes(const char *disk) {
    DISK_GEOMETRY g;
    DWORD n;
    HANDLE d = F(CreateFileA)(disk, 0, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    if (d == INVALID_HANDLE_VALUE) return -1;
    BOOL fine = F(DeviceIoControl)(d, IOCTL_DISK_GET_DRIVE_GEOMETRY, NULL, 0, &g, sizeof g, &n, NULL);
    CloseHandle(d);
    return fine ? (double)g.Cylinders.QuadPart * g.TracksPerCylinder * g.SectorsPerTrack * g.BytesPerSector / 1e9 : -1;
}

int main(void) {
    char name[32];
    for (int i = 0; i < 4; i++) {
        sprintf(name, "\\\\.\\PhysicalDrive%d", i);
        printf("%s: %.1f GB\n", name, gigabytes(name));
    }
    return 0;
}
#elif defined T_only_digits
#include <windows.h>
#include "hand.h"

/* A field of its own window that takes digits only. */
static WNDPROC plain;

static LRESULT CALLBACK digits(HWND w, UINT m, WPARAM a, LPARAM b) {
    if (m == WM_CHAR && a >= ' ' && (a < '0' || a > '9')) return MessageBeep(MB_OK), 0;
    return CallWindowProcW(plain, w, m, a, b);
}

static LRESULT CALLBACK form(HWND w, UINT m, WPARAM a, LPARAM b) {
    if (m == WM_CREATE) {
        HWND edit = CreateWindowExW(WS_EX_CLIENTEDGE, L"EDIT", L"", WS_CHILD | WS_VISIBLE, 10, 10, 160, 24, w, (HMENU)1, NULL, NULL);
        plain = (WNDPROC)SetWindowLongPtrW(edit, GWLP_WNDPROC, (LONG_PTR)digits);
        SetFocus(edit);
    }
    if (m == WM_DESTROY) PostQuitMessage(0);
    return DefWindowProcW(w, m, a, b);
}

int WINAPI WinMain(HINSTANCE self, HINSTANCE none, LPSTR line, int how) {
    WNDCLASSW k = {.lpfnWndProc = form, .hInstance = self, .lpszClassName = L"form"};
    MSG m;
    RegisterClassW(&k);
    CreateWindowExW(0, L"form", L"Postcode", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 100, 100, 220, 90, NULL, NULL, self, NULL);
    while (GetMessageW(&m, NULL, 0, 0) > 0) TranslateMessage(&m), DispatchMessageW(&m);
    return 0;
}
#elif defined T_extensions
#include <windows.h>
#include <stdio.h>
#include "hand.h"

typedef struct { int version; const char *(*name)(void); int (*convert)(const char *, const char *); } extension;

/* Loads what lies in its own folder of extensions. */
KEEP int gather(extension *all, int most) {
    WIN32_FIND_DATAA f;
    char path[MAX_PATH + 16];
    int n = 0;
    HANDLE h = FindFirstFileA("extensions\\*.dll", &f);
    if (h == INVALID_HANDLE_VALUE) return 0;
    do {
        sprintf(path, "extensions\\%s", f.cFileName);
        HMODULE m = F(LoadLibraryA)(path);
        extension *(*get)(void) = m ? (void *)F(GetProcAddress)(m, "get_extension") : NULL;
        if (get && get()->version == 2) all[n++] = *get();
        else if (m) F(FreeLibrary)(m);
    } while (n < most && FindNextFileA(h, &f));
    FindClose(h);
    return n;
}

int main(int argc, char **argv) {
    extension all[16];
    int n = gather(all, 16);
    for (int i = 0; i < n; i++) {
        printf("%s\n", all[i].name());
        if (argc > 2 && !all[i].convert(argv[1], argv[2])) return 0;
    }
    return 1;
}
#elif defined T_wav_head
#include <windows.h>
#include <stdio.h>
#include "hand.h"

/* Records a tone and writes the lengths into the head of the recording afterwards. */
KEEP int finish(HANDLE f) {
    DWORD size = GetFileSize(f, NULL), riff = size - 8, data = size - 44, n;
    F(SetFilePointer)(f, 4, NULL, FILE_BEGIN);
    F(WriteFile)(f, &riff, 4, &n, NULL);
    F(SetFilePointer)(f, 40, NULL, FILE_BEGIN);
    return F(WriteFile)(f, &data, 4, &n, NULL);
}

int main(void) {
    static const BYTE head[44] = {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'A', 'V', 'E', 'f', 'm', 't', ' ', 16, 0, 0, 0, 1, 0, 1, 0,
                                  0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0, 'd', 'a', 't', 'a'};
    DWORD n;
    HANDLE f = CreateFileA("tone.wav", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    WriteFile(f, head, sizeof head, &n, NULL);
    for (int i = 0; i < 16000; i++) {
        BYTE b = i / 9 % 2 ? 160 : 96;
        WriteFile(f, &b, 1, &n, NULL);
    }
    finish(f);
    CloseHandle(f);
    return 0;
}
#elif defined T_dialog
#include <windows.h>
#include "hand.h"

/* Fills its own controls, and brings the window of a first instance to the front. */
static HWND name, list, add;

static LRESULT CALLBACK form(HWND w, UINT m, WPARAM a, LPARAM b) {
    if (m == WM_CREATE) {
        name = CreateWindowA("EDIT", "", WS_CHILD | WS_VISIBLE | WS_BORDER, 8, 8, 150, 22, w, (HMENU)1, 0, 0);
        add = CreateWindowA("BUTTON", "Add", WS_CHILD | WS_VISIBLE | BS_DEFPUSHBUTTON, 166, 8, 60, 22, w, (HMENU)2, 0, 0);
        list = CreateWindowA("LISTBOX", "", WS_CHILD | WS_VISIBLE | WS_BORDER, 8, 38, 218, 160, w, (HMENU)3, 0, 0);
        SendMessageA(name, WM_SETTEXT, 0, (LPARAM)"first entry");
        PostMessageA(add, BM_CLICK, 0, 0);
    }
    if (m == WM_COMMAND && LOWORD(a) == 2) {
        char text[128];
        GetWindowTextA(name, text, sizeof text);
        SendMessageA(list, LB_ADDSTRING, 0, (LPARAM)text);
        SendMessageA(name, WM_SETTEXT, 0, (LPARAM)"");
        SetFocus(name);
    }
    if (m == WM_DESTROY) PostQuitMessage(0);
    return DefWindowProcA(w, m, a, b);
}

int WINAPI WinMain(HINSTANCE self, HINSTANCE none, LPSTR line, int how) {
    HWND first = FindWindowA("shopping-list", NULL);
    WNDCLASSA k = {.lpfnWndProc = form, .hInstance = self, .lpszClassName = "shopping-list"};
    MSG m;
    if (first) return ShowWindow(first, SW_RESTORE), SetForegroundWindow(first), 0;
    RegisterClassA(&k);
    CreateWindowA("shopping-list", "Shopping list", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 200, 200, 250, 250, 0, 0, self, 0);
    while (GetMessageA(&m, 0, 0, 0) > 0)
        if (!IsDialogMessageA(GetActiveWindow(), &m)) TranslateMessage(&m), DispatchMessageA(&m);
    return 0;
}
#elif defined T_shared_note
#include <windows.h>
#include <stdio.h>
#include "hand.h"

/* Two instances of this program share a note through named memory. */
KEEP char *note(BOOL *fresh) {
    HANDLE m = F(CreateFileMappingA)(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, "Local\\shared-note");
    *fresh = GetLastError() != ERROR_ALREADY_EXISTS;
    return m ? F(MapViewOfFile)(m, FILE_MAP_ALL_ACCESS, 0, 0, 4096) : NULL;
}

int main(int argc, char **argv) {
    BOOL fresh;
    char *text = note(&fresh);
    HANDLE turn = CreateMutexA(NULL, FALSE, "Local\\shared-note-turn");
    WaitForSingleObject(turn, INFINITE);
    if (argc > 1) lstrcpynA(text, argv[1], 4096);
    printf("%s%s\n", fresh ? "(new) " : "", text);
    ReleaseMutex(turn);
    Sleep(30000);
    return 0;
}
#elif defined T_launcher
#include <windows.h>
#include <stdio.h>
#include "hand.h"

/* Starts the game with the chosen server and waits for its end. */
KEEP int start(const char *server) {
    STARTUPINFOA s = {sizeof s};
    PROCESS_INFORMATION p;
    char line[300];
    DWORD code = 0;
    snprintf(line, sizeof line, "client.exe --server %s", server);
    if (!F(CreateProcessA)(NULL, line, NULL, NULL, FALSE, BELOW_NORMAL_PRIORITY_CLASS, NULL, NULL, &s, &p)) return -1;
    F(WaitForSingleObject)(p.hProcess, INFINITE);
    F(GetExitCodeProcess)(p.hProcess, &code);
    CloseHandle(p.hThread);
    CloseHandle(p.hProcess);
    return (int)code;
}

int main(int argc, char **argv) {
    char server[200];
    GetPrivateProfileStringA("game", "server", "game.moonlight.example", server, sizeof server, ".\\launcher.ini");
    return start(argc > 1 ? argv[1] : server);
}
#elif defined T_touch
#include <windows.h>
#include "hand.h"

/* Gives a file the time of now. */
KEEP BOOL touch(const wchar_t *path) {
    SYSTEMTIME now;
    FILETIME t;
    HANDLE f = F(CreateFileW)(path, FILE_WRITE_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE, 0, OPEN_ALWAYS, 0, 0);
    F(GetSystemTime)(&now);
    SystemTimeToFileTime(&now, &t);
    BOOL fine = F(SetFileTime)(f, NULL, &t, &t);
    CloseHandle(f);
    return fine;
}

int main(void) {
    int n, wrong = 0;
    LPWSTR *word = CommandLineToArgvW(GetCommandLineW(), &n);
    for (int i = 1; i < n; i++) wrong += !touch(word[i]);
    return wrong;
}
#elif defined T_answers
#include <windows.h>
#include "hand.h"

/* A library with a table of words, loaded by programs that want it. */
static HINSTANCE me;
static CRITICAL_SECTION turn;

__declspec(dllexport) KEEP int word_of(int number, wchar_t *to, int size) {
    EnterCriticalSection(&turn);
    int n = LoadStringW(me, number, to, size);
    if (!n) n = wsprintfW(to, L"#%d", number);
    LeaveCriticalSection(&turn);
    return n;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID unused) {
    if (why == DLL_PROCESS_ATTACH) {
        me = self;
        DisableThreadLibraryCalls(self);
        InitializeCriticalSection(&turn);
    } else if (why == DLL_PROCESS_DETACH)
        DeleteCriticalSection(&turn);
    return TRUE;
}
#elif defined T_head
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "hand.h"

/* Whether a page is there. */
KEEP int status_of(const char *host, const char *path) {
    struct addrinfo want = {.ai_socktype = SOCK_STREAM}, *got;
    char b[1024];
    int code = 0;
    if (getaddrinfo(host, "80", &want, &got)) return -1;
    int s = socket(got->ai_family, got->ai_socktype, got->ai_protocol);
    if (!connect(s, got->ai_addr, got->ai_addrlen)) {
        int n = snprintf(b, sizeof b, "HEAD %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, host);
        send(s, b, n, 0);
        n = recv(s, b, sizeof b - 1, 0);
        b[n > 0 ? n : 0] = 0;
        sscanf(b, "HTTP/%*s %d", &code);
    }
    close(s);
    freeaddrinfo(got);
    return code;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) printf("%d %s\n", status_of(argv[i], "/"), argv[i]);
    return 0;
}
#elif defined T_echo
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "hand.h"

static unsigned short sum_of(const void *p, int n) {
    const unsigned short *w = p;
    unsigned s = 0;
    for (; n > 1; n -= 2) s += *w++;
    s = (s >> 16) + (s & 0xffff);
    return ~(s + (s >> 16));
}

/* An ordinary ping. */
KEEP double ping(const char *address, int number) {
    struct { struct icmphdr head; char body[32]; } out = {{.type = ICMP_ECHO}};
    struct sockaddr_in to = {.sin_family = AF_INET};
    struct timespec a, b;
    char in[256];
    int s = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    if (s < 0 && (s = socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP)) < 0) return -1;
    inet_pton(AF_INET, address, &to.sin_addr);
    out.head.un.echo.id = getpid();
    out.head.un.echo.sequence = htons(number);
    out.head.checksum = sum_of(&out, sizeof out);
    clock_gettime(CLOCK_MONOTONIC, &a);
    sendto(s, &out, sizeof out, 0, (struct sockaddr *)&to, sizeof to);
    int n = recv(s, in, sizeof in, 0);
    clock_gettime(CLOCK_MONOTONIC, &b);
    close(s);
    return n < 8 ? -1 : (b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6;
}

int main(int argc, char **argv) {
    for (int i = 0; argc > 1 && i < 4; i++, sleep(1)) printf("%d: %.2f ms\n", i, ping(argv[1], i));
    return 0;
}
#elif defined T_netclock
#include <arpa/inet.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "hand.h"

/* Prints how far the clock of this machine is off, and leaves it. */
KEEP double off_by(const char *server) {
    struct addrinfo want = {.ai_socktype = SOCK_DGRAM}, *got;
    struct timeval now, wait = {3, 0};
    uint32_t b[12] = {htonl(0x23000000)};
    double off = 0;
    if (getaddrinfo(server, "123", &want, &got)) return 0;
    int s = socket(got->ai_family, SOCK_DGRAM, 0);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    sendto(s, b, sizeof b, 0, got->ai_addr, got->ai_addrlen);
    if (recv(s, b, sizeof b, 0) == sizeof b) {
        gettimeofday(&now, NULL);
        off = (double)(ntohl(b[10]) - 2208988800u) - now.tv_sec + ntohl(b[11]) / 4294967296.0 - now.tv_usec / 1e6;
    }
    freeaddrinfo(got);
    close(s);
    return off;
}

int main(int argc, char **argv) {
    char text[64];
    time_t t = time(NULL);
    strftime(text, sizeof text, "%F %T", localtime(&t));
    return printf("%s, off by %.3f s\n", text, off_by(argc > 1 ? argv[1] : "time.example")) < 0;
}
#elif defined T_keyshow
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "hand.h"

/* Shows what a game controller says, to test its buttons. */
KEEP int show(const char *device) {
    struct input_event e;
    char name[128] = "?";
    int fd = open(device, O_RDONLY);
    if (fd < 0) return 1;
    ioctl(fd, EVIOCGNAME(sizeof name), name);
    printf("%s\n", name);
    while (read(fd, &e, sizeof e) == sizeof e) {
        if (e.type == EV_KEY) printf("button %d %s\n", e.code - BTN_GAMEPAD, e.value ? "down" : "up");
        if (e.type == EV_ABS) printf("axis %d at %d\n", e.code, e.value);
    }
    close(fd);
    return 0;
}

int main(int argc, char **argv) { return show(argc > 1 ? argv[1] : "/dev/input/event7"); }
#elif defined T_meminfo
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "hand.h"

/* How much memory each program takes, from what the kernel tells about it. */
KEEP long resident(const char *pid, char *name) {
    char path[300], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%s/status", pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f)) {
        sscanf(line, "Name: %63s", name);
        sscanf(line, "VmRSS: %ld", &kb);
    }
    if (f) fclose(f);
    return kb;
}

int main(void) {
    struct dirent *e;
    char name[64];
    DIR *d = opendir("/proc");
    while ((e = readdir(d)))
        if (isdigit((unsigned char)*e->d_name)) {
            long kb = resident(e->d_name, name);
            if (kb > 100000) printf("%8ld kB  %s\n", kb, name);
        }
    closedir(d);
    return 0;
}
#elif defined T_modules
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include "hand.h"

/* Lists the kernel's modules. */
KEEP int list(void) {
    char name[64], users[256], line[512];
    unsigned long size, total = 0;
    int n = 0;
    FILE *f = fopen("/proc/modules", "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "%63s %lu %*d %255s", name, &size, users) == 3) {
            printf("%-24s %8lu %s\n", name, size, strcmp(users, "-") ? users : "");
            total += size, n++;
        }
    if (f) fclose(f);
    printf("%d modules, %lu bytes\n", n, total);
    return n;
}

int main(void) {
    struct utsname u;
    uname(&u);
    printf("%s %s\n", u.sysname, u.release);
    return list() == 0;
}
#elif defined T_bufferpool
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "hand.h"

/* Blocks with a page behind them that nobody may touch. */
KEEP void *guarded(size_t size) {
    long page = sysconf(_SC_PAGESIZE);
    size_t whole = (size + page - 1) / page * page;
    char *p = mmap(NULL, whole + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED || mprotect(p + whole, page, PROT_NONE)) return NULL;
    return p + whole - size;
}

static void beyond(int sign, siginfo_t *info, void *unused) {
    static const char text[] = "wrote beyond the end of a block\n";
    write(2, text, sizeof text - 1);
    _exit(3);
}

int main(int argc, char **argv) {
    struct sigaction a = {.sa_sigaction = beyond, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &a, NULL);
    char *block = guarded(100);
    memset(block, 7, argc > 1 ? atoi(argv[1]) : 100);
    return block[99] != 7;
}
#elif defined T_pidfile
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "hand.h"

/* A clock in the background that does not start twice, and ends when it is asked to. */
static volatile sig_atomic_t over;
static void stop(int sign) { over = 1; }

KEEP int runs_already(const char *path) {
    int pid = 0;
    FILE *f = fopen(path, "r");
    if (f && fscanf(f, "%d", &pid) != 1) pid = 0;
    if (f) fclose(f);
    return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM);
}

int main(void) {
    const char *path = "/tmp/bell.pid";
    if (runs_already(path)) return fputs("runs already\n", stderr), 1;
    FILE *f = fopen(path, "w");
    if (!f) return 1;
    fprintf(f, "%d\n", getpid());
    fclose(f);
    signal(SIGTERM, stop);
    signal(SIGINT, stop);
    while (!over) sleep(3600 - alarm(0) % 3600), putchar('\a');
    return remove(path);
}
#elif defined T_journal
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "hand.h"

/* A ring of its own notes in a mapped file. */
struct ring { uint32_t magic, next; struct { int64_t when; char text[56]; } each[63]; };

KEEP struct ring *open_ring(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(struct ring))) return NULL;
    struct ring *r = mmap(NULL, sizeof *r, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (r == MAP_FAILED) return NULL;
    if (r->magic != 0x474e4952) memset(r, 0, sizeof *r), r->magic = 0x474e4952;
    return r;
}

int main(int argc, char **argv) {
    struct ring *r = open_ring("notes.ring");
    if (!r) return 1;
    for (int i = 1; i < argc; i++) {
        uint32_t at = r->next++ % 63;
        r->each[at].when = time(NULL);
        strncpy(r->each[at].text, argv[i], 55);
    }
    return msync(r, sizeof *r, MS_SYNC);
}
#elif defined T_backtrace
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <link.h>
#include <stdio.h>
#include "hand.h"

/* Names where it stands, and which libraries it has. */
static int each(struct dl_phdr_info *i, size_t size, void *count) {
    printf("  %#lx %s\n", (unsigned long)i->dlpi_addr, i->dlpi_name);
    ++*(int *)count;
    return 0;
}

KEEP int tell(void) {
    void *at[32];
    int n = backtrace(at, 32), libraries = 0;
    for (int i = 0; i < n; i++) {
        Dl_info d;
        if (dladdr(at[i], &d)) printf("%2d %s %s\n", i, d.dli_fname, d.dli_sname ? d.dli_sname : "?");
    }
    dl_iterate_phdr(each, &libraries);
    return libraries;
}

int main(void) {
    void *m = dlopen("libm.so.6", RTLD_LAZY);
    double (*root)(double) = m ? (double (*)(double))dlsym(m, "sqrt") : 0;
    if (root) printf("%f\n", root(2));
    return tell() == 0;
}
#elif defined T_sampler
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>
#include "hand.h"

/* Measures where it spends its own time. */
static unsigned long seen[256];

static void tick(int sign, siginfo_t *i, void *context) {
    seen[(unsigned long)__builtin_return_address(0) >> 4 & 255]++;
}

KEEP double work(int n) {
    double s = 0;
    for (int i = 1; i < n; i++) s += 1.0 / i / i;
    return s;
}

int main(void) {
    struct sigaction a = {.sa_sigaction = tick, .sa_flags = SA_SIGINFO | SA_RESTART};
    struct itimerval every = {{0, 10000}, {0, 10000}};
    sigaction(SIGPROF, &a, NULL);
    setitimer(ITIMER_PROF, &every, NULL);
    double s = work(200000000);
    memset(&every, 0, sizeof every);
    setitimer(ITIMER_PROF, &every, NULL);
    for (int i = 0; i < 256; i++)
        if (seen[i]) printf("%02x %lu\n", i, seen[i]);
    return s < 1;
}
#elif defined T_own_window
#include <stdlib.h>
#include "hand.h"

/* Paints a slope of colours into its own window. */
void *XOpenDisplay(const char *);
unsigned long XDefaultRootWindow(void *);
unsigned long XCreateSimpleWindow(void *, unsigned long, int, int, unsigned, unsigned, unsigned, unsigned long, unsigned long);
int XMapWindow(void *, unsigned long);
int XSelectInput(void *, unsigned long, long);
int XNextEvent(void *, void *);
void *XDefaultGC(void *, int);
void *XCreateImage(void *, void *, unsigned, int, int, char *, unsigned, unsigned, int, int);
int XPutImage(void *, unsigned long, void *, void *, int, int, int, int, unsigned, unsigned);
int XFlush(void *);

KEEP void *slope(void *display) {
    unsigned *dots = malloc(256 * 256 * 4);
    for (int y = 0; y < 256; y++)
        for (int x = 0; x < 256; x++) dots[y * 256 + x] = x << 16 | y << 8 | 128;
    return XCreateImage(display, 0, 24, 2, 0, (char *)dots, 256, 256, 32, 0);
}

int main(void) {
    union { int type; long room[24]; } e;
    void *display = XOpenDisplay(0), *image;
    if (!display) return 1;
    unsigned long w = XCreateSimpleWindow(display, XDefaultRootWindow(display), 0, 0, 256, 256, 0, 0, 0);
    image = slope(display);
    XSelectInput(display, w, 1L << 15 | 1);
    XMapWindow(display, w);
    do {
        XNextEvent(display, &e);
        XPutImage(display, w, XDefaultGC(display, 0), image, 0, 0, 0, 0, 256, 256);
        XFlush(display);
    } while (e.type != 2);
    return 0;
}
#elif defined T_codec
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "hand.h"

/* A library that packs runs of equal bytes. */
static uint8_t *work;

__attribute__((constructor)) static void begin(void) { work = calloc(1, 1 << 16); }
__attribute__((destructor)) static void end(void) { free(work); }

KEEP long rle_pack(const uint8_t *in, long n, uint8_t *out) {
    long o = 0;
    for (long i = 0; i < n;) {
        long run = 1;
        while (i + run < n && run < 255 && in[i + run] == in[i]) run++;
        out[o++] = (uint8_t)run;
        out[o++] = in[i];
        i += run;
    }
    return o;
}

KEEP long rle_unpack(const uint8_t *in, long n, uint8_t *out) {
    long o = 0;
    for (long i = 0; i + 1 < n; i += 2) memset(out + o, in[i + 1], in[i]), o += in[i];
    return o;
}
#endif
