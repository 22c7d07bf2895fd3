"""Running a case: every claimed work against every accused one, by every comparator that applies."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from appraisal import __version__, background, dispatch, filing, identity, records, registry, revising, scheme
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.casefile import Received, clean
from appraisal.chain import Entry
from appraisal.comparator import parameters_of
from appraisal.comparison import JSON, Exclusion, Reason, Side
from appraisal.dossier import Role
from appraisal.errors import ACCIDENTS, CaseError, DamagedRecord, MaterialError
from appraisal.job import Job, key_of
from appraisal.media import Medium
from appraisal.procedure import SEEN, Kind, shows
from appraisal.recorded import read_record
from appraisal.records import canonical, digest, plain
from appraisal.scheme import LeftOut
from appraisal.span import whole
from appraisal.work import NO_ENDINGS, Work

Row = Mapping[str, Any]
ROW = ("comparator", "version", "status", "reason", "message", "score", "coverage_of_left", "coverage_of_right")
LIBRARIES = (
    *("numpy", "scipy", "opencv-python-headless", "pydivsufsort", "opencc", "pillow", "shapely", "typst"),
    *("lxml", "pypdfium2", "rapidocr", "onnxruntime"),
)


def environment() -> dict[str, str]:
    """Versions that a result may depend on. No host name, no path."""
    found = {"copyright-appraisal": __version__, "python": platform.python_version(), "machine": platform.machine()}
    for name in LIBRARIES:
        found[name] = _version(name)
    return found


@cache  # what runs here stays as it was installed
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"


def works_of(case: Case) -> Mapping[str, Work]:
    """All works of the case, checked by the digests of receipt; archives opened and views made in ``derived/``."""
    return {entry.label: work_of(case, entry, case.root / "derived") for entry in case.works}


def work_of(case: Case, entry: Received, derived: Path) -> Work:
    """A work as it is compared, with the revisions of views on file; one that cannot be opened has its ``problem``."""
    revised = revising.revisions(case, entry.label)
    return dispatch.opened_or_told(case[entry.label], derived, entry.medium, revised)


def _methods(left: Work, right: Work, asked: Set[str]) -> tuple[str, ...]:
    """Methods that are proposed for two works; where one cannot be opened, those that would read the other, each of
    which fails for it."""
    read = [work for work in (left, right) if work.problem is None]
    return registry.applicable(read[0], read[-1], asked=asked) if read else ()


Rules = Sequence[tuple[LeftOut, Entry, bool]]


def _left_out(rules: Rules, method: str, left: Work, right: Work) -> Iterator[Exclusion]:
    """Files that the scheme in force leaves out of a method's scope, as exclusions of whole files: they leave the
    filtered figures, denominators too, and stand in the record with who fixed the rule, when and why."""
    if not rules:
        return
    chosen = registry.comparator(method)
    media, endings = chosen.media, getattr(chosen, "endings", NO_ENDINGS)
    sides: tuple[tuple[Side, Work], ...] = (("left", left), ("right", right))
    for side, work in sides:
        for member in work.seen(media, endings).only(media):
            held = next((one for one in rules if one[0].fits(method, work.label, member.file)), None)
            if held is not None:
                rule, entry, late = held
                place = whole(member.file)
                yield Exclusion(
                    Reason.OUT_OF_SCOPE, side, place, work.label, work.sha256, entry.by, entry.on, rule.text, late
                )


def _rules(case: Case) -> Rules:
    """What the scheme in force leaves out, each rule with the entry since which it stands, and whether that was after
    results were known: a scheme fixed again for another matter does not make its old rules late; one that had dropped
    a rule ends it, and fixed again it is a new one."""
    history = case.history()
    entries = [(entry, scheme.of_body(entry.body)) for entry in history.of(Kind.SCHEME)]
    first = next((entry.seq for entry in history.entries if shows(entry)), None)
    made: list[tuple[LeftOut, Entry, bool]] = []
    for rule in entries[-1][1].left_out if entries else ():
        entry = entries[-1][0]
        for held, found in reversed(entries):
            if rule not in found.left_out:
                break
            entry = held
        made.append((rule, entry, first is not None and first < entry.seq))
    return made


def _exclusions(case: Case, left: str, right: str) -> tuple[Exclusion, ...]:
    sides: Mapping[str, Side] = {left: "left", right: "right"}
    return tuple(
        Exclusion(e.reason, sides[e.work or ""], e.span, e.work, e.sha256, e.by, e.on, e.note, e.after_results)
        for e in case.exclusions()
        if e.work is not None and e.work in sides
    )


def _store() -> Path | None:
    """The user's own store of features: never one that came with a case. None where it cannot be written."""
    folder = identity.home() / "features"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def jobs_of(case: Case, works: Mapping[str, Work], comparators: Sequence[str] = (), memory: int = 4 << 30) -> list[Job]:
    """The comparisons that this case calls for now."""

    def held(role: Role) -> tuple[Received, ...]:
        return case.with_role(role)

    ancestors = tuple(works[w.label] for w in held(Role.ANCESTOR))
    excluded = tuple((works[w.label], Reason(w.reason or Reason.THIRD_PARTY)) for w in held(Role.EXCLUDED))
    backgrounds = tuple(background.locate(name) for name in case.settings.backgrounds)
    store = _store()
    for name, parameters in case.settings.parameters.items():
        registry.comparator(name, parameters)  # a slip in case.toml must not pass unseen
    asked, rules = _asked(case), _rules(case)
    return [
        Job(
            comparator=name,
            left=works[left.label],
            right=works[right.label],
            parameters=case.settings.parameters.get(name, {}),
            ancestors=ancestors,
            excluded=excluded,
            exclusions=(
                *_left_out(rules, name, works[left.label], works[right.label]),
                *_exclusions(case, left.label, right.label),
            ),
            overruled=tuple(o for o in case.overruled() if o.work in ("", left.label, right.label)),
            backgrounds=backgrounds,
            memory=memory,
            store=store,
            children=case.root / "comparisons",
        )
        for left in held(Role.CLAIMED)
        for right in held(Role.ACCUSED)
        for name in comparators or _methods(works[left.label], works[right.label], asked)
    ]


