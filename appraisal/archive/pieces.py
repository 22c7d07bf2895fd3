"""The files of a bundle, and the ways to write them: folder, .zip or .tar. The same pieces give the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from appraisal import digests, threads
from appraisal.copying import remove
from appraisal.errors import CaseError
from appraisal.work import display_name

CHUNK = 1 << 20
MODE = 0o644


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a bundle: its name below the bag, where its bytes are, their SHA-256 and number."""

    name: str
    source: Path | bytes
    sha256: str
    size: int


def made(name: str, content: bytes) -> Piece:
    """A piece that is written for the bundle."""
    return Piece(name, content, hashlib.sha256(content).hexdigest(), len(content))


def taken(name: str, path: Path) -> Piece:
    """A piece that is a file already; its digest is taken now."""
    sha256, size, _ = digests.sha256_of(path)
    return Piece(name, path, sha256, size)


class _Read(io.RawIOBase):
    """Reads a piece, and finds out at its end whether it still is what it was when its digest was taken."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.state = hashlib.sha256()
        self.stream: IO[bytes] = (
            io.BytesIO(piece.source) if isinstance(piece.source, bytes) else piece.source.open("rb")
        )

    def read(self, size: int = -1, /) -> bytes:
        data = self.stream.read(size)
        self.state.update(data)
        return data

    def close(self) -> None:
        self.stream.close()
        super().close()

    def check(self) -> None:
        if self.stream.read(1) or self.state.hexdigest() != self.piece.sha256:
            name = display_name(Path(self.piece.name))
            raise CaseError(f"{name} changed while it was being archived: stop what writes to it, archive again")


def _copy(piece: Piece, out: IO[bytes]) -> None:
    with _Read(piece) as source:
        while data := source.read(CHUNK):
            out.write(data)
        source.check()


Sink = Callable[[Path, str, Sequence[Piece], datetime], None]


def sink_of(out: Path) -> Sink:
    """How a bundle is written, by the end of its name."""
    return {".zip": _zip, ".tar": _tar}.get(out.suffix.lower(), _folder)


def write(out: Path, pieces: Sequence[Piece], moment: datetime) -> None:
    """Write the bundle to ``out``, which must not exist: all of it is there afterwards, or nothing."""
    if os.path.lexists(out):
        raise CaseError(f"{out} exists already: choose another name for the bundle")
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".part-{os.getpid()}-{out.name}")
    sink = sink_of(out)
    try:
        sink(part, out.stem if sink is not _folder else out.name, sorted(pieces, key=_order), moment)
        part.rename(out)
    except BaseException:
        with suppress(OSError):
            remove(part)
        raise


def _order(piece: Piece) -> bytes:
    return os.fsencode(piece.name)


def _folder(out: Path, top: str, pieces: Sequence[Piece], moment: datetime) -> None:
    for folder in sorted({str(Path(piece.name).parent) for piece in pieces}):
        (out / folder).mkdir(parents=True, exist_ok=True)

    def put(piece: Piece) -> None:
        target = out / piece.name
        with target.open("xb") as stream:
            _copy(piece, stream)
        target.chmod(MODE)
        if isinstance(piece.source, bytes):
            os.utime(target, (moment.timestamp(), moment.timestamp()))
        else:  # when a file was last changed may be evidence
            status = piece.source.stat()
            os.utime(target, ns=(status.st_mtime_ns, status.st_mtime_ns))

    for _ in threads.in_order(put, pieces, weigh=lambda piece: piece.size):
        pass


def _zip(out: Path, top: str, pieces: Sequence[Piece], moment: datetime) -> None:
    when = max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(out, "x", zipfile.ZIP_STORED) as archive:
        for piece in pieces:
            try:
                piece.name.encode()
            except UnicodeEncodeError as error:
                name = display_name(Path(piece.name))
                raise CaseError(f"{name}: a .zip cannot hold this name: archive to a folder or a .tar") from error
            info = zipfile.ZipInfo(f"{top}/{piece.name}", when)
            info.create_system, info.external_attr = 3, (stat.S_IFREG | MODE) << 16
            with archive.open(info, "w", force_zip64=piece.size >= 1 << 31) as stream:
                _copy(piece, stream)


def _tar(out: Path, top: str, pieces: Sequence[Piece], moment: datetime) -> None:
    with tarfile.open(out, "x", format=tarfile.PAX_FORMAT) as archive:
        for piece in pieces:
            info = tarfile.TarInfo(f"{top}/{piece.name}")
            info.size, info.mtime, info.mode = piece.size, int(moment.timestamp()), MODE
            with _Read(piece) as source:
                try:
                    archive.addfile(info, source)
                except OSError as error:
                    if error.errno is not None:
                        raise
                    raise CaseError(f"{piece.name} became shorter while it was being archived") from error
                source.check()


def files_below(folder: Path, names: Iterator[str], prefix: str) -> list[Piece]:
    """Pieces of regular files below ``folder``, with their digests taken now; ``CaseError`` when one cannot be read."""
    found: list[Piece] = []
    for path, _, sha256 in digests.check_files((folder / name, "") for name in names):
        if not isinstance(sha256, str):
            raise CaseError(f"{sha256}: a bundle cannot hold it")
        name = path.relative_to(folder).as_posix()
        found.append(Piece(f"{prefix}/{name}", path, sha256, path.lstat().st_size))
    return found
