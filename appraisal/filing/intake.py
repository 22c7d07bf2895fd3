"""The intake: commission, acceptance, conflicts, materials and rights, filed from a form and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from appraisal import chain, procedure, records
from appraisal.case import Case
from appraisal.codec import decode, encode
from appraisal.errors import CaseError, RecordError
from appraisal.filing.documents import add_document, document_of
from appraisal.intake import (
    Acceptance,
    Agreement,
    Commission,
    ConflictCheck,
    Material,
    Photograph,
    build,
    compare_with_list,
    filling,
    missing,
    missing_said,
    overall,
    plain,
)
from appraisal.procedure import Kind
from appraisal.rights import Identifier

FORM = ("commission", "acceptance", "conflicts", "materials", "rights")


def read_form(text: str) -> dict[str, Any]:
    """An intake form in TOML: tables ``commission``, ``acceptance``, lists ``conflicts``, ``materials``, ``rights``."""
    return filling.read_form(text, "the intake form", FORM, FORM[2:])


def file_intake(case: Case, form: Mapping[str, Any], by: str, *, folder: Path = Path()) -> list[chain.Entry]:
    """Put an intake form on file: one entry for each part that says something new. All is checked before any is
    written. Photographs are named by ``file`` relative to ``folder`` and copied into the case."""
    with case.working():
        case.log.signing(by)
        steps: list[tuple[Kind, Any]] = []
        photographs: dict[str, Path] = {}
        commission = Commission.of(form.get("commission", {}))
        if commission != Commission():  # a form whose part is empty says nothing
            steps.append((Kind.COMMISSION, commission))
        if conflicts := form.get("conflicts"):
            checks = [build(ConflictCheck, row, f"conflicts {n}") for n, row in enumerate(conflicts, 1)]
            steps.append((Kind.CONFLICTS, {"checks": checks}))
        if acceptance := form.get("acceptance"):
            steps.append((Kind.ACCEPTANCE, Acceptance.of(acceptance)))
        found = [
            _material(case, row, f"materials {n}", folder, photographs)
            for n, row in enumerate(form.get("materials", ()), 1)
        ]
        _once("materials", [material.label for material in found])
        steps += [(Kind.MATERIAL, material) for material in found]
        listed = [_rights(case, row, f"rights {n}") for n, row in enumerate(form.get("rights", ()), 1)]
        _once("rights", [row["label"] for row in listed])
        steps += [(Kind.RIGHTS, row) for row in listed]
        new = [(kind, body) for kind, body in steps if is_new(case, kind, body)]
        for path in photographs.values():
            add_document(case, path)
        return [case.log.write(kind, body, by, files=_shown_in(body, photographs)) for kind, body in new]


def _once(part: str, labels: Sequence[str]) -> None:
    for label in labels:
        if labels.count(label) > 1:
            raise CaseError(f"the intake form, {part}: {label} stands there twice: keep one")


def _rights(case: Case, row: Any, where: str) -> dict[str, Any]:
    if not isinstance(row, Mapping) or not isinstance(row.get("identifiers"), (list, tuple)):
        raise CaseError(f"{where}: write label and a list of identifiers")
    if odd := sorted(set(row) - {"label", "identifiers"}):
        raise CaseError(f"{where}: unknown field {odd[0]!r}; known are label, identifiers")
    label = str(row.get("label", ""))
    case.received(label)
    listed = [build(Identifier, each, f"{where}, identifier {n}") for n, each in enumerate(row["identifiers"], 1)]
    return {"label": label, "identifiers": listed}


def _material(case: Case, row: Any, where: str, folder: Path, photographs: dict[str, Path]) -> Material:
    """One material: its photographs named (and noted in ``photographs``), check values of the list held against the
    digests measured on receipt."""

    def taken(value: Any) -> Any:
        if isinstance(value, Mapping) and set(value) == {"file"}:
            given = str(value["file"])
            if Path(given).is_absolute() or ".." in Path(given).parts:  # a form may have been filled in by a party
                raise CaseError(f"{where}: {given}: photographs lie beside the form or in folders below it")
            name, sha256 = document_of(folder / given)
            photographs[name] = folder / given
            return {"file": name, "sha256": sha256}
        if isinstance(value, Mapping):
            return {key: taken(item) for key, item in value.items()}
        return [taken(item) for item in value] if isinstance(value, (list, tuple)) else value

    try:
        material = Material.of(taken(row))
    except CaseError as error:
        raise CaseError(f"{where}: {error}") from error
    entry = case.received(material.label)
    if material.check_values:
        measured = overall(compare_with_list(material.check_values, entry.digests))
        if material.agreement is not None and material.agreement is not measured is not Agreement.NOT_COMPARABLE:
            raise CaseError(f"{where}, agreement: {material.agreement}, yet the digests measured say {measured}")
        material = replace(material, agreement=material.agreement or measured)
    on_file = procedure.expected_files(case.history())
    for shown in _photographs(material):
        if shown.file not in photographs and (shown.file not in on_file or on_file[shown.file][0] != shown.sha256):
            raise CaseError(f"{where}: {shown.file} is no document of this case: give the photograph's file alone")
    return material


def _photographs(body: Any) -> tuple[Photograph, ...]:
    if not isinstance(body, Material):
        return ()
    return (*body.package_photographs, *(body.seal.photographs if body.seal else ()))


def _shown_in(body: Any, photographs: Mapping[str, Path]) -> list[str]:
    return sorted({photograph.file for photograph in _photographs(body)} & set(photographs))


def is_new(case: Case, kind: Kind, body: Any) -> bool:
    """Whether this differs from what stands on file already."""
    told: Any = records.plain(encode(body))
    told.pop("is", None)
    same = [e for e in case.history().of(kind) if e.body.get("label") == told.get("label")]
    return not same or records.plain(same[-1].body) != told


def materials(case: Case) -> dict[str, Material]:
    """The facts of each work as they stand now."""
    found: dict[str, Material] = {}
    for entry in case.history().of(Kind.MATERIAL):
        try:
            material: Material = decode(Material, {**entry.body, "is": "Material"})
        except (RecordError, CaseError) as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error
        found[material.label] = material
    return found


def on_file(case: Case) -> dict[str, Any]:
    """What an intake form would say that says what is on file: the parts of ``FORM``, the last two by label."""
    found = case.history()
    form: dict[str, Any] = {"materials": {label: plain(held) for label, held in materials(case).items()}, "rights": {}}
    try:
        for kind, cls in ((Kind.COMMISSION, Commission), (Kind.ACCEPTANCE, Acceptance)):
            if (entry := found.last(kind)) is not None:
                form[str(kind)] = plain(decode(cls, {**entry.body, "is": cls.__name__}))
        if (entry := found.last(Kind.CONFLICTS)) is not None:
            form["conflicts"] = list(plain(decode(tuple[ConflictCheck, ...], entry.body.get("checks"))))
        for entry in found.of(Kind.RIGHTS):
            listed = decode(tuple[Identifier, ...], entry.body.get("identifiers"))
            form["rights"][str(entry.body.get("label"))] = [plain(identifier) for identifier in listed]
    except (RecordError, CaseError) as error:
        raise CaseError(f"the intake on file cannot be read: {error}") from error
    return form


def lacking(case: Case) -> list[str]:
    """What a complete intake still lacks, in Chinese and English."""
    found = case.history()

    def last(kind: Kind, cls: type[Any]) -> Any:
        entry = found.last(kind)
        return None if entry is None else decode(cls, {**entry.body, "is": cls.__name__})

    conflicts = found.last(Kind.CONFLICTS)
    checks = [] if conflicts is None else decode(tuple[ConflictCheck, ...], conflicts.body.get("checks"))
    held = materials(case)
    keys = missing(
        last(Kind.COMMISSION, Commission) or Commission(),
        last(Kind.ACCEPTANCE, Acceptance),
        checks,
        list(held.values()),
        experts=case.settings.experts,
    )
    said = [f"{words.zh} / {words.en}" for words in map(missing_said, keys)]
    unfiled = sorted({w.label for w in case.works} - set(held))
    return said + [f"送检材料 {label} 未登记 / material {label}: facts not on file" for label in unfiled]
