"""Standard MIDI files: notes of each track and channel, tempo, metres, keys, lyrics.

Written from the specification (The Complete MIDI 1.0 Detailed Specification, Standard MIDI Files 1.0). Only what bears
on notes is kept; a byte that the format does not allow is a refusal that says where it stands.
"""

from __future__ import annotations

from collections import defaultdict, deque
from fractions import Fraction

from appraisal.errors import OverLimit, Unreadable
from comparators.audio.music.heard import MOST_NOTES, NO_METRE, Heard, Note, Part

MOST_EVENTS = 2_000_000
TEXTS = {1, 3, 5}
DRUMS = 9  # channel 10 as people count


class _Track:
    """A cursor over the bytes of one track."""

    def __init__(self, file: str, data: bytes, start: int, stop: int) -> None:
        self.file, self.data, self.at, self.stop = file, data, start, stop

    def byte(self) -> int:
        if self.at >= self.stop:
            raise Unreadable(f"{self.file}: a MIDI track ends inside an event (byte {self.at}): receive it again")
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        value = 0
        for _ in range(4):
            one = self.byte()
            value = value << 7 | one & 0x7F
            if one < 0x80:
                return value
        raise Unreadable(f"{self.file}: a MIDI number of more than 4 bytes (byte {self.at}): receive it again")

    def take(self, size: int) -> bytes:
        if self.at + size > self.stop:
            raise Unreadable(f"{self.file}: a MIDI track ends inside an event (byte {self.at}): receive it again")
        self.at += size
        return self.data[self.at - size : self.at]


def read(file: str, data: bytes) -> Heard:
    """All tracks of a file of format 0 or 1; of format 2 each track is a tune. Raises ``Unreadable``, ``OverLimit``."""
    if data[:4] == b"RIFF" and data[8:12] == b"RMID":
        data = data[20:]
    if data[:4] != b"MThd" or len(data) < 14:
        raise Unreadable(f"{file}: no head of a MIDI file: check the file")
    length, kind = int.from_bytes(data[4:8], "big"), int.from_bytes(data[8:10], "big")
    division = int.from_bytes(data[12:14], "big")
    heard = Heard(file, "midi")
    if division & 0x8000:
        frames, ticks = 256 - (division >> 8), division & 0xFF
        quarter = Fraction(
            frames * ticks, 2
        )  # no quarters are written: two a second stand for them, and no tempo is told
        heard.timed = True
        heard.notes.append("timed in frames, not quarters: no tempo is known")
    else:
        quarter = Fraction(division)
    if quarter <= 0:
        raise Unreadable(f"{file}: a MIDI file with no length of a quarter: check the file")
    at, number, events = 8 + length, 0, 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
        if at + 8 + size > len(data):
            raise Unreadable(f"{file}: the MIDI file ends inside a track (byte {len(data)}): receive it again")
        if name == b"MTrk":
            tune = number if kind == 2 else 0
            while len(heard.titles) <= tune:
                heard.titles.append("")
            events += _track(heard, _Track(file, data, at + 8, at + 8 + size), quarter, number, tune)
            if events > MOST_EVENTS:
                raise OverLimit(f"{file}: more than {MOST_EVENTS} MIDI events: hand in a part of it")
            number += 1
        at += 8 + size
    for tune in range(len(heard.titles)):
        if tune not in heard.metres and NO_METRE not in heard.notes:
            heard.notes.append(NO_METRE)
        heard.metres.setdefault(tune, [(Fraction(0), 4, 4)])
        heard.bars[tune] = _bars(heard, tune)
    return heard


