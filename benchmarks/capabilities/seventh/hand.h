/* What the specimens of this draw share: F names a function that the variants "xor" and "hash" hide; KEEP has a function
   stay one; AT_OF and SECOND_OF are registers. Include it last. */
#ifndef HAND_H
#define HAND_H
#if HIDE
#include "hide.h"
#else
#define F(name) name
#endif
#ifdef _WIN64
#define AT_OF(context) (context)->Rip
#define SECOND_OF(context) (context)->Rdx
#else
#define AT_OF(context) (context)->Eip
#define SECOND_OF(context) (context)->Edx
#endif
#define KEEP __attribute__((noinline, noclone))
#endif
