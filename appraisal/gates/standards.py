"""The gate of standards: what the report says it follows is on file, and somebody of the case has read it.

A standard goes by its number, with or without its year, by its title, or as one of some sort (国家标准): of a sort that
no number tells (公认标准, the relevant standard) it is to be said which, or that those listed in the report are meant.
One that is only referred to (参照) is no basis; of a number with its year it is still to be on file what it is. A
clause that the text names of a standard is one that was read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from appraisal.gates import codes
from appraisal.gates.authority import is_accredited
from appraisal.gates.clauses import beyond_text, called, cited, held_by, of_the_one
from appraisal.gates.designations import (
    FOLLOWED,
    How,
    Named,
    is_basis,
    is_of,
    key,
    named,
)
from appraisal.gates.gap import Found, Gap
from appraisal.gates.instructed import as_asked, asked
from appraisal.gates.leaves import HANDED_IN, OF_THEMSELVES, rest
from appraisal.gates.norms import BY_OTHERS, SAYS, beyond, listed_here, of_body, of_house, spoken, the_one, unnamed
from appraisal.gates.quoting import own_quotes, unsourced
from appraisal.gates.readings import Held
from appraisal.gates.relied import REFERRED, THIS, of_this_case, relied
from appraisal.gates.remarks import based, remarks
from appraisal.gates.view import View
from appraisal.gates.written import answered, beside, left_open, planned, written
from appraisal.papers.as_read import QUOTED, Printed, alone, printed
from appraisal.papers.institution import Standard
from appraisal.profile import Words

# What there is no standard for stands before its name: 没有规定…的国家标准
_FOR_WHAT = re.compile(r"\A(?:见到?|看到|找到|发现|查到)?(?:明确|统一)?(?:规定|要求|设定|确定)[^，,。；;]*的\Z")
_REFERRED_BEHIND = re.compile(
    r"[^，。；,;.\n]{0,4}参[考照]|[^，。；,;.\n]{0,12}[仅只](?:供|作为?)参[考照](?!并)|\s*(?:未|不)(?:查阅|依据|采用|适用)|\s+for\s+reference\b"
    r"|\s+(?:is|are|was|were|has\s+been)\s+(?:\w+ly\s+)?(?:referred\s+to|mentioned|not\s+(?:read|applied|followed"
    r"|used)|consulted\s+(?:only\s+)?for\s+reference|consulted,?\s+but\s+(?:it\s+was\s+)?not\s+(?:applied|followed|used))\b"
)
# … and so where the sentence goes on to say that it was not followed, or a party says that it was
_DENIED_BEHIND = re.compile(
    r".{0,40}?(?:未(?:予)?(?:采用|遵循|依据|采纳|据以[^，。；\n,;]{0,6}|作为[^，。；\n,;]{0,6}依据)|与本案无关|不予评价|不予采信"
    r"|尚无适用|[未不]涉及|仅(?:供|作|予)?提及)[^，。；\n,;]{0,4}$"
    r"|.{0,40}?\b(?:did|do|does|was|were|is)\s+not\s+(?:follow|apply|use|adopt|govern|comment|applicable)\w*\b|.{0,24}?\bnone\s+was\s+followed\b|.{0,40}?\bis\s+not\s+at\s+issue\b",
    re.DOTALL,
)
_MANUAL = re.compile("手册|方法|指南|manual|guide|handbook")
# What a panel does, and no work: programs go by standards of their own
_ACTS = re.compile(
    "比[对较]|鉴定|检[验测查]|勘验|分析|认定|判[定断]|方法|(?i:compar|examin|apprais|analy[sz]|assess|method)"
)
Place = tuple[Printed, str, bool]  # a text as read, as written, and whether it is prose of the report
_BESIDE = 4  # letters between a title and its number


def standards(view: View) -> Found:
    """A standard that nobody has read is no basis, whether it is listed or the text says that it was followed."""
    yield from (replace(_unread(one), since=view.first(one.number)) for one in view.standards if not one.read)
    places = _places(view)
    told = [*_told(view, places)]
    since = _Since(view, places)
    strange = (
        one.words
        for one, text in told
        if one.how is How.DATED and not _of(view.standards, one) and not _referred(text, one)
    )
    for number in dict.fromkeys(strange):
        yield Gap(
            f"standards/{number}",
            Words(
                f"正文写到 {number}，该标准未登记，是否查阅无从得知",
                f"the text names {number}, which is not on file: nothing says that anybody read it",
            ),
            Words("登记该标准，或从正文删去", "put the standard on file, or take it out of the text"),
            since=since.of(number, told),
        )
    unread = (one.words for one, text in told if _followed(view, one, text) and not _named(view, one, text, told))
    for words in dict.fromkeys(unread):
        yield Gap(
            f"standards/followed {words}",
            Words(
                f"正文称依据 {words}，在卷却没有已查阅的该标准（版次、条款原文、查阅人与日期）",
                f"the text says that {words} was followed; no such standard is on file as read (edition, text"
                " of the clause, reader, day)",
            ),
            Words(
                "查阅后登记该标准，正文写明其编号或名称（所列者全部已查阅的，可写“下列标准”）；或改写为“参照”",
                "read it, put it on file and name it by number or title (where all that are listed were read: “the"
                " standards listed”); or say that it is referred to",
            ),
            since=since.of(words, told),
        )
    yield from _clauses(view, told, places)
    yield from _loosely(view, places, told)
    yield from _instructed(view, told, places)


@dataclass(frozen=True)
class _Since:
    """Where in the log texts stand that name a standard."""

    view: View
    places: list[Place]

    def of(self, words: str, told: list[tuple[Named, str]]) -> int:
        """Where the first text stands that names it so."""
        naming = {text for one, text in told if one.words == words}
        return min((self.view.first(source) for shown, source, _ in self.places if shown.text in naming), default=0)


def borrowed(text: str, own: Collection[str] | None = None) -> list[str]:
    """Standards that a text printed beside the report says were followed. Nothing quoted is free in it. ``own``: codes
    of the case's own things; where they are not known, no short code is read."""
    bare = text.replace("`", "")
    shown = printed(bare, [hit.group() for hit in QUOTED.finditer(bare)])
    told = (one for one in named(shown, bare) if one.how is not How.CODE or own is not None)
    told = (one for one in told if one.how is not How.CODE or key(one.words) not in (own or ()))
    return [one.words for one in told if one.followed and not _referred(shown.text, one)]


