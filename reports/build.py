"""A frozen Dossier into the report model, in Chinese, English or both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from appraisal.dossier import Dossier
from appraisal.errors import ReportError
from appraisal.paper import PARTS
from appraisal.profile import Part as TemplatePart
from appraisal.profile import Profile, Section
from reports.document import Attachment, Block, Document, Heading, Language, PageBreak, Part
from reports.keeping import on_one_page
from reports.sections import (
    afc,
    annexes,
    attached,
    attached_examined,
    cast,
    controls,
    custody,
    defects,
    elements,
    errors,
    examined,
    exclusions,
    exhibits,
    figures,
    filtration,
    front,
    functional,
    intake,
    logs,
    matched,
    materials,
    observed,
    paper,
    parts,
    plot,
    projects,
    rarity,
    scheme,
    sentences,
    shown,
    summary,
    tabled,
)
from reports.sections.annexed import annex as annex_named
from reports.sections.annexed import mark
from reports.sections.annexed import sections as annex_sections
from reports.sections.desk import Desk, paragraph
from reports.sections.moments import explained
from reports.spelling import spelled
from reports.text import Printed, printable

Writer = Callable[[Desk], Iterator[Block]]
PART = "part:"
OPINION = ("analysis", "opinion")
RESULTS = "totals"  # the chapter that holds it says which tables stand among the annexes
SIGNING = "signing"
# title, content, left out when empty, begins a page, its section if it has one alone
Chapter = tuple[str, tuple[Block, ...], bool, bool, str]
SUMMARY = "summary"  # in front, wherever a template does not place it

# Title key, section, and whether it is left out when it has nothing to say.
BODY: tuple[tuple[str, Writer, bool], ...] = (
    ("summary", summary.summary, False),
    ("statement", front.statement, False),
    ("records-checked", logs.checked, False),
    ("commission", intake.commission, False),
    ("materials", materials.materials, False),
    ("custody", custody.custody, False),
    ("procedure", custody.procedure, False),
    ("scheme", scheme.scheme, False),
    ("counting", front.counting, False),
    ("method", front.method, False),
    ("process", front.process, False),
    ("controls", controls.controls, False),
    ("totals", figures.totals, False),
    ("verified", figures.verified, False),
    ("sentences", sentences.sentences, True),
    ("excerpts", shown.excerpts, False),
    ("coverage", shown.coverage, False),
    ("projects", projects.projects, True),
    ("plot", plot.plot, True),
    ("cast", cast.cast, True),
    ("shared-errors", errors.shared_errors, True),
    ("elements", elements.elements, True),
    ("differences", figures.differences, False),
    ("defects", defects.defects, True),
    ("afc", afc.abstraction, True),
    ("chronology", afc.chronology, True),
    ("rarity", rarity.rarity, True),
    ("ancestors", rarity.ancestors, True),
    ("filtration", filtration.filtration, True),
    ("exclusions", exclusions.exclusions, False),
    ("examinations", examined.examinations, True),
    ("functional-tests", functional.functional_tests, True),
    ("observations", observed.observations, True),
    ("method-tables", tabled.method_tables, True),
    ("analysis", annexes.analysis, False),
    ("opinion", annexes.opinion, False),
    ("limits", annexes.limits, False),
    ("standards", paper.standards, True),
    ("literature", paper.literature, True),
    ("people", paper.people, True),
    ("declaration", paper.declaration, True),
    ("truth", paper.truth, True),
    ("signing", paper.signing, True),
    ("gates", paper.gates, True),
)
ANNEXES: tuple[tuple[str, Writer], ...] = (
    ("annex-records", annexes.records),
    ("annex-runs", annexes.runs),
    ("annex-failures", annexes.failures),
    ("annex-findings", annexes.findings),
    ("annex-stale", annexes.stale),
    ("annex-environment", annexes.environment),
    ("annex-manifest", annexes.manifest),
    ("annex-anchors", logs.anchors),
    ("annex-persons", logs.persons),
    ("annex-matches", matched.matches),
)
DIGITS = "一二三四五六七八九十"
NUMBERED = re.compile(rf"\s*[（(]?(?:\d+|[{DIGITS}]+)[)）、.．]")


@dataclass(frozen=True)
class _Numbering:
    """一、二、… in Chinese, 1. 2. … in English; annexes by digit and by letter."""

    language: Language

    def section(self, at: int, title: str) -> Printed:
        return Printed(f"{chinese(at)}、{title}" if self.language == "zh" else f"{at}. {title}")

    def inner(self, at: int, title: str) -> Printed:
        return Printed(f"（{chinese(at)}）{title}" if self.language == "zh" else f"({at}) {title}")

    def annex(self, at: int) -> str:
        return chinese(at) if self.language == "zh" else chr(ord("A") + at - 1)


def chinese(at: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(at, 10)
    return (DIGITS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones - 1] if ones else "")


_latest: list[tuple[Dossier, str, Document]] = []  # at most one: exporters ask for the same report one after another


def build(dossier: Dossier, language: str | None = None) -> Document:
    """The report of ``dossier``; ``language`` (zh, en or both) overrides the case's own."""
    wanted = language or dossier.language
    for held, spoken, document in _latest:
        if held is dossier and spoken == wanted:
            return document
    document = _build(dossier, wanted)
    _latest[:] = [(dossier, wanted, document)]
    return document


