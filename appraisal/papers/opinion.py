"""The opinion: sentences of a controlled vocabulary that a panel chose, each over records of the case.

A phrase has slots. Figures are never typed: they are read from what experts accepted (采信) in the record that the
sentence names. What only a person can say (where two pictures agree, how a function works) is a slot of words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from appraisal.codec import decode
from appraisal.errors import CaseError, RecordError, UsageError
from appraisal.intake.filling import build, fill, need, table
from appraisal.papers.files import folder, tagged
from appraisal.profile import Words

FILE = "_phrases.toml"
SLOT = re.compile(r"\{([a-z_]+)\}")
FIGURES = frozenset(
    {
        "left", "right", "places", "identical", "extent_left", "extent_right", "share_left", "share_right", "kept",
        "overlap", "scope", "excluded", "grounds",
    }
)  # fmt: skip
"""Slots that are filled from the record (``appraisal.gates.filled``); all others are the expert's words."""
TESTED = "tested"
"""Slot of the works and files of the tests that bear a sentence out (``appraisal.gates.conditions.bearing``)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A definite sentence. ``medium``: text, software, art, music, recording, private-server, plug-in or any.

    ``needs``: ids of conditions (``appraisal.gates.conditions``) that must hold before it may be said. ``finds``:
    whether it states a finding, states that nothing was found, or leaves the question open. ``methods``: those on whose
    records alone it may rest; any, where none is named.
    """

    id: str
    medium: str
    text: Words
    needs: tuple[str, ...] = ()
    finds: str = "found"
    about: Words | None = None
    methods: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(SLOT.findall(self.text.zh) + SLOT.findall(self.text.en)))

    def slots_in(self, words: str) -> tuple[str, ...]:
        """Slots of one language's words, in their order, each as often as it stands there."""
        return tuple(SLOT.findall(words))

    @property
    def asks(self) -> tuple[str, ...]:
        """Slots that an expert fills in."""
        return tuple(slot for slot in self.slots if slot not in FIGURES | {TESTED})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the opinion.

    ``question``: number of the question of the commission that it answers. ``comparator``, ``left``, ``right`` name the
    record it rests on; a phrase that rests on none leaves them empty. ``fill``: words for the slots, by slot;
    ``fill_zh``, ``fill_en``: for slots that read otherwise in one language. ``propositions``: numbers of the
    propositions of the scheme that it answers, from 1.
    """

    phrase: str
    question: int = 1
    comparator: str = ""
    left: str = ""
    right: str = ""
    fill: Mapping[str, str] = field(default_factory=dict)
    propositions: tuple[int, ...] = ()
    fill_zh: Mapping[str, str] = field(default_factory=dict)
    fill_en: Mapping[str, str] = field(default_factory=dict)

    def words(self, language: str) -> dict[str, str]:
        """Words for the slots in a language, by slot."""
        return {**self.fill, **(self.fill_en if language == "en" else self.fill_zh)}

    def told(self) -> Iterator[tuple[str, str]]:
        """Slots and all that is put in them, in whatever language."""
        for words in (self.fill, self.fill_zh, self.fill_en):
            yield from words.items()

    @classmethod
    def of(cls, given: Mapping[str, Any], where: str) -> Sentence:
        given = table(given, where)
        if odd := sorted(set(given) - {one.name for one in fields(cls)}):
            raise CaseError(f"{where}: unknown field {odd[0]!r}; remove or rename it")
        words, zh, en = (_slots(given.get(name, {}), f"{where}, {name}") for name in ("fill", "fill_zh", "fill_en"))
        number = given.get("question", 1)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise CaseError(f"{where}, question: write the number of the question, from 1")
        named = {name: str(given.get(name, "")) for name in ("phrase", "comparator", "left", "right")}
        need(named["phrase"], f"{where}, phrase", "name a phrase of the vocabulary")
        answers = _numbers(given.get("propositions", ()), where)
        return cls(**named, question=number, propositions=answers, fill=words, fill_zh=zh, fill_en=en)


def _slots(given: Any, where: str) -> dict[str, str]:
    """Slots and their words; ``CaseError`` for anything else."""
    if not isinstance(given, Mapping) or not all(isinstance(word, str) for word in given.values()):
        raise CaseError(f"{where}: write each slot with its words")
    return dict(given)


def _numbers(given: Any, where: str) -> tuple[int, ...]:
    """Numbers of propositions; ``CaseError`` for anything else."""
    listed = tuple(given) if isinstance(given, (list, tuple)) else (None,)
    if not all(type(one) is int and one >= 1 for one in listed):
        raise CaseError(f"{where}, propositions: write the numbers of propositions of the scheme, e.g. [1, 2]")
    return listed


@dataclass(frozen=True, slots=True)
class Dissent:
    """What an expert holds against the opinion: printed with it, always."""

    by: str
    text: str

    def __post_init__(self) -> None:
        fill(self)
        need(self.by, "dissent, by", "name the expert")
        need(self.text, "dissent, text", "write down what the expert holds")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Propositions of the scheme that the opinion leaves open, by number from 1, and why."""

    propositions: tuple[int, ...]
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "propositions", _numbers(self.propositions, "unanswered"))
        if not self.propositions:
            raise CaseError("unanswered, propositions: write the numbers of propositions of the scheme, e.g. [1, 2]")
        need(self.reason, "unanswered, reason", "say why the opinion leaves them open")


