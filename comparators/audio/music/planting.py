"""Known copies: a passage of one melody, altered in a documented way, inside another one."""

from __future__ import annotations

import random
from pathlib import Path, PurePosixPath

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import Span
from appraisal.work import Member
from comparators.audio.music import align, lines, reading, writing
from comparators.audio.music.tune import Tune
from comparators.audio.music.writing import Played

ALTERATIONS = ("transposed", "other-tempo", "passing-notes", "all")
MARGIN = 2  # times the bits that a passage must tell
ALONE = 0.95  # of its time that a note sounds, so that neighbours stay two


def _melody(member: Member, bits: int) -> tuple[int, list[Played]]:
    """Number of the first note of the melody and its notes. Raises ``Refused`` where there is none."""
    tune = Tune.of(reading.read(member))
    chosen = lines.chosen(tune, "", 100 * bits)
    if not chosen:
        raise Refused(f"{member.file}: no line of notes that could hold a passage: take another file")
    here = tune.line(chosen[0])
    notes = zip(tune.onset[here].tolist(), tune.duration[here].tolist(), tune.pitch[here].tolist(), strict=True)
    return here.start, list(notes)


def _passage(notes: list[Played], bits: int, dice: random.Random, file: str) -> tuple[int, int]:
    """Where a passage that tells enough begins and ends, somewhere in the line."""
    worth = align.worth
    starts = list(range(len(notes)))
    dice.shuffle(starts)
    for start in starts:
        total = 0
        for stop in range(start + 1, len(notes)):
            total += int(worth(notes[stop][2] - notes[stop - 1][2]))  # type: ignore[arg-type]  # one step as an array
            if total >= 100 * bits * MARGIN and stop + 1 - start >= 12:
                return start, stop + 1
    raise Refused(f"{file}: too short to take a passage from: it needs {MARGIN * bits} bits")


def plant(source: Member, into: Member, seed: int, out: Path, bits: int) -> Plant:
    """See ``appraisal.comparator.Plantable``. Raises ``Refused`` where either file has no line for it."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    first, notes = _melody(source, bits)
    _, host = _melody(into, bits)
    start, stop = _passage(notes, bits, dice, source.file)
    alteration = ALTERATIONS[seed % len(ALTERATIONS)]
    copied = _altered(notes[start:stop], alteration, dice)
    at = dice.randrange(1, len(host))
    gap = host[at - 1][0] + host[at - 1][1]
    length = copied[-1][0] + copied[-1][1]
    line = [
        *host[:at],
        *((gap + onset, duration, pitch) for onset, duration, pitch in copied),
        *((onset - host[at][0] + gap + length, duration, pitch) for onset, duration, pitch in host[at:]),
    ]
    path = out / f"planted-{seed}-{PurePosixPath(into.file).stem}.mid"
    path.write_bytes(writing.midi([("melody", 73, line)]))
    left = Span(source.file, "note", first + start, first + stop)
    return Plant(left, Span(path.name, "note", at, at + len(copied)), alteration, path)


def _altered(notes: list[Played], name: str, dice: random.Random) -> list[Played]:
    begin = notes[0][0]
    line = [(onset - begin, duration, pitch) for onset, duration, pitch in notes]
    if name in ("transposed", "all"):
        low, high = min(n[2] for n in line), max(n[2] for n in line)
        shift = dice.choice([s for s in range(-6, 7) if s and low + s >= 0 and high + s <= 127] or [0])
        line = [(onset, duration, pitch + shift) for onset, duration, pitch in line]
    if name in ("other-tempo", "all"):
        factor = dice.choice((0.5, 0.75, 1.5, 2.0))
        line = [(onset * factor, duration * factor, pitch) for onset, duration, pitch in line]
    if name in ("passing-notes", "all"):
        line = _passing(line, dice)
    return line


def _passing(line: list[Played], dice: random.Random) -> list[Played]:
    """A note between, near in pitch, after two notes far from both ends: so that no end of the passage is in doubt."""
    places = sorted(dice.sample(range(4, len(line) - 4), 2)) if len(line) >= 12 else []
    made: list[Played] = []
    for number, (onset, duration, pitch) in enumerate(line):
        if number in places and 1 <= pitch <= 125:
            made.append((onset, duration / 2 * ALONE, pitch))
            made.append((onset + duration / 2, duration / 2 * ALONE, pitch + dice.choice((-1, 1, 2))))
        else:
            made.append((onset, duration * ALONE, pitch))
    return made


def scramble(member: Member, seed: int, out: Path, bits: int) -> Path:
    """See ``appraisal.comparator.Scrambling``: the pitches of the melody in another order, its rhythm as it is."""
    _, notes = _melody(member, bits)
    pitches = [pitch for _, _, pitch in notes]
    random.Random(seed).shuffle(pitches)  # noqa: S311  repeatable choice of a control, no secret
    path = out / f"scrambled-{seed}-{PurePosixPath(member.file).stem}.mid"
    line = [(onset, duration, pitch) for (onset, duration, _), pitch in zip(notes, pitches, strict=True)]
    path.write_bytes(writing.midi([("melody", 73, line)]))
    return path
