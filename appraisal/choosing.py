"""Which matches of a comparison a report shows: those that experts judged, and the strongest of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from appraisal.clip import clip_all
from appraisal.comparison import JSON, Mask, Match
from appraisal.counted import files_of, strength, turns
from appraisal.finding import Verdict
from appraisal.folding import repeats

SHOWN = 12  # exhibits a comparison prints at the most beside those that experts judged


def _extent(match: Match) -> float:
    return max(float(match.left.length), float(match.right.length))


def chosen(
    matches: Sequence[Match],
    verdicts: Mapping[str, Verdict],
    at_most: int,
    mask: Mask,
    counting: Mapping[str, Mapping[str, JSON]] = MappingProxyType({}),
) -> list[tuple[int, Match]]:
    """Matches to show, with their record number (from 1): all that experts judged, then the strongest of the rest.

    Strong is what the method says in ``counting`` (``counted.strength``), and of equally strong ones, or where it says
    nothing, the longest. Where it says what is strong, the strongest of each pair of files come before the second ones
    of any: one pair of many close copies does not hide that others correspond. What only repeats others
    (``folding.repeats``) comes after them. ``mask``, the exclusions and ancestors,
    shortens a match and weakens it in proportion; those of which it leaves nothing come last.
    """
    numbered = list(enumerate(matches, 1))
    judged = [pair for pair in numbered if pair[1].id in verdicts]
    others = [pair for pair in numbered if pair[1].id not in verdicts]
    left: dict[str, float] = {}  # of a match of whole files 0.0, of one that is all taken out nothing
    for piece in clip_all([match for _, match in others], mask):
        left[piece.id] = left.get(piece.id, 0.0) + _extent(piece)

    def order(pair: tuple[int, Match]) -> tuple[bool, bool, float, float, float, int]:
        number, match = pair
        rest, whole = left.get(match.id, -1.0), _extent(match)
        strong = strength(match, counting)
        kept = min(1.0, rest / whole) if whole else 1.0
        return (
            rest < 0,
            repeats(match, counting),
            -(strong * kept if rest > 0 and strong else strong),
            -rest,
            -whole,
            number,
        )

    ranked = sorted(others, key=order)
    if counting.get("zh", {}).get("strength"):
        gone = [(left.get(match.id, -1.0) < 0, repeats(match, counting)) for _, match in ranked]
        turn = turns((out, files_of(match)) for out, (_, match) in zip(gone, ranked, strict=True))
        ranked = [ranked[at] for at in sorted(range(len(ranked)), key=lambda at: (gone[at], turn[at]))]
    return sorted(judged + ranked[:at_most])
