"""MusicXML (partwise and timewise, plain or packed), read from its published schema (MusicXML 4.0, W3C).

Grace and cue notes have no time of their own and are left out; tied notes are one note; voices of a part stand
together.
"""

from __future__ import annotations

from fractions import Fraction

from lxml import etree

from appraisal.errors import OverLimit, Unreadable
from comparators.audio.music.heard import FIFTHS, STEPS, Chord, Heard, Note, Part, quality_of
from comparators.audio.music.packed import parse, text, whole

MOST_BARS = 100_000
KINDS = {"diminished": "dim", "augmented": "aug", "suspended": "sus", "half": "dim", "minor": "min", "major": "maj"}


def read(file: str, data: bytes) -> Heard:
    """All parts of one score. Raises ``Unreadable`` or ``OverLimit`` naming the file."""
    root = parse(file, data)
    tag = etree.QName(root).localname
    heard = Heard(file, "musicxml", [text(root, "work/work-title") or text(root, "movement-title")])
    names = {str(p.get("id")): text(p, "part-name") for p in root.iterfind("part-list/score-part")}
    if tag == "score-partwise":
        parts = {str(p.get("id")): list(p.iterfind("measure")) for p in root.iterfind("part")}
    elif tag == "score-timewise":
        parts = {}
        for measure in root.iterfind("measure"):
            for part in measure.iterfind("part"):
                part.set("number", measure.get("number", ""))
                part.set("implicit", measure.get("implicit", "no"))
                parts.setdefault(str(part.get("id")), []).append(part)
    else:
        raise Unreadable(f"{file}: no MusicXML score ({tag}): check the file")
    if max((len(measures) for measures in parts.values()), default=0) > MOST_BARS:
        raise OverLimit(f"{file}: more than {MOST_BARS} bars: hand in a part of it")
    for number, (name, measures) in enumerate(parts.items()):
        _Part(heard, heard.part(names.get(name) or name), first=number == 0).read(measures)
    for sound in root.iter("sound"):
        try:
            tempo = float(str(sound.get("tempo") or "0"))
        except ValueError:
            continue
        if tempo > 0:
            heard.paced(min(tempo, 1000.0))
    return heard


