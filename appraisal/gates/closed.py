"""What the closed part asks of the report: who wants a dissent stated, by a deliberation, has it printed. Nothing of
the deliberation is told."""

from __future__ import annotations

import re
from pathlib import Path

from appraisal import apart, procedure
from appraisal.dissenting import ABOUT
from appraisal.errors import CaseError
from appraisal.gates.gap import Found, Gap
from appraisal.gates.unheard import heard_of, readers
from appraisal.gates.view import View
from appraisal.procedure import Kind
from appraisal.profile import Words

_VIEW = r"(?:不同|少数|保留|反对)的?(?:意见|看法)|\bdissent\b|\b(?:dissenting|minority)\s+(?:view|opinion)\b"
_PRINTS = (
    "载明|登载|刊载|印出|写[入明]|注明|列明|附[上入后]"
    r"|\b(?:print|state|set\s+out|record|include|publish|append)(?:e?d)?\b"
)
_ASKS = re.compile(f"(?:{_PRINTS})[^。；.;\n]{{0,30}}?(?:{_VIEW})|(?:{_VIEW})[^。；.;\n]{{0,30}}?(?:{_PRINTS})")
_NOT = re.compile(
    r"(?:不|无|未|没有)(?:再|需|须|必|用|人)?(?:要求|主张|提出|持)?[^，,。；;\n]{0,6}\Z"
    r"|\b(?:no|not|nobody|none|never|without)\b[^.;\n]{0,30}\Z"
)


def deliberated(root: Path, view: View) -> Found:
    """Whoever asks in a deliberation that a dissent be stated filed one. Only that person passes over it."""
    if not view.paper.opinion:
        return
    try:
        entries = apart.deliberations(root, procedure.history(root))
    except CaseError:  # named among the faults
        return
    own, read = heard_of(view), readers(view)
    for entry in entries:
        if entry.kind != Kind.DELIBERATION or entry.by not in read:
            continue
        text = "。".join(str(entry.body.get(name) or "") for name in ("what", "observation", "note"))
        who = next((one for one in read[entry.by].asks(text, _ASKS, _NOT) if one not in own), None)
        if who is not None:
            lies = "" if entry.log == procedure.CLOSED else f" {entry.log}"  # of a copy that was merged
            yield Gap(
                "dissent/deliberated",
                Words(
                    f"{who} 要求登载的不同意见未登记（见副卷{lies}第 {entry.seq} 条）",
                    f"{who} asked that a dissent be stated, and filed none (entry {entry.seq}, closed part{lies})",
                ),
                Words(
                    f"由本人登记：appraisal decide CASE {ABOUT} --reason 原文 --by 本人，并在意见中登载；"
                    "不再要求的，由本人作出决定写明",
                    f"have this person file it: appraisal decide CASE {ABOUT} --reason TEXT --by NAME, and print it;"
                    " who no longer asks for it decides so",
                ),
                only=(who,),
                since=view.at(entry.on),
            )
