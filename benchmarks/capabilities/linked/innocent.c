/* Innocent programs that carry their libraries along: for Linux built with --static, for Windows what mingw-w64 links in.
   technique words linux
   technique floats linux
   technique threads linux
   technique timing linux
   technique locales linux
   technique sorter linux
   technique lister linux
   technique patterns linux
   technique resolver linux
   technique converter linux
   technique shell linux
   technique life linux
   technique jumps linux
   technique client windows libs=ws2_32
   technique clientpost windows libs=ws2_32
   technique server windows libs=ws2_32
   technique winfloats windows
   technique winthreads windows libs=pthread
   technique winsort windows
   technique winclock windows
   technique winfiles windows
   technique winlife windows */
#define _GNU_SOURCE
#include "common.h"

#if defined T_words || defined T_winsort
static int order(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }
int main(void) {
    char line[400], **held = 0;
    size_t n = 0;
    while (fgets(line, sizeof line, stdin))
        for (char *w = strtok(line, " \t\n"); w; w = strtok(0, " \t\n")) {
            held = realloc(held, (n + 1) * sizeof *held);
            held[n++] = strdup(w);
        }
    qsort(held, n, sizeof *held, order);
    for (size_t i = 0; i < n; i++) printf("%6zu %s\n", i, held[i]);
    return 0;
}

#elif defined T_floats || defined T_winfloats
int main(int argc, char **argv) {
    double sum = 0, x;
    long double wide = 1;
    for (int i = 1; i < argc; i++) {
        x = strtod(argv[i], 0);
        sum += x;
        wide *= x;
        printf("%-12.4f %e %g %a\n", x, x, x, x);
    }
    printf("sum %.17g, product %.20Lg\n", sum, wide);
    return sscanf("1.5 2", "%lf", &x) != 1;
}

#elif defined T_threads || defined T_winthreads
#include <pthread.h>
#include <semaphore.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static sem_t slots;
static int held, done;
static void *make(void *unused) {
    for (int i = 0; i < 100; i++) {
        sem_wait(&slots);
        pthread_mutex_lock(&lock);
        held++;
        pthread_cond_signal(&ready);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}
int main(void) {
    pthread_t one, two;
    sem_init(&slots, 0, 8);
    pthread_create(&one, 0, make, 0);
    pthread_create(&two, 0, make, 0);
    while (done < 200) {
        pthread_mutex_lock(&lock);
        while (!held) pthread_cond_wait(&ready, &lock);
        held--;
        done++;
        pthread_mutex_unlock(&lock);
        sem_post(&slots);
    }
    pthread_join(one, 0);
    pthread_join(two, 0);
    return printf("%d taken\n", done) < 0;
}

#elif defined T_timing
#include <time.h>
int main(void) {
    struct timespec from, to;
    volatile double a = 0;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 1; i < 10000000; i++) a += 1.0 / i;
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.9f in %.6f s\n", a, to.tv_sec - from.tv_sec + 1e-9 * (to.tv_nsec - from.tv_nsec));
    nanosleep(&(struct timespec){0, 1000000}, 0);
    return 0;
}

#elif defined T_winclock
#include <time.h>
#include <unistd.h>
int main(void) {
    char text[80];
    time_t now = time(0);
    for (int i = 0; i < 5; i++) {
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", localtime(&now));
        puts(text);
        usleep(200000);
        now = time(0);
    }
    return 0;
}

#elif defined T_locales
#include <libintl.h>
#include <locale.h>
#include <time.h>
#include <wchar.h>
int main(void) {
    char text[200];
    time_t now = time(0);
    setlocale(LC_ALL, "");
    bindtextdomain("linked", "/usr/share/locale");
    textdomain("linked");
    strftime(text, sizeof text, "%c", localtime(&now));
    printf("%s %s\n", gettext("now it is"), text);
    wprintf(L"%ls %d\n", L"wide", (int)wcslen(L"wide"));
    return 0;
}

#elif defined T_sorter
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
int main(int argc, char **argv) {
    struct stat s;
    int fd = open(argc > 1 ? argv[1] : "numbers.bin", O_RDONLY), up = 0;
    if (fd < 0 || fstat(fd, &s) || s.st_size < 4) return 1;
    int32_t *all = mmap(0, s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (all == MAP_FAILED) return 1;
    for (long i = 1; i < s.st_size / 4; i++) up += all[i] >= all[i - 1];
    printf("%d of %ld in order\n", up, (long)s.st_size / 4 - 1);
    munmap(all, s.st_size);
    return close(fd);
}

#elif defined T_lister
#include <dirent.h>
#include <glob.h>
#include <sys/stat.h>
int main(int argc, char **argv) {
    DIR *d = opendir(argc > 1 ? argv[1] : ".");
    struct dirent *e;
    struct stat s;
    glob_t g;
    while (d && (e = readdir(d)))
        if (!stat(e->d_name, &s)) printf("%10lld %s\n", (long long)s.st_size, e->d_name);
    if (!glob("*.c", 0, 0, &g)) printf("%zu sources\n", g.gl_pathc);
    return d ? closedir(d) : 1;
}

#elif defined T_patterns
#include <regex.h>
int main(int argc, char **argv) {
    regex_t r;
    char line[1000];
    if (regcomp(&r, argc > 1 ? argv[1] : "^[a-z]+$", REG_EXTENDED)) return 2;
    while (fgets(line, sizeof line, stdin))
        if (!regexec(&r, line, 0, 0, 0)) fputs(line, stdout);
    regfree(&r);
    return 0;
}

#elif defined T_resolver
#include <arpa/inet.h>
#include <netdb.h>
int main(int argc, char **argv) {
    char text[80];
    struct addrinfo *all = 0;
    if (getaddrinfo(argc > 1 ? argv[1] : "example.org", 0, 0, &all)) return 1;
    for (struct addrinfo *a = all; a; a = a->ai_next)
        if (a->ai_family == AF_INET)
            puts(inet_ntop(AF_INET, &((struct sockaddr_in *)a->ai_addr)->sin_addr, text, sizeof text));
    freeaddrinfo(all);
    return 0;
}

#elif defined T_converter
#include <iconv.h>
int main(void) {
    char in[256], out[1024], *from = in, *to = out;
    size_t left = fread(in, 1, sizeof in, stdin), room = sizeof out;
    iconv_t c = iconv_open("UTF-8", "ISO-8859-1");
    if (c == (iconv_t)-1) return 1;
    iconv(c, &from, &left, &to, &room);
    fwrite(out, 1, sizeof out - room, stdout);
    return iconv_close(c);
}

#elif defined T_shell
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    char line[200];
    FILE *f = popen("ls -l", "r");
    while (f && fgets(line, sizeof line, f)) fputs(line, stdout);
    if (f) pclose(f);
    if (!fork()) {
        execlp("date", "date", (char *)0);
        _exit(127);
    }
    wait(0);
    return system("true");
}