def _track(heard: Heard, track: _Track, quarter: Fraction, number: int, tune: int) -> int:
    parts: dict[int, Part] = {}
    sounding: dict[tuple[int, int], deque[tuple[int, int]]] = defaultdict(deque)
    found: dict[int, list[Note]] = defaultdict(list)
    lyrics: dict[int, str] = {}
    sung: dict[int, list[tuple[Fraction, str]]] = {1: [], 5: []}  # by kind of event: karaoke files use text events
    name, time, status, events = "", 0, 0, 0

    def close(channel: int, pitch: int, now: int) -> None:
        began, place = sounding[channel, pitch].popleft()
        length = max(now - began, 1)
        onset = Fraction(began) / quarter
        found[channel].append(Note(onset, Fraction(length) / quarter, pitch, place, lyrics.get(began, "")))

    while track.at < track.stop:
        time += track.number()
        events += 1
        if events > MOST_EVENTS:
            raise OverLimit(f"{heard.file}: more than {MOST_EVENTS} MIDI events: hand in a part of it")
        place = track.at
        first = track.byte()
        if first < 0x80:
            if not 0x80 <= status < 0xF0:
                raise Unreadable(f"{heard.file}: a MIDI event without a kind (byte {place}): receive it again")
            track.at -= 1
        else:
            status = first
        if status == 0xFF:
            what = track.byte()
            body = track.take(track.number())
            now = Fraction(time) / quarter
            if what in TEXTS:
                text = _text(body)
                if what == 3 and not name:
                    name = text
                elif what == 5 and text.strip():
                    lyrics[time] = text.strip()[:40]
                if what != 3 and len(sung[what]) < MOST_NOTES:
                    sung[what].append((now, text))
            elif what == 0x51 and len(body) == 3 and int.from_bytes(body, "big"):
                heard.paced(60e6 / int.from_bytes(body, "big"))
            elif what == 0x58 and len(body) >= 2 and body[0] and body[1] < 7:
                heard.metres.setdefault(tune, []).append((now, body[0], 1 << body[1]))
            elif what == 0x59 and len(body) == 2 and -7 <= (sharps := (body[0] ^ 0x80) - 0x80) <= 7:
                heard.keys.setdefault(tune, []).append((now, sharps, bool(body[1])))
            elif what == 0x2F:
                break
        elif status in (0xF0, 0xF7):
            track.take(track.number())
        elif status > 0xF0:
            raise Unreadable(f"{heard.file}: an event that no MIDI file holds (byte {place}): receive it again")
        else:
            channel, what = status & 15, status & 0xF0
            body = track.take(1 if what in (0xC0, 0xD0) else 2)
            if any(value > 0x7F for value in body):
                raise Unreadable(f"{heard.file}: a MIDI value over 127 (byte {place}): receive it again")
            if what == 0x90 and body[1]:
                sounding[channel, body[0]].append((time, place))
            elif what in (0x80, 0x90) and sounding[channel, body[0]]:
                close(channel, body[0], time)
    if not sung[5] and any(text.startswith(("@K", "\\", "/")) for _, text in sung[1]):
        sung[5] = sung[1]
    _sing(heard, sung[5], name.strip() or f"{number + 1}", tune)
    for (channel, pitch), open_ones in sorted(sounding.items()):
        while open_ones:
            close(channel, pitch, time)  # never ended: it sounds to the end of the track
    for channel, notes in sorted(found.items()):
        called = name.strip() or f"{number + 1}"
        if channel not in parts:
            shown = called if len(found) == 1 else f"{called}/{channel + 1}"
            parts[channel] = heard.part(shown, percussion=channel == DRUMS, tune=tune)
        for note in notes:
            heard.add(parts[channel], note)
    return events


def _sing(heard: Heard, sung: list[tuple[Fraction, str]], part: str, tune: int) -> None:
    """Syllables of one track. Where any event holds a blank at an end, blanks are written out; else an event is a word
    unless it ends in a hyphen. ``/``, ``\\`` before and line ends around it break the line; ``@`` heads other data."""
    events = [(at, text) for at, text in sung if not text.startswith("@")]
    written = any(text.strip("\r\n\\/") != text.strip("\r\n\\/ ") for _, text in events if text.strip())
    held: list[tuple[Fraction, str, str]] = []
    for at, text in events:
        if held and (text[:1] in ("/", "\\", "\r", "\n") or (written and text[:1] == " " and not held[-1][2])):
            held[-1] = (*held[-1][:2], " " if text[:1] == " " else "\n")
        body = text.strip("\r\n\\/")
        word = body.strip()
        if word:
            joined = word.endswith("-") and len(word) > 1
            blank = body != body.rstrip() if written else not joined
            after = "\n" if text.endswith(("\r", "\n")) else " " if blank else ""
            held.append((at, word[:-1] if joined and not written else word, after))
    for at, word, after in held:
        heard.sing(word, after, onset=at, verse=1, part=part, tune=tune)


def _text(body: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def _bars(heard: Heard, tune: int) -> list[tuple[Fraction, int]]:
    """Bars as the metres say, from the first to the last note: a MIDI file has no bar lines."""
    ends = [n.onset + n.duration for p in heard.parts if p.tune == tune for n in p.notes]
    last = max(ends, default=Fraction(0))
    metres = sorted(heard.metres[tune])
    if metres[0][0] > 0:
        metres.insert(0, (Fraction(0), 4, 4))
    bars: list[tuple[Fraction, int]] = []
    for (start, beats, unit), stop in zip(metres, [m[0] for m in metres[1:]] + [last], strict=True):
        at, length = start, Fraction(4 * beats, unit)
        while at < stop or not bars:
            bars.append((at, len(bars) + 1))
            at += length
            if len(bars) > 1_000_000:
                raise OverLimit(f"{heard.file}: more than 1000000 bars: check the file")
    return bars
