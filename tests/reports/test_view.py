"""How a model is laid out for the typesetter: places to break, spaces that are kept, runs of one line."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from appraisal.exhibit import Run
from reports import docx
from reports.breaks import BREAK, breakable, code
from reports.document import Document, Grid, Heading, Inline, PageBreak, Paragraph, Part
from reports.keeping import fits, introducing, provenance, sealed
from reports.view import _runs, view
from reports.widths import fitted

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


def test_a_list_may_break_before_a_minus() -> None:
    assert breakable("1.5、−2、−3、4") == f"1.5、{BREAK}−2、{BREAK}−3、4"
    assert breakable("1.5, −2") == "1.5, −2"
    assert breakable("45.99%（9262 / 20141）") == f"45.99%{BREAK}（9262 / 20141）", "half of a line stood empty"


def test_a_share_may_break_before_what_it_is_of() -> None:
    """Both held together leave the line before them half empty."""
    assert breakable("占样本 A1 的 45.99%（9262 / 20141 字符）") == f"占样本 A1 的 45.99%{BREAK}（9262 / 20141 字符）"
    assert breakable("45.99% (9262 / 20141 characters)") == "45.99% (9262 / 20141 characters)"


def test_a_head_breaks_by_its_own_letters() -> None:
    """It has a column as wide as its longest word, in letters without serifs, which are narrower."""
    head = tuple((Inline(words, "strong"),) for words in ("Class", "Identical files", "Correspondence"))
    rows = tuple(tuple((Inline(cell * 40),) for cell in ("ab ", "1 ", "2 ")) for _ in range(3))
    table = Grid(head, rows, fitted(head, rows, (90, 1, 1)))
    (part,) = view(Document("1", "t", "2026-01-05", "", (Part("en", "t", (table,)),)))["parts"]
    assert BREAK not in "".join(piece["text"] for cell in part["blocks"][0]["head"] for piece in cell)


def test_a_note_between_two_headings_stays_with_the_lower_one() -> None:
    note, table = Paragraph((Inline("n" * 300),), "note"), Grid((), (((Inline("cell"),),),))
    assert list(introducing((Heading(1, "1"), note, Heading(2, "1.1"), note, table))) == [1, 3]
    assert list(introducing((Heading(2, "1.1"), note, Heading(2, "1.2"), table))) == []  # all that stands under 1.1
    assert list(introducing((Heading(2, "1.1"), note, Heading(1, "2"), table))) == []


def test_a_seal_stands_on_the_page_of_the_signatures() -> None:
    cells = Grid((), (((Inline("name"),),),))
    blocks = Heading(2, "Signatures"), cells, Paragraph((Inline("Seal"),), "seal"), Paragraph((Inline("note"),), "note")
    (part,) = view(Document("1", "t", "2026-01-05", "", (Part("en", "t", blocks),)))["parts"]
    assert [block["type"] for block in part["blocks"]] == ["Heading", "Kept", "Paragraph"]
    assert [block["type"] for block in part["blocks"][1]["blocks"]] == ["Grid", "Paragraph"]
    assert not sealed(Grid((), cells.rows * 40), blocks[2]), "a table of more than a page is parted"


def test_remarks_below_a_heading_stay_with_what_they_introduce() -> None:
    short = Paragraph((Inline("One line."),))
    note, much = Paragraph((Inline("remark " * 30),), "note"), Paragraph((Inline("word " * 60),))
    heading, cells = Heading(1, "h"), Grid((), (((Inline("a"),),),))
    assert list(introducing((heading, short, note, cells, short))) == [1, 2]
    assert list(introducing((heading, much, note, cells))) == []
    assert list(introducing((heading, short, heading, note, PageBreak()))) == []


def test_a_low_row_is_not_torn_and_a_high_one_is() -> None:
    low, high = ((Inline("a"),), (Inline("b\n" * 10),)), ((Inline("a"),), (Inline("b\n" * 40),))
    (part,) = view(Document("1", "t", "2026-01-05", "", (Part("en", "t", (Grid((), (low, high)),)),)))["parts"]
    assert part["blocks"][0]["kept"] == [True, False]
    body = docx.render(Document("1", "t", "2026-01-05", "", (Part("en", "t", (Grid((), (low, high)),)),)))
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        written = file.read("word/document.xml")
    assert written.count(b"w:keepLines") == 2  # both cells of the low row
    assert written.count(b"w:cantSplit") == 0  # which these lines hold together


def test_where_a_table_is_from_stands_below_it() -> None:
    short, source = Grid((), (((Inline("name"),),),)), Paragraph((Inline("From entry 3"),), "note")
    assert provenance(short, source)
    tally = Grid((), short.rows * 10, (48.5, 48.5))
    assert fits(tally) and not fits(Grid((), short.rows * 13, (48.5, 48.5))), "ten rows are not torn over two pages"
    assert not provenance(short, Paragraph(source.content)) and not provenance(Grid((), short.rows * 40), source)
    (part,) = view(Document("1", "t", "2026-01-05", "", (Part("en", "t", (short, source)),)))["parts"]
    assert part["blocks"][0]["sticky"]


def test_a_sentence_of_some_lines_stays_with_the_table_below() -> None:
    heading, cells = Heading(1, "h"), Grid((), (((Inline("a"),),),))
    assert list(introducing((heading, Paragraph((Inline("word " * 80),)), cells))) == [1]
    some, note = Paragraph((Inline("word " * 20),)), Paragraph((Inline("word"),), "note")
    assert list(introducing((heading, some, note, cells))) == [1, 2], "a sentence goes with the remark on the table"
    assert list(introducing((heading, Paragraph((Inline("word " * 90),)), cells))) == []
