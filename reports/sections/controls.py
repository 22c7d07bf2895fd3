"""In-case controls: what each method found of copies planted in this case's own material, and in unrelated works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from appraisal import span
from appraisal.controls import interval
from appraisal.dossier import ControlEntry, Filed
from appraisal.errors import AppraisalError
from reports.document import Block, Heading, Inline, Line, Paragraph
from reports.messages import spoken
from reports.places import percent, place_in_file
from reports.sections.desk import BODY_ROWS, Desk, paragraph, text
from reports.sections.entries import stacked, whole
from reports.sections.speaking import speaker
from reports.text import Printed, printable

TOGETHER = "all"  # how methods call the way of altering that takes all others together: "all of these" of what is above


def controls(desk: Desk) -> Iterator[Block]:
    """Those of methods that compared in this case, which of them have none, and apart those of other methods."""
    yield paragraph(desk.say("controls-note"), "note")
    used = {filed.comparison.comparator for filed in desk.dossier.comparisons}
    for control in desk.dossier.controls:
        if control.comparator in used:
            yield Heading(2, _title(desk, control))
            yield from _control(desk, control)
    seen = {control.comparator for control in desk.dossier.controls}
    without = {desk.method(filed): filed for filed in desk.current if filed.comparison.comparator not in seen}
    if without:
        titles = Printed(desk.say("listing-comma").join(without))
        yield paragraph(desk.say("control-none", method=titles), "notice")
    if not desk.dossier.controls and not without:
        yield paragraph(desk.say("controls-none"))
    apart = [control for control in desk.dossier.controls if control.comparator not in used]
    if apart:
        yield Heading(2, desk.say("controls-apart"))
        yield paragraph(desk.say("controls-apart-note"), "note")
    for control in apart:
        yield Heading(3, _title(desk, control))
        yield from _control(desk, control)


def tried(desk: Desk, filed: Filed) -> list[ControlEntry]:
    """Controls of a comparison's method in which copies were planted, whatever version and parameters it had."""
    return [c for c in desk.dossier.controls if c.comparator == filed.comparison.comparator and c.planted]


def fits(control: ControlEntry, filed: Filed) -> bool:
    """Whether a control was made with the version and parameters of a comparison."""
    found = filed.comparison
    return (control.version, dict(control.parameters)) == (found.version, dict(found.parameters))


def bearing(desk: Desk, filed: Filed) -> Paragraph:
    """What the controls mean for a comparison in which nothing was found."""
    made = tried(desk, filed)
    if not made:
        asked = any(one.comparator == filed.comparison.comparator for one in desk.dossier.controls)
        return paragraph(desk.say("control-no-plants-here" if asked else "control-none-here"), "notice")
    fitting = [one for one in made if fits(one, filed)]
    key = "control-see" if fitting else "control-other"
    return paragraph(desk.say(key, title=desk.say("controls")))


def _title(desk: Desk, control: ControlEntry) -> Printed:
    for filed in desk.dossier.comparisons:
        if (filed.comparison.comparator, filed.comparison.version) == (control.comparator, control.version):
            return desk.method(filed)
    return desk.say("method-of", name=desk.called(control.comparator), version=control.version)


def _control(desk: Desk, control: ControlEntry) -> Iterator[Block]:
    if control.refused:
        yield paragraph(desk.say("control-refused", reason=spoken(control.refused, desk.language)), "notice")
    elif not control.planted:
        yield paragraph(desk.say("control-no-plants"), "notice")
    if control.planted:
        yield paragraph(_sentence(desk, control))
        if control.fewer:
            numbers = {"asked": control.asked, "planted": control.planted}
            why = spoken(control.fewer, desk.language)
            yield paragraph(desk.say("control-fewer", **numbers, reason=why), "notice")
    elif control.unrelated:
        said = _others(desk, control) + desk.say("stop")
        yield paragraph(Printed(said[:1].upper() + said[1:]))  # a sentence of its own
    same = [f for f in desk.current if f.comparison.comparator == control.comparator]
    if same and control.planted and not any(fits(control, filed) for filed in same):
        yield paragraph(desk.say("control-other", title=desk.say("method")), "notice")
    if control.planted or control.alterations or control.unrelated:
        head = [desk.say(f"col.{key}") for key in ("alteration", "tried", "found", "share", "interval")]
        yield desk.grid(
            head,
            _rows(desk, control),
            widths=(2.2, 1.3, 1.3, 1.0, 1.8),
            align="lrrrr",
            caption=desk.say("control-caption"),
        )
    yield from _missed(desk, control)
    named = [
        f"{_word(desk, control, name)}{desk.say('colon')}{_set(desk, control, value)}"
        for name, value in control.parameters.items()
        if value != ""
    ]
    said = desk.say(
        "control-source",
        file=control.file,
        on=control.on,
        by=control.by or desk.say("not-stated"),
        seed=control.seed,
        labels=Printed(desk.say("listing-comma").join(map(printable, control.labels)) or desk.say("not-stated")),
        parameters=Printed(desk.say("semicolon").join(named) or desk.say("none")),
    )
    yield Paragraph((Inline(said), Inline("\n"), Inline(printable(control.sha256), "digest")), "note")


