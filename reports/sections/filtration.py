"""The filtration ledger: figures from raw to filtered, what each rule took out, the reasons answered one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from appraisal.comparison import RULE, Exclusion, Measures, Reason, Side
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.span import Region, Span, from_json
from reports.accounts import SIDES, taken_by_step, units_of
from reports.document import Bar, Block, CoverageMap, FileBars, Heading, Line, WorkBars
from reports.places import amount, ranges
from reports.sections import results
from reports.sections.attached import exclusions_name
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.sections.reviewed import mark
from reports.sections.shares import quotient, share_said
from reports.sections.verdicts import findings_of
from reports.text import Printed, printable

WATERFALL, OVERRULED = "waterfall", "overruled"  # tables that the engine makes
TAKEN_OUT_ALONE = "taken-out-on-one-side"  # observation of the engine
COUNTED_OTHERWISE = {"char": "waterfall-characters", "line": "waterfall-lines"}  # units that measures seldom count in
SHOWN = 6  # findings of one rule written out; the rest is counted, and attached
RANGES = 3  # places of one finding
# The six reasons why two programs correspond (Zeidman 2009), and the reasons of the closed list that answer each. The
# rules of a method may have words of their own for them, under the same keys.
SIX: tuple[tuple[str, tuple[Reason, ...]], ...] = (
    ("six-third-party", (Reason.THIRD_PARTY, Reason.PUBLIC_DOMAIN, Reason.QUOTATION)),
    ("six-generators", (Reason.TOOL_GENERATED,)),
    ("six-names", (Reason.DICTATED,)),
    ("six-algorithms", (Reason.LIMITED_EXPRESSION,)),
    ("six-author", (Reason.COMMON_SOURCE, Reason.LICENSED)),
)


def filtration(desk: Desk) -> Iterator[Block]:
    """Of each comparison with rules: waterfall as table and drawing, ledger, what was overruled, six reasons."""
    filed_with = [filed for filed in desk.current if any(r.get("kind") == "screener" for r in _resources(filed))]
    if not filed_with:
        return
    yield paragraph(desk.say("filtration-note"), "note")
    for filed in filed_with:
        yield Heading(2, desk.title(filed))
        yield paragraph(_with(desk, filed), result=result_of(filed))
        rows = filed.comparison.tables.get(WATERFALL)
        if isinstance(rows, list | tuple) and rows:
            yield _steps(desk, filed, rows)
            yield _drawn(desk, filed, rows)
        else:
            yield paragraph(desk.say("filtration-nothing"), result=result_of(filed))
        taken = [one for one in filed.comparison.excluded if one.by.startswith(RULE) and one.span is not None]
        if taken:
            yield from _ledger(desk, filed, taken)
            yield from _one_sided(desk, filed)
        yield from _kept(desk, filed)
        yield _six(desk, filed)


def _resources(filed: Filed) -> Sequence[Mapping[str, Any]]:
    return filed.comparison.resources


def _with(desk: Desk, filed: Filed) -> Printed:
    """Which rules in which version, and the collections that they used."""
    parts: list[str] = []
    for one in _resources(filed):
        kind, name = str(one.get("kind")), named(desk, filed, one)
        digest = printable(str(one.get("sha256"))[:12])
        if kind == "screener":
            parts.append(desk.say("filtration-rules", name=name, version=printable(str(one.get("version")))))
        elif kind == "components":
            parts.append(desk.say("filtration-components", name=name, files=one.get("files"), digest=digest))
        elif kind == "background of rules":
            parts.append(desk.say("filtration-background", name=name, works=one.get("works"), digest=digest))
    return Printed(desk.say("semicolon").join(parts))


def named(desk: Desk, filed: Filed, resource: Mapping[str, Any]) -> Printed:
    """What a resource of a record is called: rules in their own words, a collection by its name."""
    name = str(resource.get("name", ""))
    collection = desk.collection(name)
    return desk.label(filed, name, otherwise=collection) if resource.get("kind") == "screener" else collection


def _step(desk: Desk, filed: Filed, step: str) -> Printed:
    if step.startswith(RULE):
        return desk.label(filed, step[len(RULE) :])
    return desk.say(f"step-{step}" if step else "step-raw")


def _shares(
    desk: Desk,
    filed: Filed,
    rows: Sequence[Mapping[str, Any]],
    words: Callable[[Desk, Filed, Side, Measures], Printed] = share_said,
) -> list[list[Printed]]:
    """Shares of both sides after each step, in ``words``, under all figures as they are then."""
    figures: dict[str, Any] = {}
    said = []
    for row in rows:
        figures = {**figures, **row["figures"]}
        left, right = (None if one is None else float(one) for one in row["coverage"])
        said.append([words(desk, filed, side, Measures(0.0, left, right, figures)) for side in SIDES])
    return said


def _steps(desk: Desk, filed: Filed, rows: Sequence[Mapping[str, Any]]) -> Block:
    result = result_of(filed)
    labels = filed.comparison.left.label, filed.comparison.right.label
    head = [desk.say("col.step"), desk.say("col.reason")]
    head += [desk.about("places-of", label) for label in labels] + [desk.about("share-of", label) for label in labels]
    made = []
    taken = taken_by_step(filed.comparison, [str(row["step"]) for row in rows])
    for row, extents, shares in zip(rows, taken, _shares(desk, filed, rows, quotient), strict=True):
        reasons = stacked(*(text(desk.say(f"reason.{reason}")) for reason in row["reasons"]))
        counts = [
            text(desk.say("places-extent", places=places, extent=_number(extent)), result=result)
            for places, extent in zip(row["places"], extents, strict=True)
        ]
        first = not row["step"]
        made.append(
            (
                text(_step(desk, filed, str(row["step"]))),
                text(desk.say("none")) if first or not reasons else reasons,
                *([text(desk.say("none"))] * 2 if first else counts),
                *(stacked(*(text(part, result=result) for part in _in_two(said))) for said in shares),
            )
        )
    return desk.grid(
        head, made, widths=(1.7, 1.3, 1.2, 1.2, 1.5, 1.5), align="llrrrr",
        caption=Printed(_unit_said(desk, filed) + desk.say("semicolon") + mark(desk, filed)), result=result,
    )  # fmt: skip


def _in_two(share: str) -> list[str]:
    """A share below what it divides: beside it, both columns would leave the others none of their room."""
    return share.replace(" = ", "\n= ").split("\n")


def _unit_said(desk: Desk, filed: Filed) -> Printed:
    """What the numbers taken out count; of characters and lines that the method's own figures count
    otherwise."""
    said = desk.say("waterfall-caption")
    units = units_of(filed.comparison)
    if len(units) != 1:
        return said
    unit = units.pop()
    if unit in COUNTED_OTHERWISE:
        return Printed(said + desk.say(COUNTED_OTHERWISE[unit], title=desk.say("counting")))
    return Printed(said + desk.say("waterfall-unit", unit=desk.say(f"unit.{unit}")))


def _number(extent: Any) -> str:
    value = float(extent)
    return str(int(value)) if value.is_integer() else f"{value:.1f}"


def _drawn(desk: Desk, filed: Filed, rows: Sequence[Mapping[str, Any]]) -> Block:
    """A bar a step and side: the share after the step."""
    named = [desk.named(label) for label in (filed.comparison.left.label, filed.comparison.right.label)]
    said = _shares(desk, filed, rows)
    works = []
    for side, name in enumerate(named):
        bars = tuple(
            FileBars(
                _step(desk, filed, str(row["step"])),
                shares[side],
                (Bar(0.0, float(row["coverage"][side])),) if row["coverage"][side] else (),
            )
            for row, shares in zip(rows, said, strict=True)
        )
        works.append(WorkBars(name, bars))
    alt = desk.say("waterfall-alt", left=named[0], right=named[1], steps=len(rows))
    return CoverageMap(result_of(filed), works[0], works[1], alt, desk.say("waterfall-drawn"))


def _one_sided(desk: Desk, filed: Filed) -> Iterator[Block]:
    """Files that a rule takes out while their counterparts stay in: a mark on one side may have been put there."""
    for seen in filed.comparison.observations:
        if seen.kind == TAKEN_OUT_ALONE:
            files = seen.details.get("opposite", ())
            said = desk.say(
                "filtration-one-side",
                rule=desk.label(filed, str(seen.details.get("rule"))),
                work=desk.named(desk.side(filed, seen.side)),
                file=printable(seen.span.file),
                taken=_number(seen.details.get("taken_out", 0)),
                every=_number(seen.details.get("corresponding", 0)),
                opposite=desk.say("listing-comma").join(printable(str(one)) for one in files),
            )
            yield paragraph(said, "note", result_of(filed))


def _ledger(desk: Desk, filed: Filed, taken: Sequence[Exclusion]) -> Iterator[Block]:
    """By rule the findings that took out most: what was seen, where, how much."""
    grouped: dict[str, dict[tuple[str, str, str], list[Span]]] = {}
    for one in taken:
        if one.span is not None:
            place = one.note, one.side or "", one.span.file
            grouped.setdefault(one.by[len(RULE) :], {}).setdefault(place, []).append(one.span)
    reasons = {one.by[len(RULE) :]: one.reason.value for one in taken}
    head = [desk.say(f"col.{name}") for name in ("evidence", "side", "member", "taken-out", "place")]
    rules = [str(rule) for one in _resources(filed) if one.get("kind") == "screener" for rule in one.get("rules", ())]
    for rule in sorted(grouped, key=lambda rule: (rules.index(rule) if rule in rules else len(rules), rule)):
        found = grouped[rule]
        ordered = sorted(found.items(), key=lambda each: (-Region(each[1]).length(), each[0]))
        rows: list[tuple[Line, ...]] = [
            (
                text(evidence(desk, filed, note)),
                text(desk.named(desk.side(filed, "left" if side == "left" else "right"))),
                text(file),
                text(_held_together(amount(spans, desk.language)), result=result_of(filed)),
                text(ranges(spans, desk.language, RANGES)),
            )
            for (note, side, file), spans in ordered[:SHOWN]
        ]
        caption = desk.say(
            "ledger-caption", rule=desk.label(filed, rule), reason=desk.say(f"reason.{reasons[rule]}"),
            places=sum(map(len, found.values())), findings=len(found),
        )  # fmt: skip
        yield desk.grid(
            head, rows, widths=(2.6, 2.0, 2.3, 1.3, 1.8), align="lllrl", caption=caption, result=result_of(filed)
        )
    named = {"file": exclusions_name(filed), "record": filed.file}
    yield paragraph(desk.say("ledger-attached", count=len(taken), **named), "note", result_of(filed))


def _held_together(said: str) -> Printed:
    """A number stays on the line of what it counts."""
    return Printed(re.sub(r"(?<=\d) (?=\w)", "\u00a0", said))


def evidence(desk: Desk, filed: Filed, note: str) -> Printed:
    """The words of a rule in the reader's language, then its details as they are."""
    if (known := desk.formed(filed, note)) is not None:
        return known
    words, colon, details = note.partition(": ")
    said = desk.label(filed, words)
    return Printed(said + desk.say("colon") + printable(details)) if colon else said


