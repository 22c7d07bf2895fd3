/* technique task_list windows
   technique clock_offset windows libs=ws2_32
   technique sketch_pad windows libs=user32,gdi32
   technique own_update windows libs=wininet
   technique chat_room windows libs=ws2_32
   technique shortcut_keys windows libs=user32,shell32
   technique sampling_profiler windows
   technique folder_backup windows
   technique plugin_host windows
   technique spooler_start windows libs=advapi32
   technique crash_report windows libs=dbghelp
   technique child_timeout windows
   technique disk_report windows
   technique tiny_jit windows
   technique pad_viewer windows libs=xinput
   technique frame_pacer windows libs=winmm,user32
   technique file_touch windows
   technique shared_counter windows
   technique alarm_clock windows libs=user32
   technique note_store windows
   technique file_server linux
   technique load_monitor linux
   technique event_viewer linux
   technique ping linux
   technique config_set linux
   technique job_runner linux
   technique module_list linux
   technique reverb linux-library */
#ifdef __x86_64__
#define IP Rip
#else
#define IP Eip
#endif
#include "common.h"
#if defined T_task_list

struct row { char name[64]; DWORD pid, parent, threads; };
static int compare(const void *a, const void *b) { return (int)((struct row *)b)->threads - (int)((struct row *)a)->threads; }
static int gather(struct row *rows, int room) {
    PROCESSENTRY32 e = {sizeof e};
    HANDLE s = F(CreateToolhelp32Snapshot)(TH32CS_SNAPPROCESS, 0);
    int n = 0;
    for (BOOL ok = F(Process32First)(s, &e); ok && n < room; ok = F(Process32Next)(s, &e), n++) {
        strncpy(rows[n].name, e.szExeFile, 63);
        rows[n].pid = e.th32ProcessID;
        rows[n].parent = e.th32ParentProcessID;
        rows[n].threads = e.cntThreads;
    }
    CloseHandle(s);
    return n;
}
int main(void) {
    static struct row rows[512];
    int n = gather(rows, 512);
    qsort(rows, n, sizeof *rows, compare);
    for (int i = 0; i < n; i++) printf("%-40s %6lu %6lu %4lu\n", rows[i].name, rows[i].pid, rows[i].parent, rows[i].threads);
}

#elif defined T_clock_offset

static double now(void) {
    FILETIME f;
    F(GetSystemTimeAsFileTime)(&f);
    return ((ULONGLONG)f.dwHighDateTime << 32 | f.dwLowDateTime) / 1e7 - 11644473600.0;
}
static double stamp(const unsigned char *p) {
    return ((DWORD)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]) - 2208988800.0 + (p[4] << 8 | p[5]) / 65536.0;
}
static int ask(const char *server, double *offset) {
    unsigned char p[48] = {0x1B};
    struct addrinfo *a, hint = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM};
    DWORD wait = 2000;
    if (F(getaddrinfo)(server, "123", &hint, &a)) return 0;
    SOCKET s = F(socket)(AF_INET, SOCK_DGRAM, 0);
    F(setsockopt)(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&wait, 4);
    double sent = now();
    F(sendto)(s, (char *)p, 48, 0, a->ai_addr, (int)a->ai_addrlen);
    int n = F(recvfrom)(s, (char *)p, 48, 0, 0, 0);
    double got = now();
    closesocket(s);
    *offset = ((stamp(p + 32) - sent) + (stamp(p + 40) - got)) / 2;
    return n == 48;
}
int main(void) {
    static const char *const servers[] = {"0.pool.ntp.org", "1.pool.ntp.org", "time.windows.com"};
    WSADATA w;
    double o;
    WSAStartup(0x202, &w);
    for (int i = 0; i < 3; i++)
        if (ask(servers[i], &o)) printf("%s: this clock is %.3f s off\n", servers[i], -o);
}

#elif defined T_sketch_pad

