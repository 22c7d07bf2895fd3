"""Which reader a file of notation is for, by its first bytes: names say nothing that the bytes do not bear out."""

from __future__ import annotations

import re

from appraisal.errors import Refused, Unreadable
from appraisal.work import Member
from comparators.audio.music import abc, heard_notes, midi, musescore, musicxml, packed
from comparators.audio.music.heard import MOST_BYTES, Heard

XML = re.compile(rb"<(?:score-partwise|score-timewise|museScore)[\s>]")


def read(member: Member) -> Heard:
    """The notes of one file. Raises a ``MaterialError`` or ``Refused`` that names it and says what to do."""
    data = member.bytes(MOST_BYTES)
    file = member.file
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable(f"{file}: no notes, the file is empty or holds nothing but zeros: receive it again")
    if data[:4] == b"MThd" or (data[:4] == b"RIFF" and data[8:12] == b"RMID"):
        return midi.read(file, data)
    if data.startswith(heard_notes.HEAD):
        return heard_notes.read(file, data)
    if data[:4] == b"PK\x03\x04":
        data = packed.unpack(file, data)
    found = XML.search(data[:65536]) if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" else None
    if found is not None:
        return musescore.read(file, data) if b"museScore" in found[0] else musicxml.read(file, data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # MusicXML in UTF-16
        return musicxml.read(file, data)
    if re.search(rb"^\*\*kern", data, re.MULTILINE):
        raise Refused(f"{file}: Humdrum kern is not read: export it as MusicXML and hand that in beside it")
    if re.search(rb"^X:", data, re.MULTILINE):
        return abc.read(file, data)
    raise Unreadable(f"{file}: neither MIDI, MusicXML, MuseScore nor ABC: export it as one of these and hand it in")
