"""The comparator ``text-semantic``: leads to passages that were translated or rewritten throughout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from appraisal.comparator import Context, Need, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import AlignedText
from appraisal.span import Span, Unit, whole
from appraisal.work import Medium, Member, Work
from comparators.text.decoding import decode
from comparators.text.semantic import encoder, excerpts, wording
from comparators.text.semantic.aligning import Lead
from comparators.text.semantic.features import SemanticFeatures
from comparators.text.semantic.finding import ORDERS, Found, find

BYTES_A_SEGMENT = 24_000
TRANSLATED, REWRITTEN = "lead-translated", "lead-rewritten"


@dataclass(frozen=True)
class TextSemantic:
    """Leads of at least ``min_zi`` 字 (three letters weigh as one; 1 to 10,000) on either side, whose segments speak
    for correspondence with ``evidence`` nats (1 to 10,000), ``words`` of them (0 to 10,000) by words, names, numbers.

    A lead is a place to look at: no share, no coverage and no total is made of leads. Positions are code points of the
    decoded file. Without the extra ``semantic`` every file is refused by name.
    """

    min_zi: int = 26
    evidence: int = 12
    words: int = 2

    name: ClassVar[str] = "text-semantic"
    version: ClassVar[str] = "1"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[SemanticFeatures]] = SemanticFeatures
    opt_in: ClassVar[bool] = True
    leads: ClassVar[bool] = True
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, JSON]]] = wording.COUNTING

    def __post_init__(self) -> None:
        for name, least in (("min_zi", 1), ("evidence", 1), ("words", 0)):
            value = getattr(self, name)
            if not isinstance(value, int) or not least <= value <= 10_000:
                raise UsageError(f"text-semantic: {name} is a whole number from {least} to 10000, not {value!r}")

    def read(self, member: Member, resources: Resources) -> SemanticFeatures:
        """Decode, cut into segments, encode. Raises ``Unreadable``, ``OverLimit`` or ``Refused`` naming the file."""
        if not encoder.available():
            raise Refused(f"{member.file}: text-semantic needs the extra 'semantic': {encoder.HOW}")
        decoded = decode(member)
        try:
            return SemanticFeatures.read(decoded)
        except encoder.NotFit as error:
            raise Refused(
                f"{member.file}: the extra 'semantic' is not as it was tested ({error}): install it anew: {encoder.HOW}"
            ) from error

    def extent(self, features: SemanticFeatures) -> tuple[Unit, float]:
        """Code points of the decoded file."""
        return "char", features.characters

    def match(self, left: Sided[SemanticFeatures], right: Sided[SemanticFeatures], context: Context) -> Iterator[Match]:
        """One match a lead.

        ``details``: ``evidence`` and ``word_evidence`` (nats), ``segments_of`` and ``zi_of`` either side,
        ``by_chance``: leads as strong that came, on
        average, between the same segments in another order. Raises ``Refused`` when a side is too short, ``OverLimit``
        when the texts need more memory than the context allows.
        """
        for files in (left, right):
            if not any(int(f.sizes.sum()) >= self.min_zi for f in files.values()):
                count = sum(len(f.text) for f in files.values())
                raise Refused(
                    f"{', '.join(sorted(files)[:3])}: {count} characters to compare, no file holds {self.min_zi} 字 or"
                    f" {3 * self.min_zi} letters: too short for this method"
                )
        needed = BYTES_A_SEGMENT * sum(len(f.begins) for files in (left, right) for f in files.values())
        if needed > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: comparing them takes up to {needed} bytes of"
                f" memory, the limit is {context.memory_limit}: raise the limit or split the texts"
            )
        sides: tuple[tuple[Side, Sided[SemanticFeatures]], ...] = (("left", left), ("right", right))
        for side, files in sides:
            for name, features in sorted(files.items()):
                seen: dict[str, JSON] = {"encoding": features.encoding, "characters": features.characters}
                context.observe(Observation(side, whole(name), "encoding", seen))
        context.table("encoder", encoder.described())
        context.progress(0.1)
        found = find(left, right, self.evidence, self.words)
        counts = [len(one) for one in found.chance]
        strongest = max((one[0] for one in found.chance if one), default=0.0)
        context.table("chance", [{"orders": ORDERS, "leads": counts, "strongest": round(strongest, 1)}])
        for lead in found.leads:
            match = self._match(found, lead)
            if min(match.details["zi_of_left"], match.details["zi_of_right"]) >= self.min_zi:
                yield match
        context.progress(1.0)

    def _match(self, found: Found, lead: Lead) -> Match:
        one, other = found.left, found.right
        spans, details = [], {}
        for name, side, (start, stop) in (("left", one, lead.left), ("right", other, lead.right)):
            begins, ends = side.joined("begins"), side.joined("ends")
            file = side.names[int(side.files[start])]
            spans.append(Span(file, "char", int(begins[start]), int(ends[stop - 1])))
            details[f"segments_of_{name}"] = stop - start
            details[f"zi_of_{name}"] = int(side.sizes[start:stop].sum())
        across = sum(
            int(one.script[i]) != int(other.script[j]) for i, _, j, _ in lead.beads
        )  # fmt: skip
        chance = sum(nats >= lead.nats for some in found.chance for nats in some) / ORDERS
        shown: dict[str, JSON] = {
            "evidence": round(lead.nats, 1), "word_evidence": round(lead.words, 1),
            "by_chance": round(chance, 2), **details,
        }  # fmt: skip
        kind = TRANSLATED if 2 * across > len(lead.beads) else REWRITTEN
        return Match(spans[0], spans[1], kind, 1.0, details=shown)

    def measure(
        self, left: Sided[SemanticFeatures], right: Sided[SemanticFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Numbers of leads alone: no coverage, no share. ``score`` only sorts: 1 for five leads and more."""
        count = len({m.id or number for number, m in enumerate(matches)})
        values: dict[str, JSON] = {"leads": count}
        for kind in (TRANSLATED, REWRITTEN):
            values[f"{kind}-leads"] = len({m.id or n for n, m in enumerate(matches) if m.kind == kind})
        return Measures(min(count / 5, 1.0), None, None, values)

    def exhibit(self, left: Work, right: Work, match: Match) -> AlignedText:
        """Both passages side by side; what stands, or may be meant, in the other one is marked."""
        return excerpts.aligned(left, right, match)
