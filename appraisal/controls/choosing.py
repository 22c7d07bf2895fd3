"""Which members are planted from and into, or compared as unrelated: drawn by the seed, spread over the works."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from appraisal.work import Medium, Member, Work

LARGEST = 1 << 20  # bytes of a member that is taken without need
RESERVE = 10  # larger members of each work, the smallest ones, that stand in when no other is left


@dataclass(frozen=True, slots=True)
class Held:
    """A member and the label of the work it belongs to."""

    label: str
    member: Member

    @property
    def work(self) -> Work:
        """The member as a work of its own."""
        m = self.member
        return Work(self.label, m.path, m.medium, (m,), m.sha256, False)


def drawn(*about: object) -> int:
    """A number below 2**31 that follows from ``about`` alone: the same on every machine and Python."""
    return int.from_bytes(hashlib.sha256(repr(about).encode("utf-8", "backslashreplace")).digest()[:4], "big") >> 1


def _plain(member: Member) -> Member:
    """A view as a file of its own: what is planted and found in it has its coordinates and needs no name."""
    return member if member.view is None else replace(member, view=None)


class Rotation:
    """Members in turn, again and again: shuffled by the seed within each work, works by turns.

    Members of up to ``LARGEST`` bytes first; only when all of these were dropped, the smallest ``RESERVE`` larger ones
    of each work. Empty files never.
    """

    def __init__(self, works: Iterable[Work], media: frozenset[Medium], *seed: object) -> None:
        small, large = [], []
        for work in works:
            members = [_plain(member) for member in work.seen(media).only(media)]
            held = [Held(work.label, m) for m in members if m.size > 0]
            held.sort(key=lambda h: (drawn(*seed, h.label, h.member.file), h.member.file))
            small.append([h for h in held if h.member.size <= LARGEST])
            larger = sorted((h for h in held if h.member.size > LARGEST), key=lambda h: h.member.size)
            large.append(larger[:RESERVE])
        self._stages = [stage for stage in (list(_by_turns(small)), list(_by_turns(large))) if stage]
        self._at = 0
        self._dropped: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        """How many calls of ``following`` go once round."""
        return len(self._stages[0]) if self._stages else 0

    def drop(self, held: Held) -> None:
        """Take a member out for good."""
        self._dropped.add((held.label, held.member.file))

    def following(self, unlike: str = "") -> Held | None:
        """The next member whose digest is not ``unlike``; None when there is none."""
        while self._stages:
            stage = self._stages[0]
            for _ in range(len(stage)):
                held = stage[self._at % len(stage)]
                self._at += 1
                if (held.label, held.member.file) not in self._dropped and held.member.sha256 != unlike:
                    return held
            left = [h for h in stage if (h.label, h.member.file) not in self._dropped]
            if left:
                return None  # all that are left are ``unlike``
            self._stages.pop(0)
            self._at = 0
        return None


def _by_turns(listed: Iterable[list[Held]]) -> Iterator[Held]:
    return (held for held in chain.from_iterable(zip_longest(*listed)) if held is not None)
