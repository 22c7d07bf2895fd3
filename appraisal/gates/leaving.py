"""Gates: what leaves the figures once results are known, or a view that was held, says why, whatever way it leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

from appraisal import lateness
from appraisal.comparison import RULE
from appraisal.dossier import LogEntry
from appraisal.finding import Verdict
from appraisal.gates.differing import NONE
from appraisal.gates.gap import Found, Gap
from appraisal.gates.judged import MOST
from appraisal.gates.turns import came_round, silent, taken_back
from appraisal.gates.view import View
from appraisal.papers.as_read import reasoned
from appraisal.papers.opinion import phrases
from appraisal.procedure import Kind
from appraisal.profile import Words


def turned(view: View) -> Found:
    """Who comes round to another expert's view says why: without that a dissent leaves the report, and nobody can tell
    what happened. What an expert corrects before others judged, or without following one, is no such turn."""
    back = {*silent(view, taken_back)}  # told as that
    unsaid = [key for key in silent(view, came_round) if key not in back]
    if unsaid:
        listed = "、".join(" ".join(one) for one in unsaid[:MOST])
        yield Gap(
            "verdicts/turned",
            Words(f"改变判断而未写明理由：{listed}", f"verdicts turned round without a note that says why: {listed}"),
            Words(
                "重新认定并在备注中写明为何改变",
                "judge or file them again, with a note that says why the verdict changed",
            ),
            since=_last_of(view, unsaid),
        )


def _last_of(view: View, turned: Iterable[tuple[str, str]]) -> int:
    """Where the last verdict on these matches, points and elements by these experts stands."""
    keys = {*turned}
    found: list[LogEntry] = [one for one in view.dossier.judged if (one.by, str(one.body.get("match"))) in keys]
    found += [e for e in view.steps(Kind.POINT) if (e.by, f"{e.body.get('accused')} {e.body.get('point')}") in keys]
    found += [e for e in view.steps(Kind.ELEMENT) if (e.by, f"{e.body.get('level')}/{e.body.get('name')}") in keys]
    fallen = {thing.split("/")[0] for _, thing in keys if "/" in thing}  # with a level fall its elements
    found += [e for e in view.steps(Kind.LEVEL) if e.body.get("name") in fallen]
    return max(map(view.where, found), default=0)


def exclusions(view: View) -> Found:
    """Exclusions that persons made after results say why, and records were made with all that are on file."""
    counted = [one for filed in view.standing for one in filed.comparison.excluded]
    late = {one for one in counted if one.after_results and one.by}  # of a work received late: ``taken_late``
    unsaid = {(one.work or "", one.by, one.on) for one in late if not reasoned(one.note)}
    waiting = set()
    for entry in (one for one in view.dossier.judged if one.kind == Kind.EXCLUSION):
        work, by, on = (str(entry.body.get(key) or "") for key in ("work", "by", "on"))
        named = (work, by, on)
        after = entry.after_results or entry.body.get("after_results")
        if after and not reasoned(str(entry.body.get("note") or "")):
            unsaid.add(named)
        if named not in {(one.work or "", one.by, one.on) for one in counted}:
            waiting.add(named)
    if unsaid:
        said = Words("结果后作出的排除未写明理由", "exclusions made after results without a note that says why")
        yield _without_reason(view, "exclusions", unsaid, said)
    if waiting and view.standing:
        listed = "; ".join(" ".join(one) for one in sorted(waiting)[:MOST])
        yield Gap(
            "exclusions/not-counted",
            Words(f"在卷的排除尚未计入任何比对：{listed}", f"exclusions that no record was made with: {listed}"),
            Words("重新运行 appraisal run", "compare again: appraisal run"),
            since=max(view.at(on) for _, _, on in waiting),
        )


def chosen_again(view: View) -> Found:
    """In a new appraisal each place that persons take out has its reason in words: whoever chooses places there may
    know from the report that it follows what was found in them, however early it is done here. Places that the first
    panel took out after results are asked by ``exclusions``."""
    if not view.steps(Kind.REAPPRAISES):
        return
    counted = [one for filed in view.standing for one in filed.comparison.excluded]
    unsaid = {
        (one.work or "", one.by, one.on)
        for one in counted
        if one.by and not (one.by.startswith(RULE) or one.after_results or reasoned(one.note))
    }
    if unsaid:
        said = Words(
            "重新鉴定中的排除作出时，原鉴定的结果已在，未写明理由",
            "exclusions of a new appraisal, made when the first one had its results, without a note",
        )
        yield _without_reason(view, "exclusions/reappraisal", unsaid, said)


def _without_reason(view: View, gate: str, unsaid: Collection[tuple[str, str, str]], said: Words) -> Gap:
    """Exclusions, each by work, who made it and when, of which no note says why."""
    listed = "; ".join(" ".join(one) for one in sorted(unsaid)[:MOST])
    return Gap(
        gate,
        Words(f"{said.zh}：{listed}", f"{said.en}: {listed}"),
        Words("补记理由", "make them again with a note"),
        since=max(view.at(on) for _, _, on in unsaid),
    )


def rejected(view: View) -> Found:
    """Where the opinion says that nothing was found, each match that a method found and experts rejected has a ground
    or a note that says why, of one of them at least: a bare verdict would take all that was found out of the report."""
    unsaid: dict[str, None] = {}
    for sentence in view.sentences:
        phrase, filed = phrases().get(sentence.phrase), view.record(sentence)
        if phrase is None or phrase.finds != NONE or filed is None:
            continue
        dropped = {one.id for one in filed.comparison.matches if filed.verdicts.get(one.id) is Verdict.REJECTED}
        held = [one for one in view.dossier.findings if one.match in dropped and one.verdict is Verdict.REJECTED]
        said = {one.match for one in held if one.reason is not None or reasoned(one.note)}
        unsaid |= dict.fromkeys(one.match for one in held if one.match not in said)
    if unsaid:
        listed = "、".join([*unsaid][:MOST])
        yield Gap(
            "verdicts/rejected",
            Words(
                f"意见称未检出，方法检出而不予采信的匹配却未写明理由：{listed}",
                "the opinion says that nothing was found, and matches that the method found were rejected without a"
                f" ground, or a note that says why: {listed}",
            ),
            Words(
                "由鉴定人之一重新认定并在备注中写明为何不采信；或由本人作出决定写明理由",
                "have one of the experts judge them again, with a note that says why; or decide, with the reason",
            ),
            since=view.judged_last({*unsaid}),
        )


def taken_late(view: View) -> Found:
    """What leaves the figures once results are known says why, by whatever way it leaves: a work received after the
    first run that takes places out, and a match that was accepted and then taken back without a note."""
    mend = Words(
        "作出决定并写明为何在结果后作出（appraisal decide CASE gate:{0} --reason …）",
        "decide, with the reason why only after results: appraisal decide CASE gate:{0} --reason …",
    )
    first = lateness.carried(view.dossier.entries)
    for label in sorted(lateness.works(view.dossier.entries)):
        gate = f"exclusions/{label}"
        zh, en = ("原鉴定", " of the first appraisal") if label in first else ("", "")
        yield Gap(
            gate,
            Words(
                f"{label} 在{zh}得出结果之后收取，作为排除材料或共同来源，未写明理由",
                f"{label} was received after results{en}, to take places out of the figures, and nothing says why",
            ),
            Words(mend.zh.format(gate), mend.en.format(gate)),
            since=min((view.at(one.received_on) for one in view.dossier.works if one.label == label), default=0),
        )
    if unsaid := sorted(silent(view, taken_back)):
        listed = "、".join(" ".join(one) for one in unsaid[:MOST])
        yield Gap(
            "exclusions/accepted",
            Words(
                f"已采信的匹配，或已认定相同、相似的情节点、要素，后改为不计入或收回，备注未写明理由：{listed}",
                "matches that were accepted, or points of the plot and elements held the same, and then taken back,"
                f" without a note that says why: {listed}",
            ),
            Words("重新认定并在备注中写明理由", "judge or file them again, with a note that says why"),
            since=_last_of(view, unsaid),
        )


def points_dropped(view: View) -> Found:
    """A point of the plot that somebody judged stands in the table that is printed, in the same words: one that is left
    out, or told otherwise, once it was judged is an exclusion after results."""
    for point in view.plots.dropped:
        gate = f"exclusions/point-{point.id}"
        yield Gap(
            gate,
            Words(
                f"情节点 {point.id}（{point.plot}）认定之后被撤出情节表或改写，未写明理由",
                f"point {point.id} of the plot ({point.plot}) was judged, and then left out of the table or told"
                " otherwise; nothing says why",
            ),
            Words(
                f"照原文列回；或作出决定并写明理由（appraisal decide CASE gate:{gate} --reason …）",
                f"list it again in the same words; or decide, with the reason: appraisal decide CASE gate:{gate}"
                " --reason …",
            ),
            since=max(view.stands(Kind.OUTLINE, partial(_row_of, point.id)), view.last(Kind.POINT, point=point.id)),
        )


def _row_of(point: str, body: Mapping[str, Any]) -> object:
    """What a table of the plot says of one point; None where it has none."""
    rows = body.get("points")
    held = rows if isinstance(rows, list | tuple) else ()
    return next((row for row in held if isinstance(row, Mapping) and row.get("id") == point), None)


def revised_late(view: View) -> Found:
    """A view that was revised once results were known is another one than they were found in: what it drops leaves the
    figures. The decision says why only then; the revision itself says what was done."""
    late = {str(one.body.get("label")): one for one in view.steps(Kind.REVISED) if one.after_results}
    for label, entry in late.items():
        gate = f"exclusions/revised-{label}"
        yield Gap(
            gate,
            Words(
                f"{label} 的订正是在得出结果之后作出的，未写明为何在结果后订正",
                f"a view of {label} was revised after results, and nothing says why only then",
            ),
            Words(
                f"作出决定并写明理由（appraisal decide CASE gate:{gate} --reason …）",
                f"decide, with the reason: appraisal decide CASE gate:{gate} --reason …",
            ),
            since=view.where(entry),
        )


def rested_late(view: View) -> Found:
    """The works that an opinion rests on were there before results were known, or it is said why not: a copy that was
    trimmed once they were known would hide what was found. What was received for a supplement, once that was announced
    and before it compared anything, is told by it as new; not so where the opinion rests on it in place of a work that
    was there."""
    named = {label for one in view.sentences for label in (one.left, one.right)}
    announced = lateness.supplementary(view.dossier.entries)
    role_of = {one.label: one.role for one in view.dossier.works}
    for entry in view.steps(Kind.RECEIVED):
        label = str(entry.body.get("label"))
        if label not in named or not entry.after_results:
            continue
        role = role_of.get(label)
        left = [one for one, has in role_of.items() if has is role and one not in announced | named]
        zh, en = "，未写明理由", ", and nothing says why"
        if label in announced:
            if not left:
                continue
            zh = f"，用以补充，意见却不再论及原有的 {'、'.join(left)}，未写明理由及二者关系"
            en = f" for the supplement, and the opinion no longer speaks of {', '.join(left)}, which was there before;"
            en += " nothing says why, nor how they relate"
        yield Gap(
            f"replaced/{label}",
            Words(
                f"意见所依据的 {label} 是在得出结果之后收取的{zh}",
                f"{label}, which the opinion rests on, was received after results{en}",
            ),
            Words(
                f"作出决定并写明为何在结果后收取（appraisal decide CASE gate:replaced/{label} --reason …）",
                f"decide, with the reason why only after results: appraisal decide CASE gate:replaced/{label}"
                " --reason …",
            ),
            since=view.where(entry),
        )
