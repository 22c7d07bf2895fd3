"""Numbers and tables of published algorithms: hashes, ciphers, checksums, generators. Whoever writes one of these has
them, so they say nothing of where a program comes from or which protocol it speaks.

What follows from a rule is worked out here, as the standards state it: SHA-1 and SHA-2 (FIPS 180-4), MD5 (RFC 1321),
RIPEMD-160, AES (FIPS 197), Blowfish (the digits of pi), CRC (ISO 3309, RFC 3720, ECMA-182), ChaCha and Salsa20
(RFC 8439), SipHash, SM3 and SM4 (GB/T 32905, GB/T 32907). The others are listed in ``published``.
"""

from __future__ import annotations

import itertools
import math
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from comparators.software.capabilities.published import LISTED

KEY = 16  # bytes of a piece of data that is asked for
_WORD = 0xFFFFFFFF
_TEXTS = (b"expand 32-byte k", b"expand 16-byte k", b"somepseudorandomlygeneratedbytes", b"KGS!@#$%")
_CHECKS = ((0xEDB88320, 32), (0x82F63B78, 32), (0xEB31D82E, 32), (0xC96C5795D7870F42, 64), (0xA001, 16), (0x8408, 16))
_CHECKS_LEFT = ((0x04C11DB7, 32), (0x1EDC6F41, 32), (0x42F0E1EBA9EA3693, 64), (0x1021, 16))
_SWAPS = tuple(bytes(at ^ last for at in range(KEY)) for last in (1, 3, 7, 15))  # orders of bytes turned round


@cache
def numbers() -> frozenset[int]:
    """All of four bytes: of eight, and of the negative of these, both halves; also what is subtracted where one is
    added."""
    every = [*LISTED, *_sha1(), *_starts(), *_rounds(), *_md5(), *_ripemd(), *_sm3(), *_sm4_key(), *_pi()]
    every += [-one & (1 << 64) - 1 for one in every if one >> 32]
    halves = {part for one in every for part in (one & _WORD, one >> 32) if part}
    for text in _TEXTS:
        for at in range(0, len(text), 4):
            halves |= {int.from_bytes(text[at : at + 4], order) for order in ("little", "big")}
    return frozenset(halves | {-one & _WORD for one in halves})


def is_number(value: int) -> bool:
    """Whether a number of eight bytes is one of these, by both of its halves."""
    return {value & _WORD, value >> 32} <= numbers()


def is_table(data: bytes) -> bool:
    """Whether 16 bytes are of a table of an algorithm, or count up or down by one step."""
    return len(data) == KEY and (_of_table(data) or len({(b - a) & 0xFF for a, b in itertools.pairwise(data)}) == 1)


def begins(data: bytes, first: int = 0) -> int:
    """Where a table of an algorithm begins in data, in steps of four bytes from ``first`` on; behind them for none."""
    return next((at for at in range(first, len(data) - KEY + 1, 4) if _of_table(data[at : at + KEY])), len(data))


def _of_table(data: bytes) -> bool:
    """Whether 16 bytes are of a table, or four numbers of algorithms."""
    orders = ("<4L", ">4L")
    return data in _pieces() or any(numbers().issuperset(struct.unpack(order, data)) for order in orders)


@cache
def _pieces() -> frozenset[bytes]:
    """Every 16 bytes of the tables, from each entry on, in both orders of bytes; those of numbers alone need none."""
    found: set[bytes] = set(_SWAPS)
    for table, width in _tables():
        for order in ("little", "big"):
            data = b"".join(one.to_bytes(width, order) for one in table)
            found.update(data[at : at + KEY] for at in range(0, len(data) - KEY + 1, width))
    return frozenset(one for one in found if any(one))


def _tables() -> Iterator[tuple[Sequence[int], int]]:
    """Tables with the bytes of an entry."""
    box = _box(0x11B, lambda one: one, lambda one: _turned(one, (0, 1, 2, 3, 4)) ^ 0x63)
    back = [box.index(one) for one in range(256)]
    yield from ((box, 1), (back, 1), (_box(0x1F5, _sm4, _sm4), 1))
    for of, factors in ((box, (2, 1, 1, 3)), (back, (14, 9, 13, 11))):
        for turn in range(4):
            shares = factors[turn:] + factors[:turn]
            yield [int.from_bytes(bytes(_times(one, share, 0x11B) for share in shares), "big") for one in of], 4
    for left, polynomials in ((False, _CHECKS), (True, _CHECKS_LEFT)):
        for polynomial, bits in polynomials:
            for table in _checks(polynomial, bits, left):
                yield table, bits // 8
    yield _checks(0xEDB88320, 32, False)[0][::16], 4


