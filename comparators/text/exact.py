"""``text-exact``: every passage that two texts have in common word for word, wherever and how often it stands.

Propose: hashes of the shortest sufficient windows say which parts can be common (``windows``, ``candidates``).
Verify: a suffix array of those parts alone gives the passages and all their places (``passages``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Places, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import AlignedText
from appraisal.span import Unit, whole
from appraisal.work import Medium, Member, Work
from comparators.text import counting, excerpts, planting, rare, rarity, wording
from comparators.text.decoding import decode
from comparators.text.features import Files, TextFeatures, blocks
from comparators.text.folding import is_zi
from comparators.text.order import kendall
from comparators.text.passages import Passage, passages
from comparators.text.windows import Minimum

BYTES_A_CHARACTER = 40
KIND = "verbatim"


@dataclass(frozen=True)
class TextExact:
    """Passages of at least ``min_zi`` 字 or ``min_letters`` letters or digits, mixed ones in proportion (1 to 10,000).

    Equal means equal after folding: character width, letter case, punctuation, spacing, line breaks and 简/繁 do not
    count. Positions are code points of the decoded file.
    """

    min_zi: int = 13
    min_letters: int = 40

    name: ClassVar[str] = "text-exact"
    version: ClassVar[str] = "5"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True),)
    features: ClassVar[type[TextFeatures]] = TextFeatures
    screeners: ClassVar[tuple[str, ...]] = ("text-filters",)
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, JSON]]] = wording.COUNTING

    def __post_init__(self) -> None:
        for name in ("min_zi", "min_letters"):
            value = getattr(self, name)
            if not isinstance(value, int) or not 1 <= value <= 10_000:
                raise UsageError(f"text-exact: {name} is a whole number from 1 to 10000, not {value!r}")

    @property
    def minimum(self) -> Minimum:
        """The two lengths as one rule of weights."""
        return Minimum.of(self.min_zi, self.min_letters)

    def read(self, member: Member, resources: Resources) -> TextFeatures:
        """Decode and fold one file. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        return TextFeatures.of(decode(member))

    def extent(self, features: TextFeatures) -> tuple[Unit, float]:
        """Code points of the decoded file."""
        return "char", features.characters

    def match(self, left: Sided[TextFeatures], right: Sided[TextFeatures], context: Context) -> Iterator[Match]:
        """One match a distinct passage, all its places in ``also``.

        ``details``: ``characters`` (folded), ``zi``, ``letters``, ``words_of_left`` and ``words_of_right``,
        ``places_of_left`` and ``places_of_right`` (all of them, also where not all are listed), and with a background
        ``background``, ``works`` and ``holding_at_most``. Raises ``Refused`` when a side is too short to hold any
        passage, ``OverLimit`` when the texts need more memory than the context allows.
        """
        for files in (left, right):
            self._check(files)
        sizes = (max(f.characters, len(f.text)) for files in (left, right) for f in files.values())
        needed = BYTES_A_CHARACTER * sum(sizes)
        if needed > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: comparing them takes up to {needed} bytes of memory, the limit is"
                f" {context.memory_limit}: raise the limit or split the texts"
            )
        sides: tuple[tuple[Side, Sided[TextFeatures]], ...] = (("left", left), ("right", right))
        for side, files in sides:
            for name, features in sorted(files.items()):
                encoding = {
                    "encoding": features.encoding,
                    "characters": features.characters,
                    "folding": features.folding,
                }
                context.observe(Observation(side, whole(name), "encoding", encoding))
        odd = rare.shared(left, right, context.resources.backgrounds)
        if odd["rows"]:
            if (work := context.left_work) is not None:
                odd = rare.as_written(odd, partial(excerpts.text_of, work))
            context.table(rare.TABLE, odd)
        one, other = Files(left), Files(right)
        context.progress(0.1)
        seen: set[tuple[int, int, int]] = set()
        for passage in passages(one.strand, other.strand, self.minimum):
            if one.expanded or other.expanded:
                trimmed = self._whole(passage, one, other)
                if trimmed is None or (key := (int(trimmed.left[0]), int(trimmed.right[0]), trimmed.length)) in seen:
                    continue
                seen.add(key)
                passage = trimmed
            yield self._match(passage, one, other, context)
        context.progress(1.0)

    def _check(self, files: Sided[TextFeatures]) -> None:
        minimum = self.minimum
        if not any(f.weight(minimum) >= minimum.threshold for f in files.values()):
            count = sum(len(f.text) for f in files.values())
            raise Refused(
                f"{', '.join(sorted(files)[:3])}: {count} characters to compare, no file holds {self.min_zi} 字 or"
                f" {self.min_letters} letters: too short for this method"
            )

    def _whole(self, passage: Passage, left: Files, right: Files) -> Passage | None:
        """Shorten a passage until it begins and ends with whole original characters at all places; None if too short.

        Only where a character that folds to several (ﬁ, ㍿) stands across its edge.
        """
        length, start = passage.length, 0
        while length > 0 and not (
            left.whole(passage.left + start, length) and right.whole(passage.right + start, length)
        ):
            if left.whole(passage.left + start, 0) and right.whole(passage.right + start, 0):
                length -= 1
            else:
                start, length = start + 1, length - 1
        at = int(passage.left[0]) + start
        zi = int(np.count_nonzero(is_zi(left.strand.text[at : at + length])))
        if self.minimum.zi * zi + self.minimum.letter * (length - zi) < self.minimum.threshold:
            return None
        return replace(passage, length=length, zi=zi, left=passage.left + start, right=passage.right + start)

    def _match(self, passage: Passage, left: Files, right: Files, context: Context) -> Match:
        length = passage.length
        at_left, at_right = int(passage.left[0]), int(passage.right[0])
        left_spans, right_spans = left.spans(passage.left, length), right.spans(passage.right, length)
        details: dict[str, JSON] = {
            "characters": length,
            "zi": passage.zi,
            "letters": length - passage.zi,
            "words_of_left": left.word_count(at_left, length) if passage.zi < length else 0,
            "words_of_right": right.word_count(at_right, length) if passage.zi < length else 0,
            "places_of_left": passage.left_places,
            "places_of_right": passage.right_places,
        }
        weight = 1.0
        if context.resources.backgrounds:
            text = left.strand.text[at_left : at_left + length]
            weight, found = rarity.rarity(text, self.minimum, context.resources.backgrounds)
            details |= found
        return Match(
            left_spans[0],
            right_spans[0],
            KIND,
            weight,
            Places(tuple(left_spans[1:]), tuple(right_spans[1:])),
            blocks(left.offsets(at_left, length), right.offsets(at_right, length)),
            details,
        )

    def measure(
        self, left: Sided[TextFeatures], right: Sided[TextFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Coverage in folded characters over all places, each counted once. ``score``: 2·common / both sizes.

        ``values``: see ``labels``. Files too short to hold a passage are in neither number (``left_out_of_…``).
        """
        minimum = self.minimum
        distinct = len({m.id or number for number, m in enumerate(matches)})  # pieces of one that was cut keep its id
        values: dict[str, JSON] = {"min_zi": self.min_zi, "min_letters": self.min_letters, "passages": distinct}
        sizes, commons = [], []
        firsts = []
        for name, files, first, spans, out in (
            ("left", left, [m.left for m in matches], [s for m in matches for s in m.all_left()], mask.left),
            ("right", right, [m.right for m in matches], [s for m in matches for s in m.all_right()], mask.right),
        ):
            size, short = counting.totals(files, minimum, out)
            common = counting.covered(files, spans, out)
            sizes.append(size.characters)
            commons.append(common.characters)
            firsts.append(counting.placed(files, first))
            values |= {
                f"characters_of_{name}": size.characters,
                f"zi_of_{name}": size.zi,
                f"words_of_{name}": size.words,
                f"common_characters_of_{name}": common.characters,
                f"common_zi_of_{name}": common.zi,
                f"common_words_of_{name}": common.words,
                f"places_of_{name}": len(spans),
                f"left_out_of_{name}": short.characters,
            }
        lengths = np.minimum(firsts[0][1] - firsts[0][0], firsts[1][1] - firsts[1][0])
        longest = int(lengths.max()) if len(lengths) else 0
        values["longest_passage"] = longest
        for name, spans in (("left", [m.left for m in matches]), ("right", [m.right for m in matches])):
            at = min((spans[k] for k in np.flatnonzero(lengths == longest).tolist()), default=None) if longest else None
            values[f"longest_at_{name}"] = f"{at.file}:{at.start}-{at.stop}" if at else ""
        values["characters_in_order"] = counting.in_order(firsts[0], firsts[1])
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
        """The first places side by side: characters that are equal, equal only after folding (changed), folded away."""
        return excerpts.aligned(left, right, match.left, match.right)

    def keys(self, features: TextFeatures) -> Iterable[bytes]:
        """Keys of one file (see ``rarity``): files that share a passage share a key. Then its words and pairs of 字."""
        yield from rarity.keys(features.text, self.minimum)
        yield from rare.tokens(features)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Copy a passage of one to four times the minimum, altered as ``Plant.alteration`` says, into a host."""
        return planting.plant(source, into, seed, out, self.minimum)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """Clauses in another order, none as long as a passage must be."""
        return planting.scramble(member, seed, out, self.minimum)
