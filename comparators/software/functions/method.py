"""``software-functions``: which functions of two compiled programs correspond, whatever compiler made them.

Propose: an inverted index of what functions name and compute (``proposing``). Verify: a fixed formula over what two
functions, those they call, those that call them and those beside them share (``scoring``, ``pairing``). One to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Context, Need, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Places
from appraisal.comparison import Side as WorkSide
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Listing
from appraisal.span import Span, Unit, whole
from appraisal.work import Medium, Member, Work
from comparators.software.functions import counting, memory, reasons, showing, wording
from comparators.software.functions.calls import resting
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.pairing import Pairs, pair
from comparators.software.functions.sides import Side

LEAST_OWN = -1.75  # score of what two functions hold themselves: what is around alone makes no pair
LEAST_LED = -4.5  # of pairs in programs that correspond on the whole,
ON_THE_WHOLE = 0.5  # which is when so many functions of the one that has fewer do, by what they hold themselves,
BEYOND_CALLS = 2 / 3  # and so many of these by more than calls of the system and of libraries and constant data
TOLD = 500  # functions without counterpart that are listed


@dataclass(frozen=True)
class SoftwareFunctions:
    """``certainty`` (.5 to 1): of the fixed formula, from which a pair is reported. ``min_instructions`` (8 to 1,000):
    of a function that counts; the counterpart of one may have half as many.
    """

    certainty: float = 0.8
    min_instructions: int = 20

    name: ClassVar[str] = "software-functions"
    version: ClassVar[str] = "8"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.SOFTWARE})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[FunctionFeatures]] = FunctionFeatures
    screeners: ClassVar[tuple[str, ...]] = ("program-filters",)
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, JSON]]] = wording.COUNTING

    def __post_init__(self) -> None:
        if not 0.5 <= float(self.certainty) <= 1:
            raise UsageError(f"software-functions: certainty is .5 to 1, not {self.certainty!r}")
        if not 8 <= self.min_instructions <= 1000:
            raise UsageError(f"software-functions: min_instructions is 8 to 1000, not {self.min_instructions!r}")

    def read(self, member: Member, resources: Resources) -> FunctionFeatures:
        """Functions of one program. Raises ``Refused`` for a file that is none, or that this method cannot read,
        ``Unreadable`` and ``OverLimit``; each names the file."""
        return FunctionFeatures.of(member)

    def extent(self, features: FunctionFeatures) -> tuple[Unit, float]:
        """Bytes of the file."""
        return "byte", features.size

    def match(self, left: Sided[FunctionFeatures], right: Sided[FunctionFeatures], context: Context) -> Iterator[Match]:
        """One match a pair of functions: ``function-same`` where their instructions are the same but for addresses,
        ``function`` otherwise; ``details``: see ``reasons``. Raises ``Refused`` when a side has no function that
        counts, ``OverLimit`` when pairing takes more memory than the context allows."""
        one, other = Side.of(left), Side.of(right)
        sides: tuple[tuple[Side, WorkSide], ...] = ((one, "left"), (other, "right"))
        for side, where in sides:
            for observation in seen(side, where):
                context.observe(observation)
            if not (side.counts >= self.min_instructions).any():
                names = ", ".join(side.names[:3]) + (" …" if len(side.names) > 3 else "")
                raise Refused(f"{names}: no function of {self.min_instructions} instructions: nothing for this method")
        needed = memory.needed(one, other)
        if needed > context.memory_limit:
            raise OverLimit(
                f"{one.names[0]}, {other.names[0]}: pairing {len(one)} and {len(other)} functions takes up to {needed}"
                f" bytes of memory, the limit is {context.memory_limit}: raise the limit or compare parts"
            )
        across = not {f.arch for f in one.features} & {f.arch for f in other.features}
        pairs = pair(one, other, ending="-across" if across else "", progress=context.progress)[1]
        kept, apart = self._kept(one, other, pairs)
        for name, side, of in (("left", one, pairs.left[kept]), ("right", other, pairs.right[kept])):
            context.table(f"functions_of_{name}", self._listed(side, set(of.tolist())))
        told = reasons.Told(one, other, pairs, kept)
        for row in np.flatnonzero(kept).tolist():
            yield self._match(one, other, pairs, row, told, str(apart[row]))
        context.progress(1.0)

    def _kept(self, left: Side, right: Side, pairs: Pairs) -> tuple[NDArray[np.bool_], NDArray[np.str_]]:
        """Pairs that are reported, and of those that are in no share why (``calls``; "" for the others): calls of the
        system or of libraries or constant data alone make them pairs, and the two programs do not correspond on the
        whole by any others."""
        a, b = left.counts[pairs.left], right.counts[pairs.right]
        least = self.min_instructions
        large = (np.maximum(a, b) >= least) & (np.minimum(a, b) >= least // 2)
        good = large & (pairs.certainty >= self.certainty) & ~pairs.equal
        strong = good & ((pairs.own >= LEAST_OWN) | pairs.same)
        equal = large & pairs.equal  # run-time libraries, too: these do not make two programs correspond
        kept: NDArray[np.bool_] = strong | equal
        asked = np.flatnonzero(strong & ~pairs.same)
        apart = np.full(len(pairs.left), "", "<U8")
        apart[asked] = resting(left, right, pairs, asked)
        telling = strong & (apart == "")
        here, there = left.file[pairs.left], right.file[pairs.right]
        for one, other in set(zip(here[telling].tolist(), there[telling].tolist(), strict=True)):
            two = (here == one) & (there == other)
            rest = [
                int(np.count_nonzero((side.file == file) & (side.counts >= least)))
                - len(np.unique(of[two & equal & (side.counts[of] >= least)]))
                for side, of, file in ((left, pairs.left, one), (right, pairs.right, other))
            ]
            found = np.count_nonzero(strong & two)
            by_more = np.count_nonzero(telling & two) >= BEYOND_CALLS * found
            if by_more and found >= ON_THE_WHOLE * max(1, min(rest)):
                kept |= two & good & (pairs.own >= LEAST_LED)
                apart[two] = ""
        return kept & _foremost(pairs, kept, apart != ""), apart

    def _match(self, left: Side, right: Side, pairs: Pairs, row: int, told: reasons.Told, apart: str) -> Match:
        spans: list[list[Span]] = []
        details: dict[str, JSON] = {}
        for name, side, number in (("left", left, int(pairs.left[row])), ("right", right, int(pairs.right[row]))):
            file = int(side.file[number])
            features, own = side.features[file], number - int(side.first[file])
            spans.append(counting.places(side.names[file], features, own))
            details |= {
                f"number_of_{name}": own,
                f"address_of_{name}": hex(int(features.addresses[own])),
                f"symbol_of_{name}": features.named[own],
                f"instructions_of_{name}": int(features.counts[own]),
            }
        same = bool(pairs.same[row])
        return Match(
            spans[0][0],
            spans[1][0],
            counting.SAME if same else counting.PAIRED,
            also=Places(tuple(spans[0][1:]), tuple(spans[1][1:])),
            details={**details, **told.details(row)} | ({"counted": apart} if apart else {}),
        )

    def _listed(self, side: Side, paired: set[int]) -> dict[str, JSON]:
        """Functions that count and have no counterpart, the largest first; how they are bounded, in ``sweep``."""
        rest = [n for n in range(len(side)) if side.counts[n] >= self.min_instructions and n not in paired]
        rest.sort(key=lambda n: (-int(side.counts[n]), n))
        rows: list[JSON] = []
        for number in rest[:TOLD]:
            file = int(side.file[number])
            own = number - int(side.first[file])
            features = side.features[file]
            at = hex(int(features.addresses[own]))
            rows.append([side.names[file], at, features.named[own], int(features.counts[own])])
        return {"head": ["file", "virtual_address", "symbol", "instructions"], "rows": rows, "without": len(rest)}

    def measure(
        self,
        left: Sided[FunctionFeatures],
        right: Sided[FunctionFeatures],
        matches: Sequence[Match],
        mask: Mask,
    ) -> Measures:
        """Coverage in instructions of functions of at least ``min_instructions``; see ``counting``."""
        return counting.measure(left, right, matches, mask, self.min_instructions)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """Disassembly of both functions, aligned by what instructions do."""
        return showing.listing(left, right, match)

    def explained(self, matches: Sequence[Match]) -> Sequence[Match]:
        """Pairs that name numbers or calls alone, with what that may innocently be: of the record alone."""
        return reasons.explained(matches, same=counting.SAME)

    def keys(self, features: FunctionFeatures) -> Iterable[bytes]:
        """Keys of numbers, texts and imports, for backgrounds and candidates."""
        return sorted({int(key).to_bytes(8, "big") for key in features.told_keys.tolist()})


def seen(side: Side, where: WorkSide) -> Iterator[Observation]:
    """Programs that hold a run-time library, or perhaps another program, or the functions of another one of their side
    once more: what readers of figures have to know."""
    first: dict[tuple[bytes, ...], str] = {}
    for name, one in zip(side.names, side.features, strict=True):
        known = first.setdefault((one.starts.tobytes(), one.normal.tobytes(), one.keys.tobytes()), name)
        if known != name:
            yield Observation(where, whole(name), "same-functions", {"same_as": known, "functions": len(one)})
        size: dict[str, JSON] = {"functions": len(one), "instructions": int(one.counts.sum())}
        if not one.imports:
            yield Observation(where, whole(name), "imports-nothing", size)
        if one.dense:
            yield Observation(where, whole(name), "dense-data", {"dense_bytes": one.dense, **size})


def _foremost(pairs: Pairs, kept: NDArray[np.bool_], apart: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of the pairs that are ``kept`` those that are the best of their left or of their right function: a library that
    lies in ten programs of either side makes no hundred pairs. Of equal ones those nearest in order of files; those
    that count before those ``apart``."""
    i, j = pairs.left, pairs.right
    rank = np.where(kept, apart, 2)
    order = np.lexsort((i + j, np.abs(i - j), -np.round(pairs.certainty, 6), ~pairs.same, ~pairs.equal, rank))
    best = np.zeros(len(i), bool)
    for of in (i, j):
        best[order[np.unique(of[order], return_index=True)[1]]] = True
    return best