def _kept(desk: Desk, filed: Filed) -> Iterator[Block]:
    rows = filed.comparison.tables.get(OVERRULED)
    if not isinstance(rows, list | tuple) or not rows:
        return
    made: list[tuple[Line, ...]] = []
    for row in rows:
        span = from_json(row["span"]) if row["span"] else None
        place = desk.named(row["work"]) if row["work"] else desk.say("every-work")
        where = [text(place)]
        if span is not None:
            where.append(text(span.file))
            if span.unit != "file":
                where.append(text(ranges([span], desk.language, RANGES)))
        note = [text(row["note"])] + ([text(desk.say("overruled-late"), "mark")] if row["after_results"] else [])
        people = [text(part) for part in (row["by"], row["on"]) if part]
        kept = desk.say("places-extent", places=row["places"], extent=_number(row["extent"]))
        made.append(
            (
                text(desk.label(filed, row["rule"])),
                stacked(*where),
                stacked(*people) if people else text(desk.say("none")),
                stacked(*note),
                text(kept, result=result_of(filed)),
            )
        )
    head = [desk.say(f"col.{name}") for name in ("rule", "place", "who", "note", "kept")]
    yield desk.grid(
        head, made, widths=(1.6, 2.2, 1.6, 2.6, 1.4), align="llllr", caption=desk.say("overruled-caption"),
        result=result_of(filed),
    )  # fmt: skip


