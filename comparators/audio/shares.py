"""Seconds of recordings that matches cover, and their shares: what every method for recordings counts alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appraisal.comparison import JSON, Mask, Match
from appraisal.span import Region, Span, second


def covered(
    left: Mapping[str, float], right: Mapping[str, float], matches: Sequence[Match], mask: Mask
) -> tuple[tuple[float, float], dict[str, JSON]]:
    """Shares of both sides, 0 to 1, and their counts. ``left``, ``right``: seconds of each file.

    Share: seconds that matches cover ÷ seconds of all readable recordings of the side, the mask out of both.
    """
    values: dict[str, JSON] = {}
    shares: list[float] = []
    for side, seconds, spans, out in (
        ("left", left, [s for m in matches for s in m.all_left()], mask.left),
        ("right", right, [s for m in matches for s in m.all_right()], mask.right),
    ):
        whole = Region(_whole(file, length) for file, length in seconds.items()).without(out)
        total = whole.length()
        held = Region(spans).overlap(whole).length() if spans else 0.0
        values[f"recordings_{side}"] = len(seconds)
        values[f"recordings_matched_{side}"] = len({span.file for span in spans if span.length > 0})
        values[f"seconds_{side}"] = round(total, 3)
        values[f"seconds_matched_{side}"] = round(held, 3)
        shares.append(min(1.0, held / total) if total > 0 else 0.0)
    return (shares[0], shares[1]), values


def _whole(file: str, seconds: float) -> Span:
    return second(file, 0, int(seconds * 1000 + 1e-3) / 1000)
