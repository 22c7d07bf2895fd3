"""Views that an expert revised (订正): what was heard in a recording, corrected by ear, is compared in its place.

Raw and revised are both kept as documents of the case; the entry says who revised what and why, and records made from
then on name the revision. A revision is never undone: filing the raw view again is another entry, which alters nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from appraisal import chain, derive, dispatch, registry
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.codec import decode
from appraisal.derive import Revised
from appraisal.deriver import Reviser
from appraisal.errors import CaseError, MaterialError, RecordError, Refused
from appraisal.filing import DOCUMENTS, add_document, document_of
from appraisal.media import Medium
from appraisal.procedure import Kind
from appraisal.work import Member, View, digest_file


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision. ``deriver``: by name; ``made_by``: with version and libraries, of the raw view. ``raw`` and
    ``revised``: name in the case and SHA-256."""

    label: str
    file: str
    medium: Medium
    deriver: str
    made_by: str
    raw: tuple[str, str]
    revised: tuple[str, str]
    reason: str


def doubts(view: View) -> tuple[str, ...]:
    """What speaks against a revision being one of this file, in sentences with figures; it is on file all the same."""
    maker = registry.revisers().get(view.deriver.split(" ", 1)[0])
    asked = getattr(maker, "doubts", None)
    return tuple(asked(view.notes)) if asked is not None else ()


class Shown(NamedTuple):
    """A view as it would be compared now, and who revised it ("" for nobody)."""

    view: View
    deriver: Reviser
    member: Member
    by: str


def revisions(case: Case, label: str) -> Mapping[derive.Seen, Revised]:
    """Revisions of one work in force, by file and medium: the last of each. ``CaseError`` for a malformed entry."""
    found = {}
    for entry in case.history().of(Kind.REVISED):
        try:
            one = decode(Revision, {**entry.body, "is": "Revision"})
        except RecordError as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error
        if one.label == label:
            raw, edited = ((case.root / name, sha256) for name, sha256 in (one.raw, one.revised))
            found[one.file, one.medium] = Revised(entry.by, raw, edited, one.deriver, one.made_by)
    return found


def shown(case: Case, label: str, file: str = "") -> Shown:
    """The view of a file that can be revised, as it would be compared now; the only one of the work for ``""``.

    Raises ``CaseError`` where there is none or several, and what making it raises.
    """
    work = dispatch.opened(case[label], case.root / "derived", case.received(label).medium, revisions(case, label))
    found = [
        (member, view, deriver)
        for member in work.members
        if file in ("", member.file)
        for view in member.views
        if (deriver := registry.revisers().get(view.deriver.split(" ", 1)[0])) is not None
    ]
    if len(found) > 1:
        names = ", ".join(member.file for member, _, _ in found[:5])
        raise CaseError(f"{label}: several views can be revised: name the file, one of {names}")
    if not found:
        named = [member for member in work.members if file in ("", member.file)]
        if named and all(member.medium == Medium.SCORE for member in named):
            raise CaseError(
                f"{label}{f' {file}' if file else ''}: a score has notes already: nothing of it was heard in a"
                " recording, so that there is no view to revise; a corrected score is handed in as a work of its own"
            )
        kinds = ", ".join(sorted(registry.revisers())) or "none is installed"
        raise CaseError(
            f"{label}{f' {file}' if file else ''}: no view that can be revised (made by: {kinds}): check the name,"
            " or run make transcription first"
        )
    member, view, deriver = found[0]
    if view.problem is not None:
        raise view.error()
    held = revisions(case, label).get((member.file, view.medium))
    return Shown(view, deriver, member, held.by if held else "")


def export(case: Case, label: str, file: str, out: Path) -> Shown:
    """Write the view where a program for notation can open it; never over a file that is there."""
    found = shown(case, label, file)
    if out.suffix.lower() != found.deriver.suffix:
        raise CaseError(f"{out.name}: this view is written as {found.deriver.suffix}: name a file that ends so")
    try:
        with out.open("xb") as stream:
            stream.write(found.deriver.editable(found.view.path.read_bytes()))
    except OSError as error:
        raise CaseError(f"{out.name}: cannot be written ({error.strerror}): name a new file") from error
    return found


def revise(case: Case, label: str, file: str, path: Path, *, by: str, reason: str) -> tuple[chain.Entry, View]:
    """Put an expert's version of a view on file, chained and signed; the entry, and the view that it makes.

    Raises ``CaseError`` for a missing word, and what reading the revised file raises; then nothing is written.
    """
    if not by.strip() or not reason.strip():
        raise CaseError("a revision needs the name of the expert, and the reason: what was listened to, and how")
    with case.working():
        now = shown(case, label, file)
        case.log.signing(by)
        name, sha256 = document_of(path)
        held = revisions(case, label).get((now.member.file, now.view.medium))
        raw = held.raw if held else (now.view.path, now.view.sha256)
        made_by = held.made_by if held else now.view.deriver
        trial = Revised(by, raw, (path, sha256), now.deriver.name, made_by)
        view = _tried(case, label, now, trial)
        kept = (f"{DOCUMENTS}/{raw[1][:16]}-{now.deriver.name}{now.deriver.kept}", raw[1])
        if not (case.root / kept[0]).exists():
            write_whole(case.root / kept[0], raw[0].read_bytes(), durable=True)
        elif digest_file(case.root / kept[0])[0] != raw[1]:
            raise CaseError(f"{kept[0]}: not the view that was filed: restore it, or move it away")
        revised = add_document(case, path)
        if revised != (name, sha256):
            raise CaseError(f"{path.name}: it changed while it was read: try again")
        body = Revision(label, now.member.file, now.view.medium, now.deriver.name, made_by, kept, revised, reason)
        return case.log.write(Kind.REVISED, body, by, files=[kept[0], revised[0]]), view


def _tried(case: Case, label: str, now: Shown, trial: Revised) -> View:
    """The view that a revision makes, or its error."""
    key = (now.member.file, now.view.medium)
    opened = dispatch.opened(
        case[label], case.root / "derived", case.received(label).medium, {**revisions(case, label), key: trial}
    )
    view = next(v for v in opened.by_file[now.member.file].views if v.medium == now.view.medium)
    if view.problem is not None:
        error = view.error()
        # The file that was handed in is at fault, not a method that declines: bad input, and nothing was written.
        raise MaterialError(str(error)) if isinstance(error, Refused) else error
    return view
