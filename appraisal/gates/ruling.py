"""Whether words filed as those of a clause rule, as a standard does, or tell of this case, as none can.

A standard on appraisal speaks of material and sample, of shares and of results, and says what is to be done where they
are so. What was found, who agrees with which sentence, and that another standard was followed it does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.designations import key, named, numbers_in
from appraisal.gates.limits import BELOW
from appraisal.gates.quantities import is_share, spelled
from appraisal.papers.as_read import printed

_SENTENCE = re.compile(r"(?:[^。；;!?！？\n.]|\.(?=\w))+")
_ROLE = (
    "(?:检材|送检(?:材料|作品)|样本|被控作品|权利作品|原告作品|被告作品"
    r"|\b(?:accused|claimed|questioned|known|disputed|alleged\w*)\s+(?:work|material|text|document|specimen)s?\b)"
)
_RESULT = re.compile(
    f"{_ROLE}|(?:比对|检验|鉴定|核对|检测|分析)(?:的?结果|所得|发现|得出)|两者|双方|两[书件部]|经(?:比对|检验|核对)"
    r"|\b(?:both|the\s+two)\s+(?:works|texts)\b|\bresults?\b|\bwere\s+found\b|\bwas\s+found\b"
)
# What a rule says of a share or of copying: from which on, what then, or whether
_RULES = re.compile(
    f"以上|以下|以内|不[低高少多超]于?|至少|至多|达到?|超过|大于|高于|{BELOW}|满|介于|之间|[≥≤<>]|如果?|若|凡|当|是否"
    "|[的时][，,：:]|的[应为宜视]|应当?|宜|须|可以?|不得|者[，,为]|称为|是指|指"
    r"|\b(?:at\s+(?:least|most)|(?:more|less|fewer|greater|higher|lower)\s+than|exceed\w*|above|below|or\s+(?:more|less)"
    r"|between|minimum|maximum|threshold|shall|should|may|must|if|where|when|whenever|whether|means|is\s+called)\b"
)
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s*(?:[%‰]|per\s?cent)|\d\s*成(?![为立果分])|百分之")
_COPIED = re.compile(
    f"{_ROLE}[^，。；,;.\n]{{0,12}}?(?:抄袭|剽窃|照搬|抄自|复制自|取自|源自|来自|出自|侵权|侵犯|演绎自|改编自"
    r"|\b(?:copie[sd]|copying|plagiari\w+|infring\w+|(?:is|was|were|are)\s+(?:taken|copied|derived)))"
)
_COUNTED = re.compile(
    r"(?:相同|一致|重合|雷同)[^，。；,;\n]{0,8}?(?:共|计|合计|有)\s*[\d一二三四五六七八九十百千]+\s*[字处行句段页]"
)
# Who makes this report, and the sentences that it states
_PANEL = re.compile(
    "(?<![人者员由其经家须应])本人(?!员|身|签)|我们|我(?:认为|不同意|所)|第[一二三四五六七八九十\\d]+句(?:不|有误|成立|存疑|所[称述]|难)"
    "|(?:同意|反对|异议|赞成|支持|保留)[^，。；,;\n]{0,4}第[一二三四五六七八九十\\d]+[句项]|鉴定意见第"
    r"|\bi\s+(?:do|did|dis\w+|agree|hold|held|found|think|object|have)\b|\b(?:our|my)\s+(?:opinion|view|finding|comparison)s?\b"
    r"|\b(?:agree|disagree|object)\w*\b[^.;]{0,20}\b(?:first|second|third|last)\s+sentence\b"
)


def tells_of_case(text: str) -> bool:
    """Whether a text tells what was found in this case, or who holds what of it."""
    return any(_tells(one) for one in _sentences(text))


def _sentences(text: str) -> Iterator[str]:
    yield from _SENTENCE.findall(printed(text).text)


def _tells(sentence: str) -> bool:
    if _PANEL.search(sentence):
        return True
    parts = re.split("[，,]", sentence)
    copied = (
        one for one in parts if (hit := _COPIED.search(one)) and not re.search(r"是否|\bwhether\b", one[: hit.end()])
    )
    if next(copied, None) is not None and not re.search("应|须|宜|不得|指|称为|shall|should|must|means", sentence):
        return True
    found = _RESULT.search(sentence) and (_shares(sentence) or _COUNTED.search(sentence))
    return bool(found) and not _RULES.search(sentence)


def _shares(sentence: str) -> bool:
    told = (sentence[start:stop] for start, stop in spelled(sentence))
    return bool(_PERCENT.search(sentence)) or any(map(is_share, told))


def followed_beside(text: str, number: str) -> list[str]:
    """Numbers of other standards that a text says were, or are to be, followed: what it sends on to is to be read, too,
    where the clause is what a report goes by."""
    shown = printed(text)
    own = {key(number), *(key(one) for one in numbers_in(number))}
    return [
        one.words for one in named(shown, text) if one.followed and numbers_in(one.words) and key(one.words) not in own
    ]
