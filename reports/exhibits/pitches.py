"""How a pitch is written in a key: on a staff with its signature, and as a number of numbered notation (简谱).

One rule for the octaves of 简谱: the octave that begins with the first tonic from middle C on (MIDI 60 to 71) has no
dots; each octave above it has one more above the number, each below one more beneath. ``notation.js`` has the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

SIGNS = {-2: "♭♭", -1: "♭", 0: "♮", 1: "♯", 2: "♯♯"}
TONICS = dict(enumerate(["♭C", "♭G", "♭D", "♭A", "♭E", "♭B", "F", "C", "G", "D", "A", "E", "B", "♯F", "♯C"], -7))
NATURALS = (0, 2, 4, 5, 7, 9, 11)
SHARPS, FLATS = (8, 5, 9, 6, 3, 7, 4), (4, 7, 3, 6, 2, 5, 1)  # steps above the lowest line of a treble staff


@dataclass(frozen=True, slots=True)
class Spelled:
    """A pitch as it is written in a key: ``step`` 7 · octave + letter, C is 0; ``alter`` semitones from its letter;
    ``degree`` 1 to 7 from the tonic, ``bend`` semitones by which it leaves the scale; ``dots`` above its number, below
    0 beneath it."""

    step: int
    alter: int
    degree: int
    bend: int
    dots: int


def spelled(pitch: int, fifths: int, written: int | None = None) -> Spelled:
    """In a major key or its relative minor. ``written``: letter and sign along the line of fifths, which count
    where they are of that pitch and within double signs; else notes outside the scale are sharps up to the raised
    tonic, and flats."""
    place = (pitch * 7) % 12  # along the line of fifths, C is 0
    place += 12 * math.floor((fifths + 7 - place) / 12)
    if written is not None and (written - place) % 12 == 0 and -15 <= written <= 19:
        place = written
    letter, alter = place * 4 % 7, (place + 1) // 7
    octave = (pitch - alter - NATURALS[letter]) // 12 - 1
    low = fifths - 1  # of the seven places that the scale has
    own = low + (place - low) % 7
    bend = (place - own) // 7
    step = 7 * octave + letter
    return Spelled(step, alter, (letter - fifths * 4) % 7 + 1, bend, (step - home(fifths)) // 7)


def home(fifths: int) -> int:
    """Step of the tonic that is 1 without dots: the first from middle C on, MIDI 60 to 71."""
    letter, alter = fifths * 4 % 7, (fifths + 1) // 7
    return 28 + letter + 7 * (NATURALS[letter] + alter < 0)


def signature(fifths: int) -> tuple[int, ...]:
    """Steps above the lowest line of a treble staff at which the signs of a key stand, in their order."""
    return SHARPS[:fifths] if fifths > 0 else FLATS[: max(0, -fifths)]


def accidentals(notes: Iterable[tuple[Spelled, str]]) -> list[tuple[str, str]]:
    """What stands before each note on the staff and before its number, of notes with their bars: a sign where it
    leaves the scale, and where an earlier note of the bar at the same height had another one."""
    made: list[tuple[str, str]] = []
    bar, held = None, dict[int, Spelled]()
    for note, here in notes:
        if here != bar:
            bar, held = here, {}
        told = note.bend or held.get(note.step, note).alter != note.alter
        made.append((SIGNS.get(note.alter, ""), SIGNS.get(note.bend, "")) if told else ("", ""))
        held[note.step] = note
    return made
