"""Who signs: one Ed25519 key a person, made on the person's own machine and never put into a case.

A case holds the public halves only, as events of its procedure log (``procedure.Kind.PERSON``). A signature says that
whoever held the key saw exactly these bytes; it replaces neither seal nor hand signature.

Keys lie in ``$APPRAISAL_HOME/identities/NAME-xxxxxxxx/``: ``public.json`` and ``private.pem`` (PKCS #8, encrypted when
a passphrase was given). Ed25519 is RFC 8032: signing the same bytes twice gives the same signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.cache import write_whole
from appraisal.errors import CaseError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC, PRIVATE = "public.json", "private.pem"
PASSPHRASE = "APPRAISAL_PASSPHRASE"  # noqa: S105  the variable's name, not a passphrase
SCHEMA = "appraisal.identity/1"


def home() -> Path:
    """Where this user's keys, named backgrounds and features lie: ``$APPRAISAL_HOME`` or the user's data folder."""
    given = os.environ.get("APPRAISAL_HOME")
    base = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return Path(given) if given else Path(base) / "copyright-appraisal"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as others know them: name, institution, public key (64 hex digits)."""

    name: str
    key: str
    institution: str = ""

    @property
    def fingerprint(self) -> str:
        """What two people read to each other to compare keys: 16 hex digits of the key's SHA-256."""
        return hashlib.sha256(bytes.fromhex(self.key)).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Signature:
    """Over the ASCII bytes of a digest in hex. ``key``: public key, 64 hex digits; ``value``: base64."""

    key: str
    value: str


@dataclass(frozen=True)
class Signer:
    """A person with the private key at hand."""

    person: Person
    private: Ed25519PrivateKey

    def sign(self, digest: str) -> Signature:
        value = self.private.sign(digest.encode("ascii"))
        return Signature(self.person.key, base64.b64encode(value).decode("ascii"))


@lru_cache(maxsize=1 << 14)  # each step asks it of every entry before it
def holds(signature: Signature, digest: str) -> bool:
    """Whether the signature is of this digest by the key it names. False for anything malformed."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key, value = bytes.fromhex(signature.key), base64.b64decode(signature.value, validate=True)
        if key.hex() != signature.key or base64.b64encode(value).decode("ascii") != signature.value:
            return False  # another spelling of the same bytes: nobody wrote it so
        Ed25519PublicKey.from_public_bytes(key).verify(value, digest.encode("ascii"))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def signer_of(name: str, seed: bytes, institution: str = "") -> Signer:
    """A signer from 32 bytes of seed; the same seed gives the same key (the sample case has invented persons)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(seed)
    return Signer(Person(name, _public(private), institution), private)


def _public(private: Ed25519PrivateKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _folder(home: Path) -> Path:
    return home / "identities"


def _place(home: Path, name: str) -> Path:
    letters = "".join(c if c.isalnum() or c in "_.-" else "_" for c in name)[:40]
    told_apart = hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return _folder(home) / f"{letters}-{told_apart}"


def make(home: Path, name: str, *, institution: str = "", passphrase: str = "") -> Person:
    """A new key pair for ``name``. ``UsageError`` when there is one already: a key is never overwritten."""
    from cryptography.hazmat.primitives import serialization as s

    name = name.strip()
    if not name:
        raise UsageError("an identity needs the person's name")
    try:
        (name + institution).encode()
    except UnicodeEncodeError as error:
        raise UsageError("the name or the institution holds bytes that are no UTF-8 text: write it anew") from error
    place = _place(home, name)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    signer = signer_of(name, os.urandom(32), institution)
    locked: s.KeySerializationEncryption = s.NoEncryption()
    if passphrase:
        locked = s.BestAvailableEncryption(passphrase.encode("utf-8", "surrogateescape"))
    pem = signer.private.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, locked)
    try:
        handle = os.open(place / PRIVATE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError(
            f"there is an identity of {name} in {place}: keys are never overwritten; move it away first"
        ) from error
    body = {"schema": SCHEMA, "name": name, "institution": institution, "key": signer.person.key}
    try:
        with open(handle, "wb") as stream:
            stream.write(pem)
            stream.flush()
            os.fsync(stream.fileno())
        write_whole(place / PUBLIC, (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode(), durable=True)
    except BaseException:
        (place / PRIVATE).unlink()  # half a pair, with which nobody has signed
        raise
    return signer.person


def _person(path: Path) -> Person:
    try:
        body = json.loads(path.read_text("utf-8"))
        person = Person(str(body["name"]), str(body["key"]), str(body["institution"]))
        if len(bytes.fromhex(person.key)) != 32:
            raise ValueError("the key is not 32 bytes long")
        if bytes.fromhex(person.key).hex() != person.key:
            raise ValueError("the key is not written in lower-case digits")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CaseError(f"{path} is no identity: {error}") from error
    return person


def here(home: Path, name: str) -> bool:
    """Whether a key of that person lies on this machine; nothing is unlocked."""
    return (_place(home, name.strip()) / PUBLIC).exists()


def known(home: Path) -> tuple[Person, ...]:
    """The persons whose keys lie on this machine, by name."""
    return tuple(sorted((_person(p) for p in _folder(home).glob(f"*/{PUBLIC}")), key=lambda p: (p.name, p.key)))


def unlock(home: Path, name: str, environment: Mapping[str, str] = os.environ) -> Signer | None:
    """The signer of ``name``; None when this machine has no key of that person.

    An encrypted key takes its passphrase from ``$APPRAISAL_PASSPHRASE``; ``UsageError`` when it is not the right one.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    name = name.strip()
    place = _place(home, name)
    if not (place / PUBLIC).exists():
        return None
    person = _person(place / PUBLIC)
    try:
        pem = (place / PRIVATE).read_bytes()
    except OSError as error:
        raise UsageError(f"the key of {name} cannot be read: {place / PRIVATE}: {error.strerror}") from error
    private = _unlocked(pem, environment.get(PASSPHRASE, ""), name)
    if not isinstance(private, Ed25519PrivateKey) or (person.name, person.key) != (name, _public(private)):
        raise UsageError(f"{place}: name, public key and private key of {name} do not belong together")
    return Signer(person, private)


@lru_cache(maxsize=8)  # deriving the key from a passphrase takes a noticeable time
def _unlocked(pem: bytes, passphrase: str, name: str) -> object:
    from cryptography.exceptions import InternalError, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(pem, passphrase.encode("utf-8", "surrogateescape") or None)
    except TypeError as error:
        told = "is encrypted" if not passphrase else "is not encrypted"
        raise UsageError(f"the key of {name} {told}: set {PASSPHRASE} accordingly") from error
    except (ValueError, UnsupportedAlgorithm, InternalError) as error:  # what a damaged file makes of it
        raise UsageError(f"the key of {name} cannot be unlocked: wrong passphrase, or {PRIVATE} is damaged") from error