def _asked(case: Case) -> frozenset[str]:
    """Methods that this case calls for by name: those it sets parameters of, and those of which the last run left a
    record. An exclusion or a changed work must reach these too."""
    held = {file.split("/")[1] for entry in case.runs()[-1:] for file in entry["records"]}
    return frozenset(held | set(case.settings.parameters))


class Passed(NamedTuple):
    """Methods that a run leaves out, of which pairs of works, and why (a key of ``printing.WORDS``)."""

    methods: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    why: str


def _passed(case: Case, works: Mapping[str, Work]) -> list[Passed]:
    """What could be missed: methods of the scheme in force that do not run, for whatever reason, and of programs those
    about whole products where either side is one file. Methods of one reason are told together, with their pairs."""
    planned, asked = filing.scheme_in_force(case), _asked(case)
    due = frozenset(planned.methods if planned is not None else ())
    listed: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for left in case.with_role(Role.CLAIMED):
        for right in case.with_role(Role.ACCUSED):
            one, other = works[left.label], works[right.label]
            if one.problem is not None or other.problem is not None:
                continue  # its methods fail, each in a record
            programs = Medium.SOFTWARE in one.media() & other.media()
            for name, why in registry.why_not(one, other, asked=asked).items():
                if why and (name in due or (programs and why == registry.ONE_FILE)):
                    listed.setdefault((name, why), []).append((left.label, right.label))
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for (name, why), pairs in listed.items():
        groups.setdefault((why, tuple(pairs)), []).append(name)
    return [Passed(tuple(names), pairs, why) for (why, pairs), names in groups.items()]


def run(
    case: Case,
    *,
    comparators: Sequence[str] = (),
    jobs: int = 1,
    memory: int = 4 << 30,
    retry: bool = False,
    by: str = "",
    host: str | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
    passed: Callable[[Passed], None] = lambda one: None,
) -> dict[str, Any]:
    """Compare what is not compared yet; write records, tables and a line in ``runs/``; return the run's entry. That it
    begins is on file before anything is compared.

    Records are never overwritten: a changed work, parameter, exclusion or version makes a new record, and the one it
    replaces stays and is listed as superseded. ``retry`` compares again what failed by accident (``ACCIDENTS``) before;
    the new record's name says in which run it was made. ``passed`` is told which methods were left out (``_passed``).
    """
    case.log.signing(by)
    with case.working():
        named = platform.node() if host is None else host
        return _run(case, comparators, jobs, memory, retry, by, named, progress, passed)


