"""``text-reworded``: passages that two texts share in other words or order, shortened or mixed with new text.

The method, and scipy with it, is imported when it is asked for: other methods read the frequencies of words alone, and
each child of theirs would wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comparators.text.reworded.method import TextReworded

__all__ = ["TextReworded"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from comparators.text.reworded import method

        return getattr(method, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
