"""``software-source``: which functions of a source text are in a compiled program, whatever compiler made it.

Source text (C, C++) stands on one side, programs (PE, ELF, Mach-O) on the other, either way round. What a compiler
keeps of a function (numbers, texts, names of imports, what is computed, who calls whom) is read from the text and
paired with what ``software-functions`` reads from machine code, by the same index, evidence and propagation with
formulas of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Context, Need, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Places
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Listing
from appraisal.span import Span, Unit
from appraisal.work import Medium, Member, Work
from comparators.software.functions import memory, reasons
from comparators.software.functions.calls import resting
from comparators.software.functions.counting import places
from comparators.software.functions.method import LEAST_OWN, TOLD
from comparators.software.functions.pairing import Pairs, pair
from comparators.software.functions.sides import Side
from comparators.software.source import counting, showing, wording
from comparators.software.source.features import SourceFeatures
from comparators.software.source.files import INCLUDED
from comparators.software.source.naming import parts_of
from comparators.software.source.sides import SourceSide, source_side

LEAST_LED = -4.0  # score of what two functions hold themselves; below ``LEAST_OWN`` what is around them makes a pair
Features = Mapping[str, SourceFeatures]


@dataclass(frozen=True)
class SoftwareSource:
    """``certainty`` (.5 to 1): of the fixed formula, from which a pair is reported. ``min_instructions`` (8 to 1,000):
    of a function of the program that counts; ``min_lines`` (1 to 100): lines with code of a function of the source.
    """

    certainty: float = 0.9
    min_instructions: int = 20
    min_lines: int = 4

    name: ClassVar[str] = "software-source"
    version: ClassVar[str] = "6"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.CODE, Medium.SOFTWARE})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[SourceFeatures]] = SourceFeatures
    screeners: ClassVar[tuple[str, ...]] = ("program-filters",)
    endings: ClassVar[Mapping[str, Medium]] = INCLUDED
    opt_in: ClassVar[bool] = True  # works of one kind have nothing to answer here
    between: ClassVar[bool] = True
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING

    def __post_init__(self) -> None:
        if not 0.5 <= float(self.certainty) <= 1:
            raise UsageError(f"software-source: certainty is .5 to 1, not {self.certainty!r}")
        if not 8 <= self.min_instructions <= 1000:
            raise UsageError(f"software-source: min_instructions is 8 to 1000, not {self.min_instructions!r}")
        if not 1 <= self.min_lines <= 100:
            raise UsageError(f"software-source: min_lines is 1 to 100, not {self.min_lines!r}")

    def read(self, member: Member, resources: Resources) -> SourceFeatures:
        """Functions of one file, source text by its name. Raises ``Refused`` for a file that is neither source text in
        C or C++ nor a program, ``Unreadable`` and ``OverLimit``; each names the file."""
        return SourceFeatures.of(member)

    def extent(self, features: SourceFeatures) -> tuple[Unit, float]:
        """Lines of a source text, bytes of a program."""
        return ("line" if features.is_source else "byte"), features.size

    def match(self, left: Sided[SourceFeatures], right: Sided[SourceFeatures], context: Context) -> Iterator[Match]:
        """One match a pair of functions, ``source-function``; ``details``: see ``reasons``, and ``counted`` of pairs
        that are in no share since calls or constant data alone make them (``calls``). Raises ``Refused`` when there is
        no source text opposite a program, or when either has no function that counts; ``OverLimit`` when pairing takes
        more memory than the context allows."""
        source_is_left, source, program = chosen(left, right)
        one, other = source_side(source), Side.of(program)
        lines = np.concatenate([source[name].counts for name in one.names]).astype(np.int64)
        if not (lines >= self.min_lines).any():
            raise Refused(
                f"{_few(one.names)}: no function of {self.min_lines} lines with code: nothing for this method"
            )
        if not (other.counts >= self.min_instructions).any():
            raise Refused(
                f"{_few(other.names)}: no function of {self.min_instructions} instructions: nothing for this method"
            )
        needed = memory.needed(one, other)
        if needed > context.memory_limit:
            raise OverLimit(
                f"{one.names[0]}, {other.names[0]}: pairing {len(one)} and {len(other)} functions takes up to {needed}"
                f" bytes of memory, the limit is {context.memory_limit}: raise the limit or compare parts"
            )
        pairs = pair(one, other, ending="-source", progress=context.progress)[1]
        kept, apart = self._kept(one, lines, other, pairs)
        names = ("left", "right") if source_is_left else ("right", "left")
        context.table(f"functions_of_{names[0]}", self._source_rest(one, source, lines, set(pairs.left[kept].tolist())))
        context.table(f"functions_of_{names[1]}", self._program_rest(other, set(pairs.right[kept].tolist())))
        told = reasons.Told(one, other, pairs, kept)
        for row in np.flatnonzero(kept).tolist():
            details = told.details(row) | ({"counted": apart[row]} if apart[row] else {})
            yield self._match(one, other, source, pairs, row, details, source_is_left)
        context.progress(1.0)

    def _kept(
        self, source: SourceSide, lines: NDArray[np.int64], program: Side, pairs: Pairs
    ) -> tuple[NDArray[np.bool_], dict[int, str]]:
        """Pairs that are reported, and why a row of these is in no share (``calls``; "" for the others). Of source and
        one program each: what only is around them makes pairs where as many hold by themselves."""
        large = (lines[pairs.left] >= self.min_lines) & (program.counts[pairs.right] >= self.min_instructions)
        kept: NDArray[np.bool_] = large & (pairs.certainty >= self.certainty) & (pairs.own >= LEAST_LED)
        rows = np.flatnonzero(kept)
        found = resting(source, program, pairs, rows, ending="-source")
        apart = dict(zip(rows.tolist(), found, strict=True))
        telling = np.array([row in apart and not apart[row] for row in range(len(kept))], bool)
        own, whole = pairs.own >= LEAST_OWN, program.whole[pairs.right]
        for number in range(program.wholes):
            led = kept & ~own & (whole == number)
            if np.count_nonzero(telling & own & (whole == number)) < np.count_nonzero(led):
                kept &= ~led
        return kept, apart

    def _match(
        self,
        source: SourceSide,
        program: Side,
        texts: Features,
        pairs: Pairs,
        row: int,
        told: dict[str, JSON],
        source_is_left: bool,
    ) -> Match:
        i, j = int(pairs.left[row]), int(pairs.right[row])
        file, machine = source.names[int(source.file[i])], program.names[int(program.file[j])]
        text, features = texts[file], program.features[int(program.file[j])]
        mine, theirs = i - int(source.first[source.file[i]]), j - int(program.first[program.file[j]])
        rows = counting.rows_of(text, mine)
        name, symbol = text.named[mine], features.named[theirs]
        details: dict[str, JSON] = {
            "function": name,
            "first_line": int(rows[0]),
            "lines": len(rows),
            "bytes_of_text": f"{int(text.starts[mine])}–{int(text.stops[mine])}",
            "number_in_text": mine,
            "address": hex(int(features.addresses[theirs])),
            "symbol": symbol,
            "instructions": int(features.counts[theirs]),
            "number_in_program": theirs,
            **told,
        }
        if symbol:
            parts = parts_of(symbol, features.format, features.arch)
            details["same_name"] = parts[-1] == name.rpartition("::")[2]
        spans = [Span(file, "line", int(rows[0]), int(rows[-1]) + 1)], places(machine, features, theirs)
        one, other = spans if source_is_left else (spans[1], spans[0])
        also = Places(tuple(one[1:]), tuple(other[1:]))
        return Match(one[0], other[0], counting.PAIRED, also=also, details=details)

    def _source_rest(
        self, side: SourceSide, texts: Features, lines: NDArray[np.int64], paired: set[int]
    ) -> dict[str, JSON]:
        rest = [n for n in range(len(side)) if lines[n] >= self.min_lines and n not in paired]
        rest.sort(key=lambda n: (-int(lines[n]), n))
        rows: list[JSON] = []
        for number in rest[:TOLD]:
            name = side.names[int(side.file[number])]
            own = number - int(side.first[side.file[number]])
            rows.append([name, int(texts[name].addresses[own]), texts[name].named[own], int(lines[number])])
        return {"head": ["file", "first_line", "function", "lines"], "rows": rows, "without": len(rest)}

    def _program_rest(self, side: Side, paired: set[int]) -> dict[str, JSON]:
        rest = [n for n in range(len(side)) if side.counts[n] >= self.min_instructions and n not in paired]
        rest.sort(key=lambda n: (-int(side.counts[n]), n))
        rows: list[JSON] = []
        for number in rest[:TOLD]:
            file = int(side.file[number])
            own, features = number - int(side.first[file]), side.features[file]
            at = hex(int(features.addresses[own]))
            rows.append([side.names[file], at, features.named[own], int(features.counts[own])])
        return {"head": ["file", "virtual_address", "symbol", "instructions"], "rows": rows, "without": len(rest)}

    def measure(
        self, left: Sided[SourceFeatures], right: Sided[SourceFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Coverage: of the source in lines of functions, of the program in instructions; see ``counting``."""
        source_is_left, source, program = chosen(left, right)
        return counting.measure(
            source, program, matches, mask, source_is_left, least=(self.min_lines, self.min_instructions)
        )

    def explained(self, matches: Sequence[Match]) -> Sequence[Match]:
        """Pairs that name numbers or calls alone, with what that may innocently be: of the record alone."""
        return reasons.explained(matches)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """Lines of the source beside the disassembly, constants that both hold marked."""
        return showing.listing(left, right, match)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def chosen(left: Features, right: Features) -> tuple[bool, dict[str, SourceFeatures], dict[str, SourceFeatures]]:
    """Whether the source is on the left; source texts and programs that are compared. A side may hold both where the
    other holds one kind alone."""
    sides = []
    for side in (left, right):
        sources = {name: one for name, one in side.items() if one.is_source}
        sides.append((sources, {name: one for name, one in side.items() if name not in sources}))
    forth, back = bool(sides[0][0] and sides[1][1]), bool(sides[1][0] and sides[0][1])
    named = _few(sorted({*left, *right}))
    if forth and back:
        raise Refused(f"{named}: source text and programs on both sides: hand in each kind by itself")
    if not forth and not back and sides[0][0]:
        raise Refused(f"{named}: source text on both sides: compare it by a method for source code")
    if not forth and not back:
        raise Refused(f"{named}: no source text: compare programs by a method for programs")
    return (True, sides[0][0], sides[1][1]) if forth else (False, sides[1][0], sides[0][1])
