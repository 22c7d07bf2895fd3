"""Cover, statement, counting rules, methods and process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appraisal import lateness
from appraisal.comparison import JSON
from appraisal.dossier import Dossier, Filed, LogEntry, RunEntry
from appraisal.gates import View
from appraisal.procedure import Kind
from reports.document import Attachment, Block, Cover, Heading, Line, Listed
from reports.markdown import expert_blocks
from reports.sections import filtration
from reports.sections.annexed import annex
from reports.sections.desk import Desk, paragraph, paragraphs, result_of, text
from reports.sections.entries import stacked
from reports.sections.governing import governing
from reports.sections.intake import client
from reports.sections.logs import cut_off
from reports.sections.paper import letterhead
from reports.text import Printed, printable

SILENT = "methods-without-result.txt"


def cover(desk: Desk) -> Iterator[Block]:
    dossier = desk.dossier
    key = "number" if dossier.paper is None else "case-number"  # beside the number of the paper
    rows = [(desk.say(key), printable(dossier.number)), (desk.say("dated"), printable(dossier.dated))]
    if dossier.paper is not None:
        number = printable(dossier.report_number) or desk.say("draft-number")
        rows.insert(0, (desk.say("report-number"), number))
        institution = View(dossier, dossier.paper).institution
        if institution is not None:
            called = printable(institution.called(desk.language))
            rows.append((printable(dossier.paper.house.read(desk.language)), called))
            if (category := dossier.paper.licence) and (held := institution.licence(category)):
                said = desk.say("listing-comma").join((printable(held.category), printable(held.number)))
                rows.append((desk.say("institution-licence"), Printed(said)))
    rows += [row for entry in followed(dossier) for row in _follows(desk, entry)]
    if later := _received_later(dossier):
        rows.append((desk.say("follows-received"), Printed(desk.say("listing-comma").join(map(printable, later)))))
    if by := client(desk):
        rows.append((desk.say("commission.by"), printable(by)))
    if dossier.experts:
        role = desk.say("experts") if dossier.paper is None else printable(dossier.paper.author.read(desk.language))
        rows.append((role, Printed(desk.say("listing-comma").join(map(printable, dossier.experts)))))
    if dossier.profile is not None:
        digest = hashlib.sha256(dossier.profile.text.encode()).hexdigest()[:16]
        rows.append((desk.say("template-line"), desk.say("template-value", name=dossier.profile.name, digest=digest)))
    first = "prevails" if dossier.paper is None or dossier.paper.prevails == "zh" else "prevails-en"
    note = desk.say(first) if desk.both else ""
    yield Cover(desk.title_of_report, printable(dossier.title), tuple(rows), note, letterhead(desk))


def _follows(desk: Desk, entry: LogEntry) -> Iterator[tuple[Printed, Printed]]:
    """Which report this one follows, by its number and digest, and why, a line each: in one they would be torn."""
    number, sha256, reason = (printable(str(entry.body.get(key, "-"))) for key in ("number", "sha256", "reason"))
    yield desk.say(f"follows-{entry.kind}"), desk.say("follows", number=number)
    yield desk.say("follows-digest"), sha256
    yield desk.say("follows-reason"), reason


def followed(dossier: Dossier) -> list[LogEntry]:
    """Entries that say which report this one follows: a new appraisal always; supplements announced since the report
    before them, in each form and language in which they are issued."""
    made = [e for e in dossier.entries if e.kind == Kind.REAPPRAISES]
    announced = [e for e in dossier.entries if e.kind == Kind.SUPPLEMENTS]
    issued = [e.seq for e in dossier.entries if e.kind == Kind.ISSUED and _is_report(e)]
    before = max((seq for seq in issued if announced and seq < announced[-1].seq), default=0)
    return made + [e for e in announced if e.seq > before]


def _received_later(dossier: Dossier) -> list[str]:
    """Labels of works that were received after a report of this case was issued."""
    found: list[str] = []
    issued = False
    for entry in dossier.entries:
        issued = issued or (entry.kind == Kind.ISSUED and _is_report(entry))
        if issued and entry.kind == Kind.RECEIVED:
            found.append(str(entry.body.get("label")))
    return found


def _is_report(entry: LogEntry) -> bool:
    return bool(entry.body.get("form", "report") == "report")


def statement(desk: Desk) -> Iterator[Block]:
    paper = desk.dossier.paper
    plain = {2, 3} if paper is not None and not paper.opinion else set()  # sentences that speak of the opinion
    said = [desk.say(f"statement-{at}-results" if at in plain else f"statement-{at}") for at in range(1, 7)]
    yield Listed(tuple((paragraph(one),) for one in (*said, *governing(desk))), ordered=True)
    yield paragraph(Printed(desk.say("statement-7")), "note")


def _methods(desk: Desk) -> list[Filed]:
    """One comparison for each method and version, in order of appearance."""
    first: dict[tuple[str, str], Filed] = {}
    for filed in desk.dossier.comparisons:
        first.setdefault((filed.comparison.comparator, filed.comparison.version), filed)
    return list(first.values())


def silent(desk: Desk) -> list[Filed]:
    """Methods of which no comparison has a result: one comparison each. No figure of the report rests on them."""
    with_result = {desk.method(filed) for filed in desk.dossier.comparisons if filed.comparison.status == "ok"}
    return [filed for filed in _methods(desk) if with_result and desk.method(filed) not in with_result]


def _heard(desk: Desk) -> list[Filed]:
    left = {desk.method(filed) for filed in silent(desk)}
    return [filed for filed in _methods(desk) if desk.method(filed) not in left]


def _left(desk: Desk) -> Iterator[Block]:
    """Which methods had no result, so that their rules stand in an attached file."""
    if some := silent(desk):
        listed = Printed(desk.say("semicolon").join(desk.method(filed) for filed in some))
        yield paragraph(desk.say("methods-silent", listed=listed, file=SILENT), "note")


def attachments(desk: Desk) -> Iterator[Attachment]:
    """Words and parameters of methods without a result."""
    if some := silent(desk):
        yield Attachment(SILENT, "text/plain", desk.say("attachment-methods"), "".join(_written(desk, some)))


def _written(desk: Desk, some: Sequence[Filed]) -> Iterator[str]:
    for filed in some:
        yield f"{desk.method(filed)}\n"
        for key in ("method", "rule", "example"):
            if content := desk.counting(filed, key):
                yield f"\n[{desk.say(key) if key != 'method' else desk.say('method-words')}]\n{content}\n"
        for name, content in filed.comparison.parameters.items():
            yield f"{desk.heading(filed, name)}{desk.say('colon')}{desk.setting(filed, content)}\n"
        yield "\n"


def sides(desk: Desk) -> Iterator[Block]:
    """Which work of each pair the words of methods call left, and which right."""
    pairs = dict.fromkeys((filed.comparison.left.label, filed.comparison.right.label) for filed in desk.current)
    if pairs:
        said = (desk.say("sides-pair", left=desk.named(left), right=desk.named(right)) for left, right in pairs)
        yield paragraph(desk.say("sides-are", listed=Printed(desk.say("semicolon").join(said))), "note")


def counting(desk: Desk) -> Iterator[Block]:
    yield from sides(desk)
    yield Listed(tuple((paragraph(desk.say(f"counting-{name}")),) for name in ("places", "union", "both")))
    yield from _left(desk)
    for filed in _heard(desk):
        yield Heading(2, desk.method(filed))
        rule, example = desk.counting(filed, "rule"), desk.counting(filed, "example")
        if not rule and not example:
            yield paragraph(desk.say("counting-none"))
        for key, content in (("rule", rule), ("example", example)):
            if content:
                yield Heading(3, desk.say(key))
                yield from paragraphs(content)


def method(desk: Desk) -> Iterator[Block]:
    if not desk.dossier.comparisons:
        yield paragraph(desk.say("comparisons-none"))
        return
    yield paragraph(desk.say("parameters-note"), "note")
    yield from _left(desk)
    for first in _heard(desk):
        yield Heading(2, desk.method(first))
        yield from paragraphs(desk.counting(first, "method"))
        seen: list[Mapping[str, JSON]] = []
        for filed in desk.current or desk.dossier.comparisons:
            if desk.method(filed) == desk.method(first) and filed.comparison.parameters not in seen:
                seen.append(filed.comparison.parameters)
                yield from _parameters(desk, filed)
    yield from _resources(desk)


def _parameters(desk: Desk, filed: Filed) -> Iterator[Block]:
    rows = [
        (text(desk.heading(filed, name)), _content(desk, filed, content))
        for name, content in filed.comparison.parameters.items()
    ]
    if rows:
        head = [desk.say("parameter"), desk.say("value")]
        yield desk.grid(head, rows, widths=(1.0, 1.0), caption=desk.method(filed), result=result_of(filed))
    else:
        yield paragraph(Printed(desk.method(filed) + desk.say("colon") + desk.say("parameters-none")))


def _content(desk: Desk, filed: Filed, content: JSON) -> Line:
    """A value; what is written a line each, such as a list of names, stands so; of an empty one that there is none."""
    if content == "":
        return text(desk.say("none"), result=result_of(filed))
    if isinstance(content, str) and "\n" in content:
        return stacked(*(text(line, "plain", result_of(filed)) for line in content.splitlines()))
    return text(desk.setting(filed, content), result=result_of(filed))


def _resources(desk: Desk) -> Iterator[Block]:
    rows: dict[str, tuple[Line, ...]] = {}
    known = lateness.collections(desk.dossier)
    for filed in desk.current:
        for resource in filed.comparison.resources:
            name = str(resource.get("name", ""))
            digest = str(resource.get("sha256", ""))
            rest = {k: v for k, v in resource.items() if k not in ("name", "sha256")}
            rows[f"{name} {digest}"] = (
                stacked(text(filtration.named(desk, filed, resource)), *_came_late(desk, resource, known)),
                _resource(desk, filed, rest),
                text(digest or desk.say("none"), "digest"),
            )
    if rows:
        head = [desk.say("name"), desk.say("col.details"), desk.say("col.sha256")]
        yield desk.grid(head, rows.values(), widths=(1.0, 2.0, 1.6), caption=desk.say("resources"))


def _came_late(desk: Desk, resource: Mapping[str, Any], known: frozenset[tuple[str, str]]) -> Iterator[Line]:
    """The mark of a collection that was not there when anything was first compared."""
    if lateness.is_brought(resource, known):
        yield text(desk.say("after-run"), "mark")


def _resource(desk: Desk, filed: Filed, rest: Mapping[str, Any]) -> Line:
    """What a resource of a record is, in words."""
    if rest.get("kind") == "screener":
        rules = [desk.label(filed, str(rule)) for rule in rest.get("rules", ())]
        listed = Printed(desk.say("listing-comma").join(rules)) or desk.say("none")
        said = [text(desk.say("resource-rules", version=str(rest.get("version")), rules=listed))]
        if rest.get("parameters"):
            held = Printed(desk.say("parameter") + desk.say("colon") + desk.worded(filed, rest["parameters"]))
            said.append(text(held))
        return stacked(*said)
    if rest.get("kind") == "components":
        return text(desk.say("resource-components", files=rest.get("files")))
    if "works" in rest:
        return text(desk.say("resource-background", works=rest["works"]))
    return text(desk.worded(filed, rest))


def process(desk: Desk) -> Iterator[Block]:
    yield from expert_blocks(desk, "process")
    yield from cut_off(desk)
    if desk.dossier.runs:
        yield paragraph(desk.say("process-note", annex=annex(desk, "annex-runs")), "note")
        yield from _runs(desk, desk.dossier.runs)
    else:
        yield paragraph(desk.say("process-none"))
    if desk.dossier.runs_apart:
        yield from _runs(desk, desk.dossier.runs_apart, desk.say("runs-apart"))


def _runs(desk: Desk, listed: Sequence[RunEntry], caption: str = "") -> Iterator[Block]:
    head = [desk.say(f"col.{name}") for name in ("run", "started", "finished", "by", "made", "superseded", "failures")]
    rows = [
        (
            stacked(text(str(run.number)), *map(text, run.about)),
            text(run.started),
            text(run.finished),
            text(run.by or desk.say("none")),
            text(str(len(run.made))),
            text(str(len(run.superseded))),
            text(str(run.failures)),
        )
        for run in listed
    ]
    shown, note = desk.capped(rows)
    widths = (0.6, 2.1, 2.1, 1.2, 1.1, 1.3, 0.9)
    yield desk.grid(head, shown, widths=widths, align="rlllrrr", caption=caption)
    yield from note
