"""Tables of a record: each page of the print with its places in the source, how it was read, what was not found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from appraisal.comparator import Sided
from appraisal.comparison import JSON
from comparators.code.deposit.aligning import How, Pair
from comparators.code.deposit.counting import NAMES
from comparators.code.deposit.features import PAGED, DepositFeatures

MOST = 2000  # rows of one table
MOST_TEXT = 200  # characters of a line that is quoted
EXAMPLES = 6
# As many columns as a page of a report holds beside each other; what else there is to say of a page is another table.
PAGE = ("page", "source", "lines", "as_written", "spacing_only", "wrapped", "changed", "not_found")
NOTES = ("file", "page", "heads", "alone", "in_order")


def pages(
    deposit: Sided[DepositFeatures], names: Sequence[str], pairs: Sequence[Pair], alone: Sequence[Pair]
) -> list[JSON]:
    """A row a page: lines that take part, how many were found and how, files and lines of the source in the order of
    the print. ``names``: files of the source."""
    rows: list[JSON] = []
    by_file = _by_file(pairs)
    lonely = {(pair.print_file, pair.first) for pair in alone}
    for number, (name, one) in enumerate(deposit.items()):
        counts = one.counts
        on: dict[int, list[Pair]] = defaultdict(list)
        for pair in by_file.get(number, []):
            on[int(one.pages[pair.first])].append(pair)
        lines: dict[int, list[int]] = defaultdict(list)
        for at, page in enumerate(one.pages.tolist()):
            lines[page].append(at)
        for page, own in sorted(lines.items()):
            part = [at for at in own if counts[at]]
            if not part:
                continue
            how = {at: pair.how for pair in on[page] for at in range(pair.first, pair.first + pair.pieces)}
            row: dict[str, JSON] = {
                "file": name,
                "page": page if len(deposit) == 1 else f"{name} · {page}",
                "lines": len(part),
            }
            row |= {said: sum(how.get(at) == kind for at in part) for kind, said in NAMES.items()}
            row["not_found"] = sum(at not in how for at in part)
            row["alone"] = sum((number, at) in lonely for at in part)
            row["heads"] = sum(int(one.heads[at]) for at in own)
            row["source"] = "; ".join(_places(on[page], names))
            row["in_order"] = "yes" if _in_order(on[page]) else "no"
            rows.append(row)
    return rows[:MOST]


def columns(rows: Sequence[JSON], names: Sequence[str]) -> JSON:
    """Some columns of a table, in this order."""
    return {"head": list(names), "rows": [[row[name] for name in names] for row in rows]}


def _by_file(pairs: Sequence[Pair]) -> dict[int, list[Pair]]:
    found: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[pair.print_file].append(pair)
    return found


def _places(pairs: Sequence[Pair], names: Sequence[str]) -> list[str]:
    """``a.py 12–40``, one for each stretch."""
    made: list[tuple[int, int, int, int]] = []
    for one in pairs:
        if made and made[-1][:2] == (one.stretch, one.file):
            first, last = min(made[-1][2], one.line), max(made[-1][3], one.line)
            made[-1] = (one.stretch, one.file, first, last)
        else:
            made.append((one.stretch, one.file, one.line, one.line))
    return [f"{names[file]} {first + 1}–{last + 1}" for _, file, first, last in made]


def _in_order(pairs: Sequence[Pair]) -> bool:
    return all(a.file != b.file or a.line < b.line for a, b in pairwise(pairs))


def how_read(deposit: Sided[DepositFeatures], side: str, told: str) -> list[JSON]:
    """A row a file of the deposit: by what its pages were told, what was left out of the print."""
    rows: list[JSON] = []
    for name, one in deposit.items():
        lines = one.lines()
        heads = [lines[at] for at in range(len(lines)) if one.heads[at]]
        rows.append(
            {
                "side": side, "told_by": told, "file": name, "paged_by": PAGED[one.paged],
                "pages": int(one.pages[-1]) if len(lines) else 0, "lines": int(one.counts.sum()),
                "short_lines": int(((one.weights < 4) & (one.stops > one.starts) & (one.heads == 0)).sum()),
                "line_numbers": one.numbered, "heads": len(heads),
                "examples": [head[:MOST_TEXT] for head in dict.fromkeys(heads)][:EXAMPLES], "encoding": one.encoding,
            }
        )  # fmt: skip
    return rows[:MOST]


def differing(deposit: Sided[DepositFeatures], source: Sided[DepositFeatures], pairs: Sequence[Pair]) -> list[JSON]:
    """A row a printed line that stands in the source with small differences: both lines."""
    ours, theirs = list(deposit.items()), list(source.items())
    rows: list[JSON] = []
    for pair in pairs:
        if pair.how == How.CHANGED and len(rows) < MOST:
            (name, one), (other, two) = ours[pair.print_file], theirs[pair.file]
            rows.append(
                {
                    "file": name, "page": int(one.pages[pair.first]), "line": int(one.rows[pair.first]),
                    "printed": _text(one, pair.first), "source_file": other, "source_line": pair.line + 1,
                    "source_text": _text(two, pair.line),
                }
            )  # fmt: skip
    return rows


def lacking(deposit: Sided[DepositFeatures], pairs: Sequence[Pair], alone: Sequence[Pair]) -> list[JSON]:
    """A row a printed line that takes part and is not found; ``alone``: it stands in the source, by itself."""
    lonely = {(pair.print_file, pair.first) for pair in alone}
    have = {(p.print_file, at) for p in pairs for at in range(p.first, p.first + p.pieces)}
    rows: list[JSON] = []
    for number, (name, one) in enumerate(deposit.items()):
        for at in range(len(one.starts)):
            if one.counts[at] and (number, at) not in have and len(rows) < MOST:
                rows.append(
                    {
                        "file": name, "page": int(one.pages[at]), "line": int(one.rows[at]),
                        "printed": _text(one, at), "alone": "yes" if (number, at) in lonely else "no",
                    }
                )  # fmt: skip
    return rows


def _text(one: DepositFeatures, at: int) -> str:
    return one.text[int(one.starts[at]) : min(int(one.stops[at]), int(one.starts[at]) + MOST_TEXT)]
