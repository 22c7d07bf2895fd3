"""What cells of the notebook templates show: sections of a report about a case that is still being worked on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appraisal import logged, registry
from appraisal.case import Case, Record
from appraisal.choosing import chosen as picked_of
from appraisal.comparison import Match
from appraisal.counted import strength
from appraisal.dossier import Dossier, Filed, WorkEntry
from appraisal.dossier import Shown as Chosen
from appraisal.errors import ReportError
from appraisal.finding import Finding
from appraisal.freeze import (
    before_late_of,
    earlier_of,
    exhibits_of,
    in_scope_of,
    reasons_of,
    standing_findings,
    standing_records,
    verdicts_of,
)
from appraisal.lineage import mask_of
from appraisal.profile import Composition, Table
from appraisal.wording import explained
from reports import player as playing
from reports.build import part_blocks
from reports.document import Block, Heading, Language
from reports.html import Fragment, fragment
from reports.sections import cast as table_of_people
from reports.sections import elements as table_of_elements
from reports.sections import errors as table_of_errors
from reports.sections import exclusions as taken_out
from reports.sections import figures, judging, observed, part_lineage, part_tables, shown
from reports.sections import filtration as ledger
from reports.sections import materials as handed_in
from reports.sections import plot as table_of_plot
from reports.sections import sentences as text_tables
from reports.sections import stretches as table_of_stretches
from reports.sections.desk import Desk
from reports.sections.opposite import opposite as map_of
from reports.sections.projects import function_map
from reports.sections.tree import tree as tree_of
from reports.text import printable

if TYPE_CHECKING:
    import pandas


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
    told = explained(record.comparison)
    return Filed(record.key, record.path.name, record.sha256, told, {}, None, tuple(chosen), counting)


def _standing(case: Case, record: Record) -> Filed:
    """A record with what experts decided by now, so that what is shown says how far it was reviewed."""
    return replace(_filed(record), verdicts=verdicts_of(case, record))


def _fragment(blocks: Iterable[Block], language: Language) -> Fragment:
    return Fragment(fragment([block for block in blocks if not isinstance(block, Heading)], language))


def _judged(case: Case, record: Record, show: int) -> Filed:
    """A record with what experts decided, exhibits of what they judged and of the ``show`` longest, and its steps."""
    found, known = record.comparison, verdicts_of(case, record)
    picked = [match for _, match in picked_of(found.matches, known, show, mask_of(found))]
    filed = _filed(record, exhibits_of(case, record, picked))
    return replace(filed, verdicts=known, by_reason=reasons_of(case, record))


def _findings(case: Case, filed: Filed) -> tuple[Finding, ...]:
    given = standing_findings(case).get(filed.comparison.comparator, {})
    return tuple(finding for match in filed.comparison.matches for finding in given.get(match.id, {}).values())


def no_result(case: Case, record: Record, language: Language = "zh") -> str:
    """Method, and why it came to no result, in the words of the report."""
    filed = _filed(record)
    desk = desk_of(case, [filed], language)
    said = figures.not_compared(desk, filed)
    return f"{desk.method_name(filed)}{desk.say('colon')}{''.join(piece.text for piece in said.content)}"


def passages(case: Case, record: Record, language: Language = "zh", *, show: int = 20) -> Fragment:
    """Tally of characters, table of passages and their plot, as the report has them: what was judged, and the longest.

    ``ReportError`` when the method's matches are no passages of text.
    """
    filed = _judged(case, record, show)
    desk = desk_of(case, [filed], language)
    desk = Desk(replace(desk.dossier, findings=_findings(case, filed)), language)
    said = text_tables.rules(desk, filed)
    if said is None:
        raise ReportError(f"{record.comparison.comparator}: its matches are no passages of text")
    return _fragment(text_tables.of_record(desk, filed, said, most=show), language)


def people(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """People of both works, roles proposed with their verdicts, relations, networks."""
    filed = _judged(case, record, 0)
    desk = desk_of(case, [filed], language)
    desk = Desk(replace(desk.dossier, findings=_findings(case, filed)), language)
    if table_of_people.rules(desk, filed) is None:
        raise ReportError(f"{record.comparison.comparator}: it lists no people")
    return _fragment(table_of_people.of_record(desk, filed), language)


def plot(case: Case, left: str, right: str, language: Language = "zh") -> Fragment:
    """The plot table on file, and passages that the standing records of two works propose for its points."""
    held = [_filed(record) for record in standing_records(case, left, right).values()]
    return _fragment(table_of_plot.plot(desk_of(case, held, language)), language)


def shared_errors(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """Rare strings of both works; nothing where the record has none."""
    return _fragment(table_of_errors.shared_errors(desk_of(case, [_filed(record)], language)), language)


def elements(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """The element table of a record's regions, with what experts noted; ``ReportError`` where the method has none."""
    filed = _judged(case, record, 0)
    desk = desk_of(case, [filed], language)
    desk = Desk(replace(desk.dossier, findings=_findings(case, filed)), language)
    if not desk.counting(filed, "alike"):
        raise ReportError(f"{record.comparison.comparator}: its matches are no regions of pictures")
    return _fragment(table_of_elements.of_record(desk, filed), language)


