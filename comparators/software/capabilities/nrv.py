"""The compressions that UPX writes, undone: NRV2B, NRV2D, NRV2E with 32-bit words of bits, and LZMA.

The first three are dictionary codes of M. F. X. J. Oberhumer's UCL library: bits are taken from 32-bit little-endian
words, highest first, and whole bytes from between them; a 1 means a byte as it is, a 0 a copy from before. Each
distance is coded in pairs of bits, each length likewise; a distance of all ones ends the data. Every step is bounded by
``size``.
"""

from __future__ import annotations

import lzma

NRV2B, NRV2D, NRV2E, LZMA = 2, 5, 8, 14
NAMES = {NRV2B: "NRV2B", NRV2D: "NRV2D", NRV2E: "NRV2E", LZMA: "LZMA"}
END = 0xFFFFFFFF
MOST_SLOW = 24 << 20  # bytes that come out of NRV, which is undone byte by byte here


class NotAsPacked(ValueError):
    """The data are not what the method promises."""


def unpack(data: bytes, size: int, method: int) -> bytes:
    """Exactly ``size`` bytes. ``NotAsPacked`` when the data give others, or the method is not known."""
    try:
        if method == LZMA:
            found = _lzma(data, size)
        elif method in NAMES and size <= MOST_SLOW:
            found = _Bits(data, size).decoded(method)
        else:
            raise NotAsPacked(f"method {method}, {size} bytes")
    except (IndexError, lzma.LZMAError, ValueError) as error:
        raise NotAsPacked(str(error)) from error
    if len(found) != size:
        raise NotAsPacked(f"{len(found)} bytes of {size}")
    return found


def _lzma(data: bytes, size: int) -> bytes:
    """Two bytes of properties (lc + lp and pb; lp and lc), then the stream without a header."""
    lp, lc, pb = data[1] >> 4, data[1] & 15, data[0] & 7
    filters = [{"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": max(4096, size)}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters).decompress(data[2:], size)


class _Bits:
    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = data, size
        self.at = self.word = self.left = 0
        self.out = bytearray()

    def bit(self) -> int:
        if not self.left:
            piece = self.data[self.at : self.at + 4]
            if len(piece) < 4:
                raise NotAsPacked("cut off")
            self.word, self.left = int.from_bytes(piece, "little"), 32
            self.at += 4
        self.left -= 1
        return self.word >> self.left & 1

    def byte(self) -> int:
        value = self.data[self.at]
        self.at += 1
        return value

    def decoded(self, method: int) -> bytes:
        """The whole."""
        last = 1
        bit, out, size = self.bit, self.out, self.size
        while True:
            while bit():
                out.append(self.byte())
                if len(out) > size:
                    raise NotAsPacked("too long")
            code = self._distance(method)
            length = 0
            if code == 2:
                distance = last
                length = bit() if method != NRV2B else 0
            else:
                distance = (code - 3) * 256 + self.byte()
                if distance == END:
                    return bytes(out)
                if distance > END:
                    raise NotAsPacked("a distance beyond 32 bits")
                if method != NRV2B:
                    length = ~distance & 1
                    distance >>= 1
                distance += 1
                last = distance
            length = self._length(method, length) + (distance > (0xD00 if method == NRV2B else 0x500)) + 1
            if distance > len(out) or len(out) + length > size:
                raise NotAsPacked("a copy from outside of the data")
            start = len(out) - distance
            piece = bytes(out[start : start + length])
            out += (piece * (length // len(piece) + 1))[:length]

    def _distance(self, method: int) -> int:
        code = 1
        while code <= END:
            code = code * 2 + self.bit()
            if self.bit():
                return code
            if method != NRV2B:
                code = (code - 1) * 2 + self.bit()
        raise NotAsPacked("a distance without an end")

    def _length(self, method: int, length: int) -> int:
        bit = self.bit
        if method == NRV2E:
            if length:
                return 1 + bit()
            if bit():
                return 3 + bit()
            return self._long() + 3
        length = length * 2 + bit() if method == NRV2D else bit() * 2 + bit()
        return length or self._long() + 2

    def _long(self) -> int:
        length = 1
        while length <= self.size:
            length = length * 2 + self.bit()
            if self.bit():
                return length
        raise NotAsPacked("a length without an end")
