"""What a comparison found: matches, figures, observations. Pure data; ``records`` reads and writes it."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from appraisal.span import Region, Span, to_json

if TYPE_CHECKING:
    import pandas

Side = Literal["left", "right"]
Status = Literal["ok", "refused", "failed"]
JSON = Any  # None, bool, int, float, str, list or dict of the same; floats finite


class Reason(StrEnum):
    """Why material is taken out of the comparison. A closed list: a report explains each in both languages.

    The last says nothing of the material: the scheme, or a person, leaves the file out of what is compared.
    """

    COMMON_SOURCE = "common-source"
    THIRD_PARTY = "third-party"
    LICENSED = "licensed"
    PUBLIC_DOMAIN = "public-domain"
    QUOTATION = "quotation"
    DICTATED = "dictated-by-function"
    LIMITED_EXPRESSION = "limited-expression"
    TOOL_GENERATED = "tool-generated"
    OUT_OF_SCOPE = "out-of-scope"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Material that no one can own, taken out by a person for a stated reason.

    ``side`` and ``span`` name a place, or ``sha256`` names a whole work (its common parts with either side go).
    ``after_results`` is true when it was made after figures had been seen; reports mark it 结果后排除.
    """

    reason: Reason
    side: Side | None = None
    span: Span | None = None
    work: str | None = None
    sha256: str | None = None
    by: str = ""
    on: str = ""
    note: str = ""
    after_results: bool = False


RULE = "rule:"  # begins ``Exclusion.by`` where a rule took the place out, not a person


