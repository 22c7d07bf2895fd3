"""Signatures under an issued report: three and a time stamp hold offline, and one changed bit is named."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from appraisal import countersigning, issuing
from appraisal.after import correction
from appraisal.after.correction import Slip
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import CaseError, ReportError, UsageError
from appraisal.procedure import Kind
from appraisal.signing import credentials, pdf, stamps
from appraisal.signing.credentials import SECRET, from_p12
from appraisal.signing.fields import Field, prepared
from appraisal.signing.places import is_named
from tests.papers import issued, whole
from tests.signing import authority

NUMBER = "版鉴字〔2026〕第7号"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """An issued report, signed by all: one of them from the command line, with a stamp over HTTP."""
    folder = tmp_path_factory.mktemp("signed")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(folder / "home"))
        patched.setenv(SECRET, authority.PASSPHRASE)
        case = issued.make(folder / "case", NUMBER)
        authority.pem(folder, authority.root())
        for place in countersigning.places(case, NUMBER)[1:]:
            held = from_p12(authority.p12(folder, place.name), authority.PASSPHRASE)
            countersigning.sign(case, NUMBER, place.name, held, stamper=authority.stamper())
        first = countersigning.places(case, NUMBER)[0]
        with authority.served() as url:
            told = ["sign-report", str(case.root), NUMBER, "--as", first.name, "--tsa", url]
            assert main([*told, "--p12", str(authority.p12(folder, first.name))]) == 0
    return case


@pytest.fixture(scope="module")
def folder(case: Case) -> Path:
    return case.root / issuing.folder(NUMBER)


def test_all_sign_and_all_holds(case: Case, folder: Path) -> None:
    signed = (folder / countersigning.SIGNED).read_bytes()
    assert signed.startswith((folder / countersigning.UNSIGNED).read_bytes())
    found = pdf.read(signed, [authority.root().asn1])
    wanted = countersigning.places(case, NUMBER)
    assert [place.part for place in wanted] == ["appraiser", "appraiser", "reviewer", "signatory", "seal"]
    assert {(one.field, one.name) for one in found} == {(place.field, place.name) for place in wanted}
    assert all(one.holds and one.trusted and one.stamped and one.authority for one in found)
    assert [one.length for one in found] == sorted({one.length for one in found})
    assert pdf.empty(signed) == ()


def test_verify_says_who_signed(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    trust = str(case.root.parent / "root.pem")
    assert main(["verify", str(case.root), "--only", "integrity", "--trust", trust]) == 0
    said = capsys.readouterr().out
    for place in countersigning.places(case, NUMBER):
        assert "report-signed.pdf: the signature is intact, its certificate leads to a root given" in said
        assert f"({place.name}; " in said
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    assert "no trusted root was given" in capsys.readouterr().out


def test_one_changed_bit_is_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signed = (folder / countersigning.SIGNED).read_bytes()
    chosen = random.Random(11)
    for _ in range(3):
        at = chosen.randrange(10, (folder / countersigning.UNSIGNED).stat().st_size)
        changed = bytearray(signed)
        changed[at] ^= 1 << chosen.randrange(8)
        path = tmp_path / "changed.pdf"
        path.write_bytes(changed)
        code = main(["signatures", str(path)])
        said = capsys.readouterr()
        broken = code == 10 and said.out.count("changed after it was signed") == 5
        assert broken or (code == 3 and "signatures of the PDF cannot be read" in said.err), at


def test_more_than_signatures_after_a_signature_is_named(folder: Path) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO((folder / countersigning.SIGNED).read_bytes()))
    page = writer.find_page_for_modification(0)[0].get_object()
    page[generic.pdf_name("/Rotate")] = generic.NumberObject(180)
    writer.update_container(page)
    written = BytesIO()
    writer.write(written)
    found = pdf.read(written.getvalue())
    assert all(one.intact and not one.allowed for one in found)


def test_fields_stand_in_the_structure_tree(folder: Path) -> None:
    """PDF/UA-1 7.18.1 and 7.18.4: a widget is tagged ``Form`` and has a name for readers."""
    with pikepdf.open(folder / countersigning.SIGNED) as file:
        fields = list(file.Root.AcroForm.Fields)
        assert len(fields) == 5
        document = file.Root.StructTreeRoot.K[0]
        forms = {str(e.Alt): e for e in document.K if isinstance(e, pikepdf.Dictionary) and e.get("/S") == "/Form"}
        for field in fields:
            element = forms[str(field.TU)]
            assert element.K.Obj.objgen == field.objgen and element.P.objgen == document.objgen
            assert _looked_up(file.Root.StructTreeRoot.ParentTree, int(field.StructParent)).objgen == element.objgen
            assert int(field.F) & 0b100 and not int(field.F) & 0b100011  # printed, not hidden
        assert file.pages[-1].obj.Tabs == "/S"
        with file.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")


def _looked_up(node: pikepdf.Object, key: int) -> pikepdf.Object:
    if "/Kids" in node:
        return _looked_up(next(kid for kid in node.Kids if int(kid.Limits[0]) <= key <= int(kid.Limits[1])), key)
    keys = [int(one) for one in node.Nums[::2]]
    return node.Nums[2 * keys.index(key) + 1]


def test_what_a_killed_step_left_is_taken_off(tmp_path: Path) -> None:
    case = issued.make(tmp_path / "case")
    held = from_p12(authority.p12(tmp_path, whole.JIA), authority.PASSPHRASE)
    countersigning.sign(case, "1", whole.JIA, held)
    path = case.root / issuing.folder("1") / countersigning.SIGNED
    whole_file = path.read_bytes()
    path.write_bytes(whole_file + b"what was being written")
    countersigning.sign(case, "1", whole.DING, from_p12(authority.p12(tmp_path, whole.DING), authority.PASSPHRASE))
    assert path.read_bytes().startswith(whole_file)
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    with pytest.raises(CaseError, match="signed report 1 already"):
        countersigning.sign(case, "1", whole.JIA, held)
    with pytest.raises(CaseError, match="does not sign report 1; these do"):
        countersigning.sign(case, "1", "路人", held)
    with pytest.raises(CaseError, match="no report 2 was issued"):
        countersigning.sign(case, "2", whole.JIA, held)
    path.write_bytes(b"x" + whole_file[1:])
    with pytest.raises(CaseError, match="not what its last signature left"):
        countersigning.sign(case, "1", whole.BING, from_p12(authority.p12(tmp_path, whole.BING), authority.PASSPHRASE))
    assert main(["verify", str(case.root), "--only", "integrity"]) == 10


def test_another_certificate_in_place_of_the_recorded_one(
    case: Case, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Someone signs the same report anew with certificates of the same names: the log tells."""
    path = folder / countersigning.SIGNED
    kept = path.read_bytes()
    wanted = countersigning.places(case, NUMBER)
    made = prepared((folder / countersigning.UNSIGNED).read_bytes(), [Field(p.field, p.name) for p in wanted])
    other = authority.p12(path.parent.parent.parent.parent, "冒名", authority.make(wanted[0].name))
    for place in wanted:
        made = pdf.signed(made, place.field, from_p12(other, authority.PASSPHRASE), name=place.name, reason="x")
    try:
        path.write_bytes(made)
        assert main(["verify", str(case.root), "--only", "integrity"]) == 10
        assert "another certificate than the one on record" in capsys.readouterr().out
    finally:
        path.write_bytes(kept)


