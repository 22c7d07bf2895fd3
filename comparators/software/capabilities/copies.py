"""The same file several times, and packed copies of a program that lies beside them: what is in them is listed once."""

from __future__ import annotations

import hashlib

from appraisal.comparator import Sided
from comparators.software.capabilities.facts import Facts

LOADER = frozenset(
    {".idata", ".reloc", ".rsrc", ".edata"}
)  # written anew by packers; the loader reads them, not the code

HEADER = 64  # bytes that begin an ELF program: where its table of sections stands, which packers take away


class Copies:
    """Of the programs of one work."""

    def __init__(self, work: Sided[Facts]) -> None:
        """Programs that are not packed come first, then by name: of two packed copies of none the first stands, and so
        it does of files that are byte for byte the same."""
        self._of: dict[str, str] = {}
        first: dict[str, str] = {}
        for file in sorted(work):
            held = first.setdefault(work[file].sha256, file)
            if held != file:
                self._of[file] = held
        if not any(one.about.unpacked for one in work.values()):
            return
        for file in sorted(work, key=lambda name: (bool(work[name].about.unpacked), name)):
            held = first.setdefault(_digest(work[file]), file)
            if held != file and work[file].about.unpacked:
                self._of.setdefault(file, held)

    def of(self, file: str) -> str:
        """The file with whose findings those of this one are listed, "" where it has its own."""
        return self._of.get(file, "")


def _digest(one: Facts) -> str:
    """Of code and data with their addresses, zeros around them apart, and of what the code calls outside; however the
    headers divide them, of which a packer leaves less."""
    pieces: list[tuple[int, bytes]] = []
    for part in one.program.parts:
        data = one.program.bytes_at(part.address, part.size) if part.name not in LOADER else b""
        if pieces and pieces[-1][0] + len(pieces[-1][1]) == part.address:
            pieces[-1] = pieces[-1][0], pieces[-1][1] + data
        elif data:
            pieces.append((part.address, data))
    told = hashlib.sha256(f"{one.program.format} {one.program.arch}".encode())
    for address, data in pieces:
        data = bytes(HEADER) + data[HEADER:] if data[:4] == b"\x7fELF" else data
        if kept := data.lstrip(b"\0"):  # a section of nothing but zeros may have no bytes in the file
            told.update(f"\n{address + len(data) - len(kept):x} ".encode() + kept.rstrip(b"\0"))
    told.update("\n".join(f"{at:x} {name}" for at, name in sorted(one.program.slots.items())).encode())
    return told.hexdigest()
