"""Figures over matches: shares of notes, and apart from each other melody, rhythm, harmony, structure, lyrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Sided
from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Region, Span
from comparators.audio.music import align, form, grams, harmony, heard_notes, laying, rhythm
from comparators.audio.music.passages import Line
from comparators.audio.music.tune import Tune

Array = NDArray[Any]
CUT = 1_000  # a step that is none: a place was taken out there; the other side has its own, so that it equals nothing
MOST_PAIRS = 200  # of lines that whole lines are aligned for
MOST_NAMED = 20  # of them that are named
BASE = 0.35  # share of equal steps that unrelated songs reach when they are aligned as a whole: fewer rank as none
UNLIKELY = (
    1e-3  # chance, for all pairs of lines together, below which passages are counted once more: 1.5 % of pairs of
    # unrelated songs have one (measured)
)
ENOUGH = 30.0  # bits of a passage, about ten notes, beyond which a longer one ranks no higher


class Side:
    """The lines of one work less what the mask takes out of it."""

    def __init__(self, lines: Sequence[Line], mask: Region, cut: int) -> None:
        self.lines = [line for line in lines if not mask.holds_file(line.file)]
        self.cut = cut
        self.kept: dict[tuple[str, int], Array] = {}
        for line in self.lines:
            here = line.tune.line(line.number)
            keep = np.ones(here.stop - here.start, bool)
            for start, stop in mask.intervals(Span(line.file, "note", 0, 0).lane):
                keep[max(0, int(start) - here.start) : max(0, int(stop) - here.start)] = False
            self.kept[line.file, line.number] = np.flatnonzero(keep)

    @property
    def notes(self) -> int:
        """Notes of all lines that count."""
        return sum(len(keep) for keep in self.kept.values())

    @property
    def heard(self) -> int:
        """Those of them that were heard in recordings, and stand in no score."""
        return sum(len(self.kept[line.file, line.number]) for line in self.lines if was_heard(line))

    def covered(self, spans: Sequence[Span], *, heard: bool = False) -> int:
        """Notes that lie in any of these places, each counted once; those ``heard`` in recordings alone."""
        held = Region(spans)
        count = 0
        for line in self.lines:
            if heard and not was_heard(line):
                continue
            keep = self.kept[line.file, line.number] + line.first
            inside = np.zeros(len(keep), bool)
            for start, stop in held.intervals(Span(line.file, "note", 0, 0).lane):
                inside |= (keep >= start) & (keep < stop)
            count += int(inside.sum())
        return count

    def steps(self, line: Line) -> Array:
        """Steps between neighbouring notes, none across what was taken out."""
        keep = self.kept[line.file, line.number]
        steps = np.diff(line.pitch[keep].astype(np.int64))
        steps[np.diff(keep) > 1] = self.cut
        return steps

    def of(self, line: Line, values: Array) -> Array:
        """Values of the line's notes that count."""
        found: Array = values[line.tune.line(line.number)][self.kept[line.file, line.number]]
        return found

    def runs(self, only: Line | None = None) -> set[bytes]:
        """Distinct runs of steps, of all lines or of one."""
        found: set[bytes] = set()
        for line in [only] if only else self.lines:
            keep = self.kept[line.file, line.number]
            for part in np.split(keep, np.flatnonzero(np.diff(keep) > 1) + 1):
                found |= grams.keys([line.pitch[part]])
        return found


def was_heard(line: Line) -> bool:
    """Whether the notes of a line were heard in a recording."""
    return bool(line.tune.info["format"] == heard_notes.FORMAT)


def paired(left: Side, right: Side, matches: Sequence[Match]) -> list[tuple[Line, Line]]:
    """Lines that correspond, one to one, in their order: those first of which equal notes are the largest share of
    both; two single lines always do. Of written lines alone where there are such pairs, else of heard ones."""
    if len(left.lines) == 1 and len(right.lines) == 1:
        return [(left.lines[0], right.lines[0])]
    count: Counter[tuple[int, int]] = Counter()
    for match in matches:
        ends = [_line(side.lines, span) for side, span in ((left, match.left), (right, match.right))]
        if ends[0] >= 0 and ends[1] >= 0:
            count[ends[0], ends[1]] += int(sum(block[2] for block in match.blocks))

    def order(pair: tuple[int, int]) -> tuple[Any, ...]:
        names = sorted(
            [
                (left.lines[pair[0]].part, left.lines[pair[0]].file),
                (right.lines[pair[1]].part, right.lines[pair[1]].file),
            ]
        )
        sizes = len(left.lines[pair[0]].pitch), len(right.lines[pair[1]].pitch)
        return (-min(count[pair], *sizes) / sum(sizes), names)

    used: tuple[set[int], set[int]] = set(), set()
    made: list[tuple[int, int]] = []
    for one, other in sorted(count, key=order):
        if one not in used[0] and other not in used[1] and len(made) < MOST_PAIRS:
            used[0].add(one)
            used[1].add(other)
            made.append((one, other))
    told = [(left.lines[one], right.lines[other]) for one, other in sorted(made)]
    written = [pair for pair in told if not any(map(was_heard, pair))]
    return written or told  # what was heard has errors: it is not added to what is written


