"""Many pairs: a table of pairs in, a table of results out; what is done is never done twice, what fails is a row.

``DIR/records/<comparator>/…json`` hold the evidence, ``DIR/journal.jsonl`` one line for each finished job (so that a
stopped batch goes on where it was), ``DIR/results.csv`` and ``.parquet`` are derived from these when all is done.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal import background, dispatch, registry
from appraisal.cache import write_whole
from appraisal.comparison import JSON, Comparison, Reason
from appraisal.engine import Job, KeyMaker
from appraisal.errors import AppraisalError, UsageError, reason_of
from appraisal.records import canonical
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
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = rows.fieldnames or ()
        allowed = {"id", "left", "right", *OPTIONAL}
        if not {"id", "left", "right"} <= set(names) <= allowed or len(set(names)) != len(names):
            raise UsageError(f"{path}: the first line must name id,left,right and may name {','.join(OPTIONAL)}")
        pairs = [_pair(path, rows.line_num, row) for row in rows]
    except csv.Error as error:
        raise UsageError(f"{path} line {rows.line_num}: {error}") from error
    seen: set[str] = set()
    for pair in pairs:
        if pair.id in seen:
            raise UsageError(f"{path}: the id {pair.id!r} stands twice; ids must differ")
        seen.add(pair.id)
    return pairs


def _pair(path: Path, number: int, row: Mapping[str | Any, Any]) -> Pair:
    if None in row or None in row.values():
        raise UsageError(f"{path} line {number}: not as many cells as the first line has")
    medium = row.get("medium") or None
    if medium is not None and medium not in list(Medium):
        raise UsageError(f"{path} line {number}: unknown medium {medium!r}; one of {', '.join(Medium)}")
    if not row["left"] or not row["right"]:
        raise UsageError(f"{path} line {number}: left and right must both name a work")
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
        if (name, medium) not in self._opened:
            try:
                path = self.folder / name
                found = dispatch.open_work(path, label=name, medium=medium, derived=self.derived)
                self._opened[name, medium] = found
            except AppraisalError as error:
                self._opened[name, medium] = error
            except ValueError as error:  # a NUL in a path
                self._opened[name, medium] = UsageError(f"{name!r}: {error}")
        held = self._opened[name, medium]
        if isinstance(held, AppraisalError):
            raise held
        return held


Row = dict[str, JSON]


def _row(pair: Pair, result: Comparison) -> Row:
    return {
        "id": pair.id,
        "left": pair.left,
        "right": pair.right,
        "comparator": result.comparator,
        "version": result.version,
        "score": result.score if result.status == "ok" else None,
        "coverage_of_left": result.coverage_of_left if result.status == "ok" else None,
        "coverage_of_right": result.coverage_of_right if result.status == "ok" else None,
        "matches": len(result.matches) if result.status == "ok" else None,
        "status": result.status,
        "reason": result.reason if result.message is None else f"{result.reason}: {result.message}",
    }


def _error_row(pair: Pair, comparator: str, status: str, reason: str) -> Row:
    empty: Row = dict.fromkeys(COLUMNS)
    version = registry.comparator(comparator).version if comparator else ""
    given = {"id": pair.id, "left": pair.left, "right": pair.right, "comparator": comparator, "version": version}
    return {**empty, **given, "status": status, "reason": reason}


@dataclass(frozen=True, slots=True)
class _Item:
    """One row to be: an error known already, or a job with the name of its record."""

    pair: Pair
    row: Row | None = None
    job: Job | None = None
    file: str = ""


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
        self.backgrounds = tuple(background.locate(name) for name in backgrounds)
        self.memory = memory
        self.seed = seed
        self.keys = KeyMaker()

    def items(self) -> Iterator[_Item]:
        """All rows of the table to be, in the order of the pairs file."""
        for pair in self.pairs:
            try:
                left, right = self.works.get(pair.left, pair.medium), self.works.get(pair.right, pair.medium)
                ancestors = tuple(self.works.get(name, pair.medium) for name in [pair.ancestor] if name)
                excluded = tuple((self.works.get(name, pair.medium), THIRD) for name in [pair.exclude] if name)
            except AppraisalError as error:
                for name in self.comparators or ("",):
                    yield _Item(pair, _error_row(pair, name, "failed", f"{reason_of(error)}: {error}"))
                continue
            names = self.comparators or registry.applicable(left, right, pair.medium)
            if not names:
                yield _Item(
                    pair, _error_row(pair, "", "refused", "no-comparator: no installed method reads both works")
                )
            for name in names:
                job = Job(
                    comparator=name,
                    left=left,
                    right=right,
                    parameters=self.parameters.get(name, {}),
                    ancestors=ancestors,
                    excluded=excluded,
                    backgrounds=self.backgrounds,
                    seed=self.seed,
                    memory=self.memory,
                    store=self.out / "cache",
                    children=self.out / "records",
                )
                key = self.keys.key(job)
                yield _Item(pair, None, job, f"{name}/{key[:2]}/{key[2:26]}.json")

    def run(self, jobs: int = 1, progress: bool = False) -> Path:
        """Compute what is missing, then write ``results.csv`` and ``results.parquet``; returns the CSV's path."""
        self.out.mkdir(parents=True, exist_ok=True)
        items = list(self.items())
        with _Journal(self.out / "journal.jsonl") as journal:
            done = {file: row for file, row in journal.rows() if (self.out / "records" / file).exists()}
            todo: dict[str, _Item] = {i.file: i for i in items if i.job is not None and i.file not in done}
            meter = _Meter(len(todo), progress)
            tasks = [(item.file, item.job) for item in sorted(todo.values(), key=_locality) if item.job is not None]
            for file, result, text in dispatch.compare_all(tasks, jobs):
                write_whole(self.out / "records" / file, text.encode())
                done[file] = _row(todo[file].pair, result)
                journal.write(file, done[file])
                meter.step()
        rows = [
            item.row or {**done[item.file], "id": item.pair.id, "left": item.pair.left, "right": item.pair.right}
            for item in items
        ]
        write_parquet(self.out / "results.parquet", rows)
        write_csv(self.out / "results.csv", rows)
        return self.out / "results.csv"


