"""Digits in prose that need no link to a result: dates, ordinals, labels, documents, numbers on file of no result."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from appraisal.gates.alike import says_alike
from appraisal.gates.around import bare, clause, led_alike, sentence
from appraisal.gates.carriers import CARRIED, OF_CARRIERS, of_two_works
from appraisal.gates.degrees import COMPARED
from appraisal.gates.designations import spelled
from appraisal.gates.limits import told_limits
from appraisal.gates.positions import Position
from appraisal.gates.positions import free as lying
from appraisal.gates.referring import HOW_LARGE, NONE_HELD, Held, identifies, measures, refers
from appraisal.papers.calendar import MONTHS

_MONTH = f"(?:{'|'.join(MONTHS)})"  # by its name with a capital: “may 12” is none
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?<!\d)(?:[12]\d|3[01]|0?[1-9])(?!\d)"
_MONTH_ZH = r"(?<!\d)(?:1[0-2]|0?[1-9])\s*月"
_WORDS = r"(?:words|characters|letters|sentences|paragraphs|per\s?cent)\b"  # no verbs, as places and matches may be
_COUNTED = (
    r"(?:\w+\s+)?(?:places|passages|matches|words|characters|letters|lines|sentences|paragraphs|pages|files"
    r"|functions|notes"
    r"|bars|pictures|images|points|items|instances|occurrences|scenes|chapters|per\s?cent)\b"
)
_LISTED = r"\d+[a-z]?(?:\s*(?:[,、，]|[–—-]|and|to|or|至|和|及)\s*\d+)*"
_NAMED = (
    "(?:[Aa]rticle|[Rr]ule|[Pp]aragraph|[Ss]ection|[Tt]able|[Ff]igure|[Aa]nnex|[Ee]xhibit|[Aa]ppendix"
    "|[Pp]hotograph|[Pp]hoto"
    "|[Pp]icture|[Pp]late|[Cc]hapter|[Pp]age|[Qq]uestion|[Pp]roposition|[Dd]isc|[Vv]olume|Part|Practice Direction"
    "|PD|[Pp]ara)(?:e?s)?"
)
_NAMED_ZH = "附件|附录|表|图版?|插图|谱例|脚注|照片|图片|附图|截图|证据|材料|检材|样本|光盘|命题|问题"
_UNITS = "[%％处字个件句行段页项条次倍张幅帧]|小节|匹配"
_COUNTS = rf"\s*[%％‰处字词句成]|\s+{_WORDS}"  # behind what looks like a document, and counts
_SYSTEMS = "Debian(?: GNU/Linux)?|Ubuntu|Fedora|CentOS|Windows(?: Server)?|macOS|Android|iOS|麒麟|统信UOS"
_SUB = r"(?:\([A-Za-z\d]{1,4}\))*"  # of a section: (a)(2)(B)
# Where something stands in a book, a score or a statute, by the short name of the place, and laws and cases as cited
_CITED = (
    rf"\b(?:[Pp]p?|[Vv]ols?|[Cc]h(?:ap)?s?|[Aa]rts?|[Pp]aras?|[Ss]ecs?|[Ss]s|[Ff]igs?|[Ll]l|[Ff]ols?|[Cc]ols?|[Cc]ls?|[Pp]ls?"
    rf"|[Ee]xs?|[Rr]egs?|[Nn]os?)\.\s*\d+(?:\.\d+)*{_SUB}(?:\s*[–-]\s*\d+)?"
    rf"|\b[Bb]ars?\s+\d+(?!\s*(?:[–,-]|to\b|until\b|and\b|of\b)\s*\d)|[§¶]+\s*\d+[a-z]?{_SUB}"
    rf"|(?<![\d.])\d+\s+(?:[A-Z][A-Za-z]{{0,4}}\.\s?){{2,4}}(?:[23]d\s+|4th\s+)?(?:§+\s*)?\d+[a-z]?{_SUB}"
    r"|\[(?:19|20)\d\d\]\s+(?:\d+\s+)?[A-Z][A-Za-z]{1,4}(?:\s[A-Z][A-Za-z]{1,4})?\s+\d+(?:\s*\([A-Za-z]+\))?"
)
# Times of day, lengths of time, addresses, physical quantities, rows of tables, numbers of files, calls and parcels
_ELSEWHERE = (
    rf"{CARRIED}|(?P<clock1>(?:上午|下午|晚上?"
    r"|中午)?\d{1,2}\s*[时点](?!间)(?:\s*\d{1,2}\s*分)?(?:至(?:\d{1,2}\s*[时点])?(?:\d{1,2}\s*分)?)?)"
    r"|(?P<clock2>\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d))"
    r"|\b\d{1,2}(?:[.:]\d{2})?\s*(?:a\.?m\b|p\.?m\b|o['’]clock)|(?P<measure1>\d+\s*个?(?:工作日|小时|分钟|天|周|个月))"
    r"|(?P<measure2>(?:期限[为是]?|共|计|第)\s*\d+\s*日(?!\d))"
    rf"|(?P<measure3>\b\d+\s+(?:working\s+)?(?:days|weeks|months|hours|minutes)\b)|(?:{_DAY}(?:\s*,\s*|\s+(?:to|and|or|until)\s+"
    rf"|\s*[–-]\s*))+(?={_DAY}\s+{_MONTH})"
    rf"|(?<=[月至]){_DAY}\s*日|(?P<road1>\d+\s*号(?:楼|院|室|厅|门|之)?(?=[^，。,]{{0,8}}(?:\d+\s*[楼室层]|路|街|楼|室|院)))"
    rf"|(?<=[路街道巷])\d+\s*号|(?<=号)\d+\s*[楼室层]|(?P<road2>\d+\s*[楼室层](?![次]))"
    r"|\b\d+[A-Za-z]?\s+(?:[A-Z][a-z]+\s+){1,3}(?:Street|Road|Avenue|Lane|Square|Place|Court|Drive|Way|Row|Hill"
    r"|Park|Gardens|House)\b"
    r"|\d+\s*[dp]pi\b"
    r"|(?P<measure4>\d+(?:\.\d+)?\s*(?:[KMGT]i?B|k?Hz|MHz|GHz|mm|cm|kg|g\b|克|千克|公斤|毫米|厘米|米(?!色)|V|W)\b)"
    r"|(?P<port>\b[Pp]ort\s+\d+|端口号?[^，。；\d\n,;]{0,14}\d{2,5}(?!\d))|\bHTTP\s+(?:status\s+)?(?:code\s+)?[1-5]\d\d\b(?!\s*[%％])"
    r"|(?P<place1>第\s*\d+(?:\s*[-–—至、]\s*\d+)*\s*(?:[行列栏格日次拍帧屏])|第\s*\d+\s*小节|\b(?:[Rr]ows?|[Cc]olumns?|[Ll]ines?|[Cc]ells?|[Ss]teps?"
    r"|[Ii]tems?)\s+\d+(?:\s*(?:[–-]|to|and)\s*\d+)?\b)"
    r"|(?P<number1>(?:单号|编号|登记号|案号|电话|手机|序列号|封条号?|账号"
    r"|邮编)(?!为?第)[为是:：]?\s*[A-Za-z\u4e00-\u9fff]{0,6}[-\s]?[\dA-Za-z][\dA-Za-z\s-]*\d)"
    r"|[（(]\d{4}[）)]\s*[\u4e00-\u9fff]{1,4}\d*[\u4e00-\u9fff]{1,6}\d+\s*号"
    r"|(?P<number2>\b(?:[Nn]umber|[Nn]o\.|[Rr]egistration\s+(?:is|no\.)|[Tt]racking)\s*(?:number"
    r"|is)?\s*(?:[A-Z]{1,3}\s*)?\d[\dA-Za-z:-]{3,})|\b[A-Z]{1,3}\s+\d-\d{3}-\d{3}\b|\+\d{1,3}(?:[\s-]\d{2,4}){2,4}"
    r"|\b[Rr]ule\s+\d+(?:\([A-Za-z\d]+\))+|\b(?:first|second|third|revised)\s+(?:edition|printing),\s+(?:1[5-9]"
    r"|20)\d\d\b"
    r"|(?P<measure5>\b\d+\s+(?:letters\s+of\s+(?:instruction|engagement)|e-?mails|telephone\s+calls|meetings|invoices|affidavits)\b"
    r"|(?:扫描件|复印件|PDF|文件|原件|纸质|打印件)[^，。；\d,;]{0,4}\d+\s*页|\b(?:PDF|scan|copy|file"
    r"|document)s?\s+of\s+\d+\s+pages\b)"
)
_ALLOWED = re.compile(
    rf"(?>\d{{4}}\s*年(?:\s*{_MONTH_ZH}(?:\s*{_DAY}\s*日)?)?|{_MONTH_ZH}\s*{_DAY}\s*日"  # dates
    rf"|{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?|{_MONTH}\s+{_DAY}(?:st|nd|rd"
    rf"|th)?\b(?:,?\s+{_YEAR}\b)?"
    rf"|{_MONTH}\s+{_YEAR}\b"
    rf"|(?P<year>\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|[Dd]uring|from|of|to)\s+{_YEAR}\b)"
    rf"(?![,.]?\d|\s*[%％]|\s+{_COUNTED})"
    r"|ISBN\s*[\d-]+\d|第\s*\d+(?:\.\d+)+\s*条|[Cc]lauses?\s+\d+(?:\.\d+)*|(?<![\d.])\d+\s+U\.S\.C\.\s*(?:§+\s*)?\d+[a-z]?"
    rf"{_SUB}"
    r"|\bRules?\s+of\s+(?:Evidence|Civil\s+Procedure)\s+\d+(?!\d)"
    r"|\bR\.\s+(?:Evid\.|(?:Civ|Crim|App)\.\s+P\.)\s+\d+(?:\.\d+)?(?!\d)"  # laws
    rf"{_SUB}|(?P<cited>(?<!\bis )(?<!\bare )(?<!\bwas )(?:{_CITED})"
    rf"(?!\d|\.\d|\s*[%％‰]|\s+(?:of\s+(?:the\s+)?)?{_WORDS}))"
    r"|(?:版权页|版次|印[刷次张])[^。\n]{0,30}?字数[:：为]?\s*\d+\s*千字"
    rf"|[A-Z]{{2,}}\d+(?:-\d+)+(?!\d|\s*(?:{_UNITS}))"  # serial numbers
    r"|第\s*\d+\s*期|\bNo\.\s*\d+(?=\s+of\s+(?:1[5-9]|20)\d\d\b)"  # numbers of papers
    r"|(?P<measure6>(?:用时|历时|耗时)\s*\d+\s*个?(?:工作日|小时(?:\s*\d+\s*分(?:钟|(?![之值数秒钟])))?|天|日|周|个?月))|从事[^，。；,;\n]{0,12}?\d+\s*年"
    r"|(?P<measure7>\bfor\s+\d+\s+(?:working\s+)?(?:days|weeks|months|hours)\b)|\b(?:last|past)\s+\d+\s+years\b"
    r"|\btestified\s+in\s+\d+\s+cases\b|\b\d+\s+(?:dollars|pounds|yuan)\s+(?:an|per)\s+hour\b"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|(?P<bracketed>[12]\d{{3}})(?=[)）](?!\s*(?:{_UNITS}|{_COUNTED})))"
    rf"|(?:{_SYSTEMS})\s*\d+(?:\.\d+)*(?!\d|\.\d|\s*(?:{_UNITS})|\s+{_COUNTED})"
    r"|(?P<place2>(?<!共)第\s*[\d\-–—至、,，]+\s*(?:条|款|项|章|节|页|回|卷|号|次|版|部分|附件|表|图|部|集))"
    rf"|〔\d{{4}}〕\s*\d+\s*号|(?P<numbered>[A-Z]{{2,3}}(?:/[A-Z]{{1,2}}\s*\d+(?:\.\d+)?(?:[—–-]\d{{4}})?"
    rf"|\s*\d+(?:\.\d+)?[—–-]\d{{4}}))(?!\d|{_COUNTS})"
    rf"|(?P<document>(?<![A-Za-z])[A-Z]{{2,4}}\s*(?!0\.)\d+(?:\.\d+)?{_SUB})(?!\d|{_COUNTS})"  # documents, standards
    rf"|(?P<named>{_NAMED}\s*(?:\d+(?:(?:\.\d+)+(?:\([A-Za-z\d]{{1,4}}\))*|(?:\([A-Za-z\d]{{1,4}}\))+)|{_LISTED}|[\d.()]+)(?!\d|\s+{_WORDS})"
    rf"|(?:{_NAMED_ZH})\s*(?:{_LISTED}|[\d.()]+)(?!\d|\s*(?:{_UNITS})))"
    r"|(?P<label>[A-Za-z][A-Za-z_\-]*\d+(?:[._\-][A-Za-z\d]+)*)"  # labels and names: A1, utf8, MD5
    rf"|{_ELSEWHERE}"
    r"|(?m:^\s*\d+[.)、]\s))(?![\d.]*\s*[%％])"  # items of a list; a share is none of these
)
# Words of measure that a number behind them is one of, whatever it is dressed as (相同率为S84, the overlap is HTTP 84)
_DEGREE = (
    "相似度|重合度|相似性|相[同似]率|重合率|重复率|(?:相同|相似|重合)(?:比例|占比|比重|字数|处数|等级|程度)"
    "|相似度?(?:等级|评级)"
    r"|\b(?:share|overlap|similarity|score|percentage|proportion)(?:\s+(?:class|level|grade|rating|in\s+common"
    r"|that\s+is\s+the\s+same))?"
    r"|\b(?:same|common|shared)\s+(?:words|letters|characters|passages)"
)
_IS = (
    r"(?:\s|[:：=＝（(,，_-]|即|为|是|系|达|计|等于|相当于|约"
    r"|\b(?:is|was|are|were|amounts?|comes?|runs?|went|increases?|numbers?|at|to)\b)*"
)
_MEASURED = re.compile(rf"(?:{_DEGREE}){_IS}\Z", re.IGNORECASE)
# … of the label of a work: said to be it, with a unit or nothing behind (相同字数：P92字; 相同文字之比，A1为P92)
_LABEL_SAID = re.compile(
    rf"(?:{_DEGREE}|之比|占比)(?:\s+of\s+[^,.;，。；\n]{{1,24}}?)?(?:[\s,，(（)）]|[A-Za-z]{{1,2}}\d+|即|约|计|共)*"
    r"(?:[为是系达计]|等于|相当于|[:：=＝]|\b(?:is|was|are|were|at|to))\s*\Z",
    re.IGNORECASE,
)
_LABEL_ENDS = re.compile(rf"\s*(?:[。；;！!?？\n|]|\.(?!\d)|\Z|(?:{_UNITS})(?!\w)|(?:{_COUNTED}))")
_REACH = 80  # letters before a name in which a word of measure may begin
_MEASURING = re.compile(rf"{_DEGREE}|\bnumber\s+of\b", re.IGNORECASE)
_SCORED = re.compile(r"得分|评分|\bscore[ds]?\b")
_OF_WORKS = re.compile("[Aa]rticle|[Rr]ule|[Pp]aragraph|[Ss]ection|[Pp]age|[Vv]olume|[Dd]isc|检材|样本|光盘")

_DRESSED = ("year", "bracketed", "numbered", "document", "cited", "named", "label")  # names that a figure may go by
_ANYWHERE = (None, "year", "bracketed", "numbered", "document", "label")  # on file or not: years, papers, standards

_VERSION = re.compile(
    r"(?P<name>(?:\d+-)?[A-Za-z][\w.+-]*)(?:\s+(?:version\s+)?|\s*版本?\s*)(?P<number>\d+(?:\.\d+)*)"
    rf"(?!\d|\.\d|-[A-Za-z]|\s*(?:[%％处字个句段])|\s+(?:\w+\s+)?{_WORDS})"
)
# A program that somebody used, by its name in capitals and its version: unpacked with 7-Zip 23.01
_USED = re.compile(
    r"(?:\b(?:with|using|under|by|in|on|of)\s+|(?:软件|工具|程序|版本)(?:为|是|系|:|：)?\s*|(?:采用|使用|借助|通过|[用以])\s*)\Z"
)
_FEW_LETTERS = 1  # of a name that is none of a program
_RELEASE = re.compile(r"[1-9]\d*\.\d+(?:\.\d+)*|0\.\d+(?:\.\d+)+")
_PLANTED = re.compile(
    r"植入[^，。；,;\d\n]{0,10}\d+\s*[处个份段件](?:[，,]?(?:全部|均|共)?(?:检出|找到|列出)\s*\d+\s*[处个份段件])?"
    r"|\bplanted\s+\d+\b(?:(?:\s+\w+){0,3},?\s+(?:and\s+)?(?:found|listed)\s+\d+\b)?|\b\d+\s+(?:\w+\s+)?(?:planted\s+\w+|plants\b)(?:[^.;,\d\n]{0,24}?\bfound\s+\d+)?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"第\s*\d+\s*(?:个?字符|个?字(?!数)|字节)|\b(?:at|from|to|until|with)\s+(?:characters?|letters?|bytes?)\s+\d+",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<!共)第\s*\d+\s*[处段](?!\d)")
# What is in a carrier or a package: as many files as a work has
_HOLDS = re.compile(
    r"(?:存放|内含|含有?|内有|装有|解压得)[^，。；\d\n,;]{0,6}文件\s*\d+\s*个|(?:存放|内含|含有?|内有|装有|解压得)\s*\d+\s*个文件"
    r"|\b(?:holds|contains|has|with)\s+\d+\s+files?\b(?!\s+(?:in\s+common|that|of\s+which))"
)
# From where to where in a score, and how large a picture is, as a match has them
_SPAN = re.compile(
    r"第\s*\d+\s*(?:小节)?\s*[-–—至到]\s*第?\s*\d+\s*小节|\bbars?\s+\d+\s*(?:[-–]|to|until)\s*\d+"
    r"|\d+\s*[×x]\s*\d+(?:\s*(?:pixels|像素))?",
    re.IGNORECASE,
)
# How long a recording is (3分20秒)
_LASTS = re.compile(
    r"(?:\d+\s*个?小时\s*)?(?:\d+\s*分钟?\s*)?\d+(?:\.\d+)?\s*秒钟?"
    r"|\b(?:\d+\s+hours?\s+)?(?:\d+\s+minutes?\s+)?(?:and\s+)?\d+(?:\.\d+)?\s+seconds?\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?<![\d.])\d+\s*(?:字节|bytes\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers that need no link, as they are on file and of no result: ``limits`` of the methods and the scheme,
    ``versions`` of programs, by name in small letters, ``planted`` copies of the controls, ``sizes`` of files in bytes,
    ``places`` where matches begin and end, ``ranges`` of those and of exclusions, ``matches``: how many the record with
    most has; ``labels`` of works.

    ``spans``: pairs of numbers as matches tell them, of bars and sizes; ``files``: how many works have;
    ``things``: how many are on file that a report may number, for its tables, figures and annexes; ``held``: places,
    lengths and rates."""

    limits: frozenset[float] = frozenset()
    versions: frozenset[tuple[str, str]] = frozenset()
    planted: frozenset[float] = frozenset()
    sizes: frozenset[float] = frozenset()
    places: frozenset[float] = frozenset()
    ranges: frozenset[Position] = frozenset()
    spans: frozenset[tuple[float, ...]] = frozenset()
    files: frozenset[float] = frozenset()
    matches: int = 0
    labels: frozenset[str] = frozenset()
    things: int = 0
    held: Held = NONE_HELD

    def __hash__(self) -> int:
        return hash((self.labels, self.sizes, self.matches))  # which cases differ by; asked for each text that is read

    def blank(self, text: str) -> str:
        """The text with these numbers blanked out."""
        text = _VERSION.sub(lambda hit: blanked(hit) if self._version(hit) else hit.group(), text)
        for hit in told_limits(text, self.limits):
            text = text[: hit.start()] + blanked(hit) + text[hit.end() :]
        for start, stop in lying(text, self.ranges):
            text = text[:start] + " " * (stop - start) + text[stop:]
        for pattern, held in (
            (_PLANTED, self.planted),
            (_PLACE, self.places),
            (_ORDINAL, range(1, self.matches + 1)),
        ):
            text = pattern.sub(partial(_blanked_in, held), text)
        for pattern, held in ((_SIZE, self.sizes), (_HOLDS, self.files)):
            text = pattern.sub(partial(_blanked_of_whole, held), text)
        text = _LASTS.sub(lambda hit: blanked(hit) if self._lasts(hit) else hit.group(), text)
        return _SPAN.sub(lambda hit: blanked(hit) if self._spans(hit.group()) else hit.group(), text)

    def _spans(self, told: str) -> bool:
        pair = pair_of(told)
        return pair in self.spans or (len(pair) == 2 and "x" not in told and self.held.bears("bar", *pair))

    def _lasts(self, hit: re.Match[str]) -> bool:
        """Whether a work is said to be as long as one is."""
        began, _ = clause(hit.string, *hit.span())
        ahead, told = hit.string[began : hit.start()].casefold(), hit.group().casefold()
        return measures(told, ahead, self.held, self.sizes, alike=_is_alike(hit), took=False)

    def limit(self, text: str, start: int) -> bool:
        """Whether the number that stands there in a text is told as a limit of the methods, and is one."""
        return any(hit.start() <= start < hit.end() for hit in told_limits(text, self.limits))

    def _version(self, hit: re.Match[str]) -> bool:
        """Whether it is a program and its version: one that was used, or one on file as versions are written (in
        capitals, or with points), where nothing is measured or called alike."""
        name, number = hit["name"].casefold(), hit["number"]
        if self._used(hit):
            return True
        named = len(name) > _FEW_LETTERS and name not in self.labels
        if not (named and (re.match(r"(?:\d+-)?[A-Z]", hit["name"]) or "." in number)):
            return False
        began, stop = clause(hit.string, *hit.span())
        here = hit.string[began:stop].casefold()
        if _MEASURING.search(here) or _SCORED.search(here) or _is_alike(hit):
            return False
        return any(one == name and f"{told}.".startswith(f"{number}.") for one, told in self.versions)

    def _used(self, hit: re.Match[str]) -> bool:
        """Whether it is a program that was used, in a sentence that says nothing of how alike things are."""
        text = hit.string
        if not (_RELEASE.fullmatch(hit["number"]) and re.match(r"(?:\d+-)?[A-Z]", hit["name"])):
            return False
        began, stop = sentence(text, *hit.span())
        here = text[began:stop].casefold()
        return bool(_USED.search(text, began, hit.start())) and not (COMPARED.search(here) or _MEASURING.search(here))

    def frees(self, hit: re.Match[str]) -> bool:
        """Whether what looks like a name, year or label (of ``_ALLOWED``) is one where it stands: behind a word of
        measure it is a number, and so is what is not on file as that very reference where the sentence calls works
        alike, or is on how much of them is."""
        kind, text = hit.lastgroup, hit.string
        if kind not in _ANYWHERE and not self._borne_out(hit):
            return False
        if kind not in _DRESSED:
            return True
        if kind == "label" and hit.group().casefold() in self.labels:
            return not self._stands_for_number(hit)
        if kind != "named":
            began = max(0, hit.start() - _REACH)
            ahead = re.sub(r"(?<=[A-Za-z])[A-Za-z]\Z|\b[A-Za-z]\Z", "", text[began : hit.start()])
            digits = hit.start() + len(re.split(r"\d", hit.group(), maxsplit=1)[0])
            return not (_MEASURED.search(ahead) or _MEASURED.search(text[began:digits]))
        if max(map(float, re.findall(r"\d+", hit.group())), default=0) <= self.things or _OF_WORKS.match(hit.group()):
            return True
        began, stop = sentence(text, *hit.span())
        return not (_MEASURING.search(text, began, stop) or COMPARED.search(text.casefold(), began, stop))

    def _stands_for_number(self, hit: re.Match[str]) -> bool:
        """Whether the label of a work says there how much is alike: behind a word of measure, with nothing behind it
        but a unit or a stop (相同率为P92, the overlap is P92)."""
        text = hit.string
        return bool(
            _LABEL_ENDS.match(text, hit.end()) and _LABEL_SAID.search(text, max(0, hit.start() - _REACH), hit.start())
        )

    def _borne_out(self, hit: re.Match[str]) -> bool:
        """Whether a place, length, size or number that a sentence names which calls works alike is on file."""
        began, stop = sentence(hit.string, *hit.span())
        here = hit.string[began:stop].casefold()
        own = says_alike(here)
        if not (own or led_alike(hit.string, *hit.span())):
            return hit.lastgroup not in OF_CARRIERS or not of_two_works(hit)
        start, end = hit.start() - began, hit.end() - began
        told, before, behind = here[start:end], here[:start], here[end:]
        kind = re.sub(r"\d+\Z", "", hit.lastgroup or "")
        if kind == "measure":
            ahead = hit.string[clause(hit.string, *hit.span())[0] : hit.start()].casefold()
            took = not says_alike(here, acts=True)
            return measures(told, ahead, self.held, self.sizes, alike=_is_alike(hit), took=took)
        if kind in ("clock", "number", "road", "port"):
            return identifies(kind, told, before, self.held)
        alone = len(re.findall(r"\d+", told)) == 1
        said = says_alike(here, differing=True) if own else led_alike(hit.string, *hit.span(), differing=True)
        if alone and not _TO.search(before) and not said:
            return True  # a place where works differ
        return refers(told, before, behind, self.held, self.matches, self.things)


