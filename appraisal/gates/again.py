"""What is read once and asked for again: many gates read the same texts of a view, and most texts stay as they are from
one view to the next.

Kept is only what follows from the arguments alone, all of them values that nobody alters: an altered text is another
text, and a view of an altered case another view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

from appraisal.gates.view import View

T = TypeVar("T")
P = ParamSpec("P")
LONGEST = 10_000  # letters of a text of which anything is kept
MOST = 2048  # texts of which each reading is kept


def once(read: Callable[[View], Iterator[T]]) -> Callable[[View], Iterator[T]]:
    """What a function yields of a view, gathered when it is first asked for; it lasts as long as that view."""
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def again(view: View) -> Iterator[T]:
        held = vars(view)  # as ``cached_property`` does
        if name not in held:
            held[name] = tuple(read(view))
        return iter(held[name])

    return again


def of_text(read: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """What follows from a text, and from other values beside it, kept for texts that are not long. To be given by
    position; what it gives is not to be altered."""
    kept = lru_cache(maxsize=MOST)(read)

    @wraps(read)
    def again(text: str, /, *args: P.args, **others: P.kwargs) -> T:
        return kept(text, *args, **others) if len(text) <= LONGEST else read(text, *args, **others)  # type: ignore[arg-type]

    return again
