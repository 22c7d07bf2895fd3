"""``music-melody``: passages of melody that two scores have in common, in whatever key, and each element apart.

Propose and verify at once: ``align.chains`` finds every passage; ``chance`` says how often such lines have one as
strong by accident; ``grams`` says how rare its runs are in a named collection and which tunes of it have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from appraisal.comparator import Background, Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Exhibit
from appraisal.span import Unit, whole
from appraisal.work import Medium, Member, Work
from comparators.audio.music import (
    align,
    chance,
    exhibits,
    grams,
    lines,
    measuring,
    passages,
    planting,
    reading,
    remembered,
    words,
)
from comparators.audio.music.passages import Line, Passage
from comparators.audio.music.tune import Tune

BYTES_A_CELL = 12  # of the table of two lines
MOST_CELLS = 4_000_000_000  # of all pairs of lines of two works: some hours
MOST_ROWS = 500  # of the tables of differences and of prior art
TUNES_A_PASSAGE = 5
MOST_KEYS = 50  # files that are looked through for the key of a melody


@dataclass(frozen=True)
class MusicMelody:
    """Passages of at least ``min_notes`` (3 to 100) corresponding notes that tell ``min_bits`` (5 to 1,000).

    ``part``: which part of each file is compared; empty: the melody by the rule of ``lines.chosen``, ``*``: all.
    Places are notes of the file's lines, counted from 0 (``tune``).
    """

    min_bits: int = 20
    min_notes: int = 6
    part: str = ""

    name: ClassVar[str] = "music-melody"
    version: ClassVar[str] = "2"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.SCORE})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True),)
    features: ClassVar[type[Tune]] = Tune
    floor: ClassVar[float] = 0.35  # strangers of one genre may share a passage of ten common steps
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, JSON]]] = words.COUNTING

    def __post_init__(self) -> None:
        for name, low, high in (("min_bits", 5, 1_000), ("min_notes", 3, 100)):
            value = getattr(self, name)
            if type(value) is not int or not low <= value <= high:
                raise UsageError(f"music-melody: {name} is a whole number from {low} to {high}, not {value!r}")
        if type(self.part) is not str or len(self.part) > 200:
            raise UsageError("music-melody: part is the name or number of a part, * for all, or empty")

    def read(self, member: Member, resources: Resources) -> Tune:
        """Lines of one file. Raises ``Unreadable``, ``Encrypted``, ``OverLimit`` or ``Refused`` naming it."""
        return Tune.of(reading.read(member))

    def extent(self, features: Tune) -> tuple[Unit, float]:
        """Notes of all lines of the file."""
        return "note", features.count

    def compared(self, side: Sided[Tune]) -> list[Line]:
        """The lines of all files of a side that are compared, files and parts in order."""
        return [
            Line(file, tune, number)
            for file, tune in sorted(side.items())
            for number in lines.chosen(tune, self.part, 100 * self.min_bits)
            if len(tune.pitch[tune.line(number)]) >= self.min_notes
        ]

    def match(self, left: Sided[Tune], right: Sided[Tune], context: Context) -> Iterator[Match]:
        """One match a passage, with all its places. Raises ``Refused`` where a side has no line that could hold one,
        ``OverLimit`` where the lines need more memory or steps than is allowed."""
        one, other = self.compared(left), self.compared(right)
        for compared, files in ((one, left), (other, right)):
            if not compared:
                raise Refused(
                    f"{', '.join(sorted(files)[:3])}: no line of notes tells {self.min_bits} bits (a melody of about"
                    f" {self.min_notes} notes or more): too short or too uniform for this method"
                )
        sides: tuple[tuple[Side, Sequence[Line]], ...] = (("left", one), ("right", other))
        for side, held in sides:
            for line in held:
                context.observe(Observation(side, whole(line.file), "line", self._said(line)))
        self._bounded(one, other, context.memory_limit)
        listed: list[list[JSON]] = []
        nulls: list[list[JSON]] = []
        rows: list[list[JSON]] = []
        tunes: list[list[JSON]] = []
        joined, starts = align.joined([line.pitch for line in other])
        for number, line in enumerate(one):
            best = align.best(line.pitch, joined, starts)
            for opposite, top in zip(other, best.tolist(), strict=True):
                if top >= 100 * self.min_bits:
                    yield from self._of_pair(line, opposite, context, (listed, nulls, rows, tunes))
            context.progress((number + 1) / len(one))
        for name, table in (
            (words.PASSAGES, listed),
            (words.NULLS, nulls),
            (words.DIFFERENCES, rows),
            (words.PRIOR, tunes),
        ):
            if table:
                more = max(0, len(table) - MOST_ROWS)
                context.table(name, {"head": words.HEADS[name], "rows": table[:MOST_ROWS], "more": more})

    def _bounded(self, one: Sequence[Line], other: Sequence[Line], memory: int) -> None:
        sizes = [sum(len(line.pitch) for line in side) for side in (one, other)]
        largest = max(len(a.pitch) for a in one) * max(len(b.pitch) for b in other)
        if sizes[0] * sizes[1] > MOST_CELLS or largest * BYTES_A_CELL > memory:
            raise OverLimit(
                f"{one[0].file}, {other[0].file}: {sizes[0]} against {sizes[1]} notes are more than can be compared at"
                " once: name a part, or split the works"
            )

    def _of_pair(
        self, left: Line, right: Line, context: Context, tables: tuple[list[list[JSON]], ...]
    ) -> Iterator[Match]:
        listed, nulls, rows, tunes = tables
        null = chance.null(left.pitch, right.pitch, context.seed)
        nulls.append(
            [
                left.file,
                left.part,
                right.file,
                right.part,
                round(null.location / 100, 3),
                round(null.scale / 100, 3),
                null.size,
            ]
        )
        backgrounds = context.resources.backgrounds
        for passage in passages.found(left, right, 100 * self.min_bits, self.min_notes):
            match = passages.match(left, right, passage, null, backgrounds)
            listed.append([match.details[key] for key in words.HEADS[words.PASSAGES]])
            yield match
            rows.extend(passages.differences(left, right, passage))
            for background in backgrounds:
                tunes.extend(self._prior(left, right, passage, background))

    def _prior(self, left: Line, right: Line, passage: Passage, background: Background) -> Iterator[list[JSON]]:
        held = grams.prior(passages.unbroken(left, passage), background, TUNES_A_PASSAGE)
        places = [
            line.tune.where(line.first + pair[number]) for number, line in enumerate((left, right))
            for pair in passage.chain.pairs[:1]
        ]  # fmt: skip
        for name, count, of in held:
            yield [*places, background.name, name, f"{count}/{of}"]

    def _said(self, line: Line) -> dict[str, JSON]:
        info = line.tune.info
        part = info["parts"][line.number]
        said: dict[str, JSON] = {
            "part": line.part,
            "rule": lines.why(line.tune, line.number, self.part),
            "format": info["format"],
            "notes_in_line": part["line"],
            "notes_in_part": part["notes"],
            "harmony": info["harmony"],
        }
        if info["tempo"]:
            said["quarters_a_minute"] = info["tempo"]
        if info["notes"]:
            said["reading"] = "; ".join(info["notes"])
        return said

    def measure(self, left: Sided[Tune], right: Sided[Tune], matches: Sequence[Match], mask: Mask) -> Measures:
        """Coverage: notes of the compared lines that lie in passages, each counted once, over all notes of them."""
        made = measuring.measured((self.compared(left), self.compared(right)), (left, right), matches, mask)
        values: dict[str, JSON] = {"min_bits": self.min_bits, "min_notes": self.min_notes, **made.values}
        return Measures(made.score, made.coverage_of_left, made.coverage_of_right, values)

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        """The notes of the first places of both works, with what corresponds marked."""
        one, other = (
            remembered.tune(work.by_file[span.file]) for work, span in ((left, match.left), (right, match.right))
        )
        others = [m for m in left.members if m.medium is Medium.SCORE and m.file != match.left.file]
        return exhibits.score(one, other, match, map(remembered.stated, others[:MOST_KEYS]))

    def keys(self, features: Tune) -> Iterable[bytes]:
        """Runs of four to six steps of the lines that are compared."""
        chosen = lines.chosen(features, self.part, 100 * self.min_bits)
        return sorted(grams.keys(features.pitch[features.line(n)] for n in chosen))

    def pieces(self, features: Tune) -> Iterable[tuple[str, Iterable[bytes]]]:
        """Each tune of a file with its title and runs: what a background counts and names."""
        titles = features.info["titles"]
        several = len(titles) > 1
        for number in lines.chosen(features, self.part, 100 * self.min_bits):
            tune = features.info["parts"][number]["tune"]
            name = (titles[tune] or f"#{tune + 1}") if several else ""
            yield name, grams.keys([features.pitch[features.line(number)]])

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A passage in another key and tempo, with notes put between, inside the melody of another score."""
        return planting.plant(source, into, seed, out, self.min_bits)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The notes of the melody in another order."""
        return planting.scramble(member, seed, out, self.min_bits)
