"""The protocol of a comparator. One file a method; this is all it must know of the engine.

A comparator is a frozen dataclass whose fields are its parameters. The engine reads each member file once
(``read``, in the limited child, cached by digest), hands both sides to ``match``, identifies and sorts the matches,
clips them through exclusions and ancestors, and calls ``measure`` for ``all`` and ``filtered`` figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

from appraisal.comparison import JSON, Comparison, Mask, Match, Measures, Observation, Reason
from appraisal.exhibit import Exhibit
from appraisal.span import Span, Unit
from appraisal.work import Medium, Member, Work

F = TypeVar("F")
F_contra = TypeVar("F_contra", contravariant=True)
Sided = Mapping[str, F]  # features of one side: member file -> features, in sorted order of names


class Scope(StrEnum):
    """MEMBER: ``match`` sees one file of each side; on folders the engine pairs members. WHOLE: it sees all at once."""

    MEMBER = "member"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Need:
    """A named thing a comparator uses: ``background`` (document frequencies), weights, a signature base."""

    name: str
    optional: bool = True


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies of keys in a named collection: how many of ``works`` works hold a key.

    ``names`` and ``holders``: of methods that name pieces (``Naming``), which of them hold each key, as numbers in
    ``names``. Both are empty for others.
    """

    name: str
    sha256: str
    works: int
    lookup: Callable[[Sequence[bytes]], Sequence[int]]
    names: Sequence[str] = ()
    holders: Callable[[Sequence[bytes]], Sequence[tuple[int, ...]]] = lambda keys: [()] * len(keys)


@dataclass(frozen=True, slots=True)
class ComponentFile:
    """One file of a known component; ``keys``: how many keys of it the index holds."""

    component: str
    version: str
    file: str
    keys: int


@dataclass(frozen=True, slots=True)
class Components:
    """A named index of known components. ``lookup`` gives for each key the numbers (in ``files``) of the files that
    hold it, and None for a key that a thinned index keeps nothing of, whatever it may be."""

    name: str
    sha256: str
    files: Sequence[ComponentFile]
    lookup: Callable[[Sequence[bytes]], Sequence[tuple[int, ...] | None]]
    public: bool = False  # whoever built it says that these works are in the public domain


@dataclass(frozen=True)
class Resources:
    """What ``needs`` asked for, opened. Digests of all go into the record."""

    backgrounds: tuple[Background, ...] = ()
    components: tuple[Components, ...] = ()  # for screeners only


class Memo:
    """Partial results that a later comparison may take up again; this one keeps none.

    A value is a mapping of names to numpy arrays, ``str``, ``bytes``, numbers or lists of plain JSON, and must follow
    from ``key`` alone (which names all digests it depends on) with the method's code, version and parameters, which the
    engine adds: a record must come out the same, to the byte, whether or not anything is remembered. So nothing may
    be kept that depends on the order of work, on other files, or on what was found before.
    """

    def get(self, key: bytes) -> Mapping[str, Any] | None:
        """The value kept under this key; None when there is none. The caller checks that it fits."""
        return None

    def put(self, key: bytes, value: Mapping[str, Any]) -> None:
        """Keep a value."""


@dataclass(frozen=True)
class Context:
    """What ``match`` may use besides the two sides.

    ``child`` compares two corresponding members with another comparator and keeps its record as a reference; it
    returns None for failures, which are recorded too. ``observe`` adds a one-sided observation to the record.
    ``table`` adds a named table (JSON rows). ``progress`` takes a share in [0, 1]. ``memory_limit`` is in bytes.
    ``memo`` keeps partial results between comparisons, see there.
    """

    resources: Resources = field(default_factory=Resources)
    seed: int = 0
    memory_limit: int = 4 << 30
    progress: Callable[[float], None] = lambda share: None
    observe: Callable[[Observation], None] = lambda observation: None
    table: Callable[[str, JSON], None] = lambda name, rows: None
    child: Callable[[str, Member, Member], Comparison | None] = lambda name, left, right: None
    left_work: Work | None = None
    right_work: Work | None = None
    memo: Memo = field(default_factory=Memo)


