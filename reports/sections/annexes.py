"""Opinion, limits and the annexes: every record, run, failure and finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from appraisal.dossier import LogEntry, RunEntry
from appraisal.finding import Finding, Verdict
from appraisal.procedure import Kind
from reports.document import Block, Grid, Inline, Line, Listed, Paragraph
from reports.markdown import expert_blocks
from reports.messages import spoken
from reports.places import number
from reports.sections import paper
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked, standing
from reports.sections.logs import cut_off
from reports.sections.reviewed import counted
from reports.sections.verdicts import method_of
from reports.text import Printed, printable
from reports.widths import fitted

WIDTHS = (1.4, 2.4, 1.5, 0.8, 0.7, 3.4)  # of a list of records; half of a digest has one line of the last


def analysis(desk: Desk) -> Iterator[Block]:
    written = list(expert_blocks(desk, "analysis"))
    yield from written or [paragraph(desk.say("analysis-none"))]


def opinion(desk: Desk) -> Iterator[Block]:
    if not paper.opines(desk) and not any(filed.accepted is not None for filed in desk.current):
        yield paragraph(desk.say("no-opinion"), "notice")
    written = list(paper.opinion(desk, tuple(expert_blocks(desk, "opinion"))))
    yield from written or [paragraph(desk.say("opinion-none"))]


def written(desk: Desk, section: str) -> bool:
    """Whether anybody wrote something for the analysis or the opinion."""
    own = paper.opinion(desk) if section == "opinion" else ()
    return any(True for _ in (*own, *expert_blocks(desk, section)))


def limits(desk: Desk) -> Iterator[Block]:
    said = [desk.say(f"limits-{at}") for at in (1, 2, 3)]
    for verdict, key in ((Verdict.DOUBTFUL, "limits-doubtful"), (Verdict.EXCLUDED, "limits-excluded")):
        if some := [(filed, count) for filed in desk.found if (count := counted([filed])[verdict])]:
            listed = (desk.say("limits-pair", pair=desk.title(filed), count=count) for filed, count in some)
            joined = Printed(desk.say("semicolon").join(listed))
            said.append(desk.say(key, count=sum(count for _, count in some), listed=joined))
    yield Listed(tuple((paragraph(one),) for one in said))
    yield from expert_blocks(desk, "limits")


def records(desk: Desk) -> Iterator[Block]:
    if not desk.dossier.comparisons:
        yield paragraph(desk.say("comparisons-none"))
        yield from _examined(desk)
        return
    yield paragraph(desk.say("records-note"), "note")
    head = [desk.say(f"col.{name}") for name in ("record", "comparator", "pair", "status", "matches", "file")]
    rows = []
    for filed in desk.dossier.comparisons:
        found = filed.comparison
        status = desk.say(f"status.{found.status}")
        if found.reason and found.reason != found.status:
            status = Printed(f"{status}{desk.say('open')}{desk.cause(found.reason)}{desk.say('close')}")
        place: Line = (
            Inline(Printed(printable(filed.file) + "\n"), "code"),
            Inline(printable(filed.record_sha256), "digest"),
        )
        rows.append(
            (
                text(result_of(filed), "code", result_of(filed)),
                text(desk.method(filed)),
                text(desk.pair(filed)),
                text(status),
                text(number(len(found.matches)), result=result_of(filed)),
                place,
            )
        )
    shown, note = desk.capped(rows)
    children = _children(desk)
    yield desk.grid(head, shown, widths=WIDTHS, align="llllrl", alike=children)
    yield from note
    if children:
        below, note = desk.capped(children)
        yield desk.grid(head, below, widths=WIDTHS, align="llllrl", caption=desk.say("children"), alike=shown)
        yield from note
    yield from _examined(desk)


def _examined(desk: Desk) -> Iterator[Block]:
    """Records of works examined by themselves."""
    rows = []
    for one in desk.dossier.examined:
        found, status = one.examination, desk.say(f"status.{one.examination.status}")
        labels = [found.work.label, *([found.against.label] if found.against else [])]
        place = (Inline(Printed(printable(one.file) + "\n"), "code"), Inline(printable(one.record_sha256), "digest"))
        rows.append(
            (
                text(one.key[:12], "code", one.key[:12]),
                text(Printed(f"{desk.label(one, 'name', otherwise=printable(found.examiner))} {found.version}")),
                text(Printed(desk.say("listing-comma").join(map(desk.named, labels)))),
                text(desk.say("replaced", status=status) if one.superseded else status),
                text(number(len(found.observations)), result=one.key[:12]),
                place,
            )
        )
    if rows:
        head = [desk.say(f"col.{name}") for name in ("record", "comparator", "work", "status", "noted", "file")]
        shown, note = desk.capped(rows)
        yield desk.grid(head, shown, widths=WIDTHS, align="llllrl", caption=desk.say("examined-records"))
        yield from note


def _children(desk: Desk) -> list[tuple[Line, ...]]:
    """Rows of the records below others."""
    return [
        (
            text(result_of(filed), "code", result_of(filed)),
            text(desk.keyed(child.comparator)),
            text(Printed(f"{printable(child.left)}\n{printable(child.right)}")),
            text(desk.say(f"status.{child.status}")),
            text(number(child.matches), result=result_of(filed)),
            (
                Inline(Printed(printable(child.file or "") + "\n"), "code"),
                Inline(printable(child.record_sha256), "digest"),
            ),
        )
        for filed in desk.current
        for child in filed.comparison.children
    ]


def runs(desk: Desk) -> Iterator[Block]:
    if not desk.dossier.runs:
        yield paragraph(desk.say("process-none"))
    yield from cut_off(desk)
    yield from _runs(desk, desk.dossier.runs)
    yield from _runs(desk, desk.dossier.examinations, desk.say("examinations"))
    yield from _runs(desk, desk.dossier.runs_apart, desk.say("runs-apart"))


def _runs(desk: Desk, listed: Sequence[RunEntry], caption: str = "") -> Iterator[Block]:
    if not listed:
        return
    replaced = any(run.superseded for run in listed)  # no column for what no run did
    names = ("run", "started-finished", "made", *(("superseded",) if replaced else ()), "versions")
    head = [desk.say(f"col.{name}") for name in names]
    rows = [
        (
            stacked(text(str(run.number)), *map(text, run.about)),
            text(Printed(f"{printable(run.started)}\n{printable(run.finished)}")),
            _ids(desk, run.made),
            *((_ids(desk, run.superseded),) if replaced else ()),
            text(desk.value(desk.installed(run.versions))),
        )
        for run in listed
    ]
    shown, note = desk.capped(rows)
    widths = (0.6, 2.2, 1.4, *((1.4,) if replaced else ()), 4.0)
    yield desk.grid(head, shown, widths=widths, align="r" + "l" * (len(widths) - 1), caption=caption)
    yield from note


def _ids(desk: Desk, keys: Sequence[str]) -> Line:
    if not keys:
        return text(desk.say("none"))
    known = {name: result_of(filed) for filed in desk.dossier.comparisons for name in (filed.key, filed.file)}
    known |= {one.file: one.key[:12] for one in desk.dossier.examined}
    pieces = []
    for at, key in enumerate(keys[:200]):
        end = "\n" if at < len(keys) - 1 else ""
        pieces.append(Inline(Printed(known.get(key) or printable(key)), "code", known.get(key)))
        pieces.append(Inline(end))
    if len(keys) > 200:
        pieces.append(Inline(desk.say("and-more", count=len(keys) - 200)))
    return tuple(pieces)


def failures(desk: Desk) -> Iterator[Block]:
    keys = list(dict.fromkeys(key for failure in desk.dossier.failures for key in failure))
    if not keys:
        yield paragraph(desk.say("failures-none"))
        return
    names = tuple(text(desk.known(f"col.{key}", key), "strong") for key in keys)
    cells = [tuple(text(_failed(desk, key, failure.get(key))) for key in keys) for failure in desk.dossier.failures]
    head, rows = desk.folded(names, cells)
    shown, note = desk.capped(rows)
    yield Grid(head, tuple(shown), fitted(head, shown))
    yield from note


def _failed(desk: Desk, key: str, content: Any) -> Printed:
    if key == "comparator" and isinstance(content, str):
        return desk.keyed(content)
    if key == "status":
        return desk.known(f"status.{content}", str(content))
    if key == "reason" and isinstance(content, str):
        return desk.cause(content)
    return spoken(content, desk.language) if key == "message" and isinstance(content, str) else desk.value(content)


def findings(desk: Desk) -> Iterator[Block]:
    yield from _findings(desk, desk.dossier.findings, "findings-none")


def stale(desk: Desk) -> Iterator[Block]:
    if desk.dossier.stale_findings:
        yield paragraph(desk.say("stale-note"), "note")
    yield from _findings(desk, desk.dossier.stale_findings, "stale-none")


def _findings(desk: Desk, given: Sequence[Finding], none: str) -> Iterator[Block]:
    if not given:
        yield paragraph(desk.say(none))
        return
    shown, note = desk.capped(given)
    groups: dict[tuple[str, Line], list[Finding]] = {}  # by expert, and how the entries are signed
    for finding in shown:
        groups.setdefault((finding.by, _signature(desk, finding)), []).append(finding)
    head = [desk.say(f"col.{name}") for name in ("record", "match", "verdict", "on", "note")]
    for (by, signed), some in groups.items():
        rows = [
            (
                text(finding.comparison[:12], "code", finding.comparison[:12]),
                text(finding.match, "code", finding.match),
                text(desk.say(f"verdict.{finding.verdict.value}")),
                text(finding.on),
                text(_why(desk, finding)),
            )
            for finding in some
        ]
        caption = (*text(by), Inline(desk.say("colon")), *_on_one_line(signed))
        made = desk.grid(head, rows, widths=(1.4, 1.8, 0.7, 2.1, 2.6))
        yield replace(made, caption=caption)
    yield from note


def _on_one_line(line: Line) -> Line:
    return tuple(replace(piece, text=Printed(piece.text.replace("\n", " "))) for piece in line)


def _entries(desk: Desk, finding: Finding) -> list[LogEntry]:
    """What the expert's log holds on that match up to this finding, in the order written; empty: no log has it."""
    method = method_of(desk, finding.comparison)
    about = [
        entry
        for entry in desk.judged.get((finding.by, finding.match), ())
        if entry.kind == Kind.FINDING and method_of(desk, str(entry.body.get("comparison"))) == method
    ]
    same = [at for at, e in enumerate(about) if (e.body.get("verdict"), e.on) == (finding.verdict.value, finding.on)]
    return about[: same[-1] + 1] if same else []


