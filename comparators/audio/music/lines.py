"""Which lines of a file are compared: the melody by a stated rule, or the parts that were asked for."""

from __future__ import annotations

import re

import numpy as np

from comparators.audio.music import align
from comparators.audio.music.heard import PARTED
from comparators.audio.music.tune import Tune

EVERY = "*"
MELODY = re.compile(r"melod|vocal|voice|lead|sing|sopran|solo|主旋律|旋律|人声|主唱|歌声|唱", re.IGNORECASE)
OTHER = re.compile(
    r"bridge|piano|bass|drum|perc|click|metronom|accomp|chord|pad|string|伴奏|贝斯|鼓|和弦|钢琴|弦乐", re.IGNORECASE
)
SINGLE = 0.9  # share of beginnings with one note alone that a line of its own has
FEW_PITCHES = 2  # a line of no more different pitches beats time


def chosen(tune: Tune, part: str | int, least: int) -> list[int]:
    """Numbers of the lines to compare, in order; none where no line tells ``least`` hundredths of a bit.

    ``part`` empty: of each tune the part named as a melody or voice; else the one named as no accompaniment that mostly
    sounds one note at a time and lies highest. ``*``: every part but percussion. Otherwise the parts that ``named``
    names; where the file has none of these, none.
    """
    parts = tune.info["parts"]
    able = [
        n
        for n, one in enumerate(parts)
        if align.own(tune.pitch[tune.line(n)]) >= least
        and not one["percussion"]
        and len(np.unique(tune.pitch[tune.line(n)])) > FEW_PITCHES
    ]
    if part == EVERY:
        return able
    if part:
        return [n for n in named(tune, part) if n in able]
    found: list[int] = []
    for number in sorted({parts[n]["tune"] for n in able}):
        of_tune = [n for n in able if parts[n]["tune"] == number]
        found.append(max(of_tune, key=lambda n: _rank(tune, n)))
    return sorted(found)


def named(tune: Tune, part: str | int) -> list[int]:
    """Number of the part that a number (from 1) names; of a text those that are called so, whatever the case, else the
    part whose number it is, else voices of tunes in ABC that are called so, else those whose name contains it."""
    if isinstance(part, int):
        return [part - 1] if 0 < part <= len(tune.info["parts"]) else []
    names = [str(one["name"]).casefold() for one in tune.info["parts"]]
    wanted = part.strip().casefold()
    whole = [n for n, name in enumerate(names) if name.strip() == wanted]
    by_number = [int(wanted) - 1] if wanted.isdecimal() and 0 < int(wanted[:6]) <= len(names) else []
    voices = [n for n in range(len(names)) if _voice(tune, n).strip().casefold() == wanted]
    return whole or by_number or voices or [n for n, name in enumerate(names) if wanted in name]


def _voice(tune: Tune, number: int) -> str:
    """Name of a part by itself: a title stands before that of a voice in a book of tunes, and says nothing of it."""
    name = str(tune.info["parts"][number]["name"])
    return name.rsplit(PARTED, 1)[-1] if tune.info["format"] == "abc" else name


def _rank(tune: Tune, number: int) -> tuple[bool, bool, bool, float, int]:
    one = tune.info["parts"][number]
    name = _voice(tune, number)
    alone = one["line"] / max(1, one["notes"])
    height = float(np.mean(tune.pitch[tune.line(number)]))
    return bool(MELODY.search(name)), not OTHER.search(name), alone >= SINGLE, round(height, 6), -number


def why(tune: Tune, number: int, part: str | int) -> str:
    """By which rule a line was taken, as a word that has a label."""
    if part == EVERY:
        return "every-part"
    if part:
        return "asked-for"
    if len(tune.info["parts"]) == 1:
        return "only-part"
    return "named-melody" if MELODY.search(_voice(tune, number)) else "highest-single"
