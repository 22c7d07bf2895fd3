/* What the small programs here need of sockets, on POSIX and on Windows: names alone, no code. */
#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#include <io.h>
#define SHUT(line) closesocket(line)
#define START() do { WSADATA told; WSAStartup(0x202, &told); } while (0)
#else
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>
#define SHUT(line) close(line)
#define START() signal(SIGPIPE, SIG_IGN)
#endif
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
