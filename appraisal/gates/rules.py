"""The gates themselves, one function each; each yields what it finds wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain

from appraisal import faulted
from appraisal.dossier import Dossier
from appraisal.gates import (
    acted,
    after,
    agreeing,
    altered,
    answers,
    authority,
    claims,
    corresponding,
    dates,
    denied,
    dissents,
    fixed,
    judged,
    language,
    leaving,
    muting,
    opposed,
    prose,
    reviewing,
    seen,
    single,
    sources,
    standards,
    told,
    trials,
    unanimity,
    unheard,
    unknowing,
    unplaced,
)
from appraisal.gates.conditions import CONDITIONS, methods_of, said_since, unmet
from appraisal.gates.contents import CONTENTS, missing_of
from appraisal.gates.differing import accepting
from appraisal.gates.gap import Found, Gap
from appraisal.gates.suited import misplaced, unlicensed
from appraisal.gates.view import View
from appraisal.intake import missing, missing_said
from appraisal.paper import Paper
from appraisal.papers.institution import Part
from appraisal.papers.opinion import Sentence, phrases
from appraisal.people import deciding
from appraisal.procedure import Kind
from appraisal.profile import Words

MOST = 20  # slips of wording named one by one


def gaps(dossier: Dossier, paper: Paper, beside: Iterable[Gap] = ()) -> tuple[Gap, ...]:
    """Everything that keeps ``dossier`` from being issued as ``paper``, and what a decision passes over; ``beside``:
    what was found wrong besides, outside the dossier."""
    view = View(dossier, paper)
    return tuple(_passed(view, gap) for gap in chain(beside, *(gate(view) for gate in RULES)))


def findings(dossier: Dossier, paper: Paper) -> tuple[Gap, ...]:
    """Only what stands open."""
    return tuple(gap for gap in gaps(dossier, paper) if gap.open)


def _passed(view: View, gap: Gap) -> Gap:
    for name in (gap.gate, gap.family):
        entries = [view.passing(name, by, gap.since) for by in gap.only or ("",)]
        made = [entry for entry in entries if entry is not None]
        if len(made) == len(entries):
            reason = "; ".join(dict.fromkeys(str(entry.body.get("reason", "")) for entry in made))
            return replace(gap, passed=reason, by="、".join(dict.fromkeys(entry.by for entry in made)))
    return gap


def contents(view: View) -> Found:
    """Each content that the paper requires is there."""
    for name in view.paper.required:
        content = CONTENTS.get(name)
        if content is None:
            yield Gap(
                f"content/{name}",
                Words(f"文书格式要求未知内容 {name}", f"the form of paper requires an unknown content: {name}"),
                Words("改正文书格式", "correct the form of paper"),
            )
        elif not content.there(view):
            yield Gap(f"content/{name}", missing_of(name, view), content.mend)


def licence(view: View) -> Found:
    """A licence of the category that the paper needs, in force on the day of the report."""
    category = view.paper.licence
    if not category:
        return
    held = view.institution
    found = held.licence(category, view.dossier.dated) if held is not None else None
    if said := unlicensed(category, held, view.dossier.dated):
        run_out = held is not None and held.licence(category) is not None
        yield Gap(
            "licence",
            said,
            Words("登记有效的许可证", "put one in force on file")
            if run_out
            else Words(
                "登记许可证（注明已注销、暂停或筹建的不计），或改用其他文书",
                "put the licence on file (one marked as revoked, suspended or in preparation is none), or choose"
                " another form of paper",
            ),
        )
    elif found is not None and (lacking := found.lacks(category)):
        zh, en = "、".join(name.zh for name in lacking), ", ".join(name.en for name in lacking)
        yield Gap(
            "licence",
            Words(
                f"“{category}”类许可证登记不全（缺：{zh}）", f"the licence of {category} is not whole (missing: {en})"
            ),
            Words(
                "按许可证补登；各栏只写许可证所载的编号、类别、机关名称，不加附注",
                "complete it as it stands on the licence: number, categories and the name of the body alone, without"
                " remarks",
            ),
        )


def procedure(view: View) -> Found:
    """The paper is one for this procedure and this client."""
    given = view.commission
    if said := misplaced(view.paper, str(given.procedure or ""), str(given.kind or "")):
        yield Gap(
            "procedure",
            said,
            Words("appraisal papers CASE 列出可用的文书", "appraisal papers CASE lists those that fit"),
        )


def intake(view: View) -> Found:
    """Custody from acceptance on: what the intake still lacks."""
    experts = dict.fromkeys((*view.dossier.experts, *(one.name for one in view.part(Part.APPRAISER))))
    keys = missing(view.commission, view.acceptance, view.conflicts, list(view.materials.values()), experts=[*experts])
    if keys:
        said = [missing_said(key) for key in keys[:MOST]]
        more = len(keys) - len(said)
        yield Gap(
            "intake",
            Words(
                "受理登记不完整：" + "；".join(one.zh for one in said) + (f"；另有{more}项" if more > 0 else ""),
                "the intake is not complete: "
                + "; ".join(one.en for one in said)
                + (f"; {more} more" if more > 0 else ""),
            ),
            Words("appraisal intake CASE FORM.toml 补登", "complete it: appraisal intake CASE FORM.toml"),
        )


def custody(view: View) -> Found:
    """The logs hold, and nobody's signature is missing or another's."""
    faults = view.dossier.log_faults
    odd = [entry for entry in view.dossier.filed if entry.standing in ("missing", "foreign")]
    if faults or odd:
        named = [faulted.told(fault) for fault in faults]
        named += [Words(*[f"{entry.log} {entry.seq} {entry.standing}"] * 2) for entry in odd]
        zh, en = "；".join(one.zh for one in named[:MOST]), "; ".join(one.en for one in named[:MOST])
        yield Gap(
            "custody",
            Words(f"日志不成立之处：{zh}", f"what does not hold in the logs: {en}"),
            Words("appraisal log CASE 查看", "see them: appraisal log CASE"),
        )


def runs(view: View) -> Found:
    """Every run is listed, with none left out."""
    listed = [run.number for run in view.dossier.runs]
    if listed != list(range(1, len(listed) + 1)):
        yield Gap(
            "runs",
            Words(f"比对运行编号不连续：{listed}", f"the numbers of the runs have gaps: {listed}"),
            Words("恢复 runs/ 中缺失的文件", "restore the missing files of runs/"),
        )


def controls(view: View) -> Found:
    """Each method that an opinion rests on was tried on this material."""
    tried = {entry.comparator for entry in view.dossier.controls}
    named = {sentence.comparator for sentence in view.sentences if sentence.comparator}
    if untried := sorted(named - tried):
        listed = [view.called(one) for one in untried]
        yield Gap(
            "controls",
            Words(
                f"意见所依据的方法未作案内对照试验：{'、'.join(one.zh for one in listed)}",
                f"no in-case control of methods the opinion rests on: {', '.join(one.en for one in listed)}",
            ),
            Words("appraisal control CASE", "appraisal control CASE"),
            since=view.stands(Kind.OPINION, methods_of),
        )


def opinion(view: View) -> Found:
    """The opinion is in the vocabulary, its conditions hold, each question is answered; or there is to be none."""
    held = view.opinion
    if not view.paper.opinion:
        stated = held is not None and (held.sentences or held.range.strip())
        if stated or view.written("opinion").strip() or any(one.strip() for one in view.conclusions):
            yield Gap(
                "opinion/none-here",
                Words("本文书只载检验结果，不载意见", "this form of paper states results and no opinion"),
                Words(
                    "撤去意见：以 appraisal paper CASE FORM.toml 登记只含空 [opinion] 的表单，"
                    "并清空笔记本中的意见单元格；"
                    "或改用其他文书",
                    "withdraw the opinion: file a form that holds an empty [opinion] alone (appraisal paper CASE"
                    " FORM.toml), and empty the cells of notebooks that state one; or choose another form of paper",
                ),
            )
        return
    if view.written("opinion").strip():
        yield Gap(
            "opinion/free",
            Words(
                "report.ipynb 的 opinion 单元格有文字：本文书的意见只由规范用语说出",
                "the cell opinion of report.ipynb holds text: the opinion of this paper is said by its phrases only",
            ),
            Words(
                "删去，或写入分析说明；不同意见写在文书登记表的 dissents",
                "remove it, or write it in the analysis; a dissent stands under dissents in the form of paper",
            ),
        )
    for at, sentence in enumerate(view.sentences, 1):
        phrase = phrases().get(sentence.phrase)
        if phrase is None:
            yield Gap(
                f"opinion/{at}",
                Words(f"意见第{at}句不在规范用语之列", f"sentence {at} of the opinion is not of the vocabulary"),
                Words("改用规范用语", "choose a phrase of the vocabulary"),
            )
            continue
        for lacking in unmet(view, sentence, phrase.needs):
            silent = _accepted_by(view, sentence) if lacking is CONDITIONS["none-accepted"].words else ()
            yield Gap(
                f"opinion/{at}",
                Words(
                    f"意见第{at}句（{phrase.id}）的条件不成立：{lacking.zh}",
                    f"sentence {at} of the opinion ({phrase.id}): a condition does not hold: {lacking.en}",
                ),
                Words("满足条件，或改用其他用语", "meet it, or choose another phrase"),
                only=silent,
                since=said_since(view, at),
            )
    answered = {sentence.question for sentence in view.sentences}
    for number in range(1, len(view.commission.questions) + 1):
        if held is not None and held.sentences and number not in answered:
            yield Gap(
                f"opinion/question-{number}",
                Words(f"委托事项第{number}项没有意见", f"question {number} of the commission has no answer"),
                Words("为该项选用一句", "choose a sentence for it"),
            )
    for number in sorted(answered - set(range(1, len(view.commission.questions) + 1))):
        yield Gap(
            f"opinion/question-{number}",
            Words(
                f"意见超出委托事项：没有第{number}项",
                f"the opinion goes beyond the commission: there is no question {number}",
            ),
            Words("改正该句的 question", "correct its question"),
        )


def _accepted_by(view: View, sentence: Sentence) -> tuple[str, ...]:
    """Who accepted what a sentence says that nobody did, and may pass a gate over: they alone know why."""
    filed = view.record(sentence)
    allowed = deciding(view.dossier.experts, view.dossier.entries)
    return tuple(name for name in accepting(view, filed) if name in allowed) if filed is not None else ()


RULES: tuple[Callable[[View], Found], ...] = (  # their names: ``people.GATES``
    licence, procedure, authority.borrowed, authority.licensed, authority.accredited,
    contents, unplaced.cells, intake,
    agreeing.receipts, agreeing.checked, agreeing.roles,
    dates.ordered, custody, fixed.scheme_first, fixed.departures, fixed.brought, fixed.replaced, runs,
    judged.verdicts, seen.examined, seen.by_all, judged.opened, judged.by_all, judged.strangers, leaving.turned,
    leaving.exclusions, leaving.chosen_again, leaving.rejected, leaving.taken_late, leaving.points_dropped,
    leaving.revised_late, leaving.rested_late,
    judged.passed_by, controls,
    standards.standards, opinion, answers.propositions, answers.contradiction, corresponding.contrary, answers.turned,
    answers.independent, answers.undetermined, prose.slips, language.prose, claims.entries,
    dissents.heard, dissents.own, dissents.kept, dissents.taken_back, unheard.elsewhere, opposed.contrary,
    unanimity.unanimous, muting.muted,
    told.told, denied.denied, single.once, unknowing.unknowing, sources.received, altered.altered, trials.trials,
    trials.replaced, acted.acted,
    reviewing.persons, reviewing.late, after.objections, after.objections_apart, after.supplement, after.reappraisal,
)  # fmt: skip
