"""7z through py7zr, whose writers are handed in from here: it opens no file, and never sees a stored name again."""

from __future__ import annotations

from typing import IO, Any, cast

from appraisal.errors import Encrypted
from appraisal.extract.kinds import ERRORS
from appraisal.extract.names import SHOWN, visible
from appraisal.extract.store import Item, Node, Stop, Store, Writer
from appraisal.extract.tars import utc

PASSES = 16  # times an archive is read again behind a damaged block
_FILETIME = 11_644_473_600  # seconds from 1601 to 1970


def read_seven(stream: IO[bytes], node: Node, store: Store) -> None:
    """All members of a 7z. A damaged block costs the rest of that block only."""
    import py7zr
    from py7zr.exceptions import (
        ArchiveError,
        CrcError,
        DecompressionBombError,
        PasswordRequired,
        UnsupportedCompressionMethodError,
    )

    broken = (ArchiveError, AttributeError, AssertionError, TypeError)  # it does not check all that it reads
    damaged: tuple[type[Exception], ...] = (*ERRORS, *broken, MemoryError)
    node.backslashes = True
    try:
        archive = py7zr.SevenZipFile(stream, "r")
    except PasswordRequired as error:
        raise Encrypted("its list of members is protected by a password") from error
    except broken as error:
        raise ValueError(f"not a readable 7z: {error}") from error
    with archive:
        wanted = _list(archive, node, store)
        for _ in range(PASSES):
            if not wanted:
                return
            sink = _Sink(wanted, node, store)
            left = max(1, store.limits.total - store.written)
            archive.max_extract_size = left
            try:
                archive.reset()
                archive.extract(targets=list(wanted), factory=cast("Any", sink))
                sink.finish()
                failed = ""
            except Stop:
                sink.discard()
                raise
            except DecompressionBombError as error:
                sink.discard()
                raise Stop("total", f"more than {store.limits.total} bytes", every=True) from error
            except UnsupportedCompressionMethodError:
                failed, status = "its compression method is not read here", "unsupported"
            except CrcError:
                failed, status = "its contents do not match their checksum", "corrupt"
            except damaged as error:
                failed, status = str(error) or type(error).__name__, "corrupt"
            if not failed:
                missing = [name for name in wanted if name not in sink.done]
                for name in missing:
                    wanted[name][0].fail("corrupt", "the archive gave nothing for it")
                return
            wanted = _after(wanted, sink, status, visible(failed)[:SHOWN])
        for item, _folder in wanted.values():
            item.fail("corrupt", "not read: too many blocks of the archive are damaged")


Wanted = dict[str, tuple[Item, Any]]  # our name for it: the item, and its block


def _list(archive: Any, node: Node, store: Store) -> Wanted:
    """List all members and give each a name of ours, so that no stored name reaches code that makes paths."""
    from py7zr.compressor import SupportedMethods

    wanted: Wanted = {}
    for number, file in enumerate(archive.files):
        stored, ours = str(file.filename), f"m{number:08d}"
        file.file_properties()["filename"] = ours  # the dictionary behind the member
        if file.is_directory:
            continue
        time = file.lastwritetime
        written = None if time is None else utc(int(time) // 10**7 - _FILETIME)
        item = Item(stored.encode("utf-8", "backslashreplace"), written)
        if not store.add(node, item):
            continue
        if file.is_symlink or file.is_junction:
            item.fail("skipped:link", "a symbolic link")
        elif file.is_socket or not file.is_file:
            item.fail("skipped:special", "a device, pipe or socket")
        elif file.emptystream or file.folder is None:
            store.put(node, item, ())
        elif SupportedMethods.needs_password(file.folder.coders):
            item.fail("encrypted", "protected by a password")
            item.stated = int(file.uncompressed)
        else:
            wanted[ours] = (item, file.folder)
    return wanted


def _after(wanted: Wanted, sink: _Sink, status: str, why: str) -> Wanted:
    """What is left behind the block that failed; the rest of that block is named damaged."""
    names = [name for name in wanted if name not in sink.done]
    current = sink.current if sink.current in wanted else names[0]
    sink.discard()
    broken = wanted[current][1]
    left: Wanted = {}
    for name in names:
        item, folder = wanted[name]
        if folder is broken:
            item.fail(status, why if name == current else "not read: the block it lies in failed before it")
        else:
            left[name] = (item, folder)
    return left


class _Sink:
    """py7zr's writer factory: each member goes to the store as its bytes come."""

    def __init__(self, wanted: Wanted, node: Node, store: Store) -> None:
        self.wanted = wanted
        self.node = node
        self.store = store
        self.current = ""
        self.done: set[str] = set()
        self._writer: Writer | None = None

    def create(self, filename: str) -> Any:
        from py7zr.io import Py7zIO

        self.finish()
        self.current = filename
        writer = self._writer = Writer(self.store, self.node, self.wanted[filename][0])

        class Bytes(Py7zIO):  # type: ignore[misc, unused-ignore]
            def write(self, s: bytes | bytearray) -> int:
                writer.write(bytes(s))  # goes on when over a cap: the members behind it in the block are wanted
                return len(s)

            def read(self, size: int | None = None) -> bytes:
                return b""

            def seek(self, offset: int, whence: int = 0) -> int:
                return 0

            def flush(self) -> None:
                return None

            def size(self) -> int:
                return writer.size

        return Bytes()

    def finish(self) -> None:
        """The member before is whole."""
        if self._writer is not None:
            self._writer.finish()
            self.done.add(self.current)
        self._writer = None

    def discard(self) -> None:
        if self._writer is not None:
            self._writer.discard()
        self._writer = None
