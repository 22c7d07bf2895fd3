"""In a new appraisal nothing was left out before any result was known: the report that it follows has results.

That a place was left out before the new panel's own first comparison may be so, and may be said. Read is that it was
done in ignorance of any result.
"""

from __future__ import annotations

import re
from itertools import pairwise

from appraisal.comparison import RULE
from appraisal.gates import parties
from appraisal.gates.gap import Found, Gap
from appraisal.gates.leaves import elsewhere
from appraisal.gates.omitted import acts
from appraisal.gates.order import reported
from appraisal.gates.sentences import sentences
from appraisal.gates.told import OTHERS, own_words
from appraisal.gates.view import View
from appraisal.gates.written import beside, written
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind
from appraisal.profile import Words

# Of the panel's own results it may be so
_OWN = "(?<!本次)(?<!本案)(?<!比对)(?<!比对的)(?<!比对任何)(?<!重新鉴定)(?<!重新鉴定的)"
_UNKNOWING = re.compile(
    rf"(?<!并非)(?<!不是)(?:不知(?:道|悉|晓)?|不了解|不掌握|未(?:曾)?(?:获知|知[悉晓]|了解|接触|看[到过]?|见[到过]?|掌握)|没有(?:看|见|接触)[到过]?)"
    rf"(?:任何|鉴定|比对|原鉴定|此前)?的?{_OWN}结果"
    rf"|(?:任何|一切|所有)(?:鉴定|比对)?的?{_OWN}结果(?:产生|出来|得出|形成)?(?:之|以)?前"
    rf"|(?:得出|形成|出现|产生|取得|获得|看到|知[道悉])任何{_OWN}结果(?:之|以)?前"
    r"|\bbefore\s+any\s+(?:\w+\s+)?results?\b|\bwithout\s+(?:any\s+)?(?:knowledge|sight|knowing)\b[^.;\n]{0,16}\bresults?\b"
    r"|\b(?:not|never)\s+(?:yet\s+)?(?:known|seen|aware\s+of)\b[^.;\n]{0,12}\bresults?\b|\b(?:ignorant|unaware)\s+of\b[^.;\n]{0,16}\bresults?\b"
    r"|\b(?:no|none\s+of\s+the)\s+results?\s+(?:\w+\s+)?(?:was|were|had\s+been)\s+(?:yet\s+)?(?:known|seen|available)\b"
)
_OURS = re.compile(
    r"\bresults?\s+of\s+(?:our|this|the\s+new)\b|\b(?:our|this\s+comparison['’]s)\s+(?:own\s+)?results?\b"
)


def unknowing(view: View) -> Found:
    """No text of a new appraisal says that what persons left out was left out in ignorance of any result."""
    out = (one for filed in view.standing for one in filed.comparison.excluded)
    if not view.steps(Kind.REAPPRAISES) or not any(one.by and not one.by.startswith(RULE) for one in out):
        return
    prose = dict.fromkeys((*(one.text for one in written(view)), *beside(view)))
    shown_of = {text: printed(text, asides=False) for text in prose}
    shown_of |= {text: shown for text, shown in elsewhere(view) if text not in shown_of}
    for shown in shown_of.values():
        for (start, stop), behind in pairwise([*sentences(shown.text), (0, 0)]):
            sentence = own_words(shown, start, stop)
            if not (_UNKNOWING.search(sentence) and acts(sentence)) or _OURS.search(sentence):
                continue
            if not (
                OTHERS.search(sentence)
                or parties.SAYS.search(sentence)
                or reported(sentence, shown.text[slice(*behind)])
            ):
                said = " ".join(sentence.split())[:60]
                yield Gap(
                    "told/denied",
                    Words(
                        f"重新鉴定中作出排除时，原鉴定的结果已在，正文却称在不知结果时排除：…{said}…",
                        f"when places were left out of the new appraisal the first had its results, and the text says"
                        f" that none were known: …{said}…",
                    ),
                    Words("改正该句", "mend the sentence"),
                )
