"""The panel: experts who judge apart, and whose verdicts nobody else can read until all of them are in.

Once a panel is convened (``Kind.PANEL``) each verdict of its experts goes into an envelope (``sealing``) in the log of
that expert. Then each says that the verdicts are in (``submit``): nothing more can be sealed. When all have said so,
each opens (``open_verdicts``), which puts the key into the log; what an expert decides from then on, after
deliberation, stands in the open, beside what was decided before. Nothing of an expert's log is ever taken back.

Of a sealed log others see how many entries it has and when they were written, a change of mind counting as one; not
about which match, which verdict, which reason or how long a note. A report may be made before the opening: it counts no
sealed verdict and says that there are some.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from appraisal import chain, ledger, records, sealing
from appraisal.chain import Entry
from appraisal.codec import decode, encode
from appraisal.errors import AppraisalError, CaseError
from appraisal.finding import Finding
from appraisal.identity import Signer
from appraisal.logbook import Logbook
from appraisal.procedure import FINDINGS, History, Kind
from appraisal.sealing import Envelope

SEALING = (Kind.ENVELOPE, Kind.SUBMITTED, Kind.OPENED)


@dataclass(frozen=True, slots=True)
class Panel:
    """Who judges, who reviews (复核) without having judged, who may issue (签发). Names as the logs have them."""

    experts: tuple[str, ...]
    reviewer: str = ""
    signatory: str = ""

    def __post_init__(self) -> None:
        named = [name.strip() for name in self.experts]
        if not named or not all(named) or len(set(named)) != len(named) or named != list(self.experts):
            raise CaseError("a panel needs the names of its experts, each once")
        if self.reviewer in self.experts:
            raise CaseError(f"{self.reviewer} is an expert of the panel: the reviewer (复核) is somebody else")


class Stage(StrEnum):
    """How far one expert is: ``JUDGING`` under seal, all ``SUBMITTED``, ``OPENED``."""

    JUDGING = "judging"
    SUBMITTED = "submitted"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Released:
    """An expert who takes no part any more (illness, withdrawal, long absence): the others need not wait. What that
    expert sealed stays sealed, and is counted by nobody."""

    panel: str
    expert: str
    reason: str


@dataclass(frozen=True, slots=True)
class InForce:
    """The panel that was convened last. ``entry``: digest of its entry, which names it in the experts' logs.
    ``released``: by name, the number of the procedure log's entry that released an expert."""

    panel: Panel
    entry: str
    released: Mapping[str, int] = field(default_factory=dict)

    @property
    def experts(self) -> tuple[str, ...]:
        """Who judges: all of the panel who were not released."""
        return tuple(name for name in self.panel.experts if name not in self.released)

    def about(self, expert: str) -> str:
        """What envelopes of an expert are about: one taken over into another log or panel cannot be opened there."""
        return f"{self.entry} {expert}"


def log_of(expert: str) -> str:
    return f"{FINDINGS}/{ledger.slug(expert)}.jsonl"


def panels(found: History) -> list[InForce]:
    """All panels, first to last; ``CaseError`` when an entry cannot be read."""
    listed: list[InForce] = []
    gone: dict[str, dict[str, int]] = {}
    for entry in (*found.of(Kind.RELEASED), *found.of(Kind.PANEL)):
        try:
            if entry.kind == Kind.RELEASED:
                one = decode(Released, {**entry.body, "is": "Released"})
                gone.setdefault(one.panel, {}).setdefault(one.expert, entry.seq)
            else:
                made = decode(Panel, {**entry.body, "is": "Panel"})
                listed.append(InForce(made, entry.digest, gone.get(entry.digest, {})))
        except AppraisalError as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error
    return listed


def in_force(found: History) -> InForce | None:
    listed = panels(found)
    return listed[-1] if listed else None


def stage(root: Path, panel: InForce, expert: str) -> Stage:
    """How far an expert is. The last entry says so, unless it is a verdict in the open: then all are looked at."""
    log = log_of(expert)
    end = chain.last(root, log)
    if end is None:
        return Stage.JUDGING
    entries = [end] if end.kind in SEALING else chain.read(root, log)
    told = [e.kind for e in entries if e.kind in SEALING and e.body.get("panel") == panel.entry]
    if Kind.OPENED in told:
        return Stage.OPENED
    return Stage.SUBMITTED if Kind.SUBMITTED in told else Stage.JUDGING


