"""The parts that a report template adds: what each shows of the records, and the panel's own conclusion under it.

What a template asks for and the case does not hold is said in a line, never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from appraisal import concluding
from appraisal.dossier import LogEntry, Role
from appraisal.finding import Verdict
from appraisal.gates.prose import programs_asked
from appraisal.gates.view import Filings
from appraisal.gates.wording import crimes
from appraisal.intake import Material
from appraisal.procedure import STEPS, Kind, Step
from appraisal.profile import (
    CONCLUSION,
    Ancestors,
    Composition,
    Figures,
    Findings,
    Functions,
    Groups,
    Item,
    Matches,
    Operating,
    Part,
    Pointers,
    Say,
    Section,
    Sentence,
    Statements,
    Table,
    Versions,
    When,
    Works,
)
from reports.document import Block, Heading, Line, Paragraph
from reports.markdown import blocks, expert_blocks, record_names
from reports.sections import functional, part_groups, part_lineage, part_matches, part_tables, results
from reports.sections.desk import Desk, lines, paragraph, text
from reports.sections.entries import QUERY, decoded, last_of, moment, name, source, stacked, unstated, word
from reports.text import Printed, printable

Made = Mapping[str, Sequence[Block]]  # sections of the general report, made already


def part(desk: Desk, found: Part, made: Made) -> Iterator[Block]:
    """One part: what it is about, what it shows, what the panel concludes."""
    yield paragraph(found.about.read(desk.language), "note")
    before: Block | None = None
    gathered: list[part_tables.Absent] = []
    for item in found.show:
        for block in _section(desk, item, made) if isinstance(item, Section) else WRITERS[type(item)](desk, item):
            if isinstance(block, part_tables.Absent):
                gathered.append(block)
                continue
            if not (block == before and isinstance(block, Paragraph)):  # what is lacking is said once
                yield block
            before = block
    yield from part_tables.absent(desk, gathered)
    if found.conclude:
        yield from conclusion(desk, found)


def _section(desk: Desk, item: Section, made: Made) -> Iterator[Block]:
    """A section of the general report one level down."""
    yield Heading(2, desk.say(item.section), section=item.section)
    blocks = made[item.section]
    if not blocks:
        yield paragraph(desk.say("nothing"))
    for block in blocks:
        yield replace(block, level=min(4, block.level + 1)) if isinstance(block, Heading) else block


def conclusion(desk: Desk, found: Part) -> Iterator[Block]:
    """The panel's sentence on this part: cells of the template's notebook, and decisions on file. A paper that states
    no opinion has no place for it, unless somebody wrote it all the same."""
    subject = CONCLUSION + found.id
    methods = {method for item in found.show for method in part_tables.methods(item)}
    used = [filed for filed in desk.current if filed.comparison.comparator in methods]
    written = list(expert_blocks(desk, subject))
    decisions = Filings(desk.dossier).decisions
    for entry, decision in concluding.standing(decisions):
        if decision.about == subject:
            who = desk.say("listing-comma").join(map(printable, decision.decided_by or (entry.by,)))
            written += [
                *blocks(decision.reason, subject, record_names(desk)),
                paragraph(desk.say("written-by", by=Printed(who)), "note"),
            ]
            written.append(source(desk, entry))
    for entry, decision, by in concluding.taken_back(decisions):
        if decision.about == subject:
            said = {"by": printable(entry.by or ", ".join(decision.decided_by)), "entry": name(desk, entry)}
            written.append(paragraph(desk.say("part-withdrawn", later=name(desk, by), **said), "note"))
    if results.only(desk) and not written:
        return
    yield Heading(2, desk.say("part-conclusion"))
    seen = [one for one in desk.examined if one.examination.examiner in methods]
    accepted = any(filed.accepted is not None for filed in used) or any(
        verdict is Verdict.ACCEPTED for one in seen for verdict in one.verdicts.values()
    )
    if written and (used or seen) and not accepted:
        yield paragraph(desk.say("part-unaccepted"), "notice")
    if named := _beyond(desk, subject):
        yield paragraph(desk.say("part-beyond", listed=Printed(desk.say("listing-comma").join(named))), "notice")
    yield from written or [paragraph(desk.say("no-opinion"), "notice")]


def _beyond(desk: Desk, subject: str) -> list[Printed]:
    """Words of the law on computer crimes in a conclusion that may not be said here: see ``gates.wording``."""
    filings = Filings(desk.dossier)
    allowed = programs_asked(filings)
    texts = [text.markdown for text in desk.dossier.texts if text.section == subject]
    texts += [decision.reason for _, decision in concluding.standing(filings.decisions) if decision.about == subject]
    return [printable(word) for word in crimes("\n".join(texts), allowed)]


def _holds(desk: Desk, when: When) -> bool:
    claimed = sum(work.role is Role.CLAIMED for work in desk.dossier.works)
    ancestor = any(work.role is Role.ANCESTOR for work in desk.dossier.works)
    return {
        "always": True,
        "ancestor": ancestor,
        "no-ancestor": not ancestor,
        "one-version": claimed == 1,
        "several-versions": claimed > 1,
        "examined": bool(desk.examined),
        "not-examined": not desk.examined,
        "tested": bool(functional.tests_of(desk)),
        "not-tested": not functional.tests_of(desk),
    }[when]


def say(desk: Desk, item: Say) -> Iterator[Block]:
    if _holds(desk, item.when):
        yield paragraph(item.text.read(desk.language), item.style)


def works(desk: Desk, item: Works) -> Iterator[Block]:
    """Counts, bytes and digests of the works handed in, as received."""
    facts = last_of(desk, Kind.MATERIAL)
    rows = []
    for work in desk.dossier.works:
        entry = facts.get(work.label)
        known = decoded(Material, entry.body) if entry else None
        how = str(known.obtained) if known and known.obtained else ""
        if (item.obtained and how not in item.obtained) or (item.roles and work.role not in item.roles):
            continue
        said = [text(word(desk, known.obtained))] if known and known.obtained else []
        if manner := (known.obtained_text if known else "") or work.obtained:
            said.append(lines(manner))
        rows.append(
            (
                stacked(text(work.label, "strong"), text(desk.role_word(work.role))),
                stacked(text(work.name) if work.name else unstated(desk), text(_version(desk, work.version))),
                stacked(*said) or unstated(desk),
                text(str(work.files)),
                text(str(work.bytes)),
                text(work.sha256, "digest"),
            )
        )
    if not rows:
        yield paragraph(desk.say("part-works-none"))
        return
    head = [desk.say(f"col.{key}") for key in ("label", "name", "obtained", "files", "bytes", "sha256")]
    yield desk.grid(head, rows, widths=(1.0, 1.8, 1.8, 0.8, 1.2, 2.4), align="lllrrl")


def _version(desk: Desk, version: str) -> Printed:
    return desk.say("version", version=version) if version else desk.say("version-unstated")


def _steps(desk: Desk, begins: Sequence[str]) -> Iterator[tuple[LogEntry, Step]]:
    """Steps on file whose words begin with one of ``begins``."""
    for entry in desk.dossier.entries:
        step = decoded(Step, entry.body) if entry.kind in STEPS else None
        if step is not None and step.what.startswith(tuple(begins)):
            yield entry, step


def _at(desk: Desk, entry: LogEntry) -> Line:
    return stacked(text(name(desk, entry)), text(moment(entry.on)))


def statements(desk: Desk, item: Statements) -> Iterator[Block]:
    """What somebody said, word for word, with who and when. Nothing here is found by the panel or the program."""
    rows = [
        (
            stacked(*map(text, step.persons)) or unstated(desk),
            stacked(text(step.what), lines(step.observation), lines(step.note)),
            stacked(*(text(document) for document, _ in step.documents)) or text(desk.say("none")),
            _at(desk, entry),
        )
        for entry, step in _steps(desk, item.begins)
    ]
    if not rows:
        spoken = [one for one in item.begins if one.isascii() == (desk.language == "en")] or list(item.begins)
        yield paragraph(desk.say("statement-none", title=spoken[0].strip("：: ")))
        return
    shown, note = desk.capped(rows)
    head = [desk.say(f"col.{key}") for key in ("stated-by", "stated", "papers", "on-file")]
    yield desk.grid(head, shown, widths=(1.3, 4.0, 1.8, 1.4), caption=desk.say("statement-caption"))
    yield from note


def operating(desk: Desk, item: Operating) -> Iterator[Block]:
    """Query, row count and digest of operating data. Whatever else an entry says is not repeated here."""
    rows = []
    for entry, step in _steps(desk, item.begins):
        found = QUERY.fullmatch(step.observation)
        if found is None:
            odd = text(desk.say("operating-odd"), "mark")
            rows.append((text(step.what), odd, text(desk.say("none")), text(desk.say("none")), _at(desk, entry)))
            continue
        query = lines(found["query"])
        digest = text(found["digest"].lower(), "digest")
        rows.append((text(step.what), query, text(found["rows"]), digest, _at(desk, entry)))
    if not rows:
        yield paragraph(desk.say("operating-none"))
        return
    shown, note = desk.capped(rows)
    head = [desk.say(f"col.{key}") for key in ("what", "query", "row-count", "sha256", "on-file")]
    yield desk.grid(head, shown, widths=(1.5, 3.0, 0.9, 2.2, 1.4), align="llrll")
    yield from note


WRITERS: Mapping[type[Item], Callable[[Desk, Any], Iterator[Block | part_tables.Absent]]] = {
    Say: say,
    Works: works,
    Table: part_tables.table,
    Figures: part_tables.figures,
    Sentence: part_tables.sentence,
    Matches: part_matches.matches,
    Groups: part_groups.groups,
    Composition: part_lineage.composition,
    Ancestors: part_lineage.ancestors,
    Versions: part_lineage.versions,
    Statements: statements,
    Operating: operating,
    Findings: functional.findings,
    Pointers: functional.pointers,
    Functions: functional.functions,
}