def test_a_certificate_signs_for_whom_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SECRET, authority.PASSPHRASE)
    case = issued.make(tmp_path / "case")
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    assert f"report.pdf: not yet signed by certificate (甲、乙、丙、丁、{whole.HOUSE})" in capsys.readouterr().out
    other = authority.p12(tmp_path, "路人")
    told = ["sign-report", str(case.root), "1", "--as", whole.JIA, "--p12", str(other)]
    for more in ([], ["--other-name-because", "."]):
        assert main([*told, *more]) != 0
        said = capsys.readouterr().err
        assert "the certificate is of Common Name: 路人, not of 甲: use that of 甲" in said
    assert main([*told, "--other-name-because", "婚前姓名"]) == 0
    held = from_p12(other, authority.PASSPHRASE)
    with pytest.raises(CaseError, match="signed report 1 for 甲 already: 乙 signs with another"):
        countersigning.sign(case, "1", whole.YI, held, because="借用")
    path = case.root / issuing.folder("1") / countersigning.SIGNED
    assert main(["signatures", str(path)]) == 0
    said = capsys.readouterr().out
    assert (
        "尚未以证书签名" in said
        and "not yet signed by certificate (鉴定人签名 / signature of the appraiser: 乙; " in said
    )
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    said = capsys.readouterr().out
    assert "证书姓名与签名人不同，所记理由（甲; Common Name: 路人: 婚前姓名）" in said
    assert f"report.pdf: not yet signed by certificate (乙、丙、丁、{whole.HOUSE})" in said
    monkeypatch.delenv(SECRET)
    assert main(["sign-report", str(case.root), "9", "--as", whole.JIA, "--p12", str(other)]) != 0
    assert "no report 9 was issued" in capsys.readouterr().err


