"""MuseScore's own files (mscx, packed mscz; versions 2 to 4), read from the form that the program writes."""

from __future__ import annotations

from fractions import Fraction

from lxml import etree

from appraisal.errors import OverLimit, Unreadable
from comparators.audio.music.heard import Chord, Heard, Note, Part, quality_of
from comparators.audio.music.musicxml import MOST_BARS
from comparators.audio.music.packed import parse, text, whole

TYPES = {
    "long": Fraction(16), "breve": Fraction(8), "whole": Fraction(4), "half": Fraction(2), "quarter": Fraction(1),
    "eighth": Fraction(1, 2), "16th": Fraction(1, 4), "32nd": Fraction(1, 8), "64th": Fraction(1, 16),
    "128th": Fraction(1, 32), "256th": Fraction(1, 64),
}  # fmt: skip
GRACES = ("acciaccatura", "appoggiatura", "grace4", "grace16", "grace32", "grace8after", "grace16after", "grace32after")
FIFTHS_OF_C = 14  # MuseScore numbers roots by fifths: 14 is C


def read(file: str, data: bytes) -> Heard:
    """All staves of one score. Raises ``Unreadable`` or ``OverLimit`` naming the file."""
    root = parse(file, data)
    if etree.QName(root).localname != "museScore":
        raise Unreadable(f"{file}: no MuseScore score ({etree.QName(root).localname}): check the file")
    score = root.find("Score")
    score = root if score is None else score
    heard = Heard(file, "musescore")
    for tag in score.iterfind("metaTag"):
        if tag.get("name") == "workTitle" and tag.text:
            heard.titles = [str(tag.text).strip()]
    names, drums = _parts(score)
    staves = [staff for staff in score.iterfind("Staff") if staff.find("Measure") is not None]
    for number, staff in enumerate(staves):
        measures = list(staff.iterfind("Measure"))
        if len(measures) > MOST_BARS:
            raise OverLimit(f"{file}: more than {MOST_BARS} bars: hand in a part of it")
        key = str(staff.get("id", number + 1))
        part = heard.part(names.get(key) or key, percussion=key in drums)
        _Staff(heard, part, first=number == 0).read(measures)
    return heard


def _parts(score: etree._Element) -> tuple[dict[str, str], set[str]]:
    names: dict[str, str] = {}
    drums: set[str] = set()
    count = 0
    for part in score.iterfind("Part"):
        name = text(part, "trackName") or text(part, "Instrument/longName")
        for staff in part.iterfind("Staff"):
            count += 1
            key = str(staff.get("id", count))
            names[key] = name
            group = staff.find("StaffType")
            if text(part, "Instrument/useDrumset") == "1" or (
                group is not None and str(group.get("group")) == "percussion"
            ):
                drums.add(key)
    return names, drums


