"""Writing TOML, which the standard library only reads: strings, numbers, booleans, lists, tables, arrays of tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    raise TypeError(f"not written to TOML: {type(value).__name__}")


def _is_tables(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _lines(body: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {k: v for k, v in body.items() if v is not None and not isinstance(v, Mapping) and not _is_tables(v)}
    lines = [f"{json.dumps(k) if not k.replace('_', '').isalnum() else k} = {_value(v)}" for k, v in plain.items()]
    for key, value in body.items():
        name = ".".join((*path, key))
        if isinstance(value, Mapping):
            lines += ["", f"[{name}]", *_lines(value, (*path, key))]
        elif _is_tables(value):
            for item in value:
                lines += ["", f"[[{name}]]", *_lines(item, (*path, key))]
    return lines


def dumps(body: Mapping[str, Any]) -> str:
    """TOML text of nested mappings; None values are left out. Keys of tables must be bare (letters, digits, _ -)."""
    return "\n".join(_lines(body, ())).lstrip("\n") + "\n"
