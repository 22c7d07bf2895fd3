"""What a party does in an opposing pack, and one table of what each party's exclusions leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from appraisal import freeze
from appraisal.comparison import JSON, Exclusion, Reason
from appraisal.errors import CaseError
from appraisal.finding import Verdict, chosen
from appraisal.lab.clerk import Clerk, Opened
from appraisal.lab.figures import exclusions_of
from appraisal.lab.pack import PARTIES, Pack
from appraisal.lab.seat import Seat


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


def actions(session: Seat) -> dict[str, Callable[..., JSON]]:
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
