"""The batch layer: overhead over one process that reads each work once, reruns, and storms of kills.

    python benchmarks/batch.py --data DIR [--works 142] [--pairs 10000] [--kills 20] [--repeats 3]
                               [--part overhead|storm]

``--data`` is the folder with ``text/novel-*.jsonl.xz`` (works are slices of ≥ 10,000 字 of these). CPU seconds are of
the process and all its children; the baseline is one process that reads each work once and matches and measures every
pair with the same method, keeping nothing. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import os
import platform
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
# Whether glibc gives the end of the heap back after each pair is chance, and may cost 4 s of system time: not here.
KEPT_HEAP = {"MALLOC_TRIM_THRESHOLD_": str(64 << 20)}
BASELINE = """
import sys, itertools
from pathlib import Path
from appraisal import registry
from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask
from appraisal.work import Work
method = registry.comparator("text-exact")
folder, limit = Path(sys.argv[1]), int(sys.argv[2])
features = {}
for path in sorted(folder.glob("*.txt")):
    member = Work.open(path).members[0]
    features[member.file] = method.read(member, Resources())
count = 0
for a, b in itertools.islice(itertools.product(features, features), limit):
    left, right = {a: features[a]}, {b: features[b]}
    found = list(method.match(left, right, Context()))
    method.measure(left, right, found, Mask())
    count += len(found)
print(count)
"""


def make_works(data: Path, folder: Path, count: int) -> None:
    """``count`` texts of at least 10,000 字 each, cut from the novels, one after another."""
    chapters = [
        json.loads(line)["text"]
        for path in sorted((data / "text").glob("novel-*.jsonl.xz"))
        for line in lzma.decompress(path.read_bytes()).decode().splitlines()
    ]
    pieces: list[str] = []
    held = ""
    for chapter in chapters:
        held += chapter + "\n"
        if len(held) >= 13_000:
            pieces.append(held)
            held = ""
    for number, piece in enumerate(pieces[:count]):
        (folder / f"w{number:04d}.txt").write_text(piece, "utf-8")


def write_pairs(folder: Path, limit: int) -> Path:
    names = sorted(path.name for path in folder.glob("*.txt"))
    rows = (f"{a[:-4]}-{b[:-4]},{a},{b}\r\n" for a, b in itertools.islice(itertools.product(names, names), limit))
    path = folder / "pairs.csv"
    path.write_text("id,left,right\r\n" + "".join(rows), "utf-8")
    return path


def timed(*command: str, more: Mapping[str, str] = {}) -> dict[str, float]:
    """CPU seconds (with children) and wall seconds of one command, as installed: with compiled modules.

    Numeric libraries get one thread, as in the children of a batch: a second one that waits counts as CPU time too.
    ``more`` is added to the environment.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | ONE_THREAD
    environment |= more
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": round(cpu, 2), "wall": round(time.monotonic() - began, 2)}


def batch_command(pairs: Path, out: Path, jobs: int = 2) -> list[str]:
    return [
        *(sys.executable, "-m", "appraisal", "batch", str(pairs), "--out", str(out)),
        *("--jobs", str(jobs), "--comparator", "text-exact"),
    ]


def overhead(pairs: Path, scratch: Path, limit: int, repeats: int) -> dict[str, Any]:
    os.environ["PYTHONPYCACHEPREFIX"] = str(scratch / "compiled")
    timed(sys.executable, "-c", BASELINE, str(pairs.parent), "1")
    timed(*batch_command(write_pairs(pairs.parent, 1), scratch / "warm"))
    write_pairs(pairs.parent, limit)
    rounds: list[dict[str, Any]] = []
    for number in range(repeats):
        out = scratch / f"round-{number}"
        baseline = timed(sys.executable, "-c", BASELINE, str(pairs.parent), str(limit), more=KEPT_HEAP)
        first = timed(*batch_command(pairs, out))
        rounds.append(_ratios(baseline, first, timed(*batch_command(pairs, out))))
    middle = sorted(found["first_cpu_over_baseline"] for found in rounds)[len(rounds) // 2]
    return {"rounds": rounds, "median_first_cpu_over_baseline": middle}


def _ratios(baseline: dict[str, float], first: dict[str, float], again: dict[str, float]) -> dict[str, Any]:
    return {
        "baseline": baseline,
        "first": first,
        "rerun": again,
        "first_cpu_over_baseline": round(first["cpu"] / baseline["cpu"], 3),
        "cores_busy": round(first["cpu"] / first["wall"], 2),
        "rerun_cpu_over_first": round(again["cpu"] / first["cpu"], 4),
    }


def workers_of(pid: int) -> list[int]:
    """Process ids of all descendants."""
    found: list[int] = []
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError, ValueError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    ahead = [pid]
    while ahead:
        more = children.get(ahead.pop(), [])
        found += more
        ahead += more
    return found


def storm(pairs: Path, scratch: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kill workers and the main process at random moments; the finished table must equal the undisturbed one."""
    calm = scratch / "out" / "results.csv"
    if not calm.exists():
        subprocess.run(batch_command(pairs, scratch / "out"), check=True, capture_output=True)
    wanted = [calm.read_bytes(), (scratch / "out" / "results.parquet").read_bytes()]
    luck = random.Random(seed)
    out = scratch / "storm"
    done = {"main": 0, "worker": 0}
    while sum(done.values()) < kills:
        process = subprocess.Popen(batch_command(pairs, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and sum(done.values()) < kills:
            time.sleep(luck.uniform(0.3, 3.0))
            victims = workers_of(process.pid)
            if luck.random() < 0.5 and victims:
                try:
                    os.kill(luck.choice(victims), signal.SIGKILL)
                    done["worker"] += 1
                except ProcessLookupError:
                    pass
            elif process.poll() is None:
                process.kill()
                done["main"] += 1
        process.kill()
        process.wait()
        if (out / "results.csv").exists():  # finished too early to be killed any more: begin anew
            shutil.rmtree(out)
    subprocess.run(batch_command(pairs, out), check=True, capture_output=True)
    found = [(out / "results.csv").read_bytes(), (out / "results.parquet").read_bytes()]
    return {"kills": done, "equal": found == wanted}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--works", type=int, default=142)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=3, help="rounds of baseline, first run and rerun, by turns")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=("overhead", "storm"))
    options = parser.parse_args()
    if not (options.data / "text").is_dir():
        sys.exit(f"no development data in {options.data}: nothing was measured")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        works = scratch / "works"
        works.mkdir()
        make_works(options.data, works, options.works)
        pairs = write_pairs(works, options.pairs)
        found: dict[str, Any] = {
            "works": len(list(works.glob("*.txt"))),
            "pairs": pairs.read_text("utf-8").count("\n") - 1,
            "smallest_characters": min(len(p.read_text("utf-8")) for p in works.glob("*.txt")),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        }
        if options.part != "storm":
            found |= overhead(pairs, scratch, options.pairs, options.repeats)
        if options.part != "overhead":
            found |= storm(pairs, scratch, options.kills, options.seed)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