class _Part:
    def __init__(self, heard: Heard, part: Part, *, first: bool) -> None:
        self.heard, self.part, self.first = heard, part, first
        self.divisions = 1
        self.transpose = 0
        self.metre = Fraction(4)
        self.open: dict[tuple[str, int], Note] = {}  # tied notes that go on, by voice and pitch
        self.unpitched = 0
        self.verses: dict[str, int] = {}

    def read(self, measures: list[etree._Element]) -> None:
        start = Fraction(0)
        for index, measure in enumerate(measures):
            number = whole(str(measure.get("number", "")), index + 1)
            if self.first:
                self.heard.bars.setdefault(0, []).append((start, number))
            length = self._measure(measure, start)
            if length == 0 or (length < self.metre and index and measure.get("implicit") != "yes"):
                length = self.metre if length == 0 else length
            start += length
        for note in self.open.values():
            self.heard.add(self.part, note)
        if self.unpitched > len(self.part.notes):
            self.part.percussion = True

    def _measure(self, measure: etree._Element, start: Fraction) -> Fraction:
        at = last = furthest = start
        for node in measure:
            if not isinstance(node.tag, str):
                continue
            kind = etree.QName(node).localname
            if kind == "attributes":
                self._attributes(node, at)
            elif kind in ("backup", "forward"):
                move = self._length(node)
                at = max(start, at - move) if kind == "backup" else at + move
            elif kind == "harmony" and self.first:
                self._harmony(node, at)
            elif kind == "note":
                if node.find("grace") is not None or node.find("cue") is not None:
                    continue
                length = self._length(node)
                onset = last if node.find("chord") is not None else at
                self._sung(node, onset)
                self._note(node, onset, length)
                if node.find("chord") is None:
                    last, at = at, at + length
            furthest = max(furthest, at)
        return furthest - start

    def _length(self, node: etree._Element) -> Fraction:
        value = text(node, "duration")
        try:
            number = Fraction(value) if value and len(value) < 20 and "/" not in value else Fraction(0)
        except ValueError:
            number = Fraction(0)
        return min(max(number, Fraction(0)), Fraction(10**6)) / self.divisions

    def _attributes(self, node: etree._Element, at: Fraction) -> None:
        self.divisions = max(1, whole(text(node, "divisions"), self.divisions))
        beats, unit = text(node, "time/beats"), whole(text(node, "time/beat-type"))
        count = sum(whole(one) for one in beats.split("+")) if beats else 0
        if 0 < count <= 128 and 0 < unit <= 128:
            self.metre = Fraction(4 * count, unit)
            if self.first:
                self.heard.metres.setdefault(0, []).append((at, count, unit))
        fifths = text(node, "key/fifths")
        if fifths and self.first and -7 <= whole(fifths, 99) <= 7:
            self.heard.keys.setdefault(0, []).append((at, whole(fifths), text(node, "key/mode") == "minor"))
        if node.find("transpose") is not None:
            self.transpose = whole(text(node, "transpose/chromatic")) + 12 * whole(
                text(node, "transpose/octave-change")
            )
        if text(node, "clef/sign") == "percussion":
            self.part.percussion = True

    def _note(self, node: etree._Element, onset: Fraction, length: Fraction) -> None:
        pitch = node.find("pitch")
        if pitch is None:
            self.unpitched += node.find("unpitched") is not None
            return
        alter = text(pitch, "alter")
        try:
            bent = round(float(alter)) if alter and len(alter) < 10 else 0
        except (ValueError, OverflowError):
            bent = 0
        sound = 12 * (whole(text(pitch, "octave"), -9) + 1) + STEPS.get(text(pitch, "step"), -999) + bent
        sound += self.transpose
        voice = text(node, "voice")
        ties = {str(tie.get("type")) for tie in node.iterfind("tie")}
        held = self.open.pop((voice, sound), None)
        lyric = text(node, "lyric/text")[:40]
        step = text(pitch, "step")
        # Of a transposing instrument the written letter is another than the sounding one.
        fifth = FIFTHS[step] + 7 * bent if step in FIFTHS and self.transpose % 12 == 0 and abs(bent) <= 2 else None
        note = Note(onset, length, sound, node.sourceline or 0, lyric, fifth)
        if held is not None:
            joined = held.onset + held.duration == onset and "stop" in ties
            if joined:
                note = Note(held.onset, held.duration + length, sound, held.place, held.lyric, held.fifth)
            else:
                self.heard.add(self.part, held)
        if "start" in ties:
            self.open[voice, sound] = note
        else:
            self.heard.add(self.part, note)

    def _sung(self, node: etree._Element, onset: Fraction) -> None:
        for lyric in node.iterfind("lyric"):
            syllable = " ".join("".join(map(str, one.itertext())).strip() for one in lyric.iterfind("text"))
            within = [str(one.text) for one in lyric.iterfind("syllabic")][-1:]
            ends = lyric.find("end-line") is not None or lyric.find("end-paragraph") is not None
            after = "\n" if ends else "" if within in (["begin"], ["middle"]) else " "
            verse = self.verses.setdefault(str(lyric.get("number", "1")), len(self.verses) + 1)
            self.heard.sing(syllable, after, onset=onset, verse=verse, part=self.part.name)

    def _harmony(self, node: etree._Element, at: Fraction) -> None:
        step = STEPS.get(text(node, "root/root-step"))
        if step is None:
            return
        alter = whole(text(node, "root/root-alter"))
        said = text(node, "kind")
        quality = next((q for name, q in KINDS.items() if said.startswith(name)), quality_of(said))
        self.heard.chords.append(Chord(at, (step + alter) % 12, quality))
