/* technique sleeper linux-library at=nanosleep,clock_gettime */
#define _GNU_SOURCE
#include "common.h"
#include <dlfcn.h>
#include <time.h>
static void *find(const char *name) { return dlsym(RTLD_NEXT, name); }
int nanosleep(const struct timespec *for_, struct timespec *left) {
    static int (*real)(const struct timespec *, struct timespec *);
    struct timespec less = *for_;
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "nanosleep");
    less.tv_nsec /= 4, less.tv_sec /= 4;
    return real(&less, left);
}
int clock_gettime(clockid_t c, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) *(void **)&real = find("clock_gettime");
    int r = real(c, t);
    return t->tv_sec *= 4, r;
}
