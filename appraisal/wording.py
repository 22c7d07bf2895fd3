"""Values of records in words, as a method names them in ``counting``: the same labels that reports print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from appraisal import registry
from appraisal.comparator import Explaining
from appraisal.comparison import JSON, Comparison
from appraisal.errors import UsageError

RANKING = "score"  # a ranking value for sorting: shown nowhere
LONGEST = 2_000  # characters of a text that is looked up among the forms of a method
SIGNS = {  # by language: yes, no, nothing, between a name and its value, between values, between names, brackets
    "zh": ("是", "否", "—", "：", "、", "；", "（", "）"),
    "en": ("yes", "no", "—", ": ", ", ", "; ", " (", ")"),
}


class Words:
    """A method's words in one language, ``zh`` or ``en``; what it names nowhere stays as the record has it."""

    def __init__(self, comparator: str, language: str) -> None:
        found = registry.counting(comparator).get(language, {}).get("labels", {})
        self.labels: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
        self.forms = [
            (_pattern(form), said) for form, said in self.labels.items() if "{0}" in form and isinstance(said, str)
        ]
        self.signs = SIGNS[language]

    def label(self, key: str, otherwise: str | None = None) -> str:
        """The method's word for a name or a value; else what follows from one of its forms (``read as {0}``)."""
        found = self.labels.get(key)
        if isinstance(found, str):
            return found
        return self._formed(key) or (key if otherwise is None else otherwise)

    def _formed(self, said: str) -> str:
        for pattern, form in self.forms if len(said) <= LONGEST else ():
            if match := pattern.fullmatch(said):
                return form.format(*match.groups())
        return ""

    def details(self, details: Mapping[str, JSON]) -> list[tuple[str, str]]:
        """Details of a match: each with its name and its value in words, in the order of the record."""
        return [(self.label(name), self._detail(name, value)) for name, value in details.items() if name != RANKING]

    def _detail(self, name: str, value: JSON) -> str:
        if isinstance(value, list | tuple) and value and all(isinstance(one, str) for one in value):
            return self.signs[4].join(self._formed(f"{name}: {one}") or self.label(one) for one in value)
        if isinstance(value, str) and (said := self._formed(f"{name}: {value}")):
            return said
        return self.value(value)

    def value(self, value: JSON) -> str:
        """Any value of a record on one line; what lies deeper stands in brackets."""
        yes, no, nothing, colon, comma, semicolon, *_ = self.signs
        if value is None:
            return nothing
        if isinstance(value, bool):
            return yes if value else no
        if isinstance(value, int | float):
            return _number(value)
        if isinstance(value, Mapping):
            parts = [f"{self.label(str(k))}{colon}{self._inside(v)}" for k, v in value.items() if k != RANKING]
            return semicolon.join(parts) or nothing
        if isinstance(value, list | tuple):
            return comma.join(map(self._inside, value)) or nothing
        parts = str(value).split("; ")
        said = [self.label(part, otherwise="") for part in parts] if len(parts) > 1 else []
        return semicolon.join(said) if said and all(said) else self.label(str(value))

    def _inside(self, value: JSON) -> str:
        said = self.value(value)
        return f"{self.signs[6]}{said}{self.signs[7]}" if isinstance(value, list | tuple | Mapping) else said


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.6g}"


def explained(comparison: Comparison) -> Comparison:
    """The comparison as people read it, for lines, pages and tables of matches: with what its method, in the version
    that is installed, tells of its matches beyond the record (``comparator.Explaining``)."""
    if comparison.comparator not in registry.comparator_names() or not comparison.matches:
        return comparison
    try:
        method = registry.comparator(comparison.comparator, comparison.parameters)
    except UsageError:  # parameters of another version
        return comparison
    if not isinstance(method, Explaining) or method.version != comparison.version:
        return comparison
    return replace(comparison, matches=tuple(method.explained(comparison.matches)))


@cache
def words(comparator: str, language: str) -> Words:
    """The words of an installed method; ``language`` is Chinese unless it is ``en``."""
    return Words(comparator, "en" if language == "en" else "zh")


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, re.split(r"\{\d\}", form))), re.DOTALL)
