"""From a case to a Dossier: everything a report prints, collected once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from appraisal import (
    apart,
    carried,
    controls,
    dispatch,
    examined,
    examiner,
    lateness,
    lineage,
    logged,
    registry,
    wording,
)
from appraisal.case import Case, Record
from appraisal.casefile import ROLE_WORDS
from appraisal.choosing import SHOWN, chosen
from appraisal.comparison import Comparison, Exclusion, Match, Measures, Reason
from appraisal.dossier import Dossier, Examined, Filed, Lineage, Role, Shown, WorkEntry
from appraisal.errors import CaseError, DamagedRecord
from appraisal.finding import Finding, Verdict, verdict_of
from appraisal.gates.quoting import found, lent, received, unsourced
from appraisal.gates.view import View
from appraisal.job import Job
from appraisal.paper import Paper
from appraisal.profile import Profile
from appraisal.records import digest
from appraisal.run import environment, jobs_of, works_of
from appraisal.texts import cells_read, expert_texts, unplaced
from appraisal.work import Work

Standing = Mapping[str, Mapping[str, Mapping[tuple[str, str, str], Finding]]]


def standing_findings(case: Case) -> Standing:
    """What each expert decided last on each match: comparator -> match -> findings.

    A finding is about a match of a method, whose id is made of both works' digests, kind and places: it goes on
    standing when the record under whose key it was given has been superseded. A key that no record has stands alone,
    under the name of no comparator.
    """
    comparators = case.comparator_of_key()
    found: dict[str, dict[str, dict[tuple[str, str, str], Finding]]] = {}
    for f in case.findings():
        comparator = comparators.get(f.comparison, "")
        group = found.setdefault(comparator, {}).setdefault(f.match, {})
        group[(f.by, comparator or f.comparison, f.match)] = f
    return found


def panel_verdict(match: str, comparator: str, standing: Standing) -> Verdict:
    return verdict_of(match, comparator, standing.get(comparator, {}).get(match, {}))


def by_reason(child: dispatch.Asking, comparison: Comparison) -> tuple[tuple[str, Measures], ...]:
    """Figures of a text method after what each reason takes out, added up: the scope, then the closed list in order.

    Empty where the method does not say what of its figures are counts of text, or nothing was taken out.
    """
    said = registry.counting(comparison.comparator).get("zh", {}).get("sentences")
    if not (isinstance(said, Mapping) and "total" in said):
        return ()
    found: list[tuple[str, Measures]] = []
    taken: list[Exclusion] = []
    for reason in sorted(Reason, key=lambda one: one is not Reason.OUT_OF_SCOPE):
        some = [one for one in comparison.excluded if one.reason is reason and one.span is not None]
        if some:
            taken += some
            found.append((reason.value, child.measure(comparison.matches, taken)))
    return tuple(found)


def reasons_of(case: Case, record: Record) -> tuple[tuple[str, Measures], ...]:
    """``by_reason`` of one record of the case, for notebooks."""
    with dispatch.Asking(_job_of(case, record)) as child:
        return by_reason(child, record.comparison)


def _before_late(child: dispatch.Asking, comparison: Comparison) -> Measures | None:
    """Figures under what was excluded before results were known; None where nothing was excluded after."""
    early = [e for e in comparison.excluded if not e.after_results]
    return child.measure(comparison.matches, early) if len(early) < len(comparison.excluded) else None


def _in_scope(child: dispatch.Asking, comparison: Comparison) -> Measures | None:
    """Figures over the files in the scope, nothing else taken out; None where no file is left out, or nothing else is
    taken out: then the filtered figures are these."""
    out = [e for e in comparison.excluded if e.reason is Reason.OUT_OF_SCOPE]
    rest = [e for e in comparison.excluded if e.span is not None and e.reason is not Reason.OUT_OF_SCOPE]
    return child.measure(comparison.matches, out) if out and rest else None


def in_scope_of(case: Case, record: Record) -> Measures | None:
    """``_in_scope`` of one record of the case, for notebooks."""
    found = record.comparison
    scoped = found.status == "ok" and any(one.reason is Reason.OUT_OF_SCOPE for one in found.excluded)
    if not scoped:
        return None
    with dispatch.Asking(_job_of(case, record)) as child:
        return _in_scope(child, found)


def before_late_of(case: Case, record: Record) -> Measures | None:
    """``_before_late`` of one record of the case, for notebooks."""
    found = lateness.marked(record.comparison, apart.late(case.root, case.history(), case.exclusions()))
    late = found.status == "ok" and any(one.after_results for one in found.excluded)
    if not late:
        return None
    with dispatch.Asking(_job_of(case, record)) as child:
        return _before_late(child, found)


def verdicts_of(case: Case, record: Record) -> dict[str, Verdict]:
    """What the panel decided on matches of one record so far, by match."""
    standing, found = standing_findings(case), record.comparison
    held = {match.id for match in found.matches} & set(standing.get(found.comparator, {}))
    verdicts = {match: panel_verdict(match, found.comparator, standing) for match in sorted(held)}
    return {match: verdict for match, verdict in verdicts.items() if verdict is not Verdict.UNREVIEWED}


def earlier_of(case: Case, record: Record) -> dict[str, tuple[Finding, ...]]:
    """Of matches of a standing record what experts had found of the same notes there, before a view was revised."""
    found = record.comparison
    others = [one.comparison for one in case.records() if one.key != record.key]
    return carried.earlier(found, others, standing_findings(case).get(found.comparator, {}))


def _filed(
    case: Case, record: Record, job: Job | None, standing: Standing, shown: int, records: Sequence[Record]
) -> Filed:
    """``records``: all of the case, superseded ones too."""
    comparison = record.comparison
    others = [one.comparison for one in records if one.key != record.key]
    judged = standing.get(comparison.comparator, {})
    held = sorted({m.id for m in comparison.matches} & set(judged))
    verdicts = {match: panel_verdict(match, comparison.comparator, standing) for match in held}
    verdicts = {match: verdict for match, verdict in verdicts.items() if verdict is not Verdict.UNREVIEWED}
    accepted: Measures | None = None
    before_late: Measures | None = None
    in_scope: Measures | None = None
    exhibits: tuple[Shown, ...] = ()
    reasons: tuple[tuple[str, Measures], ...] = ()
    counting = registry.counting(comparison.comparator)
    if job is not None and comparison.status == "ok":
        taken = [m for m in comparison.matches if verdicts.get(m.id) is Verdict.ACCEPTED]
        picked = chosen(comparison.matches, verdicts, shown, lineage.mask_of(comparison), counting)
        used = sorted({one.comparison.comparator for one in records} & set(registry.comparator_names()))
        with dispatch.Asking(job, used) as child:
            before_late, in_scope = _before_late(child, comparison), _in_scope(child, comparison)
            accepted = child.measure(taken, comparison.excluded) if taken else None
            reasons = by_reason(child, comparison)
            drawn = child.exhibits([match for _, match in picked])
        exhibits = tuple(
            Shown(match.id, number, verdicts.get(match.id, Verdict.UNREVIEWED), exhibit)
            for (number, match), exhibit in zip(picked, drawn, strict=True)
        )
    return Filed(
        key=record.key,
        file=record.path.relative_to(case.root).as_posix(),
        record_sha256=record.sha256,
        comparison=wording.explained(comparison),
        verdicts=verdicts,
        accepted=accepted,
        shown=exhibits,
        counting=counting,
        superseded=job is None,
        earlier={} if job is None else carried.earlier(comparison, others, judged),
        before_late=before_late,
        in_scope=in_scope,
        by_reason=reasons,
    )


def standing_paths(case: Case) -> dict[str, str]:
    """Record files that the runs so far left standing, with their digests."""
    current: dict[str, str] = {}
    for run in case.runs():
        for file in run["superseded"]:
            current.pop(file, None)
        current |= run["records"]
    return current


def _job_of(case: Case, record: Record) -> Job:
    c = record.comparison
    for job in jobs_of(case, works_of(case), [c.comparator]):
        if (job.left.label, job.right.label) == (c.left.label, c.right.label):
            return replace(job, parameters=c.parameters)
    raise CaseError(f"{record.path.name}: its works are not both in this case")


def current_record(case: Case, comparator: str, left: str, right: str) -> Record:
    """The standing record of one comparator on two works of the case."""
    current = standing_paths(case)
    for record in case.records():
        c = record.comparison
        named = (c.comparator, c.left.label, c.right.label) == (comparator, left, right)
        if named and record.path.relative_to(case.root).as_posix() in current:
            return record
    raise CaseError(f"no {comparator} record of {left} and {right} yet: appraisal run {case.root}")


def standing_records(case: Case, left: str, right: str) -> dict[str, Record]:
    """The standing record of each method on two works of the case, by the method's name."""
    current = standing_paths(case)
    return {
        record.comparison.comparator: record
        for record in case.records()
        if (record.comparison.left.label, record.comparison.right.label) == (left, right)
        and record.path.relative_to(case.root).as_posix() in current
    }


