"""``software-tree``: a mechanical fork, an unrelated product, a real fork, ten thousand files. Prints JSON.

    python benchmarks/software_tree.py --scratch DIR --fork TREE... --unrelated TREE TREE --real TREE TREE --large TREE

``TREE`` is an unpacked source tree; DIR is outside the repository and may be emptied. docs/methods/software-tree.md
says which ones were used and how they are fetched. Of ``--fork`` the first tree is the one on which limits were
chosen, the others were looked at for measuring only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from software_fork import Fork, files_of, judged, make

from appraisal import records
from appraisal.comparison import Comparison
from appraisal.controls.figures import interval

METHOD = "software-tree"
FILES, BYTES = 10_000, 1 << 30
RUN = """
import json, resource, sys, time
sys.path[:0] = json.loads(sys.argv[1])
from pathlib import Path
from appraisal import records, registry
from appraisal.comparison import Reason
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.work import Work
left, right, store, out, *excluded = sys.argv[2:]
spent = {}

def timed(cls, name):
    made = getattr(cls, name)
    def call(*about, **more):
        begun = time.process_time()
        found = made(*about, **more)
        found = list(found) if name == "match" else found
        spent[name] = spent.get(name, 0) + time.process_time() - begun
        return iter(found) if name == "match" else found
    setattr(cls, name, call)

for name in ("read", "match", "measure"):
    timed(type(registry.comparator("software-tree")), name)
clocks = time.monotonic, time.process_time
begun = [clock() for clock in clocks]
works = [Work.open(path, label=label) for path, label in ((left, "A1"), (right, "B1"))]
opened = [clock() for clock in clocks]
gone = tuple((Work.open(path, label=f"X{n}"), Reason.THIRD_PARTY) for n, path in enumerate(excluded, 1))
result = compare(Job("software-tree", *works, store=Path(store), excluded=gone))
compared = [clock() for clock in clocks]
Path(out).write_text(records.dumps(result), "utf-8")
ended = [clock() for clock in clocks]
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
said = {"gib": round(memory, 2)}
for number, unit in enumerate(("seconds", "seconds_of_processor")):
    times = [begun[number], opened[number], compared[number], ended[number]]
    said[unit] = {k: round(b - a, 1) for k, a, b in zip(("open", "compare", "record"), times, times[1:])}
    said[unit]["all"] = round(ended[number] - begun[number], 1)
