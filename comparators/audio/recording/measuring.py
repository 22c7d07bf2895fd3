"""Shares of the seconds of recordings that matches cover, and the counts beside them."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.comparator import Sided
from appraisal.comparison import Mask, Match, Measures
from appraisal.span import Region
from comparators.audio.recording.landmarks import Recording
from comparators.audio.recording.pairing import POSSIBLE, counted
from comparators.audio.shares import covered


def measure(left: Sided[Recording], right: Sided[Recording], matches: Sequence[Match], mask: Mask) -> Measures:
    """Seconds that count (``pairing.counted``) ÷ seconds of all readable recordings, the mask out of both.

    ``seconds_repeated_left``, ``seconds_repeated_right``: further seconds of that side in places that only repeat or
    resemble what counts. ``score``: the larger of both shares, since a sample that is wholly taken over is what a
    search looks for.
    """
    lengths = [{file: one.seconds for file, one in side.items()} for side in (left, right)]
    held = [m for m in matches if m.kind != POSSIBLE]
    taken = counted(held)
    shares, values = covered(lengths[0], lengths[1], taken, mask)
    for side, every, once, out in (
        ("left", [m.left for m in held], [m.left for m in taken], mask.left),
        ("right", [m.right for m in held], [m.right for m in taken], mask.right),
    ):
        values[f"seconds_repeated_{side}"] = round(Region(every).without(Region(once)).without(out).length(), 3)
    values["segments"] = len(held)
    values["possible_occurrences"] = len(matches) - len(held)
    values["same_samples"] = sum(m.kind == "same-samples" for m in held)
    altered = [m for m in held if m.kind != "same-samples"]
    values["pitch_altered"] = sum(abs(float(m.details["pitch"])) >= 0.25 for m in altered)
    values["tempo_altered"] = sum(abs(float(m.details["tempo"]) - 1) >= 0.005 for m in altered)
    values["occurring_again"] = sum(int(m.details["occurrence"]) > 1 for m in altered)
    residuals = sorted(float(m.details["residual"]) for m in altered if "residual" in m.details)
    values["subtracted"] = len(residuals)
    if residuals:
        values["smallest_residual"] = residuals[0]
    return Measures(max(shares), shares[0], shares[1], values)
