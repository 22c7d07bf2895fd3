"""Whether a sentence says that what was left out came before results, or that nothing was left out after them.

Read is the order that a sentence tells, in whatever words: a time before anything was compared, or a comparison that
waited, and what it puts there. That is what stands nearest before the time, else nearest behind it: a scheme or a
criterion that was fixed before is no exclusion. Free are what should have been, what was not, and, where early
exclusions are on file too, a sentence on one place.
"""

from __future__ import annotations

import re

from appraisal.gates.days import Days

# What is left out, as an act or as what it leaves
_OUT = "排除|剔[除去掉]|扣除|滤除|除去|去除|略[去过]|舍[去弃]"
_OUT_EN = (
    r"exclu(?:sions?|d\w*)|(?:le(?:ft|ave|aving)|t(?:aken?|ook|aking)|ke(?:pt|ep|eping))(?:\s+\w+){0,4}?\s+out"
    r"|omi(?:t\w*|ssions?)|deduct\w*|remov(?:ed?|als?|ing)|set\s+aside|disregard\w*|discard\w*"
)
# … or places of which something was agreed, which can be that alone
_PLACES = (
    r"(?:引文|素材|惯用|公有|第三方|[各一第此该][一二三四五六七八九十\d]*[处段])(?=[^，。；\n,;]{0,12}?(?:商定|议定|谈妥))"
    r"|\b(?:quotations?|boilerplate|third-party\s+\w+)\b(?=[^.;,\n]{0,40}?\b(?:agreed|settled)\b)"
)
_EXCLUDED = re.compile(
    rf"{_OUT}|不予?(?:计入|列入|纳入|采计|比对|计算)|(?:不|未)计(?=[的者之，,]|\Z)|\b(?:{_OUT_EN})\b|{_PLACES}"
)
# What lays down what is to be left out, and why; itself it is none of it
_RULE = re.compile(
    "方案|计划|标准|规则|准则|原则|条件|口径|参数|阈值|设[置定]|(?:排除|剔除)的?(?:事由|理由|类型|办法|方法)"
    r"|\b(?:schemes?|plans?|criteri(?:on|a)|rules?|principles?|grounds?|reasons?|parameters?|thresholds?|settings?"
    r"|protocols?|methods?)\b(?:\s+(?:for|of|on)\s+(?:\w+\s+){0,2}(?:exclu\w+|omi\w+|removals?))?"
)
_RUN = "(?:试?比对|比较|对比|检索|运[行算]|开跑|检[验测]|得?出?结果|[看得]到结果|动手|开工)"
_FIX = "方案的?(?:固定|确定|登记|制定|拟定|定稿|备案|形成)"
_RUN_EN = (
    r"(?:compar(?:isons?|ed|ing)|runs?|ran|results?|figures|any\s+match\w*|findings?|a\s+figure|examin(?:ations?|ed|ing)|search\w*"
    r"|anything|any\s+work|scheme|work\s+(?:began|started)|analys\w+)"
)
_AGREED = "(?:商[定量]|议定|约定|谈妥|定[下妥好])"
_AGREED_EN = r"(?:agreed|settled|fixed|decided|determined|laid\s+down|in\s+place)"
_SETTLED = re.compile(rf"{_AGREED}|[确决]定|固定|登记|记录|\b(?:{_AGREED_EN}|made|recorded|listed)\b")
_NEAR = 16  # letters before what was left out that may say that it should be
_SOON = rf"[^，。；\n,;]{{0,6}}?(?:{_OUT}|{_AGREED}|确定|决定|固定|登记|记录|列明|拟定|作出|共识|同意)"
# A time before these
_BEFORE = re.compile(
    rf"(?:早于|先于)[^，。；\n,;]{{0,8}}?(?:{_RUN}|方案)|{_FIX}(?:之|以)?前|任何[^，。；\n,;]{{1,8}}[之以]前|{_RUN}(?:伊始|之初)"
    rf"|{_RUN}[尚还]?未[^，。；\n,;]{{0,4}}?[时际即就便]|[不未][知见看了][^，。；\n,;]{{0,6}}?结果"
    rf"|[尚还]未[^，。；\n,;]{{0,6}}?{_RUN}[^，。；\n,;]{{0,4}}?[时即就便]"
    rf"|{_RUN}(?:(?!{_OUT})[^，。；\n,;后]){{0,8}}?(?:之|以)?前(?![后面几数述文言者期序段章页\d一二三四五六七八九十])"
    rf"|(?:事先|事前|预先|提前|先行|早[已有]|自始|(?:自|从)?一开始)(?={_SOON})|[居在]先(?=[，,。；;\s]|\Z)"
    rf"|先[^，。；\n,;后]{{1,12}}[，,]?\s*(?:然后|而后|其后|随后|后|再|方|才)[^，。；\n,;]{{0,6}}{_RUN}"
    r"|\b(?:before|prior\s+to|ahead\s+of|in\s+advance\s+of|earlier\s+than|preced\w+|antedat\w+|predat\w+)\b"
    rf"(?:(?!\bafter\b|\b(?:{_OUT_EN})\b)[^.;,\n]){{0,40}}?\b{_RUN_EN}\b"
    r"|\b(?:came|come)\s+first\b|\bwith(?:out|\s+no)\s+(?:any\s+)?(?:knowledge|sight|knowing|seeing)\b[^.;,\n]{0,16}\bresults?\b"
    r"|\bblind\s+to\s+(?:the\s+|any\s+)?results?\b"
    r"|(?:盲态|(?:致盲|单盲|双盲|盲法)(?:状态|条件|[下中时]))(?![^，。；\n,;]{0,8}?(?:核验|判断|复核|评议|测试))|\b(?:in|under)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?blind(?:ed)?\s+(?:state|condition|manner|fashion|mode)s?\b|\bblindly\b"
    rf"|\bby\s+the\s+time\b(?:(?!\b(?:{_OUT_EN})\b)[^.;,\n]){{0,30}}?\b{_RUN_EN}\b"
    r"|\b(?:beforehand|in\s+advance|early\s+on|(?:at|from)\s+the\s+(?:very\s+)?(?:outset|start|beginning))\b"
    r"(?!\s+of\s+(?!(?:the|this|our)\s+(?:work|case|examination|comparison|appraisal)\b))"
)
# … or a comparison that waited
_WAITED = re.compile(
    rf"(?:{_OUT})[^。；\n;]{{0,16}}?{_AGREED}[^，。；\n,;]{{0,8}}?(?:之|以)?后[，,]?[^，。；\n,;]{{0,6}}?{_RUN}"
    rf"|{_RUN}[^，。；\n,;前]{{0,6}}?[在于系][^。；\n;]{{0,12}}?(?:{_OUT})[^，。；\n,;]{{0,8}}?{_AGREED}[^，。；\n,;]{{0,4}}?后"
    rf"|\b{_RUN_EN}\b[^.;\n]{{0,40}}\b(?:until|till|(?:only|not)\s+(?:after|once|when|before)|after)\b[^.;\n]{{0,30}}?"
    rf"\b(?:{_OUT_EN})\b[^.;\n]{{0,24}}?\b{_AGREED_EN}\b"
    rf"|\b(?:after|once|when)\b[^.;,\n]{{0,30}}?\b(?:{_OUT_EN})\b[^.;,\n]{{0,24}}?\b{_AGREED_EN}\b[^.;\n]{{0,24}}?\b{_RUN_EN}\b"
)
_AGAIN = re.compile(r"重新|再次|重[跑比]|又|第二次|\b(?:again|anew|afresh|once\s+more|re-?run\w*|second)\b")
_NO = "没有|并?未|并无|从未|不曾|再无|无"
_NONE_AFTER = re.compile(
    rf"(?:比对|结果|运行|检验)[^，。；\n,;]{{0,6}}后[，,]?[^，。；\n,;]{{0,4}}(?:{_NO})[^，。；\n,;]{{0,6}}(?:{_OUT})"
    rf"|(?:{_NO})[^，。；\n,;]{{0,6}}(?:{_OUT})[^，。；\n,;]{{0,8}}(?:比对|结果|运行|检验)[^，。；\n,;]{{0,4}}后"
    r"|没有(?:一处|任何)?[^，。；\n,;]{0,6}被(?:排除|剔除)"
    r"|\bnothing\s+(?:was|has\s+been)\s+(?:excluded|taken\s+out|left\s+out|removed)\b"
    rf"|\b(?:no|none|nothing|never)\b[^.;\n]{{0,30}}\b(?:{_OUT_EN})\b[^.;\n]{{0,24}}\b(?:after|once|since)\b"
    r"|\bno\s+(?:exclusions?|match|passage)\b[^.;\n]{0,20}\bafter\b"
    rf"|\b(?:at\s+no\s+time|never|nothing)\b[^.;\n]{{0,16}}\bafter\b[^.;\n]{{0,40}}\b(?:{_OUT_EN})\b"
    rf"|\b(?:no|none|never)\b[^.;\n]{{0,30}}\b(?:{_OUT_EN})\b[^.;\n]{{0,24}}\bwith\s+(?:\w+\s+)?(?:knowledge|sight)\b"
)
# That it was not so, should have been, or is asked for
_NOT = re.compile(
    r"(?:并非|不是|[非未没不无]|没有|而不)[^，。；\n,;]{0,6}\Z"
    r"|\b(?:not|never|nor|neither|no|nothing|none|rather\s+than|instead\s+of|cannot)\b[^.;,\n]{0,30}\Z"
)
# … but for what is denied twice
_TWICE = re.compile(
    rf"(?:{_NO})[^，。；\n,;]{{0,12}}(?:不是|不在|并非|未)[^，。；\n,;]{{0,6}}\Z"
    r"|\b(?:no|none|nothing|never)\b[^.;\n]{0,60}\bnot\b[^.;,\n]{0,30}\Z"
)
_NOT_BEHIND = re.compile(r"[^，。；\n,;]{0,4}?(?:未|没有|并无|不曾)")
_NOTHING = re.compile(
    rf"(?:{_NO})(?:再|作|予|任何|[一两]处|被)*[^，。；\n,;]{{0,4}}?\Z|\b(?:no|nothing|none|never|not|without)\b[^.;,\n]{{0,24}}\Z"
)
_SHOULD = re.compile(
    r"本?应当?(?!事)|[本该]可|理应|须|宜|\b(?:should|must|shall|ought|(?:would|could|might)\s+have|(?:is|are|was|were)\s+to\s+be)\b"
)
_ASKED = re.compile(
    r"(?<![按依照经应])(?:要求|希望|请(?!注意|参|见))|如[果能]|若|倘|是否|能否|可否"
    r"|\b(?:if|whether|had\s+(?:it|they|we|i)|please|asks?|requires?|requested)\b"
)
# Said of what is left out by another than who left it out: a notice was printed
_OTHERWISE = re.compile(
    r"公[开布]|发[表布]|出版|刊[登载]|见[于诸]|问世|流传|\b(?:published|printed|appeared|handed\s+in)\b"
)
# What a method or who unpacks it takes away, which is no passage
_TECHNICAL = re.compile(
    r"标点|空[格白]|大小写|注释|换行|格式|封[条袋]|信封|包装|光盘|硬盘|载体"
    r"|\b(?:punctuation|blanks?|spac(?:es|ing)|capitals?|comments?|seals?|envelopes?|wrapping|packag\w+|dis[ck]s?|drives?|carriers?)\b"
)
_PASSAGE = re.compile(
    r"[处段项]|引文|清单|事项|范围|\b(?:exclusions?|passages?|match\w*|quotations?|omissions?|places?)\b"
)
_TAKEN_AWAY = re.compile(r"去除|除去|remov|t(?:ak|ook)|set")
# Where another time stands between, what is behind it is told of that
_LATER = re.compile(
    r"(?<!非)(?<!不是)(?<!不在)(?<!不于)(?:(?:比对|结果|运行|检[验测]|复核)[^，。；\n,;]{0,4}后|事后)"
    r"|(?<!not )\b(?:after|once)\b"
)
# All of them, one place, or some apart from those that were left out later
_ALL = re.compile(
    r"各[处项个]?|[均都皆]|全部|所有|一切|每一?[处项个]|凡|一[概律]|\b(?:all|every|each|both|whatever|everything|none)\b"
)
_ONE = re.compile(
    r"第[一二三四五六七八九十\d]+[处段项个]|[此该本上述一两][处段]|引文|素材|片段|\b(?:this|that|it|one|two|first|second|third"
    r"|(?:an?|the)\s+(?:\w+\s+)?(?:quotation|passage|match|place|notice|paragraph|sentence|exclusion))\b"
)
_APART = re.compile(
    r"除[^，。；\n,;]{1,24}[之以]?外|其余|其他|另[一有外]"
    r"|\b(?:except|save|other\s+than|apart\s+from|the\s+(?:rest|others|remaining)|but\s+for)\b"
)
# Told as what somebody says, and denied
_SAYS = re.compile(
    r"称|谓|主张|声明|认为|写[明有作]|记载|所[述言]|[“「\"]"
    r"|\b(?:sa(?:y|ys|id)|claim\w*|assert\w*|alleg\w*|stat(?:es?|ed|ements?)|according\s+to|told)\b"
)
_UNTRUE = re.compile(
    r"不实|不符|有误|错误|不确|(?:并非|不是)(?![^，。；,;]{0,6}后)|不能?同意|相反|不成立|\b(?:not|untrue|wrong|incorrect|false|disagree|contrary|mistaken)\b"
)
# Another act than leaving out, of which a day or an event is told; what was agreed or recorded is what was left out
_ELSE = re.compile(
    r"提供|提交|[送交移][来交送]|交付|移送|随[附案]|附[来有上]|声明|指出|说明|告知|提出|提请|主张|陈述|[载注标][明有注]|记载|公[开布]|出版|发[表布]"
    r"|拆封|封存|启封|核[对实验]|签[收署]|收[到件讫]|接收|发现|通读|阅读|审阅|查[看阅验]|复制|计算|检[查验](?!前)|比对(?!前)|运行(?!前)|拍[照摄]|受理|收案"
    r"|委托(?!方|人|时|当)|送检|引用|[引出来]自|制作|形成|修订|见于|询问|通知|会见|联系|[《“]"
    r"|\b(?!exclud|remov|omitt|deduct|discard|disregard|agreed|settled|decided|determined|listed|record|fixed|noted|need|indeed|quoted"
    r"|deleted|accepted\b|received\b|commissioned\b|instructed\b)[a-z]{2,}ed\b"
    r"|\b(?:gave|given|handed|said|told|read|came|sent|brought|wrote|written|saw|seen|found|met|begun|began|published|printed)\b"
)
_DONE = re.compile(r"\s*(?:的?工作|之?后|之?前|以后|以前)|\s*(?:登记|记录)?(?:之|以)?[前后]")
_AFTER_IT = re.compile(r"\b(?:after|before|since|until|following)\b[^.;,\n]{0,20}\Z")
_SAME_DAY = re.compile(
    r"(?:比对|结果|运行|检验)[^，。；\n,;]{0,6}(?:当[日天]|[时日])"
    r"|次日|翌日|[几数一二三四五六七\d]+[日天周]后|其后|随后"
)
_LED = re.compile(r"\b([a-z]+)\s+(?:on|since|from|by|as\s+of)\s+(?:the\s+)?\Z")
_BY_RULE = re.compile(r"(?:[按依]照?|根据|遵照|\b(?:under|following|by|per|to))\s*(?:the\s+|本?案?)\Z")
_PLANNED = re.compile(
    r"拟(?!定)|计划(?=[^，。；\n,;]{0,6}\Z)|预[定计](?=[^，。；\n,;]{0,6}\Z)|\b(?:will\s+be|to\s+be|would\s+be|planned|scheduled)\b"
)
_CHANCE = re.compile(
    r"(?:排除|剔除)[^，。；\n,;]{0,16}(?:可能|巧合|偶然|怀疑|嫌疑|疑[虑问]|假[设说]|情形|干扰|因素|妨|故障|风险)"
)
_CHANCE_EN = re.compile(
    r"\b(?:exclud\w+|exclusion)\b[^.;\n]{0,40}\b(?:chance|coincid\w+|possib\w+|hypothes\w+|doubts?|errors?|independent\w*)\b"
)


