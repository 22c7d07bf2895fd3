"""cab, rar and lha by libarchive, in a process apart that is forked from the limited child.

libarchive is C. A fault in it on one bad file would end the child, and with it every other archive of the work; here it
ends its own process and is named. That process opens nothing, writes to one pipe, has the child's limits, and is ended
when one step takes longer than ``PATIENCE``. What it says is checked, counted and written by the child.

On the pipe: a letter, a length, so many bytes. H: a member, JSON; D: bytes of it; E: its end, JSON; F: the end of the
archive, JSON.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import stat
import struct
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from appraisal.errors import Encrypted
from appraisal.extract.names import SHOWN, visible
from appraisal.extract.packages.library import EOF, FAILED, OK, WARN, library
from appraisal.extract.packages.pieces import CHUNK, DAMAGED, Broken, File
from appraisal.extract.packages.rar import Survey, survey
from appraisal.extract.store import Item, Node, Store, Writer
from appraisal.extract.tars import utc

PATIENCE = 120  # seconds for one step of the library
_FRAME = struct.Struct(">cL")
_BLOCK = 1 << 16
_LOCKED = ("encrypt", "password", "passphrase")
FORMATS = {"cab": ("cab",), "rar": ("rar", "rar5"), "lha": ("lha",)}
LOCAL = {"cab": True, "rar": True, "rar5": False, "lha": True}
"""Whether times are local, of the machine that packed, without a zone."""


def available() -> bool:
    return hasattr(os, "fork") and library() is not None


def read_apart(path: Path, kind: str, node: Node, store: Store) -> None:
    """All members of a cab, rar or lha. Raises ``Encrypted`` when its list is, ``Broken`` when nothing can be read."""
    node.backslashes = True
    with path.open("rb", buffering=0) as stream:  # its descriptor goes on, so no buffer may read ahead
        head = stream.read(32)
        local = LOCAL["rar5" if kind == "rar" and head[6:7] == b"\x01" else kind] and not _unix(kind, head)
        seen = survey(File(stream), store.limits.members) if kind == "rar" else Survey()
        stream.seek(0)
        ours, theirs = os.pipe()
        process = os.fork()
        if process == 0:
            _speak(stream.fileno(), theirs, kind)
        os.close(theirs)
        with os.fdopen(ours, "rb") as pipe:
            try:
                _listen(pipe, node, store, local=local, locked=seen.locked)
            finally:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
    if seen.fault and not node.problems:
        node.problem("corrupt", seen.fault)


def _unix(kind: str, head: bytes) -> bool:
    """Heads of lha of level 2 and 3 hold POSIX times, others those of DOS."""
    return kind == "lha" and head[20:21] in (b"\x02", b"\x03")


# --- the process apart


def _speak(archive: int, out: int, kind: str) -> None:
    """What the forked process does; it never returns."""
    code = 1
    try:
        for number in range(3, 1024):
            if number not in (archive, out):
                with suppress(OSError):
                    os.close(number)
        for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.environ["TZ"] = "UTC"  # local times of the packing machine are given back as they are stored
        time.tzset()
        with os.fdopen(out, "wb", buffering=0) as pipe:
            _read(archive, pipe, kind)
        code = 0
    except BaseException as error:  # nothing may be raised into a copy of the child
        os.write(2, f"{type(error).__name__}: {error}\n".encode("ascii", "replace"))
    finally:
        os._exit(code)


def _read(archive: int, pipe: Any, kind: str) -> None:
    found = library()
    reader = found.archive_read_new()
    for layout in FORMATS[kind]:
        getattr(found, f"archive_read_support_format_{layout}")(reader)
    buffer = ctypes.create_string_buffer(CHUNK)
    entry = ctypes.c_void_p()

    def say(letter: bytes, body: bytes | dict[str, Any]) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode("ascii")
        rest = memoryview(_FRAME.pack(letter, len(data)) + data)
        while rest:
            rest = rest[pipe.write(rest) :]
        signal.alarm(PATIENCE)

    def fault() -> str:
        return (found.archive_error_string(reader) or b"damaged").decode("utf-8", "replace")

    signal.alarm(PATIENCE)
    if found.archive_read_open_fd(reader, archive, _BLOCK) < WARN:
        say(b"F", {"fault": fault(), "locked": False})
        return
    while True:
        code = found.archive_read_next_header(reader, ctypes.byref(entry))
        if code == EOF or code < WARN:
            locked = found.archive_read_has_encrypted_entries(reader) == 1
            say(b"F", {"fault": "" if code == EOF else fault(), "locked": locked})
            return
        name = found.archive_entry_pathname(entry) or found.archive_entry_pathname_utf8(entry) or b""
        mode = found.archive_entry_filetype(entry)
        link = found.archive_entry_symlink(entry) or found.archive_entry_hardlink(entry)
        locked = found.archive_entry_is_data_encrypted(entry) == 1
        say(
            b"H",
            {
                "name": name[:CHUNK].hex(), "mode": mode, "link": None if link is None else link[:4096].hex(),
                "size": found.archive_entry_size(entry) if found.archive_entry_size_is_set(entry) else None,
                "time": found.archive_entry_mtime(entry) if found.archive_entry_mtime_is_set(entry) else None,
                "locked": locked,
            },
        )  # fmt: skip
        if locked or link is not None or stat.S_ISDIR(mode):
            say(b"E", {"fault": "", "fatal": False})
            continue
        while (size := found.archive_read_data(reader, buffer, CHUNK)) > 0:
            say(b"D", buffer.raw[:size])
        text = fault() if size < OK else ""
        say(b"E", {"fault": text, "fatal": size < FAILED})


# --- the child


def _frames(pipe: Any) -> Iterator[tuple[bytes, Any]]:
    """(letter, body) until the end mark. ``Broken`` when the process died before it."""
    while True:
        head = pipe.read(_FRAME.size)
        if len(head) < _FRAME.size:
            raise Broken("the library that reads it failed on it")
        letter, size = _FRAME.unpack(head)
        if size > 4 * CHUNK:
            raise Broken("the library that reads it failed on it")
        body = pipe.read(size)
        if len(body) != size:
            raise Broken("the library that reads it failed on it")
        yield letter, body if letter == b"D" else json.loads(body)
        if letter == b"F":
            return


def _listen(pipe: Any, node: Node, store: Store, *, local: bool, locked: frozenset[bytes]) -> None:
    item: Item | None = None
    writer: Writer | None = None
    try:
        for letter, body in _frames(pipe):
            if letter == b"H":
                item = _item(body, local)
                body["locked"] = body["locked"] or (item is not None and item.raw in locked)
                wanted = item is not None and store.add(node, item) and _wanted(item, body, store)
                writer = Writer(store, node, item) if wanted and item is not None else None
            elif letter == b"D":
                if writer is None or writer.over:
                    store.decode(node, len(body))
                else:
                    writer.write(body)
            elif letter == b"E":
                _end(writer, item, body, store)
                writer = None
            else:
                _closed(body, node)
    except DAMAGED as error:
        if item is not None and writer is not None:
            item.fail("corrupt", "the archive is damaged inside it")
        if not node.items:
            raise
        node.problem("corrupt", f"it cannot be read further: {visible(str(error))[:SHOWN]}")
    finally:
        if writer is not None:
            writer.discard()


def _item(body: dict[str, Any], local: bool) -> Item | None:
    """The member, or None for a folder."""
    if stat.S_ISDIR(body["mode"]):
        return None
    seconds = body["time"]
    written = None if seconds is None else _local(seconds) if local else utc(seconds)
    item = Item(bytes.fromhex(body["name"]) or b"(no name)", written)
    item.stated = None if body["size"] is None else max(0, int(body["size"]))
    return item


def _local(seconds: int) -> str:
    """The stored local time, which the library took for UTC."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (OverflowError, ValueError, OSError):
        return str(int(seconds))


