"""Digits in prose that need no link to a result: dates, ordinals, labels, documents, numbers on file of no result."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from appraisal.gates.values import within

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_COUNTED = (
    r"(?:\w+\s+)?(?:places|passages|matches|words|characters|letters|lines|sentences|paragraphs|pages|files|functions|notes"
    r"|bars|pictures|images|points|items|instances|occurrences|scenes|chapters|per\s?cent)\b"
)
_LISTED = r"\d+[a-z]?(?:\s*(?:[,、，]|[–—-]|and|to|or|至|和|及)\s*\d+)*"
_NAMED = (
    "(?:[Aa]rticle|[Rr]ule|[Pp]aragraph|[Ss]ection|[Tt]able|[Ff]igure|[Aa]nnex|[Ee]xhibit|[Aa]ppendix|[Pp]hotograph|[Pp]hoto"
    "|[Pp]icture|[Pp]late|[Cc]hapter|[Pp]age|[Qq]uestion|[Pp]roposition|[Dd]isc|[Vv]olume)(?:e?s)?"
)
_NAMED_ZH = "附件|表|图|照片|图片|附图|截图|证据|材料|检材|样本|光盘|命题|问题"
_UNITS = "[%％处字个件句行段页项条次倍张幅帧]|小节|匹配"
_ALLOWED = re.compile(
    r"(?>\d{4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?|\d{1,2}\s*月\s*\d{1,2}\s*日"  # dates
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR}\b)?"
    rf"|{_MONTH}\s+{_YEAR}\b|\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|[Dd]uring|from|of|to)\s+{_YEAR}\b"
    rf"(?![,.]?\d|\s*[%％]|\s+{_COUNTED})"
    r"|ISBN\s*[\d-]+\d|第\s*\d+(?:\.\d+)+\s*条|[Cc]lauses?\s+\d+(?:\.\d+)*|\b\d+\s+U\.S\.C\.\s*\d+"  # books, laws
    rf"|[A-Z]{{2,}}\d+(?:-\d+)+(?!\d|\s*(?:{_UNITS}))"  # serial numbers
    r"|第\s*\d+\s*期|\bNo\.\s*\d+(?=\s+of\s+(?:1[5-9]|20)\d\d\b)"  # numbers of papers
    r"|(?:用时|历时|耗时)\s*\d+\s*个?(?:工作日|小时|天|日|周|个?月)|从事[^，。；,;\n]{0,12}?\d+\s*年"  # how long
    r"|\bfor\s+\d+\s+(?:working\s+)?(?:days|weeks|months|hours)\b|\b(?:last|past)\s+\d+\s+years\b"
    r"|\btestified\s+in\s+\d+\s+cases\b|\b\d+\s+(?:dollars|pounds|yuan)\s+(?:an|per)\s+hour\b"
    r"|\d{4}-\d{2}-\d{2}|(?:[12]\d{3})(?=[)）])"
    r"|第\s*[\d\-–至、,，]+\s*(?:条|款|项|章|节|页|回|卷|号|次|版|部分|附件|表|图|部|集)"
    r"|〔\d{4}〕\s*\d+\s*号|[A-Z]{2,3}(?:/[A-Z]{1,2})?\s*\d+(?:\.\d+)?(?:[—–-]\d{4})?"  # documents, standards
    rf"|{_NAMED}\s*(?:{_LISTED}|[\d.()]+)|(?:{_NAMED_ZH})\s*(?:{_LISTED}|[\d.()]+)(?!\d|\s*(?:{_UNITS}))"
    r"|[A-Za-z][A-Za-z_\-]*\d+(?:[._\-][A-Za-z\d]+)*"  # labels and names: A1, utf8, MD5
    r"|(?m:^\s*\d+[.)、]\s))(?![\d.]*\s*[%％])"  # items of a list; a share is none of these
)
_VERSION = re.compile(
    r"(?P<name>[A-Za-z][\w.+-]*)(?:\s+(?:version\s+)?|\s*版本?\s*)(?P<number>\d+(?:\.\d+)*)(?!\d|\.\d)"
)
# A limit of the method: words before a number of a unit of length, where the sentence says so
_BELOW = (
    r"(?:(?<!no )(?<!not )(?:fewer|shorter|less)\s+than|(?<!不)(?:少于|短于|低于|不足|不满)|下限[为是]?"
    r"|\b(?:limit|minimum|threshold)\s+(?:of\s+detection\s+)?(?:is|of|was|at))\s*"
)
_LIMIT = re.compile(
    rf"{_BELOW}(?P<number>\d+)\s*(?:letters|characters|words|notes|bytes|字节?|字符|词|个音|音符)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers that need no link, as they are on file and of no result: ``limits`` of the methods and the scheme, and
    ``versions`` of programs, by name in small letters."""

    limits: frozenset[float] = frozenset()
    versions: frozenset[tuple[str, str]] = frozenset()

    def blank(self, text: str) -> str:
        """The text with these numbers blanked out."""
        for pattern, free in ((_VERSION, self._version), (_LIMIT, self._limit)):
            for hit in pattern.finditer(text):
                if free(hit):
                    text = text[: hit.start()] + " " * len(hit.group()) + text[hit.end() :]
        return text

    def _version(self, hit: re.Match[str]) -> bool:
        name, number = hit["name"].casefold(), hit["number"]
        return any(one == name and f"{told}.".startswith(f"{number}.") for one, told in self.versions)

    def _limit(self, hit: re.Match[str]) -> bool:
        return float(hit["number"]) in self.limits


NOTHING_KNOWN = Known()


def allowed(text: str, known: Known = NOTHING_KNOWN) -> str:
    """The text with all numbers blanked out that need no link."""
    return _ALLOWED.sub(blanked, known.blank(text))


def blanked(hit: re.Match[str]) -> str:
    return " " * len(hit.group())


def versions_in(texts: Iterable[str], installed: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Names and versions of programs that texts on equipment name, and of those that are installed."""
    named = (hit for text in texts for hit in _VERSION.finditer(text))
    told = {(hit["name"].casefold(), hit["number"]) for hit in named}
    return frozenset(told | {(name.casefold(), version) for name, version in installed.items()})


def numbers_told(texts: Iterable[str]) -> Iterator[float]:
    """Numbers in digits that texts name."""
    yield from (float(hit) for text in texts for hit in re.findall(r"\d+(?:\.\d+)?", text))


def limits_of(parameters: Iterable[Mapping[str, object]], texts: Collection[str]) -> frozenset[float]:
    """Numbers that methods were run with, or that a scheme names."""
    told = [float(one) for held in parameters for _, one in within(held, int | float) if not isinstance(one, bool)]
    return frozenset([*told, *numbers_told(texts)])
