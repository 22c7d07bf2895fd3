"""Keys of methods that stand in a report without their name: a reader of a report does not know them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from appraisal import registry
from reports.document import Inline, Language, Part, Shown

KEYS = (*registry.comparator_names(), *registry.examiner_names(), *registry.screener_names())
MUTE = frozenset({"code", "digest"})  # styles of record numbers, files of records and keys below a name


@cache
def names(language: Language) -> dict[str, str]:
    """What each method is called."""
    made: dict[str, str] = {}
    for key in KEYS:
        labels: Any = registry.counting(key).get(language, {}).get("labels", {})
        made[key] = str(labels.get("name", ""))
    return made


def texts(value: Any) -> Iterator[str]:
    """Each text as it stands on the page: a line as one, its keys and digests left out; no words of the works."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple) and value and all(isinstance(one, Inline) for one in value):
        yield "".join(" " if one.style in MUTE else one.text for one in value)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        held = {field.name for field in fields(value)} - ({"exhibit"} if isinstance(value, Shown) else set())
        for name in held:
            yield from texts(getattr(value, name))


def bare(part: Part) -> list[str]:
    """Texts of a report with the key of a method and not its name right before it."""
    found = []
    for text in texts(part.blocks):
        told = text
        for key, name in names(part.language).items():
            for named in (f"{name} {key}", f"{name}（{key}", f"{name} ({key}") if name else ():
                told = told.replace(named, name)
        if any(re.search(rf"(?<![\w/.-]){re.escape(key)}(?![\w/.-])", told) for key in KEYS):
            found.append(text)
    return found
