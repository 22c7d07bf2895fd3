"""The parent's side of the engine: open works, send jobs to limited workers, check what comes back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from appraisal import codec, derive, extract, records, registry
from appraisal.child import Limits, Outcome, Pool, Worker
from appraisal.comparison import JSON, Comparison, Exclusion, Match, Measures
from appraisal.engine import PRELOAD
from appraisal.errors import AppraisalError, ChildFailed, MaterialError, RecordError, Unreadable, UsageError, reason_of
from appraisal.exhibit import Exhibit
from appraisal.extract.listing import REASONS
from appraisal.job import Job, failure, pack
from appraisal.work import Lost, Medium, Member, Opened, Work, error_of, guess_medium, unique

HANDLER = "appraisal.engine:handle"
LIBRARIES = 2 << 30  # address space that interpreter and libraries take beside a comparator's own data
NESTED = "!/"


def limits_for(memory: int) -> Limits:
    """Limits of a worker that may use ``memory`` bytes for its data."""
    return Limits(memory=memory + LIBRARIES)


def environment(*comparators: str) -> Mapping[str, str]:
    """The search path goes to the children, so that separately installed comparators are found there too."""
    return {**registry.search_path(), PRELOAD: " ".join(comparators)}


def open_work(path: str | Path, *, label: str = "", medium: Medium | None = None, derived: Path | None = None) -> Work:
    """A work as methods read it: archives opened, views made of what needs one (``derive``).

    Both lie under ``derived``; without it archives stay single, unread members and no views are made. The work's
    digest is always that of what was handed in.
    """
    return opened(Work.open(path, label=label, medium=medium), derived, medium)


def opened(
    work: Work, derived: Path | None, medium: Medium | None = None, revisions: Mapping[derive.Seen, derive.Revised] = {}
) -> Work:
    """``work`` with its archives opened and its views made, revised ones as experts left them: see ``open_work``.

    The named error where nothing of it can be read.
    """
    found = opened_or_told(work, derived, medium, revisions)
    if found.problem is not None:
        raise error_of(found.problem)
    return found


def opened_or_told(
    work: Work, derived: Path | None, medium: Medium | None = None, revisions: Mapping[derive.Seen, derive.Revised] = {}
) -> Work:
    """As ``opened``; where nothing of the archives can be read, the work with that as its ``problem``: it fails the
    comparisons that it stands in, and those of other works go on."""
    if derived is None:
        return work
    suspects, readers = set(), {}
    for member in work.members:
        head = _head(member)
        if derivers := derive.takers(member, head, revisions):
            readers[member.file] = derivers  # a document that is a zip inside is one work, also when it is damaged
        elif extract.may_be_archive(head):
            suspects.add(member.file)
    unpacked = _unpacked(work, derived, medium, suspects) if suspects else work
    if unpacked.problem is not None:
        return unpacked
    owners = {member.file: member.sha256 for member in work.members}
    wanted = []
    for member in unpacked.members:
        inside = member.file not in owners
        derivers = derive.takers(member, _head(member), revisions) if inside else readers.get(member.file, ())
        if derivers:
            wanted.append((member, owners[_outermost(member.file, owners) if inside else member.file], derivers))
    if not wanted:
        return unpacked
    seen = derive.with_views(wanted, derived, revisions)
    return replace(unpacked, members=tuple(seen.get(member.file, member) for member in unpacked.members))


def _outermost(name: str, owners: Mapping[str, str]) -> str:
    """The file as handed in that a member of an archive lies in."""
    at = name.find(NESTED)
    while at >= 0:
        if name[:at] in owners:
            return name[:at]
        at = name.find(NESTED, at + 1)
    raise RecordError(f"{name}: lies in nothing that was handed in")


def _unpacked(work: Work, derived: Path, medium: Medium | None, suspects: Set[str]) -> Work:
    """``work`` with the members of its archives in place of the archives, named ``archive.zip!/inner``.

    A single archive over a cap is refused as a whole; inside a folder it is listed in ``skipped`` with what it lacks,
    as are members that the extractor could not or would not read. ``suspects`` are files that may be archives by their
    first bytes; what they are and hold, the limited child says. Where that leaves nothing, the work has a ``problem``.
    """
    problem: tuple[str, str] | None = None
    members: list[Member] = []
    skipped = list(work.skipped)
    opened: list[Opened] = []
    taken = {member.file: 1 for member in work.members}
    with Worker(extract.HANDLER, extract.CHILD) as worker:
        for member in work.members:
            if member.file not in suspects:
                members.append(member)
                continue
            out = derived / member.sha256[:24]
            label = f"{work.label}: {member.file}"
            try:
                listing = extract.unpack(member.path, out, label=label, worker=worker, name=member.path.name)
                if not work.is_folder and any(problem.reason == "over-limit" for problem in listing.problems):
                    listing.require()
            except (MaterialError, ChildFailed) as error:
                if not work.is_folder:
                    problem = reason_of(error), str(error)
                skipped.append((member.file, reason_of(error)))
                whole = Lost(member.file, reason_of(error), member.size, str(error).removeprefix(f"{label}: "))
                opened.append(Opened(member.file, "", member.size, lost=(whole,)))
                continue
            if not listing.kind:
                members.append(member)
                skipped += [(member.file, problem.reason) for problem in listing.problems]  # told, not opened
                continue
            found, lost = _inside(member, listing, out, medium, taken)
            members += found
            skipped += [(one.file, one.reason) for one in lost]
            size = sum(one.size for one in found)
            opened.append(Opened(member.file, listing.kind, member.size, len(found), size, tuple(lost)))
    if not members and problem is None:
        nothing = _nothing(work.label, [one for archive in opened for one in archive.lost])
        problem = reason_of(nothing), str(nothing)
    return replace(
        work,
        members=tuple(sorted(members, key=lambda m: m.file)),
        skipped=tuple(skipped),
        opened=tuple(opened),
        problem=problem,
    )


def _nothing(label: str, lost: Sequence[Lost]) -> AppraisalError:
    """The error of archives of which no file can be read: of the kind of what all of it lacks, with the first file that
    says why."""
    told = next((f": {one.file}: {one.message}" for one in lost if one.message), "")
    kinds = {one.reason for one in lost}
    reason = next(iter(kinds)) if len(kinds) == 1 else ""
    return REASONS.get(reason, Unreadable)(f"{label}: the archive holds no file that can be read{told}")


def _head(member: Member) -> bytes:
    try:
        return member.head()
    except OSError as error:
        raise MaterialError(f"{member.file}: cannot be read ({error.strerror})") from error


def _inside(
    archive: Member, listing: extract.Listing, out: Path, medium: Medium | None, taken: dict[str, int]
) -> tuple[list[Member], list[Lost]]:
    """Members of an opened archive under names not yet ``taken``, and what of it is lost."""
    prefix = f"{archive.file}{NESTED}"
    members: list[Member] = []
    lost = [Lost(prefix + one.archive, one.reason, None, one.message) for one in listing.problems]
    opened = {entry.within for entry in listing.members}
    for entry in listing.members:
        if entry.status != "ok":
            lost.append(Lost(prefix + entry.display, entry.status, entry.stated, entry.message))
        elif entry.display not in opened:
            path = listing.path(entry, out)
            with path.open("rb") as stream:
                kind = medium or guess_medium(entry.display, stream.read(4096))
            name = unique(prefix + entry.display, taken)
            members.append(Member(name, path, entry.size or 0, entry.sha256 or "", kind))
    return members, lost


def task_of(op: str, job: Job, **more: JSON) -> bytes:
    """A task as JSON: what the text of a job is put together from has been converted before."""
    others = "".join(f',"{name}":{json.dumps(value, allow_nan=False)}' for name, value in more.items())
    return f'{{"op":"{op}","job":{pack(job)}{others}}}'.encode("ascii")


def compare(job: Job) -> Comparison:
    """One comparison in a limited child; a death of the child is a failed record, never an exception."""
    (result,) = compare_all([("", job)], jobs=1)
    return result[1]


def compare_all(tasks: Iterable[tuple[str, Job]], jobs: int) -> Iterator[tuple[str, Comparison, str]]:
    """Run all jobs on ``jobs`` workers; yields (name, comparison, record text) as each lands."""
    for name, body, text in compare_texts(tasks, jobs):
        yield name, records.from_json(body), text


def comparers(methods: Sequence[str], jobs: int, memory: int) -> Pool:
    """Workers that stay for several rounds of ``compare_with``: each takes a second to begin."""
    return Pool(HANDLER, jobs, limits_for(memory), environment=environment(*methods))


def compare_with(pool: Pool, jobs: Mapping[str, Job]) -> dict[str, Comparison]:
    """What comes of jobs on the workers of ``comparers``, by name."""
    sent = ((name, task_of("compare", job)) for name, job in jobs.items())
    return {name: records.from_json(_checked(jobs[name], outcome)[0]) for name, outcome in pool.map_unordered(sent)}


def _outcomes(op: str, tasks: Iterable[tuple[str, Job]], jobs: int) -> Iterator[tuple[str, Job, Outcome]]:
    """Send all jobs to a pool of limited workers; what came of each, as it lands."""
    listed = dict(tasks)
    if not listed:
        return
    memory = max(job.memory for job in listed.values())
    used = sorted({job.comparator for job in listed.values()})
    with Pool(HANDLER, jobs, limits_for(memory), environment=environment(*used)) as pool:
        work = ((name, task_of(op, job)) for name, job in listed.items())
        for name, outcome in pool.map_unordered(work):
            yield name, listed[name], outcome


def compare_texts(tasks: Iterable[tuple[str, Job]], jobs: int) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """As ``compare_all``, with records as JSON of which only the frame is checked: for batches of small comparisons."""
    for name, job, outcome in _outcomes("compare", tasks, jobs):
        yield (name, *_checked(job, outcome))


def _checked(job: Job, outcome: Outcome) -> tuple[Mapping[str, Any], str]:
    """The record a worker answered with: of the schema, about the job's method and works."""
    if not outcome.ok:
        result = failure(job, outcome.error())
        return records.to_json(result), records.dumps(result)
    text = outcome.value
    if not isinstance(text, str):
        raise RecordError("a worker answered with something that is no record")
    body = records.framed(text)
    told = (body["comparator"], body["left"]["sha256"], body["right"]["sha256"])
    if told != (job.comparator, job.left.sha256, job.right.sha256):
        raise RecordError(f"a worker answered for {told[0]} on other works than it was given")
    return body, text


