"""What one expert does in one case, as calls with plain JSON: the same for the page beside JupyterLab and for a cell.

An action that is not allowed, or wrong, raises one of ``appraisal.errors``; the caller shows its message. Nothing that
an expert has not sealed or signed leaves this process: where somebody stopped reading is kept on this machine alone.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from appraisal import chain, freeze, identity, ledger, panel, procedure, wording
from appraisal.case import Case
from appraisal.comparison import JSON, Reason
from appraisal.errors import CaseError, UsageError
from appraisal.finding import Finding, Verdict
from appraisal.lab import casework, figures, guided, opposing, pages, remembered, rows
from appraisal.lab.pack import Pack
from appraisal.lab.seat import Seat
from appraisal.panel import Stage
from appraisal.procedure import FINDINGS, Kind

Action = Callable[..., JSON]
MOST = 200  # matches judged by one key: a group of identical ones
HOLDING = frozenset({"draw", "spot_check", "step", "report", "issue"})  # actions that hold the case alone


class Session(Seat):
    """A seat with all that can be done from it, by name."""

    def __init__(self, case: Case, *, expert: str = "", pack: Pack | None = None) -> None:
        super().__init__(case, expert=expert, pack=pack)
        self._holding = threading.Lock()  # of the one action that holds the case alone
        self._actions: Mapping[str, Action] = {
            "open": self.open,
            "enter": self.enter,
            "state": self.state,
            "matches": self.matches,
            "exhibit": self.exhibit,
            "judge": self.judge,
            "history": self.history,
            "remember": self.remember,
            "unread": self.unread,
            "submit": self.submit,
            "open_verdicts": self.open_verdicts,
            **pages.actions(self),
            **figures.actions(self),
            **casework.actions(self),
            **guided.actions(self),
            **opposing.actions(self),
        }
        if self.expert:
            self._seated(self.expert, self._signers(self.expert))

    def handle(self, action: str, arguments: Mapping[str, JSON]) -> JSON:
        """One action by name; ``UsageError`` for one that there is not, or arguments that it does not take.

        ``as``, if given, is in whose name the caller means to act: another person may have entered meanwhile.
        """
        found = self._actions.get(action)
        if found is None:
            raise UsageError(f"no action {action!r} of the workbench")
        arguments = dict(arguments)
        meant = arguments.pop("as", self.expert)
        if meant != self.expert:
            raise CaseError(f"{self.expert or 'nobody'} works here now, not {meant!r}: enter again")
        try:
            inspect.signature(found).bind(**arguments)
        except TypeError as error:
            raise UsageError(f"{action}: {error}") from error
        if action not in HOLDING:
            return found(**arguments)
        with self._alone():
            return found(**arguments)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Refused at once where the case is held: a person waits for no run of another process without a word."""
        with self._lock:
            if self._holding.locked():
                raise CaseError(
                    "this workbench is writing a report or another step; nothing was written now: wait for its end"
                )
            if ledger.held(self.case.root):
                raise CaseError("another process works on this case now; nothing was written: wait for its end")
            self._holding.acquire()
        try:
            yield
        finally:
            self._holding.release()

    # --- the case -----------------------------------------------------------------------------------------------------

    def open(self) -> JSON:
        """All that the page needs first."""
        settings = self.case.settings
        listed = [
            {
                "key": record.key,
                "comparator": c.comparator,
                "version": c.version,
                "left": c.left.label,
                "right": c.right.label,
                "status": c.status,
                "reason": c.reason or "",
                "matches": len(c.matches),
                "excluded": len(c.excluded),
            }
            for record in self.clerk.records.values()
            for c in (record.comparison,)
        ]
        return {
            "number": settings.number,
            "title": settings.title,
            "language": "en" if settings.language == "en" else "zh",
            "roles": {w.label: settings.role_words.get(w.role, {}) for w in self.case.works},
            "names": {w.label: w.name for w in self.case.works},
            "records": sorted(listed, key=lambda r: (r["comparator"], r["left"], r["right"])),
            "known": [person.name for person in identity.known(identity.home())],
            "experts": list(settings.experts),
            "verdicts": [str(v) for v in Verdict],
            "reasons": [str(r) for r in Reason],
            "remembered": remembered.read(self.case, self.expert),
            "state": self.state(),
        }

    def remember(self, place: Mapping[str, JSON]) -> JSON:
        """Where the expert is, to go on there: kept on this machine, never in the case."""
        remembered.write(self.case, self.expert, place)
        return True

    # --- matches ------------------------------------------------------------------------------------------------------

    def matches(self, record: str, language: str = "zh") -> JSON:
        """All matches of a record as rows, with the verdicts that the expert may see."""
        opened = self.clerk.opened(record)
        c = opened.comparison
        words = wording.words(c.comparator, language)
        self.case.holds(opened.record.key, opened.numbers)
        told = rows.rows_of(
            tuple(opened.told.values()), opened.words["en" if language == "en" else "zh"], *opened.shelves, words
        )
        kinds = {kind: words.label(kind, "") or words.label(f"kind.{kind}", "") for kind in told["kinds"]}
        return {**told, "kindWords": kinds, "record": opened.record.key, **self.verdicts(record)}

    def verdicts(self, record: str) -> JSON:
        """Own verdicts of a record, and, once opened, those of all experts: {match: {expert: [verdict, …]}}."""
        opened = self.clerk.opened(record)
        name = opened.comparison.comparator
        mine = {m: _told(f) for (comparator, m), f in self.own.items() if comparator == name and m in opened.numbers}
        everyone: dict[str, dict[str, JSON]] = {}
        for match, given in freeze.standing_findings(self.case).get(name, {}).items():
            if match in opened.numbers:
                everyone[match] = {f.by: _told(f) for f in given.values()}
        return {"own": mine, "panel": everyone}

    def exhibit(self, record: str, match: str) -> JSON:
        """One match side by side, with all its places."""
        opened = self.clerk.opened(record)
        return pages.exhibit_of(self.clerk, opened, opened.match(match))

    def judge(self, record: str, matches: list[str], verdict: str, reason: str = "", note: str = "") -> JSON:
        """The expert's verdict on a match, or on each of a group of identical ones; each is an entry of its own."""
        if self.pack is not None:
            raise CaseError("this is an opposing pack: a party sets its exclusions here, verdicts are the panel's")
        if not self.expert:
            raise CaseError("say who you are before you judge")
        if not 1 <= len(matches) <= MOST:
            raise CaseError(f"{len(matches)} matches at once: judge up to {MOST} identical ones by one key")
        self._not_handed_in()
        opened = self.clerk.opened(record)
        for match in matches:
            opened.match(match)
        told: dict[str, JSON] = {}
        log = panel.log_of(self.expert)
        for match in matches:
            found = self.case.judge(opened.record.key, match, verdict, self.expert, reason=reason or None, note=note)
            with self._lock:
                self.own[opened.comparison.comparator, match] = found
            told[match] = _told(found)
        head = chain.heads(self.case.root).get(log)
        return {"own": told, "entry": 0 if head is None else head.count, "log": log}

    def history(self, record: str, match: str) -> JSON:
        """Every verdict on a match that the expert may see, in the order of each log: log, number of the entry, who,
        when, verdict, reason, note, and whether it was given under seal. To take one back is another entry."""
        opened = self.clerk.opened(record)
        opened.match(match)
        name = opened.comparison.comparator
        comparators = self.case.comparator_of_key()
        mine = {} if self.signer is None else panel.own_keys(self.case.history(), self.signer)
        told: list[JSON] = []
        for log in (one for one in procedure.logs(self.case.root) if one.startswith(f"{FINDINGS}/")):
            own = mine if self.expert and log == panel.log_of(self.expert) else {}
            told += [
                {
                    "log": log, "seq": entry.seq, "by": found.by, "on": found.on, "verdict": str(found.verdict),
                    "reason": str(found.reason or ""), "note": found.note, "sealed": entry.kind == Kind.ENVELOPE,
                }
                for entry, found in panel.verdicts(self.case.root, log, own)
                if found.match == match and comparators.get(found.comparison, "") == name
            ]  # fmt: skip
        return told

    # --- the panel ----------------------------------------------------------------------------------------------------

    def _not_handed_in(self) -> None:
        held = panel.in_force(self.case.history())
        reached = {} if held is None else panel.stages(self.case.root, held)
        if reached.get(self.expert, Stage.JUDGING) is Stage.JUDGING or set(reached.values()) == {Stage.OPENED}:
            return
        if judging := [name for name, stage in reached.items() if stage is Stage.JUDGING]:
            raise CaseError(f"your verdicts are in; not in yet are those of {', '.join(judging)}: wait for them")
        closed = ", ".join(name for name, stage in reached.items() if stage is not Stage.OPENED)
        raise CaseError(f"the verdicts of all experts are in; not opened yet are those of {closed}: open them first")

    def unread(self) -> JSON:
        """Of each standing record how many matches there are, and how many the expert has no verdict on."""
        read: dict[str, set[str]] = {}
        for (comparator, match), found in self.own.items():
            if found.verdict is not Verdict.UNREVIEWED:
                read.setdefault(comparator, set()).add(match)
        told: list[dict[str, JSON]] = []
        for record in self.clerk.records.values():
            c = record.comparison
            ids = {match.id for match in c.matches}
            left = len(ids - read.get(c.comparator, set()))
            told.append(
                {
                    "comparator": c.comparator,
                    "left": c.left.label,
                    "right": c.right.label,
                    "total": len(ids),
                    "unread": left,
                }
            )
        return sorted(told, key=lambda one: (one["comparator"], one["left"], one["right"]))

    def submit(self) -> JSON:
        """The expert's verdicts are in."""
        panel.submit(self.case.log, self.expert)
        return self.state()

    def open_verdicts(self) -> JSON:
        """The expert's verdicts are opened, once all are in."""
        panel.open_verdicts(self.case.log, self.expert)
        return self.state()


def _told(found: Finding) -> JSON:
    return [str(found.verdict), str(found.reason or ""), found.note, found.on]