def _primes(count: int) -> list[int]:
    return [one for one in range(2, 420) if all(one % by for by in range(2, math.isqrt(one) + 1))][:count]


def _root(number: int, degree: int, bits: int) -> int:
    """The whole part of a root, with so many binary digits behind the point."""
    goal, low, high = number << degree * bits, 0, 1 << bits + number.bit_length()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= goal else (low, middle)
    return low


def _fractions(primes: Iterable[int], degree: int) -> list[int]:
    """64 binary digits of the roots behind the point."""
    return [_root(prime, degree, 64) & (1 << 64) - 1 for prime in primes]


def _starts() -> list[int]:
    """Of SHA-512 (and BLAKE2b) and SHA-384; halves of them are those of SHA-256 (BLAKE2s) and SHA-224."""
    return _fractions(_primes(16), 2)


def _rounds() -> list[int]:
    return _fractions(_primes(80), 3)


def _sha1() -> list[int]:
    return [_root(one, 2, 30) & _WORD for one in (2, 3, 5, 10)]


def _ripemd() -> list[int]:
    return [_root(one, degree, 30) & _WORD for one in (2, 3, 5, 7) for degree in (2, 3)]


def _md5() -> list[int]:
    return [int(abs(math.sin(n)) * 2**32) for n in range(1, 65)]


def _sm3() -> list[int]:
    return [(one << by | one >> 32 - by) & _WORD for one in (0x79CC4519, 0x7A879D8A) for by in range(32)]


def _sm4_key() -> list[int]:
    return [int.from_bytes(bytes((4 * at + byte) * 7 & 0xFF for byte in range(4)), "big") for at in range(32)]


def _pi() -> list[int]:
    """The digits of pi behind the point, as Blowfish has them: 18 numbers and four boxes of 256 (J. Machin's sum)."""
    words, guard = 18 + 4 * 256, 64
    one = 1 << 32 * words + guard

    def arctangent(by: int) -> int:
        term = total = one // by
        sign, odd = -1, 3
        while term := term // (by * by):
            total += sign * (term // odd)
            sign, odd = -sign, odd + 2
        return total

    digits = (4 * (4 * arctangent(5) - arctangent(239)) - 3 * one) >> guard
    return [digits >> 32 * (words - 1 - at) & _WORD for at in range(words)]


def _times(one: int, other: int, polynomial: int) -> int:
    """A product in the field of 256 elements."""
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = one << 1 ^ (polynomial if one & 0x80 else 0)
        other >>= 1
    return product


def _turned(one: int, turns: Sequence[int]) -> int:
    """The exclusive or of a byte turned left by so many bits each."""
    found = 0
    for by in turns:
        found ^= (one << by | one >> 8 - by) & 0xFF
    return found


def _sm4(one: int) -> int:
    return _turned(one, (0, 1, 3, 6, 7)) ^ 0xD3


def _box(polynomial: int, before: Callable[[int], int], behind: Callable[[int], int]) -> list[int]:
    """The inverse in the field of 256 elements, with a mapping before and one behind it."""
    inverses = [0] * 256
    for one in range(1, 256):
        if not inverses[one]:
            inverses[one] = next(other for other in range(1, 256) if _times(one, other, polynomial) == 1)
            inverses[inverses[one]] = one
    return [behind(inverses[before(one)]) for one in range(256)]


def _checks(polynomial: int, bits: int, left: bool) -> list[list[int]]:
    """Tables of a CRC for eight bytes at once; the first is the one for one byte."""
    whole = (1 << bits) - 1
    first = []
    for value in range(256):
        value = value << bits - 8 if left else value
        for _ in range(8):
            if left:
                value = (value << 1 ^ (polynomial if value >> bits - 1 else 0)) & whole
            else:
                value = value >> 1 ^ (polynomial if value & 1 else 0)
        first.append(value)
    tables = [first]
    for _ in range(7):
        last = tables[-1]
        if left:
            tables.append([(one << 8 & whole) ^ first[one >> bits - 8] for one in last])
        else:
            tables.append([one >> 8 ^ first[one & 0xFF] for one in last])
    return tables
