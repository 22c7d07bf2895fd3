"""The opposing pack: a copy of a case in which a party makes *its* exclusions, and one table of what each leaves.

A pack is a folder: ``case/``, the disclosed part of the case, read-only; ``opposing.json``, which says of which case
and state; ``claimed.json`` and ``accused.json``, the exclusions of each party: matches, each with a reason of the list.
Nothing in ``case/`` is ever changed, so that ``appraisal verify PACK`` goes on holding.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal import chain, freeze
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.comparison import JSON, Exclusion, Reason
from appraisal.errors import CaseError
from appraisal.finding import Verdict, chosen
from appraisal.lab.clerk import Clerk, Opened
from appraisal.lab.figures import exclusions_of
from appraisal.procedure import PROCEDURE
from appraisal.verify.verifying import OPPOSING

if TYPE_CHECKING:
    from appraisal.lab.session import Session

SCHEMA, MARK = "appraisal.opposing/1", OPPOSING
PARTIES = ("claimed", "accused")
NOT_COPIED = ("closed", "cache", "derived")  # deliberation is the panel's own; the rest is made again
MOST = 16 << 20  # bytes of a party's exclusions


@dataclass(frozen=True)
class Pack:
    """An opposing pack and the party that works in it."""

    root: Path
    side: str

    def __post_init__(self) -> None:
        if self.side not in PARTIES:
            raise CaseError(f"no party {self.side!r}: claimed or accused")

    def exclusions(self, side: str = "") -> dict[str, Reason]:
        """Matches that a party takes out, with its reasons; ``CaseError`` when the file cannot be read."""
        path = self.root / f"{side or self.side}.json"
        if not path.exists():
            return {}
        try:
            if path.stat().st_size > MOST:
                raise ValueError("it is too large")
            body = json.loads(path.read_text("utf-8"))
            return {str(match): Reason(reason) for match, reason in body["excluded"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CaseError(f"{path.name} of this opposing pack cannot be read: {error}") from error

    def write(self, excluded: Mapping[str, Reason]) -> None:
        body = {"schema": SCHEMA, "excluded": {match: str(reason) for match, reason in sorted(excluded.items())}}
        text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
        write_whole(self.root / f"{self.side}.json", text.encode(), durable=True)


def is_pack(root: Path) -> bool:
    return (root / MARK).is_file() and (root / "case" / "case.toml").is_file()


def make(case: Case, out: Path) -> Path:
    """Write the pack of a case into a new folder. Verdicts that lie sealed stay sealed in it."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CaseError(f"{out} is not empty: choose a new folder for the pack")
    if case.root.resolve() in (out.resolve(), *out.resolve().parents):
        raise CaseError(f"{out} lies inside the case: choose a folder outside")
    with case.working():
        head = chain.heads(case.root)[PROCEDURE]
        out.mkdir(parents=True, exist_ok=True)
        shutil.copytree(case.root, out / "case", symlinks=True, ignore=_left_out(case.root))
    for folder, _, names in os.walk(out / "case"):
        for name in names:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o444)
    body = {"schema": SCHEMA, "number": case.settings.number, "entries": head.count, "head": head.head}
    write_whole(out / MARK, (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode(), durable=True)
    return out


def _left_out(root: Path) -> Callable[[str, list[str]], set[str]]:
    def left_out(folder: str, names: list[str]) -> set[str]:
        top = Path(folder) == root
        return {name for name in names if (top and name in NOT_COPIED) or name.startswith((".lock", ".part-"))}

    return left_out


def table(clerk: Clerk, opened: Opened, pack: Pack | None) -> JSON:
    """One record under the exclusions of each: what was taken out, and both shares. ``panel``: what experts excluded.

    All parties begin with the figures of the record, which leave out what the case excluded before its run.
    """
    c = opened.comparison
    standing = freeze.standing_findings(clerk.case)
    by_panel = {
        match: next((f.reason for f in found.values() if f.reason is not None), Reason.THIRD_PARTY)
        for match, found in standing.get(c.comparator, {}).items()
        if match in opened.numbers and freeze.panel_verdict(match, c.comparator, standing) is Verdict.EXCLUDED
    }
    sets: dict[str, Mapping[str, Reason]] = {"none": {}, "panel": by_panel}
    if pack is not None:
        sets |= {side: {m: r for m, r in pack.exclusions(side).items() if m in opened.numbers} for side in PARTIES}
    rows: list[JSON] = []
    for who in (name for name in ("none", *PARTIES, "panel") if name in sets):
        excluded = sets[who]
        made: list[Exclusion] = [*c.excluded]
        for match, reason in sorted(excluded.items()):
            made += exclusions_of(opened.match(match), reason, who)
        measures = clerk.measure(opened, c.matches, made) if excluded else c.filtered
        reasons: dict[str, int] = {}
        for reason in excluded.values():
            reasons[str(reason)] = reasons.get(str(reason), 0) + 1
        rows.append(
            {
                "who": who, "excluded": len(excluded), "reasons": dict(sorted(reasons.items())),
                "left": measures.coverage_of_left, "right": measures.coverage_of_right,
            }
        )  # fmt: skip
    return rows


def actions(session: Session) -> dict[str, Callable[..., JSON]]:
    def oppose(record: str, matches: list[str], reason: str = "") -> JSON:
        """A party takes matches out, or (without a reason) puts them back."""
        if session.pack is None:
            raise CaseError("this is no opposing pack: appraisal oppose CASE DIR makes one")
        opened = session.clerk.opened(record)
        held = session.pack.exclusions()
        for match in matches:
            opened.match(match)
            if reason:
                held[match] = chosen(Reason, reason, f"match {match}: reason")
            else:
                held.pop(match, None)
        session.pack.write(held)
        return opposed()

    def opposed() -> JSON:
        """What the party of this pack takes out: reasons by match."""
        return {} if session.pack is None else {m: str(r) for m, r in session.pack.exclusions().items()}

    def opposing(record: str) -> JSON:
        if session.hidden():
            return {"hidden": True}
        return {"hidden": False, "rows": table(session.clerk, session.clerk.opened(record), session.pack)}

    return {"oppose": oppose, "opposed": opposed, "opposing": opposing}
