"""How far people have reviewed the matches that figures rest on: none, a part, or all; what stands with the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from appraisal.dossier import Filed
from appraisal.finding import Verdict
from reports.sections.desk import Desk, result_of
from reports.text import Printed


def counted(filed: Iterable[Filed]) -> Counter[Verdict]:
    """Matches of comparisons by the verdict of the panel."""
    return Counter(
        one.verdicts.get(match, Verdict.UNREVIEWED)
        for one in filed
        for match in dict.fromkeys(match.id for match in one.comparison.matches)
    )


def mark(desk: Desk, *filed: Filed) -> Printed:
    """未核验; 部分未核验 with the numbers; or that all matches are reviewed."""
    found = counted(filed)
    whole, unread = found.total(), found[Verdict.UNREVIEWED]
    if whole == unread:
        return desk.say("unverified")
    return desk.say("unverified-part" if unread else "unverified-none", total=whole, read=whole - unread)


def mark_of(desk: Desk, results: Iterable[str]) -> Printed:
    """The same for comparisons by the ids of their results."""
    named = frozenset(results)
    return mark(desk, *(filed for filed in desk.dossier.comparisons if result_of(filed) in named))


def stated(desk: Desk, key: str) -> Printed:
    """Of all comparisons that found something: the sentence ``key`` for none, a part (``-part``) or all (``-all``)."""
    found = counted(desk.found)
    whole, unread = found.total(), found[Verdict.UNREVIEWED]
    end = "" if whole == unread else "-part" if unread else "-all"
    return desk.say(key + end, total=whole, read=whole - unread, unread=unread, **{v.value: found[v] for v in Verdict})
