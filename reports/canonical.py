"""Dataclasses to canonical JSON and back, and their JSON Schema, all three from the type annotations alone."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
import math
import types
import typing
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from appraisal.errors import ReportError
from appraisal.grammars import left_unbuilt

T = TypeVar("T")


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


@cache
def _defaults(cls: type) -> dict[str, Any]:
    return {
        f.name: f.default
        for f in dataclasses.fields(cls)
        if f.default is not dataclasses.MISSING and f.name != "schema"
    }


def _union(hint: Any) -> tuple[Any, ...]:
    """Members of a union, nested unions and recursive names flattened; one member for anything else."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(member for arm in typing.get_args(hint) for member in _union(arm))
    return (hint,)


def _is_class(hint: Any) -> bool:
    return isinstance(hint, type) and dataclasses.is_dataclass(hint)


def encode(value: Any, hint: Any) -> Any:
    """JSON form of ``value``, which has the type ``hint``; members of a union of classes carry their name as type."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        args = typing.get_args(next(arm for arm in _union(hint) if typing.get_origin(arm) is tuple))
        if args[-1] is Ellipsis:
            return [encode(item, args[0]) for item in value]
        return [encode(item, arm) for item, arm in zip(value, args, strict=True)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        cls = type(value)
        body = {"type": cls.__name__} if sum(map(_is_class, _union(hint))) > 1 else {}
        hints, defaults = _hints(cls), _defaults(cls)
        for name in hints:
            item = getattr(value, name)
            if name not in defaults or defaults[name] != item:
                body[name] = encode(item, hints[name])
        return body
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ReportError(f"a report holds finite numbers only, not {value}")
        return int(value) if value.is_integer() else value
    return value


def decode(body: Any, hint: Any, where: str = "report") -> Any:
    """The value of type ``hint`` that ``body`` encodes. ``ReportError`` names the place that does not fit."""
    arms = _union(hint)
    if body is None and type(None) in arms:
        return None
    if isinstance(body, list):
        arm = next((arm for arm in arms if typing.get_origin(arm) is tuple), None)
        if arm is None:
            raise ReportError(f"{where}: no list is expected here")
        args = typing.get_args(arm)
        if args[-1] is Ellipsis:
            return tuple(decode(item, args[0], f"{where}[{at}]") for at, item in enumerate(body))
        if len(args) != len(body):
            raise ReportError(f"{where}: {len(args)} items are expected, not {len(body)}")
        return tuple(decode(item, arm, f"{where}[{at}]") for at, (item, arm) in enumerate(zip(body, args, strict=True)))
    if isinstance(body, dict):
        return _decode_class(body, arms, where)
    return _decode_scalar(body, arms, where)


def _decode_class(body: dict[str, Any], arms: tuple[Any, ...], where: str) -> Any:
    classes = {arm.__name__: arm for arm in arms if _is_class(arm)}
    rest = dict(body)
    name = rest.pop("type", None) if len(classes) > 1 else next(iter(classes), None)
    if name not in classes:
        raise ReportError(f"{where}: unknown element {name!r}")
    cls = classes[name]
    hints = _hints(cls)
    if unknown := sorted(rest.keys() - hints.keys()):
        raise ReportError(f"{where}: {name} has no field {', '.join(map(repr, unknown))}")
    if missing := sorted(hints.keys() - rest.keys() - _defaults(cls).keys()):
        raise ReportError(f"{where}: {name} needs {', '.join(missing)}")
    values = {field: decode(item, hints[field], f"{where}.{field}") for field, item in rest.items()}
    return cls(**values)


def _decode_scalar(body: Any, arms: tuple[Any, ...], where: str) -> Any:
    for arm in arms:
        if typing.get_origin(arm) is typing.Literal and body in typing.get_args(arm):
            return body
        if arm is bytes and isinstance(body, str):
            try:
                return base64.b64decode(body, validate=True)
            except binascii.Error as error:
                raise ReportError(f"{where}: not base64") from error
        if arm is float and isinstance(body, int | float) and not isinstance(body, bool):
            return float(body)
        if isinstance(arm, type) and type(body) is arm:
            return body
    raise ReportError(f"{where}: {body!r} does not belong here")


def dumps(value: Any) -> str:
    """Canonical text of a dataclass."""
    body = encode(value, type(value))
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n"


def pretty(body: dict[str, Any]) -> str:
    """Text of a schema for the repository."""
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def loads(text: str | bytes | dict[str, Any], cls: type[T], schema_file: Path) -> T:
    """A ``cls`` from JSON text or an already parsed object, checked against the schema first."""
    with left_unbuilt():
        import jsonschema
    try:
        body = text if isinstance(text, dict) else json.loads(text)
    except ValueError as error:
        raise ReportError(f"not a report: {error}") from error
    validator = jsonschema.Draft202012Validator(json.loads(schema_file.read_text("utf-8")))
    for fault in validator.iter_errors(body):
        fault = jsonschema.exceptions.best_match([fault]) or fault
        raise ReportError(f"not a report: {fault.json_path}: {fault.message[:200]}")
    found: T = decode(body, cls)
    return found


def schema(cls: type, name: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of ``cls``."""
    made: dict[str, Any] = {}
    root = _schema_of(cls, made)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": name,
        **root,
        "$defs": dict(sorted(made.items())),
    }


def _schema_of(hint: Any, made: dict[str, Any]) -> dict[str, Any]:
    arms = _union(hint)
    classes = [arm for arm in arms if _is_class(arm)]
    forms = [_arm(arm, made, tagged=len(classes) > 1) for arm in arms]
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    type(None): {"type": "null"},
}


def _arm(arm: Any, made: dict[str, Any], *, tagged: bool) -> dict[str, Any]:
    if arm in _SCALARS:
        return _SCALARS[arm]
    origin, args = typing.get_origin(arm), typing.get_args(arm)
    if origin is typing.Literal:
        return {"enum": list(args)}
    if origin is tuple:
        if args[-1] is Ellipsis:
            return {"type": "array", "items": _schema_of(args[0], made)}
        return {
            "type": "array",
            "prefixItems": [_schema_of(a, made) for a in args],
            "minItems": len(args),
            "maxItems": len(args),
        }
    name = arm.__name__
    if name not in made:
        made[name] = {}
        made[name] = _class(arm, made, tagged=tagged)
    return {"$ref": f"#/$defs/{name}"}


def _class(cls: type, made: dict[str, Any], *, tagged: bool) -> dict[str, Any]:
    hints, defaults = _hints(cls), _defaults(cls)
    properties = {name: _schema_of(hint, made) for name, hint in hints.items()}
    required = [name for name in hints if name not in defaults]
    if "schema" in properties:
        properties["schema"] = {"const": cls.__dataclass_fields__["schema"].default}  # type: ignore[attr-defined]
    if tagged:
        properties = {"type": {"const": cls.__name__}, **properties}
        required = ["type", *required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
