"""Works that came after results and take places out of the figures: what they took out is marked as late as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from appraisal.comparison import Comparison
from appraisal.dossier import LogEntry, Role
from appraisal.procedure import Kind

TAKING = (Role.EXCLUDED, Role.ANCESTOR)


def works(entries: Iterable[LogEntry]) -> frozenset[str]:
    """Labels of works that take places out (excluded, or an ancestor) and were received after the first run."""
    came = (one for one in entries if one.kind == Kind.RECEIVED and one.after_results)
    return frozenset(str(one.body.get("label")) for one in came if one.body.get("role") in TAKING)


def marked(comparison: Comparison, late: frozenset[str]) -> Comparison:
    """The comparison with what these works took out marked as taken out after results, as what a person took out is."""
    if not late:
        return comparison
    out = tuple(
        replace(one, after_results=True) if one.work in late and not one.by else one for one in comparison.excluded
    )
    return replace(comparison, excluded=out)
