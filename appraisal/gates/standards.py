"""The gate of standards: what the report says it follows is on file, and somebody of the case has read it.

A standard goes by its number, with or without its year, by its title in 《》, or as a national or industry standard.
One that is only referred to (参照) is no basis; of a number with its year it is still to be on file what it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.gates.written import written
from appraisal.papers.as_read import Printed, printed
from appraisal.papers.institution import Standard
from appraisal.profile import Words

_SLASH = r"\s*[/∕⁄]\s*"
_SERIES = (
    rf"(?<![a-z\d/])(?:sf{_SLASH}?z\s*jd|(?:gb|ga|sf|jr|yd|sj|cy|ww|rb|gy)(?:{_SLASH}[tz](?![a-z])|[\s-]*[tz](?![a-z]))?"
    rf"|[a-z]{{2}}\d{{0,2}}{_SLASH}[tz]|t{_SLASH}[a-z]{{2,8}}|q{_SLASH}[a-z\d]{{2,8}}|jd|(?:bs\s+|din\s+)?(?:en\s+)?iso(?:{_SLASH}iec)?|iec"
    rf"|astm\s+[a-z]|en(?=\s+\d{5})|(?:bs|din)(?:\s+en)?|ieee(?:\s+std)?|rfc|ansi(?:{_SLASH}\w+)?|nist\s+sp|cnas-[a-z]{{2}}|国标)[\s-]*"
)
# Of letters, days, languages, countries, numbers, and of formats of files and messages: they say how bytes are read
_ENCODINGS = (
    r"(?!(?:18030|2312|13000|8859|10646|646|2022|8601|639|3166|15924|754|802|60559|9660|10918|11172|13818|14496|15444|19005"
    r"|26300|29500|32000|33190|1321|1950|1951|1952|204[5-9]|2822|3161|3339|3629|3986|4180|4648|5322|5545|6234|7159|8259)(?!\d))"
)
_YEAR = r"\s*[-–—:：]\s*\d{4}(?!\d)"
# The number of a standard with its year, as GB/T 36451-2018 or ISO/IEC 27037:2012, in small letters
NUMBERED = re.compile(rf"{_SERIES}{_ENCODINGS}\d+(?:\.\d+)*{_YEAR}")
_BARE = re.compile(rf"{_SERIES}{_ENCODINGS}\d+(?:\.\d+)*(?![\d.]*{_YEAR})")
_ENCODED = re.compile(rf"\s*{_SERIES}\d")  # 国家标准 GB 18030
_CERTIFIED = re.compile(r"\s*(?:认证|认可|certif|accredit)")  # what a house holds, not what was followed
_TITLE = re.compile(
    "[《〈『“](?![^》〉』”\n]*(?:法院|检察院|国务院))[^《》〈〉『』“”\n]*"
    "(?:(?:规范|标准|规程|指南|导则|技术要求)[^《》〈〉『』“”\n]{0,8}|办法|细则|通则|规定)[》〉』”]"
)
_SOME = re.compile(
    "(?:国家|行业|团体|国际|地方|部颁|技术|现行|公认|通行|相关|有关)标准|国标|(?:技术|行业)规范|司法部[^，。；;\n]{0,12}规范"
    r"|\b(?:(?:inter)?national|british|chinese|industry|ministry['’]?s?|relevant|applicable|recogni[sz]ed|accepted)\s+"
    r"(?:(?:technical|quality)\s+)?standards?\b|\bstandards?\s+of\s+the\s+profession\b"
)
# Whose standards a standard of some kind is
_KINDS = (
    (re.compile(r"国家标准|国标|(?<!inter)national|chinese"), "gb"),
    (re.compile("国际标准|international"), "iso|iec"),
    (re.compile("british"), "bs"),
)
_FOLLOWED = re.compile(
    "依据|依照|按照|合乎|采用|落实|贯彻|严守|以[^，。；\n]{1,24}为准|参照并依据|遵照|遵循|遵守|根据|符合|执行|适用|满足|(?<![无所可])[依按据](?![次期时靠])|所?(?:规定|要求)的?"
    r"|\b(?:according\s+to|accordance|accords?|follow(?:s|ed|ing)?|pursuant|under|compl(?:y|ies|ied|iance)|conform\w*|requires?"
    r"|required|prescribes?|prescribed|provides?|demands?|per|meets?|met|satisf\w+|applied"
    r"|adher\w+|adopt(?:s|ed)?|based\s+on|in\s+line\s+with|observ(?:es?|ed)|guided\s+by|basis)\b"
)
_REFERRED = re.compile(
    r"参照(?!并)|参考|未(?:查阅|依据|采用|适用)|不(?:适用|依据)|\brefer\w*(?:\s+\w+)?\s+to\b|\bfor\s+reference\b"
    r"|\bnot\s+(?:been\s+)?(?:read|applied|followed)\b|\b(?:did|does|do)\s+not\s+(?:read|apply|follow|use)\b"
)
_REFERRED_BEHIND = re.compile(
    r"[^，。；,;.\n]{0,4}参[考照]|\s*(?:未|不)(?:查阅|依据|采用|适用)|\s+for\s+reference\b"
    r"|\s+(?:is|are|was|were|has\s+been)\s+(?:\w+ly\s+)?(?:referred\s+to|mentioned|not\s+(?:read|applied|followed|used))\b"
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
    """What is named as if it was followed, without a year to its number: numbers anywhere; in sentences that say so
    titles, and standards of some kind."""
    labels = {work.label.casefold() for work in view.dossier.works}
    for shown in _told(view):
        for start, stop in _sentences(shown.text):
            named = [hit for hit in _BARE.finditer(shown.text, start, stop) if _stands(hit, labels)]
            if _FOLLOWED.search(shown.text, start, stop):
                titles = [*_TITLE.finditer(shown.text, start, stop)]
                some = (
                    []
                    if named or titles or NUMBERED.search(shown.text, start, stop)
                    else _SOME.finditer(shown.text, start, stop)
                )
                named += [*titles, *some]
            for hit in named:
                if not (_quoted(shown, hit) or _referred(shown.text, start, hit)):
                    yield _words(hit)


def _stands(hit: re.Match[str], labels: Collection[str]) -> bool:
    """Whether it is the number of a standard: no label of a work, and none that a house is certified to."""
    return hit.group().strip() not in labels and not _CERTIFIED.match(hit.string, hit.end())


def _quoted(shown: Printed, hit: re.Match[str]) -> bool:
    """Whether it stands within something quoted, or only says what an encoding is; a title in quotation marks quotes
    nobody."""
    start, stop = max(hit.start() - 1, 0), min(hit.end() + 1, len(shown.text))
    if hit.re is _SOME and _ENCODED.match(shown.text, hit.end()):
        return True
    if hit.re is _TITLE:
        return hit.start() > 0 and shown.quoted(start, stop)
    return shown.quoted(start, hit.end())


def _referred(text: str, start: int, hit: re.Match[str]) -> bool:
    """Whether the text says of this standard that it was only referred to: right behind it, or before it with no other
    clause and nothing that was followed between."""
    if _REFERRED_BEHIND.match(text, hit.end()):
        return True
    before = [one.end() for one in _REFERRED.finditer(text, start, hit.start())]
    between = text[before[-1] : hit.start()] if before else ""
    return bool(before) and not re.search("[，,]", between) and not _FOLLOWED.search(between)


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
    if words[0] in "《〈『“":
        title, told = (re.sub(r"\W", "", text) for text in (printed(one.title).text, words))
        return bool(title) and (title in told or told in title)
    if _SOME.fullmatch(words):
        series = next((series for kind, series in _KINDS if kind.search(words)), "")
        return bool(re.match(series, number))
    told = _number(words).replace("国标", "gb/t")
    return number == told or number.startswith(f"{told}-")


def _number(said: str) -> str:
    return re.sub(r"[-–—:：]", "-", re.sub(r"[∕⁄]", "/", re.sub(r"\s", "", said))).casefold()
