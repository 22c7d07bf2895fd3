"""Names of what is kept by content, files written whole, and features kept in memory.

Features are frozen dataclasses whose fields are numpy arrays, ``str``, ``bytes``, ``int`` or ``float``. On disk they
lie in a ``store``.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import IO, Any

from appraisal.comparison import JSON
from appraisal.records import canonical, plain

FORMAT = 2


def key_of(body: JSON) -> str:
    """SHA-256 (hex) of the canonical JSON of everything a value depends on."""
    return hashlib.sha256(canonical(plain(body)).encode()).hexdigest()


@lru_cache(maxsize=256)
def code_of(cls: type[Any]) -> str:
    """Digest of the Python files in the folder of a class's module: features that other code made are not taken up."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    if file is None:
        return ""
    state = hashlib.sha256()
    for path in sorted(Path(file).parent.rglob("*.py")):
        state.update(hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()


_numbers = count()


def _beside(path: Path) -> Path:
    """A new name in the same folder, which one process never gives twice and no other gives at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.parent / f".{path.name}-{os.getpid()}-{next(_numbers)}.part"


@contextmanager
def _moved_into_place(path: Path) -> Iterator[IO[bytes]]:
    temporary = _beside(path)
    try:
        with temporary.open("wb") as stream:
            yield stream
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write ``data`` to ``path`` so that a reader sees the old bytes or all the new ones. ``durable`` also syncs."""
    with _moved_into_place(path) as stream:
        stream.write(data)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())
    if durable:
        sync_folder(path.parent)  # the name, too, must be on the disk


def sync_folder(folder: Path) -> None:
    """Put the entries of a folder (names made, moved or gone) on the disk, where the system lets a program do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@lru_cache(maxsize=256)
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


def size_of(features: Any) -> int:
    """Bytes that one features dataclass keeps in memory."""
    values = [getattr(features, name) for name in _names(features.__class__)]
    return 512 + sum(getattr(v, "nbytes", 0) or (len(v) if isinstance(v, (str, bytes)) else 8) for v in values)


class Recent:
    """Features kept in memory up to ``limit`` bytes, the least recently used leaving first."""

    def __init__(self, limit: int = 1 << 29) -> None:
        self.limit = limit
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> Any | None:
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key][0]

    def put(self, key: Hashable, features: Any) -> None:
        size = size_of(features)
        if size > self.limit or key in self._held:
            return
        self._held[key] = (features, size)
        self._bytes += size
        while self._bytes > self.limit:
            self._bytes -= self._held.popitem(last=False)[1][1]

    def clear(self) -> None:
        self._held.clear()
        self._bytes = 0
