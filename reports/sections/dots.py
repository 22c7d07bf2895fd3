"""段落位置图: each match of a text method at its place in both works, files end to end along both axes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.exhibit import Line as Stroke
from appraisal.exhibit import Mark, Plot
from appraisal.finding import Verdict
from appraisal.span import Span
from reports.document import Block, Figure
from reports.extents import Extents, extents
from reports.places import number
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.text import Printed, printable

DOTS = 4_000  # matches drawn, the longest
PLACES = 8  # of one side of a match that are drawn
TINY = 1 / 220  # of an axis: what is shorter is drawn as long as that, so that no match vanishes
APART: Mapping[Side, float] = {"left": 0.085, "right": 0.05}  # of an axis, between two names: across in four rows
SIDES: tuple[Side, Side] = ("left", "right")
Pair = tuple[Span, Span]


def dots(desk: Desk, filed: Filed, said: Mapping[str, Any]) -> Iterator[Block]:
    """Each match that experts did not reject at its place in both works; files in the order of their names. Dotted is
    what counts in no figure of what was accepted: wholly deducted, or not counted by the panel."""
    known = extents(filed.comparison)
    starts, sizes = {}, {}
    for side in SIDES:
        starts[side], sizes[side] = _starts(known[side])
    if not (sizes["left"] and sizes["right"]):
        return
    found = filed.comparison.matches
    kept = [match for match in found if filed.verdicts.get(match.id) is not Verdict.REJECTED]
    drawn = sorted(kept, key=lambda m: (-m.left.length, m.id))[:DOTS]
    kinds = list(dict.fromkeys(match.kind for match in found))
    names = [desk.named(desk.side(filed, side)) for side in SIDES]
    state, alike = desk.deducted(filed), bool(said.get("same")) and said.get("same") == said.get("size")
    marks: list[Mark | Stroke] = []
    for match in drawn:
        out = state.get(match.id) == "whole" or filed.verdicts.get(match.id) is Verdict.EXCLUDED
        marks += _marks(_pairs(match, alike), starts, sizes, len(kinds) if out else kinds.index(match.kind))
    names_of = [desk.label(filed, kind) for kind in kinds]
    if any(mark.series == len(kinds) for mark in marks):
        names_of.append(desk.say("dots-excluded"))
    full = {side: {span.file for match in kept for span in dict(match.sides())[side]} for side in SIDES}
    ticks = {side: _named(starts[side], known[side], sizes[side], full[side], APART[side]) for side in SIDES}
    plot = Plot(
        (0.0, sizes["left"]), (0.0, sizes["right"]), tuple(marks), tuple(names_of),
        desk.say("dots-axis", work=names[0]), desk.say("dots-axis", work=names[1]),
        tuple((at, printable(file)) for file, at in ticks["right"].items()),
        alt=desk.say("dots-alt", left=names[0], right=names[1], count=len(drawn)),
        x_ticks=tuple((at, printable(file)) for file, at in ticks["left"].items()),
    )  # fmt: skip
    lengths = {"across": number(sizes["left"]), "up": number(sizes["right"])}
    caption = desk.say("dots-caption", method=desk.method(filed), left=names[0], right=names[1], **lengths)
    yield Figure(plot, (*text(caption), *desk.reference(result_of(filed))), result_of(filed))
    for told in _told(desk, found, kept, drawn, state, alike):
        yield paragraph(told, "note", result_of(filed))
    unnamed = [_unnamed(desk, name, starts[side], ticks[side], full[side])
               for side, name in zip(SIDES, names, strict=True)]  # fmt: skip
    if any(unnamed):
        words = desk.say("semicolon").join(filter(None, unnamed))
        yield paragraph(desk.say("dots-unnamed", files=Printed(words)), "note", result_of(filed))


def _starts(files: Extents) -> tuple[dict[str, float], float]:
    """Where each file begins on its axis, in the order of names, and how long the axis is."""
    at, places = 0.0, {}
    for file, (unit, length) in sorted(files.items()):
        if unit == "char":
            places[file] = at
            at += length
    return places, at


def _told(
    desk: Desk, found: Sequence[Match], kept: Sequence[Match], drawn: Sequence[Match], state: Mapping[str, str],
    alike: bool,
) -> Iterator[Printed]:  # fmt: skip
    """What the drawing leaves out or does not tell, in numbers; ``kept``: without rejected ones, ``drawn`` of these."""
    several = [match for match in drawn if match.also.left or match.also.right]
    apart = [] if alike else [match for match in several if match.also.left and match.also.right]
    counts = {
        "dots-rejected": len(found) - len(kept),
        "dots-part": sum(state.get(match.id) == "part" for match in drawn),
        "dots-several": len(several) - len(apart),
        "dots-first": len(apart),
    }
    for key, count in counts.items():
        if count:
            yield desk.say(key, count=count)
    if len(kept) > len(drawn):
        yield desk.say("dots-more", shown=len(drawn), total=len(found))


def _named(starts: Mapping[str, float], files: Extents, size: float, full: set[str], apart: float) -> dict[str, float]:
    """Files that have room for their name beside the axis: first those with a match, the longest first."""
    kept: dict[str, float] = {}
    for file in sorted(starts, key=lambda one: (one not in full, -files[one][1], one)):
        if all(abs(starts[file] - at) >= size * apart for at in kept.values()):
            kept[file] = starts[file]
    return dict(sorted(kept.items(), key=lambda one: one[1]))


def _unnamed(desk: Desk, work: str, starts: Mapping[str, float], ticks: Mapping[str, float], full: set[str]) -> str:
    """Files without a name at the axis: those with a match by name and place, the others as a number."""
    left_out = [file for file in starts if file not in ticks]
    if not left_out:
        return ""
    told = [desk.say("dots-file", file=printable(one), start=number(starts[one])) for one in left_out if one in full]
    if rest := len(left_out) - len(told):
        told.append(desk.say("dots-files", count=rest))
    return f"{work}{desk.say('colon')}{desk.say('listing-comma').join(told)}"


def _pairs(match: Match, alike: bool) -> list[Pair]:
    """Pairs of places that answer each other: all where the whole of each place is the same (``alike``); else those of
    a side that has several with the one place of the other, and of two sides with several the first pair alone, since
    the record does not say which of the further places go together."""
    left, right = match.all_left()[:PLACES], match.all_right()[:PLACES]
    if not alike and len(left) > 1 and len(right) > 1:
        return [(left[0], right[0])]
    return [(one, other) for one in left for other in right]


def _marks(
    pairs: Sequence[Pair], starts: Mapping[Side, Mapping[str, float]], sizes: Mapping[Side, float], series: int
) -> Iterator[Mark | Stroke]:
    """A stroke for each pair of places; a box where a stroke would be too short to be seen."""
    for left, right in pairs:
        if left.file not in starts["left"] or right.file not in starts["right"] or left.unit != "char":
            continue
        x, y = starts["left"][left.file] + left.start, starts["right"][right.file] + right.start
        wide, high = float(left.length), float(right.length)
        least = sizes["left"] * TINY, sizes["right"] * TINY
        if wide < least[0] and high < least[1]:
            yield Mark(x + wide / 2 - least[0] / 2, y + high / 2 - least[1] / 2, *least, series)
        else:
            yield Stroke(((x, y), (x + wide, y + high)), series)
