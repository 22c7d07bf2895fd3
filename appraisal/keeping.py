"""What is read once and asked for again: many gates read the same texts of a view, and most texts stay as they are from
one view to the next.

Kept is only what follows from the arguments alone, all of them values that nobody alters: an altered text is another
text, and a view of an altered case another view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Shown(Protocol):
    """A text as it is printed."""

    @property
    def text(self) -> str: ...


S = TypeVar("S", bound=str | Shown)
T = TypeVar("T")
V = TypeVar("V")
P = ParamSpec("P")
LONGEST = 10_000  # letters of a text of which anything is kept
MOST = 2048  # texts of which each reading is kept


def lasting(read: Callable[[V], T]) -> Callable[[V], T]:
    """What follows from a frozen value alone, kept beside its fields as ``cached_property`` does: it lasts as long as
    that value, and one that is altered is another value."""
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def again(value: V) -> T:
        kept = vars(value)
        if name not in kept:
            kept[name] = read(value)
        found: T = kept[name]
        return found

    return again


@lru_cache(maxsize=256)
def same(value: T) -> T:
    """The equal value that was here first: what is kept of many texts is found by it at once, and not by comparing
    all that it holds with each."""
    return value


def of_text(read: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """What follows from a text, as it is written or as it is printed, and from other values beside it, kept for texts
    that are not long. The text is given by position; what comes of it is not to be altered."""
    kept = lru_cache(maxsize=MOST)(read)

    @wraps(read)
    def again(text: S, /, *args: P.args, **others: P.kwargs) -> T:
        long = len(text if isinstance(text, str) else text.text) > LONGEST
        return read(text, *args, **others) if long else kept(text, *args, **others)  # type: ignore[arg-type]

    return again


class Body:
    """A body of an entry by all that it says: another that says anything else, or in another order, is another."""

    __slots__ = ("held", "said")

    def __init__(self, held: Mapping[str, Any]) -> None:
        self.held = held
        self.said = repr(dict(held))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Body) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)
