"""What of a text stands on one line wherever a cell has the room for it: citations, dates and moments, pairs of works,
names of people, short names with a hyphen, numbers of standards, numbers with their units, ranges, sizes and points of
a picture, shares of a colour, counts behind what they count, and few hanzi between signs. Of these, lines of paragraphs
and of the web edition hold figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.text import CITED

BREAK = "\u200b"  # as in ``breaks``
HANZI = "\u3400-\u4dbf\u4e00-\u9fff"
PERSON = r"(?:[A-Z][a-z]+ )+[A-Z](?![\w'’])"  # Sample Expert A
FEW = rf"(?<!\w)[{HANZI}]\w{{1,5}}(?<!第)(?!\w)(?m: [0-9]+$)?"  # 示例专家甲; 未核验 20
FIGURE = "[0-9](?:[0-9.,:]*[0-9])?"  # 17:1 and 0:00:01.500 too
NUMBER = f"{FIGURE}(?:–{FIGURE})?"
RANGE = rf"(?<![\w.\-–]){FIGURE}–{FIGURE}(?![\w–])"
POWER = "[⁻⁰¹²³⁴-⁹]*"
SIZE = rf"(?<![\w.])−?{FIGURE} × {FIGURE}{POWER}(?: px| 像素)?"  # 256 × 384, 8 × 10⁻⁸
SHARE = rf"#[0-9a-f]{{6}} {FIGURE}%"  # of a colour
HANZI_UNITS = "字符|字节|像素|段落|单元|音符|[行页个处件项段次字秒张幅条份]"  # also where more hanzi follow
UNITS = (
    "bytes?|lines?|characters?|files?|notes?|cells?|addresses|seconds?|pixels?|pages?|px|matches|ranges?|places?|rows?"
)
OF_WORK = r"(?:\b[A-Z][0-9]+(?:: |：))?(?:另有?[ \u00a0])?"  # A1：29 个; 另有 7 段
UNIT = rf"(?:[{HANZI}]{{1,3}}(?![{HANZI}])|(?:{HANZI_UNITS})|(?:{UNITS})\b)"
COUNT = rf"{OF_WORK}(?:第 )?(?<![\w.\-–]){NUMBER}[ \u00a0]{UNIT}"
POINT = rf"\({FIGURE}, {FIGURE}\)(?:–| px| 像素)?"  # (384, 320) px
COUNTED = r"(?m:^[a-z]+(?: [a-z]+){0,2} [0-9]+$)"  # not verified 20
LABELS = r"\b(?:Figures?|Tables?|Exhibits?|Annex|Appendix|[Nn]os?\.|[Vv]ersion|[Pp]ages?)|版本|附件|[图表]"
LABELLED = rf"(?:{LABELS})[ \u00a0]{NUMBER}(?![\w–\-])"  # what has a number, with it: Figure 7, no. 4, 版本 5
OF_ALL = rf"(?<![\w.\-–]){FIGURE}[ \u00a0](?:of[ \u00a0]{FIGURE}|more\b)(?:[ \u00a0](?:{UNITS})\b)?"  # 8 of 378 matches
NAMED_NUMBER = rf"{OF_ALL}|{LABELLED}"
SAMPLE = rf"[{HANZI}]{{2}}[ \u00a0][A-Z]\d+(?![\w\-])"  # 样本 A1
# Signs that stay with what is between them; # stands before what follows.
OPEN, CLOSE = "[（《「『【“]*", r"[!\"$-')-/:-@\]}）》」』】”，。、；：！？]*"
MOMENT = r"\d{4}-\d\d-\d\d(?:T[0-9:.]+Z?)?(?!\w)"
HYPHENED = rf"(?<![\w-])(?:[A-Z]{{2,4}}|[{HANZI}]{{1,4}})-[A-Z0-9]{{1,3}}(?![\w-])"  # SHA-1, DVD-R, 示例-A1
STANDARD = r"\b[A-Z]{2,4}/[A-Z]{1,3} [A-Z]*\d{3,}(?:\.\d+)?(?:[-–:]\d{4})?(?![\w-])"  # SF/T 0075-2020
BECOMES = rf"(?<![\w.]){FIGURE} = {FIGURE}: {FIGURE}(?!\w)"  # cells of a number that are of another one: 1 = 31: 605
SIGNED = rf"{CITED}|{HYPHENED}|{STANDARD}|{BECOMES}|{SIZE}|{SHARE}|{POINT}"  # what signs would part
DIVIDED = rf"(?<![\w.\-–]){FIGURE} / {FIGURE}(?![\w–])"  # 9262 / 20141
FIGURES = rf"{SIGNED}|{MOMENT}|{DIVIDED}|\b[A-Z]\d+–[A-Z]\d+\b|{NAMED_NUMBER}|{COUNT}|{RANGE}"
LAST = rf"[{HANZI}]{{2}}(?m:$)"  # of a line of a cell: no hanzi stands alone
WORK = r"\b[A-Z]\d+ \([a-z]+(?: [a-z]+){0,2}\)"  # B1 (accused work)
TITLED = r"\([A-Z][a-z]{1,11} [A-Z][a-z]{1,11}\)"  # 月光城 (Moonlight City)
STAYS = re.compile(rf"{OPEN}(?:{WORK}|{TITLED}|{FIGURES}|{PERSON}|{COUNTED}|{SAMPLE}|{FEW}|{LAST}){CLOSE}")
IN_TEXT = re.compile(FIGURES)
OF = re.compile(rf"{DIVIDED}(?:[ \u00a0]{UNIT})?")
# Where there is the room for it, a region is one thing, so is a name of a file with its folders, and a range is not
# parted from the unit before it.
BOX = rf"\({FIGURE}, {FIGURE}\)–\({FIGURE}, {FIGURE}\)(?: px| 像素)?"
PLACE = rf"(?:{HANZI_UNITS}|\b(?:{UNITS}))[ \u00a0]{NUMBER}(?![\w–])"
PLACED = r"(?:(?::\d+)+(?:-\d+(?::\d+)*)?)?"  # of a name, its lines or characters: manual.md:9190-10217
BEGUN = rf"(?<![A-Za-z0-9./_\-])(?!{STANDARD})(?:[a-z]+:(?=//))?"
NAMED = rf"{BEGUN}(?=[0-9./_\-]*[A-Za-z])[A-Za-z0-9./_\-]*(?:[/_]|--)[A-Za-z0-9./_\-]*[A-Za-z0-9]_*{PLACED}"
# Digits alone (46/49) are no name. A folder or a file by itself that lines would part at its hyphens.
PART = rf"(?<![\w.\-])[A-Za-z0-9._]*-[A-Za-z0-9._\-]*(?:/(?=[\w.])|\.[A-Za-z][A-Za-z0-9]{{0,4}}(?![\w/]){PLACED})"
DATED = r"(?<![\w-])\d{4}-\d\d-\d\dT?(?![-\d])"
OF_COUNT = rf"{DIVIDED}[ \u00a0]{UNIT}"
REGION = re.compile(rf"(?:区域[ \u00a0])?{BOX}{CLOSE}")
IN_WEB = re.compile(f"({BOX}|{TITLED}|{SIGNED}|{PLACE}|{OF_COUNT}|{DIVIDED}|{NAMED_NUMBER}|{COUNT}|{RANGE}|{DATED})")
IN_CELL_OF_WEB = re.compile(rf"({REGION.pattern}|{OPEN}(?:{PLACE}|{OF_COUNT}){CLOSE}|{DATED}|{STAYS.pattern})")
NAMED_IN_WEB = re.compile(  # with its places to break, and the signs that no line ends before or behind
    rf"([\"'(\[{{]*{OPEN}(?:{NAMED}|{PART}){CLOSE}(?: ·)?)".replace("\\-]", f"\\-{BREAK}]")
)
ROOMY = re.compile(rf"\(?{OPEN}(?:(?:区域[ \u00a0])?{BOX}|{PLACE}|{OF_COUNT}|{NAMED}|{PART}){CLOSE}")
NAMED_PLACE = re.compile(rf"(?<=/)[A-Za-z0-9._\-]+:\d[\d:\-]*(?!\w){CLOSE}")  # manual.md:220-1834
PARTS = re.compile(rf"\(?{OPEN}{PART}{CLOSE}|{NAMED_PLACE.pattern}")
NUMBERS = re.compile(rf"(?<=[A-Za-z_]):\d[\d:\-]*(?!\w){CLOSE}")  # of a place: typesetters end no line before its sign
NAME = re.compile(rf"[\"'(\[{{“‘]*(?:{NAMED}|{PART}){CLOSE}")  # a word that is one
BEHIND = re.compile("[；：]*")  # typesetters let these signs begin a line behind what is held whole
# Hanzi of the head of a column that stand side by side: none is alone on its line, nor a bracket that opens; a short
# bracket is not parted.
ABREAST = re.compile(rf"（[^（）\n]{{1,8}}）|{OPEN}(?:[{HANZI}]{{2}}(?=[{HANZI}]{{2}})|[{HANZI}]{{2,3}}{CLOSE})")
ABREAST_IN_WEB = re.compile(f"({ABREAST.pattern})")


def wholes(words: str, kind: re.Pattern[str] = STAYS) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of what stays on one line of a text, with its signs, in their order."""
    for found in kind.finditer(words):
        yield found.span()
