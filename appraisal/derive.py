"""Views of works: what derivers make of files, in the limited child, kept by digest with a map of coordinates.

``with_views`` is for the parent, ``handle`` runs in the child. A view that cannot be made does not end the comparison:
its problem travels with the member, and methods of its medium say that they could not read the file, and why.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from appraisal import cache, codec, identity, placing, registry
from appraisal.child import Limits, Worker
from appraisal.comparison import JSON
from appraisal.deriver import Derived, Deriver
from appraisal.errors import AppraisalError, MaterialError, OverLimit, RecordError, reason_of
from appraisal.media import Medium
from appraisal.records import plain
from appraisal.work import Member, View, digest_file

HANDLER = "appraisal.derive:handle"
CHILD = Limits(answer=64 << 20, wall=6 * 3600.0)  # recognition takes seconds a page
MOST_VIEW = 256 << 20  # bytes of one view; a text method reads no larger file either
FOLDER = "views"  # below ``derived/``
DIGITS = 16  # of a view's digest in its name


def stated(deriver: Deriver) -> str:
    """Name, version and libraries of a deriver in one line: what a record names, and what its key depends on."""
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(deriver.libraries().items()))
    return f"{deriver.name} {deriver.version}" + (f" ({libraries})" if libraries else "")


@dataclass(frozen=True, slots=True)
class Revised:
    """An expert's version of a view, to be compared in place of it. ``deriver``: by name; ``made_by``: as ``stated``
    when the raw view was made."""

    by: str
    raw: tuple[Path, str]
    edited: tuple[Path, str]
    deriver: str
    made_by: str


Seen = tuple[str, Medium]  # a file, and the medium of a view of it


def takers(member: Member, head: bytes, revisions: Mapping[Seen, Revised] = {}) -> tuple[Deriver, ...]:
    """The derivers that read this file: for each medium the first one by name. Parses nothing.

    One whose view was revised is among them also where what it needs is not installed."""
    revised = {one.deriver for (file, _), one in revisions.items() if file == member.file}
    found: list[Deriver] = []
    given: set[Medium] = set()
    for deriver in registry.derivers():
        takes = deriver.name in revised or deriver.takes(member.file, head)
        if member.medium in deriver.of and not deriver.gives & given and takes:
            found.append(deriver)
            given |= deriver.gives
    return tuple(found)


def with_views(
    members: Iterable[tuple[Member, str, Sequence[Deriver]]], derived: Path, revisions: Mapping[Seen, Revised] = {}
) -> dict[str, Member]:
    """By name, the members that derivers read, with their views under ``derived``.

    Each comes with the SHA-256 of the file that was handed in (itself, or the archive it lies in), by which its folder
    is named, and its derivers. What an earlier call left there is taken again when its digests hold and this user's
    own notes say that these very derivers made it. A view that was revised is made of the revision.
    """
    found: dict[str, Member] = {}
    worker: Worker | None = None
    try:
        for member, owner, derivers in members:
            views: list[View] = []
            for deriver in derivers:
                out = derived / FOLDER / owner[:24]
                held = next((revisions[key] for m in deriver.gives if (key := (member.file, m)) in revisions), None)
                answer = None if held else _recalled(member, deriver, out)
                if held is not None:
                    worker = worker or Worker(HANDLER, CHILD, environment=registry.search_path())
                    views += _of_revision(member, deriver, out, worker, held)
                elif answer is None:
                    worker = worker or Worker(HANDLER, CHILD, environment=registry.search_path())
                    views += _made(member, deriver, out, worker)
                else:
                    views += _views(answer, deriver, out, stated(deriver))
            found[member.file] = replace(member, views=tuple(views))
    finally:
        if worker is not None:
            worker.close()
    return found


def _made(member: Member, deriver: Deriver, out: Path, worker: Worker) -> list[View]:
    views, answer = _asked(member, deriver, out, worker, stated(deriver))
    if answer is not None:
        _remember(member, deriver, answer)
    return views


def _of_revision(member: Member, deriver: Deriver, out: Path, worker: Worker, held: Revised) -> list[View]:
    told = f"{held.made_by}; revised by {held.by}, {held.edited[1][:DIGITS]}"
    edited = Member(held.edited[0].name, *held.edited[:1], held.edited[0].stat().st_size, held.edited[1], None)
    raw = [os.fsencode(os.path.abspath(held.raw[0])).hex(), held.raw[1]]
    views, _ = _asked(member, deriver, out, worker, told, {"edited": codec.encode(edited), "raw": raw})
    return [replace(view, notes={"revised_by": held.by, **view.notes}) for view in views]


def _asked(
    member: Member, deriver: Deriver, out: Path, worker: Worker, told: str, more: Mapping[str, JSON] = {}
) -> tuple[list[View], JSON]:
    """The views that the child makes, and its answer; views with their problem, and None, where it cannot."""
    task = {"deriver": deriver.name, "member": codec.encode(member), "out": os.fsencode(os.path.abspath(out)).hex()}
    try:
        answer = worker.run({**task, **more})
        views = _views(answer, deriver, out, told)
    except (AppraisalError, OSError) as error:
        message = str(error) if member.file in str(error) else f"{member.file}: {error}"
        return [View(medium, told, problem=(reason_of(error), message)) for medium in sorted(deriver.gives)], None
    if not _there(answer, out):
        raise RecordError(f"{member.file}: what {deriver.name} wrote does not have the digest it states")
    return views, answer


def _views(answer: JSON, deriver: Deriver, out: Path, told: str) -> list[View]:
    """The child's answer, each field checked."""
    try:
        return [_view(one, deriver, out, told) for one in answer]
    except (TypeError, KeyError, ValueError) as error:
        raise RecordError(f"{deriver.name} answered with something that is no list of views: {error}") from error


