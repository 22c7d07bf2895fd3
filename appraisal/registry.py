"""What is installed (comparators, exporters, derivers, placers), found by entry points and imported when asked for."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Mapping, Set
from dataclasses import fields
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, cast

from appraisal.comparator import Comparator, Screener
from appraisal.comparison import JSON
from appraisal.deriver import Deriver, Placer, Reviser
from appraisal.errors import UsageError
from appraisal.examiner import Examiner
from appraisal.work import Medium, Work

if TYPE_CHECKING:  # each child imports this module, and compares: it need not read what a dossier is
    from appraisal.exporter import Exporter

COMPARATORS = "appraisal.comparators"
EXPORTERS = "appraisal.exporters"
SCREENERS = "appraisal.screeners"
DERIVERS = "appraisal.derivers"
PLACERS = "appraisal.placers"
EXAMINERS = "appraisal.examiners"
MESSAGES = "appraisal.messages"


@cache
def _points(group: str) -> dict[str, EntryPoint]:
    return {point.name: point for point in sorted(entry_points(group=group), key=lambda p: p.name)}


def comparator_names() -> tuple[str, ...]:
    return tuple(_points(COMPARATORS))


@cache
def _class(group: str, name: str) -> type[Any]:
    points = _points(group)
    if name not in points:
        raise UsageError(f"no {group.split('.')[1][:-1]} named {name!r}; installed: {', '.join(points) or 'none'}")
    loaded = points[name].load()
    if getattr(loaded, "name", None) != name:
        raise UsageError(f"entry point {name!r} loads a class that calls itself {getattr(loaded, 'name', None)!r}")
    return loaded  # type: ignore[no-any-return]


def comparator(name: str, parameters: Mapping[str, JSON] | None = None) -> Comparator[Any]:
    """The comparator ``name`` with ``parameters``; unknown names and parameters raise ``UsageError``."""
    return _made(name, parameters) if parameters else _default(name)


@cache
def _default(name: str) -> Comparator[Any]:
    """One for all comparisons: a comparator is a frozen dataclass."""
    return _made(name, None)  # type: ignore[no-any-return]


def _made(name: str, parameters: Mapping[str, JSON] | None, group: str = COMPARATORS) -> Any:
    loaded = _class(group, name)
    known = {f.name for f in fields(loaded)}
    if unknown := sorted(set(parameters or {}) - known):
        raise UsageError(f"{name} has no parameter {', '.join(unknown)}; it has {', '.join(sorted(known)) or 'none'}")
    for f in fields(loaded):
        given = (parameters or {}).get(f.name, f.default)
        if isinstance(given, str) and isinstance(f.default, int | float) and "str" not in str(f.type):
            wanted = "true or false" if isinstance(f.default, bool) else "a number"
            raise UsageError(f"{name}.{f.name}: {wanted} is wanted, not {given!r}")
        if isinstance(given, bool) is not isinstance(f.default, bool) or isinstance(given, (list, dict)):
            raise UsageError(
                f"{name}: {f.name} = {given!r} is not of the kind of its default {f.default!r}{_instead(f.name, given)}"
            )
    try:
        return loaded(**(parameters or {}))
    except (TypeError, ValueError) as error:
        raise UsageError(f"{name}: {error}") from error


def _instead(parameter: str, given: JSON) -> str:
    """What to write in place of a list: its only item, or the items one a line where a parameter takes several."""
    if not isinstance(given, list) or not all(isinstance(item, str | int | float) for item in given):
        return ""
    if len(given) == 1:
        return f": it takes one value, so write {parameter} = {json.dumps(given[0], ensure_ascii=False)}, no list"
    items = json.dumps("\n".join(map(str, given)), ensure_ascii=False)
    return f": it takes one text and no list; where several are meant, one a line: {parameter} = {items}"


def examiner_names() -> tuple[str, ...]:
    return tuple(_points(EXAMINERS))


def examiner(name: str, parameters: Mapping[str, JSON] | None = None) -> Examiner[Any]:
    """The examiner ``name`` with ``parameters``; unknown names and parameters raise ``UsageError``."""
    return _made(name, parameters, EXAMINERS)  # type: ignore[no-any-return]


def screener_names() -> tuple[str, ...]:
    return tuple(_points(SCREENERS))


@cache
def screener(name: str) -> Screener[Any]:
    """The installed screener of this name; ``UsageError`` when there is none."""
    return _class(SCREENERS, name)()  # type: ignore[no-any-return]


def screeners_of(method: object) -> tuple[Screener[Any], ...]:
    """The screeners that a comparator takes places from."""
    return tuple(screener(name) for name in getattr(method, "screeners", ()))


def rule_names() -> tuple[str, ...]:
    """All rules of all installed screeners."""
    return tuple(dict.fromkeys(rule for name in screener_names() for rule in screener(name).rules))


def exporter_names() -> tuple[str, ...]:
    return tuple(_points(EXPORTERS))


def exporter(name: str) -> Exporter:
    return _class(EXPORTERS, name)()  # type: ignore[no-any-return]


@cache
def derivers() -> tuple[Deriver, ...]:
    """All installed derivers, by name: what makes views of files that methods cannot read as they are."""
    return tuple(deriver(name) for name in _points(DERIVERS))


def could_be_derived(held: Set[Medium], wanted: Set[Medium]) -> str:
    """What to do so that views of the ``wanted`` media are made of the ``held`` ones; "" where nothing would help."""
    told = [
        str(one.lacking())
        for one in derivers()
        if hasattr(one, "lacking") and one.of & held and one.gives & wanted and not held & wanted
    ]
    return "; ".join(one for one in told if one)


def deriver(name: str) -> Deriver:
    return _class(DERIVERS, name)()  # type: ignore[no-any-return]


@cache
def revisers() -> Mapping[str, Reviser]:
    """Derivers whose views can be revised, by name."""
    return {one.name: cast(Reviser, one) for one in derivers() if hasattr(one, "revised")}


@cache
def placers() -> tuple[Placer, ...]:
    """All installed placers, by name: what says where offsets of a file lie that methods read as it is."""
    return tuple(_class(PLACERS, name)() for name in _points(PLACERS))


def search_path() -> Mapping[str, str]:
    """The search path goes to the children, so that separately installed methods are found there too."""
    return {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def applicable(left: Work, right: Work, medium: Medium | None = None, asked: Set[str] = frozenset()) -> tuple[str, ...]:
    """Names of the comparators whose media both works hold (or ``medium``, when it is given).

    Methods about whole products (``folders``) only where a side holds more than one file; ``opt_in`` ones only where
    they are among those ``asked`` for; of those ``between`` media each work may hold another one; with ``nothing_in``
    some media not where a side holds these alone, unless they are asked for.
    """
    return tuple(name for name, why in why_not(left, right, medium, asked).items() if not why)


#: Why a comparator is not proposed for two works: they hold none of its media; each is one file, and it is about whole
#: products; it answers a question of its own; one of them holds only media in which there is nothing for it.
NO_MEDIUM, ONE_FILE, OWN_QUESTION, NOTHING_IN = "no-medium", "one-file", "own-question", "nothing-in"


def why_not(left: Work, right: Work, medium: Medium | None = None, asked: Set[str] = frozenset()) -> Mapping[str, str]:
    """For each comparator why it is not proposed, "" for those that are (``applicable``)."""
    held = frozenset({medium}) if medium else left.media() & right.media()
    either = left.media() | right.media()
    alone = [{medium} if medium else {member.medium for member in work.members} for work in (left, right)]
    several = len(left.members) > 1 or len(right.members) > 1

    def why(name: str, cls: type[Comparator[Any]]) -> str:
        between = getattr(cls, "between", False) and cls.media <= either and _both(cls, left, right)
        if not cls.media & held and not between:
            return NO_MEDIUM
        if getattr(cls, "folders", False) and not several:
            return ONE_FILE
        if name in asked:
            return ""
        if getattr(cls, "opt_in", False):
            return OWN_QUESTION
        return NOTHING_IN if any(kinds <= getattr(cls, "nothing_in", frozenset()) for kinds in alone) else ""

    return {name: why(name, _class(COMPARATORS, name)) for name in comparator_names()}


def _both(cls: type[Comparator[Any]], left: Work, right: Work) -> bool:
    return bool(cls.media & left.media() and cls.media & right.media())


def proposed_names() -> tuple[str, ...]:
    """Names of the methods that run where none is named: all but those that answer a question of their own."""
    return tuple(name for name in comparator_names() if not getattr(_class(COMPARATORS, name), "opt_in", False))


def with_background() -> tuple[str, ...]:
    """Names of the comparators that take rarity from a named background."""
    return tuple(
        name
        for name in comparator_names()
        if hasattr(_class(COMPARATORS, name), "keys")
        and any(need.name == "background" for need in _class(COMPARATORS, name).needs)
    )


def screeners_with_background() -> tuple[str, ...]:
    """Names of the screeners that use counts of a background or an index of components."""
    return tuple(name for name in screener_names() if hasattr(screener(name), "keys"))


def described(name: str) -> dict[str, JSON]:
    """What ``appraisal comparators`` says of one: version, media, scope, needs, parameters with defaults."""
    from appraisal.comparator import parameters_of

    method = comparator(name)
    return {
        "name": name,
        "version": method.version,
        "media": sorted(method.media),
        "scope": str(method.scope),
        "needs": [{"name": need.name, "optional": need.optional} for need in method.needs],
        "parameters": parameters_of(method),
        "from": getattr(_points(COMPARATORS)[name].dist, "name", ""),
    }


def counting(name: str) -> Mapping[str, Mapping[str, JSON]]:
    """What a method, or an examiner, says of itself to readers, per language: method, rule, example, labels. Empty if
    it is not installed."""
    group = next((group for group in (COMPARATORS, EXAMINERS) if name in _points(group)), "")
    if not group:
        return {}
    loaded = _class(group, name)
    counting, labels = getattr(loaded, "counting", {}), getattr(loaded, "labels", {})
    rules = [getattr(one, "labels", {}) for one in screeners_of(loaded)]
    return {
        language: {
            **counting.get(language, {}),
            "labels": {k: v for said in (*rules, labels) for k, v in said.get(language, {}).items()},
        }
        for language in sorted({*counting, *labels, *(spoken for said in rules for spoken in said)})
    }


def spoken(message: str, language: str) -> str:
    """A message of the program in a language, where an installed catalogue has it; else as it was said."""
    for point in _points(MESSAGES).values() if language != "en" else ():
        said = point.load()(message)
        if said is not None:
            return str(said)
    return message


def unasked(left: Work, right: Work, chosen: Collection[str]) -> tuple[str, ...]:
    """Names of the methods for media that both works hold, and no others, which are not among those ``chosen``."""
    held = left.media() & right.media()
    return tuple(n for n in comparator_names() if n not in chosen and _class(COMPARATORS, n).media <= held)


def forget() -> None:
    """Look for installed comparators and exporters anew; for tests that install some."""
    _points.cache_clear()
    _class.cache_clear()
    _default.cache_clear()
    screener.cache_clear()
    derivers.cache_clear()
    placers.cache_clear()
