"""Whether a sentence names other works than those whose record a number leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from appraisal.gates.alike import says_alike
from appraisal.gates.owners import clause
from appraisal.gates.relations import Works
from appraisal.gates.sentences import END

# A clause that says of what the next one speaks: A2中，…; in A2, …
_TOPIC = re.compile(
    r"(?:[中里内]|而言|来说|来看|方面|[的之](?:文字|内容|代码|画面|旋律|部分|[^\W\d_a-z]{0,4}者))\s*\Z"
    r"|\A\s*(?:in|of|as\s+to|as\s+for|for)\b"
)
_NUMBER = re.compile(r"(?<![a-z\d])\d")
PAIR = 2


def of_others(text: str, start: int, stop: int, of: Collection[str], works: Works) -> bool:
    """Whether a number that stands there in a text as printed, of a record of the works ``of``, is told of another
    pair: its clause, with what that is a statement on, names a work that is none of these, and not both of these."""
    if not (of and works.called):
        return False
    named: list[frozenset[str]] = []
    for here in _statement(text, start, stop, works):
        named += _named(here, works)
    whole = frozenset().union(*named)
    return any(one.isdisjoint(of) for one in named) and not whole.issuperset(of)


def _statement(text: str, start: int, stop: int, works: Works) -> Iterator[str]:
    """The clause of a number, and those before it that say of what it speaks, until two works are named: a topic, or
    the pair that is called alike where the clause itself does not say so."""
    began, end = clause(text, start, stop)
    here = text[began:end]
    yield here
    named = len(frozenset().union(*_named(here, works)))
    said = says_alike(here)
    first = max((one.end() for one in END.finditer(text, 0, began)), default=0)
    while named < PAIR and began > first:
        began, end = clause(text, began - 1, began - 1)
        before = text[began:end]
        pair, alike = _named(before, works), says_alike(before)
        if _NUMBER.search(before) or (alike and (said or len(pair) < PAIR)) or not (alike or _TOPIC.search(before)):
            return
        yield before
        named, said = named + len(pair), said or alike


def _named(text: str, works: Works) -> list[frozenset[str]]:
    """Labels of the works that each name in a text is one of."""
    return [labels for hit in re.finditer(works.pattern, text) if (labels := works.labels_of(hit.group()))]
