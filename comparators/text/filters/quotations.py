"""Quotations: words in quotation marks, or set off as a block, that the text itself gives a source for.

Marks alone prove nothing, since speech in a story stands in them too: a source must stand just before or behind
(《史记》云：“…”, “…”（鲁迅，1923）, "…" (Smith 1999, p. 3), a line ——鲁迅《野草》 below); it is in the evidence. What
goes on quoting just behind (又云：“…”, and again, "…") has the source of the quotation before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comparators.text.filters.marks import QUOTATION, Mark, Read

BEFORE, BEHIND = 60, 80  # characters before and behind a quotation in which its source is looked for
LEAST_ZI, LEAST_LETTERS = 4, 12
QUOTED = re.compile(
    r"“[^“”\n\r]{4,1200}”|「[^「」\n\r]{4,1200}」|『[^『』\n\r]{4,1200}』|(?<![\w\"])\"[^\"\n\r]{12,1200}\"(?!\w)"
)
YEAR = r"(?:1[5-9]|20)\d\d"
_SAYS = "(?:有?云|曰|载|记载|写道|写到|有言|中说|中写|里说|规定|指出|有载|有诗云|有句)"
INTRODUCED = re.compile(
    rf"(?:《[^《》\n]{{1,40}}》(?:[^。！？\n“”「」]{{0,14}}{_SAYS})?"
    r"|(?:诗云|诗曰|子曰|孔子云|孟子曰|老子云|古人云|古语云|古语说|古诗云|俗语云|俗语说|俗话说|常言道|谚语云|谚语说|经云|语云|圣经说))"
    r"[：:，,\s]{0,3}$"
)
NAMED = re.compile(rf"[A-Z][\w’'-]+(?:\s+(?:and|&)\s+[A-Z][\w’'-]+|\s+et al\.)?\s+\({YEAR}[a-z]?\)[^.\n\"“”]{{0,40}}$")
CONTINUED = re.compile(
    r"[，,；;。、\s]{0,3}(?:又|復|复|亦|再|下文又?|[後后]又|其[後后]又?)"
    r"(?:有?云|曰|言|謂|谓|称|載|载|記|记|写道|写到|指出|规定)[：:，,\s]{0,3}"
    r"|[,;.\s]{0,3}(?:and|(?:and )?(?:again|further|later)|(?:he|she|they|it) (?:adds?|continues?|goes on|concludes?))"
    r"[,:]?\s{0,3}"
)
FOLLOWED = re.compile(
    rf"[。，,.;；]?\s?(?:[（(][^()（）\n]{{0,30}}(?:《[^《》\n]{{1,40}}》|{YEAR})[^()（）\n]{{0,30}}[)）]"
    r"|\[\d{1,3}\]|[①-⑳]|\[\^\w{1,12}\]|(?:——|—|--)\s?[^\n。]{0,12}《[^《》\n]{1,40}》)"
)
SIGNED = re.compile(
    r"\s*(?:——|—|--|–)\s?(?:[^\n。！？《》]{1,16}《[^《》\n]{1,40}》[^\n]{0,20}"
    r"|[A-Z][\w.’' -]{2,40},\s[A-Z\"“][^\n]{2,60})\s*"
)
BLOCK = re.compile(r"[ ]{0,3}>[ \t]?\S?")


def marks(read: Read) -> Iterator[Mark]:
    """All quotations of one file; they do not overlap within each form."""
    plain, text = read.plain, read.text
    last, known = -BEFORE, None  # where the last quotation ended, and its source
    for found in QUOTED.finditer(text):
        start, stop = found.span()
        source = _source(text, plain, start, stop)
        if source is None and known is not None and _goes_on(text, last, start):
            source = known
        last, known = stop, source
        if source is not None and _long_enough(text[start + 1 : stop - 1]):
            yield Mark(QUOTATION, start, stop, f"quotation with its source: {source}")
    yield from _blocks(read)


def _source(text: str, plain: str, start: int, stop: int) -> str | None:
    base = max(0, start - BEFORE, text.rfind("\n", 0, start) + 1)
    before = INTRODUCED.search(plain[base:start]) or NAMED.search(text[base:start])
    if before is not None:
        return " ".join(text[base + before.start() : start].split()).rstrip("：:，, ")
    behind = FOLLOWED.match(text, stop, min(len(text), stop + BEHIND))
    return " ".join(behind.group().split()).strip("。，,.;； ") if behind is not None else None


def _goes_on(text: str, last: int, start: int) -> bool:
    """Whether what stands between two quotations says no more than that the second is of the same source."""
    between = text[last:start]
    return len(between) <= BEFORE and not set(between) & set("\n\r") and CONTINUED.fullmatch(between) is not None


def _long_enough(words: str) -> bool:
    han = sum("㐀" <= c <= "鿿" or c > "\U00020000" for c in words)
    return han >= LEAST_ZI or sum(map(str.isalnum, words)) >= LEAST_LETTERS


def _blocks(read: Read) -> Iterator[Mark]:
    """Lines set off by ``>``, and a paragraph under which a line names its source."""
    lines, text = read.lines, read.text
    held: list[tuple[int, int]] = []
    for start, stop in (*lines, (len(text), len(text))):
        if stop > start and BLOCK.match(text, start, stop):
            held.append((start, stop))
        elif held:
            yield Mark(QUOTATION, held[0][0], held[-1][1], "block set off as a quotation: >")
            held = []
    for at in range(1, len(lines)):
        start, stop = lines[at]
        if stop - start > 100 or SIGNED.fullmatch(text, start, stop) is None:
            continue
        first = at - 1
        while first and text[lines[first - 1][1] : lines[first][0]].count("\n") == 1 and at - first < 12:
            first -= 1
        if lines[at][0] - lines[first][0] <= 1200:
            yield Mark(QUOTATION, lines[first][0], stop, f"quotation with its source: {read.said(start, stop)}")