def _signature(desk: Desk, finding: Finding) -> Line:
    entries = _entries(desk, finding)
    return standing(desk, entries[-1]) if entries else text(desk.say("none"))


def _why(desk: Desk, finding: Finding) -> Printed:
    reason = desk.say(f"reason.{finding.reason.value}") if finding.reason else Printed("")
    before = [desk.say("verdict-before", verdict=_verdict_of(desk, e), on=e.on) for e in _entries(desk, finding)[:-1]]
    parts = [part for part in (reason, printable(finding.note), *before) if part]
    return Printed(desk.say("semicolon").join(parts)) or desk.say("none")


def _verdict_of(desk: Desk, entry: LogEntry) -> Printed:
    found = str(entry.body.get("verdict", ""))
    return desk.known(f"verdict.{found}", found)


def environment(desk: Desk) -> Iterator[Block]:
    if not desk.dossier.environment:
        yield paragraph(desk.say("environment-none"))
        return
    rows = [(text(name), text(content)) for name, content in sorted(desk.installed(desk.dossier.environment).items())]
    yield desk.grid([desk.say("fact"), desk.say("col.content")], rows, widths=(1.0, 2.4))


def manifest(desk: Desk) -> Iterator[Block]:
    if not desk.dossier.manifest_sha256:
        yield paragraph(desk.say("manifest-none"))
        return
    digest = Inline(printable(desk.dossier.manifest_sha256), "digest")
    yield Paragraph((Inline(desk.say("manifest-note")), Inline("\n"), digest))