def _locality(item: _Item) -> tuple[str, str, str]:
    """Order of work: jobs that share a left work stand together, so that a worker reads it once."""
    job = item.job
    return ("", "", "") if job is None else (job.comparator, job.left.sha256, job.right.sha256)


class _Journal:
    """Append-only list of finished jobs. A last line cut off by a kill is ignored and its job done again."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> _Journal:
        data = self.path.read_bytes() if self.path.exists() else b""
        self._kept = data[: data.rfind(b"\n") + 1]
        if self._kept != data:
            write_whole(self.path, self._kept)
        self._stream = self.path.open("ab")
        return self

    def __exit__(self, *raised: object) -> None:
        self._stream.close()

    def rows(self) -> Iterator[tuple[str, Row]]:
        for line in self._kept.splitlines():
            try:
                body = json.loads(line)
                yield body["file"], body["row"]
            except (ValueError, KeyError, TypeError):  # damaged by a full disk or by hand: the job is done again
                continue

    def write(self, file: str, row: Row) -> None:
        self._stream.write((canonical({"file": file, "row": row}) + "\n").encode())
        self._stream.flush()


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


def _cell(value: JSON) -> str:
    """A CSV cell that no spreadsheet runs as a formula; plain numbers stay as they are."""
    if value is None:
        return ""
    text = str(value)
    if text.startswith(FORMULA):
        try:
            float(text)
        except ValueError:
            return "'" + text
    return text


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """``results.csv``: RFC 4180, UTF-8, one row a pair and comparator, in the order of the pairs file."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    write_whole(path, sink.getvalue().encode("utf-8", "backslashreplace"), durable=True)


def write_parquet(path: Path, rows: Sequence[Row]) -> None:
    """``results.parquet``: the same rows with raw values and types."""
    import pyarrow
    from pyarrow import parquet

    real, whole, text = pyarrow.float64(), pyarrow.int64(), pyarrow.string()
    types = {"score": real, "coverage_of_left": real, "coverage_of_right": real, "matches": whole}
    schema = pyarrow.schema([(name, types.get(name, text)) for name in COLUMNS])
    columns = {name: pyarrow.array([row[name] for row in rows], schema.field(name).type) for name in COLUMNS}
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table(columns, schema=schema), sink)
    write_whole(path, sink.getvalue().to_pybytes())
