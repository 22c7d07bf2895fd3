"""Where a sentence tells that something of the works was left out: the words for it, and what is none of it.

None of it are the rules by which it is done, signs that no method reads, seals and wrappings, a chance that is ruled
out, and that nothing was left out.
"""

from __future__ import annotations

import re

# What is left out, as an act or as what it leaves; 删去 and “filtered” say as well what a work or a figure is like
OUT = "排除|剔[除去掉]|扣除|滤除|除去|去除|略[去过]|舍[去弃]"
OUT_EN = (
    r"exclu(?:sions?|d\w*)|(?:le(?:ft|ave|aving)|t(?:aken?|ook|aking)|ke(?:pt|ep|eping))(?:\s+\w+){0,4}?\s+out"
    r"|omi(?:t\w*|ssions?)|deduct\w*|remov(?:ed?|als?|ing)|set\s+aside|disregard\w*|discard\w*"
)
# … or places of which something was agreed, which can be that alone
_PLACES = (
    r"(?:引文|素材|惯用|公有|第三方|[各一第此该][一二三四五六七八九十\d]*[处段])(?=[^，。；\n,;]{0,12}?(?:商定|议定|谈妥))"
    r"|\b(?:quotations?|boilerplate|third-party\s+\w+)\b(?=[^.;,\n]{0,40}?\b(?:agreed|settled)\b)"
)
_EXCLUDED = re.compile(
    rf"{OUT}|不予?(?:计入|列入|纳入|采计|比对|计算)|(?:不|未)计(?=[的者之，,]|\Z)|\b(?:{OUT_EN})\b|{_PLACES}"
)
# What lays down what is to be left out, and why; itself it is none of it
_RULE = re.compile(
    "方案|计划|标准|规则|准则|原则|条件|口径|参数|阈值|设[置定]|(?:排除|剔除)的?(?:事由|理由|类型|办法|方法)"
    r"|\b(?:schemes?|plans?|criteri(?:on|a)|rules?|principles?|grounds?|reasons?|parameters?|thresholds?|settings?"
    r"|protocols?|methods?)\b(?:\s+(?:for|of|on)\s+(?:\w+\s+){0,2}(?:exclu\w+|omi\w+|removals?))?"
)
# That chance, a doubt or a fault is ruled out
_CHANCE = re.compile(
    r"(?:排除|剔除)[^，。；\n,;]{0,16}(?:可能|巧合|偶然|怀疑|嫌疑|疑[虑问]|假[设说]|情形|干扰|因素|妨|故障|风险)"
    r"|exclu(?:d\w+|sion)\b[^.;\n]{0,40}\b(?:chance|coincid\w+|possib\w+|hypothes\w+|doubts?|errors?|independent\w*)\b"
)
# Signs of writing, which a method does not read
SIGNS = "标点|空[格白]|大小写|注释|换行"
SIGNS_EN = r"punctuation|blanks?|(?:white)?spac(?:es|ing)|capitals?|comments?"
# … and of layout
_LAYOUT = "换行符?+|分页符|换页符|空行|回车符?+|制表符"
_LAYOUT_EN = r"(?:page|line|section)\s+breaks?|(?:blank|empty)\s+lines?|(?:line|form)\s+feeds?|carriage\s+returns?|tabs"
_AND = "[、,，和与及或]"
# … alone, or listed with their like: what else stands in such a list is of the work
_LAYOUT_ALONE = re.compile(
    rf"(?<!{_AND})(?:{_LAYOUT})(?:{_AND}(?:{_LAYOUT}))*+(?![、和与及或])"
    rf"|(?<!and )(?<!or )(?<!, )\b(?:{_LAYOUT_EN})(?:(?:,|,?\s+(?:and|or))\s+(?:{_LAYOUT_EN}))*+\b(?!,?\s+(?:and|or)\b)"
)
# What a method or who unpacks it takes away, which is no passage
_TECHNICAL = re.compile(
    rf"{SIGNS}|{_LAYOUT}|格式|封[条袋]|信封|包装|光盘|硬盘|载体"
    rf"|\b(?:{SIGNS_EN}|{_LAYOUT_EN}|seals?|envelopes?|wrapping|packag\w+|dis[ck]s?|drives?|carriers?)\b"
)
_PASSAGE = re.compile(
    r"[处段项]|引文|清单|事项|范围|\b(?:exclusions?|passages?|match\w*|quotations?|omissions?|places?)\b"
)
_TAKEN_AWAY = re.compile(r"去除|除去|remov|t(?:ak|ook)|set")
NO = "没有|并?未|并无|从未|不曾|再无|无"
_NOTHING = re.compile(
    rf"(?:{NO})(?:再|作|予|任何|[一两]处|被)*[^，。；\n,;]{{0,4}}?\Z|\b(?:no|nothing|none|never|not|without)\b[^.;,\n]{{0,24}}\Z"
)


def of_layout(sentence: str, at: int) -> bool:
    """Whether what is taken away there is signs of layout, by the clause in which it stands."""
    clause = (
        re.split(r"[。；;.]|[，,](?!\s*(?:and|or)\b)", sentence[:at])[-1] + re.split("[，,。；;.]", sentence[at:])[0]
    )
    return _LAYOUT_ALONE.search(clause) is not None


def rules(sentence: str) -> list[tuple[int, int]]:
    """Where a sentence names what lays down what is to be left out."""
    return [hit.span() for hit in _RULE.finditer(sentence)]


def acts(sentence: str, *, twice: bool = False) -> list[tuple[int, int]]:
    """Where a sentence tells that something of the works was left out. ``twice``: what it denies it denies twice."""
    laid_down = rules(sentence)
    return [
        hit.span()
        for hit in _EXCLUDED.finditer(sentence)
        if (twice or not _NOTHING.search(sentence[: hit.start()]))
        and not any(first <= hit.start() < last for first, last in laid_down)
        and not (_CHANCE.match(sentence, hit.start()) or _technical(sentence, *hit.span()))
    ]


def _technical(sentence: str, start: int, stop: int) -> bool:
    """Whether what is taken away there is none of the works: signs that a method does not read, a seal."""
    taken = _TAKEN_AWAY.match(sentence, start, stop)
    return bool(_TECHNICAL.search(sentence)) and not (taken is None and _PASSAGE.search(sentence))
