"""From chains of notes to matches: repeated passages put together, and what is alike and different in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from appraisal.comparison import JSON, Block, Match, Places
from appraisal.span import Span
from comparators.audio.music import align, grams, harmony, keys, rhythm
from comparators.audio.music.align import Chain
from comparators.audio.music.chance import Null
from comparators.audio.music.tune import Tune

Array = NDArray[Any]
KIND = "melody"
MOST_PASSAGES = 200  # of one pair of lines
CHAINS_A_PASSAGE = 20  # that are followed for each: most are repeats of one
EDGE = 1  # notes by which a stretch may leave another and still lie in it
ONE = 4  # stretches whose ends differ by no more than one note in so many are one place
LEAST_CHANCE = 1e-12
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one file that is compared."""

    file: str
    tune: Tune
    number: int

    @property
    def pitch(self) -> Array:
        """MIDI pitches of its notes."""
        found: Array = self.tune.pitch[self.tune.line(self.number)]
        return found

    @property
    def first(self) -> int:
        """Number of its first note in the file."""
        return int(self.tune.lines[self.number])

    def span(self, stretch: Stretch) -> Span:
        """A stretch of the line as a place of the file."""
        return Span(self.file, "note", self.first + stretch[0], self.first + stretch[1])

    @property
    def part(self) -> str:
        """Name of its part."""
        return str(self.tune.info["parts"][self.number]["name"])


@dataclass
class Passage:
    """A chain with all stretches of either line in which it stands."""

    chain: Chain
    lefts: list[Stretch] = field(default_factory=list)
    rights: list[Stretch] = field(default_factory=list)


def found(left: Line, right: Line, least: int, least_notes: int) -> list[Passage]:
    """Passages of two lines, the strongest first; the same, mirrored, for the lines the other way round."""
    p, q = left.pitch, right.pitch
    turned = (len(q), q.tolist()) < (len(p), p.tolist())
    if turned:
        p, q = q, p
    chains = align.chains(p, q, least, MOST_PASSAGES * CHAINS_A_PASSAGE)
    passages: list[Passage] = []
    for chain in chains:
        if len(chain.pairs) >= least_notes:
            _put(Chain(chain.score, align.filled(chain.pairs, p, q)), passages)
    if turned:
        passages = [
            Passage(Chain(p.chain.score, tuple((b, a) for a, b in p.chain.pairs)), p.rights, p.lefts) for p in passages
        ]
    return passages[:MOST_PASSAGES]


def _put(chain: Chain, passages: list[Passage]) -> None:
    """A chain as a further place of passages that stand there, or as a passage of its own."""
    (i, j), (k, n) = chain.pairs[0], chain.pairs[-1]
    left, right = (i, k + 1), (j, n + 1)
    for held in passages:
        if _inside(left, held.lefts) and _inside(right, held.rights):
            return
    homes = [held for held in passages if _one(left, held.lefts) or _one(right, held.rights)]
    if not homes:
        passages.append(Passage(chain, [left], [right]))
        return
    first, *others = homes  # the strongest: passages that this chain links are one
    for held in others:
        first.lefts += held.lefts
        first.rights += held.rights
        passages.remove(held)
    for stretch, places in ((left, first.lefts), (right, first.rights)):
        if not _one(stretch, places):
            places.append(stretch)


def _inside(stretch: Stretch, places: Sequence[Stretch]) -> bool:
    return any(a - EDGE <= stretch[0] and stretch[1] <= b + EDGE for a, b in places)


