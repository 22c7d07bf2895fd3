"""Bundles: checked without this program, verified in another folder, the same bytes each time, nothing beside them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from appraisal import chain, procedure
from appraisal.archive.bundle import archive
from appraisal.archive.wheels import needed, repacked, wheelhouse
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.verify.outcome import Answer, Check, Outcome, exit_code
from appraisal.verify.verifying import verify


@pytest.fixture(scope="module")
def bundle(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundle") / "bag"
    done = archive(made, out, no_wheels=True)
    assert done.integrity is Answer.HOLDS and done.closed == "left out"
    return out


@pytest.fixture
def bag(bundle: Path, tmp_path: Path) -> Path:
    """A copy in another folder."""
    shutil.copytree(bundle, tmp_path / "elsewhere" / "bag")
    return tmp_path / "elsewhere" / "bag"


def integrity(bag: Path) -> Outcome:
    (found,) = verify(bag, checks=[Check.INTEGRITY])
    return found


def failing(outcome: Outcome) -> set[tuple[str, str]]:
    return {(r.what, r.path) for r in outcome.remarks if r.answer is Answer.FAILS}


def test_a_bundle_verifies_elsewhere(bag: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRAISAL_HOME", str(tmp_path / "empty home"))
    outcomes = verify(bag, every=True)
    assert all(failing(outcome) == set() for outcome in outcomes)
    assert [outcome.answer for outcome in outcomes[1:]] == [Answer.HOLDS, Answer.HOLDS]
    assert exit_code(outcomes) == 0
    (closed,) = [r for r in outcomes[0].remarks if r.what == "closed-left-out"]
    head = chain.heads(bag / "data/case")[procedure.CLOSED]
    assert closed.answer is None and head.head in closed.detail and str(head.count) in closed.detail
    assert not (bag / "data/case/closed").exists() and not (bag / "data/case/.lock").exists()


def test_a_bundle_is_checked_without_this_program(bag: Path) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(["sha256sum", "-c", "--quiet", "--strict", manifest], cwd=bag, capture_output=True)
        assert (done.returncode, done.stdout) == (0, b"")
    text = (bag / "INSTRUCTIONS.txt").read_text("utf-8")
    assert "sha256sum -c manifest-sha256.txt" in text and "副卷：未收入" in text and "left out" in text
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text("utf-8").splitlines())
    files = [p for p in (bag / "data").rglob("*") if p.is_file()]
    assert info["Payload-Oxum"] == f"{sum(p.stat().st_size for p in files)}.{len(files)}"
    assert info["Bagging-Date"] == "2026-01-01"


@pytest.mark.parametrize(
    "name",
    [
        "bagit.txt",
        "bag-info.txt",
        "INSTRUCTIONS.txt",
        "manifest-sha256.txt",
        "data/ro-crate-metadata.json",
        "data/case/case.toml",
        "data/case/comparisons.parquet",
    ],
)
def test_each_altered_file_of_a_bundle_is_named(bag: Path, name: str) -> None:
    path = bag / name
    held = bytearray(path.read_bytes())
    for at in (0, len(held) // 2, len(held) - 1):
        held[at] ^= 1
        path.write_bytes(held)
        assert name in {path for _, path in failing(integrity(bag))}
        held[at] ^= 1
    path.unlink()
    if name == "bagit.txt":
        with pytest.raises(CaseError, match="neither"):
            verify(bag)
    else:
        assert ("missing", name) in failing(integrity(bag))


def test_extra_files_and_links_in_a_bundle(bag: Path) -> None:
    (bag / "extra.txt").write_text("x", "utf-8")
    (bag / "data/extra.txt").write_text("x", "utf-8")
    (bag / "data/case/link").symlink_to("/etc/passwd")
    assert failing(integrity(bag)) == {
        ("unrecorded", "extra.txt"),
        ("unrecorded", "data/extra.txt"),
        ("link", "data/case/link"),
        ("link", "link"),
    }


def test_hostile_manifests(bag: Path) -> None:
    path = bag / "manifest-sha256.txt"
    held = path.read_bytes()
    for line in (
        b"x\n",
        b"0" * 64 + b"  ../../etc/passwd\n",
        b"0" * 64 + b"  data/../x\n",
        b"0" * 64 + b"  bagit.txt\n",
    ):
        path.write_bytes(held + line)
        named = {(r.what, r.line) for r in integrity(bag).remarks}
        assert ("manifest-line", held.count(b"\n") + 1) in named
    (bag / "data/case").rename(bag / "moved")
    assert ("missing", "data/case") in failing(integrity(bag))


def test_a_closed_part_that_was_taken_away_is_missed(made: Path, tmp_path: Path) -> None:
    done = archive(made, tmp_path / "bag", no_wheels=True, closed=True)
    assert done.closed == "included" and failing(integrity(tmp_path / "bag")) == set()
    shutil.rmtree(tmp_path / "bag/data/case/closed")
    assert ("log-removed", procedure.CLOSED) in failing(integrity(tmp_path / "bag"))


@pytest.mark.parametrize("suffix", ["zip", "tar"])
def test_files_are_the_same_bytes_each_time(made: Path, bundle: Path, tmp_path: Path, suffix: str) -> None:
    shutil.copytree(made, tmp_path / "copy")
    for number, root in enumerate((made, tmp_path / "copy")):
        (tmp_path / str(number)).mkdir()
        archive(root, tmp_path / str(number) / f"bag.{suffix}", no_wheels=True)
    one, other = (tmp_path / str(number) / f"bag.{suffix}" for number in (0, 1))
    assert one.read_bytes() == other.read_bytes()
    with pytest.raises(CaseError, match="neither"):
        verify(one)
    if suffix == "zip":
        with zipfile.ZipFile(one) as archived:
            archived.extractall(tmp_path / "out")
    else:
        with tarfile.open(one) as unpacked:
            unpacked.extractall(tmp_path / "out", filter="data")
    listed = {
        p.relative_to(base).as_posix(): p.read_bytes()
        for base in (bundle, tmp_path / "out/bag")
        for p in base.rglob("*")
        if p.is_file()
    }
    assert all((bundle / name).read_bytes() == data for name, data in listed.items())
    assert failing(integrity(tmp_path / "out/bag")) == set()


def test_names_of_any_bytes(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", number="1\nClosed-Part: left out", clock=lambda: "2026-01-01T00:00:00Z")
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("50%.txt", "two\nlines.txt", "back\\slash.txt", os.fsdecode("文.txt".encode("gb18030"))):
        (folder / name).write_text("alpha", "utf-8")
    case.receive("A1", folder, "claimed")
    archive(case.root, tmp_path / "bag", no_wheels=True)
    archive(case.root, tmp_path / "bag.tar", no_wheels=True)
    assert failing(integrity(tmp_path / "bag")) == set()
    assert "Closed-Part: left out\n" not in (tmp_path / "bag/bag-info.txt").read_text("utf-8").splitlines(keepends=True)
    with tarfile.open(tmp_path / "bag.tar") as unpacked:
        unpacked.extractall(tmp_path / "out", filter="data")
    assert failing(integrity(tmp_path / "out/bag")) == set()
    with pytest.raises(CaseError, match=r"folder or a \.tar"):
        archive(case.root, tmp_path / "bag.zip", no_wheels=True)
    assert not (tmp_path / "bag.zip").exists() and not list(tmp_path.glob(".part-*"))


def test_what_archive_refuses(root: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(CaseError, match="exists already"):
        archive(root, tmp_path / "there", no_wheels=True)
    with pytest.raises(CaseError, match="inside the case"):
        archive(root, root / "bag", no_wheels=True)
    with pytest.raises(CaseError, match="no case"):
        archive(tmp_path / "there", tmp_path / "bag", no_wheels=True)
    with pytest.raises(CaseError, match="no folder of wheels"):
        archive(root, tmp_path / "bag", wheel_folder=tmp_path / "nowhere")
    (root / "notebooks/link").symlink_to("/etc/passwd")
    with pytest.raises(CaseError, match="no regular file"):
        archive(root, tmp_path / "bag", no_wheels=True)


def test_a_broken_case_is_archived_as_what_it_is(root: Path, tmp_path: Path) -> None:
    (root / "comparisons.parquet").write_bytes(b"x")
    assert archive(root, tmp_path / "bag", no_wheels=True).integrity is Answer.FAILS
    assert "Integrity-When-Archived: does-not-hold" in (tmp_path / "bag/bag-info.txt").read_text("utf-8")
    assert failing(integrity(tmp_path / "bag")) == {("altered", "comparisons.parquet")}


def test_the_description(bag: Path) -> None:
    body = json.loads((bag / "data/ro-crate-metadata.json").read_text("utf-8"))
    graph = {entity["@id"]: entity for entity in body["@graph"]}
    assert body["@context"] == "https://w3id.org/ro/crate/1.1/context" and len(graph) == len(body["@graph"])
    about = graph["ro-crate-metadata.json"]
    assert about["about"] == {"@id": "./"} and about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = graph["./"]
    assert root["@type"] == "Dataset" and {"name", "description", "datePublished", "license"} <= root.keys()
    referred = [*root["hasPart"], *root["creator"], *root["mentions"]]
    referred += [each for entity in graph.values() for each in entity.get("result", ()) if isinstance(each, dict)]
    assert all(each["@id"] in graph for each in referred)
    files = [entity for entity in graph.values() if entity["@type"] == "File"]
    assert {"case/report/report.pdf", "case/runs/0001.json"} <= {entity["@id"] for entity in files}
    assert all((bag / "data" / entity["@id"]).stat().st_size == int(entity["contentSize"]) for entity in files)
    assert {entity["name"] for entity in graph.values() if entity["@type"] == "Person"} == {"甲", "乙"}
    assert {"typst", "copyright-appraisal", "pylopdf-fonts-zh-cn (fonts)"} <= {
        entity["name"] for entity in graph.values() if entity["@type"] == "SoftwareApplication"
    }


def test_the_wheelhouse(tmp_path: Path) -> None:
    versions = {one.name: one.version for one in needed()}
    assert {"typst", "numpy", "pylopdf-fonts-zh-cn", "jupyterlab", "copyright-appraisal"} <= versions.keys()
    assert not {"pytest", "ruff", "pikepdf"} & versions.keys()
    given = tmp_path / "wheels"
    given.mkdir()
    for name in (f"typst-{versions['typst']}-cp38-abi3-any.whl", "typst-0.0.1-py3-none-any.whl", "odd.whl"):
        (given / name).write_bytes(b"wheel")
    house = wheelhouse(tmp_path / "scratch", wheels=given)
    names = [piece.name for piece in house.pieces]
    own = next(name for name in names if "copyright_appraisal" in name)
    assert names == [own, f"data/wheelhouse/typst-{versions['typst']}-cp38-abi3-any.whl", "data/wheelhouse/lock.txt"]
    lock = house.pieces[-1].source
    assert isinstance(lock, bytes) and house.pieces[0].sha256 in lock.decode()
    assert f"\n# numpy=={versions['numpy']}\n" in lock.decode() and "numpy" in {one.name for one in house.lacking}


def test_a_wheel_made_from_what_is_installed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    info = site / "odd_methods-1.2.dist-info"
    info.mkdir(parents=True)
    (site / "odd_methods.py").write_text("ANSWER = 42\n", "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-methods\nVersion: 1.2\n", "utf-8")
    (info / "WHEEL").write_text("Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n", "utf-8")
    (info / "INSTALLER").write_text("pip\n", "utf-8")
    listed = ["odd_methods.py,,", "../../bin/odd,,", "__pycache__/odd_methods.cpython-311.pyc,,"]
    listed += [f"odd_methods-1.2.dist-info/{name},," for name in ("METADATA", "WHEEL", "INSTALLER", "RECORD")]
    (info / "RECORD").write_text("\n".join(listed) + "\n", "utf-8")
    name, data = repacked(PathDistribution(info))
    assert (name, data) == repacked(PathDistribution(info)) and name == "odd_methods-1.2-py3-none-any.whl"
    (tmp_path / name).write_bytes(data)
    install = [
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--target",
        str(tmp_path / "there"),
        str(tmp_path / name),
    ]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True)
    assert (tmp_path / "there/odd_methods.py").read_text("utf-8") == "ANSWER = 42\n"
