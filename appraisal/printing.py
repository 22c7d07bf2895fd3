"""What the command line prints: lines for people with hostile names made visible, and records as JSON."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from appraisal.plural import some

if TYPE_CHECKING:
    from appraisal.comparison import JSON, Comparison, Measures, Side
    from appraisal.span import Span

SIDES: tuple[Side, Side] = ("left", "right")
RULE = "rule:"  # as ``comparison.RULE``; nothing heavy is imported here
STEPS = {  # of the waterfall, beside those of rules
    "works": "ancestors and excluded works",
    "persons": "exclusions by persons",
    "persons-after-results": "exclusions by persons after results",
}
REASONS = ("reason", "message", "rule")  # what an observation of the engine says, as it is
MOST_SAID = 300  # characters of what a method saw in one file
DERIVED = "derived"  # as ``reading.DERIVED``
MATCHES, FILES = 10, 5  # matches, and files of one kind of observation, that are printed


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


def _shares(title: str, result: Comparison, figures: Measures) -> list[str]:
    """Both shares, each with its quotient; below them how much lies in the stronger matches, where a method says it."""
    from appraisal import registry
    from appraisal.counted import apart, counted, within

    said = registry.counting(result.comparator).get("en", {})
    shares = []
    for side in SIDES:
        share = figures.coverage_of_left if side == "left" else figures.coverage_of_right
        found = counted(figures, str(said.get("shares", "")), side)
        if share is None or (found is not None and not found[1]):
            shares.append(f"nothing to count on the {side}")
            continue
        of = f" ({found[0]:,.10g} of {found[1]:,.10g} {said.get('counted', '')}".rstrip() + ")" if found else ""
        shares.append(f"{share:.2%} of the {side}{of}")
    told = f"  {title}: {', '.join(shares)}"
    parts = [
        f"{part:,.10g} of {some:,.10g} on the {side} ({part / some:.2%}; {part / every:.2%} of all {every:,.10g})"
        for side in SIDES
        for part, some, every in within(figures, said, side)
    ]
    sources = [
        f"{some:,.10g} of the {every:,.10g} on the {side}"
        for side in SIDES
        for some, every in [apart(figures, said, side) or (0, 0)]
        if every
    ]
    told += f"; of these {said.get('apart_said', '')}: {', '.join(sources)}" if sources else ""
    return [told, *([f"    of it in {said.get('within_said', '')}: {', '.join(parts)}"] if parts else [])]


def _steps(result: Comparison) -> list[str]:
    """What each step took out, with the shares after it; rules that nothing met are not named."""
    told = []
    for row in result.tables.get("waterfall") or ():
        step = str(row["step"])
        if step:
            shares = " and ".join("–" if share is None else f"{share:.2%}" for share in row["coverage"])
            name = step[len(RULE) :] if step.startswith(RULE) else STEPS.get(step, step)
            places = row["places"]
            word = "place" if places == [1] else "places"
            told.append(f"    {name}: {' + '.join(map(str, places))} {word}, then {shares}")
    return ["  taken out (left + right; --without-rule keeps what a rule takes):", *told] if told else []


def place(span: Span, dash: str = "-") -> str:
    """A place as people find it: lines and notes counted from 1, the last one included; else as in the record."""
    if span.unit == "line":
        return f"{span.file}:{span.start:g}{dash}{span.stop - 1:g}"
    if span.unit in ("file", "pixel"):
        return span.file
    if span.unit == "note":
        return f"{span.file} note {span.start + 1:g}{dash}{max(span.start + 1, span.stop):g}"
    return f"{span.file} {span.unit} {span.start:g}{dash}{span.stop:g}"


def _places(result: Comparison) -> list[str]:
    """The strongest matches with their places, and under each what the method says of it in one line; of one match
    further places are counted. Those that are all taken out come last, and say so."""
    from appraisal import registry, wording
    from appraisal.clip import clip_all
    from appraisal.counted import strength
    from appraisal.lineage import mask_of

    said, words = registry.counting(result.comparator), wording.words(result.comparator, "en")
    beside = str(said.get("en", {}).get("told", "")).split()
    left = {piece.id for piece in clip_all(result.matches, mask_of(result))}
    told = []
    for match in sorted(
        wording.explained(result).matches,
        key=lambda m: (m.id not in left, -strength(m, said), -m.weight, -m.left.length - m.right.length, m.id),
    )[:MATCHES]:
        more = len(match.also.left) + len(match.also.right)
        told.append(
            f"    {place(match.left)} ~ {place(match.right)}  {match.kind}"
            + (f", {some(more, 'further place')}" if more else "")
            + ("" if match.id in left else ", taken out")
        )
        details = words.details({key: match.details[key] for key in beside if match.details.get(key, "") != ""})
        if details:
            told.append("      " + "; ".join(f"{name}: {value}" for name, value in details))
    head = f"  {some(len(result.matches), 'match', 'matches')} (all places: --json)"
    return [head + ("; the strongest, left ~ right:" if told else ""), *told]


def _seen(result: Comparison) -> list[str]:
    """What was seen in single files, a line a side and kind."""
    from appraisal import wording

    words = wording.words(result.comparator, "en")
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in result.observations:
        reason = " ".join(str(one.details[k]) for k in REASONS if one.details.get(k))
        if one.kind == DERIVED:
            reason = _read_in_part(one.details)
        elif "message" not in one.details and words.label(one.kind, otherwise=""):  # what the method saw, in its words
            said = words.details(one.details)
            reason = "; ".join(name if value == "yes" else f"{name}: {value}" for name, value in said)
            reason = reason if len(reason) <= MOST_SAID else reason[:MOST_SAID] + "…"
        grouped.setdefault((one.side, one.kind), []).append(one.span.file + (f" ({reason})" if reason else ""))
    told = []
    for (side, kind), files in grouped.items():
        files = list(dict.fromkeys(files))
        more = f", {len(files) - FILES} more" if len(files) > FILES else ""
        told.append(f"    {side}, {words.label(kind)}: {'; '.join(files[:FILES])}{more}")
    return ["  seen in single files:", *told] if told else []


def _read_in_part(details: Mapping[str, JSON]) -> str:
    """Of a file that was compared through a view: that only a part of it could be read, in the words of who made it."""
    from appraisal import registry

    made = {one.name: one for one in registry.derivers()}.get(str(details.get("deriver", "")).split(" ", 1)[0])
    words = getattr(made, "in_part", {}).get("en", {})
    said = [(words[name], details[name]) for name in words if details.get(name)]
    return "; ".join(name if value is True else f"{name}: {value}" for name, value in said)


def print_summary(result: Comparison) -> None:
    """A comparison in some lines; the ranking value is left out."""
    lines = [f"{result.comparator} {result.version}: {result.left.label} | {result.right.label}: {result.status}"]
    if result.status != "ok":
        lines.append(f"  {result.reason}: {result.message}")
    else:
        lines += _shares("all", result, result.all)
        lines += _steps(result)
        lines += _shares("without exclusions and ancestors", result, result.filtered)
        lines += _places(result)
        lines.append("  figures over all matches, in the method's own names:")
        lines += [f"    {key}: {value}" for key, value in result.all.values.items() if isinstance(value, (int, float))]
    lines += _seen(result)
    sys.stdout.buffer.write((visible("\n".join(lines)) + "\n").encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
