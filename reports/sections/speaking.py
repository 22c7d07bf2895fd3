"""Who has words for a method's keys: its record in the case, or, where it has none, the method as it is installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from appraisal import registry
from appraisal.comparison import JSON
from appraisal.dossier import Dossier


class Speaking(Protocol):
    """What a method says of itself to readers, by language (``appraisal.registry.counting``)."""

    @property
    def counting(self) -> Mapping[str, Mapping[str, JSON]]: ...


def word(told: Speaking, key: str, language: str) -> str | None:
    """The method's own word for a key of its record; None when it gives none."""
    for where in (told.counting.get(language), told.counting):
        labels: Any = where.get("labels") if where else None
        found = labels.get(key) if isinstance(labels, Mapping) else None
        if isinstance(found, Mapping):
            found = found.get(language)
        if isinstance(found, str):
            return found
    return None


@dataclass(frozen=True, slots=True)
class Installed:
    counting: Mapping[str, Mapping[str, JSON]]


def methods(dossier: Dossier) -> frozenset[str]:
    """Keys of all methods that the case or this installation knows."""
    return frozenset(
        (
            *registry.comparator_names(),
            *registry.examiner_names(),
            *(f.comparison.comparator for f in dossier.comparisons),
        )
    )


def speaker(dossier: Dossier, method: str) -> Speaking:
    """A record by a method that is on file, one that stands before those that were replaced; else the installed method;
    one that is not installed says nothing."""
    held = [filed for filed in dossier.comparisons if filed.comparison.comparator == method]
    return (
        next((filed for filed in held if not filed.superseded), None)
        or next(iter(held), None)
        or Installed(registry.counting(method))
    )
