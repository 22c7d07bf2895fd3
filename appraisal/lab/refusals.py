"""What the workbench refuses, in Chinese: the program's own messages are English, its readers here mostly are not."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "static" / "refusals.json"
LIST = re.compile(r"\['[^']*'(?:, '[^']*')*\]")
LONGEST = 20_000  # characters of a message that is looked up


@cache
def words() -> dict[str, str]:
    """Chinese by English message; {0}, {1} … are open places: names, numbers, lists."""
    found: dict[str, str] = json.loads(FILE.read_text("utf-8"))
    return found


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Messages with most fixed words first, so that none is taken for a more open one."""
    made = []
    for said in sorted(words(), key=lambda one: -len(re.sub(r"\{\d\}", "", one))):
        pieces = re.split(r"\{\d\}", said)
        made.append((re.compile("(.*?)".join(map(re.escape, pieces)), re.DOTALL), words()[said]))
    return tuple(made)


def chinese(message: str) -> str:
    """A message in Chinese; as it is when there is none for it. What stands in open places is handed on as it is."""
    if len(message) <= LONGEST:
        for pattern, said in _patterns():
            if found := pattern.fullmatch(message):
                return re.sub(r"\{(\d)\}", lambda place: _plain(found.groups()[int(place[1])]), said)
    return message


def _plain(value: str) -> str:
    """A name without the quotation marks in which the English message shows it, a list of names as Chinese has it."""
    if LIST.fullmatch(value):
        return "、".join(re.findall(r"'([^']*)'", value))
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == "'" else value
