"""Issuing a report (签发): through its gates, under a number, as files that are never written again.

What is issued lies in ``issued/NUMBER/`` with the digests in the log. It is the very report that ``appraisal report``
would write, with the number in place of the draft mark, so that it can be rendered again byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from appraisal import chain, freeze, further, gates, people, registry, reporting
from appraisal.cache import write_whole
from appraisal.case import Case, now
from appraisal.casefile import clean, printable
from appraisal.chain import Entry
from appraisal.dossier import Dossier
from appraisal.errors import CaseError
from appraisal.gates import Gap, View, closed, early, kept, standards
from appraisal.gates.suited import misplaced, unlicensed
from appraisal.gates.view import decoded
from appraisal.intake.filling import day
from appraisal.paper import Paper
from appraisal.papers import files as forms
from appraisal.papers.institution import Institution
from appraisal.procedure import PROCEDURE, Kind
from appraisal.profile import Profile, Words

FOLDER = "issued"
MOST_NUMBER = 240  # bytes: of a name of a folder
# Letters or digits in each part between slashes, as in CA-2026-7/B; no path: nothing hidden, no folder above
_IS_NUMBER = re.compile(r"(?!.*(?:\.\.|\\))[^/.]*\w[^/]*(?:/[^/.]*\w[^/]*)*")
_NOT_IN_NAMES = re.compile(r"[^\w.\-]")


@dataclass(frozen=True, slots=True)
class Issued:
    """One issue. ``report``: number of the log entry of the report; ``passed``: gates that decisions passed over.

    ``form``: report, or correction of the one issued as ``of``.
    """

    number: str
    paper: str
    on: str
    report: int
    passed: tuple[str, ...] = ()
    form: str = "report"
    of: str = ""


def check(
    case: Case,
    paper: Paper,
    *,
    language: str | None = None,
    on: str = "",
    profile: str | Profile = "",
    number: str = "",
) -> tuple[Gap, ...]:
    """What the gates of a paper find in the case as it stands, passed over or open. ``UsageError`` when the paper asks
    for less than the one that it comes from. ``on``: the day of issue; ``profile``: the report template that is printed
    in this form, whose words and cells are read too; ``number``: that under which it is issued."""
    forms.whole(paper)
    made_by = reporting.template_of(profile)
    frozen = freeze.freeze(case, language=language, profile=made_by, paper=paper, number=number, dated=on)
    beside = (*kept.files(case.root, case.history()), *closed.deliberated(case.root, View(frozen, paper)))
    return gates.gaps(frozen, paper, beside)


def standing(case: Case, paper: Paper, *, language: str | None = None, profile: str | Profile = "") -> tuple[Gap, ...]:
    """All that ``issue`` would refuse now: that the paper was issued already and no supplement announced, and the
    gates (``check``)."""
    try:
        _refuse_second(case, paper, language or case.settings.language, profile)
    except CaseError as error:
        said = Words(registry.spoken(str(error), "zh"), str(error))
        return (Gap("issued", said, Words("", "")), *check(case, paper, language=language, profile=profile))
    return check(case, paper, language=language, profile=profile)


def fitting(case: Case) -> list[tuple[Paper, bool]]:
    """Every paper, and whether it may be made in this procedure, for this client, by this institution."""
    return [(paper, why is None) for paper, why in suited(case)]


def suited(case: Case) -> list[tuple[Paper, Words | None]]:
    """Every paper, and why it may not be made in this procedure, for this client, by this institution on the day of the
    report; None where it may."""
    history = case.history()
    commission = history.last(Kind.COMMISSION)
    said = case.settings.commission if commission is None else commission.body
    procedure, client = str(said.get("procedure") or ""), str(said.get("kind") or "")
    filed = history.last(Kind.INSTITUTION)
    house = decoded(Institution, filed.body) if filed is not None else None
    on = case.last_day() if case.runs() or case.examinations() else case.clock()[:10]

    def why(one: Paper) -> Words | None:
        return misplaced(one, procedure, client) or unlicensed(one.licence, house, on)

    return [(one, why(one)) for one in map(forms.find, forms.names())]


def number_of(case: Case, paper: Paper, serial: str, on: str) -> str:
    """A report number as the paper writes it."""
    institution = case.history().last(Kind.INSTITUTION)
    name = str(institution.body.get("name", "")) if institution is not None else ""
    return paper.numbering.format(year=on[:4], serial=serial, institution=name)


def folder(number: str) -> str:
    """Where the files of an issued report lie, below the case."""
    return f"{FOLDER}/{_NOT_IN_NAMES.sub('_', number)}"


def numbered(case: Case, number: str) -> str:
    """A number under which a paper is issued; ``CaseError`` where it cannot be printed, or name a folder, or concludes
    as no prose may."""
    held = printable(number, "number (编号)")
    if "\n" in held or "\t" in held:
        raise CaseError("number (编号): one line without tabs")
    if held and not _IS_NUMBER.fullmatch(held):
        raise CaseError(f"number (编号): {held}: letters and digits make it, a slash stands between two of them only")
    if len(held.encode()) > MOST_NUMBER:
        raise CaseError(
            f"number (编号): {len(held)} characters are too many: {MOST_NUMBER} letters, or {MOST_NUMBER // 3} Chinese"
            " characters, at most"
        )
    if words := [*early.unfit(case, held), *standards.borrowed(held)]:
        raise CaseError(
            f"number (编号): {', '.join(words)}: a number holds no conclusion, and no standard that was followed"
            " (编号不得含结论性文字，不写依据何标准)"
        )
    return held


def issue(
    case: Case,
    paper: Paper,
    *,
    by: str,
    serial: str = "",
    number: str = "",
    profile: str = "",
    language: str | None = None,
    on: str = "",
    begins: Callable[[], None] = lambda: None,
) -> list[Path]:
    """Issue the report of the case in a form of paper; the files, which are never written again.

    ``begins`` is called when nothing is refused any more, before the report is written.
    ``by`` is the authorised signatory. ``number``, or ``serial`` from which the paper makes one. ``CaseError`` lists
    the gates that stand open, and when the number is taken.
    """
    by = clean(by).strip()
    on = (on or case.clock())[:10]
    number = numbered(case, number or (number_of(case, paper, serial, on) if serial else ""))
    if not number:
        raise CaseError("a report is issued under a number: give --number, or --serial")
    target = case.root / folder(number)
    if target.exists():
        raise CaseError(f"{number}: issued already; a correction, supplement or new appraisal has a number of its own")
    case.log.signing(by)
    _refuse_second(case, paper, language or case.settings.language, profile)
    before = {log: head.count for log, head in chain.heads(case.root).items()}
    _refuse_day(case, on)
    found = check(case, paper, language=language, on=on, profile=profile, number=number)
    _refuse(case, paper, found, by)
    begins()

    def hold(printed: Dossier) -> None:
        """What is printed is what the gates read, whatever moved since."""
        _refuse(case, paper, gates.gaps(printed, paper), by)

    written = reporting.report_case(
        case, language=language, profile=profile, paper=paper, number=number, dated=on, by=by, hold=hold
    )
    with case.working():
        report = case.history().of(Kind.REPORT)[-1]
        _refuse_moved(case, report, before)
        copies = [
            path for path in (*written, case.root / reporting.PAPER, case.root / reporting.PROFILE) if path.exists()
        ]
        target.mkdir(parents=True)
        names = []
        for path in copies:
            write_whole(target / path.name, path.read_bytes(), durable=True)
            names.append((target / path.name).relative_to(case.root).as_posix())
        passed = tuple(dict.fromkeys(gap.gate for gap in found if gap.passed))
        case.log.write(Kind.ISSUED, Issued(number, paper.name, on, report.seq, passed), by, files=names)
    return [target / path.name for path in written]


def _refuse_second(case: Case, paper: Paper, language: str, profile: str | Profile = "") -> None:
    """``CaseError`` for a further report that no supplement announced: in the form and language of one that was issued,
    or on anything else than that rests on. In another form, or language, the same findings may be reported again."""
    found = case.history()
    languages: dict[Any, Any] = {entry.seq: entry.body.get("language") for entry in found.of(Kind.REPORT)}
    announced = max((entry.seq for entry in found.of(Kind.SUPPLEMENTS)), default=0)
    for entry in found.of(Kind.ISSUED):
        said = entry.body
        if entry.seq < announced or said.get("form", "report") != "report":
            continue
        number = said.get("number")
        if said.get("paper") == paper.name and languages.get(said.get("report"), language) == language:
            raise CaseError(
                f"{number} was issued in this form already: slips are mended by a correction; announce what follows it"
                f" with appraisal supplement CASE {number} --reason …"
            )
        added = further.adding(case.root / folder(str(number)), paper, reporting.template_of(profile))
        if otherwise := (*further.differing(case, entry), *added):
            listed = ", ".join(f"{one.zh} ({one.en})" for one in otherwise)
            raise CaseError(
                f"{number} was issued in this case, and a further report of it says the same in another form or"
                f" language; since then these were altered: {listed}: announce a supplement first, with appraisal"
                f" supplement CASE {number} --reason …"
            )


def _refuse_day(case: Case, on: str) -> None:
    """``CaseError`` for a day of issue before the last step on file, or, by a clock that runs, after today. Times on
    file are UTC: a day counts that anybody on earth has at that moment."""
    day(on, "date of issue (--on)")
    last = max((entry.on for entry in case.history().entries), default=on)
    if on < (datetime.fromisoformat(last) - timedelta(hours=12)).date().isoformat():
        raise CaseError(f"date of issue (--on): {on} is before the last step on file, of {last[:10]}")
    if case.clock is now and on > (datetime.now(UTC) + timedelta(hours=14)).date().isoformat():
        raise CaseError(f"date of issue (--on): {on} is still to come")


def _refuse_moved(case: Case, report: Entry, before: Mapping[str, int]) -> None:
    """``CaseError`` when something came on file after the gates were checked and before the report was made: its gates
    were not those of what it prints."""
    listed: Any = report.body.get("heads")
    moved = [one["log"] for one in listed if one["log"] != PROCEDURE and one["count"] != before.get(one["log"], 0)]
    since = before.get(PROCEDURE, 0)
    between = [e for e in case.history().entries if e.log == PROCEDURE and since < e.seq < report.seq]
    moved += [entry.kind for entry in between if entry.kind not in (Kind.SEALED, Kind.PERSON)]
    if moved:
        raise CaseError(
            f"the case was altered while the report was being made ({', '.join(sorted(set(moved)))}): issue it again"
        )


def passing(still: Iterable[Gap]) -> list[str]:
    """How gates that stand open may be passed over, where any of them may."""
    if all(gap.firm for gap in still):
        return []
    firm = ", ".join(sorted(people.FIRM))
    return [
        '  一项可说明理由放行，理由印入报告：appraisal decide CASE "gate:方括号内的名称" --reason …'
        ' / one may be passed over for a reason, which the report prints: appraisal decide CASE "gate:NAME IN BRACKETS"'
        f" --reason …（{firm}：不得放行 / never）"
    ]


def _refuse(case: Case, paper: Paper, found: tuple[Gap, ...], by: str) -> None:
    """``CaseError`` with every gate that stands open, and when ``by`` may not sign it."""
    on_file = signatories(case)
    if (paper.signing.signatory or on_file) and by not in on_file:
        listed = "、".join(on_file) or "-"
        raise CaseError(f"{by or '-'} is no authorised signatory on file; these are: {listed}")
    still = [gap for gap in found if gap.open]
    if still:
        rows = [
            row
            for gap in still
            for row in (
                f"  [{gap.gate}] {gap.said.zh} / {gap.said.en}",
                *([f"    → {gap.mend.zh} / {gap.mend.en}"] if gap.mend.zh else []),
            )
        ]
        rows += passing(still)
        raise CaseError(f"gates open: {len(still)}; see appraisal gates CASE --profile {paper.name}:", *rows)


def signatories(case: Case) -> list[str]:
    """Authorised signatories on file (授权签字人)."""
    return [*people.signatories(case.history().entries)]


__all__ = [
    "FOLDER",
    "Issued",
    "check",
    "fitting",
    "folder",
    "issue",
    "number_of",
    "numbered",
    "signatories",
    "standing",
    "suited",
]
