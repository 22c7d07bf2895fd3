"""Signatures in a PDF by PAdES (ETSI EN 319 142-1, baseline B-B; B-T with a time stamp), made and checked offline.

Each signature is an update at the end of the file: what it signs stays the first bytes. The first one certifies the
document with DocMDP level 2: further signatures may follow, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from appraisal.errors import ReportError
from appraisal.signing.credentials import Certificate, Credential, said

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper


@dataclass(frozen=True, slots=True)
class Found:
    """One signature of a file, checked.

    ``intact``: what it covers is as it was signed, and the signature is of its certificate. ``allowed``: what came
    after are further signatures only. ``trusted``: by the roots given; None when none was. ``stamped``: ISO time of
    a time stamp that is intact, else empty. ``length``: bytes of the file that it covers, from the start.
    """

    field: str
    name: str
    certificate: Certificate
    intact: bool
    allowed: bool
    trusted: bool | None
    stamped: str
    authority: str
    length: int

    @property
    def holds(self) -> bool:
        return self.intact and self.allowed and self.trusted is not False


def empty(pdf: bytes) -> tuple[str, ...]:
    """Names of the fields that nobody has signed yet."""
    from pyhanko.sign.fields import enumerate_sig_fields

    return tuple(name for name, _, _ in enumerate_sig_fields(_reader(pdf), filled_status=False))


def unfilled(pdf: bytes) -> tuple[str, ...]:
    """What the fields that nobody has signed yet tell readers of themselves (``fields.Field.told``), or their names."""
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        listed = [
            (name, field.get_object()) for name, _, field in enumerate_sig_fields(_reader(pdf), filled_status=False)
        ]
        return tuple(str(field.get("/TU", name)) for name, field in listed)
    except Exception as error:  # of hostile files, parsers say many things
        raise ReportError(f"the signatures of the PDF cannot be read: {said(error)}") from error


def signed(
    pdf: bytes, field: str, credential: Credential, *, name: str, reason: str, stamper: TimeStamper | None = None
) -> bytes:
    """``pdf`` with that field signed. ``ReportError`` when the field is not there or filled, or no stamp comes."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps import TimestampRequestError

    if field not in empty(pdf):
        raise ReportError(f"there is no empty signature field {field}: signed already, or not made for this report")
    first = not _reader(pdf).embedded_signatures
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        name=name,
        reason=reason,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        signer_key_usage=set(),  # looked at when the certificate was opened
    )
    try:
        made = PdfSigner(meta, signer=credential.signer, timestamper=stamper).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf))
        )
    except (TimestampRequestError, OSError) as error:
        raise ReportError(f"the time-stamp authority gave no stamp, nothing was signed: {error}") from error
    except (SigningError, PdfError) as error:
        raise ReportError(f"the report could not be signed: {error}") from error
    written: bytes = made.getvalue()
    if not written.startswith(pdf):
        raise ReportError("the signature would change what was signed before; nothing was written")
    return written


def read(pdf: bytes, trusted: Sequence[Any] = ()) -> tuple[Found, ...]:
    """Every signature of a PDF, in order. ``trusted``: certificates of roots. ``ReportError`` when it is no PDF.

    A stamped signature is judged at the time of its stamp, else now: certificates end, what they signed does not.
    Revocation is not asked for, since nothing is fetched.
    """
    reader = _reader(pdf)
    try:
        return tuple(_checked(one, trusted) for one in reader.embedded_signatures)
    except Exception as error:  # of hostile files, parsers say many things
        raise ReportError(f"the signatures of the PDF cannot be read: {said(error)}") from error


def _checked(one: Any, trusted: Sequence[Any]) -> Found:
    from pyhanko.sign.validation import validate_pdf_signature

    status: Any = validate_pdf_signature(one, context(trusted), context(trusted))
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    if trusted and stamped and not status.trusted:
        status = validate_pdf_signature(one, context(trusted, stamp.timestamp), context(trusted, stamp.timestamp))
        stamp = status.timestamp_validity
    trust = bool(status.trusted and (not stamped or stamp.trusted)) if trusted else None
    covered = one.byte_range
    return Found(
        field=str(one.field_name),
        name=str(one.sig_object.get("/Name", "")),
        certificate=Certificate.of(one.signer_cert),
        intact=bool(status.intact and status.valid),
        allowed=bool(status.docmdp_ok),
        trusted=trust,
        stamped=stamp.timestamp.isoformat(timespec="seconds") if stamped else "",
        authority=Certificate.of(stamp.signing_cert).subject if stamped else "",
        length=int(covered[2]) + int(covered[3]),
    )


def context(trusted: Sequence[Any], moment: Any = None) -> Any:
    """What the library judges certificates by: these roots only, nothing fetched; at a moment, if not now."""
    from pyhanko_certvalidator import ValidationContext

    if moment is None:
        return ValidationContext(trust_roots=list(trusted), allow_fetching=False)
    return ValidationContext(trust_roots=list(trusted), allow_fetching=False, moment=moment)


def _reader(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        return PdfFileReader(BytesIO(pdf))
    except (PdfError, ValueError) as error:
        raise ReportError(f"no PDF that can be read: {error}") from error
