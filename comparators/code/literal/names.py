"""Names of authors and holders of rights in comments, strings and fields such as ``__author__``: the bare names.

One name may stand in notices of many forms: ``@author X``, ``written by X``, ``Copyright (c) 2019 X, Inc.``,
``作者：X``, ``版权所有 X``. Only the name itself is a piece of its own, so that all forms are one name; mail addresses,
years and legal forms (Inc., GmbH, 有限公司) are no part of it. All patterns take time linear in
the text (bounded repetition).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comparators.code.literal.hashing import of_words
from comparators.code.literal.kinds import COMMON, Row
from comparators.code.literal.known import Known, family

Place = tuple[int, int]
MOST = 12  # names after one notice
TAG = re.compile(
    r"[@\\]authors?\b[ \t]{0,8}[:：=]?"
    r"|\b(?:[Aa]uthors?|AUTHORS?|[Mm]aintainers?|MAINTAINERS?)\b[ \t]{0,3}[:：]"
    r"|(?:作者|编写[人者]?|创建[人者]?|修改[人者]|负责人|开发[人者]|维护[人者])[ \t]{0,8}[:：]|作者(?=[ \t])"
)
BY = re.compile(
    r"\b(?:[Ww]ritten|[Cc]reated|[Mm]odified|[Cc]oded|[Cc]ontributed|[Dd]eveloped|[Mm]aintained) by\b[ \t]{0,3}:?"
)
RIGHTS = re.compile(
    r"(?:[Cc]opyright|COPYRIGHT|©|\([Cc]\)|版权所有|版权归|著作权(?:人|归|所有)?)"
    r"(?:[ \t,:：;.–—-]|\([Cc]\)|©|(?:19|20)\d\d年?|[Cc]opyright|by\b|present\b|至今|归|属于){0,60}"
)
STATED = re.compile(r"(?:19|20)\d\d|\([Cc]\)|©|版权|著作权|\bby\b|[:：]")  # without, it is talk of copyright
FIELD = re.compile(
    r"(?:__(?:author|maintainer|copyright)__|\bAssemblyCompany|[\"']author[\"'])[ \t]{0,8}[=:(][ \t]{0,8}[\"']{1,3}"
)
BETWEEN = re.compile(
    r"[ \t]{0,4}(?:<[^>\n]{1,80}>|[(（][^)）\n]{1,80}[)）])?[ \t]{0,4}(?:[,;、，；&/]|\band\b|\b和\b)"
    r"[ \t]{0,4}(?:and\b|&)?[ \t]{0,4}"
)
LETTER = r"(?:[^\W\u3400-\u9fff]|[.'’-])"
WORD = rf"[A-ZÀ-ÖØ-ÞĆČŁŚŠŽ]{LETTER}{{0,40}}"
SMALL = r"(?:van|von|de|der|den|da|di|of|the|for|bin|la|le|al)"
SMALL = rf"{SMALL}(?=(?:[ \t]{{1,3}}{SMALL}){{0,2}}[ \t]{{1,3}}[A-Z])"  # parts of names where such words follow
LATIN = re.compile(rf"{WORD}(?:[ \t]{{1,3}}(?:{WORD}|{SMALL})){{0,7}}")
LOGIN = re.compile(r"[a-z][a-z0-9_.-]{2,30}(?=[ \t]{0,4}(?:\Z|[\r\n<(,;*|\"']))")
HAN = re.compile(
    r"(?!(?:侵权|翻印|违者|盗版|必究|保留|未经|所有|许可))"
    r"(?:[\u3400-\u9fff][ \u3000]{1,2}[\u3400-\u9fff](?![\u3400-\u9fff])|[\u3400-\u9fff·]{2,40})"
    r"(?:[(（][\u3400-\u9fff]{1,10}[)）][\u3400-\u9fff]{1,20})?"
)
BODIES = ("公司", "集团", "中心", "研究所", "研究院", "大学", "学院", "工作室")
HAN_BEFORE = re.compile(r"[\u3400-\u9fff]{4,40}(?=[ \t]{0,4}\Z)")
LEAD = re.compile(r"[ \t\u3000\"'*]{0,8}(?:(?:[Bb]y|[Tt]he)[ \t]{1,3})?")
LEGAL_WORD = (
    r"(?:Inc|Incorporated|Ltd|Limited|LLC|LLP|Corp|Corporation|Co|Company|GmbH|AG|KG|SE|S\.?A|B\.?V|N\.?V|Oy|AB|PLC|Pty"
    r"|S\.?r\.?l)"
)
LEGAL = re.compile(rf"(?:(?:^|[ \t]+){LEGAL_WORD}\.?)+$", re.IGNORECASE)
HAN_LEGAL = re.compile(r"(?:股份)?有限(?:责任)?公司$|公司$")
OWNED = re.compile(r"(?:所有|版权|编写|开发|保留).*$")
SHORT = re.compile(rf"[^\W\d_]{{1,2}}\.|(?:Prof|Mrs|{LEGAL_WORD})\.", re.IGNORECASE)  # after these a name may go on
ENDS = frozenset({
    "all", "rights", "reserved", "licence", "license", "licensed", "this", "that", "see", "under", "version", "date",
    "email", "mail", "file", "fix", "todo", "copyright", "contact", "holder", "holders", "notice", "owner", "owners",
})  # fmt: skip
NOBODY = frozenset({
    "admin", "administrator", "anonymous", "author", "authors", "authorname", "contributor", "contributors",
    "developer", "developers", "maintainer", "maintainers", "name", "none", "nobody", "others", "root", "team",
    "unknown", "user", "username", "various", "yourname", "作者", "未知", "佚名", "本人",
})  # fmt: skip


def names(text: str, start: int, stop: int) -> Iterator[Place]:
    """Names told by a notice within one comment or string: places in the text, in no order, none twice."""
    piece = text[start:stop]
    seen: set[Place] = set()
    for pattern, in_tag in ((TAG, True), (BY, False), (RIGHTS, False)):
        for notice in pattern.finditer(piece):
            if pattern is RIGHTS and not STATED.search(notice[0]):
                continue
            for a, b in _after(piece, notice.end(), in_tag=in_tag, least=2 if pattern is BY else 1):
                seen.add((a, b))
            if pattern is RIGHTS and notice[0].startswith(("版权所有", "著作权")):
                nearby = piece[max(notice.start() - 50, 0) : notice.start()]
                if nearby.rstrip(" \t").endswith(BODIES) and (before := HAN_BEFORE.search(nearby)):
                    seen |= set(_bare(piece, *(notice.start() - len(nearby) + at for at in before.span())))
    for a, b in sorted(seen):
        yield start + a, start + b


def in_fields(text: str) -> Iterator[Place]:
    """Names in strings that a field of the program gives to its author: ``__author__ = "X"``."""
    for field in FIELD.finditer(text):
        quote = re.compile(r"[\"'\n]").search(text, field.end(), field.end() + 200)
        if quote:
            a, b = field.end(), quote.start()
            yield from ((a + x, a + y) for x, y in _after(text[a:b], 0, in_tag=True, least=1))


def normal(name: str) -> str:
    """What is compared of a name: its letters and digits, capitals of ASCII as small ones."""
    return "".join(c.lower() if c.isascii() else c for c in name if c.isalnum())


def held_at_most(name: str, known: Known) -> int | None:
    """Works of the bundled counts that can hold a name: those that hold the rarest of its words of 5 letters or more.

    Names are not counted, words are. None where no word says so (字, short words).
    """
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", name) if 5 <= len(word) <= 24]
    if not words:
        return None
    return max(int(known.holding(family(Row.WORD), of_words(words)).min()), COMMON - 1)


def _after(piece: str, at: int, *, in_tag: bool, least: int) -> Iterator[Place]:
    """The names in a row that begin at a place; ``least`` words each, where they are written in Latin letters."""
    for _ in range(MOST):
        lead = LEAD.match(piece, at)
        at = lead.end() if lead else at
        found = HAN.match(piece, at)
        if found:
            yield from _bare(piece, found.start(), found.end())
            end = found.end()
        elif latin := LATIN.match(piece, at):
            end = _cut(piece, latin.start(), latin.end())
            if len(piece[at:end].split()) >= least:
                yield from _bare(piece, at, end)
        elif in_tag and (login := LOGIN.match(piece, at)):
            yield from _bare(piece, at, login.end())
            end = login.end()
        else:
            return
        more = BETWEEN.match(piece, end)
        if end <= at or more is None:
            return
        at = more.end()


def _cut(piece: str, start: int, stop: int) -> int:
    """Where a name in Latin letters ends: before a word of another sentence."""
    end = start
    for word in re.finditer(r"[^ \t]+", piece[start:stop]):
        if word[0].lower().strip(".,") in ENDS:
            break
        end = start + word.end()
        if word[0].endswith(".") and not SHORT.fullmatch(word[0]):
            break
    return end


def _bare(piece: str, start: int, stop: int) -> Iterator[Place]:
    """The name without its legal form, where it is one of somebody."""
    name = piece[start:stop]
    if "\u3400" <= name[:1] <= "\u9fff":
        name = OWNED.sub("", name)
        name = HAN_LEGAL.sub("", name) or name
    else:
        name = LEGAL.sub("", name)
    name = name.rstrip(" \t.,'’-")
    said = normal(name)
    if len(said) >= (3 if said.isascii() else 2) and said not in NOBODY and not said.isdigit():
        yield start, start + len(name)
