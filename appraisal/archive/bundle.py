"""``archive``: a case folder in, a bundle out; the same case and software give the same bytes."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from appraisal import __version__, casefile, chain, ledger, procedure
from appraisal.archive import crate, instructions, wheels
from appraisal.archive.pieces import Piece, files_below, made, write
from appraisal.archive.wheels import Software, wheelhouse
from appraisal.errors import CaseError
from appraisal.verify import bag
from appraisal.verify import logs as logbooks
from appraisal.verify.expected import expected
from appraisal.verify.integrity import integrity, is_leftover, outside_cache
from appraisal.verify.logs import Logs
from appraisal.verify.outcome import Answer
from appraisal.work import display_name

CLOSED_FOLDER = "closed/"


@dataclass(frozen=True, slots=True)
class Archived:
    """What was put into a bundle. ``integrity``: of the case at that moment; ``closed``: left out, included or none."""

    files: int
    bytes: int
    integrity: Answer
    closed: str
    lacking: tuple[Software, ...]


def _silent(what: str) -> None:
    """No one watches."""


def archive(
    root: str | Path,
    out: str | Path,
    *,
    wheel_folder: str | Path | None = None,
    download: bool = False,
    no_wheels: bool = False,
    closed: bool = False,
    say: Callable[[str], None] = _silent,
) -> Archived:
    """Put the case in ``root`` into the new bundle ``out``: a folder, or one file when it ends in .zip or .tar.

    ``closed`` takes the closed part (副卷) along. Wheels: from ``wheel_folder``, with ``download`` from the package
    index, else only this program's own. ``CaseError`` when the case cannot be read or ``out`` is taken.
    """
    root, out = Path(root), Path(out)
    if os.path.lexists(out):
        raise CaseError(f"{out} exists already: choose another name for the bundle")
    if root.resolve() in (out.resolve(), *out.resolve().parents):
        raise CaseError(f"{out} lies inside the case: put the bundle elsewhere")
    settings, works = casefile.read(root)
    with tempfile.TemporaryDirectory(prefix="appraisal-archive-") as name:
        scratch = Path(name)
        say("wheels")
        house = wheelhouse(
            scratch, wheels=Path(wheel_folder) if wheel_folder else None, download=download, none=no_wheels
        )
        with logbooks.held(root):
            (scratch / "logs").mkdir()
            logs = logbooks.read(root, scratch / "logs")
            part = ("included" if closed else "left out") if logs.of(procedure.CLOSED) else "none"
            say("files of the case")
            pieces = files_below(root, _names(root, with_closed=closed), bag.CASE)
            known = {piece.name.removeprefix(f"{bag.CASE}/"): piece.sha256 for piece in pieces}
            held = integrity(root, logs, expected(root, logs), known).answer
            moment = _moment(logs)
            payload = [*pieces, *house.pieces]
            files = {p.name.removeprefix("data/"): (p.sha256, p.size) for p in payload}
            described = crate.metadata(settings, works, logs, files, house.software, moment.date().isoformat())
            payload.append(made(f"data/{crate.NAME}", described))
            size = sum(piece.size for piece in payload)
            info = _info(settings, logs, part, held, house.software, (len(payload), size), moment)
            tags = [
                made(bag.DECLARATION, bag.VERSION),
                made(bag.INFO, info),
                made(instructions.NAME, instructions.text(_line(settings.number), house.software, part)),
                made(bag.PAYLOAD, _manifest(payload)),
            ]
            say("writing the bundle")
            write(out, [*payload, *tags, made(bag.TAGS, _manifest(tags))], moment)
    return Archived(len(payload), size, held, part, house.lacking)


def _names(root: Path, *, with_closed: bool) -> Iterator[str]:
    """Files that go along, sorted: not the cache, locks, leftovers, nor (unless asked for) the closed part."""
    unlisted: list[tuple[Path, str]] = []
    for path in outside_cache(root, unlisted):
        name = path.relative_to(root).as_posix()
        if name in ledger.LOCKS or is_leftover(name) or (name.startswith(CLOSED_FOLDER) and not with_closed):
            continue
        if not stat.S_ISREG(path.lstat().st_mode):
            raise CaseError(f"{display_name(Path(name))} is no regular file: a bundle cannot hold it; take it away")
        yield name
    for path, reason in unlisted:
        raise CaseError(f"{display_name(path.relative_to(root))} cannot be read ({reason})")


def _manifest(pieces: Sequence[Piece]) -> bytes:
    ordered = sorted(pieces, key=lambda piece: os.fsencode(piece.name))
    return b"".join(piece.sha256.encode() + b"  " + bag.escaped(piece.name) + b"\n" for piece in ordered)


def _moment(logs: Logs) -> datetime:
    """The date of the latest entry of the case: the bundle's only time."""
    found = [datetime(1980, 1, 1, tzinfo=UTC)]
    for entries in logs.entries.values():
        for entry in entries:
            with suppress(ValueError):
                on = datetime.fromisoformat(entry.on)
                found.append(on if on.tzinfo else on.replace(tzinfo=UTC))
    return max(found).astimezone(UTC)


def _line(text: str) -> str:
    """One line: what a case says of itself must not become a line of ``bag-info.txt`` of its own."""
    return " ".join(text.split())


def _info(
    settings: casefile.Settings,
    logs: Logs,
    closed: str,
    held: Answer,
    software: Sequence[Software],
    count: tuple[int, int],
    moment: datetime,
) -> bytes:
    lines = [
        f"Bagging-Date: {moment.date().isoformat()}",
        f"Bag-Software-Agent: {wheels.OWN} {__version__}",
        f"Closed-Part: {closed}",
        f"External-Description: {_line(settings.title)}",
        f"External-Identifier: {_line(settings.number)}",
        f"Integrity-When-Archived: {held}",
        f"Payload-Oxum: {count[1]}.{count[0]}",
        f"Wheels-Lacking: {sum(not one.wheels for one in software)}",
    ]
    last = logs.of(procedure.CLOSED)
    if last:
        lines.append(f"Closed-Head: {last[-1].seq} {last[-1].digest}")
    lines += [f"Log-Head: {log} {entries[-1].seq} {entries[-1].digest}" for log, entries in _disclosed(logs)]
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _disclosed(logs: Logs) -> Iterator[tuple[str, tuple[chain.Entry, ...]]]:
    for log, entries in sorted(logs.entries.items()):
        if entries and log != procedure.CLOSED:
            yield log, entries
