"""Materials: what is known of a received work beyond what the program measures, and whether it may be used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.errors import CaseError
from appraisal.intake.filling import build, day, fill, need, table
from appraisal.intake.words import (
    Agreement,
    CarrierKind,
    CrossExamined,
    Disposal,
    LabelKind,
    Obtained,
    Procedure,
    SealState,
    ToldBy,
)
from appraisal.rights.forms import DIGEST_DIGITS, Said, bare, read_digest


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph kept in the case: its file name (``/`` between folders, none leads out) and SHA-256 in hex."""

    file: str
    sha256: str

    def __post_init__(self) -> None:
        fill(self)
        if {"", ".", ".."} & set(self.file.split("/")) or "\\" in self.file:
            raise CaseError(
                f"photograph, file: {self.file[:60]!r} is no file name inside the case: write e.g. seal-1.jpg"
            )
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise CaseError(f"photograph, sha256 of {self.file!r}: give 64 hexadecimal digits in lower case")


@dataclass(frozen=True, slots=True)
class Carrier:
    """What the work came on; ``kind`` other is explained in ``make``."""

    kind: CarrierKind
    make: str = ""
    serial: str = ""
    capacity: str = ""

    def __post_init__(self) -> None:
        fill(self)
        if self.kind is CarrierKind.OTHER:
            need(self.make, "carrier, make", "say what the other carrier is")


@dataclass(frozen=True, slots=True)
class Seal:
    state: SealState
    number: str = ""
    photographs: tuple[Photograph, ...] = ()

    def __post_init__(self) -> None:
        fill(self)
        if self.state is SealState.NONE and self.number:
            raise CaseError("seal, number: there is no seal: remove the number, or correct the state")


@dataclass(frozen=True, slots=True)
class CheckValue:
    """A check value as a list prints it; ``algorithm`` as the list names it, empty when it does not."""

    value: str
    algorithm: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.value, "check_value, value", "copy it from the list, or remove the entry")


@dataclass(frozen=True, slots=True)
class Compared:
    """A check value beside what was measured. ``algorithm`` is md5, sha1, sha256, sm3, or empty when not known."""

    given: CheckValue
    algorithm: str
    told_by: ToldBy
    agreement: Agreement

    def __post_init__(self) -> None:
        fill(self)


def compare_with_list(given: Sequence[CheckValue], measured: Mapping[str, str]) -> tuple[Compared, ...]:
    """Each check value against the measured digests (md5, sha1, sha256, sm3 -> hex); case and spacing do not count.

    An algorithm that the list does not name is inferred from the number of digits where only one fits. 64 digits may
    be SHA-256 or SM3: such a value agrees when it equals either, and differs only when both were measured. What is no
    digest of a known algorithm, or of one that was not measured, cannot be compared.
    """
    have = {re.sub(r"[\s-]", "", name).lower(): re.sub(r"\s", "", digits).lower() for name, digits in measured.items()}
    return tuple(_compare(value, have) for value in given)


def _compare(given: CheckValue, measured: Mapping[str, str]) -> Compared:
    fitting, digits = read_digest(given.value)
    named = re.sub(r"[\s-]", "", bare(given.algorithm)).lower()
    in_value = bare(given.value).startswith(("MD", "S"))  # no hexadecimal digit is M or S
    if named:
        fitting = tuple(name for name in fitting if name == named)
    if not fitting:
        known = named if named in DIGEST_DIGITS else ""
        return Compared(given, known, ToldBy.NAMED if known else ToldBy.UNKNOWN, Agreement.NOT_COMPARABLE)
    told = ToldBy.NAMED if named or in_value else ToldBy.LENGTH
    if len(fitting) > 1:
        for name in fitting:
            if measured.get(name) == digits:
                return Compared(given, name, ToldBy.VALUE, Agreement.AGREES)
        both = all(name in measured for name in fitting)
        return Compared(given, "", ToldBy.UNKNOWN, Agreement.DIFFERS if both else Agreement.NOT_COMPARABLE)
    (name,) = fitting
    if name not in measured:
        return Compared(given, name, told, Agreement.NOT_COMPARABLE)
    return Compared(given, name, told, Agreement.AGREES if measured[name] == digits else Agreement.DIFFERS)


def overall(compared: Sequence[Compared]) -> Agreement:
    """One word for a material: differs when any value differs, agrees only when all agree."""
    found = {one.agreement for one in compared}
    for worst in (Agreement.DIFFERS, Agreement.NOT_COMPARABLE):
        if worst in found:
            return worst
    return Agreement.AGREES if found else Agreement.NONE_GIVEN


