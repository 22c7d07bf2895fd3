"""The wheelhouse: what has to be installed elsewhere to render and compute the same, as wheels with their digests."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, entry_points
from pathlib import Path
from urllib.parse import unquote, urlparse

from appraisal import registry
from appraisal.archive.pieces import Piece, made, taken
from appraisal.errors import CaseError

OWN = "copyright-appraisal"
FOLDER = "data/wheelhouse"
LOCK = "lock.txt"
FONTS = "pylopdf-fonts-zh-cn"
_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_WHEEL = re.compile(r"([A-Za-z0-9][A-Za-z0-9._]*)-([A-Za-z0-9][A-Za-z0-9._+!]*)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl")
_STAMP = (2020, 2, 2, 0, 0, 0)  # as builders of wheels stamp them


@dataclass(frozen=True, slots=True)
class Software:
    """One distribution that the results rest on; ``wheels``: file names in the wheelhouse, none where it is lacking."""

    name: str
    version: str
    wheels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wheelhouse:
    software: tuple[Software, ...]
    pieces: tuple[Piece, ...]

    @property
    def lacking(self) -> tuple[Software, ...]:
        return tuple(one for one in self.software if not one.wheels)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed() -> tuple[Software, ...]:
    """This program, the packages that bring methods and formats, and what they require, as installed here."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, str]] = [(name, "") for name in _roots()]
    seen: set[tuple[str, str]] = set()
    while waiting:
        name, extra = waiting.pop()
        if (canonical(name), extra) in seen:
            continue
        seen.add((canonical(name), extra))
        try:
            held = distribution(name)
        except PackageNotFoundError:  # for another system, or not installed here and so not used
            continue
        found[canonical(name)] = held.version
        waiting += _requirements(held, extra)
    return tuple(Software(name, version) for name, version in sorted(found.items()))


def _roots() -> list[str]:
    groups = (registry.COMPARATORS, registry.EXPORTERS)
    named = {point.dist.name for group in groups for point in entry_points(group=group) if point.dist is not None}
    return sorted({OWN, *named})


def _requirements(held: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    for line in held.requires or ():
        wanted, _, marker = line.partition(";")
        of_extra = _EXTRA.findall(marker)
        parts = _NAME.match(wanted.strip())
        if parts is None or (of_extra and extra not in of_extra):
            continue
        yield parts[1], ""
        for more in (parts[2] or "").split(","):
            if more.strip():
                yield parts[1], more.strip()


def wheelhouse(scratch: Path, *, wheels: Path | None = None, download: bool = False, none: bool = False) -> Wheelhouse:
    """The wheels of ``needed``: this program's own, made from what is installed, and others out of the folder
    ``wheels`` or, with ``download``, from the package index. ``CaseError`` when one of those steps fails."""
    software = needed()
    if none:
        return Wheelhouse(software, ())
    folders = [] if wheels is None else [wheels]
    if download:
        folders.append(_downloaded(software, scratch / "downloaded"))
    files: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise CaseError(f"{folder} is no folder of wheels")
        files |= {path.name: path for path in sorted(folder.glob("*.whl"))}
    versions = {one.name: one.version for one in software}
    own = {canonical(name) for name in _roots()}
    kept: dict[str, list[str]] = {}
    pieces: dict[str, Piece] = {}
    contents: list[tuple[str, bytes | Path]] = [*_own_wheels(scratch), *sorted(files.items())]
    for name, content in contents:
        parts = _WHEEL.fullmatch(name)
        about = canonical(parts[1]) if parts else ""
        if parts is None or versions.get(about) != parts[2] or (about in own and about in kept):
            continue  # of another version; or of this program, of which only what is installed here counts
        where = f"{FOLDER}/{name}"
        pieces[name] = made(where, content) if isinstance(content, bytes) else taken(where, content)
        kept.setdefault(about, []).append(name)
    found = tuple(Software(one.name, one.version, tuple(kept.get(one.name, ()))) for one in software)
    lock = made(f"{FOLDER}/{LOCK}", _lock(found, pieces).encode())
    return Wheelhouse(found, (*pieces.values(), lock))


def _lock(software: Sequence[Software], pieces: dict[str, Piece]) -> str:
    """As ``pip install --require-hashes`` reads it; what lacks a wheel stands in a comment."""
    lines = ["# Everything that this case was worked on with. A line that begins with # has no wheel in this folder."]
    for one in software:
        hashes = "".join(f" \\\n    --hash=sha256:{pieces[name].sha256}" for name in one.wheels)
        lines.append(f"{'' if one.wheels else '# '}{one.name}=={one.version}{hashes}")
    return "\n".join(lines) + "\n"


def _downloaded(software: Sequence[Software], out: Path) -> Path:
    own = {canonical(name) for name in _roots()}
    names = [f"{one.name}=={one.version}" for one in software if one.name not in own]
    _pip("download", "--only-binary", ":all:", "--no-deps", "--dest", str(out), *names)
    return out


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise CaseError(f"pip {arguments[0]} failed: {last}")


def _own_wheels(scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Wheels of this program and of packages that bring methods, as far as they can be made from what is installed."""
    for name in _roots():
        held = distribution(name)
        checkout = _checkout(held)
        if checkout is not None:
            out = scratch / f"built-{canonical(name)}"
            _pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(out), str(checkout))
            yield from ((path.name, path.read_bytes()) for path in sorted(out.glob("*.whl")))
        elif held.read_text("RECORD") and held.read_text("WHEEL"):
            yield repacked(held)


def _checkout(held: Distribution) -> Path | None:
    """The folder of an editable installation."""
    try:
        about = json.loads(held.read_text("direct_url.json") or "null")
        editable = bool(about["dir_info"]["editable"])
    except (ValueError, KeyError, TypeError):
        return None
    return Path(unquote(urlparse(str(about["url"])).path)) if editable else None


def repacked(held: Distribution) -> tuple[str, bytes]:
    """The wheel of an installed distribution, from the files that its RECORD names: name and bytes, always the same."""
    tag = re.search(r"^Tag: (\S+)$", held.read_text("WHEEL") or "", re.MULTILINE)
    info = f"{re.sub(r'[-_.]+', '_', held.name)}-{held.version}"
    inside: dict[str, bytes] = {}
    for file in held.files or ():
        name = file.as_posix()
        local = name.endswith(("/RECORD", "/INSTALLER", "/REQUESTED", "/direct_url.json", ".pyc"))
        if not local and not name.startswith(("..", "/")):
            inside[name] = Path(str(file.locate())).read_bytes()
    where = next((n.split("/")[0] for n in inside if n.endswith(".dist-info/METADATA")), f"{info}.dist-info")
    record = f"{where}/RECORD"
    lines = [f"{name},sha256={_urlsafe(data)},{len(data)}" for name, data in sorted(inside.items())]
    inside[record] = ("\n".join([*lines, f"{record},,"]) + "\n").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(inside, key=lambda n: (n == record, n)):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, inside[name])
    return f"{info}-{tag[1] if tag else 'py3-none-any'}.whl", out.getvalue()


def _urlsafe(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode("ascii")
