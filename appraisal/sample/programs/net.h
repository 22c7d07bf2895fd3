/* 月光城：收发双方共用的协议代码。Protocol code that client and server of the game share. Written for this sample; see README.md. */
#ifndef NET_H
#define NET_H
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
#define F static __attribute__((noinline))
enum { MAGIC = 0x4D4F4F4E, VERSION = 17, HELLO = 0x0101, LOGIN = 0x0110, LOGIN_OK = 0x0111, LOGIN_FAIL = 0x0112,
       MOVE = 0x0210, SIGHT = 0x0220, ATTACK = 0x0301, HURT = 0x0310, BAG = 0x0401, BEAT = 0x01F0, TIDE = 0x0677 };
enum { FULL_FRAME = 512, HEAD = 12 };
struct frame { int size; u8 body[FULL_FRAME]; };

/* The key of the next four bytes. */
F u32 net_turn(u32 key, u32 turn) {
    key ^= key << 13;
    key ^= key >> 17;
    key += turn * 0x7F4A7C15u;
    return key ^ (key << 5) ^ 0x51ED270Bu;
}

F void net_veil(u8 *body, int size, u32 key) {
    u32 turn = 0;
    for (int at = 0; at < size; at++) {
        if ((at & 3) == 0) key = net_turn(key, turn++);
        body[at] ^= (u8)(key >> (8 * (at & 3)));
    }
}

F u32 net_sum(const u8 *body, int size) {
    u32 low = 7, high = 23;
    while (size-- > 0) {
        low = (low + *body++ * 13u) % 65063u;
        high = (high + low) % 65063u;
    }
    return high << 16 | low;
}

F void net_number(struct frame *f, u32 value, int width) {
    if (f->size + width > FULL_FRAME) return;
    for (int at = width - 1; at >= 0; at--) f->body[f->size++] = (u8)(value >> 8 * at);
}

F void net_text(struct frame *f, const char *text) {
    int size = 0;
    while (text[size] && size < 63) size++;
    net_number(f, size, 1);
    for (int at = 0; at < size; at++) net_number(f, (u8)text[at], 1);
}

F void net_begin(struct frame *f, int code) {
    f->size = 0;
    net_number(f, MAGIC, 4);
    net_number(f, code, 2);
    net_number(f, 0, 2);
    net_number(f, 0, 4);
}

/* Writes length and sum into the head and hides what stands behind it. */
F int net_seal(struct frame *f, u32 key) {
    int inner = f->size - HEAD, size = f->size;
    u32 sum = net_sum(f->body + HEAD, inner);
    net_veil(f->body + HEAD, inner, key ^ (u32)inner << 7);
    f->size = 6;
    net_number(f, inner, 2);
    net_number(f, sum, 4);
    return f->size = size;
}

F u32 net_take(const u8 *at, int width) {
    u32 value = 0;
    while (width-- > 0) value = value << 8 | *at++;
    return value;
}

/* What a frame carries, made plain in its place; -1 for none that is whole. */
F int net_open(u8 *frame, int size, u32 key) {
    if (size < HEAD || net_take(frame, 4) != MAGIC) return -1;
    int inner = (int)net_take(frame + 6, 2);
    if (inner > size - HEAD) return -1;
    net_veil(frame + HEAD, inner, key ^ (u32)inner << 7);
    if (net_sum(frame + HEAD, inner) != net_take(frame + 8, 4)) return -1;
    return (int)net_take(frame + 4, 2);
}
#endif
