"""The gate of unanimity: beside a dissent that it prints, or verdicts that differ, no text of the report says that
experts agree, or that the dissent is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from appraisal.gates.differing import differing
from appraisal.gates.dissents import taking_part
from appraisal.gates.gap import Found, Gap
from appraisal.gates.leaves import elsewhere
from appraisal.gates.remarks import cited
from appraisal.gates.view import View
from appraisal.gates.written import beside, written
from appraisal.papers.as_read import Printed, named_as, printed
from appraisal.profile import Words

_PEOPLE_ZH = (
    "鉴定人(?!员)|专家|检验人|鉴定组|合议|全组|同组|小组|全体|[两二]人|我们|大家|彼此|各人|成员|无人|没有人|内部"
    "|本所|本机构|上述结论|上述两处|每一处|结果|本意见|本报告"
)
_PEOPLE = (
    r"experts?|appraisers?|examiners?|panel|members?|we|us|our|both|all|colleague|co-expert|nobody|no\s?one|none|neither"
    r"|(?:this|the)\s+(?:view|opinion|report)"
)
# That they agree
_AGREED_ZH = (
    "(?<!不)(?:一致|统一)(?!性)|共识|所见略同|(?:观点|看法|判断|意见|结论|所见)[^，。；\n,;]{0,4}?(?:相同|相合|吻合|相符)"
    "|相合|无(?:任何)?异议|没有(?:任何)?(?:异议|分歧|争议|出入|保留|反对)"
    "|无(?:任何)?(?:分歧|争议|出入|保留|反对)|不存在(?:任何)?(?:异议|分歧|争议)|(?:无人|没有人"
    "|没有)[^，。；\n,;]{0,4}(?:反对|异议|不同意)|[均都亦也皆](?:予)?(?:认可|赞同|同意|采信|接受|支持)"
    "|共同(?:意见|得出|出具|立场|认定|认为|结论)|[全组]票?通过|逐[一处](?:相符|一致)|得到[^，。；\n,;]{0,8}(?:采信"
    "|认可)|并无二致|吻合|未[^，。；\n,;]{0,3}(?:记录|出现|有)[^，。；\n,;]{0,4}(?:保留|分歧|异议|需要讨论)|签字认可|代表(?:全体|各位|所有|[两二])"
)
_AGREED = (
    r"unanim\w+|consensus|of\s+one\s+mind|one\s+voice|concur\w*|in\s+accord\b|(?:full\s+)?agreement|(?:are|were|is"
    r"|was|be|all|have|had)\s+(?:all\s+|both\s+)?agreed|agree(?:d|s)?\s+(?:on|with|to)\s+(?:every|all|both|the"
    r"|each)"
    r"|agreed\b|(?:experts?|us|appraisers?)\s+(?:\w+ly\s+)?(?:agree|accepted)\b|same\s+verdicts?"
    r"|verdicts?\s+(?:matched|coincided|agreed)|joint\s+(?:view|opinion)|see\s+it\s+alike|c[ao]me\s+round"
    r"|settled\s+on\s+one|assent\s+of|support\s+of\s+(?:every|all)"
    r"|shared\s+by\s+(?:all|both)|(?:any|no)\s+reservation|nothing\s+between|no\s+daylight|otherwise\b|in\s+the\s+same\s+way|readings?\s+coincided|no\s+case\s+in\s+which"
    r"|opinion\s+is\s+that\s+of\s+the\s+whole|qualified\s+this"
    r"|(?:see|saw|judged?|read)\b[^.;\n]{0,24}\s(?:otherwise|differently|in\s+the\s+same\s+way|alike)"
    r"|readings?\s+(?:coincided|agreed|matched)|ha(?:s|ve)\s+(?:since\s+)?come\s+round|experts?\s+(?:hold|find|say)\b"
)
# That the dissent is gone, or counts for nothing
_DISSENT_ZH = "不同意见|少数意见|保留意见|分歧|其意见|NAMES的?意见"
_GONE_ZH = (
    "撤[回销]|放弃|不再|失效|作废|忽略|可以不看|不代表|消除(?!不)|解决|误填|笔误|误[写记]|口误"
    "|仅(?:涉及|系|是|为)?(?:措辞|文字|表述|格式)|模板|不影响|归于|表述问题|实质上"
)
_GONE = (
    r"\b(?:dissents?|minority\s+view|disagreement|objection|differences?(?!\s+(?:in|of|between))"
    r"|verdict\s+of\s+(?:NAMES))\b[^.;\n]{0,40}?\b(?:obsolete|disregarded|withdrawn|not\s+meant|ironed\s+out"
    r"|resolved|dropped|settled|no\s+longer|template|one\s+of\s+wording|given\s+up|no\s+dissent|a\s+slip|overtaken"
    r"|wording\s+only|only\s+wording)\b"
    r"|\b(?:no|nobody|no\s?one|none|never|not|without|neither)\b[^.;\n]{0,30}?\b(?:dissent\w*|disagreement"
    r"|minority\s+view|(?:contrary|different|another)\s+view|reservations?)\b"
    r"|\b(?:NAMES)\s+(?:no\s+longer|has\s+since|accepts?|concurs?|agrees?|and\s+i\b)|\bno\s+disagreement\b"
)
# Of what they agree is said, or of whom: a party, one place, that the difference stays
_LIMITED = re.compile(
    r"第[\d一二三四五六七八九十两]+[处句项]|(?<![消排解])除(?!个人)|之外|以外|当事人|双方(?!鉴定)|委托|原告|被告"
    r"|申请人|对方|校验|封条|字数|未能|未予|只计|仅计|不同意见[^，。；\n,;]{0,6}(?:列|见|载|附|如下)|(?<!没)有不同"
    r"|意见不同|一处不同|(?:其余|其他|其它|余下)(?:的?各?|[几两数]|的)[处项句段]"
    r"|\b(?:except|save|other\s+than|as\s+to|on\s+match|part(?:y|ies)|first|second|third|could\s+not|not\s+agree"
    r"|differ(?:ed|s)?(?!\s+of)(?<!which\swe\sdiffered)|claimants?|defendants?"
    r"|counsel|digests?|copies|seals?|remained|(?:other|remaining)\s+(?:places?|passages?|match(?:es)?|sentences?))\b"
)
# What a title cites of a field, not of this panel: 专家共识, consensus methods
_OF_A_FIELD = re.compile(
    r"(?:专家|小组|成员|结果)[^，。；\n,;]{0,8}(?:共识|一致)|(?:experts?|consensus|agree\w*|panel consensus)\Z"
)
_STANDS = re.compile(
    r"不同意见[^，。；\n,;]{0,6}(?:列|见|载|附|如下)|\bdissent\b[^.;\n]{0,12}\b(?:is|stands)\s+printed\b"
)


def unanimous(view: View) -> Found:
    """Nowhere does the report say that experts agree, or that a dissent is gone, beside one that it prints, or beside
    verdicts that do not bear the opinion out."""
    dissents = view.opinion.dissents if view.opinion is not None else ()
    if not dissents and next(differing(view), None) is None:
        return
    zh, en = ("载有不同意见", "prints a dissent") if dissents else ("所载判断不一", "has verdicts that differ")
    own, says = {one.text for one in dissents}, _reader(taking_part(view))
    cited_titles = {*cited(view)}
    prose = dict.fromkeys((*(place.text for place in written(view)), *beside(view)))
    every = {text: printed(text, asides=False) for text in prose}
    for text, shown in (every | {text: shown for text, shown in elsewhere(view) if text not in every}).items():
        for clause in re.finditer(r"[^。；;.!?\n]+", shown.text):
            hit = says.search(clause.group())
            if hit is None or text in own or _LIMITED.search(clause.group()):
                continue
            if text in cited_titles and _OF_A_FIELD.match(hit.group()):
                continue
            if not shown.quoted(clause.start() + hit.start(), clause.start() + hit.end()):
                said = " ".join(hit.group().split())
                yield Gap(
                    "contradiction/unanimous",
                    Words(
                        f"文书{zh}，正文却称“{said}”",
                        f"the report {en}, and says beside it: {said}",
                    ),
                    Words(
                        "改正该句；不同意见已撤回的，由本人登记 dissent:withdrawn",
                        "mend the sentence; who withdraws a dissent files dissent:withdrawn",
                    ),
                )


def agreeing(shown: Printed, names: Iterable[str]) -> Iterator[str]:
    """Where a text says that experts agree, or that nobody dissents, in a case whose people have these names. Of one
    place, or of a party, it is free."""
    says = re.compile("|".join(_agreement(_called(names))))
    for clause in re.finditer(r"[^。；;.!?\n]+", shown.text):
        hit = says.search(clause.group())
        if hit is not None and not _LIMITED.search(clause.group()):
            yield " ".join(hit.group().split())


def _reader(names: Iterable[str]) -> re.Pattern[str]:
    """What says so in a case whose people have these names."""
    called = _called(names)
    gone = (
        rf"(?:{_DISSENT_ZH})[^，。；\n,;]{{0,14}}?(?:{_GONE_ZH})"
        r"|(?<!未)(?<!未能)(?<!不能)(?:消除|解决)了?(?:全部|所有)?(?:分歧|异议)|代表全体"
        rf"|(?:{called})[^，。；\n,;]{{0,8}}(?:赞同|改变|放弃|不再坚持|接受了)"
    )
    zh, *others = _agreement(called)
    return re.compile("|".join((zh, gone, *others, _GONE)).replace("NAMES", called))


def _called(names: Iterable[str]) -> str:
    return "|".join(re.escape(named_as(name)) for name in sorted(names, key=len, reverse=True) if name) or r"(?!)"


def _agreement(called: str) -> tuple[str, ...]:
    """That experts agree, or that nobody dissents."""
    zh = (
        rf"(?:{_PEOPLE_ZH}|{called})[^。；\n;]{{0,16}}?(?:{_AGREED_ZH})|全票"
        r"|核验[^，。；\n,;]{0,6}一致率|(?<![未没])(?<!没有)(?:消除|解决|弥合)了?[^，。；\n,;]{0,6}(?:分歧|不同意见|少数意见)"
        r"|(?:讨论|合议)后?[^，。；\n,;]{0,6}(?:归于)?一致"
    )
    none = (
        r"(?:没有|无)人[^，。；\n,;]{0,6}(?:反对|异议|不同意)"
        r"|(?:无|没有|未有|未见|不存在|别无|并无|代表)[^，。；\n,;]{0,6}(?:不同意见|不同看法|少数意见|保留意见)"
    )
    joint = (
        r"\b(?:joint|common|agreed)\s+(?:views?|opinions?)\b|\b(?:opinion|view)\s+(?:is\s+that\s+)?of\s+the\s+whole\s+panel\b"
        r"|\b(?:nothing|no\s+daylight)\s+between\s+(?:us|the\s+experts)\b|\bdifferences\s+were\s+(?:ironed|resolved|settled)\b"
    )
    en = (
        rf"\b(?:{_PEOPLE}|{called})\b[^.;\n]{{0,50}}?\b(?:{_AGREED})|\bunanim\w+|\bconsensus\b"
        r"|\b(?:full|complete)\s+agreement\b"
    )
    return zh, none, joint, en