def put(text: str) -> list[str]:
    """Standards by which a proposition says that works were compared or examined."""
    return borrowed(text) if _ACTS.search(text) else []


def claimed(view: View, text: str) -> list[str]:
    """Standards that a text of any field says were followed, and that nobody has read."""
    shown = printed(text)
    ours = codes.own(view)
    held = (one for one in named(shown, text) if one.how is not How.CODE or key(one.words) not in ours)
    told = [(one, shown.text) for one in held]
    return [
        one.words
        for one, where in told
        if one.followed and not (_referred(where, one) or _named(view, one, where, told))
    ]


def _instructed(view: View, told: list[tuple[Named, str]], places: list[Place]) -> Found:
    """A standard that an instruction names, where the text says that the work was done as commissioned, is on file as
    read, or the text says that it was not followed."""
    given = [one.text for one in view.commission.instructions]
    wanted = {one.words: one for one in asked(given)}
    if not wanted or not any(prose and as_asked(shown.text) for shown, _, prose in places):
        return
    read = [standard for standard in view.standards if standard.read]
    denied = {key(one.words) for one, text in told if one.how in (How.DATED, How.NUMBER) and _referred(text, one)}
    for words, one in wanted.items():
        if not (_of(read, one) or key(words) in denied):
            yield Gap(
                f"standards/instructed {words}",
                Words(
                    f"委托要求载明 {words}，正文称按委托要求办理，该标准却未查阅",
                    f"an instruction of the commission names {words}, and the text says that the work was done as"
                    " commissioned; nobody has read that standard",
                ),
                Words(
                    "查阅后登记该标准，或在正文写明未依据该标准",
                    "read it and put it on file, or say in the text that it was not followed",
                ),
                since=min((view.first(text) for text in given if words in text.upper()), default=0),
            )


def _unread(one: Held) -> Gap:
    zh, en = "、".join(name.zh for name in one.lacks), ", ".join(name.en for name in one.lacks)
    return Gap(
        f"standards/{one.number}",
        Words(
            f"{one.number} 未查阅（缺：{zh}），只能列为“参照”" + one.why[0],
            f"{one.number} was not read (missing: {en}): it can only be referred to" + one.why[1],
        ),
        Words(
            "查阅后登记版次、条款、原文、查阅人与日期；全部撤去：在文书表中写 standards = []",
            "read it; file edition, clause, text, reader, day; to take all out: standards = [] in the form",
        ),
    )


