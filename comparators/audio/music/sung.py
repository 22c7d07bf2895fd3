"""The words of a score as a text, so that methods for texts compare what is sung; each syllable keeps bar and beat."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import ClassVar

from appraisal.comparison import JSON
from appraisal.deriver import Derived
from appraisal.errors import AppraisalError
from appraisal.media import Medium
from appraisal.placing import Placing
from appraisal.work import Member
from comparators.audio.music import reading
from comparators.audio.music.heard import Heard, Syllable
from comparators.audio.music.tune import Bars

Verse = tuple[int, str, int]  # tune, part, verse


class SungWords:
    """See ``appraisal.deriver.Deriver``. It lives beside the readers of scores, which no other room has.

    A paragraph a verse of a part, in the order of the score; words printed below the music come last. Repeats are not
    unfolded. A part that sings the very words of another adds nothing: its verses are counted as left out.
    A score without words has no view, and one that cannot be read none either: methods for scores say why.
    """

    name: ClassVar[str] = "sung-words"
    version: ClassVar[str] = "2"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.SCORE})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        return {}

    def takes(self, name: str, head: bytes) -> bool:
        return True

    def derive(self, member: Member) -> Iterator[Derived]:
        try:
            heard = reading.read(member)
        except AppraisalError:
            return
        if heard.sung:
            yield view(heard)


def view(heard: Heard) -> Derived:
    """The words of one score with their places; chapters are its parts."""
    verses: dict[Verse, list[Syllable]] = {}
    for one in heard.sung:
        verses.setdefault((one.tune, one.part, one.verse if one.onset is not None else 0), []).append(one)
    bars = {tune: Bars(heard, tune) for tune in {one.tune for one in heard.sung}}
    pieces: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, float] | None] = []
    chapters: list[tuple[int, str]] = []
    length, repeated, told = 0, 0, set()
    for (tune, part, _), some in verses.items():
        ordered = sorted(some, key=lambda one: one.onset if one.onset is not None else 0)
        written = joined(ordered)
        words = tune, "".join(written)
        if words in told:
            repeated += 1
            continue
        told.add(words)
        if part and (not chapters or chapters[-1][1] != part):
            chapters.append((length, part))
        for one, text in zip(ordered, written, strict=True):
            starts.append(length)
            places.append(None if one.onset is None else bars[tune].place(one.onset))
            pieces.append(text)
            length += len(text)
    columns: dict[str, Sequence[JSON]] = {
        "bar": [place and place[0] for place in places],
        "beat": [place and (int(place[1]) if place[1] == int(place[1]) else place[1]) for place in places],
    }
    notes: dict[str, JSON] = {
        "characters": length, "chapters": len(chapters), "read": {"syllables": len(starts), "verses": len(told)},
        "left_out": {"repeated-verses": repeated} if repeated else {},
    }  # fmt: skip
    return Derived(Medium.TEXT, "".join(pieces).encode("utf-8"), Placing(starts, columns, chapters), notes)


def joined(verse: Sequence[Syllable]) -> list[str]:
    """Each syllable with what stands between it and the next: no blank beside 字, a line break at the end."""
    found = []
    for one, following in zip(verse, [*verse[1:], None], strict=True):
        text = " ".join(one.text.split())
        blank = following is not None and not (_wide(text[-1]) or _wide(following.text.lstrip()[0]))
        after = "\n" if following is None else one.after if one.after != " " or blank else ""
        found.append(text + after)
    return found


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
