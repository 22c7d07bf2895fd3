"""Plain JSON for the frozen dataclasses of the vocabulary (exhibits, dossiers, findings), driven by their type hints.

``bytes`` travel as base64, enums by value, members of a union of dataclasses carry their class name in ``"is"``.
Reading is strict: unknown or missing fields, or a value of another type, raise ``RecordError``.
"""

from __future__ import annotations

import base64
import os
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from appraisal import records, span
from appraisal.comparison import JSON, Comparison
from appraisal.errors import RecordError

T = TypeVar("T")


def encode(value: Any) -> JSON:
    """Plain JSON of a dataclass, enum, tuple, mapping, bytes or scalar."""
    if isinstance(value, Comparison):
        return records.to_json(value)
    if isinstance(value, span.Span):
        return span.to_json(value)
    if is_dataclass(value):
        return {"is": type(value).__name__} | {f.name: encode(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return os.fsencode(value).hex()  # a path may hold bytes that are no text
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in sorted(value.items())}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    return records.plain(value)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def decode(cls: Any, value: Any) -> Any:
    """An instance of ``cls`` (a dataclass, or any type hint made of them) from plain JSON."""
    origin = get_origin(cls)
    if cls is Any:
        return value
    if origin in (Union, types.UnionType):
        return _union(get_args(cls), value)
    if origin is Literal:
        return _expect(value in get_args(cls), cls, value)
    if origin is tuple:
        return _tuple(cls, value)
    if origin is not None and issubclass(origin, Mapping):
        key, item = get_args(cls)
        _expect(isinstance(value, dict), cls, value)
        return {decode(key, k): decode(item, v) for k, v in value.items()}
    if origin is not None and issubclass(origin, Sequence):
        _expect(isinstance(value, list), cls, value)
        return tuple(decode(get_args(cls)[0], v) for v in value)
    if cls is Comparison:
        return records.loads(records.canonical(value))
    if cls is span.Span:
        return span.from_json(_expect(isinstance(value, dict), cls, value))
    if is_dataclass(cls):
        return _dataclass(cls, value)
    if isinstance(cls, type) and issubclass(cls, Enum):
        return _enum(cls, value)
    if cls is bytes:
        return base64.b64decode(_expect(isinstance(value, str), cls, value), validate=True)
    if cls is Path:
        return Path(os.fsdecode(bytes.fromhex(_expect(isinstance(value, str), cls, value))))
    if cls is float:
        return _expect(isinstance(value, (int, float)) and not isinstance(value, bool), cls, value)
    if cls is type(None):
        return _expect(value is None, cls, value)
    return _expect(type(value) is cls, cls, value)


def _expect(holds: bool, cls: Any, value: Any) -> Any:
    if not holds:
        raise RecordError(f"expected {getattr(cls, '__name__', cls)}, found {str(value)[:60]!r}")
    return value


def _union(options: Sequence[Any], value: Any) -> Any:
    if isinstance(value, dict) and "is" in value:
        for option in options:
            if getattr(option, "__name__", None) == value["is"]:
                return decode(option, value)
    for option in options:
        try:
            return decode(option, value)
        except RecordError:
            continue
    raise RecordError(f"fits none of {options}: {str(value)[:60]!r}")


def _tuple(cls: Any, value: Any) -> tuple[Any, ...]:
    _expect(isinstance(value, list), cls, value)
    parts = get_args(cls)
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(decode(parts[0], item) for item in value)
    _expect(len(parts) == len(value), cls, value)
    return tuple(decode(part, item) for part, item in zip(parts, value, strict=True))


def _dataclass(cls: Any, value: Any) -> Any:
    _expect(isinstance(value, dict) and value.get("is") == cls.__name__, cls, value)
    known = {f.name: f for f in fields(cls)}
    given = set(value) - {"is"}
    required = {n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING}
    if not required <= given <= known.keys():
        raise RecordError(f"{cls.__name__}: unknown or missing fields {sorted(given ^ set(known))}")
    hints = _hints(cls)
    return cls(**{name: decode(hints[name], value[name]) for name in given})


def _enum(cls: type[Enum], value: Any) -> Enum:
    try:
        return cls(value)
    except ValueError as error:
        raise RecordError(f"{value!r} is no {cls.__name__}") from error
