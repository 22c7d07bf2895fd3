"""Figures as they follow judgement: machine totals apart, then step by step what experts leave standing. And samples.

Every figure is the method's own, measured on matches of the record in the limited child; nothing is matched anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from appraisal import freeze, registry, sampling
from appraisal.comparison import JSON, Exclusion, Match, Measures
from appraisal.errors import CaseError
from appraisal.finding import Verdict
from appraisal.lab.clerk import Opened
from appraisal.lab.seat import Seat

LEFT_OUT = (Verdict.REJECTED, Verdict.EXCLUDED)


def actions(session: Seat) -> dict[str, Callable[..., JSON]]:
    case, clerk = session.case, session.clerk

    def verdicts(opened: Opened) -> dict[str, Verdict]:
        """The verdicts that figures follow: the panel's once it has opened, the expert's own before that."""
        name = opened.comparison.comparator
        standing = freeze.standing_findings(case)
        judged = {m: freeze.panel_verdict(m, name, standing) for m in standing.get(name, {}) if m in opened.numbers}
        if session.state()["sealed"]:
            judged |= {
                m: f.verdict for (comparator, m), f in session.own.items() if comparator == name and m in opened.numbers
            }
        return judged

    def figures(record: str, language: str = "zh") -> JSON:
        """From raw to accepted: all, without what rules and persons exclude, without what experts reject or exclude,
        accepted alone. Hidden until the scheme is signed."""
        if session.hidden():
            return {"hidden": True}
        opened = clerk.opened(record)
        c = opened.comparison
        if c.status != "ok":
            return {"hidden": False, "steps": [], "values": []}
        judged = verdicts(opened)
        kept = [m for m in c.matches if judged.get(m.id) not in LEFT_OUT]
        taken = [m for m in c.matches if judged.get(m.id) is Verdict.ACCEPTED]
        early = [e for e in c.excluded if not e.after_results]
        steps: list[tuple[str, Sequence[Match], Measures]] = [("all", c.matches, c.all)]
        if len(early) < len(c.excluded):
            steps.append(("before-late", c.matches, clerk.measure(opened, c.matches, early)))
        steps.append(("filtered", c.matches, c.filtered))
        steps.append(("kept", kept, _measured(session, opened, kept, c.filtered, len(c.matches))))
        steps.append(("accepted", taken, _measured(session, opened, taken, None, len(c.matches))))
        labels = registry.counting(c.comparator).get("en" if language == "en" else "zh", {}).get("labels", {})
        return {
            "hidden": False,
            "late": len(c.excluded) - len(early),
            "steps": [
                {
                    "step": name,
                    "matches": len(matches),
                    "left": measures.coverage_of_left,
                    "right": measures.coverage_of_right,
                }
                for name, matches, measures in steps
            ],
            "counts": {str(v): sum(one is v for one in judged.values()) for v in Verdict},
            "unread": len(c.matches) - sum(v is not Verdict.UNREVIEWED for v in judged.values()),
            "values": [
                {"name": name, "words": str(labels.get(name, name)), "all": _number(c.all.values.get(name)),
                 "accepted": _number(steps[-1][2].values.get(name))}
                for name in sorted(c.all.values)
                if _number(c.all.values.get(name)) is not None
            ],
        }  # fmt: skip

    def draw(record: str, size: int, rule: str = "") -> JSON:
        """Fix which matches are read."""
        if not session.expert:
            raise CaseError("say who you are before you draw a sample")
        opened = clerk.opened(record)
        ids = [m.id for m in opened.comparison.matches]
        with case.working():
            sampling.draw(
                case.log, opened.record.key, opened.comparison.comparator, ids, int(size), rule=rule, by=session.expert
            )
        return samples(record)

    def samples(record: str) -> JSON:
        """Samples of a record, in the order drawn: which matches, how many were read and accepted, and the interval of
        the share of accepted ones among all matches."""
        opened = clerk.opened(record)
        ids = [m.id for m in opened.comparison.matches]
        judged = verdicts(opened)
        told: list[JSON] = []
        for sample in sampling.samples(case.history()):
            if sample.record != opened.record.key or sample.total != len(ids):
                continue
            chosen = sampling.drawn(sample, ids)
            read = [m for m in chosen if judged.get(m, Verdict.UNREVIEWED) is not Verdict.UNREVIEWED]
            hits = sum(judged[m] is Verdict.ACCEPTED for m in read)
            complete = len(read) == len(chosen)
            told.append(
                {
                    "rule": sample.rule, "seed": sample.seed, "size": sample.size, "total": sample.total,
                    "before": sample.before, "ids": chosen, "read": len(read), "accepted": hits,
                    "interval": list(sampling.interval_among(hits, len(read), sample.total)) if complete else None,
                    "level": sampling.LEVEL,
                }
            )  # fmt: skip
        return told

    return {"figures": figures, "draw": draw, "samples": samples}


def _measured(session: Seat, opened: Opened, matches: Sequence[Match], whole: Measures | None, total: int) -> Measures:
    """Figures over these matches; what nothing was taken from has the figures of the record."""
    if whole is not None and len(matches) == total:
        return whole
    return session.clerk.measure(opened, matches, opened.comparison.excluded)


def exclusions_of(match: Match, reason: Any, by: str) -> list[Exclusion]:
    """A match taken out by its places on both sides."""
    return [Exclusion(reason, side, span, by=by) for side, spans in match.sides() for span in spans]


def _number(value: JSON) -> JSON:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
