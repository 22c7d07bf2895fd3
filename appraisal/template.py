"""Reading report templates, from the program's own folder of notebooks or from a file of the panel's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from appraisal.codec import decode
from appraisal.errors import RecordError, UsageError
from appraisal.profile import Item, Part, Profile, Reading, Within

INSTALLED = Path(__file__).parent / "_notebooks"
CHECKOUT = Path(__file__).parent.parent / "notebooks"
SUFFIX = ".toml"
LARGEST = 1 << 20  # bytes of a template
_ITEMS: Mapping[str, type[Any]] = {cls.__name__.lower(): cls for cls in get_args(Item)}


def folder() -> Path:
    """Where notebooks and templates lie: in the wheel, or in the checkout."""
    return INSTALLED if INSTALLED.is_dir() else CHECKOUT


def names() -> tuple[str, ...]:
    """Templates that the program brings: ``private-server`` is ``private_server.toml``."""
    return tuple(sorted(path.stem.replace("_", "-") for path in folder().glob(f"*{SUFFIX}")))


def find(name: str) -> Profile:
    """The template of that name, or in that file; ``UsageError`` when there is none or it cannot be read."""
    path = Path(name) if name.endswith(SUFFIX) else folder() / f"{name.replace('-', '_')}{SUFFIX}"
    if not name.endswith(SUFFIX) and name not in names():
        raise UsageError(f"no report template {name!r}; there are: {', '.join(names()) or 'none'}, or a file {SUFFIX}")
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path.name}: larger than a report template can be")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name}: cannot be read ({error})") from error
    return read(text)


def known(root: Path, name: str = "") -> tuple[Profile, ...]:
    """The templates that the program brings, the template ``name``, and the one that the last report of the case in
    ``root`` was made by."""
    found = [find(one) for one in (*names(), *([name] if name else []))]
    if (used := root / "report" / f"profile{SUFFIX}").is_file():
        found.append(find(str(used)))
    return tuple(found)


def conclusions(root: Path, name: str = "") -> tuple[str, ...]:
    """What a decision of a case may conclude on: parts of the templates that it may know, in their order."""
    return tuple(dict.fromkeys(tag for profile in known(root, name) for tag in profile.tags))


@lru_cache(maxsize=32)  # a case asks for the same few with each step
def read(text: str) -> Profile:
    """A template from TOML; ``UsageError`` names what is wrong in it."""
    try:
        body: Any = tomllib.loads(text)
        parts = body.pop("part", [])
        if not isinstance(parts, list):
            raise RecordError("write each part under [[part]]")
        listed = [_part(one) for part in parts for one in _each(part)]
        made = {**_tagged(body, Profile), "parts": listed, "text": text}
        profile: Profile = decode(Profile, made)
        _check(profile)
    except (tomllib.TOMLDecodeError, RecordError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UsageError(f"report template: {error}") from error
    return profile


def _check(profile: Profile) -> None:
    named = [part.id for part in profile.parts]
    if len(set(named)) < len(named):
        raise RecordError("two parts have one id")
    placed = [name.removeprefix("part:") for name in profile.order if name.startswith("part:")]
    if sorted(placed) != sorted(named):
        raise RecordError(f"order: place each part once; placed {placed}, there are {named}")
    if "/" in profile.notebook or not profile.notebook.endswith(".ipynb"):
        raise RecordError("notebook: name a notebook of the case's folder of notebooks")


def _each(part: Any) -> list[Any]:
    """The part, or one for each table under ``each``: ``<name>`` in any of its texts is that table's value."""
    if not isinstance(part, dict) or "each" not in part:
        return [part]
    rest = {key: value for key, value in part.items() if key != "each"}
    return [_replaced(rest, {str(key): str(value) for key, value in values.items()}) for values in part["each"]]


def _replaced(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for name, word in values.items():
            value = value.replace(f"<{name}>", word)
        return value
    if isinstance(value, dict):
        return {key: _replaced(item, values) for key, item in value.items()}
    return [_replaced(item, values) for item in value] if isinstance(value, list) else value


def _part(body: Any) -> Any:
    """A part as ``decode`` reads it. An item with ``only`` stands in the parts of these ids alone (see ``_each``)."""
    if not isinstance(body, dict):
        raise RecordError("a part is a table")
    shown = []
    for item in body.get("show", []):
        if isinstance(item, dict) and "only" in item and body.get("id") not in item.pop("only"):
            continue
        kind = str(item.pop("kind", "")) if isinstance(item, dict) else ""
        if kind not in _ITEMS:
            raise RecordError(f"part {body.get('id')!r}: show {kind!r}; known are {', '.join(_ITEMS)}")
        shown.append(_tagged(item, _ITEMS[kind]))
    return {**_tagged({k: v for k, v in body.items() if k != "show"}, Part), "show": shown}


def _tagged(body: Mapping[str, Any], cls: type[Any]) -> dict[str, Any]:
    """The body as ``decode`` reads it: texts in two languages and readings told as what they are."""
    if odd := sorted(set(body) - {f.name for f in fields(cls)}):
        raise RecordError(f"{cls.__name__.lower()}: unknown field {odd[0]!r}")
    return {"is": cls.__name__} | {key: _value(key, value) for key, value in body.items()}


def _value(key: str, value: Any) -> Any:
    if key == "readings" and isinstance(value, Sequence):
        return [_tagged(item, Reading) if isinstance(item, dict) else item for item in value]
    if key == "within" and isinstance(value, dict):
        return _tagged(value, Within)
    if key == "heads" and isinstance(value, dict):
        return {name: _value("", item) for name, item in value.items()}
    if isinstance(value, dict) and set(value) <= {"zh", "en"} and all(isinstance(v, str) for v in value.values()):
        return {"is": "Words", **value}
    return value