def compare_rows(tasks: Iterable[tuple[str, Job]], jobs: int) -> Iterator[tuple[str, Mapping[str, Any], bytes]]:
    """As ``compare_texts``, with ``records.head`` in place of the record, whose bytes are kept unread: whoever reads
    it later checks digest and schema. For batches, where looking into each record cost a twentieth of the comparison.
    """
    for name, job, outcome in _outcomes("row", tasks, jobs):
        yield (name, *_headed(job, outcome))


def _headed(job: Job, outcome: Outcome) -> tuple[Mapping[str, Any], bytes]:
    if not outcome.ok:
        result = failure(job, outcome.error())
        return records.head(result), records.dumps(result).encode()
    head, text = outcome.value, outcome.beside
    if text is None or not isinstance(head, dict) or head.keys() != records.HEAD or not _one_line(text):
        raise RecordError(f"a worker answered with something that is no record of {job.comparator}")
    if (head["comparator"], head["left"], head["right"]) != (job.comparator, job.left.sha256, job.right.sha256):
        raise RecordError(f"a worker answered for {head['comparator']} on other works than it was given")
    return head, text


def _one_line(text: bytes) -> bool:
    """Whether the bytes are UTF-8 and can be a line of ``records.jsonl``."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return 0 < len(text) == text.find(b"\n") + 1


class Asking:
    """Questions about one job, put to one limited child that begins with the first of them.

    ``used``: the methods that jobs asked about next are of. Their children are then forked from the same place.
    """

    def __init__(self, job: Job, used: Sequence[str] = ()) -> None:
        self.job = job
        self.used = used or (job.comparator,)

    @cached_property
    def _worker(self) -> Worker:
        return Worker(HANDLER, limits_for(self.job.memory), environment=environment(*self.used))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if "_worker" in self.__dict__:
            self._worker.close()

    def exhibits(self, matches: Sequence[Match]) -> list[Exhibit]:
        """Exhibits of chosen matches."""
        if not matches:
            return []
        answer = self._worker.run(task_of("exhibits", self.job, matches=[records.match_to_json(m) for m in matches]))
        return list(codec.decode(tuple[Exhibit, ...], answer))

    def measure(self, matches: Sequence[Match], excluded: Sequence[Exclusion]) -> Measures:
        """Figures over chosen matches of a record under its exclusions."""
        task = task_of(
            "measure",
            self.job,
            matches=[records.match_to_json(m) for m in matches],
            excluded=[records.exclusion_to_json(e) for e in excluded],
        )
        return codec.decode(Measures, self._worker.run(task))  # type: ignore[no-any-return]


def exhibits(job: Job, matches: Sequence[Match]) -> list[Exhibit]:
    """Exhibits of chosen matches, made in a limited child."""
    with Asking(job) as child:
        return child.exhibits(matches)


def build_background(name: str, paths: Sequence[Path], out: Path, *, sample: int = 0, public: bool = False) -> None:
    """``appraisal background build``: one table for each comparator and screener that keeps backgrounds.

    ``sample`` ≥ 1: an index of components instead, for screeners alone, that keeps one key in ``sample``.
    ``public``: the works of that index are in the public domain; screeners for which that means something keep it,
    those that know components keep the others.
    """
    from appraisal import background

    with tempfile.TemporaryDirectory() as scratch:
        works = [
            open_work(p, label=p.name, derived=Path(scratch))
            for path in paths
            for p in (sorted(path.iterdir()) if path.is_dir() else [path])
        ]
        if not works:
            named = ", ".join(str(path) for path in paths)
            raise UsageError(
                f"background {name!r}: nothing in {named}: each entry of a folder is a work that is counted"
            )
        tables: dict[str, JSON] = {}
        keepers = registry.screeners_with_background()
        if sample:
            keepers = tuple(k for k in keepers if getattr(registry.screener(k), "public_works", False) is public)
        counting = (*(() if sample else registry.with_background()), *keepers)
        around = environment(*counting)  # the same for all, so that each has a child of its own from one nursery
        for comparator in counting:
            with Worker(HANDLER, limits_for(4 << 30), environment=around) as worker:
                task = {
                    "op": "background",
                    "comparator": comparator,
                    "works": [codec.encode(w) for w in works],
                    "out": codec.encode(out),
                    "sample": sample,
                }
                tables[comparator] = worker.run(task)
        background.write_manifest(out, name, works, tables, components=bool(sample), public=public)
