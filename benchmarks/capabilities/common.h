/* How specimens name functions of the system: by import, or hidden as HIDE says (see hide.h, which the build writes). */
#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <tlhelp32.h>
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define APART __attribute__((noinline))
#if HIDE == 0
#define F(name) name
#else
#include "hide.h"
#endif
