"""Places of a report whose words people write, beside what evidence says: what the gates of wording read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from appraisal import template
from appraisal.finding import latest
from appraisal.gates.again import once
from appraisal.gates.claims import words_of
from appraisal.gates.differing import differing
from appraisal.gates.disputing import disputed, held, panel_figures, reports
from appraisal.gates.dissents import free, is_free
from appraisal.gates.fields import holds, notes, tells
from appraisal.gates.figures import NO_FIGURES, Figures, numbers_in, of_note
from appraisal.gates.kinds import MADE, Sides
from appraisal.gates.quantities import is_share
from appraisal.gates.unnamed import unnamed
from appraisal.gates.values import within
from appraisal.gates.view import EVIDENCE, View
from appraisal.gates.wording import ANY_HEX, Slip
from appraisal.paper import Paper
from appraisal.papers import files
from appraisal.papers.as_read import ADDRESS, CODE, QUOTED
from appraisal.papers.opinion import Held, Opinion, Sentence, phrases
from appraisal.procedure import STEPS, Kind
from appraisal.profile import Profile

COUNTS = frozenset(  # slots of phrases for counts and bars
    {"listed", "similar", "different", "common", "bars", "all_notes", "same_notes", "times"}
)
_NAMING = frozenset({"layer", "same", "different"})  # slots that say what a sentence is about
_COUNT = re.compile(r"[\d\s,，、–—~至-]+")


@dataclass(frozen=True, slots=True)
class Written:
    """``definite``: no hedge may stand here. ``shares``: of numbers only shares are held against results. ``beside``:
    it stands beside the opinion, where words of stories and files are free and conclusions are not (``claims``).
    ``put``: a scheme put it to the test, before anything was looked for, and it shortens no “not found”.

    ``dissent``: who differs wrote it, and what it tells of acts is theirs (``dissents.free``). ``own``: its figures and
    rules are, too (``disputing``).
    ``names``: it names what is the same, differs or was compared, and says no amount of it.
    ``known``: numbers of the record that a slot of a sentence belongs to, which need no link. ``slot``: it fills one,
    in this or that language.
    """

    text: str
    definite: bool = False
    shares: bool = False
    beside: bool = False
    put: bool = False
    names: bool = False
    dissent: bool = False
    own: bool = False
    known: Figures = NO_FIGURES
    slot: bool = False

    def counts(self, slip: Slip) -> bool:
        """Whether a slip among the numbers is one in this place."""
        if self.own or (self.dissent and disputed(self.text, slip.words, self.known)):
            return False
        if slip.what == "unbound" and self.beside:
            return notes(self.text, slip.words, self.known)
        if slip.what == "unbound" and holds(self.text, slip.words, self.known):
            return False
        if slip.what == "degree" and (few := _FEW.search(slip.words)) and self.known.agrees(_few(few.group())):
            return False
        if not self.shares or is_share(slip.words) or tells(self.text, slip.words):
            return True
        return self.dissent and reports(self.text, slip)


_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CHINESE = "一二三四五六七八九十"
_FEW = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b|[{_CHINESE}](?=[个张幅件项条处段])")


def _few(word: str) -> str:
    """A small number in words in digits: all nine pictures."""
    return str((_CHINESE if word in _CHINESE else _ENGLISH).index(word) + 1)


@once
def written(view: View) -> Iterator[Written]:
    """Everything that people wrote and the report prints as theirs. What may be doubted is told without hedges where it
    is the panel's: of other opinions and dissents a hedge may be the very point."""
    for section in ("opinion", "analysis"):
        yield from (Written(one.markdown, definite=True) for one in view.dossier.texts if one.section == section)
    for section in ("introduction", "process", "limits"):
        yield from (Written(one.markdown) for one in view.dossier.texts if one.section == section)
    yield from map(Written, view.conclusions)
    for sentence in view.sentences:
        yield from _filled(view, sentence)
    known = free(view)
    if view.opinion is not None:
        yield Written(view.opinion.range)
        yield from _dissents(view, view.opinion, known)
        yield from (Written(one.reason, definite=True) for one in view.opinion.unanswered)
    for person in view.people:
        for told in (person.qualification, person.experience, person.compensation):
            yield Written(told, definite=True, shares=True)
    yield from _notes(view, known)


