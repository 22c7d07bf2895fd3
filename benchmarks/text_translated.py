"""Pairs of English and Chinese paragraphs of six bilingual works, and seeded sets of translated passages made of them.

DIR holds unpacked Debian packages (``dpkg-deb -x FILE.deb DIR``): debian-handbook, debian-reference-en and -zh-cn,
debian-policy and -zh-cn, maint-guide and -zh-cn, manpages, manpages-dev and manpages-zh, git. What stands in a
translation is told by the layout alone: the n-th paragraph of two pages of as many paragraphs, the section of the same
name of two manual pages, of like length (many translations there are of an older version, so this truth is the
weakest), the entry of a message catalogue. Pages whose layout differs, and paragraphs left in English, are not used.

A pair is a stretch of English paragraphs (left) and a stretch of Chinese paragraphs of the same work (right), of other
places, into which the translation of one to three passages of the left stretch was put. No paragraph stands in both
but these.
"""

from __future__ import annotations

import gettext
import gzip
import html
import math
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.text_truth import Pair

Line = tuple[str, str]  # English, Chinese
HAN = re.compile(r"[\u4e00-\u9fff]")
PARAGRAPH = re.compile(r'<p\b[^>]*>(.*?)</p>|<li\b[^>]*>([^<]+)</li>|<div class="para">(.*?)</div>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def _plain(text: str) -> str:
    return " ".join(html.unescape(TAG.sub("", text)).split())


def _kept(one: str, other: str) -> bool:
    """Whether both are prose, and the second is Chinese."""
    letters = sum(c.isalpha() for c in one)
    return letters >= 20 and len(HAN.findall(other)) >= max(6, letters // 12) and not HAN.search(one)


def _pages(english: Path, chinese: Callable[[Path], Path]) -> Iterator[list[Line]]:
    for page in sorted(english.glob("*.html")):
        other = chinese(page)
        if not other.is_file():
            continue
        mine, theirs = (
            [_plain("".join(found)) for found in PARAGRAPH.findall(path.read_text("utf-8", "replace"))]
            for path in (page, other)
        )
        if len(mine) == len(theirs):
            yield [(a, b) for a, b in zip(mine, theirs, strict=True) if _kept(a, b)]


def _sections(page: Path) -> dict[str, str]:
    """English name of a section -> its text: requests, fonts and tables taken out."""
    source = gzip.decompress(page.read_bytes()).decode("utf-8", "replace")
    out: dict[str, str] = {}
    parts = re.split(r"^\.S[Hh]\b(.*)$", source, flags=re.MULTILINE)[1:]
    for head, section in zip(parts[::2], parts[1::2], strict=True):
        names = re.findall(r"[A-Z][A-Z ]{2,}[A-Z]", head)
        section = re.sub(r"^\.TS.*?^\.TE", "", section, flags=re.MULTILINE | re.DOTALL)
        lines = []
        for line in section.split("\n"):
            if line.startswith(('.\\"', "'")) or re.match(r"\.(?!B|I|BR|IR|RB|RI|BI|IB)\w*", line):
                continue
            line = re.sub(r"^\.(B|I|BR|IR|RB|RI|BI|IB)\b ?", "", line)
            line = re.sub(r"\\f\[?\w\]?|\\s[-+]?\d|\\&|\\c", "", line)
            lines.append(re.sub(r"\\\(?(-|aq|em|e|bu| )", lambda m: "-" if m[1] == "-" else " ", line).replace('"', ""))
        if len(names) == 1:
            out[names[0]] = " ".join(" ".join(lines).split())
    return out


def _manual(root: Path) -> Iterator[list[Line]]:
    for page in sorted((root / "usr/share/man/zh_CN").glob("man*/*.gz")):
        other = root / "usr/share/man" / page.parent.name / page.name
        if not other.is_file():
            continue
        mine, theirs = _sections(other), _sections(page)
        lines = [(mine[name], theirs[name]) for name in mine if name in theirs]
        yield [(a, b) for a, b in lines if _kept(a, b) and len(a) < 4000 and 0.25 < len(b) / len(a) < 0.75]


def _catalogue(path: Path) -> Iterator[list[Line]]:
    with path.open("rb") as stream:
        known = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    lines: list[Line] = [
        (" ".join(a.split()), " ".join(str(b).split())) for a, b in known.items() if isinstance(a, str) and a
    ]
    lines = [line for line in lines if len(line[0]) > 40 and _kept(*line)]
    yield lines


def sources(root: Path) -> dict[str, list[Line]]:
    """Name of each work -> its paragraphs, each English one once."""
    docs = root / "usr/share/doc"
    handbook = docs / "debian-handbook/html"
    reference = docs / "debian-reference-common/docs"
    policy = docs / "debian-policy"
    guide = docs / "maint-guide/html"
    pages = {
        "handbook": _pages(handbook / "en-US", lambda p: handbook / "zh-CN" / p.name),
        "reference": (page for page in _pages(reference, lambda p: p.with_name(p.name.replace(".en.", ".zh-cn.")))),
        "policy": _pages(policy / "policy.html", lambda p: policy / "zh_CN/policy.html" / p.name),
        "maint-guide": _pages(guide, lambda p: docs / "maint-guide-zh-cn/html" / p.name.replace(".en.", ".zh-cn.")),
        "manual-pages": _manual(root),
        "git-messages": _catalogue(root / "usr/share/locale/zh_CN/LC_MESSAGES/git.mo"),
    }
    out: dict[str, list[Line]] = {}
    for name, some in pages.items():
        seen: set[str] = set()
        out[name] = []
        for line in (line for page in some for line in page):
            if line[0] not in seen and line[1] not in seen:
                seen.update(line)
                out[name].append(line)
    return out


DEV = ("handbook",)
LETTERS, ZI = 24_000, 9_000


def _stretch(lines: list[Line], start: int, column: int, size: int) -> int:
    """Number of lines from ``start`` on that have ``size`` characters in a column."""
    total = count = 0
    while total < size and start + count < len(lines):
        total += len(lines[start + count][column])
        count += 1
    return count


def make(
    lines: list[Line], count: int, seed: int, passages: tuple[int, ...] = (1, 1, 2, 3), swap: bool = False
) -> list[Pair]:
    """``count`` pairs of one work; ``swap``: the Chinese text is the left one. Passages: 150 to 5,000 letters."""
    dice = random.Random(seed)
    pairs: list[Pair] = []
    letters = min(LETTERS, sum(len(a) for a, _ in lines) // 3)
    zi = min(ZI, sum(len(b) for _, b in lines) // 3)
    while len(pairs) < count:
        start, gap = dice.randrange(len(lines)), dice.randrange(len(lines))
        mine, theirs = _stretch(lines, start, 0, letters), _stretch(lines, gap, 1, zi)
        if mine < 8 or theirs < 4 or not (start + mine <= gap or gap + theirs <= start):
            continue
        left, host = lines[start : start + mine], lines[gap : gap + theirs]
        taken: list[tuple[int, int]] = []
        for _ in range(dice.choice(passages)):
            size = int(math.exp(dice.uniform(math.log(150), math.log(5000))))
            begin = dice.randrange(mine)
            stop = begin + _stretch(left, begin, 0, size)
            long = sum(len(a) for a, _ in left[begin:stop])
            if 150 <= long <= 6000 and all(stop <= a or begin >= b for a, b in taken):
                taken.append((begin, stop))
        if passages != (0,) and not taken:
            continue
        places = sorted(dice.sample(range(theirs + 1), len(taken)))
        text, at = "", [0]
        for one, _ in left:
            text += one + "\n\n"
            at.append(len(text))
        pair = Pair(text, "")
        done = 0
        for place, (begin, stop) in [*zip(places, taken, strict=True), (theirs, (0, 0))]:
            pair.right += "".join(other + "\n\n" for _, other in host[done:place])
            done = place
            if stop:
                low = len(pair.right)
                pair.right += "\n\n".join(other for _, other in left[begin:stop])
                pair.cases.append(((at[begin], at[stop] - 2), (low, len(pair.right))))
                pair.right += "\n\n"
        if swap:
            pair = Pair(pair.right, pair.left, [(b, a) for a, b in pair.cases])
        pairs.append(pair)
    return pairs
