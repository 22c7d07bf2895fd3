"""``code-deposit``: the pages of a registration deposit (登记鉴别材料) against the source that was submitted.

Read: printed lines with their pages, heads and line numbers told apart (``features``). Propose and verify: equal lines
in the longest runs, then lines with small differences between them (``aligning``). Docs: docs/methods/code-deposit.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Listing
from appraisal.work import Medium, Member, Work
from comparators.code.deposit import counting, planting, showing, tables, wording
from comparators.code.deposit.aligning import EVIDENCE, How, Pair, aligned
from comparators.code.deposit.features import DepositFeatures, read

BYTES_A_LINE = 2000  # of memory while aligning, both sides


@dataclass(frozen=True)
class CodeDeposit:
    """Printed pages of source against source files. ``deposit``: which work is the print: ``left``, ``right``, or
    ``auto``: the one that is all documents where the other holds source files, else the one with fewer lines."""

    deposit: str = "auto"

    name: ClassVar[str] = "code-deposit"
    version: ClassVar[str] = "1"
    opt_in: ClassVar[bool] = True
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT, Medium.CODE})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[DepositFeatures]] = DepositFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING

    def __post_init__(self) -> None:
        if self.deposit not in ("auto", "left", "right"):
            raise UsageError(f"code-deposit: deposit is auto, left or right, not {self.deposit!r}")

    def read(self, member: Member, resources: Resources) -> DepositFeatures:
        """Printed lines of one file. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        return read(member)

    def match(self, left: Sided[DepositFeatures], right: Sided[DepositFeatures], context: Context) -> Iterator[Match]:
        """Kind ``deposit-page``: lines of one page that stand in one file of the source in their order.

        ``details``: ``deposit_on`` (side), ``page``, ``lines`` found, and ``as_written``, ``spacing_only``,
        ``wrapped``, ``changed``: printed lines and lines of source, see ``counting.packed``.
        Raises ``Refused`` where a side has too little text, ``OverLimit`` for more than memory allows.
        """
        count = sum(len(one.starts) for side in (left, right) for one in side.values())
        if count * BYTES_A_LINE > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: {count} lines take {count * BYTES_A_LINE} bytes of memory, the limit is"
                f" {context.memory_limit}: raise the limit or compare parts"
            )
        for side in (left, right):
            if sum(int(one.weights[one.counts].sum()) for one in side.values()) < EVIDENCE:
                raise Refused(
                    f"{', '.join(sorted(side)[:3])}: lines with fewer than {EVIDENCE} letters and digits together:"
                    " nothing to compare for this method"
                )
        on, told = self._deposit(left, right)
        ours, theirs = (left, right) if on == "left" else (right, left)
        pairs, alone = aligned(list(ours.values()), list(theirs.values()))
        context.progress(0.8)
        context.table("deposit_read", tables.how_read(ours, on, told))
        rows = tables.pages(ours, list(theirs), pairs, alone)
        context.table("deposit_pages", tables.columns(rows, tables.PAGE))
        context.table("deposit_page_notes", tables.columns(rows, tables.NOTES))
        if differing := tables.differing(ours, theirs, pairs):
            context.table("deposit_changed", differing)
        if lacking := tables.lacking(ours, pairs, alone):
            context.table("deposit_not_found", lacking)
        yield from _matches(ours, theirs, pairs, on)
        context.progress(1.0)

    def _deposit(self, left: Sided[DepositFeatures], right: Sided[DepositFeatures]) -> tuple[Side, str]:
        """Which side is the print, and what told: the same answer whichever side stands where."""
        if self.deposit != "auto":
            return ("left" if self.deposit == "left" else "right"), "parameter"
        document = [not any(one.is_code for one in side.values()) for side in (left, right)]
        if document[0] != document[1]:
            return ("left" if document[0] else "right"), "documents"
        sizes = [(sum(int(one.counts.sum()) for one in side.values()), _digest(side)) for side in (left, right)]
        return ("left" if sizes[0] <= sizes[1] else "right"), "size"

    def measure(
        self,
        left: Sided[DepositFeatures],
        right: Sided[DepositFeatures],
        matches: Sequence[Match],
        mask: Mask,
    ) -> Measures:
        """Coverages: of each work the lines that stand in the other ÷ its lines that take part (four letters or digits,
        no running heads). ``values`` count them, by how they were found, and the order of neighbouring lines."""
        return counting.figures(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """Each printed line opposite its line of source. Raises ``MaterialError`` for another work."""
        return showing.listing(left, right, match)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Print some lines of one file, as they are or changed as prints change them, on a page of another."""
        return planting.plant(
            source, into, seed, out, lambda one, other: self._deposit({"1": one}, {"2": other})[0] == "right"
        )

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The same words in another order."""
        return planting.scramble(member, seed, out)


def _digest(side: Sided[DepositFeatures]) -> str:
    whole = hashlib.sha256()
    for one in side.values():
        whole.update(one.text.encode("utf-8", "replace") + b"\0")
    return whole.hexdigest()


def _matches(
    ours: Sided[DepositFeatures], theirs: Sided[DepositFeatures], pairs: Sequence[Pair], on: Side
) -> Iterator[Match]:
    prints, sources = list(ours.items()), list(theirs.items())

    def same(pair: Pair) -> tuple[int, int, int]:
        return pair.print_file, pair.stretch, int(prints[pair.print_file][1].pages[pair.first])

    for (number, _, page), group in groupby(pairs, same):
        some = list(group)
        name, one = prints[number]
        other, two = sources[some[0].file]
        mine = counting.place(name, one, some[0].first, some[-1].first + some[-1].pieces - 1)
        there = counting.place(other, two, min(p.line for p in some), max(p.line for p in some))
        details: dict[str, JSON] = {"deposit_on": on, "page": page, "lines": sum(p.pieces for p in some)}
        for how, said in counting.NAMES.items():
            if found := [pair for pair in some if pair.how == How(how)]:
                details[said] = counting.packed(found)
        left, right = (mine, there) if on == "left" else (there, mine)
        yield Match(left, right, "deposit-page", details=details)