def _sentence(desk: Desk, control: ControlEntry) -> Printed:
    others = _others(desk, control)
    return desk.say("control-sentence", planted=control.planted, found=control.found, others=others)


def _others(desk: Desk, control: ControlEntry) -> Printed:
    if control.unrelated == 0:
        return desk.say("control-unrelated-none")
    if control.with_match == 0:
        return desk.say("control-unrelated-clean", pairs=control.unrelated)
    return desk.say("control-unrelated-found", pairs=control.unrelated, found=control.with_match)


def _rows(desk: Desk, control: ControlEntry) -> Iterator[tuple[Line, ...]]:
    yield _figures(desk, desk.say("control-all"), control.found, control.planted, strong=True)
    together_last = sorted(control.alterations.items(), key=lambda one: one[0] == TOGETHER)
    for alteration, (planted, found) in together_last:
        yield _figures(desk, _word(desk, control, alteration), found, planted)
    yield _figures(desk, desk.say("control-unrelated"), control.with_match, control.unrelated)


def _word(desk: Desk, control: ControlEntry, raw: str) -> Printed:
    """The method's own word for a parameter or a way of altering."""
    return desk.label(speaker(desk.dossier, control.comparator), raw)


def _set(desk: Desk, control: ControlEntry, value: Any) -> Printed:
    return desk.setting(speaker(desk.dossier, control.comparator), value)


def _figures(desk: Desk, title: str, found: int, tried_: int, *, strong: bool = False) -> tuple[Line, ...]:
    dash = text(desk.say("none"))
    if not 0 <= found <= tried_ or not tried_:
        return text(title, "strong" if strong else "plain"), text(str(tried_)), text(str(found)), dash, dash
    low, high = interval(found, tried_)
    return (
        text(title, "strong" if strong else "plain"),
        text(str(tried_)),
        text(str(found)),
        text(percent(found / tried_)),
        text(f"{percent(low)}–{percent(high)}"),
    )


def _missed(desk: Desk, control: ControlEntry) -> Iterator[Block]:
    """Every plant that was not found, and how many are not listed. Where none has a reason on record, this is said once
    and no column is left for it."""
    lost = control.planted - control.found
    told = any(one.get("reason") for one in control.missed)
    rows = [_lost(desk, control, at, one, told) for at, one in enumerate(control.missed, 1)]
    if rows:
        shown, note = desk.capped(rows, BODY_ROWS)
        columns = ("number", "planted-from", "planted-in", "alteration", *(["reason"] if told else []))
        head = [desk.say(f"col.{key}") for key in columns]
        widths = (0.6, 3.0, 3.0, 1.6, *([1.4] if told else []))
        caption = desk.say("control-missed", count=lost)
        yield desk.grid(head, shown, widths=widths, align="rllll"[: len(head)], caption=caption)
        yield from note
        if not told:
            yield paragraph(desk.say("control-no-reasons"), "note")
    if lost > len(rows):
        yield paragraph(desk.say("control-missed-unlisted", count=lost - len(rows)))


def _lost(desk: Desk, control: ControlEntry, at: int, one: Mapping[str, Any], told: bool) -> tuple[Line, ...]:
    """A plant that was not found: what was copied, into which file, how altered; whatever else it says, as it is.
    ``told``: with a cell for the reason."""
    own = ("left", "right", "place", "planted_at", "alteration", "reason", "found", "file", "host", "seed", "sha256")
    rest = {key: value for key, value in one.items() if key not in own}
    dash = text(desk.say("none"))
    why = spoken(str(one["reason"]), desk.language) if one.get("reason") else desk.say("control-no-reason")
    return (
        text(str(at)),
        stacked(*_spot(desk, one, "left", "place", "file"), whole(desk, rest) if rest else ()) or dash,
        stacked(*_spot(desk, one, "right", "planted_at", "host")) or dash,
        text(_word(desk, control, str(one["alteration"]))) if one.get("alteration") else dash,
        *([text(why)] if told else []),
    )


def _spot(desk: Desk, one: Mapping[str, Any], label: str, place: str, file: str) -> Iterator[Line]:
    """A work and a place in it, and the file that held the place before; raw values where the place does not read."""
    if one.get(label):
        yield text(desk.named(str(one[label])))
    try:
        if one.get(file, one[place]["file"]) != one[place]["file"]:
            yield text(desk.value(one[file]))
        yield text(place_in_file(span.from_json(one[place]), desk.language))
    except (AppraisalError, KeyError, TypeError, AttributeError, ValueError):
        for key in (file, place):
            if one.get(key):
                yield text(desk.value(one[key]))
