/* technique table windows at=refresh */
#include "common.h"
struct entity { int id, health; float x, y, z; };
struct radar { HANDLE h; UINT_PTR list; struct entity seen[32]; };
static struct radar radar;
APART static void refresh(void) {
    UINT_PTR at[32];
    F(ReadProcessMemory)(radar.h, (void *)radar.list, at, sizeof at, 0);
    for (int i = 0; i < 32; i++) F(ReadProcessMemory)(radar.h, (void *)at[i], radar.seen + i, sizeof *radar.seen, 0);
}
APART static int tie(const char *title) {
    DWORD id = 0;
    GetWindowThreadProcessId(FindWindowA(0, title), &id);
    radar.list = 0x14000C0E0;
    return (radar.h = F(OpenProcess)(PROCESS_VM_READ, 0, id)) != 0;
}
int main(void) { if (tie("Moon Cove")) for (;; Sleep(30)) { refresh(); printf("%f %f\n", radar.seen[0].x, radar.seen[0].y); } }
