"""Many pairs: a table of pairs in, a table of results out; what is done is never done twice, what fails is a row.

``DIR/records.jsonl`` holds the evidence, one record a line; ``DIR/journal.jsonl`` says for each finished job where its
record stands and what row it gives, so that a stopped batch goes on where it was; ``DIR/results.csv`` and ``.parquet``
are derived from these when all is done. (One file a record cost as much as a fifth of the comparison: measured.)
"""

from __future__ import annotations

import csv
import gc
import io
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal import background, dispatch, records, registry
from appraisal.cache import write_whole
from appraisal.comparison import JSON, Comparison, Overruled, Reason
from appraisal.errors import AppraisalError, MaterialError, UsageError, reason_of, status_of
from appraisal.job import Job, KeyMaker
from appraisal.journal import Journal, Row
from appraisal.work import Medium, Work

COLUMNS = (
    "id",
    "left",
    "right",
    "comparator",
    "version",
    "score",
    "coverage_of_left",
    "coverage_of_right",
    "matches",
    "status",
    "reason",
)
OPTIONAL = ("medium", "ancestor", "exclude")
THIRD = Reason.THIRD_PARTY
NONE: Mapping[str, JSON] = {}  # one for all jobs
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # spreadsheets run the wide ones too


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the pairs file; paths are absolute or relative to its folder."""

    id: str
    left: str
    right: str
    medium: Medium | None = None
    ancestor: str = ""
    exclude: str = ""


def read_pairs(path: Path) -> list[Pair]:
    """Pairs of an RFC 4180 file in UTF-8; ``UsageError`` names the line and what is wrong with it."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}): save the table as CSV UTF-8") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(rows, [])
        allowed = {"id", "left", "right", *OPTIONAL}
        if not {"id", "left", "right"} <= set(names) <= allowed or len(set(names)) != len(names):
            raise UsageError(f"{path}: the first line must name id,left,right and may name {','.join(OPTIONAL)}")
        pairs = [_pair(path, rows.line_num, names, row) for row in rows if row]
    except csv.Error as error:
        raise UsageError(f"{path} line {rows.line_num}: {error}") from error
    seen: set[str] = set()
    for pair in pairs:
        if pair.id in seen:
            raise UsageError(f"{path}: the id {pair.id!r} stands twice; ids must differ")
        seen.add(pair.id)
    return pairs


def _pair(path: Path, number: int, names: Sequence[str], cells: Sequence[str]) -> Pair:
    if len(cells) != len(names):
        raise UsageError(f"{path} line {number}: not as many cells as the first line has")
    row = dict(zip(names, cells, strict=True))
    medium = row.get("medium") or None
    if medium is not None and medium not in list(Medium):
        raise UsageError(f"{path} line {number}: unknown medium {medium!r}; one of {', '.join(Medium)}")
    if not row["id"] or not row["left"] or not row["right"]:
        raise UsageError(f"{path} line {number}: id, left and right must all be filled in")
    return Pair(
        row["id"],
        row["left"],
        row["right"],
        Medium(medium) if medium else None,
        row.get("ancestor", ""),
        row.get("exclude", ""),
    )


class _Works:
    """Works of a batch, opened once each. A work that cannot be opened gives its error to every pair it stands in."""

    def __init__(self, folder: Path, derived: Path) -> None:
        self.folder = folder
        self.derived = derived
        self._opened: dict[tuple[str, Medium | None], Work | AppraisalError] = {}

    def get(self, name: str, medium: Medium | None) -> Work:
        held = self._opened.get((name, medium))
        if held is None:
            try:
                path = self.folder / name
                held = dispatch.open_work(path, label=name, medium=medium, derived=self.derived)
            except AppraisalError as error:
                held = error
            except ValueError as error:  # a NUL in a path
                held = MaterialError(f"{name!r}: {error}")
            self._opened[name, medium] = held
        if isinstance(held, AppraisalError):
            raise held
        return held

    def told(self, error: AppraisalError, *names: str) -> str:
        """The error in words without the folders of this machine."""
        text = str(error)
        for name in names:
            if name and Path(name).is_absolute():
                text = text.replace(name, Path(name).name)
        for folder in (self.derived, self.derived.absolute(), self.folder):
            text = text.replace(f"{folder}{os.sep}", "")
        return text


def _named(pair: Pair) -> Row:
    return {"id": pair.id, "left": pair.left, "right": pair.right}


