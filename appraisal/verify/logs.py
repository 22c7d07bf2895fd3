"""The logs of a case as they stand: a private copy that can be read safely, what of them holds, and what they say."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from appraisal import chain, ledger, procedure
from appraisal.chain import Entry
from appraisal.errors import AppraisalError, CaseError
from appraisal.procedure import History, Kind
from appraisal.verify import sealed
from appraisal.verify.outcome import Answer, Remark

NAMES = (procedure.CUSTODY, procedure.PROCEDURE, procedure.EXCLUSIONS, procedure.CLOSED)
_DISAGREE = ("removed", "replaced", "unannounced")  # faults that lie in the log or in heads.json: no one can tell


def regular(root: Path, name: str) -> bool:
    """Whether a path below ``root`` is a regular file, with no link on the way: what may be opened without harm."""
    place = root
    try:
        for part in name.split("/"):
            if not stat.S_ISDIR(place.lstat().st_mode) and place != root:
                return False
            place = place / part
        return stat.S_ISREG(place.lstat().st_mode)
    except (OSError, ValueError):
        return False


@contextmanager
def held(root: Path) -> Iterator[None]:
    """Hold the case and its logs where that is possible: while another program writes, nothing would agree.

    A case without lock files, or one that cannot be written to, is checked as it is.
    """
    with ExitStack() as stack:
        for name in ledger.LOCKS:
            if regular(root, name) and os.access(root / name, os.W_OK):
                stack.enter_context(ledger.locked(root, name))
        yield


@dataclass(frozen=True)
class Logs:
    """All entries that can be read, by log. ``copy`` holds the logs as they were; ``left_out``: not looked for."""

    copy: Path
    entries: Mapping[str, tuple[Entry, ...]]
    history: History
    left_out: frozenset[str] = frozenset()

    def of(self, log: str) -> tuple[Entry, ...]:
        return self.entries.get(log, ())

    def before(self, entry: Entry) -> dict[str, int]:
        """Entries of each log when ``entry`` (of the procedure log, naming all heads) was written."""
        counts = {entry.log: entry.seq - 1}
        for log, head in entry.heads.items():
            counts[log] = next((e.seq for e in self.of(log) if e.digest == head), 0)
        return counts


def read(root: Path, copy: Path, left_out: frozenset[str] = frozenset()) -> Logs:
    """Copy the logs of ``root`` to the folder ``copy`` and read them; lines that are no entries are passed over."""
    findings = root / procedure.FINDINGS
    listed = [*NAMES, chain.HEADS]
    with suppress(OSError):
        if stat.S_ISDIR(findings.lstat().st_mode):
            listed += [f"{procedure.FINDINGS}/{entry.name}" for entry in os.scandir(findings)]
    for name in listed:
        if (name == chain.HEADS or procedure.is_log(name)) and regular(root, name):
            target = copy / "as-is" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((root / name).read_bytes())
    base = copy / "as-is"
    base.mkdir(exist_ok=True)
    entries = {log: tuple(_readable(base, log, copy)) for log in logs_of(base) if log not in left_out}
    disclosed = copy / "readable"
    disclosed.mkdir()
    for log in (procedure.CUSTODY, procedure.PROCEDURE):
        lines = "".join(chain.line_of(entry) + "\n" for entry in entries.get(log, ()))
        (disclosed / log).write_text(lines, "utf-8")
    return Logs(base, entries, _history(disclosed), left_out)


def _history(disclosed: Path) -> History:
    try:
        return procedure.history(disclosed)
    except (CaseError, KeyError, TypeError, ValueError):  # an entry that registers a person names none
        both = [e for log in (procedure.PROCEDURE, procedure.CUSTODY) for e in chain.read(disclosed, log)]
        return History(tuple(both))


def logs_of(copy: Path) -> list[str]:
    """Logs that are there or that ``heads.json`` names; names that no log can have are not among them."""
    return [log for log in procedure.logs(copy) if procedure.is_log(log)]


def _readable(copy: Path, log: str, scratch: Path) -> Iterator[Entry]:
    try:
        yield from _whole(chain.read(copy, log))
        return
    except (AppraisalError, OSError):
        pass
    for line in (copy / log).read_bytes().split(b"\n"):  # one by one: those that are none are named by ``check``
        (scratch / "line").write_bytes(line + b"\n")
        with suppress(AppraisalError, OSError):
            yield from _whole(chain.read(scratch, "line"), log)


def _whole(entries: list[Entry], log: str = "") -> list[Entry]:
    """Entries that can be written again; ``AppraisalError`` or ``CaseError`` where one holds what JSON cannot."""
    for entry in entries:
        try:
            chain.line_of(entry).encode()
        except ValueError as error:
            raise CaseError(f"{entry.log}: entry {entry.seq} holds what no log can") from error
    if not log:
        return entries
    return [
        Entry(log, e.seq, e.prev, e.on, e.kind, e.by, e.body, e.files, e.heads, e.digest, e.signature) for e in entries
    ]


# --- what holds -------------------------------------------------------------------------------------------------------


def check(logs: Logs) -> list[Remark]:
    """Everything about chains, heads and signatures that does not hold, and what is to be observed of them."""
    if not logs.entries and not (logs.copy / chain.HEADS).exists():
        return [Remark(Answer.FAILS, "no-logs")]
    found = list(dict.fromkeys([*_chains(logs), *_heads_file(logs)]))
    verdicts = sealed.check(logs.entries, logs.history)
    return [*found, *_named_heads(logs), *_signatures(logs), *verdicts, *_dates(logs), *_keys(logs), *_late(logs)]


def _chains(logs: Logs) -> Iterator[Remark]:
    for log in logs_of(logs.copy):
        if log in logs.left_out:
            last = _announced(logs.copy).get(log)
            detail = f"{log}: {last.count}, {last.head}" if last else log
            yield Remark(None, "closed-left-out", detail=detail)
            continue
        try:
            faults = chain.check(logs.copy, log)
        except (AppraisalError, OSError, ValueError) as error:
            yield Remark(Answer.FAILS, "log-unreadable", log, detail=str(error))
            continue
        for fault in faults:
            yield Remark(Answer.FAILS, f"log-{fault.what}", fault.path, fault.line, fault.detail)
            if fault.what in _DISAGREE:
                yield Remark(Answer.FAILS, "heads-differ", chain.HEADS, detail=log)


def _announced(copy: Path) -> dict[str, chain.Head]:
    try:
        return chain.heads(copy)
    except CaseError:
        return {}


def _heads_file(logs: Logs) -> Iterator[Remark]:
    """``heads.json`` must be what the program writes, to the byte; what it says is compared by ``_chains``."""
    path = logs.copy / chain.HEADS
    if not path.exists():
        yield Remark(Answer.FAILS, "log-no-heads", chain.HEADS)
        return
    data = path.read_bytes()
    try:
        announced = chain.heads(logs.copy)
        same = chain.text_of(announced).encode() == data
    except CaseError as error:
        yield Remark(Answer.FAILS, "log-no-heads", chain.HEADS, detail=str(error))
        return
    except ValueError:
        same = False
    if not same:
        yield Remark(Answer.FAILS, "heads-form", chain.HEADS)
    for log, head in announced.items():
        if not procedure.is_log(log) or (head.count == 0 and head.next is None):
            yield Remark(Answer.FAILS, "heads-differ", chain.HEADS, detail=json.dumps(log, ensure_ascii=False))
        if head.next is not None:  # a kill came between announcing an entry and having written it
            yield Remark(None, "leftover", chain.HEADS, detail=log)


def _named_heads(logs: Logs) -> Iterator[Remark]:
    """Heads that entries name of other logs: an entry with that digest must be there, or in a copy of the case that was
    merged. Each log is named once."""
    held = {log: {entry.digest for entry in entries} for log, entries in logs.entries.items()}
    for log, digests in procedure.merged_digests(logs.history).items():
        held[log] = held.get(log, set()) | digests
    lost: set[str] = set()
    for log, entries in logs.entries.items():
        for entry in entries:
            for other, head in entry.heads.items():
                if other in logs.left_out or other in lost or head == chain.ZERO or head in held.get(other, ()):
                    continue
                lost.add(other)
                yield Remark(Answer.FAILS, "head-lost", other, detail=f"{log} {entry.seq}, {entry.on}: {head}")


def _signatures(logs: Logs) -> Iterator[Remark]:
    for log, entries in logs.entries.items():
        for entry in entries:
            standing = logs.history.standing(entry)
            who = f"{entry.by}, {entry.kind}, {entry.on}"
            if standing == "foreign":
                yield Remark(Answer.FAILS, "foreign-signature", log, entry.seq, who)
            elif standing == "missing":
                yield Remark(None, "missing-signature", log, entry.seq, who)


def _dates(logs: Logs) -> Iterator[Remark]:
    others = [entries for log, entries in logs.entries.items() if log not in (procedure.CUSTODY, procedure.PROCEDURE)]
    for entries in (logs.history.entries, *others):
        for entry, before in procedure.back_dated(entries):
            detail = f"{entry.kind} {entry.on}; {before.log} {before.seq}: {before.on}"
            yield Remark(None, "back-dated", entry.log, entry.seq, detail)


def _keys(logs: Logs) -> Iterator[Remark]:
    for name, persons in logs.history.persons.items():
        if len({person.key for person in persons}) > 1:
            prints = [person.fingerprint if _is_key(person.key) else person.key for person in persons]
            yield Remark(None, "second-key", procedure.PROCEDURE, detail=f"{name}: {', '.join(prints)}")


def _is_key(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


def _late(logs: Logs) -> Iterator[Remark]:
    written = logs.of(procedure.EXCLUSIONS)
    after = procedure.late(logs.history, written)
    for entry in written:
        if entry.kind not in (Kind.EXCLUSION, Kind.OVERRULED):
            continue
        if entry.body.get("after_results") is True:
            yield Remark(None, "late-exclusion", entry.log, entry.seq, f"{entry.by}, {entry.on}")
        elif entry.digest in after:
            yield Remark(None, "late-unsaid", entry.log, entry.seq, f"{entry.by}, {entry.on}")


def last_report(logs: Logs) -> Entry | None:
    """The entry of the last report that was written."""
    return logs.history.last(Kind.REPORT)


def later(logs: Logs, report: Entry) -> Iterator[Remark]:
    """What was written after a report: it tells of an earlier state of the case."""
    counts = {**logs.before(report), report.log: report.seq}
    for log, entries in logs.entries.items():
        after = entries[counts.get(log, 0) :]
        if after:
            kinds = sorted({entry.kind for entry in after})
            yield Remark(None, "later", log, detail=f"{after[0].seq}–{after[-1].seq}: {', '.join(kinds)}")
