"""The gates of wording: hedges in opinion and analysis, words of law anywhere, numbers bound to no result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from appraisal.comparison import Match
from appraisal.dossier import Examined
from appraisal.examiner import EVIDENCE as RESTS_ON
from appraisal.gates.conditions import unmet
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import EVIDENCE, Filings, View
from appraisal.gates.wording import allowed_programs, figures_of, hedged, legal, numbers
from appraisal.papers.opinion import phrases
from appraisal.plural import some
from appraisal.profile import Words

SIMILAR = "substantially-similar"  # the phrase that says 实质性相似, under its conditions
COMPETENCE = f"{EVIDENCE}competence"  # a decision that says by what licence or qualification
MOST = 20  # slips named one by one

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
    "unbound": Words("数字 {words} 未注明出处：…{where}…", "the number {words} leads to no result: …{where}…"),
    "unknown": Words("结果号 {words} 不存在：…{where}…", "there is no result {words}: …{where}…"),
    "differs": Words("数字 {words} 与所注结果不符：…{where}…", "{words} is no number of that result: …{where}…"),
}
MENDS = {
    "hedges": Words("改为确定的表述", "say it definitely, or not at all"),
    "words-of-law": Words("删去：属法庭判断", "remove them: they are for the court"),
    "numbers": Words("写成 [数字](#记录号)，或删去", "write [number](#record), or remove it"),
}


def slips(view: View) -> Found:
    """Hedges in opinion and analysis, words of law anywhere, numbers bound to no result.

    实质性相似 may be said in prose only where its phrase may: a decision that passes over the phrase frees no prose.
    """
    fill = [word for sentence in view.sentences for word in sentence.fill.values()]
    stated = "\n\n".join([view.written("opinion"), *fill])
    needs = phrases()[SIMILAR].needs
    free = any(one.phrase == SIMILAR and not tuple(unmet(view, one, needs)) for one in view.sentences)
    other = view.written("introduction", "process", "analysis", "limits")
    judged = "\n\n".join([stated, other, *view.conclusions])
    found = [
        *(("hedges", slip) for slip in hedged(stated + "\n\n" + view.written("analysis"))),
        *(("words-of-law", slip) for slip in legal(judged, similarity=free, programs=programs_asked(view))),
    ]
    results = {filed.key[:12]: figures_of(filed) for filed in view.dossier.comparisons}
    for filed in view.dossier.comparisons:
        for match in filed.comparison.matches:
            results.setdefault(match.id, frozenset({1.0, *_lengths(match)}))
    results |= {seen: counted for one in view.dossier.examined for seen, counted in _counted(one)}
    bound = "\n\n".join([view.written("opinion"), other, *view.conclusions])
    found += [("numbers", slip) for slip in numbers(bound, results)]
    for gate, slip in found[:MOST]:
        said = SAID[slip.what]
        yield Gap(
            f"{gate}/{slip.words}",
            Words(
                said.zh.format(words=slip.words, where=slip.where), said.en.format(words=slip.words, where=slip.where)
            ),
            MENDS[gate],
        )
    if len(found) > MOST:
        more = len(found) - MOST
        yield Gap("numbers", Words(f"另有{more}处文字问题", f"{some(more, 'more slip')} of wording"), MENDS["numbers"])


def _counted(one: Examined) -> Iterator[tuple[str, frozenset[float]]]:
    """The numbers of an examination: what it saw, findings in all and by verdict; of a finding, that it is one."""
    findings = [
        seen for seen, told in zip(one.ids, one.examination.observations, strict=True) if RESTS_ON in told.details
    ]
    by_verdict = Counter(one.verdicts.get(seen) for seen in findings)
    yield one.key[:12], frozenset(map(float, (len(one.ids), len(findings), *by_verdict.values())))
    yield from ((seen, frozenset({1.0})) for seen in one.ids)


def programs_asked(view: Filings) -> frozenset[str]:
    """See ``wording.allowed_programs``."""
    return allowed_programs(view.commission.questions, view.decided(COMPETENCE) is not None)


def _lengths(match: Match) -> set[float]:
    return {float(match.left.length), float(match.right.length)}
