"""Positive controls: known copies made by the method itself, altered as it says, looked for as the engine compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from appraisal import codec, contract
from appraisal.comparator import Plant, Plantable
from appraisal.comparison import Comparison
from appraisal.controls.bench import ATTEMPTS, NO_SOURCE, NOT_ASKED, Bench, Row, Task, inside
from appraisal.controls.choosing import Held, Rotation, drawn
from appraisal.errors import RecordError
from appraisal.job import Job
from appraisal.span import to_json
from appraisal.work import Member, digest_file

REPEATS = 8  # plants that were there already, in a row, after which a member has nothing new to give
TOGETHER = 256 << 20  # bytes of members that are planted from and into before the copies are compared and removed
BUDGET = 4 << 30  # bytes of members that one method's plants may take in all

NO_PLANTS = "the method makes no known copies (it offers no plant)"
NO_HOST = "nothing else in this case holds what a copy could be put into: it needs a second file of the same kind"


def positive(bench: Bench) -> tuple[list[Row], str, str]:
    """Rows of all plants; why there are fewer than asked for; why there are none."""
    if not isinstance(bench.method, Plantable):
        return [], "", NO_PLANTS
    if not bench.setting.plants:
        return [], "", NOT_ASKED
    sources = Rotation(bench.setting.claimed, bench.method.media, bench.setting.seed, bench.name, "source")
    planting = _Planting(bench, sources, _Hosts(bench))
    rows = list(planting.rows())
    if not rows:
        return [], "", planting.fewer
    return rows, planting.fewer if len(rows) < bench.setting.plants else "", ""


class _Hosts:
    """Members to plant into: of other works than the source's, or of the same where there are no others."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._rotations: dict[str, Rotation] = {}

    def of(self, label: str) -> Rotation:
        if label not in self._rotations:
            works, media = self._bench.setting.works, self._bench.method.media
            others = [w for w in works if w.label != label and any(m.size for m in w.only(media))]
            about = (self._bench.setting.seed, self._bench.name, "host")
            self._rotations[label] = Rotation(others or [w for w in works if w.label == label], media, *about)
        return self._rotations[label]

    def drop(self, held: Held) -> None:
        for rotation in self._rotations.values():
            rotation.drop(held)


@dataclass
class _Planting:
    """Plants made and compared in portions, until as many as wanted are there or nothing new can be planted."""

    bench: Bench
    sources: Rotation
    hosts: _Hosts
    number: int = 0
    spent: int = 0
    same: int = 0
    fewer: str = ""
    seen: set[tuple[str, str]] = field(default_factory=set)  # digests of source and altered host
    repeats: dict[Held, int] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        wanted, done = self.bench.setting.plants, 0
        while done < wanted:
            with self.bench.room("plants") as room:
                tasks = self._tasks(wanted - done, room)
                if not tasks:
                    return
                for row in self._compared(self._planted(tasks)):
                    done += 1
                    yield row
            self.bench.setting.progress(done, wanted, self.bench.name)

    def _tasks(self, most: int, room: Path) -> list[Task]:
        tasks: list[Task] = []
        size = 0
        while len(tasks) < most and size < TOGETHER:
            if self.number >= ATTEMPTS * self.bench.setting.plants:
                self.fewer = f"{self.number} attempts gave no more"
                break
            source = self.sources.following()
            if source is None:
                self.fewer = self._said(NO_SOURCE, "no file of the claimed works allows another plant")
                break
            host = self.hosts.of(source.label).following(unlike=source.member.sha256)
            if host is None:
                self.fewer = self._said(NO_HOST, "no file is left to plant into")
                break
            weight = source.member.size + host.member.size
            if self.number and self.spent + weight > BUDGET:
                self.fewer = f"the files are large: plants were made from and into {self.spent} bytes"
                break
            self.number += 1
            self.spent += weight
            size += weight
            seed = drawn(self.bench.setting.seed, self.bench.name, self.number)
            tasks.append(Task(f"{self.number:04d}", source, host, seed, "plant", room))
        return tasks

    def _said(self, none: str, otherwise: str) -> str:
        if not self.number:
            return none
        told = [otherwise]
        if self.same:
            told.append(f"{self.same} more copies were the same as earlier ones")
        for first in [*self.bench.skipped.values()][:1]:
            told.append(f"files skipped: {len(self.bench.skipped)}, for example {first['message'] or first['reason']}")
        return "; ".join(told)

    def _planted(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Plant, Member]]:
        for task, answer in self.bench.asked(tasks, self.sources, self.hosts):
            plant = codec.decode(Plant, answer)
            inside(plant.path, task)
            if plant.left.file != task.source.member.file or not (plant.left.length > 0 and plant.right.length > 0):
                raise RecordError(f"{self.bench.name} planted something else than a part of {task.source.member.file}")
            sha256, size = digest_file(plant.path)
            host = Member(plant.right.file, plant.path, size, sha256, task.other.member.medium)
            name = (task.source.member.sha256, sha256)
            if name in self.seen:  # the very same plant again would be counted twice
                self._repeated(task.source)
                continue
            self.seen.add(name)
            self.repeats.pop(task.source, None)
            yield task, plant, host

    def _repeated(self, source: Held) -> None:
        self.same += 1
        self.repeats[source] = self.repeats.get(source, 0) + 1
        if self.repeats[source] >= REPEATS:
            self.sources.drop(source)

    def _compared(self, planted: Iterable[tuple[Task, Plant, Member]]) -> Iterator[Row]:
        plants: dict[str, tuple[Plant, Member]] = {}
        jobs: dict[str, tuple[Task, Job]] = {}
        for task, plant, host in planted:
            plants[task.name] = plant, host
            jobs[task.name] = task, self.bench.job(task.source, Held(task.other.label, host).work)
        for task, comparison in self.bench.compared(jobs):
            plant, host = plants[task.name]
            yield {
                **task.pair,
                "place": to_json(plant.left),
                "planted_at": to_json(plant.right),
                "alteration": plant.alteration,
                "seed": task.seed,
                "sha256": host.sha256,
                "found": found(plant, comparison),
                "reason": comparison.reason,
            }


def found(plant: Plant, comparison: Comparison) -> bool:
    """The rule of the contract: one match covers all of the plant on both sides, further places counted in."""
    covers = contract.covers
    return any(covers(m.all_left(), plant.left) and covers(m.all_right(), plant.right) for m in comparison.matches)
