"""Gates of dissent (不同意见): where experts differ it is heard, and it is the dissenter's own, word for word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from appraisal.dissenting import ABOUT, WITHDRAWN, agrees, holds, means_dissent
from appraisal.finding import Finding, Verdict
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.gates.written import written
from appraisal.papers.as_read import printed, stated, worded
from appraisal.papers.opinion import Dissent
from appraisal.people import of_case
from appraisal.plural import some
from appraisal.procedure import Kind
from appraisal.profile import Words


def heard(view: View) -> Found:
    """Where experts judged a match differently, all but those of the view that most hold (of two that as many hold,
    the one that accepts) filed a dissent in words, of their own; who has none to file says so by passing it over. What
    an expert noted at such a match is the dissent on it, unless another was filed."""
    names = taking_part(view)
    said: dict[str, set[str]] = {}
    for one in _filed(view):
        if holds(one.text) and not agrees(one.text, names) and _own(view, one):
            said.setdefault(one.by.strip(), set()).add(_flat(one.text))
    silent: dict[str, None] = {}
    matches: set[tuple[str, str]] = set()
    for given in differing(view):
        printed = said.get(given.by, set())
        if worded(given.note):  # notes at other matches are about those
            printed = printed & {_flat(words) for words in (given.note, *_stated_by(view, given.by))}
        if not printed:
            silent[given.by] = None
            matches.add((given.comparison, given.match))
    if count := len(matches):
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
    """A dissent that is printed is by somebody of the case, and stands so in an entry that this expert signed."""
    panel = taking_part(view)
    strange = [one.by for one in _filed(view) if panel and one.by not in panel]
    foreign = [one.by for one in _filed(view) if one.by not in strange and not _own(view, one)]
    for names, zh, en in (
        (
            strange,
            "不是本案人员，不能登载其不同意见",
            "takes no part in the case, so that a dissent is not theirs to have",
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
    """A dissent that somebody of the case put on file stands in the opinion, whether verdicts differ or not,
    and whoever is of the panel by now: nobody else may leave it out. Only who filed it takes it back, by a decision."""
    shown = {(one.by.strip(), _flat(one.text)) for one in _filed(view)}
    lost = [by for by, text in _standing(view) if (by, _flat(text)) not in shown]
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


# That experts agree, or that a dissent is gone; not of parties, and not where a clause says of what
_UNANIMOUS = re.compile(
    r"(?:鉴定人|专家|检验人|鉴定组|专家组|我们|全体|两人|二人)[^，。；\n]{0,10}(?<!不)(?:一致|统一)(?!性)"
    r"|(?:无|没有|未有|不存在|别无)(?:任何|其他)?不同意见|不同意见[^，。；\n]{0,14}(?:撤回|撤销|放弃|不再坚持)"
    r"|\bunanimous|\b(?:all|both|two|three)\s+(?:the\s+|of\s+the\s+)?(?:\w+\s+)?(?:experts|appraisers|examiners|of\s+us)"
    r"\s+(?:\w+ly\s+)?(?:agreed?|concur)|\bexperts\s+(?:are|were)\s+(?:all\s+)?(?:agreed|in\s+agreement|of\s+one\s+mind)"
    r"|\bno(?:body)?\s+dissent|\bwithout\s+(?:any\s+)?dissent"
    r"|\bdissent\s+(?:of\s+[^.]{1,30}\s)?(?:is|was|has\s+been)\s+(?:\w+\s+)?(?:withdrawn|dropped|given\s+up)"
)
_LIMITED = re.compile(
    r"第[\d一二三四五六七八九十两]+[处句项]|除|之外|以外|双方|当事人"
    r"|\b(?:except|save|other\s+than|as\s+to|on\s+match|party|parties)\b"
)


def unanimous(view: View) -> Found:
    """Nowhere does the report say that experts agree, or that a dissent is gone, beside one that it prints."""
    if not _filed(view):
        return
    dissents = {one.text for one in _filed(view)}
    for place in written(view):
        shown = printed(place.text, asides=False)
        for clause in re.finditer(r"[^。；;.!?\n]+", shown.text):
            hit = _UNANIMOUS.search(clause.group())
            if hit is None or place.text in dissents or _LIMITED.search(clause.group()):
                continue
            if not shown.quoted(clause.start() + hit.start(), clause.start() + hit.end()):
                said = " ".join(hit.group().split())
                yield Gap(
                    "contradiction/unanimous",
                    Words(
                        f"文书载有不同意见，正文却称“{said}”",
                        f"the report prints a dissent, and says beside it: {said}",
                    ),
                    Words(
                        "改正该句；不同意见已撤回的，由本人登记 dissent:withdrawn",
                        "mend the sentence; who withdraws a dissent files dissent:withdrawn",
                    ),
                )


def taking_part(view: View) -> frozenset[str]:
    """Whose dissents are heard: everybody who takes part, reviewer and signatory too, was filed as taking part, judged
    a match or filed a dissent. Nobody is taken out of it by an edit of ``case.toml``."""
    entries, found = view.dossier.entries, set(of_case(view.dossier.experts, view.dossier.entries))
    for at, entry in enumerate(entries, 1):
        if entry.kind in (Kind.QUALIFICATIONS, Kind.PANEL):
            found |= {*of_case((), entries[:at])}
    found |= {one.by for one in (*view.dossier.findings, *view.dossier.stale_findings)}
    return frozenset(found | {entry.by for entry, said in view.decisions if means_dissent(said.about)})


def differing(view: View) -> Iterator[Finding]:
    """What experts found otherwise than most (of two views that as many hold, than the one that accepts)."""
    given: dict[tuple[str, str], dict[str, Finding]] = {}
    for finding in view.dossier.findings:
        if finding.verdict is not Verdict.UNREVIEWED:
            given.setdefault((finding.comparison, finding.match), {})[finding.by] = finding
    for judged in given.values():
        sides = Counter(one.verdict for one in judged.values())
        kept = max(sides, key=lambda verdict: (sides[verdict], verdict is Verdict.ACCEPTED))
        yield from (one for one in judged.values() if one.verdict is not kept)


def _standing(view: View) -> list[tuple[str, str]]:
    """Who put which dissent on file by a decision, and did not withdraw it afterwards."""
    found: list[tuple[str, str]] = []
    names = taking_part(view)
    for entry, said in view.decisions:
        if means_dissent(said.about) and stated(said.reason) and not agrees(said.reason, names):
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
    """What an expert put on file as a dissent: as ``_stated_by``, or as the note at a match on which the expert
    differs; what was noted where all agree is no dissent."""
    yield from _stated_by(view, name)
    yield from (one.note for one in differing(view) if one.by == name)


def _stated_by(view: View, name: str) -> Iterator[str]:
    """What an expert filed as a dissent in so many words: by a decision, or in an opinion that this expert filed."""
    yield from (said.reason for entry, said in view.decisions if means_dissent(said.about) and entry.by == name)
    for entry in view.steps(Kind.OPINION):
        rows = entry.body.get("dissents")
        for row in rows if entry.by == name and isinstance(rows, list | tuple) else ():
            if isinstance(row, Mapping) and str(row.get("by")).strip() == name:
                yield str(row.get("text"))
