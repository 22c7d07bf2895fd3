"""Known copies in other words: sentences of one text, altered in a documented way, put into another one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import char
from appraisal.work import Member
from comparators.matching.encodings import Decoded
from comparators.text.decoding import decode
from comparators.text.reworded.tokens import SENTENCE, RewordedFeatures
from comparators.text.windows import Minimum

TIMES = (3, 8)  # length of a plant, in minima
EDGE = 8  # tokens at both ends that stay as they are, so that it is known where a plant begins and ends
THINNED = 0.12
LEAST_PIECES = 40


def thinned(words: list[str], dice: random.Random) -> list[str]:
    """One token in eight left out."""
    return [word for word in words if dice.random() >= THINNED] or words


def shuffled(words: list[str], dice: random.Random) -> list[str]:
    """The tokens of each six in another order."""
    out = []
    for at in range(0, len(words), 6):
        some = words[at : at + 6]
        dice.shuffle(some)
        out += some
    return out


def both(words: list[str], dice: random.Random) -> list[str]:
    """Left out and in another order."""
    return shuffled(thinned(words, dice), dice)


ALTERATIONS: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "thinned": thinned, "shuffled": shuffled, "thinned-shuffled": both,
}  # fmt: skip


def plant(source: Member, into: Member, seed: int, out: Path, minimum: Minimum) -> Plant:
    """See ``appraisal.comparator.Plantable``. Raises ``Refused`` when ``source`` is too short to take a plant from."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    original, host = decode(source).text, decode(into).text
    features = RewordedFeatures.read(Decoded(original, "utf-8"))
    chosen = choose(features, minimum, dice)
    if chosen is None:
        raise Refused(
            f"{source.file}: too short to take a passage from: it needs {minimum.threshold * TIMES[0] // minimum.zi} 字"
        )
    first, last = chosen
    start, stop = features.span(first, last)
    name = dice.choice(sorted(ALTERATIONS))
    copy = altered(original, features, first, last, name, dice)
    ends = [0, *(m.end() for m in re.finditer(r"[。！？.!?\n]+[”’」』）\"')]*\s*", host))]
    at = dice.choice(ends)
    path = out / f"planted-{seed}-{PurePosixPath(into.file).name}"
    path.write_bytes((host[:at] + copy + "\n" + host[at:]).encode("utf-8"))
    return Plant(char(source.file, start, stop), char(path.name, at, at + len(copy)), name, path)


def choose(features: RewordedFeatures, minimum: Minimum, dice: random.Random) -> tuple[int, int] | None:
    """First and last token of whole sentences (or, without any, of a stretch) that weigh some minima."""
    count = len(features.tokens)
    total = features.weight(minimum)
    if total < TIMES[0] * minimum.threshold or count < 4 * EDGE:
        return None
    wanted = min(dice.uniform(*TIMES) * minimum.threshold / total, 1.0) * count
    starts = [0, *(k + 1 for k in range(count - 1) if features.ends[k] >= SENTENCE)]
    starts = [k for k in starts if k + wanted <= count] or [max(count - int(wanted) - 1, 0)]
    first = dice.choice(starts)
    last = next((k for k in range(first, count) if k - first + 1 >= wanted and features.ends[k] >= SENTENCE), count - 1)
    if last - first > 3 * wanted:  # no sentence ends for long
        last = min(first + int(wanted), count - 1)
    return first, last


def altered(text: str, features: RewordedFeatures, first: int, last: int, name: str, dice: random.Random) -> str:
    """The tokens ``first`` to ``last`` with those between both ends altered; punctuation stands at the ends alone."""
    words = [text[slice(*features.span(k, k))] for k in range(first + EDGE, last - EDGE + 1)]
    gap = "" if sum(len(word) for word in words) < 1.5 * len(words) else " "
    head = text[slice(*features.span(first, first + EDGE - 1))]
    tail = text[slice(*features.span(last - EDGE + 1, last))]
    return gap.join([head, *ALTERATIONS[name](words, dice), tail])


def scramble(member: Member, seed: int, out: Path) -> Path:
    """See ``appraisal.comparator.Scrambling``: pieces of up to three tokens in another order through the whole text.

    Raises ``Refused`` when there are too few pieces to make another text of.
    """
    text = decode(member).text
    features = RewordedFeatures.read(Decoded(text, "utf-8"))
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    count, at, pieces = len(features.tokens), 0, []
    while at < count:
        size = min(dice.randint(1, 3), count - at)
        pieces.append(text[slice(*features.span(at, at + size - 1))])
        at += size
    if len(pieces) < LEAST_PIECES:
        raise Refused(f"{member.file}: {count} words: too few to make an unrelated text of")
    dice.shuffle(pieces)
    lines = [" ".join(pieces[k : k + 8]) for k in range(0, len(pieces), 8)]
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).name}"
    path.write_bytes("\n".join(lines).encode("utf-8"))
    return path
