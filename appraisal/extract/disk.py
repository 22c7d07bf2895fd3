"""Disk images: what tells one, which file systems it holds, and the way of their files to the store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from appraisal.extract import exfat, ext, fat, iso, ntfs
from appraisal.extract.ewf import LATER, Ewf, segment_of
from appraisal.extract.kinds import ERRORS
from appraisal.extract.listing import Image, Origin, Part, Stated
from appraisal.extract.names import SHOWN, visible
from appraisal.extract.partitions import BARE, Partition, Table, table
from appraisal.extract.store import Item, Node, Steps, Stop, Store
from appraisal.extract.volume import Area, Damaged, FileSystem, Foreign, Found, RawFile, Report, Source

IMAGES = frozenset(("disk", "ewf", "iso"))
EXTENTS = 1 << 20  # pieces of files that are compared to find those that share bytes
TELLING = 1_000_000  # steps to tell whether a file is an image
Probe = Callable[[Area], FileSystem]


class Unknown(Exception):
    """Nothing that is known stands there."""


def _boot(head: bytes) -> bool:
    return head[510:512] == b"\x55\xaa" and head[:1] in (b"\xeb", b"\xe9")


_READ: tuple[tuple[str, Callable[[bytes], bool], Probe], ...] = (
    ("NTFS", lambda head: head[3:11] == b"NTFS    ", ntfs.probe),
    ("exFAT", lambda head: head[3:11] == b"EXFAT   ", exfat.probe),
    ("FAT", lambda head: _boot(head) and head[3:11] not in (b"NTFS    ", b"EXFAT   "), fat.probe),
    ("ext", lambda head: head[1080:1082] == b"\x53\xef", ext.probe),
)
# (name, offset, magic, reason): what is named where it is found, and not read.
_NAMED: tuple[tuple[str, int, bytes, str], ...] = (
    ("BitLocker", 3, b"-FVE-FS-", "encrypted"),
    ("LUKS", 0, b"LUKS\xba\xbe", "encrypted"),
    ("ReFS", 3, b"ReFS\x00\x00\x00\x00", "unsupported"),
    ("XFS", 0, b"XFSB", "unsupported"),
    ("APFS", 32, b"NXSB", "unsupported"),
    ("LVM", 512, b"LABELONE", "unsupported"),
    ("HFS+", 1024, b"H+\x00\x04", "unsupported"),
    ("HFS+", 1024, b"HX\x00\x05", "unsupported"),
    ("F2FS", 1024, b"\x10\x20\xf5\xf2", "unsupported"),
    ("SquashFS", 0, b"hsqs", "unsupported"),
    ("Btrfs", 0x10040, b"_BHRfS_M", "unsupported"),
    ("Linux swap", 4086, b"SWAPSPACE2", "empty"),
)


def recognise(area: Area) -> FileSystem:
    """The file system that fills ``area``.

    Raises ``Foreign`` for one that is known and not read, ``Damaged`` for one whose mark is there and whose structures
    are not, ``Unknown`` where there is no mark of any.
    """
    head = area.source.read(area.start, min(4096, area.size))
    found: list[FileSystem] = []
    fault: Exception | None = None
    for name, marked, probe in _READ:
        if not marked(head):
            continue
        try:
            found.append(probe(area))
        except Damaged as error:
            fault = fault or Damaged(f"marked as {name}, but {error}")
        except Foreign as error:
            fault = error
    if len(found) > 1:
        also = " and ".join(other.name for other in found[1:])
        first = found[0]
        note = f"it can also be read as {also}, which was not done"
        return FileSystem(first.name, first.clock, first.files, first.label, f"{first.note}; {note}".lstrip("; "))
    if found:
        return found[0]
    for name, offset, magic, reason in _NAMED:
        if area.source.read(area.start + offset, len(magic)) == magic:
            if reason == "empty":
                raise Foreign(f"{name}, which holds no files", reason)
            raise Foreign(f"{name}, which is not read here", reason)
    raise fault or Unknown("no file system that is known")


def image_kind(path: Path) -> str | None:
    """disk, ewf or iso; None when no file system is found, whatever the first bytes look like."""
    with path.open("rb") as stream:
        head = stream.read(13)
        if segment_of(head) == 1 or head[:8] in LATER:
            return "ewf"
        source = RawFile(stream)
        if iso.marked(source):
            return "iso"
        steps = Steps(TELLING)
        with suppress(Stop, *ERRORS):
            if _holds(source, 0, source.size, steps):
                return "disk"
            found = table(source)
            if found is not None and found.kind == "GPT":
                return "disk"
            if found is not None and any(_holds(source, p.start, p.size, steps) for p in found.partitions):
                return "disk"
    return None


def _holds(source: Source, start: int, size: int, steps: Steps) -> bool:
    try:
        recognise(Area(source, start, size, steps))
    except Foreign:
        return True
    except (Damaged, Unknown):
        return False
    return True


@dataclass(slots=True)
class _Reading:
    """One file system on its way to the store."""

    area: Area
    part: str
    system: FileSystem
    node: Node
    store: Store
    done: dict[tuple[int, str], Item] = field(default_factory=dict)
    extents: list[tuple[int, int, Item]] = field(default_factory=list)

    def take(self, found: Found) -> None:
        """List one file and put its contents into the store; what goes wrong becomes its status."""
        item = Item(b"", found.modified)
        prefix = f"{self.part}/" if self.part else ""
        if isinstance(found.name, bytes):
            item.raw = prefix.encode() + found.name
        else:
            item.raw = (prefix + found.name).encode("utf-8", "backslashreplace")
            item.decoded = item.raw.decode(), found.encoding, found.raw.hex() if found.raw is not None else None
        item.origin = Origin(self.part, self.system.name, found.number, found.created, found.accessed, found.changed)
        if not self.store.add(self.node, item):
            return
        if found.status != "ok":
            item.fail(found.status, visible(found.message))
            return
        before = self.done.get(found.key) if found.key is not None else None
        if before is not None:
            item.size, item.sha256, item.maybe_archive = before.size, before.sha256, before.maybe_archive
            item.message = "another name of a file that is listed above (a hard link)"
            return
        if found.size > self.store.limits.member:
            item.fail("over-limit", f"{found.size} bytes, more than {self.store.limits.member}")
            return
        try:
            self._put(found, item)
        except ERRORS as error:
            item.fail("corrupt", visible(str(error))[:SHOWN] or type(error).__name__)
        if found.key is not None and item.sha256 is not None:
            self.done[found.key] = item

    def _put(self, found: Found, item: Item) -> None:
        if found.inline is not None:
            self.store.put(self.node, item, (found.inline,), len(found.inline))
            return
        runs = found.runs() if found.runs is not None else ()
        stored = [(at, at + length) for at, length in runs if at is not None]
        if len(self.extents) + len(stored) <= EXTENTS:
            self.extents += [(start, end, item) for start, end in stored]
        allocated = sum(end - start for start, end in stored)
        self.store.put(self.node, item, self.area.contents(runs, found.size), allocated)

    def crossings(self) -> None:
        """Say of files that share bytes of the medium that they do. Which of them is right is not known."""
        reached, before = 0, None
        for start, end, item in sorted(self.extents, key=lambda e: (e[0], e[1])):
            if before is not None and start < reached and item is not before:
                for one in (item, before):
                    one.message = one.message or "it shares bytes of the medium with another file (crossed links)"
            if end > reached:
                reached, before = end, item


def read_image(path: Path, node: Node, store: Store) -> None:
    """All files of all file systems of an image into the store; what is wrong with it into ``node.problems``."""
    with ExitStack() as stack:
        stream = stack.enter_context(path.open("rb"))
        if (later := LATER.get(stream.read(8))) is not None:
            node.problem("unsupported", f"an image of the kind {later}, which is not read here")
            return
        digests: tuple[Stated, ...] = ()
        notes: tuple[tuple[str, str], ...] = ()
        source: RawFile | Ewf = RawFile(stream)
        if node.kind == "ewf":
            source = Ewf(path, stack, lambda size: store.decode(node, size))
            digests, notes = _digests(source, node, store), tuple(source.notes.items())
        disc = iso.marked(source)
        found = None if disc else _table(source, store.steps)
        parts: list[Part] = []
        form = {"ewf": "E01", "iso": "ISO 9660"}.get(node.kind, "raw")
        sector = source.sector if isinstance(source, Ewf) else found.sector if found else 2048 if disc else 512
        kind = found.kind if found else ""
        for fault in found.faults if found else ():
            node.problem("corrupt", fault)
        try:
            for one in found.partitions if found else (Partition(0, 0, source.size, ""),):
                _read_part(source, one, disc, parts, node, store)
        finally:
            node.image = Image("", form, source.size, sector, kind, tuple(parts), digests, notes)


def _table(source: Source, steps: Steps) -> Table | None:
    """The partition table; None when a file system fills the whole medium, or nothing is found at all."""
    with suppress(Damaged, Unknown, Foreign):
        recognise(Area(source, 0, source.size, steps))
        return None
    return table(source)


def _digests(source: Ewf, node: Node, store: Store) -> tuple[Stated, ...]:
    """The stored digests beside those of the bytes, where the medium is not over the cap on bytes."""
    for fault in source.faults:
        node.problem("corrupt", fault)
    computed: dict[str, str] = {}
    if not source.stored:
        return ()
    if store.digested + source.size <= store.limits.total:  # else they stay unchecked: no reason to refuse its files
        store.digested += source.size
        counted, source.count = source.count, lambda size: None
        try:
            computed = source.digests()
        except Damaged as error:
            node.problem("corrupt", f"its stored digests cannot be checked: {error}")
        finally:
            source.count = counted
    for name, value in source.stored.items():
        if name in computed and computed[name] != value:
            node.problem("corrupt", f"it states the {name} {value}, its bytes give {computed[name]}")
    return tuple(Stated(name, value, computed.get(name)) for name, value in source.stored.items())


def _read_part(source: Source, one: Partition, disc: bool, parts: list[Part], node: Node, store: Store) -> None:
    name = f"p{one.number}" if one.number else ""
    where = f"{name}: " if name else ""
    area = Area(source, one.start, min(one.size, max(0, source.size - one.start)), store.steps)
    status, message, system = "ok", "", None
    try:
        system = iso.probe(area) if disc else recognise(area)
        message = system.note
    except Foreign as error:
        status, message = error.reason, str(error)
    except Damaged as error:
        status, message = "corrupt", str(error)
    except Unknown as error:
        status, message = ("empty" if one.type in BARE else "unsupported"), str(error)
    if status in ("encrypted", "unsupported", "corrupt"):
        node.problem(status, visible(f"{where}{message}")[:SHOWN])
    shown = visible(one.name or (system.label if system else ""))
    parts.append(
        Part(
            name, one.start, one.size, one.type, shown, system.name if system else "", system.clock if system else "",
            status, visible(message)[: 2 * SHOWN],
        )
    )  # fmt: skip
    if system is None:
        return
    reading = _Reading(area, name, system, node, store)
    report = Report(lambda reason, text: node.problem(reason, visible(f"{where}{text}")[: 4 * SHOWN]))
    try:
        for found in system.files(report):
            reading.take(found)
    except Damaged as error:
        report("corrupt", str(error))
    finally:
        report.finish()
        reading.crossings()