def _held(desk: Desk, filed: Filed) -> Counter[Reason]:
    """Matches that the panel does not count, by the reason that an expert gave."""
    found: Counter[Reason] = Counter()
    for match in dict.fromkeys(match.id for match in filed.comparison.matches):
        if filed.verdicts.get(match) is Verdict.EXCLUDED:
            found.update({one.reason for one in findings_of(desk, filed, match) if one.reason is not None})
    return found


def _six(desk: Desk, filed: Filed) -> Block:
    """Reasons for which works correspond without copying, what was taken out for each, and how many matches experts do
    not count for it; the sixth is for people. A paper without opinion says of those that take judgement that it does
    not answer them, and who has to."""
    form = "-results" if results.only(desk) else ""
    counted: Counter[tuple[Side, Reason]] = Counter()
    for one in filed.comparison.excluded:
        if one.side is not None and one.span is not None:
            counted[one.side, one.reason] += 1
    held = Counter() if results.only(desk) else _held(desk, filed)
    rows: list[tuple[Line, ...]] = []
    for key, reasons in SIX:
        found = [
            desk.say(
                "six-found", reason=desk.say(f"reason.{reason.value}"),
                left=counted["left", reason], right=counted["right", reason],
            )
            for reason in reasons
            if counted["left", reason] or counted["right", reason]
        ]  # fmt: skip
        found += [
            desk.say("six-experts", reason=desk.say(f"reason.{reason.value}"), count=held[reason])
            for reason in reasons
            if held[reason]
        ]
        said = stacked(*map(text, found)) if found else text(desk.say(f"six-nothing{form}"))
        rows.append((text(desk.label(filed, key, otherwise=desk.say(key))), said))
    rows.append((text(desk.say("six-copying")), text(desk.say(f"six-people{form}"))))
    return desk.grid(
        [desk.say("col.why-alike"), desk.say("col.deducted")], rows, widths=(2.7, 4.5), align="ll",
        caption=desk.say(f"six-caption{form}"), result=result_of(filed),
    )  # fmt: skip