static HDC canvas;
static HBITMAP paper;
static POINT last;
static void resize(HWND w, int width, int height) {
    HDC dc = F(GetDC)(w), fresh = F(CreateCompatibleDC)(dc);
    HBITMAP b = F(CreateCompatibleBitmap)(dc, width, height);
    RECT r = {0, 0, width, height};
    SelectObject(fresh, b);
    FillRect(fresh, &r, GetStockObject(WHITE_BRUSH));
    if (canvas) {
        F(BitBlt)(fresh, 0, 0, width, height, canvas, 0, 0, SRCCOPY);
        DeleteDC(canvas);
        DeleteObject(paper);
    }
    canvas = fresh;
    paper = b;
    ReleaseDC(w, dc);
}
static LRESULT CALLBACK procedure(HWND w, UINT m, WPARAM a, LPARAM b) {
    PAINTSTRUCT p;
    switch (m) {
    case WM_SIZE: resize(w, LOWORD(b), HIWORD(b)); return 0;
    case WM_LBUTTONDOWN: last = (POINT){LOWORD(b), HIWORD(b)}; return 0;
    case WM_MOUSEMOVE:
        if (a & MK_LBUTTON) {
            MoveToEx(canvas, last.x, last.y, 0);
            LineTo(canvas, last.x = LOWORD(b), last.y = HIWORD(b));
            InvalidateRect(w, 0, FALSE);
        }
        return 0;
    case WM_PAINT:
        BeginPaint(w, &p);
        F(BitBlt)(p.hdc, p.rcPaint.left, p.rcPaint.top, p.rcPaint.right, p.rcPaint.bottom, canvas, p.rcPaint.left, p.rcPaint.top, SRCCOPY);
        EndPaint(w, &p);
        return 0;
    case WM_DESTROY: PostQuitMessage(0); return 0;
    }
    return DefWindowProcA(w, m, a, b);
}
int main(void) {
    WNDCLASSA c = {.lpfnWndProc = procedure, .lpszClassName = "sketch", .hCursor = LoadCursor(0, IDC_CROSS)};
    MSG m;
    RegisterClassA(&c);
    CreateWindowA("sketch", "Sketch", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 50, 50, 640, 480, 0, 0, 0, 0);
    while (GetMessageA(&m, 0, 0, 0) > 0) DispatchMessageA(&m);
}

#elif defined T_own_update
#include <wininet.h>

static int fetch(const char *url, const char *to) {
    char block[8192];
    DWORD got;
    HINTERNET net = InternetOpenA("NoteUpdater/1.2", INTERNET_OPEN_TYPE_PRECONFIG, 0, 0, 0);
    HINTERNET file = InternetOpenUrlA(net, url, 0, 0, INTERNET_FLAG_RELOAD | INTERNET_FLAG_SECURE, 0);
    FILE *f = file ? fopen(to, "wb") : NULL;
    while (f && InternetReadFile(file, block, sizeof block, &got) && got) fwrite(block, 1, got, f);
    if (f) fclose(f);
    InternetCloseHandle(file);
    InternetCloseHandle(net);
    return f != NULL;
}
static int replace_self(const char *fresh) {
    char self[MAX_PATH], old[MAX_PATH + 5];
    F(GetModuleFileNameA)(NULL, self, MAX_PATH);
    snprintf(old, sizeof old, "%s.old", self);
    F(DeleteFileA)(old);
    if (!F(MoveFileExA)(self, old, MOVEFILE_REPLACE_EXISTING)) return 0;
    if (F(MoveFileExA)(fresh, self, MOVEFILE_COPY_ALLOWED)) return 1;
    F(MoveFileExA)(old, self, 0);
    return 0;
}
int main(void) {
    char temporary[MAX_PATH], version[32] = "";
    GetTempPathA(MAX_PATH - 16, temporary);
    strcat(temporary, "notes.version");
    if (!fetch("https://notes.example.org/latest.txt", temporary)) return 1;
    FILE *f = fopen(temporary, "r");
    fgets(version, sizeof version, f);
    fclose(f);
    if (strcmp(version, "1.2") <= 0) return puts("up to date"), 0;
    if (!fetch("https://notes.example.org/notes.exe", temporary)) return 1;
    return !replace_self(temporary);
}

#elif defined T_chat_room

static SOCKET room;
static char nick[32];
static DWORD WINAPI listen_to(void *unused) {
    char text[1024];
    int n;
    while ((n = F(recv)(room, text, sizeof text - 1, 0)) > 0) {
        text[n] = 0;
        if (!strncmp(text, "PING", 4)) {
            text[1] = 'O';
            F(send)(room, text, n, 0);
        } else fputs(text, stdout);
    }
    exit(0);
}
static void tell(const char *format, const char *a, const char *b) {
    char line[600];
    int n = snprintf(line, sizeof line, format, a, b);
    F(send)(room, line, n, 0);
}
int main(int argc, char **argv) {
    WSADATA w;
    char line[500];
    struct addrinfo *a, hint = {.ai_socktype = SOCK_STREAM};
    WSAStartup(0x202, &w);
    if (argc < 3 || F(getaddrinfo)(argv[1], "6667", &hint, &a)) return 1;
    strncpy(nick, argv[2], 31);
    room = F(socket)(a->ai_family, SOCK_STREAM, 0);
    if (F(connect)(room, a->ai_addr, (int)a->ai_addrlen)) return 1;
    tell("NICK %s\r\nUSER %s 0 * :me\r\n", nick, nick);
    tell("JOIN %s%s\r\n", "#", argc > 3 ? argv[3] : "cooking");
    CreateThread(0, 0, listen_to, 0, 0, 0);
    while (fgets(line, sizeof line, stdin)) tell("PRIVMSG #%s :%s\r\n", argc > 3 ? argv[3] : "cooking", line);
}

