"""What a commission asks, and what stands among its questions that asks nothing: there a report would print anybody's
words as the client's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from appraisal.gates.kinds import Sides
from appraisal.gates.norms import BY_OTHERS
from appraisal.gates.values import within

# What is quoted ends no sentence: “…。”是否属实？
_SENTENCE = re.compile(r"(?:“[^”]*”|「[^」]*」|\"[^\"]*\"|[^。；;!?！？\n.]|\.(?=\w))+[。；;!?！？.]?")
# That it is left open, and other words of asking
_WHETHER = "是否|有无|能否|可否|是不是|有没有|属实|哪[些个里几]|如何|什么|多少|[吗？?]"
_WHETHER_EN = r"\b(?:whether|what|which|how)\b"
_OPEN = re.compile(f"{_WHETHER}|{_WHETHER_EN}", re.IGNORECASE)
_ASKS = re.compile(
    f"{_WHETHER}|何[处时种者以]|为何|多大|几[处字成项]|怎[样么]|孰|呢|异同|程度|比例"
    "|请|要求|申请|委托|鉴定事项|对.{0,20}(?:进行|作)|就.{0,20}(?:进行|作|提)|鉴定|比对|检验|分析|说明|查明|确定|判断"
    rf"|{_WHETHER_EN}|\b(?:who|when|where|why|please|to\s+what\s+extent|identify|compare|examine|state|determine|report"
    r"|assess|describe|say|list|advise|consider|is|are|does|do|did|has|have|can)\b",
    re.IGNORECASE,
)
# What is taken as known, and words of asking that stand as well in what tells of it done
_KNOWN = "已知|已[经查]明?|业[已经]|经查明?|鉴于|既然"
_TELLS = re.compile(
    f"{_KNOWN}|已确|经(?:比对|检验|鉴定|核对)|(?:比对|检验|鉴定|分析)(?:所?依|结果|在|系|均|时)|现[已查]|确[系认]|查明了"
    r"|\b(?:known|given\s+that|since|as\s+found|was|were|it\s+is\s+(?:clear|established|agreed))\b",
    re.IGNORECASE,
)
_PRESUMED = re.compile(
    rf"(?:{_KNOWN})[^。；;！？?!\n，,]+|\b(?:given|known|since|as\s+it\s+is\s+known)\b[^.;?!\n,]+", re.IGNORECASE
)


def asserted(question: str) -> str:
    """What a question does not ask but says: its sentences that ask nothing, and what others ask to take as known. What
    a party is said to claim is the party's."""
    told = []
    for hit in _SENTENCE.finditer(question):
        sentence = hit.group()
        if BY_OTHERS.search(sentence.casefold()) or not re.search(r"[^\W\d_]", sentence):
            continue
        if _OPEN.search(sentence):
            told += [one.group() for one in _PRESUMED.finditer(sentence)]
        elif _TELLS.search(sentence) or not _ASKS.search(sentence):
            told.append(sentence)
    return " ".join(one.strip() for one in told if one.strip())


def unasked(body: Mapping[str, object], sides: Sides) -> Iterator[tuple[str, str]]:
    """Of a commission, by field, what no client says: instructions by people of the case, and what a question does not
    ask."""
    rows = body.get("instructions")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, Mapping) and not sides.instructs(str(row.get("by") or "")):
            yield "instructions", str(row.get("text") or "")
    for _, question in within(body.get("questions"), str):
        if told := asserted(question):
            yield "questions", told
