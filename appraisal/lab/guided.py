"""Guided abstraction, filtration and comparison: what stands on file, what matches behind it were found to be, entries.

The filtration ledger puts beside the elements that experts filter out what is taken out of figures elsewhere: matches
that the panel excludes, places excluded from runs, each with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from appraisal import afc, freeze
from appraisal.afc import Element, Event, Evidence, Level, Source
from appraisal.codec import decode, encode
from appraisal.comparison import JSON
from appraisal.errors import CaseError, RecordError, UsageError
from appraisal.finding import Verdict
from appraisal.lab.seat import Seat

if TYPE_CHECKING:
    from appraisal.chain import Entry

WRITERS: Mapping[str, tuple[type[Any], Callable[..., Entry]]] = {
    "level": (Level, afc.record_level),
    "element": (Element, afc.record_element),
    "event": (Event, afc.record_event),
}


def actions(session: Seat) -> dict[str, Callable[..., JSON]]:
    case, clerk = session.case, session.clerk

    def standing_of(one: Evidence, standing: freeze.Standing) -> JSON:
        """A piece of evidence; of a match of a standing record, its number and what the panel decided."""
        told: dict[str, JSON] = {"source": str(one.source), "what": one.what, "note": one.note}
        if one.source is not Source.MATCH:
            return told
        key, _, match = one.what.partition(" ")
        try:
            opened = clerk.opened(key)
            number = opened.numbers[match]
        except (CaseError, KeyError):
            return {**told, "gone": True}  # of a record that a later run has superseded
        comparator = opened.comparison.comparator
        verdict = freeze.panel_verdict(match, comparator, standing)
        return {
            **told,
            "number": number,
            "comparator": comparator,
            "verdict": str(verdict),
            "record": opened.record.key,
        }

    def told(entry: Entry, body: Element | Event, standing: freeze.Standing) -> dict[str, JSON]:
        plain: dict[str, JSON] = encode(body)
        return {
            **{name: value for name, value in plain.items() if name != "is"},
            "evidence": [standing_of(one, standing) for one in body.evidence],
            "by": entry.by,
            "on": entry.on,
            "entry": f"{entry.log} {entry.seq}",
        }

    def guided() -> JSON:
        """All that stands, the tally of elements, the ledger: [{of, reason, count}]."""
        found, standing = afc.guided(case.history()), freeze.standing_findings(case)
        elements = [told(*pair, standing) for pair in found.elements]
        return {
            "levels": [{"name": one.name, "order": one.order, "about": one.about} for one in found.levels.values()],
            "elements": elements,
            "events": [
                {
                    **told(entry, event, standing),
                    "from": afc.bounds(event.when)[0],
                    "to": afc.bounds(event.until or event.when)[1],
                }
                for entry, event in found.events
            ],
            "tally": afc.tally(found),
            "ledger": ledger(found, standing),
            "unsupported": [
                [element["name"], one["number"], one["verdict"]]
                for element in elements
                if element["outcome"] is not None
                for one in element["evidence"]
                if one.get("verdict", str(Verdict.ACCEPTED)) != str(Verdict.ACCEPTED)
            ],
        }

    def ledger(found: afc.Guided[Entry], standing: freeze.Standing) -> JSON:
        rows: dict[tuple[str, str], int] = {}
        for _, element in found.elements:
            if element.filtered is not None:
                rows["element", str(element.filtered)] = rows.get(("element", str(element.filtered)), 0) + 1
        for comparator, matches in standing.items():
            for match, given in matches.items():
                if freeze.panel_verdict(match, comparator, standing) is Verdict.EXCLUDED:
                    reasons = sorted({str(f.reason) for f in given.values() if f.reason is not None})
                    key = ("match", ", ".join(reasons))
                    rows[key] = rows.get(key, 0) + 1
        for exclusion in case.exclusions():
            key = ("place", str(exclusion.reason))
            rows[key] = rows.get(key, 0) + 1
        return [{"of": of, "reason": reason, "count": count} for (of, reason), count in sorted(rows.items())]

    def say(kind: str, body: JSON) -> JSON:
        """Put a level, element or event on file, in the name of who works here; the same again takes its place."""
        if session.pack is not None:
            raise CaseError("this is an opposing pack: it is read, nothing is written into it")
        if kind not in WRITERS or not isinstance(body, Mapping):
            raise UsageError(f"{kind!r} is none of: {', '.join(WRITERS)}")
        cls, write = WRITERS[kind]
        try:
            made = decode(cls, _marked(body, cls))
        except (RecordError, TypeError, ValueError, RecursionError) as error:
            raise UsageError(f"{kind}: {error}") from error
        write(case, made, session.expert)
        return guided()

    return {"guided": guided, "say": say}


def _marked(body: Mapping[str, JSON], cls: type[Any]) -> dict[str, JSON]:
    """A body as the codec reads it: what is an object says of which class."""
    marked: dict[str, JSON] = {**body, "is": cls.__name__}
    if isinstance(evidence := body.get("evidence"), list):
        marked["evidence"] = [{**one, "is": "Evidence"} if isinstance(one, Mapping) else one for one in evidence]
    return marked
