"""Gates of the review (复核): by somebody who did not appraise, and of what the report now says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from appraisal import concluding
from appraisal.dossier import LogEntry, RunEntry
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.papers.institution import Part
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.texts import REPORT, SECTIONS, template_key, texts_read, whole_read

BY = "by"  # among the fields below: who put the entry on file
# What the reviewer reads of what people put on file: kind of entry; the fields by which a later entry takes the place
# of an earlier one; the part of it that is read, empty: all; what it is called
REVIEWED: tuple[tuple[Kind, tuple[str, ...], str, Words], ...] = (
    (Kind.COMMISSION, (), "questions", Words("委托事项", "questions of the commission")),
    (Kind.QUALIFICATIONS, (), "experts", Words("人员", "people")),
    (Kind.STANDARDS, (), "standards", Words("标准", "standards")),
    (Kind.LITERATURE, (), "literature", Words("文献", "literature")),
    (Kind.OPINION, (), "", Words("意见", "opinion")),
    (Kind.TEST, ("id",), "", Words("功能检验", "functional tests")),
    (Kind.DEFECT, ("defect", BY), "", Words("缺陷性特征", "defects")),
    (Kind.OUTLINE, (), "", Words("情节点", "plot points")),
    (Kind.POINT, ("point", "accused", BY), "", Words("情节点的认定", "findings on plot points")),
    (Kind.LEVEL, ("name",), "", Words("抽象层次", "levels of abstraction")),
    (Kind.ELEMENT, ("level", "name", BY), "", Words("要素", "elements")),
    (Kind.EVENT, ("what", BY), "", Words("接触与时间事项", "events")),
    (Kind.REVISED, ("label", "file", "medium"), "", Words("订正", "revised views")),
)


def persons(view: View) -> Found:
    """The reviewer is no appraiser; the review is signed by the reviewer."""
    signing = view.paper.signing
    appraisers = {one.name for one in view.part(Part.APPRAISER)} | set(view.dossier.experts)
    both = sorted(appraisers & {one.name for one in view.part(Part.REVIEWER)})
    if signing.reviewer and both:
        listed = "、".join(both)
        yield Gap(
            "reviewer",
            Words(f"复核人不得是本案鉴定人：{listed}", f"a reviewer may not be an appraiser of the case: {listed}"),
            Words("另请复核人", "have somebody else review it"),
        )
    if signing.reviewer and view.steps(Kind.REVIEW) and _last(view) is None:
        yield Gap(
            "reviewer",
            Words("复核记录不是由复核人登记的", "the record of the review is not by the reviewer"),
            Words("由复核人登记 review 步骤", "have the reviewer record the step review"),
        )


def late(view: View) -> Found:
    """The reviewer saw what the report prints: what was filed otherwise since the last review was reviewed by nobody.
    The same put on file again alters nothing."""
    review = _last(view)
    if not view.paper.signing.reviewer or review is None:
        return
    changed = [name for kind, fields, part, name in REVIEWED if _altered(view.steps(kind), fields, part, review)]
    changed += [name for name, altered in _results(view, review) if altered]
    if changed:
        yield Gap(
            "reviewer/late",
            Words(
                f"复核（{review.on[:10]}）之后又登记或更改了：{'、'.join(one.zh for one in changed)}",
                f"filed or altered after the review ({review.on[:10]}): {', '.join(one.en for one in changed)}",
            ),
            Words("由复核人再次复核并登记 review 步骤", "have the reviewer review it again: the step review"),
        )


def _last(view: View) -> LogEntry | None:
    """The last review by a reviewer on file; by anybody where none is."""
    reviewers = {one.name for one in view.part(Part.REVIEWER)}
    reviews = [entry for entry in view.steps(Kind.REVIEW) if not reviewers or entry.by in reviewers]
    return reviews[-1] if reviews else None


def _results(view: View, review: LogEntry) -> Iterator[tuple[Words, bool]]:
    """What the report shows of the examination, and whether the reviewer saw it so: results, verdicts and exclusions by
    their days, for they stand in logs of their own; texts by what the review says of them."""
    yield Words("比对结果", "results"), _made(view.steps(Kind.RUN), view.dossier.runs, review)
    seen = _made(view.steps(Kind.EXAMINED), view.dossier.examinations, review)
    yield Words("单件检查结果", "results of examinations"), seen
    judged = view.dossier.judged
    yield Words("核验结果", "verdicts"), _standing(judged, Kind.FINDING) != _standing(judged, Kind.FINDING, by=review)
    exclusions = (Kind.EXCLUSION, Kind.OVERRULED)
    yield Words("排除", "exclusions"), _standing(judged, *exclusions) != _standing(judged, *exclusions, by=review)
    yield Words("各部分意见", "opinions on parts"), _concluded(view) != _concluded(view, before=review)
    yield Words("文字说明", "texts"), _rewritten(view, review)


def _made(entries: Iterable[LogEntry], runs: Iterable[RunEntry], review: LogEntry) -> bool:
    """Whether a run, or examination, after the review made or replaced a record."""
    late = {one.body.get("number") for one in entries if one.seq > review.seq}
    return any(run.number in late and (run.made or run.superseded) for run in runs)


def _concluded(view: View, before: LogEntry | None = None) -> set[tuple[str, frozenset[str], str]]:
    """Conclusions on parts of the report that stand; ``before``: that stood when this was written."""
    filed = [(one, said) for one, said in view.decisions if before is None or one.seq < before.seq]
    return {(said.about, concluding.whose(one.by, said), said.reason) for one, said in concluding.standing(filed)}


def _rewritten(view: View, review: LogEntry) -> bool:
    """Whether cells of notebooks say what the reviewer did not read. Reviews on file from before tell nothing of texts,
    or nothing of those in the notebook of a template."""
    read, template = review.body.get("texts"), view.dossier.profile
    if not isinstance(read, Mapping) or not read:
        return False
    if template is not None and (held := read.get(template_key(template))) is not None:
        return bool(held != whole_read(view.dossier.texts))
    if template is not None and template.notebook != REPORT:
        return False
    known = texts_read(view.dossier.texts)
    return any(known.get(one) != read.get(one) for one in {*read, *known} if one in SECTIONS)


def _standing(judged: Iterable[LogEntry], *kinds: Kind, by: LogEntry | None = None) -> dict[tuple[str, ...], object]:
    """What stands of verdicts or exclusions, by who and about what; ``by``: as it stood when that was written. An entry
    that is dated before an earlier one counts by that."""
    told = [one for one in judged if one.kind in kinds and (by is None or max(one.on, one.after) <= by.on)]
    return {_about(one): {name: one.body.get(name) for name in ("verdict", "reason", "note")} for one in told}


def _about(entry: LogEntry) -> tuple[str, ...]:
    return (entry.by, entry.kind, *(str(entry.body.get(name)) for name in ("match", "work", "label", "rule", "span")))


def _altered(entries: Sequence[LogEntry], fields: Sequence[str], part: str, review: LogEntry) -> bool:
    """Whether what stands on file now stood otherwise, or not at all, when it was reviewed."""
    before = [one for one in entries if one.seq < review.seq]
    return told(before, fields, part) != told(entries, fields, part)


def told(entries: Iterable[LogEntry], fields: Sequence[str], part: str) -> dict[tuple[str, ...], object]:
    """What the last entry of each thing says, which ``fields`` tell from others; of several, of those that say
    something."""
    held = {
        tuple(one.by if name == BY else str(one.body.get(name)) for name in fields): (
            one.body.get(part) if part else one.body
        )
        for one in entries
    }
    return {key: said for key, said in held.items() if said or not key}