def _build(dossier: Dossier, wanted: str) -> Document:
    foreign = dossier.paper is not None and dossier.paper.prevails == "en"
    both: tuple[Language, ...] = ("en", "zh") if foreign else ("zh", "en")
    spoken: dict[str, tuple[Language, ...]] = {"zh": ("zh",), "en": ("en",), "both": both}
    if wanted not in spoken:
        raise ReportError(f"a report is written in zh, en or both, not in {wanted!r}")
    dossier = spelled(logs.settled(dossier))
    if dossier.profile is not None:
        _check(dossier.profile)
    known = {key for key, _, _ in BODY}
    if dossier.paper is not None and (odd := [name for name in dossier.paper.annexed if name not in known]):
        raise ReportError(f"form of paper {dossier.paper.name}: no section {odd[0]!r} to annex")
    first = Desk(dossier, spoken[wanted][0])
    files = annexed(first)
    written = tuple(_part(Desk(dossier, one, both=wanted == "both"), files) for one in spoken[wanted])
    return Document(
        number=printable(dossier.report_number or dossier.number),
        title=written[0].title,
        dated=printable(dossier.dated),
        watermark=printable(dossier.watermark) or _draft(dossier, spoken[wanted][0]),
        parts=written,
        attachments=files,
        heads=logs.heads(dossier),
        persons=logs.keys(dossier),
        seam=paper.seam(first),
        pages=printable(dossier.paper.page.pages) if dossier.paper else "",
        paper=dossier.paper.page.paper if dossier.paper else "a4",
    )


def annexed(desk: Desk) -> tuple[Attachment, ...]:
    """The files that travel inside the report, numbered after its annexes."""
    every = (*attached.attachments(desk), *attached_examined.attachments(desk), *front.attachments(desk))
    made = enumerate(every, len(annex_sections(desk)) + len(ANNEXES) + 1)
    return tuple(replace(one, mark=mark(desk, at)) for at, one in made)


def _draft(dossier: Dossier, language: Language) -> Printed:
    """The mark of a report in a form of paper that was not issued."""
    unissued = dossier.paper is not None and not dossier.report_number
    return Desk(dossier, language).say("draft") if unissued else Printed("")


def _part(desk: Desk, files: Sequence[Attachment]) -> Part:
    return Part(desk.language, desk.title_of_report, tuple(explained(desk, _blocks(desk, files))))


def _check(profile: Profile) -> None:
    """``ReportError`` when a template places a section that there is not, or places one twice."""
    placed = [name for name in profile.order if not name.startswith(PART)]
    placed += [item.section for part in profile.parts for item in part.show if isinstance(item, Section)]
    known = {key for key, _, _ in BODY}
    if odd := [name for name in placed if name not in known]:
        raise ReportError(f"report template {profile.name}: no section {odd[0]!r}; there are {', '.join(known)}")
    if twice := [name for name in placed if placed.count(name) > 1]:
        raise ReportError(f"report template {profile.name}: section {twice[0]!r} is placed twice")


def _body(desk: Desk) -> Iterator[Chapter]:
    """Each section in order."""
    for name, title, made, optional in _named(desk):
        yield title, made, optional, False, name


def _named(desk: Desk) -> Iterator[tuple[str, Printed, tuple[Block, ...], bool]]:
    """The sections in order, each with its name first.

    A template orders sections and adds parts. What it does not place follows: no template takes anything away.
    """
    profile = desk.dossier.profile
    known = {key: (section, optional) for key, section, optional in BODY}
    order = [*(profile.order if profile else ()), *known]
    if SUMMARY not in (profile.order if profile else ()):
        order.insert(0, SUMMARY)
    inside = {
        item.section for part in (profile.parts if profile else ()) for item in part.show if isinstance(item, Section)
    }
    for name in dict.fromkeys(order):
        if profile and name.startswith(PART):
            part = profile.part(name.removeprefix(PART))
            yield name, printable(part.heading.read(desk.language)), tuple(_of_part(desk, part)), False
        elif name not in inside:
            section, optional = known[name]
            yield name, desk.say(name), tuple(section(desk)), optional


def with_room(chapters: Sequence[tuple[tuple[Block, ...], bool]]) -> Iterator[tuple[tuple[Block, ...], bool]]:
    """Chapters, and whether each begins a page: instead of one that does, a short one before it that has room on the
    same page, and would else often stand alone on its own."""
    pairs = enumerate(pairwise(chapters))
    shared = {at for at, ((before, _), (here, fresh)) in pairs if fresh and on_one_page((*before, *here))}
    for at, (blocks, fresh) in enumerate(chapters):
        yield blocks, at in shared or (fresh and at - 1 not in shared)


