"""Sentences that call whole works the same without a number: as good as a share of a hundred, it leads to no result.

Of a passage, a file or a title it may be said that it is the same throughout: that is seen, and measures no work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.sentences import END

_SAME_ZH = "(?<!不)(?:相同|雷同|一致|相似|一样)(?!的|之|文字|语句|段落|部分|内容|表述|表达|[处字])"
_WITH = r"(?:[与和同跟][^，。；;,\n]{1,8}?)?"
_NOT = "(?<![不未非])(?<!并非)(?<!不是)(?<!是否)"
_ALL_ZH = rf"{_NOT}(?:全部|全文|全书|通篇|完全|整体|整部|整本|从头到尾|自始至终|彻底)"
_UNALTERED = "一字不差|一字不易|只字未改|毫无二致|别无二致|大同小异|没有一个?字不(?:同|一样)|无一字不同"
_SAME = r"(?:the\s+)?(?:same\b|identical\b|alike\b)"
_ALL = r"(?<!not )(?:entirely|wholly|completely|totally|fully|in\s+full|in\s+every\s+(?:word|letter))"
_THROUGH = (
    r"(?:throughout|from\s+(?:beginning|start|first|cover)\s+to\s+(?:end|last|finish|cover)"
    r"|in\s+every\s+(?:word|letter))"
)
_NEARLY = (
    r"(?:nearly|virtually|practically|almost(?:\s+(?:entirely|wholly|completely))?|mainly|chiefly|predominantly"
    r"|in\s+the\s+main|for\s+the\s+most\s+part)"
)
_STANDS = r"(?:is|are|stands?|recurs?|found)"
WHOLES = re.compile(
    rf"{_ALL_ZH}上?[都均皆]?(?:逐字)?{_WITH}[都均皆]?(?:逐字|完全)?{_SAME_ZH}|{_UNALTERED}"
    rf"|除了?[^。；;，,\n]{{1,12}}[，,]?(?:[之以]?外)?[，,]?[^，。；;\n,]{{0,8}}?{_WITH}(?:逐字|完全|全部)?{_SAME_ZH}"
    rf"|[^，。；;\n,]{{1,6}}[之以]外的?(?:文字|内容|部分)?{_WITH}(?:逐字|完全|全部)?{_SAME_ZH}"
    rf"|\b(?:{_ALL}|{_NEARLY})\s+{_SAME}|\b(?:same|identical)\b[^.;\n]{{0,30}}?\b{_THROUGH}"
    rf"|\b(?:virtually\s+)?(?:the\s+whole|all|the\s+entirety)\s+of\s+(?:it"
    rf"|[^.;,\n]{{1,24}}?)\s+{_STANDS}\s+(?:{_SAME}|(?:found\s+)?in\b)"
    rf"|\bthe\s+same\b[^.;\n]{{0,24}}?\b(?:save|except|but\s+for|apart\s+from)\b"
    rf"|\b(?:apart\s+from|except\s+for|save\s+for|but\s+for)\s+(?:\w+\s+){{1,4}}[^.;\n]{{0,24}}?\b(?:is|are)\s+{_SAME}"
    r"|\bonly\s+(?:\w+\s+)?(?:words|sentences|lines|paragraphs)\b[^.;,\n]{0,16}?\bdiffers?\b"
    r"|\b(?:hardly|scarcely|barely)\s+(?:anything|an?y?\s+(?:word|line|sentence|letter|note))\s+differs?"
)
_WORKS = (
    r"两[书文作]|[两二](?:部|件|篇)?作品|全书|全文|通篇|检材|样本|双方作品|(?<![a-z\d])[a-z]{1,2}\d+(?![a-z\d])"
    r"|\b(?:books?|novels?|texts?|works?|wording|games?|programs?|songs?|films?|the\s+two|both|it|anything|words?"
    r"|sentences|lines)\b"
)
# What may be the same throughout and is no work
_PARTS = (
    "[处段句章节页回行格]|第[一二三四五六七八九十\\d]|标点|空格|注释|哈希|校验|[数值]|格式|编码|版本|载体|光盘"
    "|副本|文件|字体|题材|主题|体裁"
    "|人物|姓名|日期|书名|题名|名称|封面|出版|规则|方法|判断|结果|意见|环境|流程|软件版|清单|外观|大小|繁简"
    r"|\b(?:passages?|places?|paragraphs?|pages?|scenes?|chapters?|match(?:es)?|digests?|hash(?:es)?|values?"
    r"|formats?|encodings?"
    r"|methods?|rules?|files?|discs?|disks?|cop(?:y|ies)|titles?|editions?|covers?|fonts?|names?|punctuation"
    r"|spacing|comments?"
    r"|pictures?|icons?|images?|settings|machines?|environment|equipment|results?|experts?|subject|theme|genre"
    r"|years?|dates?)\b"
)
_ASKED = re.compile(r"是否|有无|\bwhether\b|\bnot\b|\bnever\b|\bno\b|[并]非|不是")


def wholes(text: str, named: str = "") -> Iterator[tuple[int, int]]:
    """Where a text of small letters (``printed``) says that works are the same as wholes. ``named``: how works of the
    case are named (``Works.pattern``)."""
    works = re.compile("|".join(one for one in (_WORKS, named) if one))
    for hit in WHOLES.finditer(text):
        began = max((one.end() for one in END.finditer(text, 0, hit.start())), default=0)
        end = END.search(text, hit.end())
        sentence = text[began : end.start() if end else len(text)]
        bare = re.sub(_UNALTERED, "", sentence)
        if works.search(bare) and not re.search(_PARTS, bare) and not _ASKED.search(bare):
            yield hit.span()
