"""The table of people (人物表): who is named in each work, who may correspond to whom, who meets whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.exhibit import Knot, Network, Networks
from appraisal.finding import Verdict
from appraisal.span import Span
from reports.document import Block, Figure, Heading, Line
from reports.places import number
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import labelled, stacked
from reports.sections.part_tables import rows_of
from reports.sections.sentences import SIDES, verifiers
from reports.text import Printed, printable

KNOTS = 16  # people of one work in the drawing: those who correspond, then those most often named
LISTED = 40  # people of one work in the table
TIES = 15  # pairs of corresponding people whose scenes are held against each other
Row = Mapping[str, Any]


def cast(desk: Desk) -> Iterator[Block]:
    """Of each method that lists people (``counting`` has ``people``): roles, relations, graphs, people."""
    some = [filed for filed in desk.found if rules(desk, filed) is not None]
    if some:
        yield paragraph(desk.say("cast-note"), "note")
    for filed in some:
        yield Heading(2, desk.title(filed))
        yield from of_record(desk, filed)


def rules(desk: Desk, filed: Filed) -> Mapping[str, Any] | None:
    """Names of the tables of people and of meetings; None where the method lists no people."""
    found = filed.counting.get(desk.language, {}).get("people")
    return found if isinstance(found, Mapping) else None


def of_record(desk: Desk, filed: Filed) -> Iterator[Block]:
    """All that the section says of one record."""
    said = rules(desk, filed) or {}
    people = {side: _side(filed, str(said.get("cast")), side) for side in SIDES}
    meetings = {side: _side(filed, str(said.get("meetings")), side) for side in SIDES}
    yield _roles(desk, filed)
    held = [m for m in filed.comparison.matches if filed.verdicts.get(m.id) is not Verdict.REJECTED]
    yield from _relations(desk, filed, held, meetings)
    yield _drawn(desk, filed, held, people, meetings)
    yield paragraph(desk.say("cast-drawn-note"), "note", result_of(filed))
    yield from _people(desk, filed, people)


def _side(filed: Filed, table: str, side: Side) -> list[Row]:
    body: Any = filed.comparison.tables.get(table, [])
    return [row for row in rows_of(body) if row.get("side") == side]


def _name(words: Any) -> Printed:
    """First name of a person."""
    return printable(str(words).split("=")[0])


def _named(desk: Desk, words: Any) -> Line:
    first, *others = (printable(word) for word in str(words).split("="))
    if not others:
        return text(first)
    return stacked(text(first), text(desk.say("cast-aliases", names=desk.say("listing-comma").join(others))))


def _roles(desk: Desk, filed: Filed) -> Block:
    names = [desk.named(desk.side(filed, side)) for side in SIDES]
    rows = []
    for at, match in enumerate(filed.comparison.matches, 1):
        told = match.details
        company = told.get("company")
        rows.append(
            (
                text(str(at), "plain", match.id),
                _person(desk, filed, "left", match),
                _person(desk, filed, "right", match),
                text(desk.label(filed, str(told.get("basis")))),
                text(number(float(told.get("opposite", 0))), result=match.id),
                text(desk.say("none") if company is None else f"{float(company):.2f}", result=match.id),
                verifiers(desk, filed, match.id),
            )
        )
    head = [desk.say("col.number"), *names]
    head += [desk.say(f"col.{name}") for name in ("role-basis", "role-words", "role-company", "verifier")]
    return desk.grid(
        head, rows, widths=(0.6, 2.3, 2.3, 1.2, 0.9, 1.1, 1.3), align="rlllrrl", caption=desk.say("cast-roles"),
        result=result_of(filed),
    )  # fmt: skip


def _person(desk: Desk, filed: Filed, side: Side, match: Match) -> Line:
    span = match.left if side == "left" else match.right
    times = desk.say("cast-mentions", count=number(float(match.details.get(f"mentions_of_{side}", 0))))
    same = bool(match.details.get("opposite"))  # the method then begins where both are named in the same words
    place = labelled(
        desk, desk.say("cast-same-words" if same else "cast-first"), text(desk.place(filed, side, span), "context")
    )
    return stacked(_named(desk, match.details.get(f"name_of_{side}")), text(times), place)


def _met(rows: Sequence[Row]) -> dict[tuple[str, str], float]:
    return {(str(row["person"]), str(row["other_person"])): float(row["scenes"]) for row in rows}


def _scenes(met: Mapping[tuple[str, str], float], one: str, other: str) -> float:
    return met.get((one, other), met.get((other, one), 0.0))


def _relations(
    desk: Desk, filed: Filed, held: Sequence[Match], meetings: Mapping[Side, Sequence[Row]]
) -> Iterator[Block]:
    """Pairs of people of one work, and their counterparts: in how many scenes each pair stands together."""
    met = {side: _met(meetings[side]) for side in SIDES}
    rows: list[tuple[float, tuple[Line, ...]]] = []
    for at, one in enumerate(held):
        for other in held[:at]:
            mine, theirs = (
                (str(one.details.get(f"name_of_{side}")), str(other.details.get(f"name_of_{side}"))) for side in SIDES
            )
            counts = _scenes(met["left"], *mine), _scenes(met["right"], *theirs)
            if any(counts):
                pair = [text(Printed(f"{_name(two)} – {_name(first)}")) for first, two in (mine, theirs)]
                cells = [text(number(count), result=result_of(filed)) for count in counts]
                rows.append((sum(counts), (pair[0], cells[0], pair[1], cells[1])))
    if not rows:
        return
    ranked = [row for _, row in sorted(rows, key=lambda each: -each[0])]
    names = [desk.named(desk.side(filed, side)) for side in SIDES]
    scenes = desk.say("col.scenes")
    yield desk.grid(
        [names[0], scenes, names[1], scenes], ranked[:TIES], widths=(2.0, 0.8, 2.0, 0.8), align="lrlr",
        caption=desk.say("cast-relations"), result=result_of(filed),
    )  # fmt: skip
    if len(ranked) > TIES:
        yield paragraph(desk.say("cast-more", shown=TIES, total=len(ranked)), "note", result_of(filed))


def _drawn(
    desk: Desk, filed: Filed, held: Sequence[Match], people: Mapping[Side, Sequence[Row]],
    meetings: Mapping[Side, Sequence[Row]],
) -> Figure:  # fmt: skip
    """Both networks, people who may correspond at the same place of either circle."""
    strongest = sorted(held, key=lambda m: (-float(m.details.get("mentions_of_left", 0)), m.id))[:KNOTS]
    made = []
    for side in SIDES:
        marked = {str(m.details.get(f"name_of_{side}")): str(at) for at, m in enumerate(strongest, 1)}
        rows = {str(row["person"]): float(row["mentions"]) for row in people[side]}
        others = sorted((name for name in rows if name not in marked), key=lambda name: (-rows[name], name))
        chosen = [name for name in marked if name in rows] + others[: KNOTS - len(marked)]
        numbers = {name: at for at, name in enumerate(chosen)}
        knots = tuple(Knot(_name(name), rows[name], marked.get(name, "")) for name in chosen)
        ties = tuple(
            (numbers[one], numbers[other], scenes)
            for (one, other), scenes in sorted(_met(meetings[side]).items())
            if one in numbers and other in numbers
        )
        made.append(Network(desk.named(desk.side(filed, side)), knots, ties))
    alt = desk.say("cast-alt", left=made[0].title, right=made[1].title, count=len(strongest))
    caption = (*text(desk.say("cast-drawn")), *desk.reference(result_of(filed)))
    return Figure(Networks(tuple(made), alt=alt), caption, result_of(filed))


def _people(desk: Desk, filed: Filed, people: Mapping[Side, Sequence[Row]]) -> Iterator[Block]:
    for side in SIDES:
        ranked = sorted(people[side], key=lambda row: (-float(row["mentions"]), str(row["person"])))
        there = {str(match.details.get(f"name_of_{side}")) for match in filed.comparison.matches}
        rows = [
            (
                _named(desk, row["person"]),
                text(number(float(row["mentions"])), result=result_of(filed)),
                text(desk.label(filed, str(row["by"]))),
                text(desk.say("yes" if str(row["person"]) in there else "no")),
                text(desk.place(filed, side, Span(str(row["file"]), "char", row["start"], row["stop"]))),
            )
            for row in ranked[:LISTED]
        ]
        head = [
            desk.say(f"col.{name}") for name in ("cast-person", "mentions", "named-by", "counterpart", "first-place")
        ]
        caption = desk.say("cast-people", work=desk.named(desk.side(filed, side)))
        yield desk.grid(
            head, rows, widths=(2.0, 0.8, 1.2, 0.9, 3.0), align="lrlll", caption=caption, result=result_of(filed)
        )
        if len(ranked) > LISTED:
            yield paragraph(desk.say("cast-more", shown=LISTED, total=len(ranked)), "note", result_of(filed))
