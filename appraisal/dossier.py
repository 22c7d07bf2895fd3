"""The read-only snapshot of a case that an exporter gets: everything a report prints. Same Dossier, same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from appraisal.comparison import JSON, Comparison, Examination, Measures
from appraisal.exhibit import Exhibit
from appraisal.finding import Finding, Verdict
from appraisal.paper import Paper
from appraisal.profile import Profile
from appraisal.work import Medium, Opened


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
    opened: tuple[Opened, ...] = ()  # archives among the files received, and what came out of each
    compared: int = 0  # files that methods can read: those received that are no archive, and members of archives
    compared_bytes: int = 0
    members: tuple[tuple[str, str, int], ...] = ()  # these files: name, medium or view ("" for none), bytes
    closed: tuple[tuple[str, str], ...] = ()  # packages and packed programs compared as they are: nothing came out


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
    counting rule and worked example in both languages ({"zh": …, "en": …} of {"rule", "example", "method", "labels"}
    and, where a match can be told in one row, "columns": keys of its details, with spaces between; where matches are
    passages of text, "sentences": see ``comparator.Comparator``). ``by_reason``: of such a method the figures after
    what each reason takes out, added up, the scope first; the last are the filtered ones.
    ``in_scope``: figures of the scope of files alone, where files are left out of it and more is taken out besides.
    ``earlier``: of matches of revised views what experts had found before of the same notes there; it counts nowhere.
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
    before_late: Measures | None = None
    in_scope: Measures | None = None
    by_reason: tuple[tuple[str, Measures], ...] = ()
    earlier: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Examined:
    """One examination of a single work in the case: its record with digest, the panel's verdicts.

    ``ids``: of the observations, in their order: what findings call ``match``. ``counting``: as of ``Filed``. ``on``,
    ``by``: of the last examination that had this record.
    """

    key: str
    file: str
    record_sha256: str
    examination: Examination
    ids: tuple[str, ...]
    verdicts: Mapping[str, Verdict]
    counting: Mapping[str, Mapping[str, JSON]]
    on: str = ""
    by: str = ""
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run, or examination: every one is listed, also failed, repeated and superseded ones. ``about``: labels of the
    works that were examined; empty of a run, which is about all of them."""

    number: int
    started: str
    finished: str
    by: str
    made: tuple[str, ...]
    superseded: tuple[str, ...]
    failures: int
    versions: Mapping[str, str]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpertText:
    """A Markdown cell that an expert wrote, and the report section it belongs to."""

    section: str  # introduction, process, analysis, opinion, limits
    markdown: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One step as the case's logs have it (kinds and bodies: ``appraisal.procedure.Kind``).

    ``standing`` of its signature: ``signed`` (by the person named, whose key ``fingerprint`` says), ``unsigned`` (a
    person without key), ``missing`` (a person who otherwise signs here), ``foreign`` (a key not registered for that
    person, or a signature that is not of this entry). ``after``: date of an earlier-written but later-dated entry when
    this one is dated before it (back-dated), else empty. ``after_results``: written after the first run was begun.
    """

    log: str
    seq: int
    on: str
    kind: str
    by: str
    body: Mapping[str, JSON]
    digest: str
    standing: str
    fingerprint: str = ""
    after: str = ""
    after_results: bool = False


@dataclass(frozen=True, slots=True)
class LogHead:
    """Length and last digest of one log when the report was made: the anchor that a report carries outside."""

    log: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class LogFault:
    """What in the logs did not hold when the report was made (``appraisal.chain.FAULTS``); line 0: the whole file."""

    log: str
    line: int
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person whose key was registered in the case."""

    name: str
    institution: str
    fingerprint: str
    key: str
    since: str


