/* 显示设置小工具：读写自己的 settings.ini，没有作弊功能。An innocent program beside them: it reads and writes a file of its own. */
#include <windows.h>
#define F static __attribute__((noinline))

F int number(const char *text, int least, int most) {
    int value = 0;
    while (*text >= '0' && *text <= '9' && value < 100000) value = value * 10 + *text++ - '0';
    return value < least ? least : value > most ? most : value;
}

void start(void) {
    char told[32];
    int wide, bright;
    GetPrivateProfileStringA("screen", "wide", "960", told, sizeof told, ".\\settings.ini");
    wide = number(told, 640, 3840);
    GetPrivateProfileStringA("screen", "bright", "70", told, sizeof told, ".\\settings.ini");
    bright = number(told, 10, 100);
    if (MessageBoxA(0, "Keep these settings?", "Settings", MB_YESNO) == IDYES) {
        told[0] = (char)('0' + wide / 1000), told[1] = (char)('0' + bright / 100), told[2] = 0;
        WritePrivateProfileStringA("screen", "kept", told, ".\\settings.ini");
    }
    ExitProcess(0);
}
