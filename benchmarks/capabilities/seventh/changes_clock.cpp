/* Toys against the invented game 月光城; built, never run.
technique slower windows-library libs=winmm at=_ZN5Clock4bendEv,_ZN5Clock4toldEv
*/
#if defined T_slower
#include <windows.h>
#include <mmsystem.h>
#include <cstring>
#include "hand.h"

class Clock {
    static inline BYTE kept_[14];
    static inline DWORD first_;
    static inline double pace_ = 0.25;
    static inline BYTE *at_;
    static void write(const BYTE *bytes) {
        DWORD was;
        F(VirtualProtect)(at_, sizeof kept_, PAGE_EXECUTE_READWRITE, &was);
        std::memcpy(at_, bytes, sizeof kept_);
        F(VirtualProtect)(at_, sizeof kept_, was, &was);
    }
public:
    /* What the client hears of the time. */
    static KEEP DWORD WINAPI told() { return first_ + static_cast<DWORD>((GetTickCount() - first_) * pace_); }
    static KEEP void bend() {
        BYTE jump[14] = {0xff, 0x25, 0, 0, 0, 0};
        auto to = reinterpret_cast<ULONG_PTR>(&told);
        std::memcpy(jump + 6, &to, sizeof to);
        first_ = GetTickCount();
        at_ = reinterpret_cast<BYTE *>(&timeGetTime);
        std::memcpy(kept_, at_, sizeof kept_);
        write(jump);
    }
    static void straighten() { write(kept_); }
};

extern "C" BOOL WINAPI DllMain(HINSTANCE, DWORD why, void *) {
    if (why == DLL_PROCESS_ATTACH) Clock::bend();
    if (why == DLL_PROCESS_DETACH) Clock::straighten();
    return TRUE;
}
#endif