class Comparator(Protocol[F]):
    """See the module docstring. ``version`` is raised whenever a result can change.

    ``media`` of all kinds means every file, also those whose medium is not known. ``folders = True`` (optional) keeps a
    method that is about whole products from being proposed for two single files. ``nothing_in`` (optional) keeps one of
    all media from being proposed where every file of a work is of these media, which hold nothing for it.
    ``opt_in = True`` (optional) keeps a method that answers a question of its own from being proposed at all: it runs
    where it is named. ``between = True`` (optional) says that each work may hold another of the ``media``, which
    together they must. ``endings`` (optional): of names of files that the program takes for text, and the medium that
    they are to this method (``inc`` may be anything; beside C it is C). ``leads = True`` (optional) says that matches
    are places to look at and no results: the engine takes both coverages out of all its figures and makes no partition
    against ancestors, so that no share can be made of them, whatever it returns.
    ``threaded = True`` (optional) says that ``read`` and ``match`` may run in several threads at once: they use nothing
    of the context but its progress, and leave no trace in the process. The record is the same with any number of them.

    Two optional class attributes speak to readers of reports, in ``zh`` and ``en``: ``counting`` (``method``, ``rule``,
    ``example``) and ``labels`` (``name`` of the method, and words for each kind and each key of values and details).
    ``counting`` may name under ``shares`` the figures whose quotient the coverage of a side is (two stems without
    ``_left`` and ``_right``, a space between, ``a+b`` a sum) and under ``counted`` their unit: the first page of a
    report prints them beside each share. ``strength`` in it names the detail that is the larger the stronger a match
    is, by which lists are put in order (``counted.strength``); without it the longest match comes first. ``aside``
    names kinds of matches that are in no share and come after all others. ``told`` names details that ``compare``
    prints under each place. ``within`` is the stem of a figure that counts how much of what
    corresponds lies in stronger matches, ``within_said`` words for these: both stand beside each share.
    ``apart`` names two stems as ``shares`` does: how many of either number come from another kind of source than the
    rest, ``apart_said`` words for these, which stand behind the quotient.
    ``repeating`` names a detail and the values of it that say that a match only repeats others and is in no share:
    it is told under the place that it repeats (``folding``). ``unshared`` names a detail and values likewise of matches
    that are in no share whatever else is taken out: no sentence of an opinion counts them (``upheld``). ``of`` names
    pairs of stems, parted by commas: figures that are parts of others, which ``compare`` prints as n of m.
    ``of_whole`` names details of a match that follow from the works as wholes (``carried``). A label with
    open places (``{0}``) stands for evidence of that form.
    A method whose matches are passages of text says in ``counting`` under ``sentences`` which of its own keys the
    tables of passages print: ``total`` and ``common``, the value of either side that is counted and what corresponds of
    it; ``same`` and ``size``, for either side the details that add up to the same and to all characters of a match;
    ``rare``, the name of a table of rare strings in both works; ``lead``, true where matches are places to look at.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    media: ClassVar[frozenset[Medium]]
    scope: ClassVar[Scope]
    needs: ClassVar[tuple[Need, ...]]
    features: ClassVar[type[Any]]  # the dataclass F: fields are numpy arrays, str, bytes, int or float only

    def read(self, member: Member, resources: Resources) -> F:
        """Features of one file. Raises a ``MaterialError`` or ``Refused`` that names the file."""
        ...

    def match(self, left: Sided[F], right: Sided[F], context: Context) -> Iterator[Match]:
        """Propose, then verify. Any order; ``id`` left empty."""
        ...

    def measure(self, left: Sided[F], right: Sided[F], matches: Sequence[Match], mask: Mask) -> Measures:
        """Figures over matches that are already clipped; ``mask`` leaves the denominators too. Pure and fast."""
        ...

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        """What a panel is shown of this match. Reads the files again, in the limited child."""
        ...


@runtime_checkable
class Indexable(Protocol[F_contra]):
    """Keys for pairing members, batch candidates, screening and backgrounds: equal keys propose a pair."""

    def keys(self, features: F_contra) -> Iterable[bytes]: ...


@runtime_checkable
class Naming(Protocol[F_contra]):
    """Names the pieces of one file (tunes of a book; "" where it is one piece) with the keys of each: a background then
    counts pieces, not works, and says by name which of them hold a key."""

    def pieces(self, features: F_contra) -> Iterable[tuple[str, Iterable[bytes]]]: ...


@runtime_checkable
class Proposing(Protocol[F_contra]):
    """Names the pairs of members worth comparing from all of both sides at once, where that is quicker than keys."""

    def propose(self, left: Sided[F_contra], right: Sided[F_contra]) -> Iterable[tuple[str, str]]: ...


@runtime_checkable
class Explaining(Protocol):
    """Tells people more of the matches of a record than its codes do: the same matches in the same order, with other
    details, which follow from the record alone. Labels name them; no record, figure or exhibit is made of them. Asked
    of records of the version that is installed only."""

    def explained(self, matches: Sequence[Match]) -> Sequence[Match]: ...


@dataclass(frozen=True, slots=True)
class Plant:
    """A known copy: ``left`` in the original stands altered at ``right`` in the new member ``path``."""

    left: Span
    right: Span
    alteration: str
    path: Path


@runtime_checkable
class Extended(Protocol[F_contra]):
    """Says how long a member is in the unit of its spans, so that reports can draw where in it the matches lie."""

    def extent(self, features: F_contra) -> tuple[Unit, float]: ...


@runtime_checkable
class Plantable(Protocol):
    """Makes a known, documented copy of part of one work inside other material: controls and contract law."""

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Write the altered host to the folder ``out`` and say what stands where."""
        ...


