"""One method on one case's material: known copies planted and looked for, unrelated members compared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from appraisal import codec, contract, dispatch, registry
from appraisal.child import Pool
from appraisal.comparator import Comparator, Plant, Plantable, parameters_of
from appraisal.comparison import JSON, Comparison
from appraisal.controls.choosing import Held, Rotation, drawn
from appraisal.controls.inside import Scrambling
from appraisal.errors import ACCIDENTS, RecordError, UsageError
from appraisal.job import Job
from appraisal.span import to_json
from appraisal.work import Member, Work, digest_file

HANDLER = "appraisal.controls.inside:handle"
ATTEMPTS = 10  # tries for each plant or pair that was asked for, before fewer are made
REPEATS = 8  # plants that were there already, in a row, after which a member has nothing new to give
TOGETHER = 256 << 20  # bytes of members that are planted from and into before the copies are compared and removed
BUDGET = 4 << 30  # bytes of members that one method's plants may take in all
NAME = 100  # bytes of a host's name that are kept, so that a method can put something before it

NOT_ASKED = "none were asked for"
NO_PLANTS = "the method makes no known copies (it offers no plant)"
NO_SOURCE = "the claimed works hold nothing that the method reads"
NO_HOST = "nothing else in this case holds what a copy could be put into: it needs a second file of the same kind"
NO_UNRELATED = (
    "no collection was given (--collection), and the method does not scramble material (it offers no scramble)"
)
NONE_THERE = "the collection holds nothing that the method reads and that is not in this case too"

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
    progress: Progress = lambda done, total, name: None


def trial(name: str, setting: Setting) -> Row:
    """The entry of one method in a controls file (see ``appraisal.controls.filed``)."""
    return _Trial(name, setting).result()


@dataclass
class _Trial:
    name: str
    setting: Setting
    skipped: dict[tuple[str, str], Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parameters = self.setting.parameters.get(self.name, {})
        self.method: Comparator[Any] = registry.comparator(self.name, self.parameters)

    def result(self) -> Row:
        try:
            rows, fewer, refused = self.positive()
            unrelated = self.negative()
        except UsageError as error:  # it lacks something, a background perhaps, that this case does not name
            rows, fewer, refused = [], "", str(error)
            unrelated = {"from": "none", "why": str(error), "pairs": [], "refused": []}
        return {
            "comparator": self.name,
            "version": self.method.version,
            "parameters": parameters_of(self.method),
            "refused": refused,
            "fewer": fewer,
            "plants": rows,
            "skipped": [self.skipped[place] for place in sorted(self.skipped)],
            "unrelated": unrelated,
        }

    @contextmanager
    def pool(self) -> Iterator[Pool]:
        limits = dispatch.limits_for(self.setting.memory)
        with Pool(HANDLER, self.setting.jobs, limits, environment=dispatch.environment(self.name)) as pool:
            yield pool

    # --- known copies -----------------------------------------------------------------------------------------------

    def positive(self) -> tuple[list[Row], str, str]:
        """Rows of all plants; why there are fewer than asked for; why there are none."""
        if not isinstance(self.method, Plantable):
            return [], "", NO_PLANTS
        if not self.setting.plants:
            return [], "", NOT_ASKED
        sources = Rotation(self.setting.claimed, self.method.media, self.setting.seed, self.name, "source")
        planting = _Planting(self, sources, _Hosts(self))
        with self.pool() as pool:
            rows = list(planting.rows(pool))
        if not rows:
            return [], "", planting.fewer
        return rows, planting.fewer if len(rows) < self.setting.plants else "", ""

    # --- unrelated material -----------------------------------------------------------------------------------------

    def negative(self) -> Row:
        """Claimed members against members of the collection, else against scrambled members of the case."""
        drawing = (self.method.media, self.setting.seed, self.name, "unrelated")
        if not self.setting.unrelated:
            return {"from": "none", "why": NOT_ASKED, "pairs": [], "refused": []}
        if self.setting.collection is not None:
            known = {m.sha256 for work in self.setting.works for m in work.members}
            strange = [_without(work, known) for work in self.setting.collection]
            made_of, op, none = Rotation(strange, *drawing), "read", NONE_THERE
        elif isinstance(self.method, Scrambling):
            made_of, op, none = Rotation(self.setting.works, *drawing), "scramble", NO_SOURCE
        else:
            return {"from": "none", "why": NO_UNRELATED, "pairs": [], "refused": []}
        sources = Rotation(self.setting.claimed, self.method.media, self.setting.seed, self.name, "unrelated source")
        with self.pool() as pool:
            pairs, refused = self._pairs(pool, op, sources, made_of)
        why = "" if pairs else (str(refused[0]["message"]) if refused else none)
        origin = "collection" if op == "read" else "scrambled"
        return {"from": origin, "why": why, "pairs": list(pairs), "refused": list(refused)}

    def _pairs(self, pool: Pool, op: str, sources: Rotation, others: Rotation) -> tuple[list[Row], list[Row]]:
        pairs: list[Row] = []
        refused: list[Row] = []
        seen: set[tuple[Held, Held]] = set()
        wanted = self.setting.unrelated
        while len(pairs) < wanted and len(seen) < ATTEMPTS * wanted:
            chosen = _new_pairs(sources, others, seen, wanted - len(pairs))
            if not chosen:
                break
            with self.room("unrelated") as room:
                tasks: list[_Task] = []
                for source, other in chosen:
                    seed = drawn(self.setting.seed, self.name, "scramble", source.member.sha256, other.member.sha256)
                    tasks.append(_Task(f"u{len(seen)}-{len(tasks)}", source, other, seed, op, room))
                jobs: dict[str, tuple[_Task, Job]] = {}
                for task, answer in self.asked(pool, tasks, sources, others):
                    right = task.other.work if op == "read" else _scrambled(answer, task)
                    jobs[task.name] = task, self.job(task.source, right)
                for task, found in self.compared(jobs):
                    row = _pair(task)
                    if found.status == "ok":
                        pairs.append(row | {"matches": len(found.matches)})
                    else:
                        refused.append(row | {"reason": found.reason, "message": found.message})
        return pairs, refused

    # --- what both do -----------------------------------------------------------------------------------------------

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

    def asked(
        self, pool: Pool, tasks: Sequence[_Task], sources: Rotation, others: Rotation | _Hosts
    ) -> list[tuple[_Task, Any]]:
        """What the children made of the tasks, in order; members that do not allow it are dropped, and listed."""
        shared = {
            "comparator": self.name,
            "parameters": dict(self.parameters),
            "backgrounds": codec.encode(self.setting.backgrounds),
        }
        outcomes = dict(pool.map_unordered((t.name, {**shared, **t.body()}) for t in tasks))
        made: list[tuple[_Task, Any]] = []
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
                continue
            held, rotation = (task.other, others) if answer["skipped"] == "other" else (task.source, sources)
            rotation.drop(held)
            row: Row = {"work": held.label, "file": held.member.file}
            row |= {"reason": str(answer["reason"]), "message": str(answer["message"])}
            self.skipped[(held.label, held.member.file)] = row
        return made

    def compared(self, jobs: Mapping[str, tuple[_Task, Job]]) -> list[tuple[_Task, Comparison]]:
        """The comparisons of the engine, in the order of the tasks."""
        found: dict[str, Comparison] = {}
        for name, comparison, _ in dispatch.compare_all(((n, job) for n, (_, job) in jobs.items()), self.setting.jobs):
            found[name] = comparison
        return [(task, found[name]) for name, (task, _) in jobs.items()]


@dataclass(frozen=True)
class _Task:
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


class _Hosts:
    """Members to plant into: of other works than the source's, or of the same where there are no others."""

    def __init__(self, trial: _Trial) -> None:
        self._trial = trial
        self._rotations: dict[str, Rotation] = {}

    def of(self, label: str) -> Rotation:
        if label not in self._rotations:
            works, media = self._trial.setting.works, self._trial.method.media
            others = [w for w in works if w.label != label and any(m.size for m in w.only(media))]
            about = (self._trial.setting.seed, self._trial.name, "host")
            self._rotations[label] = Rotation(others or [w for w in works if w.label == label], media, *about)
        return self._rotations[label]

    def drop(self, held: Held) -> None:
        for rotation in self._rotations.values():
            rotation.drop(held)


