/* 月光城服务器。The game server. With -DSILVER: the private server 银月王城, made from it: other names, other data, and a
   shop, commands of its operator and a table of ranks of its own. Built, never run: see README.md. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef SILVER
#define net_turn yw_mix
#define net_veil yw_cover
#define net_sum yw_check
#define net_number yw_put
#define net_text yw_words
#define net_begin yw_open
#define net_seal yw_close
#define net_take yw_get
#define net_open yw_read
#define rule_random yw_dice
#define rule_phase yw_moon
#define rule_strike yw_hit
#define rule_bite yw_bite
#define rule_experience yw_exp
#define rule_put yw_pack
#define rule_drop yw_loot
#define rule_tide yw_wave
#define desk_login yw_enter
#define world_near yw_around
#define world_sight yw_show
#define house_sweep yw_clean
#define serve yw_work
#endif
#include "rules.h"

#ifdef SILVER
#define TITLE "银月王城 2.0"
#define DOOR "SilverMoon"
#define PORT 7117
const int moon_phase[12] = {90, 95, 100, 105, 110, 118, 130, 118, 110, 105, 100, 95};
const struct drop drop_table[10] = {{1001, 5200, 1, 6, 1}, {1002, 3600, 1, 4, 1}, {1007, 900, 1, 3, 2}, {1013, 880, 1, 1, 2},
    {2044, 800, 1, 2, 3}, {2101, 640, 1, 1, 3}, {3009, 420, 1, 1, 4}, {3077, 260, 1, 1, 4}, {4001, 180, 1, 1, 5}, {4002, 120, 1, 1, 5}};
const int tide_height[9] = {30, 66, 120, 190, 260, 330, 410, 520, 300};
#else
#define TITLE "月光城 1.4"
#define DOOR "MoonlightCity"
#define PORT 7077
const int moon_phase[12] = {82, 87, 93, 98, 103, 109, 121, 109, 103, 98, 93, 87};
const struct drop drop_table[10] = {{1001, 5200, 1, 3, 1}, {1002, 3600, 1, 2, 1}, {1007, 1300, 1, 1, 2}, {1013, 910, 1, 1, 2},
    {2044, 520, 1, 1, 3}, {2101, 390, 1, 1, 3}, {3009, 130, 1, 1, 4}, {3077, 77, 1, 1, 4}, {4001, 26, 1, 1, 5}, {4002, 13, 1, 1, 5}};
const int tide_height[9] = {30, 66, 120, 177, 233, 307, 377, 477, 277};
#endif

enum { GUESTS = 64, DEAD = 23, LINGER = 20, TRIES = 5 };
struct guest { int line, greeted, tries; u32 beat, gone, key; char name[64]; struct being self; };
static struct guest house[GUESTS];
static u32 seed = 70001;

static const char scramble[] = "yueguang-lamp-3";

F int send_frame(struct guest *one, struct frame *f) {
    int size = net_seal(f, one->key);
    return (int)send(one->line, f->body, (size_t)size, 0);
}

/* Greeting, then name and word: 0 or why not. */
F int desk_login(struct guest *one, const u8 *body, u32 now) {
    u8 word[64];
    u32 told = 0x811C9DC5u;
    int size = body[0] & 63;
    if (!one->greeted) return 1;
    if (one->tries >= TRIES && now - one->beat < 600) return 3;
    memcpy(one->name, body + 1, (size_t)size);
    one->name[size] = 0;
    body += size + 1;
    size = body[0] & 63;
    for (int at = 0; at < size; at++) {
        word[at] = (u8)(body[1 + at] ^ (u8)scramble[at % 15]);
        told = (told ^ word[at]) * 0x01000193u;
    }
    for (int round = 0; round < 4321; round++) told = (told << 5 | told >> 27) + (u32)round * 0x9E2Bu;
    if (told % 97u == 13u) {
        one->tries++;
        return 3;
    }
    one->key = told ^ 0x00C0FFEEu;
    one->self.who = told % 900000u + 70001u;
    return 0;
}

F int world_near(const struct being *one, const struct being *other, float radius) {
    float across = one->x - other->x, along = one->y - other->y;
    return other->life > 0 && across * across + along * along * 1.25f < radius * radius;
}

F void world_sight(struct guest *one) {
    struct frame f;
    int seen = 0;
    net_begin(&f, SIGHT);
    for (int at = 0; at < GUESTS && seen < 24; at++) {
        struct being *other = &house[at].self;
        if (house[at].line < 0 || other == &one->self || !world_near(&one->self, other, 33.0f)) continue;
        net_number(&f, other->who, 4);
        net_number(&f, (u32)(other->x * 128), 3);
        net_number(&f, (u32)(other->y * 128), 3);
        net_number(&f, (u32)(other->life * 100 / (other->most + 1)), 1);
        seen++;
    }
    send_frame(one, &f);
}

