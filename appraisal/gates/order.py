"""Whether a sentence says that what was left out came before results, or that nothing was left out after them.

Read is the order that a sentence tells, in whatever words: a time before anything was compared, or a comparison that
waited, and what it puts there. That is what stands nearest before the time, else nearest behind it: a scheme or a
criterion that was fixed before is no exclusion. Free are what should have been, what was not, and, where early
exclusions are on file too, a sentence on one place.
"""

from __future__ import annotations

import re

from appraisal.gates import times
from appraisal.gates.days import Days
from appraisal.gates.marked import takes_back
from appraisal.gates.omitted import NO, acts, rules

_SETTLED = re.compile(rf"{times.SETTLED}|登记|记录|\b(?:{times.SETTLED_EN}|recorded)\b")
_NEAR = 16  # letters before what was left out that may say that it should be
# That it was not so, should have been, or is asked for
_NOT = re.compile(
    r"(?:并非|不是|[非未没不无]|没有|而不)[^，。；\n,;]{0,6}\Z"
    r"|\b(?:not|never|nor|neither|no|nothing|none|rather\s+than|instead\s+of|cannot)\b[^.;,\n]{0,30}\Z"
)
# … but for what is denied twice
_TWICE = re.compile(
    rf"(?:{NO})[^，。；\n,;]{{0,12}}(?:不是|不在|并非|未)[^，。；\n,;]{{0,6}}\Z"
    r"|\b(?:no|none|nothing|never)\b[^.;\n]{0,60}\bnot\b[^.;,\n]{0,30}\Z"
)
_NOT_BEHIND = re.compile(r"[^，。；\n,;]{0,4}?(?:未|没有|并无|不曾)")
_SHOULD = re.compile(
    r"本?应当?(?!事)|[本该]可|理应|须|宜|\b(?:should|must|shall|ought|(?:would|could|might)\s+have|(?:is|are|was|were)\s+to\s+be)\b"
)
_ASKED = re.compile(
    r"(?<![按依照经应])(?:要求|希望|请(?!注意|参|见))|如[果能]|(?:\A|[，,])如(?![上下前此所表图期同实])|若|倘|是否|能否|可否"
    r"|\b(?:if|whether|had\s+(?:it|they|we|i)|please|asks?|requires?|requested)\b"
)
# Said of what is left out by another than who left it out: a notice was printed
_OF_SOURCE = "公[开布]|发[表布]|出版|刊[登载]|见[于诸]|问世|流传"
_OTHERWISE = re.compile(rf"{_OF_SOURCE}|\b(?:published|printed|appeared|handed\s+in)\b")
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
    rf"{_OF_SOURCE}|提供|提交|[送交移][来交送]|交付|移送|随[附案]|附[来有上]|声明|指出|说明|告知|提出|提请|主张|陈述|[载注标][明有注]|记载"
    r"|拆封|封存|启封|核[对实验]|签[收署]|收[到件讫]|接收|发现|通读|阅读|审阅|查[看阅验]|复制|计算|检[查验](?!前)|比对(?!前)|运行(?!前)|拍[照摄]|受理|收案"
    r"|委托(?!方|人|时|当)|送检|引用|[引出来]自|制作|形成|修订|询问|通知|会见|联系|[《“]"
    r"|\b(?!exclud|remov|omitt|deduct|discard|disregard|agreed|settled|decided|determined|listed|record|fixed|noted|need|indeed|quoted"
    r"|deleted|accepted\b|received\b|commissioned\b|instructed\b)[a-z]{2,}ed\b"
    r"|\b(?:gave|given|handed|said|told|read|came|sent|brought|wrote|written|saw|seen|found|met|begun|began|published|printed)\b"
)
# What was done when it had been left out
_DONE = re.compile(r"\s*(?:的?工作|(?:登记|记录)?(?:之|以)?[前后])")
_AFTER_IT = re.compile(r"\b(?:after|before|since|until|following)\b[^.;,\n]{0,20}\Z")
_LED = re.compile(r"\b([a-z]+)\s+(?:on|since|from|by|as\s+of)\s+(?:the\s+)?\Z")
_BY_RULE = re.compile(r"(?:[按依]照?|根据|遵照|\b(?:under|following|by|per|to))\s*(?:the\s+|本?案?)\Z")
_AT = re.compile(r"\s*(?:(?:on|at|upon|since|from|in)\b)?\s*(?:the\s+)?")  # between a rule and a day
_PLANNED = re.compile(
    r"拟(?!定)|计划(?=[^，。；\n,;]{0,6}\Z)|预[定计](?=[^，。；\n,;]{0,6}\Z)|\b(?:will\s+be|to\s+be|would\s+be|planned|scheduled)\b"
)
_RULED = re.compile(
    r"(?:固定|确定|登记|制定|拟定|定稿|备案)了?的?[^，,]{0,4}(?:方案|标准|规则|条件|口径)"
    r"|\b(?:scheme|criteria)\s+(?:was|were)\b"
)


