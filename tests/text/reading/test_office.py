"""Word and OpenDocument: what is read, in which order, from where, and what is left out and said."""

from pathlib import Path

import pytest

from appraisal.errors import Encrypted, OverLimit, Unreadable
from comparators.text.reading.docx import Docx
from comparators.text.reading.odt import Odt
from tests.text.reading.specimens import W, derived, docx, flat, odt, p, places, zipped

STYLES = (
    f"<w:styles {W}>"
    '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:styleId="mine"><w:basedOn w:val="1"/></w:style>'
    '<w:style w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="round"><w:basedOn w:val="round2"/></w:style>'
    '<w:style w:styleId="round2"><w:basedOn w:val="round"/></w:style></w:styles>'
)


def test_word_paragraphs_and_chapters(tmp_path: Path) -> None:
    body = (
        p("初见", style="mine")
        + p("月光照在", "旧城的瓦上。")
        + p()
        + p("第二回　别离")
        + p("A tab", "", style="round")
    )
    text, placing, one = derived(Docx(), tmp_path, "a.docx", docx(body, styles=STYLES))
    assert text == "初见\n月光照在旧城的瓦上。\n第二回　别离\nA tab\n"
    assert placing.chapters == [(0, "初见"), (14, "第二回 别离")]
    assert places(text, placing, "初见", "旧城", "A tab") == [{"paragraph": 1}, {"paragraph": 2}, {"paragraph": 4}]
    assert placing.at(text.index("A tab"))["chapter"] == "第二回 别离"
    assert one.notes["paragraphs"] == 4 and one.notes["characters"] == len(text)


def test_word_reads_what_is_printed_and_counts_the_rest(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>kept </w:t></w:r><w:ins><w:r><w:t>added </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>struck </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>from </w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>to</w:t></w:r></w:moveTo>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>!</w:t></w:r>'
        "<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>yuè</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>月</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "</w:p>" + p("unseen", style="gone")
    )
    text, _, one = derived(
        Docx(),
        tmp_path,
        "a.docx",
        docx(body, styles=STYLES,
             comments=f'<w:comments {W}><w:comment w:id="0">{p("a remark")}</w:comment></w:comments>',
             header1=f"<w:hdr {W}>{p('HEAD')}</w:hdr>", footer1=f"<w:ftr {W}>{p()}</w:ftr>"),
    )  # fmt: skip
    assert text == "kept added to!\ta\nb-c月\n"
    assert one.notes["left_out"] == {
        "comments": 1, "deletions": 2, "hidden-characters": 12, "phonetic-guides": 1, "running-heads-and-feet": 1,
    }  # fmt: skip
    assert one.notes["read"] == {"insertions": 2}


def test_word_tables_boxes_and_notes(tmp_path: Path) -> None:
    box = (
        "<w:p><w:r><w:t>anchor</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
        + p("in the box")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        + p("in the box")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    table = f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    note = "<w:p><w:r><w:t>body</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
        f'<w:footnote w:id="2">{p("first note")}</w:footnote><w:footnote w:id="3">{p("second note")}</w:footnote>'
        "</w:footnotes>"
    )
    text, placing, one = derived(Docx(), tmp_path, "a.docx", docx(box + table + note, footnotes=notes))
    assert text == "anchor\nin the box\n甲\n乙\nbody\nfirst note\nsecond note\n"
    assert places(text, placing, "in the box", "乙", "body", "second") == [
        {"paragraph": 2, "zone": "text-box"},
        {"paragraph": 4, "zone": "table"},
        {"paragraph": 5},
        {"zone": "footnote", "number": 2},
    ]
    assert one.notes["read"] == {"footnotes": 2, "table-paragraphs": 2, "text-boxes": 1}


def test_word_main_part_is_the_one_the_package_names(tmp_path: Path) -> None:
    data = docx(p("elsewhere"), main="word/document2.xml")
    assert derived(Docx(), tmp_path, "a.docx", data)[0] == "elsewhere\n"


