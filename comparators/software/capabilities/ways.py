"""Ways through a function: where they meet, only what agrees on both stays."""

from __future__ import annotations

from collections.abc import Sequence

from comparators.software.capabilities.traces import Api, Stack, Value
from comparators.software.functions.instructions import Row

State = tuple[dict[str, Value], dict[Stack, tuple[int, Value]]]  # registers; cells of the stack with their width


def heads(rows: Sequence[Row]) -> frozenset[int]:
    """Where jumps lead that go back."""
    goes = ((row[0], row[3].lstrip("#")) for row in rows if row[2][0] in "jb" and row[3].lstrip("#")[:2] == "0x")
    return frozenset(int(text, 16) for at, text in goes if text.isalnum() and int(text, 16) < at)


def joined(one: State, other: State) -> State:
    """What is known where two ways meet."""
    mine, theirs = one[0], other[0]
    registers = {name: value for name, value in mine.items() if theirs.get(name) == value}
    # A function that was looked up stays where the other way has nothing: that is how it is tested for being there.
    for here, there in ((mine, theirs), (theirs, mine)):
        registers |= {k: v for k, v in here.items() if isinstance(v, Api) and there.get(k) in (None, 0)}
    registers.setdefault("sp", theirs.get("sp"))
    return registers, {place: cell for place, cell in one[1].items() if other[1].get(place) == cell}