def _chapters(desk: Desk, numbering: _Numbering) -> Iterator[Chapter]:
    """The body under the chapters of a form of paper. What the paper does not place follows, a chapter each. That of
    the signatures begins a page, so that they stand below what is signed and on no page of their own."""
    paper = desk.dossier.paper
    assert paper is not None  # noqa: S101 - for the type checker; the caller asked
    body = {name: (title, made, optional) for name, title, made, optional in _named(desk)}
    if not paper.opinion:  # results only: neither stands there, unless somebody wrote it all the same
        body = {name: one for name, one in body.items() if name not in OPINION or annexes.written(desk, name)}
    own = [name for name in body if name.startswith(PART)]
    annexes_of_body = [name for name in annex_sections(desk) if body.pop(name, None) is not None]
    for chapter in paper.chapters:
        names = [name for section in chapter.sections for name in (own if section == PARTS else [section])]
        popped = [(name, *body.pop(name)) for name in names if name in body]
        held = [(name, title, made) for name, title, made, optional in popped if made or not optional]
        alone = chapter.sections[0] if len(chapter.sections) == 1 else ""
        if alone:
            blocks = _numbered(numbering, tuple(block for *_, made in held for block in made))
        else:
            blocks = tuple(
                block
                for at, (name, title, made) in enumerate(held, 1)
                for block in (
                    Heading(2, numbering.inner(at, title) if len(held) > 1 else title, section=name),
                    *map(_lowered, made),
                )
            )
        if annexes_of_body and RESULTS in names:
            listed = desk.say("listing-comma").join(annex_named(desk, name) for name in annexes_of_body)
            blocks += (paragraph(desk.say("annexed-sections", listed=Printed(listed)), "note"),)
        yield printable(chapter.heading.read(desk.language)), blocks, True, SIGNING in chapter.sections, alone
    for name, (title, made, optional) in body.items():
        yield title, _numbered(numbering, made), optional, False, name


def _numbered(numbering: _Numbering, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """A chapter of one section, whose headings stand where those of sections stand in others, and have numbers as these
    do; a heading that experts numbered keeps its own, and one alone has none."""
    tops = [(at, block) for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2]
    bare = [(at, top) for at, top in tops if not NUMBERED.match(top.text)] if len(tops) > 1 else []
    made = [*blocks]
    for number, (at, top) in enumerate(bare, 1):
        made[at] = replace(top, text=numbering.inner(number, top.text))
    return tuple(made)


def _lowered(block: Block) -> Block:
    """A heading one level further down, as far as there are levels."""
    return replace(block, level=min(4, block.level + 1)) if isinstance(block, Heading) else block


def _of_part(desk: Desk, part: TemplatePart) -> Iterator[Block]:
    writers = {key: section for key, section, _ in BODY}
    placed = [item.section for item in part.show if isinstance(item, Section)]
    yield from parts.part(desk, part, {key: tuple(writers[key](desk)) for key in placed})


def part_blocks(dossier: Dossier, part: TemplatePart, language: Language) -> tuple[Block, ...]:
    """One part of a template alone, under its heading, for notebooks."""
    desk = Desk(spelled(logs.settled(dossier)), language)
    return Heading(1, printable(part.heading.read(language))), *_of_part(desk, part)


def _annexed(section: Writer) -> Writer:
    """A section as an annex: its number is printed already, so one with nothing to say says so."""

    def written(desk: Desk) -> Iterator[Block]:
        made = tuple(section(desk))
        yield from made or (paragraph(desk.say("annexed-nothing")),)

    return written


def _blocks(desk: Desk, files: Sequence[Attachment]) -> Iterator[Block]:
    numbering = _Numbering(desk.language)
    yield from front.cover(desk)
    yield PageBreak()
    found = _chapters(desk, numbering) if desk.dossier.paper else _body(desk)
    chapters = [(title, made, fresh, name) for title, made, optional, fresh, name in found if made or not optional]
    ready = [
        ((Heading(1, numbering.section(at, title), section=name), *made), fresh)
        for at, (title, made, fresh, name) in enumerate(chapters, 1)
    ]
    for blocks, fresh in with_room(ready):
        if fresh:
            yield PageBreak()
        yield from blocks
    yield PageBreak()
    writers = {key: section for key, section, _ in BODY}
    some = (*((key, _annexed(writers[key])) for key in annex_sections(desk)), *ANNEXES)
    if desk.dossier.paper is not None:
        yield Heading(1, desk.say("exhibits"), section="exhibits")
        yield from exhibits.listed(desk, [desk.say(key) for key, _ in some], files)
    for at, (key, annex) in enumerate(some, 1):
        named = desk.say("annex", mark=numbering.annex(at), title=desk.say(key))
        if desk.dossier.paper is not None:
            named = desk.say("annex-marked", mark=mark(desk, at), title=desk.say(key))
        yield Heading(1, named, sticker=exhibits.sticker(desk, at), section=key)
        yield from annex(desk)