def exhibits_of(case: Case, record: Record, matches: Sequence[Match]) -> list[Shown]:
    """Exhibits of chosen matches of a record, with record numbers and the panel's verdicts, for notebooks."""
    standing = standing_findings(case)
    numbers = {m.id: number for number, m in enumerate(record.comparison.matches, 1)}
    drawn = dispatch.exhibits(_job_of(case, record), matches)
    return [
        Shown(match.id, numbers[match.id], panel_verdict(match.id, record.comparison.comparator, standing), exhibit)
        for match, exhibit in zip(matches, drawn, strict=True)
    ]


def _work_entry(case: Case, label: str, work: Work) -> WorkEntry:
    entry = case.received(label)
    media = Counter(m.medium for m in work.members if m.medium is not None)
    compared = {member.file for member in work.members}
    return WorkEntry(
        label=label,
        role=entry.role,
        name=entry.name,
        version=entry.version,
        received_from=entry.received_from,
        obtained=entry.obtained,
        seal=entry.seal,
        received_on=entry.received_on,
        medium=entry.medium,
        files=entry.files,
        bytes=entry.bytes,
        sha256=entry.sha256,
        is_folder=work.is_folder,
        skipped=(*entry.unfollowed, *(each for each in work.skipped if each[0] not in compared)),
        closed=tuple(each for each in work.skipped if each[0] in compared),
        media=tuple(sorted(media.items())),
        opened=work.opened,
        compared=len(work.members),
        compared_bytes=sum(member.size for member in work.members),
        members=tuple((member.file, ", ".join(sorted(member.media())), member.size) for member in work.members),
    )


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.comparison, finding.match, finding.by