#elif defined T_shortcut_keys
#include <shellapi.h>

static const struct { UINT modifiers, key; const char *open; } shortcuts[] = {
    {MOD_WIN | MOD_ALT, 'N', "notepad.exe"}, {MOD_WIN | MOD_ALT, 'C', "calc.exe"}, {MOD_CONTROL | MOD_ALT, 'D', "C:\\Games"}};
static int add_all(void) {
    int n = 0;
    for (int i = 0; i < 3; i++) n += F(RegisterHotKey)(NULL, i, shortcuts[i].modifiers, shortcuts[i].key);
    return n;
}
int main(void) {
    MSG m;
    if (!add_all()) return 1;
    while (F(GetMessageA)(&m, NULL, 0, 0) > 0)
        if (m.message == WM_HOTKEY) ShellExecuteA(NULL, "open", shortcuts[m.wParam].open, 0, 0, SW_SHOWNORMAL);
    for (int i = 0; i < 3; i++) F(UnregisterHotKey)(NULL, i);
}

#elif defined T_sampling_profiler

static struct { DWORD_PTR page; unsigned hits; } table[256];
static volatile double result;
static DWORD WINAPI work(void *unused) {
    for (int i = 1; i < 200000000; i++) result += 1.0 / i;
    return 0;
}
static void count(DWORD_PTR at) {
    for (int i = 0; i < 256; i++)
        if (!table[i].hits || table[i].page == at >> 8) {
            table[i].page = at >> 8;
            table[i].hits++;
            return;
        }
}
static void sample(HANDLE thread) {
    CONTEXT c = {.ContextFlags = CONTEXT_CONTROL};
    F(SuspendThread)(thread);
    if (F(GetThreadContext)(thread, &c)) count(c.IP);
    F(ResumeThread)(thread);
}
int main(void) {
    FILETIME made, ended, kernel, user;
    HANDLE t = CreateThread(0, 0, work, 0, 0, 0);
    while (WaitForSingleObject(t, 5) == WAIT_TIMEOUT) sample(t);
    GetThreadTimes(t, &made, &ended, &kernel, &user);
    printf("user %lu ms\n", user.dwLowDateTime / 10000);
    for (int i = 0; i < 256 && table[i].hits; i++) printf("%p %u\n", (void *)(table[i].page << 8), table[i].hits);
}

#elif defined T_folder_backup

static unsigned copied, same;
static int newer(const WIN32_FIND_DATAA *f, const char *to) {
    WIN32_FILE_ATTRIBUTE_DATA there;
    if (!F(GetFileAttributesExA)(to, GetFileExInfoStandard, &there)) return 1;
    return CompareFileTime(&f->ftLastWriteTime, &there.ftLastWriteTime) > 0;
}
static void copy_tree(const char *from, const char *to) {
    char a[MAX_PATH], b[MAX_PATH];
    WIN32_FIND_DATAA f;
    snprintf(a, MAX_PATH, "%s\\*", from);
    HANDLE h = F(FindFirstFileA)(a, &f);
    if (h == INVALID_HANDLE_VALUE) return;
    F(CreateDirectoryA)(to, NULL);
    do {
        if (f.cFileName[0] == '.') continue;
        snprintf(a, MAX_PATH, "%s\\%s", from, f.cFileName);
        snprintf(b, MAX_PATH, "%s\\%s", to, f.cFileName);
        if (f.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) copy_tree(a, b);
        else if (newer(&f, b)) copied += F(CopyFileA)(a, b, FALSE);
        else same++;
    } while (F(FindNextFileA)(h, &f));
    FindClose(h);
}
int main(int argc, char **argv) {
    if (argc < 3) return puts("backup FROM TO");
    copy_tree(argv[1], argv[2]);
    printf("%u copied, %u unchanged\n", copied, same);
}

#elif defined T_plugin_host

