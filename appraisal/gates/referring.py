"""Places, sizes and lengths on file, and what a sentence that calls works alike may name of them without a link.

There a number is a reference only where it is on file as that very one: a page, line, bar or chapter in which a place
of a record, of the plot table or of an exhibit lies; a range that one of these bears out; how large or long a work is,
as received or measured. Laws, rules, dates, numbers of papers, whole addresses, tables and annexes are so anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from appraisal.papers.calendar import MONTHS

Range = tuple[float, float]
# What a number is of, by the word that stands with it; of the first that is found
_KINDS = (
    ("law", r"\bart(?:icle)?s?\b|\brules?\b|\bclauses?\b|\bregs?\b|\bcls?\b|\bpd\b|\bpractice\s+direction"),
    ("own", r"附件|附录|附图|截图|证据|照片|图片|插图|图版|谱例|脚注|命题|问题|材料|检材|样本|光盘|表|图|部分"
            r"|\btables?\b|\bfig(?:ure)?s?\b|\bannex|\bex(?:hibit)?s?\b|\bappendi|\bphoto|\bpictures?\b|\bplates?\b|\bpls?\b|\bquestions?\b|\bpropositions?\b"
            r"|\bdiscs?\b|\bparts?\b"),
    ("bar", r"小节|\bbars?\b"),
    ("page", r"页|\bp(?:p|ages?)?\b|\bfols?\b"),
    ("line", r"行|\blines?\b|\bll?\b"),
    ("paragraph", r"段|¶|\bpara(?:graph)?(?:e?s)?\b"),
    ("chapter", r"[章回]|\bch(?:ap(?:ter)?)?s?\b"),
    ("volume", r"[卷集部]|\bvol(?:ume)?s?\b"),
    ("section", r"节|§|\bs(?:ec(?:tion)?s?|s)?\b"),
    ("beat", r"拍"),
    ("frame", r"[帧屏]"),
    ("edition", r"[版期]"),
    ("row", r"[条款项次栏列格号]|\brows?\b|\bcol(?:umn)?s?\b|\bcells?\b|\bsteps?\b|\bitems?\b|\bnos?\b|\bnumber\b"),
)  # fmt: skip
_KIND = tuple((kind, re.compile(words)) for kind, words in _KINDS)
_RANGE = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:[-–—~～至到]+|\bto\b|\buntil\b|\bthrough\b)\s*第?\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)"
)
# A law, contract or scheme of which an article or section is named, and a paper of this case or an exhibit
_LAW = re.compile(
    r"(?:法|条例|规定|办法|规则|规范|规程|标准|合同|协议|公约|解释|方案|指南|》|〉)[》〉]?[^，。；,;\n]{0,3}\Z"
    r"|\b(?:act|code|laws?|rules?|convention|directive|regulations?|treaty|statute|agreement|contract|scheme|u\.s\.c\.|c\.f\.r\."
    r"|cpr|cdpa|evid\.|p\.)(?:\s+\d{4})?,?\s*\Z"
)
_OF_LAW = re.compile(
    r"\s*(?:,?\s*(?:of|to|in)\s+(?:the\s+)?(?:[\w.-]+\s+){0,5}?)?"
    r"(?:act|code|law|rules|convention|directive|regulations?|treaty|statute|agreement|contract|scheme|cdpa|cpr)\b"
)
_PAPER = re.compile(
    r"(?:报告|意见书|本文|方案|委托书|公证书|笔录|卷宗|(?:附件|附录|附图|证据|表)\s*\d*)[之的中]?\s*[，,（(]?\s*\Z"
    r"|\b(?:report|opinion|scheme|(?:annex|exhibit|appendix|table)(?:\s+[\da-z]{1,3})?),?\s*\(?(?:at\s+|on\s+)?\Z"
)
# … or a book that is cited, whose title in its marks is blank here: 引自《庄子》第3页
_CITED = re.compile(r"(?:[引出]自|[载见参]于?|出处[为是]?)\s{3,}[，,（(]?\s*\Z")
_OF_PAPER = re.compile(
    r"\s*,?\s*(?:of|in|to)\s+(?:the|this|my|our|that)?\s*(?:\w+\s+)?(?:report|opinion|scheme|annex|exhibit|appendix|commission"
    r"|complaint|notarial)\b|(?:所示|所列)?(?:附件|附录)"
)
_OF_WORK = re.compile(
    r"\s*(?:of|in)\s+(?:both|each|the\s+(?:two|works?|books?|novels?|claimed|accused|other)|[a-z]{1,2}\d)"
    r"|\s*(?:are|were)\s+(?:\w+\s+)?(?:the\s+same|identical|alike|similar)|(?:[与和同跟][^，。；,;]{0,12}?)?[均都皆全]?(?:[相雷]同|一致|相似)"
)
# How long, large or many: numbers with a unit, which no place is told by
_TIME = re.compile(
    r"(?:(\d+)\s*(?:个?小时|hours?\b))?(?:\s*(?:and\s+)?(\d+)\s*(?:分钟?|minutes?\b))?(?:\s*(?:and\s+)?(\d+(?:\.\d+)?)\s*(?:秒钟?|seconds?\b))?"
)
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b\b|(\d+)\s*(?:字节|bytes\b)")
_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)hz\b")
_PAGES = re.compile(r"(\d+)\s*(?:页|pages?\b)")
_DAY = re.compile(rf"上午|下午|晚|中午|当[日天]|\d\s*日|\b(?:a\.?m|p\.?m|{'|'.join(MONTHS).lower()})\b")
_SAID = re.compile(r"\A(?:number|no\.|编号|registration|tracking|is|[为是:：\s])+")
# Papers and things that go by numbers of their own
_NUMBERED = re.compile(
    r"单号|登记号|案号|电话|手机|序列号|封条|账号|邮编"
    r"|\b(?:registration|tracking|case|docket|invoice|licen[cs]e|certificate|order|letter|seal|serial|telephone|file)\b"
    r"[^,.;]{0,16}\Z"
)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
HOW_LARGE = re.compile(r"大小|时长|长度|篇幅|容量|采样率|\b(?:size|length|duration|long|rate|capacity)\b")
# What people took for their work, as sentences introduce it
_TOOK = re.compile(
    r"(?:用时|耗时|历时|花费?了?|用了?)\s*(?:约|共)?\s*\Z|\b(?:took|taking|spent|within|in|for|over|lasted)\s+(?:the\s+)?\Z"
)


@dataclass(frozen=True)
class Held:
    """What is on file. ``places``: kinds (page, line, bar …) with the ranges in which something of a record lies, of
    the first and last number; ``seconds``, ``rates``, ``pages``: how long recordings are, at how many Hz they were
    made, how many pages works have, as received or measured."""

    places: frozenset[tuple[str, Range]] = frozenset()
    seconds: frozenset[float] = frozenset()
    rates: frozenset[float] = frozenset()
    pages: frozenset[float] = frozenset()

    def bears(self, kind: str, first: float, last: float) -> bool:
        """Whether a place on file reaches from the one to the other, or beyond both."""
        return any(of == kind and start <= first <= last <= stop for of, (start, stop) in self.places)


NONE_HELD = Held()


def refers(hit: str, before: str, behind: str, held: Held, matches: int, things: int) -> bool:
    """Whether a name with numbers (in small letters) is a reference that is on file, in a sentence that calls works
    alike. ``before``, ``behind``: the rest of that sentence; ``matches``, ``things``: see ``free.Known``."""
    kind = "" if re.match(r"[\d\[]", hit) else kind_of(hit)  # of cases as cited: 499 U.S. 340
    ranges = [*ranges_in(hit)]
    single = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
    of_law = _LAW.search(before) or _OF_LAW.match(behind) or re.search(r"u\.s\.c|\(\w+\)", hit)
    if not kind or not ranges or (of_law and kind in ("law", "section", "paragraph", "row", "chapter")):
        return True
    highest = max(last for _, last in ranges)
    if kind == "row":
        return highest <= matches or (single and highest <= things and not re.search(r"\bn(?:os?\b|umber)|[次号]", hit))
    if (_PAPER.search(before) or _CITED.search(before) or _OF_PAPER.match(behind)) and (
        single or (len(ranges) == 1 and highest <= things)
    ):
        return True
    if kind in ("law", "edition"):
        return single
    few = highest <= things
    if kind == "own":
        return few and (single or not _OF_WORK.match(behind))
    if kind in ("section", "paragraph") and single and few and not _OF_WORK.match(behind):
        return True
    return all(held.bears(kind, first, last) for first, last in ranges)


def kind_of(hit: str) -> str:
    """What the numbers of a reference are of; empty where it names no place or thing that is counted."""
    return next((kind for kind, words in _KIND if words.search(hit)), "")


def ranges_in(text: str) -> Iterator[Range]:
    """Numbers of a text, each as a range from itself to itself, and ranges as such."""
    for hit in _RANGE.finditer(text):
        first, last = (hit[1], hit[2]) if hit[1] else (hit[3], hit[3])
        yield float(first), float(last)


def measures(hit: str, before: str, held: Held, sizes: frozenset[float], *, alike: bool, took: bool) -> bool:
    """Whether a length, size or number of pages is one on file, of a work and not of what is alike. ``alike``: whether
    its clause calls works alike; ``took``: whether the sentence does so only in what people did."""
    introduced = re.split(r"\d", hit, maxsplit=1)[0]
    if introduced.startswith("期限") or (took and _TOOK.search(before + introduced)):
        return True
    if alike and not HOW_LARGE.search(before + hit):
        return False
    if one := _SIZE.search(hit):
        return _is_size(one, sizes)
    if one := _RATE.search(hit):
        return float(one[1]) * 1000 ** _POWERS[one[2]] in held.rates
    if one := _PAGES.search(hit):
        return float(one[1]) in held.pages
    seconds = seconds_in(hit)
    by = 0.5 if "秒" in hit or "sec" in hit else 30
    return seconds > 0 and any(abs(seconds - one) <= by for one in held.seconds)


def identifies(kind: str, hit: str, before: str, held: Held) -> bool:
    """Whether a time of day, a number that names a paper or a thing, a house or a port is one, and no count."""
    if kind == "clock":
        moments = [seconds_of(one) for one in _CLOCK.finditer(hit)]
        if _DAY.search(hit) or _DAY.search(before):
            return True
        return bool(moments) and all(held.bears("second", one, one) for one in moments)
    if kind == "road":
        return re.search("[路街道巷市区县镇村]", before[-20:]) is not None
    if kind == "number":
        code = _SAID.sub("", hit)
        return re.search(r"[a-z]\s?-?\d|\d[a-z]|\b0\d|\d{6}", code) is not None or bool(_NUMBERED.search(before + hit))
    return False


def seconds_of(one: re.Match[str]) -> float:
    """Seconds at which a moment of a recording is."""
    first, second, third = (int(part) if part else 0 for part in one.groups())
    return first * 3600 + second * 60 + third if one[3] else first * 60 + second


def seconds_in(text: str) -> float:
    """How many seconds a length of time is; 0 where there is none."""
    hit = max(_TIME.finditer(text), key=lambda one: len(one.group()), default=None)
    if hit is None:
        return 0
    hours, minutes, seconds = (float(part) if part else 0 for part in hit.groups())
    return hours * 3600 + minutes * 60 + seconds


def _is_size(one: re.Match[str], sizes: frozenset[float]) -> bool:
    if one[4]:
        return float(one[4]) in sizes
    places = len(one[1].partition(".")[2])
    by = [1024] if one[3] else [1000, 1024]
    return any(round(size / base ** _POWERS[one[2]], places) == float(one[1]) for size in sizes for base in by)
