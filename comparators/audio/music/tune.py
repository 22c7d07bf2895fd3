"""Features of one file of notation: its lines of melody, and all notes that sound.

A line is one part with one note at a time: of notes that begin together the highest, and none that begins while a
higher one of the line still sounds (skyline: Uitdenbogerd and Zobel 1999). Notes are numbered line after line; these
numbers are what spans of unit ``note`` mean, in whatever format the file is.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import Unreadable
from comparators.audio.music import harmony, heard_notes
from comparators.audio.music.heard import NO_METRE, PERFORMED, Heard, Note, Part

Array = NDArray[Any]
MOST_METRES = 6  # of a tune that are named
GRID = 24  # divisions of a quarter that notation has: thirty-seconds, and sixteenths of triplets
ONE_VOICE = 0.9  # share of the notes of a tune in one line from which on nothing but that line sounds: no harmony
TOGETHER = 0.0625  # quarters within which notes begin together: a chord played by hand is never exact


@dataclass(frozen=True)
class Tune:
    """Arrays of the n notes of all lines: ``pitch`` (MIDI), ``onset``, ``duration`` (quarters), ``bar`` (as printed),
    ``beat`` (from 1, in the metre's unit), ``place`` (byte, character or XML line of the file), ``chord``
    (``harmony.code``; −1: none). ``lines``: number of the first note of each line, and n. ``sounding``: (m, 4) onset,
    duration, pitch, tune of all notes without percussion. ``body``: JSON with format, titles, parts, bars, metres,
    keys, chords, tempo, lyrics, letters of notes, notes on reading.
    """

    pitch: Array
    onset: Array
    duration: Array
    bar: Array
    beat: Array
    place: Array
    chord: Array
    lines: Array
    sounding: Array
    body: str

    @cached_property
    def info(self) -> dict[str, Any]:
        """``body`` as it was before it became text."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def count(self) -> int:
        """Notes of all lines."""
        return len(self.pitch)

    def line(self, number: int) -> slice:
        """Numbers of the notes of one line."""
        return slice(int(self.lines[number]), int(self.lines[number + 1]))

    def lyric(self, note: int) -> str:
        """The syllable under a note, empty where there is none."""
        found: str = self.info["lyrics"].get(str(note), "")
        return found

    def written(self, note: int) -> int | None:
        """Letter and sign of a note as written, along the line of fifths (C 0, A♯ 10); None where the file has none."""
        found: int | None = self.info["written"].get(str(note))
        return found

    def where(self, note: int) -> str:
        """Bar and beat of a note as people write it, ``5·2½`` as 5:2.5; of a note heard in a recording its second."""
        if self.info["format"] == heard_notes.FORMAT:
            return f"{float(self.onset[note]) * heard_notes.SECONDS:.2f} s"
        return f"{int(self.bar[note])}:{float(self.beat[note]):g}"

    def between(self, first: int, last: int) -> str:
        """Places of two notes, 5:1–8:2.5; ≈ before them where they are of a performance, to the nearest sixteenth."""
        about = "≈ " if PERFORMED in self.info["notes"] else ""
        return f"{about}{self.where(first)}–{self.where(last)}"

    def metre(self, number: int) -> str:
        """Metres of the tune of one line as they are written, ``3/4`` or ``4/4 (1), 3/4 (17)`` with the bars from which
        they hold; empty for notes heard in a recording."""
        if self.info["format"] == heard_notes.FORMAT:
            return ""
        tune = str(self.info["parts"][number]["tune"])
        told = [(f"{int(beats)}/{int(unit)}", float(at)) for at, beats, unit in self.info["metres"][tune]]
        told = [one for n, one in enumerate(told) if not n or one[0] != told[n - 1][0]]
        starts, bars = zip(*self.info["bars"][tune], strict=True)
        named = [f"{metre} ({bars[max(0, bisect_right(starts, at) - 1)]})" for metre, at in told[:MOST_METRES]]
        more = [f"… {len(told)}"] if len(told) > MOST_METRES else []
        return told[0][0] if len(told) == 1 else ", ".join([*named, *more])

    @classmethod
    def of(cls, heard: Heard) -> Tune:
        """Lines of what was read. Raises ``Unreadable`` where no note is in it."""
        parts = [(part, skyline(part)) for part in heard.parts]
        parts = [(part, line) for part, line in parts if line]
        if not parts:
            raise Unreadable(f"{heard.file}: no notes in it: check the file")
        notes = [(note, part) for part, line in parts for note in line]
        bars = {tune: Bars(heard, tune) for tune in range(len(heard.titles))}
        placed = [bars[part.tune].place(note.onset) for note, part in notes]
        lyrics = {str(n): note.lyric for n, (note, _) in enumerate(notes) if note.lyric}
        sounding = sorted(
            (float(n.onset), float(n.duration), n.pitch, p.tune)
            for p in heard.parts
            if not p.percussion
            for n in p.notes
        )
        onset = np.round(np.array([float(n.onset) for n, _ in notes]), 6)
        tunes = np.array([part.tune for _, part in notes])
        chord, said = _chords(heard, onset, tunes, _accompanied(np.array(sounding, np.float64).reshape(-1, 4), parts))
        info = {
            "harmony": said,
            "format": heard.format,
            "titles": heard.titles,
            "parts": [
                {"name": p.name, "percussion": p.percussion, "tune": p.tune, "notes": len(p.notes), "line": len(line)}
                for p, line in parts
            ],
            "bars": {str(t): [[float(at), number] for at, number in b.bars] for t, b in bars.items()},
            "metres": {str(t): [[float(m[0]), m[1], m[2]] for m in b.metres] for t, b in bars.items()},
            "keys": {str(t): [[float(at), sharps, minor] for at, sharps, minor in k] for t, k in heard.keys.items()},
            "chords": [[float(c.onset), c.root, c.quality, c.tune] for c in heard.chords],
            "tempo": 0.0 if heard.timed else heard.tempo,
            "timed": heard.timed,
            "lyrics": lyrics,
            "written": {str(n): note.fifth for n, (note, _) in enumerate(notes) if note.fifth is not None},
            "notes": [
                *heard.notes,
                *_unwritten(heard),
                *([PERFORMED] if any(b.performed for b in bars.values()) else []),
            ],
        }
        return cls(
            np.array([n.pitch for n, _ in notes], np.int16),
            onset,
            np.round(np.array([float(n.duration) for n, _ in notes]), 6),
            np.array([bar for bar, _ in placed], np.int32),
            np.array([beat for _, beat in placed], np.float64),
            np.array([n.place for n, _ in notes], np.int64),
            chord,
            np.cumsum([0, *(len(line) for _, line in parts)]).astype(np.int64),
            np.array(sounding, np.float64).reshape(-1, 4),
            json.dumps(info, ensure_ascii=False, sort_keys=True),
        )


def _unwritten(heard: Heard) -> list[str]:
    """That no metre is written, of what has bars; readers that fill one in say so themselves."""
    return [] if heard.format == heard_notes.FORMAT or heard.metres else [NO_METRE]


def _accompanied(sounding: Array, parts: Sequence[tuple[Part, Sequence[Note]]]) -> Array:
    """What sounds in tunes in which more does than one voice: what a single line goes through is no chord."""
    count: dict[int, list[tuple[int, int]]] = {}
    for part, line in parts:
        if not part.percussion:
            count.setdefault(part.tune, []).append((len(line), len(part.notes)))
    several = [t for t, all_of in count.items() if len(all_of) > 1 or all_of[0][0] < ONE_VOICE * all_of[0][1]]
    found: Array = sounding[np.isin(sounding[:, 3], several)]
    return found


def _chords(heard: Heard, onset: Array, tunes: Array, sounding: Array) -> tuple[Array, str]:
    """The chord under each note of all lines, and whether chords are written, estimated or neither."""
    found = np.full(len(onset), harmony.NONE, np.int16)
    said = "written" if heard.chords else "none"
    for tune in range(len(heard.titles)):
        here = tunes == tune
        chords = [(float(c.onset), c.root, c.quality) for c in heard.chords if c.tune == tune]
        if chords:
            found[here] = harmony.written(onset[here], chords)
        elif not heard.chords and here.any():
            mine = sounding[sounding[:, 3] == tune] if len(sounding) else sounding
            found[here] = harmony.estimated(onset[here], mine, float(heard.bars.get(tune, [(0, 1)])[0][0]))
            if (found[here] != harmony.NONE).any():
                said = "estimated"
    return found, said


class Bars:
    """Bar lines and metres of one tune, for finding the bar and beat of a note."""

    def __init__(self, heard: Heard, tune: int) -> None:
        self.bars = heard.bars.get(tune) or [(heard_start(heard, tune), 1)]
        self.metres = sorted(heard.metres.get(tune) or [(self.bars[0][0], 4, 4)])
        self.starts = [at for at, _ in self.bars]
        self.changes = [at for at, _, _ in self.metres]
        self.performed = performed(heard, tune)

    def place(self, onset: Fraction) -> tuple[int, float]:
        """Number of the bar, and beat in it, to a hundredth; of what was played freely, of the nearest sixteenth."""
        if self.performed:
            onset = Fraction(round(onset * 4), 4)
        row = max(0, bisect_right(self.starts, onset) - 1)
        metre = self.metres[max(0, bisect_right(self.changes, onset) - 1)]
        start, number = self.bars[row]
        return number, round(float((onset - start) * metre[2] / 4) + 1, 2)


def performed(heard: Heard, tune: int) -> bool:
    """Whether a MIDI file was played and not written: more than half of its notes begin on no division of a quarter by
    eight or three."""
    if heard.format != "midi":
        return False
    onsets = [note.onset for part in heard.parts if part.tune == tune for note in part.notes]
    return 2 * sum((onset * GRID).denominator > 1 for onset in onsets) > len(onsets)


def heard_start(heard: Heard, tune: int) -> Any:
    """Onset of the first note of a tune."""
    return min((n.onset for p in heard.parts if p.tune == tune for n in p.notes), default=0)


def skyline(part: Part) -> Sequence[Note]:
    """The line of one part, in order of time."""
    line: list[Note] = []
    for note in sorted(part.notes, key=lambda n: (n.onset, -n.pitch, n.place)):
        if line and note.onset - line[-1].onset <= TOGETHER:
            if note.pitch > line[-1].pitch:
                line[-1] = note
            continue
        if line and note.pitch < line[-1].pitch:
            ends = line[-1].onset + line[-1].duration
            if note.onset + TOGETHER < ends and note.onset + note.duration <= ends + TOGETHER:
                continue  # under a note that still sounds: an inner voice
        line.append(note)
    return line
