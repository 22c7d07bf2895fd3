"""Re-rendering: the last report, made again from the case as it was then, has the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from appraisal import freeze, registry, reporting, template
from appraisal.chain import Entry
from appraisal.dossier import Dossier, LogHead
from appraisal.papers import files as papers
from appraisal.recorded import examination_paths, read_examination
from appraisal.records import framed
from appraisal.verify import view
from appraisal.verify.logs import Logs, last_report, regular
from appraisal.verify.outcome import Answer, Check, Outcome, Remark
from appraisal.work import digest_file

NAMED = "report/report"


def rendering(root: Path, scratch: Path, logs: Logs, listed: Mapping[str, Mapping[str, str]]) -> Outcome:
    """Write the last report again into ``scratch`` and compare each format with the digest on record."""
    report = last_report(logs)
    if report is None:
        return Outcome(Check.RENDERING, (Remark(Answer.UNKNOWN, "no-report", detail="appraisal report"),), 0)
    written = {name: sha256 for name, sha256 in sorted(report.files.items()) if sha256 is not None}
    recorded = {name: sha256 for name, sha256 in written.items() if name not in (reporting.PROFILE, reporting.PAPER)}
    try:
        remarks = tuple(_rendered(root, scratch, logs, listed, report, recorded))
    except Exception as error:  # whatever the case holds: the other checks still run
        remarks = (Remark(Answer.UNKNOWN, "not-rendered", detail=f"{type(error).__name__}: {error}"),)
    return Outcome(Check.RENDERING, remarks, len(recorded))


def _rendered(
    root: Path,
    scratch: Path,
    logs: Logs,
    listed: Mapping[str, Mapping[str, str]],
    report: Entry,
    recorded: Mapping[str, str],
) -> Iterator[Remark]:
    earlier = view.earlier(root, scratch / "case", logs, report, listed)
    if earlier.lacking:
        yield from earlier.lacking
        return
    versions, language = report.body.get("versions"), report.body.get("language")
    if not isinstance(versions, Mapping) or not isinstance(language, str):
        yield Remark(Answer.UNKNOWN, "needs-wording", report.log, report.seq, "appraisal report")
        return
    made_by: dict[str, str] = {}
    for name in (reporting.PROFILE, reporting.PAPER):
        if wanted := report.files.get(name):
            if not regular(root, name) or digest_file(root / name)[0] != wanted:
                detail = f"{name}: {report.log} {report.seq}, {report.on}"
                yield Remark(Answer.UNKNOWN, "needs-state", name, detail=detail)
                return
            made_by[name] = (root / name).read_text("utf-8")
    lacking = view.differing(versions, reporting.versions())
    needed = [*lacking, *_methods(earlier.case)]
    dossier = _as_then(_frozen(earlier.case, language, made_by, report), report, versions, logs)
    by_suffix = {registry.exporter(name).suffix: name for name in registry.exporter_names()}
    for path, sha256 in recorded.items():
        suffix = path.removeprefix(NAMED)
        if suffix not in by_suffix:
            yield Remark(Answer.UNKNOWN, "needs-format", path, detail=suffix)
            continue
        try:
            out = registry.exporter(by_suffix[suffix]).export(dossier, scratch / f"report{suffix}")
        except Exception as error:  # another version may not even know what it is asked for: the other formats go on
            what = "needs-versions" if needed else "not-rendered"
            yield Remark(Answer.UNKNOWN, what, path, detail="; ".join([*needed, f"{type(error).__name__}: {error}"]))
            continue
        found = hashlib.sha256(out.read_bytes()).hexdigest()
        if found == sha256:
            yield Remark(Answer.HOLDS, "rendered", path, detail="; ".join(lacking))
        elif needed:
            yield Remark(Answer.UNKNOWN, "needs-versions", path, detail="; ".join(needed))
        else:
            yield Remark(Answer.FAILS, "rendered-differs", path, detail=f"{found} ≠ {sha256}")


def _frozen(case: view.Earlier, language: str, made_by: Mapping[str, str], report: Entry) -> Dossier:
    """The case of then, for a report by the template and in the form of paper of then."""
    profile, paper = made_by.get(reporting.PROFILE), made_by.get(reporting.PAPER)
    about = report.body.get("paper")
    number = str(about.get("number", "")) if isinstance(about, Mapping) else ""
    return freeze.freeze(
        case,
        language=language,
        profile=template.read(profile) if profile is not None else None,
        paper=papers.read(paper) if paper is not None else None,
        number=number,
        dated=str(report.body.get("dated", "")) if number else "",
    )


def _as_then(dossier: Dossier, report: Entry, versions: Mapping[str, str], logs: Logs) -> Dossier:
    """What the report printed of its own making: the versions and heads on record, not those of this moment.

    That a bundle leaves the closed part out is no fault of its logs.
    """
    printed = report.body.get("heads", ())
    heads = tuple(LogHead(str(h["log"]), int(h["count"]), str(h["digest"])) for h in printed)
    faults = tuple(fault for fault in dossier.log_faults if fault.log not in logs.left_out)
    environment = view.printing_as_then(versions)
    return replace(dossier, environment=environment, heads=heads, log_faults=faults)


def _methods(case: view.Earlier) -> Iterator[str]:
    """Methods of the records that are not installed here in the version of then."""
    asked: set[tuple[str, str]] = set()
    for path in sorted((case.root / "comparisons").glob("*/*--*.*.json")):
        body = framed(path.read_bytes())
        asked.add((body["comparator"], body["version"]))
    yield from _absent(asked, registry.comparator_names(), registry.comparator)
    examined = (read_examination(path)[1] for path in examination_paths(case.root))
    alone = {(found.examiner, found.version) for found in examined}
    yield from _absent(alone, registry.examiner_names(), registry.examiner)


def _absent(asked: Set[tuple[str, str]], names: Sequence[str], method: Callable[[str], Any]) -> Iterator[str]:
    for name, version in sorted(asked):
        if name not in names:
            yield f"{name} {version}"
        elif (here := method(name).version) != version:
            yield f"{name} {version} (here {here})"
