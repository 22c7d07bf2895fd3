"""Strings of a file of any kind: where they stand, in which encoding, and a 64-bit hash of their characters.

A string is a run of writing: ended by control characters, bytes that are no character of its encoding, and the double
quote (so that a literal in source text is the string of the compiled program); spaces and source escapes (``\\n``) at
its ends do not belong to it. A run longer than ``LONGEST`` characters counts with its first ``LONGEST``. UTF-8, GBK and
UTF-16 of either byte order at either parity are looked for at once; where readings overlap the one with most letters
wins. The file is read in windows that overlap, so memory does not grow with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from comparators.software.strings import chars
from comparators.software.strings.found import Found, Minimum, undisputed
from comparators.software.strings.sounds import blanked

Array = NDArray[Any]
NAMES = ("ASCII", "UTF-8", "GBK", "UTF-16LE", "UTF-16BE")  # as printed; ASCII where all bytes are below 0x80
CODECS = ("ascii", "utf-8", "gbk", "utf-16-le", "utf-16-be")  # Python's names, same order
ASCII, UTF8, GBK, LE, BE = range(5)
WINDOW, MARGIN, SAMPLE = 1 << 20, 1 << 15, 1 << 16
BLOCK, DENSE = 4096, 7.85  # bytes; bits a byte from which on a block looks compressed or encrypted
LONGEST = 4096  # characters of a string; its bytes fit into MARGIN
FREE = 20  # letters from which on a string of a binary need not look natural
_NATURAL = (
    [(a, b) for a in (chars.LOWER, chars.DIGIT) for b in (a, chars.SPACE, chars.JOINER)]
    + [(b, a) for a in (chars.LOWER, chars.DIGIT) for b in (chars.SPACE, chars.JOINER)]
    + [(chars.UPPER, b) for b in (chars.UPPER, chars.LOWER, chars.SPACE, chars.JOINER)]
    + [(b, chars.UPPER) for b in (chars.SPACE, chars.JOINER)]
    + [(chars.MARK, chars.SPACE)]
)
NATURAL = np.zeros(256, np.bool_)
NATURAL[[a << 4 | b for a, b in _NATURAL]] = True
_WIDER = range(chars.DIGIT, 10)  # 字 and their punctuation among themselves and beside digits, spaces and marks
NATURAL[[a << 4 | b for a in _WIDER for b in _WIDER if max(a, b) >= chars.ZI]] = True


def kind_of(sample: bytes) -> str:
    """What the start of a file is: an encoding of text, or ``binary``. Decides how strict strings are judged."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if sample.startswith(mark):
            return name if _everyday(sample[2 : len(sample) & ~1].decode(name, "replace")) >= 0.5 else "binary"
    if not sample:
        return "binary"
    data = np.frombuffer(sample, np.uint8)
    controls = np.count_nonzero((data < 0x20) & ~np.isin(data, (9, 10, 12, 13, 27)) | (data == 0x7F))
    if np.any(data == 0) or controls * 100 > len(data):
        return "binary"
    for cut in range(4):
        try:
            sample[: len(sample) - cut].decode("utf-8")
        except UnicodeDecodeError:
            if len(sample) < SAMPLE:
                break
        else:
            return "utf-8"
    text = sample.decode("gbk", "replace")
    high = [c for c in text if c > "\x7f"]
    good = sum(bool(chars.classes()[min(ord(c), 0xFFFF)] == chars.ZI) for c in high)
    bad = high.count("\ufffd")
    return "gbk" if len(high) >= 4 and good * 2 >= len(high) and bad * 50 <= len(high) else "binary"


