"""What a descriptor or a stream is of: the call that opened it, the path that this was given, and what it allows.

A function that reads some file is no evidence that another, which a text elsewhere names, is read: reading and writing
belong to the opening that the descriptor comes from. What is not seen of it passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from comparators.software.capabilities.arguments import SHIFTED, Arguments
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.traces import Api, Call, Held, Stack, Trace, Value

READ, WRITE = "read", "write"
HANDLES: Mapping[str, int] = {  # which argument is the descriptor
    "read": 1, "pread": 1, "readv": 1, "preadv": 1, "preadv2": 1, "sendfile": 2, "mmap": 5,
    "write": 1, "pwrite": 1, "writev": 1, "pwritev": 1, "pwritev2": 1, "splice": 3, "dprintf": 1,
}  # fmt: skip
STREAMS: Mapping[str, int] = {"fread": 4, "fgetc": 1, "fwrite": 4, "fputc": 2, "putc": 2}
OPENINGS: Mapping[str, frozenset[str]] = {  # what opens the one and the other
    "handle": frozenset({"open", "openat"}),
    "stream": frozenset({"fopen", "fdopen"}),
}
_NO_FILES = frozenset({  # what gives descriptors and streams that no path was given for
    "socket", "accept", "accept4", "eventfd", "timerfd_create", "memfd_create", "epoll_create", "epoll_create1",
    "inotify_init", "inotify_init1", "signalfd", "shm_open", "popen", "tmpfile", "stdin", "stdout", "stderr",
})  # fmt: skip
_NONE = (-1, 0, 1, 2)  # no file, and the three that a program begins with
_SIGNED = 1 << 32


class Opened:
    """Of one program."""

    def __init__(self, facts: Facts, arguments: Arguments) -> None:
        self.facts = facts
        self.arguments = arguments

    def may(self, call: Call, trace: Trace, path: re.Pattern[str], access: str) -> bool:
        """Whether a call may open what ``path`` names for ``access``, or may do that with it."""
        name = self.facts.name(call)
        if self._is_opening(name):
            return self._opens(call, trace, path, access)
        number = HANDLES.get(name) or STREAMS.get(name, 0)
        if not number:
            return True
        values = [value for value, _ in self.arguments.values(call, number)]
        kind = OPENINGS["handle" if name in HANDLES else "stream"]
        return not values or any(self._may_be(value, trace, kind, path, access) for value in values)

    def _may_be(self, value: Value, trace: Trace, kind: frozenset[str], path: re.Pattern[str], access: str) -> bool:
        if isinstance(value, int):
            return not any((value ^ one) % _SIGNED == 0 for one in _NONE)
        if (value.name if isinstance(value, Api) else self.arguments.origin(value)) in _NO_FILES:
            return False
        if (made := self.arguments.made_by(value)) is not None:
            where, call = made
            return not self._is_opening(self.facts.name(call)) or self._opens(call, where, path, access)
        if isinstance(value, (Stack, Held)):  # handed in, or kept by another function
            return True
        own = [call for call in trace.calls if self.facts.name(call) in kind]
        return not own or any(self._opens(call, trace, path, access) for call in own)

    def _opens(self, call: Call, trace: Trace, path: re.Pattern[str], access: str) -> bool:
        name = self.facts.name(call)
        shift = SHIFTED.get(name, 0)
        allows = _mode if name in OPENINGS["stream"] else _flags
        if not any(allows(value, text, access) for value, text in self.arguments.values(call, 2 + shift)):
            return False
        values = self.arguments.values(call, 1 + shift)
        if name == "fdopen":
            return any(self._may_be(value, trace, OPENINGS["handle"], path, access) for value, _ in values)
        told = [text for _, text in values if text] or list(self._written(call, trace, call.arguments[shift]))
        return not told or any(not _whole(text) or path.search(text) for text in told)

    def _written(self, call: Call, trace: Trace, buffer: Value) -> Iterator[str]:
        """Texts that a function handed to what wrote a path into a buffer on its stack, since that was last opened."""
        if not isinstance(buffer, Stack) or buffer.base:
            return
        texts: list[str] = []
        for other in sorted(trace.calls, key=lambda one: one.at):
            if other.at >= call.at:
                break
            name = self.facts.name(other)
            if self._is_opening(name) and buffer in other.arguments[:2]:
                texts.clear()
            elif other.arguments[0] == buffer:
                texts += [text for text in other.texts if text]
        yield from texts

    @staticmethod
    def _is_opening(name: str) -> bool:
        return any(name in names for names in OPENINGS.values())


def _whole(text: str) -> bool:
    """Whether a text names one file, or files of one name."""
    return "%s" not in text and not text.endswith("/")


def _flags(value: Value, text: str, access: str) -> bool:
    """Whether flags of ``open`` allow an access."""
    return not isinstance(value, int) or value & 3 != (1 if access == READ else 0)


def _mode(value: Value, text: str, access: str) -> bool:
    """Whether a mode of ``fopen`` allows an access."""
    return not text or "+" in text or (text[0] == "r") == (access == READ)
