"""What the record of a standard may hold: a number with its year, an edition, a clause and its words.

Nobody can tell from a record whether a standard was read; but it can be told where a field is filled with something
else: an edition that is a sentence, a text that begins as another clause does, a year that is still to come.
"""

from __future__ import annotations

import re
import unicodedata

from appraisal.papers.calendar import HANZI, MONTHS

_YEAR = r"(?<!\d)(?:19|2\d)\d{2}(?!\d)"
_MONTHS = tuple(one[:3].lower() for one in MONTHS)
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*"
_ENGLISH_DAY = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?\b{_MONTH}\.?\s+(?:(?P<behind>\d{{1,2}}),?\s+)?(?P<year>{_YEAR})"
)
# A year, with month and day where they stand behind it: 2026年12月1日, 2026-12-01
_DATE = (
    rf"(?P<year>{_YEAR})(?:\s*[-年./]\s*(?P<month>\d{{1,2}})(?!\d)"
    r"(?:\s*[-月./]\s*(?P<day>\d{1,2})(?!\d))?)?[\s年月日]*"
)
# A year that only says that an edition still holds
_CONFIRMED = re.compile(
    rf"(?:确认|复审|confirmed|reaffirmed|reapproved)\W{{0,3}}{_YEAR}|{_YEAR}\s*年?\s*(?:确认|复审)|\(r?{_YEAR}\)\Z"
)
_REVISED = re.compile(
    r"修[订正改]|增补|勘误|更正|确认|复审|重印|印刷|第\s*[\d一二三四五六七八九十]+\s*次|\b(?:amend\w*|amd|a\d|revis\w+|rev|corrig\w+|corrected|cor"
    r"|confirmed|reaffirmed|reapproved|reprint\w*)"
    r"|第\s*(?:[2-9]|1\d|[二三四五六七八九十]+)\s*版|\b(?:second|third|fourth|fifth|[2-9](?:nd|rd|th))\b"
    r"|\bv(?:er(?:sion)?)?\.?\s*(?:[2-9]|1\.[1-9])"
)
_TAKES_EFFECT = re.compile(r"施行|实施|生效|起|\b(?:in force|effective|valid)\b")
_IN_FORCE = re.compile(
    rf"{_DATE}(?:起|开始|正式)*(?:施行|实施|生效)"
    rf"|(?:(?:施行|实施|生效)(?:日期|之日|时间)?\s*[为于是:]?\s*|\b(?:in force|effective|valid|takes? effect|comes?"
    rf" into (?:force|effect)|applies)\s*(?:from|on|as of|since|in)?\s*){_DATE.replace('?P<', '?P<_')}"
)
_WORDS_OF_EDITION = (
    "年|月|日|版本?|本|第|次|号|初版|首版|正式|修订|修正|修改|增补|重印|印刷|更正|勘误|试行|暂行|发布|公布|颁布|施行|实施"
    "|起|自|现行|有效|确认|复审|为|于|的|单行|推荐性|强制性|及|和|与|至今|含"
    "|editions?|eds?|versions?|ver|v|issued?|revisions?|revised|rev|amendments?|amended|amd|corrigend(?:um|a)|corrected|cor"
    "|reprint(?:ed)?|publi(?:shed|cation)|original|confirmed|reaffirmed|reapproved|current|in|force|as|of|the|and|with|by|on"
    "|from|st|nd|rd|th|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|r|e|f|en|zh|english|chinese"
    "|incl(?:uding)?|no|final|official"
)
_NUMBERED = r"(?:第|v|ver|version|edition|ed|no|rev|revision|issue|amd|cor|a)\.?\s*\d{1,2}(?:\.\d{1,2}){0,2}"
_COUNTED = r"\d{1,2}(?:\.\d{1,2}){0,2}\s*(?:st|nd|rd|th|版|次|月|日|号)"
_EDITION = re.compile(
    rf"(?:[\W_]|{_YEAR}(?:[-./]\d{{1,2}}){{0,2}}|[一二三四五六七八九十]{{1,3}}(?=[版次月日号])|{_COUNTED}"
    rf"|(?<![a-z]){_NUMBERED}|(?:\d{{1,2}}\s+)?(?:{'|'.join(_MONTHS)})[a-z]*(?:\s+\d{{1,2}})?(?![a-z\d])|(?<![a-z])(?:{_WORDS_OF_EDITION})(?![a-z]))+|\d{{1,2}}(?:\.\d{{1,2}})*"
)
_FIGURES = 4  # of a number in that of a clause at most
LONGEST = 60  # letters of an edition, a number or the name of a clause
# What is no standard yet, or none any more, by its number or title
DRAFT = "征求意见|草案|送审|报批稿|讨论稿"
GONE, GONE_EN = "废止|作废|失效|撤销", "withdrawn|superseded|repealed|obsolete"
REPLACED = "代替|取代|替代"
_DRAFT = re.compile(
    rf"{DRAFT}|废止|已(?:{GONE})|(?<![a-z])pr\s*(?:en|iso)(?![a-z])|(?<=[\s/])(?:f?dis|cd|wd|np)(?![a-z])"
    rf"|\b(?:{GONE_EN})\b|[(（\[]\s*draft|\bdraft\W*\Z|\b(?:committee|working|public)\s+draft\b|\d[x×]+\Z"
)
_IS_GONE = re.compile(
    rf"(?:本|该|此)(?:标准|规[范程]|文件|条)[^，。；\n]{{0,6}}(?:{GONE}|被[^，。；\n]{{0,20}}(?:{REPLACED}))"
    r"|\bthis (?:standard|clause|document|specification) (?:is|was|has been) (?:withdrawn|superseded|repealed)\b"
)
_STOPS = re.compile(r"[。！？!?;；\n]|，")  # in a number or an edition: they are no sentences
_BEGINS = re.compile(
    r"\W*(?:第\s*(?P<hanzi>\d+(?:\.\d+)*|[一二三四五六七八九十]{1,3})\s*[条节章](?!\s*(?:规定|所|的|中|至|到|[、,和及与或~–-]|要求|列|确定|第|以))"
    r"|(?i:clauses?|sections?|articles?|art\.|§)\s*(?P<named>\d+(?:\.\d+)*)(?=\s*[:.)–—]|\s+[A-Z])"
    r"|(?P<bare>[1-9]\d?(?:\.\d{1,3})+)(?!\d)(?!\s*(?:[%‰~–-]|倍|版|以[上下]|[至到]|个|字|元|(?:mm|cm|m|kg|g|s|ms|dpi|times)\b)))"
)
_VARIED = 5  # letters of a text in hanzi, and words of one in letters that differ


