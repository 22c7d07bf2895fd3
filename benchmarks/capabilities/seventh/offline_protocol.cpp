/* Toys against the invented game 月光城; built, never run. Servers named .example exist nowhere.
technique herd linux at=_ZN3Bot4stepEv,_ZN3Bot5enterERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE,_ZN3Bot4sendEt
*/
#if defined T_herd
#include <cstdint>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>
#include "hand.h"

class Bot {
    int fd_ = -1;
    std::vector<uint8_t> out_;
    uint32_t turn_ = 0, key_ = 0x51ed270b;
    void number(uint32_t v, int width) {
        while (width--) out_.push_back(uint8_t(v >> 8 * width));
    }
    void begin(uint16_t code) {
        out_.clear();
        number(0x4d4f4f4e, 4);
        number(code, 2);
        number(turn_++, 4);
    }
    KEEP bool send(uint16_t code) {
        number(code ^ 0x5aa5, 2);
        for (size_t i = 10; i < out_.size(); ++i) {
            key_ ^= key_ << 13, key_ ^= key_ >> 17, key_ ^= key_ << 5;
            out_[i] ^= uint8_t(key_);
        }
        return ::send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL) == ssize_t(out_.size());
    }
public:
    ~Bot() { if (fd_ >= 0) close(fd_); }
    int fd() const { return fd_; }
    KEEP bool enter(const std::string &name) {
        addrinfo want{}, *got;
        want.ai_socktype = SOCK_STREAM;
        if (getaddrinfo("game.moonlight.example", "7777", &want, &got)) return false;
        fd_ = socket(got->ai_family, got->ai_socktype, 0);
        bool there = connect(fd_, got->ai_addr, got->ai_addrlen) == 0;
        freeaddrinfo(got);
        if (!there) return false;
        begin(0x0110);
        number(uint32_t(name.size()), 1);
        out_.insert(out_.end(), name.begin(), name.end());
        return send(0x0110);
    }
    KEEP bool step() {
        uint8_t in[1024];
        ssize_t n = recv(fd_, in, sizeof in, 0);
        if (n < 10 || in[0] != 'M' || in[3] != 'N') return false;
        begin(in[4] == 3 ? 0x0401 : 0x0210);
        number(turn_ * 7 % 600, 3);
        return send(in[5]);
    }
};

int main(int argc, char **argv) {
    std::vector<std::unique_ptr<Bot>> herd;
    std::vector<pollfd> all;
    for (int i = 0; i < 40; ++i) {
        herd.push_back(std::make_unique<Bot>());
        if (!herd.back()->enter("farm" + std::to_string(i))) return 1;
        all.push_back({herd.back()->fd(), POLLIN, 0});
    }
    while (poll(all.data(), all.size(), 30000) > 0)
        for (size_t i = 0; i < all.size(); ++i)
            if (all[i].revents && !herd[i]->step()) all[i].fd = -1;
}
#endif
