"""ABC notation (standard 2.1): books of tunes, voices, chord symbols, words under notes.

Macros, user symbols and stylesheet directives are passed over; ornaments and grace notes have no time of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from appraisal.errors import OverLimit, Unreadable
from comparators.audio.music.heard import FIFTHS, PARTED, STEPS, Chord, Heard, Note, Part, quality_of

MOST_TUNES = 20_000
FIELD = re.compile(r"([A-Za-z+]):(?![|:])\s*(.*)")
NOTE = re.compile(r"(\^\^|\^|__|_|=)?([A-Ga-gzxZX])([,']{0,8})(\d{0,4})(/{0,4})(\d{0,4})")
LENGTH = re.compile(r"(\d{0,4})(/{0,4})(\d{0,4})")
TUPLET = re.compile(r"\((\d)(?::(\d?))?(?::(\d?))?")
BAR = re.compile(r"(?:[|:\]]|\[(?=[|1-9]))(?:[|:\]1-9,-]|\[(?=[|1-9]))*")
FIRST = re.compile(r"\s*\[([A-Za-z]):([^\]]*)(?:\]|$)")
WORD = re.compile(r"((?:\\-|[^\s\-*_|\u4e00-\u9fff])+|[\u4e00-\u9fff][，。！？；：、]?)(-?)|[*_|]")
NAMED = re.compile(r'(?:^|\s)(?:name|nm)\s?=\s?(?:"([^"]*)"|([^\s"]+))')  # of a voice (standard 7.1)
MOST_NAME = 200
SYMBOL = re.compile(r"([A-G])([#b♯♭]?)(.*)")
ORDER = "FCGDAEB"
MODES = {"maj": 0, "ion": 0, "mix": -1, "dor": -2, "min": -3, "aeo": -3, "m": -3, "phr": -4, "loc": -5, "lyd": 1}
SHARPS = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F": -1}
ACCIDENTALS = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
NORMAL = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}  # what a tuplet stands in the time of; others by the metre


def read(file: str, data: bytes) -> Heard:
    """Every tune of a file. Raises ``Unreadable`` or ``OverLimit`` naming the file."""
    text = _decoded(file, data)
    heard = Heard(file, "abc", [])
    tune: _Tune | None = None
    tunes: list[_Tune] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        at, offset = offset, offset + len(line)
        body = line.rstrip("\r\n")
        if not body.strip():
            tune = None
            continue
        if body.startswith("%"):
            continue
        field = FIELD.fullmatch(body)
        if field and field[1] == "X":
            if len(heard.titles) >= MOST_TUNES:
                raise OverLimit(f"{file}: more than {MOST_TUNES} tunes: hand in a part of it")
            tune = _Tune(heard, len(heard.titles))
            tunes.append(tune)
            heard.titles.append("")
        elif tune is not None and field:
            tune.field(field[1], field[2].split("%")[0].strip())
        elif tune is not None:
            tune.music(body, at)
    if not heard.titles:
        raise Unreadable(f"{file}: no tune in ABC notation (no line X:): check the file")
    _settle(heard, tunes)
    return heard


def _settle(heard: Heard, tunes: Sequence[_Tune]) -> None:
    """Parts in the order in which their voices are declared, each with the name that was given to it, early or late."""
    ranks: dict[int, tuple[int, int]] = {}
    renamed: dict[tuple[int, str], str] = {}
    for tune in tunes:
        several = Counter(tune.declared.values())
        for rank, key in enumerate(tune.declared):
            if key not in tune.voices:
                continue
            part, said = tune.voices[key].part, tune.declared[key]
            name = tune.name(f"{said} ({key})" if several[said] > 1 and said else said or key)
            ranks[id(part)] = tune.number, rank
            if name != part.name:
                renamed[tune.number, part.name] = part.name = name
    heard.parts.sort(key=lambda part: ranks[id(part)])
    if renamed:
        heard.sung = [replace(one, part=renamed.get((one.tune, one.part), one.part)) for one in heard.sung]


def _decoded(file: str, data: bytes) -> str:
    if b"\x00" in data:
        raise Unreadable(f"{file}: no text of ABC notation: check the file")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


class _Voice:
    def __init__(self, part: Part) -> None:
        self.part = part
        self.at = Fraction(0)
        self.bar_start = Fraction(0)
        self.altered: dict[str, int] = {}  # accidentals that hold until the bar ends
        self.tied: set[int] = set()
        self.open: dict[int, Note] = {}
        self.tuplet = (Fraction(1), 0)
        self.broken = Fraction(1)  # factor for the next note
        self.last: list[int] = []  # indexes of the notes that a broken rhythm lengthens
        self.line: list[int] = []  # notes of the last line of music, for the words under it
        self.verses = 0  # lines of words under it so far


class _Tune:
    def __init__(self, heard: Heard, number: int) -> None:
        self.heard, self.number = heard, number
        self.unit = Fraction(0)
        self.metre, self.compound = Fraction(4), False
        self.key: dict[str, int] = {}
        self.voices: dict[str, _Voice] = {}
        self.declared: dict[str, str] = {}  # names that voices are given, in the order in which voices are first met
        self.voice = ""
        self.head = True
        self.bars = 0

    def field(self, name: str, value: str) -> None:
        """One information field, in the head, alone on a line or inside the music."""
        if name == "T" and not self.heard.titles[self.number]:
            self.heard.titles[self.number] = value[:200]
        elif name == "M":
            self._metre(value)
        elif name == "L":
            over, _, under = value.partition("/")
            if over.strip().isdigit() and under.strip().isdigit() and 0 < int(under) <= 256:
                self.unit = Fraction(4 * min(int(over), 64), int(under))
        elif name == "K":
            self._key(value)
            if self.head:  # music that names no voice is the first one's
                self.head, self.voice = False, next(iter(self.declared), "")
        elif name == "Q":
            found = re.search(r"(?:(\d{1,2})/(\d{1,3})\s*=\s*)?(\d{1,4})", value)
            if found and not self.heard.tempo:
                beat = Fraction(4 * int(found[1]), int(found[2])) if found[1] and int(found[2]) else Fraction(1)
                self.heard.tempo = round(float(beat * int(found[3])), 3)
        elif name == "V":
            self._declare(value)
        elif name == "w":
            self._words(value)
        elif name == "W":
            self.heard.sing(value, "\n", onset=None, verse=1, part="", tune=self.number)

    def _declare(self, value: str) -> None:
        """A voice that is met, and the first name that is given to it."""
        self.voice = (value.split() or [""])[0]
        found = NAMED.search(value)
        said = " ".join((found[1] or found[2] or "").replace("\\n", " ").split())[:MOST_NAME] if found else ""
        self.declared[self.voice] = self.declared.get(self.voice) or said.replace(PARTED, "/")

    def name(self, said: str) -> str:
        """What the part of a voice is called: the voice after the tune's title."""
        title = self.heard.titles[self.number] or f"X:{self.number + 1}"
        return f"{title}{PARTED}{said}" if said else title

    def _metre(self, value: str) -> None:
        value = {"C": "4/4", "C|": "2/2"}.get(value, value)
        found = re.match(r"\(?(\d{1,3}(?:\+\d{1,3}){0,8})\)?/(\d{1,3})", value)
        if not found:
            return
        count, unit = sum(int(n) for n in found[1].split("+")), int(found[2])
        if 0 < count <= 128 and 0 < unit <= 128:
            self.metre, self.compound = Fraction(4 * count, unit), unit == 8 and count in (6, 9, 12)
            at = self._now().at if self.voices else Fraction(0)
            self.heard.metres.setdefault(self.number, []).append((at, count, unit))

    def _key(self, value: str) -> None:
        found = re.match(r"([A-G])([#b]?)\s*([A-Za-z]*)", value)
        sharps, minor = 0, False
        if found:
            mode = found[3].lower()
            shift = next((s for m, s in MODES.items() if mode.startswith(m) and (m != "m" or mode == "m")), 0)
            sharps = SHARPS[found[1]] + {"#": 7, "b": -7, "": 0}[found[2]] + shift
            minor = shift == -3
        sharps = max(-7, min(7, sharps))
        self.key = {step: 1 for step in ORDER[:sharps]} if sharps > 0 else {}
        if sharps < 0:
            self.key = {step: -1 for step in ORDER[::-1][:-sharps]}
        at = self._now().at if self.voices else Fraction(0)
        self.heard.keys.setdefault(self.number, []).append((at, sharps, minor))

    def _now(self) -> _Voice:
        if self.voice not in self.voices:
            self.declared.setdefault(self.voice, "")
            self.voices[self.voice] = _Voice(self.heard.part(self.name(self.voice), tune=self.number))
            if len(self.voices) == 1:
                self._bar(self.voices[self.voice], Fraction(0))
        return self.voices[self.voice]

    def _bar(self, voice: _Voice, at: Fraction) -> None:
        if voice is next(iter(self.voices.values())):
            bars = self.heard.bars.setdefault(self.number, [])
            if not bars or bars[-1][0] < at:
                pickup = len(bars) == 1 and at < self.metre
                if pickup:
                    bars[0] = (bars[0][0], 0)
                bars.append((at, len(bars) + (0 if bars and bars[0][1] == 0 else 1)))

    def _words(self, value: str) -> None:
        voice = self._now()
        notes, places = voice.part.notes, iter(voice.line)
        voice.verses += 1
        found = list(WORD.finditer(value))
        for number, word in enumerate(found):
            one = (word[1] or word[0]).replace("\\-", "-").replace("~", " ").strip()  # ~: a space within a syllable
            if one == "|":
                continue
            index = next(places, None)
            if one in ("*", "_", ""):
                continue
            after = "" if word[2] else "\n" if number == len(found) - 1 else " "
            last = voice.line[-1] if voice.line else None  # more words than notes: what is left over stands at the last
            under = last if index is None else index
            self.heard.sing(
                one, after, onset=None if under is None else notes[under].onset,
                verse=voice.verses, part=voice.part.name, tune=self.number,
            )  # fmt: skip
            if voice.verses == 1 and index is not None:
                notes[index] = replace(notes[index], lyric=one[:40])

    def music(self, body: str, base: int) -> None:
        """One line of music, which stands at character ``base`` of the file."""
        at = 0
        while found := FIRST.match(body, at):  # a voice that begins the line has it from its beginning
            self.field(found[1], found[2].strip())
            at = found.end()
        voice = self._now()
        voice.line, voice.verses = [], 0
        here = {self.voice}
        unit = self.unit or (Fraction(1, 4) if self.metre < 3 else Fraction(1, 2))
        while at < len(body):
            sign = body[at]
            if sign == "%":
                break
            if sign == '"':
                stop = body.find('"', at + 1)
                stop = len(body) if stop < 0 else stop
                self._symbol(body[at + 1 : stop], voice)
                at = stop + 1
            elif sign in "!+" and (stop := body.find(sign, at + 1)) > 0:
                at = stop + 1
            elif sign == "{":
                stop = body.find("}", at)
                at = len(body) if stop < 0 else stop + 1
            elif sign == "[" and re.match(r"\[[A-Za-z]:", body[at:]):
                stop = body.find("]", at)
                stop = len(body) if stop < 0 else stop
                self.field(body[at + 1], body[at + 3 : stop].strip())
                voice = self._now()
                if self.voice not in here:
                    voice.line, voice.verses = [], 0
                    here.add(self.voice)
                unit = self.unit or unit
                at = stop + 1
            elif sign == "(" and (found := TUPLET.match(body, at)):
                self._tuplet(voice, found)
                at = found.end()
            elif sign in "|:" or (sign == "[" and body[at + 1 : at + 2] in ("|", *"123456789")):
                at = BAR.match(body, at).end()  # type: ignore[union-attr]  # it matches one sign at least
                voice.altered.clear()
                if voice.at > voice.bar_start:
                    voice.bar_start = voice.at
                    self._bar(voice, voice.at)
            elif sign == "[":
                stop = body.find("]", at)
                stop = len(body) if stop < 0 else stop
                self._chord(body, at + 1, stop, base, voice, unit)
                found_length = LENGTH.match(body, stop + 1)
                at = stop + 1 + (len(found_length[0]) if found_length else 0)
                at = self._after(body, at, voice)
            elif found := NOTE.match(body, at):
                self._single(found, base + at, voice, unit)
                at = self._after(body, found.end(), voice)
            else:
                at += 1

    def _after(self, body: str, at: int, voice: _Voice) -> int:
        """Ties and broken rhythm behind a note."""
        while at < len(body) and body[at] in "-<> ":
            if body[at] == "-":
                voice.tied.update(voice.part.notes[n].pitch for n in voice.last)
            elif body[at] in "<>":
                count = 1
                while at + 1 < len(body) and body[at + 1] == body[at] and count < 3:
                    at, count = at + 1, count + 1
                short = Fraction(1, 2**count)
                mine, other = (2 - short, short) if body[at] == ">" else (short, 2 - short)
                self._stretch(voice, mine)
                voice.broken = other
            elif at + 1 >= len(body) or body[at + 1] not in "<>-":
                break
            at += 1
        return at

    def _stretch(self, voice: _Voice, factor: Fraction) -> None:
        grown = Fraction(0)
        for n in voice.last:
            note = voice.part.notes[n]
            grown = note.duration * (factor - 1)
            voice.part.notes[n] = replace(note, duration=note.duration * factor)
        voice.at += grown

    def _tuplet(self, voice: _Voice, found: re.Match[str]) -> None:
        count = int(found[1])
        if count < 2:
            return
        normal = int(found[2]) if found[2] else NORMAL.get(count, 3 if self.compound else 2)
        voice.tuplet = (Fraction(max(normal, 1), count), int(found[3]) if found[3] else count)

    def _scaled(self, voice: _Voice, length: Fraction) -> Fraction:
        factor, left = voice.tuplet
        if left:
            length *= factor
            voice.tuplet = (factor, left - 1)
        length *= voice.broken
        voice.broken = Fraction(1)
        return length

    def _single(self, found: re.Match[str], place: int, voice: _Voice, unit: Fraction) -> None:
        letter = found[2]
        length = _length(found[4], found[5], found[6]) * (self.metre if letter in "ZX" else unit)
        length = self._scaled(voice, length)
        voice.last = []
        if letter not in "zxZX":
            self._sound(voice, *self._pitch(voice, found), length, place)
            voice.tied -= {n for n in voice.tied if not voice.last}
        voice.at += length

    def _chord(self, body: str, start: int, stop: int, base: int, voice: _Voice, unit: Fraction) -> None:
        after = LENGTH.match(body, stop + 1)
        factor = _length(after[1], after[2], after[3]) if after else Fraction(1)
        lengths: list[Fraction] = []
        sounds: list[tuple[int, int, int]] = []
        for found in NOTE.finditer(body, start, stop):
            if found[2] in "zxZX":
                continue
            lengths.append(_length(found[4], found[5], found[6]) * unit)
            sounds.append((*self._pitch(voice, found), base + found.start()))
        length = self._scaled(voice, (lengths[0] if lengths else unit) * factor)
        voice.last = []
        for pitch, fifth, place in sounds:
            self._sound(voice, pitch, fifth, length, place)
        voice.at += length

    def _pitch(self, voice: _Voice, found: re.Match[str]) -> tuple[int, int]:
        """MIDI number, and the letter as written along the line of fifths."""
        step = found[2].upper()
        octave = 5 if found[2].isupper() else 6
        octave += found[3].count("'") - found[3].count(",")
        where = f"{step}{octave}"
        if found[1]:
            voice.altered[where] = ACCIDENTALS[found[1]]
        bent = voice.altered.get(where, self.key.get(step, 0))
        return 12 * octave + STEPS[step] + bent, FIFTHS[step] + 7 * bent

    def _sound(self, voice: _Voice, pitch: int, fifth: int, length: Fraction, place: int) -> None:
        notes = voice.part.notes
        if pitch in voice.tied:
            voice.tied.discard(pitch)
            index = next((n for n in range(len(notes) - 1, max(-1, len(notes) - 9), -1) if notes[n].pitch == pitch), -1)
            if index >= 0 and notes[index].onset + notes[index].duration == voice.at:
                old = notes[index]
                notes[index] = replace(old, duration=old.duration + length)
                voice.last.append(index)
                return
        self.heard.add(voice.part, Note(voice.at, length, pitch, place, fifth=fifth))
        if notes and notes[-1].place == place:
            voice.last.append(len(notes) - 1)
            voice.line.append(len(notes) - 1)

    def _symbol(self, said: str, voice: _Voice) -> None:
        found = SYMBOL.match(said.strip())
        if found and voice is next(iter(self.voices.values())):
            root = STEPS[found[1]] + {"#": 1, "♯": 1, "b": -1, "♭": -1, "": 0}[found[2]]
            self.heard.chords.append(Chord(voice.at, root % 12, quality_of(found[3]), self.number))


def _length(over: str, slashes: str, under: str) -> Fraction:
    top = int(over) if over else 1
    if not slashes:
        return Fraction(top)
    bottom = int(under) if under else 2 ** len(slashes)
    return Fraction(top, bottom) if bottom else Fraction(top)
