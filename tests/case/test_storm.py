"""Kills, a full disk, a folder that cannot be written to, two processes at once: nothing lost, nothing half."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from appraisal import chain, ledger, procedure, run
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import CaseError
from appraisal.finding import latest
from appraisal.procedure import Kind, Step

pytestmark = pytest.mark.usefixtures("toys")
SCRIPT = Path(__file__).parents[2] / "benchmarks" / "case_storm.py"


@pytest.fixture(scope="module")
def storm() -> ModuleType:
    """The benchmark, of which this is the small version."""
    spec = importlib.util.spec_from_file_location("case_storm", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["case_storm"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def material(storm: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("APPRAISAL_HOME", str(tmp_path / "home"))
    return storm.make_material(tmp_path / "material", 10, comparators=("toy-words",))


@pytest.mark.parametrize(("step", "kills"), [("receive", 6), ("run", 4)])
def test_kills_at_random_moments(storm: ModuleType, material: Any, tmp_path: Path, step: str, kills: int) -> None:
    found = storm.storm(step, material, tmp_path, kills=kills, seed=3)
    assert found["lost"] == [] and found["killed"] > 0


# --- a full disk ------------------------------------------------------------------------------------------------------


def _full_at(monkeypatch: pytest.MonkeyPatch, place: int) -> Callable[[], bool]:
    """The disk is full from the ``place``-th write to it on; whether it came to that."""
    calls = iter(range(1_000_000))
    seen: list[bool] = []

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            if next(calls) >= place:
                seen.append(True)
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*given, **more)

        return call

    for name in ("fsync", "write", "rename", "replace", "mkdir"):
        monkeypatch.setattr(os, name, failing(getattr(os, name)))
    return lambda: bool(seen)


PLACES = {"receive": (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144), "run": (0, 2, 5, 13, 34, 55, 89)}


@pytest.mark.parametrize("step", ["receive", "run"])
def test_a_full_disk_at_any_write(storm: ModuleType, material: Any, tmp_path: Path, step: str) -> None:
    """From the n-th write on nothing can be written; with room again, the step ends with the undisturbed bytes."""
    base = tmp_path / "before"
    storm.before(base, step, material)
    whole = tmp_path / "whole"
    shutil.copytree(base, whole)
    storm.do(step, whole, material)
    wanted = storm.everything(whole)
    for place in PLACES[step]:
        root = tmp_path / f"full-{place}"
        shutil.copytree(base, root)
        failed = False
        with pytest.MonkeyPatch.context() as patched:
            full = _full_at(patched, place)
            try:
                storm.do(step, root, material)
            except OSError as error:
                failed = error.errno == errno.ENOSPC
                assert failed, error
            came_to_it = full()
        assert procedure.faults(root) == [], place
        assert not list((root / "works").glob(".part-*")), place
        storm.do(step, root, material)
        assert storm.everything(root) == wanted, place
        shutil.rmtree(root)
        if not came_to_it:
            return
    raise AssertionError("the step has more writes than were tried")


def test_a_limit_on_the_size_of_files(storm: ModuleType, material: Any, tmp_path: Path) -> None:
    """A disk that is full within a write, as the system has it: half of a file, then an error."""
    big = tmp_path / "material" / "B1" / "大.txt"
    big.write_bytes(b"0" * 300_000)
    root = tmp_path / "case"
    storm.before(root, "receive", material)
    before = storm.everything(root)
    limited = (
        "import resource, signal, sys; from appraisal.cli import main; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
        "sys.exit(main(sys.argv[1:]))"
    )
    command = ["receive", str(root), "B1", str(material.works["B1"]), "--role", "accused"]
    done = subprocess.run([sys.executable, "-c", limited, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 7 and "File too large" in done.stderr
    assert storm.everything(root) == before and procedure.faults(root) == []
    assert main(command) == 0


# --- a folder that cannot be written to -------------------------------------------------------------------------------


def _tree(root: Path, mode: int) -> None:
    for folder in [root, *(path for path in root.rglob("*") if path.is_dir())]:
        folder.chmod(mode)
    for path in root.rglob("*"):
        if path.is_file():
            path.chmod(mode & 0o666)


def _as_nobody() -> list[str]:
    """A command prefix under which folders without write permission cannot be written to."""
    if os.geteuid() != 0:
        return []
    if (setpriv := shutil.which("setpriv")) is None:
        pytest.skip("root may write everywhere, and there is no setpriv to be somebody else")
    return [
        setpriv,
        "--reuid",
        "65534",
        "--regid",
        "65534",
        "--clear-groups",
        "--bounding-set",
        "-all",
        "--inh-caps",
        "-all",
    ]


def test_a_folder_that_cannot_be_written_to(storm: ModuleType, material: Any, tmp_path: Path) -> None:
    root = tmp_path / "case"
    storm.before(root, "run", material)
    storm.do("run", root, material)
    record = next(iter(storm.opened(root).records()))
    match = record.comparison.matches[0].id
    before = storm.everything(root)
    prefix = _as_nobody()
    script = """
import json, sys
from pathlib import Path
from appraisal import procedure
from appraisal.case import Case
from appraisal.cli import main
root, codes, errors = Path(sys.argv[1]), [main(command) for command in json.loads(sys.argv[2])], []
for name, *given in json.loads(sys.argv[3]):
    try:
        getattr(Case.open(root), name)(*given)
    except OSError as error:
        errors.append(type(error).__name__)
