"""What a sentence may say that it counts, or is of: lines, functions, bars, icons. One table for every gate.

Each thing goes by its words in Chinese and English, and by the words that names of figures have for it. So whatever
the medium, a number is held against the figures of what it is said to count, and “every function” is an amount as
“every sentence” is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple


class Thing(NamedTuple):
    """``fields``: further words, in the singular, by which names of figures call it."""

    zh: str
    en: str
    fields: tuple[str, ...] = ()


THINGS = {
    # of texts
    "page": Thing("页", r"pages?"),
    "sentence": Thing("句", r"sentences?"),
    "scene": Thing("场景?(?![合面所地])", r"scenes?"),
    "chapter": Thing("[章回](?![程答复避])", r"chapters?"),
    "paragraph": Thing("自然段", r"paragraphs?"),
    "plot": Thing("情节", r"plot\s+points?"),
    "person": Thing("名?人物", r"persons?", ("cast",)),
    # of programs
    "line": Thing("行(?![为业动使政文程规进])", r"lines?"),
    "token": Thing("记号", r"tokens?"),
    "file": Thing("文件", r"files?"),
    "function": Thing("函数|方法(?=名|体|数)|子程序", r"functions?|procedures?|subroutines?"),
    "class": Thing("类(?=名|的|[，。,])", r"classes", ("cla", "classe")),
    "module": Thing("模块", r"modules?"),
    "comment": Thing("注释", r"comments?"),
    "name": Thing("变量名?|函数名|标识符|命名", r"(?:variable|function|class|file|method)?\s*names?|variables?"
                  r"|identifiers?", ("identifier", "variable")),
    "string": Thing("字符串", r"strings?"),
    "constant": Thing("常量", r"constants?"),
    "statement": Thing("语句", r"statements?"),
    "instruction": Thing("指令", r"instructions?"),
    "import": Thing("引入|导入", r"imports?"),
    "slip": Thing("错误|漏洞|缺陷|错[别]?字", r"bugs?|slips?|defects?|errors?|misspellings?|typos?", ("error", "bug")),
    "resource": Thing("资源", r"resources?"),
    "command": Thing("命令|协议号|操作码", r"commands?|opcodes?|packets?", ("opcode", "packet")),
    # of pictures
    "picture": Thing("图[片像案]", r"pictures?|images?|drawings?|photographs?", ("image", "drawing")),
    "icon": Thing("图标", r"icons?"),
    "layer": Thing("图层", r"layers?"),
    "stroke": Thing("线条|笔[画触]", r"strokes?|outlines?", ("outline",)),
    "frame": Thing("帧", r"frames?"),
    "colour": Thing("颜色|色[块号]", r"colou?rs?", ("color",)),
    # of music and recordings
    "note": Thing("音符?(?![频轨乐色像])", r"notes?"),
    "bar": Thing("小节", r"bars?|measures?", ("measure",)),
    "chord": Thing("和弦", r"chords?"),
    "phrase": Thing("乐句", r"phrases?"),
}  # fmt: skip
EN = "(?:" + "|".join(one.en for one in THINGS.values()) + ")"
ZH = "(?:" + "|".join(one.zh for one in THINGS.values()) + ")"
_NAMED = "|".join(rf"(?P<{root}>{one.zh}|{one.en})" for root, one in THINGS.items())
_SUCH = r"(?:(?:shared|common|same|such|identical)\s+|(?:相[同似]|共[同有]|对应|一致)的?)?"
_COUNTED = re.compile(
    rf"\s*[个项名条张]?{_SUCH}(?:of\s+(?:the|its|these|those)\s+)?(?:{_NAMED})(?![a-z])", re.IGNORECASE
)
# Of what a share is: 91% of the comments; 占注释的91%, 注释相同率为91%
_OF = re.compile(
    rf"\s*(?:[%％]|per\s?cent|pct)?(?:\s+of\s+(?:(?:the|its|their|all|these|those|shared|common|such|both|two)\s+)*"
    rf"(?:(?!(?:of|in|that|is|are|and|or)\b)[\w'’-]+\s+){{0,2}}?|的)(?:{_NAMED})"
    r"(?![a-z])"
)
_OF_BEFORE = re.compile(
    rf"(?:占[^，。；\n,;]{{0,8}}?(?:{_NAMED})(?:总?数)?的?|(?<![a-z])(?:{_NAMED.replace('?P<', '?P<r_')})(?:中|的)?"
    r"(?:(?:相[同似]|重合|一致)?(?:率|比例|占比)[为是达]?)?)\s*\Z"
)


def counted(behind: str) -> str:
    """The thing that a number is said to count by what stands behind it; empty where none of these."""
    hit = _COUNTED.match(behind)
    return _root(hit)


def share_of(before: str, behind: str) -> str:
    """The thing that a number is said to be a share of; empty where none of these."""
    return _root(_OF.match(behind)) or _root(_OF_BEFORE.search(before))


def _root(hit: re.Match[str] | None) -> str:
    return (hit.lastgroup or "").removeprefix("r_") if hit is not None else ""


def named(words: Iterable[str]) -> frozenset[str]:
    """Things that words of names of figures, in the singular, call."""
    return _named(frozenset(words))


@lru_cache(maxsize=1024)
def _named(words: frozenset[str]) -> frozenset[str]:
    return frozenset(root for root, one in THINGS.items() if root in words or not words.isdisjoint(one.fields))
