"""Fuzzy hashes on the pairs of programs that ``binaries.py`` compares: likeness of whole files, by programs of Debian.

TLSH (``tlsh_unittest`` of tlsh-tools; a distance, turned round here) and ssdeep (0 to 100). What they cannot digest,
such as a very small file, is like nothing. Each gives the likeness of every pair of files, the larger the more alike.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

Likeness = dict[frozenset[Path], float]
UNLIKE = -1e9


def _output(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


def tlsh(files: list[Path]) -> Likeness:
    """Distances of TLSH, with a minus before them."""
    digests = [line for path in files for line in _output("tlsh_unittest", "-f", str(path))]
    with TemporaryDirectory() as scratch:
        listed = Path(scratch) / "digests"
        listed.write_text("\n".join(digests) + "\n", encoding="utf-8")
        told = _output("tlsh_unittest", "-xref", "-l", str(listed), "-T", "1000000")
    found = {}
    for line in told:
        one, other, distance = line.split("\t")
        found[frozenset((Path(one), Path(other)))] = -float(distance)
    return found


def ssdeep(files: list[Path]) -> Likeness:
    """Likeness by ssdeep; pairs that it does not name are not alike."""
    found = {}
    for line in _output("ssdeep", "-d", "-c", "-s", "-a", *map(str, files)):
        one, other, likeness = line.rsplit(",", 2)
        found[frozenset((Path(one.strip('"')), Path(other.strip('"'))))] = float(likeness)
    return found


def peers() -> dict[str, Callable[[list[Path]], Likeness]]:
    """The peers that are installed here, by name."""
    known: dict[str, tuple[str, Callable[[list[Path]], Likeness]]] = {
        "TLSH": ("tlsh_unittest", tlsh),
        "ssdeep": ("ssdeep", ssdeep),
    }
    return {name: made for name, (program, made) in known.items() if shutil.which(program)}
