"""“Not found” is never shortened to “dissimilar”; that it does not mean that may be said."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from tests.papers.test_gates import gates, text


@pytest.mark.parametrize(
    "words",
    [
        "未检出不等于不相似。",
        "未检出不表示二者不相同。",
        "未检出不能理解为两部作品不相似。",
        "Not found does not mean that the two works are dissimilar.",
        "Not found is not the same as not similar.",
    ],
)
def test_what_not_found_does_not_mean(dossier: Dossier, words: str) -> None:
    assert [gate for gate in gates(text(dossier, "limits", words)) if gate != "language"] == []


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        ("未检出即不相似。", "不相似"),
        ("未检出相同文字，二者不相同。", "不相同"),
        ("未检出无不等于不相似。", "不相似"),
        ("未检出不等于漏检，两部作品不相似。", "不相似"),
        ("Not found, so the works are dissimilar.", "dissimilar"),
        ("Not found does not mean missed; the works are not similar.", "not similar"),
    ],
)
def test_what_it_is_not_shortened_to(dossier: Dossier, words: str, gate: str) -> None:
    assert f"words-of-law/{gate}" in gates(text(dossier, "limits", words))
