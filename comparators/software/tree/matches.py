"""What corresponds, as matches: lines of texts, whole files of anything else.

A text in part is one match a run of lines that follow each other on both sides, so that its span holds no line that
does not correspond: ancestors and exclusions are then clipped to the line. Files that are no text are ``file`` spans,
whole or nothing, and add nothing to sums over lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from appraisal.comparison import JSON, Match, Places
from appraisal.span import Span, line, whole
from comparators.software.tree.features import LEVELS, TreeFeatures
from comparators.software.tree.pairing import Group, Pairing
from comparators.software.tree.search import Pair

Side = Mapping[str, TreeFeatures]


def matches(left: Side, right: Side, found: Pairing) -> Iterator[Match]:
    """All matches of a pairing, in the order of groups and pairs."""
    for group in found.groups:
        yield _group(left, right, group)
    for pair in found.pairs:
        if left[pair.left].is_text:
            yield from _runs(left[pair.left], right[pair.right], pair)
        else:
            yield _pieces(left[pair.left], right[pair.right], pair)


def all_of(file: str, features: TreeFeatures) -> Span:
    """All lines of a text that has any, else the file."""
    return line(file, 1, features.count + 1) if features.count else whole(file)


def kind_of(pair: Pair) -> str:
    """``similar``; ``similar-alike`` where another file is as like: the lines correspond, the file is not decided."""
    return "similar-alike" if pair.by == "alike" else "similar"


def _group(left: Side, right: Side, group: Group) -> Match:
    one, other = left[group.left[0]], right[group.right[0]]
    spans = [all_of(n, left[n]) for n in group.left], [all_of(n, right[n]) for n in group.right]
    details: dict[str, JSON] = {
        "files_of_left": len(group.left),
        "files_of_right": len(group.right),
        "size_left": one.size,
        "size_right": other.size,
    }
    if group.kind == "normalised":
        details |= {"encoding_left": one.encoding, "encoding_right": other.encoding}
    blocks = ((1, 1, one.count),) if one.count else ()
    also = Places(tuple(spans[0][1:]), tuple(spans[1][1:]))
    return Match(spans[0][0], spans[1][0], group.kind, also=also, blocks=blocks, details=details)


def _runs(a: TreeFeatures, b: TreeFeatures, pair: Pair) -> Iterator[Match]:
    rows, columns, level = pair.aligned.left, pair.aligned.right, pair.aligned.level
    if not len(rows):
        return
    breaks = np.flatnonzero((np.diff(rows) != 1) | (np.diff(columns) != 1)) + 1
    for part in np.split(np.arange(len(rows)), breaks):
        filled = np.flatnonzero(a.filled[rows[part]] | b.filled[columns[part]])
        if not len(filled):
            continue
        kept = part[filled[0] : filled[-1] + 1]
        at_left, at_right, length = int(rows[kept[0]]) + 1, int(columns[kept[0]]) + 1, len(kept)
        counts = np.bincount(level[kept][a.filled[rows[kept]]], minlength=len(LEVELS)).tolist()
        details: dict[str, JSON] = {"lines": sum(counts)}
        details |= {name: count for name, count in zip(LEVELS, counts, strict=True) if count}
        if pair.by != "content":
            details["linked_by"] = pair.by
        left, right = line(pair.left, at_left, at_left + length), line(pair.right, at_right, at_right + length)
        yield Match(left, right, kind_of(pair), blocks=((at_left, at_right, length),), details=details)


def _pieces(a: TreeFeatures, b: TreeFeatures, pair: Pair) -> Match:
    details: dict[str, JSON] = {
        "bytes_of_left": int(a.sizes[pair.aligned.left].sum()),
        "bytes_of_right": int(b.sizes[pair.aligned.right].sum()),
        "size_left": a.size,
        "size_right": b.size,
    }
    return Match(whole(pair.left), whole(pair.right), kind_of(pair), details=details)
