"""The PDF declares PDF/A-3a and PDF/UA-1; it is not validated with veraPDF, which no registry here carries."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from appraisal.dossier import Shown
from appraisal.errors import ReportError
from appraisal.exhibit import AlignedText, Excerpt, Run
from appraisal.finding import Verdict
from reports import pdf
from reports.build import build
from reports.document import Document, Grid, Heading, Inline, Paragraph, Part, from_json, to_json
from reports.exhibits import layout
from reports.fonts import coverage
from reports.model import JsonExporter
from reports.pdf import PdfExporter
from reports.text import Printed
from reports.wording import WORDS
from tests.reports import hostile, specimen


def words(pages: bytes, *options: str) -> str:
    run = subprocess.run(["pdftotext", *options, "-", "-"], input=pages, capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def test_the_same_model_gives_the_same_bytes(document: Document, pages: bytes) -> None:
    assert pdf.render(from_json(to_json(document))) == pages


def test_the_exporter_writes_that_file_and_no_other(tmp_path: Path) -> None:
    out = PdfExporter().export(specimen.dossier(), tmp_path / "report.pdf", language="en")
    assert out.read_bytes() == pdf.render(build(specimen.dossier(), "en"))
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


def test_it_declares_what_it_is(pages: bytes) -> None:
    with pikepdf.open(io.BytesIO(pages)) as file:
        with file.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert "示例-2026-0012" in str(metadata["dc:title"])
        assert file.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert str(file.Root.Lang).startswith("zh")
        assert file.Root.MarkInfo.Marked
        assert "/K" in file.Root.StructTreeRoot
        assert str(file.docinfo["/CreationDate"]).startswith("D:20260109000000")


@pytest.mark.parametrize("which", ["pages", "attacked_pages"])
def test_nothing_in_it_acts(which: str, request: pytest.FixtureRequest) -> None:
    forbidden = {"/JavaScript", "/JS", "/Launch", "/AA", "/OpenAction", "/SubmitForm", "/URI", "/GoToR", "/RichMedia"}
    with pikepdf.open(io.BytesIO(request.getfixturevalue(which))) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                keys = set(thing.keys())
                assert not keys & (forbidden - {"/OpenAction"}), keys
                assert str(thing.get("/S", "")) not in forbidden
        assert "/OpenAction" not in file.Root


@pytest.mark.parametrize("which", ["pages", "attacked_pages"])
def test_all_fonts_are_embedded(which: str, request: pytest.FixtureRequest) -> None:
    with pikepdf.open(io.BytesIO(request.getfixturevalue(which))) as file:
        described = [
            o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert described
        assert all(d.keys() & {"/FontFile", "/FontFile2", "/FontFile3"} for d in described)
        names = {re.sub(r"^/[A-Z]{6}\+", "", str(d.FontName)).split("-")[0] for d in described}
        assert names <= {"NotoSansSC", "NotoSerifSC", "DejaVuSansMono", "LibertinusSerif"}


def test_the_model_and_long_tables_travel_inside() -> None:
    made = build(specimen.dossier(count=2_400), "zh")
    with pikepdf.open(io.BytesIO(pdf.render(made))) as file:
        held = {name: spec.get_file().read_bytes() for name, spec in file.attachments.items()}
    assert held["report.json"] == JsonExporter().render(made) == to_json(made).encode("utf-8")
    assert held[f"attached/{made.attachments[0].name}"].decode("utf-8") == made.attachments[0].text


def test_every_heading_is_found_as_text(document: Document, pages: bytes) -> None:
    found = re.sub(r"\s", "", words(pages))
    for part in document.parts:
        for block in part.blocks:
            if isinstance(block, Heading):
                assert re.sub(r"\s", "", block.text) in found, block.text


def test_pages_are_numbered_and_marked(pages: bytes) -> None:
    with pikepdf.open(io.BytesIO(pages)) as file:
        total = len(file.pages)
    for at, page in enumerate(words(pages).split("\f")[:-1], 1):
        plain = page.replace(" ", "")
        assert f"共{total}页第{at}页" in plain or f"Page{at}of{total}" in plain
        assert all(letter in plain for letter in "示例·无证明效力")  # slanted, so each letter is a line of its own


def test_attacks_are_text(attacked_pages: bytes) -> None:
    plain = re.sub(r"\s", "", words(attacked_pages))
    for attack in ("<script>alert('x')</script>", '#eval("1+1")', '#read("../x")', "{{7*7}}", "=cmd|'/Ccalc'!A0"):
        assert attack in plain
    for escape in ("⟦U+202E⟧", "⟦U+0000⟧", "⟦U+001B⟧", "⟦U+E000⟧", "⟦U+FFFE⟧", "⟦U+D800⟧", "⟦U+27E6⟧U+0041"):
        assert escape in plain
    assert "root:" not in plain


def test_characters_of_all_planes_make_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "TEXT", 1_000_000)  # paper shortens long texts
    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    every = hostile.all_planes()
    pieces = tuple(Run(every[at : at + 5_000], "context") for at in range(0, len(every), 5_000))
    shown = tuple(
        Shown(
            filed.comparison.matches[0].id,
            1,
            Verdict.ACCEPTED,  # of those that nobody judged only some are shown
            AlignedText(Excerpt(f"a{at}", "", (piece,)), Excerpt("b", "", ())),
        )
        for at, piece in enumerate(pieces)
    )
    made = build(replace(base, comparisons=(replace(filed, shown=shown),), title=every[::97]))
    plain = words(pdf.render(made))
    for code in (0x00, 0x1F600, 0x20000, 0x30000, 0xE0041, 0xF0000, 0x10FFFF):
        near = code - code % 61
        assert f"⟦U+{near:04X}⟧" in re.sub(r"\s", "", plain) or chr(near) in plain
    assert chr(min(code for code in coverage() if code > 0x20000)) in plain


def test_giant_cells_and_names_stay_on_the_page(attacked_pages: bytes) -> None:
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=attacked_pages, capture_output=True, check=True)
    right_edges = [float(x) for x in re.findall(r'<word [^>]*xMax="([\d.]+)"', run.stdout.decode("utf-8"))]
    upright = [x for x in right_edges if x < 595.3]
    assert len(upright) == len(right_edges)
    assert max(upright) < 595.28 - 60  # nothing but the watermark reaches into the margin


def test_a_wrong_date_and_wrong_attachment_names_are_refused(document: Document) -> None:
    with pytest.raises(ReportError, match="ISO date"):
        pdf.render(replace(document, dated="gestern"))
    made = build(specimen.dossier(count=2_400), "zh")
    for name in ("../x.csv", "report.json", "", "a/b"):
        with pytest.raises(ReportError, match="cannot be called"):
            pdf.render(replace(made, attachments=(replace(made.attachments[0], name=name),)))


def test_the_compiler_reaches_nothing_outside(
    document: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for markup in ('#read("/etc/hostname")', '#read("../../etc/hostname")', '#import "@preview/cetz:0.3.0"'):
        template = tmp_path / "report.typ"
        template.write_text(markup, "utf-8")
        monkeypatch.setattr(pdf, "TEMPLATE", template)
        with pytest.raises(ReportError, match="could not be made"):
            pdf.render(document)


def test_contents_list_every_section(pages: bytes) -> None:
    contents = "".join(words(pages).split("\f")[1:3])
    assert all(WORDS["zh"][key] in contents for key in ("statement", "opinion", "annex-matches"))


def test_places_to_break_are_no_letters_of_the_words() -> None:
    """Who searches a head or copies a digest finds it as it is; narrow columns break them all the same."""
    digest, head, file = (
        "0123456789abcdef" * 4,
        "Documentation/of.the-whole_method",
        "comparisons/text-exact/A1--B1.json",
    )
    cells = (Inline(Printed(digest), "digest"),), (Inline(Printed(file), "code"),)
    names = tuple((Inline(Printed(name), "strong"),) for name in (head, "File", "a", "b"))
    grid = Grid(names, ((*cells, (Inline(Printed("x" * 60)),), (Inline(Printed("y" * 60)),)),), (1.0, 1.0, 4.0, 4.0))
    title = Heading(1, Printed("of " + file))
    base = build(specimen.dossier(), "en")
    part = replace(base.parts[0], blocks=(title, grid))
    pages = pdf.render(replace(base, parts=(part,), attachments=()))
    said = words(pages, "-raw")
    assert "\u200b" not in said
    flat = "".join(said.split())
    assert digest in flat and head in flat and file in flat
    assert digest not in said, "it stands on several lines"


def test_a_flat_is_no_wider_than_a_letter() -> None:
    """The Chinese font draws ♭ as wide as a hanzi, which tears B♭4 apart."""
    line = Paragraph((Inline("B♭4"),))
    made = pdf.render(Document("1", "t", "2026-01-05", "", (Part("zh", "t", (line,)),)))
    document = pypdfium2.PdfDocument(made)
    text = document[0].get_textpage()
    signs = "".join(text.get_text_range(at, 1) for at in range(text.count_chars()))
    at = signs.index("♭")
    left, _, right, _ = text.get_charbox(at, loose=True)
    assert right - left < 0.75 * 10.5
    assert text.get_charbox(at + 1, loose=True)[0] - text.get_charbox(at - 1, loose=True)[2] < 0.75 * 10.5
    document.close()


def test_a_sign_behind_what_is_held_is_as_wide_as_elsewhere() -> None:
    """Typst takes it for the end of a line, whose signs it makes narrow."""
    said = Paragraph((Inline("其中的 37 处；10 对材料"),))
    body = pdf.render(Document("1", "t", "2026-01-05", "", (Part("zh", "t", (said,)),)))
    page = pypdfium2.PdfDocument(body)[0].get_textpage()
    at = page.get_text_range().index("；")
    assert page.get_charbox(at + 1)[0] - page.get_charbox(at)[0] > 8
