"""``software-strings``: the strings that two products have in common, in whatever files and encodings they stand.

Propose: 64-bit hashes of the characters of all strings (``scan``) say which can be common. Verify: both places
are read again and their texts compared, so a collision never makes a match.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Places, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Listing
from appraisal.span import Span, Unit
from appraisal.work import EVERY, SENSED, Medium, Member, Work
from comparators.software.strings import figures, planting, showing, wording
from comparators.software.strings.features import Array, Files, Rows, StringFeatures, texts
from comparators.software.strings.figures import COMMON, OWN
from comparators.software.strings.found import Minimum
from comparators.software.strings.kinds import CATEGORIES, REASONS, TELLING
from comparators.software.strings.scan import NAMES

BYTES_A_STRING = 120  # of memory while matching, both sides
PLACES = (200, 50, 10, 3, 1)  # places of one string that are listed on each side: as many as PLACES_IN_ALL allows
PLACES_IN_ALL = 400_000
SHOWN = 200  # characters of a string in the record
OBSERVED = 200  # strings of one category listed for one side alone


@dataclass(frozen=True)
class SoftwareStrings:
    """Strings of at least ``min_letters`` letters and digits or ``min_zi`` 字 (1 to 400), mixed ones in proportion.

    At most ``most`` shared strings are listed (1 to 1,000,000), those that are not common and the longest first.
    """

    min_letters: int = 6
    min_zi: int = 4
    most: int = 100_000

    name: ClassVar[str] = "software-strings"
    version: ClassVar[str] = "4"
    media: ClassVar[frozenset[Medium]] = EVERY
    scope: ClassVar[Scope] = Scope.WHOLE
    folders: ClassVar[bool] = True
    nothing_in: ClassVar[frozenset[Medium]] = SENSED  # a name of a track or a tool would head the report of a song
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True),)
    features: ClassVar[type[StringFeatures]] = StringFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = wording.COUNTING

    def __post_init__(self) -> None:
        for name, top in (("min_letters", 400), ("min_zi", 400), ("most", 1_000_000)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= top:
                raise UsageError(f"software-strings: {name} is a whole number from 1 to {top}, not {value!r}")

    @property
    def minimum(self) -> Minimum:
        """The two lengths as one rule of weights."""
        return Minimum(self.min_letters, self.min_zi)

    def read(self, member: Member, resources: Resources) -> StringFeatures:
        """Strings of one file of any kind, read in windows. Raises ``MaterialError`` where it cannot be read."""
        return StringFeatures.of(member, self.minimum)

    def extent(self, features: StringFeatures) -> tuple[Unit, float]:
        """Bytes of the file."""
        return "byte", features.size

    def keys(self, features: StringFeatures) -> Iterable[bytes]:
        """Hashes of the distinct strings of one file, 8 bytes each."""
        data = np.unique(features.hashes).astype(">u8").tobytes()
        return (data[at : at + 8] for at in range(0, len(data), 8))

    def match(self, left: Sided[StringFeatures], right: Sided[StringFeatures], context: Context) -> Iterator[Match]:
        """One match a distinct string that stands on both sides, all its places in ``also`` (at most ``PLACES``).

        Kind ``shared-string``, or ``common-string`` for those that many unrelated programs hold. ``details``: ``text``
        (its first 200 characters, in double quotes), ``characters``, ``category``, ``explanation`` (an innocent one),
        ``common`` (reason), ``encoding_of_…``, ``places_of_…`` (all of them), ``field_of_…`` (of a version resource);
        with a background ``background``, ``works``, ``holding``. Raises ``Refused`` where a side holds no string of its
        own, ``OverLimit`` where there are more strings than memory allows, ``UsageError`` without the works.
        """
        if context.left_work is None or context.right_work is None:
            raise UsageError("software-strings: verifies strings in the files, so the works must be given")
        one, other = Files(dict(left)), Files(dict(right))
        count = int(one.counts.sum() + other.counts.sum())
        if BYTES_A_STRING * count > context.memory_limit:
            raise OverLimit(
                f"{one.names[0]}, {other.names[0]}: {count} strings take {BYTES_A_STRING * count} bytes of memory,"
                f" the limit is {context.memory_limit}: raise the limit or the least length"
            )
        for files in (one, other):
            if not any(bool((features.reasons == 0).any()) for features in files.features):
                raise Refused(
                    f"{', '.join(files.names[:3])}: holds no string of {self.min_letters} letters or {self.min_zi} 字"
                    " other than those that many programs hold: nothing to compare for this method"
                )
        shared = np.intersect1d(one.distinct(), other.distinct(), assume_unique=True)
        self._observe("left", one, context.left_work, shared, context)
        self._observe("right", other, context.right_work, shared, context)
        context.progress(0.2)
        sides = [one.rows(shared), other.rows(shared)]
        chosen = self._chosen(sides[0], len(shared))
        if len(chosen) < len(shared):
            context.table("not_listed", {"shared_strings_found": len(shared), "shared_strings_listed": len(chosen)})
            shared = shared[chosen]
            sides = [one.rows(shared), other.rows(shared)]
        members = [dict(work.by_file) for work in (context.left_work, context.right_work)]
        weights = self._rarity(shared, context)
        yield from _matches(_Pair(one, other, sides[0], sides[1], members[0], members[1]), shared, weights)
        context.progress(1.0)

    def _chosen(self, rows: Rows, count: int) -> Array:
        """Numbers of the strings to list, ascending: those not common and the longest first."""
        if count <= self.most:
            return np.arange(count)
        first = rows.take(np.flatnonzero(rows.rank() == 0))
        order = np.lexsort((first.hashes, -first.lengths.astype(np.int64), first.reasons > 0))
        chosen: Array = np.sort(first.string[order][: self.most])
        return chosen

    def _rarity(self, shared: Array, context: Context) -> list[tuple[float, dict[str, JSON]]]:
        """Weight ln((works + 1) / (works that hold it + 1)) of each shared string, with what it rests on."""
        backgrounds = context.resources.backgrounds
        if not backgrounds:
            return [(1.0, {})] * len(shared)
        data = shared.astype(">u8").tobytes()
        wanted = [data[at : at + 8] for at in range(0, len(data), 8)]
        held = [sum(counts) for counts in zip(*(background.lookup(wanted) for background in backgrounds), strict=True)]
        works = sum(background.works for background in backgrounds)
        name = " + ".join(background.name for background in backgrounds)
        return [
            (
                round(math.log((works + 1) / (min(holding, works) + 1)), 6),
                {"background": name, "works": works, "holding": int(holding)},
            )
            for holding in held
        ]

    def _observe(self, side: Side, files: Files, work: Work, shared: Array, context: Context) -> None:
        """Names, paths, addresses and the like of one side, whether or not the other side has them."""
        hashes, categories, reasons = (files.column(name) for name in ("hashes", "categories", "reasons"))
        telling = (categories < len(TELLING)) & ((reasons == 0) | (categories == TELLING.index("copyright")))
        rows = files.rows(np.unique(hashes[telling]))
        firsts = np.flatnonzero(rows.rank() == 0)
        counts = np.bincount(rows.string, minlength=1)
        wanted = [row for number in range(len(TELLING)) for row in firsts[rows.categories[firsts] == number][:OBSERVED]]
        both = np.isin(rows.hashes, shared)
        for row, text in texts(rows, files.names, dict(work.by_file), map(int, wanted)):
            details: dict[str, JSON] = {
                "text": quoted(text),
                "encoding": NAMES[int(rows.encodings[row])],
                "places": int(counts[rows.string[row]]),
                "on_both_sides": "yes" if both[row] else "no",
            }
            field = files.features[int(rows.file[row])].field_at(int(rows.starts[row]))
            if field:
                details["field"] = field
            kind = CATEGORIES[int(rows.categories[row])]
            context.observe(Observation(side, rows.span(row, files.names), kind, details))

    def measure(
        self, left: Sided[StringFeatures], right: Sided[StringFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Shares of distinct strings, common ones left out of both numbers. ``score``: 2 · shared / both sides'.

        ``values``: see ``labels``; bytes are of all listed places, each once.
        """
        return figures.figures(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Listing:
        """The string at its first places: decoded with what stands around it, and in hexadecimal."""
        return showing.listing(left, right, match)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Put a string of one file into another, in an encoding chosen by ``seed``."""
        return planting.plant(source, into, seed, out, self.minimum)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The characters of each string in another order, all else as it is."""
        return planting.scramble(member, seed, out, self.minimum)


def quoted(text: str) -> str:
    """The start of a string between double quotes, which no string holds; unclosed where there is more of it."""
    return f'"{text[:SHOWN]}' + ('"' if len(text) <= SHOWN else "…")


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Files
    other: Files
    left: Rows
    right: Rows
    left_members: dict[str, Member]
    right_members: dict[str, Member]


def _matches(pair: _Pair, shared: Array, weights: list[tuple[float, dict[str, JSON]]]) -> Iterator[Match]:
    """Read every listed place again; strings whose texts agree are matches. Hashes of other texts fall apart here."""
    listed, bounds, counts = [], [], []
    for rows in (pair.left, pair.right):
        per_string = np.bincount(rows.string, minlength=len(shared))
        most = next((n for n in PLACES if np.minimum(per_string, n).sum() <= PLACES_IN_ALL), PLACES[-1])
        kept = rows.take(np.flatnonzero(rows.rank() < most))
        listed.append(kept)
        counts.append(per_string)
        bounds.append(np.searchsorted(kept.string, np.arange(len(shared) + 1)))
    left, right = listed
    said: list[str] = [""] * len(shared)
    for row, text in texts(left, pair.one.names, pair.left_members, bounds[0][:-1].tolist()):
        said[int(left.string[row])] = text
    unlike: list[dict[int, str]] = []
    for rows, files, members in ((left, pair.one, pair.left_members), (right, pair.other, pair.right_members)):
        every = texts(rows, files.names, members, range(len(rows.string)))
        unlike.append({row: text for row, text in every if text != said[int(rows.string[row])]})
    for number in range(len(shared)):
        groups = []
        for side in (0, 1):
            grouped: dict[str, list[int]] = {}
            for row in range(int(bounds[side][number]), int(bounds[side][number + 1])):
                grouped.setdefault(unlike[side].get(row, said[number]), []).append(row)
            groups.append(grouped)
        for text in groups[0].keys() & groups[1].keys():
            rows_of = groups[0][text], groups[1][text]
            whole = tuple(
                int(counts[side][number]) if len(groups[side]) == 1 else len(rows_of[side]) for side in (0, 1)
            )
            yield _match(pair, left.take(np.array(rows_of[0])), right.take(np.array(rows_of[1])), text, whole,
                         weights[number])  # fmt: skip


def _match(
    pair: _Pair, left: Rows, right: Rows, text: str, counts: tuple[int, ...], rarity: tuple[float, dict[str, JSON]]
) -> Match:
    category = CATEGORIES[min(int(left.categories.min()), int(right.categories.min()))]
    reason = REASONS[int(left.reasons[0])]
    details: dict[str, JSON] = {
        "text": quoted(text),
        "characters": len(text),
        "category": category,
        "explanation": f"why-{reason or category}",
        "places_of_left": counts[0],
        "places_of_right": counts[1],
    }
    if reason:
        details["common"] = reason
    spans: list[list[Span]] = []
    for name, rows, files in (("left", left, pair.one), ("right", right, pair.other)):
        details[f"encoding_of_{name}"] = " / ".join(NAMES[number] for number in sorted(set(rows.encodings.tolist())))
        spans.append([rows.span(row, files.names) for row in range(len(rows.starts))])
        if category == "version-field":
            fields = {
                files.features[int(file)].field_at(int(start))
                for file, start in zip(rows.file, rows.starts, strict=True)
            }
            if fields - {""}:
                details[f"field_of_{name}"] = ", ".join(sorted(fields - {""}))
    first, second = spans[0][0], spans[1][0]
    same = int(left.encodings[0]) == int(right.encodings[0])
    blocks = ((first.start, second.start, int(left.sizes[0])),) if same else ()
    return Match(
        first,
        second,
        COMMON if reason else OWN,
        rarity[0],
        Places(tuple(spans[0][1:]), tuple(spans[1][1:])),
        blocks,
        details | rarity[1],
    )
