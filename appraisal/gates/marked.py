"""Whether a sentence takes back what the report prints of an exclusion: its mark, its day, its place in the order.

The table of exclusions marks what was left out after results, by the log. A sentence may say how the mark is set (by
the program, by the day on which it was put on file) and that it is right; that it is wrong, or that what it marks was
done earlier, no text of the same report says.
"""

from __future__ import annotations

import re

from appraisal.gates.omitted import OUT, OUT_EN

_WRONG = (
    "有误|错误|误[标注记植差]|误差(?:所致|造成)|不[准确实](?:确)?|失[实真准]|(?:所|导)致|故障|偏差|不足[为采]|不可?信"
)
_EARLIER = r"(?:更|较|还要?)早|(?:早|先)于|在[前先](?=[，。；,;\s]|\Z)|提前|(?:之|以)前(?:即|就|便|已)"
_ORDER = "时间|时点|日期|先后|顺序|次序|时序|结果后|事后|看到结果|实情|事实|真实"
# The mark of an exclusion, or the time that its table gives
_MARK = re.compile(
    r"结果后[\"“”」』)）\s]*的?(?:标[注记识示明]|字样|记号|印记|备注)|(?:该|此|上述|前述|所[加附])(?:标[注记识]|字样|记号)"
    r"|结果后[\"“”」』\s]*(?=(?:仅|只|并|均|乃|应)?(?:系|是|为|属|由|不))"
    rf"|(?:{OUT})(?:表|清单|记录|登记|列表|事项|项目|各项|一栏)?[中内上里]?的?所?(?:[标注记列载示]{{1,2}})?的?(?:时间|时点|日期|时刻|标[注记识]|先后|顺序|次序)"
)
_TAKEN_BACK = re.compile(
    rf"{_WRONG}|(?:不|未必?|无法|不能|并不|并未)(?:能|真正)?(?:反映|代表|表示|等于|等同|说明|意味|表明|对应)[^，。；\n,;]{{0,8}}?(?:{_ORDER})"
    rf"|(?:实际|真正|真实|其实)[^，。；\n,;]{{0,10}}?(?:{_EARLIER})"
)
# That what was left out was in truth left out earlier
_REALLY = re.compile(
    rf"(?:{OUT})[^，。；\n,;]{{0,6}}?(?:实际|真正|其实)(?:上|作出|发生|的)*(?:[^，。；\n,;]{{0,6}}?)(?:{_EARLIER})"
    rf"|(?:实际|真正|其实)上?的?(?:{OUT})[^，。；\n,;]{{0,6}}?(?:{_EARLIER})"
)
_RIGHT = re.compile(r"(?:没有|并无|无|未[见有]|未发现|不存在|并非|不是|不因|避免|防止|是否|如|若)[^，。；\n,;]{0,6}\Z")
_MARK_EN = re.compile(
    r"\b(?:the|this|that|such)\s+mark(?:ing)?s?\b(?!\s+(?:of|on|in|at)\b)|\bafter\s+results[\"“”']"
    rf"|\b(?:marks?|markings?|labels?|tags?)\b(?=[^.;\n]{{0,40}}(?:\bafter\s+results\b|\b(?:{OUT_EN})\b))"
    rf"|\b(?:day|date|time|clock|order|sequence)s?\b[^.;,\n]{{0,20}}\b(?:table|list|log|exclusions?|omissions?)\b"
    rf"|\b(?:table|list|day|date|time)s?\s+of\s+(?:the\s+)?(?:{OUT_EN})"
)
_TAKEN_BACK_EN = re.compile(
    r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|inaccurate|mistaken(?:ly)?|erroneous(?:ly)?|misleading|faulty?|false|untrue)\b"
    r"|\b(?:errors?|mistakes?|defects?|glitch|bug|slips?)\b"
    r"|\b(?:does|do|did|need|can|may|should)\s*(?:not|n['’]t)\s+(?:\w+ly\s+)?(?:reflect|show|represent|mean|indicate|correspond|be\s+(?:read|taken)|tell)\b"
    r"[^.;\n]{0,30}\b(?:orders?|sequence|time|day|moment|true|truth|actual\w*|real\w*|after|later)\b"
    rf"|\b(?:{OUT_EN})\b[^.;,\n]{{0,24}}\b(?:earlier|sooner|already|before\s+(?:that|then|it))\b"
)
_REALLY_EN = re.compile(
    rf"\b(?:{OUT_EN})\b[^.;,\n]{{0,16}}\b(?:in\s+(?:fact|truth|reality)|actually|really)\b[^.;,\n]{{0,16}}\b(?:earlier|sooner)\b"
)
_RIGHT_EN = re.compile(
    r"\b(?:no|not|never|nothing|without|nor|neither|if|whether|any)\b[^.;,\n]{0,16}\Z|n['’]t\s(?:\w+\s){0,2}\Z"
)


def takes_back(sentence: str) -> bool:
    """Whether a sentence says that a mark or a day of exclusions is wrong, or that they were made earlier than it."""
    if any(not _RIGHT.search(sentence[: hit.start()]) for hit in _REALLY.finditer(sentence)):
        return True
    if _REALLY_EN.search(sentence):
        return True
    read = ((_MARK, _TAKEN_BACK, _RIGHT), (_MARK_EN, _TAKEN_BACK_EN, _RIGHT_EN))
    return any(_behind(sentence, *one) for one in read)


def _behind(sentence: str, mark: re.Pattern[str], said: re.Pattern[str], right: re.Pattern[str]) -> bool:
    """Whether behind the mark that it names it says so."""
    named = mark.search(sentence)
    if named is None:
        return False
    return any(not right.search(sentence[: hit.start()]) for hit in said.finditer(sentence, named.end()))