#elif defined T_life || defined T_winlife
static char field[2][64][64];
static int around(int k, int y, int x) {
    int n = 0;
    for (int i = -1; i < 2; i++)
        for (int j = -1; j < 2; j++) n += (i || j) && field[k][(y + i) & 63][(x + j) & 63];
    return n;
}
int main(void) {
    int k = 0;
    for (int i = 0; i < 64 * 64; i++) field[0][i / 64][i % 64] = rand() % 3 == 0;
    for (int t = 0; t < 1000; t++, k ^= 1)
        for (int y = 0; y < 64; y++)
            for (int x = 0; x < 64; x++) {
                int n = around(k, y, x);
                field[k ^ 1][y][x] = n == 3 || (n == 2 && field[k][y][x]);
            }
    for (int y = 0; y < 64; y++)
        for (int x = 0; x < 65; x++) putchar(x == 64 ? '\n' : field[k][y][x] ? '#' : '.');
    return 0;
}

#elif defined T_jumps
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>
static sigjmp_buf back;
static volatile sig_atomic_t told;
static void late(int n) { told = n; siglongjmp(back, 1); }
int main(void) {
    char line[100];
    struct sigaction a = {.sa_handler = late};
    sigaction(SIGALRM, &a, 0);
    if (sigsetjmp(back, 1)) return printf("too late (%d)\n", (int)told);
    alarm(5);
    if (fgets(line, sizeof line, stdin)) printf("%zu letters\n", strlen(line));
    alarm(0);
    return 0;
}

#elif defined T_client || defined T_clientpost
static SOCKET joined(const char *host, int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct hostent *h = gethostbyname(host);
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    if (!h) return INVALID_SOCKET;
    memcpy(&a.sin_addr, h->h_addr_list[0], 4);
    if (connect(s, (void *)&a, sizeof a)) return INVALID_SOCKET;
    return s;
}
int main(int argc, char **argv) {
    WSADATA w;
    char text[600];
    double measured = argc > 2 ? atof(argv[2]) : 21.5;
    WSAStartup(0x202, &w);
    SOCKET s = joined(argc > 1 ? argv[1] : "localhost", 80);
    if (s == INVALID_SOCKET) return 1;
#ifdef T_client
    int n = snprintf(text, sizeof text, "GET / HTTP/1.0\r\nHost: %s\r\n\r\n", argc > 1 ? argv[1] : "localhost");
#else
    int n = snprintf(text, sizeof text, "POST /in HTTP/1.0\r\nContent-Length: 12\r\n\r\nvalue=%6.2f", measured);
#endif
    send(s, text, n, 0);
    while ((n = recv(s, text, sizeof text - 1, 0)) > 0) {
        text[n] = 0;
        printf("%s", text);
    }
    printf("%.3f sent\n", measured);
    closesocket(s);
    return 0;
}

#elif defined T_server
int main(void) {
    WSADATA w;
    char text[400];
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(8080)};
    WSAStartup(0x202, &w);
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0), c;
    if (bind(s, (void *)&a, sizeof a) || listen(s, 5)) return 1;
    while ((c = accept(s, 0, 0)) != INVALID_SOCKET) {
        int n = recv(c, text, sizeof text, 0);
        if (n > 0) n = snprintf(text, sizeof text, "HTTP/1.0 200 OK\r\n\r\n%d bytes, load %.2f\n", n, n / 400.0);
        send(c, text, n, 0);
        closesocket(c);
    }
    return 0;
}

#elif defined T_winfiles
#include <dirent.h>
int main(int argc, char **argv) {
    DIR *d = opendir(argc > 1 ? argv[1] : ".");
    struct dirent *e;
    double all = 0;
    int n = 0;
    while (d && (e = readdir(d))) {
        FILE *f = fopen(e->d_name, "rb");
        if (f) {
            fseek(f, 0, SEEK_END);
            all += ftell(f);
            n++;
            fclose(f);
        }
    }
    return printf("%d files, %.1f KiB\n", n, all / 1024) < 0;
}
#endif
