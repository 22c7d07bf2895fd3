"""``digests/LABEL.tsv`` of a case: the four digests of each file of a work, as received."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from appraisal.digests import Digests
from appraisal.errors import CaseError

HEADER = b"sha256\tsm3\tsha1\tmd5\tbytes\tname"
_LINE = re.compile(
    rb"(?P<escaped>\\?)(?P<sha256>[0-9a-f]{64})\t(?P<sm3>[0-9a-f]{64})\t(?P<sha1>[0-9a-f]{40})\t(?P<md5>[0-9a-f]{32})\t"
    rb"(?P<size>0|[1-9][0-9]{0,18})\t(?P<name>.+)",
    re.DOTALL,
)
_ESCAPES = {b"\\\\": b"\\", b"\\n": b"\n", b"\\r": b"\r"}
_ESCAPE = re.compile(rb"\\(?:[\\nr])?", re.DOTALL)


def write_table(rows: Iterable[tuple[str, Digests]]) -> bytes:
    """The canonical table of (name, digests): a head, then a line a file, sorted by the bytes of the names.

    Columns end with tabs. Names are relative with slashes; as ``sha256sum`` does, a line whose name holds a backslash
    or the end of a line begins with a backslash and has it written ``\\\\``, ``\\n`` or ``\\r``.
    """
    lines = []
    for name, found in rows:
        raw = _raw(name)
        escaped = raw.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
        fields = (found.sha256, found.sm3, found.sha1, found.md5, str(found.size))
        lines.append((raw, (b"\\" if escaped != raw else b"") + "\t".join(fields).encode() + b"\t" + escaped))
    lines.sort()
    for (before, _), (raw, _) in pairwise(lines):
        if before == raw:
            raise CaseError(f"digests: {raw!r} is named twice")
    return b"\n".join([HEADER, *(line for _, line in lines), b""])


def _raw(name: str) -> bytes:
    """A name as bytes; ``CaseError`` when it cannot be that of a file below a folder."""
    raw = name.encode("utf-8", "surrogateescape")
    if not raw or b"\x00" in raw or {b"", b".", b".."} & set(raw.split(b"/")):
        raise CaseError(f"digests: {raw!r} is no name of a file below a folder")
    return raw


def read_table(data: bytes, *, where: str) -> tuple[tuple[str, Digests], ...]:
    """What ``write_table`` wrote; ``CaseError`` names ``where`` and the first line that it would not write so."""
    head, *lines = data.split(b"\n")
    if head != HEADER:
        raise CaseError(f"{where} line 1: not the head of a table of digests: restore the file")
    if not lines or lines.pop() != b"":
        raise CaseError(f"{where} line {len(lines) + 2}: cut off: restore the file")
    rows: list[tuple[str, Digests]] = []
    last = b""
    for number, line in enumerate(lines, 2):
        found = _LINE.fullmatch(line)
        try:
            if found is None:
                raise CaseError("not five columns of digits and a name")
            name = _unescaped(found["name"], bool(found["escaped"]))
            _raw(name.decode("utf-8", "surrogateescape"))
        except CaseError as error:
            raise CaseError(f"{where} line {number}: {error}: restore the file") from error
        if name <= last:
            raise CaseError(f"{where} line {number}: {name!r} is named twice or out of order: restore the file")
        last = name
        md5, sha1, sha256, sm3 = (found[column].decode() for column in ("md5", "sha1", "sha256", "sm3"))
        rows.append((name.decode("utf-8", "surrogateescape"), Digests(md5, sha1, sha256, sm3, int(found["size"]))))
    return tuple(rows)


def _unescaped(name: bytes, escaped: bool) -> bytes:
    if not escaped and (b"\\" in name or b"\r" in name):
        raise CaseError("a backslash or the end of a line stands in a name that is not escaped")
    if not escaped:
        return name
    odd = [piece for piece in _ESCAPE.findall(name) if piece not in _ESCAPES]
    if odd or b"\\" not in name or b"\r" in name:
        raise CaseError("its name is not escaped as sha256sum does")
    return _ESCAPE.sub(lambda piece: _ESCAPES[piece[0]], name)
