"""Gates of the review (复核): by somebody who did not appraise, and of what the report now says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from appraisal.dossier import LogEntry
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.papers.institution import Part
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.texts import REPORT, SECTIONS, texts_read

REVIEWED = (  # what the reviewer reads of what people put on file: kind of entry, the part of it, what it is called
    (Kind.COMMISSION, "questions", Words("委托事项", "questions of the commission")),
    (Kind.QUALIFICATIONS, "experts", Words("人员", "people")),
    (Kind.STANDARDS, "standards", Words("标准", "standards")),
    (Kind.OPINION, "", Words("意见", "opinion")),
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
    changed = [name for kind, part, name in REVIEWED if _altered(view.steps(kind), part, review)]
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
    late = {one.body.get("number") for one in view.steps(Kind.RUN) if one.seq > review.seq}
    made = [run for run in view.dossier.runs if run.number in late and (run.made or run.superseded)]
    yield Words("比对结果", "results"), bool(made)
    judged = view.dossier.judged
    yield Words("核验结果", "verdicts"), _standing(judged, Kind.FINDING) != _standing(judged, Kind.FINDING, by=review)
    exclusions = (Kind.EXCLUSION, Kind.OVERRULED)
    yield Words("排除", "exclusions"), _standing(judged, *exclusions) != _standing(judged, *exclusions, by=review)
    read = review.body.get("texts")
    template = view.dossier.profile
    alone = template is None or template.notebook == REPORT  # else texts of another notebook stand beside them
    if isinstance(read, Mapping) and read and alone:  # reviews on file from before say nothing of texts
        known = texts_read(view.dossier.texts)
        said = {section for section in {*read, *known} if section in SECTIONS}
        yield Words("文字说明", "texts"), any(known.get(one) != read.get(one) for one in said)


def _standing(judged: Iterable[LogEntry], *kinds: Kind, by: LogEntry | None = None) -> dict[tuple[str, ...], object]:
    """What stands of verdicts or exclusions, by who and about what; ``by``: as it stood when that was written. An entry
    that is dated before an earlier one counts by that."""
    told = [one for one in judged if one.kind in kinds and (by is None or max(one.on, one.after) <= by.on)]
    return {_about(one): {name: one.body.get(name) for name in ("verdict", "reason", "note")} for one in told}


def _about(entry: LogEntry) -> tuple[str, ...]:
    return (entry.by, entry.kind, *(str(entry.body.get(name)) for name in ("match", "work", "label", "rule", "span")))


def _altered(entries: Sequence[LogEntry], part: str, review: LogEntry) -> bool:
    """Whether what stands on file now stood otherwise, or not at all, when it was reviewed."""
    before = [*_told((one for one in entries if one.seq < review.seq), part)][-1:]
    return [*_told(entries, part)][-1:] != before


def _told(entries: Iterable[LogEntry], part: str) -> Iterator[object]:
    return (one.body.get(part) if part else one.body for one in entries)
