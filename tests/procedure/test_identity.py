"""Keys of persons: readable by nobody else, never overwritten, and of no use when they do not belong together."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from appraisal import identity
from appraisal.cli import main
from appraisal.errors import AppraisalError, CaseError, UsageError
from appraisal.identity import PASSPHRASE, PRIVATE, PUBLIC, Signature, holds, known, make, signer_of, unlock

from .forging import KEYS

DIGEST = "ab" * 32


def folder(home: Path) -> Path:
    (found,) = (home / "identities").iterdir()
    return found


def test_a_key_is_made_and_signs(tmp_path: Path) -> None:
    person = make(tmp_path, " 张三 ", institution="某所")
    assert (person.name, person.institution) == ("张三", "某所") and len(person.key) == 64
    assert len(person.fingerprint) == 16 and known(tmp_path) == (person,)
    signer = unlock(tmp_path, "张三", {})
    assert signer is not None and signer.person == person
    signature = signer.sign(DIGEST)
    assert holds(signature, DIGEST) and not holds(signature, "cd" * 32)
    assert signature == signer.sign(DIGEST)
    assert unlock(tmp_path, "李四", {}) is None and unlock(tmp_path / "nowhere", "张三", {}) is None


def test_nobody_else_reads_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make(tmp_path, "张三")
    finally:
        os.umask(before)
    place = folder(tmp_path)
    assert stat.S_IMODE((place / PRIVATE).stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_with_a_passphrase(tmp_path: Path) -> None:
    make(tmp_path, "张三", passphrase="很长的口令")
    assert b"ENCRYPTED" in (folder(tmp_path) / PRIVATE).read_bytes()
    assert unlock(tmp_path, "张三", {PASSPHRASE: "很长的口令"}) is not None
    with pytest.raises(UsageError, match="is encrypted"):
        unlock(tmp_path, "张三", {})
    with pytest.raises(UsageError, match="wrong passphrase"):
        unlock(tmp_path, "张三", {PASSPHRASE: "别的"})
    make(tmp_path, "李四")
    with pytest.raises(UsageError, match="is not encrypted"):
        unlock(tmp_path, "李四", {PASSPHRASE: "x"})


def test_never_overwritten(tmp_path: Path) -> None:
    make(tmp_path, "张三")
    held = (folder(tmp_path) / PRIVATE).read_bytes()
    with pytest.raises(UsageError, match="never overwritten"):
        make(tmp_path, "张三")
    (folder(tmp_path) / PUBLIC).unlink()  # the private half alone is a key, too
    with pytest.raises(UsageError, match="never overwritten"):
        make(tmp_path, "张三")
    assert (folder(tmp_path) / PRIVATE).read_bytes() == held


def test_half_a_pair_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(identity, "write_whole", full)
        with pytest.raises(OSError, match="No space"):
            make(tmp_path, "张三")
    assert list(folder(tmp_path).iterdir()) == [] and unlock(tmp_path, "张三", {}) is None
    assert make(tmp_path, "张三") == known(tmp_path)[0]


@pytest.mark.parametrize("name", ["", "  ", os.fsdecode(b"\xff")])
def test_names_that_are_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        make(tmp_path, name)
    assert not (tmp_path / "identities").exists() and unlock(tmp_path, name, {}) is None


def test_names_are_told_apart(tmp_path: Path) -> None:
    for name in ("a/b", "a_b", "..", "张" * 100):
        make(tmp_path, name)
        signer = unlock(tmp_path, name, {})
        assert signer is not None and signer.person.name == name
    assert len(known(tmp_path)) == 4 and {p.parent for p in tmp_path.rglob(PUBLIC)} <= set(
        (tmp_path / "identities").iterdir()
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"name": "张三", "key": "00", "institution": ""}',
        '{"name": 1, "key": [], "institution": ""}',
    ],
)
def test_a_damaged_public_half(tmp_path: Path, text: str) -> None:
    make(tmp_path, "张三")
    (folder(tmp_path) / PUBLIC).write_text(text, "utf-8")
    with pytest.raises(CaseError, match=r"public\.json is no identity"):
        unlock(tmp_path, "张三", {})
    with pytest.raises(CaseError, match=r"public\.json is no identity"):
        known(tmp_path)


@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
@example(at=519, byte=118)
def test_a_damaged_private_half(tmp_path_factory: pytest.TempPathFactory, at: int, byte: int) -> None:
    home = tmp_path_factory.getbasetemp() / "damaged"
    if not home.exists():
        make(home, "张三")
    path = folder(home) / PRIVATE
    held = path.read_bytes()
    at %= len(held)
    path.write_bytes(held[:at] + bytes([byte]) + held[at + 1 :])
    try:
        signer = unlock(home, "张三", {})
        assert signer is not None and holds(signer.sign(DIGEST), DIGEST)  # a byte that does not count, or the same one
        assert signer.person == known(home)[0]
    except UsageError as error:
        assert "张三" in str(error)
    finally:
        path.write_bytes(held)


def test_halves_that_do_not_belong_together(tmp_path: Path) -> None:
    make(tmp_path, "张三")
    place = folder(tmp_path)
    body = json.loads((place / PUBLIC).read_text("utf-8"))
    for change in ({"key": KEYS["甲"].person.key}, {"name": "李四"}):
        (place / PUBLIC).write_text(json.dumps({**body, **change}), "utf-8")
        with pytest.raises(UsageError, match="do not belong together"):
            unlock(tmp_path, "张三", {})
    (place / PRIVATE).unlink()
    with pytest.raises(UsageError, match="cannot be read"):
        unlock(tmp_path, "张三", {})


def test_a_key_of_another_kind(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric import ec

    make(tmp_path, "张三")
    other = ec.generate_private_key(ec.SECP256R1())
    pem = other.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption())
    (folder(tmp_path) / PRIVATE).write_bytes(pem)
    with pytest.raises(UsageError, match="do not belong together"):
        unlock(tmp_path, "张三", {})


def test_a_new_key_in_place_of_the_old_one(tmp_path: Path) -> None:
    """A notebook may run for days: what was unlocked first does not stand for what lies there now."""
    make(tmp_path, "张三")
    first = unlock(tmp_path, "张三", {})
    folder(tmp_path).rename(tmp_path / "old")
    second = make(tmp_path, "张三")
    signer = unlock(tmp_path, "张三", {})
    assert signer is not None and first is not None and signer.person == second != first.person


@given(st.text(max_size=90), st.text(max_size=90))
def test_malformed_signatures_do_not_hold(key: str, value: str) -> None:
    assert not holds(Signature(key, value), DIGEST)


def test_signatures_of_other_keys(tmp_path: Path) -> None:
    mine, other = KEYS["甲"], KEYS["乙"]
    signature = mine.sign(DIGEST)
    assert holds(signature, DIGEST)
    assert not holds(Signature(other.person.key, signature.value), DIGEST)
    assert not holds(Signature(signature.key.upper(), signature.value), DIGEST)
    assert not holds(Signature(signature.key, signature.value + "\n"), DIGEST)
    assert signer_of("甲", b"\x00" * 32).person.key == signer_of("乙", b"\x00" * 32).person.key


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("APPRAISAL_HOME", str(tmp_path))
    assert main(["identity", "new", "张三", "--institution", "某所"]) == 0
    told = capsys.readouterr()
    assert PASSPHRASE in told.err
    assert main(["identity", "list"]) == 0
    listed = capsys.readouterr().out
    assert "张三  某所" in listed and known(tmp_path)[0].fingerprint in listed and known(tmp_path)[0].key in told.out
    assert main(["identity", "new", "张三"]) == 2
    monkeypatch.setenv(PASSPHRASE, "口令")
    assert main(["identity", "new", "李四"]) == 0
    assert PASSPHRASE not in capsys.readouterr().err
    assert b"ENCRYPTED" in next(p for p in tmp_path.rglob(PRIVATE) if "李四" in str(p)).read_bytes()
    assert issubclass(UsageError, AppraisalError)
