"""What experts judge in examinations, a row each, for the notebook in which they do: findings, then what points to the
other work. All in words of the language; a verdict is given under the id that begins the row."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.dossier import Examined
from appraisal.examiner import addresses
from appraisal.finding import Finding, Verdict
from reports.document import Block, Line
from reports.sections import examined
from reports.sections.desk import Desk, paragraph, text
from reports.sections.entries import stacked
from reports.sections.functional import POINTING
from reports.sections.sightings import Seen, seen, summary
from reports.text import Printed, printable

WIDTHS = (1.5, 2.0, 4.6, 1.7)


def to_judge(desk: Desk) -> Iterator[Block]:
    """One table of all standing examinations; what two examinations of the same work hold is one row."""
    rows: dict[str, tuple[bool, tuple[Line, ...]]] = {}
    for one in desk.examined:
        for each in seen(one):
            if each.is_finding or POINTING in each.told.details:
                rows.setdefault(each.id, (each.is_finding, _row(desk, one, each)))
    if not rows:
        yield paragraph(desk.say("to-judge-none"))
        return
    made = [row for _, row in sorted(rows.values(), key=lambda held: not held[0])]
    head = [desk.say(f"col.{name}") for name in ("finding-id", "work-address", "seen-statically", "verdict")]
    yield desk.grid(head, made, widths=WIDTHS)


def _row(desk: Desk, one: Examined, each: Seen) -> tuple[Line, ...]:
    where = [text(desk.named(one.examination.work.label)), text(each.told.span.file)]
    where += [text(address, "code")] if (address := each.detail("address")) else []
    if (count := len(addresses(each.told))) > 1:
        where.append(text(desk.say("places-counted", count=count)))
    given = map(text, dict.fromkeys(_verdict(desk, finding) for finding in examined.findings_of(desk, one, each)))
    unread = text(desk.say(f"verdict.{Verdict.UNREVIEWED.value}"), "mark")
    said = examined.capability(desk, one, each) if each.is_finding else _pointing(desk, one, each)
    return text(each.id, "code", each.id), stacked(*where), said, stacked(*given) or unread


def _pointing(desk: Desk, one: Examined, each: Seen) -> Line:
    return stacked(text(desk.label(one, each.told.kind), "strong"), text(summary(desk, each)))


def _verdict(desk: Desk, finding: Finding) -> Printed:
    """Who holds what."""
    return Printed(f"{printable(finding.by)}{desk.say('colon')}{desk.say(f'verdict.{finding.verdict.value}')}")
