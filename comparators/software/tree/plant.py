"""A known copy for controls: lines of one text, names changed, inside another text; or bytes among bytes."""

from __future__ import annotations

import hashlib
import random
import re
from pathlib import Path, PurePosixPath

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import line, whole
from appraisal.work import Member
from comparators.software.tree.content import content_of
from comparators.software.tree.tokens import KEYWORDS

NAME = re.compile(r"(?<![\w])[A-Za-z_][A-Za-z0-9_]*")
LEAST_BYTES = 2048  # of a file that is no text
PIECE = re.compile(r"\w+|\W")


def plant(source: Member, into: Member, seed: int, out: Path) -> Plant:
    """See ``appraisal.comparator.Plantable``. Three fifths of the lines or more, so that the file is a counterpart.

    The copy goes into a host of the same kind (texts of one suffix, other files of one type); beside any other host it
    is a new file of the source's suffix. Raises ``Refused`` for a file too small to take anything from.
    """
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    data, host = source.bytes(), into.bytes()
    original = content_of(data).normal
    paths = PurePosixPath(source.file), PurePosixPath(into.file)
    kinds = _kind(data, paths[0]), _kind(host, paths[1])
    alone = kinds[0] != kinds[1]
    name = f"planted-{seed}-{paths[1].stem + paths[0].suffix if alone else paths[1].name}"
    if original is None:
        return _bytes(source, data, b"" if alone else host, out / name, dice)
    lines = original.decode("utf-8", "replace").split("\n")
    filled = [number for number, text in enumerate(lines) if text]
    if not filled or len(original) < 96:
        raise Refused(f"{source.file}: {len(original)} bytes of text: too short to take lines from")
    count = max(1, len(filled) * dice.randint(6, 10) // 10)
    first = dice.randint(0, len(filled) - count)
    if len({lines[number] for number in filled}) < len(filled):
        first = 0  # of lines that stand several times nobody can tell which was copied
    start, stop = filled[first], filled[first + count - 1] + 1
    block = lines[start:stop]
    alteration = "spacing"
    if dice.random() < 0.5 and _is_code(original):
        block, alteration = [_renamed(text, seed) for text in block], "every name changed, spacing"
    block = [" " * dice.randint(0, 9) + text + " " * dice.randint(0, 2) for text in block]
    kept = None if alone else content_of(host).normal
    around = kept.decode("utf-8", "replace").split("\n") if kept else []
    at = dice.randint(0, len(around))
    body = [*around[:at], *block, *around[at:]]
    path = out / name
    path.write_bytes("\n".join(body).encode("utf-8") + b"\n")
    return Plant(line(source.file, start + 1, stop + 1), line(path.name, at + 1, at + 1 + len(block)), alteration, path)


def _kind(data: bytes, path: PurePosixPath) -> tuple[str, str]:
    """Type by content; of texts, and of what has no type of its own, also the suffix."""
    named = content_of(data).type
    return named, path.suffix.lower() if named in ("text", "data") else ""


def _is_code(text: bytes) -> bool:
    """Whether a text ends many of its lines as programs do: names in prose cannot change without changing it all."""
    lines = [each for each in text.split(b"\n") if each]
    return sum(each[-1:] in b";{}(),:" for each in lines) * 3 > len(lines) >= 12


def _renamed(text: str, seed: int) -> str:
    keywords = set(KEYWORDS)

    def other(found: re.Match[str]) -> str:
        name = found.group()
        return name if name in keywords else "n" + hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()[:8]

    return NAME.sub(other, text)


def _bytes(source: Member, data: bytes, host: bytes, path: Path, dice: random.Random) -> Plant:
    if len(data) < LEAST_BYTES or len(set(data)) < 16:
        raise Refused(f"{source.file}: {len(data)} bytes: too small or too uniform to take a piece from")
    at = dice.randint(0, len(host))
    path.write_bytes(host[:at] + data + host[at:])
    alteration = "all bytes inside another file" if host else "all bytes in a new file"
    return Plant(whole(source.file), whole(path.name), alteration, path)


def scramble(member: Member, seed: int, out: Path) -> Path:
    """The same words, or the same bytes by sixteens, in another order: no run is left that could correspond."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    data = member.bytes()
    text = content_of(data).normal
    pieces = (
        [data[at : at + 16] for at in range(0, len(data), 16)]
        if text is None
        else [piece.encode("utf-8", "replace") for piece in PIECE.findall(text.decode("utf-8", "replace"))]
    )
    if len(pieces) < 32:
        raise Refused(f"{member.file}: {len(pieces)} pieces: too few to make an unrelated file of")
    dice.shuffle(pieces)
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).name}"
    path.write_bytes(b"".join(pieces))
    return path
