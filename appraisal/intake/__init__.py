"""Intake of a case as data: commission, acceptance, conflict checks, materials, and what is still missing.

Pure vocabulary: nothing is read from or written to disk here. Every dataclass takes plain data (words of the closed
lists in their code, Chinese or English form; lists; tables) and checks it; a fault is a ``CaseError`` that names the
field. ``X.of(mapping)`` or ``build(X, mapping)`` reads a table strictly, ``plain(x)`` makes it again, and
``appraisal.codec`` serves for JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from appraisal.errors import UsageError
from appraisal.intake.commission import (
    Acceptance,
    Commission,
    ConflictCheck,
    Document,
    Ground,
    Inquiry,
    Instruction,
    form,
    recused,
)
from appraisal.intake.filling import build, plain
from appraisal.intake.material import (
    Carrier,
    CheckValue,
    Compared,
    Material,
    Photograph,
    Seal,
    UseDecision,
    compare_with_list,
    may_be_used,
    overall,
)
from appraisal.intake.words import (
    ASKED_OF,
    LABELS,
    LISTS,
    Agreement,
    Answer,
    CarrierKind,
    Client,
    ConflictOutcome,
    CrossExamined,
    Decision,
    Disposal,
    InstructionKind,
    LabelKind,
    Obstacle,
    Obtained,
    Procedure,
    Question,
    SealState,
    Subject,
    ToldBy,
)
from appraisal.rights.forms import Said

__all__ = [
    "ASKED_OF",
    "LABELS",
    "LISTS",
    "Acceptance",
    "Agreement",
    "Answer",
    "Carrier",
    "CarrierKind",
    "CheckValue",
    "Client",
    "Commission",
    "Compared",
    "ConflictCheck",
    "ConflictOutcome",
    "CrossExamined",
    "Decision",
    "Disposal",
    "Document",
    "Ground",
    "Inquiry",
    "Instruction",
    "InstructionKind",
    "LabelKind",
    "Material",
    "Obstacle",
    "Obtained",
    "Photograph",
    "Procedure",
    "Question",
    "Seal",
    "SealState",
    "Subject",
    "ToldBy",
    "UseDecision",
    "build",
    "compare_with_list",
    "form",
    "may_be_used",
    "missing",
    "missing_said",
    "overall",
    "plain",
    "recused",
]
_PARTIES = frozenset({LabelKind.MATERIAL, LabelKind.SAMPLE})
_LISTED = frozenset({Obtained.SEIZED, Obtained.REMOTE, Obtained.ON_SITE})
RECEIVERS = 2


def missing(
    commission: Commission,
    acceptance: Acceptance | None,
    conflict: Sequence[ConflictCheck],
    materials: Sequence[Material],
    *,
    experts: Sequence[str] = (),
) -> list[str]:
    """Keys of what a complete intake still lacks: ``commission/by``, ``material/A1/seal``, ``conflict/张三/outcome``.

    ``experts`` are those who must have a conflict check; without them one person's check is enough. An acceptance that
    declines is complete; one that asks for more is not. What is outside proceedings needs no document number, no
    deadline and no word on cross-examination.
    """
    return [
        *_of_commission(commission),
        *_of_acceptance(acceptance, conflict),
        *_of_conflict(conflict, experts),
        *([] if materials else ["material"]),
        *(f"material/{m.label}/{name}" for m in materials for name in _of_material(m, commission.procedure)),
    ]


def missing_said(key: str) -> Said:
    """A key of ``missing`` in words, e.g. 送检材料 A1：封存 未填."""
    section, _, rest = key.partition("/")
    name, _, field = rest.rpartition("/")
    if section not in LABELS["zh"] or (field and f"{section}.{field}" not in LABELS["zh"]):
        raise UsageError(f"{key!r} is no key that missing() gives")

    def put(language: str, space: str, mark: str, absent: str) -> str:
        words = LABELS[language]
        head = " ".join(part for part in (words[section], name) if part)
        return f"{head}{mark}{words[f'{section}.{field}']}{space}{absent}" if field else f"{head}{space}{absent}"

    return Said(put("zh", "", "：", "未填"), put("en", " ", ": ", "missing"))


def _of_commission(commission: Commission) -> Iterator[str]:
    private = commission.procedure is Procedure.PRIVATE
    wanted = ["by", "kind", "procedure", "on", "questions", "contacts"]
    wanted += [] if private else ["number", "deadline"]
    yield from (f"commission/{name}" for name in wanted if not getattr(commission, name))


def _of_acceptance(acceptance: Acceptance | None, conflict: Sequence[ConflictCheck]) -> Iterator[str]:
    if acceptance is None:
        yield "acceptance"
    elif acceptance.decision is Decision.ASK_MORE or (
        acceptance.decision is Decision.ACCEPT and recused(conflict, Subject.INSTITUTION)
    ):
        yield "acceptance/decision"  # an institution that stands back cannot accept: decide anew


def _of_conflict(conflict: Sequence[ConflictCheck], experts: Sequence[str]) -> Iterator[str]:
    if not any(check.subject is Subject.INSTITUTION for check in conflict):
        yield "conflict/institution"
    checked = {check.name.strip() for check in conflict if check.subject is Subject.PERSON}
    if not checked and not experts:
        yield "conflict/person"
    yield from (f"conflict/{expert}/check" for expert in experts if expert.strip() not in checked)
    for check in conflict:
        stands_back = check.outcome is ConflictOutcome.RECUSED
        if check.unanswered() and not stands_back:
            yield f"conflict/{check.name}/answers"
        if check.outcome is None:
            yield f"conflict/{check.name}/outcome"


def _of_material(material: Material, procedure: Procedure | None) -> Iterator[str]:
    wanted = ["name", "obtained", "from_whom", "received_on"]
    if material.label_kind in _PARTIES:
        by_wire = material.carrier is not None and material.carrier.kind is CarrierKind.NETWORK
        wanted += ["carrier"] if by_wire else ["carrier", "seal", "package_photographs"]
        wanted += ["agreement"]
        wanted += ["list_reference"] if material.check_values or material.obtained in _LISTED else []
    yield from (name for name in wanted if not getattr(material, name))
    if material.seal and material.seal.state is not SealState.NONE and not material.seal.photographs:
        yield "seal_photographs"
    silent = material.cross_examined is CrossExamined.NOT_STATED
    if silent and material.label_kind in _PARTIES and procedure is not Procedure.PRIVATE:
        yield "cross_examined"
    if len(material.received_by) < RECEIVERS:
        yield "received_by"
