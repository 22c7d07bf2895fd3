"""Where files end: lines as editors count them, places refused behind the end, places clipped to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import bounds
from appraisal.errors import CaseError
from appraisal.span import Span, char, line, whole
from appraisal.work import Work


@pytest.mark.parametrize(
    ("held", "count"),
    [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\nb", 2), (b"a\r\nb\r\n", 2), (b"a\rb\r", 2), (b"\n\n", 2)],
)
def test_lines_as_editors_count_them(tmp_path: Path, held: bytes, count: int) -> None:
    (tmp_path / "a.txt").write_bytes(held)
    work = Work.open(tmp_path, label="A1")
    (member,) = work.members
    assert bounds.lines(member) == count
    if count:
        bounds.refuse_beyond("A1", work, line("a.txt", count, 500))  # begins inside
        bounds.refuse_beyond("A1", work, Span("a.txt", "byte", len(held) - 1, 500))
    for span in (line("a.txt", count + 1, count + 2), Span("a.txt", "byte", len(held), len(held) + 1)):
        with pytest.raises(CaseError, match=r"^work A1: a\.txt has \d+ (line|byte)s, and the place begins at"):
            bounds.refuse_beyond("A1", work, span)
    for span in (
        char("a.txt", 99, 100),
        whole("a.txt"),
        Span("a.txt", "line", 99, 100, (), "text:0"),
        line("b", 9, 10),
    ):
        bounds.refuse_beyond("A1", work, span)  # only a method can tell


def test_places_are_clipped_in_their_own_unit_alone() -> None:
    assert bounds.within(line("a", 1, 500), "line", 7) == line("a", 1, 8)
    assert bounds.within(char("a", 3, 9), "char", 7.0) == char("a", 3, 7)
    assert bounds.within(line("a", 8, 9), "line", 7) is None
    for span, unit in ((line("a", 1, 500), "byte"), (whole("a"), "file"), (line("a", 1, 8), "line")):
        assert bounds.within(span, unit, 7) is span
