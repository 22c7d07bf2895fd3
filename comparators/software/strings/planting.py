"""Known copies and negative controls: a string of one file in another one; strings with their characters shuffled."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np

from appraisal.comparator import Plant
from appraisal.errors import OverLimit, Refused
from appraisal.span import Span
from appraisal.work import Member
from comparators.software.strings.features import StringFeatures
from comparators.software.strings.found import Minimum
from comparators.software.strings.scan import ASCII, CODECS, NAMES

MOST_BYTES = 1 << 28
LONGEST = 200  # characters of a planted string


def _bytes(member: Member) -> bytes:
    if member.size > MOST_BYTES:
        raise OverLimit(f"{member.file}: {member.size} bytes: controls are made of files up to {MOST_BYTES} bytes")
    return member.path.read_bytes()


def plant(source: Member, into: Member, seed: int, out: Path, minimum: Minimum) -> Plant:
    """See ``appraisal.comparator.Plantable``: the copy stands between zero bytes, as a compiler would put it.

    Raises ``Refused`` where ``source`` holds no string of its own.
    """
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    data, host = _bytes(source), _bytes(into)
    features = StringFeatures.of(source, minimum)
    _, firsts = np.unique(features.hashes, return_index=True)
    own = sorted(firsts[(features.reasons[firsts] == 0) & (features.lengths[firsts] <= LONGEST)].tolist())
    if not own:
        raise Refused(f"{source.file}: holds no string of its own of {minimum.letters} letters or {minimum.zi} 字")
    path = out / f"planted-{seed}-{PurePosixPath(into.file).name}"
    for _ in range(20):
        row = dice.choice(own)
        start, size, found = (int(column[row]) for column in (features.starts, features.sizes, features.encodings))
        text = data[start : start + size].decode(CODECS[found])
        at = dice.randint(0, len(host))
        for codec in dice.sample(CODECS[1:], len(CODECS) - 1):
            try:
                copy = text.encode(codec)
            except UnicodeEncodeError:
                continue
            path.write_bytes(host[:at] + b"\0\0" + copy + b"\0\0" + host[at:])
            planted = StringFeatures.of(replace(into, path=path, size=path.stat().st_size), minimum)
            place = (planted.starts == at + 2) & (planted.hashes == features.hashes[row])
            if np.any(place & (planted.sizes == len(copy))):
                alteration = f"{NAMES[found]} → {NAMES[int(planted.encodings[place][0])]}"
                span = Span(path.name, "byte", at + 2, at + 2 + len(copy))
                return Plant(Span(source.file, "byte", start, start + size), span, alteration, path)
    raise Refused(f"{into.file}: no string of {source.file} can be told apart from what stands around it")


def scramble(member: Member, seed: int, out: Path, minimum: Minimum) -> Path:
    """See ``appraisal.comparator.Scrambling``. Raises ``Refused`` for a file without strings."""
    data = bytearray(_bytes(member))
    features = StringFeatures.of(member, minimum)
    if not len(features.starts):
        raise Refused(f"{member.file}: holds no strings: nothing to shuffle")
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    columns = (features.starts.tolist(), features.sizes.tolist(), features.encodings.tolist())
    for start, size, encoding in zip(*columns, strict=True):
        codec = CODECS[encoding] if encoding != ASCII else "latin-1"
        characters = list(bytes(data[start : start + size]).decode(codec))
        dice.shuffle(characters)
        data[start : start + size] = "".join(characters).encode(codec)
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).name}"
    path.write_bytes(bytes(data))
    return path
