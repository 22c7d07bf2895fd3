"""Gates of dissent (不同意见): where experts differ it is heard, and it is the dissenter's own, word for word."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from appraisal.chain import Entry
from appraisal.dissenting import ABOUT, WITHDRAWN, agrees, differs, holds, means_dissent
from appraisal.dossier import LogEntry
from appraisal.finding import Verdict
from appraisal.gates.differing import differing
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.keeping import lasting
from appraisal.papers.as_read import stated, worded
from appraisal.papers.opinion import Dissent
from appraisal.people import of_case, panel_of
from appraisal.plural import some
from appraisal.procedure import PROCEDURE, Kind
from appraisal.profile import Words

ODD = frozenset({"missing", "foreign"})  # standing of a signature that is not there, or not of this person


def heard(view: View) -> Found:
    """Whoever judged a match, or a point of the plot, otherwise than the opinion says (``differing``) filed a dissent
    in words, of their own; who has none to file says so by passing it over, once all verdicts on it are there. What an
    expert noted at such a match is the dissent on it, unless another was filed."""
    said = said_of(view)
    silent: dict[str, None] = {}
    since = 0
    places: set[tuple[str, str, bool]] = set()
    for given in differing(view):
        printed = said.get(given.by, set())
        if worded(given.note):  # notes at other matches are about those
            printed = printed & {_flat(words) for words in (given.note, *_stated_by(view, given.by))}
        if not printed:
            silent[given.by] = None
            places.add((*given.at, given.point))
            since = max(since, given.since)
    if places:
        points = sum(point for _, _, point in places)
        matches = len(places) - points
        zh = [f"{matches} 处匹配"] * bool(matches) + [f"{points} 个情节点"] * bool(points)
        en = [some(matches, "match", "matches")] * bool(matches) + [some(points, "point") + " of the plot"] * bool(
            points
        )
        yield Gap(
            "dissent",
            Words(
                f"鉴定人对 {'、'.join(zh)}判断不一或与意见不符，意见未载持不同判断者的不同意见：{'、'.join(silent)}",
                f"experts judged {' and '.join(en)} differently, or otherwise than the opinion says, and it carries no"
                f" dissent, in words, of who differed: {', '.join(silent)}",
            ),
            Words(
                "在意见中以本人姓名登记不同意见及内容（dissents）；没有不同意见的，由本人作出决定并写明理由",
                "put the dissent on file under that expert's name, with what the expert holds (dissents); who has none"
                " decides so, with the reason, and nobody else does",
            ),
            only=(*silent,),
            since=since,
        )


def said_of(view: View) -> dict[str, set[str]]:
    """Whose dissents the opinion prints, in words of their own that say what they hold."""
    names = taking_part(view)
    said: dict[str, set[str]] = {}
    for one in _filed(view):
        if holds(one.text) and not agrees(one.text, names) and _own(view, one):
            said.setdefault(one.by.strip(), set()).add(_flat(one.text))
    return said


def free(view: View) -> frozenset[tuple[str, str]]:
    """Dissents, by author and words without spaces, that the opinion prints as who differs wrote them: what they tell
    of acts is their author's, and nobody else can mend it; of figures and rules ``disputing`` says how far. Free is
    only what its author, an expert of the panel, signed and did not take back; and of a panel that dissents as one
    nothing is, nor what agrees, or has no word against anything where its author judged as the opinion says: that is
    the report's own."""
    printed_here = _filed(view) if view.paper.opinion else ()
    if not printed_here:
        return frozenset()
    panel = {*panel_of(view.dossier.experts, view.dossier.entries)}
    names = taking_part(view)
    names = names & panel if panel else names
    given = [*differing(view)]
    contrary = {one.by for one in given}
    held = {*standing(view), *((one.by, one.note) for one in given)}
    stand = {(by.strip(), _flat(text)) for by, text in held}
    found = {
        (one.by.strip(), _flat(one.text))
        for one in printed_here
        if one.by.strip() in names
        and differs(one.text, names, against=one.by.strip() not in contrary)
        and _own(view, one, signed=True)
    } & stand
    authors = {by for by, _ in found}
    return frozenset() if panel and authors >= panel else frozenset(found)


