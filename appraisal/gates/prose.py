"""The gates of wording: hedges in opinion and analysis, words of law anywhere, numbers bound to no result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from appraisal import concluding
from appraisal.dossier import Examined, Filed
from appraisal.examiner import EVIDENCE as RESTS_ON
from appraisal.gates.claims import ASKS, claims, noted, standing, titled, words_of, works_of
from appraisal.gates.conditions import unmet
from appraisal.gates.fields import amounts, measures, tells
from appraisal.gates.figures import Figures, extremes, figures_of, figures_of_match
from appraisal.gates.former import former, replaced
from appraisal.gates.free import NOTHING_KNOWN, Known, pair_of, versions_in
from appraisal.gates.gap import Found, Gap
from appraisal.gates.leaves import SETTINGS, rest, tells_amount
from appraisal.gates.limits import limits_of
from appraisal.gates.named import LEAST, names
from appraisal.gates.places import held_in
from appraisal.gates.positions import Position, of_exclusions, of_match
from appraisal.gates.quantities import is_share
from appraisal.gates.quoting import unsourced
from appraisal.gates.relations import Works
from appraisal.gates.remarks import cited, remarks
from appraisal.gates.values import within
from appraisal.gates.view import COMPETENCE, Filings, View
from appraisal.gates.wording import ANY_HEX, WORKS, Slip, allowed_programs, hedged, legal, numbers
from appraisal.gates.written import added, answered, beside, compared, left_open, planned, titles, written
from appraisal.keeping import lasting, same
from appraisal.papers.as_read import printed
from appraisal.papers.opinion import phrases
from appraisal.plural import some
from appraisal.profile import Words

SIMILAR = "substantially-similar"  # the phrase that says 实质性相似, under its conditions
_NEITHER = frozenset({-1.0})  # of a place that is no such one
_PAIR = re.compile(r"\d+(?::\d+)?\s*[–×]\s*\d+(?::\d+)?")  # bars and sizes, as details of a match have them
MOST = 20  # slips named one by one
ANNEXES = 20  # tables, figures and annexes that a report has beside those of its works, records and exhibits

SAID = {
    "hedge": Words("有不确定用语“{words}”：…{where}…", "a hedge ({words}): …{where}…"),
    "legal": Words("含法律判断用语“{words}”：…{where}…", "words of law ({words}), which are the court's: …{where}…"),
    "program": Words(
        "“{words}”须委托事项提出且机构资质在卷（evidence:competence）方可使用：…{where}…",
        "{words} may be said only where the commission asks and competence is on file (evidence:competence): …{where}…",
    ),
    "similar": Words("“{words}”只可由规范用语说出：…{where}…", "{words} may be said by its phrase only: …{where}…"),
    "shortened": Words(
        "“未检出”不得简化为“{words}”：…{where}…", "“not found” may not be shortened to “{words}”: …{where}…"
    ),
    "titled": Words("题名含对本案的结论“{words}”：{where}", "a title concludes on this case ({words}): {where}"),
    "unbound": Words("数字 {words} 未注明出处：…{where}…", "the number {words} leads to no result: …{where}…"),
    "unknown": Words(
        "结果号 {words} 不存在（结果号为记录号的前十二位）：…{where}…",
        "there is no result {words} (a result is named by the first twelve digits of its record): …{where}…",
    ),
    "spelled": Words(
        "数目“{words}”用文字写成，须写阿拉伯数字并注明出处：…{where}…",
        "the number “{words}” is written in words; write it in digits, with its result: …{where}…",
    ),
    "degree": Words(
        "“{words}”是对异同多少的描述，须以注明出处的数字说明：…{where}…",
        "“{words}” says how much is the same or differs; say it by a figure with its result: …{where}…",
    ),
    "unit": Words(
        "所注结果中的数字 {words} 不是以此单位计的：…{where}…",
        "{words} is a number of that result, but not of what it is said to count: …{where}…",
    ),
    "side": Words(
        "数字 {words} 在所注结果中不是所称作品的：…{where}…",
        "{words} is a number of that result, but of another work than the one named: …{where}…",
    ),
    "part": Words(
        "{words} 在所注结果中不是部分与总数的关系：…{where}…",
        "{words} are no part and its total in that result: …{where}…",
    ),
    "whole": Words(
        "数字 {words} 是整部作品的长度，不是相同部分的：…{where}…",
        "{words} is how long a whole work is, not how much is shared: …{where}…",
    ),
    "touched": Words(
        "所注数字 {words} 紧接其他数字或倍数，读来是另一个数：…{where}…",
        "another numeral or a multiple touches the number {words}, which is read as another one: …{where}…",
    ),
    "bounded": Words(
        "所注数字 {words} 前后另有上下限、比率或重复之词，读来是另一个数：…{where}…",
        "a bound, a rate or a repetition stands at the number {words}, which is read as another one: …{where}…",
    ),
    "former": Words(
        "数字 {words} 所注的记录已被其后的运行取代，文中未说明是排除前或初次比对的结果：…{where}…",
        "{words} leads to a record that a later run took the place of; the text does not say that it is of the run"
        " before: …{where}…",
    ),
    "differs": Words("数字 {words} 与所注结果不符：…{where}…", "{words} is no number of that result: …{where}…"),
}
MENDS = {
    "hedges": Words("改为确定的表述", "say it definitely, or not at all"),
    "words-of-law": Words(
        "删去：属法庭判断（方案的命题，改列 [[opinion.unanswered]]，不作回答）；"
        "引自证据的放入引号（案内文字查不到的，decide quoted:引文 写明出处）",
        "remove them: they are for the court (a proposition of the scheme is left open, under [[opinion.unanswered]]);"
        " what evidence says stands in quotation marks (where the case does not"
        " hold the words as text: decide quoted:WORDS, with the source as reason)",
    ),
    "numbers": Words(
        "写成 [数字](#记录号前十二位)，或删去；登记表、步骤、备注中的文字不能注明出处，改写在分析说明中，"
        "或随步骤存入软件的输出（documents）",
        "write [number](#record), with the first twelve digits of the record, or remove it; words of the form of paper,"
        " of steps and notes lead nowhere: say it in the analysis, or keep the tool’s output with the step (documents)",
    ),
}

NOT_FOUND = Words(
    "只写“未检出”并注明检出限；说明其含义的，可写“未检出不等于不相似”",
    "say “not found”, with its limit of detection; what that means may be told so: not found does not mean not similar",
)
AS_CODE = Words("地址写作代码：`0x14000104b`", "an address is written as code: `0x14000104b`")


def slips(view: View) -> Found:
    """Hedges where the panel says what it holds, words of law anywhere, numbers bound to no result.

    实质性相似 may be said in prose only where its phrase may: a decision that passes over the phrase frees no prose.
    """
    needs = phrases()[SIMILAR].needs
    free = any(one.phrase == SIMILAR and not tuple(unmet(view, one, needs)) for one in view.sentences)
    programs = programs_asked(view)
    results, known = _results(view), same(known_in(view))
    law, hedges, unled = _Slips(), _Slips(), _Slips()
    own, works, gone = same(frozenset(unsourced(view))), works_of(view), replaced(view)
    for place in (*written(view), *answered(view)):
        since = view.first(place.text)
        if place.beside:
            shown = printed(place.text, own)
            said = (*claims(shown, works=works), *noted(shown, works))
            of_law = [Slip("legal", word, _short(place.text)) for word in said]
        else:
            of_law = legal(place.text, own, similarity=free, programs=programs, works=works)
        law.keep(slip for slip in of_law if not (place.put and slip.what == "shortened"))
        if place.names:
            unled.keep(Slip("degree", word, _short(place.text)) for word in amounts(place.text))
        if place.definite:
            hedges.keep(hedged(place.text, own), since)
        counted = (*numbers(place.text, results, own, known, works), *former(place.text, gone))
        unled.keep((one for one in counted if place.counts(one)), since)
    steps = compared(view)
    for text in (*beside(view), *planned(view)):
        told = measures if text in steps else tells
        slips_of = numbers(text, results, own, known, works)
        unled.keep((one for one in slips_of if told(text, one.words)), view.first(text))
    asked = [*view.commission.questions, *(one.text for one in view.commission.instructions)]
    for text in left_open(view):
        unled.keep(shares_put(text, asked, own, known, works), view.first(text))
    for remark in (one for one in remarks(view) if one.text not in steps):
        slips_of = numbers(remark.text, results, own, known, works)
        unled.keep((one for one in slips_of if remark.tells(one)), view.first(remark.text))
    for title in cited(view):
        unled.keep((one for one in numbers(title, {}) if tells(title, one.words)), view.first(title))
    for title in titles(view):
        law.keep(Slip("titled", word, _short(title)) for word in titled(title, works))
    for leaf in rest(view):
        slips_of = numbers(leaf.bare, results, leaf.quotes, known, works)
        unled.keep((one for one in slips_of if tells_amount(leaf, one.words, known.labels)), view.first(leaf.text))
        if leaf.where in SETTINGS:
            law.keep(Slip("legal", word, _short(leaf.text)) for word in claims(leaf.shown, works=works, quotes=False))
    form, report = view.paper, view.dossier.profile
    for text in (*words_of((form, report)), form.numbering, form.page.pages):
        law.keep(Slip("legal", word, _short(text)) for word in standing(text, works))
    for text in added(form, report):
        if not ASKS.search(text):
            law.keep(legal(text, similarity=False, works=works))
        unled.keep(slip for slip in numbers(text, {}) if is_share(slip.words))
    filed = [" ".join(one.reason.split()) for _, one in concluding.standing(view.decisions)]
    for gate, found in (("words-of-law", law), ("hedges", hedges), ("numbers", unled)):
        yield from _gaps(gate, found, filed)


def shares_put(
    text: str, asked: Iterable[str], own: Collection[str] = (), known: Known = NOTHING_KNOWN, works: Works = WORKS
) -> list[Slip]:
    """Shares that a proposition left open names as if they were known. ``asked``: what the commission asks and
    instructs, whose shares are put to the test."""
    found = [one for one in numbers(text, {}, own, known, works) if is_share(one.words)]
    put = {one.words for given in (asked if found else ()) for one in numbers(given, {}, own, known, works)}
    return [one for one in found if one.words not in put]


class _Slips(dict[Slip, int]):
    """Slips in their order, each with where in the log its words stand first (``Filings.first``)."""

    def keep(self, slips: Iterable[Slip], since: int = 0) -> None:
        for slip in slips:
            self[slip] = min(since, self.get(slip, since))


def _short(text: str) -> str:
    return " ".join(text.split())[:60]


def _gaps(gate: str, found: Mapping[Slip, int], filed: Sequence[str]) -> Found:
    """``filed``: words of conclusions that stand by decisions."""
    for slip in [*found][:MOST]:
        said = SAID[slip.what]
        yield Gap(
            f"{gate}/{slip.words}",
            Words(
                said.zh.format(words=slip.words, where=slip.where), said.en.format(words=slip.words, where=slip.where)
            ),
            _mend(gate, slip, filed),
            since=found[slip],
        )
    if len(found) > MOST:
        more = len(found) - MOST
        said_more = Words(f"另有{more}处文字问题", f"{some(more, 'more slip')} of wording")
        yield Gap(gate, said_more, MENDS[gate], since=max([*found.values()][MOST:]))


def _mend(gate: str, slip: Slip, filed: Sequence[str]) -> Words:
    """What to do, of an address and of words in a conclusion on file too."""
    told = [NOT_FOUND if slip.what == "shortened" else MENDS[gate]]
    told += [AS_CODE] if gate == "numbers" and ANY_HEX.fullmatch(slip.words) else []
    told += [concluding.TAKE_BACK] if slip.where and any(slip.where in words for words in filed) else []
    return Words("；".join(one.zh for one in told), "; ".join(one.en for one in told))


@lasting
def known_in(view: Filings) -> Known:
    """Numbers on file that prose tells without a link: limits of the methods and the scheme, versions of programs, what
    controls planted, sizes of files, places of matches."""
    found = [filed.comparison for filed in view.standing]
    scheme = [words for _, words in within(view.scheme, str, but={"propositions"})] if view.scheme is not None else []
    dossier = view.dossier
    told = [str(one.body.get("equipment") or "") for one in (*dossier.entries, *dossier.apart)]
    spans = [span for one in found for match in one.matches for span in (*match.all_left(), *match.all_right())]
    ends = [at for span in spans for at in (span.start, span.start + 1, span.stop)]
    sizes = [
        size for work in dossier.works for size in (work.bytes, work.compared_bytes, *(one[2] for one in work.members))
    ]
    sides = [(one.left.label, one.right.label) for one in found]
    lie = frozenset[Position]().union(
        *(of_match(match, pair) for one, pair in zip(found, sides, strict=True) for match in one.matches),
        *(of_exclusions(one.excluded, *pair) for one, pair in zip(found, sides, strict=True)),
    )
    details = [text for one in found for match in one.matches for _, text in within(match.details, str)]
    files = [len(work.members) or 1 for work in dossier.works]
    return Known(
        spans=frozenset(pair_of(text) for text in details if _PAIR.fullmatch(text)),
        files=frozenset(map(float, (*files, sum(files)))),
        limits=limits_of([one.parameters for one in found], scheme),
        versions=versions_in(told, dossier.environment),
        planted=frozenset(float(n) for one in dossier.controls for n in (one.planted, one.found, one.asked)),
        sizes=frozenset(map(float, sizes)),
        places=frozenset(map(float, ends)),
        ranges=lie,
        matches=max((len(one.matches) for one in found), default=0),
        labels=frozenset(work.label.casefold() for work in dossier.works),
        held=held_in(view),
        things=ANNEXES + len(dossier.works) + sum(1 + len(filed.shown) for filed in view.standing),
    )


def _results(view: View) -> dict[str, Figures]:
    """The numbers of every result, by its id."""
    results: dict[str, Figures] = {filed.key[:12]: figures_of(filed) for filed in view.dossier.comparisons}
    for filed in view.dossier.comparisons:
        for match, figures in _of_matches(filed).items():
            results.setdefault(match, figures)
    results |= {seen: counted for one in view.dossier.examined for seen, counted in _counted(one)}
    keys = [*(one.key for one in view.dossier.comparisons), *(one.key for one in view.dossier.examined)]
    for key in keys:
        for name in names(key):
            results.setdefault(name, results[key[:LEAST]])
    return results


@lasting
def _of_matches(filed: Filed) -> dict[str, Figures]:
    """The numbers of each match of a record, by its id."""
    found: dict[str, Figures] = {}
    labels = (filed.comparison.left.label, filed.comparison.right.label)
    ends = extremes(filed)
    listed = [*filed.comparison.matches]
    by_left = sorted(listed, key=lambda one: (one.left.file, one.left.start))
    by_right = sorted(listed, key=lambda one: (one.right.file, one.right.start))
    # The first of those with one id: the last to be set stays
    orders = [{one.id: nth for nth, one in reversed([*enumerate(order, 1)])} for order in (listed, by_left, by_right)]
    for match in filed.comparison.matches:
        figures = figures_of_match(match, labels)
        longest, shortest = (end.get(match.id, _NEITHER) for end in ends)
        nth = frozenset(order[match.id] for order in orders)
        found.setdefault(match.id, replace(figures, longest=longest, shortest=shortest, nth=nth))
    return found


def _counted(one: Examined) -> Iterator[tuple[str, Figures]]:
    """The numbers of an examination: what it saw, findings in all and by verdict; of a finding, that it is one."""
    findings = [
        seen for seen, told in zip(one.ids, one.examination.observations, strict=True) if RESTS_ON in told.details
    ]
    by_verdict = Counter(one.verdicts.get(seen) for seen in findings)
    total = Figures.of("count", (len(one.ids), len(findings)), total=True)
    yield one.key[:12], total | Figures.of("count", (len(findings), *by_verdict.values()))
    yield from ((seen, Figures.of("count", (1,))) for seen in one.ids)


def programs_asked(view: Filings) -> frozenset[str]:
    """See ``wording.allowed_programs``."""
    return allowed_programs(view.commission.questions, view.decided(COMPETENCE) is not None)
