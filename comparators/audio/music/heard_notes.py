"""Notes that were heard in a recording, as JSON: no bars, no keys, no parts; times in seconds.

``{"notes": [[start, stop, pitch, likelihood], …], "schema": "appraisal.transcription/1"}``, in order of time and pitch.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from appraisal.errors import Unreadable
from comparators.audio.music.heard import Heard, Note

SCHEMA = "appraisal.transcription/1"
FORMAT = "transcription"
SECONDS = 0.5  # of what stands for a quarter: there is no metre and no tempo, and none is told
HEAD = b'{"notes":'


def written(notes: Iterable[tuple[float, float, int, float]]) -> bytes:
    """The same bytes for the same notes."""
    body = {"notes": [list(note) for note in notes], "schema": SCHEMA}
    return json.dumps(body, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


def listed(file: str, data: bytes) -> list[tuple[float, float, int, float]]:
    """Start, stop, pitch and likelihood of each note. Raises ``Unreadable`` for anything ``written`` does not give."""
    try:
        body: Any = json.loads(data)
        if body["schema"] != SCHEMA:
            raise ValueError(body["schema"])
        notes = [(float(start), float(stop), int(pitch), float(sure)) for start, stop, pitch, sure in body["notes"]]
        if not all(math.isfinite(start) and math.isfinite(stop) for start, stop, _, _ in notes):
            raise ValueError("a time that is no number")
        return notes
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise Unreadable(f"{file}: no notes heard in a recording ({error}): derive them anew") from error


def read(file: str, data: bytes) -> Heard:
    """The notes as one part. Raises ``Unreadable`` as ``listed``."""
    heard = Heard(file, FORMAT, timed=True)
    heard.notes.append("notes heard in a recording: no bars, no metre and no tempo")
    part = heard.part(FORMAT)
    for number, (start, stop, pitch, _) in enumerate(listed(file, data)):
        begin, end = (Fraction(round(at * 1000), round(SECONDS * 1000)) for at in (start, stop))
        heard.add(part, Note(begin, end - begin, pitch, number))
    return heard
