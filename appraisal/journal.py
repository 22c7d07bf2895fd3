"""The journal of a batch: which jobs are finished, where their records stand, what row each gives."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from io import BytesIO
from pathlib import Path
from typing import IO

from appraisal import records
from appraisal.comparison import JSON
from appraisal.errors import ACCIDENTS, RecordError, UsageError
from appraisal.records import canonical

Row = dict[str, JSON]
Place = tuple[int, int, str]  # first byte, bytes, SHA-256


class Journal:
    """Append-only list of finished jobs and their records. What a kill cut off at the end is dropped and done again.

    One process writes at a time: another gets a ``UsageError``. With ``reading`` nothing is locked, made or cut.
    """

    def __init__(self, folder: Path, *, reading: bool = False) -> None:
        self.journal = folder / "journal.jsonl"
        self.records = folder / "records.jsonl"
        self.reading = reading
        self.rows: dict[str, Row] = {}
        self._places: dict[str, Place] = {}

    def __enter__(self) -> Journal:
        self._list = self._open(self.journal)
        try:
            if not self.reading:
                _lock(self._list, self.journal)
            self._texts = self._open(self.records)
        except BaseException:
            self._list.close()
            raise
        size = self._texts.seek(0, os.SEEK_END)
        self._list.seek(0)
        kept = end = 0
        for line in self._list.read().splitlines(keepends=True):
            try:
                body = json.loads(line.decode())  # of bytes it would guess the encoding first
                key, (start, length, sha256), row = body["key"], body["place"], body["row"]
                if not (start >= 0 and length >= 0 and start + length <= size and line.endswith(b"\n")):
                    break
                if not isinstance(row, dict):
                    break
                self.rows[key], self._places[key] = row, (start, length, sha256)
            except (ValueError, KeyError, TypeError):  # cut off, or damaged by a full disk: this and what follows
                break
            kept, end = kept + len(line), max(end, start + length)
        if not self.reading:
            self._list.truncate(kept)
            self._texts.truncate(end)
        self._end = end
        return self

    def _open(self, path: Path) -> IO[bytes]:
        if not self.reading:
            return path.open("a+b")
        return path.open("rb") if path.exists() else BytesIO()

    def __exit__(self, *raised: object) -> None:
        self._texts.close()
        self._list.close()  # and with it the lock

    def holds(self, key: str, *, but_accidents: bool = False) -> bool:
        """Whether a job is done; with ``but_accidents``, one that failed by accident, or whose record is not the one
        written, counts as not done."""
        row = self.rows.get(key)
        if row is None or not but_accidents:
            return row is not None
        return str(row["reason"]).split(":")[0] not in ACCIDENTS and self._intact(key)

    def write(self, key: str, row: Row, data: bytes) -> None:
        """Add a finished job: its record first, so that a journal line always has one."""
        self._texts.write(data)
        self._texts.flush()
        place = (self._end, len(data), hashlib.sha256(data).hexdigest())
        self._list.write((canonical({"key": key, "place": place, "row": row}) + "\n").encode())
        self._list.flush()
        self.rows[key], self._places[key] = row, place
        self._end += len(data)

    def _read(self, key: str) -> str:
        start, length, _ = self._places[key]
        self._texts.seek(start)
        return self._texts.read(length).decode("utf-8", "replace")

    def _intact(self, key: str) -> bool:
        return records.digest(self._read(key)) == self._places[key][2]

    def text(self, key: str) -> str:
        """The record of a job; ``RecordError`` when its bytes are not those written."""
        if key not in self._places:
            raise UsageError(f"{self.records}: no such record yet: run the batch first")
        text = self._read(key)
        start, _, sha256 = self._places[key]
        if records.digest(text) != sha256:
            raise RecordError(
                f"{self.records} at byte {start}: the record is not the one written; "
                "run the batch again with --retry to compute it anew"
            )
        return text


def _lock(stream: IO[bytes], path: Path) -> None:
    """Hold the file for this process until it is closed. Where the system has no such locks, do without."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UsageError(f"{path.parent}: another process is writing to this batch folder: wait for its end") from error
    except OSError:  # a file system without locks
        return
