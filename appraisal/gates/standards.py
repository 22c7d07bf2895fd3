"""The gate of standards: what the report says it follows is on file, and somebody of the case has read it.

A standard goes by its number, with or without its year, by its title in 《》, or as a national or industry standard.
One that is only referred to (参照) is no basis; of a number with its year it is still to be on file what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.gates.written import written
from appraisal.papers.as_read import Printed, printed
from appraisal.papers.institution import Standard
from appraisal.profile import Words

_SERIES = (
    r"(?<![a-z\d/])(?:(?:gb|ga|sf|jr|yd|sj|cy|ww|rb|gy)(?:\s*/?\s*[tz](?![a-z]))?|t/[a-z]{2,8}|iso(?:/iec)?|iec)\s*"
)
# The number of a standard with its year, as GB/T 36451-2018 or ISO/IEC 27037:2012, in small letters
NUMBERED = re.compile(
    r"(?<![a-z\d/])(?:(?:gb|ga|sf|jr|yd|sj|cy|ww|rb|gy)(?:/[tz])?|t/[a-z]{2,8}|iso(?:/iec)?|iec)"
    r"\s*\d+(?:\.\d+)*[-–—:：]\s*\d{4}(?!\d)"
)
_ENCODINGS = r"(?!(?:18030|2312|13000|8859|10646|646|8601|639|3166)\b)"  # of letters, days, languages and countries
_BARE = re.compile(rf"{_SERIES}{_ENCODINGS}\d+(?:\.\d+)*(?![\d.]*[-–—:：]\s*\d{{4}})")
_TITLE = re.compile("《[^《》\n]*(?:规范|标准|规程|指南|导则|技术要求)[^《》\n]{0,8}》")
_SOME = re.compile(
    "(?:国家|行业|团体|国际|地方|部颁|技术)标准|技术规范|司法部[^，。；;\n]{0,12}规范"
    r"|\b(?:national|industry|international|ministry['’]?s?)\s+(?:technical\s+)?standards?\b"
)
_FOLLOWED = re.compile(
    "依据|依照|按照|遵照|遵循|遵守|根据|符合|执行|适用|满足|(?<![无所可])[依按据](?![次期时靠])|所?(?:规定|要求)的?"
    r"|\b(?:according\s+to|accordance|accords?|follow(?:s|ed|ing)?|pursuant|under|compl(?:y|ies|ied|iance)|conform\w*|requires?"
    r"|required|prescribes?|prescribed|provides?|demands?|per|meets?|met|satisf\w+|applied)\b"
)
_REFERRED = re.compile(
    r"参照|参考|未(?:查阅|依据|采用|适用)|不(?:适用|依据)|\brefer|\bnot\s+(?:been\s+)?(?:read|applied|followed)\b"
)
_END = re.compile(r"[。；;！？!?\n]|\.(?!\d)")


def standards(view: View) -> Found:
    """A standard that nobody has read is no basis, whether it is listed or the text says that it was followed."""
    yield from (_unread(view, one) for one in view.standards if not one.read)
    known = [_number(one.number) for one in view.standards]
    for number in dict.fromkeys(_numbered(view)):
        if not any(_number(number).startswith(one) for one in known):
            yield Gap(
                f"standards/{number}",
                Words(
                    f"正文写到 {number}，该标准未登记，是否查阅无从得知",
                    f"the text names {number}, which is not on file: nothing says that anybody read it",
                ),
                Words("登记该标准，或从正文删去", "put the standard on file, or take it out of the text"),
            )
    for named in dict.fromkeys(_followed(view)):
        if not any(one.read and _is(one, named) for one in view.standards):
            yield Gap(
                f"standards/followed {named}",
                Words(
                    f"正文称依据 {named}，在卷却没有已查阅的该标准（版次、条款原文、查阅人与日期）",
                    f"the text says that {named} was followed; no such standard is on file as read (edition, text"
                    " of the clause, reader, day)",
                ),
                Words("查阅后登记该标准，或改写为“参照”", "read it and put it on file, or say that it is referred to"),
            )


def _unread(view: View, one: Standard) -> Gap:
    zh, en = "、".join(name.zh for name in one.lacks), ", ".join(name.en for name in one.lacks)
    return Gap(
        f"standards/{one.number}",
        Words(
            f"{one.number} 未查阅（缺：{zh}），只能列为“参照”" + view.unread(one).zh,
            f"{one.number} was not read (missing: {en}): it can only be referred to" + view.unread(one).en,
        ),
        Words(
            "查阅后登记版次、条款、原文、查阅人与日期；全部撤去：在文书表中写 standards = []",
            "read it; file edition, clause, text, reader, day; to take all out: standards = [] in the form",
        ),
    )


def _told(view: View) -> Iterator[Printed]:
    """What the report says of the case; what people say of themselves is no basis of it."""
    yield from (printed(place.text) for place in written(view) if not (place.shares or place.beside))


def _numbered(view: View) -> Iterator[str]:
    """Numbers with a year that the text names, outside quotes."""
    for shown in _told(view):
        yield from (_words(hit) for hit in NUMBERED.finditer(shown.text) if not shown.quoted(*hit.span()))


def _followed(view: View) -> Iterator[str]:
    """What sentences say was followed, without a year to its number: numbers, titles, or standards of some kind."""
    for shown in _told(view):
        for start, stop in _sentences(shown.text):
            if not _FOLLOWED.search(shown.text, start, stop) or _REFERRED.search(shown.text, start, stop):
                continue
            named = [hit for one in (_BARE, _TITLE) for hit in one.finditer(shown.text, start, stop)]
            if not named and not NUMBERED.search(shown.text, start, stop):
                named = [*_SOME.finditer(shown.text, start, stop)]
            yield from (_words(hit) for hit in named if not shown.quoted(max(hit.start() - 1, 0), hit.end()))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for hit in _END.finditer(text):
        yield start, hit.start()
        start = hit.end()
    yield start, len(text)


def _words(hit: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", hit.group()).strip().upper()


def _is(one: Standard, named: str) -> bool:
    """Whether the text names this standard: by its number, by its title, or as one of some kind."""
    words, number = named.casefold(), _number(one.number)
    if words.startswith("《"):
        title = re.sub(r"\W", "", printed(one.title).text)
        return bool(title) and (title in re.sub(r"\W", "", words) or re.sub(r"\W", "", words) in title)
    if _SOME.search(words):
        return True
    told = _number(words)
    return number == told or number.startswith(f"{told}-")


def _number(said: str) -> str:
    return re.sub(r"[-–—:：]", "-", re.sub(r"\s", "", said)).casefold()
