"""One flipped bit in any file of the sample case outside ``cache/``: does ``verify`` name the file?

    python benchmarks/case_flips.py [--flips 300] [--seed 1] [--scratch DIR]

Makes the sample case, then flips one bit at a time: first in each file one (all files, whatever their size), then
``--flips`` more at random places, a file's chance being the same whatever its size. Each time the whole integrity check
runs, must not hold and must name the file; then the bit is put back. Prints one JSON object with a 95 % interval
(Clopper-Pearson); exit code 1 when a flip was not named.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from appraisal import demo, ledger
from appraisal.controls.figures import interval
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify


def files_of(case: Path) -> list[Path]:
    """Every file outside ``cache/`` that has a byte and is no lock."""
    return sorted(
        path
        for path in case.rglob("*")
        if path.is_file()
        and path.relative_to(case).parts[0] != "cache"
        and path.name not in ledger.LOCKS
        and path.stat().st_size
    )


def flips(case: Path, more: int, seed: int) -> Iterator[tuple[Path, int]]:
    """A file and the number of a bit in it."""
    draw = random.Random(seed)
    files = files_of(case)
    for path in [*files, *(draw.choice(files) for _ in range(more))]:
        yield path, draw.randrange(8 * path.stat().st_size)


def named(case: Path, path: Path) -> bool:
    """Whether integrity does not hold, and says so of this file."""
    (outcome,) = verify(case, checks=(Check.INTEGRITY,))
    wanted = path.relative_to(case).as_posix()
    return any(remark.answer is Answer.FAILS and remark.path == wanted for remark in outcome.remarks)


def flip(path: Path, bit: int) -> None:
    mode = path.stat().st_mode
    path.chmod(0o600)
    with path.open("r+b") as stream:
        stream.seek(bit // 8)
        byte = stream.read(1)[0]
        stream.seek(bit // 8)
        stream.write(bytes([byte ^ 1 << bit % 8]))
    path.chmod(mode)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--flips", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--scratch", type=Path)
    given = options.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="flips-", dir=given.scratch))
    os.environ["APPRAISAL_HOME"] = str(scratch / "home")
    missed: list[str] = []
    places: Counter[str] = Counter()
    try:
        case = scratch / "case"
        demo.run_demo(case)
        (whole,) = verify(case, checks=(Check.INTEGRITY,))
        assert whole.answer is Answer.HOLDS, whole.remarks
        for path, bit in flips(case, given.flips, given.seed):
            name = path.relative_to(case).as_posix()
            places[name.split("/")[0]] += 1
            flip(path, bit)
            if not named(case, path):
                missed.append(f"{name} bit {bit}")
            flip(path, bit)
    finally:
        shutil.rmtree(scratch)
    tried = places.total()
    found = tried - len(missed)
    body = {
        "machine": {"processor": platform.machine(), "python": platform.python_version()},
        "flips": tried,
        "named": found,
        "interval_95": interval(found, tried),
        "by_place": dict(sorted(places.items())),
        "missed": missed,
    }
    print(json.dumps(body, indent=1))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
