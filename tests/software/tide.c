/* Water levels: reals, matrices, a generator of random numbers. Written here for tests. */
typedef unsigned long long u64;
static double level[256]; static u64 state = 0x853c49e6748fea9bULL;
u64 random64(void) { state ^= state << 13; state ^= state >> 7; state ^= state << 17;
    return state * 0x2545f4914f6cdd1dULL; }
void smooth(double *in, int n, int w) { for (int i = 0; i < n; i++) { double s = 0, t = 0; for (int k = -w;
    k <= w; k++) if (i + k >= 0 && i + k < n) { double g = 1.0 / (1.0 + k * k * 0.375); s += in[i + k] * g;
    t += g; } level[i & 255] = t > 0 ? s / t : 0; } }
int peaks(const double *x, int n, int *at, int most) { int found = 0; for (int i = 1;
    i + 1 < n && found < most; i++) if (x[i] > x[i - 1] && x[i] >= x[i + 1] && x[i] > 2.75) {
    at[found++] = i; i += 11; } return found; }
void multiply(double a[4][4], double b[4][4], double out[4][4]) { for (int i = 0; i < 4; i++) for (int j = 0;
    j < 4; j++) { double s = 0; for (int k = 0; k < 4; k++) s += a[i][k] * b[k][j]; out[i][j] = s; } }
int parse(const char *s, double *out) { double v = 0, scale = 1; int sign = 1, dot = 0, n = 0;
    if (*s == '-') { sign = -1; s++; } for (; *s; s++, n++) { if (*s == '.') { if (dot) return -1; dot = 1;
    continue; } if (*s < '0' || *s > '9') return -2; v = v * 10 + (*s - '0'); if (dot) scale *= 10; }
    *out = sign * v / scale; return n; }
double sine(double x) { while (x > 3.14159265358979) x -= 6.28318530717959;
    while (x < -3.14159265358979) x += 6.28318530717959; double t = x, s = x; for (int n = 1; n < 9; n++) {
    t *= -x * x / ((2 * n) * (2 * n + 1)); s += t; } return s; }
int bucket(u64 h, int *table, int size) { int at = (int)(h % (u64)size), steps = 0;
    while (table[at] != -1 && steps < size) { at = (at * 5 + 3) % size; steps++; }
    if (steps >= size) return -1; table[at] = (int)(h >> 33); return at; }
int main(int c, char **v) { double x[64], m[4][4], o[4][4]; int at[8], t[17]; for (int i = 0; i < 17;
    i++) t[i] = -1; for (int i = 0; i < 64; i++) { x[i] = sine(i * 0.25) * 3; bucket(random64(), t, 17); }
    for (int i = 0; i < 16; i++) m[i / 4][i % 4] = x[i]; multiply(m, m, o); smooth(x, 64, 3);
    if (c > 1) parse(v[1], x); return peaks(x, 64, at, 8) + (int)o[1][2] + t[3]; }