def denies(sentence: str, *, early: bool = False, of_place: bool = False, days: Days | None = None) -> bool:
    """Whether a sentence says so of exclusions in a case in which some are after results. ``early``: others before
    these are on file; ``of_place``: it stands as a note at one of those; ``days``: on which they are."""
    if (times.NONE_AFTER.search(sentence) and not _APART.search(sentence)) or takes_back(sentence):
        return True
    on_day = days is not None and not of_place and _on_day(sentence, days)
    if not (_first(sentence) or _waited(sentence) or on_day or _not_after(sentence)):
        return False
    if not early:
        return True
    bare = times.BEFORE.sub(" ", sentence)
    if _APART.search(bare):
        return False
    return bool(_ALL.search(bare)) or not (of_place or _ONE.search(bare))


def reported(sentence: str, behind: str) -> bool:
    """Whether what a sentence tells is introduced as what others say, and it or the one ``behind`` denies that."""
    says = _SAYS.search(sentence, 0, next((hit.start() for hit in times.BEFORE.finditer(sentence)), len(sentence)))
    return says is not None and any(_UNTRUE.search(one) for one in (sentence[says.end() :], behind))


def is_all(sentence: str) -> bool:
    """Whether a sentence speaks of all of them."""
    return _ALL.search(sentence) is not None


def _on_day(sentence: str, days: Days) -> bool:
    """Whether something left out is put on a day, or at an event of intake, before results."""
    told = [*days.times(sentence)]
    left = acts(sentence) if any(early for *_, early in told) else []
    return any(
        early and _told_of(sentence, (start, stop), left, [(one[0], one[1]) for one in told])
        for start, stop, early in told
    )


def _is_so(sentence: str, start: int, stop: int, *, twice: bool = False) -> bool:
    """Whether nothing before a time, or right behind it, denies what it is told of, asks for it or says that it should
    be."""
    ahead = sentence[:start]
    denied = (_NOT.search(ahead) and not twice) or _NOT_BEHIND.match(sentence, stop)
    return not (denied or _ASKED.search(ahead) or _SHOULD.search(ahead[-4:]))


def _told_of(sentence: str, time: tuple[int, int], left: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    """Whether a time is told of what was left out: of an act before it in its clause, or of the next behind it, with no
    other act, time or rule between them."""
    start, stop = time
    ahead = sentence[:start]
    if not _is_so(sentence, start, stop) or _PLANNED.search(ahead) or _ruled(ahead):
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
            if any(stop <= one[0] and one[1] <= first for one in others) or _RULED.search(between):
                continue
        if not any(one.search(between) for one in (_ELSE, times.LATER, _SHOULD, times.SAME_DAY, _PLANNED)):
            return True
    return False


def _ruled(ahead: str) -> bool:
    """Whether a time is told of a rule, which stands before it in its clause; what was done by one is no rule."""
    clause = re.split("[，,]", ahead)[-1]
    named = rules(clause)
    if not named:
        return False
    first, last = named[-1]
    return _AT.fullmatch(clause, last) is None or _BY_RULE.search(clause[:first]) is None


def _first(sentence: str) -> bool:
    """Whether something left out is put before results."""
    return any(_placed(sentence, hit) for hit in times.BEFORE.finditer(sentence))


def _placed(sentence: str, time: re.Match[str]) -> bool:
    """Whether what a time is told of is an exclusion and no rule, and that it was so: the nearest before it, else the
    nearest behind."""
    start, stop = time.span()
    ahead = sentence[:start]
    twice = _TWICE.search(ahead) is not None
    if not _is_so(sentence, start, stop, twice=twice):
        return False
    left = acts(sentence, twice=twice)
    named = [*((*span, False) for span in rules(sentence)), *((*span, True) for span in left)]
    if any(start <= first < stop for first, _ in left):  # first agreed what is left out, then compared
        return True
    if before := [one for one in named if one[1] <= start]:
        first, last, act = max(before)
        between, behind = sentence[last:start], sentence[stop : stop + _NEAR]
        if not act or (re.search("[，,]", between) and _left_later(sentence[:first], f"{between} {behind}")):
            return False
        return _was(sentence[max(0, first - _NEAR) : first], between, behind)
    first, _, act = min((one for one in named if one[0] >= stop), default=(stop, stop, False))
    return act and not times.LATER.search(sentence[stop:first])


def _not_after(sentence: str) -> bool:
    """Whether what was left out is said not to have been after results."""
    hit = times.NOT_AFTER.search(sentence)
    return hit is not None and not _ASKED.search(sentence[: hit.end()])


def _left_later(ahead: str, rest: str) -> bool:
    """Whether it was left out after results, as its own clause says, and the next tells of another thing."""
    return bool(times.LATER.search(re.split("[，,]", ahead)[-1])) and not _SETTLED.search(rest)


def _was(ahead: str, between: str, behind: str) -> bool:
    """Whether it is told as something that was so; ``between`` what was left out and the time that is told of it."""
    wanted = _SHOULD.search(between) or (_SHOULD.search(ahead) and not _SETTLED.search(f"{between} {behind}"))
    return not (wanted or _OTHERWISE.search(between) or times.LATER.search(between))


def _waited(sentence: str) -> bool:
    """Whether a comparison is said to have waited for what was left out."""
    waited = times.WAITED.search(sentence)
    if waited is None:
        return False
    return not (times.AGAIN.search(sentence) or any(one.search(sentence, 0, waited.end()) for one in (_SHOULD, _ASKED)))