def stages(root: Path, panel: InForce) -> dict[str, Stage]:
    """How far each expert of the panel is, but for those who were released."""
    return {expert: stage(root, panel, expert) for expert in panel.experts}


# --- writing ----------------------------------------------------------------------------------------------------------


def convene(log: Logbook, panel: Panel, by: str) -> Entry:
    """Put a panel on file. It needs a scheme on file, and no earlier panel whose verdicts still lie sealed."""
    found = log.history()
    if not found.of(Kind.SCHEME):
        raise CaseError("fix the scheme first (appraisal scheme CASE --by NAME): a panel judges by it")
    before = in_force(found)
    if before is not None and any(s is not Stage.OPENED for s in stages(log.root, before).values()):
        if before.panel == panel:
            raise CaseError("this panel is convened already")
        if any(_begun(log.root, before, expert) for expert in before.panel.experts):
            raise CaseError(
                "verdicts of the panel before lie sealed: open them before another panel is convened; if an expert"
                " takes no part any more: appraisal panel release CASE --expert NAME --reason TEXT"
            )
    return log.write(Kind.PANEL, panel, by)


def release(log: Logbook, expert: str, reason: str, by: str) -> Entry:
    """Put on file that an expert takes no part any more, and why: the others open without waiting for that one."""
    panel = _of_case(log)
    _member(panel, expert)
    if not reason.strip() or not by.strip():
        raise CaseError("to release an expert needs the reason, and the name of who decides it")
    if len(panel.experts) < 2:
        raise CaseError(f"{expert} is the last expert of this panel: convene another one")
    if stage(log.root, panel, expert) is Stage.OPENED:
        raise CaseError(f"the verdicts of {expert} are open already, and stay on file")
    return log.write(Kind.RELEASED, Released(panel.entry, expert, reason.strip()), by)


def _begun(root: Path, panel: InForce, expert: str) -> bool:
    return any(e.kind in SEALING and e.body.get("panel") == panel.entry for e in chain.read(root, log_of(expert)))


def _keyed(log: Logbook, expert: str) -> Signer:
    """The expert's signer: without a key nothing can be sealed."""
    _, signer = log.signing(expert)
    if signer is None:
        raise CaseError(f"no key of {expert!r} on this machine: appraisal identity new {expert!r}; verdicts are sealed")
    return signer


def _member(panel: InForce, expert: str) -> None:
    if expert not in panel.experts:
        named = ", ".join(panel.experts)
        raise CaseError(f"{expert!r} is no expert of the panel ({named}): only they judge")


def write(log: Logbook, finding: Finding) -> Entry:
    """Write a verdict as the stage asks: sealed while the panel judges, in the open before and after."""
    panel = in_force(log.history())
    if panel is None:
        return log.write(Kind.FINDING, finding, finding.by, on=finding.on, log=log_of(finding.by))
    _member(panel, finding.by)
    reached = stage(log.root, panel, finding.by)
    if reached is Stage.JUDGING:
        key = sealing.key_for(_keyed(log, finding.by), panel.about(finding.by))
        text = records.canonical(records.plain(encode(finding)))
        sealed = sealing.seal(text, key, panel.about(finding.by))
        body = {"panel": panel.entry, "key": sealed.key, "digest": sealed.digest, "content": sealed.content}
        return log.write(Kind.ENVELOPE, body, finding.by, on=finding.on, log=log_of(finding.by))
    waiting = [name for name, s in stages(log.root, panel).items() if s is not Stage.OPENED]
    if waiting:
        raise CaseError(
            f"your verdicts are in: nothing is changed before all are opened; waiting for: {', '.join(waiting)}"
        )
    return log.write(Kind.FINDING, finding, finding.by, on=finding.on, log=log_of(finding.by))


def refuse_under_seal(log: Logbook, by: str) -> None:
    """``CaseError`` when ``by`` is an expert whose panel's verdicts lie sealed: exclusions stand in the open, and would
    show the others what that expert thinks."""
    panel = in_force(log.history())
    if panel is None or by not in panel.experts:
        return
    if any(reached is not Stage.OPENED for reached in stages(log.root, panel).values()):
        raise CaseError(
            "verdicts lie sealed: an exclusion would show the others what you hold; judge the match as excluded, with"
            " its reason, and exclude places once all verdicts are open"
        )


