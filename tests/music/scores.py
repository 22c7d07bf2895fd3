"""One small tune in all formats that are read, written here."""

from __future__ import annotations

import io
import zipfile

# Pitch, onset and duration in quarters: 3/4, first bar, second bar with a triplet and a tie into the third.
NOTES = [(67, 0.0, 1.0), (71, 1.0, 1.5), (69, 2.5, 0.5), (74, 3.0, 1 / 3), (73, 10 / 3, 1 / 3), (71, 11 / 3, 1 / 3),
         (78, 4.0, 3.0)]  # fmt: skip
ABC = "X:1\nT:Reed\nM:3/4\nL:1/8\nK:D\nV:1\nG2B2>A2 | (3dcB f4- | f2 z4 |\nw:流 水\n"

_NOTE = "<note><pitch><step>{}</step>{}<octave>{}</octave></pitch><duration>{}</duration>{}<voice>1</voice>{}</note>"


def _note(step: str, octave: int, duration: int, *, sharp: bool = False, tie: str = "", lyric: str = "") -> str:
    alter = "<alter>1</alter>" if sharp else ""
    tied = f'<tie type="{tie}"/>' if tie else ""
    sung = f"<lyric><text>{lyric}</text></lyric>" if lyric else ""
    return _NOTE.format(step, alter, octave, duration, tied, sung)


MUSICXML = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise version="4.0"><work><work-title>Reed</work-title></work>
<part-list><score-part id="P1"><part-name>Voice</part-name></score-part></part-list>
<part id="P1">
<measure number="1"><attributes><divisions>6</divisions><key><fifths>2</fifths><mode>major</mode></key>
<time><beats>3</beats><beat-type>4</beat-type></time></attributes>
<harmony><root><root-step>G</root-step></root><kind>major</kind></harmony>
{_note("G", 4, 6, lyric="流")}{_note("B", 4, 9, lyric="水")}{_note("A", 4, 3)}</measure>
<measure number="2">
<harmony><root><root-step>B</root-step></root><kind>minor</kind></harmony>
{_note("D", 5, 2)}{_note("C", 5, 2, sharp=True)}{_note("B", 4, 2)}{_note("F", 5, 12, sharp=True, tie="start")}</measure>
<measure number="3">{_note("F", 5, 6, sharp=True, tie="stop")}<note><rest/><duration>12</duration></note></measure>
</part></score-partwise>
"""

_CHORD = "<Chord>{}<durationType>{}</durationType>{}<Note><pitch>{}</pitch>{}</Note></Chord>"
_TIE = '<Spanner type="Tie"><{}><location/></{}></Spanner>'
MUSCX = f"""<?xml version="1.0" encoding="UTF-8"?>
<museScore version="3.02"><Score><metaTag name="workTitle">Reed</metaTag>
<Part><Staff id="1"/><trackName>Voice</trackName></Part>
<Part><Staff id="2"/><trackName>Woodblock</trackName><Instrument><useDrumset>1</useDrumset></Instrument></Part>
<Staff id="1">
<Measure><voice><KeySig><accidental>2</accidental></KeySig><TimeSig><sigN>3</sigN><sigD>4</sigD></TimeSig>
<Harmony><root>15</root></Harmony>
{_CHORD.format("", "quarter", "<Lyrics><text>流</text></Lyrics>", 67, "")}
{_CHORD.format("<dots>1</dots>", "quarter", "<Lyrics><text>水</text></Lyrics>", 71, "")}
{_CHORD.format("", "eighth", "", 69, "")}</voice></Measure>
<Measure><voice><Harmony><root>19</root><name>m</name></Harmony>
<Tuplet><normalNotes>2</normalNotes><actualNotes>3</actualNotes></Tuplet>
{_CHORD.format("", "eighth", "", 74, "")}{_CHORD.format("", "eighth", "", 73, "")}
{_CHORD.format("", "eighth", "", 71, "")}
<endTuplet/>{_CHORD.format("", "half", "", 78, _TIE.format("next", "next"))}</voice></Measure>
<Measure><voice>{_CHORD.format("", "quarter", "", 78, _TIE.format("prev", "prev"))}
<Rest><durationType>half</durationType></Rest></voice></Measure></Staff>
<Staff id="2"><Measure><voice>{_CHORD.format("", "quarter", "", 76, "") * 3}</voice></Measure></Staff>
</Score></museScore>
"""


def packed(name: str, body: str, container: bool = True) -> bytes:
    """A packed score with one score inside."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        if container:
            root = f'<container><rootfiles><rootfile full-path="{name}"/></rootfiles></container>'
            archive.writestr(zipfile.ZipInfo("META-INF/container.xml"), root)
        archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()
