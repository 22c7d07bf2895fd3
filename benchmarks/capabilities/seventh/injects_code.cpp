/* Toys against the invented game 月光城; built, never run. The libraries that they name hold nothing.
technique scripted linux at=_Z6insertiRKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE
*/
#if defined T_scripted
#include <cstdlib>
#include <string>
#include "hand.h"

/* Has the debugger of the machine do the work. */
KEEP int insert(int pid, const std::string &library) {
    std::string line = "gdb -n -q -batch -p " + std::to_string(pid);
    line += " -ex 'call (void*)dlopen(\"" + library + "\", 2)' -ex detach >/dev/null 2>&1";
    return std::system(line.c_str());
}

int main(int argc, char **argv) { return argc > 2 ? insert(std::atoi(argv[1]), argv[2]) : 2; }
#endif
