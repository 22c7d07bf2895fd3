"""Numbers of results as a sentence puts them: of which work, as a part of which whole, as shared or not."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from appraisal.gates.figures import BEHIND, Figures, Number
from appraisal.gates.relations import Works
from appraisal.gates.things import counted, share_of

_END = r"[。；;！？!?\n，,：:（(）)]|\.(?!\d)"
END = re.compile(_END)
# Between a work and its number: 占A1的相同文字为 [..], A1 has [..]; and between a number and its work
_BETWEEN_ZH = (
    r"(?:一书|全书|全文|正文|原文|全部|文字|内容|字数|作品|部分|[之当其]中|相同|逐字|共同|比例|占比|覆盖率|率"
    r"|[共总合]?[计有含占为是达至]|共|约|[的之中内里：:\s])*"
)
_BETWEEN = (
    r"(?:['’]s\s+)?(?:\s*(?:has|holds|contains|counts|comprises|includes|consists\s+of|is|was|amounts\s+to"
    r"|comes\s+to|runs\s+to"
    r"|in\s+all|a\s+total\s+of|about|some|only|all|the|its|same|common|shared|letters|characters|words|share"
    r"|coverage|[:=,]))*\s*"
)
_THINGS = (
    r"(?:\s*(?:[%％]|per\s?cent|of|the|its|all|same|common|shared|identical|whole|full|entire|letters|characters"
    r"|words|wording"
    r"|places|passages|sentences|pages|notes|lines|tokens|files|functions|pictures|text|body|length|matches))*?"
)
_JOINED = r"\s*(?:[、&/]|与|和|及|以及|,?\s*(?:and|or|as\s+well\s+as)\b|,)\s*(?:(?:of|in)\s+)?"
_APART = r"(?:[与和同跟对由从于较比除]|(?:from|with|to|than|by|against)\s+)\Z"  # of two works, or of the other
_PART_OF = re.compile(
    r"\s*(?:/|÷|(?:[a-z]+\s+){0,2}?(?:out\s+)?of\s+(?:the\s+|all\s+(?:the\s+)?)?|[^\W\d_a-z]?(?:之?中的?|里头?的?"
    r"|内的?)(?:有|占)?)\s*"
)
_RATIO = re.compile(r"\s*(?:[:：比∶]|分之|to)\s*")
SAME = re.compile(
    r"(?<!不)(?:相同|雷同|重合|吻合)(?!的?(?:规则|方法|口径|标准|单位))|(?<!不)一致|见于"
    r"|对应|找到"
    r"|\b(?:correspond\w*|counterparts?|paired|same(?!\s+(?:way|method|rule|scheme|manner|unit|counting))|identical|alike|agree\w*|coincid\w+|shared?"
    r"|sharing"
    r"|overlap\w*|(?:in\s+)?common|recurs?)\b"
)


@lru_cache(maxsize=8)
def _forms(work: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = rf"(?P<w>{work})(?:{_BETWEEN_ZH}|{_BETWEEN})\Z"
    behind = (
        rf"(?:{_THINGS}\s+(?:of|in)\s+(?:the\s+(?:text|wording|words|letters|body)\s+of\s+)?|(?:[处字个行句幅张条]的?|的)"
        rf"|\s*[%％]?\s*[（(]\s*(?:占|按|of\s+)?)(?P<w>{work})(?!{_JOINED}{work})"
    )
    return re.compile(before), re.compile(behind)


def said_of(before: str, behind: str, works: Works) -> frozenset[str]:
    """Labels of the works that a number is said to be of; none where nobody says, or it is of two at once. ``before``
    and ``behind``: what stands around it as printed, in small letters."""
    if not works.called:
        return frozenset()
    work = works.pattern
    near, after = _forms(work)
    if hit := after.match(behind):
        return works.labels_of(hit["w"])
    start = max((one.end() for one in re.finditer(r"[。；;！？!?\n]|\.(?!\d)", before)), default=0)
    for hit in re.finditer(work, before[start:]):
        if (told := near.match(before, start + hit.start())) is None:
            continue
        ahead = before[start : start + hit.start()]
        within = re.search(r"(?:\bin\s|在)\Z", ahead) and re.search(work, re.split("[，,]", ahead)[-1])
        if within or re.search(rf"(?:{work}){_JOINED}\Z", ahead) or re.search(_APART, ahead):
            return frozenset()  # of both, or what is of the one within the other
        return works.labels_of(told["w"])
    return frozenset()


def part_of(between: str) -> bool:
    """Whether words between two numbers make the one a part of the other."""
    return _PART_OF.fullmatch(between) is not None


def units_differ(behind: str, other: str) -> bool:
    """Whether what stands behind two numbers says that the one counts places and the other letters, or other things: a
    place of so many letters is no part of these."""
    first, second = BEHIND.match(behind), BEHIND.match(other)
    return first is not None and second is not None and first.lastgroup != second.lastgroup


def ratio(between: str) -> bool:
    """Whether words between two numbers make a ratio or fraction of these."""
    return _RATIO.fullmatch(between) is not None


def clause(text: str, start: int, stop: int) -> tuple[int, int]:
    """Where the clause begins and ends in which something stands."""
    began = max((one.end() for one in END.finditer(text, 0, start)), default=0)
    end = END.search(text, stop)
    return began, end.start() if end else len(text)


# What is not the same, or is somebody's own
_OTHER = re.compile(
    r"不[相]?[同似]|相异|差[异别]|有别|独创|原创|独有|自创|\b(?:differ(?:s|ed|ing|ent|ences?)?|dissimilar|distinct"
    r"|original|unlike|novel\s+to|own\s+invention)\b"
)
_COUNTS_OTHER = re.compile("differ|chang|only|unmatched|unique|missing|added|own|remain|left_out|rest|without|absent")
# … or what one work has and the other has not: a rest, which no figure of what is the same counts
_ABSENT = re.compile(
    r"[不未]见(?:于|诸)?|[未没不]有?(?:能|曾)?(?:找到|出现|载有|收录)|找不[到出]|[无没]有?(?:可)?对应|[不未]存在|[未不]含|多出|多了|缺[少失]?"
    r"|(?:所|均|皆|都|[中里内])(?:没有|无)|另[写有增]|新增|增[加写]"
    r"|\b(?:not|nowhere|never)\s+(?:\w+\s+){0,2}?(?:found|present|contained|seen|in)\b|\b(?:absent|missing|lack(?:s|ed|ing)?|added)\b"
    r"|\b(?:no|without\s+(?:an?\s+)?|lack(?:s|ing)?\s+(?:an?\s+)?)\s*(?:counterparts?|equivalents?|parallels?)\b"
)
# What a record may count, by words of prose and of its fields
_CALLED = (
    (re.compile(r"改写|\b(?:reworded|paraphras\w+|rewritten)\b"), "reword|paraphras"),
    (re.compile(r"错[别]?字|\b(?:misspell\w+|typos?)\b"), "misspell|slip"),
    (re.compile(r"翻译|译文|\btranslat\w+\b"), "translat|cross|semantic"),
    (re.compile(r"标点|\bpunctuation\b"), "punct"),
    (re.compile(r"引文|\bquotations?\b"), "quot"),
    (re.compile(r"剔除|被排除|\bexcluded\b"), "exclu|left_out"),
)
# … of which a record with figures of the kind has them apart from those of all
_QUALIFIED = (
    (re.compile(r"镜像|\bmirrored\b"), "mirror"),
    (
        re.compile(
            r"完全(?:相同|一[样致])|逐[字条行字节指令音帧]{1,2}相同|一字不差|写法(?:完全)?相同"
            r"|\b(?:identical|as\s+written|word\s+for\s+word|instruction\s+by\s+instruction)\b"
        ),
        "identical|same|equal|written",
    ),
)
# Files that hold something in common are not for that the same
_ALIKE = re.compile(
    r"(?<![有含处])(?:相同|一致)(?!的?(?:代码|文字|内容|部分|记号|行))|\b(?:the\s+same|identical|alike|agree)\b(?!\s+\w+)"
)
_MORE = re.compile(r"比[^，。；\n,;]{1,12}[多少长短]\s*\Z")
_MORE_BEHIND = re.compile(r"\s*(?:words?|letters?|characters?|passages?)?\s*(?:longer|shorter|more|fewer)\b")
# A part of a work that is named before a number: no record of whole works counts what is in it
_OF_PART = (
    r"标题|题名|书名|片名|封[面底]|扉页|勒口|序[言文]|前言|引言|后记|跋|开[头篇]|结[尾局]|第[\d一二三四五六七八九十百零〇两]+[章回卷集幕场编]"
    "|首章|末章"
)
_IN_PART = re.compile(
    rf"(?<![含括除])(?<!包含)(?<![以之]外)(?:{_OF_PART})(?:[之的]?[中里内上]|[的，,]|(?=[^，。；,;\n]{{0,4}}[相雷]同))"
)
_OF_PART_EN = (
    r"(?:titles?|covers?|prefaces?|forewords?|epilogues?|openings?|endings?|opening\s+\w+"
    r"|(?:first|last|second|third|\w+th)\s+chapters?"
    r"|chapters?\s+(?:\d+|[ivxl]+|one|two|three|four|five|six|seven|eight|nine|ten))\b"
)
_IN_PART_EN = re.compile(
    rf"\b(?:in|on|of|within)\s+(?:the\s+|their\s+|both\s+|its\s+)*{_OF_PART_EN}|\A\s*(?:the\s+|both\s+|their\s+)*(?:two\s+)?{_OF_PART_EN}"
)
_PART_LEAD = 24  # letters of a clause before that may say in which part
# Parts of works, of which no record counts a share
_PART_BEFORE = re.compile(r"占(?:对[白话]|情节|第?[^，。；\n,;]{1,3}章|开头|结尾|人物|叙述|描写|序言)的?\s*\Z")
_PART_BEHIND = re.compile(
    r"\s*[%％]?\s*of\s+(?:the\s+|its\s+|their\s+)?(?:shared\s+)?(?:dialogues?|plots?|chapters?|scenes?|openings?"
    r"|endings?|prefaces?|narrative|descriptions?|names|core|(?:core\s+)?(?:algorithms?|logic)|architecture)\b"
)
_EXTREME = re.compile(
    r"(?P<longest>最[长大多]|\b(?:longest|largest|most\s+extensive)\b)|(?P<shortest>最[短小少]|\b(?:shortest"
    r"|smallest)\b)"
    r"|(?P<each>每[一]?[处段个]|各处|\b(?:each|every)\s+(?:\w+\s+)?(?:passages?|match|place)\b)"
)


_NOUN = re.compile(r"\s*(?P<noun>[a-z]{4,}s)\b")
_OF_METHOD = re.compile(r"检索|方法|参数|下限|规则|\b(?:minimum|method|limit|parameter|at\s+least|listed)\b")


# The first passage, 第二处: which of the places of a record
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH = re.compile(
    rf"第(?P<zh>[一二三四五六七八九十]|\d+)[处段][^，。；\n,;]{{0,6}}\Z"
    rf"|\b(?P<en>{'|'.join(_ORDINALS)})(?:\s+(?:shared\s+)?(?:passage|match|place))?(?:\s+(?:has|runs\s+to|is|counts|of))?\s*\Z"
)


def _number(hit: re.Match[str]) -> int:
    if (said := hit["en"]) is not None:
        return _ORDINALS.index(said) + 1
    return int(hit["zh"]) if hit["zh"].isdecimal() else "一二三四五六七八九十".index(hit["zh"]) + 1


def _holds(one: Number) -> bool:
    return "with" in one.words and not one.total


def _called(root: str, held: Figures, meant: Collection[Number]) -> bool:
    """Whether what a number can be is of the sort that names of figures tell by such words, where any figure's does."""
    told = [one for one in held.numbers if re.search(root, " ".join(one.words))]
    return not told or any(one in told for one in meant)


