"""Works as handed in: a file or a folder, read only, named by digest."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from appraisal.errors import MaterialError, OverLimit

CHUNK = 1 << 20
MAX_MEMBERS = 200_000


class Medium(StrEnum):
    TEXT = "text"
    CODE = "code"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    SCORE = "score"
    SOFTWARE = "software"


SUFFIXES: Mapping[Medium, frozenset[str]] = {
    Medium.TEXT: frozenset(
        ["txt", "md", "markdown", "rst", "text", "srt", "ass", "lrc", "tex", "html", "htm", "csv", "tsv"]
    ),
    Medium.CODE: frozenset(
        [
            "py",
            "pyw",
            "java",
            "c",
            "h",
            "cc",
            "cpp",
            "cxx",
            "hpp",
            "hh",
            "cs",
            "js",
            "mjs",
            "ts",
            "tsx",
            "jsx",
            "go",
            "rs",
            "php",
            "lua",
            "kt",
            "kts",
            "sql",
            "sh",
            "bash",
            "rb",
            "pl",
            "swift",
            "scala",
            "m",
            "mm",
            "vb",
            "pas",
            "asm",
            "s",
            "gd",
            "glsl",
            "hlsl",
        ]
    ),
    Medium.IMAGE: frozenset(
        ["png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "webp", "tga", "ppm", "pgm", "pbm", "ico"]
    ),
    Medium.VIDEO: frozenset(["mp4", "mkv", "avi", "mov", "webm", "flv", "wmv", "mpg", "mpeg", "m4v"]),
    Medium.AUDIO: frozenset(["wav", "flac", "ogg", "oga", "opus", "mp3", "m4a", "aac", "wma", "aiff", "aif"]),
    Medium.SCORE: frozenset(["mid", "midi", "musicxml", "mxl", "mscx", "mscz", "abc", "krn"]),
    Medium.SOFTWARE: frozenset(
        ["exe", "dll", "so", "dylib", "sys", "elf", "o", "obj", "lib", "apk", "jar", "pak", "pk3", "wad", "msi", "asar"]
    ),
}
_BY_SUFFIX = {suffix: medium for medium, suffixes in SUFFIXES.items() for suffix in suffixes}
MAGIC: tuple[tuple[bytes, Medium], ...] = (
    (b"\x89PNG\r\n\x1a\n", Medium.IMAGE),
    (b"\xff\xd8\xff", Medium.IMAGE),
    (b"GIF8", Medium.IMAGE),
    (b"BM", Medium.IMAGE),
    (b"II*\x00", Medium.IMAGE),
    (b"MM\x00*", Medium.IMAGE),
    (b"MThd", Medium.SCORE),
    (b"fLaC", Medium.AUDIO),
    (b"OggS", Medium.AUDIO),
    (b"ID3", Medium.AUDIO),
    (b"\x7fELF", Medium.SOFTWARE),
    (b"MZ", Medium.SOFTWARE),
)


def guess_medium(name: str, head: bytes = b"") -> Medium | None:
    """Medium of one file by its first bytes, then by its name; None when neither says."""
    if head[:4] == b"RIFF" and len(head) >= 12:
        kind = head[8:12]
        return {b"WAVE": Medium.AUDIO, b"WEBP": Medium.IMAGE, b"AVI ": Medium.VIDEO}.get(kind)
    for magic, medium in MAGIC:
        if len(magic) > 2 and head.startswith(magic):
            return medium
    by_name = _BY_SUFFIX.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None
    if by_name is not None:
        return by_name
    for magic, medium in MAGIC:
        if head.startswith(magic):
            return medium
    if head and b"\x00" not in head[:512]:
        return Medium.TEXT
    return None


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a work. ``file`` is the name that spans use; ``path`` is where its bytes lie now (never evidence)."""

    file: str
    path: Path
    size: int
    sha256: str
    medium: Medium | None

    def head(self, size: int = 4096) -> bytes:
        with self.path.open("rb") as stream:
            return stream.read(size)

    def bytes(self, limit: int | None = None) -> bytes:
        """All bytes; ``OverLimit`` when the file is larger than ``limit``."""
        if limit is not None and self.size > limit:
            raise OverLimit(f"{self.file}: {self.size} bytes is more than the limit of {limit}")
        return self.path.read_bytes()


