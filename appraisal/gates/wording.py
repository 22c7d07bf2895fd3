"""What prose of a report may not say: hedges, words of law, numbers that lead to no result.

A number of a result is bound in Markdown by a link to the record or match that it comes from:
``[31.20%](#0123456789ab)``. The number is held against the figures of that record (``figures``); one without a link is
refused, save dates, ordinals, labels, numbers of standards and documents, limits of methods and versions of programs
on file, and what stands in quotation marks or as code. Numbers in words are to be written in digits (``quantities``).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

from appraisal.gates.bounds import bounded, of_whole
from appraisal.gates.degrees import degrees
from appraisal.gates.figures import NUMBER, SHARED, SHARED_BEFORE, Figures, Number, are_parts, multiplies, touched
from appraisal.gates.free import NOTHING_KNOWN, Known, allowed, blanked
from appraisal.gates.named import printed_as
from appraisal.gates.owners import SAME, clause, part_of, put_wrong, ratio, said_of, units_differ
from appraisal.gates.parties import without_claims
from appraisal.gates.positions import linked as linked_place
from appraisal.gates.quantities import spelled
from appraisal.gates.relations import LIABLE, OWN_MAKING, Works, left_open, left_to_court, unequal
from appraisal.gates.things import ZH
from appraisal.gates.wholes import wholes
from appraisal.gates.whose import of_others
from appraisal.keeping import of_text
from appraisal.papers.as_read import CODE, QUOTED, Printed, digits, printed
from appraisal.papers.simplified import simplified

# Chinese courts hold an opinion in uncertain words for unfinished (法〔2020〕202号, to be checked against its text).
HEDGES = (
    "可能", "或许", "也许", "大概", "大约", "疑似", "似乎", "好像", "不排除", "倾向于", "倾向认为", "基本上", "应该是",
    "估计", "不确定", "难以排除", "较大可能", "高度可能", "恐怕", "应当系", "应当是", "应系", "想必", "多半", "大致",
    "大体上", "难说", "说不定", "似系", "疑为", "疑系", "推定", "推测", "看似", "貌似", "理应", "初步认为", "未必",
    "不能排除", "难以断言", "盖然性", "尚待确认", "有待确认",
)  # fmt: skip
HEDGES_EN = (
    "possibly", "perhaps", "maybe", "might", "may have", "may be", "probably", "likely", "seems", "seem to",
    "appears to", "appear to", "suggests", "cannot be excluded", "tends to", "presumably", "apparently", "arguably",
    "arguable", "can be said to",
    "could have", "conceivably", "in all likelihood", "it seemed", "supposedly",
    "would seem", "on balance", "looks as if", "look as if", "looks as though", "look as though", "tend to think",
    "tend to believe", "tend to hold", "tend towards", "tend to the view", "more often than not", "chances are",
    "we believe", "i believe", "cannot be ruled out", "not be ruled out", "could be",
    "could well", "roughly", "more or less", "tentatively",
    "prima facie", "plausibl", "is consistent with", "are consistent with", "appear the same", "appears the same",
    "seem the same", "virtually certain", "practically certain", "as good as certain",
    "gets the impression", "get the impression",
    "has the impression", "have the impression",
)  # fmt: skip
LEGAL = (
    "侵权", "侵權", "侵犯", "侵害", "抄袭", "抄襲", "剽窃", "剽竊", "盗版", "盜版", "盗用", "违法", "犯罪", "非法",
    "照搬", "照抄", "抄自", "复制自", "仿冒", "演绎作品",
    "infring", "plagiar", "pirac", "pirated", "illegal", "unlawful", "stolen", "stole", "derivative work", "knock-off",
    "knockoff", "counterfeit", "misappropriat", "rip-off",
)  # fmt: skip
_LABEL = r"(?:work\s+)?[a-z]{1,2}\d+"
_THEIRS = r"(?:the\s+)?(?:claimed|plaintiff|claimant|original\s+work)"
_HANZI = "[\u4e00-\u9fff]"
_SPELLED = (  # 抄袭 and other words of law in letters, within hanzi
    r"(?:chao\s?xi|qin\s?quan|piao\s?qie|dao\s?ban|zhao\s?ban|xi\s?gao)(?![a-z])"
)
LEGAL_FORMS = (
    rf"(?<={_HANZI})\s?{_SPELLED}|(?<![a-z]){_SPELLED}(?=\s?{_HANZI})",
    "chao袭|抄xi(?![a-z])|qin权|侵quan(?![a-z])|piao窃|剽qie(?![a-z])|dao版|盗ban(?![a-z])",
    "(?:系|是|为|属于?|构成)(?:完全)?同一(?:部|个|件|款|幅|首)?作品(?!的(?:两|不同|各|前|后|多|早))",
    rf"\b(?:{_LABEL}|accused(?:\s+work)?|defendants?|authors?(?:\s+of\s+{_LABEL})?)"
    r"\s+(?:has\s+|have\s+|had\s+)?(?:\w+ly\s+)?(?:copied|copies)\b",
    rf"(?<!working copy was )(?<!working copies were )\bcopied\s+from\s+(?:{_LABEL}|{_THEIRS})\b",
    OWN_MAKING,
    LIABLE,
    "(?:相似|相同|近似)[^，。；\n,;]{0,4}(?:是(?!否)|系|属于?|具有)实质性?的",
    r"\b(?:these|those|the|both|two|all)\s+(?:passages|sentences|words|lines|chapters|scenes)\s+(?:are|were"
    r"|have\s+been)\s+"
    r"(?:\w+ly\s+)?copied\b(?!\s+(?:in|on)?to\b|\s+(?:here|below|above|out)\b)",
    "脱胎于|(?:[系是为乃]|的)[^，。；\n,;]{0,6}翻版|高度雷同|诉(?:讼请求|请|求)(?:应当?|足以)?成立",
    r"\b(?:similarit(?:y|ies)|likeness|resemblances?)\s+(?:\w+\s+){0,4}?(?:is|are|was"
    r"|were)\s+(?:\w+ly\s+)?substantial\b",
    r"\bviolat(?:es?|ed|ing)\s+(?:(?!access\b)[\w'’]+\s+){0,3}(?:copy)?rights?\b",
    r"\bclaims?\s+(?:is|are)\s+(?:well[\s-]+)?founded\b",
    r"\b(?:is|are|be)\s+(?:one\s+and\s+)?the\s+same\s+work\b",
)  # who copied, or from whose work: a disk that was copied is none
PROGRAMS = (
    "破坏性程序", "专门用于侵入", "专用于侵入", "destructive program", "designed to intrude", "designed for intru",
    "specifically for intru", "specially for intru",
)  # of the law on crimes by computer: for those only whom the commission asks and who are competent  # fmt: skip
SIMILAR = (
    "实质性相似", "实质相似", "实质上相似", "实质近似", "实质性近似", "实质相同", "实质性相同",
    "惊人相似", "惊人地相似",
    "substantially similar", "substantial similarity", "substantially the same", "substantially alike",
    "substantially identical", "strikingly similar", "striking similarity",
)  # fmt: skip
SHORTENED = ("不相似", "无相似", "不相同", "not similar", "dissimilar")  # 未检出 is never shortened to these

PRECEDED = {"不相同": "(?<!各)(?<!互)", "违法": r"(?<!鉴定程序)(?<!\A程序)"}  # why there is a new appraisal
FOLLOWED = {
    "may have": r"\s+(?:\w+ly\s+)?(?:\w+(?:ed|en)|had|come|made|read|drawn|found|got|held|kept|left|lost|put|told)\b",
    "appears to": r"\b(?!\s+(?:him|her|them|the\s+(?!panel|experts?|committee|appraisers?|examiners?|court|eye)\w+)"
    r"\s*(?:[.;,]|twice|again|once|first|in\b|at\b|on\b|from\b|by\b|when|while|after|before))",  # shows itself
    "may be": r"\b(?!\s+(?:bought|obtained|ordered|inspected|consulted|downloaded|opened)\b)",  # leave, no doubt
    "could be": r"\b(?!\s+(?:\w+ed|read|seen|found|run|heard|shown|made|drawn|done)\b)",  # was able
    "推定": "(?!著作权|作者)",
    "可能": "(?!性|的(?:解释|原因|来源|情形|情况))",  # 可能性 is a measured probability, no hedge
    "大致": "(?!力)",
    "on balance": r"\b(?!\s+sheets?)",
    "chances are": r"\b(?!\s+(?:\w+ed|equal|given|shown|small|low|high|in|of|not)\b)",  # as reckoned
}

WORKS = Works()  # of no case
BOUND = re.compile(r"\[([^\]]*)\]\(#([0-9a-f]{12,16})\)")
ANY_HEX = re.compile(r"(?<![0-9a-z])0x[0-9a-f]+(?![0-9a-z])", re.IGNORECASE)  # an address, as a rule
# A number with its unit in code marks is no code, unless signs of code stand there; nor one alone in 《》 a title
_MEASURE = re.compile(
    r"\d\s*(?:[%％‰]|[处字词句段成]|个(?:字|词|百分点)|(?:places|passages|letters|characters|words|sentences"
    r"|per\s?cent|pct)\b)",
    re.I,
)
_SIGNS = re.compile(r"[=_{}<>;/\\|'\"$#@:(]")
_ALONE = re.compile(r"[`《]\s*\d+(?:\.\d+)?\s*[%％]?\s*[`》]")
_SAYS = re.compile(
    r"(?:率|比例|占比|[为是达计至占]|\b(?:is|are|was|were|to|of|at|score|share|overlap)|[:：=])\s*\Z", re.I
)
_ITEM = re.compile("[①-⑩][零〇一二三四五六七八九十百千万两]+[^分%％‰]*\\Z")
_UNIT_BEHIND = re.compile(r"\s*(?:[%％处字词句]|(?:words|letters|characters|passages|places|per\s?cent)\b)", re.I)


def _as_prose(hit: re.Match[str]) -> bool:
    """Whether what stands in code marks, or as a title, is a number of prose."""
    told, bare = hit.group(), hit.group().strip("`《》 ")
    around = hit.string[: hit.start()], hit.string[hit.end() :]
    if _ALONE.fullmatch(told):
        return "%" in bare or "％" in bare or bool(_UNIT_BEHIND.match(around[1]) or _SAYS.search(around[0]))
    return told.startswith("`") and bool(_MEASURE.search(bare)) and not (_SIGNS.search(bare) and not SAME.search(bare))


@dataclass(frozen=True, slots=True)
class Slip:
    """What may not stand so in prose. ``what``: hedge, legal, similar, shortened, unbound, unknown, differs,
    unit, side, part, whole, touched, bounded, spelled."""

    what: str
    words: str
    where: str


def _around(text: str, start: int, stop: int) -> str:
    """The piece of text, with a little before and behind it, on one line."""
    return " ".join(text[max(0, start - 16) : stop + 16].split())


def _found(
    text: str,
    shown: Printed,
    words: Iterable[str],
    what: str,
    free: Callable[[str, int, int], bool] = lambda text, start, stop: False,
) -> Iterator[Slip]:
    for word in words:
        for hit in _pattern(word).finditer(shown.text):
            if not (shown.quoted(*hit.span()) or free(shown.text, *hit.span())):
                yield Slip(what, word, _around(text, *shown.source(*hit.span())))


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    """A word of a list where it says what it is listed for."""
    pattern = rf"\b{re.escape(word)}".replace("\\ ", r"\s+") if word.isascii() else re.escape(word)
    return re.compile(PRECEDED.get(word, "") + pattern + FOLLOWED.get(word, ""))


# That there are more causes or editions than were looked into is no doubt in what was found
_ELSEWHERE = re.compile(
    r"(?:原因|(?:其他|其后|别的|另外)版本)可能(?:有多种|有几种|不止|有所不同|不同)"
    r"|\b(?:reasons?|causes?|editions?)\b[^.;,]{0,40}\bmay\s+be\s+(?:several|many|various|more\s+than\s+one|different)"
)
_STORY = re.compile(r"(?:故事|小说|书|剧|情节)[中里内]|\bin\s+the\s+(?:story|novel|tale|play|scene|film)\b")
_OF_STORIES = frozenset(
    {"盗用", "违法", "犯罪", "非法", "stolen", "stole", "illegal", "unlawful"}
)  # what people in stories do
_TEXTS = re.compile("文字|文本|内容|作品|表达|段落|著作|\\b(?:texts?|words?|wording|works?|passages?|lines|plot)\\b")


def _elsewhere(text: str, start: int, stop: int) -> bool:
    return any(hit.start() <= start < hit.end() for hit in _ELSEWHERE.finditer(text, max(0, start - 80)))


def _told_of(text: str, start: int, stop: int, works: Works) -> bool:
    """Whether it is told of people in a story: a lantern is stolen there, not a text or a work."""
    began = max(text.rfind(sign, 0, start) for sign in ".。；;！!？?\n") + 1
    behind = re.split(r"[，,。.；;\n]", text[stop : stop + 40], maxsplit=1)[0]
    taken = _TEXTS.search(behind) or any(len(name) > 1 and name in behind for name in works.roles)
    return text[start:stop] in _OF_STORIES and bool(_STORY.search(text, began, start)) and not taken


def hedged(text: str, own: Collection[str] = ()) -> list[Slip]:
    """Words that make an opinion uncertain. ``own``: see ``printed``."""
    return [*_hedged(text, frozenset(own))]


@of_text
def _hedged(text: str, own: frozenset[str]) -> tuple[Slip, ...]:
    return tuple(_found(text, printed(text, own), (*HEDGES, *HEDGES_EN), "hedge", _elsewhere))


def legal(
    text: str,
    own: Collection[str] = (),
    *,
    similarity: bool,
    programs: Collection[str] = (),
    works: Works = WORKS,
) -> list[Slip]:
    """Words of law, which are the court's. ``similarity``: whether 实质性相似 may be said here; ``programs``: which of
    ``PROGRAMS`` may; ``works``: of which nobody may say here that one was made from another."""
    slips = _legal(text, frozenset(own), frozenset(programs), works)
    return [*slips, *(() if similarity else _found(text, printed(text, own), SIMILAR, "similar", left_to_court))]


@of_text
def _legal(text: str, own: frozenset[str], programs: frozenset[str], works: Works) -> tuple[Slip, ...]:
    shown = printed(text, own)

    def free(words: str, start: int, stop: int) -> bool:
        return left_to_court(words, start, stop) or _told_of(words, start, stop, works)

    slips = [*_found(text, shown, LEGAL, "legal", free)]
    spans = [hit.span() for form in LEGAL_FORMS for hit in re.finditer(form, shown.text)]
    for start, stop in (*spans, *works.related(shown)):
        if not (shown.quoted(start, stop) or left_to_court(shown.text, start, stop) or left_open(shown.text, start)):
            words = " ".join(shown.text[start:stop].split())
            slips.append(Slip("legal", words, _around(text, *shown.source(start, stop))))
    slips += _found(text, shown, [w for w in PROGRAMS if w not in programs], "program")
    return (*slips, *_found(text, shown, SHORTENED, "shortened", unequal))


def crimes(text: str, allowed: Collection[str] = ()) -> list[str]:
    """Words of ``PROGRAMS`` in a text that may not be said here."""
    shown = printed(text).text
    return [word for word in PROGRAMS if word in shown and word not in allowed]


def allowed_programs(questions: Iterable[str], competent: bool) -> frozenset[str]:
    """Words of ``PROGRAMS`` that may be said: a question of the commission has them, and competence is on file."""
    put = "\n".join(questions).casefold()
    return frozenset(word for word in PROGRAMS if competent and word in put)


def numbers(
    text: str,
    figures: Mapping[str, Figures],
    own: Collection[str] = (),
    known: Known = NOTHING_KNOWN,
    works: Works = WORKS,
) -> list[Slip]:
    """Numbers of prose that are bound to no result, to one that there is not, or that differ from it.

    ``figures``: the numbers of each result, by its id (``figures_of``); shares stand there as fractions. ``known``:
    numbers on file that need no link. ``works``: of which a number may be said to be.
    """
    bare, others = _of_no_result(text, frozenset(own), known, works)
    return [*_bound(bare, figures, known, works), *others]


@of_text
def _of_no_result(text: str, own: frozenset[str], known: Known, works: Works) -> tuple[str, tuple[Slip, ...]]:
    """The text without what a party claims, and what slips in it whatever the figures of the results are."""
    text = without_claims(text)
    return text, (*_unbound(text, own, known), *_spelled(text, own, works), *_degrees(text, own))


@dataclass(frozen=True, slots=True)
class _Linked:
    """A number that leads to a result: as written, the id of that, what it can be there, its link in the source, and
    where it stands as printed."""

    written: str
    result: str
    meant: frozenset[Number]
    source: tuple[int, int]
    start: int
    stop: int


_TURNED = re.compile("[\u202d\u202e]")  # what turns the order of letters: 75 is printed as 57
# What is counted, before its number: 情节[40]个
_THING_BEFORE = re.compile(f"({ZH})子?(?:相[同似]的?|共有的?)?[共计有为达]*\\Z")


def _bound(text: str, figures: Mapping[str, Figures], known: Known, works: Works) -> Iterator[Slip]:
    if BOUND.search(text) is None:
        return
    shown = printed(text, asides=False)
    linked: list[_Linked] = []
    for hit in BOUND.finditer(text):
        held, where = figures.get(hit.group(2)), _around(text, *hit.span())
        for number in NUMBER.finditer(text, *hit.span(1)):
            start, stop = (bisect_left(shown.at, at) for at in number.span())
            before, behind = shown.text[:start], shown.text[stop:]
            written = _as_share(number.group().strip(), behind, before)
            if (thing := _THING_BEFORE.search(before)) is not None and behind.startswith(("个", "项")):
                behind = thing[1] + behind
            if touched(before, behind) or _TURNED.search(text):
                yield Slip("touched", number.group().strip(), where)
            elif known.limit(shown.text, start):
                continue
            elif held is None:
                yield Slip("unknown", hit.group(2), where)
            elif held.positions and linked_place(shown.text, start, held.positions):
                continue
            elif meant := held.meant(written, behind, said_of(before, behind, works)):
                if multiplies(behind, meant) or put_wrong(shown.text, start, stop, held, meant):
                    yield Slip("unit", written, where)
                elif of_others(shown.text, start, stop, held.works, works):
                    yield Slip("side", written, where)
                elif bounded(shown.text, start, stop, written, held, meant):
                    yield Slip("bounded", written, where)
                linked.append(_Linked(written, printed_as(hit.group(2), figures), meant, hit.span(), start, stop))
            elif not held.agrees(written):
                yield Slip("differs", written, where)
            else:
                yield Slip("side" if held.agrees(written, behind) else "unit", written, where)
    yield from _related(text, shown.text, linked)


def _related(text: str, shown: str, linked: list[_Linked]) -> Iterator[Slip]:
    """Numbers that are put as a part and its whole, as a ratio, or as what is shared, and are no such thing."""
    for one, other in pairwise(linked):
        between = shown[one.stop : other.start]
        beside = one.result != other.result
        parts = any(are_parts(*two, beside=beside) for two in permutations((one.meant, other.meant)))
        so_long = units_differ(between, shown[other.stop :])  # one passage of 75 characters
        if ratio(between) or (part_of(between) and not parts and not so_long):
            yield Slip("part", f"{one.written}, {other.written}", _around(text, one.source[0], other.source[1]))
    for one in linked:
        began, end = clause(shown, one.start, one.stop)
        near = [other for other in linked if began <= other.start < end]
        if all(of_whole(other.meant) for other in near) and SAME.search(shown, began, end):
            yield Slip("whole", one.written, _around(text, *one.source))


def _as_share(written: str, behind: str, before: str = "") -> str:
    """A number with the sign of a share where what stands around it makes it one."""
    unit = SHARED.match(behind)
    if unit is None and not SHARED_BEFORE.search(before):
        return written
    return f"{written}成" if unit is not None and unit["unit"] == "成" else f"{written.rstrip('%％ ')}%"


def _unbound(text: str, own: Collection[str], known: Known) -> Iterator[Slip]:
    bare = text
    for quote in (hit for hit in QUOTED.finditer(text) if hit.group() not in own):
        if not _as_prose(quote):
            bare = bare[: quote.start()] + blanked(quote) + bare[quote.end() :]
    bare = CODE.sub(lambda hit: hit.group() if _as_prose(hit) else blanked(hit), bare)
    bare = digits(simplified(bare))
    # A link stays something, that no name behind it stands behind the word of measure before it
    bare = BOUND.sub(lambda hit: "\ufffd" * len(hit.group()), bare)
    for hit in ANY_HEX.finditer(bare):  # before names of a letter and digits are free: x1400 of 0x1400 is none
        yield Slip("unbound", hit.group(), _around(text, *hit.span()))
    bare = allowed(ANY_HEX.sub(blanked, bare), known)
    for hit in NUMBER.finditer(bare):
        yield Slip("unbound", _as_share(hit.group().strip(), bare[hit.end() :]), _around(text, *hit.span()))


def _spelled(text: str, own: Collection[str], works: Works) -> Iterator[Slip]:
    shown = printed(text, own)

    def source(start: int, stop: int) -> str:
        return text[slice(*shown.source(start, stop))]

    def capital(start: int, stop: int) -> bool:
        told = source(start, stop)
        return told.isupper() or not told.isascii()

    def circled(start: int, stop: int) -> bool:
        """Signs that are no digits; a circled one before hanzi begins an item of a list (①两处), unless of a share."""
        told = source(start, stop)
        kinds = {unicodedata.category(one) for one in told}
        return "Nl" in kinds or ("No" in kinds and _ITEM.match(told) is None)

    named = works.pattern if works.called else ""
    for start, stop in (*spelled(shown.text, capital, circled), *wholes(shown.text, named)):
        if not shown.quoted(start, stop):
            yield Slip("spelled", " ".join(shown.text[start:stop].split()), _around(text, *shown.source(start, stop)))


def _degrees(text: str, own: Collection[str]) -> Iterator[Slip]:
    shown = printed(text, own)
    for start, stop in degrees(shown.text):
        if not shown.quoted(start, stop):
            yield Slip("degree", " ".join(shown.text[start:stop].split()), _around(text, *shown.source(start, stop)))
