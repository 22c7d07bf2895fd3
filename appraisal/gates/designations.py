"""How a text names standards: by number in whatever spelling (G B / T 36451, SFT 0158), by title, as the guide of some
body (the ACPO guidelines, SWGDE 最佳实践), or only as one of some sort (公认标准, the relevant standard)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from appraisal.gates import short
from appraisal.gates.sentences import sentences
from appraisal.keeping import of_text
from appraisal.papers.as_read import Printed, printed
from appraisal.papers.record import in_digits


def _loose(*names: str) -> str:
    """Names of bodies with whatever spaces and stops between their letters."""
    return "|".join(r"[\s.]*".join(name) for name in names)


_CODING = r"(?:pep|misra(?:\s+c)?|psr)"  # how code is laid out: of works such are told every day
_SLASH = r"\s*[/∕⁄]\s*"
_SERIES = (
    rf"(?<![a-z\d/])(?:sf{_SLASH}?z\s*jd"
    rf"|(?:{_loose('gb', 'ga', 'sf')}|jr|yd|sj|cy|ww|rb|gy)(?:[\s.]*{_SLASH}[tz](?![a-z])|[\s._-]*[tz](?![a-z]))?\.?"
    rf"|[a-z]{{2}}\d{{0,2}}{_SLASH}[tz]|t{_SLASH}[a-z]{{2,8}}|t-[a-z]{{2,8}}-(?=\d)|q{_SLASH}[a-z\d]{{2,8}}|jd"
    rf"|(?:bs\s+|din\s+)?(?:en\s+)?(?:{_loose('iso')}|i\.\s?s\.\s?o\.)(?:{_SLASH}(?:iec|ieee))*(?:[\s/]+(?:tr|ts|pas))?|{_loose('iec')}"
    rf"|astm\s+[a-z]|en(?=\s+\d{{5}})|(?:bs|din)(?:\s+en)?|ieee(?:\s+std)?|rfc|ansi(?:{_SLASH}\w+)?|nist\s+sp"
    rf"|{_CODING}|(?:as/nzs|nfpa|ecma|etsi|jis|gost)(?:\s+[a-z]{{1,2}})?|cnas-[a-z]{{2}}|国标)[\s_-]*"
)
# Of letters, days, languages, countries, numbers, and of formats of files and messages: they say how bytes are read.
# Each is one body's: GA/T 754 is no IEEE 754
_OF_ISO = (
    "8859|10646|646|2022|8601|639|3166|15924|60559|9660|10918|11172|13818|14496|15444|19005|26300|29500|32000|13000"
)
_OF_RFC = "1321|1950|1951|1952|204[5-9]|2822|3161|3339|3629|3986|4180|4648|5322|5545|6234|7159|8259"
_ENCODINGS = (
    rf"(?!(?:(?:{_loose('gb')}(?:[\s.]*{_SLASH}t)?|国标)[\s_-]*(?:18030|2312|13000|33190)"
    rf"|(?:bs\s+|din\s+)?(?:en\s+)?(?:{_loose('iso')}(?:{_SLASH}iec)?|{_loose('iec')})[\s_-]*(?:{_OF_ISO})"
    rf"|(?:ansi{_SLASH})?ieee(?:\s+std)?[\s_-]*(?:754|802)|rfc[\s_-]*(?:{_OF_RFC}))(?!\d))"
)
# With whatever sign stands before the year, or in brackets; parts are told by one to three digits (IEC 60335-2-29)
_YEAR = r"(?:\s*[-‒–—―:：_/∕⁄~·]+\s*\d{4}(?!\d)|\s*[(（\[〔【]\s*\d{4}\s*[)）\]〕】])"
_PARTS = r"\d+(?:\.\d+)*(?:-\d{1,3}(?!\d))*"
# The number of a standard with its year, as GB/T 36451-2018 or ISO/IEC 27037:2012, in small letters
NUMBERED = re.compile(rf"{_ENCODINGS}{_SERIES}{_PARTS}{_YEAR}")
_HANZI_DIGITS = "[〇○零一二三四五六七八九]{3,}"  # GB/T 三六四五一
_BARE = re.compile(rf"{_ENCODINGS}{_SERIES}(?!\d{{8}})(?:(?>{_PARTS})(?!{_YEAR})|{_HANZI_DIGITS})")
# What a number is that needs no link: any number of a standard, encodings too, with its year (old ones of two digits)
_SPELLED = re.compile(rf"{_SERIES}{_PARTS}(?:(?={_YEAR})[^\da-z]+(?:19|20)\d\d[)）\]〕】]?|(?<=\d)-[5-9]\d(?!\d))?")
_OF_CODE = re.compile(_CODING)
ENCODED = re.compile(rf"\s*{_SERIES}\d")  # 国家标准 GB 18030
_CERTIFIED = re.compile(r"\s*(?:认证|认可|certif|accredit)")  # what a house holds, not what was followed
_GUIDE = "规范|标准|规程|指南|导则|技术要求|指引|手册|守则|准则"
_USER = "(?:用户|使用|安装|产品)(?:手册|指南|方法)"  # comes with a program
# A rule of law on evidence and proceedings, by its title: what binds a court is no technical norm
OF_LAW = (
    "(?![^》〉』”>\\n]*(?:技术|检验|检测|操作|取证|比对|(?<!司法)鉴定(?!意见|管理)))"
    "[^》〉』”>\\n]*(?:诉讼|民事|刑事|仲裁|案件|若干(?:规定|问题)|(?:证据|法庭|法院|登记|保护|管理)(?:的?规[定则]|办法))"
)
_TITLE = re.compile(
    f"[《〈『“<](?![^》〉』”>\n]*(?:法院|检察院|国务院|{_USER}))(?!{OF_LAW})[^《》〈〉『』“”<>\n]*"
    f"(?:(?:{_GUIDE})[^《》〈〉『』“”<>\n]{{0,8}}|办法|方法|细则|通则|规定)[》〉』”>]"
)
_FOLLOW_ZH = (
    "依据|依照|按照|合乎|采用|落实|贯彻|严守|参照并依据|遵照|遵循|遵守|遵行?(?!义)|根据|符合|执行|适用|满足"
    "|(?<![无所可])[依按据](?![次期时靠照])"
)
_FOLLOW_EN = (
    r"according\s+to|accordance(?:\s+with)?|accords?(?:\s+with)?|follow(?:s|ed|ing)?|pursuant(?:\s+to)?|under"
    r"|compl(?:y|ies|ied|iance)(?:\s+with)?|conform\w*(?:\s+(?:to|with))?|per|meets?|met|satisf\w+|applied"
    r"|adher\w+(?:\s+to)?|adopt(?:s|ed)?|based\s+on|in\s+line\s+with|observ(?:es?|ed)|respect(?:s|ed)|guided\s+by|calibrated\s+(?:\w+\s+){0,3}?to|by\s+the\s+(?:rule)?book"
    r"|governed\s+by|us(?:es|ed|ing)|(?:done|performed|conducted|carried\s+out)\s+to"
)
FOLLOWED = re.compile(
    rf"{_FOLLOW_ZH}|以[^，。；\n,;]{{1,24}}(?:为准|[作为]基础|为依据)|所?(?:规定|要求)的?|[》〉”>]\s*第[\d.一二三四五六七八九十]+[条款章]"
    rf"|\b(?:{_FOLLOW_EN}|requires?|required|prescribes?|prescribed|provides?|demands?|basis)\b"
)
# That a title goes on to say so of the standard that it names; within 《》 stands what others called their own
_SAID_EN = (
    r"(?:followed|complied|conformed|adhered|adopted|applied|met|satisfied|observed|respected|guided|governed|used)"
)
_SAID = re.compile(
    rf"{_FOLLOW_ZH}|(?:[,;(（]|\b(?:is|are|was|were|been|we|i|as)\b)\s*(?:\w+ly\s+)?{_SAID_EN}\b"
    rf"|\A{_SAID_EN}\b[^,;:]{{0,20}}[:：]"
)
# … and of what goes by a name that others gave it, right before it or right behind
_BASED = re.compile(rf"(?:{_FOLLOW_ZH}|根据|\b(?:{_FOLLOW_EN}|basis)\b)[^，,。；;\n]{{0,16}}\Z")
_BASED_BEHIND = re.compile(
    r"[》〉”\"]?\s*(?:(?:已|均|皆|都|全程|得到|予以|被)*(?:遵循|遵照|遵守|执行|为准|[作为]{0,2}(?:依据|基础))"
    rf"|(?:is|are|was|were|ha(?:s|ve)\s+been)\s+(?:\w+ly\s+)?{_SAID_EN}\b|as\s+(?:a|the|our)\s+basis\b)"
)
# A title without marks right behind the word that says it was followed; what this case has of its own is none
_OWN = "(?!本|该|此|其|上述|前述|同一|统一|[^，。；,;\\n]{0,12}(?:方案|委托|合同|本案|案内))"
_NAMED_ZH = re.compile(
    rf"(?:{_FOLLOW_ZH})了?(?P<named>{_OWN}[\u4e00-\u9fff]{{0,24}}?(?:(?:技术|检验|鉴定|检测|操作|取证|比对|评估"
    rf"|作业|业务"
    "|执业|质量|行业)(?:规范|规程|指引|手册|守则|准则)(?![化性地])|指南|导则|(?:检验|鉴定|检测|协会|学会|[院局委部])"
    "(?:颁布|发布|制定)?的?[\u4e00-\u9fff]{0,6}?(?:标准|规范|规程)(?![化性地])))"
)
_HEAD = (
    r"(?:specifications?|standards?|guidelines?|guides?|manuals?|handbooks?|codes?\s+of\s+practice|best\s+practices?)"
)
_CALLED = (  # told by capitals
    r"(?P<named>[“\"]?(?!user|owner|product)(?P<first>[a-z])(?:[\w'’/&-]|\s+(?=\w)){0,80}?"
    rf"\b(?P<head>{_HEAD})\b(?:\s+(?:for|on|of)(?:\s+the)?\s+[\w\s-]{{1,60}})?[”\"]?)"
)
_NAMED_EN = (
    re.compile(rf"\b(?:{_FOLLOW_EN})\s+(?:the\s+|an?\s+)?{_CALLED}"),
    re.compile(
        rf"\bthe\s+{_CALLED}\s+(?:is|are|was|were|ha(?:s|ve)\s+been)\s+(?:\w+ly\s+)?"
        r"(?:followed|applied|observed|used|met|adopted|complied)\b"
    ),
)
_OF_BODY = re.compile(
    r"(?<![a-z\d/])(?=(?P<named>(?P<body>[a-z][a-z/&-]{1,9})(?:['’]s)?\s*(?:[a-z]+\s+){0,3}?"
    rf"(?:\b{_HEAD}\b|[\u4e00-\u9fff]{{0,8}}?(?:{_GUIDE}|最佳实践))))"
)
_BY_BODY = re.compile(
    rf"(?:{_FOLLOW_ZH}|\b(?:follow(?:s|ed)|according\s+to|accordance\s+with|under|per|pursuant\s+to|complies\s+with"
    rf"|conforms\s+to)\s+)\s*{_ENCODINGS}(?P<named>(?P<body>[a-z]{{2,8}})[\s-]?\d{{3,}}(?:\.\d+)*)(?!\d|\s*号)"
)
# … or that what stands before it says was followed: AS 5239 was followed
_BODY_FIRST = re.compile(
    rf"(?<![a-z\d/-]){_ENCODINGS}(?P<named>(?P<body>[a-z]{{2,8}})[\s-]?\d{{3,}}(?:\.\d+)*)(?!\d)"
    r"(?=\s+(?:(?:is|are|was|were|ha(?:s|ve)\s+been)\s+(?:\w+ly\s+)?(?:followed|complied|conformed|adhered|observed"
    r"|applied|met|satisfied|respected)\b|(?:requires?|prescribes?|provides?|demands?|governs?|governed)\b))"
)
# A document of an authority by its number: 国版发〔2020〕3号, 司法部二〇二三年第七号; what courts issue is law, and
# what a commission or a case goes by is no norm
_ZH_NUMBER = "[\\d〇○零一二三四五六七八九十百]"
_OF_BASIS = rf"(?:(?!{_FOLLOW_ZH}|照|法院|检察院)[\u4e00-\u9fff])"
_DOCUMENT = re.compile(
    rf"(?P<named>{_OF_BASIS}{{1,10}}?[〔\[【(]?\s*(?:19|20)\d\d\s*[〕\]】)]?\s*第?\s*{_ZH_NUMBER}+\s*号"
    rf"|{_OF_BASIS}{{0,10}}?[部局委会署厅院所](?:(?:19|20)\d\d|[〇○零一二三四五六七八九]{{4}})年第?{_ZH_NUMBER}+号(?!令))"
    r"(?!\d|(?:《[^《》]*|[^，。；,;\n]{0,4})(?:委托|聘请|案|判决|裁定|决定书|调查令|合同))"
)
_OF_COURTS = re.compile(r"法(?:释|发|办|明传)?\s*[〔\[【(]")
_RULES_SO = re.compile(r"(?:文件?|通知|公告)?(?:所?(?:规定|要求|确定|推荐)|推荐)")
# Work that was done to the code of a body
_CODE_OF = re.compile(
    r"\b(?:done|made|run|performed|conducted|prepared|carried\s+out)\s+(?:to|under|by|within)\s+(?:the\s+)?"
    r"(?P<named>(?P<body>[a-z]{2,8})\s+(?:codes?|rules|principles|framework|criteria)\b)"
)
_LETTERS = (  # before a number that is none of a standard
    "sha md sm utf ucs gbk aes crc pdf xml html json csv zip png jpeg mp unicode ascii http https tcp udp ip dvd cd usb"
    " ssd hdd sn id usc cfr cpr rule section order docket case isbn issn doi no ex px dx exhibit bates fig table page"
)
_NO_BODIES = frozenset(_LETTERS.split())
# One of some sort: by the words that say whose it is, and by the letters that its number then begins with
_SORT_ZH = "国家|行业|团体|国际|地方|部颁|业内|业界|公认|通行|通用|现行|相关|有关|权威|技术|推荐性|强制性"
_SORT = re.compile(
    f"(?:(?:{_SORT_ZH})的?){{1,4}}(?:检验|鉴定)?标准(?![化差时])|国标|(?:(?:{_SORT_ZH})的?){{0,3}}(?:技术"
    f"|行业)规范(?![化性地])"
    r"|司法部[^，。；;\n,]{0,12}规范"
    r"|\b(?:(?:inter)?national|british|chinese|industry|professional|ministry['’]?s?|relevant|applicable|recogni[sz]ed"
    r"|accepted|established)\s+(?:(?!legal\b)\w+\s+){0,2}?(?:standards?|specifications?|guidelines?"
    r"|best\s+practices?)\b"
    r"(?!\s+(?:deviation|error|of\s+(?:proof|care|evidence|review)))"
    r"|\bstandards?\s+of\s+the\s+(?:profession|trade|industry|discipline)\b|\bbest\s+practices?\b"
)
_KINDS = (
    (re.compile(r"国家|国标|(?<!inter)national|chinese"), r"gb"),
    (re.compile("国际|international"), "iso|iec"),
    (re.compile("british"), "bs"),
    (re.compile("司法部|部颁|ministry"), "sf"),
    (re.compile("团体"), r"t(?!\d)"),
    (re.compile("地方"), r"db\d"),
    (re.compile(r"行业|industry\s+(?:\w+\s+)?standard"), r"(?!gb|db)[a-z]{2}[tz]"),
)
# Where a sentence tells how programs are made (接口符合行业标准), no standard of the examination is meant
OF_WORKS = re.compile(
    r"代码|程序|协议|接口|命名|格式|编码|函数|\b(?:code(?!\s+of\s+(?:practice|conduct))|functions?|programs?|protocols?|naming|formats?|interface)\b"
)
OF_METHOD = re.compile(r"比对|检验|鉴定|计数|核验|检查|取证|\b(?:compar\w+|examin\w+|count\w+|method\w*|analys\w+)\b")
# That there is none, right before it: 没有可依据的国家标准, and not 没有偏离
_THERE_IS_NONE = re.compile(
    r"(?:没有|[尚并]?无|不存在|未见|缺乏|缺少)(?:任何)?(?:可[供以资]?(?:依据|遵[循照]|适用|参照|采用|执行))?(?:现行|有效|专门|直接|相应|适用)*的?\Z"
    r"|\bno\s+(?:such\s+)?\Z"
)
_LEFT = re.compile(
    r"[^.;\n]{0,24}\b(?:depart\w*|deviat\w*|ignor\w*|breach\w*|violat\w*|infring\w*|disregard\w*|left|unmet|omitted)\b"
)
_GIVEN = re.compile(r"(?:方案|委托|合同|案内)[^，。；\n,;]{0,6}\Z")  # what this case has of its own


_MARKS = 3  # letters of a quote beside the number in it: its marks, and a space


class How(StrEnum):
    """By what a standard is named."""

    DATED = "dated"  # number and year
    NUMBER = "number"
    TITLE = "title"
    SORT = "sort"
    CODE = "code"  # a short one, which may be the case's own


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names a standard, and how. ``begins``: where its sentence does; ``followed``: whether that says of
    something that it was followed."""

    how: How
    start: int
    stop: int
    words: str
    begins: int
    ends: int
    followed: bool


