"""Oddities of a file that an independent author would hardly repeat: where they stand, by kind.

E-mail addresses, dates, copyright lines, notes to oneself, absolute paths, GUIDs, odd spacing, dead code,
left-over debug prints. All patterns take time linear in the text (bounded repetition).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from comparators.code.literal import names
from comparators.code.literal.kinds import Row

Found = tuple[Row, int, int]
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
IN_TALK: tuple[tuple[Row, re.Pattern[str]], ...] = (
    (Row.EMAIL, re.compile(
        r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")),
    (Row.PATH, re.compile(
        r"(?<![\w/.:-])/(?:home|Users|root|opt|mnt|data|srv|tmp|var|work|export|usr/local)/[\w.+@-]{1,80}"
        r"(?:/[\w.+@-]{1,80}){0,20}|(?<!\w)[A-Za-z]:\\{1,2}(?:[\w.+@ -]{1,80}\\{1,2}){1,20}[\w.+@-]{0,80}")),
    (Row.DATE, re.compile(
        r"(?<![\d.])(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)"
        r"|(?:19|20)\d\d ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?"
        rf"|(?<!\d)\d{{1,2}}[ -]{MONTH}[ -](?:19|20)\d\d|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d")),
    (Row.TODO, re.compile(r"\b(?:TODO|FIXME|XXX|HACK|BUG|待办|待修改)\b[ \t]{0,4}[(\[:：@,-][^\n]{2,120}")),
    (Row.COPYRIGHT, re.compile(
        r"(?:[Cc]opyright|COPYRIGHT|\([Cc]\)[ \t]{1,4}(?:19|20)\d\d|©|版权所有|著作权)[^\n]{3,120}")),
)  # fmt: skip
SIGNS_OF = {
    Row.EMAIL: ("@",), Row.PATH: ("/", ":\\"), Row.DATE: ("19", "20"),
    Row.TODO: ("TODO", "FIXME", "XXX", "HACK", "BUG", "待"),
    Row.COPYRIGHT: ("opyright", "COPYRIGHT", "(c)", "(C)", "©", "版权", "著作权"),
}  # fmt: skip
SIGNS_OF_NAMES = (
    "uthor", "UTHOR", " by", "aintainer", "AINTAINER", "opyright", "COPYRIGHT", "(c)", "(C)", "©", "版权", "著作权",
    "作者", "编写", "创建", "修改", "负责", "开发", "维护",
)  # fmt: skip
GUID = re.compile(r"(?<![0-9A-Fa-f-])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])")
LICENCE = re.compile(
    r"copyright|\blicen[sc]e|warrant|redistribut|permission|\bgpl\b|merchantab|provided .{0,3}as is|版权|许可", re.I
)
DEBUG = re.compile(
    r"(?:\b(?:f?printf|puts|print|println|WriteLine|NSLog|echo|var_dump|print_r|OutputDebugString[AW]?|alert|log|debug)\b|dbg!)"
    r"[^\"'\n]{0,40}[\"'](?:[^\"'\n]{0,80}(?:\bdebug|\bhere\b|\btest\b|\btesting\b|\bxxx|\bhello\b|\bwtf\b|\basdf|到这|测试|调试)"
    r"|[-*#=>!@]{3})",
    re.IGNORECASE,
)
BEFORE_SIGN = re.compile(r"[\w)\]] +[;,](?![ \t]*$)|[\w)\]] +;[ \t]*$")
LEAVES = re.compile(r"(?:return|break|continue|goto|throw|raise|exit)\b")
REACHED = re.compile(
    r"[}\])#@:]|case\b|default\b|else\b|elif\b|except\b|finally\b|catch\b|\w+\s*:(?!:)|end\b|def\b|fi\b|done\b|esac\b|;;"
)
NEVER = re.compile(r"(?:if|while)\s*\(\s*(?:0|false|FALSE|False)\s*\)|if (?:False|0)\s*:")
IF_ZERO = re.compile(r"#\s*if\s+(?:0|FALSE|false)\b")
IF_ANY, ELSE_ANY, END_ANY = (re.compile(rf"#\s*{word}") for word in ("if", "el", "endif"))


def in_talk(text: str, start: int, stop: int) -> Iterator[Found]:
    """Names (see ``names``), addresses, dates and the like in one comment or string."""
    piece = text[start:stop]
    if any(sign in piece for sign in SIGNS_OF_NAMES):
        for name in names.names(text, start, stop):
            yield Row.AUTHOR, *name
    for row, pattern in IN_TALK:
        if any(sign in piece for sign in SIGNS_OF[row]):
            for found in pattern.finditer(piece):
                end = found.end() - (len(found[0]) - len(found[0].rstrip(" \t\r*/-=")))
                if end > found.start():
                    yield row, start + found.start(), start + end


def spacing_of(line: str) -> str:
    """What is odd about the spacing of one line of code; empty when nothing is."""
    body = line.rstrip("\r\n")
    indent = body[: len(body) - len(body.lstrip(" \t"))]
    if body[-1:] in " \t":
        return "trailing"
    if " \t" in indent:
        return "space-tab"
    return "before-sign" if BEFORE_SIGN.search(body[len(indent) : 400]) else ""


def dead(lines: list[str], said: Sequence[bool]) -> list[int]:
    """Numbers (from 0) of lines that no run of the program reaches, as far as a reader of lines can tell.

    ``said``: for each line whether it begins within a comment or string; such lines are no code.

    Lines between ``#if 0`` and its end, of a condition that is never true, and those that follow ``return``, ``break``
    and the like at the same depth.
    """
    found: list[int] = []
    depth = 0
    left_at: str | None = None
    for number, (line, talk) in enumerate(zip(lines, said, strict=True)):
        body = line.strip()[:200]
        if not body or talk:
            continue
        if depth:
            if IF_ANY.match(body):
                depth += 1
            elif END_ANY.match(body) or (depth == 1 and ELSE_ANY.match(body)):
                depth -= 1
            elif depth:
                found.append(number)
            continue
        if IF_ZERO.match(body):
            depth = 1
            continue
        indent = line[: len(line) - len(line.lstrip())]
        if left_at is not None and indent == left_at and not REACHED.match(body):
            found.append(number)
        else:
            left_at = None
            if NEVER.match(body):
                found.append(number)
        if LEAVES.match(body) and (body.endswith(";") or "(" not in body) and not body.endswith((",", "\\", "(", "{")):
            left_at = indent
    return found
