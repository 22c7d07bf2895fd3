"""Where names that are made plain at run time come from: which data of the program a buffer was worked out of.

A name that code looks up is taken from the data that the instructions in question refer to. Where these are not seen,
from the one hidden name that was referred to since the last look-up; where there are several, nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable

from comparators.software.capabilities.traces import Call, Drawn, Given, Stack, Value, World

COPIES = frozenset({"memcpy", "memmove", "strcpy", "lstrcpy", "strncpy", "RtlMoveMemory", "CopyMemory"})
MOST = 2000


class Pouring:
    """Of one function, in the order of its instructions. Names are handed on as text → how it is hidden."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._poured: dict[Value, Drawn] = {}  # buffer → what fills it
        self._gave: dict[int, dict[str, str]] = {}  # call → hidden names that it was handed
        self._hints: dict[str, str] = {}  # hidden names referred to and not looked up since

    def drawn(self, roots: Iterable[Value]) -> Drawn | None:
        """What is loaded from data that begin at ``roots``."""
        sources: frozenset[int] = frozenset()
        whole = True
        for root in roots:
            if root in self._poured:
                sources |= self._poured[root].sources
                whole &= self._poured[root].whole
            elif isinstance(root, int) and self._data(root):
                sources |= {root}
        return Drawn(sources, whole) if sources else None

    def pour(self, buffers: Iterable[Value], drawn: Drawn) -> None:
        """What was drawn is worked into ``buffers``."""
        for buffer in buffers:
            if isinstance(buffer, (int, Stack)) and buffer not in drawn.sources and len(self._poured) < MOST:
                self._poured[buffer] = drawn

    def handed(self, call: Call) -> None:
        """A function that gets data and a buffer may have worked the one into the other, and give it back."""
        if not call.target and call.name not in COPIES:
            return
        if call.target in self.world.givers:
            text, how = self.world.givers[call.target]
            self.hint(text, how)
            self._gave[call.at] = {text: how}
            return
        data = frozenset(v for v in call.arguments if isinstance(v, int) and self._data(v))
        for value in () if data else call.arguments:
            data |= self._poured[value].sources if value in self._poured else frozenset()
        if names := self._hidden(data):
            self.pour((v for v in call.arguments if isinstance(v, Stack) or self._variable(v)), Drawn(data))
            self._gave[call.at] = names
        elif any(not self.world.text(one)[0] for one in data):
            self.pour((v for v in call.arguments if isinstance(v, Stack) and not v.base), Drawn(data))
            self._gave[call.at] = {}

    def names(self, value: Value, *, inner: bool) -> dict[str, str] | None:
        """Hidden names that what ``value`` points to was made from; none where it was made from something else; None
        where that is not seen. ``inner``: an argument of a function of the program, which may be no name at all."""
        found: dict[str, str] | None = None
        if isinstance(value, Given):
            found = self._gave.get(value.at)
        elif isinstance(value, (int, Stack)) and value in self._poured:
            drawn = self._poured[value]
            found = self._hidden(drawn.sources)
            found = found if found or drawn.whole else None
        return None if inner and not found else found

    def hint(self, text: str, how: str) -> None:
        """A hidden name is referred to."""
        self._hints[text] = how

    def used(self, text: str) -> None:
        """A name was looked up."""
        self._hints.pop(text, None)

    def hinted(self) -> dict[str, str]:
        """Hidden names referred to since the last look-up."""
        found, self._hints = self._hints, {}
        return found

    def _hidden(self, sources: Iterable[int]) -> dict[str, str]:
        told = (self.world.text(one) for one in sources)
        return {text: how for text, how in told if how and self.world.wanted(text)}

    def _data(self, address: int) -> bool:
        part = self.world.program.part(address)
        return part is not None and not part.code

    def _variable(self, value: Value) -> bool:
        if not isinstance(value, int) or not self.world.program.inside(value):
            return False
        part = self.world.program.part(value)
        return part is None or part.writable