def _row(pair: Pair, head: Mapping[str, JSON]) -> Row:
    """The row of one record; figures only where there is a result."""
    row: Row = _named(pair) | {"comparator": head["comparator"], "version": head["version"]}
    ok = head["status"] == "ok"
    figures = ("score", "coverage_of_left", "coverage_of_right", "matches")
    row |= {name: head[name] if ok else None for name in figures}
    row["status"] = head["status"]
    row["reason"] = head["reason"] if head["message"] is None else f"{head['reason']}: {head['message']}"
    return row


def _error_row(pair: Pair, comparator: str, status: str, reason: str) -> Row:
    empty: Row = dict.fromkeys(COLUMNS)
    version = registry.comparator(comparator).version if comparator else ""
    given = {**_named(pair), "comparator": comparator, "version": version}
    return {**empty, **given, "status": status, "reason": reason}


@dataclass(frozen=True, slots=True)
class _Item:
    """One row to be: an error known already, or a job with its key."""

    pair: Pair
    row: Row | None = None
    job: Job | None = None
    key: str = ""


class Batch:
    """A batch of pairs with a folder of its own."""

    def __init__(
        self,
        pairs: Path,
        out: Path,
        *,
        comparators: Sequence[str] = (),
        parameters: Mapping[str, Mapping[str, JSON]] = {},
        backgrounds: Sequence[str] = (),
        overruled: Sequence[Overruled] = (),
        memory: int = 4 << 30,
        seed: int = 0,
    ) -> None:
        for name in {*comparators, *parameters}:
            registry.comparator(name, parameters.get(name))
        self.parameters = parameters
        self.pairs = read_pairs(pairs)
        self.out = out
        self.comparators = tuple(comparators)
        self.works = _Works(pairs.resolve().parent, out / "derived")
        self.overruled = tuple(overruled)
        self.backgrounds = tuple(background.locate(name) for name in backgrounds)
        self.store, self.children = out / "cache", out / "children"
        self.memory = memory
        self.seed = seed
        self.keys = KeyMaker()

    def items(self) -> Iterator[_Item]:
        """All rows of the table to be, in the order of the pairs file."""
        for pair in self.pairs:
            yield from self._items(pair)

    def _items(self, pair: Pair) -> Iterator[_Item]:
        try:
            left, right = self.works.get(pair.left, pair.medium), self.works.get(pair.right, pair.medium)
            ancestors = tuple(self.works.get(name, pair.medium) for name in [pair.ancestor] if name)
            excluded = tuple((self.works.get(name, pair.medium), THIRD) for name in [pair.exclude] if name)
        except AppraisalError as error:
            reason = f"{reason_of(error)}: {self.works.told(error, pair.left, pair.right, pair.ancestor, pair.exclude)}"
            for name in self.comparators or ("",):
                yield _Item(pair, _error_row(pair, name, status_of(error), reason))
            return
        names = self.comparators or registry.applicable(left, right, pair.medium)
        if not names:
            yield _Item(pair, _error_row(pair, "", "refused", "no-comparator: no installed method reads both works"))
        for name in names:
            job = Job(
                comparator=name,
                left=left,
                right=right,
                parameters=self.parameters.get(name, NONE),
                ancestors=ancestors,
                excluded=excluded,
                overruled=self.overruled,
                backgrounds=self.backgrounds,
                seed=self.seed,
                memory=self.memory,
                store=self.store,
                children=self.children,
            )
            key = self.keys.key(job)
            yield _Item(pair, None, job, key[:24])

    def run(self, jobs: int = 1, *, retry: bool = False, progress: bool = False) -> Path:
        """Compute what is missing, then write ``results.csv`` and ``results.parquet``; returns the CSV's path.

        ``retry`` computes again what failed by accident before (``errors.ACCIDENTS``) and what was altered since.
        """
        if self.out.is_dir() and any(self.out.iterdir()) and not (self.out / "journal.jsonl").exists():
            raise UsageError(f"{self.out} holds something that is not an earlier batch: choose a new folder")
        self.out.mkdir(parents=True, exist_ok=True)
        with _seldom_collecting(), Journal(self.out) as journal:
            items = list(self.items())
            todo = {i.key: i for i in items if i.job is not None and not journal.holds(i.key, but_accidents=retry)}
            meter = _Meter(len(todo), progress)
            tasks = [(item.key, item.job) for item in sorted(todo.values(), key=_locality) if item.job is not None]
            for key, head, text in dispatch.compare_rows(tasks, jobs):
                journal.write(key, _row(todo[key].pair, head), text)
                meter.step()
            rows = [
                item.row
                or journal.rows[item.key] | {"id": item.pair.id, "left": item.pair.left, "right": item.pair.right}
                for item in items
            ]
            table, columns = self.out / "results.csv", self.out / "results.parquet"
            written = csv_of(rows)
            if not (columns.exists() and table.exists() and table.read_bytes() == written):
                table.unlink(missing_ok=True)  # while this stands, both tables say the same
                write_parquet(columns, rows)
                write_whole(table, written, durable=True)
        return table

    def record(self, id: str, comparator: str) -> Comparison:
        """The record behind one row of the table, its digest checked; reads only, also while a batch is written."""
        for pair in self.pairs:
            for item in self._items(pair) if pair.id == id else ():
                if item.job is not None and item.job.comparator == comparator:
                    with Journal(self.out, reading=True) as journal:
                        return records.loads(journal.text(item.key))
        raise UsageError(f"no {comparator} record of the pair {id!r} in this batch")


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A batch holds a few small objects a pair to its end, none in a cycle: looking through them again and again for
    such took an eighth of a rerun."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _locality(item: _Item) -> tuple[str, str, str]:
    """Order of work: jobs that share a left work stand together, so that a worker reads it once."""
    job = item.job
    return ("", "", "") if job is None else (job.comparator, job.left.sha256, job.right.sha256)


