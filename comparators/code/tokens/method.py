"""``code-tokens``: passages that two code bases have in common once names and literals are normalised.

Propose: winnowed fingerprints (``winnowing``). Verify: longest runs of equal tokens tile both sides (``tiling``), short
runs beside them are taken up and merged over small gaps (``gaps``). Docs: docs/methods/code-tokens.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import Mask, Match, Measures
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Listing
from appraisal.span import Unit
from appraisal.work import Medium, Member, Work
from comparators.code import features as reading
from comparators.code import tables
from comparators.code.features import CodeFeatures
from comparators.code.tokens import counting, details, planting, rarity, showing, wording
from comparators.code.tokens.matching import Setting, passages
from comparators.code.tokens.strand import Strand

BYTES_A_TOKEN = 160  # of memory while matching, both sides


@dataclass(frozen=True)
class CodeTokens:
    """Runs of at least ``min_tokens`` tokens (5 to 500) that stand on both sides, names and literals normalised.

    ``gap``: tokens (0 to 200) that may lie between runs of one passage on either side; ``min_beside``: tokens (3 to
    500) of a further run within that distance.
    """

    min_tokens: int = 25
    gap: int = 24
    min_beside: int = 8

    name: ClassVar[str] = "code-tokens"
    version: ClassVar[str] = "4"
    screeners: ClassVar[tuple[str, ...]] = ("code-filters",)
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.CODE})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True),)
    features: ClassVar[type[CodeFeatures]] = CodeFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    floor: ClassVar[float] = 0.5  # of the ranking value: what large unrelated programs of one language have in common
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING

    def __post_init__(self) -> None:
        for name, low, high in (("min_tokens", 5, 500), ("gap", 0, 200), ("min_beside", 3, 500)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
                raise UsageError(f"code-tokens: {name} is a whole number from {low} to {high}, not {value!r}")

    def read(self, member: Member, resources: Resources) -> CodeFeatures:
        """Tokens of one file, whatever its language. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        return reading.read(member)

    def extent(self, features: CodeFeatures) -> tuple[Unit, float]:
        """Lines of the file."""
        return "line", features.line_count

    def match(self, left: Sided[CodeFeatures], right: Sided[CodeFeatures], context: Context) -> Iterator[Match]:
        """One match a passage. Kinds: ``identical-tokens`` (as written), ``normalised-tokens`` (equal once names and
        literals are normalised), ``tokens-with-gaps`` (several runs), ``repetitive`` (most of it in stretches that
        repeat themselves, which are compared as written).

        ``details``: ``tokens``, ``tokens_as_written``, ``names`` (same, consistent, mostly, free, none),
        ``gap_tokens_of_…``, ``from_to_of_…`` (line:column), ``language_of_…``, ``token_blocks`` (token of the left
        file, of the right file, count), ``again`` (side on which this is a further place), with a background
        ``background``, ``works``, ``holding_at_most``.
        Raises ``Refused`` when a side has too few tokens, ``OverLimit`` for more than memory allows.
        """
        for files in (left, right):
            self._check(files)
        count = sum(len(features) for files in (left, right) for features in files.values())
        if count * BYTES_A_TOKEN > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: {count} tokens take {count * BYTES_A_TOKEN} bytes of memory, the limit is"
                f" {context.memory_limit}: raise the limit or compare parts"
            )
        context.table(tables.TABLE, tables.languages({"left": left, "right": right}))
        for observation in (*tables.oddities("left", left), *tables.oddities("right", right)):
            context.observe(observation)
        one, other = Strand.of(left, 1), Strand.of(right, 2)
        context.progress(0.1)
        found, complete = passages(one, other, self.setting, lambda share: context.progress(0.1 + 0.8 * share))
        if not complete:
            context.table("not_listed", [{"reason": "more further places than are listed"}])
        matches = details.matches(found, one, other)
        if context.resources.backgrounds:
            matches = rarity.weighed(matches, dict(left), context.resources.backgrounds, self.min_tokens)
        yield from matches
        context.progress(1.0)

    @property
    def setting(self) -> Setting:
        """The parameters as matching takes them."""
        return Setting(self.min_tokens, self.gap, min(self.min_beside, self.min_tokens))

    def _check(self, files: Sided[CodeFeatures]) -> None:
        """A file in which no run can count is in neither number; a side of such files alone is refused."""
        if not any(counting.counted(features, self.min_tokens).any() for features in files.values()):
            raise Refused(
                f"{', '.join(sorted(files)[:3])}: no file holds {self.min_tokens} tokens of code that do not merely"
                " repeat themselves: too short for this method"
            )

    def measure(
        self, left: Sided[CodeFeatures], right: Sided[CodeFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Share of tokens that lie in a passage, each counted once. ``score``: see ``ranking``; it is of all code under
        the mask, whatever the matches.

        Tokens that can be in no passage (``counting.counted``) are in neither number. ``values``: see ``labels``.
        """
        backed = any("holding_at_most" in match.details for match in matches)
        return counting.figures(left, right, matches, mask, size=self.min_tokens, backed=backed)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """Both places line by line: equal as written, equal once normalised (changed), on one side alone (dropped)."""
        return showing.listing(left, right, match)

    def keys(self, features: CodeFeatures) -> Iterable[bytes]:
        """Winnowed fingerprints: files that share a run of ``min_tokens`` tokens share one."""
        return rarity.keys(features, self.min_tokens)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Put a stretch of one file, with its names changed or as it is, at the end of another."""
        return planting.plant(source, into, seed, out, self.min_tokens)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The same tokens in another order."""
        return planting.scramble(member, seed, out, self.min_tokens)