@of_text
def named(shown: Printed, source: str) -> tuple[Named, ...]:
    """Every standard that a text names, outside quotes; titles and sorts only in sentences that say what was followed.
    ``source``: the text as written, whose capitals tell names."""
    return tuple(_naming(shown, source))


def _naming(shown: Printed, source: str) -> Iterator[Named]:
    text = shown.text
    numbers = [(How.DATED, hit.span()) for hit in NUMBERED.finditer(text)]
    numbers += [(How.NUMBER, hit.span()) for hit in _BARE.finditer(text) if not _CERTIFIED.match(text, hit.end())]
    for begins, ends in sentences(text, [span for _, span in numbers]):
        of_code = _of_works(text, begins, ends)
        here = [
            (how, (start, stop))
            for how, (start, stop) in numbers
            if begins <= start < ends and not (of_code and _OF_CODE.match(text, start))
        ]
        followed = FOLLOWED.search(text, begins, ends) is not None
        if followed:
            here += [(how, span) for how, span in _titles(shown, source, begins, ends) if not _over(span, here)]
            here += [(How.SORT, span) for span in _sorts(text, begins, ends, [span for _, span in here])]
        for how, (start, stop) in here:
            if not _quoted(shown, how, start, stop):
                words = re.sub(r"\s+", " ", text[start:stop]).strip().upper()
                yield Named(how, start, stop, words, begins, ends, followed)