def _wanted(item: Item, body: dict[str, Any], store: Store) -> bool:
    if body["locked"]:
        item.fail("encrypted", "protected by a password")
    elif body["link"] is not None:
        target = bytes.fromhex(body["link"]).decode("utf-8", "replace")
        item.fail("skipped:link", f"a link to {visible(target)[:SHOWN]}")
    elif stat.S_IFMT(body["mode"]) not in (0, stat.S_IFREG):
        item.fail("skipped:special", "a device, pipe or socket")
    elif item.stated is not None and item.stated > store.limits.member:
        item.fail("over-limit", f"{item.stated} bytes, more than {store.limits.member}")
    return item.status == "ok"


def _end(writer: Writer | None, item: Item | None, body: dict[str, Any], store: Store) -> None:
    fault = visible(str(body["fault"]))[:SHOWN]
    if writer is None or item is None:
        return
    if not fault and not writer.over and item.stated not in (None, writer.size):
        fault = f"{writer.size} bytes come out where {item.stated} are stated"
    if not fault:
        writer.finish()
        return
    writer.discard()
    if item.status == "ok":
        locked = any(word in fault.lower() for word in _LOCKED)
        named = "unsupported" if "unsupported" in fault.lower() or "not supported" in fault.lower() else "corrupt"
        item.fail("encrypted" if locked else named, fault)


def _closed(body: dict[str, Any], node: Node) -> None:
    fault = visible(str(body["fault"]))[:SHOWN]
    if not fault:
        return
    if body["locked"] is True or any(word in fault.lower() for word in _LOCKED):
        if not node.items:
            raise Encrypted("its list of members is protected by a password")
        node.problem("encrypted", fault)
    elif not node.items:
        raise Broken(fault)
    else:
        node.problem("corrupt", f"it cannot be read further: {fault}")
