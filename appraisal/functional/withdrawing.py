"""Withdrawals of functional tests: id, reason, and the number of the entry that is withdrawn; its words stand there.

Entries of before held the whole test once more, with ``withdrawn`` filled in; they are read as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from appraisal.codec import decode
from appraisal.errors import AppraisalError, CaseError
from appraisal.functional.tests import FunctionalTest
from appraisal.intake.filling import fill


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Of the test ``id``, which the entry ``withdraws`` of the same log holds. ``withdrawn``: the reason."""

    id: str
    withdrawn: str
    withdraws: int
    note: str = ""

    def __post_init__(self) -> None:
        fill(self)

    def of(self, held: FunctionalTest) -> FunctionalTest:
        """The test as it stands then."""
        return replace(held, withdrawn=self.withdrawn, note=self.note or held.note)


class Bodied(Protocol):
    """An entry of a log, in a case or in what a report is made of."""

    @property
    def body(self) -> Mapping[str, Any]: ...


E = TypeVar("E", bound=Bodied)


def withdrawal(body: Any) -> Withdrawal | None:
    """The withdrawal that the body of an entry holds; None where it is none."""
    try:
        found: Withdrawal = decode(Withdrawal, {**body, "is": "Withdrawal"})
    except (AppraisalError, TypeError, ValueError, RecursionError):
        return None
    return found


def withdraws(test: FunctionalTest, held: FunctionalTest) -> bool:
    """Whether ``test`` does no more than withdraw the one on file."""
    return bool(test.withdrawn) and replace(test, withdrawn=held.withdrawn, note=held.note) == held


def decoded(body: Mapping[str, Any], held: Mapping[str, FunctionalTest]) -> FunctionalTest:
    """The test that the body of an entry holds; of a withdrawal the one on file before (``held``, by id), withdrawn.
    ``AppraisalError`` for any other body."""
    if (taken := withdrawal(body)) is not None:
        if taken.id not in held:
            raise CaseError(f"functional test {taken.id}: it is withdrawn, and not on file")
        return taken.of(held[taken.id])
    found: FunctionalTest = decode(FunctionalTest, {**body, "is": "FunctionalTest"})
    return found


def read(entries: Iterable[E]) -> Iterator[tuple[E, FunctionalTest | None]]:
    """Entries in the order of the log, each with its test; None for one that is malformed."""
    held: dict[str, FunctionalTest] = {}
    for entry in entries:
        try:
            found = decoded(entry.body, held)
        except (AppraisalError, TypeError, ValueError, RecursionError):
            yield entry, None
            continue
        held[found.id] = found
        yield entry, found
