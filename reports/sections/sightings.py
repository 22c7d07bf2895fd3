"""What a record of an examination holds, as reports print it: findings, their evidence, words of their kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.comparison import Observation
from appraisal.dossier import Examined
from appraisal.examiner import EVIDENCE, SAID, places
from appraisal.finding import Verdict
from reports.sections.desk import Desk
from reports.text import Printed, printable, shortened

LETTERS = 160  # of one line of instructions, or of details that have no sentence
ORDER = (Verdict.ACCEPTED, Verdict.DOUBTFUL, Verdict.UNREVIEWED, Verdict.EXCLUDED, Verdict.REJECTED)


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation with its number in the record, its id and the panel's verdict."""

    number: int
    id: str
    verdict: Verdict
    told: Observation

    @property
    def is_finding(self) -> bool:
        """Whether it rests on evidence, and experts judge it; all else informs."""
        return EVIDENCE in self.told.details

    def detail(self, name: str) -> str:
        found = self.told.details.get(name)
        return found if isinstance(found, str) else ""


def record_of(one: Examined) -> str:
    """Result id of an examination."""
    return one.key[:12]


def seen(one: Examined) -> tuple[Seen, ...]:
    """All that a record holds, in its order."""
    return tuple(
        Seen(at, given, one.verdicts.get(given, Verdict.UNREVIEWED), told)
        for at, (given, told) in enumerate(zip(one.ids, one.examination.observations, strict=True), 1)
    )


def ordered(some: Sequence[Seen]) -> list[Seen]:
    """Accepted ones first, then as the record has them."""
    return sorted(some, key=lambda each: (ORDER.index(each.verdict), each.number))


def brief(desk: Desk, each: Seen) -> Printed:
    """As ``summary``, without what stands once for all of a table; the summary where an examiner tells none apart."""
    told = each.detail(f"brief_{desk.language}")
    return printable(told) if told else summary(desk, each)


def summary(desk: Desk, each: Seen) -> Printed:
    """The sentence of the examiner, or its details where it says none."""
    told = each.detail(f"summary_{desk.language}")
    return printable(told) if told else shortened(desk.value(dict(each.told.details)), LETTERS)


def evidence(each: Seen) -> list[Mapping[str, Any]]:
    return _steps(each.told.details)


def _steps(details: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = details.get(EVIDENCE)
    return [step for step in found if isinstance(step, Mapping)] if isinstance(found, list | tuple) else []


def said_of(one: Examined, kind: str) -> Mapping[str, Any]:
    """What is to be known of a kind of finding."""
    said = one.examination.tables.get(SAID)
    found = said.get(kind) if isinstance(said, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def words(given: Any, desk: Desk) -> Printed:
    """A text in two languages, in that of the desk."""
    found = given.get(desk.language) if isinstance(given, Mapping) else None
    return printable(desk.spell(found)) if isinstance(found, str) else Printed("")


def several(given: Any, desk: Desk) -> list[Printed]:
    return [said for each in given if (said := words(each, desk))] if isinstance(given, list | tuple) else []


def findings_name(one: Examined) -> str:
    """The attached file with all findings of an examination and all their places."""
    return f"findings-{record_of(one)}.csv"


def disassembly_name(one: Examined) -> str:
    """The attached file with the instructions beside all steps of all findings."""
    return f"disassembly-{record_of(one)}.txt"


def informing_name(one: Examined) -> str:
    """The attached file with all that informs."""
    return f"informing-{record_of(one)}.csv"


def instructions(each: Seen) -> Iterator[str]:
    """Addresses of all instructions that a finding rests on, of all its places."""
    yield each.detail("address")
    for place in (each.told.details, *places(each.told)):
        yield from (str(step.get("address", "")) for step in _steps(place))


def uses(each: Seen) -> list[str]:
    """Addresses at which something that points to a client is used, where the record lists several."""
    found = each.told.details.get("uses")
    return [str(one) for one in found] if isinstance(found, list | tuple) else []