struct plugin { HMODULE module; const char *(*name)(void); int (*run)(const char *); };
static struct plugin plugins[16];
static int count;
static void load(const char *path) {
    struct plugin p = {F(LoadLibraryA)(path)};
    if (!p.module) return;
    p.name = (void *)F(GetProcAddress)(p.module, "plugin_name");
    p.run = (void *)F(GetProcAddress)(p.module, "plugin_run");
    if (p.name && p.run && count < 16) plugins[count++] = p;
    else F(FreeLibrary)(p.module);
}
static void load_folder(const char *folder) {
    char path[MAX_PATH];
    WIN32_FIND_DATAA f;
    snprintf(path, MAX_PATH, "%s\\*.dll", folder);
    HANDLE h = FindFirstFileA(path, &f);
    if (h == INVALID_HANDLE_VALUE) return;
    do {
        snprintf(path, MAX_PATH, "%s\\%s", folder, f.cFileName);
        load(path);
    } while (FindNextFileA(h, &f));
    FindClose(h);
}
int main(int argc, char **argv) {
    load_folder("plugins");
    for (int i = 0; i < count; i++)
        if (argc < 2) puts(plugins[i].name());
        else if (!strcmp(plugins[i].name(), argv[1])) return plugins[i].run(argc > 2 ? argv[2] : "");
}

#elif defined T_spooler_start

static DWORD state(SC_HANDLE s) {
    SERVICE_STATUS now;
    return F(QueryServiceStatus)(s, &now) ? now.dwCurrentState : 0;
}
static int wait_running(SC_HANDLE s, int seconds) {
    while (seconds-- && state(s) != SERVICE_RUNNING) Sleep(1000);
    return state(s) == SERVICE_RUNNING;
}
int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : "Spooler";
    SC_HANDLE manager = F(OpenSCManagerA)(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE service = F(OpenServiceA)(manager, name, SERVICE_START | SERVICE_QUERY_STATUS);
    if (!service) return printf("no service %s\n", name), 1;
    if (state(service) != SERVICE_RUNNING && !F(StartServiceA)(service, 0, NULL)) return printf("error %lu\n", GetLastError()), 1;
    puts(wait_running(service, 20) ? "running" : "did not start");
    CloseServiceHandle(service);
    CloseServiceHandle(manager);
}

#elif defined T_crash_report
#include <dbghelp.h>

static char folder[MAX_PATH];
static LONG WINAPI on_crash(EXCEPTION_POINTERS *e) {
    char path[MAX_PATH + 40];
    SYSTEMTIME t;
    MINIDUMP_EXCEPTION_INFORMATION info = {GetCurrentThreadId(), e, FALSE};
    GetLocalTime(&t);
    snprintf(path, sizeof path, "%s\\crash-%04d%02d%02d-%02d%02d.dmp", folder, t.wYear, t.wMonth, t.wDay, t.wHour, t.wMinute);
    HANDLE f = F(CreateFileA)(path, GENERIC_WRITE, 0, 0, CREATE_ALWAYS, 0, 0);
    MiniDumpWriteDump(GetCurrentProcess(), GetCurrentProcessId(), f, MiniDumpNormal, &info, 0, 0);
    CloseHandle(f);
    return EXCEPTION_EXECUTE_HANDLER;
}
static double parse(const char *line) {
    double a, b;
    char op;
    if (sscanf(line, "%lf %c %lf", &a, &op, &b) != 3) return 0;
    return op == '+' ? a + b : op == '-' ? a - b : op == '*' ? a * b : a / b;
}
int main(void) {
    char line[100];
    GetTempPathA(MAX_PATH, folder);
    F(SetUnhandledExceptionFilter)(on_crash);
    while (fgets(line, sizeof line, stdin)) printf("%g\n", parse(line));
}

#elif defined T_child_timeout

struct child { PROCESS_INFORMATION p; char command[512]; };
static int start(struct child *c) {
    STARTUPINFOA s = {sizeof s};
    return F(CreateProcessA)(NULL, c->command, 0, 0, FALSE, CREATE_NO_WINDOW, 0, 0, &s, &c->p);
}
static int finish(struct child *c, DWORD limit) {
    DWORD code = 0;
    int late = F(WaitForSingleObject)(c->p.hProcess, limit) == WAIT_TIMEOUT;
    if (late) F(TerminateProcess)(c->p.hProcess, 124);
    F(GetExitCodeProcess)(c->p.hProcess, &code);
    CloseHandle(c->p.hThread);
    CloseHandle(c->p.hProcess);
    printf("%s: %s (%lu)\n", c->command, late ? "too slow" : "done", code);
    return code;
}
int main(int argc, char **argv) {
    struct child c;
    int bad = 0;
    for (int i = 1; i < argc; i++) {
        snprintf(c.command, sizeof c.command, "test_%s.exe --quick", argv[i]);
        if (start(&c)) bad += finish(&c, 60000) != 0;
        else bad++;
    }
    return bad;
}

