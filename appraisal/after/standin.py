"""What may stand for hidden words in a redacted version: bars, a neutral word, or of a name its initials.

A reader takes what stands there for nothing but a sign that words are hidden: so no other name, no word of the report's
own, and nothing of which it makes a difference that it is hidden (a denial, a declaration).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from appraisal.papers.simplified import simplified

BARS = re.compile("[■□█▇▓▒░●○*＊×_＿—–…]+")
_NEUTRAL = re.compile(
    "略|隐去|遮盖|涉密|保密|商业秘密|个人信息|个人隐私|国家秘密|redacted|withheld|confidential|omitted|trade secret|"
    "personal data|private"
)  # stand for anything
_OF_NAME = re.compile(
    "姓名|名称|人名|人员|当事人|委托人|委托方|机构|单位|公司|地址|地名|电话|住址|作品名|作品|文件名|某|某某|某人|某方|某机构|某单位|某公司|某地址|某地|"
    "某作品|name|person|people|party|client|institution|company|house|firm|address|place|phone|"
    "number|file|title|work|somebody"
)  # stand for a name, or an address
_ADDRESS = re.compile(r"[\d０-９]|[路街巷号楼室市区县省]|\b(?:road|street|lane|avenue|square)\b|@", re.IGNORECASE)
_FUNCTION = re.compile(
    "not|no|never|none|nor|neither|cannot|only|all|some|any|each|every|both|and|or|but|if|"
    "unless|is|are|was|were|be|been|has|have|had|do|does|did|may|might|must|shall|should|"
    "will|would|can|could|the|a|an|of|in|on|at|to|by|for|from|with|without|than|as|that|this|"
    "it|its|不|未|无|非|否|没|没有|并非|并未|并无|不是|不得|不能|均|都|全部|部分|仅|只|只有|是|有|且|或|和|与|及|但|除|除外|以外"
)


def is_name(text: str, names: Collection[str]) -> bool:
    """Whether it is a name on file, or whole words of one (hanzi: two of it)."""
    text = text.strip()
    edge = (r"(?<!\w)", r"(?!\w)") if text.isascii() else ("", "")
    pattern = re.compile(f"{edge[0]}{re.escape(text)}{edge[1]}")
    return text in names or (len(text) > 1 and any(pattern.search(name) for name in names))


def is_function(text: str) -> bool:
    """Whether it is made of words that say nothing but how others stand together: hidden, they turn a sentence."""
    words = re.findall(r"[^\W_]+", simplified(unicodedata.normalize("NFKC", text)).casefold())
    return all(_FUNCTION.fullmatch(word) for word in words)


def wrong(text: str, shown: str, names: Collection[str]) -> str:
    """What is wrong with ``shown`` in the place of ``text``; empty where it may stand there."""
    if BARS.fullmatch(shown):
        return ""
    word = simplified(shown).strip("【】[] ").casefold()
    if _NEUTRAL.fullmatch(word):
        return ""
    named = is_name(text, names)
    if (named or _ADDRESS.search(simplified(text))) and _OF_NAME.fullmatch(word):
        return ""
    if named and shown.strip("【】[] ") in _letters(text):
        return ""
    return (
        f"{shown!r} stands for {text!r}: bars (■■■) do, neutral words ([redacted], 【商业秘密】), and for a name"
        " [name], 【姓名】, 某机构 or its initials (N. P., 张某)"
    )


def _letters(name: str) -> Iterator[str]:
    """Initials of a name, with and without stops and a form of address; a surname with 某."""
    initials = [word[0].upper() for word in re.findall(r"[^\W\d_]+", name)] or ["?"]
    for made in ("".join(initials), ".".join(initials) + ".", ". ".join(initials) + ".", f"{initials[-1]}."):
        yield from (made, *(f"{title} {made}" for title in ("Mr", "Ms", "Mrs", "Dr", "Prof.")))
    yield from (f"{name[0]}某", f"{name[0]}某某", f"{name[0]}姓人员")
