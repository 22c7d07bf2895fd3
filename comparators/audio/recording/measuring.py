"""Shares of the seconds of recordings that matches cover, and the counts beside them."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.comparator import Sided
from appraisal.comparison import Mask, Match, Measures
from comparators.audio.recording.landmarks import Recording
from comparators.audio.shares import covered


def measure(left: Sided[Recording], right: Sided[Recording], matches: Sequence[Match], mask: Mask) -> Measures:
    """Seconds that matches cover ÷ seconds of all readable recordings, the mask out of both.

    ``score``: the larger of both shares, since a sample that is wholly taken over is what a search looks for.
    """
    lengths = [{file: one.seconds for file, one in side.items()} for side in (left, right)]
    shares, values = covered(lengths[0], lengths[1], matches, mask)
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