@dataclass(frozen=True, slots=True)
class Material:
    """One received work as the table of materials has it. ``label`` is that of the work in the case.

    ``agreement`` is None until the check values of the list were compared (``compare_with_list``, ``overall``).
    """

    label: str
    label_kind: LabelKind
    name: str = ""
    version: str = ""
    obtained: Obtained | None = None
    obtained_text: str = ""
    from_whom: str = ""
    carrier: Carrier | None = None
    seal: Seal | None = None
    package_photographs: tuple[Photograph, ...] = ()
    list_reference: str = ""
    check_values: tuple[CheckValue, ...] = ()
    agreement: Agreement | None = None
    cross_examined: CrossExamined = CrossExamined.NOT_STATED
    cross_reason: str = ""
    received_by: tuple[str, ...] = ()
    received_on: str = ""
    disposal: Disposal | None = None
    disposed_on: str = ""
    disposed_to: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.label, "material, label", "give the label of the work, e.g. A1")
        where = f"material {self.label}"
        if self.obtained is Obtained.OTHER:
            need(self.obtained_text, f"{where}, obtained_text", "say how it was obtained otherwise")
        none_given = self.agreement is Agreement.NONE_GIVEN
        if self.agreement is not None and none_given == bool(self.check_values):
            what = "the list gives check values" if self.check_values else "no check values are entered"
            raise CaseError(f"{where}, agreement: {self.agreement}, yet {what}: correct one of the two")
        for at, person in enumerate(self.received_by, 1):
            need(person, f"{where}, received_by {at}", "name the person, or remove it")
        if len({person.strip() for person in self.received_by}) < len(self.received_by):
            raise CaseError(f"{where}, received_by: the same person stands twice: name two different receivers")
        day(self.received_on, f"{where}, received_on")
        day(self.disposed_on, f"{where}, disposed_on")
        if self.disposal is None and (self.disposed_on or self.disposed_to):
            raise CaseError(f"{where}, disposal: say whether it was returned or retained, or remove date and place")
        if self.cross_reason and self.cross_examined is not CrossExamined.NOT_REQUIRED:
            raise CaseError(f"{where}, cross_reason: goes with not-required only: remove it, or correct cross_examined")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Material:
        """From a plain mapping; a check value may be one text (``MD5: 9e10…``). Unknown fields raise ``CaseError``."""
        given = table(given, "material")
        if isinstance(values := given.get("check_values"), (list, tuple)):
            given["check_values"] = [{"value": one} if isinstance(one, str) else one for one in values]
        return build(cls, given)


@dataclass(frozen=True, slots=True)
class UseDecision:
    """A recorded decision that material which was not cross-examined is used all the same: by whom, when, why."""

    label: str
    decided_by: str
    on: str
    reason: str

    def __post_init__(self) -> None:
        fill(self)
        need(self.label, "use_decision, label", "name the material")
        need(self.decided_by, "use_decision, decided_by", "name the person who decided")
        need(self.on, "use_decision, on", "give the date")
        day(self.on, "use_decision, on")
        need(self.reason, "use_decision, reason", "say why it is used")


def may_be_used(
    material: Material, decisions: Sequence[UseDecision], *, procedure: Procedure | None = None
) -> tuple[bool, Said]:
    """Whether a material may be compared as far as cross-examination goes, and the sentence to be printed.

    Not cross-examined: only with a decision that names this label. Not stated: yes, and it is printed. Not required:
    in a private commission, or with a reason.
    """
    label, state = material.label, material.cross_examined
    if state is CrossExamined.YES:
        return True, Said(f"{label} 已质证。", f"The parties have been heard on {label}.")
    if state is CrossExamined.NOT_STATED:
        return True, Said(f"{label} 质证情况未载明。", f"{label}: not stated whether the parties were heard on it.")
    if state is CrossExamined.NOT_REQUIRED:
        if material.cross_reason.strip():
            why = material.cross_reason.strip()
            return True, Said(f"{label} 无须质证：{why}", f"The parties need not be heard on {label}: {why}")
        if procedure is Procedure.PRIVATE:
            return True, Said(
                f"{label} 系非诉讼委托的材料，无须质证。",
                f"{label} belongs to a private commission: the parties need not be heard on it.",
            )
        return False, Said(
            f"{label} 注明无须质证而未说明理由：请写明理由，或更正质证情况。",
            f"{label} needs no hearing of the parties, and no reason is given: give the reason, or correct it.",
        )
    for decision in reversed(decisions):
        if decision.label == label:
            return True, Said(
                f"{label} 未经质证，由{decision.decided_by}于{decision.on}决定使用：{decision.reason}",
                f"The parties were not heard on {label}; used by decision of {decision.decided_by} on {decision.on}: "
                f"{decision.reason}",
            )
    return False, Said(
        f"{label} 未经质证：待质证，或作出并记录针对 {label} 的使用决定。",
        f"The parties were not heard on {label}: wait until they are, or record a decision that names {label}.",
    )
