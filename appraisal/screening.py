"""Filtration: places that rules take out of one work, what persons overrule of it, and the waterfall of figures.

Rules see one work and named resources, never the other work and never a result; so what they take out was settled
before anything was compared. Each place becomes an ``Exclusion`` by ``rule:NAME`` with the rule's evidence as its
note: ``all`` stays without it, ``filtered`` leaves it out, the record lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from appraisal import background, components, registry
from appraisal.clip import clip_all
from appraisal.comparator import Comparator, Resources, Screened, Screener, parameters_of
from appraisal.comparison import (
    JSON,
    RULE,
    Exclusion,
    Mask,
    Match,
    Measures,
    Observation,
    Overruled,
    Reason,
    Side,
)
from appraisal.errors import AppraisalError, MaterialError, Refused, reason_of
from appraisal.job import Job
from appraisal.reading import DERIVED, SKIPPED, Reader
from appraisal.span import LINEAR, Region, Span, subtract, to_json, whole
from appraisal.store import Store
from appraisal.work import Work

NOT_SCREENED = "not-screened"
TAKEN_OUT_ALONE = "taken-out-on-one-side"
ONE_SIDED = 0.5  # of what corresponds in a file, and of a place opposite, below which that place stays in
OVERRULED = "overruled"  # table of a record: rules and places of rules that persons keep, with what that kept
WATERFALL = "waterfall"  # table of a record: figures from raw to filtered, a row a step
Measuring = Callable[[Mapping[str, Any], Mapping[str, Any], Sequence[Match], Mask], Measures]
SCOPE, WORKS, PERSONS, LATE = "scope", "works", "persons", "persons-after-results"  # steps beside those of rules


def resources_of(job: Job, screener: Screener[Any]) -> tuple[Resources, list[dict[str, JSON]]]:
    """Backgrounds and components that a screener uses, and how the record names them."""
    found, known, named = [], [], []
    folder = components.bundled(screener)
    for each in (*job.backgrounds, *((folder,) if folder is not None else ())):
        if not background.holds(each, screener.name):
            continue
        if background.is_components(each):
            index = components.open_components(each, screener.name)
            known.append(index)
            named.append({"kind": "components", "name": index.name, "sha256": index.sha256, "files": len(index.files)})
        else:
            one = background.open_background(each, screener)
            found.append(one)
            named.append({"kind": "background of rules", "name": one.name, "sha256": one.sha256, "works": one.works})
    return Resources(tuple(found), tuple(known)), named


def screened(
    job: Job, method: Comparator[Any], sides: Mapping[Side, tuple[Work, Mapping[str, Any]]], store: Store | None
) -> tuple[list[Exclusion], list[dict[str, JSON]], list[Observation], list[JSON]]:
    """What the screeners of a method take out of both sides: exclusions; resources as the record names them;
    observations on files that could not be screened; rows of what was overruled."""
    excluded: list[Exclusion] = []
    named: list[dict[str, JSON]] = []
    unseen: list[Observation] = []
    kept: dict[Overruled, list[float]] = {}
    for screener in registry.screeners_of(method):
        resources, used = resources_of(job, screener)
        about: dict[str, JSON] = {"kind": "screener", "name": screener.name, "version": screener.version}
        named += [{**about, "parameters": parameters_of(screener), "rules": list(screener.rules)}, *used]
        # A screener is read as a comparator is: by name, version, parameters, code; its features do not see resources.
        reader = Reader(screener, resources, [], store)  # type: ignore[arg-type]  # it has all that the reader asks for
        for side, (work, read) in sides.items():
            features, missed = _read(reader, side, work, read)
            unseen += missed
            found = [one for one in screener.screen(features, resources) if one.span.file in read]
            excluded += _kept(side, work, screener.rules, found, job.overruled, kept)
    rows = [_row(one, *kept.get(one, [0, 0])) for one in job.overruled] if named else []
    return excluded, named, unseen, rows


def _read(reader: Reader, side: Side, work: Work, read: Mapping[str, Any]) -> tuple[dict[str, Any], list[Observation]]:
    """Features of the members that the comparator read too."""
    told: list[Observation] = []
    try:
        features = reader.side(work, side, told.append)
    except (MaterialError, Refused) as error:
        details = {"reason": reason_of(error), "message": str(error)}
        return {}, [Observation(side, o.span, NOT_SCREENED, details) for o in told if o.span.file in read]
    missed = [replace(o, kind=NOT_SCREENED) for o in told if o.kind not in (SKIPPED, DERIVED) and o.span.file in read]
    return {name: one for name, one in features.items() if name in read}, missed


def _kept(
    side: Side,
    work: Work,
    rules: Sequence[str],
    found: Iterable[Screened],
    overruled: Sequence[Overruled],
    kept: dict[Overruled, list[float]],
) -> list[Exclusion]:
    """Exclusions in the order of rules and places, adjoining ones of one finding joined, without what is overruled."""
    grouped: dict[tuple[int, str, str, str], list[Span]] = {}
    for one in found:
        if one.rule not in rules:
            raise AppraisalError(f"a screener reports a rule that it does not list: {one.rule}")
        place = rules.index(one.rule), one.span.file, str(one.reason), one.evidence
        grouped.setdefault(place, []).append(one.span)
    reasons = {str(one.reason): one.reason for one in found}
    excluded: list[Exclusion] = []
    for (number, _, reason, evidence), spans in sorted(grouped.items(), key=lambda each: each[0]):
        for span in Region(spans).spans():
            parts = [span]
            for order in overruled:
                if order.rule == rules[number] and order.work in ("", work.label):
                    rest = _outside(parts, order.span)
                    if rest != parts:
                        counts = kept.setdefault(order, [0, 0])
                        counts[0] += 1
                        counts[1] += sum(p.length for p in parts) - sum(p.length for p in rest)
                    parts = rest
            excluded += [
                Exclusion(reasons[reason], side, p, work.label, work.sha256, RULE + rules[number], note=evidence)
                for p in parts
            ]
    excluded.sort(key=lambda e: (rules.index(e.by[len(RULE) :]), e.span, e.note))
    return excluded


def _outside(parts: Sequence[Span], kept: Span | None) -> list[Span]:
    """What of the places a person does not keep; a place that is kept in another unit is kept whole."""
    if kept is None:
        return []
    rest: list[Span] = []
    for part in parts:
        if part.file != kept.file:
            rest.append(part)
        elif part.unit in LINEAR and part.unit == kept.unit:
            rest += [
                replace(part, start=a, stop=b)
                for a, b in subtract([(part.start, part.stop)], [(kept.start, kept.stop)])
            ]
    return rest


def _row(one: Overruled, places: float, extent: float) -> JSON:
    body = {"rule": one.rule, "work": one.work, "span": None if one.span is None else to_json(one.span)}
    said = {"note": one.note, "by": one.by, "on": one.on, "after_results": one.after_results}
    return {**body, **said, "places": int(places), "extent": extent}


def one_sided(matches: Sequence[Match], excluded: Sequence[Exclusion]) -> Iterator[Observation]:
    """Files in which a rule takes out half or more of what corresponds while the places opposite stay in.

    What a rule finds on one side only, a word of the author or the form of a file, may have been put there: whoever
    reads the filtered figures must know. ``details``: ``rule``, ``corresponding`` (extent of the matches of this file),
    ``taken_out`` (of it, by the rule, with the place opposite staying in), ``opposite`` (files there).
    """
    rules: dict[tuple[Side, str], list[Span]] = {}
    every: dict[Side, list[Span]] = {"left": [], "right": []}
    for one in excluded:
        if one.span is not None and one.side is not None:
            every[one.side].append(one.span)
            if one.by.startswith(RULE):
                rules.setdefault((one.side, one.by[len(RULE) :]), []).append(one.span)
    masks = {side: Region(spans) for side, spans in every.items()}
    for (side, rule), spans in sorted(rules.items()):
        taken = Region(spans)
        named = {span.file for span in spans}
        sums: dict[str, tuple[float, float, set[str]]] = {}
        for match in matches:
            own, other = (match.left, match.right) if side == "left" else (match.right, match.left)
            if own.unit not in LINEAR or own.file not in named:
                continue
            there = masks["right" if side == "left" else "left"].share(other) < ONE_SIDED
            lost = taken.share(own) * own.length if there else 0.0
            whole_, gone, files = sums.get(own.file, (0.0, 0.0, set()))
            sums[own.file] = whole_ + own.length, gone + lost, files | ({other.file} if lost else set())
        for file, (all_of_it, gone, files) in sorted(sums.items()):
            if gone >= ONE_SIDED * all_of_it > 0:
                lost_here = round(gone, 6)
                details: dict[str, JSON] = {"rule": rule, "corresponding": all_of_it, "taken_out": lost_here}
                details["opposite"] = sorted(files)[:8]
                yield Observation(side, whole(file), TAKEN_OUT_ALONE, details)


def step_of(exclusion: Exclusion, own: Sequence[str]) -> str:
    """The step of the waterfall that an exclusion belongs to. ``own``: labels of the two works compared."""
    if exclusion.by.startswith(RULE):
        return exclusion.by
    if exclusion.work is not None and exclusion.work not in own and not exclusion.by:
        return WORKS
    if exclusion.after_results:
        return LATE
    return SCOPE if exclusion.reason is Reason.OUT_OF_SCOPE else PERSONS


def waterfall(
    method: Comparator[Any],
    measure: Measuring,
    sides: tuple[Mapping[str, Any], Mapping[str, Any]],
    matches: Sequence[Match],
    excluded: Sequence[Exclusion],
    everything: Measures,
    own: Sequence[str],
) -> tuple[Measures, list[JSON]]:
    """Figures step by step: scope, rules in order, common sources and excluded works, persons, persons after results.

    ``measure`` is the method's, as the engine calls it.
    Returns the figures after the last step, which are the filtered ones, and a row a step: ``step``, ``reasons``,
    ``places`` and ``extent`` of both sides that this step takes out (extent: what no earlier step has taken, in the
    unit of the places), ``coverage`` of both sides after it, and the ``figures`` that changed. The first row is the
    raw state.
    """
    rules = [RULE + rule for s in registry.screeners_of(method) for rule in s.rules]
    order = [SCOPE, *rules, WORKS, PERSONS, LATE]
    grouped: dict[str, list[Exclusion]] = {}
    for exclusion in excluded:
        grouped.setdefault(step_of(exclusion, own), []).append(exclusion)
    rows = [_step("", [], (0, 0), (0.0, 0.0), everything, everything)]
    mask, spans, figures = Mask(), ([], []), everything  # type: tuple[Mask, tuple[list[Span], list[Span]], Measures]
    for step in order:
        taken = grouped.get(step)
        if taken is None:
            continue
        before, counts = (mask.left, mask.right), [0, 0]
        for one in taken:
            if one.span is not None and one.side is not None:
                counts[one.side == "right"] += 1
                spans[one.side == "right"].append(one.span)
        mask = Mask(Region(spans[0]), Region(spans[1]))
        extent = tuple(
            float(now.without(old).length()) for now, old in zip((mask.left, mask.right), before, strict=True)
        )
        earlier = figures
        figures = measure(sides[0], sides[1], clip_all(matches, mask), mask)
        reasons = sorted({str(one.reason) for one in taken})
        rows.append(_step(step, reasons, (counts[0], counts[1]), (extent[0], extent[1]), figures, earlier))
    return figures, rows


def _step(
    step: str,
    reasons: Sequence[str],
    places: tuple[int, int],
    extent: tuple[float, float],
    figures: Measures,
    earlier: Measures,
) -> JSON:
    plain = {k: v for k, v in figures.values.items() if isinstance(v, int | float) and not isinstance(v, bool)}
    changed = {k: v for k, v in plain.items() if figures is earlier or earlier.values.get(k) != v}
    return {
        "step": step,
        "reasons": list(reasons),
        "places": list(places),
        "extent": list(extent),
        "coverage": [figures.coverage_of_left, figures.coverage_of_right],
        "figures": changed,
    }
