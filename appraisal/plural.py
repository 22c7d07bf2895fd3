"""English words that go with a number: one match, two matches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_FORMS = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def agreeing(words: str, values: Mapping[str, Any]) -> str:
    """A sentence with its words in the form that their numbers want: of ``{count:match|matches}`` the first for 1, the
    second for any other number, or where ``values`` has none. Other places of the sentence stay open."""
    return _FORMS.sub(lambda found: found[2] if str(values.get(found[1])) == "1" else found[3], words)


def was(count: int) -> str:
    """The verb behind a number of things."""
    return "was" if count == 1 else "were"


def some(count: int, one: str, more: str = "") -> str:
    """A number and its noun; ``more``: the plural, where it is not the singular and an s."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"
