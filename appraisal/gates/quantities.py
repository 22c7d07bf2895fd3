"""Quantities that stand in prose otherwise than in digits: the one place where such readers live.

Read are number words and numerals (Chinese, Roman, circled), counts above ten of what a report counts, shares, ratios
and multiples, and shares that name no number (almost all, 几乎全部), where they are of what is compared and the
sentence says that it is the same or differs. Such a quantity is to be written in digits, with its result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from appraisal.gates.sentences import END

_ZH = "[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿卅卌]"
_UNITS = "处(?![理于])|字|行|个(?!月)|件|句|段|项|页|条|点|种|张|幅|帧|秒|小节|音|函数|文件|匹配|倍|次"
_LATER = "立为果分功员型像品形就因套语熟长交年都绩"  # 成 begins a word: 成立, 成为, 成果
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ABOVE = (
    "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|hundreds?|thousands?|dozens?|"
    f"(?:{_TENS})(?:-(?:one|two|three|four|five|six|seven|eight|nine|odd))?|(?:three|four)score(?:[\\s-]+and\\b)?"
)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_EN = rf"(?:{_SMALL}|{_ABOVE})"
_PARTS = (
    "(?:halves|thirds?|quarters?|(?:fif|six|seven|eigh|nin|ten|eleven|twelf|(?:thir|four|fif|six|seven|eigh|nine)teen"
    "|(?:twen|thir|for|fif|six|seven|eigh|nine)tie|hundred|thousand)ths?)"
)
_COUNTED = (
    "places|passages|matches|words|characters|letters|lines|sentences|paragraphs|pages|files|functions|notes|bars|"
    "pictures|images|points|items|instances|occurrences|percent"
)
_OTHERS = "experts?|people|persons?|witness(?:es)?|appraisers?|part(?:y|ies)|judges?|days?|weeks?|months?|years?|hours?"
SHARES = (  # of what is compared, without a number that leads to a result
    rf"(?:绝?大部分|绝?大多数)的?[^，。；,;\n]{{0,8}}?(?:[语文字词]句?|段落|内容|代码|函数|文件|图片|画面|小节|音符"
    rf"|旋律|情节|人物|相[同似]|一致|雷同)"
    r"|[二三四五六七八九十]分(?:天下)?(?:[有居]其|之有其)[一二三四五六七八九]|十[居有]其[一二三四五六七八九]"
    r"|十[居有]?[其之]?[八九]八?九(?!岁|年|月|日|天)|[零〇]点(?>[零〇一二三四五六七八九]+)(?![十点分钟])"
    r"|每[二三四五六七八九十百两几]+[句字行段页处项个](?:中|里|话)?(?:有|即有|就有"
    r"|便有)[一二三四五六七八九十两几]+[句字行段页处项个]"
    r"|\d+\s*⁄\s*\d+"  # ½ as it is read
    rf"|\ban?\s+(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)\s+of\b(?!\s+(?:an?|the)\s+(?:{_OTHERS})\b)"
    r"|\bone[\s-]+half\b"
    rf"|\bevery\s+(?:other|second|third|fourth|fifth|tenth)\s+(?:word|sentence|line|paragraph|note|bar|letter"
    rf"|character)\b"
    rf"|\b(?!one\b){_EN}\s+(?:\w+\s+)?of\s+(?:the|these|those|all)\s+{_EN}\b(?!\s+(?:{_OTHERS})\b)"
    rf"|\b(?!one\b){_EN}\s+(?:\w+\s+)?of\s+(?:(?:an?\s+)?hundred|ten\b(?!\s+(?:{_OTHERS})\b)"
    rf"|{_EN}\s+(?:\w+\s+)?(?:{_COUNTED}))\b"
    rf"|\b{_EN}\s+(?:\w+\s+)?(?:out\s+of\s+(?:(?:every|each)\s+)?|(?:in|of|from|among)\s+(?:every|each)\s+){_EN}\b(?!\s+(?:{_OTHERS})\b)"
    rf"|\b{_EN}[\s-]+in[\s-]+{_EN}\b(?!\s+(?:{_OTHERS}|folders?|volumes?|parts?|chapters?)\b)"
    rf"|\bout\s+of\s+(?:every\s+|the\s+)?{_EN}\s+\w+,?\s+{_EN}\b"
)
SHARE = re.compile(
    "[%％成半割]|分之|[十拾百佰千仟]之|cent|hal(?:f|ves)|(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?|"
    + SHARES
)
SPELLED = re.compile(
    SHARES + rf"|{_ZH}+(?:点{_ZH}+)?\s*[%％‰]|百分之{_ZH}+(?:点{_ZH}+)?|{_ZH}+分之{_ZH}+(?!侧|视角)"
    rf"|[十拾百佰千仟]之{_ZH}+|(?:近|过|超|逾)半(?!年|天|月|小时)"
    r"|(?<![裁截切遮缩][去掉住小成到])一半|半数"
    rf"|(?<![第{_ZH[1:-1]}])[一二三四五六七八九两几壹贰叁肆伍陆柒捌玖](?:{_ZH})?成(?![{_LATER}]|不变)(?:半|[一二三四五六七八九](?!处))?"
    rf"|(?<![第{_ZH[1:-1]}])(?:{_ZH}|\d)割(?![裂断开据让舍爱除喉草线稻麦成为])"  # of Japanese: tenths
    rf"|(?<![第\d{_ZH[1:-1]}])(?!万一"
    rf"|千万(?!{_ZH}))(?:[几数上成好]?{_ZH}*[十百千万亿拾佰仟廿卅卌]{_ZH}*)(?:[多余几来]|有余)?(?:{_UNITS})"
    rf"|\b{_EN}(?:(?:[\s-]+and)?[\s-]+{_EN})*[\s-]+(?:(?:and|point)\s.{{1,24}}\s)?per\s?cent\b"
    rf"|\b(?:low|mid|high)[\s-]+(?:{_TENS.replace('ty', 'ties')})\b|\bof\s+which\s+{_EN}\b(?=\s+(?:is|are|was"
    rf"|were)\b)|\bone\s+\w+\s+in\s+(?:an?\s+)?(?:hundred|thousand|million)\b"
    rf"|\b(?:each|per|every)\s+(?:tenth|quarter|half|third)\s+of\b|\b(?:tiny|small|large|good|fair)\s+fraction\s+of\b"
    rf"|\b{_EN}[\s-]+{_PARTS}\b(?!\s+(?:view|profile|length|time|turn|tone)\b)"
    rf"|(?<!first |upper |lower |other )(?<!second |latter )\bhalf\s+(?:of|the)\b"
    rf"|\b(?:{_EN}[\s-]+(?:and\s+)?)*(?:{_ABOVE})(?:[\s-]+(?:and\s+)?{_EN})*\s+(?:of\s+)?(?:\w+\s+){{0,2}}(?:{_COUNTED})\b"
)
_TEN = re.compile(rf"十(?:{_UNITS})")

_DIGIT = "[一二三四五六七八九两壹贰叁肆伍陆柒捌玖]"
_AROUND = re.compile("一二|二三|两三|三两|三四|三五|四五|五六|六七|七八|八九|一一")  # 两三处: few; 一一: one by one
# As much of something (as long, as many), not as somebody says or did: read twice as the scheme says, as agreed
_AS = (
    r"as\s+(?!(?:the|an?|our|my|this|that|these|it|we|they|he|she|i|in|per|by|on|is|are|was|were|usual|before|above|below)\b"
    r"|\w+ed\b|set\b|shown\b|said\b|told\b|laid\b|experts?\b|part\b)\w+"
)
_SAME_ZH = "[相雷]同|相似|一致|重合|吻合|同(?![时样意学事])"
RATIOS = re.compile(
    rf"(?!一比一)(?<![{_ZH[1:-1]}]){_ZH}+比{_ZH}+"
    rf"|(?<![第{_ZH[1:-1]}]){_ZH}+(?P<unit>[句字行段页处项个章回节停份张幅帧件条点])"
    rf"(?:文字|话)?(?:(?:之?中|里头?|之?内|当中)[即就便约只仅]?[有占居含]?|[即就便约只仅]?[有占含]){_ZH}+(?P=unit)"
    rf"|什之八九|十[中有占居][其有占]?{_DIGIT}(?![年月日天岁个点])|十[句字行段处]{_DIGIT}[句字行段处]?同(?![时样意])"
    rf"|每{_ZH}+个(?P<each>[字词句音])(?:之?[中内里]头?)?[即就便约]?有?{_ZH}+个(?P=each)?(?={_SAME_ZH})"
    rf"|{_ZH}+(?P<among>[字词句行])(?:之[中内]|里头?|当中)[，,]{_ZH}+(?P=among)(?={_SAME_ZH})"
    rf"|百中[有居占]?{_ZH}+|百无一二|(?:多达|不下|上达)数?[十百千]+(?![年天日])"
    rf"|\bof\s+(?:every\s+)?{_EN}\s+(?!(?:{_OTHERS})\b)\w+,?\s+{_EN}\s+(?:are|is|recur|agree|coincide|differ)s?\b"
    rf"|\b{_EN}[\s-]+(?:pct\b|p\.\s?c\.)"
    rf"|(?:[占逾达]|接近|超过){_DIGIT}分(?![钟之别布])|{_DIGIT}分(?={_SAME_ZH})|{_DIGIT}{{1,2}}折(?=的?(?:文字"
    rf"|{_SAME_ZH}))"
    rf"|(?<![第{_ZH[1:-1]}])(?:{_ZH}+|[几数])倍(?![数率速频镜行增])"
    rf"|\b(?:ratio|proportion|odds|shares?)\b[^.;\n]{{0,24}}?\b{_EN}\s+to\s+{_EN}\b"
    rf"|\b{_EN}\s+\w+\s+in\s+{_EN}\b(?=\s*(?:[.,;:]|\Z)|\s+(?:is|are|was|were|has|have|differs?|agrees?|coincides?"
    rf"|recurs?)\b)"
    rf"|\b(?:bar|save|except|but|less)\s+(?:for\s+)?an?\s+{_PARTS}\b"
    rf"|\b(?:thrice|twice)\s+(?:{_AS}|the\s+(?:usual|number|share|length|amount)\b)"
    rf"|\b(?:{_EN}|many|several)[\s-]?fold\s+(?:as|the|that|what|more|increase)\b"
    rf"|之比[^，。；;\n,]{{0,6}}?{_ZH}+[比与对]{_ZH}+|百里挑一|百不同一|翻了?[一二两三四几]番"
    rf"|(?:相[同似](?:比例|率|字数|处数)|占比|重合率|相似度"
    rf"|之数)[：:，,为是约达在]*(?!一[致样般直栏列项]){_ZH}+(?:{_ZH}|[与至到比/]{_ZH}|分[里之]|之间)"
    rf"|\b{_EN}\s+(?:parts?\s+)?(?:to|in|per|of)\s+(?:the\s+|an?\s+|every\s+|each\s+)?(?:hundred|thousand)\b|\bto\s+the\s+tune\s+of\s+{_EN}\b"
    rf"|\b(?:share|overlap|similarity|score|agreement|proportion)\b[^.;\n]{{0,30}}?\b(?:is|at|(?:comes?"
    rf"|amounts?)\s+to)\s+(?:\w+\s+)?"
    rf"(?:point\s+{_EN}|{_EN}\s+of\s+{_EN}|(?:{_TENS})(?:[\s-]+(?:{_SMALL}))?)\b"
    rf"|\bfor\s+(?:each|every)\s+\w+\s+that\s+(?:differs|agrees|is\s+the\s+same)\b[^.;\n]{{0,12}}?\b{_EN}\b"
    rf"|\b{_EN}\s+times\s+(?:{_AS}|(?:more|the\s+(?:usual|number|share|length|amount))\b)"
)
COUNTS = re.compile(
    rf"(?<![第{_ZH[1:-1]}])(?!{_AROUND.pattern}){_DIGIT}{{2,}}(?:{_UNITS})|[几一二两三半]打的?(?:[语文字词]句?|段落)"
    rf"|(?:{_SAME_ZH})(?:之?处|者|[处数率]|数目|比例|字数"
    rf"|文字)?[共凡合总]?[计有为达约近逾至是]?(?!{_AROUND.pattern}|万一|千万){_ZH}{{2,}}"
    rf"|一一{_DIGIT}(?:{_UNITS})|{_ZH}*[十百千万]有余|(?:\(\d\)){{2,}}(?:{_UNITS})"
    rf"|\b(?:letters|words|characters"
    rf"|passages)\b[^.;\n]{{0,40}}?\bnumbers?\s+(?:\w+\s+)?(?:{_EN}[\s-]+(?:and\s+)?)*(?:{_ABOVE})\b"
    rf"|\bscores\s+of\s+(?:\w+\s+)?(?:{_COUNTED})\b"
    rf"|\b(?:an?|{_SMALL}|half\s+a)[\s-]+scores?(?:\s+and\s+(?:{_SMALL}))?\s+(?:of\s+)?(?:\w+\s+)?(?:{_COUNTED})\b"
)
ROMAN = re.compile(
    rf"(?<![a-z\d])(?P<roman>[ivxlcdm]+)(?:\s+of\s+(?P<whole>[ivxlcdm]+))?"
    rf"(?:\s+(?:\w+\s+)?(?:{_COUNTED}|scenes|chapters|places)\b|\s*(?:{_UNITS})|(?P<share>\s*[%％‰]|\s+per\s?cent\b))"
    r"|百分之(?P<percent>[ivxlcdm]+)(?![a-z])"
)
_ROMAN = re.compile("m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
# In signs that are no digits of a place value (⑧⑦, 〩〢, 𝍱𝍪): a count, or a share whatever of
CIRCLED = re.compile(
    rf"(?:\d|{_ZH}){{2,}}\s*(?:{_UNITS})|(?:\d|{_ZH})+(?:[.点](?:\d|{_ZH})+)?\s*[%％‰]|百分之(?:\d|{_ZH})+"
    rf"|(?:\d|{_ZH})+分之(?:\d|{_ZH})+|\d成(?![{_LATER}])"
)

# Shares that name no number; those of 多数 and the like where a panel or people are not meant
_MATTER = (
    r"(?:texts?|wording|words|sentences?|lines?|paragraphs?|passages?|letters|characters|scenes?|chapters?|pages?"
    r"|dialogue|prose"
    r"|plot|story|code|program|functions?|files?|pictures?|images?|notes|bars|melody|works?|books?|novels?|games?"
    r"|places"
    r"|[a-z]{1,2}\d+)"
)
_HEAD = rf"(?:(?!and\b|in\b|is\b|are\b)[\w'’]+\s+){{0,3}}?{_MATTER}\b"
VAGUE = re.compile(
    r"\b(?:almost|nearly|virtually|practically|just\s+about|close\s+to)\s+(?:all|every|(?:the\s+)?(?:whole"
    r"|entire(?:ty)?))\s+"
    rf"(?:of\s+)?{_HEAD}|\b(?:almost|nearly|virtually|practically)\s+everything\b"
    rf"|\b(?:most|much)\s+of\s+{_HEAD}|\bmost\s+{_MATTER}\b"
    rf"|\b(?:vast|great|greater|overwhelming|large|larger|better|best|main|major)\s+(?:part|portion|share"
    rf"|number)\s+of\s+{_HEAD}"
    rf"|\b(?:all|everything|nothing|every\s+\w+)\s+(?:but|except|save|bar)\s+(?:for\s+)?(?:an?|the|{_EN})\b"
    r"|\b(?:lion['’]s\s+share|bulk\s+(?:of|is|are|was|were))\b"
    r"|\ball\s+but\s+(?:identical|the\s+same)\b|\bto\s+an?\s+(?:very\s+)?(?:large|great|high)\s+(?:extent|degree)\b"
    r"|\ban?\s+(?:third|quarter|fifth|tenth)\s+(?:part\s+)?(?=differs?\b|agrees?\b|coincides?\b|(?:is"
    r"|are)\s+(?:the\s+same|new)\b)"
    rf"|\bmost\s+(?:of\s+it\b|(?=is\b|are\b))|\bgreater\s+part\s+of\s+it\b|\blittle\s+of\s+{_HEAD}"
    r"|\b(?:majority|minority)\b(?!['’]s\b|\s+(?!(?:is|recurs|differs|agrees|matches|coincides|stands|appears|occurs)\b)\w+s\b)(?!\s+(?:opinion|view|of\s+(?:the\s+)?(?:experts|panel|judges|members|appraisers)))"
    r"|\b(?:more|less)\s+than\s+half\b(?!\s+(?:an?|of\s+the\s+(?:time|day|hour))\b)"
    r"|\b(?:in)?to\s+(?:the\s+(?:hundreds|thousands|dozens)|(?:two|three|four|five)\s+figures)\b|\boutnumber"
    rf"|\b(?:agreement|overlap|share|similarity)\b[^.;\n]{{0,20}}?\bin\s+the\s+(?:\w+\s+)?\w+ties\b"
    r"|\b(?:double|triple|quadruple|a\s+multiple\s+of)\s+(?:those|that|what)\b"
    r"|\b(?:mostly|largely|overwhelmingly)\s+(?=(?:the\s+)?(?:same|identical|alike|agree|coincide))"
    "|(?:几[乎近]|近乎|差不多|将近|基本上?)(?:全部?|全[都文书篇]|所有|通篇|整[部本篇个]|[都皆均])"
    "|(?<!鉴定组)多数(?!意见|人员?|专家|鉴定|读者|情况)|[泰太强大]半(?![年天日夜个])|大头|成[百千]上[千万]"
    "|以[十百千万]计"
    "|(?:主体|主要|绝大)(?:部分|篇幅)|(?:[极一很]?小|少)部分的?(?:文字|语句|内容|代码|旋律)|只是零头|占比(?:极|很"
    "|甚|颇|较|相当)[高大低小]|压倒性"
    "|(?:相同|不同)的?(?:之处|文字|语句|内容|字)?(?:居多|为主|甚多|极多|(?:远|大大)?[多少]于)"
    "|[一二两三四五六]位数(?!字)"
    rf"|每(?!一){_ZH}+个?[\u4e00-\u9fff]{{0,3}}?(?:之?[中内里]头?)?[即就便约只仅均都]?有{_ZH}+"
    "|除[^，。；;\n,]{1,6}外[^，。；;\n,]{0,6}?(?:全部|全文|均|皆|都|其余)"
)
_COMPARED = re.compile(
    r"\b(?:same|identical|alike|similar|agree\w*|coincid\w+|shar(?:e|es|ed|ing)|overlap\w*|match(?:es|ed)?|common"
    r"|differ\w*"
    rf"|(?:stands?|stood|found|recurs?|appears?|occurs?)\s+(?:again\s+)?in|makes?\s+up)\b|{_SAME_ZH}|不同|见于|出现于"
)


def _capital(start: int, stop: int) -> bool:
    return True


def _never(start: int, stop: int) -> bool:
    return False


def spelled(
    text: str,
    capital: Callable[[int, int], bool] = _capital,
    circled: Callable[[int, int], bool] = _never,
) -> list[tuple[int, int]]:
    """Where a number of measure stands in words, in a text of small letters (``printed``); ten and less are none.

    ``capital``: whether letters there stand in capitals in the source, as Roman numerals do; ``circled``: whether
    digits there stand as other signs in the source (⑧⑦)."""
    found = [hit.span() for hit in SPELLED.finditer(text) if not _TEN.fullmatch(hit.group())]
    for pattern in (RATIOS, COUNTS):
        found += [hit.span() for hit in pattern.finditer(text)]
    found += [hit.span() for hit in CIRCLED.finditer(text) if circled(*hit.span())]
    found += [hit.span() for hit in ROMAN.finditer(text) if _numeral(hit) and capital(*_letters(hit))]
    return _outer([*found, *_vague(text)])


def is_share(words: str) -> bool:
    """Whether a quantity as written is a share, a ratio or a multiple, and no count."""
    return any(one.search(words) for one in (SHARE, RATIOS, VAGUE))


def _letters(hit: re.Match[str]) -> tuple[int, int]:
    return hit.span("roman" if hit["roman"] else "percent")


def _numeral(hit: re.Match[str]) -> bool:
    """Whether letters are a Roman numeral: below a hundred, or long enough to be no name of a format (CD, MD, CLI)."""
    told, whole = hit["roman"] or hit["percent"], hit["whole"]
    if hit["share"] or hit["percent"]:
        return bool(_ROMAN.fullmatch(told))
    if (told == "i" and not whole) or not _ROMAN.fullmatch(whole or ""):
        return False
    return bool(_ROMAN.fullmatch(told)) and (not re.search("[cdm]", told) or len(told) > 4)


def _vague(text: str) -> Iterator[tuple[int, int]]:
    """Shares that name no number, in sentences that say how alike things are."""
    for hit in VAGUE.finditer(text):
        began = max((one.end() for one in END.finditer(text, 0, hit.start())), default=0)
        end = END.search(text, hit.end())
        if _COMPARED.search(text, began, end.start() if end else len(text)):
            yield hit.span()


def _outer(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    kept: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(stop, kept[-1][1]))
        else:
            kept.append((start, stop))
    return kept
