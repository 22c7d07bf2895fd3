"""Numbers that lead to a record which a later run took the place of: good only where the text says that it is the one
before (before the exclusion, of the first run)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from appraisal.gates.named import names
from appraisal.gates.sentences import END
from appraisal.gates.view import View
from appraisal.gates.wording import BOUND, Slip

_RUN = r"(?:runs?|comparisons?|records?|results?|figures?|counts?|passes)\b"
_SAID = re.compile(
    r"(?:排除|剔除|扣除|除去|去除|更正|订正|重新?比对|重新?运行|再次比对|改[动设])[^，。；,;\n]{0,10}?(?:之|以)?前|(?<!在)此前|先前|原先|之前的?(?:比对|运行|记录|结果)"
    r"|(?:初次|首次|最初|第一次|前一?次|上一?次|早先|原有?的?|旧)(?:的)?(?:比对|运行|记录|结果|数字)|初次|首次|未(?:经|作|予)?(?:排除|剔除|扣除)"
    r"|(?:被|为)[^，。；,;\n]{0,8}?(?:取代|替代)"
    r"|\b(?:before|prior\s+to|until)\s+(?:[\w'’]+\s+){0,6}?(?:exclu\w+|left\s+out|leaving|taken?\s+out|taking|remov\w+|"
    rf"deduct\w+|correct\w+|second|later|new|{_RUN})"
    rf"|\b(?:first|earlier|initial|previous|original|former|old|superseded|prior)\s+(?:\w+\s+)?{_RUN}"
    r"|\bsupersede[sd]?\b|\breplaced\s+by\b|\bwithout\s+(?:the\s+|any\s+)?(?:late\s+)?exclusions?\b",
    re.IGNORECASE,
)
_ROW = re.compile(r"\s*(?:\||[-*+]\s|\d+[.)、]\s*)")
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)


def replaced(view: View) -> frozenset[str]:
    """Ids of records that later runs took the place of, and of matches that stand in no other."""
    gone, stand = [one for one in view.dossier.comparisons if one.superseded], view.standing
    there = {match.id for filed in stand for match in filed.comparison.matches}
    ids = {name for one in gone for name in names(one.key)} | {
        match.id for one in gone for match in one.comparison.matches
    }
    return frozenset(ids - there - {name for one in stand for name in names(one.key)})


def former(text: str, gone: Collection[str]) -> Iterator[Slip]:
    """Numbers of a text that lead to one of these, where it does not say that they are no more."""
    for hit in BOUND.finditer(text):
        if hit[2] in gone and not _SAID.search(_around(text, *hit.span())):
            yield Slip("former", hit[1], " ".join(text[max(0, hit.start() - 16) : hit.end() + 16].split()))


def _around(text: str, start: int, stop: int) -> str:
    """What says of which run a number is: its sentence and the one before, its heading, and of a table or list the
    whole with what leads it."""
    heads = [hit.group() for hit in _HEADING.finditer(text, 0, start)]
    began = text.rfind("\n", 0, start) + 1
    ends = [0, *(hit.end() for hit in END.finditer(text, 0, start) if text[hit.end() : start].strip())]
    first = ends[-2] if len(ends) > 1 else 0
    if _ROW.match(text, began):
        block = text.rfind("\n\n", 0, start)
        before = text.rfind("\n\n", 0, max(0, block))
        first = min(first, before + 1 if before >= 0 else 0)
    end = END.search(text, stop)
    return "\n".join([*heads[-1:], text[first : end.start() if end else len(text)]])
