/* Toys against the invented game 月光城; built, never run.
technique trainer linux at=_ZN7Trainer3setEmi
technique toggles windows at=_ZN6Toggle5applyEb
*/
#if defined T_trainer
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include "hand.h"

class Trainer {
    std::fstream memory_;
public:
    explicit Trainer(int pid) : memory_("/proc/" + std::to_string(pid) + "/mem", std::ios::in | std::ios::out | std::ios::binary) {}
    KEEP bool set(unsigned long at, int value) {
        memory_.seekp(static_cast<std::streamoff>(at));
        memory_.write(reinterpret_cast<const char *>(&value), sizeof value);
        memory_.flush();
        return memory_.good();
    }
};

int main(int argc, char **argv) {
    const std::map<std::string, unsigned long> known{{"life", 0x4c4104}, {"breath", 0x4c410c}, {"level", 0x4c4110}};
    if (argc < 4 || !known.count(argv[2])) return 2;
    Trainer game(std::stoi(argv[1]));
    std::cout << (game.set(known.at(argv[2]), std::stoi(argv[3])) ? "set" : "not set") << '\n';
}
#elif defined T_toggles
#include <windows.h>
#include <vector>
#include "hand.h"

using Put = LONG(NTAPI *)(HANDLE, PVOID, const void *, ULONG, PULONG);

struct Toggle {
    HANDLE game;
    ULONG_PTR at;
    std::vector<BYTE> off, on;
    KEEP bool apply(bool wanted) {
        auto put = reinterpret_cast<Put>(reinterpret_cast<void *>(GetProcAddress(GetModuleHandleW(L"ntdll"), "NtWriteVirtualMemory")));
        const auto &bytes = wanted ? on : off;
        ULONG n = 0;
        return put && put(game, reinterpret_cast<void *>(at), bytes.data(), static_cast<ULONG>(bytes.size()), &n) >= 0;
    }
};

int main(int argc, char **argv) {
    HANDLE game = OpenProcess(PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, argc > 1 ? atoi(argv[1]) : 0);
    Toggle jump{game, 0x140001a30, {0x74, 0x12}, {0xeb, 0x12}};
    bool state = false;
    for (;; Sleep(20))
        if (GetAsyncKeyState(VK_F6) & 1) jump.apply(state = !state);
}
#endif
