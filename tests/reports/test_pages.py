"""What stands on one page, and lines that are not pulled apart: in the PDF as it is drawn, and in the DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from pypdfium2 import raw

from appraisal.exhibit import AlignedText, Excerpt, Listing, Run
from benchmarks.page_layout import tables as rows
from reports import docx, docx_keeping, pdf
from reports.build import with_room
from reports.document import (
    Bar,
    Block,
    Cover,
    CoverageMap,
    Document,
    FileBars,
    Grid,
    Heading,
    Inline,
    Language,
    Line,
    Listed,
    PageBreak,
    Paragraph,
    ParagraphKind,
    Part,
    Shown,
    WorkBars,
)
from reports.exhibits.maps import charts
from reports.indents import INDENT
from reports.keeping import HALF, ends, headed, on_one_page
from reports.view import view

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def cell(words: str) -> Line:
    return (Inline(words),)


def document(blocks: Sequence[Block], language: Language = "zh") -> Document:
    return Document("1", "t", "2026-01-05", "", (Part(language, "t", tuple(blocks)),))


def below(lines: int, blocks: Sequence[Block]) -> list[Block]:
    """A page with so many lines above the blocks."""
    return [PageBreak(), Heading(1, "h"), *(Paragraph(cell(f"line {at}")) for at in range(lines)), *blocks]


def words(page: Any) -> str:
    return str(page.get_textpage().get_text_bounded())


def on_pages(blocks: Sequence[Block], language: Language = "zh") -> Iterator[Any]:
    file = pypdfium2.PdfDocument(pdf.render(document(blocks, language)))
    try:
        yield from file
    finally:
        file.close()


def listing(count: int) -> Shown:
    side = tuple((str(at), (Run(f"step_{at} = {at}", "changed"),)) for at in range(count))
    exhibit = Listing(side, side, "a.py", "b.py", "")
    return Shown(exhibit, "0" * 16, "0" * 12, 1, "采信", whole=True)


def table(count: int) -> Grid:
    return Grid((cell("head"), cell("more")), tuple((cell(f"r{at}"), cell("x" * 9)) for at in range(count)), (1.0, 1.0))


@pytest.mark.parametrize("of", ["table", "listing"])
def test_no_row_stands_alone_under_a_head(of: str) -> None:
    made = table(12) if of == "table" else listing(12)
    blocks = [block for lines in range(24, 46) for block in below(lines, [made])]
    parted = 0
    for page in on_pages(blocks):
        for found in rows(page):
            here = found["TR"] - found["THead"]
            assert here >= 2, words(page)
            parted += here < 12
    assert parted >= 6, "tables were parted, at some places"


def test_rows_that_are_too_high_may_stand_alone() -> None:
    assert ends([1.0] * 9) == (2, 2) and ends([1.0] * 4) == (2, 2)
    assert ends([1.0] * 3) == (3, 0) and ends([1.0] * 2) == (2, 0) and ends([1.0]) == ends([]) == (0, 0)
    assert ends([HALF, 1.0, 1.0, 1.0, 1.0]) == (0, 2) and ends([1.0] * 4 + [HALF]) == (2, 0)
    assert ends([1.0, 1.0, HALF]) == (2, 0)
    assert ends([12.0, 12.0, 1.0, 1.0]) == (0, 2), "the first of them is no lone line, and a page would stay half empty"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_single_line_of_a_list_stands_below_a_heading_at_the_foot_of_a_page(language: Language) -> None:
    items = tuple((Paragraph(cell(f"item {at}.")),) for at in range(9))
    blocks = [block for lines in range(20, 44) for block in below(lines, [Heading(2, "heading"), Listed(items, True)])]
    said = [words(page) for page in on_pages(blocks, language)]
    assert not [page for page in said if "item 0." in page and not ("heading" in page and "item 1." in page)]
    assert sum(page.count("item 0.") for page in said) == 24 and any(
        "line 38" in page and "item" not in page for page in said
    )


def passage(lines: int) -> Shown:
    """A passage with a number in each line of its left side."""
    side = tuple(Run(f"begin{at} of a line of its own\n", "same") for at in range(lines))
    text = AlignedText(Excerpt("a.txt", "", side), Excerpt("b.txt", "", side[:1]))
    return Shown(text, "0" * 16, "0" * 12, 1, "采信", whole=True)


def test_a_high_excerpt_is_parted_and_leaves_no_page_half_empty_and_a_low_one_is_not_parted() -> None:
    for high, parted in ((14, False), (30, True)):
        for lines in range(8, 26, 3):
            pages = [words(page) for page in on_pages(below(lines, [passage(high)]))]
            held = [page.count("begin") for page in pages if "begin" in page]
            assert len(held) == 1 or (parted and held[0] > 6 and held[-1] >= 2), (high, lines, held)
            if parted and lines < 20:
                assert any(f"line {lines - 1}" in page and "begin0 " in page for page in pages), (lines, held)


def grouped(groups: int) -> Grid:
    """Folders with a file and a folder in each, and in this a file."""
    names = (name for at in range(groups) for name in (f"d{at}", f"{INDENT}f", f"{INDENT}e{at}", f"{INDENT * 2}f"))
    return Grid((cell("head"), cell("more")), tuple((cell(name), cell("x")) for name in names), (1.0, 1.0))


def test_no_row_that_heads_others_ends_its_page() -> None:
    made = grouped(5)
    blocks = [block for lines in range(22, 44) for block in below(lines, [made])]
    every = "".join(words(page) for page in on_pages(blocks))
    assert every.count("d4") == 22 and every.count("e4") == 22, "each row is drawn"
    last = [[line for line in words(page).split("\n") if line.strip()][-2].strip() for page in on_pages(blocks)]
    assert any(line.startswith("f ") for line in last) and not any(line[:1] in "de" for line in last), last


def test_rows_of_one_group_are_in_one_range_as_far_as_they_are_low() -> None:
    rows = grouped(2).rows
    assert [*headed(rows, [1.0] * 8)] == [range(2), range(2, 4), range(4, 6), range(6, 8)]
    deep = tuple((cell(INDENT * at + "d"), cell("x")) for at in range(4))
    assert [*headed(deep, [1.0] * 4)] == [range(4)] and [*headed(deep, [HALF, 1.0, 1.0, 1.0])] == [range(1, 4)]
    assert [*headed(deep, [1.0, 1.0, 1.0, HALF])] == [] == [*headed(rows[1:2], [1.0])]
    assert ends([1.0] * 8, [range(1, 3), range(5, 7)]) == (3, 3)
    assert ends([1.0, 1.0, HALF, *[1.0] * 5], [range(1, 3)]) == (0, 2)


def test_a_short_chapter_takes_the_page_of_the_signatures_where_both_have_the_room() -> None:
    short: tuple[Block, ...] = (Heading(1, "conditions"), table(2))
    signed: tuple[Block, ...] = (Heading(1, "signatures"), table(4), Paragraph(cell("here"), "seal"))
    long: tuple[Block, ...] = (Heading(1, "results"), *(Paragraph(cell("words")) for _ in range(40)))
    assert [fresh for _, fresh in with_room([(long, False), (short, False), (signed, True)])] == [False, True, False]
    assert [fresh for _, fresh in with_room([(short, False), (long, False), (signed, True)])] == [False, False, True]
    assert on_one_page((*short, *signed)) and not on_one_page(long) and not on_one_page([listing(2)])
    (page,) = map(words, on_pages((*short, *signed)))
    assert "conditions" in page and "here" in page


@pytest.mark.parametrize(("lines", "shared"), [(4, True), (34, False)])
def test_signatures_follow_on_the_page_before_where_that_has_the_room(lines: int, shared: bool) -> None:
    """They began a page behind one of two paragraphs, which was nearly empty."""
    signed = (Heading(1, "signatures"), table(2), Paragraph(cell("here"), "seal"))
    blocks = below(lines, [PageBreak(), *signed, PageBreak(), Heading(1, "annex")])
    told = [words(page) for page in on_pages(blocks)]
    (page,) = [page for page in told if "signatures" in page]
    assert "here" in page and "annex" not in page and (f"line {lines - 1}" in page) is shared
    assert len(told) == (2 if shared else 3)
    chapter = laid(blocks)[lines + 1]  # office programs lose rows of tables that are held to what follows them
    assert chapter.find(f".//{W}pageBreakBefore") is not None


def coverage(files: int) -> CoverageMap:
    bars = tuple(FileBars(f"{at}.py", "12 行", (Bar(0.1, 0.4, "matched"),)) for at in range(files))
    return CoverageMap("0" * 12, WorkBars("样本 A1", bars, 0), WorkBars("检材 B1", bars, 0), "alt", "图一")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_of_both_works_stands_on_one_page_with_its_caption(language: Language) -> None:
    assert len(charts(coverage(5), language)) == 1
    blocks = [block for lines in range(22, 44, 3) for block in below(lines, [Heading(2, "2"), coverage(5)])]
    told = [words(page) for page in on_pages(blocks, language) if "图一" in words(page) or "B1" in words(page)]
    assert len(told) == 8 and all("图一" in page and "A1" in page and "B1" in page for page in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_that_no_page_holds_has_its_caption_twice(language: Language) -> None:
    assert [len(some) for some in charts(coverage(28), language)] == [1, 1]
    told = [words(page) for page in on_pages([Heading(1, "h"), coverage(28)], language)]
    assert len(told) == 2 and "图一 (1/2)" in told[0] and "图一 (2/2)" in told[1]


def laid(blocks: Sequence[Block]) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(docx.render(document(blocks)))) as file:
        return list(ElementTree.fromstring(file.read("word/document.xml"))[0])[:-1]


def test_drawings_of_one_chart_stay_together_in_the_docx() -> None:
    kept = [[one.find(f".//{W}keepNext") is not None for one in laid([coverage(files)])] for files in (5, 28)]
    assert kept == [[True, True, False], [True, False, True, False]]


def boxes(page: Any, found: str) -> list[tuple[float, ...]]:
    """Left, bottom, right and top of each letter of the first place where these words stand."""
    spoken = page.get_textpage()
    start, count = spoken.search(found).get_next()
    return [spoken.get_charbox(at) for at in range(start, start + count)]


@pytest.mark.parametrize("kind", ["note", "notice"])
def test_what_follows_the_contents_stands_below_their_last_line(kind: ParagraphKind) -> None:
    front: list[Block] = [Cover("t", "", ()), Paragraph(cell("remark"), kind), table(2)]
    front += [Heading(1, "first"), Heading(1, "lasting")]
    last, remark = next(
        (boxes(page, "lasting"), boxes(page, "remark")) for page in on_pages(front) if "remark" in words(page)
    )
    assert min(box[1] for box in last) > max(box[3] for box in remark) + 6


@pytest.mark.parametrize("chapters", range(28, 44, 3))
def test_a_remark_behind_the_contents_stands_on_the_page_of_its_table(chapters: int) -> None:
    front: list[Block] = [Cover("t", "", ()), Paragraph(cell("remark"), "notice"), table(3), PageBreak()]
    blocks = [*front, *(Heading(1, f"chapter {at}") for at in range(chapters))]
    (found,) = (words(page) for page in on_pages(blocks) if "remark" in words(page))
    assert "head" in found and "r2" in found
    assert 1 in docx_keeping.held(blocks)


def ragged(language: Language, *pieces: Inline) -> bool:
    (part,) = view(document([Paragraph(pieces)], language))["parts"]
    return bool(part["blocks"][0]["ragged"])


def test_a_paragraph_with_a_long_word_or_a_box_is_set_to_the_left_alone() -> None:
    chinese = Inline("逐处清单见随附文件，相接或重叠的位置写作一段。" * 4)
    assert not ragged("zh", chinese, Inline("PDF"), chinese) and not ragged("en", Inline("Characterisation of both. "))
    for words in ("report_2026.json", "Characterisation"):
        assert ragged("zh", chinese, Inline(words), chinese)
    assert ragged("zh", chinese, Inline("code-structure.csv", "code")) and not ragged("zh", Inline("code-form"))
    assert ragged("zh", chinese, Inline("机器结果，未经复核", "mark")) and not ragged(
        "zh", chinese, Inline("采信", "mark")
    )
    both = Inline("exclusions_of_both", "code")
    assert ragged("en", Inline("See "), both, Inline(" for them."))
    many = Inline("The lines of a long paragraph take up one such word. " * 12)
    assert not ragged("en", many, both) and ragged("en", many, both, Inline(" "), both)


def test_no_line_is_pulled_apart() -> None:
    """Characters of a Chinese line stand as wide apart as their size, whatever follows on the next line."""
    blocks: list[Block] = [Heading(1, "标题")]
    for at in range(20):
        blocks.append(
            Paragraph(cell("月光城建在湖心城门只在月圆之夜打开" * 4 + "守" * at + "Characterisation" + "钟" * 9))
        )
    worst = 0.0
    for page in on_pages(blocks):
        text = page.get_textpage()
        last = ("", 0.0, 0.0)
        for at in range(text.count_chars()):
            letter, (left, low, _, _) = chr(raw.FPDFText_GetUnicode(text, at)), text.get_charbox(at, loose=True)
            if letter > "\u4e00" and last[0] > "\u4e00" and abs(low - last[2]) < 1:
                worst = max(worst, (left - last[1]) / raw.FPDFText_GetFontSize(text, at))
            last = (letter, left, low)
    assert 0.9 < worst < 1.05
