"""Bytes to text: which encoding, decided by rules that are the same everywhere, or a named error.

Order: byte order mark, strict UTF-8, then UTF-16 without mark, GB18030 and Big5 by how much of the result is everyday
writing; ``charset-normalizer`` arbitrates where that is not clear. Hanzi that no everyday text has (personal and place
names, tables of characters) are told as GB18030 by the form of their bytes. A mark is not counted as a character.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from appraisal.errors import OverLimit, Unreadable
from appraisal.work import Member
from comparators.matching.encodings import CONTROLS, MARKS, SAMPLE, Decoded

MOST_BYTES = 256 << 20
UTF16 = ("utf-16-le", "utf-16-be")
LEGACY = ("gb18030", "big5hkscs")
FOREIGN = ("cp949", "euc-", "johab", "iso2022", "shift-", "cp932")  # whose bytes can pass for everyday hanzi
CLEAR, POSSIBLE, FREQUENT = 0.9, 0.6, 0.08
LEAST_RARE = 3  # rare hanzi by which an encoding is told; one or two can be an accented word of another language
ENOUGH_RARE = 20  # where Big5 fits too: of so many, Big5 would have set some with a second byte below A1
LATIN_LIKE = 0.6  # share of second bytes that are ASCII above which the bytes may be words with accented letters
NATIVE = 0.2  # share of kana or hangul that every text of Japan or Korea has
EVERYDAY = (  # function words of modern and classical Chinese, simplified and traditional
    "的一是不了人我在有他这個个上们們来來到时時大地为為子中你说說生国國年着就那和要她出也得里裡后後自以会會家可下而过過天去能对對"
    "小多然于於心学學么麼之都好看起发發当當没沒成只如事把还還用第样樣道想作种種美能行所其此何者曰乃无無若吾汝兮与與及"
)
ADVICE = "save it as UTF-8 and hand it in again beside the original"


def decode(member: Member) -> Decoded:
    """Text of one file. Raises ``OverLimit`` above ``MOST_BYTES``, ``Unreadable`` naming the file and the byte."""
    if member.size > MOST_BYTES:
        raise OverLimit(
            f"{member.file}: {member.size} bytes of text; more than {MOST_BYTES} are not read into one comparison:"
            " split the file"
        )
    return decode_bytes(member.bytes(MOST_BYTES), member.file)


def decode_bytes(data: bytes, file: str) -> Decoded:
    """Decode ``data``; ``file`` names it in errors."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, file, len(mark))
    zeros = data.count(0, 0, SAMPLE)
    if zeros:
        return _with_zeros(data, zeros, file)
    try:
        return _readable(data, Decoded(data.decode("utf-8"), "utf-8"), file)
    except UnicodeDecodeError as error:
        return _legacy(data, error, file)


def _strict(data: bytes, encoding: str, file: str, skip: int) -> Decoded:
    try:
        return _readable(data, Decoded(data[skip:].decode(encoding), encoding), file)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{file}: its byte order mark says {encoding}, but byte {error.start + skip} breaks it ({error.reason}):"
            f" {ADVICE}"
        ) from error


def _readable(data: bytes, decoded: Decoded, file: str) -> Decoded:
    """Refuse what decodes but is no text: more than one control character in a hundred."""
    controls = len(CONTROLS.findall(decoded.text[:SAMPLE]))
    if controls * 100 > min(len(decoded.text), SAMPLE):
        first = CONTROLS.search(decoded.text)
        at = len(decoded.text[: first.start()].encode(decoded.encoding, "replace")) if first else 0
        raise Unreadable(f"{file}: control characters from byte {at} on, so this is no text file: name its medium")
    return decoded


def _with_zeros(data: bytes, zeros: int, file: str) -> Decoded:
    scores = _scores(data, UTF16, hangul=True)
    best = max(scores, key=lambda name: scores[name], default="")
    if best and scores[best] >= CLEAR:
        return _whole(data, best, file)
    if zeros * 1000 < min(len(data), SAMPLE):  # a stray zero in an ordinary text
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError as error:
            return _legacy(data, error, file)
    at = data.find(0)
    raise Unreadable(f"{file}: zero bytes from byte {at} on and no UTF-16, so this is no text file: name its medium")


def _legacy(data: bytes, error: UnicodeDecodeError, file: str) -> Decoded:
    scores = _scores(data, (*LEGACY, *UTF16))
    ranked = sorted(scores, key=lambda name: -scores[name])
    if ranked and scores[ranked[0]] >= CLEAR and _frequent(data, ranked[0]):
        return _whole(data, ranked[0], file)
    named = _arbiter(data)
    if named in scores and scores[named] >= POSSIBLE:
        return _whole(data, named, file)
    if ranked and ranked[0] in LEGACY and scores[ranked[0]] >= CLEAR and not named.startswith(FOREIGN):
        return _whole(data, ranked[0], file)
    if _rare_hanzi(data, named):
        return _whole(data, "gb18030", file)
    known = not named or named.startswith(("utf-", "ascii")) or named in LEGACY
    guess = "no known encoding fits" if known else f"it may be {named}, which is not read"
    raise Unreadable(
        f"{file}: not UTF-8 (byte {error.start}: {error.reason}), nor UTF-16, GB18030 or Big5 throughout;"
        f" {guess}: {ADVICE}"
    )


