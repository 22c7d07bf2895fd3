"""Contents on two pages at the most; sections of annexes are the first to be left out."""

from __future__ import annotations

import re
import subprocess

import pytest

from reports import docx, html, pdf
from reports.contents import FEW, PAGE, PAGES, high, listed, setting
from reports.document import Block, Cover, Document, Heading, PageBreak, Part
from tests.reports.test_docx import parts


def _part(chapters: int, sections: int, annexes: int, inner: int) -> Part:
    def made(name: str, count: int, below: int) -> list[Block]:
        return [
            Heading(level, f"{name} {at}" if level == 1 else "Method")  # sections have the same words everywhere
            for at in range(count)
            for level in (1, *[2] * below)
        ]

    blocks = (Cover("t", "", ()), PageBreak(), *made("Chapter", chapters, sections), PageBreak())
    return Part("en", "t", (*blocks, *made("Annex", annexes, inner)))


@pytest.mark.parametrize(
    ("sizes", "lines"),
    [
        ((3, 2, 2, 2), 3 * 3 + 2 * 3),
        ((7, 5, 23, 8), 7 * 6 + 23),  # an inspection report with twelve methods: of annexes the chapters alone
        ((40, 6, 10, 3), 50),  # neither
    ],
)
def test_no_more_than_two_pages(sizes: tuple[int, int, int, int], lines: int) -> None:
    found = listed(part := _part(*sizes))
    assert len(found) == lines and high(found) <= PAGES * PAGE
    assert [one.text for one in found if one.level == 1] == [
        one.text for one in part.blocks if isinstance(one, Heading) and one.level == 1
    ]


def test_every_output_lists_the_same_and_leads_there() -> None:
    part = _part(7, 5, 23, 8)
    document = Document("1", "t", "2026-01-05", "", (part,))
    body = parts(docx.render(document))["word/document.xml"].decode("utf-8")
    page = html.render(document).decode("utf-8")
    lines = len(listed(part))
    assert body.count("PAGEREF") == len(re.findall(r'w:name="en_top\d+"', body)) == lines
    assert page.count('<a href="#en-section-') == page.count(' id="en-section-') == lines
    printed = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf.render(document), capture_output=True, check=True
    ).stdout.decode("utf-8")
    contents = printed.split("Chapter 0", 2)[1]
    assert contents.count("Method") == 7 * 5 and contents.count("Annex") == 23
    first = printed.split("\f")[1]
    assert "Chapter 6" in first and "Annex 0" in first, "lines of annexes are not held to each other"


@pytest.mark.parametrize("lines", range(36, 53))
def test_a_few_lines_do_not_stand_on_a_page_of_their_own(lines: int) -> None:
    some = [Heading(1, "Chapter")] * lines
    needed = high(some, setting(some))
    assert needed <= PAGE * 0.97 + 1 or needed >= PAGE + FEW, lines


def test_sections_of_annexes_give_way_to_one_page() -> None:
    """Few lines of a second page, which closer lines do not spare either."""
    found = listed(_part(6, 4, 16, 1))
    assert high(found, setting(found)) <= PAGE and len(found) == 6 * 5 + 16
    assert len(listed(_part(6, 4, 22, 1))) == 6 * 5 + 22 * 2, "half of a page is no reason"
