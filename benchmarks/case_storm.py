"""Kills at random moments of ``receive`` and ``run``: nothing lost, nothing half, the next step ends the same.

    python benchmarks/case_storm.py [--kills 100] [--seed 1] [--files 200]

Each step is first done undisturbed, with a fixed clock and fixed keys, which gives the bytes that the case must have in
the end and the time it takes. Then, for each kill, the step runs in a process of its own on a copy of the case before
it, and gets SIGKILL after a random part of that time, counted from when it begins (one that had ended by then does not
count, and is done once more). What is left must open, its logs must hold but for what the next step completes, and that
step must leave the undisturbed bytes of every file but locks.
Prints one JSON object; exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal import chain, ledger, procedure
from appraisal import run as running
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.identity import Signer, signer_of

WHO = "甲"
NOW = "2026-01-01T00:00:00Z"
STEPS = ("receive", "run")
LETTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


def signer(name: str) -> Signer | None:
    return signer_of(name, hashlib.sha256(name.encode()).digest()) if name == WHO else None


def opened(root: Path) -> Case:
    return Case.open(root, clock=lambda: NOW, signers=signer)


@dataclass(frozen=True)
class Material:
    """What is received: ``works`` by label, and the methods of the run."""

    works: Mapping[str, Path]
    comparators: tuple[str, ...]


def make_material(folder: Path, files: int, seed: int = 1, comparators: Sequence[str] = ("text-exact",)) -> Material:
    """Two works that share passages, each of ``files`` texts and a zip archive."""
    draw = random.Random(seed)

    def text() -> str:
        return "".join(draw.choice(LETTERS) for _ in range(400))

    common = [text() for _ in range(20)]
    works: dict[str, Path] = {}
    for label in ("A1", "B1"):
        place = folder / label
        place.mkdir(parents=True)
        for number in range(files):
            (place / f"第{number:04d}章.txt").write_text(f"{text()} {draw.choice(common)} {text()}", "utf-8")
        with zipfile.ZipFile(place / "附件.zip", "w") as archive:
            for number in range(5):
                archive.writestr(zipfile.ZipInfo(f"{number}.txt"), text() + common[number])
        works[label] = place
    return Material(works, tuple(comparators))


def do(step: str, root: Path, material: Material) -> None:
    """One step; done already counts as done."""
    if step == "receive":
        try:
            opened(root).receive("B1", material.works["B1"], "accused", received_by=WHO)
        except CaseError as error:
            if "is taken" not in str(error):
                raise
    elif opened(root).runs():  # the run had ended but for its entry: the next step of any kind completes that
        with opened(root).working():
            pass
    else:
        running.run(opened(root), comparators=material.comparators, by=WHO, host="")


def everything(root: Path) -> dict[str, str]:
    """Digests of all files of a case but the locks."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and path.name not in ledger.LOCKS
    }


def before(root: Path, step: str, material: Material) -> None:
    """The case as it is before a step."""
    case = Case.create(root, clock=lambda: NOW, signers=signer, number="1")
    case.receive("A1", material.works["A1"], "claimed", received_by=WHO)
    if step == "run":
        do("receive", root, material)


def start(step: str, root: Path, material: Material) -> subprocess.Popen[bytes]:
    """The step in a process of its own, which has just begun with it."""
    task = {"step": step, "root": str(root), "works": {k: str(v) for k, v in material.works.items()}}
    command = [sys.executable, __file__, "--task", json.dumps({**task, "comparators": material.comparators})]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n", process.stderr and process.stderr.read().decode()
    return process


def as_task(text: str) -> int:
    task = json.loads(text)
    material = Material({k: Path(v) for k, v in task["works"].items()}, tuple(task["comparators"]))
    opened(Path(task["root"])).runs()
    print("ready", flush=True)
    do(task["step"], Path(task["root"]), material)
    return 0


def benign(root: Path) -> list[str]:
    """Faults of the logs that the next step does not complete: none but a line that was announced and cut off."""
    announced = chain.heads(root)
    return [
        f"{fault.path} {fault.line} {fault.what}"
        for fault in procedure.faults(root)
        if not (fault.what == "unreadable" and "cut off" in fault.detail and announced[fault.path].next is not None)
    ]


def storm(step: str, material: Material, scratch: Path, *, kills: int, seed: int) -> dict[str, Any]:
    """Kill ``step`` at ``kills`` random moments; what was found."""
    draw = random.Random(f"{step} {seed}")
    base, whole = scratch / f"{step}-before", scratch / f"{step}-whole"
    before(base, step, material)
    shutil.copytree(base, whole)
    process = start(step, whole, material)
    began = time.monotonic()
    _, told = process.communicate()
    duration = time.monotonic() - began
    assert process.returncode == 0, told.decode()
    wanted = everything(whole)
    lost: list[dict[str, Any]] = []
    left: Counter[str] = Counter()
    number = 0
    while left["killed"] < kills:  # a step that had ended before its kill is done once more
        number += 1
        root = scratch / f"{step}-{number}"
        shutil.copytree(base, root)
        shutil.rmtree(os.environ["APPRAISAL_HOME"], ignore_errors=True)  # features are read anew each time
        process = start(step, root, material)
        moment = draw.uniform(0, duration)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left["ended before the kill" if process.returncode == 0 else "killed"] += 1
        faults = benign(root)
        names = everything(root)
        left["with a file that was being written"] += any(name.rsplit("/", 1)[-1].startswith(".") for name in names)
        try:
            do(step, root, material)
            found = everything(root)
            differing = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
            faults += [f"afterwards: {fault.path} {fault.what}" for fault in procedure.faults(root)]
        except Exception as error:  # whatever it is, it is reported with its moment
            differing = [f"{type(error).__name__}: {error}"]
        if faults or differing:
            lost.append({"kill": number, "after": round(moment, 3), "faults": faults, "differing": differing[:20]})
        shutil.rmtree(root)
    return {"seconds undisturbed": round(duration, 3), "files": len(wanted), **left, "lost": lost}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=100, help="of each step")
    options.add_argument("--files", type=int, default=200, help="of each work")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--task", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.task:
        return as_task(given.task)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["APPRAISAL_HOME"] = str(scratch / "home")
        material = make_material(scratch / "material", given.files)
        found = {step: storm(step, material, scratch, kills=given.kills, seed=given.seed) for step in STEPS}
    print(json.dumps({"machine": platform.machine(), "python": platform.python_version(), **found}, indent=1))
    return int(any(step["lost"] for step in found.values()))


if __name__ == "__main__":
    sys.exit(main())
