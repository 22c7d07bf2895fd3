"""A norm that stands in what others gave, or above, is named; one that was only read or consulted is no basis."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.papers.norm_words import names_clause
from tests.papers.test_standards import open_


@pytest.mark.parametrize(
    "words",
    [
        "比对按合同约定的技术规范进行。",
        "检验依照上述规程执行。",
        "依据附件所列技术标准比对。",
        "按照委托函载明的操作指南检验。",
        "The texts were compared under the standard named in your letter.",
        "The examination followed the standards set out in the contract.",
        "Counting followed the specification given in the instructions.",
        "All was examined as the enclosed protocol prescribes.",
    ],
)
def test_a_norm_that_stands_elsewhere_is_named(dossier: Dossier, words: str) -> None:
    assert open_(dossier, words) != []


@pytest.mark.parametrize(
    "words",
    [
        "依据本文书下列标准比对。",
        "按上述标准采信各处。",
        "I read SF/T 0075-2020 in full and used clause 5.1.",
        "ISO 27042 was consulted for reference only.",
        "ISO 27042 was consulted but not followed.",
        "The examination compared the standard set of icons.",
        "The comparison found that both programs use the protocol specified in an annex of the manual.",
    ],
)
def test_what_is_listed_here_or_was_read_alone_is_free(dossier: Dossier, words: str) -> None:
    assert open_(dossier, words) == []


@pytest.mark.parametrize(
    ("clause", "named"),
    [("1-9", False), ("5.1至9.4", False), ("3~8章", False), ("5.1-5.3", True), ("5.1至5.3", True), ("5.1；5.2", True)],
)
def test_a_range_over_chapters_names_no_clause(clause: str, named: bool) -> None:
    assert names_clause(clause) is named
