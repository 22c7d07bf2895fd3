"""Adds components to the index of run-time libraries that ``program-filters`` carries along.

    python -m benchmarks.functions_components MORE [--out FOLDER]

MORE is an index that ``appraisal background build NAME FOLDER --components`` made (for this version of the screener).
Written to FOLDER (the index carried along, without ``--out``): all files of either; of a file that both hold, by its
component, version and name, those of MORE. Keys of the index carried along are kept as they are, so that nobody needs
all libraries that it was made from; it must be made anew where instructions are normalised otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.background import MANIFEST
from appraisal.components import MOST_HOLDERS
from appraisal.records import canonical
from comparators.software.functions.filters import ProgramFilters

NAME = ProgramFilters.name
Rows = NDArray[np.uint64]


def held(folder: Path) -> tuple[list[list[Any]], Rows]:
    """Files of an index, and its rows: hash, number of a file that holds it."""
    with np.load(folder / f"{NAME}.npz", allow_pickle=False) as stored:
        keys = np.cumsum(stored["deltas"], dtype=np.uint64)
        rows = np.stack([np.repeat(keys, stored["counts"]), stored["holders"].astype(np.uint64)], axis=1)
    return json.loads((folder / f"{NAME}.json").read_text("utf-8")), rows


def merged(one: Path, other: Path, out: Path) -> dict[str, Any]:
    """Writes both as one to ``out``; the table of the manifest."""
    files, parts = [], []
    known: set[tuple[str, ...]] = set()
    for folder in (other, one):
        listed, rows = held(folder)
        numbers = np.full(len(listed), -1, np.int64)
        for number, row in enumerate(listed):
            name = tuple(map(str, row[:3]))
            if name not in known:
                numbers[number] = len(files)
                files.append(row)
                known.add(name)
        to = numbers[rows[:, 1].astype(np.int64)]
        parts.append(np.stack([rows[to >= 0, 0], to[to >= 0].astype(np.uint64)], axis=1))
    order = sorted(range(len(files)), key=lambda number: files[number][:3])
    place = np.argsort(np.array(order))
    rows = np.concatenate(parts)
    rows[:, 1] = place[rows[:, 1].astype(np.int64)].astype(np.uint64)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    distinct, starts, counts = np.unique(rows[:, 0], return_index=True, return_counts=True)
    kept = np.arange(len(rows)) - np.repeat(starts, counts) < MOST_HOLDERS
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out / f"{NAME}.npz",
        deltas=np.diff(distinct, prepend=np.uint64(0)),
        counts=np.minimum(counts, MOST_HOLDERS).astype(np.uint8),
        holders=rows[kept, 1].astype(np.uint32),
    )
    text = (canonical([files[number] for number in order]) + "\n").encode()
    (out / f"{NAME}.json").write_bytes(text)
    return {
        "version": ProgramFilters.version,
        "works": len({tuple(row[:2]) for row in files}),
        "files": len(files),
        "keys": int(distinct.size),
        "sample": 1,
        "sha256": hashlib.sha256((out / f"{NAME}.npz").read_bytes()).hexdigest(),
        "files_sha256": hashlib.sha256(text).hexdigest(),
        "unread": [],
    }


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("more", type=Path)
    parser.add_argument("--out", type=Path, default=ProgramFilters.bundled)
    options = parser.parse_args()
    manifests = [json.loads((one / MANIFEST).read_text("utf-8")) for one in (ProgramFilters.bundled, options.more)]
    body = manifests[0]
    table = merged(ProgramFilters.bundled, options.more, options.out)
    body["comparators"] = {**body["comparators"], NAME: table}
    works = {(one["label"], one["sha256"]): one for manifest in manifests for one in manifest["works"]}
    body["works"] = [works[key] for key in sorted(works)]
    (options.out / MANIFEST).write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
