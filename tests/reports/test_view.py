"""How a model is laid out for the typesetter: places to break, spaces that are kept, runs of one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appraisal.exhibit import Run
from reports.view import BREAK, _runs, breakable, code

TEXTS = st.lists(st.text("ab_.( \n光", max_size=12), max_size=8)


@given(TEXTS)
def test_runs_keep_every_character(texts: list[str]) -> None:
    made = _runs(tuple(Run(text, "same") for text in texts), code)
    assert [text.replace(BREAK, "").replace("\u00a0", " ") for text, *_ in made] == texts


@given(TEXTS)
def test_a_line_breaks_where_it_would_as_one_run(texts: list[str]) -> None:
    for prepare in (code, breakable):
        made = _runs(tuple(Run(text, "same") for text in texts), prepare)
        assert "".join(text for text, *_ in made) == prepare("".join(texts))


def test_a_space_between_two_runs_may_break() -> None:
    cut = [Run(text, "same") for text in ("  ", "from", " ", "vendor.pondkit.framing", " ", "import", "  ", "x")]
    made = "".join(text for text, *_ in _runs(tuple(cut), code))
    assert made.startswith("\u00a0 from ") and " import" in made and "\u00a0 x" in made
    assert BREAK in made  # also inside a long word
