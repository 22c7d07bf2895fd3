"""``code-structure``: functions of two code bases that do the same in the same way, whatever was renamed or rearranged.

Read: one pass over the syntax tree (``walking``, ``features``). Propose and pair: ``pairing``, ``correspondence``.
Verify: statements put opposite each other (``aligning``, ``details``). Docs: docs/methods/code-structure.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation
from appraisal.comparison import Side as Which
from appraisal.errors import OverLimit, Refused
from appraisal.exhibit import Listing
from appraisal.span import Unit, whole
from appraisal.work import Medium, Member, Work
from comparators.code import source, tables
from comparators.code.structure import bundled, counting, details, information, planting, showing, unpaired, wording
from comparators.code.structure import features as reading
from comparators.code.structure.correspondence import correspondences
from comparators.code.structure.features import StructureFeatures
from comparators.code.structure.side import Side

BYTES_A_SHAPE = 220  # of memory while matching, both sides


@dataclass(frozen=True)
class CodeStructure:
    """Functions and stretches of code between them, paired one to one by the rarer structure that they share."""

    name: ClassVar[str] = "code-structure"
    version: ClassVar[str] = "5"
    screeners: ClassVar[tuple[str, ...]] = ("code-filters",)
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.CODE})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True),)
    features: ClassVar[type[StructureFeatures]] = StructureFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    floor: ClassVar[float] = 0.4  # of the ranking value: what large unrelated programs of one language have in common
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING

    def read(self, member: Member, resources: Resources) -> StructureFeatures:
        """Structure of one file, whatever its language. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        return reading.of(source.read(member, keep_tree=True), resources)

    def extent(self, features: StructureFeatures) -> tuple[Unit, float]:
        """Lines of the file."""
        return "line", features.line_count

    def match(
        self, left: Sided[StructureFeatures], right: Sided[StructureFeatures], context: Context
    ) -> Iterator[Match]:
        """One match a pair of units. Kinds: ``identical``, ``renamed`` (names or literals differ), ``rearranged``
        (order or form of statements differs), ``altered`` (statements on one side alone, or changed in part),
        ``split`` (the right unit is one of several parts of the left one), ``merged`` (the other way round).

        ``details``: ``function_of_…``, ``unit_of_…`` (function, outside, file), ``changes`` (kinds of change),
        ``statements_by_level``, ``statements_moved``, ``statements_only_of_…``, ``tokens_of_…`` in statements that
        correspond, ``unit_tokens_of_…`` all there are, ``bits``
        shared, ``rarer_than_chance``, ``other_file``, ``steps`` (statement of the left file, of
        the right file, count, 1 if moved, 1 if it counts), ``again`` (side on which this is a further place).
        Raises ``Refused`` when a side has no code, ``OverLimit`` for more than memory allows.
        """
        for files in (left, right):
            if not any(len(features) for features in files.values()):
                raise Refused(f"{', '.join(sorted(files)[:3])}: no file holds code: nothing to compare")
        count = sum(len(features.shapes) for files in (left, right) for features in files.values())
        if count * BYTES_A_SHAPE > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: {count} syntax nodes take {count * BYTES_A_SHAPE} bytes of memory, the"
                f" limit is {context.memory_limit}: raise the limit or compare parts"
            )
        context.table(tables.TABLE, tables.languages({"left": left, "right": right}))
        context.table("weights", self._weights({**left, **right}.values(), context))
        for observation in (*tables.oddities("left", left), *tables.oddities("right", right)):
            context.observe(observation)
        sides: tuple[tuple[Which, Sided[StructureFeatures]], ...] = (("left", left), ("right", right))
        for side, files in sides:
            for name, features in files.items():
                if features.reader != "grammar" and len(features):
                    context.observe(Observation(side, whole(name), "no-functions", {"language": features.language}))
        one, other = Side.of(left), Side.of(right)
        context.progress(0.1)
        found = correspondences(one, other, lambda share: context.progress(0.1 + 0.8 * share))
        context.table(unpaired.TABLE, unpaired.table(found, one, other))
        yield from details.matches(found, one, other)
        context.progress(1.0)

    def _weights(self, files: Iterable[StructureFeatures], context: Context) -> list[dict[str, JSON]]:
        """Where rarity comes from: the named backgrounds, or the tables of the languages that are there."""
        if any(background.works for background in context.resources.backgrounds):
            return [{"collection": b.name, "works": b.works, "sha256": b.sha256} for b in context.resources.backgrounds]
        rows: list[dict[str, JSON]] = []
        for language in sorted({features.language for features in files}):
            about = bundled.index().get(bundled.file_of(language))
            rows.append({
                "language": language, "collection": "code-structure" if about else "",
                "works": about["works"] if about else 0,
                "sha256": about["sha256"] if about else "",
            })  # fmt: skip
        return rows

    def measure(
        self,
        left: Sided[StructureFeatures],
        right: Sided[StructureFeatures],
        matches: Sequence[Match],
        mask: Mask,
    ) -> Measures:
        """Share of tokens of the units that count (``counting``) in statements that correspond, each once.

        ``score``: see ``ranking``; it is of all code under the mask, whatever the matches. ``values``: see ``labels``.
        """
        return counting.figures(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """Both functions line by line: equal as written, changed, moved, on one side alone (dropped)."""
        return showing.listing(left, right, match)

    def keys(self, features: StructureFeatures) -> Iterable[bytes]:
        """Runs of shapes, chains of uses of a name, and names, 8 bytes each."""
        for some in information.all_keys(vars(features)):
            for key in some.astype(">u8"):
                yield key.tobytes()

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Put a function of one file, with its names changed or as it is, at the end of another."""
        return planting.plant(source, into, seed, out)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The same tokens in another order."""
        return planting.scramble(member, seed, out)
