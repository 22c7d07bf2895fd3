"""The engine inside the limited child: read members, match, identify, clip, measure. Knows no comparator by name.

``handle`` is what a worker runs; ``appraisal.run`` and ``appraisal.batch`` send it tasks. Everything here is a pure
function of the works' bytes and the job: no clock, no host, no randomness but the job's seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from appraisal import background, cache, codec, components, pairing, reading, records, registry, screening, viewing
from appraisal.clip import clip_all, inside, partition, regions
from appraisal.comparator import Comparator, Context, Resources, parameters_of
from appraisal.comparison import (
    JSON,
    Ancestor,
    Child,
    Comparison,
    Exclusion,
    Mask,
    Match,
    Measures,
    Observation,
    Reason,
    Side,
    WorkRef,
)
from appraisal.errors import MaterialError, RecordError, Refused, UsageError, reason_of
from appraisal.exhibit import Exhibit
from appraisal.garbage import seldom
from appraisal.job import Job, failure, key_of, unpack
from appraisal.reading import SKIPPED, UNREAD, Reader, at
from appraisal.span import Region, Unit
from appraisal.work import NO_ENDINGS, Member, Work, error_of

PRELOAD = "APPRAISAL_PRELOAD"  # environment of the workers: names of the methods they will need
NOT_COMPARED = "not_compared"  # table of a record: ancestors and excluded works, or files of them, that were not read
NOT_APPLIED = "exclusion-not-applied"
ORIGINS = "origins"  # table of a record: which place of an ancestor or excluded work each place that left agrees with
ORIGINS_HEAD = ["work", "side", "file", "unit", "start", "stop", "file_there", "start_there", "stop_there"]
ORIGINS_MOST = 20_000  # rows; further ones are counted
EXTENTS = "extents"  # table of a record: file, unit and length of each member that was read, by side
NOTHING = Mask()


def forget() -> None:
    """Drop what is kept in memory, so that the store is asked again; for tests of the store."""
    reading.forget()
    _opened.cache_clear()


def _unheard(observation: Observation) -> None:
    """For reading a work a second time: what there is to observe stands in the record already."""


def _places(matches: Sequence[Match], side: Side, work: Work, reason: Reason) -> list[Exclusion]:
    region = regions(matches)[0]
    return [Exclusion(reason, side=side, span=span, work=work.label, sha256=work.sha256) for span in region.spans()]


def mask_of(excluded: Sequence[Exclusion]) -> Mask:
    """All excluded places of a record as a mask."""
    if not excluded:
        return NOTHING
    left = Region(e.span for e in excluded if e.side == "left" and e.span is not None)
    right = Region(e.span for e in excluded if e.side == "right" and e.span is not None)
    return Mask(left, right)


def _remembered(value: Mapping[str, Any] | None) -> tuple[Comparison | None, str]:
    """A nested record that an earlier run made of the very same job, and its text."""
    if value is None:
        return None, ""
    try:
        return records.loads(str(value.get("text"))), str(value.get("text"))
    except RecordError:
        return None, ""  # no record: it is made anew


@dataclass
class _Run:
    """One comparison in the making: collects what the comparator observes, tabulates and nests."""

    job: Job
    method: Comparator[Any]
    reader: Reader
    observations: list[Observation] = field(default_factory=list)
    tables: dict[str, JSON] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    other: Work = field(init=False)

    def context(self, left: Work, right: Work) -> Context:
        return Context(
            resources=self.reader.resources,
            seed=self.job.seed,
            memory_limit=self.job.memory,
            observe=self.observations.append,
            table=self.tables.__setitem__,
            child=self.child,
            left_work=left,
            right_work=right,
            memo=self.reader.memo,
        )

    def measure(
        self, left: Mapping[str, Any], right: Mapping[str, Any], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """The method's figures: it counts in its own coordinates, whatever view they are of. Leads have no shares."""
        views = viewing.views(self.job.left), viewing.views(self.job.right)
        if any(views):
            matches, mask = [viewing.bare(match) for match in matches], viewing.bare_mask(mask, *views)
        measures = self.method.measure(left, right, matches, mask)
        if getattr(self.method, "leads", False):
            return replace(measures, coverage_of_left=None, coverage_of_right=None)
        return measures

    def child(self, name: str, left: Member, right: Member) -> Comparison | None:
        works = [Work(m.file, m.path, m.medium, (m,), m.sha256, False) for m in (left, right)]
        job = replace(self.job, comparator=name, parameters={}, left=works[0], right=works[1])
        job = replace(job, ancestors=(), excluded=(), exclusions=())
        memo, key = _start(job)[0].reader.memo, f"record:{key_of(job)}".encode()
        result, text = _remembered(memo.get(key))
        if result is None:
            result = compare(job)
            text = records.dumps(result)
            if result.status == "ok" and not result.children:  # of a record with children their files would be missing
                memo.put(key, {"text": text})
        file = None
        if self.job.children is not None:
            file = f"{name}/{key_of(job)[:24]}.json"
            cache.write_whole(self.job.children / file, text.encode())
        reference = Child(name, left.file, right.file, records.digest(text), file, result.status, len(result.matches))
        self.children.append(reference)
        return result if result.status == "ok" else None

    def matches(
        self, left: Work, right: Work, quiet: bool = False
    ) -> tuple[dict[str, Any], dict[str, Any], list[Match]]:
        note = self.heard if quiet else self.observations.append
        sides = self.reader.side(left, "left", note), self.reader.side(right, "right", note)
        context = self.context(left, right)
        if quiet:
            context = replace(context, observe=note, table=lambda n, r: None, child=lambda n, a, b: None)
        found = pairing.matched(self.method, *sides, context)
        return sides[0], sides[1], pairing.identified(found, left, right)

    def against(self, work: Work, other: Work) -> list[Match]:
        """Matches with an ancestor or an excluded work. What of it could not be read is listed in a table."""
        if other.problem is not None:
            self.unread(other.label, "", *other.problem)
        if not other.only(self.method.media) or not work.only(self.method.media):
            return []
        self.other = other
        try:
            return self.matches(work, other, quiet=True)[2]
        except (MaterialError, Refused) as error:
            self.unread(other.label, "", reason_of(error), str(error))
            return []

    def originates(self, side: Side, work: Work, matches: Sequence[Match]) -> None:
        """Keep where in an ancestor or excluded work each place of a side stands, up to ``ORIGINS_MOST`` rows."""
        if not matches:
            return
        table = self.tables.setdefault(ORIGINS, {"head": ORIGINS_HEAD, "rows": [], "more": 0})
        for match in matches:
            there = match.right
            for here in match.all_left():
                if len(table["rows"]) >= ORIGINS_MOST:
                    table["more"] += 1
                    continue
                place = [here.file, here.unit, here.start, here.stop, there.file, there.start, there.stop]
                table["rows"].append([work.label, side, *place])

    def taken(self, side: Side, own: Work, work: Work) -> list[Match]:
        """``against``, with its places kept as origins."""
        found = self.against(own, work)
        self.originates(side, work, found)
        return found

    def unread(self, label: str, file: str, reason: str, message: str) -> None:
        """An ancestor or excluded work, or a file of it, that took no part in the comparison."""
        row = [label, file, reason, message]
        rows = self.tables.setdefault(NOT_COMPARED, [])
        if row not in rows:
            rows.append(row)

    def heard(self, observation: Observation) -> None:
        """From reading an ancestor or excluded work (the right side); the left side is in the record already."""
        if observation.side == "right" and observation.kind in (UNREAD, SKIPPED):
            details = observation.details
            message = str(details.get("message", ""))
            self.unread(self.other.label, observation.span.file, str(details["reason"]), message)