def _whole(data: bytes, encoding: str, file: str) -> Decoded:
    try:
        return _readable(data, Decoded(data.decode(encoding), encoding), file)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{file}: reads as {encoding} up to byte {error.start}, which breaks it ({error.reason}): {ADVICE}"
        ) from error


def _sample(data: bytes, encoding: str) -> str | None:
    """Start of the text, cut where a character may end; None if it does not decode."""
    for cut in range(4):
        try:
            return data[: max(min(SAMPLE, len(data)) - cut, 0)].decode(encoding)
        except UnicodeDecodeError:
            if len(data) <= SAMPLE:
                return None
    return None


@cache
def _common() -> frozenset[str]:
    """Everyday characters: level 1 of GB 2312 and of Big5, kana, hangul, full-width forms, punctuation."""
    gb = {bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF)}
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = {bytes((a, b)).decode("big5", "ignore") for a in range(0xA4, 0xC7) for b in trails}
    ranges = ((0xA0, 0x180), (0x2010, 0x2030), (0x3000, 0x3100), (0xFF01, 0xFF60), (0x2500, 0x2580))
    return frozenset({c for c in gb | big5 if c} | {chr(c) for a, b in ranges for c in range(a, b)})


def _scores(data: bytes, encodings: tuple[str, ...], *, hangul: bool = False) -> dict[str, float]:
    """For each encoding in which the sample decodes: share of its characters that are everyday writing.

    ``hangul`` only where zero bytes speak for UTF-16: else GB18030 read as UTF-16 would pass for Korean.
    """
    scores = {}
    for encoding in encodings:
        text = _sample(data, encoding) or ""
        if encoding in UTF16:
            judged = [c in _common() or "\t" <= c <= "\x7e" or (hangul and "\uac00" <= c <= "\ud7a3") for c in text]
        else:
            judged = [c in _common() for c in text if c > "\x7e"]
        if judged:
            scores[encoding] = sum(judged) / len(judged)
    return scores


def _frequent(data: bytes, encoding: str) -> bool:
    """Whether function words of Chinese have the share that they have in any Chinese prose."""
    text = _sample(data, encoding) or ""
    wide = [c for c in text if c > "\u2fff"]
    return len(wide) >= 20 and sum(c in EVERYDAY for c in wide) >= FREQUENT * len(wide)


def _rare_hanzi(data: bytes, named: str) -> bool:
    """Whether the bytes are hanzi in GB18030, though hardly one of them is everyday writing.

    Asked when no other rule has told the encoding. The whole must decode to hanzi and marks and nothing unassigned or
    for private use; accented letters before ASCII (Latin-1) pair into hanzi too, but nearly always with an ASCII
    second byte; where the bytes are Big5 as well, none of ``ENOUGH_RARE`` may have a second byte below A1, as four in
    ten have in Big5. ``named``: what the arbiter takes them for; kana or hangul there speak against it.
    """
    text = _sample(data, "gb18030")
    wide = [c for c in text or "" if c > "\x7e"]
    hanzi = [c for c in wide if _is_hanzi(c)]
    marks = [c for c in wide if not _is_hanzi(c) and (c in _common() or "\u3000" <= c < "\u3040")]
    if len(hanzi) < LEAST_RARE or len(hanzi) + len(marks) < len(wide):
        return False
    seconds = [c.encode("gb18030")[1] for c in hanzi]  # of four-byte characters a digit, 30 to 39
    double = [b for c, b in zip(hanzi, seconds, strict=True) if len(c.encode("gb18030")) == 2]
    if sum(b < 0x80 for b in double) > LATIN_LIKE * len(hanzi):
        return False
    if _sample(data, "big5hkscs") is not None and (len(double) < ENOUGH_RARE or min(double) < 0xA1):
        return False
    other = _sample(data, named) if named.startswith(FOREIGN) else None
    native = sum("\u3040" <= c < "\u3100" or "\uac00" <= c <= "\ud7a3" for c in other or "")
    return native <= NATIVE * sum(c > "\x7e" for c in other or "")


def _is_hanzi(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CJK ")  # unified ideographs with extensions, radicals, strokes


def _arbiter(data: bytes) -> str:
    """What ``charset-normalizer`` takes the bytes for, as Python names it; empty if it cannot tell."""
    from charset_normalizer import from_bytes  # slow, and needed for doubtful bytes only

    best = from_bytes(data[:SAMPLE]).best()
    name = str(best.encoding).replace("_", "-") if best else ""
    return {"big5": "big5hkscs", "cp950": "big5hkscs", "gbk": "gb18030", "gb2312": "gb18030"}.get(name, name)
