"""What every section has at hand: the dossier, the language, names and words of the case, and shorthands for blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from appraisal import placing
from appraisal.comparison import Match, Side
from appraisal.dossier import Examined, Filed, Role, WorkEntry
from appraisal.gates import View
from appraisal.media import Medium
from appraisal.profile import Words
from appraisal.span import Span
from reports import wording
from reports.accounts import Accounts, accounts, counterparts, deducted
from reports.document import Grid, Inline, Language, Line, Paragraph, ParagraphKind, Style
from reports.messages import filled, spoken
from reports.places import RANKING, colours, overlong, percents, place_in_file, powers, value
from reports.sections.lookup import Logs
from reports.sections.speaking import Speaking, methods, speaker, word
from reports.spelling import Spell, spelling
from reports.text import Printed, printable
from reports.widths import fitted

MAX_ROWS = 2_000  # of one printed table in the annexes; giant tables exhaust the typesetter's memory
MAX_COLUMNS = 8
BODY_ROWS = 200  # of one in the body
BOUND, AT_MOST = "≤\u00a0", ("at most", "上限")  # a bound in a value, and names of values that say it already
DIGEST = re.compile("[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")  # MD5, SHA-1, SHA-256 or SM3
Row = TypeVar("Row")


def text(words: str, style: Style = "plain", result: str | None = None) -> Line:
    """One cell or line of ``words``, made printable; a digest alone is set as one."""
    return (Inline(printable(words), "digest" if style == "plain" and DIGEST.fullmatch(words) else style, result),)


def paragraph(words: str, kind: ParagraphKind = "plain", result: str | None = None) -> Paragraph:
    return Paragraph(text(words, "plain", result), kind)


def lines(words: str) -> Line:
    """Cell text that keeps its line ends; a digest alone is set as one."""
    return (Inline(printable(words, lines=True), "digest" if DIGEST.fullmatch(words) else "plain"),)


def paragraphs(words: str) -> list[Paragraph]:
    """One paragraph for each non-empty line."""
    return [paragraph(part.strip()) for part in words.splitlines() if part.strip()]


def once(reckon: Callable[[Filed], Row]) -> Callable[[Filed], Row]:
    """The same, which reckons once for each comparison."""
    held: dict[str, Row] = {}

    def of(filed: Filed) -> Row:
        if filed.key not in held:
            held[filed.key] = reckon(filed)
        return held[filed.key]

    return of


def result_of(filed: Filed) -> str:
    """Result id of a comparison."""
    return filed.key[:12]


@dataclass(frozen=True)
class Desk(Logs):
    language: Language
    both: bool = False  # the report has both languages, and the Chinese text prevails

    @cached_property
    def spell(self) -> Spell:
        """The program's own words as the form of paper spells them."""
        return spelling(self.dossier, self.language)

    def say(self, key: str, **values: Any) -> Printed:
        return wording.filled(self.spell(wording.WORDS[self.language][key]), values)

    def read(self, words: Words) -> Printed:
        """A text of the program's own in both languages."""
        return printable(self.spell(words.read(self.language)))

    def known(self, key: str, otherwise: str, count: str = "") -> Printed:
        found = wording.known(self.language, key, otherwise, count)
        return Printed(self.spell(found)) if key in wording.WORDS[self.language] else found

    def collection(self, name: str) -> Printed:
        """The name of a collection that a record used; of those that come with the program that it is so. One made for
        a method bears its key: it is named as the method is."""
        return self.known(f"collection.{name}", self.called(name))

    def value(self, data: Any) -> Printed:
        return value(data, self.language)

    @property
    def title_of_report(self) -> Printed:
        if self.dossier.paper is not None:
            return printable(self.dossier.paper.title.read(self.language))
        profile = self.dossier.profile
        return self.say("title") if profile is None else printable(profile.title.read(self.language))

    @cached_property
    def works(self) -> Mapping[str, WorkEntry]:
        return {work.label: work for work in self.dossier.works}

    def role_word(self, role: Role) -> Printed:
        """The case's word for a role (检材, 样本), else the usual one."""
        word = self.dossier.role_words.get(role, {}).get(self.language)
        return printable(word) if word else self.say(f"role.{role.value}")

    def role(self, label: str) -> Printed:
        work = self.works.get(label)
        return self.role_word(work.role) if work else self.say("none")

    def named(self, label: str) -> Printed:
        """样本 A1"""
        return (
            self.say("work-with-role", role=self.role(label), label=label) if label in self.works else printable(label)
        )

    def about(self, key: str, label: str, **values: Any) -> Printed:
        """A sentence about one work: its role word and label filled in."""
        return self.say(key, role=self.role(label), label=label, **values)

    def pair(self, filed: Filed) -> Printed:
        found = filed.comparison
        return self.say("pair", left=self.named(found.left.label), right=self.named(found.right.label))

    def side(self, filed: Filed, side: Side) -> str:
        return filed.comparison.left.label if side == "left" else filed.comparison.right.label

    def title(self, filed: Filed) -> Printed:
        """Heading for one comparison: its method and the pair."""
        return Printed(self.method(filed) + self.say("colon") + self.pair(filed))

    def method(self, filed: Filed) -> Printed:
        raw = printable(filed.comparison.comparator)
        named = self.label(filed, "name", otherwise=raw)
        if named == raw:
            return self.say("method-of", name=named, version=filed.comparison.version)
        return self.say("method-keyed", name=named, method=raw, version=filed.comparison.version)

    def label(self, filed: Speaking, key: str, *, otherwise: str | None = None) -> Printed:
        """The method's own word for a key of its record (figure, kind, parameter); the raw key when it gives none."""
        found = word(filed, key, self.language)
        return printable((key if otherwise is None else otherwise) if found is None else found)

    def heading(self, filed: Speaking, key: str, *, otherwise: str | None = None) -> Printed:
        """``label`` where it begins a line or a cell: in English with a capital, as some methods write all their words
        and others do not. A key that the method has no word for stays as it is."""
        said = self.label(filed, key, otherwise=otherwise)
        capital = self.language == "en" and said != key and said[:2].islower()
        return Printed(said[:1].upper() + said[1:]) if capital else said

    @cached_property
    def methods(self) -> frozenset[str]:
        return methods(self.dossier)

    def called(self, key: str) -> Printed:
        """The name of a method by its key; anything else as it is."""
        named = word(speaker(self.dossier, key), "name", self.language) if key in self.methods else None
        return printable(self.spell(named) if named else key)

    def keyed(self, key: str) -> Printed:
        """The name of a method with its key, which records bear, in brackets behind it."""
        named = self.called(key)
        return named if named == key else self.say("keyed", name=named, method=printable(key))

    def counting(self, filed: Speaking, key: str) -> str:
        found = filed.counting.get(self.language, {}).get(key, "")
        return found if isinstance(found, str) else ""

    def details(self, filed: Filed, match: Match) -> tuple[tuple[str, str], ...]:
        """The match's documented details, labelled, in the order in which the method names them, without ranking
        values and codes that other details say in words (the method has the empty word for ``match.KEY``). Lists of
        places in step, which say nothing to a reader beside the excerpt, and long lists are counted here and stand in
        the record."""
        return tuple(
            (self.of_match(filed, key), self._detail(filed, key, match.details[key]))
            for key in self.in_order(filed, match.details)
            if key != RANKING and match.details[key] != "" and self.of_match(filed, key)
        )

    def of_match(self, filed: Speaking, key: str) -> Printed:
        """The method's word for a detail of a match: that for ``match.KEY`` where the key means something else in a
        table of the method, such as lines of a file."""
        return self.heading(filed, f"match.{key}", otherwise=self.heading(filed, key))

    def of_table(self, filed: Speaking, name: str) -> Printed:
        """The method's word for a table: that for ``table.NAME`` where a figure bears the same name."""
        return self.label(filed, f"table.{name}", otherwise=self.label(filed, name))

    def in_order(self, filed: Speaking, keys: Iterable[str]) -> list[str]:
        """Keys of a record in the order in which the method declares words for them, so that what is "of these" stands
        below what it is of; those that it has no words for come last, as they are."""
        labels: Any = filed.counting.get(self.language, {}).get("labels", {})
        order = {key: at for at, key in enumerate(labels)}
        return sorted(keys, key=lambda key: order.get(key, len(order)))

    def _detail(self, filed: Filed, key: str, said: Any) -> Printed:
        """One detail in words; a text, or each of a list of them, in the form that the method has words for."""
        if overlong(said):
            return self.say("details-in-record", count=len(said))
        if isinstance(said, list | tuple) and said and all(isinstance(one, str) for one in said):
            return self.worded(filed, [self.formed(filed, f"{key}: {one}") or one for one in said])
        formed = self.formed(filed, said) if isinstance(said, str) and " " in said else None
        return formed or self.worded(filed, said, key)

    def formed(self, filed: Speaking, said: str) -> Printed | None:
        """A text of a record in the words of the method, which knows its form; None where it knows none."""
        labels: Any = filed.counting.get(self.language, {}).get("labels", {})
        found = filled(labels, said) if isinstance(labels, Mapping) else None
        return None if found is None else printable(found)

    def installed(self, versions: Mapping[str, str]) -> dict[str, Printed]:
        """Versions of programs by name, and the kind of processor; what is not there is said so."""
        return {
            self.known(f"environment.{name}", name): self.say("not-installed")
            if found == "absent"
            else printable(found)
            for name, found in versions.items()
        }

    def worded(self, filed: Speaking, data: Any, key: str = "") -> Printed:
        """A value of a record, inner keys labelled by the method; a word, or a list of nothing but its words, too.

        ``key``: its name in the record, which tells shares, printed as percentages, and texts of a form that the method
        has words for (``key: …``).
        """
        data = percents(key, data)
        if isinstance(data, str):
            if key and (formed := self.formed(filed, f"{key}: {data}")) is not None:
                return formed
            said = colours(powers(self._word(filed, data)), self.language)
            return Printed(said.removeprefix(BOUND)) if self._word(filed, key).endswith(AT_MOST) else said
        if isinstance(data, list | tuple) and data and all(isinstance(one, str) for one in data):
            words = [self.label(filed, one, otherwise="") for one in data]
            if all(words):  # a list of words of the method's own, not of what a work holds
                return Printed(self.say("listing-comma").join(words))
        return value(data, self.language, lambda key: self._word(filed, key))

    def _word(self, filed: Speaking, key: str) -> Printed:
        """The method's word for a key or a value, the name of another method for its key. Its word for ``name`` is what
        it is called itself, and none for a key of its tables."""
        if key == "name":
            return self.say("name")
        return self.label(filed, key, otherwise=self.called(key))

    def setting(self, filed: Speaking, data: Any) -> Printed:
        """What a parameter is set to. Media that are given to methods (``text=NAME,image=OTHER``) stand in words."""
        given = [part.partition("=") for part in data.split(",")] if isinstance(data, str) else []
        if not given or not all(medium.strip() in set(Medium) and name for medium, _, name in given):
            return self.worded(filed, data)
        said = [
            f"{self.say('medium.' + medium.strip())}{self.say('colon')}{self.called(name.strip())}"
            for medium, _, name in given
        ]
        return Printed(self.say("semicolon").join(said))

    @cached_property
    def counterparts(self) -> Callable[[Filed], Mapping[str, str]]:
        """Of a comparison the left counterpart of each right file; reckoned once, for many parts ask for it."""
        return once(lambda filed: counterparts(filed.comparison))

    @cached_property
    def current(self) -> tuple[Filed, ...]:
        """Comparisons that no later run replaced."""
        return tuple(filed for filed in self.dossier.comparisons if not filed.superseded)

    @cached_property
    def view(self) -> View | None:
        """The dossier as gates look at it; None without a form of paper."""
        paper = self.dossier.paper
        return View(self.dossier, paper) if paper is not None else None

    @cached_property
    def examined(self) -> tuple[Examined, ...]:
        """Examinations of single works that no later one replaced."""
        return tuple(one for one in self.dossier.examined if not one.superseded)

    @cached_property
    def found(self) -> tuple[Filed, ...]:
        """Standing comparisons in which something was found."""
        return tuple(filed for filed in self.current if filed.comparison.status == "ok" and filed.comparison.matches)

    @cached_property
    def empty(self) -> tuple[Filed, ...]:
        """Standing comparisons that came to a result and found nothing."""
        return tuple(
            filed for filed in self.current if filed.comparison.status == "ok" and not filed.comparison.matches
        )

    def cause(self, reason: str) -> Printed:
        """A reason of the program's (``unreadable``, ``over-limit`` …) in words; one that it does not know as it is."""
        return self.known(f"cause.{reason}", reason)

    def why(self, details: Mapping[str, Any]) -> Printed:
        """Why a member was not read, in words of this language: the reason, and what was said of it where it helps."""
        reason, message = str(details.get("reason") or ""), str(details.get("message") or "")
        return self.told(reason, message)

    def told(self, reason: str, message: str) -> Printed:
        """A reason with the message that came with it, both in this language as far as the message is known."""
        said = spoken(message, self.language) if message else Printed("")
        if not reason:
            return said or self.say("none")
        word = self.cause(reason)
        return Printed(f"{word}{self.say('colon')}{said}") if said and said != word else word

    def method_name(self, filed: Filed) -> Printed:
        """The method's short name, without version."""
        return self.label(filed, "name", otherwise=printable(filed.comparison.comparator))

    def room(self, whole: int, least: int, most: int) -> int:
        """What one comparison may print of the ``whole`` that a section prints: a report does not grow with pairs.

        What is not printed is counted on the page and stands whole in the attachments.
        """
        return max(least, min(most, whole // max(1, len(self.found))))

    def listing(self, filed: Sequence[Filed]) -> Printed:
        """Pairs of several comparisons in one line, by method: method: A1 – B1, A1 – B2; another method: A2 – B1."""
        by_method: dict[str, list[str]] = {}
        for one in filed:
            found = one.comparison
            by_method.setdefault(self.method(one), []).append(
                f"{printable(found.left.label)}–{printable(found.right.label)}"
            )
        comma = self.say("listing-comma")
        said = [f"{method}{self.say('colon')}{comma.join(pairs)}" for method, pairs in by_method.items()]
        return Printed(self.say("semicolon").join(said))

    @cached_property
    def accounts(self) -> Callable[[Filed], Accounts]:
        """Accounts of the files of a comparison; reckoned once, for several parts ask for them."""
        return once(lambda filed: accounts(filed.comparison))

    @cached_property
    def deducted(self) -> Callable[[Filed], Mapping[str, str]]:
        """Of a comparison the matches that are taken out ``whole`` or in ``part``; reckoned once."""
        return once(lambda filed: deducted(filed.comparison))

    @cached_property
    def located(self) -> Callable[[Filed], Mapping[placing.Key, str]]:
        """Where people find the places of a comparison's matches, in words; read from its record once."""
        return once(lambda filed: placing.located(filed.comparison.tables, self.language))

    def place(self, filed: Filed, side: Side, span: Span) -> Printed:
        """A place of a match: its file, page, line, paragraph or chapter as the record says, and its numbers."""
        return place_in_file(span, self.language, self.located(filed).get(placing.key(side, span), ""))

    def grid(
        self,
        head: Sequence[str],
        rows: Iterable[tuple[Line, ...]],
        *,
        widths: tuple[float, ...] = (),
        align: str = "",
        caption: str = "",
        result: str | None = None,
        alike: Iterable[tuple[Line, ...]] = (),
    ) -> Grid:
        """A table under translated column names; a result id is printed in its caption. ``widths``: what its columns
        would have, were no word too long for them. ``alike``: rows of others with these columns; all are as wide."""
        names, kept = tuple(text(name, "strong") for name in head), tuple(rows)
        made: Line = text(caption) if caption else ()
        if result is not None:
            made += self.reference(result)
        return Grid(names, kept, fitted(names, [*kept, *alike], widths, align=align), align, made, result)

    def folded(
        self, head: tuple[Line, ...], rows: list[tuple[Line, ...]]
    ) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
        """A table as it is; one with too many columns for a page with each row in one cell, name and content."""
        if len(head) <= MAX_COLUMNS:
            return head, rows
        colon, end = (Inline(self.say("colon")),), (Inline("\n"),)
        return (text(self.say("col.details"), "strong"),), [
            (tuple(piece for name, cell in zip(head, row, strict=True) for piece in (*name, *colon, *cell, *end)),)
            for row in rows
        ]

    def reference(self, result: str) -> Line:
        """〔记录 0123456789ab〕, linked to where the record or match stands."""
        key = "record" if len(result) == 12 else "match"
        return (Inline(self.say("open")), Inline(self.say(key, id=result), "code", result), Inline(self.say("close")))

    def capped(self, rows: Sequence[Row], at_most: int = MAX_ROWS) -> tuple[Sequence[Row], list[Paragraph]]:
        """The first rows, and the sentence that says how many there are."""
        if len(rows) <= at_most:
            return rows, []
        note = self.say("rows-capped-case", shown=at_most, total=len(rows))
        return rows[:at_most], [paragraph(note, "note")]
