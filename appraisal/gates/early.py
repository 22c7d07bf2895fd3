"""What is told at once of words that a person is about to put on file, long before a report is to be issued."""

from __future__ import annotations

from appraisal.case import Case
from appraisal.gates import wording
from appraisal.gates.prose import COMPETENCE
from appraisal.procedure import Kind


def beyond(case: Case, text: str) -> list[str]:
    """What is to be told at once of words of the law on computer crimes in what a person is about to put on file, where
    the commission does not ask with them or competence is not on file: in Chinese and in English. Nothing is refused;
    no report is issued with them."""
    history = case.history()
    commission = history.last(Kind.COMMISSION)
    body = case.settings.commission if commission is None else commission.body
    questions = body.get("questions")
    competent = any(entry.body.get("about") == COMPETENCE for entry in history.of(Kind.DECISION))
    asked = [str(one) for one in questions] if isinstance(questions, list | tuple) else []
    words = wording.crimes(text, wording.allowed_programs(asked, competent))
    if not words:
        return []
    listed = "、".join(words)
    return [
        f"注意：文字含“{listed}”。此为法律用语，委托事项未提出，或机构资质未在卷；签发时不予通过。"
        "如只是检验所见，请改写为“静态发现具有……的能力”。",
        f"note: the text says {', '.join(words)}: words of the law, which the commission does not ask for, or for which"
        " no competence is on file; no report is issued with them. Of what was seen, write “capability found"
        " statically”.",
    ]