class _Staff:
    def __init__(self, heard: Heard, part: Part, *, first: bool) -> None:
        self.heard, self.part, self.first = heard, part, first
        self.metre = Fraction(4)
        self.open: dict[tuple[int, int], Note] = {}  # tied notes that go on, by voice and pitch

    def read(self, measures: list[etree._Element]) -> None:
        start = Fraction(0)
        number = 0
        for measure in measures:
            irregular = text(measure, "irregular") == "1"
            number += not irregular
            if self.first:
                self.heard.bars.setdefault(0, []).append((start, number))
            for node in measure.iter("TimeSig"):
                count, unit = whole(text(node, "sigN")), whole(text(node, "sigD"))
                if 0 < count <= 128 and 0 < unit <= 128:
                    self.metre = Fraction(4 * count, unit)
                    if self.first:
                        self.heard.metres.setdefault(0, []).append((start, count, unit))
                break
            voices = list(measure.iterfind("voice")) or [measure]
            for index, voice in enumerate(voices):
                self._voice(voice, start, index)
            length = _fraction(str(measure.get("len", "")))
            start += 4 * length if length else self.metre
        for note in self.open.values():
            self.heard.add(self.part, note)

    def _voice(self, voice: etree._Element, start: Fraction, index: int) -> None:
        at = start
        factor = Fraction(1)
        stack: list[Fraction] = []
        tuplets = {str(t.get("id")): t for t in voice.iterfind("Tuplet") if t.get("id")}
        tracks: dict[str, Fraction] = {}
        track = ""
        for node in voice:
            if not isinstance(node.tag, str):
                continue
            kind = etree.QName(node).localname
            if kind == "location":
                at += 4 * _fraction(text(node, "fractions"))
            elif kind == "KeySig" and self.first:
                sharps = whole(text(node, "concertKey") or text(node, "accidental"), 99)
                if -7 <= sharps <= 7:
                    self.heard.keys.setdefault(0, []).append((at, sharps, False))
            elif kind == "Tuplet" and not node.get("id"):
                stack.append(factor)
                factor *= _ratio(node)
            elif kind == "endTuplet" and stack:
                factor = stack.pop()
            elif kind == "Harmony" and self.first:
                self._harmony(node, at)
            elif kind in ("Chord", "Rest"):
                own = text(node, "track")
                if own != track:  # version 2: voices stand one after the other, each from the start of the bar
                    tracks[track] = at
                    track, at = own, tracks.get(own, start)
                scale = _ratio(tuplets[text(node, "Tuplet")]) if text(node, "Tuplet") in tuplets else factor
                length = self._length(node) * scale
                if kind == "Chord":
                    if any(node.find(grace) is not None for grace in GRACES):
                        continue
                    lyric = text(node, "Lyrics/text")[:40]
                    self._sung(node, at)
                    for note in node.iterfind("Note"):
                        self._note(note, at, length, index, lyric)
                at += length

    def _sung(self, node: etree._Element, onset: Fraction) -> None:
        for lyric in node.iterfind("Lyrics"):
            written = lyric.find("text")
            syllable = "" if written is None else "".join(map(str, written.itertext())).strip()
            after = "" if text(lyric, "syllabic") in ("begin", "middle") else " "
            self.heard.sing(syllable, after, onset=onset, verse=whole(text(lyric, "no")) + 1, part=self.part.name)

    def _length(self, node: etree._Element) -> Fraction:
        kind = text(node, "durationType")
        if kind == "measure":
            return 4 * _fraction(text(node, "duration")) or self.metre
        dots = min(max(whole(text(node, "dots")), 0), 4)
        return TYPES.get(kind, Fraction(0)) * (2 - Fraction(1, 2**dots))

    def _note(self, node: etree._Element, onset: Fraction, length: Fraction, voice: int, lyric: str) -> None:
        pitch = whole(text(node, "pitch"), -1)
        spanners = [s for s in node.iterfind("Spanner") if s.get("type") == "Tie"]
        starts = node.find("Tie") is not None or any(s.find("next") is not None for s in spanners)
        stops = node.find("endSpanner") is not None or any(s.find("prev") is not None for s in spanners)
        note = Note(onset, length, pitch, node.sourceline or 0, lyric)
        held = self.open.pop((voice, pitch), None)
        if held is not None:
            if held.onset + held.duration == onset and stops:
                note = Note(held.onset, held.duration + length, pitch, held.place, held.lyric)
            else:
                self.heard.add(self.part, held)
        if starts:
            self.open[voice, pitch] = note
        else:
            self.heard.add(self.part, note)

    def _harmony(self, node: etree._Element, at: Fraction) -> None:
        info = node.find("harmonyInfo")
        node = node if info is None else info
        root = whole(text(node, "root"), 99)
        if -2 <= root <= 34:
            self.heard.chords.append(Chord(at, (root - FIFTHS_OF_C) * 7 % 12, quality_of(text(node, "name"))))


def _ratio(node: etree._Element) -> Fraction:
    normal, actual = whole(text(node, "normalNotes")), whole(text(node, "actualNotes"))
    return Fraction(normal, actual) if 0 < normal <= 128 and 0 < actual <= 128 else Fraction(1)


def _fraction(value: str) -> Fraction:
    """``3/4`` as a fraction; zero for anything else."""
    over, _, under = value.partition("/")
    top, bottom = whole(over), whole(under or "1")
    return Fraction(top, bottom) if bottom > 0 and abs(top) <= 10**6 else Fraction(0)
