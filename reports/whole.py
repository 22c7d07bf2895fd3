"""What of a text stands on one line, in the PDF and the DOCX, wherever a cell has the room for it: citations, dates and
moments, pairs of works, names of people, short names with a hyphen, numbers with their units, points of a picture,
counts behind what they count, and few hanzi between signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.text import CITED

HANZI = "\u3400-\u4dbf\u4e00-\u9fff"
PERSON = r"(?:[A-Z][a-z]+ )+[A-Z](?![\w'’])"  # Sample Expert A
FEW = rf"(?<!\w)[{HANZI}]\w{{1,5}}(?!\w)(?m: [0-9]+$)?"  # 示例专家甲; 未核验 20
FIGURE = "[0-9](?:[0-9.,]*[0-9])?"
NUMBER = f"{FIGURE}(?:–{FIGURE})?"
UNITS = "bytes?|lines?|characters?|files?|notes?|cells?|addresses|seconds?|pixels?|pages?|px"
OF_WORK = r"(?:\b[A-Z][0-9]+(?:: |：))?"  # A1：29 个
COUNT = rf"{OF_WORK}(?<![\w.\-–]){NUMBER}[ \u00a0](?:[{HANZI}]{{1,3}}(?![{HANZI}])|(?:{UNITS})\b)"
POINT = rf"\({FIGURE}, {FIGURE}\)(?:–| px| 像素)?"  # (384, 320) px
COUNTED = r"(?m:^[a-z]+(?: [a-z]+){0,2} [0-9]+$)"  # not verified 20
OPEN, CLOSE = "[（《「『【“]*", r"[!-')-/:-@\]}）》」』】”，。、；：！？]*"  # signs that stay with what is between them
MOMENT = r"\d{4}-\d\d-\d\d(?:T[0-9:.]+Z?)?(?!\w)"
HYPHENED = r"(?<![\w-])[A-Z]{2,4}-[A-Z0-9]{1,3}(?![\w-])"  # SHA-1, DVD-R
WHOLE = rf"{CITED}|{MOMENT}|{HYPHENED}|\b[A-Z]\d+–[A-Z]\d+\b|{PERSON}|{COUNT}|{POINT}|{COUNTED}|{FEW}"
STAYS = re.compile(rf"{OPEN}(?:{WHOLE}){CLOSE}")


def wholes(words: str) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of what stays on one line of a text, with its signs, in their order."""
    for found in STAYS.finditer(words):
        yield found.span()