@dataclass
class _Planting:
    """Plants made and compared in portions, until as many as wanted are there or nothing new can be planted."""

    trial: _Trial
    sources: Rotation
    hosts: _Hosts
    number: int = 0
    spent: int = 0
    same: int = 0
    fewer: str = ""
    seen: set[tuple[str, str]] = field(default_factory=set)  # digests of source and altered host
    repeats: dict[Held, int] = field(default_factory=dict)

    def rows(self, pool: Pool) -> Iterator[Row]:
        wanted, done = self.trial.setting.plants, 0
        while done < wanted:
            with self.trial.room("plants") as room:
                tasks = self._tasks(wanted - done, room)
                if not tasks:
                    return
                for row in self._compared(self._planted(pool, tasks)):
                    done += 1
                    yield row
            self.trial.setting.progress(done, wanted, self.trial.name)

    def _tasks(self, most: int, room: Path) -> list[_Task]:
        tasks: list[_Task] = []
        size = 0
        while len(tasks) < most and size < TOGETHER:
            if self.number >= ATTEMPTS * self.trial.setting.plants:
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
            seed = drawn(self.trial.setting.seed, self.trial.name, self.number)
            tasks.append(_Task(f"{self.number:04d}", source, host, seed, "plant", room))
        return tasks

    def _said(self, none: str, otherwise: str) -> str:
        if not self.number:
            return none
        told = [otherwise]
        if self.same:
            told.append(f"{self.same} more copies were the same as earlier ones")
        for first in [*self.trial.skipped.values()][:1]:
            told.append(
                f"{len(self.trial.skipped)} files were skipped, one since: {first['message'] or first['reason']}"
            )
        return "; ".join(told)

    def _planted(self, pool: Pool, tasks: Sequence[_Task]) -> Iterator[tuple[_Task, Plant, Member]]:
        for task, answer in self.trial.asked(pool, tasks, self.sources, self.hosts):
            plant = codec.decode(Plant, answer)
            _inside(plant.path, task)
            if plant.left.file != task.source.member.file or not (plant.left.length > 0 and plant.right.length > 0):
                raise RecordError(f"{self.trial.name} planted something else than a part of {task.source.member.file}")
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

    def _compared(self, planted: Iterable[tuple[_Task, Plant, Member]]) -> Iterator[Row]:
        plants: dict[str, tuple[Plant, Member]] = {}
        jobs: dict[str, tuple[_Task, Job]] = {}
        for task, plant, host in planted:
            plants[task.name] = plant, host
            jobs[task.name] = task, self.trial.job(task.source, Held(task.other.label, host).work)
        for task, comparison in self.trial.compared(jobs):
            plant, host = plants[task.name]
            yield {
                **_pair(task),
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
    covers = contract._covers
    return any(covers(m.all_left(), plant.left) and covers(m.all_right(), plant.right) for m in comparison.matches)


def _pair(task: _Task) -> Row:
    return {
        "left": task.source.label,
        "file": task.source.member.file,
        "right": task.other.label,
        "host": task.other.member.file,
    }


def _without(work: Work, known: set[str]) -> Work:
    """The work less the members whose bytes are ``known``."""
    kept = tuple(m for m in work.members if m.sha256 not in known)
    return Work(work.label, work.root, work.medium, kept, work.sha256, work.is_folder)


def _inside(path: Path, task: _Task) -> None:
    """A child may have been taken over by what it read: it writes plain files in its folder, or nothing is believed."""
    if path.parent != task.out or path.is_symlink() or not path.is_file():
        raise RecordError(f"a worker named a file outside its folder for {task.source.member.file}")


def _scrambled(answer: Any, task: _Task) -> Work:
    path = codec.decode(Path, answer)
    _inside(path, task)
    sha256, size = digest_file(path)
    member = Member(path.name, path, size, sha256, task.other.member.medium)
    return Held(task.other.label, member).work


def _new_pairs(
    sources: Rotation, others: Rotation, seen: set[tuple[Held, Held]], wanted: int
) -> list[tuple[Held, Held]]:
    """Pairs not seen yet; adds them to ``seen``. The others go on by one when a pair comes round again."""
    chosen: list[tuple[Held, Held]] = []
    idle = 0
    while len(chosen) < wanted:
        source = sources.following()
        if source is None:
            break
        other = others.following(unlike=source.member.sha256)
        if other is None:
            break
        if (source, other) in seen:
            others.following()
            idle += 1
            if idle > 1000:
                break
            continue
        idle = 0
        seen.add((source, other))
        chosen.append((source, other))
    return chosen