def test_what_is_lacking_to_open_a_certificate_is_told(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["sign-report", str(case.root), NUMBER, "--as", whole.JIA]
    held = ["--p12", str(authority.p12(tmp_path, whole.JIA))]
    monkeypatch.delenv(SECRET, raising=False)
    assert main([*told, *held]) == 2
    said = capsys.readouterr().err
    assert "未给出口令" in said and "no passphrase was given" in said and "wrong passphrase" not in said
    monkeypatch.setenv(SECRET, "another")
    assert main([*told, *held]) == 2
    said = capsys.readouterr().err
    assert "口令错误" in said and "wrong passphrase" in said
    assert main([*told, "--pkcs11", "/usr/lib/nothing.so"]) == 2
    said = capsys.readouterr().err
    assert "请以 --token 指明令牌" in said and "name the token with --token" in said


@pytest.mark.parametrize(
    ("name", "names", "same"),
    [
        ("张三", ["张 三"], True),
        ("张三", ["051@张三@1101@1"], True),
        ("Jane O'Neil", ["JANE ONEIL"], True),
        ("张三", ["张三丰"], False),
        ("张三", ["李四"], False),
        ("", [""], False),
    ],
)
def test_names_on_certificates(name: str, names: list[str], same: bool) -> None:
    assert is_named(name, names) is same


@pytest.mark.parametrize(
    ("days", "usage", "said"), [((-9, -2), True, "is in force"), ((-1, 9), False, "is not for signatures")]
)
def test_certificates_that_cannot_sign(tmp_path: Path, days: tuple[int, int], usage: bool, said: str) -> None:
    held = authority.make("x", authority.root(), days=days, usage=usage)
    with pytest.raises(UsageError, match=said):
        from_p12(authority.p12(tmp_path, "x", held), authority.PASSPHRASE)


def test_files_that_are_no_certificates(tmp_path: Path) -> None:
    good = authority.p12(tmp_path, "甲")
    with pytest.raises(UsageError, match="wrong passphrase"):
        from_p12(good, "other")
    broken = tmp_path / "broken.p12"
    for content in (b"", b"\x30\x82" * 100, good.read_bytes()[:200], bytes(credentials.MOST_BYTES + 1)):
        broken.write_bytes(content)
        with pytest.raises(UsageError, match=r"broken\.p12"):
            from_p12(broken, authority.PASSPHRASE)
        if len(content) < 1000:
            with pytest.raises(UsageError, match="no certificate"):
                credentials.roots((str(broken),))
    with pytest.raises(UsageError, match="cannot be read"):
        from_p12(tmp_path / "none.p12", "")


def test_a_stamp_that_does_not_come(folder: Path, tmp_path: Path) -> None:
    held = from_p12(authority.p12(tmp_path, "甲"), authority.PASSPHRASE)
    made = prepared((folder / countersigning.UNSIGNED).read_bytes(), [Field("A", "甲")])
    with pytest.raises(ReportError, match="gave no stamp, nothing was signed"):
        pdf.signed(made, "A", held, name="甲", reason="", stamper=stamps.authority("http://127.0.0.1:9/"))
    for url in ("ftp://x/", "file:///etc/passwd", "x", "http:///"):
        with pytest.raises(UsageError, match="http or https"):
            stamps.authority(url)
    assert stamps.authority("") is None


def test_pdfs_that_cannot_be_signed(folder: Path) -> None:
    unsigned = (folder / countersigning.UNSIGNED).read_bytes()
    with pytest.raises(ReportError, match="two signature fields"):
        prepared(unsigned, [Field("A", "x"), Field("A", "y")])
    with pytest.raises(ReportError, match="signature fields already"):
        prepared(prepared(unsigned, [Field("A", "x")]), [Field("B", "y")])
    for content in (b"", b"%PDF-1.7\n", b"text", unsigned[:5000]):
        with pytest.raises(ReportError):
            prepared(content, [Field("A", "x")])


def picture(path: Path, shade: int) -> Path:
    image = Image.new("L", (300, 400), 255)
    image.paste(shade, (40, 40, 260, 60))
    image.save(path)
    return path


def test_the_scan_of_the_hand_signed_original(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = issued.make(tmp_path / "case")
    first, second = picture(tmp_path / "扫描.png", 10), picture(tmp_path / "扫描.pdf", 20)
    assert main(["hand-signed", str(case.root), "1", str(first), "--by", whole.JIA]) == 0
    assert main(["hand-signed", str(case.root), "1", str(second), "--by", whole.JIA]) == 0
    held = sorted(p.name for p in (case.root / issuing.folder("1")).glob("hand-signed-*"))
    assert held == ["hand-signed-1.png", "hand-signed-2.pdf"]
    capsys.readouterr()
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    told = capsys.readouterr().out
    assert "尚未以证书签名" in told and "其上的签名本程序不读" in told


DRAWS = {
    "stroke": b"q 100 100 m 150 120 l S Q",
    "white": b"q 1 g 0 0 600 900 re f Q",
    "black": b"q 0 g 0 0 600 900 re f Q",
}  # on the cover


def inked(report: bytes, kind: str) -> bytes:
    """The PDF with an update behind it: ink, a stroke, what no pen draws, or an entry that shows nothing."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    name, number = generic.NameObject, generic.NumberObject
    writer = IncrementalPdfFileWriter(BytesIO(report))
    page, _ = writer.find_page_for_modification(0)
    page = page.get_object()
    if kind in ("ink", "note"):
        stroke = generic.ArrayObject(map(number, (100, 100, 150, 120, 200, 100)))
        rect = generic.ArrayObject(map(number, (90, 90, 210, 130)))
        mark = {
            "/Type": name("/Annot"),
            "/Subtype": name("/Ink" if kind == "ink" else "/FreeText"),
            "/Rect": rect,
            "/F": number(4),
        }
        mark["/InkList"] = generic.ArrayObject([stroke])
        held = generic.DictionaryObject({name(key): value for key, value in mark.items()})
        others = [] if "/Annots" not in page else [*page["/Annots"]]
        page[name("/Annots")] = generic.ArrayObject([*others, writer.add_object(held)])
    elif kind == "script":
        action = {name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("app.alert(1)")}
        page[name("/AA")] = generic.DictionaryObject({name("/O"): generic.DictionaryObject(action)})
    elif kind in DRAWS:
        stream = generic.StreamObject(stream_data=DRAWS[kind])
        old = page.raw_get("/Contents")
        before = [*old] if isinstance(old, generic.ArrayObject) else [old]
        page[name("/Contents")] = generic.ArrayObject([*before, writer.add_object(stream)])
    else:
        page[name("/Note")] = number(1)
    writer.update_container(page)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_pen_drawn_into_the_issued_pdf_is_taken_for_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = issued.make(tmp_path / "case")
    report = (case.root / issuing.folder("1") / "report.pdf").read_bytes()
    scan = tmp_path / "签.pdf"
    for kind in ("ink", "stroke"):
        scan.write_bytes(made := inked(report, kind))
        assert made.startswith(report) and main(["hand-signed", str(case.root), "1", str(scan), "--by", whole.JIA]) == 0
        said = capsys.readouterr().out
        assert "开头逐字节相同" in said and "it is the issued PDF, byte for byte" in said
    held = case.history().of(Kind.SCANNED)
    assert [entry.body["drawn"] for entry in held] == [True, True]
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    told = capsys.readouterr().out
    assert "平板上的签名" in told and "a pen on a tablet" in told
    for kind in ("note", "script", "white", "black"):
        scan.write_bytes(inked(report, kind))
        with pytest.raises(CaseError, match="cannot be opened as a scan"):
            countersigning.receive_scan(case, "1", scan)
    altered = bytearray(inked(report, "ink"))
    altered[len(report) // 2] ^= 1
    for content in (inked(report, "nothing"), bytes(altered)):
        scan.write_bytes(content)
        with pytest.raises(CaseError, match=r"as the program wrote it|cannot be opened"):
            countersigning.receive_scan(case, "1", scan)


def test_what_is_no_scan_of_a_hand_signed_original(tmp_path: Path) -> None:
    case, own = issued.make(tmp_path / "case"), issued.make(tmp_path / "other")
    blank, dot = tmp_path / "blank.png", tmp_path / "dot.png"
    Image.new("L", (300, 400), 255).save(blank)
    Image.linear_gradient("L").resize((10, 10)).save(dot)
    told = [Slip("某市某路1号", "某市某路2号", "封面")]
    mended = correction.correct(own, "1", told, "录入差错", new="c1", by=whole.DING)
    scan = tmp_path / "scan"
    report = (case.root / issuing.folder("1") / "report.pdf").read_bytes()
    corrected = next(path for path in mended if path.suffix == ".pdf").read_bytes()
    for content, why in (
        (b"MZ", "is no scan"), (report, "byte for byte"), (report + b"\n", "as the program wrote it"),
        (corrected, "as the program wrote it"), (b"%PDF-1.4\nhello", "cannot be opened"),
        (blank.read_bytes(), "shows nothing"), (dot.read_bytes(), "shows nothing"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "cannot be opened"), (b"II*\x00" + bytes(20), "cannot be opened"),
    ):  # fmt: skip
        scan.write_bytes(content)
        with pytest.raises(CaseError, match=why):
            countersigning.receive_scan(case, "1", scan)
    assert not case.history().of(Kind.SCANNED)
