"""People of a case: who may take places out of the figures, and who may pass a gate over, by what is on file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from appraisal.errors import CaseError
from appraisal.papers import files as forms
from appraisal.papers.as_read import worded
from appraisal.papers.institution import Part
from appraisal.procedure import Decision, Kind, Logged

OVERRIDE = "gate:"  # before the id of a gate, what a decision is about that passes it over
FIRM = frozenset(
    {"issued", "licence", "procedure", "reappraisal", "words-of-law"}
)  # gates that no decision passes over
GATES = FIRM | {
    "content", "contradiction", "controls", "custody", "dates", "departures", "dissent", "entries", "exclusions",
    "hedges", "intake", "language", "numbers", "objections", "opinion", "replaced", "reviewer", "runs", "scheme-first",
    "standards", "supplement", "told", "verdicts",
}  # fmt: skip  # all names of gates: what stands before "/" in the id of each; ``Gap`` takes no other


def _last(entries: Sequence[Logged], kind: Kind) -> Mapping[str, Any]:
    return next((entry.body for entry in reversed(entries) if entry.kind == kind), {})


def _signing(entries: Sequence[Logged], *parts: Part) -> Iterator[str]:
    rows = _last(entries, Kind.QUALIFICATIONS).get("experts")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, Mapping) and str(row.get("part") or Part.APPRAISER) in parts:
            yield str(row.get("name"))


def _convened(entries: Sequence[Logged], *named: str) -> Iterator[str]:
    listed = _last(entries, Kind.PANEL).get("experts")
    yield from map(str, listed if isinstance(listed, list | tuple) else ())
    yield from _convened_as(entries, *named)


def _convened_as(entries: Sequence[Logged], *parts: str) -> Iterator[str]:
    held = _last(entries, Kind.PANEL)
    yield from (str(held[part]) for part in parts if held.get(part))


def flat(name: str) -> str:
    """A name as names are compared: spaces, stops and case aside."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold()


def panel_of(experts: Iterable[str], entries: Sequence[Logged]) -> tuple[str, ...]:
    """The panel; where none is named, the appraisers on file."""
    panel = [*experts, *_convened(entries)] or [*_signing(entries, Part.APPRAISER)]
    return tuple(dict.fromkeys(name for name in panel if name.strip()))


def signatories(entries: Sequence[Logged]) -> tuple[str, ...]:
    """Authorised signatories on file (授权签字人): of the form of paper; where it names none, of the panel."""
    found = [*_signing(entries, Part.SIGNATORY)] or [*_convened_as(entries, "signatory")]
    return tuple(dict.fromkeys(name for name in found if name.strip()))


def deciding(experts: Iterable[str], entries: Sequence[Logged]) -> tuple[str, ...]:
    """Who may pass a gate over: the panel (where none is named, the appraisers on file) and authorised signatories."""
    signing = [*_convened(entries, "signatory"), *_signing(entries, Part.SIGNATORY)]
    return tuple(dict.fromkeys(name for name in (*panel_of(experts, entries), *signing) if name.strip()))


def of_case(experts: Iterable[str], entries: Sequence[Logged]) -> tuple[str, ...]:
    """Everyone who takes part: panel, reviewer, signatory, and who signs by the form of paper; may be nobody yet."""
    named = (*experts, *_convened(entries, "reviewer", "signatory"), *_signing(entries, *Part))
    return tuple(dict.fromkeys(name for name in named if name.strip()))


def refuse_stranger(experts: Iterable[str], entries: Sequence[Logged], by: str) -> None:
    """``CaseError`` when people of the case are on file and ``by`` is none of them."""
    known = of_case(experts, entries)
    if known and by not in known:
        raise CaseError(f"{by} takes no part in this case; these do: {'、'.join(known)}")


def passes(who: Iterable[str], reason: str, allowed: Iterable[str]) -> bool:
    """Whether a decision by these people for this reason passes a gate over."""
    named = [name for name in who if name.strip()]
    return bool(named) and set(named) <= set(allowed) and worded(reason)


def check_passing(experts: Iterable[str], entries: Sequence[Logged], decision: Decision, by: str) -> None:
    """``CaseError`` when a decision is to pass over a gate that there is not, or that cannot be passed over, is by
    somebody who may not, or says no reason. Decisions about anything else are let through."""
    if not decision.about.startswith(OVERRIDE):
        return
    name = decision.about.removeprefix(OVERRIDE)
    family, _, which = name.partition("/")
    contents = {one for form in forms.names() for one in forms.find(form).required}
    if family not in GATES or (family == "content" and which and which not in contents):
        known = sorted(contents) if family == "content" else sorted(GATES)
        raise CaseError(f"no gate {name!r}; there are: {', '.join(known)}")
    if family in FIRM:
        raise CaseError(f"the gate {name} cannot be passed over: meet it, or choose another form of paper")
    allowed = deciding(experts, entries)
    who = [one for one in (*decision.decided_by, by) if one.strip()]
    if strangers := [one for one in dict.fromkeys(who) if one not in allowed]:
        raise CaseError(
            f"{'、'.join(strangers)} may not pass a gate over: the panel and authorised signatories on file may:"
            f" {'、'.join(allowed) or '-'}"
        )
    if not worded(decision.reason):
        raise CaseError(f"the gate {name} is passed over for a reason in words, not {decision.reason!r}")
