import pytest

from appraisal.errors import ReportError
from reports.document import Code, Grid, Heading, Inline, Listed, Paragraph, Quote, Rule
from reports.markdown import blocks, record_names
from reports.sections.desk import Desk
from tests.reports import specimen
from tests.reports.specimen import ANALYSIS


def _words(markdown: str) -> str:
    return "".join(p.text for b in blocks(markdown) if isinstance(b, Paragraph) for p in b.content)


def test_all_ordinary_elements_have_a_place() -> None:
    kinds = [type(block) for block in blocks(ANALYSIS)]
    assert kinds == [Heading, Paragraph, Listed, Quote, Grid, Code, Rule, Paragraph]


def test_headings_stand_under_their_section_without_jumps() -> None:
    made = blocks("#### a\n\n# b\n\n###### c\n\n###### d")
    assert [block.level for block in made if isinstance(block, Heading)] == [2, 2, 3, 4]


def test_raw_html_is_the_text_it_is() -> None:
    assert "<script>alert(1)</script>" in _words("<script>alert(1)</script>")
    assert _words("a <b onclick=x>c</b>") == "a <b onclick=x>c</b>"


def test_links_show_their_address() -> None:
    assert _words("[l](javascript:alert(1))") == "l <javascript:alert(1)>"


def test_a_record_is_linked_by_more_of_its_key() -> None:
    shown = specimen.dossier()
    records = record_names(Desk(shown, "zh"))
    key = shown.comparisons[0].key
    other = "f" * 16
    for digits in (12, 13, 16):
        (block,) = blocks(f"- **[7](#{key[:digits]})**，[8](#{other})", records=records)
        assert isinstance(block, Listed)
        ((line,),) = block.items
        assert isinstance(line, Paragraph)
        assert [(p.text, p.result) for p in line.content if p.result] == [("7", key[:12]), ("8", other)]


def test_lines_of_chinese_join_without_a_space() -> None:
    assert _words("月光\n城") == "月光城"
    assert _words("moon\nlight") == "moon light"


def test_styles_are_kept() -> None:
    (block,) = blocks("**a** *b* `c` ~~d~~")
    assert isinstance(block, Paragraph)
    assert [p for p in block.content if p.text.strip()] == [
        Inline("a", "strong"),
        Inline("b", "emphasis"),
        Inline("c", "code"),
        Inline("d", "struck"),
    ]


def test_an_image_is_refused_by_name() -> None:
    with pytest.raises(ReportError, match="image"):
        blocks("![x](y.png)")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ReportError, match="deeply"):
        blocks("> " * 40 + "a")