def _view(one: Mapping[str, Any], deriver: Deriver, out: Path, told: str) -> View:
    medium, sha256, map_sha256 = Medium(one["medium"]), one["sha256"], one["map_sha256"]
    if medium not in deriver.gives or type(one["size"]) is not int or not isinstance(one["notes"], dict):
        raise ValueError("a view is malformed")
    for digest in (sha256, map_sha256, *one["kept"]):
        if not isinstance(digest, str) or len(digest) != 64 or not digest.isalnum():
            raise ValueError("a digest is malformed")
    return View(
        medium=medium,
        deriver=told,
        name=f"{medium}:{sha256[:DIGITS]}",
        path=_place(out, sha256),
        size=one["size"],
        sha256=sha256,
        map_path=_place(out, map_sha256),
        map_sha256=map_sha256,
        notes=one["notes"],
    )


def _place(out: Path, sha256: str) -> Path:
    return out / sha256[:2] / sha256


def _there(answer: JSON, out: Path) -> bool:
    """Whether every file that an answer names lies there with its digest."""
    for one in answer:
        for sha256 in (one["sha256"], one["map_sha256"], *one["kept"]):
            path = _place(out, sha256)
            if not path.is_file() or path.is_symlink() or digest_file(path)[0] != sha256:
                return False
    return True


def _note(member: Member, deriver: Deriver) -> Path:
    """Where this user's note on a derivation lies: never in a case, which somebody else may have handed over."""
    suffix = member.file.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()[:12]
    key = cache.key_of([cache.code_of(type(deriver)), stated(deriver), member.sha256, suffix, member.medium])
    return identity.home() / FOLDER / key[:2] / f"{key}.json"


def _recalled(member: Member, deriver: Deriver, out: Path) -> JSON:
    with suppress(OSError, ValueError, TypeError, KeyError):
        answer = json.loads(_note(member, deriver).read_bytes())
        if isinstance(answer, list) and _there(answer, out):
            return answer
    return None


def _remember(member: Member, deriver: Deriver, answer: JSON) -> None:
    with suppress(OSError):  # without a place for notes the view is made again
        cache.write_whole(_note(member, deriver), json.dumps(answer).encode("ascii"))


def handle(task: Mapping[str, Any]) -> JSON:
    """For the child: one deriver on one file; writes views, maps and kept files by digest, answers with their list."""
    member = codec.decode(Member, task["member"])
    out = Path(os.fsdecode(bytes.fromhex(task["out"])))
    if digest_file(member.path)[0] != member.sha256:
        raise MaterialError(f"{member.file}: the file changed while it was being read: receive it again")
    maker = registry.deriver(task["deriver"])
    answer = []
    for derived in [_revised(maker, member, task)] if "edited" in task else maker.derive(member):
        if len(derived.data) > MOST_VIEW:
            raise OverLimit(
                f"{member.file}: its {derived.medium} has {len(derived.data)} bytes, over {MOST_VIEW}: split it"
            )
        kept = [_write(out, data) for data in derived.kept]
        answer.append(
            {
                "medium": str(derived.medium),
                "sha256": _write(out, derived.data),
                "size": len(derived.data),
                "map_sha256": _write(out, placing.dumps(derived.placing)),
                "notes": plain(derived.notes),
                "kept": kept,
            }
        )
    return answer


def _revised(maker: Any, member: Member, task: Mapping[str, Any]) -> Derived:
    edited = codec.decode(Member, task["edited"])
    raw, sha256 = Path(os.fsdecode(bytes.fromhex(task["raw"][0]))), task["raw"][1]
    for path, stated_digest in ((edited.path, edited.sha256), (raw, sha256)):
        if digest_file(path)[0] != stated_digest:
            raise MaterialError(f"{path.name}: not the file that was filed: restore it")
    found: Derived = maker.revised(member, raw.read_bytes(), edited)
    return found


def _write(out: Path, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    path = _place(out, sha256)
    if not path.exists():
        cache.write_whole(path, data)
    return sha256
