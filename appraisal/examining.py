"""Examining one work: the parent sends it to a limited worker, ``handle`` runs there."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from appraisal import codec, dispatch, examiner, extract, registry
from appraisal.child import Worker
from appraisal.comparator import Context, parameters_of
from appraisal.comparison import JSON, Observation, WorkRef
from appraisal.errors import (
    AppraisalError,
    ChildFailed,
    MaterialError,
    OverLimit,
    RecordError,
    Refused,
    UsageError,
    reason_of,
)
from appraisal.examiner import Examination
from appraisal.reading import SKIPPED, UNREAD
from appraisal.span import whole
from appraisal.work import HEAD, Medium, Work, digest_file, display_name

HANDLER = "appraisal.examining:handle"
MEMORY = 4 << 30
Progress = Callable[[str, float], None]  # of an examiner, by name: 0 at the start, then seconds so far, now and then
BYTECODE: Mapping[str, Callable[[bytes], bool]] = {  # by the first bytes, as the formats' documents have them
    "Java": lambda head: head[:4] == b"\xca\xfe\xba\xbe" and 45 <= int.from_bytes(head[6:8], "big") < 1000,
    "Android (DEX)": lambda head: head[:4] == b"dex\n" and head[7:8] == b"\0",
    "Python": lambda head: head[2:4] == b"\r\n" and len(head) > 16 and head[1:2] in (b"\r", b"\x0e", b"\x0c"),
    "Lua": lambda head: head[:4] == b"\x1bLua",
    "WebAssembly": lambda head: head[:4] == b"\0asm",
}
MOST_TOLD = 200  # files of a work that are looked at to say why none is examined


def examine(
    name: str,
    work: Work,
    against: Work | None = None,
    *,
    parameters: Mapping[str, JSON] = {},
    memory: int = MEMORY,
    progress: Progress = lambda name, seconds: None,
) -> Examination:
    """One examiner on one work. A work that cannot be read, and a death of the child, become a record that says so;
    ``UsageError`` for an unknown examiner or parameter."""
    method = registry.examiner(name, parameters)
    task = {
        "examiner": name,
        "parameters": dict(parameters),
        "work": codec.encode(work),
        "against": None if against is None else codec.encode(against),
    }
    progress(name, 0)
    with Worker(HANDLER, dispatch.limits_for(memory), environment=registry.search_path()) as worker:
        try:
            text = worker.run(task, waiting=lambda seconds: progress(name, seconds))
        except (MaterialError, Refused, ChildFailed) as error:
            return failure(name, parameters_of(method), _reference(work), error, against)
    if not isinstance(text, str):
        raise RecordError("a worker answered with something that is no record")
    found = examiner.loads(text)
    if (found.examiner, found.work, found.against) != (
        name,
        _reference(work),
        None if against is None else _reference(against),
    ):
        raise RecordError(f"a worker answered for {found.examiner} on another work than it was given")
    return found


def failure(
    name: str, parameters: Mapping[str, JSON], work: WorkRef, error: AppraisalError, against: Work | None = None
) -> Examination:
    """The record of an examination that could not be made."""
    method = registry.examiner(name)
    other = None if against is None else _reference(against)
    status = "refused" if isinstance(error, Refused) else "failed"
    return Examination(
        name,
        method.version,
        parameters,
        work,
        other,
        "refused" if status == "refused" else "failed",
        reason_of(error),
        str(error),
    )


def _reference(work: Work) -> WorkRef:
    return WorkRef(work.label, work.sha256)


def open_work(path: str | Path, derived: Path) -> Work:
    """A work whose archives are opened; what is examined are files of all media."""
    return dispatch.open_work(path, derived=derived)


def in_bounds(path: str | Path, names: Sequence[str]) -> None:
    """Refuse, before a byte of it is read, one file that is larger than any of these examiners takes, and no archive
    that is opened. ``OverLimit`` says how large it is and what to do."""
    file, most = Path(path), max((_most(registry.examiner(name)) for name in names), default=0)
    if not most or not file.is_file() or (size := file.stat().st_size) <= most:
        return
    with file.open("rb") as stream:
        suspect = extract.may_be_archive(stream.read(HEAD))
    if suspect:
        with Worker(extract.OPENS, extract.CHILD) as worker:
            if worker.run(str(file.resolve())):
                return
    _bounded(display_name(Path(file.name)), size, most)


def _most(method: Any) -> int:
    """Bytes of one file that an examiner takes, 0 for any number."""
    return getattr(method, "most", 0)


def _bounded(file: str, size: int, most: int) -> None:
    if 0 < most < size:
        raise OverLimit(
            f"{file}: {size} bytes, more than the {most} up to which a program is examined: name the program alone,"
            " without its installer or data; a dump of memory belongs to the laboratory's functional test"
        )


def unread(work: Work) -> AppraisalError:
    """Why nothing of a work can be examined, by what it is, and what to do: refused where it is a program of another
    kind, else the call is wrong."""
    found = [kind for member in work.members[:MOST_TOLD] for kind, mark in BYTECODE.items() if mark(member.head())]
    if found:
        return Refused(
            f"{work.label}: unsupported: bytecode of {found[0]}, no machine code: examine reads programs (PE, ELF,"
            " Mach-O); decompile it and compare the sources (appraisal compare)"
        )
    return UsageError(_unread(work))


def _unread(work: Work) -> str:
    heads = [(member, member.head()) for member in work.members[:MOST_TOLD]]
    if not any(member.size for member in work.members):
        return f"{work.label}: empty, 0 bytes: look how it was copied, and ask for it again"
    if all(head[:2] == b"#!" or _is_text(head) for _, head in heads if head):
        return (
            f"{work.label}: text or a script, no compiled program: examine reads programs (PE, ELF, Mach-O); source"
            " text is compared with another work (appraisal compare)"
        )
    return (
        f"{work.label}: nothing in it is a program (PE, ELF, Mach-O) by its first bytes: hand in the program itself;"
        " where it should be one, its beginning is damaged: ask for it again"
    )


def _is_text(head: bytes) -> bool:
    """Whether the beginning of a file reads as text: no control characters but those of lines, in UTF-8 or GB18030."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)  # a character that the end cuts off is none missing
    except UnicodeDecodeError:
        return False
    return True


