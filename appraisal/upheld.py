"""Matches that an opinion may count: accepted, not wholly deducted, and in a share by their method's rule."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.clip import clip
from appraisal.comparison import JSON, Match
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.lineage import mask_of


def unshared(match: Match, counting: Mapping[str, Mapping[str, JSON]]) -> bool:
    """Whether a match is listed and in no share, whatever else is taken out. ``counting``: what the method says of
    itself; ``aside`` in it names such kinds, ``unshared`` the detail that says it, and its values."""
    said = counting.get("zh", {})
    name, *values = str(said.get("unshared", "")).split() or [""]
    return match.kind in str(said.get("aside", "")).split() or (bool(name) and match.details.get(name) in values)


def upheld(filed: Filed) -> tuple[Match, ...]:
    """Those of a record, of the kinds that a sentence of an opinion counts, where its method says which."""
    stated = filed.counting.get("zh", {}).get("stated")
    kinds = stated.get("kinds") if isinstance(stated, Mapping) else None
    mask = mask_of(filed.comparison)
    return tuple(
        match
        for match in filed.comparison.matches
        if filed.verdicts.get(match.id) is Verdict.ACCEPTED
        and (not isinstance(kinds, list | tuple) or match.kind in kinds)
        and not unshared(match, filed.counting)
        and (not mask or clip(match, mask))
    )