def denies(sentence: str, *, early: bool = False, of_place: bool = False, days: Days | None = None) -> bool:
    """Whether a sentence says so of exclusions in a case in which some are after results. ``early``: others before
    these are on file; ``of_place``: it stands as a note at one of those; ``days``: on which they are."""
    if _NONE_AFTER.search(sentence):
        return True
    on_day = days is not None and not of_place and _on_day(sentence, days)
    if not (_first(sentence) or _waited(sentence) or on_day):
        return False
    if not early:
        return True
    bare = _BEFORE.sub(" ", sentence)
    if _APART.search(bare):
        return False
    return bool(_ALL.search(bare)) or not (of_place or _ONE.search(bare))


def reported(sentence: str, behind: str) -> bool:
    """Whether what a sentence tells is introduced as what others say, and it or the one ``behind`` denies that."""
    says = _SAYS.search(sentence, 0, next((hit.start() for hit in _BEFORE.finditer(sentence)), len(sentence)))
    return says is not None and any(_UNTRUE.search(one) for one in (sentence[says.end() :], behind))


def is_all(sentence: str) -> bool:
    """Whether a sentence speaks of all of them."""
    return _ALL.search(sentence) is not None


def acts(sentence: str) -> list[tuple[int, int]]:
    """Where a sentence tells that something of the works was left out: no rule, no sign of writing, no doubt."""
    if _CHANCE.search(sentence) or _CHANCE_EN.search(sentence):
        return []
    rules = [hit.span() for hit in _RULE.finditer(sentence)]
    found = [hit.span() for hit in _EXCLUDED.finditer(sentence) if not _NOTHING.search(sentence[: hit.start()])]
    found = [span for span in found if not any(first <= span[0] < last for first, last in rules)]
    return [span for span in found if not _technical(sentence, *span)]


