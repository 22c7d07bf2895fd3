"""Steps that a text tells one after the other: what was left out is not put above the comparison that came first.

Steps are numbered items, rows of a table with numbers or days, and sentences that go on with 其次, 随后, then, next. A
sequence in which the works were compared above, or are compared again below, tells the order as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.days import Days, days_in
from appraisal.gates.omitted import acts
from appraisal.gates.order import is_all
from appraisal.gates.sentences import END
from appraisal.gates.times import AGAIN, SETTLED, SETTLED_EN
from appraisal.papers.calendar import FORM

_FIRST = (
    r"首先|第一步|最先|一开始|起初|step\s+(?:1|one|i)\b[.:,]?|first(?:ly|\s+of\s+all)?\b(?!\s+(?:run|work|match|place|passage|two|expert))"
    r"|initially\b|to\s+begin\s+with\b"
)
_NEXT = (
    r"其次|再次(?=[，,])|然后|而后|接着|接下来|随后|随即|继而|其后|此后|之后(?=[，,])|最后|末了|第[二三四五六七八九十\d]+步|再者"
    r"|(?:and\s+)?then\b|next\b|finally\b|lastly\b|afterwards?\b|thereafter\b|subsequently\b|after\s+that\b|thereupon\b"
    r"|(?:second|third|fourth)(?:ly)?\b(?=,)|step\s+(?:\d+|two|three|four|five)\b[.:,]?"
)
_MARK = re.compile(
    rf"(?:\A|\n)[\s>|*+-]*(?:(?P<one>[(]?(?:0?1|一|i|a)(?:[.、)]|\s*\|))|[(]?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}|[a-z]|i{{1,3}}|iv|v)"
    rf"(?:[.、)]|\s*\|)|(?P<day>(?=(?:{FORM})\s*[|:\s])))"
    rf"|(?:(?<=[。;,，.:|、])\s*|\A\s*|\n[\s>|*+-]*)(?:(?P<first>{_FIRST})|(?P<next>{_NEXT}))"
    r"|(?P<inline>[(](?:\d|[一二三四五六七八九十]|[a-e]|i{1,3})[)])"
)
_COMPARED = re.compile(
    r"(?<![计列纳]入)(?<!参[与加])(?<!用于)(?:比对|比较|对比|检索)(?![见如所应]|情[况形])"
    r"(?!结果|范围|方案|参数|文本|记录|图|表|方法|对象|单元|报告|数据|说明|意见|[时中后前]|之|以[前后]|的)"
    r"|(?:运行|开跑)(?!环境|记录|日志|平台|系统|结果|[时中后前]|之)"
    r"|(?<!that were )(?<!that was )(?<!which were )\bcompared\b"
    r"|\bcomparisons?\b(?!\s+(?:results?|tables?|figures?|methods?|parameters?))|\bran\b|\bwere\s+(?:run|searched|matched)\b"
)
_KNOWN = re.compile(
    r"结果(?:揭晓|出来|得出)?(?:之|以)?后|得出结果|[看见]到结果|(?:比对|运行|检验)[^，。;\n,]{0,4}后|发现|事后|初次|首次|第一次"
    r"|\b(?:after|once|since|when|as)\b[^.;\n]{0,30}\b(?:results?|runs?|compar\w+|known|seen|found)\b|\bresults?\b[^.;\n]{0,20}\b(?:showed|known)\b"
    r"|\b(?:first|earlier)\s+(?:runs?|comparisons?|results?)\b"
)
_PLAN = re.compile(
    r"方案(?:规定|列明|要求|确定|载明|如下|的步骤)|拟(?!定)|计划|应当?(?!事)|须|宜|可以|将(?=[先首分依按])|一般|通常"
    r"|\b(?:should|must|shall|will|may|plan(?:s|ned)?|(?:is|are)\s+to|scheme\s+(?:says|lays|provides|requires|is)|usually|generally)\b"
)
# Told as done: not a heading, a list or a table of what was left out
_HEADING = re.compile(r"\s*(?:的|事项|清单|范围|项目|情况|理由|登记|说明|结果|[之以]?[后前]|内容|[见如]|[:：])")
_HEADING_EN = re.compile(r"exclusions?|omissions?|removals?")
_SET = re.compile(rf"{SETTLED}|\b(?:{SETTLED_EN})\b")
_NOT = re.compile(r"(?:[未没无不]|并非|\b(?:not|no|never|without|nothing)\b)[^，。;\n,]{0,12}\Z")
_LEAD = 60  # letters before the first step that may say what the steps are


def misplaced(text: str, days: Days, *, early: bool = False) -> Iterator[str]:
    """Steps of a text, as read, that put what was left out above the first comparison. ``early``: some was left out
    before any result, of which it may be told."""
    for lead, steps in _chains(text):
        if _KNOWN.search(lead) or AGAIN.search(lead) or _PLAN.search(lead):
            continue
        if found := _above(steps, days, early):
            yield found


def _chains(text: str) -> Iterator[tuple[str, list[str]]]:
    """What leads to steps, and the steps. One that is the first of its kind begins anew; a word that goes on takes the
    sentence before it as the first."""
    marks = [*_MARK.finditer(text)]
    steps: list[str] = []
    lead, kind, last = "", "", 0
    for at, hit in enumerate(marks):
        stop = marks[at + 1].start() if at + 1 < len(marks) else _end(text, hit.end())
        goes_on = bool(hit["next"]) and not hit["first"]
        sort = "words" if hit["first"] or goes_on else "day" if hit["day"] is not None else "number"
        opens = bool(hit["first"] or hit["one"]) or (hit["inline"] or "")[1:2] in ("1", "一", "a")
        if opens or (sort != kind and not goes_on) or (goes_on and not steps):
            if steps:
                yield lead, steps
            ahead = text[last : hit.start()]
            before = _last(ahead) if goes_on else ""
            lead = ahead[: len(ahead) - len(before)].rstrip().rpartition("\n")[2][-_LEAD:]
            steps, kind = [before] if before else [], sort
        steps.append(text[hit.end() : stop])
        last = stop
    if steps:
        yield lead, steps


def _end(text: str, start: int) -> int:
    """Where the last step ends: with its line."""
    stop = text.find("\n", start + 1)
    return len(text) if stop < 0 else stop


def _last(text: str) -> str:
    """The last sentence of a text."""
    bare = text.rstrip("。;,，.:|、 \n")
    ends = [hit.end() for hit in END.finditer(bare)]
    return text[ends[-1] if ends else 0 :]


def _above(steps: list[str], days: Days, early: bool) -> str:
    """The steps from one that left something out, above the first comparison, to that; empty where there are none."""
    out = ""
    for step in steps:
        compared = [hit.start() for hit in _COMPARED.finditer(step) if not _NOT.search(step[: hit.start()])]
        if out and compared:
            return "" if AGAIN.search(step) else f"{out} … {step}".strip()
        left = _left(step, days, early)
        if compared and not (left and left < min(compared)):
            return ""
        if left:
            out = step.strip()
            if compared:
                return ""  # one step that tells both is read as a sentence
    return ""


def _left(step: str, days: Days, early: bool) -> int:
    """Where a step tells that something was left out before results; 0 where none does."""
    if any(one.search(step) for one in (_KNOWN, AGAIN, _PLAN)) or days_in(step, days) & days.out:
        return 0
    if early and not is_all(step):
        return 0
    for start, stop in acts(step):
        named = _HEADING.match(step, stop) or (
            _HEADING_EN.fullmatch(step[start:stop]) and " of " not in step[stop : stop + 4]
        )
        if not _NOT.search(step[:start]) and (not named or _SET.search(step)):
            return start + 1
    return 0