@of_text
def numbers_in(text: str) -> tuple[str, ...]:
    """Numbers of standards that a text names, with or without a year."""
    shown = printed(text).text
    return tuple(hit.group() for pattern in (NUMBERED, _BARE) for hit in pattern.finditer(shown))


def names_norm(title: str) -> bool:
    """Whether a title is that of a norm itself: its number stands there, or it ends as such titles do."""
    shown = printed(title).text.strip()
    return bool(numbers_in(title)) or re.search(f"(?:{_GUIDE})[》〉]?\\Z", shown) is not None


def spelled(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of standards stand in a text as written, whatever marks and wide letters they are written in."""
    shown = printed(text, asides=False)
    yield from (shown.source(*hit.span()) for hit in _SPELLED.finditer(shown.text))


def says_followed(title: str) -> bool:
    """Whether a title of literature says of what it names that it was followed."""
    return _SAID.search(re.sub("《[^《》]*》", "《》", printed(title).text)) is not None


def is_basis(text: str, one: Named) -> bool:
    """Whether a text says right there of what it names that it was followed, in a sentence on the examination."""
    if _of_works(text, one.begins, one.ends):
        return False
    return bool(_BASED.search(text[one.begins : one.start]) or _BASED_BEHIND.match(text[one.stop : one.ends]))


def _titles(shown: Printed, source: str, begins: int, ends: int) -> Iterator[tuple[How, tuple[int, int]]]:
    """Titles in a sentence, and numbers of bodies that are not known."""

    def capital(at: int, stop: int = 0) -> bool:
        told = source[slice(*shown.source(at, stop or at + 1))]
        return told.isupper()

    text = shown.text
    yield from ((How.TITLE, hit.span()) for hit in _TITLE.finditer(text, begins, ends))
    yield from ((How.TITLE, hit.span("named")) for hit in _NAMED_ZH.finditer(text, begins, ends) if not _alone(hit))
    for hit in (hit for pattern in _NAMED_EN for hit in pattern.finditer(text, begins, ends)):
        if capital(hit.start("first")) and capital(hit.start("head")):
            yield How.TITLE, hit.span("named")
    for hit in _DOCUMENT.finditer(text, begins, ends):
        based = _BASED.search(text[begins : hit.start()]) or _RULES_SO.match(text, hit.end())
        if based and not _OF_COURTS.search(text, max(begins, hit.start() - 1), hit.end()):
            yield How.NUMBER, hit.span("named")
    by_body = ((How.TITLE, _OF_BODY), (How.TITLE, _CODE_OF), (How.NUMBER, _BY_BODY), (How.NUMBER, _BODY_FIRST))
    for how, pattern in by_body:
        for hit in pattern.finditer(text, begins, ends):
            if capital(*hit.span("body")) and re.split("[/&-]", hit["body"])[0] not in _NO_BODIES:
                yield how, hit.span("named")
    for hit in short.followed(text, begins, ends):
        if capital(*hit.span("body")) and hit["body"] not in _NO_BODIES and not _of_works(text, begins, ends):
            yield How.CODE, hit.span("named")


def _alone(hit: re.Match[str]) -> bool:
    """Whether what looks like a title is a sort (技术规范) alone."""
    return _SORT.fullmatch(hit["named"]) is not None


def _sorts(text: str, begins: int, ends: int, others: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Standards of some sort, but where the sentence says right there which (行业标准 SF/T 0075-2020), or speaks of how
    programs are made."""
    of_works = _of_works(text, begins, ends)
    for hit in _SORT.finditer(text, begins, ends):
        near = (text[hit.end() : start] if start >= hit.end() else text[stop : hit.start()] for start, stop in others)
        told = any(len(between) <= 24 and not re.search(r"[、，,及和与并]|\band\b", between) for between in near)
        given = _GIVEN.search(text, max(begins, hit.start() - 12), hit.start())
        within = any(start < hit.end() and hit.start() < stop for start, stop in others)
        none = _THERE_IS_NONE.search(text, begins, hit.start()) and not _LEFT.match(text, hit.end(), ends)
        if not (told or of_works or given or within or none or ENCODED.match(text, hit.end())):
            yield hit.span()


def _of_works(text: str, begins: int, ends: int) -> bool:
    return OF_WORKS.search(text, begins, ends) is not None and not OF_METHOD.search(text, begins, ends)


def _over(span: tuple[int, int], others: list[tuple[How, tuple[int, int]]]) -> bool:
    return any(span[0] < stop and start < span[1] for _, (start, stop) in others)


def _quoted(shown: Printed, how: How, start: int, stop: int) -> bool:
    """Whether it stands within something quoted; a title, or a number alone, in quotation marks quotes nobody."""
    if how is not How.TITLE and _in_marks(shown, start, stop):
        return False
    if how is How.TITLE:
        return start > 0 and shown.quoted(start - 1, min(stop + 1, len(shown.text)))
    return shown.quoted(max(start - 1, 0), stop)


def _in_marks(shown: Printed, start: int, stop: int) -> bool:
    """Whether a number alone stands in quotation marks, or as code."""
    letters = len(shown.text)
    begins = next((at for at in range(start, max(-1, start - _MARKS), -1) if not (at and shown.held[at - 1])), -1)
    ends = next((at for at in range(stop, stop + _MARKS) if at >= letters or not shown.held[at]), -1)
    return shown.held[start] and begins >= 0 and ends >= 0


def is_of(words: str, number: str) -> bool | None:
    """Whether a standard of that number (``key``) is of the sort that words name; None: they name none of a series."""
    series = next((series for sort, series in _KINDS if sort.search(words)), None)
    return None if series is None else re.match(series, number) is not None


def key(said: str) -> str:
    """The number of a standard however it is spelled: letters, then number and year (sft0158-2020), whatever sign or
    bracket stands between them."""
    flat = in_digits(said).casefold().replace("国标", "gbt")
    at = next((n for n, letter in enumerate(flat) if letter.isdigit()), len(flat))
    letters = "".join(letter for letter in flat[:at] if letter.isalnum())
    return letters + re.sub(r"[^\w.]+|_", "-", re.sub(r"\s", "", flat[at:])).strip("-")
