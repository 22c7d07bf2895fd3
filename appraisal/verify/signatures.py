"""Signatures under issued reports: each is as it was made, of the certificate on record, over what was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from appraisal.chain import Entry
from appraisal.errors import AppraisalError
from appraisal.papers import files as forms
from appraisal.procedure import Kind
from appraisal.signing.checking import check
from appraisal.signing.pdf import Found
from appraisal.signing.places import places_of
from appraisal.verify.logs import Logs, regular
from appraisal.verify.outcome import Answer, Remark

UNSIGNED, PAPER = "report.pdf", "paper.toml"


def in_case(root: Path, logs: Logs, trusted: Sequence[str] = ()) -> list[Remark]:
    """What is to be said of the signed reports of a case; nothing when none was signed."""
    entries: dict[str, list[Entry]] = {}
    for entry in logs.history.of(Kind.SIGNED_REPORT):
        for name in entry.files:
            entries.setdefault(name, []).append(entry)
    said = [remark for name, listed in entries.items() for remark in _report(root, name, listed, trusted)]
    return said + [remark for entry in logs.history.of(Kind.ISSUED) for remark in _unsigned(root, logs, entry)]


def _unsigned(root: Path, logs: Logs, issued: Entry) -> Iterator[Remark]:
    """Who has not signed an issued report by certificate yet, and whether scans of a hand-signed original lie there."""
    number, history = issued.body.get("number"), logs.history
    name = next((name for name in issued.files if name.endswith("/" + UNSIGNED)), "")
    form = f"{Path(name).parent.as_posix()}/{PAPER}"
    if issued.body.get("form", "report") != "report" or not name or not regular(root, form):
        return
    done = {e.body.get("field") for e in history.of(Kind.SIGNED_REPORT) if e.body.get("number") == number}
    try:
        wanted = places_of(history, issued, forms.read((root / form).read_text("utf-8")))
    except (AppraisalError, OSError, UnicodeDecodeError):
        return  # altered: the check of files says so
    if still := list(dict.fromkeys(place.name for place in wanted if place.field not in done)):
        yield Remark(None, "not-yet-signed", name, detail="、".join(still))
    for entry in history.of(Kind.SCANNED):
        what = "drawn-into" if entry.body.get("drawn") else "hand-signed"
        yield from (Remark(None, what, scan) for scan in entry.files if entry.body.get("number") == number)


def shared(name: str, signed: Sequence[tuple[str, str, str]]) -> list[Remark]:
    """Certificates that signed for more than one: from name, SHA-256 and subject of each signature."""
    by: dict[tuple[str, str], list[str]] = {}
    for who, digest, subject in signed:
        by.setdefault((digest, subject), []).append(who)
    return [
        Remark(None, "signature-shared", name, detail=f"{subject}: {'、'.join(dict.fromkeys(who))}")
        for (_, subject), who in by.items()
        if len(set(who)) > 1
    ]


def _report(root: Path, name: str, entries: Sequence[Entry], trusted: Sequence[str]) -> Iterator[Remark]:
    if not regular(root, name):
        return  # missing: the check of files says so
    unsigned = root / Path(name).parent / UNSIGNED
    if regular(root, unsigned.relative_to(root).as_posix()) and not _begins(root / name, unsigned):
        yield Remark(Answer.FAILS, "signed-other", name)
    try:
        found = {one.field: one for one in check(root / name, trusted=trusted)}
    except (AppraisalError, OSError) as error:
        yield Remark(Answer.FAILS, "signature-unreadable", name, detail=str(error))
        return
    yield from shared(name, [(one.name, one.certificate.sha256, one.certificate.subject) for one in found.values()])
    for entry in entries:
        one = found.pop(str(entry.body.get("field")), None)
        yield _against(name, entry.body, one)
        if one is not None and (because := str(entry.body.get("because") or "")):
            who = entry.body.get("name")
            yield Remark(None, "signature-named-otherwise", name, detail=f"{who}; {one.certificate.subject}: {because}")
    for one in found.values():
        yield Remark(Answer.FAILS, "signature-unrecorded", name, detail=told(one))


def _against(name: str, body: Mapping[str, Any], one: Found | None) -> Remark:
    who = str(body.get("name", ""))
    if one is None:
        return Remark(Answer.FAILS, "signature-missing", name, detail=who)
    certificate = body.get("certificate")
    recorded = certificate.get("sha256") if isinstance(certificate, dict) else None
    if recorded != one.certificate.sha256:
        return Remark(Answer.FAILS, "signature-other", name, detail=told(one))
    return judged(name, one)


def judged(name: str, one: Found) -> Remark:
    """What one signature is worth here."""
    if not one.intact:
        return Remark(Answer.FAILS, "signature-broken", name, detail=told(one))
    if not one.allowed:
        return Remark(Answer.FAILS, "signature-followed", name, detail=told(one))
    if one.trusted is None:
        return Remark(None, "signature-intact", name, detail=told(one))
    return Remark(
        *((Answer.HOLDS, "signature-trusted") if one.trusted else (Answer.FAILS, "signature-untrusted")),
        name,
        detail=told(one),
    )


def told(one: Found) -> str:
    """Name, certificate and time stamp of a signature, for people."""
    stamp = f"; {one.stamped}, {one.authority}" if one.stamped else ""
    return f"{one.name}; {one.certificate.subject}, SHA-256 {one.certificate.sha256}{stamp}"


def _begins(path: Path, start: Path) -> bool:
    """Whether the file at ``path`` begins with all bytes of the other."""
    with path.open("rb") as whole, start.open("rb") as part:
        while piece := part.read(1 << 20):
            if whole.read(len(piece)) != piece:
                return False
    return True
