"""Corrections (补正): slips of writing in an issued report are mended by a paper of its own; the report stays as it is.

What the opinion says, and figures of results, are no slips: they change by a supplement or a new appraisal only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal import issuing, registry
from appraisal.after.issues import PAPER, digest, folder, issued
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.casefile import clean
from appraisal.errors import CaseError
from appraisal.issuing import Issued
from appraisal.notice import Notice, Table
from appraisal.papers import files as forms
from appraisal.procedure import Kind
from appraisal.profile import Words

MODEL = "report.json"
_FIGURE = re.compile(r"\d[\d,.]*\s*%?")


@dataclass(frozen=True, slots=True)
class Slip:
    """``was`` is to be read as ``now``; ``where`` it stands, as people say it (page, section)."""

    was: str
    now: str
    where: str = ""


def correct(
    case: Case, number: str, slips: Sequence[Slip], reason: str, *, new: str, by: str, on: str = ""
) -> list[Path]:
    """Issue a correction of the report ``number`` under the number ``new``; its files.

    ``CaseError`` when ``was`` does not stand in the report, stands in its opinion, or a figure would alter.
    """
    entry = issued(case, number)
    if not slips or not reason.strip():
        raise CaseError("a correction needs what was written, what is right, and why")
    paper = forms.read((folder(case, number) / PAPER).read_text("utf-8"))
    model = json.loads((folder(case, number) / MODEL).read_text("utf-8"))
    opinion = [chapter.heading for chapter in paper.chapters if "opinion" in chapter.sections]
    for slip in slips:
        _check(slip, model, opinion)
    by = clean(by).strip()
    if paper.signing.signatory and by not in issuing.signatories(case):
        raise CaseError(f"{by or '-'} is no authorised signatory on file")
    new, on = clean(new).strip(), (on or case.clock())[:10]
    target = folder(case, new)
    if not new or target.exists():
        raise CaseError(f"{new or '-'}: a correction needs a number of its own")
    notice = Notice(
        title=Words("补正书", "Correction"),
        number=new,
        dated=on,
        lines=(
            (Words("原文书编号", "report corrected"), number),
            (Words("原文书（PDF）SHA-256", "SHA-256 of its PDF"), digest(case, number)),
            (Words("补正理由", "reason"), clean(reason).strip()),
            (Words("签发", "issued by"), by),
        ),
        blocks=(
            Table(
                Words("补正内容", "Corrections"),
                (Words("序号", "no."), Words("位置", "place"), Words("原文", "was"), Words("补正为", "to be read")),
                tuple((str(at), s.where or "-", s.was, s.now) for at, s in enumerate(slips, 1)),
                (0.5, 1.5, 3.0, 3.0),
            ),
            Words(
                "以上系文字差错，不影响检验结果、分析说明与鉴定意见；原文书其余内容不变。本补正书与原文书一并使用。",
                "These are slips of writing. They touch neither results, analysis nor opinion; all else in the report "
                "stands. This paper is to be read together with it.",
            ),
        ),
        paper=paper.page.paper,
    )
    with case.working():
        target.mkdir(parents=True)
        paths = [
            made.notice(notice, target / f"report{made.suffix}", language=case.settings.language)
            for made in map(registry.exporter, registry.exporter_names())
        ]
        write_whole(target / PAPER, paper.text.encode("utf-8"), durable=True)
        names = [path.relative_to(case.root).as_posix() for path in (*paths, target / PAPER)]
        body = Issued(new, paper.name, on, entry.seq, form="correction", of=number)
        case.log.write(Kind.ISSUED, body, by, files=names)
    return paths


def _check(slip: Slip, model: Any, opinion: Sequence[Words]) -> None:
    if not slip.was or slip.was == slip.now:
        raise CaseError("a slip needs what was written and what is right, and they differ")
    if not any(slip.was in text for text in texts(model)):
        raise CaseError(
            f"{slip.was!r} does not stand in the report: write it as it is printed, within one line or cell"
        )
    said = "\n".join(text for part in model["parts"] for text in _chapter(part["blocks"], opinion))
    if slip.was in said:
        raise CaseError(f"{slip.was!r} stands in the opinion: that is no slip of writing but a supplement (补充鉴定)")
    printed = set(_FIGURE.findall(said))
    altered = set(_FIGURE.findall(slip.was)) ^ set(_FIGURE.findall(slip.now))
    if altered & printed or any("%" in figure for figure in altered):
        listed = ", ".join(sorted(altered))
        raise CaseError(f"{listed}: figures of results are no slips of writing; make a supplement (补充鉴定)")


def texts(value: Any) -> Iterator[str]:
    """Every text of a report model; of a line of several pieces the whole of it too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        if value and all(isinstance(one, dict) and "text" in one for one in value):
            yield "".join(str(one["text"]) for one in value)
        for one in value:
            yield from texts(one)


def _chapter(blocks: Sequence[Any], headings: Sequence[Words]) -> Iterator[str]:
    """Texts of the chapters under these headings."""
    inside = False
    for block in blocks:
        if block.get("type") == "Heading" and block.get("level") == 1:
            inside = any(str(block.get("text", "")).endswith(each) for one in headings for each in (one.zh, one.en))
        elif inside:
            yield from texts(block)
