"""Figures of ``code-tokens``: tokens, lines and files that the matches cover, each token once on each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Lane, Region, Span
from comparators.code.features import CodeFeatures
from comparators.code.grams import windows
from comparators.code.tokens import ranking
from comparators.code.tokens.details import KINDS

Array = NDArray[Any]
Flags = dict[str, Array]
FIGURES = (
    "files", "files_with_common", "lines", "common_lines", "tokens", "common_tokens", "common_tokens_as_written",
    "common_tokens_unseen", "left_out_tokens",
)  # fmt: skip


def masked(files: Mapping[str, CodeFeatures], mask: Region) -> Flags:
    """Tokens on lines that a mask takes out, by file; files that it leaves alone are not named."""
    found: Flags = {}
    if not mask:
        return found
    for name, features in files.items():
        if mask.holds_file(name):
            found[name] = np.ones(len(features), np.bool_)
            continue
        parts = mask.intervals(Lane(name, "line"))
        if parts:
            flags = np.zeros(len(features), np.bool_)
            for start, stop in parts:
                flags |= (features.lines < stop) & (features.last_lines >= start)
            found[name] = flags
    return found


def counted(features: CodeFeatures, size: int) -> Array:
    """Tokens that figures are about: those in some run of ``size`` tokens of which none is in a stretch that repeats
    itself as written. The others can be in no passage, so they are in neither number."""
    count = max(len(features) - size + 1, 0)
    usable = windows(features.repetitive < 2, size, count) == size if count else np.zeros(0, np.bool_)
    edges = np.zeros(len(features) + 1, np.int32)
    edges[:count] += usable
    edges[size : size + count] -= usable
    inside: Array = np.cumsum(edges[:-1]) > 0
    return inside


class Tally:
    """Common tokens of both sides under a mask, added match by match."""

    def __init__(
        self, left: Mapping[str, CodeFeatures], right: Mapping[str, CodeFeatures], mask: Mask, size: int
    ) -> None:
        """``size``: the least tokens of a run that counts."""
        self.files, self.size = (left, right), size
        self.out = masked(left, mask.left), masked(right, mask.right)
        self.common: tuple[Flags, Flags] = {}, {}
        self.written: tuple[Flags, Flags] = {}, {}
        self.unseen: tuple[Flags, Flags] = {}, {}

    def add(self, match: Match) -> int:
        """Count a match or a piece of one; the number of its tokens that are left."""
        names = match.left.file, match.right.file
        one, other = self.files[0][names[0]], self.files[1][names[1]]
        total = 0
        for a, b, size in match.details["token_blocks"]:
            kept = _within(one, a, size, match.left) & _within(other, b, size, match.right)
            for number, start in ((0, a), (1, b)):
                out = self.out[number].get(names[number])
                if out is not None:
                    kept &= ~out[start : start + size]
            total += int(np.count_nonzero(kept))
            same = kept & (one.values[a : a + size] == other.values[b : b + size])
            for number, start in ((0, a), (1, b)):
                self._mark(self.common[number], number, names[number], start, kept)
                self._mark(self.written[number], number, names[number], start, same)
                if match.details.get("holding_at_most") == 0:
                    self._mark(self.unseen[number], number, names[number], start, kept)
        return total

    def _mark(self, flags: Flags, number: int, name: str, start: int, kept: Array) -> None:
        if name not in flags:
            flags[name] = np.zeros(len(self.files[number][name]), np.bool_)
        flags[name][start : start + len(kept)] |= kept

    def figures(self, number: int) -> dict[str, int]:
        """Of one side (0 left, 1 right)."""
        sums = dict.fromkeys(FIGURES, 0)
        for name, features in self.files[number].items():
            out = self.out[number].get(name)
            kept = np.ones(len(features), np.bool_) if out is None else ~out
            inside = counted(features, self.size) & kept
            nothing = np.zeros(len(features), np.bool_)
            common = self.common[number].get(name, nothing) & inside
            present = np.unique(features.lines[inside])
            missing = np.unique(features.lines[inside & ~common])
            sums["files"] += bool(inside.any())
            sums["files_with_common"] += bool(common.any())
            sums["lines"] += len(present)
            sums["common_lines"] += len(present) - len(missing)
            sums["tokens"] += int(np.count_nonzero(inside))
            sums["common_tokens"] += int(np.count_nonzero(common))
            sums["common_tokens_as_written"] += int(np.count_nonzero(self.written[number].get(name, nothing) & inside))
            sums["common_tokens_unseen"] += int(np.count_nonzero(self.unseen[number].get(name, nothing) & inside))
            sums["left_out_tokens"] += int(np.count_nonzero(kept & ~inside))
        return sums


def _within(features: CodeFeatures, start: int, size: int, span: Span) -> Array:
    lines = features.lines[start : start + size]
    inside: Array = (lines >= span.start) & (lines < span.stop)
    return inside


def figures(
    left: Mapping[str, CodeFeatures],
    right: Mapping[str, CodeFeatures],
    matches: Sequence[Match],
    mask: Mask,
    *,
    size: int,
    backed: bool,
) -> Measures:
    """See ``CodeTokens.measure``. ``backed``: whether a background says which passages are unseen."""
    tally = Tally(left, right, mask, size)
    left_over: dict[object, str] = {}  # kind of each passage of which tokens are left, whatever pieces it is cut into
    longest: tuple[int, Match | None] = (0, None)
    for number, match in enumerate(sorted(matches, key=lambda match: (match.left, match.right, match.kind))):
        tokens = tally.add(match)
        if tokens:
            left_over[match.id or number] = match.kind
        if tokens > longest[0]:
            longest = tokens, match
    sides = tally.figures(0), tally.figures(1)
    values: dict[str, JSON] = {
        "passages": len(left_over),
        "passages_by_kind": {kind: sum(one == kind for one in left_over.values()) for kind in KINDS},
    }
    for name, side in zip(("left", "right"), sides, strict=True):
        values |= {f"{key}_of_{name}": value for key, value in side.items() if backed or key != "common_tokens_unseen"}
    values["longest_passage"] = longest[0]
    for name in ("left", "right"):
        span = getattr(longest[1], name) if longest[1] is not None else None
        values[f"longest_at_{name}"] = f"{span.file}:{span.start}-{span.stop - 1}" if span else ""
    common, sizes = [side["common_tokens"] for side in sides], [side["tokens"] for side in sides]
    shares = [some / every if every else 0.0 for some, every in zip(common, sizes, strict=True)]
    profiles = [
        ranking.profile((features, tally.out[number].get(name)) for name, features in sorted(side.items()))
        for number, side in enumerate((left, right))
    ]
    return Measures(ranking.likeness(profiles[0], profiles[1]), shares[0], shares[1], values)