def open_resources(method: Comparator[Any], folders: Sequence[Path]) -> tuple[Resources, list[dict[str, JSON]]]:
    """Backgrounds that this comparator asks for, and how the record names them."""
    wanted = [need for need in method.needs if need.name == "background"]
    if not wanted:
        return Resources(), []
    opened = tuple(background.open_background(f, method) for f in folders if not background.is_components(f))
    if not opened and not all(need.optional for need in wanted):
        raise UsageError(f"{method.name} needs a named background: appraisal background build NAME PATH")
    return Resources(opened), [
        {"kind": "background", "name": b.name, "sha256": b.sha256, "works": b.works} for b in opened
    ]


def _start(job: Job) -> tuple[_Run, list[dict[str, JSON]]]:
    method = registry.comparator(job.comparator, job.parameters)
    job = _seen(job, method)
    digests = tuple(background.digest_of(folder) for folder in job.backgrounds)
    reader, named = _opened(method, job.backgrounds, digests, job.store)  # type: ignore[arg-type]  # it is frozen
    return _Run(job, method, reader), named


def _seen(job: Job, method: Comparator[Any]) -> Job:
    """The job with all works as this method sees them: views in place of files."""
    how = method.media, getattr(method, "endings", NO_ENDINGS)
    works = (job.left, job.right, *job.ancestors, *(work for work, _ in job.excluded))
    if all(work.seen(*how) is work for work in works):
        return job  # nearly always; making another job took longer than asking
    ancestors = tuple(work.seen(*how) for work in job.ancestors)
    excluded = tuple((work.seen(*how), reason) for work, reason in job.excluded)
    left, right = job.left.seen(*how), job.right.seen(*how)
    return replace(job, left=left, right=right, ancestors=ancestors, excluded=excluded)


