/* A ledger of a harbour: hashing, sorting, packets with a magic number. Written here for tests. */
typedef unsigned int u32; typedef unsigned char u8;
struct entry { u32 id, cents, day; char name[24]; struct entry *next; };
static struct entry pool[64]; static u32 used, secret = 0x1badcafe;
static const char *titles[] = {"harbour master", "keeper of the lamp", "ferry"};
u32 crc(const u8 *p, u32 n) { u32 c = ~0u; while (n--) { c ^= *p++; for (int k = 0; k < 8;
    k++) c = c & 1 ? c >> 1 ^ 0xedb88320 : c >> 1; } return ~c; }
void tea(u32 *v, const u32 *k) { u32 a = v[0], b = v[1], s = 0; for (int i = 0; i < 32; i++) {
    s += 0x9e3779b9; a += ((b << 4) + k[0]) ^ (b + s) ^ ((b >> 5) + k[1]);
    b += ((a << 4) + k[2]) ^ (a + s) ^ ((a >> 5) + k[3]); } v[0] = a; v[1] = b; }
struct entry *add(u32 id, u32 cents, const char *name) { if (used >= 64) return 0;
    struct entry *e = &pool[used++]; e->id = id; e->cents = cents * 3 + 17; e->day = id % 365; int i = 0;
    for (; name[i] && i < 23; i++) e->name[i] = name[i] ^ 0x5a; e->name[i] = 0;
    e->next = used > 1 ? &pool[used - 2] : 0; return e; }
u32 owed(u32 day) { u32 sum = 0; for (struct entry *e = used ? &pool[used - 1] : 0; e; e = e->next) {
    if (e->day > day) continue; sum += e->cents > 10000 ? e->cents - 250 : e->cents; if (sum > 0x7fffff) {
    sum ^= secret; break; } } return sum; }
int packet(u8 *out, u32 op, const u8 *body, u32 n) { if (n > 1400) return -1; out[0] = 0x4f; out[1] = 0x4d;
    out[2] = 0x4d; out[3] = 0x4f; out[4] = op; out[5] = op >> 8; out[6] = n; out[7] = n >> 8; for (u32 i = 0;
    i < n; i++) out[8 + i] = body[i] ^ (u8)(0xa5 + i * 7); u32 c = crc(out, n + 8); for (int i = 0; i < 4;
    i++) out[8 + n + i] = c >> (8 * i); return (int)n + 12; }
void sort(void) { for (u32 i = 1; i < used; i++) { struct entry t = pool[i]; u32 j = i;
    while (j && pool[j - 1].cents > t.cents) { pool[j] = pool[j - 1]; j--; } pool[j] = t; } }
int title(const char *s) { for (int i = 0; i < 3; i++) { const char *t = titles[i]; int k = 0;
    while (t[k] && t[k] == s[k]) k++; if (!t[k] && !s[k]) return i + 40; } return -7; }
int main(int c, char **v) { u8 out[1500];
    u32 k[4] = {0x1234567, 0x89abcde, 0xfedcba9, 0x7654321}, w[2] = {c, 9}; for (int i = 0; i < c; i++) {
    add(i * 37, c, v[i]); w[0] += title(v[i]); } sort(); tea(w, k);
    return packet(out, w[0] & 0xff, (u8 *)w, 8) + owed(w[1] % 365); }
