"""Programs that something packed or enciphered which left no name: what stands where code should is no code."""

from __future__ import annotations

import numpy as np

from appraisal.errors import Refused
from comparators.software.functions.program import Program

DENSE = 7.2  # bits a byte, from which on bytes look compressed or enciphered; machine code has 5.5 to 6.7
FEW = 12  # imports of a program whose own table of imports was taken away
LEAST = 4096  # bytes of a section that is judged
TIMES = 4  # times its code that a program holds of such data, where its code may be a loader alone


def density(data: bytes) -> float:
    """Bits a byte, 0 to 8."""
    if not data:
        return 0.0
    share = np.bincount(np.frombuffer(data, np.uint8), minlength=256) / len(data)
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum()) + 0.0


def checked(program: Program) -> None:
    """Raises ``Refused`` where a section of code of a program with few imports is too dense to be code."""
    for part in program.code() if len(program.slots) <= FEW else ():
        if part.size >= LEAST and (bits := density(program.data[part.offset : part.offset + part.size])) >= DENSE:
            raise Refused(
                f"{program.file}: packed or enciphered by a tool that left no name (code of {bits:.1f} bits a byte,"
                f" {len(program.slots)} imports): its functions cannot be seen and stand in no figure; unpack it, or"
                " have it taken from memory in a functional test, and hand in both files"
            )


def beside(program: Program) -> int:
    """Bytes of dense data of a program with few imports whose code is small beside them: a loader and what it unpacks,
    or a file that is carried along; 0 otherwise."""
    if len(program.slots) > FEW:
        return 0
    rest = [part for part in program.parts if not part.code and part.size >= LEAST]
    dense = [p.size for p in rest if density(program.data[p.offset : p.offset + p.size]) >= DENSE]
    return sum(dense) if sum(dense) >= TIMES * sum(part.size for part in program.code()) else 0
