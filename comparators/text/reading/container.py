"""Documents that are zips of XML (docx, odt, epub): members read under caps, XML without entities or network."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import unquote

from appraisal.errors import Encrypted, OverLimit, Unreadable
from appraisal.extract import zips
from appraisal.extract.kinds import ERRORS
from appraisal.extract.store import Stop
from appraisal.work import Member

MOST_MEMBERS = 20_000
MOST_PART = 128 << 20  # bytes of one part
MOST_TOTAL = 512 << 20  # bytes of all parts that are read
RATIO, RATIO_FLOOR = 250, 8 << 20  # bytes out per byte in, looked at once more than the floor came out
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file: Word 97, or a document under a password
BESIDE = "and hand that in beside the original"


class Container:
    """An open document; a context manager. ``kind`` is its format in errors.

    Opening raises ``Unreadable`` when it is no zip, ``Encrypted`` when it is one under a password.
    """

    def __init__(self, member: Member, kind: str) -> None:
        self.file, self.kind = member.file, kind
        self._stream: IO[bytes] = member.path.open("rb")
        self._total = 0
        self._records: dict[str, zips.Record] = {}
        try:
            self._open(member.path)
        except BaseException:
            self._stream.close()
            raise

    def _open(self, path: Path) -> None:
        head = self._stream.read(8)
        if head == OLE:
            raise closed_by(path, self.file)
        if head[:2] != b"PK":
            raise Unreadable(f"{self.file}: no {self.kind}, though its name says so: its first bytes are {head!r}")
        try:
            for record in zips.directory(self._stream, 16 << 20):
                name = record.name.decode("utf-8", "replace").replace("\\", "/").lstrip("/")
                if len(self._records) >= MOST_MEMBERS:
                    raise OverLimit(f"{self.file}: more than {MOST_MEMBERS} parts")
                self._records.setdefault(name, record)
        except Stop as error:
            raise OverLimit(f"{self.file}: its list of parts is too long ({error})") from error
        except ERRORS as error:
            raise Unreadable(f"{self.file}: a damaged {self.kind}: {error}: save it anew {BESIDE}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._stream.close()

    def __contains__(self, name: str) -> bool:
        return name in self._records

    def names(self) -> Iterator[str]:
        """Names of all parts, as stored."""
        yield from self._records

    def read(self, name: str) -> bytes:
        """Bytes of one part. ``Unreadable`` when it is not there or damaged, ``OverLimit`` above a cap."""
        record = self._records.get(name)
        if record is None:
            raise Unreadable(f"{self.file}: a damaged {self.kind}: it lacks {name}: save it anew {BESIDE}")
        if record.encrypted:
            raise Encrypted(f"{self.file}: {name} is under a password: save it without one {BESIDE}")
        chunks: list[bytes] = []
        size = 0
        try:
            for chunk in zips.contents(self._stream, record):
                size += len(chunk)
                self._capped(name, size, record.packed, len(chunk))
                chunks.append(chunk)
        except zips.Unsupported as error:
            raise Unreadable(f"{self.file}: {name} is packed in a way that is not read ({error})") from error
        except ERRORS as error:
            raise Unreadable(f"{self.file}: {name} is damaged ({error}): save the work anew {BESIDE}") from error
        return b"".join(chunks)

    def _capped(self, name: str, size: int, packed: int, more: int) -> None:
        self._total += more
        if size > MOST_PART or self._total > MOST_TOTAL:
            raise OverLimit(f"{self.file}: {name} unpacks to more than {MOST_PART} bytes, or all parts to {MOST_TOTAL}")
        if size > RATIO_FLOOR and size > RATIO * max(packed, 1):
            raise OverLimit(f"{self.file}: {name} unpacks to more than {RATIO} times its size: a zip bomb is not read")

    def xml(self, name: str) -> Any:
        """Root element of one part (lxml); see ``parsed``."""
        return parsed(self.read(name), f"{self.file}: {name}")

    def resolved(self, base: str, target: str) -> str:
        """A relation's target, seen from the part ``base``, as a name of a part; fragments fall away."""
        target = unquote(target.split("#", 1)[0])
        joined = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
        return posixpath.normpath(joined)


def parsed(data: bytes, name: str) -> Any:
    """Root element of XML that declares nothing of its own. ``Unreadable`` for damage, and for a DOCTYPE: no document
    format has one, and entities can make a small file grow without end or name other files."""
    from lxml import etree

    if b"<!DOCTYPE" in data[:65536] or b"<\x00!\x00D\x00O\x00C\x00" in data[:65536]:
        raise Unreadable(f"{name} declares a DOCTYPE, which no document of this format does: it is not read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{name} is damaged XML ({error.msg}): save the work anew {BESIDE}") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(f"{name} declares a DOCTYPE, which no document of this format does: it is not read")
    return root


def closed_by(path: Path, file: str) -> Unreadable | Encrypted:
    """The error for a compound file: an Office document under a password, or one of before 2007."""
    with path.open("rb") as stream:
        data = stream.read(16 << 20)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Encrypted(f"{file}: under a password: open it with the password, save it without one {BESIDE}")
    return Unreadable(f"{file}: a document of Word 97–2003, which is not read: save it as .docx {BESIDE}")


def local(element: Any) -> str:
    """Name of an element without its namespace; empty for entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Value of an attribute, whatever namespace it is in."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