def _line(lines: Sequence[Line], span: Span) -> int:
    for n, line in enumerate(lines):
        here = line.tune.line(line.number)
        if line.file == span.file and here.start <= span.start < here.stop:
            return n
    return -1


def measured(
    lines: tuple[Sequence[Line], Sequence[Line]], features: tuple[Sided[Tune], Sided[Tune]],
    matches: Sequence[Match], mask: Mask, least: int,
) -> Measures:  # fmt: skip
    """All figures. What counts of passages: ``laying``; ``least`` goes there. ``score``, for ranking alone: see
    ``ranked``."""
    left, right = Side(lines[0], mask.left, CUT), Side(lines[1], mask.right, CUT + 1)
    taken = laying.laid(lines, matches, least)
    counting = [s for one, _ in taken for s in one], [s for _, other in taken for s in other]
    common = left.covered(counting[0]), right.covered(counting[1])
    every = (
        left.covered([s for m in matches for s in m.all_left()]),
        right.covered([s for m in matches for s in m.all_right()]),
    )
    tried = max(1, len(lines[0]) * len(lines[1]))
    rare = [float(m.details.get("chance", 1.0)) * tried < UNLIKELY for m in matches]
    strong = [m for m, held in zip(matches, rare, strict=True) if held]
    of_strong = [pair for pair, held in zip(taken, rare, strict=True) if held]
    unlikely = (
        left.covered([s for one, _ in of_strong for s in one]),
        right.covered([s for _, other in of_strong for s in other]),
    )
    values: dict[str, JSON] = {
        "passages": len({m.id or n for n, m in enumerate(matches)}),
        "unlikely_passages": len({m.id or n for n, m in enumerate(strong)}),
    }
    for name, side, covered, listed, rarely, files in (
        ("left", left, common[0], every[0], unlikely[0], features[0]),
        ("right", right, common[1], every[1], unlikely[1], features[1]),
    ):
        values[f"notes_of_{name}"] = side.notes
        values[f"common_notes_of_{name}"] = covered
        values[f"repeated_notes_of_{name}"] = listed - covered
        values[f"unlikely_notes_of_{name}"] = rarely
        values[f"left_out_of_{name}"] = sum(t.count for t in files.values()) - sum(
            len(line.pitch) for line in lines[name == "right"]
        )
    values |= _sources((left, right), common, counting)
    values |= _longest(matches)
    pairs = paired(left, right, matches)
    values |= _whole(left, right, pairs)
    one, other = left.runs(), right.runs()
    weight = {key: grams.plain(key) for key in one | other}
    both, of_left, of_right = grams.shared(one, other, weight)
    values |= {"runs_of_left": len(one), "runs_of_right": len(other), "common_runs": len(_common(left, right, matches))}
    top = max((float(m.weight) for m in matches), default=0.0)
    full = [sum(align.own(side.of(x, x.tune.pitch)) for x in side.lines) / 100 for side in (left, right)]
    steps = values["steps_of_left"] + values["steps_of_right"]
    share = 2 * both / (of_left + of_right) if of_left + of_right else 0.0
    ranks = ranked(2 * values["same_steps"] / steps if steps else 0.0, top, min(full), share)
    covers = [c / side.notes if side.notes else 0.0 for c, side in zip(common, (left, right), strict=True)]
    return Measures(sum(ranks) / 3, covers[0], covers[1], values)


def ranked(steps: float, bits: float, full: float, runs: float) -> tuple[float, float, float]:
    """Three shares of equal weight that pairs are ranked by, each 1 for a work and itself. Chosen on edits of pop
    songs before any decided case was run; no figure of a report, and no word on what a court would say.

    ``steps``: share of equal steps of both lines, aligned as a whole; counts beyond ``BASE``. ``bits`` of the strongest
    passage, against ``ENOUGH`` or ``full``, the bits of the weaker work. ``runs``: share of runs of steps in both,
    weighed by the steps of songs in general (Dice).
    """
    most = min(ENOUGH, full)
    return max(0.0, (steps - BASE) / (1 - BASE)), min(1.0, bits / most) if most > 0 else 0.0, runs


