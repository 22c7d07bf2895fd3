"""Writing TOML, which the standard library only reads: strings, numbers, booleans, lists, tables, arrays of tables."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")


def _text(value: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped. What UTF-8 cannot hold is spelt out.
    value = value.encode("utf-8", "backslashreplace").decode()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return repr(float(value))
    if isinstance(value, str):
        return _text(str(value))
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items() if v is not None) + "}"
    raise TypeError(f"not written to TOML: {type(value).__name__}")


def _is_tables(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _lines(body: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {k: v for k, v in body.items() if v is not None and not isinstance(v, Mapping) and not _is_tables(v)}
    lines = [f"{_key(k)} = {_value(v)}" for k, v in plain.items()]
    for key, value in body.items():
        inner = (*path, _key(key))
        name = ".".join(inner)
        if isinstance(value, Mapping):
            lines += ["", f"[{name}]", *_lines(value, inner)]
        elif _is_tables(value):
            for item in value:
                lines += ["", f"[[{name}]]", *_lines(item, inner)]
    return lines


def dumps(body: Mapping[str, Any]) -> str:
    """TOML text of nested mappings; None values are left out. Keys that are not bare are quoted."""
    return "\n".join(_lines(body, ())).lstrip("\n") + "\n"
