"""Spoken text of subtitles and lyrics (srt, vtt, ass, ssa, lrc) without time codes, each cue a paragraph.

Formatting goes; what a line says stays, in the order of the file. Not read: comments, drawings, notes, head data.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import ClassVar

from appraisal.deriver import Derived
from appraisal.errors import Unreadable
from appraisal.media import Medium
from appraisal.work import Member
from comparators.text.decoding import decode
from comparators.text.reading.writing import Writing

TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?")
ARROW = re.compile(r"^\s*(\S+)\s*-->\s*(\S+)")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|</?\d[^<>]{0,40}>")
OVERRIDE = re.compile(r"\{[^{}]*\}")
DRAWING = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}")
LYRIC = re.compile(r"\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]")
LYRIC_WORD = re.compile(r"<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>")
LYRIC_HEAD = re.compile(r"^\s*\[[A-Za-z#]{1,12}:[^\]]*\]\s*$")
LINES = re.compile("\r\n|[\n\r]")


class Subtitles:
    """See ``appraisal.deriver.Deriver``. Places: cues in the order of the file, second shown, line of the file."""

    name: ClassVar[str] = "subtitles"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        return {}

    def takes(self, name: str, head: bytes) -> bool:
        return name.rsplit(".", 1)[-1].lower() in READERS

    def derive(self, member: Member) -> Iterator[Derived]:
        suffix = member.file.rsplit(".", 1)[-1].lower()
        source = decode(member)
        writing = Writing(member.file)
        cues = 0
        for line, second, text in READERS[suffix](LINES.split(source.text), writing):
            words = "\n".join(filter(None, (part.strip() for part in text.split("\n"))))
            if words:
                cues += 1
                writing.paragraph(words, cue=cues, second=second, line=line)
        if not cues and source.text.strip():
            raise Unreadable(f"{member.file}: no cue with a time was found, so this is no .{suffix}: name it .txt")
        yield writing.derived(cues=cues, encoding=source.encoding)


def _seconds(text: str) -> float | None:
    found = TIME.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds, rest = found.groups()
    fraction = int(rest) / 10 ** len(rest) if rest else 0.0
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + fraction


def _timed(lines: list[str], writing: Writing) -> Iterator[tuple[int, float | None, str]]:
    """SubRip and WebVTT: a line with an arrow, then text up to an empty line. A cue's number or name stands before the
    arrow and is not text; ``NOTE``, ``STYLE`` and ``REGION`` blocks of WebVTT have no arrow and are never in a cue."""
    at = 0
    while at < len(lines):
        found = ARROW.match(lines[at])
        second = _seconds(found.group(1)) if found else None
        if found is None or second is None:
            if lines[at].startswith(("NOTE", "STYLE", "REGION")):
                writing.left["notes"] += 1
            at += 1
            continue
        start = at = at + 1
        text: list[str] = []
        while (
            at < len(lines)
            and lines[at].strip()
            and not (lines[at].strip().isdigit() and at + 1 < len(lines) and ARROW.match(lines[at + 1]))
        ):
            text.append(html.unescape(TAG.sub("", OVERRIDE.sub("", lines[at]))))
            at += 1
        yield start + 1, second, "\n".join(text)


def _ass(lines: list[str], writing: Writing) -> Iterator[tuple[int, float | None, str]]:
    """Advanced SubStation Alpha: ``Dialogue:`` lines, their fields in the order that the last ``Format:`` gives."""
    fields = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]
    events = False
    for number, line in enumerate(lines, 1):
        key, _, rest = line.partition(":")
        key = key.strip().lower()
        if line.lstrip().startswith("["):
            events = line.strip().lower() == "[events]"
        elif key == "format" and events:
            fields = [name.strip().lower() for name in rest.split(",")]
        elif key == "comment" and events:
            writing.left["comments"] += 1
        elif key == "dialogue" and events:
            values = rest.lstrip().split(",", len(fields) - 1)
            if len(values) < len(fields) or "text" not in fields:
                writing.left["damaged-lines"] += 1
                continue
            cue = dict(zip(fields, values, strict=True))
            if DRAWING.search(cue["text"]):
                writing.left["drawings"] += 1
                continue
            text = OVERRIDE.sub("", cue["text"]).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")
            yield number, _seconds(cue.get("start", "").strip()), text


def _lyrics(lines: list[str], writing: Writing) -> Iterator[tuple[int, float | None, str]]:
    """Lyrics: one or several times before a line. Head data (``[ti:…]``) is counted and left out."""
    for number, line in enumerate(lines, 1):
        times = list(LYRIC.finditer(line))
        if not times:
            writing.left["head-lines"] += bool(LYRIC_HEAD.match(line))
            if line.strip() and not LYRIC_HEAD.match(line):
                writing.left["lines-without-time"] += 1
            continue
        minutes, seconds, rest = times[0].groups()
        second = int(minutes) * 60 + int(seconds) + (int(rest) / 10 ** len(rest) if rest else 0.0)
        yield number, second, LYRIC_WORD.sub("", LYRIC.sub("", line))


READERS = {"srt": _timed, "vtt": _timed, "ass": _ass, "ssa": _ass, "lrc": _lyrics}
