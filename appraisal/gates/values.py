"""One walk over what is filed: dataclasses, tables and lists as they stand in records, exhibits, forms and entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

_LEAVES = frozenset({str, int, float, bool, bytes, type(None)})  # below which nothing stands


def within(value: Any, kinds: Any, *, but: Collection[str] = (), name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of these types within ``value``, in order, with the name of the field or key below which it stands;
    what is below a name of ``but`` is passed over."""
    found: list[tuple[str, Any]] = []
    _gather(value, kinds, but, name, found)
    return iter(found)


def _gather(value: Any, kinds: Any, but: Collection[str], name: str, found: list[tuple[str, Any]]) -> None:
    """Gathered in a list: generators within generators took three times as long, of gates that walk each entry."""
    if isinstance(value, kinds):
        found.append((name, value))
    elif isinstance(value, list | tuple):
        for one in value:
            _gather(one, kinds, but, name, found)
    elif type(value) not in _LEAVES:
        for called, one in _named(value):
            if called in but:
                continue
            if type(one) is kinds:  # most are texts, of which a call each took most of the time
                found.append((called, one))
            elif type(one) not in _LEAVES or isinstance(one, kinds):
                _gather(one, kinds, but, called, found)


def _named(value: Any) -> Iterable[tuple[str, Any]]:
    if type(value) is dict or isinstance(value, Mapping):
        return value.items()
    if is_dataclass(value) and not isinstance(value, type):
        return [(name, getattr(value, name)) for name in _fields(type(value))]
    return ()


@lru_cache(maxsize=512)
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