def _everyday(text: str) -> float:
    """Share of characters that are ASCII writing or level 1 hanzi."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    good = (points < 0x7F) | (chars.class_of(points) == chars.ZI)
    return float(good.mean()) if len(points) else 0.0


def scan(
    stream: BinaryIO, minimum: Minimum, kind: str, silent: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[int, bytes, Found]]:
    """Strings window by window: (place of the window, its bytes, what starts in it; ``starts`` are of the file).

    ``silent``: stretches of the file that are no writing (``sounds``), taken as zeros.
    """
    base, data, more = 0, blanked(stream.read(MARGIN), 0, silent), True  # ``base``: place in the file of data[0]
    fresh = 0  # strings that start before this place were given already
    while data:
        if more:
            read = stream.read(WINDOW)
            more = len(read) == WINDOW
            data += blanked(read, base + len(data), silent)
        until = base + len(data) - (MARGIN if more else 0)
        doubtful = kind in ("utf-8", "gbk") and b"\0" in data  # text at its start only
        found = strings(data, minimum, "binary" if doubtful else kind, begins=base == 0)
        starts = found.starts + base
        kept = found.take((starts >= fresh) & (starts < until))
        yield base, data, Found(kept.starts + base, *(getattr(kept, name) for name in Found.__slots__[1:]))
        if not more:
            return
        fresh = until
        keep = (until - MARGIN) & ~1
        data, base = data[max(keep - base, 0) :], max(keep, base)


def strings(data: bytes, minimum: Minimum, kind: str, *, begins: bool = True) -> Found:
    """All strings of one window. ``begins``: the window is the start of the file; else a run that touches its edge
    began before it and is not taken."""
    window = np.frombuffer(data, np.uint8)
    dense = _dense(window) if kind == "binary" else np.zeros(0, np.bool_)
    parts = [_bytewise(window, minimum, kind)]
    if len(window) > 3 and kind in ("binary", "utf-16-le", "utf-16-be"):
        parts += [_wide(window, parity, order, minimum, kind) for parity in (0, 1) for order in (LE, BE)]
    found = undisputed(Found.joined(parts))
    if dense.any():
        block = np.minimum(found.starts // BLOCK, len(dense) - 1)
        found = found.take(~dense[block] | (found.weights >= 2 * minimum.threshold))
    return found if begins else found.take(found.starts > 3)


def _dense(window: Array) -> Array:
    """For each block of ``BLOCK`` bytes, and the rest, whether its bytes are spread as in compressed data (bool)."""
    count = -(-len(window) // BLOCK)
    cells = (np.arange(len(window), dtype=np.int32) >> 12 << 8) | window
    share = np.bincount(cells, minlength=count << 8).reshape(count, 256) / BLOCK
    bits = -(share * np.log2(np.where(share > 0, share, 1))).sum(axis=1)
    dense: Array = bits > DENSE
    return dense


def _runs(mask: Array) -> tuple[Array, Array]:
    """Starts and stops of the true stretches."""
    edges = np.flatnonzero(np.diff(mask.view(np.int8), prepend=0, append=0))
    return edges[::2], edges[1::2]


def _inside(starts: Array, stops: Array) -> Array:
    """All positions of disjoint intervals, end to end."""
    sizes = stops - starts
    ends = np.cumsum(sizes)
    at: Array = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - (ends - sizes), sizes)
    return at


def _bytewise(window: Array, minimum: Minimum, kind: str) -> Found:
    """ASCII, UTF-8 and GBK."""
    plain = chars.ascii_writing()[window]
    high = window >= 0x80
    least = min(minimum.letters, 2 * minimum.zi)
    if not high.any():
        starts, stops = _long(_runs(plain), least)
        at = _inside(starts, stops)
        return _judged(
            window[at].astype(np.int64), at, np.ones(len(at), np.int64), stops - starts, ASCII, minimum, kind
        )
    parts = []
    if kind != "utf-8":
        starts, stops = _long(_runs(plain), least)
        at = _inside(starts, stops)
        ones = np.ones(len(at), np.int64)
        parts.append(_judged(window[at].astype(np.int64), at, ones, stops - starts, ASCII, minimum, kind))
    if kind != "gbk":
        heads, points, widths = _utf8(window, high)
        parts.append(_multibyte(window, plain, heads, points, widths, UTF8, minimum, kind))
    if kind in ("binary", "gbk"):
        heads, points = _pairs(window, high)
        if len(heads):
            widths = np.full(len(heads), 2)
            parts.append(_multibyte(window, plain, heads, points, widths, GBK, minimum, kind))
    return Found.joined(parts)


def _long(runs: tuple[Array, Array], least: int) -> tuple[Array, Array]:
    kept = runs[1] - runs[0] >= least
    return runs[0][kept], runs[1][kept]


def _utf8(window: Array, high: Array) -> tuple[Array, Array, Array]:
    """Places, code points and widths of the characters of two bytes and more that are writing."""
    at = np.flatnonzero(window >= 0xC2)
    padded = np.concatenate([window[at[0] :] if len(at) else window[:0], np.zeros(3, np.uint8)])
    base = int(at[0]) if len(at) else 0
    b0, b1, b2, b3 = (padded[at - base + k].astype(np.int64) for k in range(4))
    c1, c2, c3 = ((b & 0xC0) == 0x80 for b in (b1, b2, b3))
    two = (b0 < 0xE0) & c1
    three = (b0 >= 0xE0) & (b0 < 0xF0) & c1 & c2
    four = (b0 >= 0xF0) & (b0 < 0xF5) & c1 & c2 & c3
    points = np.where(two, (b0 & 31) << 6 | b1 & 63, 0)
    points = np.where(three, (b0 & 15) << 12 | (b1 & 63) << 6 | b2 & 63, points)
    points = np.where(four, (b0 & 7) << 18 | (b1 & 63) << 12 | (b2 & 63) << 6 | b3 & 63, points)
    shortest = ~(three & (points < 0x800)) & ~(four & (points < 0x10000))
    good = shortest & (points > 0) & (chars.class_of(points) > 0)
    widths = two * 2 + three * 3 + four * 4
    return at[good], points[good], widths[good]


def _pairs(window: Array, high: Array) -> tuple[Array, Array]:
    """Places and code points of the two-byte characters of GBK, paired from the start of each run of high bytes."""
    at = np.flatnonzero((window > 0x80) & (window < 0xFF))
    if not len(at):
        return at, at
    first = np.diff(at, prepend=-2) > 1
    run_start = at[first][np.cumsum(first) - 1]
    heads = at[(at - run_start) % 2 == 0]
    heads = heads[heads + 1 < len(window)]
    points = chars.gbk()[window[heads].astype(np.int64) << 8 | window[heads + 1]]
    return heads[points > 0], points[points > 0].astype(np.int64)


def _multibyte(
    window: Array, plain: Array, heads: Array, points: Array, widths: Array, encoding: int, minimum: Minimum, kind: str
) -> Found:
    """Runs of ASCII and the given characters; in a file that is not all UTF-8 only runs that hold one of them."""
    member = plain.copy()
    begin = plain.copy()
    width = np.ones(len(window), np.int8)
    for k in range(4):
        inner = heads[widths > k] + k
        member[inner] = True
        begin[inner] = k == 0
    width[heads] = widths
    starts, stops = _long(_runs(member), min(minimum.letters, 2 * minimum.zi))
    if kind != "utf-8" and len(starts):
        before = np.concatenate([[0], np.cumsum(np.bincount(heads, minlength=len(window)))])
        held = before[stops] > before[starts]
        starts, stops = starts[held], stops[held]
    inside = _inside(starts, stops)
    at = inside[begin[inside]]
    counts = (
        np.add.reduceat(begin[inside].astype(np.int64), np.cumsum(stops - starts) - (stops - starts))
        if len(starts)
        else np.zeros(0, np.int64)
    )
    values = window[at].astype(np.int64)
    wide = np.searchsorted(heads, at)
    wide_at = np.minimum(wide, max(len(heads) - 1, 0))
    if len(heads):
        is_wide = heads[wide_at] == at
        values[is_wide] = points[wide_at[is_wide]]
    return _judged(values, at, width[at].astype(np.int64), counts, encoding, minimum, kind)


def _wide(window: Array, parity: int, encoding: int, minimum: Minimum, kind: str) -> Found:
    """UTF-16 in one byte order from even or odd places on."""
    count = (len(window) - parity) // 2
    units = window[parity : parity + 2 * count].view(np.uint16)
    table = chars.units(swapped=encoding == BE, strict=_strict(kind, encoding))
    starts, stops = _long(_runs(table[units] > 0), min(minimum.letters, minimum.zi))
    at = _inside(starts, stops)
    values = units[at]
    points = (values if encoding == LE else values.byteswap()).astype(np.int64)
    return _judged(points, at * 2 + parity, np.full(len(at), 2), stops - starts, encoding, minimum, kind)


def _judged(
    points: Array, at: Array, widths: Array, counts: Array, encoding: int, minimum: Minimum, kind: str
) -> Found:
    """Trim, cut, count and hash runs; keep those that reach the minimum and, in a binary, look like writing.

    ``points``, ``at``, ``widths``: code point, place and bytes of each character, run after run of ``counts``.
    """
    if not len(counts) or not len(points):
        return Found.nothing()
    label = chars.class_of(points)
    stops = np.cumsum(counts)
    starts = stops - counts
    solid = np.flatnonzero(label != chars.SPACE)
    if not len(solid):
        return Found.nothing()
    first = np.searchsorted(solid, starts)
    last = np.searchsorted(solid, stops)
    filled = last > first
    starts, stops = solid[first[filled]], solid[last[filled] - 1] + 1
    cut = stops - starts > LONGEST
    stops = _unescaped(points, starts, np.minimum(stops, starts + LONGEST))
    letter = (label >= chars.LOWER) & (label <= chars.DIGIT)
    sums = [np.concatenate([[0], np.cumsum(mask)]) for mask in (letter, label >= chars.ZI, label == chars.ZI)]
    letters, han, common = (total[stops] - total[starts] for total in sums)
    zi_mask = (label == chars.ZI) | (label == chars.ZI_RARE)
    total = np.concatenate([[0], np.cumsum(zi_mask)])
    zi = total[stops] - total[starts]
    weights = minimum.weight(letters, zi)
    same = np.concatenate([[0, 0], np.cumsum(points[1:] == points[:-1])])  # same[k]: equal neighbours before k
    repeated = same[stops] - same[np.minimum(starts + 1, stops)]
    good = (weights >= minimum.threshold) & (repeated * 2 < stops - starts)
    if _strict(kind, encoding):
        pair = NATURAL[label[:-1].astype(np.int64) << 4 | label[1:]]
        total = np.concatenate([[0, 0], np.cumsum(pair)])
        natural = total[stops] - total[np.minimum(starts + 1, stops)]
        good &= (natural * 4 >= 3 * (stops - starts - 1)) | ((letters >= FREE) & (han == 0))
        rare = zi - common
        if encoding in (GBK, LE, BE):
            good &= rare * 6 <= zi
            good &= (zi >= minimum.zi) | ((encoding != GBK) & ((han == 0) | (letters * 2 >= minimum.letters)))
            good &= repeated * 4 < stops - starts  # machine code is padded with CC CC, which is a hanzi
            foreign = np.concatenate([[0], np.cumsum(letter & (points > 0x7F))])
            good &= (foreign[stops] - foreign[starts]) * 3 <= letters
        elif encoding == UTF8:
            good &= rare * 3 <= zi + 1
            good &= (zi > 0) | (weights >= 2 * minimum.threshold)  # two bytes pass for a letter too easily
    starts, stops = starts[good], stops[good]
    if not len(starts):
        return Found.nothing()
    inside = _inside(starts, stops)
    lengths = stops - starts
    ends = np.cumsum(lengths)
    step = np.arange(len(inside)) - np.repeat(ends - lengths, lengths)
    terms = chars.mixed(points[inside].astype(np.uint64) + np.uint64(0x632BE59BD9B4E019)) * chars.powers(LONGEST)[step]
    hashes = chars.mixed(np.add.reduceat(terms, ends - lengths) + lengths.astype(np.uint64))
    places = at[starts]
    sizes = at[stops - 1] + widths[stops - 1] - places
    encodings = np.full(len(starts), encoding, np.uint8)
    if encoding == UTF8:
        encodings[sizes == lengths] = ASCII
    return Found(places, sizes, hashes, lengths, encodings, weights[good], cut[good])


def _strict(kind: str, encoding: int) -> bool:
    """Whether strings of this encoding are doubtful in a file of this kind."""
    return kind == "binary" or (kind.startswith("utf-16") and CODECS[encoding] != kind)


def _unescaped(points: Array, starts: Array, stops: Array) -> Array:
    """Stops without source escapes (``\\n``, ``\\r``, ``\\t``, ``\\0``) and the spaces before them."""
    for _ in range(4):
        long = stops - starts >= 2
        last, before = points[np.maximum(stops - 1, 0)], points[np.maximum(stops - 2, 0)]
        escape = long & (before == 0x5C) & np.isin(last, (0x6E, 0x72, 0x74, 0x30))
        space = long & (last == 0x20)
        if not (escape.any() or space.any()):
            break
        stops = stops - 2 * escape - (space & ~escape)
    return stops
