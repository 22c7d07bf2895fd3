"""What makes another number of one that leads to a result: a bound, a rate, a repetition, or that there is more.

What stands around such a number may join it, count or name it. “More than [75]” is no 75, “[75] a page” neither. A
bound may be true: of a share that was rounded, of the shortest place where every place is spoken of; it is free then.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from appraisal.gates.figures import Figures, Number
from appraisal.gates.owners import clause

# Words that may stand between a bound and its number, and between the number and a bound behind it
_LED = (
    r"(?:[有存在共总合计达到至为是含包了约其中的]|相[同似]|雷同|一致|重合|文字|内容|字数|处数|段落|部分"
    r"|(?:有|占)?[a-z]\d+的?|占)*\s*\Z"
)
_LED_EN = r"(?:\s+(?:a|an|the|of|some|about|all|total|of\s+the|its|these|those))*\s*\Z"
_UNIT = r"\s*(?:[%％]|个?百分点|per\s?cent\b|个?(?:相[同似]的?)?(?:汉字|文字|[字词句处段行页项条个件幅张秒帧])?)"
_UNIT_EN = r"(?:\s*[%％]|\s+per\s?cent\b)?(?:\s+(?!and\b|or\b|plus\b|per\b|each\b)[a-z]+){0,3}?"
_ABOVE = re.compile(
    rf"(?:(?<![不未])(?:超过|超出|超|逾|突破|多于|大于|高于|长于|多过)|不止|何止|岂止|不仅仅?是?|不[少低小短亚]于|不下于?"
    rf"|至少|起码|最少|最低|少说|往少[里了]?说){_LED}"
    r"|(?<!\d)\s*[>＞≥≧⩾]\s*\Z"
    r"|\b(?:(?:more|greater|higher|larger|longer|better)\s+than|above|exceed(?:s|ed|ing)?|in\s+excess\s+of|beyond"
    r"|at\s+(?:the\s+(?:very\s+)?)?(?:very\s+)?least|(?:no|not)\s+(?:fewer|less|under)(?:\s+than)?|upwards?\s+of"
    r"|north\s+of|a\s+minimum\s+of|not\s+(?:just|only|merely)|tops|surpass(?:es|ed|ing)?"
    r"|(?<!spread )(?<!spreads )(?<!runs )(?<!run )(?<!ran )(?<!scattered )(?<!distributed )(?<!extends )(?<!extend )"
    rf"(?<!counted )(?<!taken )(?<!summed )(?<!measured )over){_LED_EN}"
)
_BELOW = re.compile(
    rf"(?:(?:不|未|没有)(?:超过|超出|超|逾|多于|大于|高于|长于)|至多|最多|顶多|不足|不到|未满|未达|少于|小于|低于|短于)"
    rf"{_LED}|(?<!\d)\s*[<＜≤≦⩽]\s*\Z"
    r"|\b(?:(?:fewer|less|lower|shorter|smaller)\s+than|(?:no|not)\s+(?:more|over|above)(?:\s+than)?|at\s+(?:the\s+)?most"
    rf"|up\s+to|short\s+of|a\s+maximum\s+of){_LED_EN}"
)
_ABOVE_BEHIND = re.compile(
    rf"\s*(?:余(?![下者])|多(?=个?[字词句处段行页项条]|[^\w]|\Z)|[几来](?=个?[字词句处段行页项条])|[+＋](?!\s*[\d\[]))"
    rf"|{_UNIT}(?:(?:及|或|还|甚至)?以上(?=的?(?:[\W_]|\Z|相[同似]|雷同|一致|重合|文字|内容|[字处者均与]))|(?:及|或|还)?更[多高长]"
    r"|有余|开外|出头|往上|之上(?=[\W_]|\Z|的)|不止|还多|起(?=[\W_]|\Z)|强(?=[\W_]|\Z))"
    r"|[\s-]*odd\b"
    rf"|{_UNIT_EN},?\s+(?:(?:and|or)\s+(?:more|up|upwards?|over|beyond|longer|greater|higher|counting|above(?!\s+all)"
    r"|then\s+some)\b|if\s+not\s+more\b|upwards?\b|plus(?=\s*(?:[.,;:)]|\Z))|at\s+(?:the\s+(?:very\s+)?)?least\b)"
)
_BELOW_BEHIND = re.compile(
    rf"{_UNIT}(?:(?:及|或)?以[下内](?=的?(?:[\W_]|\Z|相[同似]|文字|[字处者]))|不到|弱(?=[\W_]|\Z))"
    rf"|{_UNIT_EN},?\s+or\s+(?:less|fewer|shorter|under|below)\b"
)
_PART = "[页章节回卷行段句篇集帧秒分幕场册处本件个]"
_RATE_BEFORE = re.compile(
    rf"(?:每(?:隔|一|个|[一两几\d]+)?个?|平均(?:每个?)?|[逐各]){_PART}[^，。；,;\n]{{0,8}}\Z|平均\s*\Z"
)
_RATE_BEHIND = re.compile(
    rf"{_UNIT}\s*(?:[/／]\s*{_PART}|每{_PART}|[一各]{_PART}(?=[\W_]|\Z))"
    rf"|{_UNIT_EN},?\s+(?:per\s+(?!cent\b|the\b|our\b|its\b|rule|method|scheme)[a-z]+"
    rf"|(?:on|in|to|of|for|at|from)\s+(?:each|every)\s+[a-z]+|apiece\b|on\s+average\b|each(?=\s*(?:[.,;:)]|\Z))"
    r"|(?:an?|every)\s+(?:page|chapter|line|scene|sentence|paragraph|volume|minute|second|bar|time)\b)"
)
_AGAIN = re.compile(
    rf"{_UNIT}[，,、]?\s*(?:(?:共|凡|计|各|前后|重复|反复|出现|重现|先后)*(?:[两二三四五六七八九十几数多]|\d+)+[遍次回度](?:之多)?"
    r"(?=[\W_]|\Z)|翻[一两几]?[倍番]|加倍|成倍|双份|(?:再|又|另)?(?:加|有)?同样多)"
    rf"|{_UNIT_EN},?\s+(?:and\s+)?(?:(?:twice|thrice|\w+\s+times|many\s+times)(?:\s+over\b|(?=\s*(?:[.,;:)]|\Z)))"
    r"|over\s+again\b|as\s+many\s+again\b|doubled\b|(?:again\s+and\s+again|repeatedly)(?=\s*(?:[.,;:)]|\Z)))"
)
# Who read or counted what is there so often, which is no more for it
_READ = re.compile(
    r"核[对实查验]|复核|校[读对]|清点|[通重复]读|逐字|点[数算]|运行|\b(?:re-?)?(?:read|counted|checked|verified|ran|run|compared)\b"
)
# That there is more than the number says, in its sentence or the one behind
_MORE = re.compile(
    r"(?:实际|真实|真正|其实|事实上)[^，。；,;\n]{0,8}?(?:更[多高大长]|还[多高]|不止|远[多高大]于|超出|高于此|多于此)"
    r"|(?:远|还|尚|并)不止(?:于?此|这些|这个数)|只多不少|有过之而无不及"
    r"|\b(?:true|real|actual)\s+(?:\w+\s+){0,2}?(?:is|was|are|were|lies|must\s+be|stands)\s+(?:\w+\s+)?"
    r"(?:higher|greater|larger|more|above|bigger|beyond)\b|\bin\s+(?:fact|truth|reality),?\s+(?:\w+\s+){0,3}?more\b"
)
# Every place, of which the shortest and the longest is a true bound
_EACH = re.compile(
    r"[各每诸](?:一|个)?(?:相同)?(?:处|段|匹配|条)|(?:处|段落?|匹配)[^，。；,;\n]{0,4}?[均都皆]|最[短长少多]"
    r"|\b(?:each|every|any|all|both|no|none\s+of\s+the|shortest|longest)\s+(?:of\s+the\s+)?(?:\w+\s+)?"
    r"(?:place|passage|match)(?:s|es)?\b|\b(?:passages|places|matches)\s+(?:of|with)\s+"
)
_EACH_PLACE = re.compile(r"每(?:一|个)?(?:处|段|条)[^，。；,;\n]{0,8}\Z|各(?:处|段)[^，。；,;\n]{0,8}\Z", re.DOTALL)
_BEFORE, _AFTER = 48, 80  # letters around a number that may make another of it
_STOPS = re.compile(r"[。！？!?\n]|\.(?!\d)")


def bounded(text: str, start: int, stop: int, written: str, held: Figures, meant: Collection[Number]) -> bool:
    """Whether what stands around a number that leads to a result makes another one of it. ``start``, ``stop``: where it
    stands in the text as printed; ``meant``: what it can be there."""
    before, behind = text[max(0, start - _BEFORE) : start], text[stop : stop + _AFTER]
    began, end = clause(text, start, stop)
    here = text[began:end]
    above, below = _ABOVE.search(before) or _ABOVE_BEHIND.match(behind), _BELOW.search(before)
    if below or _BELOW_BEHIND.match(behind):
        return not _is_bound(written, held.longest, meant, here, above=False)
    if above and not _is_bound(written, held.shortest, meant, here, above=True):
        return True
    return _rated(before, behind, held, meant) or _repeated(behind, here) or _more(text, stop)


def of_whole(meant: Collection[Number]) -> bool:
    """Whether a number can only be how long a whole work is."""
    return all(one.total and one.side for one in meant)


def _is_bound(written: str, ends: Collection[float], meant: Collection[Number], here: str, *, above: bool) -> bool:
    """Whether a figure lies on that side of the number as written, which was rounded, or it bounds every place."""
    told = float(re.sub(r"[,，\s%％成]", "", written))
    by = 10 if written.endswith("成") else 100 if written.rstrip().endswith(("%", "％")) else 1
    if any((one.value * by > told) if above else (one.value * by < told) for one in meant if one.value * by != told):
        return True
    return bool(_EACH.search(here)) and any(one.value in ends for one in meant)


def _rated(before: str, behind: str, held: Figures, meant: Collection[Number]) -> bool:
    """Whether a number is put as a rate. A record may have one (a mean, which is no whole number); what each place has
    is the number of the longest and the shortest."""
    if not (_RATE_BEFORE.search(before) or _RATE_BEHIND.match(behind)):
        return False
    if any(one.kind == "rest" and not one.value.is_integer() for one in meant):
        return False
    return not (_EACH_PLACE.search(before) and any(one.value in held.longest & held.shortest for one in meant))


def _repeated(behind: str, here: str) -> bool:
    return _AGAIN.match(behind) is not None and not _READ.search(here)


def _more(text: str, stop: int) -> bool:
    """Whether the sentence of a number, or the one behind it, says that there is more."""
    ends = [hit.start() for hit in _STOPS.finditer(text, stop)][:2]
    return _MORE.search(text, stop, ends[-1] if len(ends) > 1 else len(text)) is not None
