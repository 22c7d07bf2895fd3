"""The sentences of a report, one module a language; both hold the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.document import Language
from reports.text import Printed, printable
from reports.wording import en, zh

WORDS: Mapping[Language, Mapping[str, str]] = {"zh": zh.WORDS, "en": en.WORDS}


def say(language: Language, key: str, **values: Any) -> Printed:
    """The sentence ``key``; values are evidence and made printable before they are filled in."""
    clean = {name: printable(value) if isinstance(value, str) else value for name, value in values.items()}
    return Printed(WORDS[language][key].format(**clean))


def known(language: Language, key: str, otherwise: str) -> Printed:
    """The word ``key`` where the language has it, else ``otherwise`` (a raw key of the record)."""
    return Printed(WORDS[language][key]) if key in WORDS[language] else printable(otherwise)
