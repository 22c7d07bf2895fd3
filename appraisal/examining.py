"""Examining one work: the parent sends it to a limited worker, ``handle`` runs there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal import codec, dispatch, examiner, registry
from appraisal.child import Worker
from appraisal.comparator import Context, parameters_of
from appraisal.comparison import JSON, Observation, WorkRef
from appraisal.errors import AppraisalError, ChildFailed, MaterialError, RecordError, Refused, reason_of
from appraisal.examiner import Examination
from appraisal.reading import SKIPPED, UNREAD
from appraisal.span import whole
from appraisal.work import Medium, Work, digest_file

HANDLER = "appraisal.examining:handle"
MEMORY = 4 << 30


def examine(
    name: str, work: Work, against: Work | None = None, *, parameters: Mapping[str, JSON] = {}, memory: int = MEMORY
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
    with Worker(HANDLER, dispatch.limits_for(memory), environment=registry.search_path()) as worker:
        try:
            text = worker.run(task)
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
    """Features of all members that can be read; the first error when none can."""
    for name, reason in work.skipped:
        seen.append(Observation("left", whole(name), SKIPPED, {"reason": reason}))
    members = work.only(method.media)
    if not members:
        wanted = ", ".join(sorted(method.media))
        raise Refused(f"{work.label}: holds nothing that {method.name} reads ({wanted})")
    read: dict[str, Any] = {}
    first: AppraisalError | None = None
    for member in members:
        try:
            if digest_file(member.path)[0] != member.sha256:
                raise MaterialError(f"{member.file}: the file changed while it was being compared: receive it again")
            read[member.file] = method.read(member)
        except (MaterialError, Refused) as error:
            first = first or error
            details = {"reason": reason_of(error), "message": str(error)}
            seen.append(Observation("left", whole(member.file), UNREAD, details))
    if not read and first is not None:
        raise first
    return read
