"""The gate of muted dissents: beside a dissent that it prints, no report says, wherever it is printed, that the dissent
has no weight, ground, part or effect, or that its author is not fit to hold it.

That there is one, where it stands, and that most hold otherwise may be said; on the place itself the analysis may
answer it with reasons. What the dissenter says is the dissenter's own, and what a party says in a step is the party's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.dissenting import means_dissent
from appraisal.dossier import LogEntry
from appraisal.gates.gap import Found, Gap
from appraisal.gates.kinds import Sides
from appraisal.gates.leaves import elsewhere
from appraisal.gates.mutes import Heard
from appraisal.gates.remarks import of_others
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.gates.written import NO_WORDS, beside, written
from appraisal.papers.as_read import Printed, printed
from appraisal.procedure import STEPS, Kind
from appraisal.profile import Words

_SPOKEN = (STEPS - {Kind.DELIBERATION}) | {
    Kind.DECISION, Kind.FINDING, Kind.EXCLUSION, Kind.OVERRULED, Kind.DEFECT, Kind.TEST, Kind.REVISED,
}  # fmt: skip
"""Kinds of entries in which who files them speaks: there the dissenter may say what they like of the dissent."""
_ADDRESSES = ("gate:", "quoted:", "evidence:", "protect:", "disclose:")


@dataclass(frozen=True, slots=True)
class _Place:
    """A text as read; ``entry``: the entry of which it is, ``answers``: it stands in the analysis."""

    shown: Printed
    by: frozenset[str] = frozenset()
    entry: LogEntry | None = None
    told: bool = False
    answers: bool = False


def muted(view: View) -> Found:
    """Nothing that a report prints beside a dissent mutes it, but by who dissents."""
    dissents = view.opinion.dissents if view.opinion is not None and view.paper.opinion else ()
    if not dissents:
        return
    authors = frozenset(one.by.strip() for one in dissents)
    readers: dict[tuple[frozenset[str], bool], Heard] = {}
    named: set[str] = set()
    for place in _places(view, {_flat(one.text) for one in dissents}):
        others = authors - place.by
        key = others, bool(place.by & authors) or _replies(place)
        if key not in readers:
            readers[key] = Heard.of(others, [one.text for one in dissents], named_only=key[1])
        for said in readers[key].muted(place.shown, answers=place.answers, told=place.told):
            if said not in named:
                named.add(said)
                yield _gap(said, _known(view, place.entry), () if place.entry is not None else tuple(sorted(authors)))


def _known(view: View, entry: LogEntry | None) -> int:
    """From where in the log it can be passed over: behind a decision that says it, which passes itself over no more."""
    return view.where(entry) + (entry.kind == Kind.DECISION) if entry is not None else 0


def _gap(said: str, since: int, only: tuple[str, ...]) -> Gap:
    return Gap(
        "dissent/muted",
        Words(
            f"文书载有不同意见，却称其或持该意见者“{said[:60]}”",
            f"the report prints a dissent, and says of it or of who dissents: {said[:60]}",
        ),
        Words(
            "删去或改正该句；对不同意见的回应，在分析说明中就该处写明理由",
            "take the sentence out or mend it; what is held against a dissent is said in the analysis, of the place"
            " itself and with reasons",
        ),
        only=only,
        since=since,
    )


def _replies(place: _Place) -> bool:
    """Whether it answers an objection: a differing view is there what was objected."""
    return place.entry is not None and place.entry.kind in (Kind.REPLY, Kind.OBJECTION)


def _places(view: View, own: set[str]) -> Iterator[_Place]:
    """Every text that a report prints but the dissents themselves, and entries whole: what they are about, and what is
    said of it."""
    analysis = {one.markdown for one in view.dossier.texts if one.section == "analysis"}
    panel = [one.text for one in written(view) if not (one.shares or one.dissent)]
    entries = [*_entries(view)]
    by = _authors(view, entries)
    prose = {one.markdown for one in view.dossier.texts} | ({view.opinion.range} if view.opinion is not None else set())
    texts = {text: printed(text, asides=False) for text in dict.fromkeys((*panel, *beside(view)))}
    texts |= {text: shown for text, shown in elsewhere(view) if text not in texts}
    steps = {text for entry in entries for text in _said(entry)} - prose
    for text, shown in texts.items():
        if _flat(text) not in own and text not in steps:
            signed = frozenset() if text in prose else by.get(text, frozenset())
            yield _Place(shown, signed, answers=text in analysis)
    # What a client hands in goes by the name that the panel files it by; of what another made, by its own
    for name in (one.name for one in view.commission.documents if not of_others(one.name)):
        yield _Place(printed(name, asides=False))
    for entry in entries:
        words = [one for one in _said(entry) if _flat(one) not in own]
        if words and not (entry.kind == Kind.DECISION and means_dissent(str(entry.body.get("about") or ""))):
            shown = printed("。".join(words), asides=False)
            yield _Place(shown, frozenset({entry.by}), entry, told=entry.kind != Kind.DECISION)


def _entries(view: View) -> Iterator[LogEntry]:
    """Entries in which somebody speaks; who objects from outside is none of the case."""
    sides = Sides.of(view.dossier)
    held = (*view.laid, *view.dossier.judged)
    yield from (one for one in held if one.kind in _SPOKEN and not sides.others(one))


def _said(entry: LogEntry) -> list[str]:
    """Words of an entry, what it is about first."""
    about = str(entry.body.get("about") or "") if entry.kind == Kind.DECISION else ""
    rest = [text for name, text in within(entry.body, str, but=NO_WORDS) if name != "about" and text.strip()]
    return ([about] if about.strip() and not about.startswith(_ADDRESSES) else []) + rest


def _authors(view: View, entries: list[LogEntry]) -> Mapping[str, frozenset[str]]:
    """Who wrote a text into entries and notes."""
    found: dict[str, frozenset[str]] = {}
    for entry in entries:
        for text in _said(entry):
            found[text] = found.get(text, frozenset()) | {entry.by}
    for one in (*view.dossier.findings, *view.dossier.stale_findings):
        found[one.note] = found.get(one.note, frozenset()) | {one.by}
    return found


def _flat(text: str) -> str:
    return "".join(text.split())