def _of_another(behind: str, held: Figures, meant: Collection[Number]) -> bool:
    """Whether the noun behind a number is what a figure of the result is called by, and the number is none such."""
    if (noun := _NOUN.match(behind)) is None or counted(behind) or BEHIND.match(behind):
        return False
    root = noun["noun"].rstrip("s")
    return root in held.things and not any(root in one.words or root in one.of for one in meant)


def _such(text: str, began: int) -> str:
    """The clause before one, where it names what this one counts (A1所无者，B1有75字)."""
    if not began or text[began - 1] not in ",，":
        return ""
    before = text[clause(text, began - 1, began - 1)[0] : began - 1]
    return before if re.search(r"[者的]\s*\Z", before) else ""


def _rest(held: Figures, meant: Collection[Number]) -> bool:
    """Whether what a number can be is one of what is not the same, as names of figures tell, or none at all."""
    told = [one for one in held.numbers if _COUNTS_OTHER.search(" ".join(one.words))]
    if not any(one.value for one in meant):
        return True
    return any(one in told for one in meant) if told else bool(_COUNTS_OTHER.search(" ".join(held.things)))


def _in_part(text: str, began: int, start: int) -> bool:
    """Whether a part of a work is named as that of which a number is, in its clause or in a short one before."""
    ahead = text[began:start]
    if began and text[began - 1] in ",，":
        first, _ = clause(text, began - 1, began - 1)
        ahead = text[first:start] if began - first < _PART_LEAD else ahead
    ahead = re.sub("《[^》]*》", "", ahead)
    return bool(_IN_PART.search(ahead) or _IN_PART_EN.search(ahead))


