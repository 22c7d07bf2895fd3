"""What the viewers show: exhibits of matches with their places, whole files as pages, what no match covers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from appraisal import codec, registry, sampling, wording
from appraisal.chain import heads
from appraisal.comparison import JSON, Match
from appraisal.errors import UsageError
from appraisal.lab.clerk import Clerk, Opened
from appraisal.lab.seat import Seat
from appraisal.lab.texts import Shelf
from appraisal.media import Medium
from appraisal.placing import key
from appraisal.procedure import PROCEDURE
from appraisal.span import LINEAR, Region, Span, to_json

SIDES = ("left", "right")
LEAST = 40  # characters of an unmatched stretch that is offered for a spot check
CHECKED = 500  # stretches offered at the most
SHOWN = 1200  # characters of a stretch that are shown
SOUND = {
    **{".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg"},
    **{".flac": "audio/flac", ".m4a": "audio/mp4", ".aac": "audio/aac", ".weba": "audio/webm"},
}
MOVING = {".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg"}
KEPT = 32  # pages that are kept of one record
LARGEST = 64 << 20  # bytes of a recording that is played
SOUNDING = frozenset({Medium.AUDIO, Medium.VIDEO, Medium.SCORE})


def actions(session: Seat) -> dict[str, Callable[..., JSON]]:
    clerk = session.clerk

    def page(record: str, side: str, file: str) -> JSON:
        """A file as handed in, or the view of it that the method read, and the places of all its matches."""
        opened = clerk.opened(record)
        if (side, file) not in opened.pages:
            while len(opened.pages) >= KEPT:
                opened.pages.pop(next(iter(opened.pages)))
            opened.pages[side, file] = page_of(opened, side, file)
        return opened.pages[side, file]

    def unmatched(record: str, side: str, size: int = 10) -> JSON:
        opened = clerk.opened(record)
        seed = heads(session.case.root)[PROCEDURE].head
        return unmatched_of(opened, _side(side), seed, int(size))

    return {"page": page, "unmatched": unmatched}


def exhibit_of(clerk: Clerk, opened: Opened, match: Match) -> JSON:
    """A match as its method shows it, its places in words and numbers, and how many further ones there are."""
    words = opened.words
    places = {
        side: [
            {"span": to_json(span), "words": {name: found.get(key(side, span), "") for name, found in words.items()}}
            for span in spans[:50]
        ]
        for side, spans in match.sides()
    }
    exhibit = codec.encode(clerk.exhibit(opened, match))
    named = {language: wording.words(opened.job.comparator, language) for language in ("zh", "en")}
    changed = {str(name): value for name, value in exhibit.get("transformation", ())}
    return {
        "id": match.id,
        "number": opened.numbers[match.id],
        "kind": match.kind,
        "details": {language: words.details(opened.told[match.id].details) for language, words in named.items()},
        "changed": {language: words.details(changed) for language, words in named.items()},
        "places": places,
        "more": {side: len(spans) for side, spans in match.sides()},
        "exhibit": exhibit,
        "media": {side: _player(shelf, span) for side, shelf, span in _both(opened, match)},
    }


def _both(opened: Opened, match: Match) -> list[tuple[str, Shelf, Span]]:
    return [("left", opened.shelves[0], match.left), ("right", opened.shelves[1], match.right)]


def _player(shelf: Shelf, span: Span) -> JSON:
    """A recording to be played, where the file is one that browsers play: type, bytes, and from where to where. Of a
    work of sound that cannot be played ``silent`` says why: it holds notes and no sound, browsers do not play its
    format, or it is too large. None for all that is no work of sound."""
    member = shelf.members.get(span.file)
    kind = {**SOUND, **MOVING}.get(span.file[span.file.rfind(".") :].lower())
    if member is None or (kind is None and member.medium not in SOUNDING):
        return None
    if kind is None or member.size > LARGEST:
        return {"silent": "notes" if member.medium is Medium.SCORE else "size" if kind else "format"}
    stretch = (span.start, span.stop) if span.unit == "second" else (0, None)
    return {"type": kind, "bytes": codec.encode(member.bytes(LARGEST)), "start": stretch[0], "stop": stretch[1]}


def _side(side: str) -> int:
    if side not in SIDES:
        raise UsageError(f"no side {side!r}: left or right")
    return SIDES.index(side)


def page_of(opened: Opened, side: str, file: str) -> JSON:
    """The text of a file and where matches lie in it: [start, stop, number, other file, other start, other stop], by
    start; places without counterpart in code points on the other side are left out. None: it is shown by no page."""
    at = _side(side)
    mine, theirs = opened.shelves[at], opened.shelves[1 - at]
    text = mine.text(file)
    if text is None:
        return None
    marks: list[list[Any]] = []
    for number, match in enumerate(opened.comparison.matches, 1):
        here, there = (match.left, match.right) if at == 0 else (match.right, match.left)
        if here.file != file or here.unit == "file":
            continue
        other = theirs.text(there.file) if there.file in theirs.members else None
        bounds, far = text.bounds(here), None if other is None else other.bounds(there)
        if bounds is not None and far is not None:
            marks.append([*bounds, number, there.file, *far])
    return {"file": file, "text": text.content, "marks": sorted(marks)}


def unmatched_of(opened: Opened, at: int, seed: str, size: int) -> JSON:
    """Stretches of one work that no match covers, a number of them drawn for a spot check: in the order of SHA-256 of
    seed and place, so that nobody chooses. Files of the method's media without
    any match, and stretches of texts between matches."""
    shelf = opened.shelves[at]
    spans: dict[str, list[Span]] = {}
    for match in opened.comparison.matches:
        for span in match.all_left() if at == 0 else match.all_right():
            spans.setdefault(span.file, []).append(span)
    found: dict[str, dict[str, Any]] = {}
    media = registry.comparator(opened.job.comparator, opened.job.parameters).media
    for file in sorted(name for name, member in shelf.members.items() if member.medium in media):
        text = shelf.text(file)
        if text is None:
            if file not in spans:
                found[f"{file} *"] = {"file": file, "start": None, "stop": None, "text": "", "line": None}
            continue
        for start, stop in _gaps(text.bounds(s) for s in spans.get(file, ())) if text.content else ():
            last = len(text.content) if stop is None else stop
            piece = text.content[start:last]
            if len("".join(piece.split())) >= LEAST:
                found[f"{file} {start}"] = {
                    "file": file, "start": start, "stop": last, "text": piece[:SHOWN], "line": text.line_at(start),
                }  # fmt: skip
    chosen = sampling.order(seed, found)[: max(1, min(size, CHECKED))] if found else []
    return {"total": len(found), "seed": seed, "drawn": [found[name] for name in chosen]}


def _gaps(bounds: Any) -> list[tuple[int, int | None]]:
    """What lies between stretches: from the end of one to the start of the next; None: the end of the text."""
    covered = Region(Span("", "char", *pair) for pair in bounds if pair is not None)
    edges = [0]
    for span in sorted(covered.spans(), key=lambda s: s.start):
        if span.unit in LINEAR:
            edges += [int(span.start), int(span.stop)]
    pairs = [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2)]
    return [(start, stop) for start, stop in pairs if stop > start] + [(edges[-1], None)]


def region(exhibit: Mapping[str, Any], side: str, span: Span, drawn: list[list[float]]) -> Span:
    """A region drawn on an exhibit's picture, in the coordinates of the file: the exhibit outlines ``span`` itself, and
    three of its corners tell how both lie to each other (an affine map)."""
    import numpy as np

    picture = exhibit.get(side)
    outlines = picture.get("polygons") if isinstance(picture, Mapping) else None
    if not outlines or span.unit != "pixel" or len(outlines[0]) != len(span.polygon):
        raise UsageError("no region can be drawn here: this exhibit does not say how its picture lies in the file")
    if not 3 <= len(drawn) <= 500 or not all(len(p) == 2 and all(np.isfinite(p)) for p in drawn):
        raise UsageError("a region needs from 3 to 500 corners")
    seen = np.array([[x, y, 1.0] for x, y in outlines[0]])
    to_file, *_ = np.linalg.lstsq(seen, np.array(span.polygon), rcond=None)
    if np.linalg.matrix_rank(seen) < 3:
        raise UsageError("no region can be drawn here: this exhibit does not say how its picture lies in the file")
    corners = np.array([[x, y, 1.0] for x, y in drawn]) @ to_file
    low, high = np.min(span.polygon, axis=0), np.max(span.polygon, axis=0)
    return Span(
        span.file, "pixel", polygon=tuple((float(x), float(y)) for x, y in np.clip(corners, low, high).round(2))
    )


def stretch(exhibit: Mapping[str, Any], side: str, span: Span, drawn: list[float]) -> Span:
    """A stretch drawn on a score's time axis (quarters), in the coordinates of the file: the notes that sound in it,
    or, where the match is a stretch of time, the seconds that lie there when the exhibit's notes fill the match."""
    notes = exhibit.get(side) if exhibit.get("is") == "Score" else None
    if not notes or span.unit not in ("note", "second"):
        raise UsageError("no stretch can be drawn here: this exhibit is no score of a place in notes or seconds")
    if len(drawn) != 2 or not all(math.isfinite(x) for x in drawn) or not drawn[0] < drawn[1]:
        raise UsageError("a stretch needs its beginning and its end")
    first, last = (float(x) for x in drawn)
    if span.unit == "note":
        sounding = [
            n for n, note in enumerate(notes) if note["onset"] < last and note["onset"] + note["duration"] > first
        ]
        if len(notes) != span.stop - span.start or not sounding:
            raise UsageError("no note of the match sounds in this stretch")
        return replace(span, start=int(span.start) + sounding[0], stop=int(span.start) + sounding[-1] + 1)
    begin = min(note["onset"] for note in notes)
    whole = max(note["onset"] + note["duration"] for note in notes) - begin
    pace = (span.stop - span.start) / whole if whole > 0 else 0.0
    start, stop = (min(max(span.start + (x - begin) * pace, span.start), span.stop) for x in (first, last))
    if not start < stop:
        raise UsageError("no note of the match sounds in this stretch")
    return replace(span, start=round(start, 3), stop=round(stop, 3))
