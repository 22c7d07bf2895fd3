"""A recording as notes: the view that methods for scores compare where ``make transcription`` was run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from appraisal.comparison import JSON
from appraisal.deriver import Derived
from appraisal.errors import OverLimit
from appraisal.media import Medium
from appraisal.placing import Placing
from appraisal.work import Member
from comparators.audio import decode, partial
from comparators.audio.music import heard_notes
from comparators.audio.music.tune import Tune
from comparators.audio.transcription import listening, notes, revising

MOST_SECONDS = 3600.0
#: How often notes are right on songs that nobody chose anything on (docs/methods/transcription.md): one instrument that
#: plays a melody alone, all notes of a song in full, and the melody in it. Printed with every view.
MEASURED = {"f1_melody_alone": 0.98, "f1_all_notes": 0.91, "f1_melody_in_mix": 0.47}


class Transcription:
    """See ``appraisal.deriver.Reviser``. Places: seconds. A recording in which no note is heard has no view."""

    name: ClassVar[str] = "transcription"
    version: ClassVar[str] = "4"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.AUDIO})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.SCORE})
    suffix: ClassVar[str] = ".mid"
    kept: ClassVar[str] = ".json"
    in_part: ClassVar[Mapping[str, Mapping[str, str]]] = partial.IN_PART

    def libraries(self) -> dict[str, str]:
        return listening.libraries()

    def lacking(self) -> str:
        """Why a recording has no view here, and what to do."""
        if listening.available():
            return "no notes were heard in its recordings: silence, speech or noise; hear them, and hand in music"
        return f"notes are heard in recordings where the extra is installed: run {listening.HOW}, then compare again"

    def takes(self, name: str, head: bytes) -> bool:
        return listening.available()

    def derive(self, member: Member) -> Iterator[Derived]:
        try:
            sound = decode.read(member, rate=listening.RATE, max_seconds=MOST_SECONDS)
        except OverLimit as error:  # no parameter of a method raises this one
            raise OverLimit(
                f"{member.file}: longer than {MOST_SECONDS:g} seconds, more than notes are heard in at once: cut it"
                " into parts and hand them in, or compare it as sound or as a version of a piece"
            ) from error
        heard = notes.notes(listening.listen(sound.samples))
        if not heard:
            decode.believable(member.file, sound.facts)
            return
        told: dict[str, JSON] = {
            "notes_heard": len(heard), "seconds_heard": round(sound.seconds, 1), **MEASURED,
            **{name: sound.facts.notes[name] for name in partial.PARTIAL if name in sound.facts.notes},
        }  # fmt: skip
        yield _view(member, [(one.start, one.stop, one.pitch, one.likely) for one in heard], told)

    def editable(self, data: bytes) -> bytes:
        return revising.editable(data)

    def revised(self, member: Member, raw: bytes, edited: Member) -> Derived:
        """The notes as an expert left them. ``f1_…`` are not said: how often a revision is right, nobody measured."""
        before = revising.notes_of(member.file, raw)
        after, edits = revising.compare(before, revising.read(edited))
        told: dict[str, JSON] = {
            "notes_heard": len(before), "notes_now": len(after), "notes_kept": revising.kept(before, edits),
            "last_note_heard": revising.ends(before), "last_note_now": revising.ends(after), **revising.told(edits),
        }  # fmt: skip
        return _view(member, after, told)

    def doubts(self, notes: Mapping[str, JSON]) -> list[str]:
        """See ``appraisal.deriver.Reviser``."""
        return revising.doubts(notes)


def _view(member: Member, held: Sequence[tuple[float, float, int, float]], told: Mapping[str, JSON]) -> Derived:
    data = heard_notes.written(held)
    tune = Tune.of(heard_notes.read(member.file, data))
    seconds = [round(float(at) * heard_notes.SECONDS, 3) for at in tune.onset.tolist()]
    return Derived(Medium.SCORE, data, Placing(range(tune.count), {"second": seconds}), told)
