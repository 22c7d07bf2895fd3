"""That nothing was left out after results is said nowhere in a report that prints what was, whoever says it.

Prose, and what stands beside it, is read by ``told`` with all else that it tells. Here the rest is read for this alone:
settings, notes, dissents, titles, instructions, names of what was handed in. A dissent may hold what it likes of the
works; in which order things were done is a fact of the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from appraisal.gates.days import dates
from appraisal.gates.gap import Found
from appraisal.gates.leaves import Leaf, early, elsewhere, handed
from appraisal.gates.order import denies, reported
from appraisal.gates.sentences import sentences
from appraisal.gates.sequence import misplaced
from appraisal.gates.told import OTHERS, Taken, gap, on_file, own_words
from appraisal.gates.view import View
from appraisal.gates.written import beside, written
from appraisal.papers.as_read import Printed, printed
from appraisal.procedure import STEPS


def denied(view: View) -> Found:
    """What is printed beside prose denies no exclusion after results that is on file."""
    taken = on_file(view)
    if not taken.dropped:
        return
    for shown, of_place in _places(view):
        spans = [*sentences(shown.text), (0, 0)]
        for (start, stop), behind in pairwise(spans):
            sentence = own_words(shown, start, stop)
            if OTHERS.search(sentence) or reported(sentence, shown.text[slice(*behind)]):
                continue
            if denies(sentence, early=taken.early, of_place=of_place, days=taken.days):
                yield gap("denied", sentence)
        if not of_place:
            yield from _misplaced(shown, taken)
    prose = (one.text for one in written(view) if not (one.shares or one.dissent))
    for text in dict.fromkeys((*prose, *beside(view))):
        yield from _misplaced(printed(text, asides=False), taken)
    yield from (gap("denied", text) for text in _at_clock(view, taken))


def _misplaced(shown: Printed, taken: Taken) -> Found:
    """Steps told in order, one of which puts what was left out above the first comparison."""
    own = own_words(shown, 0, len(shown.text))
    yield from (gap("denied", steps) for steps in misplaced(own, taken.days, early=taken.early))


def _at_clock(view: View, taken: Taken) -> Iterator[str]:
    """Steps whose clock or place tells a day, and other words what was left out on it."""
    for body in (one.body for one in view.laid if one.kind in STEPS):
        told = [day for name in ("clock", "place") for day in dates(printed(str(body.get(name) or "")).text)]
        words = [printed(str(body.get(name) or ""), asides=False).text for name in ("what", "observation", "note")]
        parts = [text[slice(*span)] for text in words if not dates(text) for span in sentences(text)]
        for day, one in product(told, parts):
            dated = f"{day}, {one}"
            if one.strip() and denies(dated, early=taken.early, days=taken.days) and not OTHERS.search(one):
                yield dated


def _places(view: View) -> Iterator[tuple[Printed, bool]]:
    """Texts as read, and whether they are notes at a place that was left out before any result."""
    yield from ((shown, False) for _, shown in elsewhere(view))
    yield from ((Leaf(text, "", "").shown, False) for text in dict.fromkeys(handed(view)))
    yield from ((printed(note, asides=False), True) for note in early(view))
