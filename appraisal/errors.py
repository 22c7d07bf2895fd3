"""The exception tree, all in one place.

Every error names what it is about (a work, a file, an option) and what to do. ``Refused`` is not a
fault: a method says that this material is outside what it can judge, and the refusal becomes a record.
"""

from __future__ import annotations

from typing import ClassVar, Literal


class AppraisalError(Exception):
    """Root of all errors raised on purpose. ``reason`` is the short machine-readable name printed in tables.

    ``worded``: whether its message is in the language of who reads it already (``printing.in_words``).
    """

    reason: ClassVar[str] = "error"
    worded: bool = False

    @property
    def rows(self) -> tuple[str, ...]:
        """Its lines: a message has one, unless it is raised with several. A line end within one is of a name."""
        return tuple(str(one) for one in self.args) or ("",)

    def __str__(self) -> str:
        return "\n".join(self.rows)


class UsageError(AppraisalError):
    """The call is wrong: an unknown comparator, a missing option, a malformed pairs file."""

    reason = "usage"


class MaterialError(AppraisalError):
    """A work cannot be used as handed in: missing, unreadable, corrupt, or over a limit."""

    reason = "unreadable"


class Unreadable(MaterialError):
    """The bytes are not what the format or encoding promises."""

    reason = "unreadable"


class Encrypted(MaterialError):
    """The content is protected by a password that was not handed in."""

    reason = "encrypted"


class OverLimit(MaterialError):
    """A cap on size, number, ratio, depth, memory or time was reached while reading."""

    reason = "over-limit"


class Refused(AppraisalError):
    """A method declines to compare this material (blank picture, too little text); recorded, never hidden."""

    reason = "refused"


class ChildFailed(AppraisalError):
    """The limited child died or broke its limits. ``reason`` is set for each case: killed, timeout, memory."""

    reason = "killed"

    def __init__(self, message: str, reason: str = "killed") -> None:
        super().__init__(message)
        self.kind = reason


class RecordError(AppraisalError):
    """A record on disk does not follow its schema, or its digest does not hold."""

    reason = "record"


class CaseError(AppraisalError):
    """A case folder is missing something, inconsistent, or the step is not allowed now."""

    reason = "case"


class DamagedRecord(RecordError, CaseError):
    """A file of a case's evidence (a comparison, an examination, a run, a control) is not what was written."""


class ReportError(AppraisalError):
    """A report cannot be rendered as asked."""

    reason = "report"


ACCIDENTS = frozenset({"killed", "timeout", "memory", "crashed"})
"""Reasons that may lie in the machine rather than in the material: a rerun can be asked for."""


def reason_of(error: BaseException) -> str:
    """The short name printed in tables for ``error``; ``"crashed"`` for anything not raised on purpose."""
    if isinstance(error, ChildFailed):
        return error.kind
    if isinstance(error, AppraisalError):
        return error.reason
    if isinstance(error, MemoryError):
        return "memory"
    return "crashed"


def status_of(error: BaseException) -> Literal["refused", "failed"]:
    """``"refused"`` for what a method declines or a limit forbids, ``"failed"`` for all else."""
    return "refused" if isinstance(error, (Refused, OverLimit)) else "failed"


def code_of(reason: str) -> int:
    """Exit code of a command whose one result is none, by the reason: 3 for the material, also where a method declines
    it, 70 for all else (``cli``)."""
    return 3 if reason in {kind.reason for kind in (MaterialError, Unreadable, Encrypted, OverLimit, Refused)} else 70
