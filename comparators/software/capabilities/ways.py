"""Ways through a function."""

from __future__ import annotations

from collections.abc import Sequence

from comparators.software.functions.instructions import Row


def heads(rows: Sequence[Row]) -> frozenset[int]:
    """Where jumps lead that go back."""
    goes = ((row[0], row[3].lstrip("#")) for row in rows if row[2][0] in "jb" and row[3].lstrip("#")[:2] == "0x")
    return frozenset(int(text, 16) for at, text in goes if text.isalnum() and int(text, 16) < at)
