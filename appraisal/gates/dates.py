"""Gates of dates: commission, acceptance and deadline are in order."""

from __future__ import annotations

from itertools import pairwise

from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.profile import Words


def ordered(view: View) -> Found:
    """Commission ≤ acceptance ≤ deadline, of those days that are on file."""
    given, accepted = view.commission, view.acceptance
    days = [
        (Words("委托日期", "date of the commission"), given.on),
        (Words("受理日期", "date of acceptance"), accepted.on if accepted is not None else ""),
        (Words("时限", "deadline"), given.deadline),
    ]
    for (name, day), (other, later) in pairwise([(name, day[:10]) for name, day in days if day]):
        if later < day:
            yield Gap(
                "dates",
                Words(
                    f"日期次序有误：{other.zh} {later} 早于{name.zh} {day}",
                    f"dates out of order: {other.en} {later} is before {name.en} {day}",
                ),
                Words("appraisal intake CASE FORM.toml 更正", "correct it: appraisal intake CASE FORM.toml"),
            )
