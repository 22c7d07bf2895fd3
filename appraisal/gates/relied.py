"""What lends a report its standards from beside the prose: literature by which work was done, and what people say of
themselves where they say it of this case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.designations import FOLLOWED, OF_METHOD, names_norm, numbers_in
from appraisal.gates.view import View
from appraisal.papers.as_read import printed

REFERRED = re.compile(
    r"参照(?!并)|参考|未(?:查阅|依据|按照?|依照|采用|适用|使用|遵循)|不(?:适用|依据)|(?:没有|尚无|并无|不存在)(?:任何)?(?:可?适用的?)?"
    r"|\bno\b|\brefer\w*(?:\s+\w+)?\s+to\b|\bfor\s+reference\b"
    r"|\bnot\s+(?:been\s+)?(?:read|applied|followed)\b|\b(?:did|does|do)\s+not\s+(?:read|apply|follow|use)\b"
)
# What people say of themselves is no basis of the report, unless they say it of this case
THIS = re.compile(r"本案|本次|此案|检验依据|\b(?:this|the)\s+(?:case|examination|report|appraisal)\b", re.IGNORECASE)
# … or of each that they take part in, which this one is
_EACH = re.compile(
    r"一向|一贯|历来|向来|从来|始终|总是|一律|一概|无一例外|[每各凡]案|每[一次件]|凡[^，。；,;\n]{0,6}[均皆都]|[均皆都]|(?:所有|全部|任何|一切)[^，。；,;\n]{0,4}案"
    r"|\b(?:always|invariably|without\s+exception|routinely|consistently|in\s+(?:every|each|all)\b|(?:every|each|any)\s+case"
    r"|all\s+(?:of\s+)?(?:my|our|his|her|their)?\s*(?:cases|reports|work|examinations|comparisons))\b",
    re.IGNORECASE,
)
_ONCE = re.compile(r"曾|原任|此前|先前|退休前|\b(?:former\w*|previous\w*|once|until|was|were)\b", re.IGNORECASE)
# For what literature is relied on, where that is how the work was done
_OF_WORK = re.compile(
    rf"{FOLLOWED.pattern}|{OF_METHOD.pattern}|依据|方法|步骤|规则|流程|\b(?:basis|ways?\s+of|steps?|rules?|procedures?)\b"
)
# … and what a standard gives a report that works by another way: words, signs, where something comes from
_OF_WORDS = re.compile(
    "术语|定义|名词|概念|用[语词]|称谓|名称|含义|[词语]义|译名|缩[写略]|符号|沿革|历史|背景|由来|来历|参[照考见]|提及|出处|著录|引文|书写"
    "|编码|字符集|字[形体]|日期"
    r"|\b(?:terms?|terminolog\w+|definitions?|defined|meanings?|glossar\w+|vocabular\w+|words?\s+for|notation|nomenclature"
    r"|abbreviations?|symbols?|history|background|origins?|for\s+reference|referr?\w*|mention\w*|citations?|encodings?"
    r"|character\s+sets?|dates?)\b"
)


def of_this_case(text: str) -> bool:
    """Whether what people say of themselves is said of this case: by name, or of each that they take part in; what was
    once is history."""
    clauses = re.split(r"[。；;\n]", text)
    return bool(THIS.search(text)) or any(_EACH.search(one) and not _ONCE.search(one) for one in clauses)


def relied(view: View) -> Iterator[str]:
    """Standards among the literature, read as what the report follows: one with a number, unless it is relied on for
    words alone (a term, a definition, history), one by its title where it is said to be followed; what is only referred
    to is none."""
    for one in view.literature:
        why = printed(one.relied_for).text
        followed = FOLLOWED.search(why)
        of_work = not _OF_WORDS.search(why) or _OF_WORK.search(why) if numbers_in(one.title) else followed
        if of_work and names_norm(one.title) and not REFERRED.search(why):
            yield f"依据{one.title}"
