/* Toys against the invented game 月光城; built, never run.
technique replayer linux at=_ZN6Player4playERKSt6vectorI4StepSaIS1_EE,_ZN6Player3putEtti
technique macro windows at=_ZNK5Macro3runEv
*/
#if defined T_replayer
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <linux/input.h>
#include <thread>
#include <unistd.h>
#include <vector>
#include "hand.h"

struct Step { unsigned short code; int down; int wait; };

/* Writes into the device of the keyboard that is plugged in. */
class Player {
    int device_;
public:
    explicit Player(const char *path) : device_(open(path, O_RDWR)) {}
    ~Player() { close(device_); }
    KEEP void put(unsigned short type, unsigned short code, int value) {
        input_event e{};
        e.type = type;
        e.code = code;
        e.value = value;
        if (write(device_, &e, sizeof e) < 0) std::abort();
    }
    KEEP void play(const std::vector<Step> &steps) {
        for (const auto &s : steps) {
            put(EV_KEY, s.code, s.down);
            put(EV_SYN, SYN_REPORT, 0);
            std::this_thread::sleep_for(std::chrono::milliseconds(s.wait));
        }
    }
};

int main(int argc, char **argv) {
    Player player(argc > 1 ? argv[1] : "/dev/input/event3");
    for (;;) player.play({{KEY_W, 1, 900}, {KEY_W, 0, 40}, {KEY_1, 1, 30}, {KEY_1, 0, 1200}});
}
#elif defined T_macro
#include <windows.h>
#include <vector>
#include "hand.h"

struct Macro {
    HWND window;
    std::vector<WPARAM> keys;
    KEEP void run() const {
        DWORD mine = GetCurrentThreadId(), its = GetWindowThreadProcessId(window, nullptr);
        AttachThreadInput(mine, its, TRUE);
        SetFocus(window);
        for (WPARAM key : keys) {
            F(SendMessageA)(window, WM_KEYDOWN, key, 0);
            F(SendMessageA)(window, WM_CHAR, key, 0);
            F(SendMessageA)(window, WM_KEYUP, key, 0);
        }
        AttachThreadInput(mine, its, FALSE);
    }
};

int main() {
    Macro sell{FindWindowExA(FindWindowA(nullptr, "Moonlight City"), nullptr, "MoonlightView", nullptr), {'B', 'S', 'S', 'Y'}};
    while (IsWindow(sell.window)) {
        sell.run();
        Sleep(60000);
    }
}
#endif
