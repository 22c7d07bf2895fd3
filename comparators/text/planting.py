"""Known copies: a passage of one text, altered in a documented way, put into another one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

import numpy as np

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import char
from appraisal.work import Member
from comparators.text.decoding import decode
from comparators.text.folding import Folded, fold, is_zi, tables
from comparators.text.windows import Minimum

CLAUSE = re.compile(r"[^，。；：！？、,.;:!?\n]+[，。；：！？、,.;:!?\n]*|[，。；：！？、,.;:!?\n]+")
LEAST_PIECES = 20
MARKS = "，。；：！？、…—「」『』（）《》,.;:!?()\"' "
BREAKS = ("\n", "\r\n", "\n\n", "\n　　", "\n    ")
WIDE = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)} | {" ": "　"}
NARROW = {wide: narrow for narrow, wide in WIDE.items()}


@cache
def twins() -> dict[str, str]:
    """Each Han character -> the others that fold to the same one."""
    narrow = tables().narrow
    han = np.arange(0x3400, 0xA000)
    groups: dict[int, list[str]] = {}
    for code, folded in zip(han.tolist(), narrow[han].tolist(), strict=True):
        groups.setdefault(folded, []).append(chr(code))
    return {c: "".join(o for o in group if o != c) for group in groups.values() if len(group) > 1 for c in group}


def punctuation(text: str, dice: random.Random) -> str:
    """Other punctuation for what is there, and more of it in between."""
    out = []
    for c in text:
        out.append(c if c.isalnum() or c.isspace() else dice.choice(MARKS))
        if dice.random() < 0.2:
            out.append(dice.choice(MARKS))
    return "".join(out)


def width(text: str, dice: random.Random) -> str:
    """Full-width forms for ASCII and the other way round."""
    return "".join(WIDE.get(c, NARROW.get(c, c)) for c in text)


def script(text: str, dice: random.Random) -> str:
    """简 for 繁 and 繁 for 简, character by character."""
    return "".join(dice.choice(twins()[c]) if c in twins() else c for c in text)


def line_breaks(text: str, dice: random.Random) -> str:
    """Lines of another length."""
    every = dice.randint(3, 20)
    joined = "".join(c for c in text if c not in "\r\n")
    ends = range(every - 1, len(joined) - 1, every)
    return "".join(c + (dice.choice(BREAKS) if at in ends else "") for at, c in enumerate(joined))


def all_of_them(text: str, dice: random.Random) -> str:
    """Script, width, punctuation and line breaks together."""
    return line_breaks(punctuation(width(script(text, dice), dice), dice), dice)


ALTERATIONS: dict[str, Callable[[str, random.Random], str]] = {
    "none": lambda text, dice: text,
    "punctuation": punctuation,
    "width": width,
    "script": script,
    "line-breaks": line_breaks,
    "all": all_of_them,
}


def choose(folded: Folded, minimum: Minimum, dice: random.Random, most: int = 4) -> tuple[int, int] | None:
    """Folded interval of whole characters that weighs one to ``most`` times the minimum; None if there is none."""
    weights = np.where(is_zi(folded.text), minimum.zi, minimum.letter)
    total = np.concatenate([[0], np.cumsum(weights)])
    if total[-1] < minimum.threshold:
        return None
    for _ in range(100):
        start = dice.randrange(int(np.searchsorted(total, total[-1] - minimum.threshold, side="right")))
        wanted = int(minimum.threshold * (1 + (most - 1) * dice.random() ** 2))
        stop = min(int(np.searchsorted(total, min(total[start] + wanted, total[-1]))), len(folded.text))
        edges = [at for at in (start, stop) if 0 < at < len(folded.text)]
        if all(folded.offsets[at] != folded.offsets[at - 1] for at in edges):
            return start, stop
    return None


def altered(text: str, name: str, dice: random.Random) -> tuple[str, str]:
    """``text`` after the named alteration, and the alteration that was made: ``none`` if it would not fold alike."""
    wanted = fold(text).text
    for _ in range(10):
        changed = ALTERATIONS[name](text, dice)
        folded = fold(changed)
        if np.array_equal(folded.text, wanted):
            return changed[int(folded.offsets[0]) : int(folded.offsets[-1]) + 1], name
    return text, "none"


def plant(source: Member, into: Member, seed: int, out: Path, minimum: Minimum) -> Plant:
    """See ``appraisal.comparator.Plantable``. Raises ``Refused`` when ``source`` is shorter than the minimum."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    original, host = decode(source).text, decode(into).text
    folded = fold(original)
    chosen = choose(folded, minimum, dice)
    if chosen is None:
        raise Refused(f"{source.file}: too short to take a passage from: it needs {minimum.threshold // minimum.zi} 字")
    start, stop = int(folded.offsets[chosen[0]]), int(folded.offsets[chosen[1] - 1]) + 1
    copy, alteration = altered(original[start:stop], dice.choice(sorted(ALTERATIONS.keys() - {"none"})), dice)
    at = dice.randint(0, len(host))
    path = out / f"planted-{seed}-{PurePosixPath(into.file).name}"
    path.write_bytes((host[:at] + copy + host[at:]).encode("utf-8"))
    return Plant(char(source.file, start, stop), char(path.name, at, at + len(copy)), alteration, path)


def scramble(member: Member, seed: int, out: Path, minimum: Minimum) -> Path:
    """See ``appraisal.comparator.Scrambling``: clauses cut below the minimum and put into another order.

    Words and short phrases stay as they are, so that the text is of the same kind; what is as long as a passage must be
    is gone. Raises ``Refused`` when there are too few pieces to make another text of.
    """
    text = decode(member).text
    pieces = [piece for clause in CLAUSE.findall(text) for piece in _cut(clause, minimum)]
    if len(pieces) < LEAST_PIECES:
        raise Refused(f"{member.file}: {len(pieces)} clauses: too few to make an unrelated text of")
    random.Random(seed).shuffle(pieces)  # noqa: S311  repeatable choice of a control, no secret
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).name}"
    path.write_bytes("".join(pieces).encode("utf-8"))
    return path


def _cut(clause: str, minimum: Minimum) -> list[str]:
    """Pieces of at most half the weight that a passage must have: two neighbours that stay together are none yet."""
    most = max(1, minimum.threshold // (2 * max(minimum.zi, minimum.letter)))
    return [clause[at : at + most] for at in range(0, len(clause), most)]
