"""What prose of a report may not say: hedges, words of law, numbers that lead to no result.

A number of a result is bound in Markdown by a link to the record or match that it comes from:
``[31.20%](#0123456789ab)``. The number is held against the figures of that record; a number without a link is refused,
save dates, ordinals, labels, numbers of standards and documents, and what stands in quotation marks or as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from appraisal.dossier import Filed
from appraisal.gates.relations import LIABLE, OWN_MAKING, Works, left_to_court
from appraisal.gates.spelled import spelled
from appraisal.gates.values import within
from appraisal.papers.as_read import CODE, QUOTED, Printed, printed
from appraisal.span import Region

# Chinese courts hold an opinion in uncertain words for unfinished (法〔2020〕202号, to be checked against its text).
HEDGES = (
    "可能", "或许", "也许", "大概", "大约", "疑似", "似乎", "好像", "不排除", "倾向于", "倾向认为", "基本上", "应该是",
    "估计", "不确定", "难以排除", "较大可能", "高度可能", "恐怕", "应当系", "应当是", "应系", "想必", "多半", "大致",
    "大体上", "难说", "说不定", "似系", "疑为", "疑系",
)  # fmt: skip
HEDGES_EN = (
    "possibly", "perhaps", "maybe", "might", "may have", "may be", "probably", "likely", "seems", "seem to",
    "appears to", "appear to", "suggests", "cannot be excluded", "tends to", "presumably", "apparently", "arguably",
    "could have", "conceivably", "in all likelihood", "it seemed", "supposedly",
    "would seem", "on balance", "looks as if", "look as if", "looks as though", "look as though", "tend to think",
    "tend to believe", "tend to hold", "tend towards", "tend to the view", "more often than not", "chances are",
    "virtually certain", "practically certain", "as good as certain", "gets the impression", "get the impression",
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
LEGAL_FORMS = (
    "(?:系|是|为|属于?|构成)(?:完全)?同一(?:部|个|件|款|幅|首)?作品(?!的(?:两|不同|各|前|后|多|早))",
    rf"\b(?:{_LABEL}|accused(?:\s+work)?|defendants?|authors?(?:\s+of\s+{_LABEL})?)"
    r"\s+(?:has\s+|have\s+|had\s+)?(?:\w+ly\s+)?(?:copied|copies)\b",
    rf"\bcopied\s+from\s+(?:{_LABEL}|{_THEIRS})\b",
    OWN_MAKING,
    LIABLE,
    "脱胎于|(?:[系是为乃]|的)[^，。；\n]{0,6}翻版|高度雷同|诉(?:讼请求|请|求)(?:应当?|足以)?成立",
    r"\b(?:similarit(?:y|ies)|likeness|resemblances?)\s+(?:\w+\s+){0,4}?(?:is|are|was|were)\s+(?:\w+ly\s+)?substantial\b",
    r"\bviolat(?:es?|ed|ing)\s+(?:(?!access\b)[\w'’]+\s+){0,3}(?:copy)?rights?\b",
    r"\bclaims?\s+(?:is|are)\s+(?:well[\s-]+)?founded\b",
    r"\b(?:is|are|be)\s+(?:one\s+and\s+)?the\s+same\s+work\b",
)  # who copied, or from whose work: a disk that was copied is none
PROGRAMS = (
    "破坏性程序", "专门用于侵入", "专用于侵入", "destructive program", "designed to intrude", "designed for intru",
    "specifically for intru", "specially for intru",
)  # of the law on crimes by computer: for those only whom the commission asks and who are competent  # fmt: skip
SIMILAR = (
    "实质性相似",
    "实质相似",
    "实质上相似",
    "实质近似",
    "实质性近似",
    "substantially similar",
    "substantial similarity",
)
SHORTENED = ("不相似", "无相似", "不相同", "not similar", "dissimilar")  # 未检出 is never shortened to these

FOLLOWED = {
    "可能": "(?!性)",  # 可能性 is a measured probability, no hedge
    "大致": "(?!力)",
    "on balance": r"\b(?!\s+sheets?)",
    "chances are": r"\b(?!\s+(?:\w+ed|equal|given|shown|small|low|high|in|of|not)\b)",  # as reckoned
}

WORKS = Works()  # of no case
BOUND = re.compile(r"\[([^\]]*)\]\(#([0-9a-f]{12}|[0-9a-f]{16})\)")
_ALLOWED = re.compile(
    r"(?>\d{4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?|\d{1,2}\s*月\s*\d{1,2}\s*日"  # dates
    r"|\d{4}-\d{2}-\d{2}|(?:[12]\d{3})(?=[)）])"
    r"|第\s*[\d\-–至、,，]+\s*(?:条|款|项|章|节|页|回|卷|号|次|版|部分|附件|表|图|部|集)"
    r"|〔\d{4}〕\s*\d+\s*号|[A-Z]{2,3}(?:/[A-Z]{1,2})?\s*\d+(?:\.\d+)?(?:[—–-]\d{4})?"  # documents, standards
    r"|(?:Article|article|Rule|rule|paragraph|section|Section|Table|Figure|Annex|Exhibit|附件|表|图)\s*[\d.()]+"
    r"|[A-Za-z][A-Za-z_\-]*\d+(?:[._\-][A-Za-z\d]+)*"  # labels and names: A1, utf8, MD5
    r"|(?m:^\s*\d+[.)、]\s))(?![\d.]*\s*[%％])"  # items of a list; a share is none of these
)
NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*[%％]?")


@dataclass(frozen=True, slots=True)
class Slip:
    """What may not stand so in prose. ``what``: hedge, legal, similar, shortened, unbound, unknown, differs,
    spelled."""

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
        pattern = rf"\b{re.escape(word)}".replace("\\ ", r"\s+") if word.isascii() else re.escape(word)
        pattern += FOLLOWED.get(word, "")
        for hit in re.finditer(pattern, shown.text):
            if not (shown.quoted(*hit.span()) or free(shown.text, *hit.span())):
                yield Slip(what, word, _around(text, *shown.source(*hit.span())))


def hedged(text: str, own: Collection[str] = ()) -> list[Slip]:
    """Words that make an opinion uncertain. ``own``: see ``printed``."""
    shown = printed(text, own)
    return [*_found(text, shown, HEDGES, "hedge"), *_found(text, shown, HEDGES_EN, "hedge")]


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
    shown = printed(text, own)
    slips = [*_found(text, shown, LEGAL, "legal", left_to_court)]
    spans = [hit.span() for form in LEGAL_FORMS for hit in re.finditer(form, shown.text)]
    for start, stop in (*spans, *works.related(shown)):
        if not (shown.quoted(start, stop) or left_to_court(shown.text, start, stop)):
            words = " ".join(shown.text[start:stop].split())
            slips.append(Slip("legal", words, _around(text, *shown.source(start, stop))))
    slips += _found(text, shown, [w for w in PROGRAMS if w not in programs], "program")
    slips += _found(text, shown, SHORTENED, "shortened")
    return slips if similarity else [*slips, *_found(text, shown, SIMILAR, "similar", left_to_court)]


def crimes(text: str, allowed: Collection[str] = ()) -> list[str]:
    """Words of ``PROGRAMS`` in a text that may not be said here."""
    shown = printed(text).text
    return [word for word in PROGRAMS if word in shown and word not in allowed]


def allowed_programs(questions: Iterable[str], competent: bool) -> frozenset[str]:
    """Words of ``PROGRAMS`` that may be said: a question of the commission has them, and competence is on file."""
    put = "\n".join(questions).casefold()
    return frozenset(word for word in PROGRAMS if competent and word in put)


def _blank(hit: re.Match[str]) -> str:
    return " " * len(hit.group())


def numbers(text: str, figures: Mapping[str, frozenset[float]], own: Collection[str] = ()) -> list[Slip]:
    """Numbers of prose that are bound to no result, to one that there is not, or that differ from it.

    ``figures``: the numbers of each result, by its id (``figures_of``); shares stand there as fractions.
    """
    slips: list[Slip] = []
    for hit in BOUND.finditer(text):
        known = figures.get(hit.group(2))
        for number in NUMBER.finditer(hit.group(1)):
            where = _around(text, *hit.span())
            if known is None:
                slips.append(Slip("unknown", hit.group(2), where))
            elif not agrees(number.group(), known):
                slips.append(Slip("differs", number.group().strip(), where))
    bare = text
    for quote in (hit for hit in QUOTED.finditer(text) if hit.group() not in own):
        bare = bare[: quote.start()] + _blank(quote) + bare[quote.end() :]
    for pattern in (CODE, BOUND, _ALLOWED):
        bare = pattern.sub(_blank, bare)
    for hit in NUMBER.finditer(bare):
        slips.append(Slip("unbound", hit.group().strip(), _around(text, *hit.span())))
    shown = printed(text, own)
    for start, stop in spelled(shown.text):
        if not shown.quoted(start, stop):
            words = " ".join(shown.text[start:stop].split())
            slips.append(Slip("spelled", words, _around(text, *shown.source(start, stop))))
    return slips


def agrees(written: str, known: Iterable[float]) -> bool:
    """Whether a number as written is one of the numbers, rounded to the places written."""
    plain = re.sub(r"[,，\s%％]", "", written)
    places = len(plain.partition(".")[2])
    value = float(plain)
    if written.rstrip().endswith(("%", "％")):
        return any(round(one * 100, places) == value for one in known)
    return any(round(one, places) == value for one in known)


def figures_of(filed: Filed) -> frozenset[float]:
    """Every number that a record states: shares, values, counts of matches and verdicts, lengths."""
    found = filed.comparison
    numbers: set[float] = {float(len(found.matches)), float(len(filed.verdicts))}
    for measures in (found.all, found.filtered, filed.accepted, filed.before_late):
        if measures is not None:
            numbers |= {s for s in (measures.coverage_of_left, measures.coverage_of_right) if s is not None}
            numbers |= set(numbers_of(measures.values))
    for verdict in set(filed.verdicts.values()):
        chosen = [match for match in found.matches if filed.verdicts.get(match.id) is verdict]
        numbers.add(float(len(chosen)))
        for spans in ([s for m in chosen for s in m.all_left()], [s for m in chosen for s in m.all_right()]):
            numbers.add(float(Region(spans).length()))
    return frozenset(numbers)


def numbers_in(filed: Filed | None, parameters: Mapping[str, object]) -> frozenset[float]:
    """Every number of a record, with those of the parameters that it was made with."""
    return (figures_of(filed) if filed is not None else frozenset()) | frozenset(numbers_of(parameters))


def numbers_of(value: object) -> Iterator[float]:
    """Every number within a value of a record."""
    yield from (float(one) for _, one in within(value, int | float) if not isinstance(one, bool))
