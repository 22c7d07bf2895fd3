"""What is read once of a view and asked for again; what follows from less than a view: ``keeping``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TypeVar

from appraisal.gates.view import View

T = TypeVar("T")


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
