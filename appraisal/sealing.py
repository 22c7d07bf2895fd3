"""Sealed envelopes: what an expert found, bound and unreadable for others until the expert hands out the key.

A commitment in two parts (Brassard, Chaum, Crépeau 1988): the salted digest binds the writer to the text, the
encryption (AES-256-GCM, NIST SP 800-38D) keeps it from everybody else. The key is derived from the expert's private
key (HKDF, RFC 5869) and is another one for each panel, so that handing it out opens that panel's envelopes and nothing
else; its digest stands on each envelope, so that no other key can be handed out later. Texts are padded to one length:
an envelope says that something was written and when, not how much, about what, or which verdict.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass

from appraisal.errors import CaseError
from appraisal.identity import Signer

SALT, NONCE, LENGTH = 32, 12, 2048  # bytes; LENGTH: of the padded text
PURPOSE = b"appraisal.sealed-findings/1"


@dataclass(frozen=True, slots=True)
class Envelope:
    """``key``: SHA-256 of the key that opens it. ``digest``: SHA-256 of salt and padded text. ``content``: base64 of
    nonce and encrypted salt and text. Both digests are 64 hex digits."""

    key: str
    digest: str
    content: str


def key_for(signer: Signer, about: str) -> bytes:
    """The 32 bytes that seal and open what ``signer`` writes about ``about``; the same for the same key and text."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), 32, about.encode("utf-8"), PURPOSE).derive(signer.private.private_bytes_raw())
    return bytes(derived)


def name_of(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()


def seal(text: str, key: bytes, about: str, *, draw: Callable[[int], bytes] = os.urandom) -> Envelope:
    """``text`` in an envelope that can be opened only with ``key`` and only as one about ``about``.

    ``draw`` gives random bytes. ``CaseError`` when the text is longer than an envelope holds.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    padded = text.encode("utf-8") + b"\n"
    if len(padded) > LENGTH:
        raise CaseError(f"a sealed verdict holds {LENGTH} bytes, this one needs {len(padded)}: shorten the note")
    content = draw(SALT) + padded.ljust(LENGTH, b"\x00")
    nonce = draw(NONCE)
    locked = AESGCM(key).encrypt(nonce, content, about.encode("utf-8"))
    digest = hashlib.sha256(content).hexdigest()
    return Envelope(name_of(key), digest, base64.b64encode(nonce + locked).decode("ascii"))


def unseal(envelope: Envelope, key: bytes, about: str) -> str:
    """The text inside; ``CaseError`` when the key is another one, or the envelope is not as it was sealed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not hmac.compare_digest(name_of(key), envelope.key):
        raise CaseError("a sealed verdict: this is not the key that it was sealed with")
    try:
        whole = base64.b64decode(envelope.content, validate=True)
        content = AESGCM(key).decrypt(whole[:NONCE], whole[NONCE:], about.encode("utf-8"))
        if len(content) != SALT + LENGTH or hashlib.sha256(content).hexdigest() != envelope.digest:
            raise ValueError("the digest is another one")
        return content[SALT:].rstrip(b"\x00").decode("utf-8").removesuffix("\n")
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise CaseError(f"a sealed verdict: it is not as it was sealed {error}".rstrip()) from error
