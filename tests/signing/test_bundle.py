"""A signature beside a bundle: over everything in it, checked by us and by OpenSSL."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import CaseError, Unreadable
from appraisal.signing.credentials import SECRET
from appraisal.verify import tags
from tests.signing import authority


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    case = Case.create(folder / "case", number="1", title="x", language="zh")
    for name in ("bundle", "bundle.zip", "bundle.tar"):
        assert main(["archive", str(case.root), str(folder / name), "--no-wheels"]) == 0
    return folder / "bundle"


@pytest.mark.parametrize("form", ["", ".zip", ".tar"])
def test_signed_and_checked(
    bundle: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SECRET, authority.PASSPHRASE)
    whole = bundle.with_name(bundle.name + form)
    target = tmp_path / "x.p7s"
    p12, root = authority.p12(tmp_path, "某机构"), authority.pem(tmp_path, authority.root())
    with authority.served() as url:
        told = ["sign-bundle", str(whole), "--out", str(target), "--p12", str(p12), "--tsa", url]
        assert main(told) == 0
    assert main(["signatures", str(target), "--bundle", str(bundle), "--trust", str(root)]) == 0
    said = capsys.readouterr().out
    assert "its certificate leads to a root given" in said and "试验时间戳" in said
    other = authority.pem(tmp_path, authority.make("另一根", authority=True))
    assert main(["signatures", str(target), "--bundle", str(bundle), "--trust", str(other)]) == 10
    assert main(told) == 2  # never overwritten


def test_openssl_agrees(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    monkeypatch.setenv(SECRET, authority.PASSPHRASE)
    target, content = tmp_path / "x.p7s", tmp_path / "content"
    p12, root = authority.p12(tmp_path, "某机构"), authority.pem(tmp_path, authority.root())
    assert main(["sign-bundle", str(bundle), "--out", str(target), "--p12", str(p12)]) == 0
    for changed, code in ((b"", 0), (b" ", 4)):
        content.write_bytes(tags.manifest(bundle) + changed)
        done = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(target), "-content", str(content),
             "-CAfile", str(root), "-purpose", "any", "-out", str(tmp_path / "out")],
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr


def test_a_changed_bundle_and_files_that_are_none(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, authority.PASSPHRASE)
    target = tmp_path / "x.p7s"
    assert main(["sign-bundle", str(bundle), "--out", str(target), "--p12", str(authority.p12(tmp_path, "甲"))]) == 0
    changed = tmp_path / "changed"
    shutil.copytree(bundle, changed)
    tagged = changed / "tagmanifest-sha256.txt"
    tagged.chmod(0o644)
    tagged.write_bytes(tagged.read_bytes().replace(b"0", b"1", 1))
    assert main(["signatures", str(target), "--bundle", str(changed)]) == 10
    for content in (b"", b"\x30\x80", target.read_bytes()[:300]):
        target.write_bytes(content)
        with pytest.raises(Unreadable):
            from appraisal.signing.checking import check

            check(target, content=tags.manifest(bundle))
    for path in (tmp_path, target, tmp_path / "none"):
        with pytest.raises(CaseError, match="is no bundle"):
            tags.manifest(path)
