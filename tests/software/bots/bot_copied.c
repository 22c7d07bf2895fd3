/* A bot that takes over the functions of client.c under other names, between functions of its own. */
#define RENAMED
#define mix_key a1
#define seal_body a2
#define sum_body a3
#define put_step a4
#define take_frame a5
#define near_first a6
#include "client.c"

__attribute__((noinline)) static int bag_room(const int *bag) {
    int room = 40;
    for (int slot = 0; slot < 40; slot++)
        if (bag[slot] > 0) room -= bag[slot] >= 250 ? 2 : 1;
    return room < 0 ? 0 : room;
}

int main(int count, char **words) {
    struct crowd seen = {0};
    struct step walk = {2002, 0, 1, 1, 0, 1};
    u8 out[80];
    for (;;) {
        int kind = take_frame((const u8 *)words[0], 64, &seen), prey = near_first(&seen, walk.x, walk.y);
        if (kind < 0 || bag_room((const int *)words[1]) == 0) return 1;
        if (prey >= 0) walk.x = seen.each[prey].x, walk.y = seen.each[prey].y;
        walk.tick++;
        send(4, out, put_step(out, &walk, 0x1234), 0);
    }
}
