/* 月光城客户端。The client of the game: its window, its data in memory, its network code. Built, never run: see README.md. */
#include <winsock2.h>
#include <windows.h>
#include "net.h"

struct crowd { int count; struct { u32 who; float x, y; int life; } each[24]; };
struct self { u32 who; int life, most, breath, level; float x, y, pace; };
static volatile struct self self = {1001, 900, 900, 140, 12, 33.5f, 21.0f, 4.25f};
static struct crowd crowd;
static u32 key;
static const u8 seal[16] = {0x91, 0x3c, 0x77, 0xe0, 0x0b, 0x5d, 0xa2, 0xf8, 0x16, 0xc9, 0x44, 0x8e, 0x63, 0x2a, 0xd7, 0x1f};

F int say_hello(SOCKET line) {
    struct frame f;
    net_begin(&f, HELLO);
    net_number(&f, VERSION, 2);
    for (int at = 0; at < 16; at++) net_number(&f, seal[at], 1);
    return send(line, (char *)f.body, net_seal(&f, key), 0);
}

F int log_in(SOCKET line, const char *name, const char *word) {
    struct frame f;
    net_begin(&f, LOGIN);
    net_text(&f, name);
    net_text(&f, word);
    return send(line, (char *)f.body, net_seal(&f, key), 0);
}

F int step_to(SOCKET line, float x, float y) {
    struct frame f;
    float across = x - self.x, along = y - self.y, away = across * across + along * along;
    if (away > self.pace * self.pace) {
        x = self.x + across * self.pace / (away > 1 ? away : 1);
        y = self.y + along * self.pace / (away > 1 ? away : 1);
    }
    self.x = x;
    self.y = y;
    net_begin(&f, MOVE);
    net_number(&f, (u32)(x * 128), 3);
    net_number(&f, (u32)(y * 128), 3);
    return send(line, (char *)f.body, net_seal(&f, key), 0);
}

F int look_around(const u8 *body, int size) {
    crowd.count = 0;
    for (int at = 0; at + 11 <= size && crowd.count < 24; at += 11) {
        crowd.each[crowd.count].who = net_take(body + at, 4);
        crowd.each[crowd.count].x = (float)(int)net_take(body + at + 4, 3) / 128;
        crowd.each[crowd.count].y = (float)(int)net_take(body + at + 7, 3) / 128;
        crowd.each[crowd.count++].life = body[at + 10];
    }
    return crowd.count;
}

F int nearest(float x, float y) {
    int found = -1;
    float least = 2500.0f;
    for (int one = 0; one < crowd.count; one++) {
        float across = crowd.each[one].x - x, along = crowd.each[one].y - y;
        float away = across * across + along * along * 1.25f;
        if (crowd.each[one].life > 0 && away < least) least = away, found = one;
    }
    return found;
}

F int strike(SOCKET line, int one) {
    struct frame f;
    if (one < 0 || self.breath < 8) return 0;
    self.breath -= 8;
    net_begin(&f, ATTACK);
    net_number(&f, crowd.each[one].who, 4);
    net_number(&f, self.life * 4 < self.most, 1);
    return send(line, (char *)f.body, net_seal(&f, key), 0);
}

F int hear(SOCKET line) {
    u8 in[FULL_FRAME];
    int size = recv(line, (char *)in, sizeof in, 0), code = net_open(in, size, key);
    if (code == HURT) self.life -= (int)net_take(in + HEAD, 4);
    if (code == SIGHT) look_around(in + HEAD, (int)net_take(in + 6, 2));
    if (self.life < 0) self.life = 0;
    return code;
}

void start(void) {
    WSADATA data;
    struct sockaddr_in to = {0};
    WSAStartup(0x0202, &data);
    HWND window = CreateWindowExA(0, "MoonlightCity", "MoonlightCity", 0, 0, 0, 960, 540, 0, 0, 0, 0);
    SOCKET line = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_family = AF_INET;
    to.sin_port = htons(7077);
    connect(line, (struct sockaddr *)&to, sizeof to);
    say_hello(line);
    log_in(line, "luoxi", "lamp");
    while (IsWindow(window)) {
        hear(line);
        step_to(line, self.x + 1, self.y);
        strike(line, nearest(self.x, self.y));
        Sleep(70);
    }
    ExitProcess(0);
}
