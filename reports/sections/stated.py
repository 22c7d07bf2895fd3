"""The figures of an opinion's sentence: over the matches that experts accepted, as the method counts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from appraisal.comparison import Match, Reason, Side
from appraisal.counted import counted, quotient
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.span import LINEAR, Span
from appraisal.upheld import unshared
from reports.places import amount, number, percent
from reports.sections import common_places, scope
from reports.sections.common_places import Both
from reports.sections.desk import Desk
from reports.sections.sentences import SIDES
from reports.sections.shares import share_said, units
from reports.sections.shares import unit as unit_of
from reports.text import Printed


def stated(desk: Desk, filed: Filed) -> dict[str, Printed]:
    """Places of which something counts, and of either side what is counted, of how much, and the share.

    A method whose matches are of several kinds says in ``counting`` (``stated``) which ``kinds`` a sentence counts, of
    which figures their ``shares`` are, and which kinds of other methods stand ``within`` such places and are counted
    there too: of how many places that is so is said beside the numbers (slot ``overlap``). ``nested``: how many of the
    places lie on a side within another of them, where they are counted once. ``identical``: how many of them are of
    the kinds that are the ``same`` on both sides, where a method says which these are. ``kept``: stem of the figure
    of what within its passages is the same on both sides, whatever their kind. ``left_out``: how many
    accepted matches of these kinds are not among the places, since exclusions leave nothing of them. ``unshared``: how
    many are not, since they are in no share by the method's rule. ``besides``: how
    much of the method's other kinds is in its own share over accepted matches and not in that of the sentence.
    """
    said = _said(filed)
    kinds = said.get("kinds")
    upheld = [match for match in _standing(desk, filed) if kinds is None or match.kind in kinds]
    standing = [match for match in upheld if not unshared(match, filed.counting)]
    slots = {"places": Printed(number(len(standing))), "overlap": _overlap(desk, filed, standing, said)}
    slots["scope"] = _scope(desk, filed)
    slots |= _excluded(desk, filed)
    slots["identical"] = _identical(desk, standing, said)
    slots["kept"] = _kept(desk, filed, said)
    slots["nested"] = _nested(desk, filed, standing)
    slots["left_out"] = _left_out(desk, filed, kinds)
    slots["unshared"] = _unshared(desk, filed, len(upheld) - len(standing))
    slots["besides"] = _besides(desk, filed, said)
    for side in SIDES:
        slots[side] = desk.named(desk.side(filed, side))
        extent = amount(_spans(standing, side), desk.language) or Printed("0")
        share = desk.say("no-share")
        if filed.accepted is not None:
            if kinds is None:
                share = share_said(desk, filed, side, filed.accepted)
                parts = counted(filed.accepted, desk.counting(filed, "shares"), side)
            else:
                parts = quotient(filed.accepted, str(said.get("shares", "")), side)
                share = Printed(percent(parts[0] / parts[1])) if parts is not None and parts[1] else share
            if parts is not None and parts[1]:
                some, every = map(number, parts)
                unit = unit_of(desk, filed, side, filed.accepted)
                one = desk.known(f"one.{unit}", unit) if some == "1" else unit
                extent = desk.say("opinion-extent", some=some, unit=one)
                said_as = {"share": share, "some": some, "every": every, "unit": unit, "title": desk.say("exclusions")}
                share = desk.say("opinion-share", **said_as)
        slots |= {f"extent_{side}": extent, f"share_{side}": share}
    return slots


def _said(filed: Filed) -> Mapping[str, Any]:
    said = filed.counting.get("zh", {}).get("stated")
    return said if isinstance(said, Mapping) else {}


def _identical(desk: Desk, standing: Sequence[Match], said: Mapping[str, Any]) -> Printed:
    """In how many places the instructions are the same; nothing where the method does not tell these apart."""
    kinds = said.get("same")
    if not isinstance(kinds, list | tuple):
        return Printed("")
    return desk.say("opinion-identical", count=sum(match.kind in kinds for match in standing))


def _excluded(desk: Desk, filed: Filed) -> dict[str, Printed]:
    """How many matches verdicts exclude, and for which reasons of the closed list."""
    gone = {one.id for one in filed.comparison.matches if filed.verdicts.get(one.id) is Verdict.EXCLUDED}
    given = {one.reason for one in desk.dossier.findings if one.match in gone and one.verdict is Verdict.EXCLUDED}
    reasons = [desk.say(f"reason.{one.value}") for one in Reason if one in given]
    grounds = desk.say("listing-comma").join(reasons) if reasons else desk.say("not-stated")
    return {"excluded": Printed(number(len(gone))), "grounds": Printed(grounds)}


def _scope(desk: Desk, filed: Filed) -> Printed:
    """How many files of either work the method compared within its scope; nothing where the record does not say."""
    if not scope.is_known(filed):
        return Printed("")
    counts = scope.counts(desk, filed)
    return desk.say("opinion-scope", **{side: number(counts[side]) for side in SIDES}, **_named(desk, filed))


def _named(desk: Desk, filed: Filed) -> dict[str, Printed]:
    return {f"{side}_named": desk.named(desk.side(filed, side)) for side in SIDES}


def _nested(desk: Desk, filed: Filed, standing: Sequence[Match]) -> Printed:
    """That places lie within others, of which each side counts what it holds once; nothing where none does."""
    counts = {side: sum(within(standing, side)) for side in SIDES}
    if not any(counts.values()):
        return Printed("")
    made = [
        desk.say("opinion-nested-side", count=count, named=desk.named(desk.side(filed, side)))
        for side, count in counts.items()
        if count
    ]
    return desk.say("opinion-nested", listed=desk.say("semicolon").join(made))


def within(matches: Sequence[Match], side: Side) -> list[bool]:
    """Of each match whether its place on a side lies in one place of another match, or is the same as that of an
    earlier one."""
    spans = [match.left if side == "left" else match.right for match in matches]
    order = sorted(range(len(spans)), key=lambda at: (spans[at].lane, spans[at].start, -spans[at].stop, at))
    found, before = [False] * len(spans), None
    for at in order:
        span = spans[at]
        if span.unit not in LINEAR:
            continue
        if before is not None and span.lane == before.lane and span.stop <= before.stop:
            found[at] = True
        else:
            before = span
    return found


def _left_out(desk: Desk, filed: Filed, kinds: Any) -> Printed:
    """That accepted matches lie wholly in what is taken out; nothing where none does."""
    taken = desk.deducted(filed)
    gone = {
        match.id
        for match in filed.comparison.matches
        if filed.verdicts.get(match.id) is Verdict.ACCEPTED
        and taken.get(match.id) == "whole"
        and (kinds is None or match.kind in kinds)
    }
    return desk.say("opinion-left-out", count=len(gone), title=desk.say("exclusions")) if gone else Printed("")


def _unshared(desk: Desk, filed: Filed, count: int) -> Printed:
    """That accepted matches are in no share whatever; nothing where none is."""
    return desk.say("opinion-unshared", count=count, method=desk.method_name(filed)) if count else Printed("")


def _kept(desk: Desk, filed: Filed, said: Mapping[str, Any]) -> Printed:
    """How much within the accepted passages is the same on both sides; nothing where the method does not count it."""
    stem = said.get("kept")
    values = {} if filed.accepted is None else filed.accepted.values
    counts = {side: values.get(f"{stem}_{side}") for side in SIDES}
    if any(count is None for count in counts.values()):
        return Printed("")
    shown: dict[str, Any] = {side: number(count or 0) for side, count in counts.items()}
    return desk.say("opinion-kept", **shown, **_named(desk, filed))


def _besides(desk: Desk, filed: Filed, said: Mapping[str, Any]) -> Printed:
    """What tables count in the share over accepted matches and the sentence does not; nothing where there is no such.

    ``besides`` of what the method says: kind -> stem of its figure.
    """
    kinds = said.get("besides")
    if filed.accepted is None or not isinstance(kinds, Mapping):
        return Printed("")
    made: list[Printed] = []
    for kind, stem in kinds.items():
        counts = [filed.accepted.values.get(f"{stem}_{side}") for side in SIDES]
        if any(counts):
            sized = {side: number(count or 0) for side, count in zip(SIDES, counts, strict=True)}
            unit, named = units(desk, filed), {side: desk.named(desk.side(filed, side)) for side in SIDES}
            made.append(
                desk.say(
                    "opinion-besides-kind", kind=desk.label(filed, kind), unit=unit, left=sized["left"],
                    right=sized["right"], left_named=named["left"], right_named=named["right"],
                )
            )  # fmt: skip
    listed = desk.say("semicolon").join(made)
    return desk.say("opinion-besides", method=desk.method_name(filed), listed=listed) if made else Printed("")


def _standing(desk: Desk, filed: Filed) -> list[Match]:
    """Accepted matches of which exclusions leave something."""
    taken = desk.deducted(filed)
    accepted = (match for match in filed.comparison.matches if filed.verdicts.get(match.id) is Verdict.ACCEPTED)
    return [match for match in accepted if taken.get(match.id) != "whole"]


def _spans(matches: Iterable[Match], side: Side) -> list[Span]:
    return [span for match in matches for span in (match.all_left() if side == "left" else match.all_right())]


def _overlap(desk: Desk, filed: Filed, standing: Sequence[Match], said: Mapping[str, Any]) -> Printed:
    """How many places hold what another method counts as well, and which; nothing where no method has such matches."""
    made: list[Printed] = []
    for other in _beside(desk, filed):
        within = [match for match in _standing(desk, other) if match.kind in said.get("within", ())]
        if within and standing:
            count = sum(any(_inside(one, match) for match in within) for one in standing)
            held = common_places.accepted(filed, said.get("kinds")), common_places.accepted(other, said["within"])
            both = {side: number(common_places.parts(mine, theirs)[0])
                    for side, mine, theirs in zip(SIDES, *held, strict=True)}  # fmt: skip
            named = _named(desk, filed)
            made.append(desk.say("opinion-overlap", count=count, method=desk.method_name(other), **both, **named))
            made.append(_overlap_beyond(desk, filed, other, held))
    return Printed("".join(made))


def _overlap_beyond(desk: Desk, filed: Filed, other: Filed, held: tuple[Both, Both]) -> Printed:
    """How much more the table of both methods has in common, which counts accepted matches of every kind; nothing where
    it has no more, or there is no such table."""
    if not common_places.tabled(desk, filed, other):
        return Printed("")
    more = {
        side: common_places.parts(mine, theirs)[0] - common_places.parts(ours, others)[0]
        for side, mine, theirs, ours, others in zip(
            SIDES, common_places.accepted(filed), common_places.accepted(other), *held, strict=True
        )
    }
    if not any(more.values()):
        return Printed("")
    shown: dict[str, Any] = {side: number(count) for side, count in more.items()}
    slots = {"title": desk.say("common-places"), "method": desk.method_name(filed), **_named(desk, filed)}
    return desk.say("opinion-overlap-beyond", **slots, **shown)


def _beside(desk: Desk, filed: Filed) -> Iterator[Filed]:
    """Other methods on the same two works."""
    here = filed.comparison
    for other in desk.current:
        there = other.comparison
        if there.comparator != here.comparator and (there.left, there.right) == (here.left, here.right):
            yield other


def _inside(place: Match, match: Match) -> bool:
    """Whether a match has a place that touches those of another one, on both sides."""
    return _touch(place.all_left(), match.all_left()) and _touch(place.all_right(), match.all_right())


def _touch(ones: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(
        one.file == other.file and one.unit == other.unit and one.start < other.stop and other.start < one.stop
        for one in ones
        for other in others
    )
