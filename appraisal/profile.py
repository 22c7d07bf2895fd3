"""Report templates: which parts a report of one kind of case has, and what of the records stands in each.

A template is a TOML file. It names parts in order; a part says what it is about, which tables, figures and matches of
which methods stand there, standing sentences with their conditions, and leaves a place for the panel's own conclusion.
It can add, order and explain; it cannot leave out: sections of the general report that it does not place follow all the
same. The names of methods live in templates, never in this program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from appraisal.errors import RecordError

CONCLUSION = "conclusion-"  # tag of a cell, or subject of a decision, that holds the panel's conclusion for a part
_ID = re.compile(r"[a-z][a-z0-9-]{0,40}")

When = Literal[
    "always", "ancestor", "no-ancestor", "one-version", "several-versions", "examined", "not-examined", "tested",
    "not-tested",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str

    def read(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


Where = Mapping[str, tuple[str, ...]]  # column or detail -> values of which one must hold


@dataclass(frozen=True, slots=True)
class Say:
    """A standing sentence. ``style``: plain, note (small print) or notice (framed)."""

    text: Words
    when: When = "always"
    style: Literal["plain", "note", "notice"] = "plain"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the general report, placed in this part."""

    section: str


@dataclass(frozen=True, slots=True)
class Works:
    """The works handed in: counts, bytes, digests, how obtained. ``obtained`` and ``roles`` keep some of them."""

    obtained: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a method put into its record, by name.

    ``columns``: names to print, all when empty; ``"part/whole"`` prints one over the other and the share; ``zh:name``
    or ``en:name`` stands in that language only. ``share``: columns that hold shares. ``heads``: words for columns that
    the method's labels lack. ``sort``: names, ``-`` before one for falling order. ``most``: rows printed. A column that
    is empty in all rows is not printed. ``having``: only rows in which this column is neither empty nor 0.
    ``by_counterpart`` and ``untold``: as in ``Groups``, over the columns ``file`` and ``side``.
    """

    comparator: str
    table: str
    caption: Words | None = None
    columns: tuple[str, ...] = ()
    where: Where = field(default_factory=dict)
    share: tuple[str, ...] = ()
    heads: Mapping[str, Words] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    most: int = 40
    having: str = ""
    by_counterpart: bool = False
    untold: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a method, before and after deduction, with both denominators. ``keys``: which, all when empty."""

    comparator: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """Files that a table of a record lists, by side: ``file`` and ``side`` name its columns, ``where`` keeps rows."""

    comparator: str
    table: str
    file: str
    side: str
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matches:
    """Matches of a method, one row each. ``where`` looks at details, ``sort`` too (``length`` is the longer side).

    ``feature`` names the details that tell what agrees. With ``common_origin`` the row has the background count and the
    innocent explanation: the method's own reminder (detail ``explanation``) and what experts noted, or 未填写.
    ``within``: only matches that touch one of these files on either side. ``deducted_apart``: of those that lie wholly
    in what is deducted and that no expert upholds, only the number stands below the table, with the reasons.
    """

    comparator: str
    kinds: tuple[str, ...] = ()
    where: Where = field(default_factory=dict)
    feature: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    most: int = 40
    common_origin: bool = False
    caption: Words | None = None
    within: Within | None = None
    deducted_apart: bool = False


@dataclass(frozen=True, slots=True)
class Groups:
    """Files of both works in one group, with and without deduction: corresponding lengths first, then files.

    ``table`` of the record says, by its columns ``file`` and ``side`` and by ``where``, which files are in the group.
    ``by_counterpart``: a file of the right side whose name does not say so is in it too when its counterpart, the file
    of the left side with which it shares most, is; it stands apart and is marked so. ``untold``: which rows have a name
    that tells nothing; no other file follows its counterpart, and one that does is in no group of its own, so that each
    counts once. Empty: every file follows, and one may be in two groups.
    """

    comparator: str
    table: str
    where: Where = field(default_factory=dict)
    caption: Words | None = None
    by_counterpart: bool = False
    untold: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composition:
    """Of what the files of each work are made up: own, taken out by reason, encrypted, not read, not followed."""

    comparator: str


@dataclass(frozen=True, slots=True)
class Ancestors:
    """What both works share beyond each common ancestor, a sentence a method: these, or all that have a record."""

    comparators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the records for lineage: a method, the kinds of match that count, the least length of a place."""

    comparator: str
    kinds: tuple[str, ...] = ()
    least: int = 0
    caption: Words | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """The matrix of versions and the statement of lineage, one for each reading."""

    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """Steps on file whose words begin with one of ``begins``, verbatim, with who said it and when: no finding."""

    begins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operating:
    """Steps on file about operating data, of which query, row count and digest are printed and nothing else."""

    begins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A factual sentence over a row of a table or over figures, marked as the machine's and not verified.

    ``text`` names columns or figures in braces; ``{left}`` and ``{right}`` are the works. With ``table`` one sentence a
    row; else over the figures ``before`` or ``after`` deduction; ``{NAME_after}`` is a figure after it, in either.
    """

    comparator: str
    text: Words
    table: str = ""
    where: Where = field(default_factory=dict)
    figures: Literal["before", "after"] = "after"


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings of an examiner, one row each: all, or those of a question or kind. ``disassembly``: of how many of them
    the instructions are printed."""

    examiner: str
    question: str = ""
    kinds: tuple[str, ...] = ()
    most: int = 40
    disassembly: int = 0
    caption: Words | None = None


@dataclass(frozen=True, slots=True)
class Pointers:
    """What an examiner saw in a work that points into the one it was held beside (detail ``client``)."""

    examiner: str
    most: int = 40


@dataclass(frozen=True, slots=True)
class Functions:
    """The table of functions: functional tests on file with the findings they name, then findings not tested."""

    examiner: str
    most: int = 60


Item = (
    Say | Section | Works | Table | Figures | Matches | Groups | Composition | Ancestors | Versions | Statements
    | Operating | Sentence | Findings | Pointers | Functions
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``conclude``: whether the panel's conclusion is asked for."""

    id: str
    heading: Words
    about: Words
    show: tuple[Item, ...]
    conclude: bool = True

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise RecordError(f"part {self.id!r}: write lower-case letters, digits and hyphens")


@dataclass(frozen=True, slots=True)
class Profile:
    """A report template. ``order``: sections of the general report and parts (``part:ID``) as they follow one another.

    ``notebook``: the case's notebook whose tagged cells hold the conclusions. ``text``: the file as it was read.
    """

    name: str
    title: Words
    notebook: str
    order: tuple[str, ...]
    parts: tuple[Part, ...]
    subtitle: Words | None = None
    text: str = ""

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.id == name)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings for lineage, in the order of the parts."""
        items = [item for part in self.parts for item in part.show if isinstance(item, Versions)]
        return tuple(dict.fromkeys(reading for item in items for reading in item.readings))

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags of the cells that hold conclusions."""
        return tuple(CONCLUSION + part.id for part in self.parts if part.conclude)
