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
    laying,
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
MOST_NAMED = 12  # files, and parts of a file, that a refusal names
MOST_KEYS = 50  # files that are looked through for the key of a melody


@dataclass(frozen=True)
class MusicMelody:
    """Passages of at least ``min_notes`` (3 to 100) corresponding notes that tell ``min_bits`` (5 to 1,000).

    ``part``: name or number (from 1) of the part of each file that is compared; empty: the melody by the rule of
    ``lines.chosen``, ``*``: all. ``part_left``, ``part_right``: the same for one side, where they are not empty.
    Places are notes of the file's lines, counted from 0 (``tune``).
    """

    min_bits: int = 20
    min_notes: int = 6
    part: str | int = ""
    part_left: str | int = ""
    part_right: str | int = ""

    name: ClassVar[str] = "music-melody"
    version: ClassVar[str] = "9"
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
        for name in ("part", "part_left", "part_right"):
            value = getattr(self, name)
            if not (type(value) is str and len(value) <= 200) and not (type(value) is int and 1 <= value <= 2_000):
                raise UsageError(
                    f"music-melody: {name} is a part's name, its number (from 1), * for all, or empty, not {value!r}"
                )

    def read(self, member: Member, resources: Resources) -> Tune:
        """Lines of one file. Raises ``Unreadable``, ``Encrypted``, ``OverLimit`` or ``Refused`` naming it."""
        return Tune.of(reading.read(member))

    def extent(self, features: Tune) -> tuple[Unit, float]:
        """Notes of all lines of the file."""
        return "note", features.count

    def asked(self, side: Side | None = None) -> str | int:
        """The part that is asked for, of one side or of whatever side."""
        own = {"left": self.part_left, "right": self.part_right}.get(side or "", "")
        found = own if own != "" else self.part
        return found if isinstance(found, int) else found.strip()

    def compared(self, side: Side, files: Sided[Tune]) -> list[Line]:
        """The lines of all files of a side that are compared, files and parts in order. Raises ``Refused`` where a part
        is asked for that no file has."""
        asked = self.asked(side)
        if asked not in ("", lines.EVERY) and not any(lines.named(tune, asked) for tune in files.values()):
            raise Refused(_no_part(asked, files))
        return [
            Line(file, tune, number)
            for file, tune in sorted(files.items())
            for number in lines.chosen(tune, asked, 100 * self.min_bits)
            if len(tune.pitch[tune.line(number)]) >= self.min_notes
        ]

    def match(self, left: Sided[Tune], right: Sided[Tune], context: Context) -> Iterator[Match]:
        """One match a passage, with all its places. Raises ``Refused`` where a side has no line that could hold one,
        ``OverLimit`` where the lines need more memory or steps than is allowed."""
        one, other = self.compared("left", left), self.compared("right", right)
        for compared, files in ((one, left), (other, right)):
            if not compared:
                named = ", ".join(sorted(files)[:3])
                if all(p["percussion"] for tune in files.values() for p in tune.info["parts"]):
                    raise Refused(f"{named}: percussion alone, in which this method has no melody")
                raise Refused(
                    f"{named}: no line of notes tells {self.min_bits} bits (a melody of about"
                    f" {self.min_notes} notes or more): too short or too uniform for this method"
                )
        sides: tuple[tuple[Side, Sequence[Line]], ...] = (("left", one), ("right", other))
        for (side, held), files in zip(sides, (left, right), strict=True):
            for line in held:
                context.observe(Observation(side, whole(line.file), "line", self._said(side, line)))
            if self.asked(side) not in ("", lines.EVERY):
                for file in sorted(set(files) - {line.file for line in held}):
                    context.observe(Observation(side, whole(file), "no-such-part", {"part": self.asked(side)}))
        self._bounded(one, other, context.memory_limit)
        listed: list[list[JSON]] = []
        nulls: list[list[JSON]] = []
        apart: list[list[JSON]] = []
        tunes: list[list[JSON]] = []
        several = max(len(one), len(other)) > 1
        found: list[Match] = []
        joined, starts = align.joined([line.pitch for line in other])
        for number, line in enumerate(one):
            best = align.best(line.pitch, joined, starts)
            for opposite, top in zip(other, best.tolist(), strict=True):
                if top >= 100 * self.min_bits:
                    found.extend(self._of_pair(line, opposite, context, (listed, nulls, apart, tunes)))
            context.progress((number + 1) / len(one))
        yield from laying.marked((one, other), found, self.min_notes)
        for name, table in (
            (words.PASSAGES, listed),
            (words.NULLS, nulls),
            (words.DIFFERENCES, apart),
            (words.PRIOR, tunes),
        ):
            if table:
                more = max(0, len(table) - MOST_ROWS)
                # Of one line a side both are told once; of several, each row says which lines it is about.
                rows, head = table[:MOST_ROWS], words.HEADS[name]
                if name != words.NULLS:
                    first = words.LINES if name == words.DIFFERENCES else words.WHOSE
                    rows = [row if several else row[len(first) :] for row in rows]
                    head = [*(first if several else ()), *head]
                context.table(name, {"head": head, "rows": rows, "more": more})

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
        whose: list[JSON] = [left.file, left.part, right.file, right.part]
        both: list[JSON] = [f"{line.file} · {line.part}" if line.part else line.file for line in (left, right)]
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
            listed.append([*whose, *(match.details[key] for key in words.HEADS[words.PASSAGES])])
            yield match
            rows.extend([*both, *row] for row in passages.differences(left, right, passage))
            for background in backgrounds:
                tunes.extend([*whose, *row] for row in self._prior(left, right, passage, background))

    def _prior(self, left: Line, right: Line, passage: Passage, background: Background) -> Iterator[list[JSON]]:
        held = grams.prior(passages.unbroken(left, passage), background, TUNES_A_PASSAGE)
        places = [
            line.tune.where(line.first + pair[number]) for number, line in enumerate((left, right))
            for pair in passage.chain.pairs[:1]
        ]  # fmt: skip
        for name, count, of in held:
            yield [*places, background.name, name, f"{count}/{of}"]

    def _said(self, side: Side, line: Line) -> dict[str, JSON]:
        info = line.tune.info
        part = info["parts"][line.number]
        said: dict[str, JSON] = {
            "part": line.part,
            "part_number": f"{line.number + 1}/{len(info['parts'])}",
            "rule": lines.why(line.tune, line.number, self.asked(side)),
            "format": info["format"],
            "notes_in_line": part["line"],
            "notes_in_part": part["notes"],
            "harmony": info["harmony"],
        }
        if info["tempo"]:
            said["quarters_a_minute"] = info["tempo"]
        if metre := line.tune.metre(line.number):
            said["metre"] = metre
        if info["notes"]:
            said["reading"] = "; ".join(info["notes"])
        return said

    def measure(self, left: Sided[Tune], right: Sided[Tune], matches: Sequence[Match], mask: Mask) -> Measures:
        """Coverage: notes of the compared lines laid on one of the other work (``laying``), over all of them."""
        compared = self.compared("left", left), self.compared("right", right)
        made = measuring.measured(compared, (left, right), matches, mask, self.min_notes)
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
        chosen = lines.chosen(features, self.asked(), 100 * self.min_bits)
        return sorted(grams.keys(features.pitch[features.line(n)] for n in chosen))

    def pieces(self, features: Tune) -> Iterable[tuple[str, Iterable[bytes]]]:
        """Each tune of a file with its title and runs: what a background counts and names."""
        titles = features.info["titles"]
        several = len(titles) > 1
        for number in lines.chosen(features, self.asked(), 100 * self.min_bits):
            tune = features.info["parts"][number]["tune"]
            name = (titles[tune] or f"#{tune + 1}") if several else ""
            yield name, grams.keys([features.pitch[features.line(number)]])

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A passage in another key and tempo, with notes put between, inside the melody of another score."""
        return planting.plant(source, into, seed, out, self.min_bits)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The notes of the melody in another order."""
        return planting.scramble(member, seed, out, self.min_bits)


def _no_part(asked: str | int, files: Sided[Tune]) -> str:
    """That no file has the part that was asked for, and which they have."""
    held = []
    for file, tune in sorted(files.items())[:MOST_NAMED]:
        names = [f"{n} {one['name']!r}" for n, one in enumerate(tune.info["parts"][:MOST_NAMED], 1)]
        held.append(f"{file}: {', '.join(names)}" + (", …" if len(tune.info["parts"]) > MOST_NAMED else ""))
    more = "; …" if len(files) > MOST_NAMED else ""
    return f"no part {asked!r}: name one by its name or number, or leave part out ({'; '.join(held)}{more})"
