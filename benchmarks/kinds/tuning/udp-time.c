/* Answers datagrams with the time of the day, offset by what is asked for. */
#include "../net.h"
int main(int argc, char **argv) {
    START();
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    if (s < 0) { perror("socket"); return 1; }
    struct sockaddr_in me = {0}, from;
    me.sin_family = AF_INET;
    me.sin_port = htons(argc > 1 ? atoi(argv[1]) : 3700);
    if (bind(s, (struct sockaddr *)&me, sizeof me) < 0) { perror("bind"); return 1; }
    for (;;) {
        char text[256];
        socklen_t size = sizeof from;
        int n = recvfrom(s, text, sizeof text - 1, 0, (struct sockaddr *)&from, &size);
        if (n < 0) { perror("recvfrom"); continue; }
        text[n] = 0;
        time_t now = time(NULL) + atoi(text) * 3600;
        struct tm *day = gmtime(&now);
        n = snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d\n", day->tm_year + 1900, day->tm_mon + 1,
                     day->tm_mday, day->tm_hour, day->tm_min, day->tm_sec);
        sendto(s, text, n, 0, (struct sockaddr *)&from, size);
        printf("%s: %s", inet_ntoa(from.sin_addr), text);
    }
}
