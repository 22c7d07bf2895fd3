"""The protocol of an examiner: what it sees in one work alone, and the record of it.

An examiner compares nothing: it has no figures. Each thing it sees is an ``Observation`` with its place. With a second
work at hand (``against``: the client of a game) it also says what in the work points to places in that one; such places
stand in the details, since a record has one work. It lives in the room of its medium, is found through the entry-point
group ``appraisal.examiners``, and reads in the limited child.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Protocol, TypeVar

from appraisal import records
from appraisal import span as spans
from appraisal.comparator import Context, Sided
from appraisal.comparison import Examination as Examination
from appraisal.comparison import Observation, WorkRef
from appraisal.errors import RecordError
from appraisal.media import Medium
from appraisal.work import Member

F = TypeVar("F")
SCHEMA = "appraisal.examination/1"
EVIDENCE = "evidence"  # detail of an observation that is a finding: what it rests on; experts judge each of these
RELATED = "client"  # detail of an observation that points from one work to the other: judged as well
PLACES = "places"  # detail of a finding that has several: address, function, technique and evidence of each
OPENED = "unpacked"  # detail: the examiner itself read what the file is packed around
INCOMPLETE = "incomplete"  # detail: for this reason less of the file was seen than it holds; said before what was found
QUESTIONS = {  # that a finding can bear on, Chinese and English
    "copied-code": ("有无与客户端相同的代码或数据", "whether it holds code or data the same as the client's"),
    "protection-measure": ("是否避开技术措施", "whether a technical protection measure is avoided"),
    "run-time-values": ("是否仅改变运行时的数值", "whether only run-time values are changed"),
}
SAID = "said"  # table that says of each kind of finding what is to be known of it
FIELDS = (
    "schema", "status", "reason", "message", "examiner", "version", "parameters", "work", "against", "observations",
    "tables",
)  # fmt: skip


class Examiner(Protocol[F]):
    """A frozen dataclass whose fields are its parameters, as of a comparator. ``version`` is raised whenever an
    observation can change. ``labels`` and ``counting`` (both optional) speak to readers, as of a comparator;
    ``kinds`` (optional) names the kinds of its findings; ``most`` (optional) is the size in bytes up to which it reads
    a file: a larger one is refused before it is read.

    Reports look for these details of an observation: ``address``; ``summary_zh``, ``summary_en``: a sentence
    (``brief_zh``, ``brief_en``: the same without what a table that holds it says of all its rows);
    ``incomplete``: that it tells why less was seen, so that "nothing was found" may not stand before it;
    ``program``: the file of the work with which findings of this one stand, being of the same program; ``question``:
    which question a finding bears on; ``client``: where in ``against`` it points to; and of a finding
    ``evidence``: a list of steps with ``address``, ``says_zh``, ``says_en`` and ``lines`` (disassembly). One finding
    may have several ``places`` (address, function, symbol, section, technique, bytes of the file, addresses of its
    evidence), and name kinds that rest on instructions of it too (``beside``). The table
    ``said`` holds by kind of finding {"title", "class", "bears", "innocent", "false_positives", "question"}, texts as
    {"zh", "en"}, the innocent explanations and false positives as lists of them.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    media: ClassVar[frozenset[Medium]]

    def read(self, member: Member) -> F:
        """One file. Raises a ``MaterialError`` or ``Refused`` that names the file. In the limited child."""
        ...

    def examine(self, work: Sided[F], against: Sided[F] | None, context: Context) -> Sequence[Observation]:
        """What is seen in ``work``, in any order. Of ``context``, ``table`` alone is of use."""
        ...


def ids(one: Examination) -> tuple[str, ...]:
    """An id of 16 hexadecimal digits for each observation, in their order.

    Made of examiner, digest of the work, kind, place, technique, and what of ``against`` it points to; a rerun gives
    the same, also under another version, so that verdicts stay attached. A finding of several places is made of all of
    them: a verdict given on one place, or on fewer, is none on the whole, which is judged by itself. What these do not
    tell apart is numbered.
    """
    made: list[str] = []
    for seen in one.observations:
        told: list[Any] = [one.examiner, one.work.sha256, seen.kind, spans.to_json(seen.span)]
        told += [seen.details.get(name) for name in ("address", "technique", "client")]
        told += [[place.get("address"), place.get("technique")] for place in places(seen)]
        text = records.canonical(records.plain(told))
        again, given = 0, ""
        while not given or given in made:
            given = hashlib.sha256(f"{text}{again or ''}".encode()).hexdigest()[:16]
            again += 1
        made.append(given)
    return tuple(made)


def is_judged(seen: Observation) -> bool:
    """Whether experts give it a verdict: a finding, or what points to the other work; all else informs."""
    return EVIDENCE in seen.details or RELATED in seen.details


def question(code: str, language: str) -> str:
    """A question of ``QUESTIONS`` in words, as reports say it; one that an examiner names beyond these as it stands."""
    zh, en = QUESTIONS.get(code, (code, code))
    return en if language == "en" else zh


def places(seen: Observation) -> list[Mapping[str, Any]]:
    """Places of a finding that has several, the first one too; none of a finding that has one."""
    found = seen.details.get(PLACES)
    return [place for place in found if isinstance(place, Mapping)] if isinstance(found, list | tuple) else []


def addresses(seen: Observation) -> list[str]:
    """Where a finding of several places stands, each address once: several techniques may be seen at one. None of a
    finding that has one."""
    told = list(dict.fromkeys(str(place.get("address", "")) for place in places(seen)))
    return told if len(told) > 1 else []


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
