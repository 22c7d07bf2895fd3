"""With what a signature is made: a certificate with its key, from a PKCS#12 file or a PKCS#11 token.

The key is used, never kept: no case holds one. What is recorded is the certificate, by subject, issuer, serial number
and SHA-256. SM2 keys (GB/T 32918) are refused: neither pyHanko nor OpenSSL as wheels carry it signs PDF with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.errors import UsageError

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

SECRET = "APPRAISAL_CERTIFICATE_SECRET"  # noqa: S105  name of the variable that holds the passphrase, not a secret
MOST_BYTES = 1 << 20  # of a PKCS#12 file or of a file of certificates


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as logs and people name it. ``sha256``: of its DER bytes; days are ISO dates (UTC)."""

    subject: str
    issuer: str
    serial: str
    sha256: str
    since: str
    until: str

    @classmethod
    def of(cls, found: Any) -> Certificate:
        """From an ``asn1crypto.x509.Certificate``."""
        return cls(
            subject=found.subject.human_friendly,
            issuer=found.issuer.human_friendly,
            serial=f"{found.serial_number:x}",
            sha256=found.sha256.hex(),
            since=found.not_valid_before.date().isoformat(),
            until=found.not_valid_after.date().isoformat(),
        )


@dataclass(frozen=True)
class Credential:
    """A certificate with the means to sign by it."""

    certificate: Certificate
    signer: Signer


def said(error: Exception) -> str:
    """What a library said, or at least what kind of error it was."""
    return str(error) or type(error).__name__


def from_p12(path: str | Path, passphrase: str) -> Credential:
    """From a PKCS#12 file (.p12, .pfx). ``UsageError`` when it cannot be read or opened, or holds no key."""
    from pyhanko.sign.signers import SimpleSigner

    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} is no PKCS#12 file: it is larger than {MOST_BYTES} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    try:
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=passphrase.encode() or None)
    except Exception as error:  # whatever parsers make of a damaged file
        if not passphrase:
            raise UsageError(
                f"{path} cannot be opened, and no passphrase was given: run it in a terminal, which asks for one, or"
                f" set {SECRET}; if it has none, it is no PKCS#12 file, or its key cannot sign here, as SM2"
            ) from error
        raise UsageError(
            f"{path} cannot be opened: wrong passphrase, no PKCS#12 file, or a key that cannot sign here, as SM2"
        ) from error
    return _checked(signer, str(path))


@contextmanager
def from_token(module: str, token: str, label: str, pin: str) -> Iterator[Credential]:
    """From a PKCS#11 token: library of its maker, label of the token, label of the certificate.

    ``UsageError`` when the extra ``pkcs11`` is not installed, or the token does not do it.
    """
    try:
        import pkcs11
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError as error:
        raise UsageError("tokens need the extra pkcs11: pip install 'copyright-appraisal[pkcs11]'") from error
    try:
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin or None)
    except (pkcs11.PKCS11Error, RuntimeError, OSError, ValueError) as error:
        raise UsageError(f"token {token} cannot be opened with {module}: {said(error)}") from error
    with session:
        try:
            yield _checked(PKCS11Signer(session, cert_label=label, key_label=label), f"token {token}")
        except pkcs11.PKCS11Error as error:
            raise UsageError(f"token {token} did not sign: {said(error)}") from error


def _checked(signer: Any, where: str) -> Credential:
    found = signer.signing_cert
    if found is None:
        raise UsageError(f"{where} holds no certificate with a key")
    usage = found.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        raise UsageError(f"{where}: the certificate of {found.subject.human_friendly} is not for signatures")
    now = datetime.now(tz=found.not_valid_after.tzinfo)
    if not found.not_valid_before <= now <= found.not_valid_after:
        told = f"{found.not_valid_before.date()} – {found.not_valid_after.date()}"
        raise UsageError(f"{where}: the certificate of {found.subject.human_friendly} is in force {told} only")
    return Credential(Certificate.of(found), signer)


def roots(paths: tuple[str, ...]) -> list[Any]:
    """Certificates that the verifier trusts, from PEM or DER files. ``UsageError`` names the file that holds none."""
    from asn1crypto import pem, x509

    found: list[Any] = []
    for path in paths:
        try:
            content = Path(path).read_bytes()[: MOST_BYTES + 1]
            if pem.detect(content):
                found += [x509.Certificate.load(der, strict=True) for _, _, der in pem.unarmor(content, multiple=True)]
            else:
                found.append(x509.Certificate.load(content, strict=True))
            [one.subject.human_friendly for one in found]  # parsed lazily: here it shows whether it is one
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from error
        except (ValueError, TypeError) as error:
            raise UsageError(f"{path} holds no certificate (PEM or DER)") from error
    return found
