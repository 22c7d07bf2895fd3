"""The house keeps its own rules: one OpenCV, a lock that fits and betrays no machine, a wheel with all its data."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements" / "lock.txt").read_text(encoding="utf-8")
OCR = (ROOT / "requirements" / "ocr.txt").read_text(encoding="utf-8")  # extras that are locked apart
SEMANTIC = (ROOT / "requirements" / "semantic.txt").read_text(encoding="utf-8")
PACKAGES = ("appraisal", "comparators", "reports")
# Not in the wheel, and not wanted there.
LITTER = {"__pycache__", ".ipynb_checkpoints", ".mypy_cache", ".ruff_cache"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str = LOCK) -> dict[str, str]:
    """Name -> version of each entry of a lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, flags=re.MULTILINE))


def direct() -> list[str]:
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    return sorted({canonical(re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0]) for line in wanted})


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_only_the_headless_opencv_is_installed() -> None:
    builds = {
        canonical(distribution.metadata["Name"])
        for distribution in metadata.distributions()
        if canonical(distribution.metadata["Name"]).startswith("opencv-")
    }
    assert builds == {"opencv-python-headless"}, "every build of OpenCV owns the same files: keep the headless one only"


@pytest.mark.parametrize("name", direct())
def test_each_dependency_is_locked_and_explained(name: str) -> None:
    assert name in {**locked(), **locked(OCR), **locked(SEMANTIC)}, "run `make lock`"
    explained = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    assert f"`{name}`" in explained, "say in docs/decisions/0001-dependencies.md why it is here, and its licence"


@pytest.mark.parametrize("lock", [LOCK, OCR, SEMANTIC], ids=["lock", "ocr", "semantic"])
def test_the_lock_is_hashed_and_names_no_index(lock: str) -> None:
    assert "://" not in lock
    options = [line for line in lock.splitlines() if line.startswith("-")]
    assert options == [], "no option, such as an index address or a folder of wheels, belongs in the lock"
    for entry in re.split(r"\n(?=[a-z0-9])", lock):
        if re.match(r"[a-z0-9]", entry):
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("extra", [OCR, SEMANTIC], ids=["ocr", "semantic"])
def test_locks_have_the_same_versions(extra: str) -> None:
    first, second = locked(), locked(extra)
    assert {name: second[name] for name in first.keys() & second.keys() if first[name] != second[name]} == {}


def test_what_is_installed_is_what_is_locked() -> None:
    wrong = {
        name: (version, metadata.version(name))
        for name, version in locked().items()
        if name in direct() and metadata.version(name) != version
    }
    assert wrong == {}, "locked, installed: run `make setup`"


# Spelled in two parts, so that this file does not find itself.
MACHINE_PATHS = re.compile(
    rb"(?<![\w./-])(?:/wo"
    + rb"rk/|/ro"
    + rb"ot/|/ho"
    + rb"me/(?!\.\.\.)[a-z]|/Use"
    + rb"rs/[A-Za-z]|[A-Z]:\\+Use"
    + rb"rs\\)"
)


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group().decode()}"
        for path in tracked()
        if (match := MACHINE_PATHS.search(path.read_bytes()))
    ]
    assert found == []


def test_the_wheel_carries_all_package_data_and_the_notebooks(tmp_path: Path) -> None:
    build = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert build.returncode == 0, build.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    wanted = set()
    for path in tracked():
        parts = path.relative_to(ROOT).parts
        if parts[0] in PACKAGES:
            wanted.add("/".join(parts))
        elif parts[0] == "notebooks":
            wanted.add("/".join(("appraisal", "_notebooks", *parts[1:])))
    assert wanted - inside == set(), "missing from the wheel"
    outside = {name for name in inside if name.split("/")[0] not in PACKAGES and ".dist-info/" not in name}
    assert outside == set(), "the wheel installs nothing beside its three packages"
    assert not any(LITTER & set(name.split("/")) for name in inside)


def test_it_cannot_be_uploaded_by_mistake() -> None:
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]