def in_digits(text: str) -> str:
    """The text with wide letters as narrow ones, and numbers that are spelled figure by figure (二〇三一) in digits."""
    flat = unicodedata.normalize("NFKC", text)
    return re.sub("[〇○零一二三四五六七八九]{3,}", lambda hit: "".join(HANZI[one] for one in hit.group()), flat)


def numbered(number: str) -> list[str]:
    """Years in the number of a standard: behind the number proper, whatever sign or bracket stands between."""
    flat = in_digits(number)
    first = re.search(r"\d+", flat)
    return re.findall(_YEAR, flat[first.end() :]) if first else []


def dates(text: str) -> list[str]:
    """Years that an edition names, with month and day where it has them (2026-12-01), but those in which it was only
    confirmed."""
    bare = _CONFIRMED.sub(" ", _by_figures(text))
    return [_iso(hit) for hit in re.finditer(_DATE, bare)]


def in_force(text: str) -> list[str]:
    """Days from which a text says that the standard is in force."""
    return [_iso(hit) for hit in _IN_FORCE.finditer(_by_figures(text))]


def revised(edition: str, year: str) -> bool:
    """Whether an edition of a later year than that in the number says why: it was revised, confirmed or printed anew,
    or took effect in the year after."""
    flat = in_digits(edition).casefold()
    next_year = {one[:4] for one in dates(edition)} <= {str(int(year) + 1)}
    return bool(_REVISED.search(flat)) or (next_year and _TAKES_EFFECT.search(flat) is not None)


def names_edition(edition: str, number: str) -> bool:
    """Whether an edition is nothing but one: a year or day, an ordinal, the standard's number, words for editions."""
    flat = in_digits(edition).casefold()
    bare = flat.replace(in_digits(number).casefold(), " ") if number else flat
    return len(edition) <= LONGEST and not _STOPS.search(flat) and _EDITION.fullmatch(bare or " ") is not None


def is_number(number: str) -> bool:
    """Whether the number of a standard is one: no sentence, and not that of a draft, or of what was withdrawn."""
    flat = in_digits(number).casefold()
    return len(number) <= LONGEST and not _STOPS.search(number) and not _DRAFT.search(flat)


def is_title(title: str) -> bool:
    """Whether a title is that of a standard in force: it says nowhere that it is a draft, or was withdrawn."""
    return _DRAFT.search(in_digits(title).casefold()) is None


def is_clause(clause: str) -> bool:
    """Whether the name of a clause, or of several, is no sentence, and its number that of one."""
    clause = re.sub(r"(?<=[\d条款节])\s*[；;]\s*(?=第?\s*\d)", "、", clause)
    figures = re.findall(r"\d+", in_digits(clause))
    counted = not figures or (any(int(one) for one in figures) and max(map(len, figures)) <= _FIGURES)
    return len(clause) <= LONGEST and counted and not re.search(r"[。！？!?;；\n]", clause)


def is_text(text: str) -> bool:
    """Whether words vary as those of a rule do, ask nothing, and do not say that it holds no more."""
    if re.search(r"[?？]\W*\Z", text):
        return False
    flat = in_digits(text).casefold()
    words = set(re.findall("[\u3400-\u9fff]", flat)) or set(re.findall(r"[^\W\d_]+", flat))
    return len(words) >= (_VARIED if re.search("[\u3400-\u9fff]", flat) else _VARIED - 2) and not _IS_GONE.search(flat)


def beside(text: str, *names: str) -> str:
    """The words of a clause without those by which the standard and the clause are called, each where it stands."""
    flat = in_digits(text)
    for name in sorted((in_digits(one).strip() for one in names), key=len, reverse=True):
        if len(name) > 1:
            flat = re.sub(re.escape(name), " ", flat, flags=re.IGNORECASE)
    return flat


def begins_as(text: str) -> str:
    """The number of the clause that words begin with (7.3 …, 第七条 …, Clause 7: …); empty where with none. An item of
    a list (1., 2) is none."""
    hit = _BEGINS.match(in_digits(text))
    return (hit["hanzi"] or hit["named"] or hit["bare"]) if hit is not None else ""


def _by_figures(text: str) -> str:
    """The text in small letters with days of English in figures: 1 December 2026 as 2026-12-1."""

    def figures(hit: re.Match[str]) -> str:
        day = hit["day"] or hit["behind"]
        return f"{hit['year']}-{_MONTHS.index(hit['month']) + 1:02}" + (f"-{day}" if day else "")

    return _ENGLISH_DAY.sub(figures, in_digits(text).casefold())


def _iso(hit: re.Match[str]) -> str:
    found = hit.groupdict()
    told = [found.get(one) or found.get(f"_{one}") or "" for one in ("year", "month", "day")]
    return "-".join(one.zfill(2) for one in told if one)
