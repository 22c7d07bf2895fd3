"""Integrity: every file outside ``cache/`` is what logs, manifest and records say, and nothing lies there beside."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from appraisal import chain, digests, ledger, procedure
from appraisal.errors import MaterialError
from appraisal.verify import logs as logbooks
from appraisal.verify.expected import Expected
from appraisal.verify.logs import Logs
from appraisal.verify.outcome import Answer, Check, Outcome, Remark
from appraisal.work import display_name, walk

CACHE = "cache"
_DERIVED = re.compile(r"derived/(?:views/)?([0-9a-f]{24})/([0-9a-f]{2})/([0-9a-f]{64})")
_LEFT = re.compile(r"\.(?:.*\.part|part-.*)")  # of a folder or file: what writing it whole, or receiving it, leaves
_CHECKPOINTS = ".ipynb_checkpoints"
_BY_HAND = re.compile(r"case\.toml|notebooks/[^/]+\.ipynb")


def integrity(root: Path, logs: Logs, found: Expected, known: Mapping[str, str] | None = None) -> Outcome:
    """Hold everything below ``root`` against its logs. ``known``: SHA-256 of files read a moment ago, by path."""
    remarks = [*logbooks.check(logs), *found.remarks]
    files = _Files(root, logs, found, known or {})
    remarks += files.compared()
    report = logbooks.last_report(logs)
    if report is not None:
        remarks += logbooks.later(logs, report)
    return Outcome(Check.INTEGRITY, tuple(dict.fromkeys(remarks)), files.seen)


class _Files:
    """One walk over the case: what is there is compared, then what should have been."""

    def __init__(self, root: Path, logs: Logs, found: Expected, known: Mapping[str, str]) -> None:
        self.root = root
        self.logs = logs
        self.found = found
        self.known = known
        self.seen = 0
        self.remarks: list[Remark] = []
        self.there: set[str] = set()
        self.received = {sha256[:24] for sha256 in found.works.values()}

    def compared(self) -> list[Remark]:
        for path, wanted, held in digests.check_files(self._to_read()):
            if held != wanted:
                self._differs(path.relative_to(self.root).as_posix(), held)
        for name in self.found.paths():
            if name not in self.there and not self._left_out(name):
                self._say(Answer.FAILS, "missing", name, self._says(name))
        return sorted(self.remarks, key=lambda r: (r.path, r.what))

    def _say(self, answer: Answer | None, what: str, name: str, detail: str = "") -> None:
        self.remarks.append(Remark(answer, what, display_name(Path(name)), detail=detail))

    def _left_out(self, name: str) -> bool:
        return any(name.startswith(f"{log.split('/')[0]}/") for log in self.logs.left_out)

    def _says(self, name: str) -> str:
        """The entry that names a file."""
        if name not in self.found.logged:
            return ""
        entry = self.found.logged[name][1]
        return f"{entry.log} {entry.seq}, {entry.on}"

    def _differs(self, name: str, held: str | MaterialError) -> None:
        if isinstance(held, MaterialError):
            self._say(Answer.FAILS, "not-readable", name, str(held))
        elif name in self.found.logged and _BY_HAND.fullmatch(name):
            self._say(Answer.FAILS, "edited", name, self._says(name))
        else:
            self._say(Answer.FAILS, "altered", name, self._says(name))

    def _to_read(self) -> Iterator[tuple[Path, str]]:
        """Files whose digest is to be computed, with the one they must have. All else is judged here by its name."""
        unlisted: list[tuple[Path, str]] = []
        for path in outside_cache(self.root, unlisted):
            name = path.relative_to(self.root).as_posix()
            wanted = self._wanted(path, name)
            if wanted is None:
                continue
            held = self.known.get(name)
            if held is None:
                yield path, wanted
            elif held != wanted:
                self._differs(name, held)
        for path, reason in unlisted:
            self._say(Answer.FAILS, "not-readable", path.relative_to(self.root).as_posix(), reason)

    def _wanted(self, path: Path, name: str) -> str | None:
        try:
            status = path.lstat()
        except OSError as error:
            self._say(Answer.FAILS, "not-readable", name, error.strerror or "")
            return None
        self.seen += 1
        if not stat.S_ISREG(status.st_mode):
            self.there.add(name)
            link = stat.S_ISLNK(status.st_mode)
            detail = os.fsencode(os.readlink(path)).decode("utf-8", "backslashreplace") if link else ""
            self._say(Answer.FAILS, "link" if link else "special", name, detail)
            return None
        wanted = self.found.of(name)
        if wanted is not None:
            self.there.add(name)
            return wanted
        if name in ledger.LOCKS:
            if status.st_size:
                self._say(Answer.FAILS, "lock-not-empty", name)
        elif name != chain.HEADS and not procedure.is_log(name):  # those are checked line by line
            return self._unnamed(name)
        return None

    def _unnamed(self, name: str) -> str | None:
        """A file that nothing names: unpacked from a work, or a leftover, or extra."""
        parts = name.split("/")
        derived = _DERIVED.fullmatch(name)
        if derived is not None and derived[2] == derived[3][:2]:
            if derived[1] not in self.received:
                self._say(Answer.FAILS, "misplaced", name)
            return derived[3]
        if is_leftover(name):
            self._say(None, "checkpoint" if _CHECKPOINTS in parts else "leftover", name)
        else:
            self._say(Answer.FAILS, "unrecorded", name)
        return None


def is_leftover(name: str) -> bool:
    """Whether a path below a case is what a step that was cut off, or an editor, left: no part of the case."""
    parts = name.split("/")
    return any(_LEFT.fullmatch(part) for part in parts) or (parts[0] == "notebooks" and _CHECKPOINTS in parts)


def outside_cache(root: Path, unlisted: list[tuple[Path, str]]) -> Iterator[Path]:
    """All but folders below a case, outside ``cache/``, in the order of their names."""
    with os.scandir(root) as entries:
        top = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    for entry in top:
        if not entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)
        elif entry.name != CACHE:
            yield from walk(Path(entry.path), unlisted)
