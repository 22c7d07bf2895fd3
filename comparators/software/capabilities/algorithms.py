"""Numbers and tables of published algorithms: hashes, ciphers, checksums, generators. Whoever writes one of these has
them, so they say nothing of where a program comes from or which protocol it speaks.

What follows from a rule is worked out here, as the standards state it: SHA-1 and SHA-2 (FIPS 180-4), MD5 (RFC 1321),
RIPEMD-160, AES (FIPS 197), Blowfish (the digits of pi), CRC (ISO 3309, RFC 3720, ECMA-182), ChaCha and Salsa20
(RFC 8439), SipHash, SM3 and SM4 (GB/T 32905, GB/T 32907). The others are listed.
"""

from __future__ import annotations

import itertools
import math
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

KEY = 16  # bytes of a piece of data that is asked for
_WORD = 0xFFFFFFFF
_TEXTS = (b"expand 32-byte k", b"expand 16-byte k", b"somepseudorandomlygeneratedbytes", b"KGS!@#$%")
_LISTED = (
    # starting values of MD4, MD5, SHA-1, RIPEMD-160, SM3
    0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0, 0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
    0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
    # SM4
    0xA3B1BAC6, 0x56AA3350, 0x677D9197, 0xB27022DC,
    # checksums: CRC-32, CRC-32C, CRC-32K, CRC-64
    0xEDB88320, 0x04C11DB7, 0x82F63B78, 0x1EDC6F41, 0xEB31D82E, 0x741B8CD7, 0xC96C5795D7870F42, 0x42F0E1EBA9EA3693,
    # FNV, MurmurHash 2 and 3, xxHash, CityHash, wyhash, FxHash, lookup3
    0x811C9DC5, 0x01000193, 0xCBF29CE484222325, 0x100000001B3, 0x5BD1E995, 0xC6A4A7935BD1E995, 0xCC9E2D51, 0x1B873593,
    0xE6546B64, 0x85EBCA6B, 0xC2B2AE35, 0x87C37B91114253D5, 0x4CF5AD432745937F, 0x38495AB5, 0x52DCE729,
    0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1,
    0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5,
    0x165667919E3779F9, 0x9FB21C651E98DF25, 0xC3A5C85C97CB3127, 0xB492B66FBE98F273, 0x9AE16A3B2F90404F,
    0x9DDFEA08EB382D69, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3,
    0x517CC1B727220A95, 0xDEADBEEF,
    # the golden ratio and e: TEA and its 32 rounds, RC5, RC6, splitmix64, hashes by multiplication
    0x9E3779B9, 0xC6EF3720, 0xB7E15163, 0x9E3779B97F4A7C15, 0xB7E151628AED2A6B, 0xBF58476D1CE4E5B9,
    0x94D049BB133111EB,
    # generators: Mersenne Twister, PCG, xorshift*, linear congruences, Mulberry32, mixing functions of C. Wellons
    0x9908B0DF, 0x9D2C5680, 0xEFC60000, 0x6C078965, 0x012BD6AA, 0x5D588B65, 0xB5026F5AA96619E9, 0x71D67FFFEDA60000,
    0xFFF7EEE000000000, 0x5851F42D4C957F2D, 0x14057B7EF767814F, 0xDA3E39CB94B95BDB, 0x853C49E6748FEA9B,
    0x2545F4914F6CDD1D, 0x41C64E6D, 0x0019660D, 0x3C6EF35F, 0x343FD, 0x269EC3, 0x015A4E35, 0x08088405, 0x5DEECE66D,
    0x6D2B79F5, 0x7FEB352D, 0x846CA68B, 0x21F0AAAD, 0xD35A2D97, 0x735A2D97,
    # Rabbit, Poly1305
    0x4D34D34D, 0xD34D34D3, 0x34D34D34, 0x0FFFFFFC, 0x0FFFFFFF, 0x03FFFF03, 0x03FFC0FF, 0x03F03FFF,
)  # fmt: skip
_CHECKS = ((0xEDB88320, 32), (0x82F63B78, 32), (0xEB31D82E, 32), (0xC96C5795D7870F42, 64), (0xA001, 16), (0x8408, 16))
_CHECKS_LEFT = ((0x04C11DB7, 32), (0x1EDC6F41, 32), (0x42F0E1EBA9EA3693, 64), (0x1021, 16))
_SWAPS = tuple(bytes(at ^ last for at in range(KEY)) for last in (1, 3, 7, 15))  # orders of bytes turned round


@cache
def numbers() -> frozenset[int]:
    """All of four bytes: of eight both halves; also what is subtracted where one is added."""
    every = [*_LISTED, *_sha1(), *_starts(), *_rounds(), *_md5(), *_ripemd(), *_sm3(), *_sm4_key(), *_pi()]
    halves = {part for one in every for part in (one & _WORD, one >> 32) if part}
    for text in _TEXTS:
        for at in range(0, len(text), 4):
            halves |= {int.from_bytes(text[at : at + 4], order) for order in ("little", "big")}
    return frozenset(halves | {-one & _WORD for one in halves})


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
