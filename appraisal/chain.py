"""Hash-chained logs: one JSON object a line, appended only; each names the digest of the one before it.

What an attacker could do, and what shows it:

- flip a bit in a line, rewrite it, reorder lines, remove or put in one: ``digest`` or ``prev`` no longer fit;
- remove the last lines, or append one by hand: ``heads.json`` holds length and head of every log, written *before* a
  line is appended (``next``), so that a line which a kill cut off and a line that nobody announced are told apart;
- rewrite a log and ``heads.json`` as a whole: heads stand in the other logs (``heads``), in signatures, and in every
  report (the anchor), which lie outside this folder once they are handed out.

Schema ``appraisal.entry/1``. ``digest`` is the SHA-256 of the canonical JSON but for ``digest`` itself and the value of
the signature: it says whose key signs, so a signature can be neither taken off nor exchanged.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from appraisal import ledger
from appraisal.cache import write_whole
from appraisal.comparison import JSON
from appraisal.errors import AppraisalError, CaseError
from appraisal.identity import Signature, Signer, holds
from appraisal.records import canonical, digest, plain

SCHEMA = "appraisal.entry/1"
HEADS = "heads.json"
ZERO = "0" * 64
FIELDS = ("schema", "seq", "prev", "on", "kind", "by", "body", "files", "heads", "digest", "signature")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log ``log`` (its path below the case).

    ``files``: SHA-256 of each file of the case that the step wrote, by path; None where it took one away.
    ``heads``: digests of the last entries of the case's other logs at that moment.
    """

    log: str
    seq: int
    prev: str
    on: str
    kind: str
    by: str
    body: Mapping[str, Any]
    files: Mapping[str, str | None] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    signature: Signature | None = None

    @property
    def signed(self) -> bool:
        """Whether there is a signature, and it is of this entry. Whose it is, ``procedure`` says."""
        return self.signature is not None and holds(self.signature, self.digest)


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold: of which file, at which line (0: the file as a whole), and what in one of ``FAULTS``."""

    path: str
    line: int
    what: str
    detail: str = ""


FAULTS = (
    "unreadable",  # a line is no entry
    "altered",  # the digest is not that of the line
    "broken-chain",  # does not follow the line before it: removed, added or reordered
    "removed",  # heads.json knows more lines
    "unannounced",  # a line that the program never announced in heads.json
    "replaced",  # as long as heads.json says, but with another head
    "no-heads",  # heads.json is missing or unreadable
    "bad-signature",  # the signature is not of this entry
    "head-lost",  # another log names a head that no entry of this one has: it was rewritten
)


def _body(entry: Entry) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "seq": entry.seq,
        "prev": entry.prev,
        "on": entry.on,
        "kind": entry.kind,
        "by": entry.by,
        "body": plain(entry.body),
        "files": plain(entry.files),
        "heads": plain(entry.heads),
    }


def digest_of(entry: Entry) -> str:
    """The digest that the entry must carry."""
    key = None if entry.signature is None else {"key": entry.signature.key}
    return digest(canonical({**_body(entry), "signature": key}))


def line_of(entry: Entry) -> str:
    """The entry as it stands in the log, without the line end."""
    signature = None if entry.signature is None else {"key": entry.signature.key, "value": entry.signature.value}
    return canonical({**_body(entry), "digest": entry.digest, "signature": signature})


def _entry(log: str, value: Any) -> Entry:
    if not isinstance(value, dict) or tuple(value) != FIELDS or value["schema"] != SCHEMA:
        raise ValueError("not an entry of a log")
    texts = [value[name] for name in ("prev", "on", "kind", "by", "digest")]
    if not all(isinstance(text, str) for text in texts) or type(value["seq"]) is not int:
        raise ValueError("a field is not of its type")
    body, files, heads, signature = (value[name] for name in ("body", "files", "heads", "signature"))
    if not all(isinstance(mapping, dict) for mapping in (body, files, heads)):
        raise ValueError("a field is not of its type")
    if not all(isinstance(head, str) for head in heads.values()):
        raise ValueError("a field is not of its type")
    if not all(sha256 is None or isinstance(sha256, str) for sha256 in files.values()):
        raise ValueError("a field is not of its type")
    if signature is not None and not all(isinstance(signature[name], str) for name in ("key", "value")):
        raise ValueError("a field is not of its type")
    signed = None if signature is None else Signature(signature["key"], signature["value"])
    prev, on, kind, by, found = texts
    return Entry(log, value["seq"], prev, on, kind, by, body, files, heads, found, signed)


def read(root: Path, log: str) -> list[Entry]:
    """All entries, first to last; ``CaseError`` names a line that is none. Chain and signatures are not checked."""
    path = root / log
    return entries(path.read_bytes(), log, path.parent.name) if path.exists() else []


def entries(held: bytes, log: str, folder: str) -> list[Entry]:
    """The same of what a log holds; ``folder``: the name of the one that it lies in, for errors."""
    found: list[Entry] = []
    for number, value in ledger.parsed(held, f"{folder}/{log.rpartition('/')[2]}"):
        try:
            found.append(_entry(log, value))
        except (ValueError, KeyError, TypeError) as error:
            raise CaseError(f"{log} line {number} cannot be read: {error}") from error
    return found


# --- heads.json -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """Number of entries of a log, the last one's digest, and the digest of the one that is about to be appended."""

    count: int
    head: str
    next: str | None = None


