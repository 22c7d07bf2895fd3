"""Numbers by which compilers multiply where a program divides by a constant, or asks whether it is divisible: they say
nothing of the program but the divisor.

T. Granlund and P. L. Montgomery, *Division by Invariant Integers using Multiplication* (PLDI 1994); H. S. Warren,
*Hacker's Delight*, chapter 10. For a divisor d they are near a multiple of 2^32 / d, taken modulo 2^32: rounded up
(quotients), the inverse of an odd d and its multiples (remainders), rounded down (bounds).
"""

from __future__ import annotations

from functools import cache

MASK = (1 << 32) - 1
MOST = 1000  # divisors up to it; of a number at random 1 in 4,000 is one of theirs
LARGE = (1024 * 1000, *(10**power for power in range(4, 10)), 1461, 3600, 60_000, 86_400, 146_097, 604_800, 3_600_000)


@cache
def divides(value: int) -> bool:
    """Whether a number of four bytes is one of these."""
    return value in _of_large() or any(value * d + d & MASK <= 2 * d for d in range(3, MOST + 1))


@cache
def _of_large() -> frozenset[int]:
    """Of divisors that people use: powers of ten, seconds of an hour, a day and a week, days of calendars."""
    found = set()
    for d in LARGE:
        odd = d // (d & -d)
        for one in {d, odd}:
            found |= {-(-(1 << power) // one) & MASK for power in range(32, 33 + one.bit_length())}
            found |= {(1 << 32) // one, (1 << 31) // one}
        found |= {pow(odd, -1, 1 << 32), -pow(odd, -1, 1 << 32) & MASK}
    return frozenset(found)
