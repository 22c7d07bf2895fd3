"""Figures of ``image-icon``: pieces assigned one to one, n of m on either side, and paths that both drawings hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Region, Span
from comparators.image.icon.features import IconFeatures
from comparators.image.icon.screens import FEWEST

PIECE, PATHS, LAYOUT = "corresponding-piece", "shared-paths", "screen-layout"
Sides = Mapping[str, IconFeatures]


def measure(left: Sides, right: Sides, matches: Sequence[Match], mask: Mask) -> Measures:
    """Coverage: pieces with a counterpart ÷ pieces that are compared; one cut by an exclusion by what is left of it.

    ``score``: the same over both sides. Plain pieces (stock shapes of one colour, tiny ones) are in neither number.
    """
    values: dict[str, JSON] = {}
    totals: dict[str, float] = {}
    covered: dict[str, float] = {}
    for name, side, out in (("left", left, mask.left), ("right", right, mask.right)):
        spans: dict[str, list[Span]] = {}
        for match in matches:
            if match.kind == PIECE:
                for span in match.all_left() if name == "left" else match.all_right():
                    spans.setdefault(span.file, []).append(span)
        pieces = matched = plain = 0
        totals[name] = covered[name] = 0.0
        for file, features in side.items():
            region = Region(spans.get(file, ()))
            for at in range(len(features.boxes)):
                if features.plain[at]:
                    plain += 1
                    continue
                span = features.span(file, at)
                left_over = Region([span]).without(out) if out else Region([span])
                area = left_over.length()
                if area <= 0:
                    continue
                share = 1.0 if not out else min(1.0, area / float(span.length))
                pieces += 1
                totals[name] += share
                if region.touches(span) and _own(spans.get(file, ()), span):
                    matched += 1
                    covered[name] += share
        values[f"pieces_{name}"] = pieces
        values[f"pieces_matched_{name}"] = matched
        values[f"plain_{name}"] = plain
        values[f"files_{name}"] = len(side)
        values[f"parts_{name}"] = sum(len(f.ends) for f in side.values())
        values[f"screens_{name}"] = sum(len(f.screen) >= FEWEST for f in side.values())
    kept: dict[str, Match] = {}
    for number, match in enumerate(matches):
        kept.setdefault(match.id or str(number), match)  # pieces of a match that was cut keep its id
    counted = [m for m in kept.values() if m.kind == PIECE]
    values["matches"] = len(counted)
    values["identical_pictures"] = sum(m.details.get("identical_picture") == "yes" for m in counted)
    values["recoloured_pieces"] = sum(m.details.get("recoloured") == "yes" for m in counted)
    values["turned_or_mirrored"] = sum(m.details.get("orientation") != "none" for m in counted)
    drawn = [m for m in kept.values() if m.kind == PATHS]
    values["drawings_with_shared_paths"] = len(drawn)
    values["screens_alike"] = sum(m.kind == LAYOUT for m in kept.values())
    shares = [covered[n] / totals[n] if totals[n] else 0.0 for n in ("left", "right")]
    both = sum(totals.values())
    return Measures(sum(covered.values()) / both if both else 0.0, shares[0], shares[1], values)


def _own(spans: Sequence[Span], piece: Span) -> bool:
    """Whether a match names this very piece: boxes of pieces may overlap, and a match may have been cut."""
    low = [min(p[axis] for p in piece.polygon) - 1e-6 for axis in (0, 1)]
    high = [max(p[axis] for p in piece.polygon) + 1e-6 for axis in (0, 1)]
    return any(
        span.unit == "file" or all(low[a] <= point[a] <= high[a] for point in span.polygon for a in (0, 1))
        for span in spans
    )