@lru_cache(maxsize=16)
def _opened(
    method: Comparator[Any], backgrounds: tuple[Path, ...], digests: tuple[str, ...], store: Path | None
) -> tuple[Reader, list[dict[str, JSON]]]:
    """One reader for all jobs of a batch: they share method, backgrounds (as their digests say) and store."""
    resources, named = open_resources(method, backgrounds)
    return Reader(method, resources, [str(n["sha256"]) for n in named], None if store is None else at(store)), named


@seldom()
def compare(job: Job) -> Comparison:
    """One comparison. Named errors of the material come back as a record; faults of the program are raised."""
    unopened = next((work.problem for work in (job.left, job.right) if work.problem is not None), None)
    if unopened is not None:
        return failure(job, error_of(unopened))
    try:
        return _compare(job)
    except (MaterialError, Refused) as error:
        return failure(job, error)


def _compare(job: Job) -> Comparison:
    run, named = _start(job)
    if named:
        rarity = [folder for folder in job.backgrounds if not background.is_components(folder)]
        background.refuse_counted(rarity, (job.left, job.right))
    job = run.job
    left, right, matches = run.matches(job.left, job.right)
    has_rules = bool(registry.screeners_of(run.method))
    excluded: list[Exclusion] = []
    if has_rules:
        excluded, used, unseen, kept = screening.screened(
            job, run.method, {"left": (job.left, left), "right": (job.right, right)}, run.reader.store
        )
        excluded = viewing.excluded(excluded, viewing.views(job.left), viewing.views(job.right))
        named, run.observations = [*named, *used], run.observations + unseen
        if kept:
            run.tables[screening.OVERRULED] = kept
    extent = getattr(run.method, "extent", None)  # of ``Extended``; isinstance of a protocol is slow
    if extent is not None:
        run.tables[EXTENTS] = {"left": _extents(extent, left), "right": _extents(extent, right)}
    excluded += inside(job.exclusions, run.tables.get(EXTENTS))
    for work, reason in job.excluded:
        excluded.append(Exclusion(reason, work=work.label, sha256=work.sha256))
        excluded += _places(run.taken("left", job.left, work), "left", work, reason)
        excluded += _places(run.taken("right", job.right, work), "right", work, reason)
    ancestors: list[Ancestor] = []
    for work in job.ancestors:
        with_left, with_right = run.taken("left", job.left, work), run.taken("right", job.right, work)
        if not getattr(run.method, "leads", False):
            ancestors.append(partition(work.label, work.sha256, matches, with_left, with_right))
        excluded += _places(with_left, "left", work, Reason.COMMON_SOURCE)
        excluded += _places(with_right, "right", work, Reason.COMMON_SOURCE)
    run.observations += _not_applied(job, left, right, run.tables.get(EXTENTS), matches)
    mask = mask_of(excluded)
    everything = run.measure(left, right, matches, NOTHING)
    if has_rules:
        run.observations += screening.one_sided(matches, excluded)
    if has_rules and excluded:
        own = (job.left.label, job.right.label)
        filtered, rows = screening.waterfall(run.method, run.measure, (left, right), matches, excluded, everything, own)
        run.tables[screening.WATERFALL] = rows
    else:
        filtered = run.measure(left, right, clip_all(matches, mask), mask) if mask else everything
    places = viewing.places(job.left, job.right, matches, run.method.media)
    if places is not None:
        run.tables[viewing.PLACES] = places
    views = viewing.views(job.left), viewing.views(job.right)
    observations = [viewing.observed(o, *views) for o in run.observations] if any(views) else run.observations
    return Comparison(
        comparator=job.comparator,
        version=run.method.version,
        parameters=parameters_of(run.method),
        left=WorkRef(job.left.label, job.left.sha256),
        right=WorkRef(job.right.label, job.right.sha256),
        resources=named,
        ancestors=ancestors,
        all=everything,
        filtered=filtered,
        matches=matches,
        excluded=excluded,
        observations=sorted(pairing.once(observations), key=lambda o: (o.side, pairing.order(o.span), o.kind)),
        children=run.children,
        tables=run.tables,
    )