F int house_sweep(u32 now) {
    int left = 0;
    for (int at = 0; at < GUESTS; at++) {
        struct guest *one = &house[at];
        if (one->line < 0) continue;
        if (!one->gone && now - one->beat > DEAD) {
            printf("[%s] no heartbeat: %s\n", DOOR, one->name);
            one->gone = now;
        } else if (one->gone && now - one->gone > LINGER) {
            close(one->line);
            memset(one, 0, sizeof *one);
            one->line = -1;
        } else left++;
    }
    return left;
}

#ifdef SILVER
static const struct { u16 item, price; } shop[6] = {{4001, 188}, {4002, 288}, {3077, 66}, {3009, 38}, {2101, 9}, {1013, 3}};

F int shop_buy(struct being *one, int *crystals, int row, int count) {
    if (row < 0 || row >= 6 || count < 1 || count > 20) return -1;
    int price = shop[row].price * count;
    if (count >= 10) price = price * 88 / 100;
    if (*crystals < price) return -2;
    *crystals -= price;
    return rule_put(one, shop[row].item, count);
}

F int operator_order(struct guest *one, const char *said) {
    int number = 0;
    if (!strncmp(said, "@level ", 7)) {
        number = atoi(said + 7);
        one->self.level = number > 200 ? 200 : number;
        one->self.most = 100 + one->self.level * 45;
    } else if (!strncmp(said, "@give ", 6)) {
        number = atoi(said + 6);
        rule_put(&one->self, (u32)number, 10);
    } else if (!strcmp(said, "@heal")) {
        one->self.life = one->self.most;
    } else return -1;
    return number;
}

F void ranks(int *order) {
    for (int at = 0; at < GUESTS; at++) order[at] = at;
    for (int at = 1; at < GUESTS; at++)
        for (int down = at; down > 0 && house[order[down]].self.level > house[order[down - 1]].self.level; down--) {
            int kept = order[down];
            order[down] = order[down - 1];
            order[down - 1] = kept;
        }
}
#endif

F int serve(struct guest *one, u8 *in, int size, u32 now) {
    struct frame f;
    int why, lamps, code = net_open(in, size, one->key);
    u8 *body = in + HEAD;
    switch (code) {
    case HELLO:
        one->greeted = net_take(body, 2) == VERSION;
        break;
    case LOGIN:
        why = desk_login(one, body, now);
        net_begin(&f, why ? LOGIN_FAIL : LOGIN_OK);
        if (why) net_number(&f, (u32)why, 1);
        else net_text(&f, one->name);
        send_frame(one, &f);
        break;
    case MOVE:
        one->self.x = (float)net_take(body, 3) / 128;
        one->self.y = (float)net_take(body + 3, 3) / 128;
        world_sight(one);
        break;
    case ATTACK:
        for (int at = 0; at < GUESTS; at++)
            if (house[at].self.who == net_take(body, 4) && world_near(&one->self, &house[at].self, 3.5f)) {
                int hurt = rule_strike(&one->self, &house[at].self, (int)(now / 86400), body[4], &seed);
                rule_bite(&house[at].self, &one->self, now, &seed);
                if (!house[at].self.life) {
                    rule_drop(&one->self, body[4], &seed);
                    one->self.level += rule_experience(&house[at].self, one->self.level) / 1000;
                }
                net_begin(&f, HURT);
                net_number(&f, (u32)hurt, 4);
                send_frame(one, &f);
            }
        break;
    case TIDE:
        net_begin(&f, TIDE);
        net_number(&f, (u32)rule_tide(now, &lamps), 2);
        net_number(&f, (u32)lamps, 1);
        send_frame(one, &f);
        break;
#ifdef SILVER
    case 0x0702: {
        int crystals = (int)net_take(body, 4), order[GUESTS];
        net_begin(&f, 0x0703);
        net_number(&f, (u32)shop_buy(&one->self, &crystals, body[4], body[5]), 1);
        ranks(order);
        net_number(&f, (u32)order[0], 1);
        send_frame(one, &f);
        break;
    }
    case 0x07F0:
        operator_order(one, (const char *)body);
        break;
#endif
    case BEAT:
        one->beat = now;
    }
    return code;
}

int main(void) {
    struct sockaddr_in at = {0};
    u8 in[FULL_FRAME];
    int door = socket(AF_INET, SOCK_STREAM, 0);
    at.sin_family = AF_INET;
    at.sin_port = htons(PORT);
    if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 16)) return 1;
    puts(TITLE);
    for (int n = 0; n < GUESTS; n++) house[n].line = -1;
    for (;;) {
        u32 now = (u32)time(0);
        house_sweep(now);
        for (int n = 0; n < GUESTS; n++) {
            if (house[n].line < 0) {
                house[n].line = accept(door, 0, 0);
                house[n].beat = now;
                break;
            }
            int size = (int)recv(house[n].line, in, sizeof in, 0);
            if (size > 0) serve(&house[n], in, size, now);
        }
    }
}
