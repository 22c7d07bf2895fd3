"""What the command line prints: lines for people with hostile names made visible, and records as JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraisal.comparison import Comparison, Measures

RULE = "rule:"  # as ``comparison.RULE``; nothing heavy is imported here


def visible(text: str) -> str:
    """Characters that would act on a terminal or hide what a name says, as ⟦U+XXXX⟧; line ends stay."""
    from appraisal.extract.names import visible as shown

    return text if text.isascii() and text.isprintable() else "\n".join(map(shown, text.split("\n")))


def say(text: str) -> None:
    """A line on stderr."""
    sys.stderr.write(visible(text) + "\n")


def print_json(results: Sequence[Comparison]) -> None:
    """One array of records on stdout and nothing else."""
    from appraisal import records

    text = "[" + ",\n".join(records.dumps(result).rstrip("\n") for result in results) + "]\n"
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _shares(title: str, figures: Measures) -> str:
    shares = [
        f"no places on the {side}" if coverage is None else f"{coverage:.2%} of the {side}"
        for coverage, side in ((figures.coverage_of_left, "left"), (figures.coverage_of_right, "right"))
    ]
    return f"  {title}: {', '.join(shares)}"


def _rules(result: Comparison) -> list[str]:
    """What each rule took out, with the shares after it; rules that nothing met are not named."""
    rows = [row for row in result.tables.get("waterfall") or () if str(row["step"]).startswith(RULE)]
    told = []
    for row in rows:
        shares = " and ".join("–" if share is None else f"{share:.2%}" for share in row["coverage"])
        places = " + ".join(map(str, row["places"]))
        told.append(f"    {str(row['step'])[len(RULE) :]}: {places} places, then {shares}")
    return ["  taken out by rules (left + right; --without-rule keeps them):", *told] if told else []


def print_summary(result: Comparison) -> None:
    """A comparison in a few lines; the ranking value is left out."""
    lines = [f"{result.comparator} {result.version}: {result.left.label} | {result.right.label}: {result.status}"]
    if result.status != "ok":
        lines.append(f"  {result.reason}: {result.message}")
    else:
        lines += [_shares("all", result.all), _shares("without exclusions and ancestors", result.filtered)]
        lines += _rules(result)
        lines.append(f"  {len(result.matches)} matches (their places: --json)")
        lines.append("  figures over all matches, in the method's own names:")
        lines += [f"    {key}: {value}" for key, value in result.all.values.items() if isinstance(value, (int, float))]
        lines += [
            f"  {o.side} {o.span.file}: {o.kind}, {o.details['reason']} {o.details.get('message', '')}".rstrip()
            for o in result.observations
            if "reason" in o.details
        ]
    sys.stdout.buffer.write((visible("\n".join(lines)) + "\n").encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
