"""What is seen in one function, and what is known of the program meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from comparators.software.functions.program import Program

PEB = "peb"  # the list of loaded modules is reached past the functions meant for it
HANDED = "syscall-handed"  # the system is called by the number that is the first argument
TEB = "teb"  # the block of the thread, which leads there


@dataclass(frozen=True, slots=True)
class Stack:
    """An address on the stack, from where the stack pointer stood on entry; with a ``base``, from where an argument of
    the function points, whatever that is."""

    offset: int
    base: str = ""

    def after(self, distance: int) -> Stack:
        """The address so many bytes further on."""
        return Stack(self.offset + distance, self.base)


@dataclass(frozen=True, slots=True)
class Api:
    """A pointer to a function of the system. ``how``: import, resolved, hidden, hashed. ``at``: where that is seen."""

    name: str
    how: str
    at: int


@dataclass(frozen=True, slots=True)
class Given:
    """What a call gave back: ``name`` of what was called ("" unknown), ``at`` its address."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Held:
    """What a variable of the program holds."""

    address: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Bytes worked out of data of the program: ``sources``, addresses where these data begin. Not ``whole``: also of
    something that is not known."""

    sources: frozenset[int]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Moved:
    """A distance from something: what a call gave, what a variable holds, or what is not known (None)."""

    base: Given | Held | None
    distance: int


Value = int | Stack | Api | Given | Held | Drawn | Moved | None


@dataclass(frozen=True, slots=True)
class Call:
    """``target``: function of the program that is called, 0 for others. ``texts``: texts that arguments point to.
    ``behind``: the first word that its fourth argument points to on the stack. ``slot``: bytes into a table of methods
    that is called through, -1 for other calls."""

    at: int
    size: int
    name: str
    how: str
    target: int
    arguments: tuple[Value, ...]
    texts: tuple[str, ...]
    resolved: int = 0  # where the name was found, for functions found at run time
    jump: bool = False
    behind: Value = None
    slot: int = -1
    firsts: tuple[int | None, ...] = ()  # four bytes that each argument points to on the stack


@dataclass(frozen=True, slots=True)
class Store:
    """A constant written to memory. ``into``: where, if that is known."""

    at: int
    size: int
    width: int
    value: int
    into: Value


@dataclass
class Trace:
    """Everything seen in one function. ``names``: (address, name, how) of names looked up at run time."""

    start: int
    stop: int
    calls: list[Call] = field(default_factory=list)
    stores: list[Store] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)  # address that is referred to -> instruction that does
    constants: dict[int, int] = field(default_factory=dict)  # number -> first instruction
    reckoned: set[int] = field(default_factory=set)  # addresses worked out from where an instruction stands: its own
    special: dict[str, int] = field(default_factory=dict)  # peb, syscall, sidt … -> first instruction
    kept: dict[int, Value] = field(default_factory=dict)  # variables of the program that it writes
    names: list[tuple[int, str, str]] = field(default_factory=list)
    jumps: set[int] = field(default_factory=set)  # targets outside of it
    headers: list[Store] = field(default_factory=list)  # numbers of four bytes that it writes
    laid: list[Store] = field(default_factory=list)  # numbers of four and eight bytes that it puts on the stack
    spelt: list[tuple[int, str]] = field(default_factory=list)  # (address, text) that memory is compared with in pieces
    unended: list[tuple[int, str]] = field(default_factory=list)  # the same without the zero that ends it
    put: list[tuple[int, str]] = field(default_factory=list)  # and texts that it writes in pieces
    lettered: dict[int, str] = field(default_factory=dict)  # first four bytes of a piece -> the text it belongs to
    literals: dict[int, list[int]] = field(default_factory=dict)  # places that only numbers in instructions name
    asks: bool = False  # looks a function up by a name that is not seen here
    unsure: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)  # (address, names) looked up: one of these
    gives: set[Value] = field(default_factory=set)  # what it gives back, on the ways that end with something known
    reached: list[tuple[int, Moved]] = field(default_factory=list)  # (address, distance from what a call gave or holds)


@dataclass(frozen=True, slots=True)
class Standing:
    """A function of a library that the program carries along, whose call is one of ``name``. ``handed``: of each
    argument of that the number of the caller's that is handed on, from 0, or (-1, a number); None for what is not
    seen. Without it the arguments are the same."""

    name: str
    handed: tuple[tuple[int, int] | None, ...] | None = None

    def arguments(self, given: tuple[Value, ...]) -> tuple[Value, ...]:
        """What is handed to it, of what a caller gave."""
        if self.handed is None:
            return given
        places = ((one if one is not None else (len(given), 0)) for one in self.handed)
        return tuple(value if place < 0 else given[place] if place < len(given) else None for place, value in places)


@dataclass
class World:
    """What is known of the program. ``text``: the text at an address, plain or hidden, with how it is hidden.
    ``stubs``: functions that only jump to an import. ``slots``: variables that hold functions found at run time.
    ``wrappers``: functions that do nothing but call the system by a number. ``standing``: functions of libraries
    that it carries along whose call is that of a function of the system. ``resolvers``: functions that give a function
    for a name. ``lookups``: names of those of the system."""

    program: Program
    plain: Callable[[str], str]
    text: Callable[[int], tuple[str, str]]
    inner: Callable[[bytes], tuple[str, str]]
    lookups: frozenset[str]
    wanted: Callable[[str], bool]
    stubs: dict[int, str] = field(default_factory=dict)
    slots: dict[int, Api] = field(default_factory=dict)
    wrappers: dict[int, str] = field(default_factory=dict)
    standing: dict[int, Standing] = field(default_factory=dict)
    exported: dict[str, int] = field(default_factory=dict)  # functions of an ELF library by their names
    resolvers: set[int] = field(default_factory=set)
    givers: dict[int, tuple[str, str]] = field(default_factory=dict)  # functions that make one hidden name plain
    makers: dict[int, Api] = field(default_factory=dict)  # functions that find one function and give it back
    hashes: Mapping[int, tuple[str, str]] = field(default_factory=dict)
