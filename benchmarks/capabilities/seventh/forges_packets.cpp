/* Toys against the invented game 月光城; built, never run. Servers named .example exist nowhere.
technique between linux at=_ZN5Relay6upwardEv,_ZN5Relay5alterEPhm
*/
#if defined T_between
#include <array>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include "hand.h"

/* Stands between client and server, and changes what the client says. */
class Relay {
    int client_, server_;
    std::array<unsigned char, 4096> buffer_;
public:
    Relay(int client, int server) : client_(client), server_(server) {}
    ~Relay() { close(client_); close(server_); }
    KEEP void alter(unsigned char *at, size_t size) {
        if (size < 16 || std::memcmp(at, "MOON", 4) || at[4] != 4 || at[5] != 1) return;
        at[15] = 99; /* pieces of what is bought; the price stands elsewhere */
        unsigned low = 7, high = 23;
        for (size_t i = 12; i < size; ++i) low = (low + at[i] * 13u) % 65063u, high = (high + low) % 65063u;
        at[8] = high >> 8, at[9] = high, at[10] = low >> 8, at[11] = low;
    }
    KEEP bool upward() {
        ssize_t n = recv(client_, buffer_.data(), buffer_.size(), 0);
        if (n <= 0) return false;
        alter(buffer_.data(), n);
        return send(server_, buffer_.data(), n, 0) == n;
    }
    bool downward() {
        ssize_t n = recv(server_, buffer_.data(), buffer_.size(), 0);
        return n > 0 && send(client_, buffer_.data(), n, 0) == n;
    }
    void run() {
        pollfd both[2] = {{client_, POLLIN, 0}, {server_, POLLIN, 0}};
        while (poll(both, 2, -1) > 0)
            if ((both[0].revents && !upward()) || (both[1].revents && !downward())) break;
    }
};

static int reach(const char *host, const char *port) {
    addrinfo want{}, *got = nullptr;
    want.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host, port, &want, &got)) return -1;
    int s = socket(got->ai_family, SOCK_STREAM, 0);
    if (connect(s, got->ai_addr, got->ai_addrlen)) s = -1;
    freeaddrinfo(got);
    return s;
}

int main() {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_port = htons(7777);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int door = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(door, reinterpret_cast<sockaddr *>(&here), sizeof here) || listen(door, 1)) return 1;
    for (int client; (client = accept(door, nullptr, nullptr)) >= 0;) Relay(client, reach("game.moonlight.example", "7777")).run();
}
#endif