class _Meter:
    """Progress on stderr, at most twice a second."""

    def __init__(self, total: int, shown: bool) -> None:
        self.total, self.shown, self.done = total, shown and total > 0, 0
        self.began = self.last = time.monotonic()

    def step(self) -> None:
        self.done += 1
        moment = time.monotonic()
        if not self.shown or (moment - self.last < 0.5 and self.done < self.total):
            return
        self.last = moment
        left = (moment - self.began) / self.done * (self.total - self.done)
        end = "\n" if self.done == self.total else ""
        sys.stderr.write(f"\r{self.done} of {self.total} comparisons, about {left:.0f} s to go   {end}")
        sys.stderr.flush()


def _cell(value: JSON) -> JSON:
    """A CSV cell that no spreadsheet runs as a formula; plain numbers stay as they are."""
    if type(value) is str and value.startswith(FORMULA):
        try:
            float(value)
        except ValueError:
            return "'" + value
    return value


def csv_of(rows: Sequence[Row]) -> bytes:
    """``results.csv``: RFC 4180, UTF-8, one row a pair and comparator, in the order of the pairs file."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return sink.getvalue().encode("utf-8", "backslashreplace")


def write_parquet(path: Path, rows: Sequence[Row]) -> None:
    """``results.parquet``: the same rows with raw values and types."""
    import pyarrow
    from pyarrow import parquet

    types = {"score": "d", "coverage_of_left": "d", "coverage_of_right": "d", "matches": "q"}
    columns = {name: _column([row[name] for row in rows], types.get(name, "s")) for name in COLUMNS}
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table(columns), sink)
    write_whole(path, sink.getvalue().to_pybytes())


def _column(values: Sequence[JSON], kind: str) -> Any:
    """An Arrow array of doubles (d), 64-bit integers (q) or strings (s), None for missing.

    Made from buffers: ``pyarrow.array`` imports pandas, which costs more than a thousand comparisons.
    """
    import numpy as np
    import pyarrow

    there = np.array([value is not None for value in values], dtype=bool)
    valid = pyarrow.py_buffer(np.packbits(there, bitorder="little").tobytes())
    if kind == "s":
        texts = [b"" if value is None else str(value).encode("utf-8", "backslashreplace") for value in values]
        ends = np.cumsum([0, *map(len, texts)], dtype=np.int64)
        buffers = [valid, pyarrow.py_buffer(ends.tobytes()), pyarrow.py_buffer(b"".join(texts))]
        return pyarrow.Array.from_buffers(pyarrow.large_string(), len(values), buffers).cast(pyarrow.string())
    numbers = np.array([0 if value is None else value for value in values], dtype=kind)
    type_of = pyarrow.float64() if kind == "d" else pyarrow.int64()
    return pyarrow.Array.from_buffers(type_of, len(values), [valid, pyarrow.py_buffer(numbers.tobytes())])