def _on_day(sentence: str, days: Days) -> bool:
    """Whether something left out is put on a day, or at an event of intake, before results."""
    times = [*days.times(sentence)]
    left = acts(sentence) if any(early for *_, early in times) else []
    return any(
        early and _told_of(sentence, (start, stop), left, [(one[0], one[1]) for one in times])
        for start, stop, early in times
    )


def _told_of(sentence: str, time: tuple[int, int], left: list[tuple[int, int]], times: list[tuple[int, int]]) -> bool:
    """Whether a time is told of what was left out: of an act before it in its clause, or of the next behind it, with no
    other act, time or rule between them."""
    start, stop = time
    ahead = sentence[:start]
    if _NOT.search(ahead) or _NOT_BEHIND.match(sentence, stop) or _ASKED.search(ahead) or _SHOULD.search(ahead[-4:]):
        return False
    if _PLANNED.search(ahead) or _ruled(ahead):
        return False
    led = _LED.search(ahead)  # published on that day
    if led is not None and _ELSE.fullmatch(led[1]):
        return False
    for first, last in left:
        if start <= first < stop:  # both on one day
            return True
        if last <= start:
            between, told = sentence[last:start], _DONE.match(sentence, last) or _AFTER_IT.search(sentence[:first])
            if told or re.search("[，,|]", between) or _ELSE.match(sentence[stop:].lstrip("的,，")):
                continue
        else:
            between = sentence[stop:first]
            if any(stop <= one[0] and one[1] <= first for one in times) or _RULED.search(between):
                continue
        if not any(one.search(between) for one in (_ELSE, _LATER, _SHOULD, _SAME_DAY, _PLANNED)):
            return True
    return False


