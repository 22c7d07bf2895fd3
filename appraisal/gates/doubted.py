"""That a place which the opinion counts is one to be left out, said by somebody of the case in a step or a note: it is
a stock phrase, in the public domain, chance, from a common source. Who says so holds otherwise than the opinion.

Read is what a place is said to be. Free is what is denied, asked or conceded with a reason, a party's view, what was
left out, and a ground on which something was left out by hand: the place may be that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.comparison import RULE, Reason
from appraisal.dossier import LogEntry
from appraisal.finding import Verdict
from appraisal.gates.again import once
from appraisal.gates.sentences import sentences
from appraisal.gates.view import View
from appraisal.papers.as_read import printed
from appraisal.procedure import STEPS, Kind

_KINDS = (STEPS - {Kind.DELIBERATION, Kind.OBJECTION, Kind.REPLY}) | {Kind.FINDING, Kind.DECISION}
_DIGIT = r"[\d一二三四五六七八九十]+"
_PLACE = (
    rf"第\s*{_DIGIT}\s*[处段句项]|[该此本这]一?[处段句](?!理)|(?:相同|相似|近似|匹配|重合)的?(?:文字|表述|段落|部分|字句|描写|之处)"
    r"|\b(?:(?:the|this|that)\s+(?:\w+\s+)?(?:passage|match|sentence|place|paragraph|phrase|wording)"
    r"|(?:match|passage|sentence)\s+(?:\d+|one|two|three))\b"
)
# Grounds on which something is left out, by what they are
_GROUNDS: tuple[tuple[frozenset[Reason], str], ...] = (
    (
        frozenset({Reason.LIMITED_EXPRESSION, Reason.DICTATED}),
        r"惯用[语句法]?|习[语惯]用?语?|成语|熟语|俗[语话]|谚语|套[语话]|行话|口头语|老生常谈|(?:通用|常见|常用|固定|通行|普通|一般|有限)的?"
        r"(?:表达|表述|写法|描写|说法|语句|语|句式|格式|模板|套路|情节|用法)|陈词滥调|必要场景|唯一表达|与创作无关"
        r"|\b(?:stock\s+(?:phras|expression|word)\w*|clich[eé]s?|idioms?|proverbs?|commonplaces?|boilerplate|set\s+phrases?"
        r"|(?:usual|common|generic|standard|everyday)\s+(?:\w+\s+)?(?:phras|express|word|formula|turn)\w*|nothing\s+to\s+do\s+with\s+creation)\b",
    ),
    (
        frozenset({Reason.PUBLIC_DOMAIN}),
        r"公有领域|公共领域|公有素材|公版|公知|(?:公共|通用|历史|民间|古代)的?素材|\bpublic\s+domain\b|\bin\s+the\s+public\b|\bcommon\s+(?:stock|property|knowledge)\b",
    ),
    (frozenset(), r"巧合|偶合|偶然|暗合|不谋而合|\b(?:coincidences?|coincidental|chance|accident(?:al)?)\b"),
    (
        frozenset({Reason.COMMON_SOURCE, Reason.THIRD_PARTY, Reason.QUOTATION, Reason.LICENSED}),
        r"(?:共同|同一|相同|第三方|第三人|他人|前人)的?(?:来源|出处|母本|素材|底本|作品)|引文|引[语自]"
        r"|\b(?:common|same|third[\s-]party)\s+(?:source|model|original|material)s?\b|\bquotations?\b",
    ),
    (
        frozenset(),
        r"(?:不具有?|不具备|缺乏|没有|无)独创性|非[^，。；\n,;]{0,6}(?:独创|独有|首创)|\b(?:not|un)\s*original\b|\bno\s+originality\b",
    ),
)
_GROUND = re.compile("|".join(words for _, words in _GROUNDS))
_SURELY = (
    r"(?:纯系|纯属|只是|不过是|无非是|本是|本系|就是|都是|应为|应系|当系|系|是(?!否)|属(?:于)?|为(?!了|何|避|准)|即"
    r"|出[自于]|来自|源[自于]|取自|已见[于诸]|(?=(?:不具有?|不具备|缺乏|没有|无)独创性)|(?=与创作无关)|\b(?:is|are|was|were"
    r"|comes?\s+from|belongs?\s+to|lies?\s+in|stems?\s+from|due\s+to)\b)"
)
_IS = rf"(?:{_SURELY}|可能[是系]|疑[为系]|似[为系]|\b(?:seems?|appears?|looks?(?:\s+like)?|may\s+be|might\s+be)\b)"
_LED = r"(?:经[^，。；\n,;]{1,8}|应|均|都|皆|仅|只|实|乃|也|亦|其|我看|本人看|本人认为|[甲-癸\w]{1,3}认为)*"
_BETWEEN = r"[^，。；\n,;]{0,14}?"
_SAID = re.compile(
    rf"(?:{_PLACE})(?:[^，。；\n,;]{{0,16}}?|[^。；\n;]{{0,24}}?[，,]\s*{_LED}){_IS}(?P<between>{_BETWEEN})(?P<ground>{_GROUND.pattern})"
)
# At a match somebody weighs what it is (可能系惯用语), and accepts it: of that alone no other view is heard
_NOTED = re.compile(rf"(?:\A|(?<=[，。；,;.\n]))\s*{_LED}{_SURELY}(?P<between>{_BETWEEN})(?P<ground>{_GROUND.pattern})")
_SHOWN = re.compile(
    rf"(?P<ground>{_GROUND.pattern})(?P<between>)[^，。；\n,;]{{0,4}}?(?:[(（:：]\s*(?:如|即|见|指|例如)?|[，,]?(?:例?如|即))(?:{_PLACE})"
    r"(?![^，。；\n,;]{0,4}[未无不没非])"
)
# Denied or asked before it, between or behind; a part of it, conceded; what is not counted; what a party holds
_NOT_BEFORE = re.compile(
    r"(?:不能|不应|不宜|不可|未|没有|并无|无|是否|能否|可否|如|若|倘|所谓|排除|并非|不是|不等于)[^，。；\n,;]{0,10}\Z"
    r"|\b(?:not|no|nothing|whether|if|never|nor|without)\b[^.;\n]{0,30}\Z"
)
_NOT_BETWEEN = re.compile(
    r"[非不未没无否]|异于|有别"
    r"|\b(?:not|no|never|hardly|neither|un\w+\s+to|other\s+than|more\s+than|different)\b|n['’]t\b"
)
_NOT_BEHIND = re.compile(
    r"(?:的|之)?(?:可能|说法|主张|疑[问虑]|抗辩|问题|情形|理由)|[以之][外前后]|的?(?:扫描|复[制印]|副本|文件|版本|照片)|[^，。；\n,;]{0,6}(?:不同|有别|相异|无关|无涉)|\s*(?:改编|改写|化用)"
    r"|[^。；\n;]{0,40}?(?:[但然](?!后)|仍(?!然?属)|不成立|未见|查无|改[为判]?采信|予以采信|独创)"
    r"|[^.;\n]{0,60}?\b(?:but|yet|nevertheless|however|not\s+found|found\s+no)\b"
)
_OUT = re.compile(
    r"排除|剔[除去]|扣除|滤除|除去|略去|不[予计]|未[计予]|不采信|存疑|\b(?:exclu\w+|left\s+out|leave\s+out|taken\s+out|omit\w*|not\s+counted|deduct\w*)\b"
)
_NOT_RULED_OUT = re.compile(  # which is a doubt
    r"(?:不能?|不可|不得|无法|难以|未能?)排除|\bcan(?:\s?not|['’]t)\s+(?:\w+\s+)?exclud\w+"
)
_PARTY = re.compile(
    r"被告|原告|对方|收件人|委托|当事人|代理人|申请人|法院|法庭|\b(?:defendants?|claimants?|plaintiffs?|counsel|clients?|party|parties|court)\b"
)


def doubts(view: View, entry: LogEntry, text: str) -> Iterator[tuple[str, str]]:
    """Where an entry says so of a place while places are counted: what stands before in the sentence, and the words."""
    if entry.kind not in _KINDS or not any(_counts(view)):
        return
    shown = printed(text, asides=False)
    free = {*_grounds_taken(view)}
    patterns = (_SAID, _SHOWN, _NOTED) if entry.kind == Kind.FINDING else (_SAID, _SHOWN)
    for start, stop in sentences(shown.text):
        here = shown.text[start:stop]
        if _PARTY.search(here) or (any(_left_out(view)) and _OUT.search(_NOT_RULED_OUT.sub("", here))):
            continue
        for hit in (hit for pattern in patterns for hit in pattern.finditer(here)):
            quoted = shown.quoted(start + hit.start(), start + hit.end())
            if not (quoted or _is_denied(here, hit) or _family(hit["ground"]) in free):
                yield here[: hit.start()], hit.group().strip()


def _is_denied(here: str, hit: re.Match[str]) -> bool:
    lead = here[hit.start() : hit.start("between")]
    return bool(
        _NOT_BEFORE.search(_NOT_RULED_OUT.sub("", here[: hit.start()]))
        or _NOT_BETWEEN.search(re.sub("不过是|无非是|不过|无非", "", lead + hit["between"]))
        or _NOT_BEHIND.match(here, hit.end())
    )


def _family(ground: str) -> int:
    return next(n for n, (_, words) in enumerate(_GROUNDS) if re.search(words, ground))


@once
def _counts(view: View) -> Iterator[str]:
    """Matches that the opinion may count: accepted by all who judged them."""
    for filed in view.standing:
        yield from (match for match, verdict in filed.verdicts.items() if verdict is Verdict.ACCEPTED)


@once
def _left_out(view: View) -> Iterator[tuple[Reason | None, str, str]]:
    """Why something was left out or not accepted, in which words and by whom, rules of methods too."""
    for filed in view.standing:
        yield from ((one.reason, one.note, one.by) for one in filed.comparison.excluded)
    dropped = (one for one in view.dossier.findings if one.verdict not in (Verdict.ACCEPTED, Verdict.UNREVIEWED))
    yield from ((one.reason, one.note, one.by) for one in dropped)


@once
def _grounds_taken(view: View) -> Iterator[int]:
    """Grounds on which somebody left something out, or did not accept it: by their reason, or words of it."""
    for reason, note, by in _left_out(view):
        if by.startswith(RULE):
            continue
        words = printed(note).text
        yield from (n for n, (kinds, said) in enumerate(_GROUNDS) if reason in kinds or re.search(said, words))
