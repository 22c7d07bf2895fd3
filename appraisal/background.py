"""Named backgrounds: how many works of a collection hold a key. Rarity comes from here, never from the pair compared.

A background is a folder: ``background.json`` (name, schema, works with digests, comparators with versions) and one
``<comparator>.npz`` each with ``keys`` (sorted unsigned 64-bit hashes) and ``counts`` (works that hold the key). A
method that names pieces of works (``Naming``) has counts of pieces, and with them ``holders`` (numbers of the pieces,
key after key) and ``names`` (UTF-8 JSON, as bytes).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from appraisal import registry
from appraisal.cache import write_whole
from appraisal.comparator import Background, Comparator, Indexable, Naming, Resources, Screener
from appraisal.comparison import JSON
from appraisal.errors import AppraisalError, Refused, UsageError
from appraisal.identity import home
from appraisal.records import canonical
from appraisal.work import Work

SCHEMA = "appraisal.background/1"
MANIFEST = "background.json"
NAME = re.compile(r"\w[\w.\-]{0,63}")


def folder_of(name: str) -> Path:
    """Where a background of this name lies or will lie; ``UsageError`` when it is no plain name."""
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a background: use letters, digits, dot, hyphen, underscore")
    return home() / "backgrounds" / name


def locate(name: str) -> Path:
    """Folder of a background given by name or path; ``UsageError`` when there is none."""
    named = [folder_of(name)] if NAME.fullmatch(name) else []
    for folder in (Path(name), *named):
        if (folder / MANIFEST).is_file():
            return folder.resolve()
    raise UsageError(f"no background named {name!r}: build it with: appraisal background build {name} PATH…")


@cache
def digest_of(folder: Path) -> str:
    """Digest of a background: of its manifest, which holds the digests of its tables."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def hash_of(key: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "big")


def keeper(name: str) -> Comparator[Any] | Screener[Any]:
    """The comparator or screener that a table of a background belongs to."""
    return registry.screener(name) if name in registry.screener_names() else registry.comparator(name)


def is_components(folder: Path) -> bool:
    """Whether this background is an index of components, which screeners alone use."""
    return "components" in json.loads((folder / MANIFEST).read_text("utf-8"))


def holds(folder: Path, name: str) -> bool:
    """Whether a background has a table for this comparator or screener."""
    return name in json.loads((folder / MANIFEST).read_text("utf-8"))["comparators"]


@cache
def _works(folder: Path, digest: str) -> frozenset[str]:
    """SHA-256 of the works that were counted; kept for one state of the folder."""
    return frozenset(work["sha256"] for work in json.loads((folder / MANIFEST).read_text("utf-8"))["works"])


def refuse_counted(folders: Sequence[Path], works: Sequence[Work]) -> None:
    """``Refused`` if a background was built from a work that is compared now: what is rare in it would seem common.

    Whole works only, and the file of a work that is one file: what works of several files have in common with others is
    what a background is to show.
    """
    for folder in folders:
        counted = _works(folder, digest_of(folder))
        for work in works:
            digests = {work.sha256, *(m.sha256 for m in work.members if len(work.members) == 1)}
            if digests & counted:
                name = repr(json.loads((folder / MANIFEST).read_text("utf-8"))["name"])
                raise Refused(f"background {name} was built from {work.label} itself: build it again without that work")


