"""Whether code is that of the processor which the header names. Code of another is taken apart into nonsense in which
nothing is found, and a result would say so of code that nobody has read."""

from __future__ import annotations

from collections.abc import Iterable

import capstone
import numpy as np

from appraisal.errors import Unreadable

RETURNS = (0xD65F03C0, 0xD65F0BFF, 0xD65F0FFF)  # ret, retaa, retab of ARM64: whole functions end with one of these
LEAST, EVERY = 4, 1 << 12  # of them, and bytes of code to one, where the header names another processor
SAMPLE = 1 << 20  # bytes that are taken apart
NONSENSE = 1 / 3  # of the code that is none


def checked(file: str, code: Iterable[bytes], arch: str, arm: bool) -> None:
    """Refuse a program whose code is plainly that of another processor. ``arm``: that the header names ARM64."""
    pieces = list(code)
    size, returns = sum(map(len, pieces)), sum(map(_returns, pieces))
    wrong = not returns and _nonsense(pieces) > NONSENSE if arm else returns >= max(LEAST, size / EVERY)
    if wrong:
        raise Unreadable(
            f"{file}: its code is not that of {arch}, which its header names: the header is wrong, or made to mislead,"
            " or the code is packed; ask for the file again"
        )


def _returns(code: bytes) -> int:
    """How many words are a return of ARM64: hardly ever one where other code stands."""
    return int(np.isin(np.frombuffer(code, "<u4", len(code) // 4), RETURNS).sum())


def _nonsense(pieces: Iterable[bytes]) -> float:
    """The share that is no instruction of ARM64, of what stands first."""
    data = b"".join(piece[: len(piece) & ~3] for piece in pieces)[:SAMPLE]
    decoder = capstone.Cs(capstone.CS_ARCH_ARM64, capstone.CS_MODE_ARM)
    decoder.skipdata = True
    none = sum(row[1] for row in decoder.disasm_lite(data, 0) if row[2] == ".byte")
    return none / len(data) if data else 0.0
