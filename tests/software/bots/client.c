/* Network part of a made-up client. bot_copied.c takes over its functions under other names; bot_own.c is written from the
   description of the protocol alone: head 0x4D43 and length, kinds 17, 33 and 80, body under a running key, sum behind. */
typedef unsigned char u8;
typedef unsigned int u32;
int send(int line, const void *data, unsigned long size, int flags);
int printf(const char *form, ...);

#define F __attribute__((noinline)) static
#ifndef RENAMED
#define mix_key net_mix_key
#define seal_body net_seal_body
#define sum_body net_sum_body
#define put_step net_put_step
#define take_frame net_take_frame
#define near_first net_near_first
#endif

struct step { u32 who, tick; float x, y, z; u8 way; };
struct crowd { int count; struct { u32 who; float x, y; int life; } each[64]; };

F u32 mix_key(u32 key, u32 turn) {
    key ^= key << 13;
    key ^= key >> 17;
    key += turn * 0x7F4A7C15u;
    return key ^ (key << 5) ^ 0x51ED270Bu;
}

F void seal_body(u8 *body, int size, u32 key) {
    u32 turn = 0;
    for (int at = 0; at < size; at++) {
        if ((at & 3) == 0) key = mix_key(key, turn++);
        body[at] ^= (u8)(key >> (8 * (at & 3)));
        body[at] = (u8)((body[at] << 3) | (body[at] >> 5));
    }
}

F u32 sum_body(const u8 *body, int size) {
    u32 low = 1, high = 0;
    while (size-- > 0) {
        low = (low + *body++ * 7u) % 65063u;
        high = (high + low) % 65063u;
    }
    return high << 16 | low;
}

F int put_step(u8 *out, const struct step *step, u32 key) {
    int size = 0;
    out[size++] = 0x43;
    out[size++] = 0x4D;
    out[size++] = 26;
    out[size++] = 17;
    for (int at = 0; at < 4; at++) out[size++] = (u8)(step->who >> 8 * at);
    for (int at = 0; at < 4; at++) out[size++] = (u8)(step->tick >> 8 * at);
    const float *place = &step->x;
    for (int axis = 0; axis < 3; axis++) {
        int whole = (int)(place[axis] * 128.0f + 0.5f);
        out[size++] = (u8)whole;
        out[size++] = (u8)(whole >> 8);
        out[size++] = (u8)(whole >> 16);
    }
    out[size++] = step->way & 7;
    seal_body(out + 4, size - 4, key);
    u32 sum = sum_body(out + 4, size - 4);
    for (int at = 3; at >= 0; at--) out[size++] = (u8)(sum >> 8 * at);
    return size;
}

F int take_frame(const u8 *in, int size, struct crowd *crowd) {
    if (size < 8 || in[0] != 0x43 || in[1] != 0x4D) return -1;
    int at = 4, kind = in[3];
    if (kind == 33) {
        crowd->count = 0;
        while (at + 16 <= size && crowd->count < 64) {
            int one = crowd->count++;
            crowd->each[one].who = in[at] | in[at + 1] << 8 | in[at + 2] << 16;
            crowd->each[one].x = (in[at + 4] | in[at + 5] << 8) / 128.0f;
            crowd->each[one].y = (in[at + 6] | in[at + 7] << 8) / 128.0f;
            crowd->each[one].life = in[at + 8] * 4 + (in[at + 9] & 3);
            at += 16;
        }
    } else if (kind == 80) {
        for (int one = 0; one < crowd->count; one++)
            if (crowd->each[one].who == in[at]) crowd->each[one].life -= in[at + 1] * 3 / 2;
    }
    return kind;
}

F int near_first(const struct crowd *crowd, float x, float y) {
    int found = -1;
    float least = 2500.0f;
    for (int one = 0; one < crowd->count; one++) {
        float across = crowd->each[one].x - x, along = crowd->each[one].y - y;
        float far = across * across + along * along * 1.25f;
        if (crowd->each[one].life > 0 && far < least) {
            least = far;
            found = one;
        }
    }
    return found;
}

#ifndef RENAMED
int main(int count, char **words) {
    static struct crowd crowd;
    u8 frame[64];
    struct step step = {1001, 0, 3.5f, 4.5f, 0, 2};
    for (int tick = 0; tick < count; tick++) {
        step.tick = tick;
        take_frame((const u8 *)words[tick], 40, &crowd);
        int size = put_step(frame, &step, 0x00C0FFEEu);
        send(3, frame, size, 0);
        printf("nearest %d\n", near_first(&crowd, step.x, step.y));
    }
    return 0;
}
#endif
