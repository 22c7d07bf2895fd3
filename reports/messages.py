"""Messages of the program in the language of a report.

Methods and readers raise English messages, with names and numbers in them. The catalogue ``wording/messages-zh.toml``
holds each with its places left open. What it does not hold is printed as it was said, and marked as the program's own
words: nothing is left out for want of a translation. ``tests/reports/test_messages.py`` walks the places that raise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reports.document import Language
from reports.text import Printed, printable
from reports.wording import say

CATALOGUE = Path(__file__).parent / "wording" / "messages-zh.toml"
LONGEST = 4_000  # characters of a message that are looked up; a longer one is printed as it was said
SIDES = ("left", "right")
WORDY, DEEPEST = 40, 2  # length of a message that may stand in another one; how deep messages stand in others
NAMES = re.compile(r"[^\s,]*[./][^\s,]*(?:, [^\s,]*[./][^\s,]*)+(?: …)?")  # files that a message lists
MOST_BEFORE = 4  # names of places that may stand before a message
Patterns = tuple[tuple[re.Pattern[str], str, bool], ...]
_HOLE = re.compile(r"\{(\d)\}")


def spoken(message: str, language: Language) -> Printed:
    """The message in ``language``; where the catalogue lacks it, as it was said and marked so. One of several lines,
    which each speak of a file, line by line in one sentence."""
    if "\n" in message.strip():
        mark = say(language, "semicolon")
        return Printed(mark.join(spoken(line, language) for line in message.splitlines() if line.strip()))
    if language == "en" or not message.strip():
        return printable(message)
    found = translated(message)
    if found is not None:
        return printable(found)
    return printable(message) if _is_chinese(message) else say(language, "message-as-said", message=message)


def translated(message: str, depth: int = 0) -> str | None:
    """The message in Chinese, what stood in its open places put in as it was; None where the catalogue lacks it.

    ``depth``: how many messages it stood in. There only what says something of a file, or has many words of its own,
    is taken for a message.
    """
    if "\n" in message:
        lines = [translated(line, depth) or line for line in message.splitlines()]
        return "\n".join(lines) if lines != message.splitlines() else None
    if len(message) > LONGEST:
        return None
    lists = (_catalogue(), *_inside())
    if depth:
        return next((said for held in lists if (said := _matched(message, held, depth)) is not None), None)
    parts = message.split(": ", MOST_BEFORE)
    for held in lists:
        for at in range(len(parts)):  # a fault of a form has its file, and where in it, before it
            if (said := _matched(": ".join(parts[at:]), held, depth)) is not None:
                return f"{': '.join(parts[:at])}：{said}" if at else said
    return None


def _matched(message: str, held: Patterns, depth: int) -> str | None:
    for pattern, words, inner in held:
        if (inner or not depth) and (found := pattern.fullmatch(message)):
            return _HOLE.sub(lambda hole: _inner(found[f"h{hole[1]}"], depth + 1), words)
    return None


def filled(labels: Mapping[str, object], said: str) -> str | None:
    """The words of the first label whose key, with places left open (``{0}``), is the form of ``said``."""
    forms = labels.items() if len(said) <= LONGEST else ()
    for form, words in forms:
        if "{0}" in form and isinstance(words, str) and (found := _pattern(form).fullmatch(said)):
            return words.format(*(found[f"h{at}"] for at in range(len(found.groups()))))
    return None


def _inner(part: str, depth: int) -> str:
    """What stood in an open place: itself a message of the program, a side, or a name or number."""
    if part in SIDES:
        return str(say("zh", part))
    if NAMES.fullmatch(part):
        return part.replace(", ", str(say("zh", "listing-comma")))
    listed = (one for held in (_catalogue(), *_inside()) for one in held)
    whole = next((words for pattern, words, _ in listed if "{" not in words and pattern.fullmatch(part)), None)
    if whole is None and depth <= DEEPEST and " " in part:
        whole = translated(part, depth)
    return whole if whole is not None else part


def _is_chinese(message: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in message) and not re.search(r"[a-z]{4,} [a-z]{2,}", message)


@cache
def _catalogue() -> Patterns:
    """Patterns, words and whether it may stand in another message; those with more fixed text first, so that a general
    one never takes what a special one says better."""
    listed = sorted(_held()["message"].items(), key=lambda each: (-len(_HOLE.sub("", each[0])), each[0]))
    return tuple((_pattern(said), words, said.startswith("{0}: ") or len(said) >= WORDY) for said, words in listed)


@cache
def _inside() -> tuple[Patterns, Patterns]:
    """As ``_catalogue``, of what may stand in any message; apart, and looked for last, what begins with an open place:
    it would take the message that it stands in for its own."""
    listed = sorted(_held()["inside"].items(), key=lambda each: (-len(_HOLE.sub("", each[0])), each[0]))
    firm, loose = (
        tuple((_pattern(said), words, True) for said, words in listed if said.startswith("{") is open_first)
        for open_first in (False, True)
    )
    return firm, loose


@cache
def _held() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(CATALOGUE.read_text("utf-8"))


@cache
def _pattern(said: str) -> re.Pattern[str]:
    """Open places take as little as they can; the first, a name of works or files, has no line end."""
    pieces = _HOLE.split(said)
    made = "".join(re.escape(piece) if at % 2 == 0 else f"(?P<h{piece}>.*?)" for at, piece in enumerate(pieces))
    return re.compile(made, re.DOTALL)