def digest_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size of one regular file."""
    state = hashlib.sha256()
    size = 0
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            state.update(chunk)
            size += len(chunk)
    return state.hexdigest(), size


def manifest_digest(members: Mapping[str, str]) -> str:
    """Digest of a folder: SHA-256 over the sorted lines ``<sha256>  <file>`` (the form ``sha256sum`` writes)."""
    state = hashlib.sha256()
    for file in sorted(members):
        name = file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        state.update(
            (("\\" if name != file else "") + members[file] + "  " + name + "\n").encode("utf-8", "surrogateescape")
        )
    return state.hexdigest()


def display_name(relative: Path) -> str:
    """Member name for spans: POSIX separators; undecodable bytes as \\udcXX escapes made visible."""
    return relative.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def walk(root: Path) -> Iterator[Path]:
    """Regular files under ``root`` in sorted order. Symbolic links, devices, sockets are not followed: named errors."""
    for entry in sorted(os.scandir(root), key=lambda e: os.fsencode(e.name)):
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            yield from walk(Path(entry.path))
        else:
            yield Path(entry.path)


@dataclass(frozen=True)
class Work:
    """A copy as handed in. ``members`` are sorted by name; ``skipped`` lists what nothing may follow."""

    label: str
    root: Path
    medium: Medium | None
    members: tuple[Member, ...]
    sha256: str
    is_folder: bool
    skipped: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def open(cls, path: str | Path, *, label: str = "", medium: Medium | None = None) -> Work:
        """Read names, sizes and digests of a file or folder. Raises ``MaterialError`` naming what is wrong."""
        root = Path(path)
        label = label or display_name(Path(root.name or str(root)))
        try:
            mode = root.stat().st_mode
        except OSError as error:
            raise MaterialError(f"{label}: cannot be opened ({error.strerror}): check the path") from error
        if stat.S_ISREG(mode):
            member = _member(root, display_name(Path(root.name)), medium)
            return cls(label, root, medium or member.medium, (member,), member.sha256, False)
        if not stat.S_ISDIR(mode):
            raise MaterialError(f"{label}: neither a file nor a folder")
        members: list[Member] = []
        skipped: list[tuple[str, str]] = []
        for file in walk(root):
            name = display_name(file.relative_to(root))
            if not stat.S_ISREG(file.lstat().st_mode):
                skipped.append((name, "link" if file.is_symlink() else "special"))
                continue
            try:
                members.append(_member(file, name, medium))
            except MaterialError as error:
                skipped.append((name, error.reason))
            if len(members) > MAX_MEMBERS:
                raise OverLimit(f"{label}: more than {MAX_MEMBERS} files: split the work")
        members.sort(key=lambda m: m.file)
        if not members:
            raise MaterialError(f"{label}: the folder holds no readable file")
        sha256 = manifest_digest({m.file: m.sha256 for m in members})
        return cls(label, root, medium, tuple(members), sha256, True, tuple(skipped))

    @cached_property
    def by_file(self) -> Mapping[str, Member]:
        return {member.file: member for member in self.members}

    def media(self) -> frozenset[Medium]:
        """Media present among the members."""
        return frozenset(m.medium for m in self.members if m.medium is not None)

    def only(self, media: frozenset[Medium]) -> tuple[Member, ...]:
        """Members that a comparator of these media reads."""
        return tuple(m for m in self.members if m.medium in media)


def _member(path: Path, name: str, medium: Medium | None) -> Member:
    try:
        sha256, size = digest_file(path)
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise MaterialError(f"{name}: cannot be read ({error.strerror})") from error
    return Member(name, path, size, sha256, medium or guess_medium(name, head))
