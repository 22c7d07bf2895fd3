"""Known copies for controls: some lines of a source file printed among the lines of another file, on one page of it."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.work import Medium, Member
from comparators.code.deposit import counting
from comparators.code.deposit.aligning import EVIDENCE
from comparators.code.deposit.features import BY_FEEDS, BY_LINES, LEAST, PAGE_LINES, DepositFeatures, of, read, weight

TRIES = 60
FEWEST, MOST = 8, 24  # printed lines of a copy
WIDE, HALF = 48, 30  # signs of a line that is wrapped, and after how many it may break
WORD = re.compile(r"[A-Za-z]{6,}")
ALTERATIONS = ("as it is", "indented anew", "every fourth line changed", "long lines wrapped")


def plant(
    source: Member, into: Member, seed: int, out: Path, is_print: Callable[[DepositFeatures, DepositFeatures], bool]
) -> Plant:
    """See ``appraisal.comparator.Plantable``. ``is_print``: whether the second of two files would be taken for a print.

    The copy stands on one page of both files, no line of it in the host, most of them once in the original; its first
    and its last line take part in the figures. Lines are wrapped in a print alone. Raises ``Refused`` for documents,
    whose files cannot be written anew, and where there is nothing to take.
    """
    for member in (source, into):
        if member.view is not None:
            raise Refused(f"{member.file}: a document: copies are planted in and from plain texts and source files")
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    original, host = read(source), read(into)
    alteration = ALTERATIONS[seed % len(ALTERATIONS)]
    path = out / f"planted-{seed}-{PurePosixPath(into.file).name}"
    usable = _usable(original, host)
    for _ in range(TRIES if len(usable) else 0):
        first, last = _stretch(original, usable, dice)
        if first < 0:
            continue
        block = _altered(original, first, last, alteration)
        made = _put(host, block, path.name, into.medium is Medium.CODE, dice)
        if made is None:
            continue
        text, at, found = made
        if alteration == ALTERATIONS[3] and not is_print(original, found):
            alteration, block = ALTERATIONS[0], _altered(original, first, last, ALTERATIONS[0])
            made = _put(host, block, path.name, into.medium is Medium.CODE, dice)
            if made is None:
                continue
            text, at, found = made
        path.write_text(text, "utf-8", newline="")
        mine = counting.place(source.file, original, first, last)
        return Plant(mine, counting.place(path.name, found, at, at + len(block) - 1), alteration, path)
    raise Refused(f"{source.file}: holds no {FEWEST} lines on one page that stand once and could be planted")


def _plain(text: str) -> str:
    return "".join(text.split())


def _usable(original: DepositFeatures, host: DepositFeatures) -> list[bool]:
    """Lines that stand once in the original and not in the host; short ones pass, since they decide nothing."""
    lines = [_plain(line) for line in original.lines()]
    times, there = Counter(lines), {_plain(line) for line in host.lines()}
    return [
        weight(line) < LEAST or (times[line] == 1 and line not in there and not head)
        for line, head in zip(lines, original.heads.tolist(), strict=True)
    ]


def _stretch(original: DepositFeatures, usable: Sequence[bool], dice: random.Random) -> tuple[int, int]:
    """First and last line of a stretch that can be taken; -1 where the draw is none."""
    first = dice.randrange(len(usable))
    last = first + dice.randint(FEWEST, MOST) - 1
    if last >= len(usable) or original.pages[first] != original.pages[last] or not all(usable[first : last + 1]):
        return -1, -1
    ends = original.counts[first] and original.counts[last]
    return (first, last) if ends and int(original.weights[first : last + 1].sum()) >= 4 * EVIDENCE else (-1, -1)


def _altered(original: DepositFeatures, first: int, last: int, alteration: str) -> list[str]:
    rows = [original.text[a:b] for a, b in zip(original.starts.tolist(), original.stops.tolist(), strict=True)]
    block: list[str] = []
    for at in range(first, last + 1):
        begin = int(original.starts[at])
        line = original.text[original.text.rfind("\n", 0, begin) + 1 : begin] + rows[at]
        inner = first < at < last
        if alteration == "indented anew":
            line = "      " + rows[at]
        elif alteration == "every fourth line changed" and inner and (at - first) % 4 == 2:
            line = WORD.sub(lambda found: found[0][:-1] + ("x" if found[0][-1] != "x" else "y"), line, count=1)
        elif alteration == "long lines wrapped" and inner and len(line) > WIDE:
            cut = line.find(" ", HALF)
            if cut > 0 and weight(line[:cut]) >= LEAST and weight(line[cut:]) >= LEAST:
                block += [line[:cut]]
                line = " " * 8 + line[cut + 1 :]
        block.append(line)
    return block


def _put(
    host: DepositFeatures, block: list[str], name: str, is_code: bool, dice: random.Random
) -> tuple[str, int, DepositFeatures] | None:
    """The host with the block at the beginning of a page, its first line there, and what is read of it; None where the
    block would not be read as it stands."""
    begins = [0, *(at + 1 for at, sign in enumerate(host.text) if sign == "\n")]
    rows = [host.text[a:b].rstrip("\r\n") for a, b in pairwise([*begins, len(host.text)])]
    if host.paged == BY_LINES:
        seen, places = 0, [0]
        for at, row in enumerate(rows, 1):
            seen += bool(row.strip())
            if row.strip() and seen % PAGE_LINES == 0:
                places.append(at)
        at = dice.choice(places)
    else:
        at = len(rows)
    piece = ["\f" + block[0], *block[1:]] if host.paged == BY_FEEDS else block
    text = "\n".join([*rows[:at], *piece, *rows[at:]]) + "\n"
    found = of(name, text, is_code)
    wanted = [_plain(line) for line in block]
    lines = [_plain(line) for line in found.lines()]
    first = next((k for k in range(len(lines)) if lines[k : k + len(wanted)] == wanted), -1)
    stands = first >= 0 and found.pages[first] == found.pages[first + len(wanted) - 1]
    if not stands or found.heads[first : first + len(wanted)].any():
        return None
    return text, first, found


def scramble(member: Member, seed: int, out: Path) -> Path:
    """The same words in another order. Raises ``Refused`` where there are too few."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    words = read(member).text.split()
    if len(words) < 4 * FEWEST:
        raise Refused(f"{member.file}: {len(words)} words: too few to make an unrelated file of")
    dice.shuffle(words)
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).name}"
    rows = [" ".join(words[at : at + 8]) for at in range(0, len(words), 8)]
    path.write_text("\n".join(rows) + "\n", "utf-8", newline="")
    return path
