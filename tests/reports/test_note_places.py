"""Notes are printed as people count them: from 1, both ends included, as many as the record says."""

from __future__ import annotations

import pytest

from appraisal.span import Span
from reports.document import Language
from reports.places import place, ranges


@pytest.mark.parametrize(
    ("start", "stop", "zh", "en"),
    [(100, 140, "音符 101–140", "notes 101–140"), (0, 40, "音符 1–40", "notes 1–40"), (4, 5, "音符 5", "note 5")],
)
def test_notes_are_counted_from_one_with_both_ends(start: int, stop: int, zh: str, en: str) -> None:
    words: tuple[tuple[Language, str], ...] = (("zh", zh), ("en", en))
    for language, said in words:
        assert place(Span("a.mid", "note", start, stop), language) == said


def test_ranges_of_notes_are_counted_alike() -> None:
    spans = [Span("a.mid", "note", 0, 3), Span("a.mid", "note", 3, 5), Span("a.mid", "note", 8, 9)]
    assert ranges(spans, "zh", 9) == "音符 1–5、9"
    assert ranges([Span("a.txt", "char", 0, 5)], "zh", 9).endswith("0–5"), "offsets stay those of the record"
