"""Filling in the intake's dataclasses from plain data, strictly: a fault names the field and what to do about it."""

from __future__ import annotations

import re
import tomllib
import types
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from appraisal.errors import CaseError
from appraisal.intake.words import Word
from appraisal.rights import check_day

T = TypeVar("T")


def read_form(text: str, form: str, parts: Collection[str], lists: Collection[str] = ()) -> dict[str, Any]:
    """The parts of a form in TOML, of which some are ``lists`` of tables. ``form``: what messages call it."""
    try:
        body = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CaseError(f"{form} cannot be read: {error}") from error
    check_parts(body, form, parts, lists)
    return body


def check_parts(body: Mapping[str, Any], form: str, parts: Collection[str], lists: Collection[str] = ()) -> None:
    """``CaseError`` for a part that the form has not, and for one of ``lists`` that is none."""
    if odd := sorted(set(body) - set(parts)):
        raise CaseError(f"{form}: unknown part {odd[0]!r}; it has {', '.join(parts)}")
    for name in lists:
        if not isinstance(body.get(name, []), list):
            raise CaseError(f"{form}, {name}: write each one under [[{name}]]")


def name_of(cls: type) -> str:
    """The name of a dataclass in messages and labels: ``CheckValue`` is ``check_value``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower().removesuffix("_check")


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def fill(instance: Any) -> None:
    """Bring the fields of a frozen dataclass to their types: words of closed lists, tuples of lists, dataclasses of
    tables. For ``__post_init__``; ``CaseError`` names the field."""
    cls: type = type(instance)
    for field in fields(cls):
        value = getattr(instance, field.name)
        object.__setattr__(instance, field.name, _as(_hints(cls)[field.name], value, f"{name_of(cls)}, {field.name}"))


def table(given: Any, where: str) -> dict[str, Any]:
    """A copy of a mapping; ``CaseError`` when it is none. Fields that are None (a form left empty) are left out."""
    if not isinstance(given, Mapping):
        raise CaseError(f"{where}: write it as a table of fields")
    return {str(name): value for name, value in given.items() if value is not None}


def build(cls: type[T], given: Mapping[str, Any], where: str = "") -> T:
    """An instance from a plain mapping (a table of TOML, a form). Unknown and missing fields raise ``CaseError``."""
    where = where or name_of(cls)
    given = table(given, where)
    known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]  # cls is a dataclass, which T cannot say
    if odd := [key for key in given if key not in known]:
        raise CaseError(f"{where}: unknown field {odd[0]!r}; remove or rename it; known are {', '.join(known)}")
    for name, field in known.items():
        if name not in given and field.default is MISSING:
            raise CaseError(f"{where}, {name}: fill it in")
    try:
        return cls(**given)
    except CaseError as error:
        own = name_of(cls)
        raise (error if where == own else CaseError(f"{where}: {error}")) from error


def plain(value: Any) -> Any:
    """Tables, lists and texts, as TOML has them; what was left empty is left out. ``build`` reads it back."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: plain(item) for f, item in pairs if item is not None and item != f.default}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Word) else value


def _as(hint: Any, value: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):  # always ``X | None``
        (inner,) = (option for option in get_args(hint) if option is not type(None))
        return None if value is None or value == "" else _as(inner, value, where)
    if origin is tuple:
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, (list, tuple)):
            raise CaseError(f"{where}: write it as a list")
        return tuple(_as(get_args(hint)[0], item, f"{where} {at}") for at, item in enumerate(value, 1))
    if hint is str:
        return _text(value, where)
    if issubclass(hint, Word):
        return _word(hint, value, where)
    return value if isinstance(value, hint) else build(hint, value, where)


def _text(value: Any, where: str) -> str:
    if isinstance(value, date):  # TOML has dates of its own; a datetime is a date too
        return value.isoformat()
    if not isinstance(value, str):
        raise CaseError(f"{where}: {value!r} is no text: write it in quotation marks")
    if any("\ud800" <= char <= "\udfff" for char in value) or "\x00" in value:
        raise CaseError(f"{where}: it holds bytes that are no UTF-8 text: write it anew")
    return str(value)


def _word(cls: type[Word], value: Any, where: str) -> Word:
    for word in cls:
        if isinstance(value, str) and str(value).strip() in (word.value, word.zh, word.en):
            return word
    raise CaseError(f"{where}: {str(value)[:40]!r} is not in the list: use one of {', '.join(cls)}")


def need(text: str, where: str, what: str) -> None:
    """``CaseError`` unless ``text`` says something."""
    if not text.strip():
        raise CaseError(f"{where}: {what}")


def day(text: str, where: str) -> None:
    """``CaseError`` unless ``text`` is empty or an ISO date, with or without a time of day."""
    if text:
        check_day(text, where)