_STEPS = STEPS - {Kind.DELIBERATION}  # the closed log, which no report prints
_FIELDS = (*sorted(_STEPS), Kind.REVISED, Kind.MATERIAL, Kind.ACCEPTANCE, Kind.TEST, Kind.DEFECT)
NO_WORDS = frozenset(
    {"propositions", "labels", "persons", "sha256", "is", "kind", "role", "label", "document", "parameters"}
)


# Where a standard's own fields speak of the case
_OF_THE_CASE = re.compile(
    r"本案|本次|[两二](?:件|部)作品|结果后|\bthis\s+(?:case|examination)\b|\bthe\s+(?:two\s+)?works\b|\bthe\s+examination\b|\bresults\s+we\b",
    re.IGNORECASE,
)


def planned(view: View) -> list[str]:
    """Words of the scheme, which says before any result what is to be done; its propositions only ask."""
    schemes = (one for one in view.laid if one.kind == Kind.SCHEME)
    return [text for entry in schemes for _, text in within(entry.body, str, but=NO_WORDS)]


@once
def beside(view: View) -> Iterator[str]:
    """What people wrote into fields that a report prints beside its prose and its scheme: steps, facts of what was
    handed in, the institution, what people say of themselves, standing words of a form of their own. None of it is the
    place for a finding."""
    yield view.dossier.title
    yield from (one.relied_for for one in view.literature)
    yield from entered(view, *_FIELDS)
    yield from (one.reason for _, one in view.decided_anywhere if one.about.startswith(EVIDENCE))
    yield from (one.reason for _, one in unnamed(view))
    if (house := view.institution) is not None:
        yield from (house.address, house.contact, *house.letterhead)
    for person in view.people:
        yield from (person.qualification, person.experience, person.compensation, person.certificate)
    told = (text for one in view.standards for text in (one.number, one.title, one.edition, one.clause, one.text))
    yield from (text for text in told if _OF_THE_CASE.search(text))
    yield from added(view.paper, view.dossier.profile)


def entered(view: View, *kinds: Kind) -> Iterator[str]:
    """Words of entries of these kinds, of merged copies too. Who is of the case its own log says."""
    sides = Sides.of(view.dossier)
    for entry in (one for one in view.laid if one.kind in kinds and not sides.others(one)):
        but = NO_WORDS | MADE.get(entry.kind, frozenset())
        yield from (text for _, text in within(entry.body, str, but=but))


def compared(view: View) -> frozenset[str]:
    """Words of steps with which no output is kept (``documents``): what a tool came to, they only say."""
    steps = (one for one in view.laid if one.kind in _STEPS and not one.body.get("documents"))
    return frozenset(text for entry in steps for _, text in within(entry.body, str, but=NO_WORDS))


def added(form: Paper, report: Profile | None = None) -> list[str]:
    """Standing words of a form, and of a report template, that none of the program's has: they are read as prose is."""
    own = [text for text in words_of((form, report)) if text not in _brought()]
    return [*own, form.numbering, form.page.pages, *([report.name] if report is not None else [])]


@cache
def _brought() -> frozenset[str]:
    """Words of the program's own forms and report templates."""
    held = (*map(files.find, files.names()), *map(template.find, template.names()))
    return frozenset(text for text in words_of(held))


def answered(view: View) -> Iterator[Written]:
    """Propositions of the scheme that the opinion answers. A proposition asks while it is left open; answered, it is
    what the panel says."""
    put = view.scheme.propositions if view.scheme is not None else ()
    told = {one.proposition: one.answer for one in view.opinion.answers} if view.opinion is not None else {}
    found = [one for one in view.sentences if (said := phrases().get(one.phrase)) is not None and said.finds != "open"]
    numbers = {*told, *(number for one in found for number in one.propositions)}
    for number in sorted(numbers):
        if number <= len(put) and told.get(number) is not Held.OPEN:
            yield Written(put[number - 1], definite=True, shares=True, put=True)


def left_open(view: View) -> list[str]:
    """Propositions of the scheme that the opinion does not answer: they ask, and may say anything but what would be a
    result (a share), or a basis of the report (a standard that was followed)."""
    said = {one.text for one in answered(view)}
    return [text for text in (view.scheme.propositions if view.scheme is not None else ()) if text not in said]


