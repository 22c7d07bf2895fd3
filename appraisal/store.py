"""Content-addressed store of small values in few files: features of members, partial results of methods.

Deletable, covered by no manifest, never unpickled. A folder holds packs: ``N.pack`` has the values end to end and
``N.index`` an entry of 64 bytes for each: key, place, length, checksums. Both only grow. A value is written first and
its entry after it, so that after a crash at any byte a value is whole or absent. One process at a time appends to a
pack (by a lock that the system drops when the process ends); others make their own. What is damaged, cut off or forged
is absent: the caller makes it again.

A value is a header in JSON (scalars; name, type and shape of arrays) and the arrays, each at a multiple of eight bytes.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib
import importlib.util
import json
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import IO, Any

from appraisal.comparator import Memo
from appraisal.comparison import JSON

fcntl: Any = importlib.import_module("fcntl") if importlib.util.find_spec("fcntl") else None  # not on Windows
FACTS = struct.Struct("<32sQQI")  # key, place, length, CRC-32 of the value
ENTRY_SIZE = 64  # the facts, their CRC-32, eight bytes that are zero
HEAD = struct.Struct("<I")
LARGEST = 1 << 28  # bytes of a pack, above which another one is begun
ALIGN = 8
SUFFIX = ".index"


def _padded(size: int) -> int:
    return -size % ALIGN


def to_bytes(value: Mapping[str, Any]) -> bytes:
    """Arrays, ``str``, ``bytes``, numbers and plain JSON by name, as bytes. Raises ``TypeError`` for anything else."""
    import numpy as np

    scalars: dict[str, JSON] = {}
    arrays: list[tuple[str, str, list[int]]] = []
    bodies: list[bytes] = []
    for name, each in value.items():
        if isinstance(each, np.ndarray):
            if each.dtype.hasobject or each.dtype.names:
                raise TypeError(f"{name}: arrays of objects are not stored")
            body = np.ascontiguousarray(each).tobytes()
            arrays.append((name, each.dtype.str, list(each.shape)))
            bodies += (body, bytes(_padded(len(body))))
        elif isinstance(each, bytes):
            scalars[name] = {"base64": base64.b64encode(each).decode("ascii")}
        elif each is None or isinstance(each, (str, int, float, list)):
            scalars[name] = each
        else:
            raise TypeError(f"{name}: {type(each).__name__} is not stored")
    head = json.dumps([scalars, arrays]).encode()
    size = HEAD.size + len(head)
    return b"".join((HEAD.pack(len(head)), head, bytes(_padded(size)), *bodies))


def from_bytes(data: bytearray) -> dict[str, Any]:
    """The value again; arrays lie in ``data``. Raises ``ValueError`` or another ``Exception`` when it holds none."""
    import numpy as np

    (size,) = HEAD.unpack_from(data)
    scalars, arrays = json.loads(data[HEAD.size : HEAD.size + size])
    value = {n: base64.b64decode(each["base64"]) if isinstance(each, dict) else each for n, each in scalars.items()}
    at = HEAD.size + size + _padded(HEAD.size + size)
    for name, code, shape in arrays:
        kind = np.dtype(str(code))
        if kind.hasobject or kind.names or kind.itemsize == 0 or any(not 0 <= int(n) <= len(data) for n in shape):
            raise ValueError(f"{name}: no array of this kind is stored")
        total = kind.itemsize
        for length in shape:
            total *= length
        if at + total > len(data):
            raise ValueError(f"{name}: the array is cut off")
        value[name] = np.frombuffer(data, kind, total // kind.itemsize, at).reshape(shape)
        at += total + _padded(total)
    return value


class Store:
    """Values by key (32 bytes) in one folder. Any number of processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._forget()

    def _forget(self) -> None:
        """Begin anew: nothing is open. After a fork, so that no two processes share a lock or a place in a file."""
        self._process = os.getpid()
        self._entries: dict[bytes, tuple[str, int, int, int]] = {}
        self._read: dict[str, int] = {}  # bytes of each index that were read
        self._streams: dict[str, IO[bytes]] = {}
        self._own: tuple[str, IO[bytes], IO[bytes]] | None = None

    def refresh(self) -> None:
        """Take up what other processes have added."""
        if self._process != os.getpid():
            self._forget()
        with contextlib.suppress(FileNotFoundError), os.scandir(self.folder) as listed:
            sizes = {e.name.removesuffix(SUFFIX): e.stat().st_size for e in listed if e.name.endswith(SUFFIX)}
            for name in sorted(sizes):
                self._take_up(name, sizes[name])

    def _take_up(self, name: str, size: int) -> None:
        known = self._read.get(name, 0)
        size -= size % ENTRY_SIZE
        if size <= known:
            return
        try:
            with (self.folder / f"{name}{SUFFIX}").open("rb") as stream:
                stream.seek(known)
                data = stream.read(size - known)
        except OSError:
            return  # deleted meanwhile, or not ours to read: its values are absent
        self._read[name] = known + len(data) - len(data) % ENTRY_SIZE
        for at in range(0, len(data) - ENTRY_SIZE + 1, ENTRY_SIZE):
            key, place, length, check = FACTS.unpack_from(data, at)
            if zlib.crc32(data[at : at + FACTS.size]) == HEAD.unpack_from(data, at + FACTS.size)[0]:
                self._entries[key] = (name, place, length, check)

    def get(self, key: bytes) -> dict[str, Any] | None:
        """The value, or None when it is absent or damaged."""
        entry = self._entries.get(key)
        if entry is None or self._process != os.getpid():
            return None
        name, place, length, check = entry
        try:
            stream = self._streams.get(name)
            if stream is None:
                stream = self._streams[name] = (self.folder / f"{name}.pack").open("rb")
            stream.seek(place)
            if place + length > os.fstat(stream.fileno()).st_size:
                raise ValueError("cut off")
            data = bytearray(length)
            if stream.readinto(data) != length or zlib.crc32(data) != check:  # type: ignore[attr-defined]
                raise ValueError("damaged")
            return from_bytes(data)
        except Exception:  # whatever such a file holds, its value is absent and made again
            del self._entries[key]
            return None

    def put(self, key: bytes, value: Mapping[str, Any]) -> None:
        """Keep a value. One that is there already stays. Raises ``OSError`` when the disk is full."""
        if self._process != os.getpid():
            self._forget()
        if key in self._entries:
            return
        data = to_bytes(value)
        if self._own is None or self._own[1].tell() + len(data) > LARGEST:
            self._own = self._claim(len(data))
        name, pack, index = self._own
        place = pack.tell()
        try:
            pack.write(data + bytes(_padded(len(data))))
            pack.flush()
            check = zlib.crc32(data)
            entry = FACTS.pack(key, place, len(data), check)
            index.write((entry + HEAD.pack(zlib.crc32(entry))).ljust(ENTRY_SIZE, b"\0"))
            index.flush()
        except OSError:
            self._own = None  # its ends may be anywhere now; another pack is begun
            raise
        self._entries[key] = (name, place, len(data), check)

    def _claim(self, size: int) -> tuple[str, IO[bytes], IO[bytes]]:
        """A pack with room that no other process writes to, or a new one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        held = self._own[0] if self._own else ""
        self._own = None
        for name in self._names():
            path = self.folder / f"{name}.pack"
            if name == held or (path.exists() and path.stat().st_size + size > LARGEST):
                continue
            index = (self.folder / f"{name}{SUFFIX}").open("ab")
            if not _locked(index):
                index.close()
                continue
            index.truncate(index.tell() - index.tell() % ENTRY_SIZE)  # what a crash left of an entry
            pack = path.open("ab")
            pack.write(bytes(_padded(pack.tell())))
            return name, pack, index
        raise AssertionError("there is always another name")

    def _names(self) -> Iterator[str]:
        if fcntl is not None:
            yield from sorted(p.name.removesuffix(SUFFIX) for p in self.folder.glob(f"*{SUFFIX}"))
        for number in count():
            name = f"{os.getpid()}-{number}"
            if not (self.folder / f"{name}{SUFFIX}").exists():
                yield name


def _locked(stream: IO[bytes]) -> bool:
    """Whether this process alone may append; without locks each process makes packs of its own."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@lru_cache(maxsize=256)
def _names(cls: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields(cls))


def features_of(features: Any) -> dict[str, Any]:
    """A features dataclass as a value."""
    return {field.name: getattr(features, field.name) for field in fields(features)}


def features_from(cls: Any, value: Mapping[str, Any] | None) -> Any | None:
    """Features of type ``cls``; None when the value is none of it."""
    if value is None or value.keys() != _names(cls):
        return None
    return cls(**value)


class Kept(Memo):
    """Partial results of one method in a store; ``about`` is everything they depend on but the caller's key."""

    def __init__(self, store: Store, about: str) -> None:
        self.store, self._begun = store, hashlib.sha256(f"memo:{about}\n".encode())

    def _key(self, key: bytes) -> bytes:
        state = self._begun.copy()
        state.update(key)
        return state.digest()

    def get(self, key: bytes) -> dict[str, Any] | None:
        return self.store.get(self._key(key))

    def put(self, key: bytes, value: Mapping[str, Any]) -> None:
        self.store.put(self._key(key), value)