@runtime_checkable
class Scrambling(Protocol):
    """Makes material of the same kind that holds no true copy: negative controls where no unrelated work is at hand."""

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """Write ``member``, shuffled so that no passage is left which the method should find, to the folder ``out``."""
        ...


@dataclass(frozen=True, slots=True)
class Screened:
    """A place of one work that a rule takes out of the figures. ``evidence``: what the rule saw, in a few words that
    can be checked by hand, e.g. "zlib 1.3.1 inflate.c, 61 of 64 fingerprints"."""

    span: Span
    reason: Reason
    rule: str
    evidence: str


class Screener(Protocol[F]):
    """Rules that take places of one work out of the figures before anything is compared (filtration).

    A place follows from that work, the named resources and the code alone, never from the other work or from a
    result, and not from the name of a file: the same content is screened alike wherever it stands. A comparator names
    the screeners it takes places from in ``screeners`` (a tuple of names, optional); the engine does the rest.
    ``rules``: names of all rules, in the order in which the waterfall of figures takes them. ``needs`` as of a
    comparator. ``bundled`` (optional): folder of an index of components that comes with the screener.
    ``public_works`` (optional): True when its indexes are of works in the public domain, not of components.
    ``labels`` (optional): words for each rule, in ``zh`` and ``en``.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    media: ClassVar[frozenset[Medium]]
    needs: ClassVar[tuple[Need, ...]]
    features: ClassVar[type[Any]]
    rules: ClassVar[tuple[str, ...]]

    def read(self, member: Member, resources: Resources) -> F:
        """Features of one file, as of a comparator."""
        ...

    def screen(self, side: Sided[F], resources: Resources) -> Iterable[Screened]:
        """Places that the rules take out, in any order; they may overlap."""
        ...


@runtime_checkable
class Composed(Protocol[F_contra]):
    """A screener that recognises components: keys that an index of components holds of each file."""

    def component_keys(self, features: F_contra) -> Iterable[bytes]: ...


def parameters_of(comparator: object) -> dict[str, JSON]:
    """All parameters with defaults, as the record prints them."""
    return {f.name: getattr(comparator, f.name) for f in fields(comparator)}  # type: ignore[arg-type]
