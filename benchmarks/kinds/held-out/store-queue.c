/* A server of a queue of jobs: put TEXT, take, size; each job is handed out once. */
#include "../net.h"
struct job { struct job *next; time_t since; char text[200]; };
static struct job *first, **last = &first;
static unsigned size;
int main(int argc, char **argv) {
    struct sockaddr_in me;
    int door, yes = 1;
    START();
    if ((door = socket(AF_INET, SOCK_STREAM, 0)) < 0) { perror("socket"); return 2; }
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, (void *)&yes, sizeof yes);
    memset(&me, 0, sizeof me);
    me.sin_family = AF_INET;
    me.sin_addr.s_addr = INADDR_ANY;
    me.sin_port = htons(argc > 1 ? (unsigned short)atoi(argv[1]) : 7711);
    if (bind(door, (struct sockaddr *)&me, sizeof me)) { perror("bind"); return 2; }
    if (listen(door, 16)) { perror("listen"); return 2; }
    while (1) {
        char in[256], out[300];
        int who = accept(door, 0, 0);
        if (who < 0) { perror("accept"); return 2; }
        int n = recv(who, in, sizeof in - 1, 0);
        if (n > 0) {
            in[n] = 0;
            in[strcspn(in, "\r\n")] = 0;
            if (!strncmp(in, "put ", 4)) {
                struct job *made = malloc(sizeof *made);
                if (!made) { perror("malloc"); return 2; }
                made->next = NULL;
                made->since = time(NULL);
                strncpy(made->text, in + 4, sizeof made->text - 1);
                made->text[sizeof made->text - 1] = 0;
                *last = made;
                last = &made->next;
                n = snprintf(out, sizeof out, "queued as %u\n", ++size);
            } else if (!strcmp(in, "take") && first) {
                struct job *old = first;
                first = old->next;
                if (!first) last = &first;
                size--;
                n = snprintf(out, sizeof out, "%s (waited %ld s)\n", old->text, (long)(time(NULL) - old->since));
                free(old);
            } else n = snprintf(out, sizeof out, "%u waiting\n", size);
            send(who, out, n, 0);
        }
        SHUT(who);
    }
}
