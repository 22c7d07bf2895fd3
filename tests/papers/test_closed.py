"""What a deliberation asks of the report: a dissent that is to be stated is filed, and nothing else of it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appraisal import chain
from appraisal.dossier import Dossier
from appraisal.gates import View, closed
from appraisal.gates.gap import Gap
from appraisal.procedure import Kind
from tests.papers.test_gates import COURT
from tests.papers.test_opposed_facts import REAL, dissenting


def asked(dossier: Dossier, words: str, monkeypatch: pytest.MonkeyPatch) -> list[Gap]:
    """The gates of a case whose closed part holds one deliberation."""

    def read(root: Path, log: str) -> list[Any]:
        return [chain.Entry(log, 1, "", "2026-01-06", Kind.DELIBERATION, "乙", {"what": words})]

    monkeypatch.setattr(chain, "read", read)
    return [*closed.deliberated(Path(), View(dossier, COURT))]


@pytest.mark.parametrize(
    "words",
    [
        "乙不同意采信该处，要求在文书中载明不同意见。",
        "我的不同意见应当登载。",
        "I ask that my dissent be printed.",
    ],
)
def test_a_dissent_that_is_to_be_stated_is_filed(dossier: Dossier, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (gap,) = asked(dossier, words, monkeypatch)
    assert gap.gate == "dissent/deliberated" and gap.only == ("乙",)
    assert words not in gap.said.zh + gap.said.en
    assert not asked(dissenting(dossier, "乙", REAL, filed="乙"), words, monkeypatch)


@pytest.mark.parametrize(
    "words",
    [
        "合议：核对记录，二人所见一致。",
        "乙起初不同意采信，经讨论一致，不要求载明不同意见。",
        "无不同意见需要载明。",
        "No dissent was recorded.",
    ],
)
def test_other_deliberations_stay_closed(dossier: Dossier, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not asked(dossier, words, monkeypatch)
