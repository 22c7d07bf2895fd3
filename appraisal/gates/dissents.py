"""Gates of dissent (不同意见): where experts differ it is heard, and it is the dissenter's own, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from appraisal.finding import Verdict
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.papers.as_read import worded
from appraisal.papers.opinion import Dissent
from appraisal.people import panel_of
from appraisal.plural import some
from appraisal.procedure import Kind
from appraisal.profile import Words

ABOUT = "dissent"  # what a decision is about by which an expert puts a dissent on file
WITHDRAWN = "dissent:withdrawn"  # … and takes back all dissents that this expert put on file before
_AGREES = re.compile(
    r"[^，,。.；;！!\n]*(?:同意|赞同|赞成|\bagrees?\b|\bconcurs?\b)[^，,。.；;！!\n]*[。.！!]?", re.IGNORECASE
)
_NOT = re.compile(r"[不未难无]|\b(?:not|no|never|cannot|only|but|except|nor)\b|n't\b", re.IGNORECASE)


def heard(view: View) -> Found:
    """Where experts judged a match differently, all but those of the view that most hold (of two that as many hold,
    the one that accepts) filed a dissent in words, of their own; who has none to file says so by passing it over."""
    given: dict[tuple[str, str], dict[str, Verdict]] = {}
    for finding in view.dossier.findings:
        given.setdefault((finding.comparison, finding.match), {})[finding.by] = finding.verdict
    said = {one.by.strip() for one in _filed(view) if worded(one.text) and not _agrees(one.text) and _own(view, one)}
    count, silent = 0, dict[str, None]()
    for verdicts in given.values():
        sides: dict[Verdict, list[str]] = {}
        for by, verdict in verdicts.items():
            if verdict is not Verdict.UNREVIEWED:
                sides.setdefault(verdict, []).append(by)
        kept = max(sides.values(), key=lambda side: (len(side), side is sides.get(Verdict.ACCEPTED)), default=[])
        unheard = {by: None for side in sides.values() if side is not kept for by in side if by not in said}
        count += bool(unheard)
        silent |= unheard
    if count:
        yield Gap(
            "dissent",
            Words(
                f"鉴定人对 {count} 处匹配判断不一，意见未载持不同判断者的不同意见：{'、'.join(silent)}",
                f"experts judged {some(count, 'match', 'matches')} differently, and the opinion carries no dissent, in"
                f" words, of who differed: {', '.join(silent)}",
            ),
            Words(
                "在意见中以本人姓名登记不同意见及内容（dissents）；没有不同意见的，由本人作出决定并写明理由",
                "put the dissent on file under that expert's name, with what the expert holds (dissents); who has none"
                " decides so, with the reason, and nobody else does",
            ),
            only=(*silent,),
        )


def own(view: View) -> Found:
    """A dissent that is printed is by an expert of the panel, and stands so in an entry that this expert signed."""
    panel = panel_of(view.dossier.experts, view.dossier.entries)
    strange = [one.by for one in _filed(view) if panel and one.by not in panel]
    foreign = [one.by for one in _filed(view) if one.by not in strange and not _own(view, one)]
    for names, zh, en in (
        (
            strange,
            "不是本案鉴定人，不能登载其不同意见",
            "no expert of the panel, so that a dissent is not theirs to have",
        ),
        (foreign, "的不同意见不是本人登记的原文", "the dissent printed in this name is not what that expert filed"),
    ):
        if names:
            listed = [*dict.fromkeys(names)]
            yield Gap(
                "dissent/own",
                Words(f"{'、'.join(listed)}{zh}", f"{', '.join(listed)}: {en}"),
                Words(
                    f"由本人登记：appraisal decide CASE {ABOUT} --reason 原文 --by 本人，或用核验时所写备注的原文",
                    f"have the expert file it: appraisal decide CASE {ABOUT} --reason TEXT --by NAME, or print the note"
                    " at the verdict word for word",
                ),
                only=tuple(listed) if names is foreign else (),
            )


def kept(view: View) -> Found:
    """A dissent that an expert of the panel put on file stands in the opinion, whether verdicts differ or not: nobody
    else may leave it out. Only the expert takes it back, by a decision."""
    panel = panel_of(view.dossier.experts, view.dossier.entries)
    shown = {(one.by.strip(), _flat(one.text)) for one in _filed(view)}
    lost = [by for by, text in _standing(view) if by in panel and (by, _flat(text)) not in shown]
    if lost and view.paper.opinion:
        listed = [*dict.fromkeys(lost)]
        yield Gap(
            "dissent/left-out",
            Words(
                f"意见未照原文登载在卷的不同意见：{'、'.join(listed)}",
                f"the opinion leaves out, or alters, a dissent on file: {', '.join(listed)}",
            ),
            Words(
                "在意见中照原文登载（dissents）；本人撤回的，由本人登记：appraisal decide CASE"
                f" {WITHDRAWN} --reason 理由 --by 本人",
                "print it under dissents word for word; the expert, and nobody else, takes it back: appraisal decide"
                f" CASE {WITHDRAWN} --reason WHY --by NAME",
            ),
            only=tuple(listed),
        )


def _standing(view: View) -> list[tuple[str, str]]:
    """Who put which dissent on file by a decision, in words, and did not withdraw it afterwards."""
    found: list[tuple[str, str]] = []
    for entry, said in view.decisions:
        if said.about == ABOUT and worded(said.reason) and not _agrees(said.reason):
            found.append((entry.by, said.reason))
        elif said.about == WITHDRAWN and worded(said.reason):
            found = [one for one in found if one[0] != entry.by]
    return found


def _filed(view: View) -> tuple[Dissent, ...]:
    return view.opinion.dissents if view.opinion is not None else ()


def _own(view: View, one: Dissent) -> bool:
    return _flat(one.text) in {_flat(words) for words in _words_of(view, one.by.strip())}


def _flat(text: str) -> str:
    return "".join(text.split())


def _words_of(view: View, name: str) -> Iterator[str]:
    """What an expert put on file as a dissent: by a decision, as the note at a verdict, or in an opinion that this
    expert filed."""
    yield from (said.reason for entry, said in view.decisions if said.about == ABOUT and entry.by == name)
    yield from (one.note for one in (*view.dossier.findings, *view.dossier.stale_findings) if one.by == name)
    for entry in view.steps(Kind.OPINION):
        rows = entry.body.get("dissents")
        for row in rows if entry.by == name and isinstance(rows, list | tuple) else ():
            if isinstance(row, Mapping) and str(row.get("by")).strip() == name:
                yield str(row.get("text"))


def _agrees(text: str) -> bool:
    """Whether a text is one clause that agrees and denies nothing: whoever agrees does not dissent."""
    return bool(_AGREES.fullmatch(text.strip())) and not _NOT.search(text)
