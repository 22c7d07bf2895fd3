"""What takes the works themselves: exhibits, figures and recomputation, in limited workers that stay at hand."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from appraisal import codec, dispatch, records, registry, wording
from appraisal.case import Case, Record
from appraisal.child import Worker
from appraisal.comparison import JSON, Comparison, Exclusion, Match, Measures
from appraisal.errors import CaseError
from appraisal.exhibit import Exhibit
from appraisal.freeze import standing_paths
from appraisal.job import Job
from appraisal.lab.texts import Shelf
from appraisal.placing import Key, located
from appraisal.run import jobs_of, works_of


@dataclass(frozen=True)
class Opened:
    """A standing record with the job that made it, and the texts of both works as its method sees them."""

    record: Record
    job: Job

    @property
    def comparison(self) -> Comparison:
        return self.record.comparison

    @cached_property
    def shelves(self) -> tuple[Shelf, Shelf]:
        media = registry.comparator(self.job.comparator, self.job.parameters).media
        return Shelf(self.job.left.seen(media)), Shelf(self.job.right.seen(media))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Record number, from 1, of each match."""
        return {match.id: number for number, match in enumerate(self.comparison.matches, 1)}

    @cached_property
    def pages(self) -> dict[tuple[str, str], JSON]:
        """Pages that were put together before, by side and file."""
        return {}

    @cached_property
    def words(self) -> Mapping[str, Mapping[Key, str]]:
        """Words for the places of matches, by language: of ten thousand, a third of a second to put together."""
        return {language: located(self.comparison.tables, language) for language in ("zh", "en")}

    @cached_property
    def told(self) -> Mapping[str, Match]:
        """Matches by id as people read them: with what the method tells of them beyond the record."""
        return {match.id: match for match in wording.explained(self.comparison).matches}

    def match(self, match: str) -> Match:
        if match not in self.numbers:
            raise CaseError(f"no record {self.record.key[:12]} of this case holds a match {match}")
        return self.comparison.matches[self.numbers[match] - 1]


LANES = ("showing", "counting")  # a match is shown while figures are still being counted


class Clerk:
    """Standing records of a case. Two workers a method stay until ``close``: for exhibits, and for figures."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._opened: dict[str, Opened] = {}
        self._workers: dict[tuple[str, str], Worker] = {}
        self._lock = threading.RLock()
        self._lanes = {lane: threading.Lock() for lane in LANES}

    @cached_property
    def records(self) -> dict[str, Record]:
        """Standing records by key."""
        standing = standing_paths(self.case)
        found = (r for r in self.case.records() if r.path.relative_to(self.case.root).as_posix() in standing)
        return {record.key: record for record in found}

    @cached_property
    def _jobs(self) -> dict[tuple[str, str, str], Job]:
        comparators = sorted(
            {r.comparison.comparator for r in self.records.values()} & set(registry.comparator_names())
        )
        jobs = jobs_of(self.case, works_of(self.case), comparators)
        return {(job.comparator, job.left.label, job.right.label): job for job in jobs}

    def opened(self, key: str) -> Opened:
        """A standing record by its key, or the first twelve or more digits of it."""
        with self._lock:
            full = next((k for k in self.records if len(key) >= 12 and k.startswith(key)), "")
            if not full:
                raise CaseError(f"no standing record {key!r} in this case")
            if full not in self._opened:
                record = self.records[full]
                c = record.comparison
                job = self._jobs.get((c.comparator, c.left.label, c.right.label))
                if job is None:
                    raise CaseError(f"{record.path.name}: its works or its method are not here: it can only be read")
                self._opened[full] = Opened(record, replace(job, parameters=c.parameters))
            return self._opened[full]

    def _run(self, opened: Opened, op: str, **more: Any) -> Any:
        name, lane = opened.job.comparator, "showing" if op == "exhibits" else "counting"
        with self._lanes[lane]:
            if (name, lane) not in self._workers:
                limits, around = dispatch.limits_for(opened.job.memory), dispatch.environment(name)
                self._workers[name, lane] = Worker(dispatch.HANDLER, limits, environment=around)
            return self._workers[name, lane].run(dispatch.task_of(op, opened.job, **more))

    def exhibit(self, opened: Opened, match: Match) -> Exhibit:
        """What a panel is shown of one match."""
        answer = self._run(opened, "exhibits", matches=[records.match_to_json(match)])
        (found,) = codec.decode(tuple[Exhibit, ...], answer)
        return found  # type: ignore[no-any-return]

    def measure(self, opened: Opened, matches: Sequence[Match], excluded: Sequence[Exclusion]) -> Measures:
        """Figures over chosen matches."""
        told = [records.match_to_json(m) for m in matches]
        answer = self._run(opened, "measure", matches=told, excluded=[records.exclusion_to_json(e) for e in excluded])
        return codec.decode(Measures, answer)  # type: ignore[no-any-return]

    def recompute(self, opened: Opened) -> tuple[bool, Comparison]:
        """Compare anew, from the works alone; whether the record came out the same, to the byte."""
        text = self._run(opened, "compare")
        return records.digest(text) == opened.record.sha256, records.loads(text)

    def close(self) -> None:
        with self._lanes["showing"], self._lanes["counting"]:
            for worker in self._workers.values():
                worker.close()
            self._workers.clear()