print(json.dumps([codes, errors, len(procedure.faults(root))]))
"""
    source = tmp_path / "seen.txt"
    source.write_text("alpha", "utf-8")
    commands = [
        ["receive", str(root), "C1", str(source), "--role", "ancestor"],
        ["run", str(root), "--comparator", "toy-words"],
        ["record", str(root), "operation", "--what", "x"],
        ["log", str(root)],
    ]
    steps = [["judge", record.key, match, "accepted", "乙"], ["change"]]
    for parent in [tmp_path, *tmp_path.parents]:  # whoever is nobody has to get there
        if prefix and parent.stat().st_mode & 0o005 != 0o005:
            parent.chmod(parent.stat().st_mode | 0o055)
    _tree(root, 0o555)
    try:
        done = subprocess.run(
            [*prefix, sys.executable, "-c", script, str(root), json.dumps(commands), json.dumps(steps)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(tmp_path)},
        )
        assert done.returncode == 0, done.stderr
        codes, errors, faults = json.loads(done.stdout.splitlines()[-1])
    finally:
        _tree(root, 0o755)
    assert codes == [7, 7, 7, 0] and errors == ["PermissionError", "PermissionError"] and faults == 0
    assert storm.everything(root) == before
    storm.do("run", root, material)


# --- two processes at once --------------------------------------------------------------------------------------------

WORKER = """
import sys
from pathlib import Path
from appraisal.case import Case
from appraisal import run
from appraisal.procedure import Step
root, what, name, count = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
case = Case.open(root)
record = next(iter(case.records()), None)
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    if what == "judge":
        ids = [m.id for m in record.comparison.matches]
        case.judge(record.key, ids[number % len(ids)], "accepted", name, note=str(number))
    elif what == "record":
        case.record("operation", Step(f"{name} {number}"), name)
    elif what == "receive":
        case.receive(f"{name}{number}", root.parent / "material" / "A1", "ancestor")
    else:
        run.run(case, comparators=["toy-words"], host="", by=name)
"""


def _together(root: Path, *tasks: tuple[str, str, int]) -> list[tuple[int, str]]:
    """Tasks (what, name, how often) in processes of their own that begin at once: exit codes and messages."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(root), what, name, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for what, name, count in tasks
    ]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate()[1] for process in processes]
    return [(process.returncode, text) for process, text in zip(processes, told, strict=True)]


def _lines(root: Path, log: str) -> list[str]:
    return [str(entry.body.get("what", entry.body.get("note", ""))) for entry in chain.read(root, log)]


def test_two_processes_on_one_case(storm: ModuleType, material: Any, tmp_path: Path) -> None:
    root = tmp_path / "case"
    storm.before(root, "run", material)
    storm.do("run", root, material)
    done = _together(root, ("judge", "甲", 9), ("judge", "乙", 9), ("judge", "甲", 9), ("run", "丙", 1))
    assert [code for code, _ in done] == [0, 0, 0, 0], done
    assert procedure.faults(root) == []
    case = storm.opened(root)
    assert sorted(map(int, _lines(root, f"findings/{ledger.slug('甲')}.jsonl"))) == sorted([*range(9)] * 2)
    assert _lines(root, f"findings/{ledger.slug('乙')}.jsonl") == list(map(str, range(9)))
    assert {finding.by for finding in latest(case.findings()).values()} == {"甲", "乙"}
    assert [entry["number"] for entry in case.runs()] == [1, 2]
    done = _together(root, ("record", "甲", 6), ("record", "乙", 6), ("receive", "C", 2), ("run", "丙", 1))
    for code, text in done:  # who waits too long is told so, and has done nothing by halves
        assert code == 0 or "another process is working on this case" in text, text
    assert procedure.faults(root) == []
    said = [what for what in _lines(root, procedure.PROCEDURE) if what]
    for name, (code, _) in zip(("甲", "乙"), done, strict=False):
        mine = [what for what in said if what.startswith(name)]
        assert mine == [f"{name} {number}" for number in range(len(mine))] and (code or len(mine) == 6)
    again = Case.open(root)
    with again.working():
        assert all(again[work.label].sha256 == work.sha256 for work in again.works)
    assert not list(root.rglob(".*part*"))
    expected = procedure.expected_files(again.history())
    assert {path: again.log.digest(path) for path in expected} == {path: sha for path, (sha, _) in expected.items()}


def test_who_comes_second_is_told(
    storm: ModuleType, material: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "case"
    storm.before(root, "run", material)
    monkeypatch.setattr(ledger, "WAIT", 0.05)
    case = storm.opened(root)
    steps: Iterator[Callable[[], object]] = iter(
        (
            lambda: case.receive("C1", material.works["A1"], "ancestor"),
            lambda: run.run(case, comparators=["toy-words"], host=""),
            lambda: case.record(Kind.OPERATION, Step("x"), "甲"),
        )
    )
    before = storm.everything(root)
    with ledger.locked(root):
        for step in steps:
            with pytest.raises(CaseError, match="another process is working on this case"):
                step()
    assert storm.everything(root) == before