class Held(StrEnum):
    """What a panel holds of a proposition that its sentences answer."""

    HOLDS = "holds"
    IN_PART = "in-part"
    NOT = "does-not-hold"
    OPEN = "cannot-be-told"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the opinion comes to for one proposition of the scheme, by number from 1: a person's conclusion."""

    proposition: int
    answer: Held

    def __post_init__(self) -> None:
        _numbers([self.proposition], "answers")
        if self.answer not in set(Held):
            raise CaseError(f"answers, answer: write one of {', '.join(Held)}, not {self.answer!r}")
        object.__setattr__(self, "answer", Held(self.answer))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the panel states. ``range``: other opinions that may be held, which UK practice asks for. ``unanswered``:
    propositions of the scheme that no sentence answers. ``answers``: what it comes to for those that sentences
    answer."""

    sentences: tuple[Sentence, ...]
    dissents: tuple[Dissent, ...] = ()
    range: str = ""
    unanswered: tuple[Unanswered, ...] = ()
    answers: tuple[Answer, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Opinion:
        """From the table of the form; ``CaseError`` names what is wrong: phrase unknown, slot empty or unknown."""
        given = table(given, "opinion")
        known = [one.name for one in fields(cls)]
        if odd := sorted(set(given) - set(known)):
            raise CaseError(f"opinion: unknown field {odd[0]!r}; it has {', '.join(known)}")
        parts = [given.get(name, []) for name in ("sentences", "dissents", "unanswered", "answers")]
        if not all(isinstance(one, (list, tuple)) for one in parts):
            raise CaseError(
                "opinion: write each sentence under [[opinion.sentences]], dissent under dissents, propositions that"
                " are left open under unanswered, what it comes to for others under answers"
            )
        rows, against, open_, told = parts
        sentences = tuple(Sentence.of(row, f"opinion, sentence {at}") for at, row in enumerate(rows, 1))
        for at, sentence in enumerate(sentences, 1):
            _check(sentence, f"opinion, sentence {at}")
        dissents = tuple(build(Dissent, row, f"opinion, dissent {at}") for at, row in enumerate(against, 1))
        left = tuple(build(Unanswered, row, f"opinion, unanswered {at}") for at, row in enumerate(open_, 1))
        answers = tuple(build(Answer, row, f"opinion, answer {at}") for at, row in enumerate(told, 1))
        return cls(sentences, dissents, str(given.get("range", "")), left, answers)


def _check(sentence: Sentence, where: str) -> None:
    """``CaseError`` for a phrase that there is none of, and for slots that are empty or not an expert's to fill."""
    phrase = phrases().get(sentence.phrase)
    if phrase is None:
        raise CaseError(f"{where}: no phrase {sentence.phrase!r}; there are: {', '.join(phrases())}")
    for slot in phrase.asks:
        if not sentence.fill.get(slot, "").strip():
            raise CaseError(f"{where} ({phrase.id}), fill: {slot} is empty: {phrase.text.zh}")
    if odd := sorted(set(sentence.fill) - set(phrase.asks)):
        raise CaseError(
            f"{where} ({phrase.id}), fill: {odd[0]!r} is not yours to fill; these are: {', '.join(phrase.asks) or '-'}"
        )
    for name, words in (("fill_zh", sentence.fill_zh), ("fill_en", sentence.fill_en)):
        for slot, word in words.items():
            if slot not in sentence.fill:
                raise CaseError(f"{where} ({phrase.id}), {name}: {slot} stands not under fill; write it there first")
            if not word.strip() or _numerals(word) != _numerals(sentence.fill[slot]):
                raise CaseError(f"{where} ({phrase.id}), {name}: {slot} is empty, or has other numbers than under fill")
    if set(phrase.slots) & FIGURES and not (sentence.comparator and sentence.left and sentence.right):
        raise CaseError(f"{where} ({phrase.id}): name comparator, left and right of the record that it rests on")


def _numerals(word: str) -> list[str]:
    return sorted(re.findall(r"\d+", word))


_read: dict[Path, Mapping[str, Phrase]] = {}


def phrases() -> Mapping[str, Phrase]:
    """The vocabulary, by id, in the order of its file."""
    path = folder() / FILE
    if path not in _read:
        try:
            _read[path] = of_text(path.read_text("utf-8"))
        except OSError as error:
            raise UsageError(f"{FILE}: cannot be read ({error.strerror})") from error
    return _read[path]


def of_text(text: str) -> Mapping[str, Phrase]:
    """A vocabulary from TOML; ``UsageError`` names the phrase that is wrong."""
    try:
        rows: Sequence[Any] = tomllib.loads(text).get("phrase", [])
        found: list[Phrase] = [decode(Phrase, tagged(row, Phrase)) for row in rows]
    except (tomllib.TOMLDecodeError, RecordError, TypeError, ValueError) as error:
        raise UsageError(f"{FILE}: {error}") from error
    for phrase in found:
        if set(SLOT.findall(phrase.text.zh)) != set(SLOT.findall(phrase.text.en)):
            raise UsageError(f"{FILE}: phrase {phrase.id}: both languages must have the same slots")
        if phrase.finds not in ("found", "none", "open"):
            raise UsageError(f"{FILE}: phrase {phrase.id}: finds is found, none or open")
    if len({phrase.id for phrase in found}) < len(found):
        raise UsageError(f"{FILE}: two phrases have one id")
    return {phrase.id: phrase for phrase in found}