@dataclass(frozen=True, slots=True)
class Overruled:
    """A person keeps in the figures what a rule would take out: of one work and place, of one work, or everywhere.

    ``rule`` is the name of the rule, ``work`` a label ("" for every work), ``span`` a place (None for all).
    ``note`` says why.
    """

    rule: str
    work: str = ""
    span: Span | None = None
    note: str = ""
    by: str = ""
    on: str = ""
    after_results: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Further places of the same match: the passage stands there too."""

    left: tuple[Span, ...] = ()
    right: tuple[Span, ...] = ()


Block = tuple[float, float, float]  # left start, right start, length, in the unit of the two spans


@dataclass(frozen=True, slots=True)
class Match:
    """One correspondence with its exact places in both works as handed in.

    ``weight`` is ≥ 0 and comes from a named background or is 1. ``blocks`` align inside the match where both spans
    are linear and of one unit; exclusions are clipped through them. ``details`` is documented by each ``kind``.
    """

    left: Span
    right: Span
    kind: str
    weight: float = 1.0
    also: Places = Places()
    blocks: tuple[Block, ...] = ()
    details: Mapping[str, JSON] = field(default_factory=dict)
    id: str = ""

    def all_left(self) -> tuple[Span, ...]:
        return (self.left, *self.also.left)

    def all_right(self) -> tuple[Span, ...]:
        return (self.right, *self.also.right)

    def sides(self) -> tuple[tuple[Side, tuple[Span, ...]], tuple[Side, tuple[Span, ...]]]:
        """Each side with all its places."""
        return ("left", self.all_left()), ("right", self.all_right())


def match_id(left_sha256: str, right_sha256: str, match: Match) -> str:
    """Stable name of a match: digest of both works' digests, kind and spans; a rerun gives the same."""
    body = [left_sha256, right_sha256, match.kind, to_json(match.left), to_json(match.right)]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Observation:
    """Something seen in one work alone (a capability, a copyright line, an unreadable member)."""

    side: Side
    span: Span
    kind: str
    details: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of one comparison. Coverages are shares in [0, 1] of each work, or None where there are no spans.

    ``score`` in [0, 1] is a ranking value for sorting, screening and validation; it is never printed in a report.
    ``values`` are the method's own figures: numbers, or flat lists and dicts of numbers and strings.
    """

    score: float
    coverage_of_left: float | None
    coverage_of_right: float | None
    values: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mask:
    """What is taken out of each work before measuring: matches arrive clipped, denominators must leave it out too."""

    left: Region = field(default_factory=Region)
    right: Region = field(default_factory=Region)

    def __bool__(self) -> bool:
        return bool(self.left) or bool(self.right)

    def mirrored(self) -> Mask:
        return Mask(self.right, self.left)


@dataclass(frozen=True, slots=True)
class WorkRef:
    """A work as a record names it: its label in the case and its digest."""

    label: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ancestor:
    """Partition against one common ancestor, in units of the comparator's spans (sums over linear units or areas)."""

    label: str
    sha256: str
    left: Mapping[str, float]  # shared_with_other_only, shared_by_all_three, shared_with_ancestor_only
    right: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Child:
    """Reference to a nested comparison (never its body): where its record lies and what it hashes to."""

    comparator: str
    left: str
    right: str
    record_sha256: str
    file: str | None
    status: Status
    matches: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparator on one pair of works. ``filtered`` figures leave out exclusions and ancestors; ``all`` do not."""

    comparator: str
    version: str
    parameters: Mapping[str, JSON]
    left: WorkRef
    right: WorkRef
    status: Status = "ok"
    reason: str | None = None
    message: str | None = None
    resources: Sequence[Mapping[str, JSON]] = ()
    ancestors: Sequence[Ancestor] = ()
    all: Measures = Measures(0.0, None, None)
    filtered: Measures = Measures(0.0, None, None)
    matches: Sequence[Match] = ()
    excluded: Sequence[Exclusion] = ()
    observations: Sequence[Observation] = ()
    children: Sequence[Child] = ()
    tables: Mapping[str, JSON] = field(default_factory=dict)
    likelihood_ratio: None = None

    def to_frame(self) -> pandas.DataFrame:
        """One row a match: id, kind, weight, and file, unit, start, stop of its first place on each side, and where
        that is in pages, lines, paragraphs, chapters, as far as the record says."""
        import pandas  # takes 0.3 s to import; only analysts in notebooks need it

        from appraisal.placing import key, located

        columns = ["id", "kind", "weight"] + [
            f"{side}_{part}" for side in ("left", "right") for part in ("file", "unit", "start", "stop", "places")
        ]
        columns += ["left_place", "right_place"]
        words = located(self.tables, "en")
        rows = [
            [
                *(m.id, m.kind, m.weight),
                *(m.left.file, m.left.unit, m.left.start, m.left.stop, 1 + len(m.also.left)),
                *(m.right.file, m.right.unit, m.right.start, m.right.stop, 1 + len(m.also.right)),
                *(words.get(key("left", m.left), ""), words.get(key("right", m.right), "")),
            ]
            for m in self.matches
        ]
        return pandas.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        """Safe summary for notebooks: all text escaped; the ranking value is left out."""
        cells = [
            ("comparator", f"{self.comparator} {self.version}"),
            ("left", f"{self.left.label} {self.left.sha256[:12]}"),
            ("right", f"{self.right.label} {self.right.sha256[:12]}"),
            ("status", " ".join(filter(None, (self.status, self.reason, self.message)))),
            ("matches", str(len(self.matches))),
            ("share of left, all / filtered", f"{_share(self.all.coverage_of_left)} / {_share(self.coverage_of_left)}"),
            (
                "share of right, all / filtered",
                f"{_share(self.all.coverage_of_right)} / {_share(self.coverage_of_right)}",
            ),
        ]
        rows = "".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>" for name, value in cells)
        return f"<table>{rows}</table>"

    @property
    def score(self) -> float:
        return self.filtered.score

    @property
    def coverage_of_left(self) -> float | None:
        return self.filtered.coverage_of_left

    @property
    def coverage_of_right(self) -> float | None:
        return self.filtered.coverage_of_right


def _share(coverage: float | None) -> str:
    return "–" if coverage is None else f"{coverage:.2%}"


@dataclass(frozen=True)
class Examination:
    """What an examiner saw in one work. ``tables``: named JSON that observations refer to (the rules that were asked).

    The protocol of an examiner, and how its records are read and written: ``appraisal.examiner``.
    """

    examiner: str
    version: str
    parameters: Mapping[str, JSON]
    work: WorkRef
    against: WorkRef | None = None
    status: Status = "ok"
    reason: str | None = None
    message: str | None = None
    observations: Sequence[Observation] = ()
    tables: Mapping[str, JSON] = field(default_factory=dict)
