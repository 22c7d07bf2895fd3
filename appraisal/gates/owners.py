"""Numbers of results as a sentence puts them: of which work, as a part of which whole, as shared or not."""

from __future__ import annotations

import re
from functools import lru_cache

from appraisal.gates.relations import Works

_END = r"[。；;！？!?\n，,：:（(）)]|\.(?!\d)"
END = re.compile(_END)
# Between a work and its number: 占A1的相同文字为 [..], A1 has [..]; and between a number and its work
_BETWEEN_ZH = (
    r"(?:一书|全书|全文|正文|原文|全部|文字|内容|字数|作品|部分|[之当其]中|相同|逐字|共同|比例|占比|覆盖率|率"
    r"|[共总合]?[计有含占为是达至]|共|约|[的之中内里：:\s])*"
)
_BETWEEN = (
    r"(?:['’]s\s+)?(?:\s*(?:has|holds|contains|counts|comprises|includes|consists\s+of|is|was|amounts\s+to|comes\s+to|runs\s+to"
    r"|in\s+all|a\s+total\s+of|about|some|only|all|the|its|same|common|shared|letters|characters|words|share|coverage|[:=,]))*\s*"
)
_THINGS = (
    r"(?:\s*(?:[%％]|per\s?cent|of|the|its|all|same|common|shared|identical|whole|full|entire|letters|characters|words|wording"
    r"|places|passages|sentences|pages|notes|lines|tokens|files|functions|pictures|text|body|length|matches))*?"
)
_JOINED = r"\s*(?:[、&/]|与|和|及|以及|,?\s*(?:and|or|as\s+well\s+as)\b|,)\s*(?:(?:of|in)\s+)?"
_APART = r"(?:[与和同跟对由从于较比除]|(?:from|with|to|than|by|against)\s+)\Z"  # of two works, or of the other
_PART_OF = re.compile(
    r"\s*(?:/|÷|(?:[a-z]+\s+){0,2}?(?:out\s+)?of\s+(?:the\s+|all\s+(?:the\s+)?)?|[^\W\d_a-z]?(?:之?中的?|里头?的?|内的?)(?:有|占)?)\s*"
)
_RATIO = re.compile(r"\s*(?:[:：比∶]|分之|to)\s*")
SAME = re.compile(
    r"(?<!不)(?:相同|雷同|重合|吻合)(?!的?(?:规则|方法|口径|标准|单位))|(?<!不)一致|见于"
    r"|\b(?:same(?!\s+(?:way|method|rule|scheme|manner|unit|counting))|identical|alike|agree\w*|coincid\w+|shared?|sharing"
    r"|overlap\w*|(?:in\s+)?common|recurs?)\b"
)


@lru_cache(maxsize=8)
def _forms(work: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = rf"(?P<w>{work})(?:{_BETWEEN_ZH}|{_BETWEEN})\Z"
    behind = (
        rf"(?:{_THINGS}\s+(?:of|in)\s+(?:the\s+(?:text|wording|words|letters|body)\s+of\s+)?|[处字个]?的"
        rf"|\s*[%％]?\s*[（(]\s*(?:占|按|of\s+)?)(?P<w>{work})(?!{_JOINED}{work})"
    )
    return re.compile(before), re.compile(behind)


def said_of(before: str, behind: str, works: Works) -> frozenset[str]:
    """Labels of the works that a number is said to be of; none where nobody says, or it is of two at once. ``before``
    and ``behind``: what stands around it as printed, in small letters."""
    if not works.called:
        return frozenset()
    work = works.pattern
    near, after = _forms(work)
    if hit := after.match(behind):
        return works.labels_of(hit["w"])
    start = max((one.end() for one in re.finditer(r"[。；;！？!?\n]|\.(?!\d)", before)), default=0)
    for hit in re.finditer(work, before[start:]):
        if (told := near.match(before, start + hit.start())) is None:
            continue
        ahead = before[start : start + hit.start()]
        within = re.search(r"(?:\bin\s|在)\Z", ahead) and re.search(work, re.split("[，,]", ahead)[-1])
        if within or re.search(rf"(?:{work}){_JOINED}\Z", ahead) or re.search(_APART, ahead):
            return frozenset()  # of both, or what is of the one within the other
        return works.labels_of(told["w"])
    return frozenset()


def part_of(between: str) -> bool:
    """Whether words between two numbers make the one a part of the other."""
    return _PART_OF.fullmatch(between) is not None


def ratio(between: str) -> bool:
    """Whether words between two numbers make a ratio or fraction of these."""
    return _RATIO.fullmatch(between) is not None


def clause(text: str, start: int, stop: int) -> tuple[int, int]:
    """Where the clause begins and ends in which something stands."""
    began = max((one.end() for one in END.finditer(text, 0, start)), default=0)
    end = END.search(text, stop)
    return began, end.start() if end else len(text)
