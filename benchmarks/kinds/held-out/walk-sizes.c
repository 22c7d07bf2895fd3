/* Sizes of folders, all below added up; POSIX. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
static long long below(const char *path, int depth, int most) {
    DIR *d = opendir(path);
    struct dirent *e;
    long long sum = 0;
    if (!d) { perror(path); return 0; }
    while ((e = readdir(d))) {
        char name[4096];
        struct stat st;
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        if (lstat(name, &st)) { perror(name); continue; }
        sum += S_ISDIR(st.st_mode) ? below(name, depth + 1, most) : (long long)st.st_blocks * 512;
    }
    closedir(d);
    if (depth <= most) printf("%10lld K %s\n", sum / 1024, path);
    return sum;
}
int main(int argc, char **argv) {
    int most = argc > 2 ? atoi(argv[2]) : 2;
    below(argc > 1 ? argv[1] : ".", 0, most);
    return 0;
}
