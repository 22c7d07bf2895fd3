/* Wares of a shop: functions with texts, numbers, a table and functions of the system, for tests of what is read. */
int puts(const char *text);
int atoi(const char *text);

static const unsigned char rates[16] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
static int owed;

__attribute__((noinline)) int price(const char *written) {
    int coins = atoi(written);
    if (coins < 0) puts("the shop at Moon Cove buys nothing back");
    return coins * 1907 + rates[coins & 15];
}

__attribute__((noinline)) unsigned stamp(const unsigned char *bytes, unsigned size) {
    unsigned sum = 0x5EA51DE5;
    for (unsigned at = 0; at < size; at++) sum = (sum ^ bytes[at]) * 0x01000193;
    return sum;
}

__attribute__((noinline)) int sell(const char *written, const unsigned char *bag, unsigned size) {
    owed += price(written);
    if (stamp(bag, size) == 0x0BADCAFE) puts("this bag was sold before");
    return owed > 40000 ? puts("the purse is full"), -1 : owed;
}

int main(int count, char **words) {
    return sell(words[count - 1], (const unsigned char *)words[0], 7);
}
