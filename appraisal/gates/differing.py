"""Whose verdicts do not bear the opinion out: measured by what the opinion says, and only where it says nothing of a
match by what most hold. Where it says that nothing was found, whoever accepted something differs, and nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.dossier import Filed
from appraisal.finding import Finding, Verdict
from appraisal.gates.view import View, key_of
from appraisal.papers.as_read import worded
from appraisal.papers.opinion import phrases
from appraisal.plots.outline import Judgement, PointFinding
from appraisal.plots.standing import table_of
from appraisal.procedure import Kind

NONE = "none"  # what a phrase finds that says that nothing was found
Place = tuple[str, str, bool]  # record and match, or accused work and point of the plot (True)


@dataclass(frozen=True, slots=True)
class Differing:
    """Who differs, of which match (record and id) or point of the plot (accused work and id), and what was noted.
    ``since``: where in the log stands the last of what is held of it."""

    by: str
    at: tuple[str, str]
    note: str
    point: bool
    since: int = 0


def differing(view: View) -> Iterator[Differing]:
    """What experts found otherwise than the opinion says: who accepted a match where it says that nothing was found;
    elsewhere than most (of two views that as many hold, than the one that accepts, or finds the point the same)."""
    given: dict[Place, dict[str, tuple[str, str]]] = {}
    held: dict[Place, int] = {}
    none = _none(view)
    for finding in _counting(view, none):
        place = finding.comparison, finding.match, False
        given.setdefault(place, {})[finding.by] = (finding.verdict, finding.note)
        held[place] = max(held.get(place, 0), view.at(finding.on))
    for (point, accused), judgements in table_of((*view.dossier.apart, *view.dossier.entries)).findings.items():
        given[accused, point, True] = {who: (one.judgement, _noted(one)) for who, one in judgements.items()}
        there = [one for one in view.dossier.apart if one.kind == Kind.POINT and one.body.get("point") == point]
        held[accused, point, True] = max((view.last(Kind.POINT, point=point), *map(view.where, there)))
    for place, judged in given.items():
        of, which, is_point = place
        for by in _against(judged, found_none=of in none and not is_point):
            yield Differing(by, (of, which), judged[by][1], is_point, held[place])


def accepting(view: View, filed: Filed) -> tuple[str, ...]:
    """Who accepted a match of a record, or of one that it replaced, whether the others did or not."""
    alike = [one for one in view.dossier.comparisons if key_of(one) == key_of(filed)]
    ids = {match.id for one in alike for match in one.comparison.matches}
    keys = {one.key for one in alike}
    found = (*view.dossier.findings, *view.dossier.stale_findings)
    said = (one.by for one in found if one.verdict is Verdict.ACCEPTED and one.match in ids and one.comparison in keys)
    return tuple(dict.fromkeys(said))


def _counting(view: View, none: Mapping[str, bool]) -> Iterator[Finding]:
    """Verdicts that stand, and of records of which nothing is said to be found those too that a later run replaced."""
    yield from (one for one in view.dossier.findings if one.verdict is not Verdict.UNREVIEWED)
    stale = (one for one in view.dossier.stale_findings if one.verdict is Verdict.ACCEPTED)
    yield from (one for one in stale if none.get(one.comparison))


def _none(view: View) -> Mapping[str, bool]:
    """Records, by key, of which the opinion says that nothing was found: itself, or of both works all that it says.
    True: the sentence rests on that very method and pair."""
    finds: dict[tuple[str, ...], set[str]] = {}
    for sentence in view.sentences:
        phrase = phrases().get(sentence.phrase)
        if phrase is not None and sentence.left and sentence.right:
            for key in ((sentence.comparator, sentence.left, sentence.right), (sentence.left, sentence.right)):
                finds.setdefault(key, set()).add(phrase.finds)
    found: dict[str, bool] = {}
    for filed in view.dossier.comparisons:
        key = key_of(filed)
        if finds.get(key, finds.get(key[1:])) == {NONE}:
            found[filed.key] = key in finds
    return found


def _against(judged: Mapping[str, tuple[str, str]], *, found_none: bool) -> list[str]:
    """Who holds otherwise. Where nothing is said to be found, what experts differ about beside that is measured by what
    most of the others hold."""
    against = [by for by, (held, _) in judged.items() if found_none and held == Verdict.ACCEPTED]
    sides = Counter(held for by, (held, _) in judged.items() if by not in against)
    if not sides:
        return against
    preferred = (Verdict.REJECTED, Verdict.EXCLUDED) if found_none else (Verdict.ACCEPTED, Judgement.SAME)
    kept = max(sides, key=lambda held: (sides[held], held in preferred))
    return [by for by, (held, _) in judged.items() if by in against or held != kept]


def _noted(one: PointFinding) -> str:
    """What an expert wrote of a point: the note, or what was found to be so."""
    told = {Judgement.SAME: one.same, Judgement.DIFFERENT: one.different, Judgement.COMMON: one.common}
    return one.note if worded(one.note) else told.get(one.judgement, "")
