"""The protocol of an examiner: what it sees in one work alone, and the record of it.

An examiner compares nothing: it has no figures. Each thing it sees is an ``Observation`` with its place. With a second
work at hand (``against``: the client of a game) it also says what in the work points to places in that one; such places
stand in the details, since a record has one work. It lives in the room of its medium, is found through the entry-point
group ``appraisal.examiners``, and reads in the limited child.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol, TypeVar

from appraisal import records
from appraisal import span as spans
from appraisal.comparator import Context, Sided
from appraisal.comparison import JSON, Observation, Status, WorkRef
from appraisal.errors import RecordError
from appraisal.media import Medium
from appraisal.work import Member

F = TypeVar("F")
SCHEMA = "appraisal.examination/1"
FIELDS = (
    "schema", "status", "reason", "message", "examiner", "version", "parameters", "work", "against", "observations",
    "tables",
)  # fmt: skip


@dataclass(frozen=True)
class Examination:
    """What an examiner saw. ``tables``: named JSON that observations refer to (the rules that were asked)."""

    examiner: str
    version: str
    parameters: Mapping[str, JSON]
    work: WorkRef
    against: WorkRef | None = None
    status: Status = "ok"
    reason: str | None = None
    message: str | None = None
    observations: Sequence[Observation] = ()
    tables: Mapping[str, JSON] = field(default_factory=dict)


class Examiner(Protocol[F]):
    """A frozen dataclass whose fields are its parameters, as of a comparator. ``version`` is raised whenever an
    observation can change. ``labels`` and ``counting`` (both optional) speak to readers, as of a comparator."""

    name: ClassVar[str]
    version: ClassVar[str]
    media: ClassVar[frozenset[Medium]]

    def read(self, member: Member) -> F:
        """One file. Raises a ``MaterialError`` or ``Refused`` that names the file. In the limited child."""
        ...

    def examine(self, work: Sided[F], against: Sided[F] | None, context: Context) -> Sequence[Observation]:
        """What is seen in ``work``, in any order. Of ``context``, ``table`` alone is of use."""
        ...


def to_json(one: Examination) -> dict[str, Any]:
    """The record as JSON, keys in the order of ``FIELDS``; observations sorted by kind and place."""
    seen = [
        {"side": o.side, "span": spans.to_json(o.span), "kind": o.kind, "details": records.plain(o.details)}
        for o in one.observations
    ]
    seen.sort(
        key=lambda o: (o["kind"], json.dumps(o["span"], sort_keys=True), json.dumps(o["details"], sort_keys=True))
    )
    return {
        "schema": SCHEMA,
        "status": one.status,
        "reason": one.reason,
        "message": one.message,
        "examiner": one.examiner,
        "version": one.version,
        "parameters": records.plain(one.parameters),
        "work": {"label": one.work.label, "sha256": one.work.sha256},
        "against": None if one.against is None else {"label": one.against.label, "sha256": one.against.sha256},
        "observations": seen,
        "tables": records.plain(one.tables),
    }


def dumps(one: Examination) -> str:
    """Canonical text: the same examination, the same bytes."""
    return json.dumps(to_json(one), ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def loads(text: str | bytes) -> Examination:
    """Read a record. Unknown or malformed fields raise ``RecordError``."""
    try:
        body = json.loads(text)
        if body["schema"] != SCHEMA:
            raise RecordError(f"unknown schema {body['schema']!r}; this program reads {SCHEMA}: use a newer version")
        if tuple(sorted(body)) != tuple(sorted(FIELDS)) or body["status"] not in ("ok", "refused", "failed"):
            raise RecordError(f"record does not follow {SCHEMA}: fields {', '.join(sorted(body))}")
        return Examination(
            body["examiner"],
            body["version"],
            body["parameters"],
            WorkRef(**body["work"]),
            None if body["against"] is None else WorkRef(**body["against"]),
            body["status"],
            body["reason"],
            body["message"],
            tuple(replace(Observation(**o), span=spans.from_json(o["span"])) for o in body["observations"]),
            body["tables"],
        )
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise RecordError(f"record does not follow {SCHEMA}: {error}") from error
