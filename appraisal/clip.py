"""Exclusions and ancestors by span algebra: matches are clipped, never searched for again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from appraisal import bounds
from appraisal.comparison import JSON, Ancestor, Block, Exclusion, Mask, Match, Places
from appraisal.span import LINEAR, Interval, Region, Span, intersect, merge, subtract


def regions(matches: Iterable[Match]) -> tuple[Region, Region]:
    """All places of the matches on the left and on the right, further places included."""
    listed = list(matches)
    return Region(s for m in listed for s in m.all_left()), Region(s for m in listed for s in m.all_right())


def _rest(spans: Iterable[Span], removed: Region) -> list[Span]:
    """What of ``spans`` lies outside ``removed``, piece by piece, in order."""
    kept: list[Span] = []
    for span in spans:
        if not removed.touches(span):
            kept.append(span)
        elif span.unit in LINEAR and not removed.holds_file(span.file):
            parts = subtract([(span.start, span.stop)], removed.intervals(span.lane))
            kept.extend(replace(span, start=a, stop=b) for a, b in parts)
        elif span.unit == "pixel":
            kept.extend(Region([span]).without(removed).spans())
    return kept


def _cut(blocks: Sequence[Block], left: Sequence[Interval], right: Sequence[Interval]) -> Iterator[list[Block]]:
    """Groups of blocks that remain in step once ``left`` and ``right`` intervals are taken out of them."""
    group: list[Block] = []
    for at_left, at_right, length in blocks:
        shift = at_right - at_left
        kept = subtract([(at_left, at_left + length)], left)
        kept = subtract(kept, [(a - shift, b - shift) for a, b in right])
        if not kept or kept[0][0] > at_left:
            if group:
                yield group
            group = []
        for k, (start, stop) in enumerate(kept):
            if k:
                yield group
                group = []
            group.append((start, start + shift, stop - start))
        if kept and kept[-1][1] < at_left + length:
            yield group
            group = []
    if group:
        yield group


def clip(match: Match, mask: Mask) -> list[Match]:
    """What remains of ``match`` outside ``mask``: itself, some pieces of it, or nothing.

    What is taken out on one side goes on the other too, through the blocks; with further places, once no place of the
    first side has it any more. A further place that is longer or shorter than the first one (other punctuation) is
    mapped in proportion, rounded outward.
    """
    if not any(map(mask.left.touches, match.all_left())) and not any(map(mask.right.touches, match.all_right())):
        return [match]
    alone = not match.also.left and not match.also.right
    whole = mask.left.holds_file(match.left.file) or mask.right.holds_file(match.right.file)
    if alone and match.blocks and not whole:
        pieces = _cut(match.blocks, mask.left.intervals(match.left.lane), mask.right.intervals(match.right.lane))
        return [_piece(match, blocks) for blocks in pieces if blocks]
    gone_left, gone_right = mask.left, mask.right
    if match.blocks and match.left.unit in LINEAR and match.right.unit in LINEAR:
        lost = _lost(match.all_left(), mask.left), _lost(match.all_right(), mask.right)
        across = _mapped(lost[0], match.blocks), _mapped(lost[1], [(b, a, n) for a, b, n in match.blocks])
        gone_right = Region([*mask.right.spans(), *_stretches(match.all_right(), across[0])])
        gone_left = Region([*mask.left.spans(), *_stretches(match.all_left(), across[1])])
    left, right = _rest(match.all_left(), gone_left), _rest(match.all_right(), gone_right)
    if not left or not right:
        return []
    blocks = match.blocks if (left[0], right[0]) == (match.left, match.right) else ()
    return [replace(match, left=left[0], right=right[0], also=Places(tuple(left[1:]), tuple(right[1:])), blocks=blocks)]


def _scaled(part: Interval, of: Span, to: Span) -> Interval:
    """A stretch of one place as the stretch of another place of the same passage, rounded outward."""
    old, new = of.stop - of.start, to.stop - to.start
    start, stop = part[0] - of.start, part[1] - of.start
    if old != new and old > 0:
        start, stop = math.floor(start * new / old), math.ceil(stop * new / old)
    return to.start + max(0, start), to.start + min(new, stop)


def _lost(places: Sequence[Span], removed: Region) -> list[Interval]:
    """Stretches of the first place that are taken out at every place: no place still has them."""
    first = places[0]
    lost: list[Interval] = [(first.start, first.stop)]
    for place in places:
        own = [(place.start, place.stop)]
        gone = own if removed.holds_file(place.file) else intersect(own, removed.intervals(place.lane))
        lost = intersect(lost, merge(_scaled(part, place, first) for part in gone))
    return lost


def _mapped(parts: Sequence[Interval], blocks: Sequence[Block]) -> list[Interval]:
    """Stretches of the first left place as stretches of the first right place."""
    return merge(
        (b + start - a, b + stop - a) for a, b, length in blocks for start, stop in intersect([(a, a + length)], parts)
    )


def _stretches(places: Sequence[Span], parts: Sequence[Interval]) -> Iterator[Span]:
    """The stretches of the first place at every place."""
    for place in places:
        for part in parts:
            start, stop = _scaled(part, places[0], place)
            if start < stop:
                yield replace(place, start=start, stop=stop)


def _piece(match: Match, blocks: list[Block]) -> Match:
    first, last = blocks[0], blocks[-1]
    return replace(
        match,
        left=replace(match.left, start=first[0], stop=last[0] + last[2]),
        right=replace(match.right, start=first[1], stop=last[1] + last[2]),
        blocks=tuple(blocks),
    )


def clip_all(matches: Sequence[Match], mask: Mask) -> Sequence[Match]:
    return [piece for match in matches for piece in clip(match, mask)] if mask else matches


def remaining(matches: Sequence[Match], mask: Mask) -> tuple[Region, Region]:
    """All places on the left and on the right that ``mask`` leaves of the matches. A piece of a match reaches over
    the gaps between its blocks, and a gap may hold a place that is taken out: that is not counted."""
    left, right = regions(clip_all(matches, mask))
    return left.without(mask.left), right.without(mask.right)


def partition(
    label: str,
    sha256: str,
    matches: Sequence[Match],
    with_left: Sequence[Match],
    with_right: Sequence[Match],
) -> Ancestor:
    """Shares by extent: common to both works only, to all three, and to one work and the ancestor only.

    ``with_left`` matches left (as left) with the ancestor, ``with_right`` matches right (as left) with the ancestor.
    Common to both works only is what ``clip`` leaves once both are taken out, as in the filtered figures: a place whose
    counterpart stands in the ancestor is common to all three, though a method may find only one of the two there.
    """
    old = Mask(regions(with_left)[0], regions(with_right)[0])
    parts = [
        {
            "shared_with_other_only": only.length(),
            "shared_by_all_three": mine.without(only).length(),
            "shared_with_ancestor_only": gone.without(mine).length(),
        }
        for mine, only, gone in zip(regions(matches), remaining(matches, old), (old.left, old.right), strict=True)
    ]
    return Ancestor(label, sha256, parts[0], parts[1])


def inside(exclusions: Sequence[Exclusion], extents: JSON) -> list[Exclusion]:
    """Exclusions as far as their places lie in their files: what lies behind the end would count as taken out."""
    if not extents or not exclusions:
        return list(exclusions)
    ends: dict[tuple[str | None, str], tuple[str, float]] = {
        (side, file): (unit, length) for side in ("left", "right") for file, unit, length in extents[side]
    }
    kept: list[Exclusion] = []
    for one in exclusions:
        held = None if one.span is None else ends.get((one.side, one.span.file))
        span = one.span if one.span is None or held is None else bounds.within(one.span, *held)
        if span is not None or one.span is None:
            kept.append(one if span is one.span else replace(one, span=span))
    return kept
