"""The sentences of a report, in TOML files for each language, all of which hold the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal.packers import PACKED, PACKERS
from appraisal.plural import agreeing
from reports.document import Language
from reports.text import Printed, printable

PARTS = ("", "parts-", "views-", "papers-", "afc-", "texts-", "plug-in-", "fields-")


def _read(language: Language) -> Mapping[str, str]:
    files = (Path(__file__).parent / f"{part}{language}.toml" for part in PARTS)
    found = {key: words for file in files for key, words in tomllib.loads(file.read_text("utf-8")).items()}
    return _packers(found, language) | found


def _packers(found: Mapping[str, str], language: Language) -> dict[str, str]:
    """Why a file of each packer was not opened, with its name: Chinese text has names of programs in capitals."""
    said = found["cause.packed"]
    names = {key: one.name.upper() if language == "zh" else one.name for key, one in PACKERS.items()}
    return {f"cause.{PACKED}{key}": said.format(packer=name) for key, name in names.items()}


WORDS: Mapping[Language, Mapping[str, str]] = {"zh": _read("zh"), "en": _read("en")}


def say(language: Language, key: str, **values: Any) -> Printed:
    """The sentence ``key``; values are evidence and made printable before they are filled in."""
    return filled(WORDS[language][key], values)


def filled(sentence: str, values: Mapping[str, Any]) -> Printed:
    """A sentence with its places filled in."""
    clean = {name: printable(value) if isinstance(value, str) else value for name, value in values.items()}
    return Printed(agreeing(sentence, clean).format(**clean))


def template(language: Language, key: str) -> str:
    """The sentence with its places left open: whoever lays out pages fills in page numbers."""
    return WORDS[language][key]


def known(language: Language, key: str, otherwise: str, count: str = "") -> Printed:
    """The word ``key`` where the language has it, in the form that ``count`` wants, else ``otherwise`` (a raw key of
    the record)."""
    return Printed(agreeing(WORDS[language][key], {"count": count})) if key in WORDS[language] else printable(otherwise)
