/* technique monitor windows
   technique settings windows
   technique painter windows libs=user32,gdi32
   technique worker windows libs=advapi32
   technique generator windows
   technique child windows
   technique keeper linux
   technique client linux
   technique allocator linux-library */
#define _GNU_SOURCE
#include "common.h"
#ifdef T_monitor
int main(void) {
    PROCESSENTRY32 e = {.dwSize = sizeof e};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    for (BOOL more = Process32First(all, &e); more; more = Process32Next(all, &e)) {
        HANDLE p = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, e.th32ProcessID);
        FILETIME a, b, c, d;
        GetProcessTimes(p, &a, &b, &c, &d);
        printf("%s %lu\n", e.szExeFile, d.dwLowDateTime);
        CloseHandle(p);
    }
    return 0;
}
#elif defined T_settings
int main(void) {
    FILE *f = fopen("scores.dat", "wb");
    int scores[10] = {100, 90};
    fwrite(scores, 4, 10, f);
    fseek(f, 0, SEEK_SET);
    fputc(1, f);
    return fclose(f);
}
#elif defined T_painter
int main(void) {
    HWND window = CreateWindowExA(0, "STATIC", "paint", WS_VISIBLE, 0, 0, 200, 200, 0, 0, 0, 0);
    HDC dc = GetDC(window), memory = CreateCompatibleDC(dc);
    SelectObject(memory, CreateCompatibleBitmap(dc, 200, 200));
    Rectangle(memory, 10, 10, 90, 90);
    BitBlt(dc, 0, 0, 200, 200, memory, 0, 0, SRCCOPY);
    PostMessageA(window, WM_PAINT, 0, 0);
    return GetPixel(memory, 3, 3) == 0;
}
#elif defined T_worker
int main(int n, char **words) {
    SC_HANDLE m = OpenSCManagerA(0, 0, SC_MANAGER_CREATE_SERVICE);
    SC_HANDLE s = CreateServiceA(m, "worker", "worker", SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START, 1, words[n - 1], 0, 0, 0, 0, 0);
    return !StartServiceA(s, 0, 0);
}
#elif defined T_generator
int main(void) {
    static const unsigned char code[] = {0xb8, 42, 0, 0, 0, 0xc3};
    DWORD old;
    void *at = VirtualAlloc(0, 4096, MEM_COMMIT, PAGE_READWRITE);
    memcpy(at, code, sizeof code);
    VirtualProtect(at, 4096, PAGE_EXECUTE_READ, &old);
    return ((int (*)(void))at)();
}
#elif defined T_child
int main(int n, char **words) {
    STARTUPINFOA start = {.cb = sizeof start};
    PROCESS_INFORMATION made;
    CONTEXT c = {.ContextFlags = CONTEXT_FULL};
    CreateProcessA(words[n - 1], 0, 0, 0, 0, DEBUG_PROCESS, 0, 0, &start, &made);
    GetThreadContext(made.hThread, &c);
    printf("%llx\n", (unsigned long long)c.Rip);
    return TerminateProcess(made.hProcess, 0);
}
#elif defined T_keeper
#include <signal.h>
#include <unistd.h>
#include <fcntl.h>
int main(int n, char **words) {
    int fd = open("/var/lib/keeper/state.dat", O_RDWR | O_CREAT, 0600);
    if (pwrite(fd, &n, 4, 0) != 4) return 1;
    setenv("LANG", "C", 1);
    if (!fork()) execvp(words[1], words + 1);
    return kill(atoi(words[n - 1]), SIGTERM);
}
#elif defined T_client
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int n, char **words) {
    struct addrinfo *found;
    char text[512];
    getaddrinfo(words[1], "80", 0, &found);
    int fd = socket(found->ai_family, SOCK_STREAM, 0);
    if (connect(fd, found->ai_addr, found->ai_addrlen)) return 1;
    snprintf(text, sizeof text, "GET /login HTTP/1.0\r\nHost: %s\r\n\r\n", words[n - 1]);
    if (write(fd, text, strlen(text)) < 0) return 1;
    while (read(fd, text, sizeof text) > 0) fputs(text, stdout);
    return 0;
}
#elif defined T_allocator
#include <dlfcn.h>
void *malloc(size_t size) {
    static void *(*real)(size_t);
    if (!real) real = dlsym(RTLD_NEXT, "malloc");
    return real(size + 16);
}
#endif