def _lineages(filed: Sequence[Filed], works: Sequence[WorkEntry], profile: Profile) -> tuple[Lineage, ...]:
    """What the standing records say of versions, for each reading of the template and each accused work."""
    claimed, accused = ([work.label for work in works if work.role is role] for role in (Role.CLAIMED, Role.ACCUSED))
    found: list[Lineage] = []
    for reading in profile.readings:
        records = [
            (f.key[:12], f.comparison)
            for f in filed
            if not f.superseded and f.comparison.comparator == reading.comparator
        ]
        for listed in lineage.grouped(records, claimed, accused):
            found.append(lineage.of(listed, kinds=reading.kinds, least=reading.least))
    return tuple(found)


def _examined(case: Case, standing: Standing) -> tuple[Examined, ...]:
    """All records of examinations, with verdicts of those that stand; of these each finding once."""
    shown: set[str] = set()
    last = {file: one for one in case.examinations() for file in one["records"]}
    made: list[Examined] = []
    for record in examined.records(case):
        found = record.examination
        ids, told = examiner.ids(found), found.observations
        if record.standing:
            ids, told = examined.unrepeated(record, shown)
            shown.update(ids)
        given = {seen: panel_verdict(seen, found.examiner, standing) for seen in ids}
        listed = last.get(record.file, {})
        made.append(
            Examined(
                record.key, record.file, record.sha256, replace(found, observations=told), ids,
                {seen: verdict for seen, verdict in given.items() if verdict is not Verdict.UNREVIEWED},
                registry.counting(found.examiner),
                str(listed.get("finished", "")), str(listed.get("by", "")), superseded=not record.standing,
            )
        )  # fmt: skip
    return tuple(made)


