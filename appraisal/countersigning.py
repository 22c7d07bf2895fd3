"""Signatures under an issued report, and the scan of the original that was signed by hand.

Beside ``report.pdf``, which is never written again, ``report-signed.pdf`` grows by one update for each signature. The
log names its length and digest after each, so every stage can be checked, and what a killed step left is taken off.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.after.issues import PAPER, issued
from appraisal.after.issues import folder as folder_of
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.casefile import clean
from appraisal.errors import CaseError
from appraisal.papers import files as forms
from appraisal.papers.institution import Part
from appraisal.procedure import Kind
from appraisal.signing import fields, pdf
from appraisal.signing.credentials import Certificate, Credential

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

UNSIGNED, SIGNED = "report.pdf", "report-signed.pdf"
SEAL = "seal"
MOST_BYTES = 1 << 29  # of a scan
SCANS = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"II*\x00": ".tif", b"MM\x00*": ".tif"}
_TOLD = {
    Part.APPRAISER.value: "鉴定人签名 / signature of the appraiser",
    Part.REVIEWER.value: "复核人签名 / signature of the reviewer",
    Part.SIGNATORY.value: "授权签字人签名 / signature of the authorised signatory",
    SEAL: "机构印章 / seal of the institution",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs: the field, what the person (or institution) does, and the name."""

    field: str
    part: str
    name: str


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, as the log has it. ``length``: bytes of the file up to its end; ``stamped``: whether with a time
    stamp, whose time stands in the file."""

    number: str
    field: str
    part: str
    name: str
    certificate: Certificate
    length: int
    stamped: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan of the original that was signed by hand (手签原件扫描件)."""

    number: str
    file: str


def places(case: Case, number: str) -> tuple[Place, ...]:
    """Who signs the report of that number: by its form of paper, and by the people on file when it was issued."""
    entry = issued(case, number)
    paper = forms.read((folder_of(case, number) / PAPER).read_text("utf-8"))
    before = [e for e in case.history().of(Kind.QUALIFICATIONS) if e.seq < entry.seq]
    people = [row for row in before[-1].body.get("experts", []) if isinstance(row, dict)] if before else []
    wanted = (
        (Part.APPRAISER.value, True),
        (Part.REVIEWER.value, paper.signing.reviewer),
        (Part.SIGNATORY.value, paper.signing.signatory),
    )
    named = [
        (part, str(row.get("name")))
        for part, needed in wanted
        if needed
        for row in people
        if row.get("part", Part.APPRAISER.value) == part
    ]
    institutions = [e for e in case.history().of(Kind.INSTITUTION) if e.seq < entry.seq]
    if paper.signing.seal and institutions:
        named.append((SEAL, str(institutions[-1].body.get("name"))))
    return tuple(Place(f"{part.capitalize()}{at}", part, name) for at, (part, name) in enumerate(named, 1))


def sign(
    case: Case, number: str, name: str, credential: Credential, *, stamper: TimeStamper | None = None, by: str = ""
) -> Signed:
    """Put the signature of ``name`` (a person who signs the report, or the institution) under the report ``number``.

    ``CaseError`` when that person does not sign this report, or has signed in every place; ``ReportError`` when no
    signature could be made. Nothing is written then.
    """
    issued(case, number)
    folder = folder_of(case, number)
    mine = [place for place in places(case, number) if place.name == name]
    if not mine:
        listed = "、".join(dict.fromkeys(place.name for place in places(case, number)))
        raise CaseError(f"{name} does not sign report {number}; these do: {listed or '-'}")
    by, _ = case.log.signing(by or name)
    with case.working():
        before = _stage(case, number, folder)
        free = set(pdf.empty(before))
        place = next((one for one in mine if one.field in free), None)
        if place is None:
            raise CaseError(f"{name} has signed report {number} already")
        after = pdf.signed(before, place.field, credential, name=name, reason=_TOLD[place.part], stamper=stamper)
        write_whole(folder / SIGNED, after, durable=True)
        made = Signed(number, place.field, place.part, name, credential.certificate, len(after), stamper is not None)
        case.log.write(Kind.SIGNED_REPORT, made, by, files=[(folder / SIGNED).relative_to(case.root).as_posix()])
    return made


def receive_scan(case: Case, number: str, scan: str | Path, *, by: str = "") -> Path:
    """Take the scan of the hand-signed original of the report ``number`` into the case; the file there.

    ``CaseError`` when it is no PDF, JPEG, PNG or TIFF by its first bytes, or too large.
    """
    scan = Path(scan)
    issued(case, number)
    try:
        if scan.stat().st_size > MOST_BYTES:
            raise CaseError(f"{scan}: a scan has at most {MOST_BYTES} bytes")
        content = scan.read_bytes()
    except OSError as error:
        raise CaseError(f"{scan} cannot be read: {error.strerror}") from error
    suffix = next((told for head, told in SCANS.items() if content.startswith(head)), None)
    if suffix is None:
        raise CaseError(f"{scan} is no scan: a PDF, JPEG, PNG or TIFF is wanted")
    by, _ = case.log.signing(by)
    with case.working():
        earlier = [e for e in case.history().of(Kind.SCANNED) if e.body.get("number") == number]
        target = folder_of(case, number) / f"hand-signed-{len(earlier) + 1}{suffix}"
        write_whole(target, content, durable=True)
        name = target.relative_to(case.root).as_posix()
        case.log.write(Kind.SCANNED, Scan(number, clean(scan.name)), by, files=[name])
    return target


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
