"""A dissent (不同意见) as people write it: what decision is one, and whether its words hold anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from appraisal.errors import CaseError
from appraisal.papers.as_read import elsewhere, named_as, printed, worded
from appraisal.people import flat

ABOUT = "dissent"  # what a decision is about by which an expert puts a dissent on file
NAMED = frozenset({"gate", "evidence", "quoted", "protect", "disclose"})  # names of other decisions
_ACTS = frozenset({"gate", "protect", "disclose"})  # by these something is passed over, withheld or shown
WITHDRAWN = "dissent:withdrawn"  # … and takes back all dissents that this expert put on file before
# “dissent”, “Dissents”, “dissent/1”, “dissent:MATCH”, “my dissent on match 2”, 乙的不同意见; not how it is handled
_MEANS = re.compile(
    r"(?:(?:my|his|her|their|the|a|an|expert|minority|separate)[\s_-]+)*"
    r"dissent(?:s|ing)?(?:[\s_-]*(?:opinions?|views?))?"
    r"(?:\s*[/:#(]\s*(?!withdrawn).*|[\s_-]+(?:(?:on|as|of|by|about|from)\b.*|\d.*|[0-9a-f]{12,}))?"
    r"|(?:minority|separate|contrary)[\s_-]+(?:opinion|view)s?(?:[\s_-]+(?:of|by|on)\b.*)?"
    r"|[^:/#]{0,12}(?:不同意见|少数意见|保留意见|反对意见)[书函稿]?(?:\s*[/:#(]\s*(?!撤).*|\s*\d.*)?"
)
# Agreement is said in these words alone; whatever else a text says may be the dissent
_WHO = r"(?:本人|我们?|鉴定人|专家|均|都|也|完全|一致|全体|表示|对此|\s)*"
_WITH = r"(?:本|以上|上述|该|此|全部|所有|一切|各项|鉴定|检验|专家|文书|报告|意见|结论|内容"
_WITH += r"|多数|其他|其余|人|组|各位|的|与|和|及|\s)*"
_AGREES = re.compile(
    rf"{_WHO}(?:同意|赞同|赞成){_WITH}"
    r"|(?:i|we|the undersigned|[\s,]|fully|wholly|entirely|completely|expert)*(?:agrees?|concurs?)"
    r"(?:\s+(?:with|to|in|the|this|that|these|it|all|everything|whole|full|fully|wholly|entirely|completely|opinions?"
    r"|report|conclusions?|findings?|panel|majority|of|above|others?|experts?|colleagues?|my|and|its|as|stated))*"
)
_VAGUE = re.compile(
    r"(?:本人|我)?(?:对\w{0,8})?(?:另|仍|还|亦|也|已)?(?:有|持|保留|存有?|提出)(?:不同|其他|别的|个人|相反|另外"
    r"|自己)?的?"
    r"(?:看法|意见|异议|观点|想法|保留)"
    r"|(?:i |we )?(?:have|has|hold|holds|take) (?:a |an |some )?(?:different|other|another|separate|own|dissenting)?"
    r" ?(?:views?|opinions?|thoughts)|i dissent|dissent(?:ing)?(?: opinion)?"
)


# Words of a text that says nothing of what is differed about: where the view is, that there is one, that one agrees,
# that places are the same as most hold, and courtesies
_STOCK = re.compile(
    r"(?:本人|我们?|的|不同意见|意见不同|不另写|不便|不适|不另|意见|看法|如下|有|略|稍|不同|保留|弃权|无异议|异议"
    r"|对|多数|虽|疑虑|仍|赞同|同意|结论|可以|接受|同前|详见"
    r"|会议|记录|见|已|当面|说明|口头|陈述|签[字名]|服从|组长|尊重|鉴定组|决定|以|为准|认为|[两二三]处"
    r"|第[一二三四五六七八九十\d]+处|均|都|皆|应|采信|相同|谢谢|各位|当日|身体|待|补充"
    r"|稍后|提交|另附|附后|[\s，。：:、（）()])+"
    r"|(?:(?:i|my|me|the|an?|of|is|was|are|as|to|it|with|on|all|you|that|be|but|by|dissents?|dissenting|follows"
    r"|reserve|position|abstain|have|had|no|quarrel|majority"
    r"|doubts?|joine?d?|opinions?|acceptable|above|see|minutes|what|says|explained|views?|orally|signed|little"
    r"|differently|defer|respect|decisions?|panel|both"
    r"|passages?|same|would|accept|thank|unwell|day|submitted|later|rather not say)(?:\W+|\Z))+"
)
# Of a clause by itself: that its author goes along, whatever stands beside it
_JOINS = re.compile(
    "无不同意见|(?:无|没有)异议|弃权|服从(?:多数|组长)|尊重[^，。；]{0,6}决定|仍(?:然)?(?:赞同|同意)|意见为准|可以接受"
    r"|\babstain\b|\bno\s+quarrel\b|\bdefer\s+to\b|\brespect\s+the\s+decision\b|(?<!not )\bjoin\s+the\s+(?:opinion"
    r"|majority)\b|\bacceptable\s+to\s+me\b"
)
_HANZI = re.compile("[\u4e00-\u9fff]")
_CLAUSES = re.compile(r"[，,。；;!！?？\n]+|\.(?:\s|\Z)")


def means_dissent(about: str) -> bool:
    """Whether what a decision is about means a dissent, however it is written."""
    return _MEANS.fullmatch(unicodedata.normalize("NFKC", about).strip().casefold()) is not None


def agrees(text: str, names: Collection[str] = ()) -> bool:
    """Whether a text says nothing but that its author agrees, or nothing of what is differed about, in each of its
    clauses: that is not what who judged otherwise holds. A dissent on file is printed whatever it says. ``names``: of
    people of the case, which say nothing."""
    bare = printed(text, asides=False).text
    for name in sorted((named_as(one) for one in names if one.strip()), key=len, reverse=True):
        bare = bare.replace(name, "")
    said = bare.strip().rstrip("。.!！")
    if any(one.fullmatch(said) for one in (_AGREES, _STOCK)):
        return True
    clauses = [one.strip() for one in _CLAUSES.split(said) if one.strip()]
    return bool(clauses) and all(any(form.fullmatch(_joined(one)) for form in (_AGREES, _STOCK)) for one in clauses)


def _joined(clause: str) -> str:
    """The clause, with words by which one goes along set as agreement."""
    return _JOINS.sub(" 同意 " if _HANZI.search(clause) else " agree ", clause).strip()


def holds(text: str) -> bool:
    """Whether a text says what its author holds: in words, not only that there is a view, or where it stands."""
    bare = re.sub(r"[\W_]+", " ", printed(text, asides=False).text).strip()
    return worded(text) and not elsewhere(text) and _VAGUE.fullmatch(bare) is None


# Somewhere a dissent says that something is not so, or otherwise
_AGAINST = re.compile(
    "不|未|无|非|否|没|异议|反对|但|却|而是|错|误|应当?[为是]|过[高低强宽]|存疑|怀疑"
    r"|\b(?:not|no|nor|neither|never|none|nothing|cannot|without|dissents?|disagree\w*|objec\w+|against|instead|rather"
    r"|but|however|otherwise|wrong\w*|errors?|mistaken|too|overstat\w+|doubt\w*|reject\w*|un\w+ed)\b|n['’]t\b"
)

# Who has nothing against something goes along with it
_NOT_AGAINST = re.compile(
    r"(?:[不无没未]|没有|并无|毫无)(?:任何)?(?:反对|异议|否认|怀疑|疑问|疑义|不同意见|保留)|\bnothing against\b"
    r"|\b(?:not|no|nor|never|without|n['’]t)(?: any)? (?:objec\w+|dissents?|dissenting|disagree\w*|doubt\w*|quarrel)\b"
)


def differs(text: str, names: Collection[str] = (), *, against: bool = True) -> bool:
    """Whether a text holds something of its own, and (``against``) says somewhere that it is not so, or otherwise: what
    is only called a dissent, and says what the others say, is none."""
    return holds(text) and not agrees(text, names) and (not against or denies(text))


def denies(text: str) -> bool:
    """Whether a text says somewhere that something is not so, or otherwise."""
    return _AGAINST.search(_NOT_AGAINST.sub("", printed(text, asides=False).text)) is not None


def refuse_misspelt(about: str) -> None:
    """``CaseError`` where what a decision is about begins as one that the program knows, but for capitals, wide letters
    or spaces: it would be filed, and have no effect."""
    head, colon, rest = unicodedata.normalize("NFKC", about).strip().partition(":")
    name = head.strip().casefold()
    told = name in _ACTS or not rest.startswith(" ")  # “Evidence: the second disk” is said in words
    if colon and name in NAMED and told and not about.startswith(f"{name}:"):
        raise CaseError(f"{about!r} would be filed without effect: write {name}: in small letters, without a space")


def refuse_empty(about: str, reason: str) -> None:
    """``CaseError`` where a dissent is filed that says nothing: the report prints its words, and only these."""
    if means_dissent(about) and flat(about) != flat(WITHDRAWN) and not holds(reason):
        raise CaseError(
            f"a dissent says what you hold, in a sentence that the opinion prints (写明所持意见), not {reason!r};"
            f" to take one back: {WITHDRAWN}"
        )