def _loosely(view: View, places: list[Place], told: list[tuple[Named, str]]) -> Found:
    """Norms that a text speaks of and does not name, and what it says of a standard that was read beyond what is on
    file of it (another edition, all of its clauses, others that it cites)."""
    all_read = bool(view.standards) and all(one.read for one in view.standards)
    own = [alone(name) for name in _own(view)]
    found: dict[str, None] = {}
    held = is_accredited(view)
    named_in = _by_text(told)
    for shown, _, prose in places:
        here = named_in.get(id(shown.text), [])
        speaks = bool(spoken(shown.text))
        mine = [hit.span() for name in own for hit in name.finditer(shown.text)] if speaks else []
        for start, stop, listed in unnamed(shown.text, [*((one.start, one.stop) for one in here), *mine]):
            only = all_read and len(view.standards) == 1 and the_one(shown.text, start, stop)
            beside_it = () if of_body(shown.text[start:stop]) else here
            named = only or any(
                one.begins <= start < one.ends and _named(view, one, shown.text, told) for one in beside_it
            )
            if not prose and not FOLLOWED.search(shown.text):
                continue
            if held and of_house(shown.text, start, stop):
                continue
            if not (named or (listed and all_read) or shown.quoted(start, stop)):
                found[" ".join(shown.text[start:stop].split())] = None
        for one in (one for one in here if _named(view, one, shown.text, told)):
            if said := beyond(shown.text, one.begins, one.ends):
                found[f"{one.words} {said}"] = None
    for words in found:
        yield Gap(
            f"standards/unnamed {words}",
            Words(
                f"正文说到“{words}”，未指明已查阅的是哪一项标准、哪一版、哪一条",
                f"the text speaks of “{words}” and does not say which standard, edition and clause that was read it"
                " means",
            ),
            Words(
                "写明已查阅标准的编号（所列者全部已查阅的，可写“下列标准”），或删去；未依据的写明未依据或仅供参照",
                "name the standard that was read by its number (where all that are listed were read: “the standards"
                " listed”), or take it out; say so where none was followed, or one is only referred to",
            ),
        )


def _places(view: View) -> list[Place]:
    """Texts of the report as read and as written, and what is printed beside it, where a standard may be named and is
    to be on file only where it was followed; what people say of themselves is no basis of the report."""
    places = [one for one in written(view) if not one.own]
    texts = [one.text for one in places if not ((one.shares and not one.dissent) or one.beside)]
    own = {
        text for one in view.people for text in (one.qualification, one.experience, one.certificate, one.compensation)
    }
    mine = [text for text in own if THIS.search(text)]
    each = [text for text in own if of_this_case(text)]
    notes = [place.text for place in places if place.beside]
    logged = (one.text for one in remarks(view) if not one.dissent)
    others = [one for one in rest(view) if one.field not in (*OF_THEMSELVES, HANDED_IN) or of_this_case(one.text)]
    every = dict.fromkeys((*beside(view), *notes, *logged, *based(view), *relied(view)))
    told = [*(text for text in every if text not in own), *filter(_ACTS.search, left_open(view))]
    put = [one.text for one in answered(view)]
    opened = unsourced(view)  # quotes of nobody, which free nothing
    return [
        *(
            (printed(text, own_quotes(text, opened)), text, prose)
            for some, prose in (([*texts, *planned(view), *mine, *put], True), ([*told, *each], False))
            for text in some
        ),
        *((one.shown, one.text, False) for one in others),
    ]


def _own(view: View) -> set[str]:
    """Names of works, and of manuals that were handed in, as they read."""
    works = [name for work in view.dossier.works for name in (work.name, work.label)]
    manuals = [one.name for one in view.commission.documents if _MANUAL.search(one.name.casefold())]
    numbers = (view.commission.number, view.dossier.number)
    return {
        printed(name).text for name in (*works, *numbers, *(one.name for one in view.materials.values()), *manuals)
    } - {""}


def _told(view: View, places: list[Place]) -> Iterator[tuple[Named, str]]:
    """What the report names of standards, and the text as read that does; what people say of themselves is no basis of
    it, nor is what goes by the name of a work, or of a manual that was handed in,
    unless the text says that it was followed."""
    mine, ours = {_bare(name) for name in _own(view)} - {""}, codes.own(view)
    for shown, source, prose in places:
        for one in named(shown, source):
            given = _bare(one.words.casefold()) in mine and not is_basis(shown.text, one)
            given = given or (one.how is How.CODE and key(one.words) in ours)
            if (prose or one.followed) and not given:
                yield one, shown.text


def _by_text(told: list[tuple[Named, str]]) -> dict[int, list[Named]]:
    """What each text names, by which text it is."""
    found: dict[int, list[Named]] = {}
    for one, text in told:
        found.setdefault(id(text), []).append(one)
    return found


def _bare(words: str) -> str:
    return re.sub(r"[\W_]", "", words)


def _followed(view: View, one: Named, text: str) -> bool:
    """Whether the text names it as what was followed: numbers without a year anywhere; one with its year that is on
    file, and titles, in sentences that say so."""
    dated = one.how is How.DATED and not (one.followed and _of(view.standards, one))
    return not dated and not _referred(text, one)