def collect(name: str, works: Sequence[Work], out: Path) -> dict[str, JSON]:
    """Count, for one comparator, in how many works each key occurs; writes ``out/<name>.npz``. Runs in the child."""
    import numpy as np

    method = keeper(name)
    if not isinstance(method, Indexable):
        raise UsageError(f"{name} keeps no backgrounds")
    parts: list[Any] = []
    unread: list[str] = []
    names: list[str] = []
    counted = 0
    for work in works:
        keys: set[bytes] = set()
        read = False
        for member in work.seen(method.media).only(method.media):
            try:
                if member.view is not None and member.view.problem is not None:
                    raise member.view.error()
                features = method.read(member, Resources())
                if isinstance(method, Naming):
                    of = work.label if member.file == work.label else f"{work.label}/{member.file}"
                    for piece, held_by_it in method.pieces(features):
                        names.append(f"{of}: {piece}" if piece else of)
                        parts.append(_hashes(set(held_by_it)))
                        counted += 1
                    continue
                keys.update(method.keys(features))
                read = True
            except AppraisalError as error:
                unread.append(f"{work.label}/{member.file}: {error}")
        counted += read
        if not isinstance(method, Naming):
            parts.append(_hashes(keys))
    held = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
    distinct, counts = np.unique(held, return_counts=True)
    arrays: dict[str, Any] = {"keys": distinct, "counts": counts.astype(np.uint32)}
    if isinstance(method, Naming):
        numbers = np.repeat(np.arange(len(parts), dtype=np.uint32), [len(part) for part in parts])
        arrays["holders"] = numbers[np.argsort(held, kind="stable")]
        arrays["names"] = np.frombuffer(canonical(names).encode(), np.uint8)
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{name}.npz"
    np.savez(path, **arrays)
    return {
        "version": method.version,
        "works": counted,
        "keys": int(distinct.size),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "unread": list(unread),
    }


def _hashes(keys: Collection[bytes]) -> Any:
    import numpy as np

    return np.unique(np.fromiter((hash_of(key) for key in keys), dtype=np.uint64, count=len(keys)))


def write_manifest(
    out: Path,
    name: str,
    works: Sequence[Work],
    tables: dict[str, JSON],
    *,
    components: bool = False,
    public: bool = False,
) -> None:
    """Finish a background after all its tables stand in ``out``."""
    body: dict[str, JSON] = {
        "schema": SCHEMA,
        "name": name,
        "works": [{"label": w.label, "sha256": w.sha256} for w in sorted(works, key=lambda w: (w.label, w.sha256))],
        "comparators": dict(sorted(tables.items())),
    }
    if components:
        body["components"] = True
    if public:
        body["public"] = True
    write_whole(out / MANIFEST, (canonical(body) + "\n").encode())


@cache
def _table(path: Path, sha256: str, name: str) -> Mapping[str, Any]:
    import numpy as np

    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise UsageError(f"background {name!r} is damaged: {path.name} does not hold its digest")
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}


def open_background(folder: Path, method: Comparator[Any] | Screener[Any]) -> Background:
    """Open a background for one comparator; ``UsageError`` when it was not built for this version of it."""
    import numpy as np

    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    table = manifest["comparators"].get(method.name)
    if table is None or table["version"] != method.version:
        raise UsageError(
            f"background {manifest['name']!r} was not built for {method.name} {method.version}: build it again"
        )
    held = _table(folder / f"{method.name}.npz", table["sha256"], manifest["name"])
    keys, counts = held["keys"], held["counts"]

    def lookup(wanted: Sequence[bytes]) -> Sequence[int]:
        hashes = np.fromiter((hash_of(key) for key in wanted), dtype=np.uint64, count=len(wanted))
        if not keys.size:
            return [0] * len(wanted)
        at = np.minimum(np.searchsorted(keys, hashes), keys.size - 1)
        return [int(n) for n in np.where(keys[at] == hashes, counts[at], 0)]

    if "holders" not in held:
        return Background(manifest["name"], digest_of(folder), int(table["works"]), lookup)
    stops = np.cumsum(counts, dtype=np.int64)
    starts, numbers = stops - counts, held["holders"]

    def holders(wanted: Sequence[bytes]) -> Sequence[tuple[int, ...]]:
        hashes = np.fromiter((hash_of(key) for key in wanted), dtype=np.uint64, count=len(wanted))
        if not keys.size:
            return [()] * len(wanted)
        at = np.minimum(np.searchsorted(keys, hashes), keys.size - 1)
        return [
            tuple(numbers[starts[place] : stops[place]].tolist()) if keys[place] == hashed else ()
            for place, hashed in zip(at.tolist(), hashes, strict=True)
        ]

    names = tuple(json.loads(held["names"].tobytes()))
    return Background(manifest["name"], digest_of(folder), int(table["works"]), lookup, names, holders)
