/* Takes columns out of tables whose fields commas divide, with quotes; option -d another sign. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int n, char **words) {
    char sign = ',', line[8192];
    int first = 1, wanted[32], many = 0;
    if (n > 2 && !strcmp(words[1], "-d")) sign = words[2][0], first = 3;
    if (first >= n) {
        fprintf(stderr, "usage: %s [-d sign] columns [file]\n", words[0]);
        return 1;
    }
    for (char *p = strtok(words[first], ","); p && many < 32; p = strtok(NULL, ",")) wanted[many++] = atoi(p);
    FILE *from = first + 1 < n ? fopen(words[first + 1], "r") : stdin;
    if (!from) {
        perror(words[first + 1]);
        return 1;
    }
    while (fgets(line, sizeof line, from)) {
        char *fields[256];
        int count = 0, quoted = 0;
        line[strcspn(line, "\r\n")] = 0;
        fields[count++] = line;
        for (char *p = line; *p; p++) {
            if (*p == '"') quoted = !quoted;
            else if (*p == sign && !quoted && count < 256) *p = 0, fields[count++] = p + 1;
        }
        for (int k = 0; k < many; k++) {
            if (k) putchar(sign);
            if (wanted[k] >= 1 && wanted[k] <= count) fputs(fields[wanted[k] - 1], stdout);
        }
        putchar('\n');
    }
    if (from != stdin) fclose(from);
    return 0;
}
