"""Indexes of known components: which file of which package holds a key. Made by ``appraisal background build
--components`` of any folder of packages; each entry of the folder is one component, named by its own name.

An index is a background folder whose manifest has ``components``: one ``<screener>.npz`` with ``deltas`` (sorted
distinct 40-bit hashes of keys, as differences), ``starts`` and ``holders`` (numbers of files), one ``<screener>.json``
with the files. It holds hashes alone, no text of any package. A thinned index keeps one hash in ``sample``.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from appraisal import registry
from appraisal.background import MANIFEST, digest_of, hash_of
from appraisal.cache import write_whole
from appraisal.comparator import ComponentFile, Components, Composed, Resources, Screener
from appraisal.comparison import JSON
from appraisal.errors import AppraisalError, UsageError
from appraisal.records import canonical
from appraisal.work import Work

BITS = 40  # of a hash that are kept: of a million keys one in a million lookups meets a wrong one
MOST_HOLDERS = 8  # files of one key that are kept: a key of more is anybody's
SUFFIX = re.compile(r"(?:\.(?:tar|t?gz|tgz|bz2|xz|zst|zip|jar|whl|nupkg|orig|dsc))+$")
VERSION = re.compile(r"(.+?)[-_ ]v?(\d[\w.+~]*)(?:[-_].*)?$")


def named(entry: str) -> tuple[str, str]:
    """Component and version that the name of a folder or package says: ``zlib_1.3.1.orig.tar.gz`` is zlib, 1.3.1."""
    plain = SUFFIX.sub("", entry)
    found = VERSION.fullmatch(plain)
    return (found[1], found[2]) if found else (plain, "")


def collect(name: str, works: Sequence[Work], out: Path, sample: int = 1) -> dict[str, JSON]:
    """Index the works for one screener; writes ``out/<name>.npz`` and ``.json``. Runs in the child."""
    import numpy as np

    screener = registry.screener(name)
    if not isinstance(screener, Composed):
        raise UsageError(f"{name} keeps no components")
    files: list[list[JSON]] = []
    unread: list[str] = []
    parts: list[Any] = []
    for work in sorted(works, key=lambda one: (one.label, one.sha256)):
        component, version = named(work.label)
        for member in work.only(screener.media):
            try:
                keys = set(screener.component_keys(screener.read(member, Resources())))
            except AppraisalError as error:
                unread.append(f"{work.label}/{member.file}: {error}")
                continue
            held = np.unique(_hashes(sorted(keys)))
            held = held[held % np.uint64(sample) == 0]
            if len(held):
                parts.append(np.stack([held, np.full(len(held), len(files), np.uint64)], axis=1))
                files.append([component, version, member.file, len(held)])
    rows = np.concatenate(parts) if parts else np.zeros((0, 2), np.uint64)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    distinct, starts, counts = np.unique(rows[:, 0], return_index=True, return_counts=True)
    kept = np.arange(len(rows)) - np.repeat(starts, counts) < MOST_HOLDERS
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{name}.npz"
    np.savez_compressed(
        path,
        deltas=np.diff(distinct, prepend=np.uint64(0)),
        counts=np.minimum(counts, MOST_HOLDERS).astype(np.uint8),
        holders=rows[kept, 1].astype(np.uint32),
    )
    listed = (canonical(files) + "\n").encode()
    write_whole(out / f"{name}.json", listed)
    return {
        "version": screener.version,
        "works": len(works),
        "files": len(files),
        "keys": int(distinct.size),
        "sample": sample,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "files_sha256": hashlib.sha256(listed).hexdigest(),
        "unread": unread,
    }


def _hashes(keys: Sequence[bytes]) -> Any:
    import numpy as np

    return np.fromiter((hash_of(key) >> (64 - BITS) for key in keys), dtype=np.uint64, count=len(keys))


@cache
def open_components(folder: Path, screener: str) -> Components:
    """Open an index for one screener; ``UsageError`` when it is damaged or was not built for this version of it."""
    import numpy as np

    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    name, table = manifest["name"], manifest["comparators"].get(screener)
    due = registry.screener(screener).version
    if table is None or table["version"] != due:
        raise UsageError(f"components {name!r} were not indexed for {screener} {due}: build it again")
    data, listed = (folder / f"{screener}.npz").read_bytes(), (folder / f"{screener}.json").read_bytes()
    if [hashlib.sha256(body).hexdigest() for body in (data, listed)] != [table["sha256"], table["files_sha256"]]:
        raise UsageError(f"components {name!r} are damaged: a file does not hold its digest; build it again")
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        keys = np.cumsum(stored["deltas"], dtype=np.uint64)
        stops, holders = np.cumsum(stored["counts"], dtype=np.int64), stored["holders"]
        starts = stops - stored["counts"]
    sample = int(table["sample"])

    def lookup(wanted: Sequence[bytes]) -> list[tuple[int, ...] | None]:
        hashes = _hashes(wanted)
        if not keys.size:
            return [()] * len(wanted)
        at = np.minimum(np.searchsorted(keys, hashes), keys.size - 1)
        hit, kept = keys[at] == hashes, hashes % np.uint64(sample) == 0
        return [
            tuple(holders[starts[place] : stops[place]].tolist()) if found else () if known else None
            for place, found, known in zip(at.tolist(), hit.tolist(), kept.tolist(), strict=True)
        ]

    files = tuple(ComponentFile(*row) for row in json.loads(listed))
    return Components(name, digest_of(folder), files, lookup, public=bool(manifest.get("public")))


def bundled(screener: Screener[Any]) -> Path | None:
    """Folder of the index that comes with a screener; None where none does."""
    folder: Path | None = getattr(screener, "bundled", None)
    return folder if folder is not None and (folder / MANIFEST).is_file() else None


def bundled_digest(screener: Screener[Any]) -> str:
    """Its digest; empty where there is none."""
    folder = bundled(screener)
    return digest_of(folder) if folder is not None else ""
