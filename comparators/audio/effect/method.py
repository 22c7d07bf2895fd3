"""``audio-effect``: which short sounds of two sets are the same, one to one, and how alike are those of one set?

Equal samples after trimming and scaling first; then spectra laid on each other (``sounds``), against what either
library's own sounds, which nobody copied from each other, reach: docs/methods/audio-effect.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import soundfile
from scipy.optimize import linear_sum_assignment

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.errors import MaterialError, Refused, UsageError
from appraisal.exhibit import Table
from appraisal.span import Region, Span, Unit, second
from appraisal.work import Medium, Member, Work
from comparators.audio import decode, partial
from comparators.audio.effect import words
from comparators.audio.effect.sounds import LONGEST, Effect, Floats, alike, same_wave, take
from comparators.audio.recording import hearing

SAME, ALIKE = "same-sound-samples", "alike-sound"
MOST = 4e7  # pairs
LOOKED_AT = 0.7  # likeness from which on waveforms are looked at
OWN = 0.995  # likeness from which on two sounds of one library are one sound kept twice, and no null


@dataclass(frozen=True)
class AudioEffect:
    """Short sounds of two sets.

    ``min_wave`` (0..1): correlation of waveforms of sounds whose spectra are alike by ``LOOKED_AT``; or, where waves
    differ, ``min_likeness`` (0..1) of the spectra alone; ``min_margin`` (0..1) by which a pair must be more alike than
    either sound is to any other one of its own library; ``max_seconds`` (0.1..2.9) of an effect.
    """

    min_likeness: float = 0.96
    min_wave: float = 0.5
    min_margin: float = 0.02
    max_seconds: float = 2.0

    name: ClassVar[str] = "audio-effect"
    version: ClassVar[str] = "5"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.AUDIO})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[Effect]] = Effect
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS

    def __post_init__(self) -> None:
        if not 0 < self.min_likeness <= 1 or not 0 < self.min_wave <= 1 or not 0 <= self.min_margin <= 1:
            raise UsageError("audio-effect: min_likeness, min_wave and min_margin are shares, 0 to 1")
        if not 0.1 <= self.max_seconds <= LONGEST:
            raise UsageError(f"audio-effect: max_seconds is 0.1 to {LONGEST}, not {self.max_seconds}")

    def read(self, member: Member, resources: Resources) -> Effect:
        """One sound; longer ones and silence raise ``Refused``."""
        return take(member, self.max_seconds)

    def extent(self, features: Effect) -> tuple[Unit, float]:
        """Length in seconds."""
        return "second", features.seconds

    def match(self, left: Sided[Effect], right: Sided[Effect], context: Context) -> Iterator[Match]:
        """Pairs of sounds, no sound twice: ``same-sound-samples``, then ``alike-sound`` above either library's own."""
        partial.told(context, left, right)
        if len(left) * len(right) > MOST:
            raise Refused(
                f"{len(left)} sounds against {len(right)} are more pairs than one comparison makes: split the sets"
            )
        mine, theirs = list(left.items()), list(right.items())
        taken: tuple[set[int], set[int]] = set(), set()
        for i, j in _equal([e.samples for _, e in mine], [e.samples for _, e in theirs]):
            taken[0].add(i)
            taken[1].add(j)
            yield _match(mine[i], theirs[j], SAME, {"likeness": 1.0})
        rest = (
            [one for n, one in enumerate(mine) if n not in taken[0]],
            [one for n, one in enumerate(theirs) if n not in taken[1]],
        )
        context.progress(0.3)
        if not rest[0] or not rest[1]:
            return
        sides = [e for _, e in rest[0]], [e for _, e in rest[1]]
        cross = alike(*sides)
        own = _own(list(left.values()), sides[0]), _own(list(right.values()), sides[1])
        margin = cross - np.maximum(own[0][:, None], own[1][None, :])
        waves = np.zeros_like(cross)
        for i, j in zip(*np.nonzero((cross >= LOOKED_AT) & (margin >= self.min_margin)), strict=True):
            waves[i, j] = same_wave(sides[0][i], sides[1][j])
        good = (margin >= self.min_margin) & ((cross >= self.min_likeness) | (waves >= self.min_wave))
        # Whichever side is left, the same assignment: of equal sums the solver may take either, so content breaks ties.
        rank = [np.argsort(np.argsort([e.samples for e in side])) / (1e6 * max(1, len(side))) for side in sides]
        worth = np.where(good, cross.astype(np.float64) + waves + np.outer(rank[0], rank[1]), 0.0)
        turned = sorted(e.samples for e in sides[0]) > sorted(e.samples for e in sides[1])
        rows, columns = linear_sum_assignment(worth.T if turned else worth, maximize=True)
        for i, j in sorted(zip(columns, rows, strict=True) if turned else zip(rows, columns, strict=True)):
            if good[i, j]:
                details: dict[str, JSON] = {
                    "likeness": round(float(cross[i, j]), 3),
                    "wave": round(float(waves[i, j]), 3),
                    "margin": round(float(margin[i, j]), 3),
                    "own_left": round(float(own[0][i]), 3),
                    "own_right": round(float(own[1][j]), 3),
                    "sounds_left": len(left),
                    "sounds_right": len(right),
                }
                yield _match(rest[0][i], rest[1][j], ALIKE, details)

    def measure(self, left: Sided[Effect], right: Sided[Effect], matches: Sequence[Match], mask: Mask) -> Measures:
        """Shares of sounds that are paired: sounds outside the mask ÷ all readable short sounds outside it."""
        values: dict[str, JSON] = {}
        shares = []
        for side, features, spans, out in (
            ("left", left, [m.left for m in matches], mask.left),
            ("right", right, [m.right for m in matches], mask.right),
        ):
            counted = {f for f, e in features.items() if Region([_whole(f, e)]).without(out).length() > 0}
            paired = {span.file for span in spans} & counted
            values[f"effects_{side}"], values[f"effects_paired_{side}"] = len(counted), len(paired)
            shares.append(len(paired) / len(counted) if counted else 0.0)
        values["same_sound_samples"] = sum(m.kind == SAME for m in matches)
        values["alike_sounds"] = sum(m.kind == ALIKE for m in matches)
        return Measures(min(shares), shares[0], shares[1], values)

    def exhibit(self, left: Work, right: Work, match: Match) -> Table:
        """Length, rate and format of both sounds, and what is to be heard of them, without the silence around."""
        rows, members, spans = [], [], []
        for work, span in ((left, match.left), (right, match.right)):
            member = work.by_file.get(span.file)
            if member is None:
                raise MaterialError(f"{span.file}: not in the work {work.label}")
            one = take(member, self.max_seconds)
            rows.append((span.file, f"{one.stop - one.start:.3f}", f"{one.rate}", f"{one.channels}", one.format))
            members.append(member)
            spans.append(second(span.file, round(one.start, 3), round(one.stop, 3)))
        head = ("文件 file", "秒 seconds", "赫兹 Hz", "声道 channels", "格式 format")
        sounds = replace(match, left=spans[0], right=spans[1])
        heard = hearing.clips((members[0], members[1]), sounds, decode.MAX_SECONDS)[:2]
        return Table(head, tuple(rows), "lrrrl", f"{match.details['likeness']}", heard)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """The sound, quieter, beginning later or resampled, as a file of its own: the host gives way to it."""
        one = take(source, self.max_seconds)
        sound = decode.read(source)
        kind = seed % 2
        samples = sound.samples * np.float32(0.5)
        if kind:
            samples = np.concatenate([np.zeros(round(0.1 * sound.rate), np.float32), samples])
        path = out / f"planted-{seed}.flac"
        soundfile.write(path, np.clip(samples, -1, 1), sound.rate)
        right = second(path.name, 0, int(len(samples) / sound.rate * 1000) / 1000)
        return Plant(_whole(source.file, one), right, ("quieter by 6 dB", "later by a tenth of a second")[kind], path)


def _whole(file: str, one: Effect) -> Span:
    return second(file, 0, int(one.seconds * 1000 + 1e-3) / 1000)


def _match(left: tuple[str, Effect], right: tuple[str, Effect], kind: str, details: Mapping[str, JSON]) -> Match:
    spans = _whole(*left), _whole(*right)
    more = {
        "seconds_left": round(left[1].stop - left[1].start, 3),
        "seconds_right": round(right[1].stop - right[1].start, 3),
    }
    return Match(*spans, kind, details={**details, **more})


def _equal(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Numbers of equal sounds, each used once, in order of their files."""
    there: dict[str, list[int]] = {}
    for j, name in enumerate(right):
        there.setdefault(name, []).append(j)
    for i, name in enumerate(left):
        if there.get(name):
            yield i, there[name].pop(0)


def _own(library: list[Effect], wanted: list[Effect]) -> Floats:
    """How alike each sound is to the nearest other one of its own library; what is kept twice there is no other one."""
    near = alike(wanted, library)
    for row, one in enumerate(wanted):
        near[row, [other.samples == one.samples for other in library]] = 0
    near[near >= OWN] = 0
    found: Floats = near.max(axis=1) if near.size else np.zeros(len(wanted), np.float32)
    return found
