"""``verify``: a case or a bundle in, three outcomes out; what is broken makes its own outcome, the others still run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from appraisal import procedure
from appraisal.errors import CaseError
from appraisal.signing.credentials import roots
from appraisal.verify import anchors, bag, signatures
from appraisal.verify import logs as logbooks
from appraisal.verify.expected import expected
from appraisal.verify.integrity import integrity
from appraisal.verify.logs import Logs, regular
from appraisal.verify.outcome import Answer, Check, Outcome, Remark
from appraisal.verify.recomputation import recomputation
from appraisal.verify.rendering import rendering
from appraisal.verify.view import listed_of

OPPOSING = "opposing.json"  # says that a folder is an opposing pack, with the disclosed part of a case in ``case/``
ALL = (Check.INTEGRITY, Check.RENDERING, Check.RECOMPUTATION)


def _silent(what: str) -> None:
    """No one watches."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the caller wants of one verification; see ``verify``."""

    checks: Sequence[Check]
    issued: Sequence[str | Path]
    trusted: Sequence[str]
    every: bool
    jobs: int
    say: Callable[[str], None]


def verify(
    root: str | Path,
    *,
    checks: Sequence[Check] = ALL,
    issued: Sequence[str | Path] = (),
    trusted: Sequence[str] = (),
    every: bool = False,
    jobs: int = 1,
    say: Callable[[str], None] = _silent,
) -> tuple[Outcome, ...]:
    """Check the case, bundle or opposing pack in the folder ``root``. ``issued``: copies of reports kept elsewhere
    (PDF or JSON). ``trusted``: files with the root certificates by which signatures are judged.

    ``every``: recompute all standing records instead of a sample. ``CaseError`` when the folder is neither a case nor
    a bundle, or another program is writing to it; never for what it holds. ``UsageError`` when a file that ``issued``
    or ``trusted`` names cannot be read or is none of its kind: that says nothing of the case.
    """
    root = Path(root)
    if trusted:
        roots(tuple(trusted))
    for path in issued:
        anchors.readable(Path(path))
    asked = _Asked(checks, issued, trusted, every, jobs, say)
    if regular(root, bag.DECLARATION):
        return _verify_bag(root, asked)
    if regular(root, OPPOSING) and (root / "case").is_dir():  # the deliberation is the panel's own
        return _verify_case(root / "case", asked, {}, frozenset({procedure.CLOSED}))
    if not root.is_dir() or not any((root / name).exists() for name in ("case.toml", "heads.json", "procedure.jsonl")):
        raise CaseError(f"{root} is neither a case nor a bundle (unpack a .zip or .tar bundle first)")
    return _verify_case(root, asked, {}, frozenset())


def _verify_bag(root: Path, asked: _Asked) -> tuple[Outcome, ...]:
    asked.say("bundle: files against its manifests")
    remarks, known, seen = bag.check(root)
    case = root / bag.CASE
    if not case.is_dir():
        remarks.append(Remark(Answer.FAILS, "missing", bag.CASE))
        return (Outcome(Check.INTEGRITY, tuple(remarks), seen),)
    outcomes = _verify_case(case, asked, known, bag.left_out(root))
    return tuple(
        replace(o, remarks=(*remarks, *o.remarks), checked=max(seen, o.checked)) if o.check is Check.INTEGRITY else o
        for o in outcomes
    )


def _verify_case(root: Path, asked: _Asked, known: Mapping[str, str], left_out: frozenset[str]) -> tuple[Outcome, ...]:
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="appraisal-verify-") as name:
        scratch = Path(name)
        for part in ("logs", "rendering", "recomputation"):
            (scratch / part).mkdir()
        with logbooks.held(root):
            logs = logbooks.read(root, scratch / "logs", left_out)
            listed: Mapping[str, Mapping[str, str]] = {}
            if Check.INTEGRITY in asked.checks:
                asked.say("integrity: logs, and every file against them")
                wanted = expected(root, logs)
                found = integrity(root, logs, wanted, known)
                outcomes.append(_anchored(root, logs, asked, found))
                bad = frozenset(r.path for r in found.remarks if r.answer is Answer.FAILS)
                listed = listed_of(wanted, bad)
        if Check.RENDERING in asked.checks:
            asked.say("re-rendering: the last report")
            outcomes.append(rendering(root, scratch / "rendering", logs, listed))
        if Check.RECOMPUTATION in asked.checks:
            asked.say("recomputation: standing records")
            place = scratch / "recomputation"
            outcomes.append(recomputation(root, place, logs, listed, every=asked.every, jobs=asked.jobs))
    return tuple(outcomes)


def _anchored(root: Path, logs: Logs, asked: _Asked, found: Outcome) -> Outcome:
    remarks = [
        *anchors.in_case(root, logs),
        *(r for path in asked.issued for r in anchors.issued(Path(path), logs)),
        *signatures.in_case(root, logs, asked.trusted),
    ]
    return replace(found, remarks=(*found.remarks, *remarks))
