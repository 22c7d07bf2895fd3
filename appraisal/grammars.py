"""jsonschema without what it builds for addresses in other letters (``iri``), which no schema read here knows.

Its optional ``rfc3987_syntax`` builds forty grammars as it is imported: two seconds of every process that reads a
report or a notebook. jsonschema does without where it is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

SLOW = "rfc3987_syntax"


@contextmanager
def left_unbuilt() -> Iterator[None]:
    """What imports jsonschema inside does not find the grammars; whoever asks for them afterwards does."""
    if SLOW in sys.modules:
        yield
        return
    sys.modules[SLOW] = None  # type: ignore[assignment]  # how Python is told that there is none
    try:
        yield
    finally:
        sys.modules.pop(SLOW, None)
