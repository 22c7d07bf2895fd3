"""Gates of a report that follows another one: a supplement, a new appraisal, and what was objected to before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from appraisal.dossier import Filed, LogEntry
from appraisal.gates import otherwise
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.objecting import unanswered
from appraisal.papers.institution import Part
from appraisal.people import flat, of_case, panel_of
from appraisal.plural import some
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.records import canonical, exclusion_to_json, plain

_NOTHING = re.compile("没有|并无|暂无")
MADE = frozenset({Kind.DEFECT, Kind.REVISED, Kind.CONTROLS})  # work done; each entry is new, of runs see ``_compared``
ASKED = ("questions", "instructions", "documents")  # of a commission, what asks for something; its deadline does not
EXAMINING = frozenset(
    {
        Kind.SCHEME, Kind.SAMPLE, Kind.RUN_BEGUN, Kind.RUN, Kind.EXAMINED, Kind.CONTROLS, Kind.OPERATION, Kind.REVISED,
        Kind.DEFECT, Kind.TEST, Kind.LEVEL, Kind.ELEMENT, Kind.EVENT, Kind.OUTLINE, Kind.POINT, Kind.OPINION,
    }
)  # fmt: skip  # steps by which a case is examined


def objections(view: View) -> Found:
    """Every objection has a written reply on file before another report is issued."""
    found = unanswered(view.dossier.entries, view.dossier.experts)
    if open_ := len(found):
        zh, en = ("、".join(map(str, found)), ", ".join(map(str, found)))
        yield Gap(
            "objections",
            Words(
                f"有 {open_} 项异议尚无书面答复（程序记录第 {zh} 条）",
                f"{some(open_, 'objection')} {'has' if open_ == 1 else 'have'} no written reply yet (entry {en})",
            ),
            Words(
                "appraisal record CASE reply --answers 条号 …", "record it: appraisal record CASE reply --answers N …"
            ),
            since=max(view.where(entry) for entry in view.steps(Kind.OBJECTION) if entry.seq in found),
        )


def objections_apart(view: View) -> Found:
    """An objection that was received in a copy of the case, and not answered there, is put on file here, too, where a
    reply can name it."""
    here = {_bare(str(entry.body.get("what"))) for entry in view.steps(Kind.OBJECTION)}
    known = of_case(view.dossier.experts, view.dossier.entries)
    waiting: list[LogEntry] = []
    for log in dict.fromkeys(entry.log for entry in view.dossier.apart):
        held = [entry for entry in view.dossier.apart if entry.log == log]
        found = unanswered(held, known)
        waiting += [one for one in held if one.kind == Kind.OBJECTION and one.seq in found]
    if lost := [one for one in waiting if _bare(str(one.body.get("what"))) not in here]:
        listed = "; ".join(f"{one.log} {one.seq}" for one in lost)
        yield Gap(
            "objections/apart",
            Words(
                f"合并副本中收到的异议未在本案登记，也未答复：{listed}",
                f"objections of a copy that was merged are neither answered nor on file here: {listed}",
            ),
            Words(
                "在本案登记（appraisal record CASE objection）并答复",
                "record them here (appraisal record CASE objection), and the reply",
            ),
            since=max(map(view.where, lost)),
        )


def supplement(view: View) -> Found:
    """A supplement rests on something that the report before it did not have. What was new for it is new for its other
    forms and languages as well, which report the same findings."""
    announced = view.steps(Kind.SUPPLEMENTS)
    issues = [e for e in view.steps(Kind.ISSUED) if e.body.get("form", "report") == "report"]
    before = [e for e in issues if announced and e.seq < announced[-1].seq]
    if before and not _new(view, before[-1]):
        yield Gap(
            "supplement",
            Words("自原报告以来没有新的材料、要求、方案或比对", "nothing is new since the report that is supplemented"),
            Words(
                "文字差错用补正；由他人另作用重新鉴定",
                "a slip is mended by a correction, other people make a new appraisal",
            ),
        )


def _new(view: View, issue: LogEntry) -> bool:
    """Whether the report says, or rests on, anything else than the one that ``issue`` issued; or there is work that it
    did not have."""
    if any(e.kind == Kind.RECEIVED and e.on > issue.on for e in view.dossier.entries):
        return True
    if any(e.kind in MADE and e.seq > issue.seq for e in view.dossier.entries):
        return True
    if _compared(view, after=issue.seq) - _compared(view, until=issue.seq):
        return True
    now = otherwise.of_dossier(view.dossier)
    then = otherwise.before(now, issue)
    asked = [[stood.body(Kind.COMMISSION).get(one) for one in ASKED] for stood in (then, now)]
    return _bare(asked[0]) != _bare(asked[1]) or any(
        name not in otherwise.NO_GROUND for name in otherwise.differing(then, now, _bare)
    )


def _bare(value: object) -> object:
    """What is said, of texts letters and digits alone: blanks, signs, capitals and another word for nothing ask for
    nothing new."""
    if isinstance(value, str):
        flat = "".join(one for one in unicodedata.normalize("NFKC", value) if one.isalnum()).casefold()
        return _NOTHING.sub("无", flat)
    if isinstance(value, Mapping):
        return {key: _bare(one) for key, one in value.items()}
    return [_bare(one) for one in value] if isinstance(value, list | tuple) else value


def _compared(view: View, *, after: int = 0, until: int | None = None) -> frozenset[str]:
    """What runs of these entries compared: which works, how, and without which places. A run that repeats another
    compares nothing anew."""
    numbers = {e.body.get("number") for e in view.steps(Kind.RUN) if after < e.seq and (until is None or e.seq < until)}
    made = {file for run in view.dossier.runs if run.number in numbers for file in run.made}
    return frozenset(_what(filed) for filed in view.dossier.comparisons if filed.file in made)


def _what(filed: Filed) -> str:
    one = filed.comparison
    out = [exclusion_to_json(each) for each in one.excluded]
    works = [one.left.sha256, one.right.sha256, *(each.sha256 for each in one.ancestors)]
    return canonical([one.comparator, one.version, plain(one.parameters), works, out])


def reappraisal(view: View) -> Found:
    """Nobody who signed the first report, or one of an appraisal before it, makes the new one: as its expert, or by
    signing what was examined."""
    first = [entry.body.get("experts") for entry in view.steps(Kind.REAPPRAISES)]
    listed = {flat(str(name)) for names in first if isinstance(names, list | tuple) for name in names} - {""}
    if again := [name for name in dict.fromkeys(_making(view)) if flat(name) in listed]:
        named = "、".join(again)
        yield Gap(
            "reappraisal",
            Words(f"重新鉴定不得由原鉴定人进行：{named}", f"they made an earlier appraisal: {named}"),
            Words("另行指派鉴定人", "appoint other people"),
        )


def _making(view: View) -> Iterator[str]:
    """Who makes an appraisal: experts on file, and who signed a step of the examination, a run, a verdict or an
    exclusion. Custody and the course of the commission may be in the hands of others."""
    held = view.dossier
    yield from (one.name for one in view.part(Part.APPRAISER))
    yield from panel_of(held.experts, held.entries)
    yield from (entry.by for entry in held.entries if entry.kind in EXAMINING)
    yield from (one.by for one in (*held.runs, *held.examinations))
    yield from (one.by for one in (*held.findings, *held.stale_findings))
    yield from (one.by for one in held.judged)
