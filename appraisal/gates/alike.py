"""Whether a sentence says that works or parts of them are the same, similar, taken or different, or how much is.

What else is called the same there (the day, the machine, the opinion of two experts, a digest and the list) says
nothing of the works and is passed over; so is, where asked, what people did with what they found (read all matches).
"""

from __future__ import annotations

import re
from functools import lru_cache

from appraisal.gates.parties import AGREE_EN

_ALIKE = re.compile(
    r"\b(?:same|identical\w*|alike|similar\w*|dissimilar|agree(?:s|d|ing|ment)?|coincid\w+|shar(?:e|es|ed|ing)|overlap\w*"
    r"|match(?:es|ed|ing)?|in\s+common|common\s+to|differ\w*|counterparts?|correspond\w*|recurs?|recurred|recurring"
    r"|resembl\w+|verbatim|word\s+for\s+word|unlike|equal(?:s|led|ly)?|equivalent\w*|likeness\w*|borrow\w*|repeat(?:s|ed)?"
    r"|taken\s+(?:over\s+)?from|reproduc\w+|duplicat\w+|tall(?:y|ies)|stem\s+from|com(?:e|es)\s+from|reappears?)\b"
    r"|\b(?:is|are)\s+th(?:at|ose)\s+of\b|\b(?:makes?\s+up|counterpart\s+of)\b"
    r"|\b(?:is|are|stands?|stood|found|recurs?|appears?|occurs?|read)\s+(?:again\s+|likewise\s+|also\s+)*in\s+"
    r"(?:both\b|each\b|the\s+other|[a-z]{1,2}\d)"
    r"|\b(?:share|proportion|percentage|score|similarity|number\s+of\s+(?:the\s+)?places)\b"
    r"|[相雷等]同(?![时样意学事])|[相近类][似近符仿]|一致|重[合叠复]|吻合|契合|对应|不同|差异|差别|区别|有别|无[异别二]|一样|独有"
    r"|共[有同](?![向参计])|照[录抄搬用]|[沿袭移]用|取自|[录引搬]自|见[于诸]|亦见|均见|[复再互]现|一模一|如出一|同(?=[文字句一]{1,2}"
    r"(?:者|之处|处|的|[共计有占为]))|[全皆均俱悉尽]同|[文字句段]同(?=者|之?处)|出处|可寻"
)
_COPY = re.compile(r"\bcop(?:y|ies|ied)\b|抄|复制|拷贝")
WORK = re.compile(r"(?<![a-z\d])[a-z]{1,2}\d+(?![a-z\d])|检材|样本|\b(?:claimed|accused)\s+work\b")
# What is called the same and is none of the works, nor of what they are made of
_CARRIER = (
    r"days?|dates?|times?|hours?|weeks?|months?|years?|mornings?|afternoons?|rooms?|machines?|computers?|dis[ck]s?|drives?"
    r"|servers?|ports?|protocols?|versions?|editions?|compilers?|settings?|parameters?|resolutions?|formats?|encodings?"
    r"|schemes?|methods?|ways?|manner|rules?|experts?|persons?|people|part(?:y|ies)|courts?|cases?|address(?:es)?|lists?"
    r"|seals?|envelopes?|carriers?|hash(?:es)?|digests?|licen[cs]es?|publishers?|standards?|scanners?|tools?|readings?"
)
_CARRIER_ZH = (
    "日期?|时间|机器|计算机|电脑|硬盘|光盘|设备|服务器|端口号?|版本|版次|编译器|设置|参数|分辨率|格式|编码|方案|方法"
    "|规则|口径|环境|人员?|鉴定人|法院|案件|地址|封条|载体|工具|软件|扫描仪"
)
_HELD = "校验[值和码]?|哈希值?|封条|签名|清单|记录|笔录|登记表?|原件|复印件|底本"
_NO_WORK = r"[^，。；,;.\na-z\d]"
_ASIDE = re.compile(
    rf"\b(?:the\s+|an?\s+|two\s+)?(?:same|different|common|similar|identical)\s+(?:\w+\s+)?(?:{_CARRIER})\b(?!['’-])"
    rf"|(?:相同|同一|一致|不同)的?(?:一[台张份]|两[台张份])?(?:{_CARRIER_ZH})(?![的中内里间])"
    rf"|(?:{_CARRIER_ZH})(?:号|均|都|也|亦|皆|完全)*(?:相同|一致|不同)(?!的)"
    # of custody: digests, seals and lists
    rf"|(?:{_HELD})(?:(?!文字|内容|段|代码|作品){_NO_WORK}){{0,12}}?(?:[相不]同|一致|相符|吻合|对应)(?!的)"
    rf"|与(?:(?!文字|内容|段|代码|作品){_NO_WORK}){{0,10}}?(?:方案|{_HELD})(?:所?[载记列])?(?:相同|一致|相符)(?!的)"
    r"|\b(?:digests?|hash(?:es)?|checksums?|check\s+values?|seals?|numbers\s+of\s+the\s+seals?)\b"
    r"(?:(?!texts?\b|wording\b|passages?\b|code\b|lines\b|pages\b)(?:\b[a-z]{1,2}\d+\b|[^.;,\n\d])){0,40}?"
    r"\b(?:agree|match(?:es)?|identical|(?:the\s+)?same|correspond\w*|differ)\b(?!\s+(?!the\b|those\b|that\b|with\b)\w)"
    # what people hold of each other's views, and what is asked
    rf"|(?:意见|看法|判断|结论|认识|当事人|各方){_NO_WORK}{{0,6}}?(?:一致|[不相]同)(?!的)|一致(?:认为|同意|采信|意见)"
    rf"|{AGREE_EN}(?!\s+(?:in|on)\s+\d)"
    r"|\bhow\s+(?:much|many|far)\b|有?多少|是否"
    r"|\b(?:repeat(?:s|ed)?)(?=\s+(?:by|on|after|once|twice|the\s+(?:run|reading|examination|comparison))\b)"
)
# … and what people did with what was found: they read, judged and discussed it
_DONE_ZH = "通读|阅读|核对|复核|检查|检验|审阅|讨论|评议|判断|认定|比对|对读|逐[一处条项]"
_FOUND = r"(?:same\s+|common\s+|shared\s+)?(?:match(?:es)?|passages?|places?)"
_DONE = (
    r"(?:read|reading|judg(?:ed|ing)|review(?:ed|ing|s)?|check(?:ed|ing)|examin(?:ed|ing)|look(?:ed|ing)\s+at"
    r"|went\s+through|going\s+through|discuss(?:ed|ing)|sort(?:ed|ing)|list(?:ed|ing)|compar(?:ed|ing)|put)"
)
_ACT = re.compile(
    rf"\b{_DONE}\s+(?:of\s+)?(?:(?:all|each|every|both|the|these|of)\s+)*{_FOUND}\b"
    rf"|\b(?:all|each|every|the|these)\s+{_FOUND}\s+(?:was|were|has\s+been|have\s+been)\s+(?:\w+\s+){{0,2}}?{_DONE}\b"
    rf"|(?:{_DONE_ZH})(?:了|完|全部|所有|各|上述|该)*(?:相同|匹配|对应)的?(?:段落|文字|之处|处|项)?"
    rf"|(?:相同|匹配|对应)的?(?:段落|文字|之处|处|项)?[^，,。；;a-z\d]{{0,6}}?(?:{_DONE_ZH})"
)


# … and that things differ, or are not the same: where, tells of no amount
_DIFFER = re.compile(
    r"(?<![无没未])(?<!没有)(?<!未见)(?<!并无)(?:不[相雷]同|不一致|不同|差异|差别|区别|有别)"
    r"|(?<!no )(?<!nothing )(?<!not )(?<!hardly )(?:\bdiffer\w*|\bunlike\b"
    r"|\bnot\s+(?:the\s+)?(?:same|identical|alike|similar)\b)"
)


@lru_cache(maxsize=4096)
def says_alike(sentence: str, *, acts: bool = False, differing: bool = False) -> bool:
    """Whether a sentence in small letters says so. ``acts``: pass over what people did with what was found, too;
    ``differing``: pass over that something differs."""
    told = _ASIDE.sub(_blank, sentence)
    told = _ACT.sub(_blank, told) if acts else told
    told = _DIFFER.sub(_blank, told) if differing else told
    if _ALIKE.search(told):
        return True
    return bool(_COPY.search(told)) and len({*WORK.findall(told)}) > 1


def _blank(hit: re.Match[str]) -> str:
    return " " * len(hit.group())
