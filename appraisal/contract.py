"""The laws every comparator obeys, as functions: ``check(name, specimens, scratch)`` runs all that apply.

``tests/contract`` takes each installed comparator through them; a comparator in a package of its own calls ``check``
from its tests with specimens of its own. Each law raises ``ContractBroken`` that says which one and how.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from appraisal import registry
from appraisal.comparator import Plantable
from appraisal.comparison import RULE, Comparison, Exclusion, Match, Reason
from appraisal.engine import compare
from appraisal.errors import AppraisalError
from appraisal.job import Job
from appraisal.records import dumps, loads
from appraisal.span import Region, Span, whole
from appraisal.work import Work

FLOOR = 0.1  # score of unrelated works at the most, unless the comparator documents its own as ``floor``
NAMED = {"unreadable", "encrypted", "over-limit", "refused"}


class ContractBroken(AssertionError):
    """A comparator breaks a law of the protocol."""


def _hold(condition: bool, law: str, detail: object = "") -> None:
    if not condition:
        raise ContractBroken(f"{law}: {detail}")


def run(name: str, left: Path, right: Path, **more: object) -> Comparison:
    """Compare two paths in this process, as the child would."""
    method = registry.comparator(name)
    medium = next(iter(method.media)) if len(method.media) == 1 else None
    works = [Work.open(path, label=label, medium=medium) for path, label in ((left, "L"), (right, "R"))]
    return compare(replace(Job(name, works[0], works[1]), **more))  # type: ignore[arg-type]


def identity(name: str, specimen: Path) -> Comparison:
    """A work against itself gives exactly 1, or is refused on both sides alike.

    Where rules take out everything that counts, nothing is left to share: then it is ``all`` that gives exactly 1.
    Returned, here and below, is what comparing gave: ``result`` of the laws that look at the same two.
    """
    result = run(name, specimen, specimen)
    if result.status != "ok":
        _hold(result.reason in NAMED, "identity", f"{specimen.name}: {result.reason} {result.message}")
        return result
    if result.coverage_of_left is None:
        _hold(result.coverage_of_right is None, "identity", "coverage is None on one side only")
        return result
    figures: tuple[float | None, ...] = (result.score, result.coverage_of_left, result.coverage_of_right)
    if not any(figures) and any(one.by.startswith(RULE) for one in result.excluded):
        figures = (result.all.score, result.all.coverage_of_left, result.all.coverage_of_right)
    _hold(figures == (1, 1, 1), "identity", f"{specimen.name}: {figures}")
    return result


def _mirrored(matches: Sequence[Match]) -> set[object]:
    return {(frozenset(m.all_right()), frozenset(m.all_left()), m.kind) for m in matches}


def mirror(name: str, left: Path, right: Path) -> Comparison:
    """Swapping the works mirrors the result: the same matches, the other way round."""
    one, other = run(name, left, right), run(name, right, left)
    _hold(one.status == other.status, "mirror", (one.status, other.status))
    _hold(one.coverage_of_left == other.coverage_of_right, "mirror", "coverage of left")
    _hold(one.coverage_of_right == other.coverage_of_left, "mirror", "coverage of right")
    _hold(one.score == other.score, "mirror", f"score {one.score} {other.score}")
    straight = {(frozenset(m.all_left()), frozenset(m.all_right()), m.kind) for m in one.matches}
    _hold(straight == _mirrored(other.matches), "mirror", f"{len(one.matches)} and {len(other.matches)} matches differ")
    return one


def repeats(name: str, left: Path, right: Path, result: Comparison | None = None) -> None:
    """A rerun gives the same bytes, and the record survives reading and writing."""
    first, second = (dumps(one or run(name, left, right)) for one in (result, None))
    _hold(first == second, "repeats", "two runs differ")
    _hold(dumps(loads(first)) == first, "repeats", "the record changes when it is read and written")


def floor(name: str, left: Path, right: Path, result: Comparison | None = None) -> None:
    """Unrelated works stay at the documented floor."""
    result = result or run(name, left, right)
    limit = getattr(registry.comparator(name), "floor", FLOOR)
    _hold(result.score <= limit, "floor", f"unrelated works reach {result.score} > {limit}")


def inside(name: str, left: Path, right: Path, result: Comparison | None = None) -> None:
    """Spans lie inside the works; coverages and shares lie in [0, 1]."""
    method = registry.comparator(name)
    medium = next(iter(method.media)) if len(method.media) == 1 else None
    result = result or run(name, left, right)
    works = {side: Work.open(path, medium=medium) for side, path in (("left", left), ("right", right))}
    for match in result.matches:
        for side, spans in (("left", match.all_left()), ("right", match.all_right())):
            for span in spans:
                member = works[side].by_file.get(span.file)
                _hold(member is not None, "inside", span)
                if member is not None and span.unit in ("char", "byte", "line"):
                    _hold(0 <= span.start < span.stop <= member.size + 1, "inside", span)
        for at_left, at_right, length in match.blocks:
            _hold(length > 0, "inside", f"an empty block in {match.id}")
            _hold(
                match.left.start <= at_left and at_left + length <= match.left.stop, "inside", "block leaves left span"
            )
            _hold(
                match.right.start <= at_right and at_right + length <= match.right.stop,
                "inside",
                "block leaves right span",
            )
    for share in (result.coverage_of_left, result.coverage_of_right, result.score):
        _hold(share is None or 0 <= share <= 1, "inside", f"share {share}")


def growing(name: str, left: Path, right: Path, scratch: Path, result: Comparison | None = None) -> None:
    """Adding a copy of the left work to the right one never lowers the coverage of the left."""
    after = scratch / "after"
    _put(right, after / "host")
    _put(left, after / "copy")
    earlier, later = result or run(name, left, right), run(name, left, after)
    if earlier.status == "ok" and earlier.coverage_of_left is not None:
        _hold(later.status == "ok", "growing", later.message)
        low, high = earlier.coverage_of_left, later.coverage_of_left or 0
        _hold(high >= low, "growing", f"coverage of left fell from {low} to {high}")


def _put(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy(source, target)


def nothing_left(name: str, left: Path, right: Path) -> None:
    """Excluding everything gives 0 (or no coverage at all), and never an error."""
    method = registry.comparator(name)
    medium = next(iter(method.media)) if len(method.media) == 1 else None
    exclusions = [
        Exclusion(Reason.LICENSED, side, whole(member.file))  # type: ignore[arg-type]
        for side, path in (("left", left), ("right", right))
        for member in Work.open(path, medium=medium).members
    ]
    result = run(name, left, right, exclusions=tuple(exclusions))
    if getattr(method, "between", False) and run(name, left, right).reason == "refused":
        _hold(result.reason == "refused", "nothing left", result.message)  # of two works of one kind it says nothing
        return
    _hold(result.status == "ok", "nothing left", result.message)
    _hold(result.score == 0, "nothing left", f"score {result.score}")
    _hold((result.coverage_of_left or 0, result.coverage_of_right or 0) == (0, 0), "nothing left", "coverage")


def planted(name: str, source: Path, into: Path, scratch: Path, seeds: Sequence[int]) -> None:
    """A copy planted by the comparator itself is found where it was planted."""
    method = registry.comparator(name)
    if not isinstance(method, Plantable):
        return
    medium = next(iter(method.media)) if len(method.media) == 1 else None
    for seed in seeds:
        members = [Work.open(path, medium=medium).members[0] for path in (source, into)]
        out = scratch / f"plant-{seed}"
        out.mkdir(parents=True)
        plant = method.plant(members[0], members[1], seed, out)
        result = run(name, source, plant.path)
        _hold(result.status == "ok", "planted", result.message)
        found = any(
            covers(match.all_left(), plant.left) and covers(match.all_right(), plant.right) for match in result.matches
        )
        _hold(found, "planted", f"seed {seed}, {plant.alteration}: {plant.left} in {plant.right} not found")


def covers(spans: Sequence[Span], wanted: Span) -> bool:
    same = [span for span in spans if span.lane == wanted.lane]
    return Region([wanted]).without(Region(same)).length() <= 1e-6 * max(1.0, float(wanted.length))


def hostile_files(specimen: Path, scratch: Path) -> Iterator[Path]:
    """Files under the specimen's name that are not what it promises."""
    data = specimen.read_bytes()
    contents: Mapping[str, bytes] = {
        "empty": b"",
        "zeros": bytes(100_000),
        "noise": bytes((i * 7919 + (i >> 3) * 104729) % 256 for i in range(20_000)),
        "cut": data[: max(1, len(data) // 3)],
        "torn": data[: len(data) // 2] + b"\xff\x00\xfe" * 50 + data[len(data) // 2 :],
        "text": b"<script>alert(1)</script>" * 40,
    }
    for kind, body in contents.items():
        folder = scratch / f"hostile-{kind}"
        folder.mkdir(parents=True)
        path = folder / specimen.name
        path.write_bytes(body)
        yield path


def hostile(name: str, specimen: Path, scratch: Path) -> None:
    """Empty, corrupt or hostile input gives a result or a named error on either side, never a crash."""
    for path in hostile_files(specimen, scratch):
        for left, right in ((path, specimen), (specimen, path)):
            try:
                result = run(name, left, right)
            except AppraisalError as error:
                raise ContractBroken(
                    f"hostile: {path.parent.name} raises {error!r} instead of giving a record"
                ) from error
            _hold(result.status == "ok" or result.reason in NAMED, "hostile", (path.parent.name, result.reason))
            if result.status != "ok":
                _hold(path.name in (result.message or ""), "hostile", f"{path.parent.name}: the message names no file")


def check(name: str, specimens: Sequence[Path], scratch: Path, *, seeds: Sequence[int] = (0, 1, 2)) -> None:
    """All laws, on at least two unrelated specimens (files of the comparator's medium)."""
    first, second = specimens[:2]
    same = identity(name, first)
    for specimen in specimens[1:]:
        identity(name, specimen)
    apart = mirror(name, first, second)
    repeats(name, first, first, same)
    floor(name, first, second, apart)
    inside(name, first, first, same)
    growing(name, first, second, scratch / "growing", apart)
    nothing_left(name, first, first)
    planted(name, first, second, scratch / "planted", seeds)
    hostile(name, first, scratch / "hostile")
