"""A certificate authority and a time-stamp authority of the tests' own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSPHRASE = "某口令"


@dataclass(frozen=True)
class Held:
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def asn1(self) -> Any:
        return asn1.Certificate.load(self.certificate.public_bytes(s.Encoding.DER))


def make(
    name: str,
    issuer: Held | None = None,
    *,
    authority: bool = False,
    stamps: bool = False,
    days: tuple[int, int] = (-1, 365),
    usage: bool = True,
) -> Held:
    """A certificate; its own issuer when none is given. ``days``: first and last day from now."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(issuer.certificate.subject if issuer else called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority and usage,
                content_commitment=not authority and usage and not stamps,
                key_encipherment=not usage,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=authority,
                crl_sign=authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if stamps:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Held(built.sign(issuer.key if issuer else key, hashes.SHA256()), key)


@cache
def root() -> Held:
    return make("试验根证书", authority=True)


def p12(folder: Path, name: str, held: Held | None = None) -> Path:
    """A PKCS#12 file of ``name`` under the root; its passphrase is ``PASSPHRASE``."""
    held = held or make(name, root())
    path = folder / f"{name}.p12"
    locked = s.BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", held.key, held.certificate, [root().certificate], locked)
    )
    return path


def pem(folder: Path, held: Held) -> Path:
    path = folder / "root.pem"
    path.write_bytes(held.certificate.public_bytes(s.Encoding.PEM))
    return path


def stamper() -> DummyTimeStamper:
    """A time-stamp authority in this process."""
    held = make("试验时间戳", root(), stamps=True)
    store = SimpleCertificateStore()
    store.register(root().asn1)
    private = held.key.private_bytes(s.Encoding.DER, s.PrivateFormat.PKCS8, s.NoEncryption())
    return DummyTimeStamper(held.asn1, asn1_keys.PrivateKeyInfo.load(private), certs_to_embed=store)


@contextmanager
def served() -> Iterator[str]:
    """The same behind HTTP, as RFC 3161 (3.4) has it; its address."""
    answering = stamper()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = answering.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
