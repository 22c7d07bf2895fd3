/* A server that keeps values by key: SET, GET, DEL; one line a command. */
#include "../net.h"
static char keys[256][32], values[256][128];
int main(int argc, char *argv[]) {
    START();
    int port = 6400;
    if (argc == 2) port = atoi(argv[1]);
    int srv = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (srv < 0) { perror("socket"); exit(1); }
    setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on);
    struct sockaddr_in addr = {0};
    addr.sin_family = AF_INET;
    addr.sin_port = htons(port);
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(srv, (struct sockaddr *)&addr, sizeof addr) < 0) { perror("bind"); exit(1); }
    if (listen(srv, 4) < 0) { perror("listen"); exit(1); }
    for (;;) {
        int peer = accept(srv, NULL, NULL), n;
        char line[256], verb[8], key[32], value[128];
        if (peer < 0) { perror("accept"); continue; }
        while ((n = recv(peer, line, sizeof line - 1, 0)) > 0) {
            line[n] = 0;
            value[0] = 0;
            int words = sscanf(line, "%7s %31s %127[^\r\n]", verb, key, value), slot = -1, empty = -1;
            if (words < 2) { send(peer, "? what\n", 7, 0); continue; }
            for (int k = 0; k < 256; k++) {
                if (!keys[k][0]) { if (empty < 0) empty = k; }
                else if (!strcmp(keys[k], key)) slot = k;
            }
            if (!strcmp(verb, "SET")) {
                if (slot < 0) slot = empty;
                if (slot >= 0) { strcpy(keys[slot], key); strcpy(values[slot], value); }
                send(peer, slot < 0 ? "full\n" : "done\n", 5, 0);
            } else if (!strcmp(verb, "DEL")) {
                if (slot >= 0) keys[slot][0] = 0;
                send(peer, "done\n", 5, 0);
            } else if (slot < 0) send(peer, "none\n", 5, 0);
            else { send(peer, values[slot], strlen(values[slot]), 0); send(peer, "\n", 1, 0); }
        }
        SHUT(peer);
    }
}
