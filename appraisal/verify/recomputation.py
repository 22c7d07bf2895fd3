"""Recomputation: standing records, compared again from the works with the settings of then, come out the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from appraisal import dispatch, examined, examiner, examining, registry, revising, run
from appraisal.chain import Entry
from appraisal.errors import ACCIDENTS, AppraisalError, UsageError
from appraisal.job import Job, key_of
from appraisal.procedure import Kind
from appraisal.recorded import EXAMINATIONS
from appraisal.records import digest, framed
from appraisal.verify import view
from appraisal.verify.logs import Logs, regular
from appraisal.verify.outcome import Answer, Check, Outcome, Remark
from appraisal.work import Work

SMALLEST = 5  # records of a sample, the smallest by bytes; beside them the smallest of each comparator
DIGITS = 6  # figures that must agree where other versions of libraries are installed
MEMORY = 4 << 30  # bytes: what a run allows unless it is told otherwise


@dataclass(frozen=True)
class Standing:
    """A record that runs or examinations left standing. ``made``: the entry of the one that made it; ``comparator``: or
    examiner."""

    file: str
    sha256: str
    made: Entry
    size: int
    comparator: str

    @property
    def alone(self) -> bool:
        """Whether it is of an examination."""
        return self.file.startswith(f"{EXAMINATIONS}/")


def recomputation(
    root: Path,
    scratch: Path,
    logs: Logs,
    listed: Mapping[str, Mapping[str, str]],
    *,
    every: bool = False,
    jobs: int = 1,
) -> Outcome:
    """Compare a sample of the standing records (``every``: all of them) with what comes out now."""
    try:
        standing, remarks = _standing(root, logs)
        taken = standing if every else sample(standing)
        if not taken:
            remarks.append(Remark(Answer.UNKNOWN, "no-records", detail="appraisal run"))
        desk = _Desk(root, scratch, logs, listed)
        remarks += desk.compared(taken, jobs)
        remarks += desk.unpacked()
    except Exception as error:  # whatever the case holds: the other checks still count
        broken = Remark(Answer.UNKNOWN, "not-computed", detail=f"{type(error).__name__}: {error}")
        return Outcome(Check.RECOMPUTATION, (broken,), 0)
    return Outcome(Check.RECOMPUTATION, tuple(remarks), len(taken))


def sample(standing: Sequence[Standing]) -> list[Standing]:
    """The smallest records by bytes, and the smallest of each comparator: the same ones each time."""
    ordered = sorted(standing, key=lambda s: (s.size, s.file))
    taken = {one.file: one for one in ordered[:SMALLEST]}
    for one in ordered[SMALLEST:]:
        if one.comparator not in {other.comparator for other in taken.values()}:
            taken[one.file] = one
    return [taken[file] for file in sorted(taken)]


def _standing(root: Path, logs: Logs) -> tuple[list[Standing], list[Remark]]:
    """Records of all runs and examinations but for those whose place a later one took, as logs and lists have it."""
    current: dict[str, Standing] = {}
    first: dict[str, Entry] = {}
    remarks: list[Remark] = []
    for entry in logs.history.of(Kind.RUN, Kind.EXAMINED):
        for file in _superseded(root, entry, remarks):
            current.pop(file, None)
        for file, sha256 in entry.files.items():
            if not file.startswith(("comparisons/", f"{EXAMINATIONS}/")) or file.count("/") != 2 or sha256 is None:
                continue
            made = first.setdefault(file, entry)
            size = (root / file).lstat().st_size if regular(root, file) else 0
            current[file] = Standing(file, sha256, made, size, file.split("/")[1])
    return list(current.values()), remarks


def _superseded(root: Path, entry: Entry, remarks: list[Remark]) -> list[str]:
    name = _run_file(entry)
    try:
        if not regular(root, name):
            raise ValueError("it is missing")
        return [str(file) for file in json.loads((root / name).read_text("utf-8"))["superseded"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        remarks.append(Remark(Answer.UNKNOWN, "needs-state", name, detail=f"{name}: {error}"))
        return []


def _run_file(made: Entry) -> str:
    folder = EXAMINATIONS if made.kind == Kind.EXAMINED else "runs"
    return f"{folder}/{made.body.get('number', 0):04d}.json"


class _Desk:
    """Views, works and versions that several records share."""

    def __init__(self, root: Path, scratch: Path, logs: Logs, listed: Mapping[str, Mapping[str, str]]) -> None:
        self.root = root
        self.scratch = scratch
        self.logs = logs
        self.listed = listed
        self.here = run.environment()
        self._views: dict[str, view.Earlier] = {}
        self._works: dict[tuple[str, str], Work | AppraisalError] = {}

    def compared(self, taken: Sequence[Standing], jobs: int) -> Iterator[Remark]:
        tasks: dict[str, Job] = {}
        by_file = {one.file: one for one in taken}
        sure: dict[str, bool] = {}
        for one in taken:
            try:
                told = self._not_computed(one)
                if told is None and one.alone:
                    yield self._examined(one)
                elif told is None:
                    tasks[one.file], sure[one.file] = self._job(one)
                else:
                    yield told
            except (AppraisalError, OSError) as error:
                what = "needs-settings" if isinstance(error, UsageError) else "not-computed"
                yield Remark(Answer.UNKNOWN, what, one.file, detail=str(error))
        done: set[str] = set()
        try:
            for file, _, text in dispatch.compare_texts(tasks.items(), jobs):
                done.add(file)
                yield self._judged(by_file[file], text, sure[file])
        except AppraisalError as error:
            for file in sorted(tasks.keys() - done):
                yield Remark(Answer.UNKNOWN, "not-computed", file, detail=str(error))

    def _body(self, one: Standing) -> dict[str, Any] | None:
        """The record as it lies in the case; None when it is not the one that was written."""
        if not regular(self.root, one.file):
            return None
        text = (self.root / one.file).read_bytes()
        if digest(text.decode("utf-8", "replace")) != one.sha256:
            return None
        return self._framed(one, text)

    def _framed(self, one: Standing, text: str | bytes) -> dict[str, Any]:
        """A record as JSON; that of an examiner under the name by which those of comparators go."""
        if not one.alone:
            return framed(text)
        found = examiner.to_json(examiner.loads(text))
        return {**found, "comparator": found["examiner"]}

    def _not_computed(self, one: Standing) -> Remark | None:
        body = self._body(one)
        if body is None:
            detail = f"{one.file}: {one.made.log} {one.made.seq}, {one.made.on}"
            return Remark(Answer.UNKNOWN, "needs-state", one.file, detail=detail)
        if body["reason"] in ACCIDENTS:
            return Remark(None, "accident", one.file, detail=str(body["reason"]))
        needed = f"{body['comparator']} {body['version']}"
        name = body["comparator"]
        if name not in (registry.examiner_names() if one.alone else registry.comparator_names()):
            return Remark(Answer.UNKNOWN, "needs-method", one.file, detail=needed)
        here = registry.examiner(name).version if one.alone else registry.comparator(name).version
        if here != body["version"]:
            return Remark(Answer.UNKNOWN, "needs-method", one.file, detail=f"{needed} (here {here})")
        return None

    def _case(self, made: Entry) -> view.Earlier:
        if made.digest not in self._views:
            place = self.scratch / f"run-{made.seq}"
            case = view.earlier(self.root, place, self.logs, made, self.listed).case
            case.settings = replace(case.settings, parameters={})
            self._views[made.digest] = case
        return self._views[made.digest]

    def _work(self, case: view.Earlier, label: str) -> Work:
        """A work as it was compared then: with the revisions of views that were on file."""
        revisions = revising.revisions(case, label)
        key = (label, repr(sorted((seen, one.by, one.edited[1]) for seen, one in revisions.items())))
        if key not in self._works:
            try:
                self._works[key] = run.work_of(case, case.received(label), self.scratch / "derived")
            except AppraisalError as error:
                self._works[key] = error
        found = self._works[key]
        if isinstance(found, AppraisalError):
            raise found
        return found

    def _job(self, one: Standing) -> tuple[Job, bool]:
        """The comparison as it was made, and whether its name proves that all its settings are those of then."""
        body = self._body(one)
        case = self._case(one.made)
        if body is None:
            raise UsageError(f"{one.file} cannot be read")
        works = {work.label: self._work(case, work.label) for work in case.works}
        sides = (body["left"]["label"], body["right"]["label"])
        listed = run.jobs_of(case, works, [body["comparator"]], self._memory(one.made))
        job = next((j for j in listed if (j.left.label, j.right.label) == sides), None)
        if job is None:
            raise UsageError(f"{one.file}: {sides[0]} and {sides[1]} are not in the roles of then")
        job = replace(job, parameters=body["parameters"], store=None, children=case.root / "nested")
        key = Path(one.file).name.rsplit(".", 2)[1].split("-run")[0]
        return job, key_of(job).startswith(key)

    def _examined(self, one: Standing) -> Remark:
        """The examination made again."""
        body = self._body(one)
        if body is None:
            raise UsageError(f"{one.file} cannot be read")
        case, memory = self._case(one.made), self._memory(one.made)
        other = body["against"]
        works = [self._work(case, name["label"]) for name in (body["work"], *([other] if other else []))]
        work, against = works[0], works[1] if other else None
        name = body["examiner"]
        found = examining.examine(name, work, against, parameters=body["parameters"], memory=memory)
        sure = Path(one.file).name.rsplit(".", 2)[1].split("-run")[0]
        return self._judged(one, examiner.dumps(found), examined.key(name, work, against, memory).startswith(sure))

    def _memory(self, made: Entry) -> int:
        """Bytes that the run allowed; runs of older versions do not say."""
        memory = self._run(made).get("memory")
        return memory if isinstance(memory, int) and memory > 0 else MEMORY

    def _judged(self, one: Standing, text: str, sure: bool) -> Remark:
        found = digest(text)
        if found == one.sha256:
            return Remark(Answer.HOLDS, "recomputed", one.file)
        lacking = view.differing(self._versions(one.made), self.here)
        body = self._body(one)
        if lacking and body is not None and same(body, self._framed(one, text)):
            return Remark(Answer.HOLDS, "recomputed-close", one.file, detail="; ".join(lacking))
        if lacking:
            return Remark(Answer.UNKNOWN, "needs-versions", one.file, detail="; ".join(lacking))
        if not sure:
            return Remark(Answer.UNKNOWN, "needs-settings", one.file, detail=f"{one.made.log} {one.made.seq}")
        return Remark(Answer.FAILS, "recomputed-differs", one.file, detail=f"{found} ≠ {one.sha256}")

    def _versions(self, made: Entry) -> Mapping[str, str]:
        held = self._run(made).get("versions")
        if not isinstance(held, dict):
            return {_run_file(made): "?"}
        return {str(k): str(v) for k, v in held.items()}

    def _run(self, made: Entry) -> Mapping[str, Any]:
        """What ``runs/NNNN.json`` says; empty when it cannot be read, which integrity names."""
        try:
            found = json.loads((self.root / _run_file(made)).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def unpacked(self) -> Iterator[Remark]:
        """Files below ``derived/`` that unpacking the works of this sample again did not give."""
        fresh = self.scratch / "derived"
        if not fresh.is_dir():
            return
        for folder in sorted(path.name for path in fresh.iterdir()):
            held = self.root / "derived" / folder
            if not held.is_dir() or held.is_symlink():
                continue
            for path in sorted(held.glob("[0-9a-f][0-9a-f]/" + "[0-9a-f]" * 64)):
                name = path.relative_to(self.root).as_posix()
                if not (fresh / folder / path.parent.name / path.name).exists():
                    yield Remark(Answer.FAILS, "not-a-member", name)


def same(one: Any, other: Any) -> bool:
    """Whether two records agree but for figures beyond ``DIGITS`` digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool) or not (_figure(one) and _figure(other)):
        return type(one) is type(other) and bool(one == other)
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    return bool(abs(one - other) <= 10**-DIGITS * max(abs(one), abs(other)))


def _figure(value: Any) -> bool:
    return isinstance(value, (int, float))
