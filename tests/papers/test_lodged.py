"""A written view of somebody of the case that lies in a document, or is announced to, is filed as a dissent."""

from __future__ import annotations

from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.procedure import Kind
from tests.papers.test_spoken import elsewhere, holding

SUM = "0" * 64
LAID: tuple[dict[str, Any], ...] = (
    {"what": "递交异议书"},
    {"what": "乙呈交了书面保留意见"},
    {"what": "核对", "note": "本人的看法详见另纸"},
    {"what": "核对", "observation": "附有少数意见书一份"},
    {"what": "整理材料", "documents": [["documents/7_少数意见.docx", SUM]]},
    {"what": "整理材料", "documents": [["documents/7_separate_opinion.pdf", SUM]]},
    {"what": "收到乙的异议书"},
    {"what": "lodged a separate opinion"},
    {"what": "checked the copies", "note": "my own view is attached"},
)
FREE: tuple[dict[str, Any], ...] = (
    {"what": "收到被告的异议书", "documents": [["documents/7_异议书.pdf", SUM]]},
    {"what": "登记收到的材料", "documents": [["documents/7_书面意见.pdf", SUM]]},
    {"what": "原告提交书面意见，已登记"},
    {"what": "告知双方可以提交书面意见"},
    {"what": "向法院提交书面意见"},
    {"what": "未见不同意见"},
    {"what": "鉴定意见见附件"},
    {"what": "复核意见详见附件", "documents": [["documents/7_复核意见书.pdf", SUM]]},
    {"what": "出具书面意见，同意签发"},
    {"what": "received a written statement from counsel"},
    {"what": "The claimant submitted a written statement"},
    {"what": "submitted a written statement of independence"},
    {"what": "the photographs are attached", "documents": [["documents/7_seal.jpg", SUM]]},
)


@pytest.mark.parametrize("body", LAID)
@pytest.mark.parametrize("kind", [Kind.OPERATION, Kind.REVIEW])
def test_a_written_view_beside_the_file_is_no_dissent_yet(dossier: Dossier, kind: Kind, body: dict[str, Any]) -> None:
    by = "甲" if "收到" in body["what"] else "乙"
    assert elsewhere(holding(dossier, kind, by, **body)) == [("乙",)]


@pytest.mark.parametrize("body", FREE)
def test_what_others_hand_in_and_other_papers_are_none(dossier: Dossier, body: dict[str, Any]) -> None:
    assert elsewhere(holding(dossier, Kind.OPERATION, "乙", **body)) == []


def test_a_decision_that_points_to_one_is_read_and_who_filed_one_is_heard(dossier: Dossier) -> None:
    pointed = holding(dossier, Kind.DECISION, "乙", about="第一处", reason="理由见本人所附书面意见")
    assert elsewhere(pointed) == [("乙",)]
    filed = holding(dossier, Kind.DECISION, "乙", about="dissent", reason="该段系套话，不应计入。")
    assert elsewhere(holding(filed, Kind.OPERATION, "乙", what="递交异议书")) == []
