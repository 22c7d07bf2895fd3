"""A sample of the matches of one record: how it was drawn, whether it was read, and what follows for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal import sampling
from appraisal.codec import decode
from appraisal.dossier import Filed, LogEntry
from appraisal.errors import AppraisalError
from appraisal.finding import Verdict
from appraisal.gates.view import key_of
from appraisal.procedure import Kind
from appraisal.sampling import Sample
from reports.document import Block
from reports.places import percent
from reports.sections.desk import Desk, paragraph, result_of
from reports.sections.entries import name, of_kind
from reports.text import Printed, printable


def sampled(desk: Desk, filed: Filed) -> Iterator[Block]:
    """Each sample that is on file, as drawn. The interval only where all of it was drawn beforehand and read."""
    ids = [match.id for match in filed.comparison.matches]
    for entry in of_kind(desk, Kind.SAMPLE):
        try:
            found = decode(Sample, {**entry.body, "is": "Sample"})
        except AppraisalError:
            continue  # the log of procedure prints what it holds
        if found.record != filed.key:
            continue
        given = [filed.verdicts.get(one, Verdict.UNREVIEWED) for one in sampling.drawn(found, ids)]
        read = sum(one is not Verdict.UNREVIEWED for one in given)
        hits = given.count(Verdict.ACCEPTED)
        if any(one.comparison == filed.key and one.on < entry.on for one in desk.dossier.findings):
            rest = desk.say("sampled-before")
        elif read < found.size:
            rest = desk.say("sampled-unread", read=read, size=found.size)
        else:
            low, high = (percent(one) for one in sampling.interval_among(hits, found.size, found.total))
            rest = desk.say("sampled-all", size=found.size, hits=hits, low=low, high=high)
        if earlier := _earlier(desk, filed, entry):
            listed = desk.say("listing-comma").join(name(desk, one) for one in earlier)
            rest = Printed(f"{desk.say('sampled-again', entries=listed)}{desk.say('semicolon')}{rest}")
        said = desk.say(
            "sampled", pair=desk.title(filed), size=found.size, total=found.total, rule=printable(found.rule)
        )
        yield paragraph(Printed(f"{said}{desk.say('semicolon')}{rest}"), "note", result_of(filed))


def _earlier(desk: Desk, filed: Filed, entry: LogEntry) -> list[LogEntry]:
    """Samples of the same method and pair of works that were drawn before, of this record or one that it replaced."""
    alike = {one.key for one in desk.dossier.comparisons if key_of(one) == key_of(filed)}
    found = of_kind(desk, Kind.SAMPLE)
    return [one for one in found[: found.index(entry)] if one.body.get("record") in alike]
