"""``audio-recording``: which passages of two recordings are the same sound, and by which evidence?

Landmarks of both are searched over place, pitch and tempo (``voting``), followed to segments with their evidence
(``tracing``, ``searching``), and where pitch and tempo allow it the waveforms are subtracted (``subtraction``);
docs/methods/audio-recording.md says how it was measured. The sound of films is compared alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Block, Mask, Match, Measures
from appraisal.errors import AppraisalError, Refused, UsageError
from appraisal.exhibit import Exhibit
from appraisal.span import Span, Unit, second
from appraisal.work import Medium, Member, Work
from comparators.audio import decode, partial
from comparators.audio.recording import exact, planting, reasons, showing, subtraction, words
from comparators.audio.recording.ending import ended, waves
from comparators.audio.recording.explaining import Place, places, told_once
from comparators.audio.recording.landmarks import RATE, Floats, Recording, take
from comparators.audio.recording.measuring import measure
from comparators.audio.recording.pairing import POSSIBLE, marked
from comparators.audio.recording.searching import segments
from comparators.audio.recording.tracing import Trace, gaps
from comparators.audio.recording.weighing import weighed

SAME, PASSAGE = "same-samples", "same-sound"
SUBTRACTED = 6  # places of a pair, the strongest, whose waveforms are subtracted
SHORTEST = 2.0  # seconds that are subtracted
SNAP = 0.6  # seconds: where a segment ends so near the end of a recording, it reaches it
STEP = 0.5  # seconds of a block where time was stretched
MOST_ALTERNATES = 50  # of one place
CANCELS = -20.0  # dB of the residual below which two waves are one
ABOVE_DIGITS = 1e6  # what no number of digits reaches
MOST_WORK = 4e7  # product of the seconds of both sides


@dataclass(frozen=True)
class AudioRecording:
    """Passages of two recordings that are the same sound.

    ``min_digits`` (0..1000): decimal digits of evidence, those of the search already subtracted, from which on a
    segment is a match. ``min_seconds`` (0.5..60): shorter recordings are refused. ``max_seconds`` (1..86400): longer
    ones raise ``OverLimit``. ``subtract``: whether waveforms are subtracted.
    """

    min_digits: float = 2.0
    min_seconds: float = 1.5
    max_seconds: float = decode.MAX_SECONDS
    subtract: bool = True

    name: ClassVar[str] = "audio-recording"
    version: ClassVar[str] = "10"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.AUDIO, Medium.VIDEO})
    between: ClassVar[bool] = True  # the sound of a film against a recording
    scope: ClassVar[Scope] = Scope.MEMBER
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[Recording]] = Recording
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS

    def __post_init__(self) -> None:
        if not 0 <= self.min_digits <= 1000:
            raise UsageError(f"audio-recording: min_digits is 0 to 1000, not {self.min_digits}")
        if not 0.5 <= self.min_seconds <= 60:
            raise UsageError(f"audio-recording: min_seconds is 0.5 to 60 seconds, not {self.min_seconds}")
        if not 1 <= self.max_seconds <= 86400:
            raise UsageError(f"audio-recording: max_seconds is 1 to 86400 seconds, not {self.max_seconds}")

    def read(self, member: Member, resources: Resources) -> Recording:
        """Landmarks of one recording. Silence, held tones and what is very short raise ``Refused``."""
        return take(member, max_seconds=self.max_seconds, min_seconds=self.min_seconds)

    def extent(self, features: Recording) -> tuple[Unit, float]:
        """Length in seconds."""
        return "second", features.seconds

    def match(self, left: Sided[Recording], right: Sided[Recording], context: Context) -> Iterator[Match]:
        """Segments of each pair of recordings: kind ``same-samples`` (all samples equal), ``same-sound``, or
        ``possible-occurrence``, which counts nowhere. The detail ``counted`` says what of each is in the shares."""
        partial.told(context, left, right)
        for done, (left_file, a) in enumerate(left.items()):
            for right_file, b in right.items():
                if a.samples == b.samples:
                    yield from marked([Match(
                        second(left_file, 0, _round(a.seconds)), second(right_file, 0, _round(b.seconds)), SAME,
                        blocks=((0, 0, _round(a.seconds)),), details=_files(a, b),
                    )])  # fmt: skip
                    continue
                if a.seconds * b.seconds > MOST_WORK:
                    raise Refused(
                        f"{left_file}: {a.seconds:.0f} seconds against {b.seconds:.0f} seconds of {right_file} is "
                        "more than one comparison searches: cut either into parts"
                    )
                yield from marked(weighed(list(self._pair(left_file, a, right_file, b, context)), waves(a, b)))
            context.progress((done + 1) / len(left))

    def _pair(self, left_file: str, a: Recording, right_file: str, b: Recording, context: Context) -> Iterator[Match]:
        # The search goes from one side to the other; which is which is told by the sound, so that both orders agree.
        swapped = a.samples > b.samples
        here, there = (b, a) if swapped else (a, b)
        subtract = _waves(context, left_file, a, right_file, b)
        found, signs = places(segments(here, there, self.min_digits), here, there, self.min_digits), waves(here, there)
        found = told_once([[replace(p, trace=ended(here, there, p.trace, signs)) for p in group] for group in found])
        # With the ends that are told: what reaches the end of a recording may be longer than what was found.
        shown = {
            id(one): _snapped(turned(one.trace) if swapped else one.trace, a.seconds, b.seconds)
            for group in found for one in group
        }  # fmt: skip
        able = [one for group in found for one in group if _unable(shown[id(one)]) is None]
        subtracted = {id(one) for one in sorted(able, key=lambda one: -one.digits)[:SUBTRACTED]}
        for number, group in enumerate(found, 1):
            occurrences = sum(not one.possible for one in group)
            for occurrence, one in enumerate(group, 1):  # the possible ones, which are the weakest, come last
                differences = gaps(here, there, one.trace)
                told = shown[id(one)]
                null: Mapping[str, JSON] = {"subtracted": reasons.OFF}
                if why := _unable(told):
                    null = {"subtracted": why}
                elif self.subtract and id(one) in subtracted:
                    told, null = subtract(told)
                elif self.subtract:
                    null = {"subtracted": reasons.WEAKER}
                if swapped:
                    differences = [(c, d, e, f) for e, f, c, d in differences]
                    turn = tuple((turned(other), digits) for other, digits in one.alternates)
                    one = replace(one, alternates=turn)
                numbers = number, occurrence, occurrences
                yield _match(left_file, right_file, told, one, numbers, differences, {**_files(a, b), **null})

    def measure(
        self, left: Sided[Recording], right: Sided[Recording], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Shares of the seconds of all readable recordings: ``comparators.audio.recording.measuring``."""
        return measure(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        """Levels of both passages over time, landmarks that correspond."""
        return showing.exhibit(left, right, match, self.max_seconds)

    def explained(self, matches: Sequence[Match]) -> Sequence[Match]:
        """What a high residual says, beside it: of the record alone."""
        return reasons.explained(matches, cancels=CANCELS)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A passage of ``source`` put over or into ``into``: quieter, faster, under the host's own sound."""
        return planting.plant(source, into, seed, out)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The recording in pieces of a third of a second, in another order."""
        return planting.scramble(member, seed, out)


def _unable(one: Trace) -> str | None:
    """Why the waves of a segment could not cancel, or are too short to tell; None where they can be subtracted."""
    if not subtraction.resampled(one):
        return reasons.REPITCHED if abs(one.tempo - 1) <= subtraction.IN_STEP else reasons.STRETCHED
    longer = max(one.left[1] - one.left[0], one.right[1] - one.right[0])
    return reasons.SHORT if _round(longer) < SHORTEST else None


def turned(one: Trace) -> Trace:
    """The same segment with sides exchanged."""
    return replace(
        one, left=one.right, right=one.left, tempo=1 / one.tempo, offset=-one.offset / one.tempo, shift=-one.shift
    )


def _snapped(one: Trace, left: float, right: float) -> Trace:
    """With ends that lie within ``SNAP`` seconds of the end of either recording moved there."""
    start, stop = one.left
    first, last = max(0.0, -one.offset / one.tempo), min(left, (right - one.offset) / one.tempo)
    start, stop = max(start, first), min(stop, last)
    start = first if start - first <= SNAP else start
    stop = last if last - stop <= SNAP else stop
    return replace(one, left=(start, stop), right=(max(0.0, one.at(start)), min(right, one.at(stop))))


def _match(
    left_file: str,
    right_file: str,
    one: Trace,
    place: Place,
    numbers: tuple[int, int, int],
    differences: Sequence[tuple[float, float, float, float]],
    more: Mapping[str, JSON],
) -> Match:
    left = second(left_file, *map(_round, one.left))
    right = second(right_file, *map(_round, one.right))
    details: dict[str, JSON] = {
        "number": numbers[0],
        **({} if place.possible else {"occurrence": numbers[1]}),
        "occurrences": numbers[2],
        "digits": round(place.digits, 2),
        "chance": _chance(place.digits),
        "score": _strength(one, place, more),
        **({"digits_together": round(place.segment.digits, 2)} if numbers[2] > 1 else {}),
        "hits": one.hits,
        "landmarks": one.landmarks,
        "hits_by_chance": round(one.expected, 1),
        "evidence": "wave" if one.signs else "marks",
        **({"signs": one.signs, "agreeing": one.agreeing} if one.signs else {}),
        "pitch": round(one.shift, 2) or 0.0,
        "tempo": round(1 / one.tempo, 4),
        "resampled": subtraction.resampled(one) and abs(one.tempo - 1) > 0.002,
        **more,
    }
    if differences:
        details["differences"] = [[_round(x) for x in stretch] for stretch in differences]
    if place.alternates:
        details["alternates"] = [
            [
                *map(_round, (*other.left, *other.right)),
                round(1 / other.tempo, 4),
                round(other.shift, 2),
                round(digits, 2),
            ]
            for other, digits in place.alternates[:MOST_ALTERNATES]
        ]
    return Match(left, right, POSSIBLE if place.possible else PASSAGE, blocks=_blocks(left, right), details=details)


def _strength(one: Trace, place: Place, null: Mapping[str, JSON]) -> float:
    """For putting places in order: digits; of a place whose waves cancel, decibels × seconds, above all digits.

    Frames that cancel to r² are worth -log(1 - r²) each, so that their mean and the length multiply. Digits of the wave
    do not compare repeats: the better a copy, the more its neighbourhood agrees too, by which they are scaled."""
    residual = null.get("residual")
    if isinstance(residual, int | float) and residual < CANCELS:
        return round(ABOVE_DIGITS - float(null.get("residual_mean", residual)) * (one.left[1] - one.left[0]), 2)
    return round(place.digits, 2)


def _chance(digits: float) -> float:
    """How many such places are to be expected in an unrelated pair, at the most."""
    return float(f"{10.0 ** -min(max(digits, 0.0), 300.0):.2e}")


def _blocks(left: Span, right: Span) -> tuple[Block, ...]:
    """Stretches in step; where time was stretched, one for each half second, as long as the shorter side's part."""
    a, b = float(left.stop - left.start), float(right.stop - right.start)
    if min(a, b) <= 0:
        return ()
    if abs(a - b) < 0.05:
        return ((left.start, right.start, math.floor(min(a, b) * 1000) / 1000),)
    count = max(1, int(min(a, b) / STEP))
    length = math.floor(min(a, b) / count * 1000 - 1) / 1000
    return tuple(
        (_round(left.start + a * n / count), _round(right.start + b * n / count), length) for n in range(count)
    )


def _files(a: Recording, b: Recording) -> dict[str, JSON]:
    told: dict[str, JSON] = {}
    for side, one in (("left", a), ("right", b)):
        told[f"format_{side}"] = " · ".join(
            filter(None, (one.format or one.reader, f"{one.rate} Hz", f"{one.channels} ch"))
        )
        if one.clipped >= 0.001:
            told[f"clipped_{side}"] = round(one.clipped, 4)
        if noted := decode.noted(one.notes) or ({"channels_cancel": True} if one.first else {}):
            told[f"notes_{side}"] = noted
    return told


def _waves(
    context: Context, left_file: str, a: Recording, right_file: str, b: Recording
) -> Callable[[Trace], tuple[Trace, Mapping[str, JSON]]]:
    """Subtracts the waveforms of a segment, where the works themselves are at hand; of equal samples the ends too."""
    members = [
        None if work is None else work.by_file.get(file)
        for work, file in ((context.left_work, left_file), (context.right_work, right_file))
    ]
    if members[0] is None or members[1] is None:
        return lambda one: (one, {"subtracted": reasons.UNREAD})
    pair = (members[0], a), (members[1], b)

    def heard(at: int, start: float, stop: float, rate: int | None) -> decode.Sound:
        member, features = pair[at]
        mix: decode.Mix = "first" if features.first else "mean"
        return decode.read(member, rate=rate, mix=mix, start=start, stop=stop, max_seconds=decode.MAX_SECONDS)

    def own(at: int) -> exact.Read:
        rate = pair[at][1].rate

        def read(start: float, stop: float) -> tuple[Floats, float]:
            first = round(start * rate) / rate
            return heard(at, first, stop, None).samples, first

        return read

    def extended(one: Trace) -> Trace:  # from the same side in both orders, as the search
        if a.samples > b.samples:
            return turned(exact.extended(turned(one), (own(1), own(0)), (b.rate, a.rate), (b.seconds, a.seconds)))
        return exact.extended(one, (own(0), own(1)), (a.rate, b.rate), (a.seconds, b.seconds))

    def done(one: Trace) -> tuple[Trace, Mapping[str, JSON]]:
        try:
            taken = [heard(at, *ends, RATE).samples for at, ends in enumerate(subtraction.passage(one))]
            null = subtraction.subtract(taken[0], taken[1], one.tempo)
            if null is not None and null.residual < exact.EQUAL:
                one = extended(one)
        except AppraisalError:  # read once already: a file that changed meanwhile is told of by the engine
            return one, {"subtracted": reasons.UNREAD}
        return one, {"subtracted": reasons.QUIET} if null is None else {"subtracted": "done", **subtraction.told(null)}

    return done


def _round(value: float) -> float:
    return math.floor(value * 1000 + 1e-6) / 1000
