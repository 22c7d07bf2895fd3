"""What a panel does beside judging matches: exclusions of places, spot checks, deliberation, review, issue, court."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from itertools import combinations

from appraisal import codec, filing, issuing, panel
from appraisal.case import Case
from appraisal.comparison import JSON, Match
from appraisal.errors import CaseError, UsageError
from appraisal.lab import pages
from appraisal.lab.clerk import Clerk, Opened
from appraisal.lab.seat import Seat
from appraisal.papers import files as forms
from appraisal.procedure import Kind, Step
from appraisal.reporting import place_notebooks, report_case
from appraisal.span import to_json

STEPS = (Kind.DELIBERATION, Kind.REVIEW, Kind.ISSUE, Kind.OPERATION)


def actions(session: Seat) -> dict[str, Callable[..., JSON]]:
    case, clerk = session.case, session.clerk

    def _writing() -> None:
        if session.pack is not None:
            raise CaseError("this is an opposing pack: it is read, nothing is written into it")
        if not session.expert:
            raise CaseError("say who you are first")

    def exclude(
        record: str,
        match: str,
        side: str,
        reason: str,
        note: str = "",
        polygon: list[list[float]] | None = None,
        stretch: list[float] | None = None,
    ) -> JSON:
        """Take the place of a match in one work, a region drawn on its picture, or a stretch drawn on its score, out
        from the next run on."""
        _writing()
        opened = clerk.opened(record)
        found = opened.match(match)
        span = found.left if side == "left" else found.right
        label = opened.comparison.left.label if side == "left" else opened.comparison.right.label
        if polygon is not None:
            told = codec.encode(clerk.exhibit(opened, found))
            span = pages.region(told, side, span, polygon)
        elif stretch is not None:
            span = pages.stretch(codec.encode(clerk.exhibit(opened, found)), side, span, stretch)
        made = case.exclude(label, span, reason, session.expert, note=note)
        return {"label": label, "span": to_json(span), "after_results": made.after_results}

    def exclusions() -> JSON:
        """All exclusions on file, each with whether it came after results."""
        return [
            {"label": e.work, "span": to_json(e.span) if e.span else None, "reason": str(e.reason), "by": e.by,
             "on": e.on, "note": e.note, "after_results": e.after_results}
            for e in case.exclusions()
        ]  # fmt: skip

    def spot_check(record: str, side: str, seed: str, places: list[JSON]) -> JSON:
        """Put a spot check of unmatched places on file: each with what was seen, as an operation of the examination."""
        _writing()
        opened = clerk.opened(record)
        c = opened.comparison
        label = c.left.label if side == "left" else c.right.label
        if not places:
            raise UsageError("no place was looked at")
        told = [f"{p.get('file')} {p.get('start')}–{p.get('stop')}: {p.get('seen')}" for p in places]
        overlooked = sum(p.get("seen") == "overlooked" for p in places)
        step = Step(
            what=f"未匹配部分抽查 / spot check of unmatched parts: {c.comparator}, {label}",
            labels=(label,),
            persons=(session.expert,),
            observation=f"{len(places)} places, {overlooked} overlooked\n" + "\n".join(told),
            note=f"seed {seed}",
        )
        entry = filing.file_step(case, Kind.OPERATION, step, session.expert)
        return {"entry": f"{entry.log} {entry.seq}"}

    def agreement() -> JSON:
        """How verdicts that were given under seal agree, for the panel's own eyes: of each two experts the matches that
        both judged, and of these the same. No report and no opposing pack holds it: of few matches it is noise."""
        if session.pack is not None:
            raise CaseError("this is an opposing pack: how experts agree is the panel's own")
        if session.state()["sealed"]:
            raise CaseError("verdicts lie sealed: how they agree is seen when all are opened")
        held = panel.in_force(case.history())
        given = {expert: _under_seal(case, held, expert) for expert in (held.panel.experts if held else ())}
        rows: list[JSON] = []
        for one, other in combinations(given, 2):
            both = sorted(given[one].keys() & given[other].keys())
            pairs = Counter((given[one][m], given[other][m]) for m in both)
            same = sum(given[one][m] == given[other][m] for m in both)
            rows.append(
                {
                    "one": one, "other": other, "both": len(both), "same": same,
                    "differ": [[a, b, n] for (a, b), n in sorted(pairs.items()) if a != b],
                }
            )  # fmt: skip
        return rows

    def papers() -> JSON:
        """Forms of paper, those that fit this case first: [name, Chinese, English, whether it fits]."""
        listed = sorted(issuing.fitting(case), key=lambda pair: not pair[1])
        return [[one.name, one.title.zh, one.title.en, fits] for one, fits in listed]

    def gates(paper: str) -> JSON:
        """What keeps the report from being issued in a form of paper, and how each is mended."""
        found = issuing.standing(case, forms.find(paper))
        return [
            {"gate": gap.gate, "open": gap.open, "by": gap.by, "passed": gap.passed,
             "said": {"zh": gap.said.zh, "en": gap.said.en}, "mend": {"zh": gap.mend.zh, "en": gap.mend.en}}
            for gap in found
        ]  # fmt: skip

    def issue(paper: str, serial: str, language: str = "") -> JSON:
        """Issue the report under a number, by the authorised signatory who works here; paths below the case."""
        _writing()
        place_notebooks(case)
        made = issuing.issue(
            case, forms.find(paper), by=session.expert, serial=str(serial).strip(), language=language or None
        )
        return [path.relative_to(case.root).as_posix() for path in made]

    def step(kind: str, what: str, note: str = "") -> JSON:
        """Deliberation (in the closed part), review, issue, or an operation of the examination."""
        _writing()
        if kind not in STEPS:
            raise UsageError(f"{kind!r} is not recorded here: {', '.join(STEPS)}")
        entry = filing.file_step(case, Kind(kind), Step(what, persons=(session.expert,), note=note), session.expert)
        return {"entry": f"{entry.log} {entry.seq}"}

    def report(language: str = "") -> JSON:
        """Write the report; paths below the case."""
        _writing()
        place_notebooks(case)
        made = report_case(case, language=language or None, by=session.expert)
        return [path.relative_to(case.root).as_posix() for path in made]

    def court(record: str, number: int | str) -> JSON:
        """A match by the number that reports print, or by its id, in whichever standing record it is: side by side,
        and its record computed anew from the works."""
        opened, match = _printed(clerk, record, str(number).strip())
        shown = pages.exhibit_of(clerk, opened, match)
        began = time.monotonic()
        same, made = clerk.recompute(opened)
        again = any(m.id == match.id and m == match for m in made.matches)
        told = {"same_record": same, "same_match": again, "seconds": round(time.monotonic() - began, 1)}
        return {**shown, "recomputed": told, "sha256": opened.record.sha256, "comparator": opened.comparison.comparator}

    return {
        "exclude": exclude, "exclusions": exclusions, "spot_check": spot_check, "step": step, "report": report,
        "court": court, "agreement": agreement, "papers": papers, "gates": gates, "issue": issue,
    }  # fmt: skip


def _printed(clerk: Clerk, record: str, number: str) -> tuple[Opened, Match]:
    if re.fullmatch(r"[0-9a-f]{16,64}", number):
        for key, held in clerk.records.items():
            found = next((match for match in held.comparison.matches if match.id == number), None)
            if found is not None:
                return clerk.opened(key), found
        raise UsageError(f"no match {number} in any standing record of this case")
    opened = clerk.opened(record)
    matches = opened.comparison.matches
    if not number.isdecimal() or not 1 <= int(number) <= len(matches):
        raise UsageError(f"no match {number} in this record: it has {len(matches)}")
    return opened, matches[int(number) - 1]


def _under_seal(case: Case, held: panel.InForce | None, expert: str) -> dict[str, str]:
    """The last verdict on each match that an expert gave under the seal of this panel."""
    return {
        found.match: str(found.verdict)
        for entry, found in panel.verdicts(case.root, panel.log_of(expert))
        if held is not None and entry.kind == Kind.ENVELOPE and entry.body.get("panel") == held.entry
    }
