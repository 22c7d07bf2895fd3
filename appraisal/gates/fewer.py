"""How many parts of a work are in the other, by small numerals, by part and whole in two clauses, or by exception.

Read are three and more (of one and two a reader counts himself), beside a word that says that they are the same or
stand in the other work; and what is left when a title or a sentence is taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.sentences import END

_N = "[三四五六七八九十]"
_ANY = "[一二两三四五六七八九十]"
# A numeral that is no number of a part, nor of parts just shown
_FREE = "(?<![第一二两三四五六七八九十百千零〇几数、至到—–-])(?<![上述这该此前后列头末首])"
_UNIT = "(?:段|句|章|节|页)"
_PART = f"(?:个(?=段|句|章)|{_UNIT})"
_MORE = "(?:段落?|句子?|章节?|节|页|[行处词]|人(?!称)|个(?![月方层角问步部环阶]))"
_LABEL = r"(?<![a-z\d])[a-z]\d(?![a-z\d])"
_THERE = (
    rf"(?:(?:见[于诸]|出自|取自|来自|抄自)(?={_LABEL}|样本|检材|另一|[前后]者)"
    rf"|[可能均都皆]*在(?:{_LABEL}|样本|检材)[中里内]?(?:找到|出现|可见|有))"
)
_SAME = "(?<!不)(?:相同|雷同|一致|吻合)(?![意者])"
_COPIES = "原[件本]|复印件|扫描件|清单|登记|附件"  # of custody
_NOT_ZH = "(?![^，。；,;\\n]{0,8}(?:不|未|无|没))"
_FEW = "(?:three|four|five|six|seven|eight|nine|ten)"
_SMALL = rf"(?:one|two|{_FEW})"
_PARTS = "(?:paragraphs|sentences|pages|chapters|passages|scenes|lines)"
_WORK = rf"(?:{_LABEL}|(?:the\s+)?other(?:\s+work)?|both)"
_IN = rf"(?:the\s+same\b|identical\b|(?:also\s+|again\s+)?in\s+{_WORK}|(?:taken\s+)?from\s+{_LABEL})"
FEWER = re.compile(
    # the same paragraphs, nine; seven paragraphs come from the other
    rf"(?:(?<!不)[相雷]同|共同)的?(?:段落?|句子?|章节?|文字|语句|字词|词语|人物|之处)(?:[有共计为达：:]|见于)*{_FREE}{_N}{_MORE}"
    rf"|{_FREE}{_N}{_PART}(?:段落|章节|句子|落|子|文字|话|内容)?{_NOT_ZH}[^，。；,;\n]{{0,2}}?(?:[与和同跟](?!{_COPIES})[^，。；,;\n]{{1,6}}?{_SAME}|{_THERE})"
    rf"|\b(?:nine|{_FEW})\s+(?:identical|common|shared|matching)\s+{_PARTS}\b"
    rf"|\b{_FEW}\s+{_PARTS}\s+(?:of\s+{_LABEL}\s+)?(?:are|stand|recur)\s+{_IN}|\b(?:dozens|scores)\s+of\s+hits\b"
    # of eight, seven
    rf"|{_FREE}{_N}(?P<unit>{_UNIT})[^，。；,;\n]{{0,4}}[，,](?:其中)?(?:只|仅|唯)?有?{_ANY}(?P=unit)[^，。；,;\n]{{0,2}}?"
    rf"(?:[与和同跟](?!{_COPIES})[^，。；,;\n]{{1,6}}?{_SAME}|[未不]?{_THERE})"
    rf"|{_FREE}{_N}个(?:段落|章节|句子)[之当]?中[，,]?[^，。；,;\n]{{0,4}}?用了?{_ANY}个|[亦也]有此{_N}{_UNIT}"
    rf"|\b{_FEW}\s+{_PARTS}[,;.]\s+(?:of\s+(?:these|them|which),?\s+)?{_SMALL}\s+(?:of\s+(?:these|them|which)\s+)?(?:are|is|stands?|recurs?)\s+{_IN}"
    # all the rest
    rf"|除了?[^。；;\n]{{1,10}}[，,]其余(?:文字|内容|部分|各[处段句])?[^，。；,;\n不未无没]{{0,8}}?{_SAME}"
    rf"|全[文书]除[^，。；,;\n]{{1,8}}[均皆都全]同{_LABEL}"
    rf"|\ball\s+of\s+{_LABEL}\s+(?:but|except|save)\s+[^.;\n]{{1,30}}?\bis\s+{_IN}"
    rf"|\b(?:rest|remainder)\s+of\s+{_LABEL}\s+(?:is|stands)\s+{_IN}"
    rf"|\bonly\s+(?:the\s+)?(?:one|two|first|last|opening|closing)\s+(?:word|sentence|paragraph|line|page|chapter)s?\s+of\s+{_LABEL}"
    r"\s+(?:is|are)\s+(?:new|its\s+own|different)\b"
)
_ASKED = re.compile(r"是否|有无|\bwhether\b|委托|[原被]告|\b(?:claimant|defendant|plaintiff)s?\b")


def fewer(text: str) -> Iterator[tuple[int, int]]:
    """Where a text as read (``printed``) says so; what is asked or a party says is not the report's."""
    for hit in FEWER.finditer(text):
        began = max((one.end() for one in END.finditer(text, 0, hit.start())), default=0)
        if not _ASKED.search(text, began, hit.start()):
            yield hit.span()
