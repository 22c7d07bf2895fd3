"""Signatures under an issued report, and the scan of the original that was signed by hand.

Beside ``report.pdf``, which is never written again, ``report-signed.pdf`` grows by one update for each signature. The
log names its length and digest after each, so every stage can be checked, and what a killed step left is taken off.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.after.issues import PAPER, unaltered
from appraisal.after.issues import folder as folder_of
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.casefile import clean, printable
from appraisal.child import Worker
from appraisal.errors import AppraisalError, CaseError, Unreadable
from appraisal.papers import files as forms
from appraisal.papers.as_read import stated
from appraisal.papers.institution import Part
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.signing import fields, pdf
from appraisal.signing.credentials import Certificate, Credential
from appraisal.signing.places import SEAL, Place, is_named, names_of, places_of
from appraisal.signing.scan import DRAWN
from appraisal.signing.scan import HANDLER as SCANNED

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

UNSIGNED, SIGNED = "report.pdf", "report-signed.pdf"
CARRIED = "appraisal.verify.carried:handle"  # what a report carries of itself
MOST_BYTES = 1 << 29  # of a scan
SCANS = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"II*\x00": ".tif", b"MM\x00*": ".tif"}
DRAWN_INTO = Words(
    "不是纸质原件的扫描件：是所签发的 PDF（开头逐字节相同），其后另有手写或图像",
    "no scan of paper: it is the issued PDF, byte for byte, with ink or a picture drawn into it behind",
)
_TOLD = {
    Part.APPRAISER.value: "鉴定人签名 / signature of the appraiser",
    Part.REVIEWER.value: "复核人签名 / signature of the reviewer",
    Part.SIGNATORY.value: "授权签字人签名 / signature of the authorised signatory",
    SEAL: "机构印章 / seal of the institution",
}


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, as the log has it. ``length``: bytes of the file up to its end; ``stamped``: whether with a time
    stamp, whose time stands in the file; ``because``: why the certificate has another name than ``name``."""

    number: str
    field: str
    part: str
    name: str
    certificate: Certificate
    length: int
    stamped: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan of the original that was signed by hand (手签原件扫描件). ``drawn``: no scan of paper but the issued PDF
    itself, byte for byte, into which somebody drew more (a pen on a tablet)."""

    number: str
    file: str
    drawn: bool = False


def places(case: Case, number: str) -> tuple[Place, ...]:
    """Who signs the report of that number: by its form of paper, and by the people on file when it was issued."""
    entry = unaltered(case, number)
    paper = forms.read((folder_of(case, number) / PAPER).read_text("utf-8"))
    return places_of(case.history(), entry, paper)


def places_for(case: Case, number: str, name: str) -> list[Place]:
    """Where ``name`` signs the report ``number``; ``CaseError`` when that was not issued, or nowhere."""
    held = places(case, number)
    mine = [place for place in held if place.name == name]
    if not mine:
        listed = "、".join(dict.fromkeys(place.name for place in held))
        raise CaseError(f"{name} does not sign report {number}; these do: {listed or '-'}")
    return mine


def sign(
    case: Case,
    number: str,
    name: str,
    credential: Credential,
    *,
    stamper: TimeStamper | None = None,
    by: str = "",
    because: str = "",
) -> Signed:
    """Put the signature of ``name`` (a person who signs the report, or the institution) under the report ``number``.

    ``CaseError`` when that person does not sign this report, or has signed in every place; when the certificate is in
    another name and ``because`` does not say why, or has signed this report for somebody else; ``ReportError`` when no
    signature could be made. Nothing is written then.
    """
    folder = folder_of(case, number)
    mine = places_for(case, number, name)
    because = _bound(mine[0], credential, printable(because, "--other-name-because"))
    by, _ = case.log.signing(by or name)
    with case.working():
        _refuse_shared(case, number, name, credential)
        before = _stage(case, number, folder)
        free = set(pdf.empty(before))
        place = next((one for one in mine if one.field in free), None)
        if place is None:
            raise CaseError(f"{name} has signed report {number} already")
        after = pdf.signed(before, place.field, credential, name=name, reason=_TOLD[place.part], stamper=stamper)
        write_whole(folder / SIGNED, after, durable=True)
        made = Signed(
            number, place.field, place.part, name, credential.certificate, len(after), stamper is not None, because
        )
        case.log.write(Kind.SIGNED_REPORT, made, by, files=[(folder / SIGNED).relative_to(case.root).as_posix()])
    return made


def _bound(place: Place, credential: Credential, because: str) -> str:
    """``because``, where the certificate is in another name; empty where it is in that of who signs."""
    found = credential.signer.signing_cert
    if is_named(place.name, names_of(found, place.part)):
        return ""
    if not stated(because):
        raise CaseError(
            f"the certificate is of {credential.certificate.subject}, not of {place.name}: use that of {place.name},"
            " or say why it has another name: --other-name-because"
        )
    return because


def _refuse_shared(case: Case, number: str, name: str, credential: Credential) -> None:
    for entry in case.history().of(Kind.SIGNED_REPORT):
        held, other = entry.body.get("certificate"), entry.body.get("name")
        mine = isinstance(held, dict) and held.get("sha256") == credential.certificate.sha256
        if mine and entry.body.get("number") == number and other != name:
            raise CaseError(
                f"the certificate of {credential.certificate.subject} signed report {number} for {other} already:"
                f" {name} signs with another"
            )


def receive_scan(case: Case, number: str, scan: str | Path, *, by: str = "") -> Path:
    """Take the scan of the hand-signed original of the report ``number`` into the case; the file there.

    ``CaseError`` when it is no PDF, JPEG, PNG or TIFF that can be opened, too large, a file that the case holds
    already, or a paper that the program wrote, of this case or another; but the report itself is taken with what was
    drawn into it.
    """
    scan = Path(scan)
    unaltered(case, number)
    try:
        if scan.stat().st_size > MOST_BYTES:
            raise CaseError(f"{scan}: a scan has at most {MOST_BYTES} bytes")
        content = scan.read_bytes()
    except OSError as error:
        raise CaseError(f"{scan} cannot be read: {error.strerror}") from error
    suffix = next((told for head, told in SCANS.items() if content.startswith(head)), None)
    if suffix is None:
        raise CaseError(f"{scan} is no scan: a PDF, JPEG, PNG or TIFF is wanted")
    _refuse_held(case, scan, content)
    drawn = _is_drawn(scan, content, folder_of(case, number) / UNSIGNED)
    if not drawn:
        _refuse_written(scan)
    by, _ = case.log.signing(by)
    with case.working():
        earlier = [e for e in case.history().of(Kind.SCANNED) if e.body.get("number") == number]
        target = folder_of(case, number) / f"hand-signed-{len(earlier) + 1}{suffix}"
        write_whole(target, content, durable=True)
        name = target.relative_to(case.root).as_posix()
        case.log.write(Kind.SCANNED, Scan(number, clean(scan.name), drawn), by, files=[name])
    return target


def _refuse_held(case: Case, scan: Path, content: bytes) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    for entry in case.history().entries:
        for name, held in entry.files.items():
            if held == sha256:
                raise CaseError(
                    f"{scan} is byte for byte {name} of this case ({entry.log} {entry.seq}), no scan of a hand-signed"
                    " original (不是手签原件的扫描件)"
                )


def _is_drawn(scan: Path, content: bytes, report: Path) -> bool:
    """Whether it is the issued PDF, byte for byte, and behind it an update that shows more on some page."""
    issued_as = report.read_bytes()
    if not content.startswith(issued_as) or b"startxref" not in content[len(issued_as) :]:
        return False
    try:
        with Worker(DRAWN) as worker:
            return bool(worker.run({"path": str(scan.absolute()), "issued": str(report.absolute())}))
    except AppraisalError as error:
        raise CaseError(f"{scan} cannot be opened as a scan (扫描件无法打开): {error}") from error


def _refuse_written(scan: Path) -> None:
    """``CaseError`` for what cannot be opened, and for a report that carries its own data, as no scan does."""
    task = {"path": str(scan.absolute())}
    try:
        with Worker(SCANNED) as worker:
            worker.run(task)
    except AppraisalError as error:
        raise CaseError(f"{scan} cannot be opened as a scan (扫描件无法打开): {error}") from error
    try:
        with Worker(CARRIED) as worker:
            worker.run(task)
    except Unreadable:
        return
    raise CaseError(f"{scan} is a paper as the program wrote it, no scan of a hand-signed original (不是扫描件)")


def _stage(case: Case, number: str, folder: Path) -> bytes:
    """The PDF as the last recorded signature left it; before the first, the report with empty fields."""
    done = [e for e in case.history().of(Kind.SIGNED_REPORT) if e.body.get("number") == number]
    unsigned = (folder / UNSIGNED).read_bytes()
    if not done:
        return fields.prepared(
            unsigned, [fields.Field(p.field, f"{_TOLD[p.part]}: {p.name}") for p in places(case, number)]
        )
    last = done[-1]
    name = (folder / SIGNED).relative_to(case.root).as_posix()
    held = (folder / SIGNED).read_bytes()[: int(last.body["length"])]
    if not held.startswith(unsigned) or hashlib.sha256(held).hexdigest() != last.files.get(name):
        raise CaseError(f"{name} is not what its last signature left; see appraisal verify")
    return held


__all__ = ["SEAL", "SIGNED", "UNSIGNED", "Place", "Scan", "Signed", "places", "receive_scan", "sign"]
