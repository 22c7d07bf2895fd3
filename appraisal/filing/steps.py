"""Steps of the procedure that people record by hand, and who signs one besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from appraisal import chain, objecting, panel, procedure, template
from appraisal.case import Case
from appraisal.errors import CaseError, UsageError
from appraisal.filing.documents import add_document, document_of
from appraisal.procedure import Kind, Step
from appraisal.texts import expert_texts, template_key, texts_read, whole_read


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
        step = objecting.bound(
            step, kind, entries=case.history().entries, experts=case.settings.experts, by=by, files=documents
        )
        kept = [add_document(case, path, closed=closed) for path in documents]
        step = replace(step, documents=(*step.documents, *kept))
        if kind is Kind.REVIEW:
            step = replace(step, texts=_texts_read(case))
        return case.log.write(kind, step, by, files=[name for name, _ in kept], on=on)


def _texts_read(case: Case) -> dict[str, str]:
    """Digests of what experts have written: by section of the general report, and as a whole of the report by each
    template, whose cells stand in a notebook of its own."""
    read = texts_read(expert_texts(case.root))
    try:
        templates = template.known(case.root)
    except UsageError:  # the one of the last report cannot be read any more
        templates = tuple(map(template.find, template.names()))
    for one in templates:
        read[template_key(one)] = whole_read(expert_texts(case.root, one))
    return read


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
