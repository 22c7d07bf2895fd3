import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx as reader

from reports import docx
from reports.build import build
from reports.document import Document, from_json, to_json
from reports.docx import DocxExporter
from tests.reports import hostile, specimen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def words(data: bytes) -> str:
    root = ElementTree.fromstring(parts(data)["word/document.xml"])
    return "\n".join(element.text or "" for element in root.iter(f"{W}t"))


def test_the_same_model_gives_the_same_bytes(document: Document, tmp_path: Path) -> None:
    once = docx.render(document)
    assert docx.render(from_json(to_json(document))) == once
    out = DocxExporter().export(specimen.dossier(), tmp_path / "report.docx", language="both")
    assert out.read_bytes() == once
    with zipfile.ZipFile(io.BytesIO(once)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_opens_and_says_that_it_is_a_copy(document: Document) -> None:
    data = docx.render(document)
    file = reader.Document(io.BytesIO(data))
    heads = ["".join(p.text for p in section.header.paragraphs) for section in file.sections]
    assert "可编辑副本，以 PDF 为准" in heads[0]
    assert "Editable copy; the PDF prevails" in heads[1]
    assert all("示例·无证明效力" in head for head in heads)
    assert "可编辑副本，以 PDF 为准" in words(data)
    assert file.core_properties.created.year == 2026


def test_chinese_has_chinese_fonts(document: Document) -> None:
    styles = parts(docx.render(document))["word/styles.xml"].decode("utf-8")
    assert 'w:eastAsia="宋体"' in styles and 'w:eastAsia="黑体"' in styles
    assert 'w:eastAsia="zh-CN"' in styles and 'w:eastAsia="en-US"' not in styles, "else glyphs of another region"


def test_chapters_are_listed_with_links(document: Document) -> None:
    body = parts(docx.render(document))["word/document.xml"].decode("utf-8")
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
            assert set(fields) <= {"PAGE", "NUMPAGES"}
            assert not list(root.iter(f"{W}instrText"))


def test_links_lead_to_bookmarks(document: Document) -> None:
    root = ElementTree.fromstring(parts(docx.render(document))["word/document.xml"])
    marks = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    assert {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")} <= set(marks)


def test_pictures_are_described(document: Document) -> None:
    body = parts(docx.render(document))["word/document.xml"].decode("utf-8")
    assert len(re.findall(r"<wp:docPr [^>]*descr=", body)) == body.count("<wp:docPr ")


def test_one_language_has_one_section() -> None:
    file = reader.Document(io.BytesIO(docx.render(build(specimen.dossier(), "zh"))))
    assert len(file.sections) == 1