def materials(case: Case, language: Language = "zh") -> Fragment:
    """The table of materials."""
    return _fragment(handed_in.materials(desk_of(case, (), language)), language)


def measures(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """The machine totals of one record, marked unverified: with what exclusions made after results take out in a column
    of its own, and how many matches the panel has judged by now."""
    filed = replace(_filed(record), verdicts=verdicts_of(case, record), before_late=before_late_of(case, record))
    filed = replace(filed, in_scope=in_scope_of(case, record))
    return _fragment(figures.totals(desk_of(case, [filed], language)), language)


def table(
    case: Case,
    record: Record,
    name: str,
    language: Language = "zh",
    *,
    columns: Sequence[str] = (),
    where: Mapping[str, Sequence[str]] | None = None,
    share: Sequence[str] = (),
    sort: Sequence[str] = (),
    most: int = 200,
) -> Fragment:
    """A table of one record, as templates print it: some columns, rows that fit, sorted, the first ``most``."""
    item = Table(
        record.comparison.comparator,
        name,
        columns=tuple(columns),
        where={key: tuple(values) for key, values in (where or {}).items()},
        share=tuple(share),
        sort=tuple(sort),
        most=most,
    )
    return _fragment(_settled(desk_of(case, [_standing(case, record)], language), part_tables.table, item), language)


def _settled(desk: Desk, writer: Callable[[Desk, Any], Iterator[Block | part_tables.Absent]], item: Any) -> list[Block]:
    """What an item shows, and after it what it has nothing to show of."""
    made = list(writer(desk, item))
    gathered = [one for one in made if isinstance(one, part_tables.Absent)]
    return [*(one for one in made if not isinstance(one, part_tables.Absent)), *part_tables.absent(desk, gathered)]


def rows(record: Record, name: str) -> pandas.DataFrame:
    """A table of one record as a frame, whole; empty when the record has no such table."""
    import pandas  # takes 0.3 s to import

    return pandas.DataFrame(part_tables.rows_of(record.comparison.tables.get(name, [])))


def in_words(record: Record, frame: pandas.DataFrame, language: Language = "zh") -> pandas.DataFrame:
    """``rows``, or some of them, in the words of the method; columns that are of the other language, or empty, go."""
    filed = _filed(record)
    desk = desk_of(None, [filed], language)

    def told(name: str, value: Any) -> str:
        if value is None or value == [] or value != value:  # NaN is not itself
            return ""
        return printable(str(value)) if name == "file" else desk.worded(filed, value, name)

    other = "_en" if language == "zh" else "_zh"
    kept = [name for name in frame.columns if not str(name).endswith(other)]
    cells = {name: [told(str(name), value) for value in frame[name]] for name in kept}
    filled = {desk.label(filed, str(name)): column for name, column in cells.items() if any(column)}
    return type(frame)(filled, index=frame.index)


def composition(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """Of what the files of both works are made up."""
    item = Composition(record.comparison.comparator)
    return _fragment(
        _settled(desk_of(case, [_standing(case, record)], language), part_lineage.composition, item), language
    )


def part(dossier: Dossier, name: str, language: Language = "zh") -> Fragment:
    """One part of a report by a template, as it would be printed now."""
    if dossier.profile is None:
        raise ReportError("the dossier was frozen without a report template: freeze(case, profile=…)")
    found = next((one for one in dossier.profile.parts if one.id == name), None)
    if found is None:
        known = ", ".join(one.id for one in dossier.profile.parts)
        raise ReportError(f"no part {name!r} in this template; there are {known}")
    return Fragment(fragment(list(part_blocks(dossier, found, language)), language))


def to_judge(dossier: Dossier, language: Language = "zh") -> Fragment:
    """Ids, places and words of all that experts judge in examinations, with what each expert holds by now."""
    return _fragment(judging.to_judge(Desk(dossier, language)), language)


def coverage(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """Where the matches of one record lie in both works."""
    return _fragment(shown.coverage(desk_of(case, [_filed(record)], language)), language)


def exhibits(chosen: Sequence[Chosen], language: Language = "zh", record: Record | None = None) -> Fragment:
    """Matches side by side; with their record also places and details, in the method's words."""
    return _fragment(
        shown.alone(desk_of(None, (), language), chosen, None if record is None else _filed(record)), language
    )


def strongest(record: Record | None, most: int) -> list[Match]:
    """At most so many matches, as a report would show them: of each pair of files the strongest before any second one;
    in order of strength. None without a record."""
    if record is None:
        return []
    found, counting = record.comparison, registry.counting(record.comparison.comparator)
    picked = [match for _, match in picked_of(found.matches, {}, most, mask_of(found), counting)]
    return sorted(picked, key=lambda match: -strength(match, counting))


def observations(case: Case, record: Record, kind: str, language: Language = "zh") -> Fragment:
    """What the method observed of one kind in either work by itself (``line``: the lines of a score), in its words."""
    filed = _filed(record)
    return _fragment(observed.of_kind(desk_of(case, [filed], language), filed, kind), language)


def stretches(
    case: Case, record: Record, matches: Sequence[Match], columns: Sequence[str], language: Language = "zh"
) -> Fragment:
    """A table of passages: places on both sides, ``columns`` of their details in the method's words, verdicts."""
    filed = replace(_filed(record), verdicts=verdicts_of(case, record), earlier=earlier_of(case, record))
    return _fragment(table_of_stretches.stretches(desk_of(case, [filed], language), filed, matches, columns), language)


def player(case: Case, record: Record, chosen: Sequence[Chosen], language: Language = "zh") -> Fragment:
    """Both passages of chosen matches played in step: left, right, or one in either ear."""
    filed = _filed(record)
    return Fragment(playing.player(desk_of(case, [filed], language), filed, chosen))


def exclusions(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """What persons, ancestors and excluded works take out of one record; what rules take out shows ``filtration``."""
    return _fragment(taken_out.exclusions(desk_of(case, [_filed(record)], language)), language)


def filtration(case: Case, record: Record, language: Language = "zh") -> Fragment:
    """From raw to filtered, as table and drawing, what each rule took out, and the six reasons answered."""
    return _fragment(ledger.filtration(desk_of(case, [_standing(case, record)], language)), language)


def tree(case: Case, record: Record, language: Language = "zh", *, most: int = 200) -> Fragment:
    """Folders and files of both works: how much of each corresponds and to which files; ``most`` rows a work."""
    filed = _standing(case, record)
    return _fragment(tree_of(desk_of(case, [filed], language), [filed], most), language)


def functions(case: Case, record: Record, language: Language = "zh", *, most: int = 200) -> Fragment:
    """The map of functions: how many are paired, ``most`` pairs with what lies between, those without a counterpart."""
    filed = _standing(case, record)
    return _fragment(function_map(desk_of(case, [filed], language), filed, most), language)


def opposite(
    case: Case, record: Record, language: Language = "zh", *, only: Sequence[Match] | None = None, most: int = 400
) -> Fragment:
    """A drawing of which place lies opposite which across files, of ``only`` or of the first ``most`` matches."""
    filed = _filed(record)
    matches = (record.comparison.matches if only is None else only)[:most]
    return _fragment([map_of(desk_of(case, [filed], language), filed, matches)], language)
