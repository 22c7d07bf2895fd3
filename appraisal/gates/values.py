"""One walk over what is filed: dataclasses, tables and lists as they stand in records, exhibits, forms and entries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

_LEAVES = frozenset({str, int, float, bool, bytes, type(None)})  # below which nothing stands


def within(value: Any, kinds: Any, *, but: Collection[str] = (), name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of these types within ``value``, in order, with the name of the field or key below which it stands;
    what is below a name of ``but`` is passed over."""
    if isinstance(value, kinds):
        yield name, value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from within(one, kinds, but=but, name=name)
    elif type(value) not in _LEAVES:
        for called, one in _named(value):
            if called not in but:
                yield from within(one, kinds, but=but, name=called)


def _named(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif is_dataclass(value) and not isinstance(value, type):
        yield from ((name, getattr(value, name)) for name in _fields(type(value)))


@lru_cache(maxsize=512)
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
