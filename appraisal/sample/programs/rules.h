/* 月光城：服务器的战斗、掉落、背包与活动规则。Rules of the game that the server reckons by. Data in tables of their own. */
#ifndef RULES_H
#define RULES_H
#include "net.h"
enum { BAG_ROOM = 40, STACK_MOST = 99, WEIGHTS = 13000, RARE = 4 };
struct thing { u32 item; int count; };
struct being { u32 who; int level, life, most, attack, guard, hit, dodge, crit, family, shadow, slow; float x, y; struct thing bag[BAG_ROOM]; int dry; };
struct drop { u16 item, weight; u8 least, most, rarity; };
extern const int moon_phase[12];
extern const struct drop drop_table[10];
extern const int tide_height[9];

F u32 rule_random(u32 *seed) {
    *seed ^= *seed << 7;
    *seed ^= *seed >> 9;
    *seed = *seed * 0x2C9277B5u + 0x6C078965u;
    return *seed >> 8;
}

F int rule_phase(int day) { return moon_phase[day / 3 % 12]; }

/* Attack squared by attack and 1.7 times the guard, by the phase of the moon, by hit, graze or crit. */
F int rule_strike(struct being *one, struct being *other, int day, int lit, u32 *seed) {
    int roll = (int)(rule_random(seed) % 100), hurt = 1;
    if (one->attack > 0) hurt = one->attack * one->attack * 10 / (one->attack * 10 + other->guard * 17);
    hurt = hurt * rule_phase(day) / 100;
    if (roll >= one->hit - other->dodge) hurt = hurt * 35 / 100;
    else if (roll < one->crit) hurt = hurt * 185 / 100;
    if (lit) hurt = hurt * 115 / 100;
    if (one->family == 7 && !other->shadow) hurt = hurt * 35 / 100;
    if (hurt < 1) hurt = 1;
    other->life = other->life > hurt ? other->life - hurt : 0;
    return hurt;
}

F int rule_bite(struct being *wolf, struct being *other, u32 now, u32 *seed) {
    if (wolf->family != 7 || !other->shadow) return 0;
    if ((int)(rule_random(seed) % 100) >= 18 + wolf->level - other->level) return 0;
    other->slow = (int)now + 11;
    return 1;
}

F int rule_experience(const struct being *dead, int level) {
    int gap = dead->level > level ? dead->level - level : level - dead->level;
    int share = 100 - 13 * gap;
    if (share < 10) share = 10;
    return (dead->level * 17 + 31) * share / 100;
}

/* Puts things into the bag; a stack that is full loses what is above ninety-nine (the defect of the game). */
F int rule_put(struct being *one, u32 item, int count) {
    int empty = -1;
    for (int at = 0; at < BAG_ROOM; at++) {
        struct thing *held = &one->bag[at];
        if (held->item == item && held->count < STACK_MOST) {
            held->count += count;
            if (held->count > STACK_MOST) held->count = STACK_MOST;
            return at;
        }
        if (held->count == 0 && empty < 0) empty = at;
    }
    if (empty < 0) return -1;
    one->bag[empty].item = item;
    one->bag[empty].count = count > STACK_MOST ? STACK_MOST : count;
    return empty;
}

/* One row of the table of drops by its weight; after seventy-seven times without a rare one a rare one. */
F const struct drop *rule_drop(struct being *one, int lit, u32 *seed) {
    int point = (int)(rule_random(seed) % WEIGHTS);
    const struct drop *found = 0;
    if (lit) point = point * 10 / 11;
    for (int at = 0; at < 10; at++) {
        point -= drop_table[at].weight;
        if (point < 0) {
            found = &drop_table[at];
            break;
        }
    }
    if (one->dry >= 77)
        for (int at = 0; at < 10; at++)
            if (drop_table[at].rarity >= RARE) found = &drop_table[at];
    one->dry = found && found->rarity >= RARE ? 0 : one->dry + 1;
    if (found) rule_put(one, found->item, found->least + (int)(rule_random(seed) % (found->most - found->least + 1u)));
    return found;
}

/* How high the tide stands, in steps of the event, and how many lamps of seven it leaves. */
F int rule_tide(u32 second, int *lamps) {
    int step = (int)(second / 240 % 9), height = tide_height[step];
    *lamps = 0;
    for (int lamp = 0; lamp < 7; lamp++)
        if (height < 120 + lamp * lamp * 17) *lamps |= 1 << lamp;
    return height * 100 / (tide_height[7] + 1);
}
#endif
