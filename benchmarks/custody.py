"""A big case: the speed of ``receive`` and of the whole integrity check of ``verify``, beside ``sha256sum`` and ``cp``.

    python benchmarks/custody.py [--files 100000] [--gib 20] [--scratch DIR]

Makes random files with log-normal sizes below the scratch folder (needs twice ``--gib`` of free space) and takes them
away again. Each step runs in a process of its own; seconds are of the wall and of all its threads and children, memory
is the largest resident size in MiB. The steps that write end when all is on the disk. Prints one JSON object.
``receive`` and ``verify`` are the commands' own steps on a case folder; ``check_files`` is the part of ``verify`` that
reads files. ``digests`` are the speeds of one core on bytes in memory; ``floor_seconds`` is the time that four digests
of this many bytes take at least, on all cores of this machine. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SIGMA = 1.8  # of the logarithm of sizes: most files are small, most bytes lie in big ones
FOLDERS = 300
LABEL = "A1"
HASHES = ("md5", "sha1", "sha256", "sm3")
SUM = "find {source} -type f -print0 | sort -z | xargs -0 -n {count} sha256sum > {list}"


def make_tree(root: Path, files: int, size: int) -> int:
    """Random files below ``root``; the bytes of all of them, about ``size``."""
    draw = random.Random(20)
    shares = [draw.lognormvariate(0, SIGMA) for _ in range(files)]
    each = size / sum(shares)
    for number in range(FOLDERS):
        (root / f"d{number % 20}" / f"e{number}").mkdir(parents=True, exist_ok=True)
    total = 0
    for number, share in enumerate(shares):
        folder = number % FOLDERS
        left = int(share * each)
        total += left
        with (root / f"d{folder % 20}" / f"e{folder}" / f"{number:06d}.bin").open("wb") as stream:
            while left:
                left -= stream.write(os.urandom(min(left, 1 << 22)))
    os.sync()
    return total


def speeds() -> dict[str, int]:
    """MB a second of each digest on one core, bytes in memory: the best of five."""
    data = os.urandom(1 << 18)  # as much as is digested at once
    found = {}
    for name in HASHES:
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            state = hashlib.new(name)
            for _ in range(200):
                state.update(data)
            times.append(time.perf_counter() - begun)
        found[name] = round(200 * len(data) / min(times) / 1e6)
    return found


def receive(source: Path, scratch: Path) -> None:
    from appraisal.case import Case

    Case.create(scratch / "case", number="1").receive(LABEL, source, "claimed")


def verify(source: Path, scratch: Path) -> None:
    from appraisal.verify.outcome import Answer, Check
    from appraisal.verify.verifying import verify as check

    (outcome,) = check(scratch / "case", checks=(Check.INTEGRITY,))
    if any(remark.answer is Answer.FAILS for remark in outcome.remarks):
        raise SystemExit(f"the case does not hold: {outcome.remarks[:3]}")


def digest(source: Path, scratch: Path) -> None:
    from appraisal import digests, threads

    sizes = [(path, path.stat().st_size) for path in sorted(source.rglob("*")) if path.is_file()]
    for _ in threads.in_order(lambda item: digests.of_file(item[0]), sizes, weigh=lambda item: item[1]):
        pass


def check_files(source: Path, scratch: Path) -> None:
    from appraisal import digests
    from appraisal.digest_table import read_table

    rows = read_table((scratch / "case" / "digests" / f"{LABEL}.tsv").read_bytes(), where="digests")
    pairs = ((source / name, one.sha256) for name, one in rows)
    if any(expected != found for _, expected, found in digests.check_files(pairs)):
        raise SystemExit("a file is not as received")


def open_work(source: Path, scratch: Path) -> None:
    from appraisal.work import Work

    Work.open(source)


STEPS: dict[str, Callable[[Path, Path], None]] = {
    "receive": receive,
    "digest": digest,
    "verify": verify,
    "check_files": check_files,
    "open": open_work,
}


def measured(command: Sequence[str]) -> dict[str, float]:
    """Wall and CPU seconds of a command and its children, and the largest resident size of one of them in MiB."""
    code = (
        "import json, resource, subprocess, sys, time; begun = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); wall = time.perf_counter() - begun; "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))"
    )
    text = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True).stdout
    wall, cpu, memory = json.loads(text)
    return {"wall": round(wall, 2), "cpu": round(cpu, 2), "rss_mib": round(memory)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--gib", type=float, default=20)
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--step", choices=list(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--at", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        STEPS[given.step](given.at / "source", given.at)
        return
    scratch = Path(tempfile.mkdtemp(prefix="custody-", dir=given.scratch))
    try:
        print(json.dumps(benchmark(scratch, given.files, int(given.gib * 2**30)), indent=2))
    finally:
        shutil.rmtree(scratch)


def benchmark(scratch: Path, files: int, size: int) -> dict[str, Any]:
    source = scratch / "source"
    total = make_tree(source, files, size)
    sha256sum = SUM.format(source=source, count=files, list=scratch / "sums")
    cp = f"cp -r {source} {scratch / 'copy'} && sync -f {scratch}"

    def step(name: str) -> dict[str, float]:
        return measured([sys.executable, __file__, "--step", name, "--at", str(scratch)])

    found: dict[str, Any] = {"sha256sum": measured(["sh", "-c", sha256sum])}
    found["cp"] = measured(["sh", "-c", cp])
    shutil.rmtree(scratch / "copy")
    found["sha256sum_and_cp"] = measured(["sh", "-c", f"{sha256sum} && {cp}"])
    shutil.rmtree(scratch / "copy")
    found["receive"] = step("receive")
    found["verify"] = step("verify")
    found["check_files"] = step("check_files")
    shutil.rmtree(scratch / "case")
    found["digests_only"] = step("digest")
    found["work_open"] = step("open")
    found["sha256sum_again"] = measured(["sh", "-c", sha256sum])
    one_core = speeds()
    cores = len(os.sched_getaffinity(0))
    least = sum(total / 1e6 / speed for speed in one_core.values()) / cores
    sums = [found["sha256sum"], found["sha256sum_again"]]
    for one in found.values():
        one["mb_per_s"] = round(total / 1e6 / one["wall"])
    fastest = min(one["wall"] for one in sums)
    return {
        "files": files,
        "bytes": total,
        "machine": {"processor": platform.machine(), "cores": cores, "python": platform.python_version()},
        "load": round(os.getloadavg()[2], 2),  # of the last 15 minutes; more than cores: other programs ran too
        "digests_mb_per_s_a_core": one_core,
        "floor_seconds": round(least, 2),
        "steps": found,
        "ratios": {  # of speeds; the bar for the first two is 0.6
            "receive_to_sha256sum": round(fastest / found["receive"]["wall"], 3),
            "verify_to_sha256sum": round(fastest / found["verify"]["wall"], 3),
            "check_files_to_sha256sum": round(fastest / found["check_files"]["wall"], 3),
            "digests_only_to_sha256sum": round(fastest / found["digests_only"]["wall"], 3),
            "receive_to_cp": round(found["cp"]["wall"] / found["receive"]["wall"], 3),
            "receive_to_sha256sum_and_cp": round(found["sha256sum_and_cp"]["wall"] / found["receive"]["wall"], 3),
            "floor_to_digests_only": round(least / found["digests_only"]["wall"], 3),
            "floor_to_sha256sum": round(fastest / least, 3),
        },
        "peak_rss_mib": max(found[name]["rss_mib"] for name in ("receive", "verify", "work_open")),
    }


if __name__ == "__main__":
    main()
