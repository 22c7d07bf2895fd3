"""Known copies for controls: some lines of one file, as they are, indented anew or commented out, inside another."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import line
from appraisal.work import Member
from comparators.code import source
from comparators.code.lines import lines as split
from comparators.code.literal.features import LiteralFeatures
from comparators.code.literal.kinds import Row
from comparators.matching.encodings import Decoded

Array = NDArray[Any]
TRIES = 60
ALTERATIONS = ("as it is", "indented anew", "spaces doubled")


def plant(source_member: Member, into: Member, seed: int, out: Path) -> Plant:
    """See ``appraisal.comparator.Plantable``. Three to eight lines, the first and last of which count.

    Raises ``Refused`` where the two files are of different languages or there is nothing to take.
    """
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    original, host = source.read(source_member), source.read(into)
    if original.language.name != host.language.name:
        raise Refused(f"{into.file}: {host.language.name}, and {source_member.file} is {original.language.name}")
    features = LiteralFeatures.of(original)
    rows = features.rows(Row.STATEMENT)
    lines, hashes = features.lines(features.starts[rows]), features.hashes[rows]
    unique = np.isin(hashes, _once(hashes)) & features.counts[rows]
    at = np.flatnonzero(unique)
    alteration = ALTERATIONS[seed % len(ALTERATIONS)]
    texts, host_texts = split(original.text), split(host.text)
    if host_texts and not host_texts[-1]:
        host_texts.pop()
    for _ in range(TRIES if len(at) else 0):
        first = int(dice.choice(at.tolist()))
        last = min(first + dice.randint(2, 7), len(lines) - 1)
        while last > first and not unique[last]:
            last -= 1
        low, high = int(lines[first]), int(lines[last])
        block = [_altered(text, alteration, seed) for text in texts[low - 1 : high]]
        text = "\n".join([*host_texts, *block]) + "\n"
        found = LiteralFeatures.of(source.source_of(into.file, Decoded(text, "utf-8")))
        theirs = found.rows(Row.STATEMENT)
        begin = len(host_texts) + 1
        new = found.lines(found.starts[theirs]) >= begin
        if np.array_equal(hashes[first : last + 1], found.hashes[theirs][new]):
            path = out / f"planted-{seed}-{PurePosixPath(into.file).name}"
            path.write_text(text, "utf-8", newline="")
            return Plant(
                line(source_member.file, low, high + 1), line(path.name, begin, begin + len(block)), alteration, path
            )
    raise Refused(f"{source_member.file}: holds no lines of its own that could be planted")


def _once(hashes: Array) -> Array:
    values, times = np.unique(hashes, return_counts=True)
    alone: Array = values[times == 1]
    return alone


def _altered(text: str, alteration: str, seed: int) -> str:
    text = text.rstrip("\r")
    if alteration == "as it is":
        return text
    body = text.lstrip(" \t")
    indent = text[: len(text) - len(body)]
    if alteration == "indented anew":
        return "  " * (seed % 3 + 1) + indent.replace("\t", "    ") + body if body else ""
    quoted = '"' in body or "'" in body
    return indent + (body if quoted else body.replace(" ", "  "))


def scramble(member: Member, seed: int, out: Path) -> Path:
    """The words of the file in another order, each word of five letters or more replaced: nothing literal is left."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    found = source.read(member)
    words = [word for word in found.words() if len(word) < 200 and "\n" not in word]
    if len(words) < 20:
        raise Refused(f"{member.file}: {len(words)} tokens: too few to make an unrelated file of")
    dice.shuffle(words)
    changed = [
        "n" + hashlib.sha256(f"{seed}:{word}".encode()).hexdigest()[:7]
        if word.isidentifier() and len(word) > 4
        else word
        for word in words
    ]
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).name}"
    rows = [" ".join(changed[at : at + 8]) for at in range(0, len(changed), 8)]
    path.write_text("\n".join(rows) + "\n", "utf-8", newline="")
    return path
