"""The gate of cells that belong to no section: who wrote there may think that the report says it, and it does not."""

from __future__ import annotations

import hashlib

from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View
from appraisal.profile import Words


def cells(view: View) -> Found:
    """Words in a cell of a notebook of this report that no section takes."""
    for text in dict.fromkeys(view.dossier.unplaced):
        said = " ".join(text.split())[:60]
        yield Gap(
            f"content/cell-{hashlib.sha256(text.encode()).hexdigest()[:8]}",
            Words(
                f"笔记本单元格不属于报告任何一节，其文字不印入报告，也未经核对：{said}",
                f"a cell of the notebook belongs to no section: its words are not in the report, nor read: {said}",
            ),
            Words(
                "写入有标签的单元格（introduction、process、analysis、limits）；不同意见写入文书登记表的 dissents；"
                "札记移到其他笔记本，或删去；程序自带的说明有改动的，恢复原文",
                "write it in a tagged cell (introduction, process, analysis, limits); a dissent stands under dissents"
                " in the form of paper; move notes to another notebook, or remove them; where it is guidance that the"
                " program brings, put its words back",
            ),
        )
