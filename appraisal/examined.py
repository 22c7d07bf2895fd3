"""Examinations of a case: what was seen in one work alone, put on file as runs put comparisons on file.

``examinations/EXAMINER/B1.KEY.json``, or ``B1--A1.KEY.json`` where it looked at a second work, is never overwritten;
``examinations/NNNN.json`` lists each examination with its versions, times and the digests of its records; an entry of
the procedure log names them all.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal import dispatch, examiner, examining, filing, registry, revising
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.casefile import clean
from appraisal.comparator import parameters_of
from appraisal.comparison import JSON, Observation, Reason
from appraisal.completion import digests_of
from appraisal.digest_table import read_table
from appraisal.dossier import Role
from appraisal.errors import ACCIDENTS, CaseError, DamagedRecord
from appraisal.examiner import Examination
from appraisal.extract.names import visible
from appraisal.finding import Finding, Verdict, latest
from appraisal.recorded import EXAMINATIONS, examination_paths, key_of, read_examination
from appraisal.records import canonical, digest, plain
from appraisal.run import environment
from appraisal.span import whole
from appraisal.work import Work

if TYPE_CHECKING:
    import pandas

SCHEMA = "appraisal.examined/1"
AGAIN = "again"  # kind of the observation that counts what is not repeated
RELATED = examiner.RELATED


@dataclass(frozen=True, slots=True)
class Record:
    """One record file of an examination. ``key`` is the name findings use; ``standing``: none replaced it."""

    key: str
    file: str
    sha256: str
    examination: Examination
    standing: bool


def examine(
    case: Case,
    label: str,
    against: str = "",
    *,
    examiners: Sequence[str] = (),
    memory: int = examining.MEMORY,
    retry: bool = False,
    by: str = "",
    host: str | None = None,
    progress: examining.Progress = lambda name, seconds: None,
) -> dict[str, Any]:
    """Examine one work of a case, with ``against`` beside another of its works; the list of this examination.

    Examiners that apply where none is named. A record that is there already stands and is not made again; a changed
    version, work or memory makes a new one, and the older is listed as superseded. ``retry``: again what failed by
    accident. ``CaseError`` for a label that the case does not hold, and for a work that no examiner reads.
    """
    case.log.signing(by)
    for name in examiners:
        registry.examiner(name)
    with case.working():
        if against == label:
            raise CaseError(f"work {label} is not examined against itself: name another work, or none")
        if against and case.received(against).role is Role.ACCUSED:
            raise CaseError(
                f"work {against} is accused itself: name as --against a work of the other party, or none; works of one"
                " party are examined each by itself"
            )
        if reasons := filing.blocked(case):
            raise CaseError("; ".join(reasons))
        started = case.clock()
        works = {name: _work(case, name) for name in filter(None, (label, against))}
        chosen = tuple(dict.fromkeys(examiners)) or examining.applicable(works[label], case.received(label).medium)
        if not chosen:
            raise CaseError(f"no installed examiner reads work {label}: see appraisal examine --help")
        before = case.examinations()
        number = 1 + max([0, *(one["number"] for one in before)])
        records: dict[str, str] = {}
        failures = 0
        for name in chosen:
            file, sha256, found = _record(
                case, name, works[label], works.get(against), before, memory=memory, retry=retry, number=number,
                progress=progress,
            )  # fmt: skip
            records[file] = sha256
            failures += found.status != "ok"
        earlier = {file for one in before for file in one["records"]}
        listed: dict[str, JSON] = {
            "schema": SCHEMA,
            "number": number,
            "started": started,
            "finished": case.clock(),
            "by": clean(by),
            "host": clean(platform.node() if host is None else host),
            "versions": environment(),
            "memory": memory,
            "label": label,
            "against": against,
            "records": dict(sorted(records.items())),
            "made": sorted(set(records) - earlier),
            "superseded": _superseded(earlier - set(records), records),
            "failures": failures,
        }
        path = case.root / EXAMINATIONS / f"{number:04d}.json"
        write_whole(path, (canonical(listed) + "\n").encode(), durable=True)
        case.complete_logs()
    return listed


def _work(case: Case, label: str) -> Work:
    derived, medium = case.root / "derived", case.received(label).medium
    return dispatch.opened(case[label], derived, medium, revising.revisions(case, label))


def _record(
    case: Case,
    name: str,
    work: Work,
    against: Work | None,
    before: Sequence[Mapping[str, Any]],
    *,
    memory: int,
    retry: bool,
    number: int,
    progress: examining.Progress,
) -> tuple[str, str, Examination]:
    """The record of one examiner: the newest that stands there, or one made now."""
    path = _path(case, name, work, against, memory)
    path = max(path.parent.glob(f"{path.stem}-run*.json"), default=path)
    if path.exists():
        file = path.relative_to(case.root).as_posix()
        text, found = read_examination(path)
        sha256 = digest(text)
        if not _is(found, name, work, against) or any(one["records"].get(file, sha256) != sha256 for one in before):
            raise DamagedRecord(
                f"{file} is not the record that was written: restore it, or move it away and examine again"
            )
        if not (retry and found.reason in ACCIDENTS):
            return file, sha256, found
        path = path.with_name(f"{path.stem.split('-run')[0]}-run{number:04d}.json")
    found = examining.examine(name, work, against, memory=memory, progress=progress)
    text = examiner.dumps(found)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode(), durable=True)
    return path.relative_to(case.root).as_posix(), digest(text), examiner.loads(text)


def _is(found: Examination, name: str, work: Work, against: Work | None) -> bool:
    method = registry.examiner(name)
    told = [found.examiner, found.version, canonical(plain(found.parameters)), found.work.label, found.work.sha256]
    due = [name, method.version, canonical(plain(parameters_of(method))), work.label, work.sha256]
    theirs = None if found.against is None else (found.against.label, found.against.sha256)
    return told == due and theirs == (None if against is None else (against.label, against.sha256))


def key(name: str, work: Work, against: Work | None, memory: int) -> str:
    """A digest of everything that the bytes of a record depend on."""
    method = registry.examiner(name)
    about: list[JSON] = [examiner.SCHEMA, name, method.version, plain(parameters_of(method)), memory]
    for one in (work, against):
        about.append(None if one is None else [one.label, one.sha256, sorted(one.media())])
    return digest(canonical(about))


def _path(case: Case, name: str, work: Work, against: Work | None, memory: int) -> Path:
    beside = "" if against is None else f"--{against.label}"
    return case.root / EXAMINATIONS / name / f"{work.label}{beside}.{key(name, work, against, memory)[:16]}.json"


def _question(file: str) -> str:
    """What a record is about, by its name: examiner and works without the key."""
    return file.rsplit(".", 2)[0]


def _superseded(older: set[str], records: Mapping[str, str]) -> list[JSON]:
    """Older records whose place this examination takes: of the same examiner on the same works."""
    asked = {_question(file) for file in records}
    return sorted(file for file in older if _question(file) in asked)


def standing(case: Case) -> dict[str, str]:
    """Record files that the examinations so far left standing, with their digests.

    What was seen in a work alone stands also in its record beside another work: where the same program made that, the
    first stands no more, so that no finding is there twice.
    """
    current: dict[str, str] = {}
    made_by: dict[str, Mapping[str, str]] = {}
    for one in case.examinations():
        for file in one["superseded"]:
            current.pop(file, None)
        current |= one["records"]
        made_by |= dict.fromkeys(one["made"], one["versions"])
    beside = {_alone(file): made_by.get(file) for file in current if _alone(file) != _question(file)}
    return {
        file: sha256
        for file, sha256 in current.items()
        if _question(file) not in beside or made_by.get(file) != beside[_question(file)]
    }


def _alone(file: str) -> str:
    """The question of a record without the work that was beside."""
    return _question(file).partition("--")[0]


def records(case: Case) -> Iterator[Record]:
    """All records of examinations, superseded ones too; ``DamagedRecord`` for one that is not what was written."""
    current = standing(case)
    for path in examination_paths(case.root):
        text, found = read_examination(path)
        file, sha256 = path.relative_to(case.root).as_posix(), digest(text)
        if current.get(file, sha256) != sha256:
            raise DamagedRecord(f"{file} is not the record that was written: its digest does not hold")
        yield Record(key_of(path), file, sha256, found, file in current)


def unrepeated(record: Record, listed: Container[str]) -> tuple[tuple[str, ...], tuple[Observation, ...]]:
    """Ids and observations of a record without those that another one listed, which one more observation counts: the
    same finding of a work, beside whatever it was examined, is one."""
    ids, told = examiner.ids(record.examination), record.examination.observations
    kept = [(seen, one) for seen, one in zip(ids, told, strict=True) if seen not in listed]
    if count := len(ids) - len(kept):
        details: dict[str, JSON] = {
            "count": count,
            "summary_zh": f"另有 {count} 处与对同一检材的另一次检查所列相同，不重复列出",
            "summary_en": f"{count} more are those that another examination of the same work lists; not repeated",
        }
        file = next(one.span.file for one in told)
        kept.append((digest(f"again {record.key}")[:16], Observation("left", whole(file), AGAIN, details)))
    return tuple(seen for seen, _ in kept), tuple(one for _, one in kept)


def proposed(case: Case) -> list[str]:
    """Accused works that hold what an installed examiner reads and that were not examined yet. Files are not read but
    for their beginning: their digests are taken from the tables of receipt."""
    done = {one.get("label") for one in case.examinations()}
    found: list[str] = []
    for entry in case.with_role(Role.ACCUSED):
        if entry.label not in done:
            table = case.root / digests_of(entry.label)
            known = {name: row.sha256 for name, row in read_table(table.read_bytes(), where=table.name)}
            work = Work.open(case.path_of(entry.label), label=entry.label, medium=entry.medium, known=known)
            unpacked = dispatch.opened_or_told(work, case.root / "derived", entry.medium)
            if examining.applicable(unpacked, entry.medium):
                found.append(entry.label)
    return found


# --- for notebooks ----------------------------------------------------------------------------------------------------


def findings(case: Case, language: str = "zh") -> pandas.DataFrame:
    """What experts judge in all standing examinations: findings, then what points to the other work. One row each, with
    id, place, kind (``named``) and question in words, summary and verdicts, last the kind as forms name it; what two
    examinations of the same work hold is one."""
    import pandas

    given: dict[str, list[str]] = {}
    for one in latest(case.findings()).values():
        given.setdefault(one.match, []).append(f"{one.by}: {one.verdict}")
    rows: dict[str, dict[str, JSON]] = {}
    for record in records(case):
        if not record.standing:
            continue
        labels = getattr(registry.examiner(record.examination.examiner), "labels", {}).get(language, {})
        for seen, told in zip(examiner.ids(record.examination), record.examination.observations, strict=True):
            if examiner.is_judged(told):
                row: dict[str, JSON] = {
                    "id": seen,
                    "work": record.examination.work.label,
                    "file": told.span.file,
                    "address": told.details.get("address", ""),
                    "places": len(examiner.addresses(told)) or 1,
                    "kind": told.kind,
                    "named": labels.get(told.kind, told.kind),
                    "question": examiner.question(str(told.details.get("question", "")), language),
                    "summary": told.details.get(f"summary_{language}", ""),
                    "verdicts": "; ".join(given.get(seen, ())),
                }
                rows.setdefault(seen, row)
    columns = ["id", "work", "file", "address", "places", "named", "question", "summary", "verdicts", "kind"]
    first = sorted(rows.values(), key=lambda row: not row["question"])  # findings, then what points to the other work
    return pandas.DataFrame(first, columns=columns)


def judge(
    case: Case, seen: str, verdict: Verdict | str, by: str, *, reason: Reason | str | None = None, note: str = ""
) -> Finding:
    """A verdict on a finding of a standing examination, by its id. What stands already is not written again. Of a note
    that says more than experts may, words of law say, it is told on stderr, as of other entries; nothing is refused.

    ``CaseError`` when no standing examination holds it.
    """
    from appraisal.gates import early  # takes long to import; a run asks only what could be examined

    for record in records(case):
        if record.standing and seen in examiner.ids(record.examination):
            key = (clean(by).strip(), record.key, seen)
            held = latest(case.findings(case.log.signers(key[0]))).get(key)  # also one that lies sealed
            same = held is not None and (held.verdict, held.reason or "", held.note) == (verdict, reason or "", note)
            if held is not None and same:
                return held
            for line in early.beyond(case, note, replaced=True):
                sys.stderr.write(f"{visible(line)}\n")
            return case.judge(record.key, seen, verdict, by, reason=reason, note=note)
    raise CaseError(f"no standing examination of this case holds a finding {seen}")
