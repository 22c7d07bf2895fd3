"""Known copies for controls: a stretch of one file, names changed or a statement put in, inside another file."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path, PurePosixPath

import numpy as np

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import line
from appraisal.work import Member
from comparators.code import source
from comparators.code.features import CodeFeatures
from comparators.code.kinds import Kind
from comparators.code.source import Source
from comparators.matching.encodings import Decoded

TRIES = 40
ALTERATIONS = ("as it is", "every name changed", "every name changed, indented anew")


def plant(source_member: Member, into: Member, seed: int, out: Path, size: int) -> Plant:
    """See ``appraisal.comparator.Plantable``. At least ``2 * size`` tokens on whole lines, none of them repetitive.

    Raises ``Refused`` where the two files are of different languages or there is nothing to take.
    """
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    original, host = source.read(source_member), source.read(into)
    if original.language.name != host.language.name:
        raise Refused(f"{into.file}: {host.language.name}, and {source_member.file} is {original.language.name}")
    features = CodeFeatures.of(original)
    texts, host_texts = original.text.splitlines(), host.text.splitlines()
    alteration = ALTERATIONS[seed % len(ALTERATIONS)]
    for _ in range(TRIES):
        lines = _stretch(original, features, dice, size)
        if lines is None:
            break
        first, last = lines
        block = _altered(original, features, first, last, alteration, seed)
        body = [*host_texts, *block]
        text = "\n".join(body) + "\n"
        at = len(host_texts) + 1
        found = CodeFeatures.of(source.source_of(into.file, Decoded(text, "utf-8")))
        mine = (features.lines >= first) & (features.lines <= last)
        theirs = found.lines >= at
        fits = np.array_equal(features.symbols[mine], found.symbols[theirs]) and not found.repetitive[theirs].any()
        if len(texts) >= last and fits:
            path = out / f"planted-{seed}-{PurePosixPath(into.file).name}"
            path.write_text(text, "utf-8", newline="")
            return Plant(
                line(source_member.file, first, last + 1), line(path.name, at, at + len(block)), alteration, path
            )
    raise Refused(f"{source_member.file}: holds no stretch of {2 * size} tokens on whole lines that could be planted")


def _stretch(original: Source, features: CodeFeatures, dice: random.Random, size: int) -> tuple[int, int] | None:
    """First and last line of a stretch without repetition, both with tokens, no token over its edges."""
    if len(features) < 2 * size:
        return None
    for _ in range(TRIES):
        start = dice.randint(0, len(features) - 2 * size)
        stop = min(start + dice.randint(2 * size, 4 * size), len(features)) - 1
        first, last = int(features.lines[start]), int(features.last_lines[stop])
        inside = (features.last_lines >= first) & (features.lines <= last)
        whole = (features.lines[inside] >= first).all() and (features.last_lines[inside] <= last).all()
        if whole and not features.repetitive[inside].any() and np.count_nonzero(inside) <= 8 * size:
            return first, last
    return None


def _altered(original: Source, features: CodeFeatures, first: int, last: int, alteration: str, seed: int) -> list[str]:
    starts = np.append(original.line_starts, len(original.text)).tolist()
    begin, end = starts[first - 1], starts[last]
    text, at = "", begin
    renames = "name" in alteration
    for number in np.flatnonzero((features.lines >= first) & (features.lines <= last)).tolist():
        a, b = int(original.tokens.starts[number]), int(original.tokens.stops[number])
        word = original.text[a:b]
        if renames and original.tokens.kinds[number] == Kind.NAME and word.isidentifier():
            word = ("N" if word[0].isupper() else "n") + hashlib.sha256(f"{seed}:{word}".encode()).hexdigest()[:7]
        text, at = text + original.text[at:a] + word, b
    text += original.text[at:end]
    block = text.splitlines()
    if "indented" in alteration and original.language.name not in ("Python",):
        block = ["    " * (seed % 3) + line_.strip() for line_ in block]
    return block


def scramble(member: Member, seed: int, out: Path, size: int) -> Path:
    """The same tokens in another order: lines shuffled, and within each line the tokens."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    found = source.read(member)
    if len(found.tokens) < 2 * size:
        raise Refused(f"{member.file}: {len(found.tokens)} tokens: too few to make an unrelated file of")
    words = found.words()
    dice.shuffle(words)
    rows = [" ".join(words[at : at + 8]) for at in range(0, len(words), 8)]
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).name}"
    path.write_text("\n".join(rows) + "\n", "utf-8", newline="")
    return path
