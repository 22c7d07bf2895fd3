"""Rules behind ``folding_table.txt`` and the script that writes it: ``python -m comparators.text.folding_table``.

The file lies in ``appraisal/papers``, since gates that read Chinese read by it too (``appraisal.papers.simplified``).

The table is shipped as data so that every machine folds alike: Unicode tables differ between Python versions and
character dictionaries between OpenCC versions, and a count that a court reads must not. Sources: Unicode Character
Database through ``unicodedata`` (NFKC, case folding, general categories) and OpenCC's conversions of single
characters (Apache-2.0): t2s, s2t, t2tw, t2hk. Characters, never phrases.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from appraisal.papers.simplified import TABLE

LETTERS = ("L", "N")  # letters and numbers; punctuation, symbols, spaces and controls are dropped
MARKS = ("Mn", "Mc")  # vowel signs and accents, not what encloses (⃣)
PRIVATE = "Co"  # kept: rare characters of old digitisations sit there
IGNORED = frozenset(
    [0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)]
)
TAGS = range(0xE0000, 0xE1000)  # tag characters and variation selectors: invisible
ZI_RANGES = (
    (0x1100, 0x1200), (0x2E80, 0x2FE0), (0x3005, 0x3008), (0x3021, 0x302A), (0x3031, 0x3036), (0x3038, 0x303D),
    (0x3041, 0x3097), (0x309D, 0x30A0), (0x30A1, 0x30FB), (0x30FC, 0x3100), (0x3105, 0x3130), (0x3131, 0x318F),
    (0x31A0, 0x31C0), (0x31F0, 0x3200), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xA960, 0xA97D), (0xAC00, 0xD7A4),
    (0xD7B0, 0xD7FC), (0xF900, 0xFB00), (0x16FE0, 0x16FE5), (0x17000, 0x18D09), (0x1AFF0, 0x1B300), (0x20000, 0x3FFFE),
)  # fmt: skip
"""What counts as one 字: Han (with 々 and 〇), kana, bopomofo, hangul, Tangut, Nushu. Half open."""


def scalars() -> Iterator[int]:
    """All code points that are no surrogates."""
    yield from range(0xD800)
    yield from range(0xE000, 0x110000)


def kept(code: int) -> bool:
    """Whether a character takes part in the comparison at all."""
    if code in IGNORED or code in TAGS:
        return False
    if 0x20000 <= code < 0x3FFFE:
        return code & 0xFFFF < 0xFFFE  # planes of Han, also those characters that Unicode adds later
    category = unicodedata.category(chr(code))
    return category in MARKS or category[0] in LETTERS or category == PRIVATE


def compatible(code: int) -> str:
    """NFKC, case folding, NFKC again, then without the characters that are dropped."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", chr(code)).casefold())
    return "".join(c for c in text if kept(ord(c)))


def convert(config: str, codes: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Pairs (character, its counterpart) of one OpenCC conversion, each character alone, changed ones only."""
    from opencc import OpenCC

    chars = [chr(code) for code in codes]
    converted = OpenCC(config).convert("\n".join(chars)).split("\n")
    return ((a, b) for a, b in zip(chars, converted, strict=True) if a != b and len(b) == 1)


def variants() -> dict[str, str]:
    """Each Han character that has 简/繁 or regional variants -> one representative of its class.

    Classes are the closure of OpenCC's first candidates, so that text which any of the conversions has passed through
    folds to the same as before. The representative is the simplified form, or the lowest code point below U+10000.
    """
    han = [c for start, stop in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x3FFFE)) for c in range(start, stop)]
    simplified = dict(convert("t2s", han))
    group = {a: {a} for a in map(chr, han)}
    pairs = [*simplified.items()]
    for config in ("s2t", "t2tw", "t2hk"):
        pairs += convert(config, han)
    for a, b in pairs:
        if group.get(a) is not group.get(b) and a in group and b in group:
            merged = group[a] | group[b]
            group.update((c, merged) for c in merged)
    chosen = {}
    for char, members in group.items():
        if len(members) > 1:
            images = sorted(c for c in members if c in {simplified.get(m) for m in members} and ord(c) < 0x10000)
            chosen[char] = (images or sorted(members))[0]
    return chosen


def fold_all() -> dict[int, str]:
    """Folded form of every character that is kept."""
    same = variants()
    table = {code: "".join(same.get(c, c) for c in compatible(code)) for code in scalars() if kept(code)}
    for code in scalars():  # symbols that stand for letters (㈱, ㍿, ①), not those that stand for accents (´, ¸)
        if code not in table and code not in IGNORED and code not in TAGS:
            text = compatible(code)
            if any(unicodedata.category(c)[0] in "LN" for c in text):
                table[code] = "".join(same.get(c, c) for c in text)
    return {code: text for code, text in table.items() if text}


def compositions(table: Mapping[int, str]) -> dict[tuple[int, int], int]:
    """(folded base, combining mark) -> folded composite, for text stored decomposed and for half-width kana."""
    pairs = {}
    for code in scalars():
        parts = unicodedata.normalize("NFD", chr(code))
        whole = table.get(code, "")
        if len(parts) > 1 and unicodedata.combining(parts[-1]) and len(whole) == 1:
            head = unicodedata.normalize("NFC", parts[:-1])
            base = table.get(ord(head), "") if len(head) == 1 else ""
            if len(base) == 1 and table.get(ord(parts[-1])) == parts[-1]:
                pairs[ord(base), ord(parts[-1])] = ord(whole)
    return pairs


def lines() -> Iterator[str]:
    """The table: ``= first last`` kept as is, ``+ first last shift``, ``> code codes…``, ``& base mark whole``."""
    from opencc import __version__

    yield f"# Unicode {unicodedata.unidata_version}, OpenCC {__version__}; written by comparators/text/folding_table.py"
    table = fold_all()
    runs: list[list[int]] = []
    for code, text in sorted(table.items()):
        if len(text) > 1 or code < 0x10000 <= ord(text):  # what a table of 16 bits cannot hold goes with the expansions
            yield f"> {code:x} " + " ".join(f"{ord(c):x}" for c in text)
        elif runs and runs[-1][1] == code - 1 and runs[-1][2] == ord(text) - code:
            runs[-1][1] = code
        else:
            runs.append([code, code, ord(text) - code])
    for first, last, shift in runs:
        yield f"= {first:x} {last:x}" if shift == 0 else f"+ {first:x} {last:x} {shift}"
    for (base, mark), whole in sorted(compositions(table).items()):
        yield f"& {base:x} {mark:x} {whole:x}"


if __name__ == "__main__":
    TABLE.write_text("\n".join(lines()) + "\n", encoding="ascii")
    sys.stdout.write(f"{TABLE.name}: {TABLE.stat().st_size} bytes\n")
