"""What trying a method takes: the members at hand, limited children that make copies, the engine that compares."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, Self

from appraisal import codec, dispatch, registry
from appraisal.child import Pool
from appraisal.comparator import Comparator
from appraisal.comparison import JSON, Comparison
from appraisal.controls.choosing import Held
from appraisal.errors import ACCIDENTS, RecordError
from appraisal.job import Job
from appraisal.work import Member, Work

HANDLER = "appraisal.controls.inside:handle"
CHANCES = 8  # hosts that a source may not go with (another language, say) before it is taken out
ATTEMPTS = 10  # tries for each plant or pair that was asked for, before fewer are made
NAME = 100  # bytes of a host's name that are kept, so that a method can put something before it

NOT_ASKED = "none were asked for"
NO_SOURCE = "the claimed works hold nothing that the method reads"

Row = dict[str, JSON]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Setting:
    """What all trials of one call share. ``works`` are those of the case; ``claimed`` of them are planted from."""

    works: Sequence[Work]
    claimed: Sequence[Work]
    collection: Sequence[Work] | None
    plants: int
    unrelated: int
    seed: int
    parameters: Mapping[str, Mapping[str, JSON]]
    backgrounds: tuple[Path, ...] = ()
    jobs: int = 1
    memory: int = 4 << 30
    keep: Path | None = None
    methods: tuple[str, ...] = ()  # that are tried: their children are all forked from the same two places
    progress: Progress = lambda done, total, name: None


class Dropping(Protocol):
    """Members of which one can be taken out."""

    def drop(self, held: Held) -> None: ...


@dataclass
class Bench:
    """One method, with the case's parameters, on the case's material. ``skipped``: members that did not allow it."""

    name: str
    setting: Setting
    skipped: dict[tuple[str, str], Row] = field(default_factory=dict)
    refused: dict[Held, int] = field(default_factory=dict)  # hosts in a row that a source did not go with

    def __post_init__(self) -> None:
        self.parameters = self.setting.parameters.get(self.name, {})
        self.method: Comparator[Any] = registry.comparator(self.name, self.parameters)

    @property
    def _methods(self) -> tuple[str, ...]:
        return self.setting.methods or (self.name,)

    @cached_property
    def pool(self) -> Pool:
        """Workers that make copies; opened when first asked for."""
        limits = dispatch.limits_for(self.setting.memory)
        return Pool(HANDLER, self.setting.jobs, limits, environment=dispatch.environment(*self._methods))

    @cached_property
    def comparers(self) -> Pool:
        """Workers that compare; opened when first asked for."""
        return dispatch.comparers(self._methods, self.setting.jobs, self.setting.memory)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        for opened in self.__dict__.keys() & {"pool", "comparers"}:
            getattr(self, opened).close()

    @contextmanager
    def room(self, *names: str) -> Iterator[Path]:
        """A folder for what is made: kept where it was asked for, else gone with its end."""
        if self.setting.keep is not None:
            folder = self.setting.keep.joinpath(self.name, *names)
            folder.mkdir(parents=True, exist_ok=True)
            yield folder
            return
        with tempfile.TemporaryDirectory(prefix="appraisal-control-") as scratch:
            yield Path(scratch)

    def job(self, left: Held, right: Work) -> Job:
        s = self.setting
        return Job(
            self.name, left.work, right, self.parameters, backgrounds=s.backgrounds, seed=0, memory=s.memory, store=None
        )

    def asked(self, tasks: Sequence[Task], sources: Dropping, others: Dropping) -> list[tuple[Task, Any]]:
        """What the children made of the tasks, in order; members that do not allow it are dropped, and listed.

        A source of plants is dropped when ``CHANCES`` hosts in a row did not do.
        """
        shared = {
            "comparator": self.name,
            "backgrounds": codec.encode(self.setting.backgrounds),
        }
        outcomes = dict(
            self.pool.map_unordered((t.name, {**shared, **t.body(), "parameters": self._making(t)}) for t in tasks)
        )
        made: list[tuple[Task, Any]] = []
        for task in tasks:
            outcome = outcomes[task.name]
            if not outcome.ok and outcome.type and outcome.reason not in ACCIDENTS:
                raise outcome.error()
            # What a child says while dying is not the same each time: only the reason is kept.
            answer = outcome.value if outcome.ok else {"skipped": "source", "reason": outcome.reason, "message": ""}
            if not isinstance(answer, dict) or not answer.keys() & {"made", "skipped"}:
                raise RecordError(f"a worker answered with something that is no control of {self.name}")
            if "made" in answer:
                made.append((task, answer["made"]))
                self._fits(task)
                continue
            held, rotation = (task.other, others) if answer["skipped"] == "other" else (task.source, sources)
            if not (answer.get("pair") and self._has_chances(task)):
                rotation.drop(held)
            row: Row = {"work": held.label, "file": held.member.file}
            row |= {"reason": str(answer["reason"]), "message": str(answer["message"])}
            self.skipped[(held.label, held.member.file)] = row
        return made

    def _fits(self, task: Task) -> None:
        """A source that went with a host is no skipped one, whatever it did not go with before."""
        self.refused.pop(task.source, None)
        self.skipped.pop((task.source.label, task.source.member.file), None)

    def _has_chances(self, task: Task) -> bool:
        """Whether a source may be tried with another host: a plant may be refused for the sake of the two together."""
        self.refused[task.source] = self.refused.get(task.source, 0) + 1
        return task.op == "plant" and self.refused[task.source] < CHANCES

    def _making(self, task: Task) -> Row:
        """Copies are made by the method as it comes: parameters of the case that blind it must not choose what it is
        tried on. All else is done with the case's parameters."""
        return {} if task.op == "plant" else dict(self.parameters)

    def compared(self, jobs: Mapping[str, tuple[Task, Job]]) -> list[tuple[Task, Comparison]]:
        """The comparisons of the engine, in the order of the tasks."""
        if not jobs:
            return []
        found = dispatch.compare_with(self.comparers, {name: job for name, (_, job) in jobs.items()})
        return [(task, found[name]) for name, (task, _) in jobs.items()]


@dataclass(frozen=True)
class Task:
    """One thing for a child to make, in a folder of its own."""

    name: str
    source: Held
    other: Held
    seed: int
    op: str
    room: Path

    @property
    def out(self) -> Path:
        return self.room / self.name

    @property
    def pair(self) -> Row:
        """How a controls file names both members."""
        left, right = self.source, self.other
        return {"left": left.label, "file": left.member.file, "right": right.label, "host": right.member.file}

    def body(self) -> Row:
        if self.op != "read":
            self.out.mkdir(exist_ok=True)
        other = self.other.member if self.op == "read" else _renamed(self.other.member)
        members = {"source": codec.encode(self.source.member), "other": codec.encode(other)}
        return {"op": self.op, "seed": self.seed, "out": codec.encode(self.out), **members}


def _renamed(member: Member) -> Member:
    """The member under the last part of its name, not too long for a file."""
    name = PurePosixPath(member.file).name
    while len(name.encode("utf-8", "backslashreplace")) > NAME:
        name = name[1:]
    return Member(name, member.path, member.size, member.sha256, member.medium)


def inside(path: Path, task: Task) -> Path:
    """A child may have been taken over by what it read: it writes plain files in its folder, or nothing is believed."""
    if path.parent != task.out or path.is_symlink() or not path.is_file():
        raise RecordError(f"a worker named a file outside its folder for {task.source.member.file}")
    return path