_TO = re.compile(r"(?:至|到|以前|为止|\b(?:to|until|through|up\s+to))\s*\Z")


def _blanked_in(held: Container[float], hit: re.Match[str]) -> str:
    """The hit, blanked out where the numbers in it are of these."""
    return blanked(hit) if all(float(one) in held for one in re.findall(r"\d+", hit.group())) else hit.group()


def _blanked_of_whole(held: Container[float], hit: re.Match[str]) -> str:
    """… unless the clause in which it stands calls works alike, and does not say how large they are."""
    began, stop = clause(hit.string, *hit.span())
    large = HOW_LARGE.search(hit.string[began:stop].casefold())
    return hit.group() if _is_alike(hit) and not large else _blanked_in(held, hit)


def _is_alike(hit: re.Match[str]) -> bool:
    """Whether the clause in which something stands calls works alike, or what leads a sentence that says nothing."""
    text = hit.string
    began, stop = clause(text, *hit.span())
    if says_alike(text[began:stop].casefold()):
        return True
    began, stop = sentence(text, *hit.span())
    return bare(text[began:stop]) and led_alike(text, *hit.span())


def pair_of(text: str) -> tuple[float, ...]:
    """Numbers of a span, or of how large a picture is; of bars (3:1) the beats are left out."""
    return tuple(map(float, re.findall(r"\d+", re.sub(r":\d+(?:\.\d+)?", "", text))))


NOTHING_KNOWN = Known()


def allowed(text: str, known: Known = NOTHING_KNOWN) -> str:
    """The text with all numbers blanked out that need no link."""
    text = _without_standards(known.blank(text))
    return _ALLOWED.sub(lambda hit: blanked(hit) if known.frees(hit) else hit.group(), text)


_COUNTS_BEHIND = re.compile(rf"(?:{_COUNTS})|\s+{_COUNTED}")


def _without_standards(text: str) -> str:
    """The text without numbers of standards, but where one stands behind a word of measure or before what is
    counted."""
    bare = text
    for start, stop in spelled(text):
        measured = _MEASURED.search(text, max(0, start - _REACH), start)
        if not (measured or _COUNTS_BEHIND.match(text, stop)):
            bare = bare[:start] + " " * (stop - start) + bare[stop:]
    return bare


def blanked(hit: re.Match[str]) -> str:
    return " " * len(hit.group())


def versions_in(texts: Iterable[str], installed: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Names and versions of programs that texts on equipment name, and of those that are installed."""
    named = (hit for text in texts for hit in _VERSION.finditer(text))
    told = {(hit["name"].casefold(), hit["number"]) for hit in named}
    return frozenset(told | {(name.casefold(), version) for name, version in installed.items()})