def submit(log: Logbook, expert: str) -> Entry:
    """Say that the verdicts of an expert are in: from now on none is sealed."""
    panel = _of_case(log)
    _member(panel, expert)
    if stage(log.root, panel, expert) is not Stage.JUDGING:
        raise CaseError(f"the verdicts of {expert} are in already")
    key = sealing.key_for(_keyed(log, expert), panel.about(expert))
    body = {"panel": panel.entry, "key": sealing.name_of(key)}
    return log.write(Kind.SUBMITTED, body, expert, log=log_of(expert))


def open_verdicts(log: Logbook, expert: str) -> Entry:
    """Put the key of an expert's envelopes on file. ``CaseError`` until the verdicts of all experts are in."""
    panel = _of_case(log)
    _member(panel, expert)
    reached = stages(log.root, panel)
    if waiting := [name for name, s in reached.items() if s is Stage.JUDGING]:
        raise CaseError(f"verdicts are opened when all are in; waiting for: {', '.join(waiting)}")
    if reached[expert] is Stage.OPENED:
        raise CaseError(f"the verdicts of {expert} are open already")
    key = sealing.key_for(_keyed(log, expert), panel.about(expert))
    return log.write(Kind.OPENED, {"panel": panel.entry, "key": key.hex()}, expert, log=log_of(expert))


def _of_case(log: Logbook) -> InForce:
    panel = in_force(log.history())
    if panel is None:
        raise CaseError("no panel is convened: appraisal panel convene CASE --expert NAME … --by NAME")
    return panel


# --- reading ----------------------------------------------------------------------------------------------------------


def keys_in(entries: Sequence[Entry]) -> dict[str, bytes]:
    """Keys that an expert's log hands out, by the panel they are of; what is no key is left out."""
    found: dict[str, bytes] = {}
    for entry in entries:
        if entry.kind == Kind.OPENED:
            try:
                found[str(entry.body.get("panel"))] = bytes.fromhex(str(entry.body.get("key")))
            except ValueError:
                continue
    return found


def own_keys(found: History, signer: Signer) -> dict[str, bytes]:
    """Keys of a person's own envelopes, by panel."""
    name = signer.person.name
    return {one.entry: sealing.key_for(signer, one.about(name)) for one in panels(found)}


def unsealed(entry: Entry, keys: Mapping[str, bytes]) -> Finding | None:
    """The verdict in an envelope; None when its key is not there. ``CaseError`` when it is not as it was sealed."""
    panel = str(entry.body.get("panel"))
    if panel not in keys:
        return None
    envelope = Envelope(*(str(entry.body.get(name)) for name in ("key", "digest", "content")))
    body: Any = json.loads(sealing.unseal(envelope, keys[panel], f"{panel} {entry.by}"))
    return decode(Finding, body)  # type: ignore[no-any-return]


def findings(root: Path, log: str, own: Mapping[str, bytes] = {}) -> Iterator[Finding]:
    """Verdicts of one expert's log that are open, in the order written; with ``own``, keys by panel, the sealed too."""
    return (found for _, found in verdicts(root, log, own))


def verdicts(root: Path, log: str, own: Mapping[str, bytes] = {}) -> Iterator[tuple[Entry, Finding]]:
    """The same, each with the entry that holds it."""
    entries = chain.read(root, log)
    keys = {**own, **keys_in(entries)}
    for entry in entries:
        try:
            found = _finding(entry, keys)
            if found is not None and found.by != entry.by:
                raise CaseError(f"decided by {found.by!r}, yet written by {entry.by!r}")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, AppraisalError) as error:
            raise CaseError(f"{log} line {entry.seq} cannot be read: {error}") from error
        if found is not None:
            yield entry, found


def _finding(entry: Entry, keys: Mapping[str, bytes]) -> Finding | None:
    if entry.kind in (Kind.SUBMITTED, Kind.OPENED):
        return None
    if entry.kind == Kind.ENVELOPE:
        return unsealed(entry, keys)
    return decode(Finding, {**entry.body, "is": "Finding"})  # type: ignore[no-any-return]
