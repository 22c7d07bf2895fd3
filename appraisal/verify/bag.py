"""A bundle as BagIt 1.0 (RFC 8493) has it: every file against its manifests, and nothing beside them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from appraisal import digests, procedure
from appraisal.verify.logs import regular
from appraisal.verify.outcome import Answer, Remark
from appraisal.work import display_name, walk

DECLARATION, INFO = "bagit.txt", "bag-info.txt"
PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
CASE = "data/case"
VERSION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LEFT_OUT = "Closed-Part: left out"
_LINE = re.compile(rb"(?P<sha256>[0-9a-fA-F]{64})[ \t]+(?P<name>[^\r\n]+)\n")
_PERCENT = re.compile(rb"%(0[AaDd]|25)")


def escaped(name: str) -> bytes:
    """A name as a manifest has it: bytes, with %, LF and CR percent-encoded."""
    raw = os.fsencode(name)
    return raw.replace(b"%", b"%25").replace(b"\n", b"%0A").replace(b"\r", b"%0D")


def _unescaped(raw: bytes) -> str:
    return os.fsdecode(_PERCENT.sub(lambda found: bytes.fromhex(found[1].decode()), raw))


def left_out(root: Path) -> frozenset[str]:
    """Logs that the bundle says it does not hold."""
    if not regular(root, INFO):
        return frozenset()
    lines = (root / INFO).read_text("utf-8", "replace").split("\n")
    return frozenset((procedure.CLOSED,)) if LEFT_OUT in lines else frozenset()


def check(root: Path) -> tuple[list[Remark], dict[str, str], int]:
    """What of a bundle does not hold; SHA-256 of the case's files as they are, by path below the case; files seen."""
    remarks: list[Remark] = []
    if (root / DECLARATION).read_bytes() != VERSION:
        remarks.append(Remark(Answer.FAILS, "bag-form", DECLARATION))
    wanted: dict[str, str] = {}
    for manifest in (PAYLOAD, TAGS):
        if not regular(root, manifest):
            remarks.append(Remark(Answer.FAILS, "missing", manifest))
            continue
        with (root / manifest).open("rb") as stream:
            for number, line in enumerate(stream, 1):
                name, sha256 = _read(line)
                of_payload = name.startswith("data/")
                if not sha256 or name in wanted or of_payload is not (manifest == PAYLOAD):
                    remarks.append(Remark(Answer.FAILS, "manifest-line", manifest, number))
                else:
                    wanted[name] = sha256
    for name in (DECLARATION, INFO, PAYLOAD):
        if name not in wanted and (root / TAGS).exists():
            remarks.append(Remark(Answer.FAILS, "bag-form", TAGS, detail=name))
    there = set(_files(root, remarks))
    known = _compared(root, {name: wanted[name] for name in sorted(wanted) if name in there}, remarks)
    for name in sorted(wanted.keys() - there):
        remarks.append(Remark(Answer.FAILS, "missing", display_name(Path(name))))
    for name in sorted(there - wanted.keys() - {TAGS}):
        remarks.append(Remark(Answer.FAILS, "unrecorded", display_name(Path(name))))
    return remarks, known, len(there)


def _read(line: bytes) -> tuple[str, str]:
    parts = _LINE.fullmatch(line)
    name = _unescaped(parts["name"]) if parts else ""
    if parts is None or "\x00" in name or {"", ".", ".."} & set(name.split("/")):
        return "", ""
    return name, parts["sha256"].decode().lower()


def _files(root: Path, remarks: list[Remark]) -> Iterator[str]:
    unlisted: list[tuple[Path, str]] = []
    for path in walk(root, unlisted):
        name = path.relative_to(root).as_posix()
        if stat.S_ISREG(path.lstat().st_mode):
            yield name
        else:
            what = "link" if path.is_symlink() else "special"
            remarks.append(Remark(Answer.FAILS, what, display_name(Path(name))))
    for path, reason in unlisted:
        remarks.append(Remark(Answer.FAILS, "not-readable", display_name(path.relative_to(root)), detail=reason))


def _compared(root: Path, wanted: dict[str, str], remarks: list[Remark]) -> dict[str, str]:
    known: dict[str, str] = {}
    for path, sha256, found in digests.check_files((root / name, sha256) for name, sha256 in wanted.items()):
        name = path.relative_to(root).as_posix()
        if not isinstance(found, str):
            remarks.append(Remark(Answer.FAILS, "not-readable", display_name(Path(name)), detail=str(found)))
            continue
        if found != sha256:
            by = PAYLOAD if name.startswith("data/") else TAGS
            remarks.append(Remark(Answer.FAILS, "altered", display_name(Path(name)), detail=by))
        if name.startswith(f"{CASE}/"):
            known[name.removeprefix(f"{CASE}/")] = found
    return known