#elif defined T_disk_report
#include <winioctl.h>

static int geometry(int n, DISK_GEOMETRY_EX *g) {
    char path[40];
    DWORD got;
    snprintf(path, sizeof path, "\\\\.\\PhysicalDrive%d", n);
    HANDLE h = F(CreateFileA)(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE, 0, OPEN_EXISTING, 0, 0);
    if (h == INVALID_HANDLE_VALUE) return 0;
    BOOL ok = F(DeviceIoControl)(h, IOCTL_DISK_GET_DRIVE_GEOMETRY_EX, 0, 0, g, sizeof *g, &got, 0);
    CloseHandle(h);
    return ok;
}
int main(void) {
    DISK_GEOMETRY_EX g;
    char root[] = "A:\\";
    ULARGE_INTEGER left, all;
    for (int i = 0; geometry(i, &g); i++) printf("disk %d: %.1f GB, sectors of %lu\n", i, g.DiskSize.QuadPart / 1e9, g.Geometry.BytesPerSector);
    for (DWORD drives = F(GetLogicalDrives)(); drives; drives >>= 1, root[0]++)
        if (drives & 1 && F(GetDiskFreeSpaceExA)(root, &left, &all, 0)) printf("%s %.1f of %.1f GB free\n", root, left.QuadPart / 1e9, all.QuadPart / 1e9);
}

#elif defined T_tiny_jit

