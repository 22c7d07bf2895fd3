"""The read-only snapshot of a case that an exporter gets: everything a report prints. Same Dossier, same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from appraisal.comparison import JSON, Comparison, Measures
from appraisal.exhibit import Exhibit
from appraisal.finding import Finding, Verdict
from appraisal.work import Medium


class Role(StrEnum):
    """Part a work plays. Usually the claimed work is called 样本, the accused one 检材; a case may set others."""

    CLAIMED = "claimed"
    ACCUSED = "accused"
    ANCESTOR = "ancestor"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """One line of the table of materials. Digests are hex; a folder's is that of its sorted manifest."""

    label: str
    role: Role
    name: str
    version: str
    received_from: str
    obtained: str
    seal: str
    received_on: str
    medium: Medium | None
    files: int
    bytes: int
    sha256: str
    is_folder: bool
    skipped: tuple[tuple[str, str], ...] = ()
    media: tuple[tuple[Medium, int], ...] = ()  # number of files of each medium


@dataclass(frozen=True, slots=True)
class Shown:
    """One match as a report shows it: number in the record, verdict of the panel, and the exhibit drawn for it."""

    match: str
    number: int
    verdict: Verdict
    exhibit: Exhibit


@dataclass(frozen=True)
class Filed:
    """One comparison in the case: its record with digest, the panel's figures, the exhibits chosen to be shown.

    ``accepted`` are the figures over matches that the panel accepted (采信), under the same exclusions; None when no
    match has been accepted. ``verdicts`` gives the panel's verdict of each judged match. ``counting`` is the method's
    counting rule and worked example in both languages ({"zh": …, "en": …} of {"rule", "example", "method", "labels"}).
    """

    key: str
    file: str
    record_sha256: str
    comparison: Comparison
    verdicts: Mapping[str, Verdict]
    accepted: Measures | None
    shown: tuple[Shown, ...]
    counting: Mapping[str, Mapping[str, JSON]]
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run: every run is listed, also failed, repeated and superseded ones."""

    number: int
    started: str
    finished: str
    by: str
    made: tuple[str, ...]
    superseded: tuple[str, ...]
    failures: int
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExpertText:
    """A Markdown cell that an expert wrote, and the report section it belongs to."""

    section: str  # introduction, process, analysis, opinion, limits
    markdown: str
    by: str = ""


@dataclass(frozen=True)
class Dossier:
    number: str
    title: str
    language: str  # zh, en or both
    watermark: str
    commission: Mapping[str, JSON]  # by, questions (list), procedure, on: as far as the case holds them
    role_words: Mapping[str, Mapping[str, str]]  # role -> {"zh": "检材", "en": "accused work"}
    dated: str  # date printed on the report, ISO
    works: tuple[WorkEntry, ...]
    comparisons: tuple[Filed, ...]
    runs: tuple[RunEntry, ...]
    failures: tuple[Mapping[str, JSON], ...]
    findings: tuple[Finding, ...]
    stale_findings: tuple[Finding, ...]
    texts: tuple[ExpertText, ...]
    environment: Mapping[str, str]
    manifest_sha256: str
    experts: tuple[str, ...] = ()
