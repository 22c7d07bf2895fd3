"""Gates of what is fixed before results are known: the scheme, methods with their parameters, and results that were
accepted. None of them may be altered afterwards until the result is the one that is wanted, unless people say why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from appraisal import lateness, scheme
from appraisal.dossier import Filed, LogEntry
from appraisal.errors import AppraisalError
from appraisal.finding import Verdict
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View, key_of
from appraisal.papers.opinion import phrases
from appraisal.plural import some
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.records import canonical, plain

Key = tuple[str, str, str]
LONGEST = 60  # letters of a parameter that are told
MOST = 20  # pairs named one by one
WHY = Words("说明理由后方可越过", "give the reason in a decision to pass this over")


def scheme_first(view: View) -> Found:
    """The scheme that stands was fixed, signed, before the first run that made what the report rests on."""
    fixed = view.steps(Kind.SCHEME)
    if view.dossier.runs and all(entry.after_results for entry in fixed):
        yield Gap(
            "scheme-first",
            Words("比对方案未在首次比对之前固定", "the scheme was not fixed before the first run"),
            WHY,
            since=min((view.where(one) for one in view.steps(Kind.RUN)), default=0),
        )
        return
    rested = [filed for filed in view.standing if key_of(filed) in _rested(view)]
    stood = _stood(view, _rested(view))
    for then, now, since in _schemes(view, rested):
        if stood is not None and then.body != stood.body:
            zh, en = ("，现为", "stands now") if now else ("，其后的记录作出时为", "when later ones were made")
            yield Gap(
                "scheme-first",
                Words(
                    f"得知结果后更换了比对方案：报告所依据的比对作出时为程序记录第 {stood.seq} 条{zh}第 {then.seq} 条",
                    f"the scheme was replaced when results were known: entry {stood.seq} stood when what the report"
                    f" rests on was first compared, entry {then.seq} {en}",
                ),
                WHY,
                since=since,
            )
            return


def _schemes(view: View, rested: Iterable[Filed]) -> Iterator[tuple[LogEntry, bool, int]]:
    """The scheme that stands now, and those that stood when records were made: whether it stands now, and since when
    (of one that was put back meanwhile, where it was used)."""
    fixed = view.steps(Kind.SCHEME)
    if not fixed:
        return
    yield fixed[-1], True, view.stands(Kind.SCHEME)
    for made in sorted({view.made(filed) for filed in rested}):
        before = [entry for entry in fixed if view.where(entry) < made]
        if before:
            yield before[-1], False, made


def departures(view: View) -> Found:
    """What a sentence rests on was made by a method, with parameters, that the scheme had before results; so was all
    that a report prints which states no opinion, or that something cannot be determined from what there is."""
    whole = _rests_on_all(view)
    held = {key_of(filed): filed for filed in reversed(view.standing if whole else view.rested)}
    for key, filed in reversed(held.items()):
        stood = _stood(view, [key])
        if stood is None or not (told := [*_departing(stood, filed)]):
            continue
        method, pair = view.called(key[0]), f"{key[1]}–{key[2]}"
        zh, en = ("文书所载的", "which is printed") if whole else ("意见所依据的", "on which the opinion rests")
        yield Gap(
            f"departures/{key[0]}",
            Words(
                f"{zh} {method.zh} {pair} 不合得知结果前的方案：" + "；".join(one.zh for one in told),
                f"{method.en} {pair}, {en}, departs from the scheme that stood before results: "
                + "; ".join(one.en for one in told),
            ),
            Words("按方案重新运行；或作出决定并写明理由", "run it as the scheme says; or decide, with the reason"),
            since=view.made(filed),
        )


def brought(view: View) -> Found:
    """Collections that records were compared with (backgrounds, components: they take places out, or weigh them) were
    there when anything was first compared, as they are: one made once results were known says why."""
    known = lateness.collections(view.dossier)
    used: dict[str, list[Filed]] = {}
    for filed in view.compared:
        for name in {str(one.get("name")) for one in filed.comparison.resources if lateness.is_brought(one, known)}:
            used.setdefault(name, []).append(filed)
    for name, held in sorted(used.items()):
        pairs = "、".join(f"{filed.comparison.left.label}–{filed.comparison.right.label}" for filed in held[:MOST])
        gate = f"departures/background-{name}"
        yield Gap(
            gate,
            Words(
                f"得知结果后才用于比对的材料库 {name}（{pairs}），首次比对时没有，未写明理由",
                f"compared with the collection {name} only after results ({pairs}): it was not there when anything was"
                " first compared, and nothing says why",
            ),
            Words(
                f"不用该库重新运行；或作出决定并写明理由（appraisal decide CASE gate:{gate} --reason …）",
                f"run again without it; or decide, with the reason: appraisal decide CASE gate:{gate} --reason …",
            ),
            since=max(map(view.made, held)),
        )


def replaced(view: View) -> Found:
    """No result that an expert accepted is gone from the records that stand: it was known when it was replaced.

    A match that a later record holds too (as after exclusions), or that was shown beside what stands in its place in a
    revised view, is not gone."""
    shown = {one.match for filed in view.standing for given in filed.earlier.values() for one in given}
    gone = {one.match for one in view.dossier.stale_findings if one.verdict is Verdict.ACCEPTED} - shown
    lost: dict[Key, set[str]] = {}
    for filed in view.dossier.comparisons:
        if filed.superseded and (ids := gone & {match.id for match in filed.comparison.matches}):
            lost.setdefault(key_of(filed), set()).update(ids)
    for (name, left, right), ids in sorted(lost.items()):
        method, pair = view.called(name), f"{left}–{right}"
        yield Gap(
            f"replaced/{name}",
            Words(
                f"{method.zh} {pair}：已采信的 {len(ids)} 处匹配不在现行记录中，结果得知后被后来的运行替换",
                f"{method.en} {pair}: accepted before, in no record that stands: {some(len(ids), 'match', 'matches')};"
                " a later run replaced the result when it was known",
            ),
            Words(
                "恢复原方法与参数并重新运行；或作出决定并写明为何替换",
                "run again as before; or decide, with the reason why it was replaced",
            ),
            since=max(_since(view, (name, left, right)), view.judged_last(ids)),
        )


def _since(view: View, key: Key) -> int:
    """Since when records of a method and pair stand as they do."""
    return max((view.made(filed) for filed in view.standing if key_of(filed) == key), default=0)


def _rested(view: View) -> list[Key]:
    """Methods and pairs of works on which the report rests: those of its sentences; where they name none, or say that
    something cannot be determined, all."""
    return [key_of(filed) for filed in (() if _rests_on_all(view) else view.rested) or view.standing]


def _rests_on_all(view: View) -> bool:
    """Whether a report prints results without an opinion on them, or says that it cannot tell from all there is."""
    said = [phrases().get(sentence.phrase) for sentence in view.sentences]
    return not said or any(one is not None and one.finds == "open" for one in said)


def _stood(view: View, keys: Collection[Key]) -> LogEntry | None:
    """The scheme that stood when one of these was first compared, in records that were replaced since too and in runs
    that were cut off; None when there was none."""
    made = {filed.file for filed in view.dossier.comparisons if key_of(filed) in keys}
    numbers = {run.number for run in view.dossier.runs if made & set(run.made)}
    compared = [entry for entry in view.steps(Kind.RUN) if entry.body.get("number") in numbers]
    compared += [e for e in view.steps(Kind.RUN_BEGUN) + view.steps(Kind.MERGED) if lateness.compares(e, keys)]
    first = min((entry.seq for entry in compared), default=0)
    return next((entry for entry in reversed(view.steps(Kind.SCHEME)) if entry.seq < first), None)


def _departing(stood: LogEntry, filed: Filed) -> Iterator[Words]:
    """Where a record differs from a scheme in its method and parameters."""
    try:
        methods = scheme.of_body(stood.body).methods
    except AppraisalError:
        return
    if filed.comparison.comparator not in methods:
        yield Words("方案没有该方法", "the method is not in it")
        return
    planned: Any = plain(methods[filed.comparison.comparator])
    used: Any = plain(filed.comparison.parameters)
    for name in sorted({*planned, *used}):
        if planned.get(name) != used.get(name):
            had, has = _told(planned.get(name)), _told(used.get(name))
            yield Words(f"{name} 为 {has}，方案为 {had}", f"{name} is {has}, {had} in the scheme")


def _told(value: Any) -> str:
    said = canonical(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
