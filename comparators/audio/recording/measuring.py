"""Shares of the seconds of recordings that matches cover, and the counts beside them."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.comparator import Sided
from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Region, Span, second
from comparators.audio.recording.landmarks import Recording


def measure(left: Sided[Recording], right: Sided[Recording], matches: Sequence[Match], mask: Mask) -> Measures:
    """Seconds that matches cover ÷ seconds of all readable recordings, the mask out of both.

    ``score``: the larger of both shares, since a sample that is wholly taken over is what a search looks for.
    """
    values: dict[str, JSON] = {}
    shares: list[float] = []
    for side, features, spans, out in (
        ("left", left, [s for m in matches for s in m.all_left()], mask.left),
        ("right", right, [s for m in matches for s in m.all_right()], mask.right),
    ):
        whole = Region(_whole(file, one) for file, one in features.items()).without(out)
        total = whole.length()
        covered = Region(spans).overlap(whole).length() if spans else 0.0
        values[f"recordings_{side}"] = len(features)
        values[f"recordings_matched_{side}"] = len({span.file for span in spans if span.length > 0})
        values[f"seconds_{side}"] = round(total, 3)
        values[f"seconds_matched_{side}"] = round(covered, 3)
        shares.append(min(1.0, covered / total) if total > 0 else 0.0)
    values["segments"] = len(matches)
    values["same_samples"] = sum(m.kind == "same-samples" for m in matches)
    altered = [m for m in matches if m.kind != "same-samples"]
    values["pitch_altered"] = sum(abs(float(m.details["pitch"])) >= 0.25 for m in altered)
    values["tempo_altered"] = sum(abs(float(m.details["tempo"]) - 1) >= 0.005 for m in altered)
    values["occurring_again"] = sum(int(m.details["occurrence"]) > 1 for m in altered)
    residuals = sorted(float(m.details["residual"]) for m in altered if "residual" in m.details)
    values["subtracted"] = len(residuals)
    if residuals:
        values["smallest_residual"] = residuals[0]
    return Measures(max(shares), shares[0], shares[1], values)


def _whole(file: str, features: Recording) -> Span:
    return second(file, 0, int(features.seconds * 1000 + 1e-3) / 1000)
