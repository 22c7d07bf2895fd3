"""Verdicts of experts: whether each stands in that expert's own log, and whether what was sealed is what was opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from appraisal import panel, procedure, sealing
from appraisal.chain import Entry
from appraisal.errors import AppraisalError, CaseError
from appraisal.panel import InForce
from appraisal.procedure import History, Kind
from appraisal.verify.outcome import Answer, Remark

Entries = Mapping[str, Sequence[Entry]]


def check(entries: Entries, history: History) -> Iterator[Remark]:
    """What does not hold of the experts' logs, and which verdicts still lie sealed."""
    try:
        panels = {one.entry: one for one in panel.panels(history)}
    except CaseError as error:
        yield Remark(Answer.FAILS, "panel-unreadable", procedure.PROCEDURE, detail=str(error))
        return
    for log, written in entries.items():
        if not log.startswith(f"{procedure.FINDINGS}/"):
            continue
        keys = panel.keys_in(written)
        waiting = 0
        ended: set[str] = set()
        for entry in written:
            who = f"{entry.by}, {entry.kind}, {entry.on}"
            if panel.log_of(entry.by) != log:
                yield Remark(Answer.FAILS, "not-own-log", log, entry.seq, who)
            if entry.kind not in panel.SEALING:
                continue
            named = str(entry.body.get("panel"))
            if named not in panels or entry.by not in panels[named].panel.experts:
                yield Remark(Answer.FAILS, "not-of-panel", log, entry.seq, who)
                continue
            if history.standing(entry) != "signed":
                yield Remark(Answer.FAILS, "verdict-unsigned", log, entry.seq, who)
            if entry.kind == Kind.ENVELOPE:
                if named in ended:
                    yield Remark(Answer.FAILS, "sealed-late", log, entry.seq, who)
                waiting += named not in keys
                if told := _opened(entry, keys):
                    yield Remark(Answer.FAILS, "envelope-broken", log, entry.seq, f"{who}: {told}")
                continue
            ended.add(named)
            if entry.kind == Kind.OPENED:
                yield from _key(written, entry, who)
                if early := _before_all_were_in(entries, panels[named], entry):
                    yield Remark(Answer.FAILS, "opened-early", log, entry.seq, f"{who}: {', '.join(early)}")
        if waiting:
            yield Remark(None, "still-sealed", log, detail=str(waiting))


def _opened(entry: Entry, keys: Mapping[str, bytes]) -> str:
    """What is wrong with an envelope whose key was handed out; empty when nothing is."""
    try:
        found = panel.unsealed(entry, keys)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, AppraisalError) as error:
        return str(error) or type(error).__name__
    return "" if found is None or found.by == entry.by else f"of {found.by!r}"


def _key(written: Sequence[Entry], opened: Entry, who: str) -> Iterator[Remark]:
    """The key handed out must be the one that was named when the verdicts were in."""
    try:
        name = sealing.name_of(bytes.fromhex(str(opened.body.get("key"))))
    except ValueError:
        name = ""
    promised = {e.body.get("key") for e in written if e.kind == Kind.SUBMITTED and _panel(e) == _panel(opened)}
    if promised != {name}:
        yield Remark(Answer.FAILS, "other-key", opened.log, opened.seq, who)


def _panel(entry: Entry) -> object:
    return entry.body.get("panel")


def _before_all_were_in(entries: Entries, held: InForce, opened: Entry) -> list[str]:
    """Experts of whom the opening, which names the heads of all logs, does not name a log in which they were in, and
    who had not been released by then."""
    early: list[str] = []
    here = next(
        (e.seq for e in entries.get(procedure.PROCEDURE, ()) if e.digest == opened.heads.get(procedure.PROCEDURE)), 0
    )
    for expert in held.panel.experts:
        if expert == opened.by or held.released.get(expert, here + 1) <= here:
            continue
        log = panel.log_of(expert)
        known = next((e.seq for e in entries.get(log, ()) if e.digest == opened.heads.get(log)), 0)
        told = entries.get(log, ())[:known]
        if not any(e.kind == Kind.SUBMITTED and _panel(e) == held.entry for e in told):
            early.append(expert)
    return early