def _not_applied(
    job: Job, left: Mapping[str, Any], right: Mapping[str, Any], extents: JSON, matches: Sequence[Match]
) -> Iterator[Observation]:
    """Exclusions that change nothing here, because the work has no such file or places here are in another unit."""
    sides = {
        "left": (job.left, left, [m.left for m in matches]),
        "right": (job.right, right, [m.right for m in matches]),
    }
    for exclusion in job.exclusions:
        if exclusion.side is None or exclusion.span is None:
            continue
        span = exclusion.span
        work, read, spans = sides[exclusion.side]
        if span.file not in work.by_file:
            yield Observation(exclusion.side, span, NOT_APPLIED, {"reason": "the work has no file of this name"})
        elif span.file in read and span.unit != "file":
            if span.view != (view := viewing.views(work).get(span.file)):
                said = f"places are counted here in {view or 'the file as handed in'}"
                yield Observation(exclusion.side, span, NOT_APPLIED, {"reason": said})
                continue
            units = {row[1] for row in extents[exclusion.side]} if extents else {s.unit for s in spans}
            if units and span.unit not in units:
                said = f"places are counted here in {', '.join(sorted(units))}"
                yield Observation(exclusion.side, span, NOT_APPLIED, {"reason": said})
            elif not inside([exclusion], extents):
                yield Observation(exclusion.side, span, NOT_APPLIED, {"reason": "the file ends before this place"})


def _extents(extent: Callable[[Any], tuple[Unit, float]], side: Mapping[str, Any]) -> list[JSON]:
    return [[file, *extent(features)] for file, features in side.items()]


def measure(job: Job, matches: Sequence[Match], excluded: Sequence[Exclusion]) -> Measures:
    """Figures over chosen matches (those a panel accepted) under a record's exclusions."""
    run, _ = _start(job)
    job = run.job
    left, right = run.reader.side(job.left, "left", _unheard), run.reader.side(job.right, "right", _unheard)
    mask = mask_of(excluded)
    return run.measure(left, right, clip_all(matches, mask), mask)


def exhibits(job: Job, matches: Sequence[Match]) -> list[Exhibit]:
    """What a panel is shown of each match."""
    method = registry.comparator(job.comparator, job.parameters)
    job = _seen(job, method)
    found = [viewing.bare(match) for match in matches]
    return [viewing.shown(method.exhibit(job.left, job.right, m), m, job.left, job.right) for m in found]


def handle(task: Mapping[str, Any]) -> JSON:
    """What a limited worker does with one task: ``{"op": …, "job": …}``; answers are plain JSON."""
    if task["op"] == "background":
        works = codec.decode(tuple[Work, ...], task["works"])
        out = codec.decode(Path, task["out"])
        if task.get("sample"):
            return components.collect(task["comparator"], works, out, task["sample"])
        return background.collect(task["comparator"], works, out)
    job = unpack(task["job"])
    if task["op"] == "row":
        result = compare(job)
        return records.head(result), records.dumps(result).encode()
    if task["op"] == "compare":
        return records.dumps(compare(job))
    if task["op"] == "exhibits":
        return codec.encode(exhibits(job, [records.match_from_json(m) for m in task["matches"]]))
    if task["op"] == "measure":
        excluded = [records.exclusion_from_json(e) for e in task["excluded"]]
        return codec.encode(measure(job, [records.match_from_json(m) for m in task["matches"]], excluded))
    raise UsageError(f"unknown task {task['op']!r}")


def _preload(names: str) -> None:
    """Import methods where workers are forked from, so once for all, with the screeners that they take places from. A
    method that fails to load says so when used."""
    for name in names.split():
        with suppress(Exception):
            registry.screeners_of(registry.comparator(name))


_preload(os.environ.get(PRELOAD, ""))
