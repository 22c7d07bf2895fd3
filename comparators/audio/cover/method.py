"""``music-cover``: which passages of two recordings go through the same harmony and melody, whoever plays them?

Chroma of both (``chroma``) are laid over each other in every key and pace, and the longest path along which they recur
is followed (``recurrence``, ``tracing``); docs/methods/music-cover.md says how it was measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import numpy as np

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Block, Mask, Match, Measures
from appraisal.errors import Refused, UsageError
from appraisal.exhibit import Exhibit
from appraisal.span import Unit, second
from appraisal.work import Medium, Member, Work
from comparators.audio import decode, partial
from comparators.audio.cover import chance, chroma, planting, showing, words
from comparators.audio.cover.chroma import Harmony
from comparators.audio.cover.recurrence import STACKED
from comparators.audio.cover.tracing import FRAME, Passage, passages
from comparators.audio.shares import covered

COURSE, SAME = "tonal-course", "same-samples"
MOST_WORK = 3.6e7  # product of the half seconds of both sides: an hour against an hour and a half
PIECE = 4  # frames of a block
FAR, FEWEST, MOST_PACED = 10.0, 10, 400  # seconds between frames that tell a tempo at least; such pairs; frames asked


@dataclass(frozen=True)
class MusicCover:
    """Passages of two recordings with the same course of tones, in whatever key, pace and instruments.

    ``min_strength`` (1..100): Qmax ÷ root of the half seconds of the shorter side, from which on a passage is a match.
    ``min_seconds`` (5..600): shorter recordings are refused. ``max_seconds`` (1..86400): longer ones raise
    ``OverLimit``.
    """

    min_strength: float = 6.0
    min_seconds: float = 10.0
    max_seconds: float = decode.MAX_SECONDS

    name: ClassVar[str] = "music-cover"
    version: ClassVar[str] = "6"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.AUDIO, Medium.VIDEO})
    between: ClassVar[bool] = True  # the sound of a film against a recording
    scope: ClassVar[Scope] = Scope.MEMBER
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[Harmony]] = Harmony
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS

    def __post_init__(self) -> None:
        if not 1 <= self.min_strength <= 100:
            raise UsageError(f"music-cover: min_strength is 1 to 100, not {self.min_strength}")
        if not 5 <= self.min_seconds <= 600:
            raise UsageError(f"music-cover: min_seconds is 5 to 600 seconds, not {self.min_seconds}")
        if not 1 <= self.max_seconds <= 86400:
            raise UsageError(f"music-cover: max_seconds is 1 to 86400 seconds, not {self.max_seconds}")

    def read(self, member: Member, resources: Resources) -> Harmony:
        """Chroma of one recording. Silence, what has no tones, and what is very short raise ``Refused``."""
        return chroma.take(member, max_seconds=self.max_seconds, min_seconds=self.min_seconds)

    def extent(self, features: Harmony) -> tuple[Unit, float]:
        """Length in seconds."""
        return "second", features.seconds

    def match(self, left: Sided[Harmony], right: Sided[Harmony], context: Context) -> Iterator[Match]:
        """Passages of each pair of recordings: kind ``same-samples`` (equal after decoding) or ``tonal-course``."""
        partial.told(context, left, right)
        for done, (left_file, a) in enumerate(left.items()):
            for right_file, b in right.items():
                if a.samples == b.samples:
                    whole = _round(a.seconds)
                    yield Match(
                        second(left_file, 0, whole), second(right_file, 0, whole), SAME,
                        blocks=((0, 0, whole),), details=_files(a, b),
                    )  # fmt: skip
                    continue
                if a.seconds * b.seconds > MOST_WORK * FRAME * FRAME:
                    raise Refused(
                        f"{left_file}: {a.seconds:.0f} seconds against {b.seconds:.0f} seconds of {right_file} is "
                        "more than one comparison searches: cut either into parts"
                    )
                # The search goes from one side to the other; which is which the sound tells, so that both orders agree.
                swapped = a.samples > b.samples
                found = passages(b, a, self.min_strength) if swapped else passages(a, b, self.min_strength)
                for number, one in enumerate(found, 1):
                    yield _match(left_file, a, right_file, b, one, number, swapped)
            context.progress((done + 1) / len(left))

    def measure(self, left: Sided[Harmony], right: Sided[Harmony], matches: Sequence[Match], mask: Mask) -> Measures:
        """Shares of the seconds of all readable recordings. ``score``: strength of the strongest passage against 20, of
        equally strong ones the agreement."""
        lengths = [{file: one.seconds for file, one in side.items()} for side in (left, right)]
        shares, values = covered(lengths[0], lengths[1], matches, mask)
        values["passages"] = len(matches)
        if left and right:
            shorter = min(min(seconds.values()) for seconds in lengths)
            values["shortest_passage"] = _shortest(self.min_strength, shorter)
        same = [m for m in matches if m.kind == SAME]
        values["same_samples"] = len(same)
        values["transposed"] = sum(m.kind == COURSE and int(m.details["shift"]) != 0 for m in matches)
        strongest = max((_rank(m.details) for m in matches if m.kind == COURSE), default=0.0)
        return Measures(1.0 if same else min(1.0, strongest / 20), shares[0], shares[1], values)

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        """Recurrence plot of both passages with the path through it."""
        return showing.exhibit(left, right, match, self.max_seconds, self.min_seconds)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A passage of ``source`` in another key and pace, its timbre altered, in the middle of ``into``."""
        return planting.plant(source, into, seed, out)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The recording in pieces of a second, in another order."""
        return planting.scramble(member, seed, out)


def _rank(details: Mapping[str, JSON]) -> float:
    """Strength, which has two places, and behind these the agreement."""
    return float(details["strength"]) + float(details["agreement"]) / 100


def _shortest(least: float, seconds: float) -> int:
    """Seconds, about, that a passage without a gap must last to reach ``least`` strength; ``seconds`` of the shorter
    recording."""
    return math.ceil((least * math.sqrt(seconds / FRAME) + STACKED - 1) * FRAME)


def _match(left_file: str, a: Harmony, right_file: str, b: Harmony, one: Passage, number: int, swapped: bool) -> Match:
    steps, ends, gaps = one.steps, one.ends, one.differences()
    shift = one.course.shift
    if swapped:
        steps, ends = tuple((y, x) for x, y in steps), (ends[1], ends[0])
        gaps = [(c, d, e, f) for e, f, c, d in gaps]
        shift = -shift
    left = second(left_file, _round(steps[0][0]), _round(ends[0]))
    right = second(right_file, _round(steps[0][1]), _round(ends[1]))
    details: dict[str, JSON] = {
        "number": number,
        "shift": (shift + 5) % 12 - 5,
        "tempo": round(_tempo(steps, one.hits, ends), 3),
        "recurring": sum(one.hits),
        "frames": len(one.hits),
        "qmax": round(one.length, 1),
        "strength": round(one.strength, 2),
        "agreement": round(one.agreement, 3),
        **chance.of(one.strength),
        **_files(a, b),
    }
    if gaps:
        details["differences"] = [[_round(x) for x in places] for places in gaps]
    return Match(left, right, COURSE, blocks=_blocks(steps, ends), details=details)


def _tempo(steps: Sequence[tuple[float, float]], hits: Sequence[bool], ends: tuple[float, float]) -> float:
    """Tempo, right ÷ left, of the frames that recur: median of the slopes of all pairs half a passage apart or more
    (Theil 1950).

    Not from end to end: frames are looked at 4.5 seconds together, in steps that differ from side to side, so that the
    ends of a passage are true to some seconds only, which in a minute is some percent. Where hardly a pair lies that
    far apart, the ends are all there is.
    """
    kept = np.array([step for step, hit in zip(steps, hits, strict=True) if hit] or steps, np.float64)
    kept = kept[np.unique(np.linspace(0, len(kept) - 1, min(MOST_PACED, len(kept))).astype(np.int64))]
    i, j = np.triu_indices(len(kept), 1)
    across = kept[j] - kept[i]
    across = across[(across[:, 0] >= max(FAR, (kept[-1, 0] - kept[0, 0]) / 2)) & (across[:, 1] > 0)]
    if len(across) < FEWEST:
        return (ends[0] - steps[0][0]) / max(1e-6, ends[1] - steps[0][1])
    return float(np.median(across[:, 0] / across[:, 1]))


def _blocks(steps: Sequence[tuple[float, float]], ends: tuple[float, float]) -> tuple[Block, ...]:
    """Stretches of two seconds in step, as long as the shorter side's part."""
    marks = [*steps[::PIECE], ends]
    made = []
    for (a, b), (c, d) in pairwise(marks):
        length = math.floor(min(c - a, d - b) * 1000 - 1) / 1000
        if length > 0:
            made.append((_round(a), _round(b), length))
    return tuple(made)


def _files(a: Harmony, b: Harmony) -> dict[str, JSON]:
    told: dict[str, JSON] = {}
    for side, one in (("left", a), ("right", b)):
        shown = (one.format or one.reader, f"{one.rate} Hz", f"{one.channels} ch")
        told[f"format_{side}"] = " · ".join(filter(None, shown))
        told[f"tuning_{side}"] = round(one.tuning, 2)
        if one.notes:
            told[f"notes_{side}"] = decode.noted(one.notes)
    return told


def _round(value: float) -> float:
    return math.floor(value * 1000 + 1e-6) / 1000