def titles(view: View) -> Iterator[str]:
    """Names, titles and what an institution says of itself: citations, which may say anything of other matters. So may
    what stands in prose in 《》, as code or as the address that a link leads to."""
    for place in written(view):
        yield from (hit.group() for hit in QUOTED.finditer(place.text) if hit.group().startswith("《"))
        yield from (hit.group().strip("`") for hit in CODE.finditer(place.text))
        yield from (hit.group() for hit in ADDRESS.finditer(place.text))
    prose = {"qualification", "experience", "compensation"}  # of people, read as such
    yield from (words for _, words in within((view.people, view.literature, view.institution), str, but=prose))
    yield from (words for _, words in within(view.standards, str, but={"clause", "text"}))  # a standard's own
    yield from (view.dossier.title, view.dossier.number)


def _dissents(view: View, opinion: Opinion, known: Collection[tuple[str, str]]) -> Iterator[Written]:
    """Dissents that the opinion prints; of who differs, what is read as the report's own a second time by itself."""
    if not opinion.dissents:
        return
    figures, contrary = panel_figures(view), {one.by for one in differing(view)}
    for one in opinion.dissents:
        free_here = is_free(known, one.by, one.text)
        own = free_here and one.by.strip() in contrary
        yield Written(one.text, dissent=free_here, own=own, known=figures if free_here else NO_FIGURES)
        if own and (rest := held(one.text, figures)):
            yield Written(rest, shares=True, dissent=True, known=figures)


def _notes(view: View, dissents: Collection[tuple[str, str]]) -> Iterator[Written]:
    """Notes that experts wrote at matches, as they stand now. A figure there must be one of the match, a share or count
    of matches one of its record."""
    records = {filed.key: filed for filed in view.dossier.comparisons}
    standing = latest(view.dossier.findings).values()
    found: dict[tuple[str, str, str], bool] = {}  # a note that another made too is no dissent
    contrary = {one.by for one in differing(view)} if dissents else set()
    for one in (one for one in standing if one.note):
        place = one.comparison, one.match, one.note
        free_here = one.by in contrary and is_free(dissents, one.by, one.note)
        found[place] = found.get(place, True) and free_here
    for (key, match, note), dissent in found.items():
        known = NO_FIGURES
        if (filed := records.get(key)) is not None and re.search(r"\d|[一二三四五六七八九十]", note):
            known = of_note(filed, match)
        yield Written(note, shares=True, beside=True, dissent=dissent, own=dissent, known=known)


def _filled(view: View, sentence: Sentence) -> Iterator[Written]:
    """Words of the slots. A number there must be one of the record, or a parameter that it was made with; slots of
    counts are held by the phrase's own conditions. How much is the same is read as the sentence says it; what a
    program does is the same as nothing. An address of a finding on file is read as code, as in prose."""
    filed = view.record(sentence)
    parameters: Mapping[str, object] = filed.comparison.parameters if filed is not None else {}
    known = numbers_in(filed, parameters)
    phrase = phrases().get(sentence.phrase)
    alike = "the same: " if view.paper.prevails == "en" else "相同："  # as the sentence goes on to say of the slot
    for slot, word in sentence.told():
        if slot in COUNTS and _COUNT.fullmatch(word):
            continue
        told = _as_code(view, word)
        says = slot != "different" and phrase is not None and phrase.finds == "found" and phrase.medium != "plug-in"
        names = slot in _NAMING and phrase is not None and phrase.medium in ("software", "art", "private-server")
        yield Written(f"{alike}{told}" if says else told, definite=True, names=names, known=known, slot=True)


def _as_code(view: View, word: str) -> str:
    """The words with each address (0x…) that a standing examination tells set as code; what is code stays."""
    if not ANY_HEX.search(word):
        return word
    seen = [
        one.details for each in view.dossier.examined if not each.superseded for one in each.examination.observations
    ]
    held = {hit.casefold() for _, said in within(seen, str) for hit in ANY_HEX.findall(said)}
    parts = CODE.split(word)
    shown = [ANY_HEX.sub(lambda hit: f"`{hit[0]}`" if hit[0].casefold() in held else hit[0], part) for part in parts]
    kept = [*CODE.findall(word), ""]
    return "".join(words + code for words, code in zip(shown, kept, strict=True))
