import io
import sys
import unicodedata
import zipfile

import pytest

from reports import docx, html
from reports.document import Document, Grid, Inline, Paragraph, Part
from reports.fonts import cmap, coverage, sans, serif
from reports.places import number
from reports.text import Printed, exponents, printable, printable_all, shortened, unprintable
from tests.reports.drawn import aligned


def test_plain_text_stays() -> None:
    words = "月光城，建在湖心。Abc é “quoted” — 1 + 1 = 2"
    assert printable(words) == words


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("a\x00b", "a⟦U+0000⟧b"),
        ("\ue000", "⟦U+E000⟧"),
        ("\ufffe", "⟦U+FFFE⟧"),
        ("\ud800", "⟦U+D800⟧"),
        ("\U0010ffff", "⟦U+10FFFF⟧"),
        ("a\u200bb\u00adc", "a⟦U+200B⟧b⟦U+00AD⟧c"),
        ("\u2028", "⟦U+2028⟧"),
        ("😀", "⟦U+1F600⟧"),
        ("⟦U+0041⟧", "⟦U+27E6⟧U+0041⟦U+27E7⟧"),
        ("a\nb\tc", "a⟦U+000A⟧b⟦U+0009⟧c"),
    ],
)
def test_what_would_not_show_is_named(raw: str, shown: str) -> None:
    assert printable(raw) == shown


def test_lines_stay_in_excerpts_only() -> None:
    assert printable("a\r\nb\tc\rd", lines=True) == "a\nb    c⟦U+000D⟧d"


def test_an_escape_is_never_escaped_again() -> None:
    once = printable("a\u202e")
    assert isinstance(once, Printed)
    assert printable(once) == once


def test_a_short_form_never_cuts_an_escape_nor_escapes_it_again() -> None:
    said = printable("admin\u202e ok")
    assert said == "admin⟦U+202E⟧ ok"
    for most in range(len(said)):
        cut = shortened(said, most)
        assert cut == said[: most if most <= 5 else 13 if most >= 13 else 5] + "…"  # nor a word: ok
        assert printable(cut) == cut
    assert shortened(said, len(said)) == said
    words = printable("Look away from the screen")
    assert shortened(words, 12) == "Look away…" and shortened(words, 14) == "Look away from…"
    assert shortened(printable("0123456789abcdef"), 8) == "01234567…", "what takes up the whole room is cut"


def test_every_code_point_prints_or_is_named() -> None:
    covered = coverage()
    for code in range(sys.maxunicode + 1):
        shown = printable(chr(code))
        if shown == chr(code):
            assert code in covered
            assert unicodedata.category(chr(code)) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        else:
            assert shown == f"⟦U+{code:04X}⟧"
        assert unprintable(shown) is None


def test_the_fonts_cover_what_chinese_reports_need() -> None:
    both = cmap(serif()) & cmap(sans())
    assert len(both) > 30_000
    assert all(code in both for code in range(0x4E00, 0x9FA6))
    assert all(ord(c) in both for c in "，。、；：“”‘’（）《》—…·〔〕①→≥×")


def test_unprintable_finds_the_first() -> None:
    assert unprintable("月光⟦U+202E⟧\n") is None
    assert unprintable("a\u202eb") == "⟦U+202E⟧"


def test_exhibits_are_cleaned_whole() -> None:
    from dataclasses import replace

    dirty = replace(aligned(), caption="a\u202e\n")
    assert printable_all(dirty).caption == "a⟦U+202E⟧⟦U+000A⟧"
    assert printable_all(dirty).left.runs[0].text == aligned().left.runs[0].text


def test_exponents_of_powers_of_ten_are_raised_in_the_web_edition() -> None:
    """The signs ¹²³ come from another font than ⁴ to ⁹ where a reader has none with all of them."""
    told = f"{number(1e-272)}, {number(8e-8)}; 10² m"
    assert [part for part, above in exponents(told) if above] == ["−272", "−8"]
    blocks = (Paragraph((Inline(told),)), Grid((), (((Inline(told),), (Inline(told, "same"),)),), (1.0, 1.0)))
    document = Document("1", "t", "2026-01-05", "", (Part("en", "t", blocks),))
    page = html.render(document).decode("utf-8")
    assert page.count("10<sup>−272</sup>, 8\u00a0×\u00a010<sup>−8</sup>; 10² m") == 2
    assert page.count(told) == 1, "words of a work stay as they are"
    with zipfile.ZipFile(io.BytesIO(docx.render(document))) as file:
        said = file.read("word/document.xml").decode()
    assert said.count(told) == 3, "an office raises all of a link of which a part is raised"
