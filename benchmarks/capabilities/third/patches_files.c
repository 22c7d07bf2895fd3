/* technique module windows at=set_flag libs=user32 */
#include "common.h"
APART static int set_flag(const char *folder) {
    char name[MAX_PATH];
    DWORD wrote;
    BYTE on = 1;
    wsprintfA(name, "%s\\engine.dll", folder);
    HANDLE h = F(CreateFileA)(name, GENERIC_WRITE, 0, 0, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, 0);
    F(SetFilePointer)(h, 0x8C12, 0, FILE_BEGIN);
    F(WriteFile)(h, &on, 1, &wrote, 0);
    return !CloseHandle(h);
}
int main(int n, char **words) { return set_flag(words[n - 1]); }
