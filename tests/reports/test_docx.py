import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx as reader
from docx.oxml.ns import qn
from docx.shared import Twips

from appraisal.exhibit import AlignedText, Excerpt, Listing, Run
from reports import docx
from reports.build import build
from reports.document import (
    RUN_IN,
    Block,
    Cover,
    Document,
    Grid,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    ParagraphKind,
    Part,
    Shown,
    from_json,
    to_json,
)
from reports.docx import DocxExporter
from reports.docx_page import titled
from reports.exhibits.docx import properties
from tests.reports import hostile, specimen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def words(data: bytes) -> str:
    root = ElementTree.fromstring(parts(data)["word/document.xml"])
    return "\n".join(element.text or "" for element in root.iter(f"{W}t"))


def test_the_same_model_gives_the_same_bytes(document: Document, copy: bytes, tmp_path: Path) -> None:
    assert docx.render(from_json(to_json(document))) == copy
    out = DocxExporter().export(specimen.dossier(), tmp_path / "report.docx", language="both")
    assert out.read_bytes() == copy
    with zipfile.ZipFile(io.BytesIO(copy)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_opens_and_says_that_it_is_a_copy(copy: bytes) -> None:
    file = reader.Document(io.BytesIO(copy))
    heads = ["".join(p.text for p in section.header.paragraphs) for section in file.sections]
    assert "可编辑副本，以 PDF 为准" in heads[0]
    assert "Editable copy; the PDF prevails" in heads[1]
    assert all("示例·无证明效力" in head for head in heads)
    assert "可编辑副本，以 PDF 为准" in words(copy)
    assert file.core_properties.created.year == 2026


def test_what_follows_a_tab_of_the_header_stands_at_the_right() -> None:
    file = reader.Document(io.BytesIO(docx.render(Document("No. 1", "t", "2026-01-05", "", (Part("en", "t", ()),)))))
    (head,) = file.sections[0].header.paragraphs
    assert head.text == "t\tNo. 1\nEditable copy; the PDF prevails\t"
    assert head.style is not None and not [*head.style.element.iter(f"{W}tab")], "of the style none comes first"
    assert [stop.position for stop in head.paragraph_format.tab_stops] == [Twips(9070)]


def test_chinese_has_chinese_fonts(copy: bytes) -> None:
    styles = parts(copy)["word/styles.xml"].decode("utf-8")
    assert 'w:eastAsia="宋体"' in styles and 'w:eastAsia="黑体"' in styles
    assert 'w:eastAsia="zh-CN"' in styles and 'w:eastAsia="en-US"' not in styles, "else glyphs of another region"


def test_chapters_are_listed_with_links(copy: bytes) -> None:
    body = parts(copy)["word/document.xml"].decode("utf-8")
    links = re.findall(r'w:anchor="((?:zh|en)_top\d+)"', body)
    names = re.findall(r'w:name="((?:zh|en)_top\d+)"', body)
    assert links == names and len({name[:2] for name in names}) == 2 and len(names) > 10


def test_attacks_are_text(attacked_docx: bytes) -> None:
    plain = words(attacked_docx)
    for attack in hostile.CORPUS[:8]:
        assert attack in plain
    assert "⟦U+202E⟧" in plain and "⟦U+0000⟧" in plain
    for name, body in parts(attacked_docx).items():
        assert "vba" not in name.lower() and "embeddings" not in name and "activeX" not in name
        if name.endswith((".xml", ".rels")):
            root = ElementTree.fromstring(body)
            assert not [e for e in root.iter() if e.get("TargetMode") == "External"]
            fields = [e.get(f"{W}instr") for e in root.iter(f"{W}fldSimple")]
            assert {re.sub(r"^PAGEREF (zh|en)_top[0-9]+$", "PAGEREF", one or "") for one in fields} <= {
                "PAGE",
                "NUMPAGES",
                "PAGEREF",
            }
            assert not list(root.iter(f"{W}instrText"))


def test_links_lead_to_bookmarks(copy: bytes) -> None:
    root = ElementTree.fromstring(parts(copy)["word/document.xml"])
    marks = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    assert {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")} <= set(marks)


def test_pictures_are_described(copy: bytes) -> None:
    body = parts(copy)["word/document.xml"].decode("utf-8")
    assert len(re.findall(r"<wp:docPr [^>]*descr=", body)) == body.count("<wp:docPr ")


def laid(*blocks: Block) -> list[ElementTree.Element]:
    made = docx.render(Document("1", "t", "2026-01-05", "", (Part("en", "t", blocks),)))
    body = ElementTree.fromstring(parts(made)["word/document.xml"])[0]
    return list(body)[:-1]


def has(element: ElementTree.Element, name: str) -> bool:
    return element.find(f".//{W}{name}") is not None


def plain(words: str, kind: ParagraphKind = "plain") -> Paragraph:
    return Paragraph((Inline(words),), kind)


CELLS = Grid(((Inline("head"),),), (((Inline("row"),),),))


def test_a_page_begins_with_its_heading_and_with_nothing_before_it() -> None:
    made = laid(plain("a"), CELLS, PageBreak(), Heading(1, "Exhibit 1", sticker=("No. 1",)), PageBreak(), CELLS)
    assert [has(one, "pageBreakBefore") for one in made] == [False, False, True, False, True, False, False]
    assert not any(has(one, "br") and one.tag == f"{W}p" and not "".join(one.itertext()) for one in made)


def test_headings_and_heads_of_tables_stay_with_what_follows() -> None:
    remark, table = laid(Heading(2, "h"), plain("One short line."), CELLS, plain("One short line."))[1:3]
    assert has(remark, "keepNext")
    head, row = table.findall(f"{W}tr")
    assert has(head, "tblHeader") and has(head, "keepLines") and has(row, "keepLines")
    assert has(head, "keepNext") and not has(row, "keepNext")  # LibreOffice lost rows where every row has it
    assert has(head, "cantSplit") and not has(row, "cantSplit")
    order = [one.tag for one in head.findall(f"{W}trPr/*")]
    assert order == [f"{W}cantSplit", f"{W}tblHeader"], "as the schema has them"
    high = laid(Grid((), ((tuple([Inline("word " * 1000)]),),)))[0]
    assert not has(high, "cantSplit"), "a row that may be as high as a page may be torn"
    assert not has(laid(Heading(2, "h"), plain("word " * 90), CELLS)[1], "keepNext")


def test_no_row_but_the_head_is_locked() -> None:
    """LibreOffice 25.2 lost all rows behind a locked one that began in the last lines of a page."""
    one, two = ((Inline("a\nb"),),), ((Inline("remark " * 20, "mark"), Inline("\n"), Inline("Sample Expert A")),)
    rows = laid(Grid(((Inline("h"),),), (one, two)))[0].findall(f"{W}tr")
    assert [has(row, "cantSplit") for row in rows] == [True, False, False]
    assert all(has(row, "keepLines") for row in rows), "lines of a low row stay together"


def test_a_row_lower_than_a_page_is_not_torn() -> None:
    """Its lines were counted twice."""
    narrow = Grid((), (((Inline("\n".join(["received by A"] * 19)),), (Inline("word"),)),), (15.9, 81.1))
    assert has(laid(narrow)[0], "keepLines")
    side = (Run("The tide comes in and goes out again. " * 50),)
    text = Shown(AlignedText(Excerpt("a", "l", side), Excerpt("b", "l", side)), "0" * 16, "0" * 12, 1, "")
    (table,) = [one for one in laid(text) if one.tag == f"{W}tbl"]
    assert [has(row, "keepLines") for row in table.findall(f"{W}tr")] == [True, True]


def test_details_stay_with_the_picture_below_them() -> None:
    side = (("1", (Run("a"),)),)
    details = tuple((f"name {at}", "value") for at in range(RUN_IN + 1))
    made = laid(Shown(Listing(side, side), "0" * 16, "0" * 12, 1, "", details=details))
    (table, *_) = [one for one in made if one.tag == f"{W}tbl"]
    held = made[made.index(table) : made.index(table) + 2]
    assert all(has(one, "keepNext") for one in held) and has(table, "keepLines")
    assert not has(table, "cantSplit"), "else LibreOffice leaves it where it stands"


def test_a_rule_parts_an_excerpt_from_the_details_of_the_one_before_it() -> None:
    side = (("1", (Run("a"),)),)
    title = laid(Shown(Listing(side, side), "0" * 16, "0" * 12, 1, ""))[0]
    border = title.find(f"{W}pPr/{W}pBdr")
    assert border is not None and [one.tag for one in border] == [f"{W}top"]


def test_a_citation_in_the_title_is_not_parted() -> None:
    assert titled("Expert report, Fed. R. Civ. P. 26(a)(2)(B)") == "Expert report,\nFed. R. Civ. P. 26(a)(2)(B)"
    assert titled("专家报告（英国民事诉讼规则第35部分）") == "专家报告\n（英国民事诉讼规则第35部分）"
    for title in (
        "Report, 26(a)(2)(B)",
        "Expert report under 26(a)(2)(B) on works, and on others",
        "专家报告（某法第26(a)(2)(B)条）",
    ):
        assert titled(title) == title
    cover = Cover("Expert report, Fed. R. Civ. P. 26(a)(2)(B)", "s", ())
    (made,) = [one for one in laid(cover) if "Expert" in "".join(one.itertext())]
    assert has(made, "br") and "".join(made.itertext()) == "Expert report,Fed. R. Civ. P. 26(a)(2)(B)"


def test_changed_words_are_framed_and_not_blackened() -> None:
    made = properties("changed")
    assert made.find(qn("w:bdr")) is not None and made.find(qn("w:shd")) is not None
    assert made.find(qn("w:b")) is None


def test_a_warning_has_a_frame() -> None:
    (made,) = laid(plain("Look out", "notice"))
    assert {edge.tag for edge in made.findall(f".//{W}pBdr/*")} == {
        qn(f"w:{edge}") for edge in ("top", "left", "bottom", "right")
    }
    order = [one.tag for one in made.findall(f"{W}pPr/*")]
    assert order.index(qn("w:pBdr")) < order.index(qn("w:ind"))


def test_the_place_of_a_seal_stays_with_the_signatures() -> None:
    names, _, place, below, _ = laid(CELLS, plain("Seal", "seal"), plain("The edge stamp: at the edge."))
    assert all(has(row, "keepNext") for row in names.findall(f"{W}tr"))
    assert has(place, "keepNext") and has(below, "keepNext")
    assert place.tag == f"{W}tbl" and "Seal" in "".join(place.itertext())


def test_digests_and_long_names_can_be_copied() -> None:
    row = (Inline("0" * 64, "digest"),), (Inline("scenes/chapter_01/harbour.json"),)
    (table, _) = laid(Grid((), (row,), (20.0, 20.0)))
    digest, name = ("".join(cell.itertext()) for cell in table.iter(f"{W}tc"))
    assert digest == "0" * 64 and name == "scenes/chapter_01/harbour.json"


def test_a_word_of_code_that_nearly_fits_is_set_smaller() -> None:
    def sizes(words: str) -> set[str]:
        side = (("1", (Run(words[:9]), Run(words[9:]))),)
        shown = Shown(Listing(side, side), "0" * 16, "0" * 12, 1, "")
        made = docx.render(Document("1", "t", "2026-01-05", "", (Part("en", "t", (shown,)),)))
        root = ElementTree.fromstring(parts(made)["word/document.xml"])
        found = [run for run in root.iter(f"{W}r") if words[9:] in "".join(run.itertext())]
        return {size.get(f"{W}val", "") for run in found for size in run.iter(f"{W}sz")}

    assert sizes("x" * 40) == {"15"} and sizes("x" * 46) == {"14"} and sizes("x" * 80) == {"15"}
    assert sizes("words of one line, each short, go on below, whatever the length") == {"15"}


def test_a_line_of_code_that_goes_on_stands_in() -> None:
    side = (("1", (Run("words of one line, " * 9),)),)
    shown = Shown(Listing(side, side), "0" * 16, "0" * 12, 1, "")
    document = Document("1", "t", "2026-01-05", "", (Part("en", "t", (shown,)),))
    root = ElementTree.fromstring(parts(docx.render(document))["word/document.xml"])
    (row,) = (one for one in root.iter(f"{W}tr") if "words" in "".join(one.itertext()))
    stands = [[one.get(f"{W}hanging") for one in cell.iter(f"{W}ind")] for cell in row.iter(f"{W}tc")]
    assert stands == [[], ["180"], [], ["180"]]


def test_one_language_has_one_section() -> None:
    file = reader.Document(io.BytesIO(docx.render(build(specimen.dossier(), "zh"))))
    assert len(file.sections) == 1