def is_free(known: Collection[tuple[str, str]], by: str, text: str) -> bool:
    """Whether words of a person are such a dissent (``free``)."""
    return bool(known) and (by.strip(), _flat(text)) in known


def files_free(known: Collection[tuple[str, str]], entry: LogEntry) -> bool:
    """Whether a decision files such a dissent; its head is read all the same."""
    about, reason = str(entry.body.get("about") or ""), str(entry.body.get("reason") or "")
    return entry.kind == Kind.DECISION and means_dissent(about) and is_free(known, entry.by, reason)


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
                since=max(view.first(one.text) for one in _filed(view) if one.by in listed),
            )


def kept(view: View) -> Found:
    """A dissent that somebody of the case put on file stands in the opinion, whether verdicts differ or not,
    and whoever is of the panel by now: nobody else may leave it out. Only who filed it takes it back, by a decision."""
    shown = {(one.by.strip(), _flat(one.text)) for one in _filed(view)}
    lost = [(at, by) for at, by, text in _standing(view) if (by, _flat(text)) not in shown]
    if lost and view.paper.opinion:
        listed = [*dict.fromkeys(by for _, by in lost)]
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
            since=max(at for at, _ in lost),
        )


def taken_back(view: View) -> Found:
    """What an expert noted at a verdict that differs from what others hold of the match, and took back without a
    verdict in its place, is filed as a dissent, withdrawn as one, or judged again: nobody else leaves it out."""
    if not view.paper.opinion:
        return
    held: dict[str, set[str]] = {}
    for finding in view.dossier.findings:
        if finding.verdict is not Verdict.UNREVIEWED:
            held.setdefault(finding.match, set()).add(finding.verdict)
    lost: dict[tuple[str, str], LogEntry] = {}
    words: dict[tuple[str, str], tuple[str, str]] = {}  # what an expert noted last at a match, at which verdict
    for entry in (one for one in view.dossier.judged if one.kind == Kind.FINDING):
        match, verdict, note = (str(entry.body.get(name) or "") for name in ("match", "verdict", "note"))
        key = entry.by, match
        lost.pop(key, None)
        if verdict == Verdict.UNREVIEWED and key in words and held.get(match, set()) - {words[key][0]}:
            lost[key] = entry
        elif verdict != Verdict.UNREVIEWED and worded(note):
            words[key] = verdict, note
    said = {by for by, _ in standing(view)} | {one.by.strip() for one in _filed(view)}
    for one, decision in view.decisions:
        if decision.about == WITHDRAWN and worded(decision.reason):
            said |= {one.by} if all(entry.on <= one.on for (by, _), entry in lost.items() if by == one.by) else set()
    for by in dict.fromkeys(who for who, _ in lost if who not in said):
        listed = [match for who, match in lost if who == by]
        noted = "; ".join(f"{match}: {' '.join(words[by, match][1].split())}" for match in listed)
        yield Gap(
            "dissent/taken-back",
            Words(
                f"{by} 撤回了判断而未作新的判断，其备注与所载不符，未作为不同意见登载：{noted}",
                f"{by} took a verdict back and gave none in its place; what was noted differs from what the report"
                f" says, and is printed as no dissent: {noted}",
            ),
            Words(
                f"由本人重新核验，或登记：appraisal decide CASE {ABOUT} --reason 原文 --by 本人；不再坚持的，由本人"
                f"登记：appraisal decide CASE {WITHDRAWN} --reason 理由 --by 本人",
                f"have this person judge it again, or file it: appraisal decide CASE {ABOUT} --reason TEXT --by NAME;"
                f" who no longer holds it: appraisal decide CASE {WITHDRAWN} --reason WHY --by NAME",
            ),
            only=(by,),
            since=max(view.where(entry) for (who, _), entry in lost.items() if who == by),
        )


