"""Entries of a case's logs by kind, match, place and digest: read once for all sections of a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from appraisal.dossier import Dossier, LogEntry
from appraisal.procedure import Kind

UNSIGNED = frozenset({"altered", "bad-signature", "unreadable"})  # faults of a line that no signature stands for


@dataclass(frozen=True)
class Logs:
    dossier: Dossier

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[LogEntry, ...]]:
        """Entries of the logs by kind, in the order written."""
        found: dict[str, list[LogEntry]] = {}
        for entry in self.dossier.entries:
            found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    @cached_property
    def judged(self) -> Mapping[tuple[str, str], list[LogEntry]]:
        """Entries of the logs of verdicts, by expert and match, in the order written."""
        found: dict[tuple[str, str], list[LogEntry]] = {}
        for entry in self.dossier.judged:
            found.setdefault((entry.by, str(entry.body.get("match"))), []).append(entry)
        return found

    @cached_property
    def by_place(self) -> Mapping[tuple[str, int], LogEntry]:
        """Entries of the logs by log and number."""
        return {(entry.log, entry.seq): entry for entry in self.dossier.entries}

    @cached_property
    def faulty(self) -> Mapping[tuple[str, int], str]:
        """Entries whose content is not what was signed, by log and number, and the fault that says so."""
        found: dict[tuple[str, int], str] = {}
        for fault in self.dossier.log_faults:
            if fault.line and fault.what in UNSIGNED:
                found.setdefault((fault.log, fault.line), fault.what)
        return found

    @cached_property
    def seconds(self) -> Mapping[str, list[LogEntry]]:
        """Valid countersignatures, by the digest that was signed."""
        found: dict[str, list[LogEntry]] = {}
        for entry in self.by_kind.get(Kind.COUNTERSIGNED, ()):
            if entry.standing == "signed" and (entry.log, entry.seq) not in self.faulty:
                found.setdefault(str(entry.body.get("digest")), []).append(entry)
        return found
