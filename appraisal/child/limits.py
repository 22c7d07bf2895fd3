"""What a child may use, and what came of a task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from appraisal import errors
from appraisal.errors import AppraisalError, ChildFailed

JSON = Any  # None, bool, int, float, str, list or dict of the same; floats finite
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one worker. Bytes and seconds; see ``capabilities()`` for what this system truly enforces.

    ``memory``: address space of the process (RLIMIT_AS), also of each process it starts. ``cpu``: CPU seconds of one
    task, rounded up to whole seconds; None for no bound. ``wall``: seconds that one task may take before the parent
    ends the worker. ``file_size``: largest file it may write. ``answer``: bytes of JSON of one answer.
    """

    memory: int = 4 * GIB
    cpu: float | None = None
    wall: float = 3600.0
    file_size: int = 4 * GIB
    open_files: int = 256
    answer: int = GIB


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one task: ``value`` when ``reason`` is None, else why not.

    ``beside``: bytes that the handler gave beside its JSON, believed in nothing but their size.

    ``reason``: ``killed`` (a signal from outside), ``timeout`` (wall or CPU), ``memory``, ``crashed`` (an unforeseen
    exception, a fault in native code, an exit), ``over-limit``, or the reason of the ``AppraisalError`` raised in the
    child. ``type`` is the class name of the exception, empty when the worker died. ``log`` is the tail of what a
    worker that died had printed: for people, never for records, since it is not reproducible.
    """

    value: JSON = None
    reason: str | None = None
    message: str = ""
    type: str = ""
    log: str = ""
    beside: bytes | None = None

    @property
    def ok(self) -> bool:
        return self.reason is None

    def error(self) -> AppraisalError:
        """The failure as an exception: the class raised in the child if it is one of ours, else ``ChildFailed``."""
        known = getattr(errors, self.type, None)
        if isinstance(known, type) and issubclass(known, AppraisalError) and known is not ChildFailed:
            return known(self.message)
        return ChildFailed(self.message, self.reason or "crashed")

    def get(self) -> JSON:
        """The value; raises ``error()`` on a failure."""
        if self.reason is not None:
            raise self.error()
        return self.value