def put_wrong(text: str, start: int, stop: int, held: Figures, meant: Collection[Number]) -> bool:
    """Whether a sentence makes a number of what is the same one of what differs, one of a part of a work, a share one
    of other things than it is made of, or the longest, shortest or each of places one that it is not. ``meant``: what
    the number can be there."""
    began, end = clause(text, start, stop)
    here = text[began:end]
    if (
        _OTHER.search(here)
        and not SAME.search(_OTHER.sub(" ", here))
        and not _COUNTS_OTHER.search(" ".join(held.things))
    ):
        return True
    told = _such(text, began) + here
    if _ABSENT.search(told) and not SAME.search(_ABSENT.sub(" ", told)) and not _rest(held, meant):
        return True
    if held.works and _in_part(text, began, start):
        return True
    if _PART_BEFORE.search(text, began, start) or _PART_BEHIND.match(text, stop):
        return True
    if _ALIKE.search(here) and any(_holds(one) for one in meant) and all(_holds(one) or one.total for one in meant):
        return True
    if (thing := share_of(text[began:start], text[stop:])) and not held.counting(meant, thing):
        return True
    if _of_another(text[stop:], held, meant):
        return True
    if _MORE.search(text, began, start) or _MORE_BEHIND.match(text, stop):
        return True
    if any(word.search(here) and not re.search(root, " ".join(held.things)) for word, root in _CALLED):
        return True
    if any(word.search(here) and not _called(root, held, meant) for word, root in _QUALIFIED):
        return True
    order = _NTH.search(text[began:start])
    if order is not None and held.nth and _number(order) not in held.nth:
        return True
    said = [hit.lastgroup for hit in _EXTREME.finditer(text, began, start)]
    if not said or not held.longest or _OF_METHOD.search(here):
        return False
    among = {"longest": held.longest, "shortest": held.shortest, "each": held.longest & held.shortest}[str(said[-1])]
    return not any(one.value in among or round(one.value) in among for one in meant)
