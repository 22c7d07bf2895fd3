"""A signature beside a bundle (CAdES, detached): over its tag manifest, which names the digest of everything else.

Checked without us by ``openssl cms -verify -binary -inform DER -purpose any -in X.p7s -content tagmanifest-sha256.txt
-CAfile ROOT.pem``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from appraisal.errors import ReportError
from appraisal.signing.credentials import Certificate, Credential, said
from appraisal.signing.pdf import Found, context

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper


def signature(content: bytes, credential: Credential, *, stamper: TimeStamper | None = None) -> bytes:
    """A detached signature (CMS, DER) over ``content``. ``ReportError`` when no time stamp comes."""
    from pyhanko.sign.timestamps import TimestampRequestError

    async def made() -> bytes:
        found = await credential.signer.async_sign_general_data(
            content, "sha256", detached=True, timestamper=stamper, use_cades=True
        )
        return bytes(found.dump())

    try:
        return asyncio.run(made())
    except (TimestampRequestError, OSError) as error:
        raise ReportError(f"the time-stamp authority gave no stamp, nothing was signed: {error}") from error


def read(content: bytes, given: bytes, trusted: Sequence[Any] = ()) -> Found:
    """A detached signature over ``content``, checked. ``ReportError`` when it is none."""
    from asn1crypto import cms
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

    async def checked(moment: Any = None) -> Any:
        signed = cms.ContentInfo.load(given, strict=True)["content"]
        judge = context(trusted, moment)
        return await async_validate_detached_cms(
            content, signed, signer_validation_context=judge, ts_validation_context=judge
        )

    try:
        status = asyncio.run(checked())
        stamp = status.timestamp_validity
        stamped = stamp is not None and stamp.intact and stamp.valid
        if trusted and stamped and not status.trusted:
            status = asyncio.run(checked(stamp.timestamp))
            stamp = status.timestamp_validity
    except Exception as error:  # of hostile files, parsers say many things
        raise ReportError(f"no detached signature that can be read: {said(error)}") from error
    trust = bool(status.trusted and (not stamped or stamp.trusted)) if trusted else None
    return Found(
        field="",
        name=Certificate.of(status.signing_cert).subject,
        certificate=Certificate.of(status.signing_cert),
        intact=bool(status.intact and status.valid),
        allowed=True,
        trusted=trust,
        stamped=stamp.timestamp.isoformat(timespec="seconds") if stamped else "",
        authority=Certificate.of(stamp.signing_cert).subject if stamped else "",
        length=len(content),
    )
