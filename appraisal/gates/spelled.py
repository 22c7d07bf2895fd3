"""Numbers of measure that are written in words: shares, and counts above ten of what a report counts."""

from __future__ import annotations

import re

_ZH = "[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿卅]"
_UNITS = "处(?![理于])|字|行|个(?!月)|件|句|段|项|页|条|点|种|张|幅|帧|秒|小节|音|函数|文件|匹配|倍|次"
_LATER = "立为果分功员型像品形就因套语熟长交年都绩"  # 成 begins a word: 成立, 成为, 成果
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ABOVE = (
    "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|hundreds?|thousands?|dozens?|"
    f"(?:{_TENS})(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_EN = rf"(?:{_SMALL}|{_ABOVE})"
_PARTS = "(?:halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?)"
_COUNTED = (
    "places|passages|matches|words|characters|letters|lines|sentences|paragraphs|pages|files|functions|notes|bars|"
    "pictures|images|points|items|instances|occurrences|percent"
)
_OTHERS = "experts?|people|persons?|witness(?:es)?|appraisers?|part(?:y|ies)|judges?|days?|weeks?|months?|years?|hours?"
SHARES = (  # of what is compared, without a number that leads to a result
    rf"(?:绝?大部分|绝?大多数)的?[^，。；,;\n]{{0,8}}?(?:[语文字词]句?|段落|内容|代码|函数|文件|图片|画面|小节|音符|旋律|情节|人物|相[同似]|一致|雷同)"
    r"|[二三四五六七八九十]分(?:天下)?(?:[有居]其|之有其)[一二三四五六七八九]|十[居有]其[一二三四五六七八九]"
    r"|十[居有]?[其之]?[八九]八?九(?!岁|年|月|日|天)|零点(?>[零〇一二三四五六七八九]+)(?![十点分钟])"
    r"|每[二三四五六七八九十百两几]+[句字行段页处项个](?:中|里|话)?(?:有|即有|就有|便有)[一二三四五六七八九十两几]+[句字行段页处项个]"
    r"|\d+\s*⁄\s*\d+"  # ½ as it is read
    rf"|\ban?\s+(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)\s+of\b(?!\s+(?:an?|the)\s+(?:{_OTHERS})\b)"
    r"|\bone[\s-]+half\b"
    rf"|\bevery\s+(?:other|second|third|fourth|fifth|tenth)\s+(?:word|sentence|line|paragraph|note|bar|letter|character)\b"
    rf"|\b(?!one\b){_EN}\s+(?:\w+\s+)?of\s+(?:the|these|those|all)\s+{_EN}\b(?!\s+(?:{_OTHERS})\b)"
    rf"|\b(?!one\b){_EN}\s+(?:\w+\s+)?of\s+(?:(?:an?\s+)?hundred|ten\b(?!\s+(?:{_OTHERS})\b)|{_EN}\s+(?:\w+\s+)?(?:{_COUNTED}))\b"
    rf"|\b{_EN}\s+(?:\w+\s+)?(?:out\s+of\s+(?:every\s+)?|in\s+every\s+){_EN}\b(?!\s+(?:{_OTHERS})\b)"
    rf"|\b{_EN}\s+in\s+{_EN}\b(?!\s+(?:{_OTHERS}|folders?|volumes?|parts?|chapters?)\b)"
    rf"|\bout\s+of\s+(?:every\s+|the\s+)?{_EN}\s+\w+,?\s+{_EN}\b"
    r"|\b(?:lion['’]s\s+share|bulk)\s+of\b|\blion['’]s\s+share\b"
    r"|\bmajority\s+of\b(?!\s+(?:the\s+)?(?:panel|court|judges|experts|appraisers)\b)"
)
SPELLED = re.compile(
    SHARES + rf"|百分之{_ZH}+(?:点{_ZH}+)?|{_ZH}+分之{_ZH}+|十之{_ZH}+|(?:近|过|超)半(?!年|天|月|小时)|一半|半数"
    rf"|(?<![第{_ZH[1:-1]}])[一二三四五六七八九两几](?:{_ZH})?成(?![{_LATER}不])(?:半|[一二三四五六七八九](?!处))?"
    rf"|(?<![第\d{_ZH[1:-1]}])(?!万一|千万(?!{_ZH}))(?:[几数上成好]?{_ZH}*[十百千万亿拾佰仟廿卅]{_ZH}*)(?:[多余几来]|有余)?(?:{_UNITS})"
    rf"|\b{_EN}(?:(?:[\s-]+and)?[\s-]+{_EN})*[\s-]+(?:(?:and|point)\s.{{1,24}}\s)?per\s?cent\b"
    rf"|\b{_EN}[\s-]+{_PARTS}\b|\bhalf\s+(?:of|the)\b"
    rf"|\b(?:{_EN}[\s-]+(?:and\s+)?)*(?:{_ABOVE})(?:[\s-]+(?:and\s+)?{_EN})*\s+(?:of\s+)?(?:\w+\s+){{0,2}}(?:{_COUNTED})\b"
)
_TEN = re.compile(rf"十(?:{_UNITS})")


def spelled(text: str) -> list[tuple[int, int]]:
    """Where a number of measure stands in words, in a text of small letters (``printed``); ten and less are none."""
    return [hit.span() for hit in SPELLED.finditer(text) if not _TEN.fullmatch(hit.group())]