def taking_part(view: View) -> frozenset[str]:
    """Whose dissents are heard: everybody who takes part, reviewer and signatory too, was filed as taking part, judged
    a match or filed a dissent. Nobody is taken out of it by an edit of ``case.toml``."""
    entries, found = view.dossier.entries, set(of_case(view.dossier.experts, view.dossier.entries))
    for at, entry in enumerate(entries, 1):
        if entry.kind in (Kind.QUALIFICATIONS, Kind.PANEL):
            found |= {*of_case((), entries[:at])}
    found |= {one.by for one in (*view.dossier.findings, *view.dossier.stale_findings)}
    return frozenset(found | {entry.by for entry, said in view.decided_anywhere if means_dissent(said.about)})


def standing(view: View) -> list[tuple[str, str]]:
    """Who put which dissent on file, by a decision or in an opinion of their own, and did not withdraw it later."""
    return [(by, text) for _, by, text in _standing(view)]


@lasting
def _standing(view: View) -> tuple[tuple[int, str, str], ...]:
    """The same, with where in the log. Whoever files under that head dissents, whatever the words: they are judged by
    who reads the report. Taking it back is an entry of the same person's own, signed as that person signs; one of a
    copy reaches what stood in that copy."""
    found: list[tuple[LogEntry, str]] = []
    for entry in view.laid:
        about, reason = str(entry.body.get("about") or ""), str(entry.body.get("reason") or "")
        if entry.kind == Kind.OPINION:
            own = [text for text in _signed(entry) if stated(text)]
            found = [one for one in found if one[0].by != entry.by or one[1] not in own]
            found += [(entry, text) for text in own]
        elif entry.kind == Kind.DECISION and means_dissent(about) and stated(reason):
            found.append((entry, reason))
        elif entry.kind == Kind.DECISION and about == WITHDRAWN and worded(reason) and entry.standing not in ODD:
            found = [one for one in found if not reaches(entry, one[0])]
    return tuple((view.where(entry), entry.by, text) for entry, text in found)


def reaches(back: Entry | LogEntry, entry: Entry | LogEntry) -> bool:
    """Whether what takes something back can take back an entry: of the same person, in the same log; from the case's
    own, in whatever log it lies."""
    return back.by == entry.by and back.log in (PROCEDURE, entry.log)


def _filed(view: View) -> tuple[Dissent, ...]:
    return view.opinion.dissents if view.opinion is not None else ()


def _own(view: View, one: Dissent, *, signed: bool = False) -> bool:
    return _flat(one.text) in {_flat(words) for words in _words_of(view, one.by.strip(), signed=signed)}


def _flat(text: str) -> str:
    return "".join(text.split())


def _words_of(view: View, name: str, *, signed: bool = False) -> Iterator[str]:
    """What an expert put on file as a dissent: as ``_stated_by``, or as the note at a match on which the expert
    differs; what was noted where all agree is no dissent. ``signed``: not in an entry whose signature is not theirs."""
    yield from _stated_by(view, name, signed=signed)
    yield from (one.note for one in differing(view) if one.by == name)


def _stated_by(view: View, name: str, *, signed: bool = False) -> Iterator[str]:
    """What an expert filed as a dissent in so many words: by a decision, or in an opinion that this expert filed."""
    decided = [(entry, said.reason) for entry, said in view.decided_anywhere if means_dissent(said.about)]
    stated_in = [(entry, text) for entry in view.laid if entry.kind == Kind.OPINION for text in _signed(entry)]
    for entry, text in (*decided, *stated_in):
        if entry.by == name and not (signed and entry.standing in ODD):
            yield text


def _signed(entry: LogEntry) -> Iterator[str]:
    """Dissents of its own author that an opinion holds."""
    rows = entry.body.get("dissents")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, Mapping) and str(row.get("by")).strip() == entry.by:
            yield str(row.get("text"))
