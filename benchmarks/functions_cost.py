"""What ``software-functions`` costs.

    python -m benchmarks.functions_cost pair LEFT RIGHT
    python -m benchmarks.functions_cost many PROGRAM [PROGRAM …] [--functions N] [--limit BYTES]

``pair``: two programs compared in a limited child, as the command does it, reading and filters included: CPU seconds of
the child and its peak of memory. ``many``: N functions a side (100,000), matched in this process: those of the programs
over and over, but in each copy all keys that less than ``COMMON`` functions of the programs hold are other keys. The
right side has the same copies with a tenth of these keys lost, in another order of copies: so every function has a
counterpart, and about as many rivals as in the programs. Printed: whether memory was refused, pairs and how many are
true, CPU seconds, peak of memory of the process, by how much it rose over what reading took, address space (which the
limit binds, as in a child), and what was reckoned beforehand.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal import dispatch
from appraisal.child import drop_idle
from appraisal.comparator import Context
from appraisal.errors import OverLimit
from appraisal.job import Job
from appraisal.work import Medium, Work
from comparators.software.functions import SoftwareFunctions
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.memory import needed
from comparators.software.functions.sides import Side

METHOD = SoftwareFunctions()
COMMON = 4  # functions of the programs that hold a key which stays the same in each copy
LOST = 0.1  # of the keys that are a copy's own, on the right side
Array = NDArray[Any]


def pair(left: Path, right: Path) -> None:
    """See the module."""
    works = [Work.open(path, medium=Medium.SOFTWARE) for path in (left, right)]
    started = time.monotonic()
    result = dispatch.compare(Job("software-functions", works[0], works[1]))
    wall = time.monotonic() - started
    drop_idle()
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    say(f"{left.name} {left.stat().st_size} bytes, {right.name} {right.stat().st_size} bytes: {result.status}")
    spent = child.ru_utime + child.ru_stime
    say(f"  {len(result.matches)} pairs, {spent:.1f} s of CPU, {wall:.1f} s of wall time, {mib(child.ru_maxrss)} MiB")


def copied(found: FunctionFeatures, copy: int, *, lost: bool) -> FunctionFeatures:
    """One copy: what few functions hold, and what is all their instructions, is its own."""
    keys, back, counts = np.unique(found.keys, return_inverse=True, return_counts=True)
    own = keys ^ np.uint64((copy * 0x9E3779B97F4A7C15) % (1 << 64))
    held = np.where(counts < COMMON, own, keys)[back]
    sizes = np.diff(found.bounds)
    slots = np.repeat(np.arange(len(sizes)), sizes)
    if lost:
        kept = (np.random.default_rng(copy).random(len(held)) >= LOST) | (counts[back] >= COMMON)
        held, slots = held[kept], slots[kept]
    order = np.lexsort((held, slots))
    bounds = np.concatenate([[0], np.cumsum(np.bincount(slots, minlength=len(sizes)))]).astype(np.int64)
    normal = found.normal ^ np.uint64(2 * copy + lost + 1)
    return replace(found, keys=held[order], bounds=bounds, normal=normal)


def many(paths: list[Path], functions: int, limit: int) -> None:
    """See the module."""
    read = [FunctionFeatures.of(Work.open(path, medium=Medium.SOFTWARE).members[0]) for path in paths]
    copies = -(-functions // sum(map(len, read)))
    sides: list[dict[str, FunctionFeatures]] = [{}, {}]
    for copy in range(copies):
        for number, one in enumerate(read):
            sides[0][f"{copy:05}-{number}"] = copied(one, copy, lost=False)
            sides[1][f"{copies - copy:05}-{number}"] = copied(one, copy, lost=True)
    count = sum(map(len, sides[0].values()))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reckoned = needed(*(Side.of(side) for side in sides))
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    started = time.process_time()
    say(f"{count} functions a side in {copies} copies of {len(read)} programs, {keys(sides[0])} keys")
    try:
        matches = list(METHOD.match(sides[0], sides[1], Context(memory_limit=limit)))
    except OverLimit as error:
        say(f"  refused: {error}")
        return
    true = 0
    for m in matches:
        mine, theirs = (span.file.split("-") for span in (m.left, m.right))
        same = m.details["number_of_left"] == m.details["number_of_right"] and mine[1] == theirs[1]
        true += same and int(mine[0]) + int(theirs[0]) == copies
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say(f"  {len(matches)} pairs, {true} of them true; {time.process_time() - started:.0f} s of CPU")
    say(f"  peak {mib(peak)} MiB, {mib(peak - before)} MiB over reading; address space {peak_of_addresses()} MiB")
    say(f"  reckoned beforehand {reckoned >> 20} MiB; limit {limit >> 20} MiB")


def keys(side: dict[str, FunctionFeatures]) -> int:
    """Keys of all functions."""
    return sum(len(one.keys) for one in side.values())


def peak_of_addresses() -> int:
    """Address space that this process has taken at the most, in MiB: what the limit counts (Linux)."""
    text = Path("/proc/self/status").read_text("ascii")
    return int(text.partition("VmPeak:")[2].split()[0]) >> 10


def mib(kib: int) -> int:
    """Of what the system counts."""
    return kib >> 10


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("part", choices=("pair", "many"))
    parser.add_argument("programs", type=Path, nargs="+")
    parser.add_argument("--functions", type=int, default=100_000)
    parser.add_argument("--limit", type=int, default=4 << 30)
    options = parser.parse_args()
    if options.part == "pair":
        pair(*options.programs)
    else:
        many(options.programs, options.functions, options.limit)


if __name__ == "__main__":
    main()