@dataclass(frozen=True, slots=True)
class ControlEntry:
    """One method tried on this case's own material: known copies planted, unrelated works of the same kind compared.

    ``alterations``: of each way in which plants were altered, how many were planted and how many found. ``unrelated``
    pairs of works, ``with_match`` of them with any match. ``missed``: where each plant that was not found stood.
    ``refused``: why the method could not be tried (it makes no plants, or the material does not allow it), else empty.
    ``asked``: plants that were asked for; ``fewer``: why there are fewer, else empty.
    """

    file: str
    sha256: str
    on: str
    by: str
    seed: int
    comparator: str
    version: str
    parameters: Mapping[str, JSON]
    labels: tuple[str, ...]
    planted: int = 0
    found: int = 0
    alterations: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    unrelated: int = 0
    with_match: int = 0
    missed: tuple[Mapping[str, JSON], ...] = ()
    refused: str = ""
    asked: int = 0
    fewer: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a set of places is: places, files that hold one, and the sum of lengths by unit.

    A place is contiguous and agrees with one set of versions. ``lengths``: unit -> length in that unit, square pixels
    for ``pixel``, number of files for ``file`` (whole members). ``short``: places below the least length, which count
    in nothing else.
    """

    places: int = 0
    files: int = 0
    lengths: Mapping[str, float] = field(default_factory=dict)
    short: int = 0


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version. ``shared``: what the accused work shares with it. ``alone``: of that, what it shares with no other
    version handed in. ``against``: what the accused work shares with another version and not with this one."""

    label: str
    result: str
    shared: Extent
    alone: Extent
    against: Extent


@dataclass(frozen=True, slots=True)
class VersionGroup:
    """Places of the accused work that agree with exactly these versions."""

    labels: tuple[str, ...]
    extent: Extent


@dataclass(frozen=True, slots=True)
class VersionMatrix:
    """All versions over one set of matches. ``leading``: versions with the fewest places against them, if any place
    tells versions apart; several when the places do not tell these apart, none when nothing does."""

    rows: tuple[VersionRow, ...]
    groups: tuple[VersionGroup, ...]
    leading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """One method's records of all versions against one accused work.

    ``every`` counts all matches, ``beyond`` only what exclusions and common ancestors leave: what was taken beyond the
    public base. ``absent``: length of the accused work, by unit, that agrees with no version (where records say how
    long its members are). ``kinds``: kinds of match that counted, empty when all did. ``least``: see ``Extent.short``.
    """

    comparator: str
    accused: str
    every: VersionMatrix
    beyond: VersionMatrix
    absent: Mapping[str, float] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    least: float = 0


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
    entries: tuple[LogEntry, ...] = ()  # custody and procedure, in the order written
    heads: tuple[LogHead, ...] = ()
    log_faults: tuple[LogFault, ...] = ()
    persons: tuple[PersonEntry, ...] = ()
    controls: tuple[ControlEntry, ...] = ()
    judged: tuple[LogEntry, ...] = ()  # verdicts and exclusions as their logs have them, log by log
    profile: Profile | None = None  # template of this report; None: the general report
    paper: Paper | None = None  # form of paper that this report is made in; None: none
    report_number: str = ""  # under which it is issued; empty: a draft
    lineages: tuple[Lineage, ...] = ()  # as the template reads the records; empty without one
    examined: tuple[Examined, ...] = ()  # records of works examined by themselves
    examinations: tuple[RunEntry, ...] = ()
    unplaced: tuple[str, ...] = ()  # words of cells that belong to no section, so that no report prints them
    lent: tuple[str, ...] = ()  # pieces of clauses of standards on file that stand in a file of a work
    apart: tuple[LogEntry, ...] = ()  # entries of copies that were merged, in force nowhere here (``appraisal.apart``)
    runs_apart: tuple[RunEntry, ...] = ()  # runs and examinations of these copies
    cells: Mapping[str, str] = field(default_factory=dict)  # digests of what is written, by notebook and tag
    quoted: tuple[str, ...] = ()  # words that people quote and that stand in a file of the case, of those looked up

    @property
    def filed(self) -> tuple[LogEntry, ...]:
        """All that people put on file, in this case and in copies of it that were merged."""
        return (*self.entries, *self.judged, *self.apart)