def _run(
    case: Case,
    comparators: Sequence[str],
    jobs: int,
    memory: int,
    retry: bool,
    by: str,
    host: str,
    progress: Callable[[int, int, str], None],
    passed: Callable[[Passed], None],
) -> dict[str, Any]:
    started = case.clock()
    if not case.with_role(Role.CLAIMED) or not case.with_role(Role.ACCUSED):
        raise CaseError(
            "a run needs at least one claimed and one accused work: appraisal receive CASE LABEL PATH --role …"
        )
    works = works_of(case)
    wanted = _wanted(case, jobs_of(case, works, comparators, memory))
    if not wanted:
        if unopened := [work.problem[1] for work in works.values() if work.problem is not None]:
            raise MaterialError(*unopened)
        raise CaseError("no installed method reads both a claimed and an accused work; see: appraisal comparators")
    if reasons := filing.blocked(case):
        raise CaseError("; ".join(reasons))
    for one in () if comparators else _passed(case, works):
        passed(one)
    before = case.runs()
    logged = [int(entry.body["number"]) for entry in case.history().of(Kind.RUN)]
    number = max([0, *logged, *(entry["number"] for entry in before)]) + 1
    current: dict[str, str] = {}
    rows: dict[str, Row] = {}
    for file, (job, path) in list(wanted.items()):
        if not path.exists():
            continue
        sha256, row = _adopt(case, before, file, job)
        if retry and row["reason"] in ACCIDENTS:
            again = path.with_name(f"{path.stem.split('-run')[0]}-run{number:04d}.json")
            wanted[again.relative_to(case.root).as_posix()] = (wanted.pop(file)[0], again)
        else:
            current[file], rows[file] = sha256, row
    missing = [(file, job) for file, (job, _) in wanted.items() if file not in current]
    if missing:
        _begin(case, number, sorted(wanted), by, started)
    for file, body, text in dispatch.compare_texts(missing, jobs):
        write_whole(wanted[file][1], text.encode(), durable=True)
        current[file], rows[file] = digest(text), _row(body)
        progress(len(current), len(wanted), file)
    earlier = {file for entry in before for file in entry["records"]}
    write_tables(case, {file: rows[file] for file in sorted(current)})
    entry: dict[str, JSON] = {
        "schema": "appraisal.run/1",
        "number": number,
        "started": started,
        "finished": case.clock(),
        "by": clean(by),
        "host": clean(host),
        "versions": environment(),
        "memory": memory,
        "departures": _departures(case, [job for job, _ in wanted.values()]),
        "records": dict(sorted(current.items())),
        "made": sorted(set(current) - earlier),
        "superseded": superseded(earlier - set(current), comparators),
        "failures": sum(rows[file]["status"] != "ok" for file in current),
    }
    write_whole(case.root / "runs" / f"{number:04d}.json", (canonical(entry) + "\n").encode(), durable=True)
    case.complete_logs()
    return entry


def _begin(case: Case, number: int, files: Sequence[str], by: str, on: str) -> None:
    """Put on file that a run begins, before anything can be seen of it: from here on results count as seen, should it
    be cut off. A run that was cut off and is run again for the same comparisons goes on under its own entry."""
    begun = case.history().of(*SEEN)[-1:]
    body = {"number": number, "records": [*files]}
    if not begun or begun[0].kind != Kind.RUN_BEGUN or begun[0].body != body:
        case.log.write(Kind.RUN_BEGUN, body, by, on=on)


