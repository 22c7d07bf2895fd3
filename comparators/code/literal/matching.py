"""Proposals as matches: lines on both sides, what they say, and how rare it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from appraisal.comparison import JSON, Match, Places
from appraisal.span import Span, line
from comparators.code.hidden import shown
from comparators.code.literal.kinds import COMMON, ROW_OF, WORD_OF, Row
from comparators.code.literal.known import known
from comparators.code.literal.names import held_at_most
from comparators.code.literal.proposals import Proposal
from comparators.code.literal.sequences import Sequence as Words
from comparators.code.literal.sides import Column, Side

Array = NDArray[Any]
SHOWN = 160  # characters of a piece in the record
BESIDE = " · "  # between pieces on the same lines
Block = tuple[int, int, int]


def key(row: int, value: int) -> bytes:
    """Key of a piece in a background: its kind and hash, 9 bytes."""
    return bytes([row]) + int(value).to_bytes(8, "big")


def of(proposal: Proposal, left: Side, right: Side) -> Match:
    """One proposal as a match, not yet weighed."""
    one, other = proposal.one, proposal.other
    first, second = proposal.left[0], proposal.right[0]
    blocks: list[Block] = []
    if proposal.runs:
        rows = np.concatenate([np.arange(run.left, run.left + run.size) for run in proposal.runs])
        counted = rows[one.counts[rows]]
        telling = int(counted[np.lexsort((counted, -one.sizes[counted].astype(np.int64), one.held[counted]))[0]])
        there = next(
            run.right + telling - run.left for run in proposal.runs if run.left <= telling < run.left + run.size
        )
        spans = _extent(left, one, proposal.runs, 0), _extent(right, other, proposal.runs, 1)
        blocks = _blocks(one, other, proposal.runs)
        hashes: list[str] = []
        held = int(one.held[counted].min())
        text = left.text(one, telling)
    else:
        telling, there, held = first, second, int(one.held[first])
        spans = left.span(one, first), right.span(other, second)
        hashes = [f"{int(one.hashes[first]):016x}"]
        text = left.text(one, first)
    details: dict[str, JSON] = {
        "text": shown(" ".join(text.split()))[:SHOWN],
        "places_of_left": proposal.places[0],
        "places_of_right": proposal.places[1],
        "from_of_left": left.position(one, telling),
        "from_of_right": right.position(other, there),
        "language_of_left": left.features[int(one.files[first])].language,
        "language_of_right": right.features[int(other.files[second])].language,
        "bundled_holding_at_most": max(held, COMMON - 1),
        **proposal.details,
    }
    if proposal.row is Row.AUTHOR:
        known_at_most = held_at_most(text, known())
        if known_at_most is None:
            del details["bundled_holding_at_most"]
        else:
            details["bundled_holding_at_most"] = known_at_most
    if proposal.runs:
        details["lines"] = len(counted)
        details["probe"] = f"{int(one.hashes[telling]):016x}"
    else:
        details["hashes"] = hashes
    also = Places(_also(left, one, proposal.left, spans[0]), _also(right, other, proposal.right, spans[1]))
    return Match(spans[0], spans[1], WORD_OF[proposal.row], also=also, blocks=tuple(blocks), details=details)


def _also(side: Side, column: Column, rows: Sequence[int], first: Span) -> tuple[Span, ...]:
    return tuple(sorted({side.span(column, at) for at in rows[1:]} - {first}))


def _extent(side: Side, column: Column, runs: Sequence[Any], which: int) -> Span:
    first, last = runs[0], runs[-1]
    start, stop = (first.left, last.left + last.size) if which == 0 else (first.right, last.right + last.size)
    return line(
        side.names[int(column.files[start])], int(column.lines[start]), int(column.lines[stop - 1]) + 1
    )  # fmt: skip


def _blocks(one: Column, other: Column, runs: Sequence[Any]) -> list[Block]:
    blocks: list[Block] = []
    for run in runs:
        mine = one.lines[run.left : run.left + run.size].tolist()
        theirs = other.lines[run.right : run.right + run.size].tolist()
        for n, (a, b) in enumerate(zip(mine, theirs, strict=True)):
            stepped(blocks, a, b, inner=n > 0)
    return blocks


def stepped(blocks: list[Block], a: int, b: int, *, inner: bool) -> None:
    """Add a pair of equal lines to blocks that rise on both sides. Within a run (``inner``) a line between that
    holds no row of this kind goes along."""
    if not blocks:
        blocks.append((a, b, 1))
        return
    first, second, count = blocks[-1]
    if a < first + count or b < second + count:
        return
    if a - first == b - second and a - first - count <= int(inner):
        blocks[-1] = (first, second, a - first + 1)
    else:
        blocks.append((a, b, 1))


def of_words(found: Words, left: Side, right: Side) -> Match:
    """A sequence of first words as a match."""
    one, other = (side.features[side.names.index(name)] for side, name in ((left, found.left), (right, found.right)))
    mine, theirs = (features.lines(features.starts[features.rows(Row.HEAD)]) for features in (one, other))
    blocks: list[Block] = []
    for a, b, size in found.tiles:
        for n in range(size):
            stepped(blocks, int(mine[a + n]), int(theirs[b + n]), inner=n > 0)
    rows = one.rows(Row.HEAD)
    a, b, _ = found.tiles[0]
    texts = [
        one.text[int(one.starts[rows.start + at]) : int(one.stops[rows.start + at])]
        for start, _, size in found.tiles for at in range(start, start + size)
    ]  # fmt: skip
    first, last = blocks[0], blocks[-1]
    details: dict[str, JSON] = {
        "text": shown(" ".join(texts))[:SHOWN],
        "words": len(texts),
        "bits": found.bits,
        "from_of_left": f"{int(mine[a])}:1",
        "from_of_right": f"{int(theirs[b])}:1",
        "language_of_left": one.language,
        "language_of_right": other.language,
        "word_lines": [[int(mine[p + n]), int(theirs[q + n])] for p, q, size in found.tiles for n in range(size)],
    }
    return Match(
        line(found.left, first[0], last[0] + last[2]), line(found.right, first[1], last[1] + last[2]),
        WORD_OF[Row.HEAD], blocks=tuple(blocks), details=details,
    )  # fmt: skip


def joined(matches: Iterable[Match]) -> list[Match]:
    """Pieces of one kind that first stand on the very same lines are one match: a record names places once."""
    found: dict[tuple[Span, Span, str], Match] = {}
    for match in matches:
        place = match.left, match.right, match.kind
        held = found.get(place)
        found[place] = match if held is None else _one(held, match)
    return list(found.values())


def _one(first: Match, second: Match) -> Match:
    details = dict(first.details)
    more = second.details
    if "hashes" in details and "hashes" in more and details["hashes"] != more["hashes"]:
        details["hashes"] = sorted({*details["hashes"], *more["hashes"]})
        details["text"] = BESIDE.join(sorted({*details["text"].split(BESIDE), *more["text"].split(BESIDE)}))[
            : 4 * SHOWN
        ]
        if "meant" in details and "meant" in more:
            details["meant"] = BESIDE.join(sorted({*details["meant"].split(BESIDE), *more["meant"].split(BESIDE)}))
        details["pieces"] = len(details["hashes"])
    for name in ("places_of_left", "places_of_right"):
        if name in details:
            details[name] = max(details[name], more.get(name, 0))
    for name in ("bundled_holding_at_most", "holding"):
        if name in details and name in more:
            details[name] = min(details[name], more[name])
    if "commented_out_on" in details and details["commented_out_on"] != more.get("commented_out_on"):
        details["commented_out_on"] = "both"
    also = Places(
        tuple(sorted({*first.also.left, *second.also.left})), tuple(sorted({*first.also.right, *second.also.right}))
    )
    return replace(
        first, also=also, details=details, weight=max(first.weight, second.weight),
        blocks=first.blocks or second.blocks,
    )  # fmt: skip


def weighed(matches: Iterable[Match], backgrounds: Sequence[Background]) -> Iterator[Match]:
    """Matches with weight ln((works + 1) / (works that hold it + 1)), from the backgrounds, else the bundled counts."""
    listed = list(matches)
    works = sum(background.works for background in backgrounds)
    name = " + ".join(background.name for background in backgrounds)
    wanted = [_keys(match) for match in listed]
    flat = [one for some in wanted for one in some]
    held = [0] * len(flat)
    for background in backgrounds:
        held = [a + int(b) for a, b in zip(held, background.lookup(flat), strict=True)] if flat else held
    bundled, at = known().works, 0
    for match, some in zip(listed, wanted, strict=True):
        counts, at = held[at : at + len(some)], at + len(some)
        details = dict(match.details)
        details.pop("probe", None)
        weight = 1.0
        if backgrounds and some:
            least = min(counts)
            details |= {"background": name, "works": works, "holding": least}
            weight = math.log((works + 1) / (min(least, works) + 1))
        elif not backgrounds and some:
            weight = math.log((bundled + 1) / (details.get("bundled_holding_at_most", COMMON - 1) + 1))
        yield replace(match, weight=round(weight, 6), details=details)


def _keys(match: Match) -> list[bytes]:
    """Keys that a work must hold which holds the match: of a run of lines the rarest line alone."""
    row = ROW_OF[match.kind]
    row = Row.STATEMENT if row is Row.COMMENTED else row
    values = match.details.get("hashes") or ([match.details["probe"]] if "probe" in match.details else [])
    return [key(row, int(value, 16)) for value in values]
