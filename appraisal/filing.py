"""Steps that people take in a case, put on file: intake, documents, the scheme, decisions, countersignatures.

Each function checks what it is given, writes the files it needs and one entry of the log. ``blocked`` says what keeps
the material from being compared.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from appraisal import chain, objecting, panel, people, procedure, records, registry, scheme
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.codec import decode, encode
from appraisal.comparator import parameters_of
from appraisal.dossier import Role
from appraisal.errors import CaseError, RecordError
from appraisal.intake import (
    Acceptance,
    Agreement,
    Commission,
    ConflictCheck,
    CrossExamined,
    Material,
    Photograph,
    Procedure,
    UseDecision,
    build,
    compare_with_list,
    may_be_used,
    missing,
    missing_said,
    overall,
    plain,
)
from appraisal.procedure import Decision, Kind, Step
from appraisal.rights import Identifier
from appraisal.scheme import Scheme
from appraisal.work import digest_file

DOCUMENTS = "documents"
UNCROSSED = "uncross-examined"  # what a decision is about that lets such material be used
LARGEST = 256 << 20  # bytes of a photograph or document
FORM = ("commission", "acceptance", "conflicts", "materials", "rights")


def document_of(path: Path, *, closed: bool = False) -> tuple[str, str]:
    """Where a photograph, receipt or minute will lie in the case, and its SHA-256. Nothing is written.

    The name begins with the digest, so nothing is ever overwritten. ``closed``: in the part that is not disclosed.
    """
    try:
        if not path.is_file():
            raise CaseError(f"{path.name}: there is no such file: check the path")
        if path.stat().st_size > LARGEST:
            raise CaseError(f"{path.name}: larger than {LARGEST >> 20} MiB: receive it as material instead")
        sha256 = digest_file(path)[0]
    except OSError as error:
        raise CaseError(f"{path.name}: cannot be read ({error.strerror}): check the path") from error
    stem = re.sub(r"[^\w.\-]", "_", path.name).encode()[-120:].decode("utf-8", "ignore")
    return f"{'closed/' if closed else ''}{DOCUMENTS}/{sha256[:16]}-{stem}", sha256


def add_document(case: Case, path: Path, *, closed: bool = False) -> tuple[str, str]:
    """Copy a photograph, receipt or minute into the case; its path there and its SHA-256."""
    name, sha256 = document_of(path, closed=closed)
    target = case.root / name
    if not target.exists():
        if hashlib.sha256(content := path.read_bytes()).hexdigest() != sha256:
            raise CaseError(f"{path.name}: it changed while it was read: try again")
        write_whole(target, content, durable=True)
    elif digest_file(target)[0] != sha256:
        raise CaseError(f"{name}: not the document that was filed: restore it, or move it away")
    return name, sha256


def file_step(
    case: Case, kind: Kind, step: Step, by: str, *, documents: Sequence[Path] = (), on: str = ""
) -> chain.Entry:
    """Record one operation with its photographs and papers."""
    if kind not in procedure.STEPS:
        raise CaseError(f"{kind} is no step that is recorded by hand; these are: {', '.join(sorted(procedure.STEPS))}")
    closed = kind is Kind.DELIBERATION
    with case.working():
        for label in step.labels:
            case.received(label)
        by, _ = case.log.signing(by)
        _of_panel(case, kind, by)
        for path in documents:  # nothing is copied when one of them is wrong
            document_of(path)
        step = objecting.bound(case.history().entries, kind, step, case.settings.experts, by, documents)
        kept = [add_document(case, path, closed=closed) for path in documents]
        step = replace(step, documents=(*step.documents, *kept))
        return case.log.write(kind, step, by, files=[name for name, _ in kept], on=on)


def _of_panel(case: Case, kind: Kind, by: str) -> None:
    """Where a panel is convened: who reviews has not judged, and who issues is the authorised signatory."""
    held = panel.in_force(case.history())
    if held is None:
        return
    if kind is Kind.REVIEW and by in held.panel.experts:
        raise CaseError(f"{by} is an expert of the panel: the reviewer (复核) is somebody who has not judged")
    for step, named in ((Kind.REVIEW, held.panel.reviewer), (Kind.ISSUE, held.panel.signatory)):
        if kind is step and named and by != named:
            raise CaseError(f"{step} is for {named} by the panel on file, not for {by or 'nobody named'}")


# --- intake -----------------------------------------------------------------------------------------------------------


def read_form(text: str) -> dict[str, Any]:
    """An intake form in TOML: tables ``commission``, ``acceptance``, lists ``conflicts``, ``materials``, ``rights``."""
    try:
        body = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CaseError(f"the intake form cannot be read: {error}") from error
    if odd := sorted(set(body) - set(FORM)):
        raise CaseError(f"the intake form: unknown part {odd[0]!r}; it has {', '.join(FORM)}")
    for name in FORM[2:]:
        if not isinstance(body.get(name, []), list):
            raise CaseError(f"the intake form, {name}: write each one under [[{name}]]")
    return body


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


# --- decisions and gates ----------------------------------------------------------------------------------------------


def decide(case: Case, decision: Decision, by: str) -> chain.Entry:
    """Record a decision of the panel. It needs who decided; on uncross-examined material also which."""
    if not any(name.strip() for name in (*decision.decided_by, by)):
        raise CaseError("a decision needs the name of who decided")
    if decision.about == UNCROSSED and not decision.labels:
        raise CaseError(f"a decision on {UNCROSSED} material needs the labels of that material")
    for label in decision.labels:
        case.received(label)
    people.check_passing(case.settings.experts, case.history().entries, decision, by)
    if decision.about == UNCROSSED:
        _refuse_cross_examined(case, decision.labels)
    return case.record(Kind.DECISION, decision, by)


def _refuse_cross_examined(case: Case, labels: Sequence[str]) -> None:
    """``CaseError`` for material that is filed as cross-examined: a report would say both of it."""
    filed = materials(case)
    if odd := [one for one in labels if one in filed and filed[one].cross_examined is CrossExamined.YES]:
        raise CaseError(
            f"{', '.join(odd)}: filed as cross-examined, so no decision is needed; if that is wrong, correct the intake"
        )


def use_decisions(case: Case) -> list[UseDecision]:
    """Decisions that material is used though it was not cross-examined."""
    found: list[UseDecision] = []
    for entry in case.history().of(Kind.DECISION):
        try:
            decision: Decision = decode(Decision, {**entry.body, "is": "Decision"})
        except (RecordError, CaseError) as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error
        if decision.about == UNCROSSED:
            who = "、".join(name for name in decision.decided_by if name.strip()) or entry.by or "?"
            found += [UseDecision(label, who, entry.on[:10], decision.reason) for label in decision.labels]
    return found


def blocked(case: Case, labels: Iterable[str] = ()) -> list[str]:
    """Why material may not be compared now, in Chinese and English; empty when nothing stands in the way."""
    commission = case.history().last(Kind.COMMISSION)
    word = (case.settings.commission if commission is None else commission.body).get("procedure")
    kind = next((each for each in Procedure if str(each) == word), None)
    decisions = use_decisions(case)
    wanted = set(labels) or {w.label for w in case.works if w.role in (Role.CLAIMED, Role.ACCUSED)}
    said = [
        may_be_used(material, decisions, procedure=kind)
        for label, material in sorted(materials(case).items())
        if label in wanted
    ]
    return [f"{sentence.zh} {sentence.en}" for allowed, sentence in said if not allowed]


# --- scheme -----------------------------------------------------------------------------------------------------------


def methods_of(case: Case, comparators: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Every method that is proposed or that the case sets parameters of, or those named, with all their parameters."""
    return {
        name: parameters_of(registry.comparator(name, case.settings.parameters.get(name)))
        for name in comparators or dict.fromkeys((*registry.proposed_names(), *sorted(case.settings.parameters)))
    }