said["seconds_of_processor_in_the_method"] = {k: round(v, 1) for k, v in sorted(spent.items())}
print(json.dumps(said))
"""


def run(
    left: Path, right: Path, scratch: Path, store: Path, excluded: Sequence[Path] = ()
) -> tuple[Comparison, dict[str, Any]]:
    """One comparison in a process of its own, so that its memory can be told."""
    out = scratch / "record.json"
    command = [sys.executable, "-c", RUN, json.dumps(sys.path), str(left), str(right), str(store), str(out)]
    command += map(str, excluded)
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return records.loads(out.read_text("utf-8")), json.loads(said.stdout)


def pairs_of(result: Comparison, undecided: bool = False) -> set[tuple[str, str]]:
    """Pairs of files that the record names as counterparts; with ``undecided`` also those of which it says that another
    file is as like, so that the counterpart is not decided."""
    listed = [m for m in result.matches if undecided or m.kind != "similar-alike"]
    return {(a.file, b.file) for m in listed for a in m.all_left() for b in m.all_right()}


def said(k: int, n: int) -> str:
    low, high = interval(k, n)
    return f"{k}/{n} = {k / n:.4f} [{low:.4f}, {high:.4f}]" if n else "0/0"


def forked(tree: Path, scratch: Path) -> dict[str, Any]:
    out = scratch / "fork"
    shutil.rmtree(out, ignore_errors=True)
    fork = make(tree, out)
    result, cost = run(tree, out, scratch, scratch / "store")
    body: dict[str, Any] = {"tree": tree.name, "files": len(files_of(tree)), **cost}
    for name, undecided in (("named", False), ("with_undecided", True)):
        counts = judged(fork, tree, pairs_of(result, undecided))
        body[name] = {
            "recall": said(counts["found"], counts["true"]),
            "precision": said(counts["right"], counts["named"]),
        }
    body["by_hash_alone"] = said(_by_hash(tree, fork, result), len({*fork.truth}))
    body["bytes_corresponding"] = [round(result.coverage_of_left or 0, 4), round(result.coverage_of_right or 0, 4)]
    return body


def _by_hash(tree: Path, fork: Fork, result: Comparison) -> int:
    same = {(a.file, b.file) for m in result.matches if m.kind.startswith("identical") for a in m.all_left()
            for b in m.all_right()}  # fmt: skip
    return judged(fork, tree, same)["found"]


def figures(left: Path, right: Path, scratch: Path, excluded: Sequence[Path] = ()) -> dict[str, Any]:
    """Two trees; with ``excluded`` works the figures without what is common with them."""
    result, cost = run(left, right, scratch, scratch / "store", excluded)
    values = result.filtered.values
    return {
        "trees": [left.name, right.name],
        "excluded": [each.name for each in excluded],
        **cost,
        "pairs": values["pairs_similar"],
        "lines_common": [values["lines_common_left"], values["lines_common_right"]],
        "share_of_lines": [
            round(values[f"lines_common_{s}"] / max(1, values[f"lines_counted_{s}"]), 5) for s in ("left", "right")
        ],
        "bytes_corresponding": [round(result.coverage_of_left or 0, 4), round(result.coverage_of_right or 0, 4)],
        "cross_check": result.tables["cross_check"],
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def by_path(left: Path, right: Path, scratch: Path, renaming: str) -> dict[str, Any]:
    """A real fork: files of one path, after the fork's documented renaming, are the truth. Files of equal bytes stand
    for each other; pairs of which neither file has a counterpart by path are neither right nor wrong."""
    result, cost = run(left, right, scratch, scratch / "store")
    old, _, new = renaming.partition("=")
    names = {name: name.replace(old, new).replace(old.capitalize(), new.capitalize()) for name in files_of(left)}
    held = set(files_of(right))
    digests = [
        {n: hashlib.sha256((root / n).read_bytes()).hexdigest() for n in files_of(root)} for root in (left, right)
    ]

    def as_content(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        return {(digests[0][a], digests[1][b]) for a, b in pairs}

    true = [(a, b) for a, b in names.items() if b in held]
    named = pairs_of(result)
    known = {a for a, _ in true}, {b for _, b in true}
    told = as_content((a, b) for a, b in named if a in known[0] or b in known[1])
    wanted = as_content(true)
    return {
        "trees": [left.name, right.name],
        "files": [len(names), len(held)],
        **cost,
        "recall": said(len(wanted & told), len(wanted)),
        "precision": said(len(wanted & told), len(told)),
        "missed": sorted(f"{a} {b}" for a, b in true if (digests[0][a], digests[1][b]) not in told)[:20],
    }


def large(tree: Path, scratch: Path, peer: bool) -> dict[str, Any]:
    """Ten thousand files or a gigabyte against a fork of them; again with one file changed; diffoscope on the same."""
    side, out, store = scratch / "large", scratch / "large-fork", scratch / "large-store"
    for folder in (side, out, store):
        shutil.rmtree(folder, ignore_errors=True)
    size = 0
    for number, name in enumerate(files_of(tree)):
        size += (tree / name).stat().st_size
        if number >= FILES or size > BYTES:
            break
        target = side / name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(tree / name, target)
    make(side, out)
    body: dict[str, Any] = {"tree": tree.name, "files": len(files_of(side)), "bytes": size}
    _, body["first"] = run(side, out, scratch, store)
    changed = next(out / name for name in files_of(out) if name.endswith((".c", ".cc", ".lua", ".txt", ".h")))
    changed.write_bytes(changed.read_bytes() + b"\nanother line at the end of this file\n")
    _, body["one_file_changed"] = run(side, out, scratch, store)
    if peer:
        body["diffoscope"] = diffoscope(side, out, scratch)
    return body


def diffoscope(left: Path, right: Path, scratch: Path) -> dict[str, Any]:
    """Wall seconds, exit code and length of the report of diffoscope; empty where it is not installed."""
    tool = shutil.which("diffoscope")
    if tool is None:
        return {}
    begun = time.monotonic()
    report = scratch / "diffoscope.txt"
    command = ["timeout", "1800", tool, "--text", str(report), str(left), str(right)]
    code = subprocess.run(command, capture_output=True).returncode
    lines = sum(1 for _ in report.open("rb")) if report.exists() else None
    return {"seconds": round(time.monotonic() - begun, 1), "code": code, "lines_of_report": lines}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--fork", type=Path, nargs="*", default=[])
    parser.add_argument("--unrelated", type=Path, nargs=2, action="append", default=[])
    parser.add_argument("--real", type=Path, nargs=2, action="append", default=[])
    parser.add_argument("--excluded", type=Path, nargs="*", default=[], help="works left out of the unrelated pairs")
    parser.add_argument("--by-path", nargs=3, action="append", default=[], metavar=("TREE", "TREE", "OLD=NEW"))
    parser.add_argument("--large", type=Path)
    parser.add_argument(
        "--peer",
        action="store_true",
        help="diffoscope on --large and --by-path",
    )
    given = parser.parse_args()
    given.scratch.mkdir(parents=True, exist_ok=True)
    body: dict[str, Any] = {"forks": [forked(tree, given.scratch) for tree in given.fork]}
    body["unrelated"] = [figures(pair[0], pair[1], given.scratch) for pair in given.unrelated]
    if given.excluded:
        body["without_excluded"] = [figures(p[0], p[1], given.scratch, given.excluded) for p in given.unrelated]
    body["by_path"] = [by_path(Path(a), Path(b), given.scratch, names) for a, b, names in given.by_path]
    if given.peer:
        for found, (a, b, _) in zip(body["by_path"], given.by_path, strict=True):
            found["diffoscope"] = diffoscope(Path(a), Path(b), given.scratch)
    body["real"] = [figures(pair[0], pair[1], given.scratch) for pair in given.real]
    if given.large:
        body["large"] = large(given.large, given.scratch, given.peer)
    print(json.dumps(body, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
