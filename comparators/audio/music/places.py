"""Where the notes of a score lie: part, bar and beat."""

from __future__ import annotations

from typing import ClassVar

from appraisal.media import Medium
from appraisal.placing import Placing
from appraisal.work import Member
from comparators.audio.music import reading
from comparators.audio.music.tune import Tune


class ScorePlaces:
    """See ``appraisal.deriver.Placer``: bars as printed, beats in the unit of the metre, parts as chapters."""

    name: ClassVar[str] = "score"
    version: ClassVar[str] = "3"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.SCORE})

    def places(self, member: Member) -> Placing:
        tune = Tune.of(reading.read(member))
        starts = tune.lines.tolist()[:-1]
        names = [str(part["name"]) for part in tune.info["parts"]]
        beats = [int(beat) if beat == int(beat) else beat for beat in tune.beat.tolist()]
        return Placing(
            range(tune.count), {"bar": tune.bar.tolist(), "beat": beats}, list(zip(starts, names, strict=True))
        )