def place_template(case: Case) -> Path:
    """``scheme.toml`` to fill in, unless there is one."""
    path = case.root / scheme.FILE
    if not path.exists():
        write_whole(path, scheme.template().encode(), durable=True)
        case.record(Kind.SEALED, {"why": "scheme template placed"}, files=(scheme.FILE,))
    return path


def fix_scheme(case: Case, by: str, *, comparators: Sequence[str] = ()) -> chain.Entry:
    """Fix the scheme that ``scheme.toml`` holds: from now on runs are held against it. It should be signed."""
    path = case.root / scheme.FILE
    if not path.exists():
        raise CaseError(f"{path} is missing: appraisal scheme CASE --template makes one to fill in")
    with case.working():
        try:
            found = scheme.read(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise CaseError(f"{path} cannot be read as UTF-8 text: {error}") from error
        left_out = [label for rule in found.left_out for label in rule.works]
        for label in (*(core.label for core in found.core_files), *found.versions, *left_out):
            case.received(label)
        fixed = replace(found, methods=methods_of(case, comparators))
        scheme.check_scope(fixed, registry.comparator_names())
        return case.log.write(Kind.SCHEME, fixed, by, files=(scheme.FILE,))


def scheme_in_force(case: Case) -> Scheme | None:
    entry = case.history().last(Kind.SCHEME)
    return None if entry is None else scheme.of_body(entry.body)


# --- countersigning ---------------------------------------------------------------------------------------------------


def countersign(case: Case, by: str, *, log: str = procedure.PROCEDURE, seq: int = 0) -> chain.Entry:
    """A second person signs an entry: the one numbered ``seq``, or the last one of ``log`` that is not itself a
    signature or the registration of a key (so that who signs twice does not sign the first signature).
    """
    by, signer = case.log.signing(by)
    if signer is None:
        raise CaseError(f"no key of {by!r} on this machine: appraisal identity new {by!r}")
    if log not in procedure.logs(case.root):
        raise CaseError(f"{log!r} is no log of this case; it has {', '.join(procedure.logs(case.root))}")
    if found := chain.check(case.root, log):
        raise CaseError(f"{log} line {found[0].line}: {found[0].what}: what does not hold is not signed")
    entries = chain.read(case.root, log)
    if not entries or seq < 0 or seq > len(entries):
        raise CaseError(f"{log} has no entry {seq or 'yet'}; it holds {len(entries)}")
    steps = [e for e in entries if e.kind not in (Kind.COUNTERSIGNED, Kind.PERSON)] or entries
    entry = entries[seq - 1] if seq else steps[-1]
    return case.record(Kind.COUNTERSIGNED, {"log": log, "seq": entry.seq, "digest": entry.digest}, by)
