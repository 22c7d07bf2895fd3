"""A token: SoftHSM2 stands in for the card of a person."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization as s

from appraisal.errors import UsageError
from appraisal.signing import detached
from appraisal.signing.credentials import from_token
from tests.signing import authority

MODULES = sorted(Path("/usr/lib").glob("**/softhsm/libsofthsm2.so"))
PIN = "246810"


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The library, and a token ``panel`` that holds a certificate ``jia``."""
    if not MODULES or shutil.which("softhsm2-util") is None:
        if os.environ.get("APPRAISAL_REQUIRE_ALL"):
            pytest.fail("softhsm2 is not installed")
        pytest.skip("softhsm2 is not installed")
    import pkcs11
    from pkcs11.util import rsa as rsa_util

    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    told = ["softhsm2-util", "--init-token", "--free", "--label", "panel", "--pin", PIN, "--so-pin", "1234"]
    subprocess.run(told, check=True, capture_output=True)
    held = authority.make("甲", authority.root())
    key = held.key.private_bytes(s.Encoding.DER, s.PrivateFormat.TraditionalOpenSSL, s.NoEncryption())
    library = pkcs11.lib(str(MODULES[0]))
    with library.get_token(token_label="panel").open(user_pin=PIN, rw=True) as session:
        named = {pkcs11.Attribute.LABEL: "jia", pkcs11.Attribute.ID: b"1", pkcs11.Attribute.TOKEN: True}
        session.create_object({**rsa_util.decode_rsa_private_key(key), **named})
        certificate = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.VALUE: held.certificate.public_bytes(s.Encoding.DER),
            pkcs11.Attribute.SUBJECT: held.certificate.subject.public_bytes(),
        }
        session.create_object({**certificate, **named})
    return str(MODULES[0])


def test_signs(module: str) -> None:
    with from_token(module, "panel", "jia", PIN) as credential:
        made = detached.signature(b"what is signed", credential, stamper=authority.stamper())
    assert credential.certificate.subject == "Common Name: 甲"
    found = detached.read(b"what is signed", made, [authority.root().asn1])
    assert found.holds and found.trusted and found.stamped
    assert not detached.read(b"what is signee", made).intact


@pytest.mark.parametrize(
    ("token", "label", "pin"), [("none", "jia", PIN), ("panel", "jia", "000000"), ("panel", "yi", PIN)]
)
def test_what_a_token_refuses(module: str, token: str, label: str, pin: str) -> None:
    with pytest.raises(UsageError, match="token"), from_token(module, token, label, pin) as credential:
        detached.signature(b"", credential)


def test_a_library_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened"), from_token(str(tmp_path / "none.so"), "panel", "x", PIN):
        raise AssertionError
