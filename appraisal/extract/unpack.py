"""Extraction: inside the child (``extract``, ``handle``) and asked for by the parent (``unpack``)."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from appraisal.child import Limits, Worker
from appraisal.errors import AppraisalError, ChildFailed, Encrypted, RecordError, Unreadable
from appraisal.extract.disk import IMAGES, read_image
from appraisal.extract.kinds import ERRORS, archive_kind
from appraisal.extract.listing import Entry, ExtractLimits, Image, Listing, Problem, listing_from_json
from appraisal.extract.names import SHOWN, decode_names, display_of, visible
from appraisal.extract.packages import closed, is_package, read_package
from appraisal.extract.packages.pieces import Beside
from appraisal.extract.sevens import read_seven
from appraisal.extract.store import Item, Node, Stop, Store
from appraisal.extract.tars import read_stream, read_tar
from appraisal.extract.zips import read_zip
from appraisal.work import digest_file, unique

JSON = Any
HANDLER = "appraisal.extract:handle"
OPENS = "appraisal.extract:opens"
CHILD = Limits()
DEFAULT = ExtractLimits()


def extract(archive: Path, out: Path, limits: ExtractLimits = DEFAULT, *, name: str | None = None) -> Listing:
    """Unpack into ``out`` by digest and list what is there. For the limited child: it trusts nothing but its limits.

    Raises ``Unreadable`` when it is no archive or nothing of it can be read, ``Encrypted`` when even its list is
    protected, ``OverLimit`` when a cap was reached before the first member. Later damage and caps are ``problems``.

    With ``name``, what is one work under that name (a document, see ``archive_kind``), no archive, or a kind that is
    named and not opened is left alone: the listing has the kind ``""`` and no members; in the last case a problem says
    what it is.
    """
    kind = archive_kind(archive, name="archive.zip" if name is None else name)
    if kind is None and name is not None:
        return Listing("", ())
    if kind is None:
        raise Unreadable("not an archive that is read here (zip, tar, 7z, gz, bz2, xz, zst, packages, disk images)")
    shut = closed(kind)
    if shut is not None:
        listing = Listing("" if name is not None else kind, (), (Problem("", *shut),))
        return listing if name is not None else listing.require()
    store = Store(out, limits)
    node = Node(kind, 1, archive.stat().st_size)
    _read(archive, name or archive.name, node, store, beside=partial(_beside_path, archive))
    members, problems, images = _flatten(node)
    listing = Listing(kind, members, problems, images=images)
    return listing if listing.members else listing.require()


def handle(task: JSON) -> JSON:
    """Handler for ``appraisal.child``: ``{"archive", "out", "limits": {...}, "name"}`` to a listing."""
    limits = ExtractLimits(**task["limits"])
    return extract(Path(task["archive"]), Path(task["out"]), limits, name=task["name"]).to_json()


def opens(task: JSON) -> JSON:
    """Handler for ``appraisal.child``: whether the file ``task`` is an archive that would be opened."""
    kind = archive_kind(Path(task))
    return kind is not None and closed(kind) is None


def _beside_path(archive: Path, name: bytes) -> Path | None:
    """A file of that name in the folder of the archive; no link is followed."""
    found = archive.with_name(os.fsdecode(name))
    return found if found.is_file() and not found.is_symlink() else None


def _beside_item(item: Item, node: Node, store: Store, name: bytes) -> Path | None:
    """A member of that name in the folder of ``item``, of the archive that both lie in."""
    wanted = item.raw[: len(item.raw) - len(item.raw.rpartition(b"/")[2])] + name
    for other in node.items:
        if other.raw == wanted and other.sha256 is not None:
            return store.out / other.sha256[:2] / other.sha256
    return None


def _read(path: Path, name: str, node: Node, store: Store, *, beside: Beside) -> None:
    """One archive, then those inside it. What goes wrong becomes a problem of ``node``; what was read stays."""
    try:
        if node.kind == "zip":
            with path.open("rb") as stream:
                read_zip(stream, node, store)
        elif node.kind in IMAGES:
            read_image(path, node, store)
        elif node.kind == "7z":
            with path.open("rb") as stream:
                read_seven(stream, node, store)
        elif is_package(node.kind):
            read_package(path, name, node, store, beside=beside)
        elif node.kind.startswith("tar"):
            read_tar(path, node.kind, node, store)
        else:
            read_stream(path, node.kind, name, node, store)
    except Stop as stop:
        node.problem("over-limit", f"{stop}: nothing more of it is read", stop.cap)
        for item in node.items:
            if item.status == "ok" and item.sha256 is None:
                item.fail("over-limit", str(stop))
        store.ended = store.ended or stop.every
    except Encrypted as error:
        node.problem("encrypted", str(error))
    except MemoryError:
        node.problem("over-limit", "reading it takes more memory than the limit allows", "memory")
    except ERRORS as error:
        node.problem("corrupt", visible(str(error))[:SHOWN] or type(error).__name__)
    for item in node.items:
        if item.status == "ok" and item.sha256 is None:
            item.fail("corrupt", "not read: the archive is damaged before it")
        if item.maybe_archive and item.sha256 is not None and not store.ended:
            _open(item, item.sha256, node, store)


def _open(item: Item, sha256: str, node: Node, store: Store) -> None:
    path = store.out / sha256[:2] / sha256
    name = item.raw.decode("utf-8", "replace")
    kind = archive_kind(path, name=name)
    if kind is None:
        return
    item.inside = inside = Node(kind, node.depth + 1, path.stat().st_size)
    shut = closed(kind)
    if shut is not None:
        inside.problem(*shut)
    elif inside.depth > store.limits.depth:
        why = f"an archive {inside.depth} deep, more than {store.limits.depth}: not opened"
        inside.problem("over-limit", why, "depth")
    else:
        _read(path, name, inside, store, beside=partial(_beside_item, item, node, store))


def _flatten(node: Node) -> tuple[tuple[Entry, ...], tuple[Problem, ...], tuple[Image, ...]]:
    """Names decoded, archive by archive, and made unique."""
    taken: dict[str, int] = {}
    entries: list[Entry] = []
    problems: list[Problem] = []
    images: list[Image] = []

    def visit(node: Node, within: str) -> None:
        problems.extend(replace(problem, archive=within) for problem in node.problems)
        if node.image is not None:
            images.append(replace(node.image, archive=within))
        prefix = f"{within}!/" if within else ""
        decoded = iter(decode_names([item.raw for item in node.items if item.decoded is None]))
        for item in node.items:
            name, encoding, raw = item.decoded or next(decoded)
            display = unique(prefix + display_of(name, backslashes=node.backslashes), taken)
            entries.append(
                Entry(
                    name, display, item.status, encoding, raw, within, item.size, item.sha256, item.mtime,
                    item.message, item.inside.kind if item.inside else None, item.origin,
                    item.stated if item.sha256 is None else None,
                )
            )  # fmt: skip
            if item.inside is not None:
                visit(item.inside, display)

    visit(node, "")
    return tuple(entries), tuple(problems), tuple(images)


def unpack(
    archive: str | Path,
    out: str | Path,
    *,
    label: str,
    limits: ExtractLimits = DEFAULT,
    worker: Worker | None = None,
    name: str | None = None,
) -> Listing:
    """Unpack in a limited child; check the listing against its schema and every file against its digest.

    ``out`` may hold what was unpacked before. ``worker`` (made with ``HANDLER``) saves a start where there are many.
    With ``name``, documents, what is not opened and what is no archive give a listing of kind ``""``: see ``extract``.
    Raises what ``extract`` raises with ``label`` in front, ``ChildFailed`` when the child died or ran over its limits,
    ``RecordError`` when what it left does not agree with what it says. A listing with ``problems`` is returned: look
    at ``complete``, or call ``require()``.
    """
    archive, out = Path(os.path.abspath(archive)), Path(os.path.abspath(out))
    task = {"archive": str(archive), "out": str(out), "limits": asdict(limits), "name": name}
    try:
        if worker is None:
            with Worker(HANDLER, CHILD) as own:
                found = own.run(task)
        else:
            found = worker.run(task)
    except ChildFailed as error:
        raise ChildFailed(f"{label}: {error}", error.kind) from error
    except AppraisalError as error:
        raise type(error)(f"{label}: {error}") from error
    finally:
        for part in out.glob(".part-*"):
            part.unlink(missing_ok=True)
    listing = listing_from_json(found, label)
    for sha256, size in {(entry.sha256, entry.size) for entry in listing.members if entry.sha256 is not None}:
        path = out / sha256[:2] / sha256
        if not path.is_file() or path.is_symlink() or digest_file(path) != (sha256, size):
            raise RecordError(f"{label}: what was unpacked as {sha256} does not have that digest")
    return listing
