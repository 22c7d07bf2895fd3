/* A bot that buys low and sells high over lines of text. */
#include "../net.h"
int main(int argc, char **argv) {
    if (argc != 3) { fprintf(stderr, "usage: %s address port\n", argv[0]); return EXIT_FAILURE; }
    START();
    int line = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in there;
    memset(&there, 0, sizeof there);
    there.sin_family = AF_INET;
    there.sin_addr.s_addr = inet_addr(argv[1]);
    there.sin_port = htons(atoi(argv[2]));
    if (line < 0 || connect(line, (struct sockaddr *)&there, sizeof there) < 0) { perror("connect"); return EXIT_FAILURE; }
    double mean = 0, purse = 1000;
    int held = 0, n;
    char text[512];
    while (send(line, "price\n", 6, 0) == 6 && (n = recv(line, text, sizeof text - 1, 0)) > 0) {
        text[n] = 0;
        double price = strtod(text, NULL);
        mean = mean ? mean * 0.97 + price * 0.03 : price;
        if (price < mean * 0.95 && purse > price) {
            send(line, text, sprintf(text, "buy 1 %.2f\n", price), 0);
            purse -= price, held++;
        } else if (price > mean * 1.06 && held) {
            send(line, text, sprintf(text, "sell 1 %.2f\n", price), 0);
            purse += price, held--;
        } else continue;
        printf("%d held, %.2f left\n", held, purse);
        recv(line, text, sizeof text, 0);
    }
    perror("recv");
    SHUT(line);
    return EXIT_SUCCESS;
}
