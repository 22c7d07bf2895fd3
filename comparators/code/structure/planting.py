"""Known copies for controls: a function of one file, names changed or statements put in, inside another file."""

from __future__ import annotations

import random
from pathlib import Path, PurePosixPath

import numpy as np

from appraisal.comparator import Plant, Resources
from appraisal.errors import Refused
from appraisal.span import line
from appraisal.work import Member
from comparators.code import source
from comparators.code.kinds import Kind
from comparators.code.source import Source
from comparators.code.structure import features as reading
from comparators.code.structure.features import StructureFeatures, UnitKind
from comparators.code.structure.information import LEAST_BITS
from comparators.matching.encodings import Decoded

ALTERATIONS = ("as it is", "every name changed")
FEW = 25  # tokens of a control at the least


def plant(source_member: Member, into: Member, seed: int, out: Path) -> Plant:
    """See ``appraisal.comparator.Plantable``. A function on lines of its own, rarer than chance where there is one.

    Raises ``Refused`` where the two files are of different languages or there is nothing to take.
    """
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    original, host = (source.read(member, keep_tree=True) for member in (source_member, into))
    if original.language.name != host.language.name:
        raise Refused(f"{into.file}: {host.language.name}, and {source_member.file} is {original.language.name}")
    features = reading.of(original, Resources())
    units = _whole(features)
    if not units:
        raise Refused(f"{source_member.file}: holds no function of {FEW} tokens on whole lines that could be planted")
    alteration = ALTERATIONS[seed % len(ALTERATIONS)]
    dice.shuffle(units)
    for unit in units:
        first, last = int(features.unit_first[unit]), int(features.unit_last[unit])
        block = _altered(original, first, last, alteration, seed)
        body = [*host.text.splitlines(), *block]
        at = len(body) - len(block) + 1
        path = out / f"planted-{seed}-{PurePosixPath(into.file).name}"
        text = "\n".join(body) + "\n"
        found = reading.of(source.source_of(path.name, Decoded(text, "utf-8"), keep_tree=True), Resources())
        # It must stand there as it stood: braces left open before it spoil it.
        there = np.flatnonzero((found.unit_first == at) & (found.unit_last == len(body)))
        if any(_alike(features, unit, found, int(other)) for other in there):
            path.write_text(text, "utf-8", newline="")
            return Plant(
                line(source_member.file, first, last + 1), line(path.name, at, len(body) + 1), alteration, path
            )
    raise Refused(f"{source_member.file}: none of its functions reads the same at the end of {into.file}")


def _whole(features: StructureFeatures) -> list[int]:
    """Units that share no line with another: those that count, or else the richest."""
    usable = []
    for unit in np.flatnonzero((features.unit_tokens >= FEW) & (features.unit_kind != UnitKind.OUTSIDE)).tolist():
        first, last = features.unit_first[unit], features.unit_last[unit]
        others = np.delete(np.arange(len(features.unit_kind)), unit)
        others = others[features.unit_tokens[others] > 0]
        inside = (features.statement_first <= last) & (features.statement_last >= first)
        if not np.isin(features.statement_unit[inside], others).any():
            usable.append(unit)
    rich = [unit for unit in usable if features.unit_bits[unit] >= LEAST_BITS]
    return rich or usable


def _alike(one: StructureFeatures, unit: int, other: StructureFeatures, there: int) -> bool:
    mine = one.statement_normal[one.statement_unit == unit]
    return bool(np.array_equal(mine, other.statement_normal[other.statement_unit == there]))


def _altered(original: Source, first: int, last: int, alteration: str, seed: int) -> list[str]:
    starts = np.append(original.line_starts, len(original.text)).tolist()
    begin, end = starts[first - 1], starts[last]
    text, at = "", begin
    lines = original.token_lines
    for number in np.flatnonzero((lines >= first) & (lines <= last)).tolist():
        a, b = int(original.tokens.starts[number]), int(original.tokens.stops[number])
        word = original.text[a:b]
        if alteration != "as it is" and original.tokens.kinds[number] == Kind.NAME and word.isidentifier():
            word = ("N" if word[0].isupper() else "n") + f"{hash_of(word, seed):07x}"
        text, at = text + original.text[at:a] + word, b
    return (text + original.text[at:end]).splitlines()


def hash_of(word: str, seed: int) -> int:
    """A number of 28 bits that stands for a name."""
    return random.Random(f"{seed}:{word}").getrandbits(28)  # noqa: S311  a new name, no secret


def scramble(member: Member, seed: int, out: Path) -> Path:
    """The same tokens in another order, eight a line."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    found = source.read(member)
    if len(found.tokens) < FEW:
        raise Refused(f"{member.file}: {len(found.tokens)} tokens: too few to make an unrelated file of")
    words = found.words()
    dice.shuffle(words)
    rows = [" ".join(words[at : at + 8]) for at in range(0, len(words), 8)]
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).name}"
    path.write_text("\n".join(rows) + "\n", "utf-8", newline="")
    return path