def applicable(work: Work, medium: Medium | None = None) -> tuple[str, ...]:
    """Examiners whose media the work holds."""
    held = frozenset({medium}) if medium else work.media()
    return tuple(name for name in registry.examiner_names() if registry.examiner(name).media & held)


def handle(task: Mapping[str, Any]) -> JSON:
    """For the child: read all members, examine, answer with the text of the record."""
    method = registry.examiner(task["examiner"], task["parameters"])
    work = codec.decode(Work, task["work"])
    against = None if task["against"] is None else codec.decode(Work, task["against"])
    seen: list[Observation] = []
    tables: dict[str, JSON] = {}
    mine = _read(method, work, seen)
    theirs = None if against is None else _read(method, against, [])
    seen += method.examine(mine, theirs, Context(table=tables.__setitem__))
    told = {one.span.file for one in seen if one.kind == UNREAD or one.details.get(examiner.OPENED)}
    seen = [one for one in seen if one.kind != SKIPPED or one.span.file not in told]  # said once, by who looked inside
    for one in seen:
        if one.span.file not in work.by_file and one.kind != SKIPPED:
            raise RecordError(f"{method.name} names a place outside of the work: {one.span.file}")
    return examiner.dumps(
        Examination(
            method.name,
            method.version,
            parameters_of(method),
            _reference(work),
            None if against is None else _reference(against),
            observations=tuple(seen),
            tables=tables,
        )
    )


def _read(method: Any, work: Work, seen: list[Observation]) -> dict[str, Any]:
    """Features of all members that can be read; an error that names them all when none can."""
    for name, reason in work.skipped:
        details: dict[str, JSON] = {"reason": reason}
        if name in work.by_file:  # an installer, or a packed program: it is looked at all the same
            details["message"] = f"{name}: examined as it lies there; what is packed in it was not opened ({reason})"
        seen.append(Observation("left", whole(name), SKIPPED, details))
    members = work.only(method.media)
    if not members:
        if isinstance(error := unread(work), Refused):
            raise error
        wanted = ", ".join(sorted(method.media))
        raise Refused(f"{work.label}: holds nothing that {method.name} reads ({wanted})")
    read: dict[str, Any] = {}
    failed: list[AppraisalError] = []
    for member in members:
        try:
            _bounded(member.file, member.size, _most(method))
            if digest_file(member.path)[0] != member.sha256:
                raise MaterialError(f"{member.file}: the file changed while it was being compared: receive it again")
            read[member.file] = method.read(member)
        except (MaterialError, Refused) as error:
            failed.append(error)
            details = {"reason": reason_of(error), "message": str(error)}
            seen.append(Observation("left", whole(member.file), UNREAD, details))
    if not read and failed:
        raise _all_failed(work.label, failed)
    return read


def _all_failed(label: str, failed: Sequence[AppraisalError]) -> AppraisalError:
    """One error for a work of which no file was read: each file with its reason, a line each."""
    first = failed[0]
    if len(failed) == 1:
        return first
    label = label.replace("\n", " ")
    rows = [
        f"{label}: none of its {len(failed)} programs can be examined",
        *(" ".join(str(one).split("\n")) for one in failed[:MOST_TOLD]),
    ]
    if (more := len(failed) - MOST_TOLD) > 0:
        rows.append(f"{label}: {more} more, for such reasons")
    return type(first)(*rows)
