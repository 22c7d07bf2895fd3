"""Standards on file, each with what is wrong with the record of its reading: it is then no basis.

A record says that somebody read a clause. It contradicts itself, or the case, where the words are those of a work or of
the panel, stand under another number too, begin as another clause does, or where nobody of the case read them on a day
when there was such a standard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields

from appraisal.gates.clauses import held_by, in_figures
from appraisal.gates.designations import key, numbers_in
from appraisal.gates.ruling import followed_beside, tells_of_case
from appraisal.keeping import of_text
from appraisal.papers.as_read import QUOTED, named_as, printed, stated
from appraisal.papers.institution import BASIS, Standard
from appraisal.papers.record import begins_as
from appraisal.people import flat as as_compared
from appraisal.profile import Words

_YEAR = re.compile(r"-(?:19|2\d)\d{2}(?!\d).*$")  # of the key of a number, with what stands behind
_HANZI = "[\u3400-\u9fff]"
_SENTENCE = re.compile(r"[^。；;!?！？\n]+")
_PIECE = re.compile(r"[^，：、,:“”\"（）()]+")
_LEAST_HANZI, _LEAST_WORDS = 6, 4  # of a piece of a text that is looked for elsewhere
_ADOPTED = re.compile(r"\b(?:idt|mod|neq|eqv)\b|等同|修改采用|非等效|采用")  # of a title that names what it adopts
_OF_THE_CASE = re.compile(
    r"本案|本次(?:检验|比对|鉴定)|我们|本(?:所|机构|中心|鉴定人|鉴定组)(?:认为|经|已|对)|经(?:比对|检验|鉴定|审查)[，,]|双方(?:相同|文字|作品)"
    r"|[两二](?:件|部)作品(?:的?(?:相同|文字|表述))?(?:相同|一致|相似|有)"
    r"|\bwe\s+(?:\w+ly\s+)?(?:found|compared|counted|hold|held|think|examined|followed|read)\b|\bthis\s+(?:appraisal|panel)\b"
    r"|\b(?:the|both|two)\s+works\s+(?:are|were|have)\b|\b(?:the|both)\s+experts\s+(?:agree|found)\b"
)
_BOUND = re.compile(r"\]\(#[0-9a-f]{12,16}\)")  # a number that leads to a result
_LABELLED = r"(?<![a-z\d.])(?<!table )(?<!annex )(?<!figure )(?<!clause )(?<![表图录件])(?:{})(?![a-z\d]|[.:-]\d)"
_ALIKE = 0.9  # of the letters of both texts, from which on one is the other with its words put otherwise
LONG = 10  # letters of words that stand within others by no chance


@dataclass(frozen=True, slots=True)
class Held(Standard):
    """A standard as filed, without what is wrong in it. ``faults``: fields that keep it from being a basis, though they
    are printed; ``why``: what is wrong, in Chinese and in English."""

    faults: tuple[str, ...] = ()
    why: tuple[str, str] = ("", "")

    @property
    def lacks(self) -> tuple[Words, ...]:
        found = Standard.lacks.fget(self)  # type: ignore[attr-defined]  # slots leave no super()
        return tuple(words for name, words in BASIS.items() if words in found or name in self.faults)


@dataclass(frozen=True, slots=True)
class Around:
    """What a record is held against. ``people`` of the case (none known: whoever); ``latest``: the day on which it was
    filed; ``works``: excerpts shown, and pieces of clauses that stand in files of works; ``said``: what the scheme, the
    commission, the opinion and the text say, each with all that is said beside it; ``names`` and ``numbers`` of the
    case itself: works, clients, licences; ``labels`` of its works."""

    people: Collection[str] = ()
    latest: str = ""
    works: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    names: Collection[str] = ()
    numbers: Collection[str] = ()
    labels: Collection[str] = ()


flat = of_text(as_compared)  # the same texts are held against each standard
Fault = tuple[str, Words]  # a field, and what is wrong with it
_PRINTED = ("number", "title")  # a record has them always


def readings(rows: Iterable[Standard], around: Around) -> tuple[Held, ...]:
    """Each standard as it may be printed: a field that holds something else is left out."""
    filed = [*rows]
    return tuple(_held(one, [*_faults(one, filed, around)]) for one in filed)


def pieces(text: str) -> Iterator[str]:
    """Pieces of a text between its stops, those long enough to be looked for; of a sentence of short ones the whole."""
    for sentence in _SENTENCE.findall(text):
        found = [piece.strip() for piece in _PIECE.findall(sentence) if _long(piece)]
        yield from found or ([sentence.strip()] if _long(sentence) else [])


def _long(piece: str) -> bool:
    return len(re.findall(_HANZI, piece)) >= _LEAST_HANZI or len(piece.split()) >= _LEAST_WORDS


def _held(one: Standard, faults: list[Fault]) -> Held:
    wrong = {name for name, _ in faults}
    kept = {field.name: getattr(one, field.name) for field in fields(Standard)}
    left = {name: "" if name in wrong and name not in _PRINTED else value for name, value in kept.items()}
    said = [*dict.fromkeys(words for _, words in faults)]
    why = "".join(f"；{words.zh}" for words in said), "".join(f"; {words.en}" for words in said)
    return Held(**left, faults=tuple(name for name in BASIS if name in wrong), why=why)


def _faults(one: Standard, rows: list[Standard], around: Around) -> Iterator[Fault]:
    others = [other for other in rows if _base(other.number) != _base(one.number)]
    same = [other for other in rows if other is not one and key(other.number) == key(one.number)]
    yield from _read_by(one, around)
    yield from _in_time(one, around)
    yield from _titled(one, others, same, around)
    yield from _of_case(one, around)
    if stated(one.text):
        yield from _worded(one, others, same, around)


def _read_by(one: Standard, around: Around) -> Iterator[Fault]:
    by = one.checked_by
    known = around.people

    def of_case(pattern: str) -> bool:
        return {name.strip() for name in re.split(pattern, by) if name.strip()} <= {*known}

    if (
        stated(by)
        and known
        and not (by in known or of_case(r"[、，,;；]") or of_case(r"[、，,;；/&]|\band\b|[和与及]"))
    ):
        yield "checked_by", Words(f"查阅人 {by} 不是本案人员", f"{by}, who read it, takes no part in the case")


def _in_time(one: Standard, around: Around) -> Iterator[Fault]:
    on = one.checked_on
    if on and on < one.since:
        yield (
            "checked_on",
            Words(
                f"查阅日期 {on} 早于该标准的年份 {one.since}",
                f"the day it was read, {on}, is before its year, {one.since}",
            ),
        )
    elif on > around.latest:
        yield (
            "checked_on",
            Words(
                f"查阅日期 {on} 尚未到来即已登记",
                f"the day it was read, {on}, is still to come on the day on which it was filed",
            ),
        )


def _titled(one: Standard, others: list[Standard], same: list[Standard], around: Around) -> Iterator[Fault]:
    title = flat(one.title)
    if any(flat(other.title) == title for other in others if other.read):  # what is only referred to claims nothing
        yield "title", Words("所登名称与另一编号的相同", "its title is filed of another number too")
    if any(title not in flat(other.title) and flat(other.title) not in title for other in same):
        yield "title", Words("同一编号登有两个名称", "its number is filed with another title too")
    if title in {flat(name) for name in around.names if name.strip()}:
        yield "title", Words("所登名称是本案作品、案件或有关人员的名称", "its title is a name of the case itself")
    if {_base(number) for number in numbers_in(one.title)} - {_base(one.number)} and not _ADOPTED.search(
        printed(one.title).text
    ):
        yield "title", Words("所登名称写的是另一编号", "its title names another number")
    if flat(one.number) in {flat(number) for number in around.numbers if number.strip()}:
        yield "number", Words("所登编号是本案自己的编号或标签", "its number is one of the case itself")


def _of_case(one: Standard, around: Around) -> Iterator[Fault]:
    """Fields that speak of the case, which no standard does."""
    labels = "|".join(re.escape(named_as(label)) for label in around.labels if label.strip())
    named = re.compile(_LABELLED.format(labels or "(?!)"))
    for name in ("number", "title", "edition", "clause", "text"):
        text = getattr(one, name)
        shown = printed(text).text
        labelled = name != "number" and named.search(shown)
        if _OF_THE_CASE.search(shown) or _BOUND.search(text) or labelled or tells_of_case(text):
            field = BASIS[name]
            yield name, Words(f"所登{field.zh}说的是本案", f"the {field.en} filed of it speaks of this case")


def _worded(one: Standard, others: list[Standard], same: list[Standard], around: Around) -> Iterator[Fault]:
    """What is wrong with the words of the clause."""
    checks: tuple[tuple[Callable[[], bool], Words], ...] = (
        (
            lambda: any(_shared(one.text, other.text) for other in others),
            Words("所登原文与另一标准的相同", "the words filed of it are filed of another standard too"),
        ),
        (
            lambda: any(_two_texts(one, other) for other in same),
            Words("同一条款登有两种原文", "its clause is filed in other words too"),
        ),
        (
            lambda: flat(one.text) in {flat(words) for other in others for words in (other.title, other.number)},
            Words("所登原文是另一标准的名称", "the words filed of it are the title of another standard"),
        ),
        (
            lambda: (
                bool(began := begins_as(one.text)) and stated(one.clause) and not held_by(one.clause, in_figures(began))
            ),
            Words(
                f"所登原文以第 {begins_as(one.text)} 条开头，条款一栏是 {one.clause}",
                f"the words filed of it begin as clause {begins_as(one.text)} does; the clause filed is {one.clause}",
            ),
        ),
        (
            lambda: _of_another(one),
            Words("所登原文以另一标准的编号开头", "the words filed of it begin with the number of another standard"),
        ),
        (
            lambda: _sends_on(one, others),
            Words(
                "所登原文称依另一标准进行，而该标准未经查阅（登记并查阅该标准，或不录该句）",
                "the words filed of it say that another standard is followed, which nobody has read (read that and file"
                " it, or leave the sentence out)",
            ),
        ),
        (
            lambda: _stands(one.text, [*around.works]),
            Words("所登原文是本案作品中的文字", "the words filed of it stand in a work of the case"),
        ),
        (
            lambda: _stands(one.text, [text for text, all_of_it in around.said if not _names(one, all_of_it)]),
            Words(
                "所登原文是方案、委托、意见或正文中的文字（确系该条款的，在该处写明标准编号）",
                "the words filed of it stand in the scheme, the commission, the opinion or the text (where they are the"
                " clause's, say there of which standard)",
            ),
        ),
    )
    yield from (("text", words) for fails, words in checks if fails())


def _base(number: str) -> str:
    """The number of a standard without its year."""
    return _YEAR.sub("", key(number))


def _shared(text: str, other: str) -> bool:
    """Whether words are the same as others, or stand within them."""
    few, many = sorted((flat(text), flat(other)), key=len)
    if few and len(few) >= LONG:
        kept = sum((Counter(few) & Counter(many)).values())
        return few in many or (re.search(_HANZI, few) is not None and kept >= _ALIKE * len(many))
    return bool(few) and few == many


def _two_texts(one: Standard, other: Standard) -> bool:
    """Whether one clause of one edition is filed in two ways."""
    text, said = flat(one.text), flat(other.text)
    return bool(said) and flat(one.clause) == flat(other.clause) and text not in said and said not in text


def _of_another(one: Standard) -> bool:
    """Whether words begin with the number of another standard and a clause of that: GB/T 1 9.9 …"""
    shown = printed(one.text).text.lstrip()
    began = next((number for number in numbers_in(one.text) if shown.startswith(number)), "")
    clause = re.match(r"\s*(?:第|\d|clause|section)", shown[len(began) :])
    return bool(began and clause) and _base(began) != _base(one.number)


def _sends_on(one: Standard, others: list[Standard]) -> bool:
    """Whether words say that a standard is followed that is not on file as read."""
    read = {_base(other.number) for other in others if other.read} | {_base(one.number)}
    return any(_base(number) not in read for number in followed_beside(one.text, one.number))


def _stands(text: str, where: Collection[str]) -> bool:
    """Whether most of a text stands elsewhere, piece by piece."""
    told = [flat(piece) for piece in pieces(text)]
    held = "\n".join(map(flat, where))
    found = sum(len(piece) for piece in told if piece in held)
    return bool(told) and 2 * found > sum(map(len, told))


def _names(one: Standard, text: str) -> bool:
    """Whether a text says of which standard it speaks: by its number or title."""
    by_number = any(_base(number) == _base(one.number) for number in numbers_in(text))
    return by_number or flat(one.number) in flat(text) or (bool(flat(one.title)) and flat(one.title) in flat(text))


def unquoted(text: str) -> str:
    """A text without what it quotes, which is somebody else's."""
    return QUOTED.sub(" ", text)