def _referred(text: str, one: Named) -> bool:
    """Whether the text says of this standard that it was only referred to: right behind it, or before it with no other
    clause and nothing that was followed between."""
    if _REFERRED_BEHIND.match(text, one.stop) or _DENIED_BEHIND.match(text[one.stop : one.ends]):
        return True
    if BY_OTHERS.search(text, one.begins, one.start):
        return True
    before = [hit.end() for hit in REFERRED.finditer(text, one.begins, one.start)]
    between = _FOR_WHAT.sub("", text[before[-1] : one.start], count=1) if before else ""
    return bool(before) and not re.search("[，,]", between) and not FOLLOWED.search(between.replace("适用的", ""))


def _of(standards: Iterable[Standard], one: Named) -> list[Standard]:
    """Standards on file that a number names; one without a year names that of every year."""
    told = key(one.words)
    held = [(standard, key(standard.number)) for standard in standards]
    return [found for found, number in held if f"{told}-".startswith(f"{number}-") or number.startswith(f"{told}-")]


def _named(view: View, one: Named, text: str, told: list[tuple[Named, str]]) -> bool:
    """Whether a standard that was read goes by this name."""
    read = [standard for standard in view.standards if standard.read]
    if one.how in (How.DATED, How.NUMBER, How.CODE):
        return bool(_of(read, one))
    if one.how is How.TITLE:
        by_title = any(_titled(standard, one.words) for standard in read)
        beside = (other for other, where in told if where is text and other.how in (How.DATED, How.NUMBER))
        near = one.words[0] not in "《〈" and any(
            0 <= max(one.start - other.stop, other.start - one.stop) <= _BESIDE and _of(read, other) for other in beside
        )
        return by_title or near
    sorts = [is_of(one.words.casefold(), key(standard.number)) for standard in read]
    here_listed = listed_here(text, one.begins, one.ends) and len(read) == len(view.standards)
    here = any(text is where and other.how in (How.DATED, How.NUMBER) and _of(read, other) for other, where in told)
    said = SAYS.match(text, one.stop) is not None  # “as the industry standard requires”: the one that was read
    return (any(sorts) and (here or said)) or (bool(sorts) and here_listed)


def _titled(standard: Standard, words: str) -> bool:
    """Whether words are the title of a standard, or stand within it; a title in marks that goes on is another's."""
    title, told = _bare(printed(standard.title).text), _bare(words.casefold())
    goes_on = words[0] in "《〈" and re.match("[\u4e00-\u9fff]", told.partition(title)[2]) is not None
    return bool(title) and ((title in told and not goes_on) or told in title)


def _clauses(view: View, told: list[tuple[Named, str]], places: list[Place]) -> Found:
    """Clauses that the text names of a standard that was read, and that are none of those on file; and what it says
    that they ask for, of which they say nothing."""
    read = [standard for standard in view.standards if standard.read]
    wrong: dict[tuple[str, str], str] = {}
    for one, text in told:
        if one.how is How.SORT or _referred(text, one):
            continue
        by_title = [standard for standard in read if one.how is How.TITLE and _titled(standard, one.words)]
        of = by_title if one.how is How.TITLE else _of(read, one)
        for clause in cited(text, one.start, one.stop) if of else ():
            if not any(held_by(standard.clause, clause) for standard in of):
                wrong[of[0].number, clause] = "、".join(standard.clause for standard in of)
    known = {one.clause: printed(one.text).text for one in read}
    unsaid: dict[str, None] = {}
    named_in = _by_text(told)
    for shown, _, _ in places if known else ():
        others = [one for one in named_in.get(id(shown.text), []) if one.how is not How.SORT]
        for clause in of_the_one(shown.text) if not others else ():
            if not any(held_by(standard.clause, clause) for standard in read):
                wrong[read[0].number, clause] = "、".join(known)
        unsaid |= dict.fromkeys(beyond_text(shown.text, known))
    for words in unsaid:
        yield Gap(
            f"standards/clause {words}",
            Words(
                f"正文称“{words}”，在卷查阅的条款原文没有这样的内容",
                f"the text says “{words}”; the clause on file as read says nothing of it",
            ),
            Words(
                "按条款原文改写，或查阅后登记所指条款", "say what the clause says, or read the one meant and file it"
            ),
        )
    for (number, clause), held in wrong.items():
        yield Gap(
            f"standards/clause {number} {clause}",
            Words(
                f"正文引 {number} {called(clause).zh}，在卷查阅的条款是 {held}",
                f"the text names {called(clause).en} of {number}; the clause on file as read is {held}",
            ),
            Words("查阅后登记该条款，或改正", "read that clause and put it on file, or correct it"),
        )