def test_opendocument(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:p>struck</text:p></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">Chapter the first</text:h>'
        '<text:p>\n  two <text:span>words</text:span>\n  run<text:s text:c="3"/>on'
        "<text:tab/>here<text:line-break/>below"
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>a note'
        "</text:p></text:note-body></text:note>.</text:p>"
        "<text:p><office:annotation><text:p>remark</text:p></office:annotation>月"
        "<text:ruby><text:ruby-base>光</text:ruby-base><text:ruby-text>guāng</text:ruby-text></text:ruby></text:p>"
        '<text:section text:display="none"><text:p>hidden</text:p></text:section>'
        "<table:table><table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>anchor<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame></text:p>"
    )
    for name, data in (("a.odt", odt(body)), ("a.fodt", flat(body).encode())):
        text, placing, one = derived(Odt(), tmp_path, name, data)
        assert text == "Chapter the first\ntwo words run   on\there\nbelow.\n月光\ncell\nanchor\nboxed\na note\n"
        assert placing.chapters == [(0, "Chapter the first")]
        assert places(text, placing, "run", "月光", "cell", "boxed", "a note") == [
            {"paragraph": 2},
            {"paragraph": 3},
            {"paragraph": 4, "zone": "table"},
            {"paragraph": 6, "zone": "text-box"},
            {"zone": "footnote", "number": 1},
        ]
        assert one.notes["left_out"] == {"comments": 1, "deletions": 1, "hidden-parts": 1, "phonetic-guides": 1}


def test_python_docx_agrees(tmp_path: Path) -> None:
    import docx as library

    document = library.Document()
    document.add_heading("第一回 灯", 1)
    document.add_paragraph("月光照在旧城的瓦上。")
    document.save(str(tmp_path / "b.docx"))
    text, placing, _ = derived(Docx(), tmp_path, "b.docx", (tmp_path / "b.docx").read_bytes())
    assert text == "第一回 灯\n月光照在旧城的瓦上。\n" and placing.chapters == [(0, "第一回 灯")]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ENCRYPTED = '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'


@pytest.mark.parametrize(
    ("deriver", "name", "data", "error", "says"),
    [
        (Docx(), "a.docx", b"plain words", Unreadable, "no Word document"),
        (Docx(), "a.docx", b"", Unreadable, "no Word document"),
        (Docx(), "a.docx", OLE + b"\0" * 600, Unreadable, r"Word 97.*save it as \.docx"),
        (Docx(), "a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), Encrypted, "password"),
        (Docx(), "a.docx", docx(p("x"))[:-30], Unreadable, "damaged"),
        (Docx(), "a.docx", zipped({"x": "y"}), Unreadable, "lacks word/document.xml"),
        (Docx(), "a.docx", docx("<w:p>"), Unreadable, "damaged XML"),
        (Docx(), "a.docx", zipped({"word/document.xml": ENTITIES + f"<w:document {W}>&b;</w:document>"}),
         Unreadable, "DOCTYPE"),
        (Docx(), "a.docx", zipped({"word/document.xml": (
            '<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document/>').encode("utf-16")}), Unreadable, "DOCTYPE"),
        (Docx(), "a.docx", docx(p("a" * (40 << 20))), OverLimit, "zip bomb"),
        (Odt(), "a.odt", odt("", manifest=ENCRYPTED), Encrypted, "password"),
        (Odt(), "a.odt", zipped({"content.xml": "<x/>"}), Unreadable, "no text"),
        (Odt(), "a.fodt", ENTITIES + flat("<text:p>&b;</text:p>"), Unreadable, "DOCTYPE"),
    ],
)  # fmt: skip
def test_hostile(tmp_path: Path, deriver: Docx, name: str, data: bytes, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        derived(deriver, tmp_path, name, data)
    assert name in str(caught.value)


def test_deep_nesting_is_read_or_named(tmp_path: Path) -> None:
    deep = "<w:sdt>" * 200 + p("bottom") + "</w:sdt>" * 200
    assert derived(Docx(), tmp_path, "a.docx", docx(deep))[0] == "bottom\n"
    with pytest.raises(Unreadable, match="damaged XML"):
        derived(Docx(), tmp_path, "b.docx", docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000))


def test_characters_that_are_no_text(tmp_path: Path) -> None:
    body = p("a\ufeff月&#x2028;b")
    assert derived(Docx(), tmp_path, "a.docx", docx(body))[0] == "a月\nb\n"
