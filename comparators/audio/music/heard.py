"""What every reader of notation gives: notes of parts, bars, metres, keys, chords, as they are written.

Times are quarter notes from the beginning of the tune, exact fractions while a file is read. Repeats are not unfolded:
what is compared is what is written, so that every note has one place in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from appraisal.errors import OverLimit

MOST_BYTES = 32 << 20  # of a file of notation, and of what a packed one unpacks to
MOST_NOTES = 200_000  # of one file
MOST_PARTS = 2_000
MOST_SYLLABLE = 200  # characters under one note
MOST_TIME = 1_000_000  # quarters from the beginning at which a note may stand
PARTED = " / "  # between the title of a tune and the name of its voice, in ABC
NO_METRE = "no metre is written: counted as 4/4"
PERFORMED = "played, not on a grid: bars and beats are about, to the nearest sixteenth"
QUALITIES = ("maj", "min", "dim", "aug", "sus")


@dataclass(frozen=True, slots=True)
class Note:
    """``pitch``: MIDI number (60 is middle C). ``place``: where it stands: byte (MIDI), character (ABC), line (XML).
    ``fifth``: the written letter with its sign along the line of fifths (C 0, G 1, F −1, A♯ 10); None where none is."""

    onset: Fraction
    duration: Fraction
    pitch: int
    place: int
    lyric: str = ""
    fifth: int | None = None


@dataclass(frozen=True, slots=True)
class Syllable:
    """``after``: what stands between it and the next (nothing inside a word, a blank, a line break). ``verse`` from 1;
    ``onset`` is None where words are printed below the music and belong to no note."""

    onset: Fraction | None
    text: str
    after: str
    verse: int
    part: str
    tune: int


@dataclass
class Part:
    """One part, voice or track. ``tune``: which tune of a book of tunes it belongs to."""

    name: str
    percussion: bool = False
    tune: int = 0
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord symbol: pitch class of its root, and one of ``QUALITIES``."""

    onset: Fraction
    root: int
    quality: str
    tune: int = 0


@dataclass
class Heard:
    """One file. ``bars``: (onset, number as printed) of each tune; ``metres``: (onset, beats, unit); ``keys``:
    (onset, sharps − flats, minor); ``tempo``: quarters a minute at the beginning, 0 where none is written;
    ``tempo_changes``: whether another one is written later; ``timed``: whether lengths are seconds that only an assumed
    tempo makes quarters of."""

    file: str
    format: str
    titles: list[str] = field(default_factory=lambda: [""])
    parts: list[Part] = field(default_factory=list)
    bars: dict[int, list[tuple[Fraction, int]]] = field(default_factory=dict)
    metres: dict[int, list[tuple[Fraction, int, int]]] = field(default_factory=dict)
    keys: dict[int, list[tuple[Fraction, int, bool]]] = field(default_factory=dict)
    chords: list[Chord] = field(default_factory=list)
    tempo: float = 0.0
    tempo_changes: bool = False
    timed: bool = False
    notes: list[str] = field(default_factory=list)
    sung: list[Syllable] = field(default_factory=list)
    count: int = 0

    def paced(self, tempo: float) -> None:
        """A tempo that is written: the first one counts."""
        tempo = round(tempo, 3)
        if not self.tempo:
            self.tempo = tempo
        elif abs(tempo - self.tempo) > 0.01:
            self.tempo_changes = True

    def add(self, part: Part, note: Note) -> None:
        """One more note. Raises ``OverLimit`` where there are too many, or one stands too far out."""
        self.count += 1
        if self.count > MOST_NOTES:
            raise OverLimit(f"{self.file}: more than {MOST_NOTES} notes: hand in a part of it")
        if note.onset > MOST_TIME or note.duration > MOST_TIME:
            raise OverLimit(f"{self.file}: a note stands more than {MOST_TIME} quarters out: check the file")
        if 0 <= note.pitch <= 127 and note.duration > 0 and note.onset >= 0:
            part.notes.append(note)

    def sing(self, text: str, after: str, *, onset: Fraction | None, verse: int, part: str, tune: int = 0) -> None:
        """One more syllable. Raises ``OverLimit`` where there are too many."""
        if len(self.sung) >= MOST_NOTES:
            raise OverLimit(f"{self.file}: more than {MOST_NOTES} syllables: hand in a part of it")
        if text.strip():
            self.sung.append(Syllable(onset, text[:MOST_SYLLABLE], after, verse, part, tune))

    def part(self, name: str, *, percussion: bool = False, tune: int = 0) -> Part:
        """A new part. Raises ``OverLimit`` where there are too many."""
        if len(self.parts) >= MOST_PARTS:
            raise OverLimit(f"{self.file}: more than {MOST_PARTS} parts: hand in a part of it")
        self.parts.append(Part(name, percussion, tune))
        return self.parts[-1]


Reader = Callable[[str, bytes], Heard]

FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}  # of letters without a sign
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_MINOR = ("m", "min", "-", "mi")


def quality_of(text: str) -> str:
    """The quality that a chord symbol says after its root: triads only, the rest of the symbol is left out."""
    low = text.strip().lower()
    if low.startswith(("dim", "o", "°", "ø", "m7b5", "half-dim", "min7b5")):
        return "dim"
    if low.startswith(("aug", "+")):
        return "aug"
    if low.startswith("sus"):
        return "sus"
    if text.startswith("M") or low.startswith("maj"):
        return "maj"
    return "min" if low.startswith(_MINOR) else "maj"
