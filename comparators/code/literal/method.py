"""``code-literal``: what two code bases have in common to the letter: lines, comments, strings, identifiers, oddities.

Read: every line, comment, string and identifier as a hash (``reading``). Propose: equal hashes (``proposals``), runs of
equal lines (``runs``), sequences of first words (``sequences``). Verify: the characters.
Docs: docs/methods/code-literal.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import Mask, Match, Measures
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Listing
from appraisal.span import Unit
from appraisal.work import Medium, Member, Work
from comparators.code.literal import counting, features, matching, planting, proposals, showing, tables, wording
from comparators.code.literal.features import LiteralFeatures
from comparators.code.literal.kinds import FINDS, Row
from comparators.code.literal.sequences import sequences
from comparators.code.literal.sides import Side

BYTES_A_ROW = 220  # of memory while matching, both sides
KEYED = (Row.STATEMENT, Row.COMMENT, Row.STRING, Row.NAME, Row.KEY, Row.PART, Row.WORD, Row.PHRASE, *FINDS)
STEPS = 8


@dataclass(frozen=True)
class CodeLiteral:
    """Literal agreement of source code. ``most`` (1 to 1,000,000): matches of one kind that are listed at most, the
    rarest and longest first; figures are of those that are listed, and a table says how many are not.
    """

    most: int = 200_000

    name: ClassVar[str] = "code-literal"
    version: ClassVar[str] = "5"
    screeners: ClassVar[tuple[str, ...]] = ("code-filters",)
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.CODE})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True),)
    features: ClassVar[type[LiteralFeatures]] = LiteralFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING

    def __post_init__(self) -> None:
        most: object = self.most
        if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= 1_000_000:
            raise UsageError(f"code-literal: most is a whole number from 1 to 1,000,000, not {most!r}")

    def read(self, member: Member, resources: Resources) -> LiteralFeatures:
        """Literal rows of one file, whatever its language. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        return features.read(member)

    def extent(self, features: LiteralFeatures) -> tuple[Unit, float]:
        """Lines of the file."""
        return "line", features.line_count

    def keys(self, features: LiteralFeatures) -> Iterable[bytes]:
        """Kind and hash of every distinct piece that is long enough, 9 bytes each."""
        usable = features.counts | features.common
        for row in KEYED:
            inside = features.rows(row)
            for value in np.unique(features.hashes[inside][usable[inside]]).tolist():
                yield matching.key(row, value)

    def match(self, left: Sided[LiteralFeatures], right: Sided[LiteralFeatures], context: Context) -> Iterator[Match]:
        """Kinds: ``statement-lines`` and ``comment-lines`` (a run of equal lines with its ``blocks``, or one line with
        all its places), ``string``, ``one-word-string``, ``identifier``, ``identifier-part``, ``phrase``,
        ``misspelling`` (one distinct piece, its first twelve places on each side), ``commented-out-code``
        (on one side, live on the other),
        ``instruction-sequence`` (first words of lines), and the finds: ``odd-spacing``, ``dead-code``, ``debug-print``,
        ``author``, ``email``, ``date``, ``copyright-line``, ``todo``, ``absolute-path``, ``guid``,
        ``hidden-characters``. Pieces that first stand on the very same lines are one match (``pieces``).

        ``details``: ``text`` (start of it, of a run its rarest line, of an author the bare name), ``places_of_…`` (all
        of them), ``from_of_…`` (line:column of that text), ``language_of_…``, ``bundled_holding_at_most`` (works of the
        bundled counts; not of a name whose words are all short), ``hashes``; with a background ``background``,
        ``works``, ``holding`` (of a run: that hold its rarest line).
        Raises ``Refused`` when a side holds nothing that counts, ``OverLimit`` for more than memory allows.
        """
        sides = Side(left), Side(right)
        count = sum(len(found.kinds) for side in sides for found in side.features)
        if count * BYTES_A_ROW > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: {count} lines, names and strings take {count * BYTES_A_ROW} bytes of"
                f" memory, the limit is {context.memory_limit}: raise the limit or compare parts"
            )
        for side in sides:
            if not any(bool(found.counts.any()) for found in side.features):
                raise Refused(
                    f"{', '.join(side.names[:3])}: no line, comment, string or name that is long enough and not in many"
                    " programs: nothing to compare for this method"
                )
        by_side: tables.Sides = {"left": left, "right": right}
        context.table("languages", tables.languages(by_side))
        context.table("spacing_habits", tables.spacing_habits(by_side))
        context.table("bundled_counts", tables.bundled())
        for observation in (*tables.observed("left", left), *tables.observed("right", right)):
            context.observe(observation)
        context.progress(0.1)
        matches = list(matching.weighed(matching.joined(self._found(*sides, context)), context.resources.backgrounds))
        matches = self._listed(matches, context)
        context.table("finds", tables.finds(matches))
        yield from matches
        context.progress(1.0)

    def _found(self, left: Side, right: Side, context: Context) -> Iterator[Match]:
        steps = (
            *(partial(proposals.lines, left, right, row) for row in proposals.LINES),
            *(partial(proposals.distinct, left, right, row) for row in proposals.PLAIN),
            partial(proposals.parts, left, right),
            partial(proposals.misspellings, left, right),
            partial(proposals.commented, left, right),
        )
        for number, step in enumerate(steps):
            for proposal in step():
                yield matching.of(proposal, left, right)
            context.progress(0.1 + 0.6 * (number + 1) / len(steps))
        for found in sequences(left, right, lambda share: context.progress(0.7 + 0.2 * share)):
            yield matching.of_words(found, left, right)

    def _listed(self, matches: list[Match], context: Context) -> list[Match]:
        by_kind: dict[str, list[Match]] = {}
        for match in matches:
            by_kind.setdefault(match.kind, []).append(match)
        kept: list[Match] = []
        left_out = []
        for kind, some in sorted(by_kind.items()):
            if len(some) > self.most:
                some.sort(key=lambda m: (-m.weight, -m.details.get("lines", 1), m.left, m.right))
                left_out.append({"kind": kind, "found": len(some), "listed": self.most})
            kept += some[: self.most]
        if left_out:
            context.table("not_listed", left_out)
        return kept

    def measure(
        self,
        left: Sided[LiteralFeatures],
        right: Sided[LiteralFeatures],
        matches: Sequence[Match],
        mask: Mask,
    ) -> Measures:
        """Shares of each matcher by itself (``values``, see ``labels``). The coverages are those of lines of code
        alone, None where a side has no line that counts; ``score`` is the share of both sides' lines together.

        Pieces in two or more works of the bundled counts are in neither number; their count is in ``left_out_…``.
        """
        return counting.figures(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """Both places line by line; characters that are not seen are spelt out."""
        return showing.listing(left, right, match)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Put some lines of one file, as they are or spaced anew, at the end of another."""
        return planting.plant(source, into, seed, out)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The same tokens in another order, the longer names replaced."""
        return planting.scramble(member, seed, out)
