"""Which clauses of a standard a text names (第5.3条, Annex C of it), and whether they are among those on file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from appraisal.gates.designations import OF_LAW
from appraisal.papers.as_read import named_as
from appraisal.profile import Words

_ZH = "零一二三四五六七八九"
_NUMBER = r"\d+(?:\.\d+)*|[一二三四五六七八九十]{1,3}(?=\s*[条款节章项])"
_ITEM = (
    rf"(?:第?\s*(?:{_NUMBER})\s*[条款节章项]|附[录件]\s*[a-z](?![a-z])"
    r"|(?:clauses?|sections?|articles?|paragraphs?|§)\s*\d+(?:\.\d+)*|(?:annex(?:es)?|appendix)\s+[a-z](?![a-z])"
    r"|(?<=[\d\s])(?:,|and|&)\s*\d+(?:\.\d+)+"
    # behind a comma a table is the report's own
    r"|(?<![,，:：;；])(?<![,，:：;；]\s)(?:[表图]|tables?\s|figures?\s)\s*\d+)"
)
_ITEMS = rf"{_ITEM}(?:\s*(?:[、，,&至到和及与–—-]|and|to)?\s*{_ITEM})*"
_MARKS = r"[》〉）)”\"\s,，:：的之]*"
_BEHIND = re.compile(rf"{_MARKS}(?:（[^（）]*）|\([^()]*\))?{_MARKS}(?P<items>{_ITEMS})")
_BEFORE = re.compile(rf"(?P<items>{_ITEMS})\s*(?:of|in)\s+(?:the\s+)?(?:standard\s+)?[《〈“\"]?\Z")
_ONE = re.compile(
    rf"(?P<shown>[表图]|tables?\s|figures?\s)?\s*(?P<number>{_NUMBER})|(?<![a-z])(?P<letter>[a-z])(?![a-z])"
)
_REACH = 80
# What a text says that a clause asks for (第5.1条还要求比较目录), or calls so (规范所称核心代码)
_ASKS = re.compile(
    rf"第(?P<clause>{_NUMBER})[条款节](?:中|还|亦|也|又|另|并)*(?:要求|规定|载明|明确)了?(?:的(?=[^，,。；;]))?"
    r"(?P<said>[^，,。；;\n]+)"
)
# … of a law by its name, which no standard on file is
_LAW = re.compile(
    rf"《{OF_LAW}[^《》\n]*》\s*\Z|《[^《》\n]*(?:(?<![方办算])法|法典|条例|公约|解释)》\s*\Z|(?<![方办算])法(?:典|的)?\Z|条例\Z"
)
_CALLS = re.compile(r"(?:(?:标准|规范|规程)|\d)(?:第[\d.]+条)?(?:所称|所谓|意义上)的?(?P<said>[\u4e00-\u9fff]{2,12})")
_OF_IT = re.compile(
    rf"(?:clauses?|sections?)\s+(?P<en>\d+(?:\.\d+)*)\s+of\s+the\s+(?:standard|specification|guidelines?)\b"
    rf"|(?:标准|规范|规程)(?:的)?第(?P<zh>{_NUMBER})[条款节章]"
)


def cited(text: str, start: int, stop: int) -> Iterator[str]:
    """Clauses that a text of small letters names of the standard that stands there: behind it, or before it (of)."""
    behind, before = _BEHIND.match(text, stop), _BEFORE.search(text, max(0, start - _REACH), start)
    for hit in (behind, before):
        if hit is not None:
            yield from _clauses(hit["items"])


def beyond_text(text: str, held: Mapping[str, str]) -> Iterator[str]:
    """What a text says that a clause on file (``held``: clause, its words) asks for or calls so, and of which those
    words say nothing. Only what is said in hanzi of a text in hanzi can be held against it."""
    for hit in (hit for hit in _ASKS.finditer(text) if not _LAW.search(text, 0, hit.start())):
        words = [text for clause, text in held.items() if held_by(clause, in_figures(hit["clause"]))]
        if any(_pairs(one) for one in words) and not any(_pairs(one) & _pairs(hit["said"]) for one in words):
            yield hit.group()
    for hit in _CALLS.finditer(text):
        if any(_pairs(one) for one in held.values()) and not any(hit["said"] in one for one in held.values()):
            yield hit.group()


def of_the_one(text: str) -> Iterator[str]:
    """Clauses that a text names of “the standard”, without its number."""
    yield from (in_figures(hit["en"] or hit["zh"]) for hit in _OF_IT.finditer(text))


def _pairs(text: str) -> set[str]:
    """Pairs of hanzi that stand beside each other."""
    return {run[n : n + 2] for run in re.findall(r"[\u4e00-\u9fff]+", text) for n in range(len(run) - 1)}


def held_by(clause: str, one: str) -> bool:
    """Whether a clause is among those on file as read: itself, what it is part of, or part of what was read."""
    held = named_as(clause)
    if any(each == one or each.startswith(f"{one}.") or one.startswith(f"{each}.") for each in _clauses(held)):
        return True
    spans = re.findall(r"(\d+(?:\.\d+)*)\s*[条款节]?\s*(?:[-–—~～至到]|to)\s*第?\s*(\d+(?:\.\d+)*)", held)
    return any(_order(first) <= _order(one) <= _order(last) for first, last in spans if one[0].isdigit())


def _clauses(text: str) -> Iterator[str]:
    """Numbers and letters that a text names; tables and figures as 表2, 图2."""
    for hit in _ONE.finditer(text):
        what = {"表": "表", "t": "表", "图": "图", "f": "图"}[hit["shown"][0]] if hit["shown"] else ""
        yield hit["letter"] or what + in_figures(hit["number"])


def in_figures(number: str) -> str:
    """A number in hanzi (十二) in digits."""
    if number[0].isdigit():
        return number
    tens, ten, units = number.rpartition("十")
    return str((_ZH.index(tens) if tens else 1) * 10 * bool(ten) + (_ZH.index(units) if units else 0))


def called(clause: str) -> Words:
    """What a clause, a table or a figure is called in a sentence."""
    if clause[0] in "表图":
        return Words(clause, f"{'table' if clause[0] == '表' else 'figure'} {clause[1:]}")
    return Words(f"第 {clause} 条", f"clause {clause}")


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(one) for one in number.split("."))
