"""How often the works were compared is told as the log has it: that there was one run, no report says that lists more.

Read is prose, which can be rewritten: a step tells of the runs that there were when it was filed. Free are what is
told of another thing (controls, each method), of a time (after the exclusion there was one run), and of one of several
methods where not every method ran anew.
"""

from __future__ import annotations

import re

from appraisal.gates.gap import Found, Gap
from appraisal.gates.sentences import sentences
from appraisal.gates.told import OTHERS, own_words
from appraisal.gates.view import View
from appraisal.papers.as_read import printed
from appraisal.profile import Words

_RUN = "(?:运行|比对|对比|检索|开跑)"
_RUN_EN = r"(?:runs?|comparisons?)"
_ONCE = re.compile(
    rf"(?:只|仅|总共|一共|共)(?:仅|是|曾|对[^，。；\n,;]{{1,8}})?(?:作|做|进行|完成)?[过了]?(?:{_RUN}[过了]?(?:1|一)[次遍回]|(?:1|一)[次遍回]{_RUN})"
    rf"|(?:{_RUN}|结果)[^，。；\n,;]{{0,6}}?(?:只|仅|总共|一共|共)(?:有|计|作|做|进行|是)?[过了]?(?:1|一)[次遍回]"
    rf"|(?:没有|并?无|从未|未曾)(?:进行|作|做)?过?第[二三]次{_RUN}"
    rf"|\b(?:only|just|but|exactly|no\s+more\s+than)\s+(?:one|a\s+single)\s+(?:\w+\s+)?{_RUN_EN}\b"
    rf"|\b(?:in|by|was|were)\s+(?:\w+\s+)?a\s+single\s+(?:run|comparison)\b|\bone\s+and\s+only\s+{_RUN_EN}\b"
    r"|\b(?:run|ran|compared|comparison\s+was\s+(?:made|done|carried\s+out))\s+(?:[\w']+\s+){0,3}?once\b(?=\s*(?:only\b|[.;,\n]|\Z))"
    rf"|\b(?:no|never\s+an?y?)\s+(?:second|further|other|repeat(?:ed)?)\s+{_RUN_EN}\b(?=\s*(?:was|were|took|ha[sd]|of\s+the\s+works|[.,;]|\Z))"
)
_FREE = re.compile(
    r"后|每|各|分别|另|再|重新|重[跑比做]|对照|控制|植入|复核|核验|测试|试验|是否|如果|[若倘]|并非|不止|不是"
    r"|\b(?:after\w*|since|then|again|each|every|per|controls?|planted|tests?|whether|if|than\s+once|not\s+(?:only|just)|following|anew)\b"
)
_METHOD = re.compile(
    r"文[字本]|图[片像]|代码|程序|音[乐频]|旋律|视频|情节|结构|数据|字[形库]|\b(?:text|wording|pictures?|images?|code|music|melod\w+|sound|video|plots?|data)\b"
)


def once(view: View) -> Found:
    """No prose of a report that lists later runs says that there was one."""
    again = {one.comparison.comparator for one in view.dossier.comparisons if one.superseded}
    if not again:
        return
    all_again = {one.comparison.comparator for one in view.standing} <= again
    prose = [one.markdown for one in view.dossier.texts] + ([view.opinion.range] if view.opinion is not None else [])
    for shown in (printed(text, asides=False) for text in prose):
        for start, stop in sentences(shown.text):
            sentence = own_words(shown, start, stop)
            if is_one(sentence) and not OTHERS.search(sentence) and (all_again or not _METHOD.search(sentence)):
                yield _gap(sentence)


def is_one(sentence: str) -> bool:
    """Whether a sentence says that the works were compared once."""
    return _ONCE.search(sentence) is not None and _FREE.search(sentence) is None


def _gap(sentence: str) -> Gap:
    where = " ".join(sentence.split())[:60]
    return Gap(
        "told/once",
        Words(
            f"在卷的运行不止一次，正文却称只有一次：…{where}…",
            f"more runs than one are on file, and the text says that there was one: …{where}…",
        ),
        Words("写明各次运行，或删去该句", "tell of each run, or take the sentence out"),
    )