def _common(left: Side, right: Side, matches: Sequence[Match]) -> set[bytes]:
    """Runs in both of two lines that have a passage in common: where matches are those that a panel accepted, lines of
    others say nothing here. Of all lines where there is no passage."""
    ends = {
        (_line(left.lines, one), _line(right.lines, other))
        for match in matches
        for one in match.all_left()
        for other in match.all_right()
    }
    told = [(left.lines[a], right.lines[b]) for a, b in sorted(ends) if a >= 0 and b >= 0]
    if not matches:
        return left.runs() & right.runs()
    return {run for one, other in told for run in left.runs(one) & right.runs(other)}


def _sources(
    sides: tuple[Side, Side], common: tuple[int, int], spans: tuple[Sequence[Span], Sequence[Span]]
) -> dict[str, JSON]:
    """Notes compared and notes that count, of scores alone and of recordings alone; nothing where none was heard."""
    if not any(side.heard for side in sides):
        return {}
    made: dict[str, JSON] = {}
    for name, side, covered, places in zip(("left", "right"), sides, common, spans, strict=True):
        inside = side.covered(places, heard=True)
        made[f"written_notes_of_{name}"] = side.notes - side.heard
        made[f"common_written_notes_of_{name}"] = covered - inside
        made[f"heard_notes_of_{name}"] = side.heard
        made[f"common_heard_notes_of_{name}"] = inside
    return made


def _longest(matches: Sequence[Match]) -> dict[str, JSON]:
    """The passage with most equal notes, and the least chance figure of all."""
    if not matches:
        return {"longest_passage": 0}
    size = max(int(sum(b[2] for b in m.blocks)) for m in matches)
    chances = [float(m.details["chance"]) for m in matches if "chance" in m.details]
    return {"longest_passage": size} | ({"least_chance": min(chances)} if chances else {})


def _named(line: Line) -> str:
    return f"{line.file} · {line.part}" if line.part else line.file


def _whole(left: Side, right: Side, pairs: Sequence[tuple[Line, Line]]) -> Mapping[str, Any]:
    """Whole lines against each other, element by element; counts of both sides are their denominators. Changes of chord
    of lines that both have chords."""
    stated = False
    count: Counter[str] = Counter()
    forms: tuple[list[str], list[str]] = [], []
    for one, other in pairs:
        x, y = left.steps(one), right.steps(other)
        count["same_steps"] += align.identity(x, y)
        count["steps_of_left"] += len(x)
        count["steps_of_right"] += len(y)
        x, y = rhythm.ratios(left.of(one, one.tune.onset)), rhythm.ratios(right.of(other, other.tune.onset))
        count["same_lengths"] += align.identity(x, y)
        count["lengths_of_left"] += len(x)
        count["lengths_of_right"] += len(y)
        chords = left.of(one, one.tune.chord), right.of(other, other.tune.chord)
        if all((some != harmony.NONE).any() for some in chords):
            stated = True
            x, y = map(harmony.motions, chords)
            count["same_changes"] += align.identity(x, y)
            count["changes_of_left"] += len(x)
            count["changes_of_right"] += len(y)
        said = [
            form.form(side.of(a, a.tune.pitch), side.of(a, a.tune.bar)) for side, a in ((left, one), (right, other))
        ]
        forms[0].append(said[0])
        forms[1].append(said[1])
        agree, of = form.agreement(*said)
        count["same_sections"] += agree
        count["sections"] += of
    keys = "same_steps steps_of_left steps_of_right same_lengths lengths_of_left lengths_of_right"
    keys += " same_sections sections" if count["sections"] else ""
    keys += " same_changes changes_of_left changes_of_right" if stated else ""
    listed: dict[str, JSON] = {key: int(count[key]) for key in keys.split()}
    listed |= {} if stated else {"same_changes": harmony.NOT_STATED}
    listed |= {} if count["sections"] else {"same_sections": form.NOTHING_REPEATS}
    listed["aligned"] = "; ".join(f"{_named(a)} ~ {_named(b)}" for a, b in pairs[:MOST_NAMED])
    return listed | {
        "form_of_left": " / ".join(forms[0][:MOST_NAMED]),
        "form_of_right": " / ".join(forms[1][:MOST_NAMED]),
    }
