/* Toys against the invented game 月光城; built, never run.
technique radar windows at=_ZNK5Radar5valueIfEET_y,_ZNK5Radar5valueIyEET_y
technique tracer linux at=_ZNK6Tracer4wordEm
*/
#if defined T_radar
#include <windows.h>
#include "hand.h"

class Radar {
    HANDLE game_;
public:
    explicit Radar(DWORD pid) : game_(F(OpenProcess)(PROCESS_VM_READ, FALSE, pid)) {}
    ~Radar() { CloseHandle(game_); }
    template <class T> KEEP T value(unsigned long long at) const {
        T held{};
        F(ReadProcessMemory)(game_, reinterpret_cast<const void *>(at), &held, sizeof held, nullptr);
        return held;
    }
    float away(unsigned long long one) const {
        float x = value<float>(one + 4), y = value<float>(one + 8);
        return x * x + y * y;
    }
};

int main() {
    DWORD pid = 0;
    GetWindowThreadProcessId(FindWindowA("MoonlightWindow", nullptr), &pid);
    Radar radar(pid);
    auto crowd = radar.value<unsigned long long>(0x14000b0c0);
    for (int i = 0; i < 24; ++i)
        if (radar.away(crowd + 16 * i) < 100.0f) Beep(880, 40);
}
#elif defined T_tracer
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include "hand.h"

class Tracer {
    pid_t pid_;
public:
    explicit Tracer(pid_t pid) : pid_(pid) {
        if (ptrace(PTRACE_ATTACH, pid, nullptr, nullptr) < 0) throw std::runtime_error("cannot attach");
        waitpid(pid, nullptr, 0);
    }
    ~Tracer() { ptrace(PTRACE_DETACH, pid_, nullptr, nullptr); }
    KEEP long word(unsigned long at) const {
        errno = 0;
        long got = ptrace(PTRACE_PEEKDATA, pid_, reinterpret_cast<void *>(at), nullptr);
        if (errno) throw std::runtime_error("no such address");
        return got;
    }
};

int main(int argc, char **argv) try {
    Tracer game(std::atoi(argv[1]));
    unsigned long self = game.word(0x4c4100);
    std::printf("life %d breath %d\n", int(game.word(self + 4)), int(game.word(self + 12)));
} catch (const std::exception &e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
}
#endif
