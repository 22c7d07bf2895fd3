"""Numbers of results by what they are of, and digits in prose: which need no link, and whether one is of a result.

A count of places is no length, and a share neither: what a number is said to count (places, letters, per cent) is held
against the figures of its kind. A figure of which nobody knows what it counts goes with any word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from appraisal.comparison import Match
from appraisal.dossier import Filed
from appraisal.gates.values import within
from appraisal.span import Region

NUMBER = re.compile(r"0x[\da-f]+|\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?\s*[%％]?", re.IGNORECASE)
# What makes a number a share, behind it and before it, inside the link or out of it
SHARED = re.compile(
    r"\s*(?P<unit>[%％‰]|per\s?cent|pct\b|p\.\s?c\.|hundredths?\b|成(?![立为果分功员])|个?百分点)", re.IGNORECASE
)
SHARED_BEFORE = re.compile(r"百分之\s*\Z")
# Things that a number may be said to count, by the word that a record has for them where it counts any
_THINGS = {
    "page": "页|pages?",
    "sentence": "句|sentences?",
    "scene": "场|scenes?",
    "chapter": "[章回]|chapters?",
    "paragraph": "自然段|paragraphs?",
    "plot": r"情节|plot\s+points?",
}
_THING = re.compile(
    r"\s*[个项]?(?:" + "|".join(rf"(?P<{root}>{words})" for root, words in _THINGS.items()) + r")(?![a-z])",
    re.IGNORECASE,
)
_PLACES = r"(?:places?|passages?|match(?:es)?)\b|处|[项个条]匹配|段"
_LENGTHS = r"(?:letters?|characters?|words?|bytes?|seconds?|pixels?)\b|字|词|秒|像素"
_BEHIND = (
    rf"\s*(?:(?:of|such|shared|common|accepted|same|[a-z]+ed)\s+)?(?:(?P<places>{_PLACES})|(?P<lengths>{_LENGTHS}))"
)
BEHIND = re.compile(_BEHIND, re.IGNORECASE)
_COUNT_KEY = re.compile("passage|place|match|pair")
_LENGTH_KEY = re.compile("letter|character|word|byte|zi|length|longest|second|pixel")

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
class Figures:
    """Numbers of a result. ``rest``: those of which nobody knows what they count; ``things``: words of what is counted,
    of whatever number."""

    shares: frozenset[float] = frozenset()
    counts: frozenset[float] = frozenset()
    lengths: frozenset[float] = frozenset()
    rest: frozenset[float] = frozenset()
    things: frozenset[str] = frozenset()

    def __or__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, one.name) | getattr(other, one.name) for one in fields(self)))

    def agrees(self, written: str, behind: str = "") -> bool:
        """Whether a number as written is one of these, of what the text ``behind`` it says that it counts."""
        if written.casefold().startswith("0x"):
            return int(written, 16) in self.counts | self.lengths | self.rest
        plain = re.sub(r"[,，\s%％成]", "", written)
        places, value = len(plain.partition(".")[2]), float(plain)
        if written.endswith("成"):
            return any(round(one * 10, places) == value for one in self.shares)
        if written.rstrip().endswith(("%", "％")):
            return any(round(one * 100, places) == value for one in self.shares | self.rest)
        held = [*self._of(behind)]
        if places:
            return any(round(one, places) == value for one in (*held, *self.shares))
        return any(one == value or (one > 1 and round(one) == value) for one in held)

    def _of(self, behind: str) -> frozenset[float]:
        if (thing := _THING.match(behind)) is not None and thing.lastgroup not in self.things:
            return frozenset()
        unit = BEHIND.match(behind)
        if unit is None:
            return self.counts | self.lengths | self.rest
        return self.rest | (self.counts if unit["places"] else self.lengths)


NO_FIGURES = Figures()


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


def figures_of(filed: Filed) -> Figures:
    """Every number that a record states: shares, values, counts of matches and verdicts, lengths."""
    found = filed.comparison
    told = (found.comparator, *(one for match in found.matches for one in (match.kind, match.left.unit)))
    counts = frozenset({float(len(found.matches)), float(len(filed.verdicts))})
    held = Figures(counts=counts, things=_things(told))
    for measures in (found.all, found.filtered, filed.accepted, filed.before_late):
        if measures is not None:
            shares = (measures.coverage_of_left, measures.coverage_of_right)
            held |= Figures(shares=frozenset(one for one in shares if one is not None)) | figures_in(measures.values)
    for verdict in set(filed.verdicts.values()):
        chosen = [match for match in found.matches if filed.verdicts.get(match.id) is verdict]
        sides = ([s for m in chosen for s in m.all_left()], [s for m in chosen for s in m.all_right()])
        lengths = frozenset(float(Region(spans).length()) for spans in sides)
        held |= Figures(counts=frozenset({float(len(chosen))}), lengths=lengths)
    return held


def figures_of_match(match: Match) -> Figures:
    """The numbers of a match: that it is one, its lengths, what its method says of it."""
    lengths = frozenset({float(match.left.length), float(match.right.length)})
    return Figures(counts=frozenset({1.0}), lengths=lengths) | figures_in(match.details)


def figures_in(value: object) -> Figures:
    """Every number within a value of a record, by what the name of its field says that it counts."""
    held: dict[str, set[float]] = {"shares": set(), "counts": set(), "lengths": set(), "rest": set()}
    told: set[str] = set()
    for name, one in within(value, int | float):
        if isinstance(one, bool):
            continue
        if isinstance(one, float) and 0 <= one <= 1:
            kind = "shares"
        elif _LENGTH_KEY.search(name):
            kind = "lengths"
        else:
            kind = "counts" if _COUNT_KEY.search(name) else "rest"
        held[kind].add(float(one))
        told.add(name)
    return Figures(**{kind: frozenset(numbers) for kind, numbers in held.items()}, things=_things(told))


def _things(told: Iterable[str]) -> frozenset[str]:
    """Words within names of fields, kinds and units, in the singular."""
    return frozenset(word.rstrip("s") for one in told for word in re.findall("[a-z]+", one.casefold()))


def numbers_in(filed: Filed | None, parameters: Mapping[str, object]) -> Figures:
    """Every number of a record, with those of the parameters that it was made with."""
    return (figures_of(filed) if filed is not None else NO_FIGURES) | figures_in(parameters)


def limits_of(parameters: Iterable[Mapping[str, object]], texts: Collection[str]) -> frozenset[float]:
    """Numbers that methods were run with, or that a scheme names."""
    told = [float(one) for held in parameters for _, one in within(held, int | float) if not isinstance(one, bool)]
    return frozenset([*told, *numbers_told(texts)])
