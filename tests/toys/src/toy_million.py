"""A toy comparator with as many matches as one likes, of seconds of sound, with plots and scores as exhibits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from appraisal_toys import TEXT, read, score
from numpy.typing import NDArray

from appraisal.comparator import Context, Need, Resources, Scope, Sided
from appraisal.comparison import Mask, Match, Measures
from appraisal.exhibit import Exhibit, Note, Plot, Score
from appraisal.exhibit import Mark as Box
from appraisal.span import Region, second
from appraisal.work import Medium, Member, Work


@dataclass(frozen=True)
class Counted:
    numbers: NDArray[np.int64]


@dataclass(frozen=True)
class Million:
    """As many matches as ``count`` says between files of one name, on seconds of sound; exhibits: plots and scores."""

    count: int = 1_000_000
    name: ClassVar[str] = "toy-million"
    version: ClassVar[str] = "1"
    media: ClassVar[frozenset[Medium]] = TEXT
    scope: ClassVar[Scope] = Scope.MEMBER
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[Counted]] = Counted

    def read(self, member: Member, resources: Resources) -> Counted:
        read(member)
        return Counted(np.arange(self.count, dtype=np.int64))

    def match(self, left: Sided[Counted], right: Sided[Counted], context: Context) -> Iterator[Match]:
        (name,), (other,) = left, right
        if name.split("/")[-1] != other.split("/")[-1]:
            return
        for start in left[name].numbers.tolist():
            yield Match(
                second(name, start, start + 1), second(other, start, start + 1), "tick", blocks=((start, start, 1),)
            )

    def measure(self, left: Sided[Counted], right: Sided[Counted], matches: Sequence[Match], mask: Mask) -> Measures:
        shares = []
        for side, spans, gone in (
            (left, [m.left for m in matches], mask.left),
            (right, [m.right for m in matches], mask.right),
        ):
            total = Region(second(name, 0, self.count) for name in side).without(gone).length()
            shares.append(Region(spans).without(gone).length() / total if total else 0.0)
        return Measures(score(*shares), shares[0], shares[1], {"ticks": len(matches)})

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        if int(match.left.start) % 2:
            notes = (Note(60, 0, 1), Note(62, 1, 1, "changed"))
            return Score(notes, notes, match.left.file, match.right.file, "two ticks")
        return Plot((0, 10), (0, 1), (Box(match.left.start % 9, 0, 1, 1),), ("ticks",), "s", "", (), "ticks", "a tick")
