"""Negative controls: unrelated members of the same kind, in which a method should find nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from appraisal import codec
from appraisal.comparator import Scrambling
from appraisal.controls.bench import ATTEMPTS, NO_SOURCE, NOT_ASKED, Bench, Row, Task, inside
from appraisal.controls.choosing import Held, Rotation, drawn
from appraisal.job import Job
from appraisal.work import Member, Work, digest_file

NO_UNRELATED = (
    "no collection was given (--collection), and the method does not scramble material (it offers no scramble)"
)
NONE_THERE = "the collection holds nothing that the method reads and that is not in this case too"


def negative(bench: Bench) -> Row:
    """Claimed members against members of the collection, else against scrambled members of the case."""
    drawing = (bench.method.media, bench.setting.seed, bench.name, "unrelated")
    if not bench.setting.unrelated:
        return {"from": "none", "why": NOT_ASKED, "pairs": [], "refused": []}
    if bench.setting.collection is not None:
        known = {m.sha256 for work in bench.setting.works for m in work.members}
        strange = [_without(work, known) for work in bench.setting.collection]
        made_of, op, none = Rotation(strange, *drawing), "read", NONE_THERE
    elif isinstance(bench.method, Scrambling):
        made_of, op, none = Rotation(bench.setting.works, *drawing), "scramble", NO_SOURCE
    else:
        return {"from": "none", "why": NO_UNRELATED, "pairs": [], "refused": []}
    sources = Rotation(bench.setting.claimed, bench.method.media, bench.setting.seed, bench.name, "unrelated source")
    pairs, refused = _pairs(bench, op, sources, made_of)
    why = "" if pairs else (str(refused[0]["message"]) if refused else none)
    origin = "collection" if op == "read" else "scrambled"
    return {"from": origin, "why": why, "pairs": list(pairs), "refused": list(refused)}


def _pairs(bench: Bench, op: str, sources: Rotation, others: Rotation) -> tuple[list[Row], list[Row]]:
    pairs: list[Row] = []
    refused: list[Row] = []
    seen: set[tuple[Held, Held]] = set()
    wanted = bench.setting.unrelated
    while len(pairs) < wanted and len(seen) < ATTEMPTS * wanted:
        chosen = _new_pairs(sources, others, seen, wanted - len(pairs))
        if not chosen:
            break
        with bench.room("unrelated") as room:
            tasks: list[Task] = []
            for source, other in chosen:
                seed = drawn(bench.setting.seed, bench.name, "scramble", source.member.sha256, other.member.sha256)
                tasks.append(Task(f"u{len(seen)}-{len(tasks)}", source, other, seed, op, room))
            jobs: dict[str, tuple[Task, Job]] = {}
            for task, answer in bench.asked(tasks, sources, others):
                right = task.other.work if op == "read" else _scrambled(answer, task)
                jobs[task.name] = task, bench.job(task.source, right)
            for task, found in bench.compared(jobs):
                row = task.pair
                if found.status == "ok":
                    pairs.append(row | {"matches": len(found.matches)})
                else:
                    refused.append(row | {"reason": found.reason, "message": found.message})
    return pairs, refused


def _without(work: Work, known: set[str]) -> Work:
    """The work less the members whose bytes are ``known``."""
    kept = tuple(m for m in work.members if m.sha256 not in known)
    return Work(work.label, work.root, work.medium, kept, work.sha256, work.is_folder)


def _scrambled(answer: Any, task: Task) -> Work:
    path = codec.decode(Path, answer)
    inside(path, task)
    sha256, size = digest_file(path)
    member = Member(path.name, path, size, sha256, task.other.member.medium)
    return Held(task.other.label, member).work


def _new_pairs(
    sources: Rotation, others: Rotation, seen: set[tuple[Held, Held]], wanted: int
) -> list[tuple[Held, Held]]:
    """Pairs not seen yet, sources by turns; adds them to ``seen``. Fewer than wanted when no more can be made."""
    chosen: list[tuple[Held, Held]] = []
    exhausted: set[Held] = set()
    idle = 0  # sources in a row that have met all others
    while len(chosen) < wanted and idle <= len(exhausted):
        source = sources.following()
        if source is None:
            break
        other = None if source in exhausted else _unmet(source, others, seen)
        if other is None:
            exhausted.add(source)
            idle += 1
            continue
        idle = 0
        seen.add((source, other))
        chosen.append((source, other))
    return chosen


def _unmet(source: Held, others: Rotation, seen: set[tuple[Held, Held]]) -> Held | None:
    for _ in range(len(others)):
        other = others.following(unlike=source.member.sha256)
        if other is None or (source, other) not in seen:
            return other
    return None
