"""That nothing was left out after results is said nowhere in a report that prints what was, whoever says it.

Prose, and what stands beside it, is read by ``told`` with all else that it tells. Here the rest is read for this alone:
settings, notes, dissents, titles, instructions, names of what was handed in. A dissent may hold what it likes of the
works; in which order things were done is a fact of the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from appraisal.gates.gap import Found
from appraisal.gates.leaves import Leaf, early, elsewhere, handed
from appraisal.gates.order import denies, reported
from appraisal.gates.sentences import sentences
from appraisal.gates.told import OTHERS, gap, on_file, own_words
from appraisal.gates.view import View
from appraisal.papers.as_read import Printed, printed


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
            if denies(sentence, early=taken.early, of_place=of_place):
                yield gap("denied", sentence)


def _places(view: View) -> Iterator[tuple[Printed, bool]]:
    """Texts as read, and whether they are notes at a place that was left out before any result."""
    yield from ((shown, False) for _, shown in elsewhere(view))
    yield from ((Leaf(text, "", "").shown, False) for text in dict.fromkeys(handed(view)))
    yield from ((printed(note, asides=False), True) for note in early(view))