_RULED = re.compile(
    r"(?:固定|确定|登记|制定|拟定|定稿|备案)了?的?[^，,]{0,4}(?:方案|标准|规则|条件|口径)"
    r"|\b(?:scheme|criteria)\s+(?:was|were)\b"
)


def _ruled(ahead: str) -> bool:
    """Whether a time is told of a rule, which stands before it in its clause; what was done by one is no rule."""
    clause = re.split("[，,]", ahead)[-1]
    rules = [*_RULE.finditer(clause)]
    if not rules:
        return False
    return bool(clause[rules[-1].end() :].strip()) or _BY_RULE.search(clause[: rules[-1].start()]) is None


def _first(sentence: str) -> bool:
    """Whether something left out is put before results."""
    return any(_placed(sentence, hit) for hit in _BEFORE.finditer(sentence))


def _placed(sentence: str, time: re.Match[str]) -> bool:
    """Whether what a time is told of is an exclusion and no rule, and that it was so: the nearest before it, else the
    nearest behind."""
    start, stop = time.span()
    ahead = sentence[:start]
    twice = _TWICE.search(ahead) is not None
    if (_NOT.search(ahead) and not twice) or _NOT_BEHIND.match(sentence, stop):
        return False
    if _ASKED.search(ahead) or _SHOULD.search(ahead[-4:]):
        return False
    rules = [hit.span() for hit in _RULE.finditer(sentence)]
    every = (hit.span() for hit in _EXCLUDED.finditer(sentence))
    acts = [span for span in every if twice or not _NOTHING.search(sentence[: span[0]])]
    acts = [span for span in acts if not _technical(sentence, *span)]
    named = [(*span, False) for span in rules]
    named += [(*span, True) for span in acts if not any(first <= span[0] < last for first, last in rules)]
    if any(start <= first < stop and act for first, _, act in named):  # first agreed what is left out, then compared
        return True
    if before := [one for one in named if one[1] <= start]:
        first, last, act = max(before)
        between, behind = sentence[last:start], sentence[stop : stop + _NEAR]
        if not act or (re.search("[，,]", between) and _left_later(sentence[:first], f"{between} {behind}")):
            return False
        return _was(sentence[max(0, first - _NEAR) : first], between, behind)
    first, _, act = min((one for one in named if one[0] >= stop), default=(stop, stop, False))
    return act and not _LATER.search(sentence[stop:first])


def _left_later(ahead: str, rest: str) -> bool:
    """Whether it was left out after results, as its own clause says, and the next tells of another thing."""
    return bool(_LATER.search(re.split("[，,]", ahead)[-1])) and not _SETTLED.search(rest)


def _technical(sentence: str, start: int, stop: int) -> bool:
    """Whether what is taken away there is none of the works: signs that a method does not read, a seal."""
    taken = _TAKEN_AWAY.match(sentence, start, stop)
    return bool(_TECHNICAL.search(sentence)) and not (taken is None and _PASSAGE.search(sentence))


def _was(ahead: str, between: str, behind: str) -> bool:
    """Whether it is told as something that was so; ``between`` what was left out and the time that is told of it."""
    wanted = _SHOULD.search(between) or (_SHOULD.search(ahead) and not _SETTLED.search(f"{between} {behind}"))
    return not (wanted or _OTHERWISE.search(between) or _LATER.search(between))


def _waited(sentence: str) -> bool:
    """Whether a comparison is said to have waited for what was left out."""
    waited = _WAITED.search(sentence)
    if waited is None:
        return False
    return not (_AGAIN.search(sentence) or any(one.search(sentence, 0, waited.end()) for one in (_SHOULD, _ASKED)))
