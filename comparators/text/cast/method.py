"""The comparator ``text-cast``: people of both stories, who meets whom, and proposals of who corresponds to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from appraisal.comparator import Context, Need, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Places, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import AlignedText
from appraisal.span import Span, Unit, whole
from appraisal.work import Medium, Member, Work
from comparators.text import excerpts
from comparators.text.cast import people, wording
from comparators.text.cast.features import CastFeatures
from comparators.text.cast.people import Cast
from comparators.text.cast.proposing import proposed, split
from comparators.text.cast.roles import Role, roles
from comparators.text.decoding import decode

BYTES_A_CHARACTER = 200
MOST_PEOPLE = 200  # of one side
MOST_LETTERS = 20_000  # of a parameter
MOST_PLACES = 200  # mentions of one person that a match lists
MOST_MEETINGS = 2_000  # rows of one side
CAST, MEETINGS = "cast", "meetings"
KIND = "role"


@dataclass(frozen=True)
class TextCast:
    """People of the left and of the right work: ``names_of_left``, ``names_of_right``, one person a line, further names
    of the same person after ``=`` ("武松=武二郎=武都头"). Where a side is left empty, names are proposed from its text.

    A correspondence of two people is a lead: it enters no share, and experts decide. Positions are code points of the
    decoded file.
    """

    names_of_left: str = ""
    names_of_right: str = ""

    name: ClassVar[str] = "text-cast"
    version: ClassVar[str] = "1"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[CastFeatures]] = CastFeatures
    opt_in: ClassVar[bool] = True
    leads: ClassVar[bool] = True
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, JSON]]] = wording.COUNTING

    def __post_init__(self) -> None:
        for name in ("names_of_left", "names_of_right"):
            value = getattr(self, name)
            if not isinstance(value, str) or len(value) > MOST_LETTERS or len(split(value)) > MOST_PEOPLE:
                raise UsageError(
                    f"text-cast: {name} holds at most {MOST_PEOPLE} people, one a line, in {MOST_LETTERS} characters"
                )

    def read(self, member: Member, resources: Resources) -> CastFeatures:
        """Decode and fold one file. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        return CastFeatures.read(decode(member))

    def extent(self, features: CastFeatures) -> tuple[Unit, float]:
        """Code points of the decoded file."""
        return "char", features.characters

    def match(self, left: Sided[CastFeatures], right: Sided[CastFeatures], context: Context) -> Iterator[Match]:
        """One match a pair of people who may correspond; all their mentions in ``also``, as far as there is room.

        ``details``: ``name_of`` and ``mentions_of`` either side, ``cast_of`` either side (number of people),
        ``basis``, ``same_name``, ``opposite`` (mentions in the same words), ``company`` (cosine). Tables: ``cast``,
        ``meetings``. Raises ``Refused`` when a side names nobody, ``OverLimit`` above the memory limit.
        """
        needed = BYTES_A_CHARACTER * sum(len(f.text) for files in (left, right) for f in files.values())
        if needed > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: finding people takes up to {needed} bytes of memory, the limit is"
                f" {context.memory_limit}: raise the limit or split the texts"
            )
        sides: tuple[tuple[Side, Sided[CastFeatures], str], ...] = (
            ("left", left, self.names_of_left), ("right", right, self.names_of_right),
        )  # fmt: skip
        casts = []
        for side, files, given in sides:
            for name, features in sorted(files.items()):
                seen: dict[str, JSON] = {"encoding": features.encoding, "characters": features.characters}
                context.observe(Observation(side, whole(name), "encoding", seen))
            named = split(given) or [(name,) for name in proposed(files)]
            held = people.cast(files, named)
            if not held.people:
                raise Refused(
                    f"{', '.join(sorted(files)[:3])}: nobody is named here, or no name recurs; the scheme may name"
                    f" the people of the {side} work, one a line"
                )
            casts.append(held)
        context.progress(0.5)
        one, other = casts
        context.table(CAST, _cast_table((left, one), (right, other), self))
        context.table(MEETINGS, _meetings_table((left, one), (right, other)))
        for role in roles(one, other, people.around(left, one), people.around(right, other)):
            yield _match(role, left, right, one, other)
        context.progress(1.0)

    def measure(
        self, left: Sided[CastFeatures], right: Sided[CastFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Numbers alone, no coverage: people of either side, pairs proposed, by what. ``score`` only sorts."""
        found = {m.id or str(number): m for number, m in enumerate(matches)}
        values: dict[str, JSON] = {"roles": len(found)}
        for basis in ("same-name", "same-words", "same-company"):
            values[f"{basis}-roles"] = sum(m.details.get("basis") == basis for m in found.values())
        sizes = [next((int(m.details[f"cast_of_{side}"]) for m in found.values()), 0) for side in ("left", "right")]
        return Measures(2 * len(found) / sum(sizes) if found else 0.0, None, None, values)

    def exhibit(self, left: Work, right: Work, match: Match) -> AlignedText:
        """Both people where they are named, with what stands around; the names are marked."""
        cut = []
        for work, span in ((left, match.left), (right, match.right)):
            text = excerpts.read(work, span)
            cut.append(excerpts.excerpt(text, span, np.zeros(int(span.stop - span.start), np.uint8)))
        return AlignedText(cut[0], cut[1])


def _match(role: Role, left: Sided[CastFeatures], right: Sided[CastFeatures], one: Cast, other: Cast) -> Match:
    mine, theirs = one.of(role.left), other.of(role.right)
    first = role.places or (mine[0], theirs[0])
    details: dict[str, JSON] = {
        "name_of_left": "=".join(one.people[role.left]),
        "name_of_right": "=".join(other.people[role.right]),
        "basis": role.basis,
        "same_name": role.same_name,
        "opposite": role.opposite,
        "mentions_of_left": len(mine),
        "mentions_of_right": len(theirs),
        "cast_of_left": len(one.people),
        "cast_of_right": len(other.people),
    }
    if role.company is not None:
        details["company"] = role.company
    spans: list[tuple[Span, ...]] = []
    for files, some, begin in ((left, mine, first[0]), (right, theirs, first[1])):
        listed = [begin, *(m for m in some[:MOST_PLACES] if m != begin)]
        spans.append(tuple(people.spans(files, listed)))
    also = Places(spans[0][1:], spans[1][1:])
    return Match(spans[0][0], spans[1][0], KIND, 1.0, also=also, details=details)


Held = tuple[Sided[CastFeatures], Cast]


def _cast_table(left: Held, right: Held, method: TextCast) -> dict[str, JSON]:
    """A row a person: side, names, whether an expert named them, times, first place."""
    rows: list[list[JSON]] = []
    for side, (files, held), given in (
        ("left", left, method.names_of_left),
        ("right", right, method.names_of_right),
    ):
        for at, names in enumerate(held.people):
            some = held.of(at)
            (first,) = people.spans(files, some[:1])
            rows.append(
                [
                    side,
                    "=".join(names),
                    "named" if split(given) else "proposed",
                    len(some),
                    first.file,
                    first.start,
                    first.stop,
                ]
            )
    return {"head": ["side", "person", "by", "mentions", "file", "start", "stop"], "rows": rows}


def _meetings_table(left: Held, right: Held) -> dict[str, JSON]:
    """A row a pair that stands in a scene together: side, both names, scenes, place where the first one is complete."""
    rows: list[list[JSON]] = []
    more = 0
    for side, (files, held) in (("left", left), ("right", right)):
        ranked = sorted(held.meetings.items(), key=lambda row: (-row[1], row[0]))
        more += max(0, len(ranked) - MOST_MEETINGS)
        for pair, scenes in ranked[:MOST_MEETINGS]:
            (first,) = people.spans(files, [held.firsts[pair]])
            names = ["=".join(held.people[person]) for person in pair]
            rows.append([side, *names, scenes, first.file, first.start, first.stop])
    head = ["side", "person", "other_person", "scenes", "file", "start", "stop"]
    return {"head": head, "rows": rows, "more": more}