def heads(root: Path) -> dict[str, Head]:
    """What ``heads.json`` says; ``CaseError`` when it cannot be read."""
    path = root / HEADS
    try:
        body = json.loads(path.read_text("utf-8"))
        found = {str(log): Head(h["count"], h["head"], h["next"]) for log, h in body.items()}
        if not all(type(h.count) is int and h.count >= 0 and isinstance(h.head, str) for h in found.values()):
            raise ValueError("a field is not of its type")
        if not all(h.next is None or isinstance(h.next, str) for h in found.values()):
            raise ValueError("a field is not of its type")
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CaseError(f"{HEADS} cannot be read: {error}: restore it from a copy of the case") from error
    return found


def text_of(found: Mapping[str, Head]) -> str:
    """``heads.json`` as the program writes it, to the byte."""
    body = {log: {"count": h.count, "head": h.head, "next": h.next} for log, h in sorted(found.items())}
    return canonical(body) + "\n"


def _write_heads(root: Path, found: Mapping[str, Head]) -> None:
    for left in root.glob(f".{HEADS}-*.part"):  # of a process that was killed: who writes here holds the logs
        left.unlink(missing_ok=True)
    write_whole(root / HEADS, text_of(found).encode(), durable=True)


def _ends(path: Path) -> tuple[bytes | None, bytes]:
    """The last line that has an end (None: there is none), and what stands after it. Reads no more than it must:
    experts judge thousands of matches, and each verdict is appended."""
    held = b""
    if path.exists():
        with path.open("rb") as stream:
            at = stream.seek(0, os.SEEK_END)
            while at and held.count(b"\n") < 2:
                size = min(at, 1 << 16)
                at = stream.seek(at - size)
                held = stream.read(size) + held
    *lines, after = held.split(b"\n")
    return (lines[-1] if lines else None), after


def last(root: Path, log: str) -> Entry | None:
    """The last whole entry; ``CaseError`` when it cannot be read or is not as it was written."""
    line, after = _ends(root / log)
    if after and ledger.whole(after):  # only the line end is missing
        line = after
    if line is None:
        return None
    try:
        entry = _entry(log, json.loads(line.decode("utf-8")))
        if line_of(entry).encode() != line or digest_of(entry) != entry.digest:
            raise ValueError("it was altered")
    except (ValueError, KeyError, TypeError, RecursionError, AppraisalError) as error:
        raise CaseError(f"{log}: the last line cannot be read: {error}") from error
    return entry


def _standing(root: Path, log: str, announced: Mapping[str, Head]) -> Head:
    """Count and head of a log as it stands. ``CaseError`` when the program did not write it so."""
    end = last(root, log)
    said = announced.get(log, Head(0, ZERO))
    count, head = (0, ZERO) if end is None else (end.seq, end.digest)
    if (count, head) == (said.count, said.head):
        return Head(count, head)
    if end is not None and count == said.count + 1 and (head, end.prev) == (said.next, said.head):
        return Head(count, head)  # the line was written, its note in heads.json was not
    raise CaseError(
        f"{log} is not as the program left it ({count} entries instead of {said.count}, or other ones): "
        "appraisal verify names what differs; nothing is added to it"
    )


def _settled(root: Path, but: str) -> dict[str, Head]:
    """The heads, with what a kill left open in logs other than ``but`` completed, or dropped where it was cut off."""
    announced = heads(root)
    for log, head in announced.items():
        if head.next is None or log == but:
            continue
        with suppress(CaseError):  # it is not as it was left: ``check`` names that, no other log has to wait for it
            announced[log] = _standing(root, log, announced)
            _, after = _ends(root / log)
            if after:
                with (root / log).open("r+b") as stream:
                    end = stream.seek(0, os.SEEK_END)
                    if ledger.whole(after):
                        stream.write(b"\n")
                    else:
                        stream.truncate(end - len(after))
    return {log: head for log, head in announced.items() if head != Head(0, ZERO)}  # cut off at its first entry


def settle(root: Path) -> None:
    """Complete what a kill or a full disk left open between a log and ``heads.json``; nothing when there is nothing."""
    if any(head.next is not None for head in heads(root).values()):
        with ledger.locked(root, ledger.LOCKS[1]):
            _write_heads(root, _settled(root, ""))


