"""Classes in which committees report (服务器程序架构, 地图, 角色 …): rules that an expert can change."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from appraisal.errors import UsageError

OTHER = "other"
KEYS = {"zh", "en", "words", "types", "suffixes", "contents"}
_SPLIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclass(frozen=True, slots=True)
class Class:
    key: str
    zh: str
    en: str
    words: frozenset[str]
    types: frozenset[str]
    suffixes: frozenset[str]
    contents: frozenset[str]  # types by content, and suffixes of texts, that no word of a path overrules

    @property
    def anywhere(self) -> tuple[str, ...]:
        """Words of scripts that put no space between words: they fit inside a name."""
        return tuple(sorted(word for word in self.words if not word.isascii()))


@dataclass(frozen=True)
class Rules:
    """``classes`` in the order in which they are asked; ``assigned``: (pattern, class) by hand, the first that fits."""

    classes: tuple[Class, ...]
    assigned: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _known(self) -> dict[str, str]:
        """Names of folders and files that were looked at: most come again and again."""
        return {}

    def of(self, file: str, type_: str) -> str:
        """Class of one file. By hand first, then what its content is beyond doubt, then words of the path, the last
        folder's first, then type and suffix."""
        for pattern, key in self.assigned:
            if fnmatchcase(file, pattern) or file.startswith(pattern.rstrip("/") + "/"):
                return key
        parts = file.replace("!/", "/").split("/")
        suffix = parts[-1].rpartition(".")[2].lower()
        for each in self.classes:
            if type_ in each.contents or (type_ == "text" and suffix in each.contents):
                return each.key
        for part in reversed(parts):
            if part not in self._known:
                self._known[part] = _by_words(self.classes, part)
            if self._known[part]:
                return self._known[part]
        for each in self.classes:
            if type_ in each.types or suffix in each.suffixes:
                return each.key
        return OTHER

    def named(self, key: str) -> tuple[str, str]:
        """The class in Chinese and in English."""
        for each in self.classes:
            if each.key == key:
                return each.zh, each.en
        return ("其他", "other") if key == OTHER else (key, key)


def _by_words(classes: tuple[Class, ...], part: str) -> str:
    """The first class of which one name of a path holds a word; empty for none."""
    words = {word.lower() for word in _SPLIT.findall(part)}
    for each in classes:
        if words & each.words or (not part.isascii() and any(word in part for word in each.anywhere)):
            return each.key
    return ""


@cache
def _shipped() -> Mapping[str, Any]:
    return tomllib.loads(files("comparators.software.tree").joinpath("classes.toml").read_text("utf-8"))


def rules(classes: str, assigned: str = "") -> Rules:
    """Rules by the name of a shipped table or as the text of one; ``assigned`` has one ``pattern=class`` a line.

    Raises ``UsageError`` that names what is wrong.
    """
    table = _table(classes)
    order = table.get("order", [key for key in table if key != "order"])
    if not isinstance(order, list) or not all(isinstance(table.get(key), dict) for key in order):
        raise UsageError("classes: `order` lists the classes, and each of them is a table")
    listed = tuple(_class(key, table[key]) for key in order)
    return Rules(listed, tuple((pattern, _key(listed, said)) for pattern, said in patterns(assigned, "assigned")))


def _key(classes: tuple[Class, ...], said: str) -> str:
    """The class that is meant by its key or its name, Chinese or English. ``UsageError`` where there is none."""
    names = {OTHER: OTHER, "其他": OTHER}
    for each in classes:
        names |= {each.key.lower(): each.key, each.zh: each.key, each.en.lower(): each.key}
    found = names.get(said.lower())
    if found is None:
        keys = ", ".join([*(each.key for each in classes), OTHER])
        raise UsageError(
            f"assigned: there is no class {said!r}; there are {keys} (more: give `classes` a table with them)"
        )
    return found


def patterns(text: str, name: str) -> list[tuple[str, str]]:
    """Lines ``pattern=value`` of a parameter."""
    listed = []
    for line in text.splitlines():
        pattern, equals, value = line.strip().rpartition("=")
        if line.strip() and not (equals and pattern.strip() and value.strip()):
            raise UsageError(f"{name}: {line!r} is not pattern=value")
        if equals:
            listed.append((pattern.strip(), value.strip()))
    return listed


def _table(classes: str) -> Mapping[str, Any]:
    if classes in _shipped():
        found = _shipped()[classes]
        return found if isinstance(found, dict) else {}
    if "\n" not in classes and "=" not in classes:
        inner = classes.strip().strip("[]\"' ")
        meant = f": write {inner}, without brackets or quotes" if inner in _shipped() and inner != classes else ""
        raise UsageError(
            f"classes: there is no table {classes!r}{meant}; there are {', '.join(_shipped())}, or give the text of one"
        )
    try:
        return tomllib.loads(classes)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"classes: the text is no TOML: {error}") from error


def _class(key: str, body: Mapping[str, Any]) -> Class:
    if unknown := sorted(set(body) - KEYS):
        raise UsageError(f"classes: {key} has no {', '.join(unknown)}; it may have {', '.join(sorted(KEYS))}")
    lists = []
    for name in ("words", "types", "suffixes", "contents"):
        listed = body.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            raise UsageError(f"classes: {key}.{name} is a list of words")
        lists.append(frozenset(each.lower() for each in listed))
    return Class(key, str(body.get("zh", key)), str(body.get("en", key)), *lists)
