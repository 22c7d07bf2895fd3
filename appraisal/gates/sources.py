"""From whom a step says that a work came is from whom the log of receipt, or the facts of the material, have it.

Compared are names that the case knows: who commissioned it and who handed something in. A step that names a side (the
defendant) or nobody is held against nothing, for the log knows names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.gap import Found, Gap
from appraisal.gates.sentences import sentences
from appraisal.gates.view import View
from appraisal.papers.as_read import alone, named_as, printed
from appraisal.people import flat
from appraisal.procedure import STEPS
from appraisal.profile import Words

_FIELDS = ("what", "observation", "note")
_GAVE_ZH = "(?:提交|提供|移交|交[来付]|送[来交达]|寄[来送]|转来|出具)"
_FORMS = (  # WHO: a name that the case knows
    rf"WHO(?:处|方)?(?:当[面场]|直接|另行|所|已|再次)*{_GAVE_ZH}(?![给与至到])",
    r"(?:自|从|向|由)WHO(?:处|方)?[^，。；,;\n]{0,4}(?:取得|领[取回]|收[到取]|调取|接收)",
    r"收到?WHO[^，。；,;\n]{0,6}(?:的|函|件|寄|送|交)",
    r"\b(?:received|obtained|collected|accepted|came)\b[^.;\n]{0,40}\bfrom\s+(?:the\s+)?WHO",
    r"\b(?:handed\s+(?:in|over)|supplied|submitted|sent(?:\s+in)?|provided|produced|delivered|lodged)\s+by\s+(?:the\s+)?WHO",
)


def received(view: View) -> Found:
    """No step says of a work that somebody else handed it in than who did."""
    sources = {work.label: {work.received_from} for work in view.dossier.works}
    for label, material in view.materials.items():
        sources.setdefault(label, set()).add(material.from_whom)
    sources = {
        label: names for label, told in sources.items() if (names := told - {""})
    }  # else nothing to hold against
    known = {view.commission.by, *(name for names in sources.values() for name in names)} - {""}
    for text in dict.fromkeys(_told(view)):
        shown = printed(text).text
        for start, stop in sentences(shown):
            sentence = shown[start:stop]
            for label, names in sources.items():
                if not alone(named_as(label)).search(sentence):
                    continue
                others = [who for who in known if not any(_same(who, own) for own in names)]
                if not any(named_as(own) in sentence for own in names):
                    yield from (_gap(label, who, names) for who in others if _gave(sentence, who))


def _told(view: View) -> Iterator[str]:
    steps = (entry for entry in view.dossier.entries if entry.kind in STEPS)
    yield from (str(entry.body.get(field) or "") for entry in steps for field in _FIELDS)


def _same(one: str, other: str) -> bool:
    """Whether one name is the other, or stands within it."""
    first, second = flat(one), flat(other)
    return bool(first and second) and (first in second or second in first)


def _gave(sentence: str, who: str) -> bool:
    name = re.escape(named_as(who))
    return any(re.search(form.replace("WHO", name), sentence) for form in _FORMS)


def _gap(label: str, who: str, names: set[str]) -> Gap:
    held = "、".join(sorted(names))
    return Gap(
        "told/received",
        Words(
            f"步骤称 {label} 由{who}提交，收件日志、受理登记载明来自{held}",
            f"a step says that {label} came from {who}; the log of receipt and the intake have it from {held}",
        ),
        Words(
            "另记一步更正，并作决定写明缘由（gate:told/received）；收件有误的，更正受理登记",
            "file a step that corrects it and a decision that says why (gate:told/received); where the receipt is"
            " wrong, correct the intake",
        ),
    )
