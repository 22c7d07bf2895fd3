"""Packed scores (mxl, mscz): a zip with one score in it. Only that one member is unpacked, and no more than allowed."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from appraisal.errors import Encrypted, OverLimit, Unreadable
from comparators.audio.music.heard import MOST_BYTES

MOST_MEMBERS = 10_000
ROOT = "META-INF/container.xml"
SCORES = (".mscx", ".musicxml", ".xml")


def unpack(file: str, data: bytes) -> bytes:
    """The score inside. Raises ``Unreadable``, ``Encrypted`` or ``OverLimit`` naming the file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS:
                raise OverLimit(f"{file}: a packed score with more than {MOST_MEMBERS} members: check the file")
            held = {info.filename: info for info in infos}
            name = _root(file, archive, held)
            if name not in held:
                raise Unreadable(f"{file}: a packed score without a score inside: check the file")
            return _member(file, archive, held[name])
    # NotImplementedError is zipfile's, of packings that it lacks.
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, LookupError) as error:
        raise Unreadable(f"{file}: a packed score that cannot be unpacked ({error}): receive it again") from error


def _member(file: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1:
        raise Encrypted(f"{file}: a packed score that is protected by a password: hand in one without")
    with archive.open(info) as stream:
        body = stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise OverLimit(f"{file}: the packed score unpacks to more than {MOST_BYTES} bytes: hand in a part of it")
    return body


def _root(file: str, archive: zipfile.ZipFile, held: dict[str, zipfile.ZipInfo]) -> str:
    """The member that the container names; else the first that is named as a score."""
    if ROOT in held:
        for node in parse(file, _member(file, archive, held[ROOT])).iter("{*}rootfile"):
            path = str(node.get("full-path", ""))
            if path.lower().endswith(SCORES) and path in held:
                return path
    named = sorted(name for name in held if name.lower().endswith(SCORES) and not name.startswith("META-INF/"))
    return named[0] if named else ""


def parse(file: str, data: bytes) -> etree._Element:
    """XML without entities, network and giants. Raises ``Unreadable`` naming the file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"{file}: not well-formed XML ({error}): receive it again") from error
    if root is None:
        raise Unreadable(f"{file}: not well-formed XML (empty): receive it again")
    return root


def text(node: etree._Element, path: str) -> str:
    """The text of the first such child, without spaces around it; empty where there is none."""
    found = node.find(path)
    return "" if found is None or found.text is None else str(found.text).strip()


def whole(value: str, otherwise: int = 0) -> int:
    """A whole number of at most nine digits; ``otherwise`` for anything else."""
    try:
        return int(value) if len(value) <= 10 else otherwise
    except ValueError:
        return otherwise