def freeze(
    case: Case,
    *,
    language: str | None = None,
    shown: int = SHOWN,
    profile: Profile | None = None,
    paper: Paper | None = None,
    number: str = "",
    dated: str = "",
) -> Dossier:
    """The Dossier of the case as it stands; ``CaseError`` when nothing has been compared or examined yet.

    With ``profile`` it is that of a report by this template, with ``paper`` in this form of paper; ``number`` and
    ``dated`` are those under which it is issued.
    """
    runs, examinations = case.runs(), case.examinations()
    if not runs and not examinations:
        raise CaseError(
            "nothing has been compared or examined yet: appraisal run CASE, or appraisal examine CASE --label LABEL"
        )
    works = works_of(case)
    current = standing_paths(case)
    standing = standing_findings(case)
    records = list(case.records())
    used = {r.comparison.comparator for r in records} & set(registry.comparator_names())
    listed = jobs_of(case, works, sorted(used)) if used else []
    jobs = {(job.comparator, job.left.label, job.right.label): job for job in listed}
    history = case.history()
    entries = logged.entries(history)
    beside, late = apart.of(case.root, history), apart.late(case.root, history, case.exclusions())
    filed: list[Filed] = []
    known: set[tuple[str, str]] = set()
    for record in records:
        file = record.path.relative_to(case.root).as_posix()
        c = record.comparison
        if file in current and current[file] != record.sha256:
            raise DamagedRecord(f"{file} is not the record that was written: its digest does not hold")
        job = jobs.get((c.comparator, c.left.label, c.right.label)) if file in current else None
        if job is not None:
            job = replace(job, parameters=c.parameters)
        filed.append(_filed(case, replace(record, comparison=lateness.marked(c, late)), job, standing, shown, records))
        if file in current:
            known |= {(c.comparator, m.id) for m in c.matches}
    examined_ones = _examined(case, standing)
    known |= {(one.examination.examiner, seen) for one in examined_ones if not one.superseded for seen in one.ids}
    live: list[Finding] = []
    stale: list[Finding] = []
    for comparator, matches in standing.items():
        for match, given in matches.items():
            (live if (comparator, match) in known else stale).extend(given.values())
    settings = case.settings
    listed_works = tuple(_work_entry(case, label, work) for label, work in works.items())
    manifest = (case.root / "manifest.sha256").read_text("utf-8", "surrogateescape")
    frozen = Dossier(
        number=settings.number,
        title=settings.title,
        language=language or settings.language,
        watermark=settings.watermark,
        commission=settings.commission,
        role_words={**ROLE_WORDS, **settings.role_words},
        dated=dated or case.last_day(),
        works=listed_works,
        comparisons=tuple(filed),
        runs=tuple(map(logged.run, runs)),
        failures=tuple(
            {"file": f.file, "comparator": f.comparison.comparator, "left": f.comparison.left.label}
            | {"right": f.comparison.right.label, "status": f.comparison.status}
            | {"reason": f.comparison.reason, "message": f.comparison.message}
            for f in filed
            if f.comparison.status != "ok"
        ),
        findings=tuple(sorted(live, key=_place)),
        stale_findings=tuple(sorted(stale, key=_place)),
        texts=expert_texts(case.root, profile),
        unplaced=unplaced(case.root, profile),
        cells=cells_read(case.root),
        environment=environment(),
        manifest_sha256=digest(manifest.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")),
        experts=settings.experts,
        entries=entries,
        heads=logged.heads(case.root),
        log_faults=logged.faults(case.root),
        persons=logged.persons(history),
        controls=controls.of_case(case),
        judged=logged.judged(case.root, history),
        profile=profile,
        paper=paper,
        report_number=number,
        lineages=_lineages(filed, listed_works, profile) if profile else (),
        examined=examined_ones,
        examinations=tuple(map(logged.run, examinations)),
        apart=beside.entries,
        runs_apart=(*beside.runs, *beside.examinations),
    )
    if paper is None:
        return frozen
    view = View(frozen, paper)
    return replace(frozen, quoted=found(case.root, unsourced(view), papers=received(view)), lent=lent(case.root, view))
