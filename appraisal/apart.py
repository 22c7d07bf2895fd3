"""What people did in copies of a case before these were merged: entries, runs and examinations that lie below
``merged/``. They are in force nowhere here; they are printed as theirs, and gates read what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from appraisal import chain, lateness, logged, procedure
from appraisal.chain import Entry
from appraisal.comparison import Exclusion
from appraisal.dossier import LogEntry, RunEntry
from appraisal.errors import CaseError
from appraisal.procedure import CLOSED, EXCLUSIONS, SEEN, History, Kind

FOLDER = "merged"
CLOSED_PART = "closed/"
_NAME = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")  # as a merge names a folder
_LISTS = ((Kind.RUN, "runs"), (Kind.EXAMINED, "examinations"))


@dataclass(frozen=True, slots=True)
class Apart:
    """``entries``: those of the disclosed logs and of exclusions that no log here has; ``log`` says where each lies."""

    entries: tuple[LogEntry, ...] = ()
    runs: tuple[RunEntry, ...] = ()
    examinations: tuple[RunEntry, ...] = ()


def of(root: Path, found: History) -> Apart:
    """All of it, copy by copy in the order in which they were merged, each entry once."""
    known = {entry.digest for entry in (*found.entries, *_read(root, EXCLUSIONS))}
    seen = _seen(root, found)
    entries: list[LogEntry] = []
    lists: dict[str, list[RunEntry]] = {name: [] for _, name in _LISTS}
    for folder in folders(root, found):
        place = root / folder
        with suppress(CaseError):  # files that were altered are named by the gate of custody
            held = procedure.history(place)
            listed = (*logged.entries(held), *logged.judged(place, held))
            new = [one for one in listed if one.digest not in known]
            known |= {one.digest for one in new}
            entries += [logged.lying(_after(one, seen), f"{folder}/{one.log}") for one in new]
            for kind, name in _LISTS:
                numbers = [one.body.get("number") for one in new if one.kind == kind]
                lists[name] += [_listed(place, name, number) for number in numbers if isinstance(number, int)]
    return Apart(tuple(entries), *(tuple(lists[name]) for _, name in _LISTS))


def late(root: Path, found: History, decided: Iterable[Exclusion]) -> lateness.Late:
    """What is late by the logs of the case and of copies that were merged; ``decided``: exclusions of the case."""
    return lateness.late(logged.entries(found), decided, of(root, found).entries)


def _seen(root: Path, found: History) -> str:
    """When the first run was begun, here or in any copy; empty: none was."""
    moments = [one.on for one in found.of(*SEEN)]
    for folder in folders(root, found):
        with suppress(CaseError):
            moments += [one.on for one in procedure.history(root / folder).of(*SEEN)]
    return min(moments, default="")


def _after(entry: LogEntry, seen: str) -> LogEntry:
    """An entry of a copy, which may be early there and yet after results that the case had by then: as late, and so it
    says."""
    if not seen or entry.on < seen:
        return entry
    told = {"after_results": True} if "after_results" in entry.body else {}
    return replace(entry, after_results=True, body={**entry.body, **told})


def folders(root: Path, found: History) -> Iterator[str]:
    """Where each copy lies, with those that had been merged there before."""
    waiting, seen = [*found.of(Kind.MERGED)], set[str]()
    while waiting:
        name = str(waiting.pop(0).body.get("folder"))
        if name in seen or not _NAME.fullmatch(name):
            continue
        seen.add(name)
        folder = f"{FOLDER}/{name}"
        with suppress(CaseError):
            waiting += procedure.history(root / folder).of(Kind.MERGED)
        yield folder


def deliberations(root: Path, found: History) -> list[Entry]:
    """The closed log of the case and what those of its copies hold beyond it, each entry once."""
    logs = [CLOSED, *(f"{CLOSED_PART}{folder}/{CLOSED.removeprefix(CLOSED_PART)}" for folder in folders(root, found))]
    return [*{entry.digest: entry for log in logs for entry in _read(root, log)}.values()]


def _read(root: Path, log: str) -> list[Entry]:
    try:
        return chain.read(root, log)
    except CaseError:  # named among the faults, or by the gate of custody
        return []


def _listed(place: Path, name: str, number: int) -> RunEntry:
    """A run of a copy as its file there tells; of a file that cannot be read, the number."""
    body: Any = None
    with suppress(OSError, ValueError, RecursionError):
        body = json.loads((place / name / f"{number:04d}.json").read_text("utf-8"))
    return logged.run(body if isinstance(body, Mapping) else {}, number)
