"""What exhibits of one run need of the same scores again and again, kept in the worker within a fixed weight.

A record has many exhibits, each shows two scores and may look through fifty for a key. Files are known by their
digests, so what is kept is what would be read again; the files asked for longest ago give way.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from appraisal.errors import MaterialError, Refused
from appraisal.work import Member
from comparators.audio.music import keys, reading
from comparators.audio.music.keys import Stated
from comparators.audio.music.tune import Tune

MOST_NOTES = 400_000  # of all tunes that are kept: some 30 MB
MOST_BYTES = 8 << 20  # of all lines with a written key, a byte a note
ENTRY = 64  # weight of an entry beside what it holds
Thing = TypeVar("Thing")


@dataclass
class Kept(Generic[Thing]):
    """Things by digest, together no heavier than ``most``; one that is heavier alone is made anew each time."""

    most: int
    weigh: Callable[[Thing], int]
    held: OrderedDict[str, Thing] = field(default_factory=OrderedDict)
    weight: int = 0

    def get(self, digest: str, make: Callable[[], Thing]) -> Thing:
        """The thing of a digest; what ``make`` raises is raised, and nothing kept."""
        if digest in self.held:
            self.held.move_to_end(digest)
            return self.held[digest]
        made = make()
        heavy = ENTRY + self.weigh(made)
        if heavy <= self.most:
            self.held[digest] = made
            self.weight += heavy
            while self.weight > self.most:
                _, left = self.held.popitem(last=False)
                self.weight -= ENTRY + self.weigh(left)
        return made


TUNES: Kept[Tune] = Kept(MOST_NOTES, lambda tune: tune.count + len(tune.sounding))
STATED: Kept[tuple[Stated, ...]] = Kept(MOST_BYTES, lambda found: sum(len(held) for held, _ in found))


def tune(member: Member) -> Tune:
    """The lines of one file. Raises as ``reading.read``."""
    return TUNES.get(member.sha256, lambda: Tune.of(reading.read(member)))


def stated(member: Member) -> tuple[Stated, ...]:
    """The lines of one file that have a written key; none of a file that cannot be read."""

    def make() -> tuple[Stated, ...]:
        with suppress(MaterialError, Refused):
            return keys.stated(Tune.of(reading.read(member)))
        return ()

    return STATED.get(member.sha256, make)