def _departures(case: Case, jobs: Sequence[Job]) -> list[JSON]:
    """Where this run differs from the scheme in force; empty without a scheme. A planned method that reads nothing of
    this material is no departure."""
    planned = filing.scheme_in_force(case)
    if planned is None:
        return []
    used = {job.comparator: parameters_of(registry.comparator(job.comparator, job.parameters)) for job in jobs}
    able = {name for job in jobs for name in registry.applicable(job.left, job.right)} | set(used)
    planned = replace(planned, methods={name: given for name, given in planned.methods.items() if name in able})
    places = {exclusion.reason for job in jobs for exclusion in job.exclusions}
    works = {reason for job in jobs for _, reason in job.excluded}
    files = [
        (job.comparator, side.label, m.file) for job in jobs for side in (job.left, job.right) for m in side.members
    ]
    return [*scheme.departures(planned, used, places | works), *scheme.without_file(planned, files)]


def _wanted(case: Case, jobs: Sequence[Job]) -> dict[str, tuple[Job, Path]]:
    """The record file of each job: the newest that stands, or the one to be made."""
    found: dict[str, tuple[Job, Path]] = {}
    for job in jobs:
        path = case.record_path(job.comparator, job.left.label, job.right.label, key_of(job))
        path = max(path.parent.glob(f"{path.stem}-run*.json"), default=path)
        found[path.relative_to(case.root).as_posix()] = (job, path)
    return found


def _row(body: Mapping[str, Any]) -> Row:
    """What the tables need of a record."""
    row = {name: body[name] for name in ROW}
    return row | {"left": body["left"]["label"], "right": body["right"]["label"], "matches": len(body["matches"])}


def _adopt(case: Case, before: Sequence[Mapping[str, Any]], file: str, job: Job) -> tuple[str, Row]:
    """Digest and row of a record that stands already.

    ``CaseError`` when it is not the one an earlier run wrote, or tells of another method or of other works than its
    name says.
    """
    text, found = read_record(case.root / file)
    sha256 = digest(text)
    method = registry.comparator(job.comparator, job.parameters)
    told = [found.comparator, found.version, canonical(plain(found.parameters))]
    told += [found.left.label, found.left.sha256, found.right.label, found.right.sha256]
    due = [job.comparator, method.version, canonical(plain(parameters_of(method)))]
    due += [plain(job.left.label), job.left.sha256, plain(job.right.label), job.right.sha256]
    if told != due or any(entry["records"].get(file, sha256) != sha256 for entry in before):
        raise DamagedRecord(f"{file} is not the record that was written: restore it, or move it away and run again")
    return sha256, _row(records.framed(text))


def superseded(older: Set[str], comparators: Sequence[str]) -> list[str]:
    """Older record files whose place this run takes: all, or those of the comparators it was limited to."""
    return sorted(file for file in older if not comparators or file.split("/")[1] in comparators)


def failures(case: Case) -> list[dict[str, str]]:
    """Comparisons of the last run without a result: method, works, reason and message."""
    listed: list[dict[str, str]] = json.loads((case.root / "failures.json").read_text("utf-8"))
    return listed


def write_tables(case: Case, rows: Mapping[str, Row]) -> None:
    """``comparisons.parquet`` and ``failures.json``, derived from the records of a run."""
    import pyarrow
    from pyarrow import parquet

    def column(name: str, kind: Any = None) -> Any:
        return pyarrow.array([row[name] for row in rows.values()], kind)

    columns = {
        "file": list(rows),
        "comparator": column("comparator"),
        "version": column("version"),
        "left": column("left"),
        "right": column("right"),
        "score": column("score", pyarrow.float64()),
        "coverage_of_left": column("coverage_of_left", pyarrow.float64()),
        "coverage_of_right": column("coverage_of_right", pyarrow.float64()),
        "matches": column("matches"),
        "status": column("status"),
        "reason": column("reason", pyarrow.string()),
    }
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table(columns), sink)
    write_whole(case.root / "comparisons.parquet", sink.getvalue().to_pybytes())
    told = ("comparator", "left", "right", "status", "reason", "message")
    failures: list[dict[str, JSON]] = [
        {"file": file} | {name: row[name] for name in told} for file, row in rows.items() if row["status"] != "ok"
    ]
    write_whole(case.root / "failures.json", (json.dumps(failures, ensure_ascii=False, indent=1) + "\n").encode())
