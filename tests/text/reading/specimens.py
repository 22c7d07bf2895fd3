"""Documents written by code: what each holds is known to the letter."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from appraisal.deriver import Derived, Deriver
from appraisal.media import Medium
from appraisal.placing import Placing
from appraisal.work import Member, digest_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ODF = (
    " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table"))
    + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def zipped(parts: Mapping[str, str | bytes], *, stored: Sequence[str] = ("mimetype",)) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(info, data, kind)
    return buffer.getvalue()


def docx(body: str, *, main: str = "word/document.xml", **parts: str) -> bytes:
    """A Word document; ``parts`` are further ones of the folder ``word``, by name without ``.xml``."""
    more = {f"word/{name}.xml": text for name, text in parts.items()}
    document = f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELS.format(main), main: document, **more})


def p(*texts: str, style: str = "") -> str:
    """A paragraph of Word with one run a text."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p>{properties}{runs}</w:p>"


def odt(body: str, *, manifest: str | None = None) -> bytes:
    parts: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text"}
    parts["content.xml"] = flat(body, "document-content")
    if manifest is not None:
        parts["META-INF/manifest.xml"] = manifest
    return zipped(parts)


def flat(body: str, root: str = "document") -> str:
    return f"<office:{root} {ODF}><office:body><office:text>{body}</office:text></office:body></office:{root}>"


def epub(pages: Mapping[str, str | bytes], *, items: str = "", refs: str = "", **parts: str | bytes) -> bytes:
    listed = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    opf = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{listed}{items}</manifest>'
        f"<spine>{spine}{refs}</spine></package>"
    )
    more = {f"OEBPS/{name}": page for name, page in pages.items()}
    body = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf}
    return zipped({**body, **more, **parts})


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], *, catalog: str = "", more: str = "") -> bytes:
    """A PDF by hand: a page is a list of (x, y from below, size, Latin text without brackets)."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {catalog} >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, page in enumerate(pages):
        text = "".join(f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n" for x, y, size, words in page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}endstream")
    if more:
        objects.append(more)
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(data)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    data += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return data


def member(folder: Path, name: str, data: bytes | str) -> Member:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    sha256, size = digest_file(path)
    return Member(name, path, size, sha256, Medium.TEXT)


def derived(deriver: Deriver, folder: Path, name: str, data: bytes | str) -> tuple[str, Placing, Derived]:
    """Text, map and all of one file's view."""
    (one,) = deriver.derive(member(folder, name, data))
    assert one.medium is Medium.TEXT
    return one.data.decode(), one.placing, one


def places(text: str, placing: Placing, *words: str) -> list[dict[str, object]]:
    """Where each of the words begins, without chapters."""
    return [{k: v for k, v in placing.at(text.index(word)).items() if k != "chapter"} for word in words]
