"""Where the words of people of a case stand: every kind of entry, and every verdict and exclusion, but those that
``kinds`` names with the reason. A new kind is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appraisal.dossier import LogEntry
from appraisal.finding import Verdict
from appraisal.gates.kinds import MADE, Reading, unread
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.procedure import STEPS, Kind

UNREAD = unread(Reading.SPOKEN)
"""Kinds in which no words of anybody's own stand, or whose words are read elsewhere."""

OF_FINDINGS = (STEPS - {Kind.DELIBERATION}) | {
    Kind.PANEL, Kind.RELEASED, Kind.TEST, Kind.DEFECT, Kind.DECISION, Kind.FINDING, Kind.REVISED,
}  # fmt: skip
"""Kinds that speak of findings: all that is said there is read. In others, which tell stories, rules, titles or why a
place is left out, only what people say of themselves."""

TITLES = frozenset({Kind.INSTITUTION, Kind.QUALIFICATIONS, Kind.LITERATURE, Kind.RIGHTS, Kind.RECEIVED, Kind.MATERIAL})
"""Kinds that hold titles and names, which may say anything of other matters."""

NO_WORDS = frozenset({
    "labels", "sha256", "is", "kind", "match", "comparison", "verdict", "parameters", "recordings",
    "expression", "expressions", "plot", "spots", "evidence",  # how works tell it, and where
})  # fmt: skip
"""Fields in which codes, digests and words of works stand."""


def entries(view: View) -> Iterator[tuple[LogEntry, str]]:
    """Entries that are read, each with the words of one person. A form that is filed for several has those of each
    under that person's name."""
    for entry in view.dossier.filed:
        if entry.kind not in UNREAD:
            yield from _parted(entry)
    yield from ((entry, _text(entry.body)) for entry in accepting(view))


def _parted(entry: LogEntry) -> Iterator[tuple[LogEntry, str]]:
    rows = entry.body.get("experts") if entry.kind == Kind.QUALIFICATIONS else None
    if not isinstance(rows, list | tuple):
        but = MADE.get(entry.kind, frozenset())
        yield entry, _text({name: one for name, one in entry.body.items() if name not in but})
        return
    for row in rows:
        name = str(row.get("name") or "") if isinstance(row, Mapping) else ""
        made = LogEntry(
            entry.log, entry.seq, entry.on, entry.kind, name or entry.by, entry.body, entry.digest, entry.standing
        )
        yield made, _text(row)


def _text(body: object) -> str:
    return "。".join(said for _, said in within(body, str, but=NO_WORDS))


def accepting(view: View) -> Iterator[LogEntry]:
    """Verdicts that accept, as they were filed, and those that stand."""
    told = [one for one in view.dossier.judged if one.body.get("verdict") == Verdict.ACCEPTED]
    yield from told
    held = {(one.by, str(one.body.get("match")), str(one.body.get("note") or "")) for one in told}
    for one in view.dossier.findings:
        if one.verdict is Verdict.ACCEPTED and one.note and (one.by, one.match, one.note) not in held:
            body = {"match": one.match, "note": one.note}
            yield LogEntry("findings", 0, one.on, Kind.FINDING, one.by, body, "", "")