static unsigned char *code, *end;
static void emit(int b) { *end++ = (unsigned char)b; }
static void emit4(int v) { memcpy(end, &v, 4); end += 4; }
static void compile(const char *source) {
    emit(0x31); emit(0xC0);
    for (; *source; source++)
        if (*source == '+') { emit(0x05); emit4(1); }
        else if (*source == '-') { emit(0x2D); emit4(1); }
        else if (*source == '*') { emit(0x01); emit(0xC0); }
    emit(0xC3);
}
int main(int argc, char **argv) {
    DWORD old;
    end = code = F(VirtualAlloc)(NULL, 65536, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    compile(argc > 1 ? argv[1] : "+++**-");
    F(VirtualProtect)(code, 65536, PAGE_EXECUTE_READ, &old);
    F(FlushInstructionCache)(GetCurrentProcess(), code, 65536);
    printf("%d\n", ((int (*)(void))code)());
    F(VirtualFree)(code, 0, MEM_RELEASE);
}

#elif defined T_pad_viewer
#include <xinput.h>

static const struct { WORD bit; char letter; } buttons[] = {{XINPUT_GAMEPAD_A, 'A'}, {XINPUT_GAMEPAD_B, 'B'}, {XINPUT_GAMEPAD_X, 'X'}, {XINPUT_GAMEPAD_Y, 'Y'}};
static void show(int n, const XINPUT_GAMEPAD *g) {
    printf("pad %d: L(%6d,%6d) R(%6d,%6d) ", n, g->sThumbLX, g->sThumbLY, g->sThumbRX, g->sThumbRY);
    for (int i = 0; i < 4; i++) putchar(g->wButtons & buttons[i].bit ? buttons[i].letter : '.');
    putchar('\n');
}
int main(void) {
    DWORD last[4] = {0};
    XINPUT_STATE s;
    for (int i = 0;; i = (i + 1) & 3, F(Sleep)(4)) {
        if (XInputGetState(i, &s) || s.dwPacketNumber == last[i]) continue;
        last[i] = s.dwPacketNumber;
        show(i, &s.Gamepad);
    }
}

#elif defined T_frame_pacer
#include <mmsystem.h>

static LARGE_INTEGER frequency, next;
static double smooth;
static void wait_frame(int rate) {
    LARGE_INTEGER now;
    F(QueryPerformanceCounter)(&now);
    if (!next.QuadPart) next = now;
    next.QuadPart += frequency.QuadPart / rate;
    LONGLONG left = (next.QuadPart - now.QuadPart) * 1000 / frequency.QuadPart;
    if (left > 1) F(Sleep)((DWORD)left - 1);
    do F(QueryPerformanceCounter)(&now);
    while (now.QuadPart < next.QuadPart);
}
int main(void) {
    DWORD from = timeGetTime(), before = from;
    timeBeginPeriod(1);
    F(QueryPerformanceFrequency)(&frequency);
    while (!(GetAsyncKeyState(VK_ESCAPE) & 0x8000)) {
        wait_frame(60);
        DWORD now = timeGetTime();
        smooth += ((now - before) - smooth) * 0.1;
        before = now;
        printf("\r%6.2f ms, %lu s", smooth, (now - from) / 1000);
    }
    timeEndPeriod(1);
}

#elif defined T_file_touch

static int touch(const char *path, const FILETIME *when) {
    HANDLE h = F(CreateFileA)(path, FILE_WRITE_ATTRIBUTES, FILE_SHARE_READ, 0, OPEN_ALWAYS, 0, 0);
    if (h == INVALID_HANDLE_VALUE) return 0;
    BOOL ok = F(SetFileTime)(h, NULL, when, when);
    CloseHandle(h);
    return ok;
}
static int read_date(const char *text, FILETIME *out) {
    SYSTEMTIME t = {0};
    FILETIME local;
    int y, m, d;
    if (sscanf(text, "%d-%d-%d", &y, &m, &d) != 3) return 0;
    t.wYear = (WORD)y;
    t.wMonth = (WORD)m;
    t.wDay = (WORD)d;
    return SystemTimeToFileTime(&t, &local) && LocalFileTimeToFileTime(&local, out);
}
int main(int argc, char **argv) {
    FILETIME when;
    F(GetSystemTimeAsFileTime)(&when);
    int first = argc > 2 && read_date(argv[1], &when) ? 2 : 1;
    for (int i = first; i < argc; i++)
        if (!touch(argv[i], &when)) fprintf(stderr, "%s: %lu\n", argv[i], GetLastError());
}

#elif defined T_shared_counter

struct shared { volatile LONG visitors; char last[64]; };
static struct shared *open_shared(HANDLE *section) {
    *section = F(CreateFileMappingA)(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof(struct shared), "Local\\door_counter");
    return *section ? F(MapViewOfFile)(*section, FILE_MAP_ALL_ACCESS, 0, 0, sizeof(struct shared)) : NULL;
}
int main(int argc, char **argv) {
    HANDLE section, mutex = F(CreateMutexA)(NULL, FALSE, "Local\\door_mutex");
    struct shared *s = open_shared(&section);
    if (!s) return 1;
    WaitForSingleObject(mutex, INFINITE);
    InterlockedIncrement(&s->visitors);
    if (argc > 1) strncpy(s->last, argv[1], 63);
    printf("%ld visitors, last %s\n", s->visitors, s->last);
    ReleaseMutex(mutex);
    F(UnmapViewOfFile)(s);
    CloseHandle(section);
}

#elif defined T_alarm_clock

struct alarm { int hour, minute; char text[80]; int rung; };
static struct alarm alarms[20];
static int count;
static void load(const char *path) {
    FILE *f = fopen(path, "r");
    struct alarm a = {0};
    while (f && count < 20 && fscanf(f, "%d:%d %79[^\n]", &a.hour, &a.minute, a.text) == 3) alarms[count++] = a;
    if (f) fclose(f);
}
static void CALLBACK check(HWND w, UINT m, UINT_PTR id, DWORD ticks) {
    SYSTEMTIME t;
    F(GetLocalTime)(&t);
    for (int i = 0; i < count; i++)
        if (!alarms[i].rung && alarms[i].hour == t.wHour && alarms[i].minute == t.wMinute) {
            alarms[i].rung = 1;
            F(MessageBeep)(MB_ICONEXCLAMATION);
            F(MessageBoxA)(NULL, alarms[i].text, "Alarm", MB_SYSTEMMODAL);
        }
}
int main(void) {
    MSG m;
    load("alarms.txt");
    F(SetTimer)(NULL, 0, 1000, check);
    while (F(GetMessageA)(&m, NULL, 0, 0) > 0) F(DispatchMessageA)(&m);
}

#elif defined T_note_store

struct note { DWORD id; char title[28]; };
static struct note notes[100];
static DWORD count;
static int load(const char *path) {
    DWORD got;
    HANDLE h = F(CreateFileA)(path, GENERIC_READ, FILE_SHARE_READ, 0, OPEN_EXISTING, 0, 0);
    if (h == INVALID_HANDLE_VALUE) return 0;
    F(ReadFile)(h, &count, 4, &got, 0);
    if (count > 100) count = 100;
    F(ReadFile)(h, notes, count * sizeof *notes, &got, 0);
    return CloseHandle(h);
}
static int save(const char *path) {
    DWORD done;
    HANDLE h = F(CreateFileA)(path, GENERIC_WRITE, 0, 0, CREATE_ALWAYS, 0, 0);
    if (h == INVALID_HANDLE_VALUE) return 0;
    F(WriteFile)(h, &count, 4, &done, 0);
    F(WriteFile)(h, notes, count * sizeof *notes, &done, 0);
    return CloseHandle(h);
}
int main(int argc, char **argv) {
    load("notes.dat");
    if (argc > 1 && count < 100) {
        notes[count].id = GetTickCount();
        strncpy(notes[count++].title, argv[1], 27);
        return !save("notes.dat");
    }
    for (DWORD i = 0; i < count; i++) printf("%lu %s\n", notes[i].id, notes[i].title);
}

#elif defined T_file_server
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void send_file(int c, const char *path) {
    char block[4096], head[200];
    struct stat s;
    int f = open(path, O_RDONLY);
    if (f < 0 || fstat(f, &s) || !S_ISREG(s.st_mode)) {
        dprintf(c, "HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        if (f >= 0) close(f);
        return;
    }
    snprintf(head, sizeof head, "HTTP/1.0 200 OK\r\nContent-Length: %ld\r\n\r\n", (long)s.st_size);
    send(c, head, strlen(head), 0);
    for (ssize_t n; (n = read(f, block, sizeof block)) > 0;) send(c, block, n, 0);
    close(f);
}
static void serve(int c) {
    char line[1024], path[512] = "index.html";
    ssize_t n = recv(c, line, sizeof line - 1, 0);
    if (n > 0) {
        line[n] = 0;
        sscanf(line, "GET /%500[^ ]", path);
        if (!strstr(path, "..")) send_file(c, path);
    }
    close(c);
}
int main(int argc, char **argv) {
    struct sockaddr_in a = {AF_INET, htons(argc > 1 ? atoi(argv[1]) : 8080)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s, (void *)&a, sizeof a) || listen(s, 8)) return 1;
    for (;;) serve(accept(s, 0, 0));
}

#elif defined T_load_monitor
#include <ctype.h>
#include <dirent.h>
#include <unistd.h>

struct task { int pid; char name[40]; unsigned long ticks; };
static int read_task(int pid, struct task *t) {
    char path[64];
    unsigned long user, system;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    if (!f) return 0;
    int n = fscanf(f, "%d (%39[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &t->pid, t->name, &user, &system);
    fclose(f);
    t->ticks = user + system;
    return n == 4;
}
static int by_ticks(const void *a, const void *b) {
    unsigned long x = ((struct task *)a)->ticks, y = ((struct task *)b)->ticks;
    return x < y ? 1 : x > y ? -1 : 0;
}
int main(void) {
    static struct task all[4096];
    for (;; sleep(2)) {
        int n = 0;
        DIR *d = opendir("/proc");
        for (struct dirent *e; d && (e = readdir(d));)
            if (isdigit((unsigned char)e->d_name[0]) && n < 4096) n += read_task(atoi(e->d_name), &all[n]);
        closedir(d);
        qsort(all, n, sizeof *all, by_ticks);
        printf("\033[H\033[J%d tasks\n", n);
        for (int i = 0; i < n && i < 20; i++) printf("%6d %8lu %s\n", all[i].pid, all[i].ticks, all[i].name);
    }
}

#elif defined T_event_viewer
#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *kind(int type) { return type == EV_KEY ? "key" : type == EV_REL ? "move" : type == EV_ABS ? "axis" : "other"; }
static int open_named(const char *part) {
    char path[40], name[100];
    for (int i = 0; i < 32; i++) {
        snprintf(path, sizeof path, "/dev/input/event%d", i);
        int fd = open(path, O_RDONLY);
        if (fd < 0) continue;
        if (ioctl(fd, EVIOCGNAME(sizeof name), name) > 0 && strstr(name, part)) return printf("%s: %s\n", path, name), fd;
        close(fd);
    }
    return -1;
}
int main(int argc, char **argv) {
    struct input_event e;
    int fd = open_named(argc > 1 ? argv[1] : "Keyboard");
    while (fd >= 0 && read(fd, &e, sizeof e) == sizeof e)
        if (e.type != EV_SYN) printf("%s code %d value %d\n", kind(e.type), e.code, e.value);
}

#elif defined T_ping
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static uint16_t sum(const void *data, int n) {
    const uint16_t *p = data;
    uint32_t s = 0;
    for (; n > 1; n -= 2) s += *p++;
    s = (s >> 16) + (s & 0xffff);
    return ~(s + (s >> 16));
}
static double milliseconds(void) {
    struct timeval t;
    gettimeofday(&t, 0);
    return t.tv_sec * 1e3 + t.tv_usec / 1e3;
}
int main(int argc, char **argv) {
    struct { struct icmphdr h; char text[32]; } p = {.text = "are you there"};
    char in[256];
    struct addrinfo *a, hint = {.ai_family = AF_INET};
    struct timeval wait = {1, 0};
    if (argc < 2 || getaddrinfo(argv[1], 0, &hint, &a)) return 1;
    int s = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    if (s < 0) s = socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    for (int i = 0; i < 4; i++, sleep(1)) {
        p.h.type = ICMP_ECHO;
        p.h.un.echo.id = htons(getpid() & 0xffff);
        p.h.un.echo.sequence = htons(i);
        p.h.checksum = 0;
        p.h.checksum = sum(&p, sizeof p);
        double from = milliseconds();
        sendto(s, &p, sizeof p, 0, a->ai_addr, a->ai_addrlen);
        if (recv(s, in, sizeof in, 0) > 0) printf("%d: %.2f ms\n", i, milliseconds() - from);
        else printf("%d: no answer\n", i);
    }
}

#elif defined T_config_set
#include <sys/stat.h>
#include <unistd.h>

static int matches(const char *line, const char *key) {
    size_t n = strlen(key);
    return !strncmp(line, key, n) && (line[n] == '=' || line[n] == ' ');
}
static int set(const char *path, const char *key, const char *value) {
    char fresh[300], line[1000];
    struct stat s;
    int done = 0;
    snprintf(fresh, sizeof fresh, "%s.tmp", path);
    FILE *in = fopen(path, "r"), *out = fopen(fresh, "w");
    if (!out) return 0;
    while (in && fgets(line, sizeof line, in))
        if (matches(line, key)) {
            if (!done++) fprintf(out, "%s=%s\n", key, value);
        } else fputs(line, out);
    if (!done) fprintf(out, "%s=%s\n", key, value);
    if (in) fclose(in);
    fclose(out);
    if (!stat(path, &s)) chmod(fresh, s.st_mode);
    return !rename(fresh, path);
}
int main(int argc, char **argv) {
    char path[256];
    snprintf(path, sizeof path, "%s/.config/todo.conf", getenv("HOME"));
    return argc < 3 || !set(path, argv[1], argv[2]);
}

#elif defined T_job_runner
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

struct job { pid_t pid; char **words; int limit, used; };
static struct job job;
static void on_alarm(int n) {
    if (job.pid > 0) kill(job.pid, ++job.used > 1 ? SIGKILL : SIGTERM);
    alarm(3);
}
static pid_t start(char **words) {
    pid_t pid = fork();
    if (pid) return pid;
    execvp(words[0], words);
    perror(words[0]);
    _exit(127);
}
int main(int argc, char **argv) {
    int status;
    if (argc < 3) return 2;
    job.limit = atoi(argv[1]);
    job.words = argv + 2;
    signal(SIGALRM, on_alarm);
    job.pid = start(job.words);
    alarm(job.limit);
    while (waitpid(job.pid, &status, 0) < 0);
    job.pid = 0;
    return WIFSIGNALED(status) ? 124 : WEXITSTATUS(status);
}

#elif defined T_module_list

struct module { char name[64]; unsigned long size; int users; };
static int read_modules(struct module *m, int room) {
    FILE *f = fopen("/proc/modules", "r");
    int n = 0;
    while (f && n < room && fscanf(f, "%63s %lu %d %*[^\n]", m[n].name, &m[n].size, &m[n].users) == 3) n++;
    if (f) fclose(f);
    return n;
}
static int larger(const void *a, const void *b) { return ((struct module *)b)->size > ((struct module *)a)->size ? 1 : -1; }
int main(void) {
    static struct module all[512];
    unsigned long total = 0;
    int n = read_modules(all, 512);
    qsort(all, n, sizeof *all, larger);
    for (int i = 0; i < n; i++) {
        printf("%-30s %9lu %d\n", all[i].name, all[i].size, all[i].users);
        total += all[i].size;
    }
    printf("%d modules, %lu bytes\n", n, total);
}

#elif defined T_reverb

struct effect { float *line; int size, at; float mix, feedback; };
void *effect_create(int rate) {
    struct effect *e = calloc(1, sizeof *e);
    e->size = rate / 5;
    e->line = calloc(e->size, sizeof *e->line);
    e->mix = 0.3f;
    e->feedback = 0.55f;
    return e;
}
void effect_set(struct effect *e, int which, float value) {
    if (which == 0) e->mix = value;
    if (which == 1) e->feedback = value < 0.95f ? value : 0.95f;
}
void effect_run(struct effect *e, const float *in, float *out, int n) {
    for (int i = 0; i < n; i++) {
        float wet = e->line[e->at];
        e->line[e->at] = in[i] + wet * e->feedback;
        e->at = (e->at + 1) % e->size;
        out[i] = in[i] * (1 - e->mix) + wet * e->mix;
    }
}
void effect_free(struct effect *e) {
    free(e->line);
    free(e);
}
#endif
