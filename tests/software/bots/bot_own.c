/* A bot of the same protocol by itself: frames are built in one buffer by a writer, the key runs in a table, words are read
   with memcpy, and it keeps a list of monsters. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#define F __attribute__((noinline)) static
int send(int line, const void *data, unsigned long size, int flags);

typedef struct { uint8_t *next, *end; } writer;
typedef struct monster { struct monster *next; uint32_t id; double x, y; unsigned hp; } monster;
static monster *monsters;

F void number(writer *w, uint64_t value, unsigned width) {
    if (w->next + width > w->end) abort();
    memcpy(w->next, &value, width);
    w->next += width;
}

F void key_table(uint32_t seed, uint32_t *table, size_t rounds) {
    for (size_t n = 0; n < rounds; ++n) {
        uint32_t k = seed;
        k = k ^ (k << 13), k = k ^ (k >> 17);
        k = k + (uint32_t)n * UINT32_C(0x7F4A7C15);
        table[n] = seed = k ^ (k << 5) ^ UINT32_C(0x51ED270B);
    }
}

F void cipher(uint8_t *begin, uint8_t *end, uint32_t seed) {
    uint32_t table[16];
    key_table(seed, table, 16);
    const uint8_t *stream = (const uint8_t *)table;
    for (uint8_t *p = begin; p != end; ++p) {
        unsigned mixed = *p ^ *stream++;
        *p = (uint8_t)(mixed * 8 + mixed / 32);
    }
}

F uint64_t walk_frame(uint8_t *buffer, size_t room, uint32_t me, uint32_t tick, const double *place, int direction) {
    writer w = {buffer, buffer + room};
    number(&w, 0x111A4D43, 4);
    number(&w, me | (uint64_t)tick << 32, 8);
    for (const double *p = place; p < place + 3; ++p) number(&w, (uint64_t)lround(*p * 128), 3);
    number(&w, direction % 8, 1);
    cipher(buffer + 4, w.next, 0xC0FFEE);
    uint64_t a = 1, b = 0;
    for (uint8_t *p = buffer + 4; p < w.next; ++p) a += 7 * *p, b += a;
    number(&w, __builtin_bswap32((uint32_t)(b % 65063 << 16 | a % 65063)), 4);
    return w.next - buffer;
}

F void clear(void) {
    while (monsters) {
        monster *old = monsters;
        monsters = old->next;
        free(old);
    }
}

F void understand(const uint8_t *frame, const uint8_t *end) {
    uint16_t head;
    memcpy(&head, frame, sizeof head);
    if (head != 0x4D43) return;
    switch (frame[3]) {
    case 33:
        clear();
        for (frame += 4; frame + 16 <= end; frame += 16) {
            monster *m = calloc(1, sizeof *m);
            uint16_t xy[2];
            memcpy(&m->id, frame, 3);
            memcpy(xy, frame + 4, 4);
            m->x = xy[0] * 0.0078125, m->y = xy[1] * 0.0078125;
            m->hp = frame[8] << 2 | (frame[9] & 3);
            m->next = monsters, monsters = m;
        }
        break;
    case 80:
        for (monster *m = monsters; m; m = m->next)
            if (m->id == frame[4]) m->hp = m->hp > frame[5] ? m->hp - frame[5] - frame[5] / 2 : 0;
    }
}

F monster *target(double x, double y) {
    monster *best = NULL;
    for (monster *m = monsters; m; m = m->next)
        if (m->hp && (!best || hypot(m->x - x, m->y - y) < hypot(best->x - x, best->y - y))) best = m;
    return best;
}

int main(int count, char **words) {
    uint8_t buffer[128];
    double place[3] = {0};
    for (uint32_t tick = 0; tick < (uint32_t)count; ++tick) {
        understand((uint8_t *)words[tick], (uint8_t *)words[tick] + strlen(words[tick]));
        monster *prey = target(place[0], place[1]);
        if (prey) place[0] = prey->x, place[1] = prey->y;
        send(5, buffer, walk_frame(buffer, sizeof buffer, 77, tick, place, 3), 0);
    }
    clear();
    return 0;
}
