"""Bounded readers of the containers that maps and models come in: JSON and XML. All of it runs in the limited child."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

from appraisal.errors import OverLimit, Unreadable
from appraisal.work import Member

MOST_BYTES = 256 << 20  # of a file that is parsed
MOST_DEPTH = 100  # of values in values, elements in elements
SCALARS = 1 << 27  # greatest whole number that is taken as a size

Attributes = Mapping[str, str]


def suffix_of(file: str) -> str:
    """The name's ending in small letters, without the dot; empty where there is none."""
    name = file.replace("\\", "/").rsplit("/", 1)[-1]
    return name.rpartition(".")[2].lower() if "." in name else ""


def load(member: Member) -> bytes:
    """All bytes of a file. Raises ``OverLimit`` above ``MOST_BYTES``."""
    return member.bytes(MOST_BYTES)


def json_value(data: bytes, file: str) -> Any:
    """What a JSON file says. Raises ``Unreadable`` naming the file, ``OverLimit`` when values lie too deep."""
    try:
        value = json.loads(data, parse_constant=lambda name: math.nan)
        _shallow(value, file)
        return value
    except RecursionError as error:
        raise OverLimit(f"{file}: values lie more than {MOST_DEPTH} levels deep") from error
    except ValueError as error:  # numbers of too many digits and broken encodings are value errors as well
        raise Unreadable(f"{file}: not JSON ({str(error)[:120]})") from error


def _shallow(value: Any, file: str) -> None:
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [
            item
            for each in level
            if isinstance(each, (dict, list))
            for item in (each.values() if isinstance(each, dict) else each)
            if isinstance(item, (dict, list))
        ]
        if not level:
            return
    raise OverLimit(f"{file}: values lie more than {MOST_DEPTH} levels deep")


def xml_walk(
    data: bytes,
    file: str,
    *,
    start: Callable[[str, Attributes], None],
    end: Callable[[str, str], None],
) -> None:
    """Call ``start`` (name, attributes) and ``end`` (name, own text) for each element.

    Declared entities are refused, so nothing expands ("billion laughs"), and nothing outside the file is opened. Raises
    ``Unreadable`` for what is not well-formed, ``OverLimit`` for elements that lie too deep.
    """
    made = expat.ParserCreate()
    made.buffer_text = True
    texts: list[list[str]] = [[]]

    def refuse(name: str, *_: object) -> None:
        raise Unreadable(f"{file}: declares the entity {name[:40]!r}, which is not expanded: save it without one")

    def opened(name: str, attributes: dict[str, str]) -> None:
        if len(texts) > MOST_DEPTH:
            raise OverLimit(f"{file}: elements lie more than {MOST_DEPTH} levels deep")
        texts.append([])
        start(name, attributes)

    made.EntityDeclHandler = refuse
    made.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    made.StartElementHandler = opened
    made.EndElementHandler = lambda name: end(name, "".join(texts.pop()))
    made.CharacterDataHandler = lambda text: texts[-1].append(text)
    try:
        made.Parse(data, True)
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise Unreadable(f"{file}: no well-formed XML ({error})") from error


def size(value: Any, file: str, what: str, *, most: int = SCALARS) -> int:
    """A whole number from 0 to ``most``, a length or a number of a cell. Raises ``Unreadable`` for anything else."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise Unreadable(f"{file}: {what} is no whole number: {str(value)[:40]!r}") from error
    if not 0 <= number <= most:
        raise Unreadable(f"{file}: {what} is {str(number)[:40]}, not 0 to {most}")
    return number


def real(value: Any, file: str, what: str) -> float:
    """A finite number. Raises ``Unreadable`` for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise Unreadable(f"{file}: {what} is no number: {str(value)[:40]!r}") from error
    if not math.isfinite(number):
        raise Unreadable(f"{file}: {what} is not finite")
    return number
