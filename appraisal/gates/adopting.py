"""Whether a sentence gives a quoted number to others, or the panel makes it its own.

That a decision says from which page a quote is frees its number where the sentence tells whose words these are. Said as
the panel's conclusion, given to nobody or found to be true, the number is the report's, and stands with its result.
"""

from __future__ import annotations

import re

from appraisal.gates.around import sentence
from appraisal.gates.norms import BY_OTHERS
from appraisal.gates.parties import COURTS, NAMED, PARTIES, PLEADINGS
from appraisal.papers.as_read import QUOTED

# Who says so: a party, a paper, a work or what is written in one; behind a quote as before it
_WRITTEN = re.compile(
    "写[有道着明作到]|[记刊登]?载[有明]?|印[有着]|标[有注明]|注[明释]|题[有为]|[所又并还也]称|(?<![名简统俗])称[：:，,]?\\s*\\Z"
    f"|(?:{PLEADINGS}|{PARTIES})[^，。；,;“”]{{0,10}}\\Z"
    "|所谓|原文|抄录|(?:判决|裁定)[书]?(?:认定|查明)|显示"
    r"|\b(?:reads?|writes?|wrote|written|says?|said|states?|stated|puts?\s+(?:it|the)|claims?\s+(?:that|of)|alleg\w+|asserts?"
    r"|according\s+to|in\s+the\s+words\s+of|so-called|as\s+printed|prints?|bears?)\b"
)
# The panel, its work and what came of it, as who says so
_OWN = re.compile(
    "鉴定(?:[组人]|意见|结论)|(?<!原告的)(?<!被告的)结论|结果|经(?:比对|核[对验实查]?|检验|统计|计算|鉴定)|我们|本(?:人|所|机构|报告|意见|鉴定)"
    r"|\b(?:we|i|panel|experts?|conclu\w+|results?|comparison|finding)\b"
)
_NOT = re.compile(
    "[不未非否]|无[法从据]|没有|难以|[有]无|尚[待需]|如果|[假倘]若|法[院庭]"
    r"|\b(?:not|never|nor|neither|cannot|no|whether|if|without|unless|court|tribunal|judge)\b|n['’]t\b"
)
# What somebody does with what was said, and what is said of it
_ACTS = (
    "采纳|采信|认可|认同|同意|赞同|确认|证实|印证|接受"
    r"|\b(?:confirm(?:s|ed)|adopt(?:s|ed)?|accept(?:s|ed)?|endorse[sd]?|agree[sd]?\s+with|shares?\s+(?:this|that)|verif(?:y|ies|ied))\b"
)
_IS = (
    "属实|无误|成立|正确|准确|可信|相符|吻合|与[^，。；,;“”]{0,12}(?:比对|结果|记录|数据|核算|计算|鉴定)[^，。；,;“”]{0,6}一致"
    r"|\b(?:correct|right|accurate|true|borne\s+out|bears?\s+(?:this|that|it)\s+out|holds?\s+(?:good|true))\b"
)
_ADOPTS = re.compile(f"(?P<acts>{_ACTS})|{_IS}")
_CLAUSE = re.compile("[，,：:]")
_POINTS = re.compile(
    r"\A\s*(?:[该此这]|上述|前述|所称|其|(?:鉴定[组人]|我们)对此|(?:this|that|the\s+(?:figure|number|claim)|it)\b)"
)
_SHORT = 10  # letters of a sentence that says nothing but that what stands before it is so (经核属实)


def given(text: str, start: int, stop: int) -> bool:
    """Whether the quote that stands there in a text is told as others' words, and not made the panel's own.

    ``text``: in small letters; stops within quotes end no sentence."""
    bare = QUOTED.sub(lambda hit: "“" + "\ufffd" * (len(hit.group()) - 2) + "”", text)
    began, end = sentence(bare, start, stop)
    ahead, behind = bare[began:start], bare[stop:end]
    told = [hit.end() for pattern in (BY_OTHERS, _WRITTEN) for hit in pattern.finditer(ahead)]
    own = [hit.end() for hit in _OWN.finditer(ahead)]
    if told:
        whose = max(told) >= max(own, default=0)
    else:
        whose = not own and (BY_OTHERS.search(behind) or _WRITTEN.search(behind)) is not None
    return whose and not (_adopted(ahead) or _adopted(behind) or _adopted(_next(bare, end)))


def _next(text: str, end: int) -> str:
    """The sentence behind, where it speaks of the one before."""
    began = len(text) - len(text[end:].lstrip(" \t\n。；;.!?！？"))
    if began >= len(text):
        return ""
    here = text[slice(*sentence(text, began, began + 1))]
    return here if _POINTS.match(here) or len(here.strip()) <= _SHORT else ""


def _adopted(words: str) -> bool:
    """Whether words say that something is so, or that the panel takes it; a party may take what it likes."""
    for hit in _ADOPTS.finditer(words):
        began = max((one.end() for one in _CLAUSE.finditer(words, 0, hit.start())), default=0)
        before, after = words[began : hit.start()], words[hit.end() : hit.end() + 4]
        theirs = NAMED.search(before) or re.search(COURTS, before) if hit["acts"] else BY_OTHERS.search(before)
        if not (theirs or _NOT.search(before) or "否" in after):
            return True
    return False