def _one(stretch: Stretch, places: Sequence[Stretch]) -> bool:
    return any(
        max(abs(a - stretch[0]), abs(b - stretch[1])) <= max(EDGE, min(b - a, stretch[1] - stretch[0]) // ONE)
        for a, b in places
    )


def blocks(pairs: Sequence[tuple[int, int]], left: int, right: int) -> tuple[Block, ...]:
    """Runs of pairs without notes between, from the first notes ``left`` and ``right`` of the lines on."""
    made: list[Block] = []
    for a, b in pairs:
        if made and (made[-1][0] + made[-1][2], made[-1][1] + made[-1][2]) == (left + a, right + b):
            made[-1] = (made[-1][0], made[-1][1], made[-1][2] + 1)
        else:
            made.append((left + a, right + b, 1))
    return tuple(made)


def match(left: Line, right: Line, passage: Passage, null: Null, backgrounds: Sequence[Background]) -> Match:
    """One passage as a match. ``details``: see ``words.LABELS``."""
    pairs = np.array(passage.chain.pairs)
    one, other = pairs[:, 0] + left.first, pairs[:, 1] + right.first
    alike, tempo = rhythm.same(left.tune.onset[one], right.tune.onset[other])
    shift = int(right.tune.pitch[other[0]]) - int(left.tune.pitch[one[0]])
    mine, theirs = harmony.moved(left.tune.chord[one], shift), right.tune.chord[other]
    known = (mine != harmony.NONE) & (theirs != harmony.NONE)
    sung = [(left.tune.lyric(a), right.tune.lyric(b)) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    sung = [(a, b) for a, b in sung if a and b]
    stretches = [(int(p[0]), int(p[-1]) + 1) for p in (pairs[:, 0], pairs[:, 1])]
    details: dict[str, JSON] = {
        "bars_left": where(left.tune, one),
        "bars_right": where(right.tune, other),
        "part_left": left.part,
        "part_right": right.part,
        "same_pitch": f"{len(pairs)}/{max(b - a for a, b in stretches)}",
        "same_notes": len(pairs),
        "notes_left": stretches[0][1] - stretches[0][0],
        "notes_right": stretches[1][1] - stretches[1][0],
        "transposition": shift,
        "same_rhythm": f"{int(alike.sum())}/{len(alike)}",
        **_pace(left.tune, right.tune, tempo),
        "same_harmony": f"{int((mine == theirs)[known].sum())}/{int(known.sum())}"
        if known.any()
        else harmony.NOT_STATED,
        "same_lyrics": f"{sum(a.casefold() == b.casefold() for a, b in sung)}/{len(sung)}",
        "bits": passage.chain.score / 100,
        "chance": float(f"{max(null.chance(passage.chain.score), LEAST_CHANCE):.3g}"),
        "remade": null.size,
    }
    weight = passage.chain.score / 100
    if backgrounds:
        details |= {"background": backgrounds[0].name, "works": backgrounds[0].works}
        at, holding = grams.rarest(unbroken(left, passage), backgrounds[0])
        if at >= 0:
            details |= {"holding": holding, "rarest_at": left.tune.where(at)}
    spans = [left.span(s) for s in passage.lefts], [right.span(s) for s in passage.rights]
    first = left.span(stretches[0]), right.span(stretches[1])
    also = Places(*(tuple(sorted({s for s in all_of if s != of})) for all_of, of in zip(spans, first, strict=True)))
    return Match(*first, KIND, weight, also, blocks(passage.chain.pairs, left.first, right.first), details)


def _pace(left: Tune, right: Tune, ratio: float) -> dict[str, JSON]:
    """The ratio of lengths: of written ones, or of seconds. Seconds against written lengths have none."""
    timed = [tune.info["timed"] for tune in (left, right)]
    return {} if any(timed) and not all(timed) else {"pace" if all(timed) else "tempo": ratio}


def unbroken(left: Line, passage: Passage) -> list[tuple[int, Array]]:
    """Stretches of the passage without notes between on either side: first note in the file, and pitches. Only runs
    within these stand so in both works."""
    held = blocks(passage.chain.pairs, left.first, 0)
    return [(int(a), left.tune.pitch[int(a) : int(a + length)]) for a, _, length in held]


def where(tune: Tune, notes: Array) -> str:
    """Bars and beats from the first to the last note."""
    return tune.between(int(notes[0]), int(notes[-1]))


def differences(left: Line, right: Line, passage: Passage) -> Iterator[list[JSON]]:
    """Rows of what is different within a passage: places and pitches of both works as they are, the right pitch moved
    to the key of the left one, and which difference it is."""
    pairs = passage.chain.pairs
    shift = int(right.pitch[pairs[0][1]]) - int(left.pitch[pairs[0][0]])
    one = left.tune.onset[[left.first + a for a, _ in pairs]]
    other = right.tune.onset[[right.first + b for _, b in pairs]]
    alike, _ = rhythm.same(one, other)
    sharps = keys.fifths(left.tune, left.number), keys.fifths(right.tune, right.number)
    moved = sharps[1], -shift, keys.moving(shift, *sharps)
    for number, ((a, b), (c, d)) in enumerate(pairwise(pairs)):
        for n in range(max(c - a, d - b) - 1):
            mine = left.first + a + 1 + n if a + 1 + n < c else -1
            theirs = right.first + b + 1 + n if b + 1 + n < d else -1
            kind = "note-of-left-alone" if theirs < 0 else "note-of-right-alone" if mine < 0 else "other-pitch"
            if mine >= 0 and theirs >= 0:
                apart = int(right.tune.pitch[theirs]) - int(left.tune.pitch[mine]) - shift
                kind = "other-octave" if apart and apart % 12 == 0 else kind
            yield [
                *_note(left, mine, sharps[0]),
                *_note(right, theirs, sharps[1]),
                _note(right, theirs, *moved)[1],
                kind,
            ]
        if not alike[number]:
            ends = left.first + a, right.first + b
            found = _note(left, ends[0], sharps[0]), _note(right, ends[1], sharps[1])
            yield [*found[0], *found[1], _note(right, ends[1], *moved)[1], "other-length"]


def _note(line: Line, number: int, sharps: int, shift: int = 0, fifths: int = 0) -> list[JSON]:
    """Place and pitch of a note, moved by semitones and fifths; its letter as written, else by the key of its line."""
    if number < 0:
        return ["–", "–"]
    pitch = int(line.tune.pitch[number])
    written = line.tune.written(number)
    letter = keys.letter(pitch, sharps) if written is None else written
    return [line.tune.where(number), keys.called(pitch + shift, letter + fifths)]
