"""What cells of the notebook templates show: sections of a report about a case that is still being worked on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from appraisal import logged, registry
from appraisal.case import Case, Record
from appraisal.dossier import Dossier, Filed, WorkEntry
from appraisal.dossier import Shown as Chosen
from reports.document import Block, Heading, Language
from reports.html import Fragment, fragment
from reports.sections import figures, shown
from reports.sections import materials as handed_in
from reports.sections.desk import Desk


def _entry(case: Case, label: str) -> WorkEntry:
    got = case.received(label)
    return WorkEntry(
        label=got.label,
        role=got.role,
        name=got.name,
        version=got.version,
        received_from=got.received_from,
        obtained=got.obtained,
        seal=got.seal,
        received_on=got.received_on,
        medium=got.medium,
        files=got.files,
        bytes=got.bytes,
        sha256=got.sha256,
        is_folder=case.path_of(label).is_dir(),
    )


def desk_of(case: Case | None, filed: Sequence[Filed], language: Language) -> Desk:
    """A desk with the works of the case and nothing else decided yet."""
    works = tuple(_entry(case, got.label) for got in case.works) if case else ()
    dossier = Dossier(
        number=case.settings.number if case else "",
        title="",
        language=language,
        watermark="",
        commission={},
        role_words=case.settings.role_words if case else {},
        dated="",
        works=works,
        comparisons=tuple(filed),
        runs=(),
        failures=(),
        findings=(),
        stale_findings=(),
        texts=(),
        environment={},
        manifest_sha256="",
        entries=logged.entries(case.history()) if case else (),
    )
    return Desk(dossier, language)


def _filed(record: Record, chosen: Sequence[Chosen] = ()) -> Filed:
    counting = registry.counting(record.comparison.comparator)
    return Filed(record.key, record.path.name, record.sha256, record.comparison, {}, None, tuple(chosen), counting)


def _fragment(blocks: Iterable[Block], language: Language) -> Fragment:
    return Fragment(fragment([block for block in blocks if not isinstance(block, Heading)], language))


def materials(case: Case, language: Language = "zh") -> Fragment:
    """The table of materials."""
    return _fragment(handed_in.materials(desk_of(case, (), language)), language)


def measures(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """The machine totals of one record, marked unverified."""
    return _fragment(figures.totals(desk_of(case, [_filed(record)], language)), language)


def coverage(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """Where the matches of one record lie in both works."""
    return _fragment(shown.coverage(desk_of(case, [_filed(record)], language)), language)


def exhibits(chosen: Sequence[Chosen], language: Language = "zh") -> Fragment:
    """Matches side by side."""
    return _fragment(shown.alone(desk_of(None, (), language), chosen), language)
