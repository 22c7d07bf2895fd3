"""What ``software-capabilities`` finds: ``python -m benchmarks.capabilities PART PATH [--names NAME …]``.

``specimens BUILDS`` (from ``capabilities_build.py``): of each build, whether the rule it was written for found it *in
the function it stands in*, by the symbols of its unstripped twin. Recall with Wilson intervals (95 %) by rule and by
variant; innocent programs of the same hand that were found all the same.

``innocent FOLDER``: programs below a folder, PE (wheels unpacked, Debian's ``libwine``) or, with ``--elf``, ELF (the
``/usr/bin`` of Debian; each file once, whatever links name it): how many have a finding, with all findings, to be
read. ``--most MB`` leaves larger files out, ``--each N`` takes at most N of each folder at the top (a package),
``--sample N`` N of all, from ``--seed`` (0); refused and unreadable files are counted apart.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from typing import Any

import lief

from appraisal.comparator import Context
from appraisal.comparison import Observation
from appraisal.errors import AppraisalError
from appraisal.examiner import places
from appraisal.work import Medium, Work
from benchmarks.capabilities_build import Specimen, specimens
from comparators.software.capabilities import SoftwareCapabilities

METHOD = SoftwareCapabilities()
PE, ELF = b"MZ", b"\x7fELF"
FRAME = {
    "packed", "same-file", "odd-header", "library-code", "hidden-text", "name-at-run-time", "nothing-of-client", "more",
}  # fmt: skip


def seen(path: Path) -> list[Observation]:
    """Capabilities of one file."""
    member = Work.open(path, medium=Medium.SOFTWARE).members[0]
    found = METHOD.examine({member.file: METHOD.read(member)}, None, Context())
    return [one for one in found if one.kind not in FRAME]


def wilson(hits: int, n: int) -> str:
    """95 %, Wilson's interval."""
    if not n:
        return "–"
    z = 1.96
    share, half = hits / n, z * sqrt(hits / n * (1 - hits / n) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    return f"{share:.3f} [{max(0.0, middle - half):.3f}, {min(1.0, middle + half):.3f}] ({hits}/{n})"


def functions(twin: Path, wanted: tuple[str, ...]) -> set[int]:
    """Addresses of functions by their symbols, with the pieces that compilers make of them."""
    read: Any = lief.parse(str(twin))
    base = read.imagebase if isinstance(read, lief.PE.Binary) else 0
    found = set()
    sections = list(read.sections)
    for symbol in read.symbols:
        name = symbol.name if isinstance(symbol.name, str) else symbol.name.decode("utf-8", "replace")
        if any(re.fullmatch(rf"_?{re.escape(one)}(@\d+)?(\.\w+)*", name) for one in wanted):
            start = symbol.value
            if isinstance(read, lief.PE.Binary):
                start += base + sections[symbol.section_idx - 1].virtual_address if symbol.section_idx > 0 else 0
            found.add(start)
    return found


def measure(builds: Path, names: list[str], draw: str) -> None:
    """See the module."""
    rows: list[tuple[Specimen, str, bool]] = []
    wrong = 0
    innocent = 0
    for one in specimens():
        if one.draw != draw or (names and one.name not in names and one.source not in names):
            continue
        for path in sorted(builds.glob(f"{one.name}-*")):
            variant = path.name.removeprefix(f"{one.name}-")
            if path.suffix == ".sym":
                continue
            twin = builds / f"{one.name}-{variant if variant in ('O0', 'O2', 'xor', 'hash') else 'O2'}.sym"
            try:
                found = seen(path)
                said = ""
            except AppraisalError as error:
                found, said = [], f" {error}"
            told = [f"{o.kind}/{p['technique']} {p['function']}" for o in found for p in places(o) or [o.details]]
            if not one.rule:
                innocent += 1
                wrong += bool(found)
                if found:
                    print(f"found all the same: {path.name}: {told}")
                continue
            right = functions(twin, one.at)
            of_rule = [place for o in found if o.kind == one.rule for place in places(o) or [o.details]]
            hit = any(int(str(place["function"]), 16) in right for place in of_rule)
            rows.append((one, variant, hit))
            if not hit:
                print(f"missed: {path.name} at {sorted(map(hex, right))}: {told}{said}")
    print("\nrecall at the right function")
    for rule in sorted({one.rule for one, _, _ in rows}):
        print(f"  {rule}: {wilson(*_counted([r for r in rows if r[0].rule == rule]))}")
    for variant in ("O0", "O2", "xor", "hash", "upx", "upx-lzma"):
        print(f"  {variant}: {wilson(*_counted([r for r in rows if r[1] == variant]))}")
    print(f"  all: {wilson(*_counted(rows))}; techniques: {len({one.name for one, _, _ in rows})}")
    print(f"innocent programs found all the same: {wrong} of {innocent}")


def _counted(rows: list[tuple[Specimen, str, bool]]) -> tuple[int, int]:
    return sum(hit for _, _, hit in rows), len(rows)


def _programs(folder: Path, mark: bytes) -> Iterator[Path]:
    """Files that begin with ``mark``; one that has several names by its first."""
    known: set[tuple[int, int]] = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                status = path.stat()
                if stream.read(len(mark)) == mark and (status.st_dev, status.st_ino) not in known:
                    known.add((status.st_dev, status.st_ino))
                    yield path


def innocent(folder: Path, sample: int, each: int, seed: int, most: float, mark: bytes = PE) -> None:
    """See the module."""
    dice = random.Random(seed)
    every = list(_programs(folder, mark))
    paths = [path for path in every if path.stat().st_size <= most * 1e6]
    print(f"{len(every)} files, {len(every) - len(paths)} of them over {most:g} MB and left out")
    if each:
        tops: dict[str, list[Path]] = {}
        for path in paths:
            tops.setdefault(path.relative_to(folder).parts[0], []).append(path)
        paths = [path for held in tops.values() for path in sorted(dice.sample(held, min(each, len(held))))]
    if sample:
        paths = sorted(dice.sample(paths, min(sample, len(paths))))
    read = found = 0
    apart: dict[str, int] = {}
    for path in paths:
        start = time.process_time()
        try:
            told = seen(path)
        except AppraisalError as error:
            apart[type(error).__name__] = apart.get(type(error).__name__, 0) + 1
            print(f"not read: {path.relative_to(folder)}: {error}")
            continue
        read += 1
        found += bool(told)
        spent = time.process_time() - start
        for one in told:
            print(f"{path.relative_to(folder)} ({spent:.1f} s) {one.details['summary_en']}")
            for line in one.details["evidence_en"]:
                print(f"      {line}")
        sys.stdout.flush()
    print(f"\nfiles with a finding: {wilson(found, read)}; not read: {apart}")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("part", choices=("specimens", "innocent"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--names", nargs="*", default=[])
    draws = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "linked")
    parser.add_argument("--draw", choices=draws, default="first")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--each", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--elf", action="store_true")
    parser.add_argument("--most", type=float, default=1e6)
    options = parser.parse_args()
    if options.part == "specimens":
        measure(options.path, options.names, options.draw)
    else:
        innocent(options.path, options.sample, options.each, options.seed, options.most, ELF if options.elf else PE)


if __name__ == "__main__":
    main()
