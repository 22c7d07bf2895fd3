"""Who works in an open case at the workbench: expert or party, key, own verdicts, and what is allowed now."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from appraisal import identity, panel
from appraisal.case import Case
from appraisal.casefile import clean
from appraisal.comparison import JSON
from appraisal.finding import Finding, latest
from appraisal.identity import Signer
from appraisal.lab.clerk import Clerk
from appraisal.lab.pack import Pack
from appraisal.panel import Stage
from appraisal.procedure import Kind


class Seat:
    """An open case and who works in it. Calls may come from several threads.

    ``side``: in an opposing pack the party whose exclusions are made here; nothing is written into the case then.
    """

    def __init__(self, case: Case, *, expert: str = "", pack: Pack | None = None) -> None:
        self.case = case
        self.clerk = Clerk(case)
        self.pack = pack
        self.expert = clean(expert).strip()
        self.signer: Signer | None = None
        self.own: dict[tuple[str, str], Finding] = {}  # (comparator, match): the last verdict of the expert
        self._signers = case.log.signers
        self._lock = threading.RLock()

    def close(self) -> None:
        self.clerk.close()

    def enter(self, expert: str, passphrase: str = "") -> JSON:
        """Work in a person's name. The passphrase stays in this process and unlocks that person's key; one that the
        environment holds is of whoever started the workbench, and unlocks no key of a name that is chosen in the page.
        Who fails to unlock a key leaves nobody at work: nothing is signed in the name before."""
        with self._lock:
            self.expert, self.signer, self.own = "", None, {}
            self.case.log.signers = lambda asked: None
        name = clean(str(expert)).strip()
        return self._seated(name, identity.unlock(identity.home(), name, {identity.PASSPHRASE: str(passphrase)}))

    def _seated(self, name: str, found: Signer | None) -> JSON:
        with self._lock:
            self.expert, self.signer = name, found
            self.case.log.signers = lambda asked: found if asked == name else None  # nobody signs for who left
            comparators = self.case.comparator_of_key()
            mine = [f for f in self.case.findings(found) if f.by == name]
            self.own = {(comparators.get(f.comparison, ""), f.match): f for f in latest(mine).values()}
        return self.state()

    def hidden(self) -> bool:
        """Whether figures stay hidden: until a scheme is on file that is signed by who wrote it."""
        scheme = self.case.history().last(Kind.SCHEME)
        return scheme is None or self.case.history().standing(scheme) != "signed"

    def state(self) -> JSON:
        """Who works here, how far the panel is, what is allowed now."""
        held = panel.in_force(self.case.history())
        reached = {} if held is None else panel.stages(self.case.root, held)
        return {
            "expert": self.expert,
            "signs": self.signer is not None,
            "hidden": self.hidden(),
            "stages": {name: str(stage) for name, stage in reached.items()},
            "stage": str(reached.get(self.expert, "")),
            "reviewer": "" if held is None else held.panel.reviewer,
            "signatory": "" if held is None else held.panel.signatory,
            "sealed": held is not None and any(s is not Stage.OPENED for s in reached.values()),
            "may_judge": self.pack is None and bool(self.expert) and self._may_judge(held, reached),
            "opposing": None if self.pack is None else self.pack.side,
        }

    def _may_judge(self, held: panel.InForce | None, reached: Mapping[str, Stage]) -> bool:
        if held is None:
            return True
        stage = reached.get(self.expert)
        return stage is Stage.JUDGING or (stage is not None and set(reached.values()) == {Stage.OPENED})
