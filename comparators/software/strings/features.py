"""What ``software-strings`` keeps of one file: places and hashes of its strings, never their texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import MaterialError
from appraisal.span import Span
from appraisal.work import Member
from comparators.software.strings import kinds
from comparators.software.strings import scan as scanning
from comparators.software.strings.found import Found, Minimum
from comparators.software.strings.sounds import samples
from comparators.software.strings.version import fields

Array = NDArray[Any]


@dataclass(frozen=True)
class StringFeatures:
    """Strings in order of place, n of them; they never overlap.

    ``starts`` (byte, int64), ``sizes`` (bytes, uint16), ``lengths`` (characters, uint16), ``hashes`` (of the
    characters, uint64), ``encodings`` (number in ``scan.NAMES``), ``categories`` and ``reasons`` (numbers in
    ``kinds``; 0 is no reason to call it common), ``cut`` (runs longer than is counted). ``version``: JSON list
    of [name, start, stop] of the fields of version resources. ``kind``: what the start of the file is.
    """

    starts: Array
    sizes: Array
    lengths: Array
    hashes: Array
    encodings: Array
    categories: Array
    reasons: Array
    cut: int
    size: int
    kind: str
    version: str

    @classmethod
    def of(cls, member: Member, minimum: Minimum) -> StringFeatures:
        """Read one file, window by window. Raises ``MaterialError`` where it cannot be read."""
        parts: dict[str, list[Array]] = {name: [] for name in _KEPT}
        cut = 0
        try:
            with member.path.open("rb") as stream:
                resource = fields(stream, member.size)
                stream.seek(0)
                kind = scanning.kind_of(stream.read(scanning.SAMPLE))
                silent = samples(stream, member.size) if kind == "binary" else ()
                stream.seek(0)
                for base, data, found in scanning.scan(stream, minimum, kind, silent):
                    categories, reasons = _sorted_out(base, data, found)
                    some = (found.starts, found.sizes, found.lengths, found.hashes, found.encodings)
                    for name, column in zip(_KEPT, (*some, categories, reasons), strict=True):
                        parts[name].append(column.astype(_KEPT[name]))
                    cut += int(np.count_nonzero(found.cut))
        except OSError as error:
            raise MaterialError(f"{member.file}: cannot be read ({error.strerror}): receive it again") from error
        columns = {name: np.concatenate(every or [np.zeros(0, _KEPT[name])]) for name, every in parts.items()}
        for field in resource:
            inside = (columns["starts"] >= field.start) & (columns["starts"] < field.stop)
            columns["categories"][inside & (columns["encodings"] == scanning.LE)] = kinds.VERSION_FIELD
        version = json.dumps([[field.name, field.start, field.stop] for field in resource])
        return cls(**columns, cut=cut, size=member.size, kind=kind, version=version)

    def field_at(self, start: int) -> str:
        """Name of the version field whose value stands at a byte; empty when none does."""
        return next((name for name, first, stop in json.loads(self.version) if first <= start < stop), "")


_KEPT: dict[str, Any] = {
    "starts": np.int64, "sizes": np.uint16, "lengths": np.uint16, "hashes": np.uint64, "encodings": np.uint8,
    "categories": np.uint8, "reasons": np.uint8,
}  # fmt: skip


def _sorted_out(base: int, data: bytes, found: Found) -> tuple[Array, Array]:
    """Category and reason of each string of a window; equal strings are looked at once."""
    _, first, back = np.unique(found.hashes, return_index=True, return_inverse=True)
    rows = (found.starts[first] - base, found.sizes[first], found.encodings[first])
    texts = [
        data[start : start + size].decode(scanning.CODECS[encoding], "replace")
        for start, size, encoding in zip(*(row.tolist() for row in rows), strict=True)
    ]
    categories, reasons = (np.array(numbers, np.uint8) for numbers in kinds.sorted_out(texts))
    return categories[back], reasons[back]


class Files:
    """The files of one side in sorted order, their strings end to end."""

    def __init__(self, files: dict[str, StringFeatures]) -> None:
        self.names = sorted(files)
        self.features = [files[name] for name in self.names]
        self.counts = np.array([len(features.starts) for features in self.features], np.int64)

    def column(self, name: str) -> Array:
        """One column of all files, in order of file and place."""
        parts = [getattr(features, name) for features in self.features]
        return np.concatenate(parts) if parts else np.zeros(0, _KEPT[name])

    def distinct(self) -> Array:
        """Hashes of all distinct strings, sorted."""
        distinct: Array = np.unique(self.column("hashes"))
        return distinct

    def rows(self, hashes: Array) -> Rows:
        """All places of the given strings (sorted hashes), grouped by string, in order of file and place."""
        parts: dict[str, list[Array]] = {name: [] for name in (*_KEPT, "file", "string")}
        for number, features in enumerate(self.features):
            at = np.minimum(np.searchsorted(hashes, features.hashes), max(len(hashes) - 1, 0))
            held = np.flatnonzero(hashes[at] == features.hashes) if len(hashes) else np.zeros(0, np.int64)
            for name in _KEPT:
                parts[name].append(getattr(features, name)[held])
            parts["file"].append(np.full(len(held), number, np.int32))
            parts["string"].append(at[held])
        columns = {name: np.concatenate(some) if some else np.zeros(0, np.int64) for name, some in parts.items()}
        order = np.argsort(columns["string"], kind="stable")
        return Rows(**{name: column[order] for name, column in columns.items()})


@dataclass(frozen=True, slots=True)
class Rows:
    """Places of chosen strings. ``string``: number of the string, ascending; ``file``: number of the file."""

    starts: Array
    sizes: Array
    lengths: Array
    hashes: Array
    encodings: Array
    categories: Array
    reasons: Array
    file: Array
    string: Array

    def take(self, at: Array) -> Rows:
        return Rows(*(getattr(self, name)[at] for name in Rows.__slots__))

    def rank(self) -> Array:
        """Which place of its string each row is, from 0."""
        fresh = np.diff(self.string, prepend=-1) != 0
        at = np.arange(len(self.string))
        rank: Array = at - np.maximum.accumulate(np.where(fresh, at, 0))
        return rank

    def span(self, row: int, names: list[str]) -> Span:
        start = int(self.starts[row])
        return Span(names[int(self.file[row])], "byte", start, start + int(self.sizes[row]))


def texts(rows: Rows, names: list[str], members: dict[str, Member], wanted: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Texts of rows, read from the files again, a file at a time. Bytes that are gone give other text, never an error
    but ``MaterialError`` for a file that is not there."""
    by_file: dict[int, list[int]] = {}
    for row in wanted:
        by_file.setdefault(int(rows.file[row]), []).append(row)
    for number in sorted(by_file):
        member = members.get(names[number])
        if member is None:
            raise MaterialError(f"{names[number]}: not in the work that is compared")
        try:
            with member.path.open("rb") as stream:
                for row in sorted(by_file[number], key=lambda row: int(rows.starts[row])):
                    stream.seek(int(rows.starts[row]))
                    data = stream.read(int(rows.sizes[row]))
                    yield row, data.decode(scanning.CODECS[int(rows.encodings[row])], "replace")
        except OSError as error:
            raise MaterialError(f"{member.file}: cannot be read ({error.strerror}): receive it again") from error