def append(
    root: Path,
    log: str,
    *,
    on: str,
    kind: str,
    by: str,
    body: Mapping[str, JSON],
    files: Mapping[str, str | None] | None = None,
    others: Iterable[str] = (),
    signer: Signer | None = None,
) -> Entry:
    """Append one entry and return it.

    ``others``: logs whose heads the entry names. Either the whole entry is on the disk afterwards or none of it.
    ``CaseError`` when the log is not as the program left it.
    """
    with ledger.locked(root, ledger.LOCKS[1]):
        announced = _settled(root, log)
        standing = _standing(root, log, announced)
        named = {other: announced[other].head for other in sorted(others) if other in announced and other != log}
        entry = Entry(log, standing.count + 1, standing.head, on, kind, by, body, files or {}, named)
        if signer is not None:  # the digest says whose key signs
            entry = replace(entry, signature=Signature(signer.person.key, ""))
        entry = replace(entry, digest=digest_of(entry))
        if signer is not None:
            entry = replace(entry, signature=signer.sign(entry.digest))
        _write(root, announced, standing, [entry])
    return entry


def extend(root: Path, log: str, entries: Sequence[Entry]) -> None:
    """Append entries that a copy of the case holds after the last one here, as they stand there.

    ``CaseError`` when they do not follow it, or the log is not as the program left it.
    """
    with ledger.locked(root, ledger.LOCKS[1]):
        announced = _settled(root, log)
        standing = _standing(root, log, announced)
        before = standing
        for entry in entries:
            if (entry.seq, entry.prev) != (before.count + 1, before.head) or digest_of(entry) != entry.digest:
                raise CaseError(f"{log}: entry {entry.seq} does not follow entry {before.count} of this case")
            before = Head(entry.seq, entry.digest)
        _write(root, announced, standing, entries)


def _write(root: Path, announced: Mapping[str, Head], standing: Head, entries: Sequence[Entry]) -> None:
    """Write each entry after announcing it; the announcement of the next one notes the one before."""
    for entry in entries:
        _write_heads(root, {**announced, entry.log: replace(standing, next=entry.digest)})
        ledger.append(root / entry.log, line_of(entry))
        standing = Head(entry.seq, entry.digest)
    with suppress(OSError):  # the last entry is announced and written: what could not be noted, the next step notes
        for entry in entries[-1:]:
            _write_heads(root, {**announced, entry.log: standing})


# --- checking ---------------------------------------------------------------------------------------------------------


def check(root: Path, log: str) -> list[Fault]:
    """Everything about one log that does not hold, in order of its lines. Never raises for what the file holds."""
    path = root / log
    faults: list[Fault] = []
    entries: list[Entry | None] = []
    text = path.read_bytes() if path.exists() else b""
    lines = text.split(b"\n")
    torn = lines.pop()
    if torn:
        faults.append(Fault(log, len(lines) + 1, "unreadable", "the line has no end: writing it was cut off"))
    for number, line in enumerate(lines, 1):
        try:
            entry = _entry(log, json.loads(line.decode("utf-8")))
            if line.decode("utf-8") != line_of(entry) or entry.digest != digest_of(entry):
                faults.append(Fault(log, number, "altered", entry.kind))
            elif entry.signature is not None and not entry.signed:
                faults.append(Fault(log, number, "bad-signature", entry.by))
        except (ValueError, KeyError, TypeError, RecursionError, AppraisalError) as error:
            faults.append(Fault(log, number, "unreadable", str(error)))
            entries.append(None)
            continue
        entries.append(entry)
    faults += _links(log, entries)
    faults += _against_heads(root, log, entries)
    return sorted(faults, key=lambda f: f.line)


def _links(log: str, entries: list[Entry | None]) -> list[Fault]:
    """Entries that do not follow the one before them. One that cannot be read has been named already."""
    faults: list[Fault] = []
    before, known = ZERO, True
    for number, entry in enumerate(entries, 1):
        if entry is None:
            known = False
            continue
        if entry.seq != number or (known and entry.prev != before):
            faults.append(Fault(log, number, "broken-chain", f"entry {entry.seq} ({entry.kind})"))
        before, known = entry.digest, True
    return faults


def _against_heads(root: Path, log: str, entries: list[Entry | None]) -> list[Fault]:
    try:
        announced = heads(root)
    except CaseError as error:
        return [Fault(HEADS, 0, "no-heads", str(error))]
    if not announced and entries:
        return [Fault(HEADS, 0, "no-heads", "it is missing")]
    said = announced.get(log, Head(0, ZERO))
    if len(entries) < said.count:
        return [Fault(log, 0, "removed", f"{said.count} entries were written, {len(entries)} are there")]
    ends = [ZERO, *("" if entry is None else entry.digest for entry in entries)]
    if ends[said.count] != said.head:
        return [Fault(log, said.count, "replaced", "")]
    if len(entries) == said.count + 1 and ends[-1] == said.next:
        return []
    return [Fault(log, number, "unannounced", "") for number in range(said.count + 1, len(entries) + 1)]
