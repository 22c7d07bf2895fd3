"""The comparator ``text-reworded``: propose cells, extend and join them, align each passage token by token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import AlignedText
from appraisal.span import Span, Unit, whole
from appraisal.work import Medium, Member, Work
from comparators.text import counting
from comparators.text.decoding import decode
from comparators.text.order import kendall
from comparators.text.reworded import excerpts, frequency, planting, wording
from comparators.text.reworded.passages import Demands
from comparators.text.reworded.sides import Shared, Sides
from comparators.text.reworded.tokens import RewordedFeatures
from comparators.text.windows import Minimum

BYTES_A_CHARACTER = 300
VERBATIM, REWORDED, LISTED = "verbatim", "reworded", "list"


@dataclass(frozen=True)
class TextReworded:
    """Passages of at least ``min_zi`` 字 or ``min_letters`` letters or digits on either side, mixed ones in proportion
    (1 to 10,000), whose tokens speak for reuse with ``evidence`` nats (25 to 10,000; a fifth more where they are
    字, less where most of both sides agrees).

    Equal means equal after folding (see ``text-exact``), and for words of letters: of the same stem. Positions are code
    points of the decoded file.
    """

    min_zi: int = 26
    min_letters: int = 60
    evidence: int = 70

    name: ClassVar[str] = "text-reworded"
    version: ClassVar[str] = "8"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True),)
    features: ClassVar[type[RewordedFeatures]] = RewordedFeatures
    screeners: ClassVar[tuple[str, ...]] = ("text-filters",)
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, JSON]]] = wording.COUNTING

    def __post_init__(self) -> None:
        for name, least in (("min_zi", 1), ("min_letters", 1), ("evidence", 25)):
            value = getattr(self, name)
            if not isinstance(value, int) or not least <= value <= 10_000:
                raise UsageError(f"text-reworded: {name} is a whole number from {least} to 10000, not {value!r}")

    @property
    def minimum(self) -> Minimum:
        """The two lengths as one rule of weights."""
        return Minimum.of(self.min_zi, self.min_letters)

    def read(self, member: Member, resources: Resources) -> RewordedFeatures:
        """Decode, fold and tokenise one file. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        return RewordedFeatures.read(decode(member))

    def extent(self, features: RewordedFeatures) -> tuple[Unit, float]:
        """Code points of the decoded file."""
        return "char", features.characters

    def match(self, left: Sided[RewordedFeatures], right: Sided[RewordedFeatures], context: Context) -> Iterator[Match]:
        """One match a passage and place. A passage that was used twice is two matches; places of weaker
        passages across a match (a refrain) are in its ``also``. Kind ``list`` where lists of names or terms agree.

        ``details``: ``evidence`` (nats), and for either side ``characters_of``, ``kept_of``, ``changed_of``,
        ``moved_of``, ``dropped_of`` (folded characters; they add up). ``blocks`` are what was kept in its order.
        Raises ``Refused`` when a side is too short to hold any passage, ``OverLimit`` when the texts need more memory
        than the context allows.
        """
        for files in (left, right):
            self._check(files)
        characters = sum(max(f.characters, len(f.text)) for files in (left, right) for f in files.values())
        if BYTES_A_CHARACTER * characters > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: comparing them takes up to {BYTES_A_CHARACTER * characters} bytes of"
                f" memory, the limit is {context.memory_limit}: raise the limit or split the texts"
            )
        sides: tuple[tuple[Side, Sided[RewordedFeatures]], ...] = (("left", left), ("right", right))
        for side, files in sides:
            for name, features in sorted(files.items()):
                seen: dict[str, JSON] = {
                    "encoding": features.encoding,
                    "characters": features.characters,
                    "folding": features.folding,
                }
                context.observe(Observation(side, whole(name), "encoding", seen))
        context.table("frequencies", [frequency.described(context.resources.backgrounds)])
        context.progress(0.1)
        both = Sides.of(left, right, context.resources.backgrounds)
        demands = Demands(self.evidence, self.minimum)
        for shared in both.shared(demands):
            yield self._match(shared)
        context.progress(1.0)

    def _check(self, files: Sided[RewordedFeatures]) -> None:
        minimum = self.minimum
        if not any(f.weight(minimum) >= minimum.threshold for f in files.values()):
            count = sum(len(f.text) for f in files.values())
            raise Refused(
                f"{', '.join(sorted(files)[:3])}: {count} characters to compare, no file holds {self.min_zi} 字 or"
                f" {self.min_letters} letters: too short for this method"
            )

    def _match(self, shared: Shared) -> Match:
        counts = shared.counts()
        details: dict[str, JSON] = {"evidence": round(shared.nats, 1)}
        for side in ("left", "right"):
            details |= {f"{what}_of_{side}": count for what, count in counts[side].items()}
        same = all(counts[side]["kept"] == counts[side]["characters"] for side in counts) and shared.literal()
        kind = VERBATIM if same else LISTED if shared.listed else REWORDED
        return Match(shared.span("left"), shared.span("right"), kind, 1.0, shared.also(), shared.blocks(), details)

    def measure(
        self, left: Sided[RewordedFeatures], right: Sided[RewordedFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Coverage in folded characters of all passages, each character once. ``score``: 2·common / both sizes.

        ``values``: see ``labels``. What stands in verbatim passages, what in reworded ones and what in lists
        alone add up to all.
        """
        minimum = self.minimum
        values: dict[str, JSON] = {
            "min_zi": self.min_zi, "min_letters": self.min_letters, "evidence": self.evidence,
            "passages": len({m.id or number for number, m in enumerate(matches)}),
        }  # fmt: skip
        for kind in (VERBATIM, REWORDED, LISTED):
            values[f"{kind}_passages"] = len({m.id or n for n, m in enumerate(matches) if m.kind == kind})
        sizes, commons, firsts = [], [], []
        for name, files, out in (("left", left, mask.left), ("right", right, mask.right)):
            spans = [(m.kind, s) for m in matches for s in (m.all_left() if name == "left" else m.all_right())]
            size, short = counting.totals(files, minimum, out)
            common = counting.covered(files, [span for _, span in spans], out)
            worded = counting.covered(files, [span for kind, span in spans if kind != LISTED], out)
            literal = counting.covered(files, [getattr(m, name) for m in matches if m.kind == VERBATIM], out)
            kept = counting.covered(files, list(_kept(matches, name)), out)
            sizes.append(size.characters)
            commons.append(common.characters)
            firsts.append(counting.placed(files, [getattr(m, name) for m in matches]))
            values |= {
                f"characters_of_{name}": size.characters,
                f"zi_of_{name}": size.zi,
                f"words_of_{name}": size.words,
                f"common_characters_of_{name}": common.characters,
                f"common_zi_of_{name}": common.zi,
                f"common_words_of_{name}": common.words,
                f"verbatim_characters_of_{name}": literal.characters,
                f"reworded_characters_of_{name}": worded.characters - literal.characters,
                f"list_characters_of_{name}": common.characters - worded.characters,
                f"kept_characters_of_{name}": kept.characters,
                f"left_out_of_{name}": short.characters,
            }
        order = kendall(firsts[0][0].tolist(), firsts[1][0].tolist())
        if order is not None:
            values["order"] = order
        both = sum(sizes)
        return Measures(
            sum(commons) / both if both else 0.0,
            commons[0] / sizes[0] if sizes[0] else 0.0,
            commons[1] / sizes[1] if sizes[1] else 0.0,
            values,
        )

    def exhibit(self, left: Work, right: Work, match: Match) -> AlignedText:
        """Both passages side by side: each token kept, changed, moved or dropped."""
        return excerpts.aligned(left, right, match)

    def keys(self, features: RewordedFeatures) -> Iterable[bytes]:
        """The distinct tokens of one file: a background counts in how many works each stands."""
        return frequency.keys(features)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Put some sentences of one text, altered as ``Plant.alteration`` says, into another one."""
        return planting.plant(source, into, seed, out, self.minimum)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The words of a text in another order, three at most still in step."""
        return planting.scramble(member, seed, out)


def _kept(matches: Sequence[Match], side: str) -> Iterator[Span]:
    """Places that blocks align, on one side."""
    column = 0 if side == "left" else 1
    for match in matches:
        file = getattr(match, side).file
        for block in match.blocks:
            yield Span(file, "char", block[column], block[column] + block[2])
