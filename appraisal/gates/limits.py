"""Limits of the methods and the scheme in prose (runs shorter than 13 letters are not listed), which need no link."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from appraisal.gates.around import clause, sentence
from appraisal.gates.things import EN, ZH
from appraisal.gates.values import within

# A limit of the method: words before a number of a unit of length, where the sentence says so
_LENGTH = rf"(?:letters|characters|words|bytes|pixels|{EN}|[个条]?(?:字节?|字符|词|音|像素|{ZH}))"
BELOW = "少于|短于|小于|低于|不足|不满"  # rules of shares and of methods have these, too
BELOW_EN = r"(?:fewer|shorter|less|smaller)\s+than"
_BELOW = (
    rf"(?:(?<!no )(?<!not )(?<!no more ){BELOW_EN}|(?<!不)(?:{BELOW})"
    r"|下限[为是取]?|(?<!的)最[短小](?:匹配)?长度[为是取]|(?<!的)最短(?:片段)?[为是]"
    r"|\b(?:limit|minimum|threshold)\s+(?:of\s+detection\s+)?(?:(?:match(?:ing)?\s+)?length\s+)?(?:is|of|was|at))\s*"
)
# That so few differ, or are so of a work, is what was found
_FOUND = (
    r"(?!\s*of\s+(?:the\s+)?(?:[A-Z]{1,2}\d+|\w+\s+(?:work|book|novel))|\s+(?:differ|agree|coincide)"
    r"|\s+(?:are|were)\b(?!\s+not)|的?(?:不同|各异|差异|与))"
)
_LIMIT = re.compile(rf"(?<!相同[处者])(?<!相同文字)(?<!相同之处){_BELOW}\d+\s*{_LENGTH}{_FOUND}", re.IGNORECASE)
_LEAST = re.compile(rf"\bof\s+\d+\s+{_LENGTH}\s+(?:or|and)\s+more|\d+\s*{_LENGTH}(?:及?以上|或更长)的", re.IGNORECASE)
# Words of a method, with which limits are told, and of what was found in works, with which they are not
_OF_METHOD = re.compile(
    r"方法|检索|检测|参数|下限|阈值|门槛|规则|口径|方案|设[定置为]|列[出入为示]|[计列]入|不计|未计|报告|检[出验]|最[短小]匹配长度|采用|忽略|略去|识别|记录|查找"
    r"|\b(?:methods?|search\w*|settings?|parameters?|minimum|threshold|limits?|rules?|scheme|comparator|list(?:s|ed)?|report(?:s|ed)?"
    r"|shown|counted|ignored|left\s+out|passed\s+over|detect\w*|find|finds|found|look(?:s|ed)?\s+for|consider(?:s|ed)?|recorded)\b"
)
FINDING = re.compile(
    r"[不未]见[于诸]|找不到|另写|自写|相异|差[异别]|独有|多出|所无|[中里内]没有|其余|余下|余皆"
    r"|\b(?:differ\w*|absent|counterparts?|remain\w*|the\s+rest|unlike|its\s+own|own\s+words|nowhere|not\s+in|not\s+found\s+in)\b"
)


def told_limits(text: str, held: Container[float]) -> list[re.Match[str]]:
    """Where limits ``held`` stand in a text as such: so many letters and more, or less in a sentence that tells of the
    method; in a clause that tells nothing of what was found."""
    return [hit for pattern in (_LIMIT, _LEAST) for hit in pattern.finditer(text) if _is_limit(hit, held)]


def _is_limit(hit: re.Match[str], held: Container[float]) -> bool:
    if not all(float(one) in held for one in re.findall(r"\d+", hit.group())):
        return False
    began, stop = sentence(hit.string, *hit.span())
    first, last = clause(hit.string, *hit.span())
    here = hit.string[began:stop].casefold()
    told = hit.re is _LEAST or _OF_METHOD.search(here)
    return bool(told) and FINDING.search(hit.string[first:last].casefold()) is None


def numbers_told(texts: Iterable[str]) -> Iterator[float]:
    """Numbers in digits that texts name."""
    yield from (float(hit) for text in texts for hit in re.findall(r"\d+(?:\.\d+)?", text))


def limits_of(parameters: Iterable[Mapping[str, object]], texts: Collection[str]) -> frozenset[float]:
    """Numbers that methods were run with, or that a scheme names."""
    told = [float(one) for held in parameters for _, one in within(held, int | float) if not isinstance(one, bool)]
    return frozenset([*told, *numbers_told(texts)])
