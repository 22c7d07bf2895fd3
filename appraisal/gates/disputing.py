"""Which figures and rules of a dissent are its author's own, and which are read as the report's.

Whoever judged nothing otherwise than the opinion says has no figures and no standards of their own: only what the
opinion rests on may be told, or less of it, where the dissent says that it is not so. Who differs keeps theirs in the
sentences that say so, or that name a place; how much of a work is the same as another no place tells.
"""

from __future__ import annotations

import re

from appraisal.dissenting import denies
from appraisal.gates.fields import places, tells
from appraisal.gates.figures import BEHIND, NO_FIGURES, NUMBER, Figures, figures_of
from appraisal.gates.quantities import is_share
from appraisal.gates.sentences import sentences
from appraisal.gates.view import View
from appraisal.gates.wording import numbers
from appraisal.papers.as_read import printed

# A place of the works that is spoken of; a sentence of the opinion is none
_POINTS = re.compile(
    r"第[一二三四五六七八九十\d]+(?:[至到、和与-]第?[一二三四五六七八九十\d]+)?[处段组]|[该此这那其](?:一|[两几数]|余)?[处段]"
    r"|\b(?:first|second|third|fourth|fifth|sixth|last|this|that|these|those|which)\s+(?:\w+\s+)?"
    r"(?:passages?|places?|match(?:es)?)\b|\b(?:passages?|places?|match(?:es)?)\s+(?:no\.?\s*)?[\da-f]+\b"
)

# How much in a number: that “most” of what is the same comes from elsewhere is what a dissent may say
_NUMERAL = re.compile(
    r"[\d〇一二三四五六七八九十两半]|\b(?:per\s?cent|half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?"
    r"|tenths?|twelfths?|hundredths?)\b"
)


def panel_figures(view: View) -> Figures:
    """Numbers of the results that the opinion rests on."""
    found = NO_FIGURES
    for filed in view.rested:
        found |= figures_of(filed)
    return found


def held(text: str, known: Figures) -> str:
    """Of a dissent by somebody who differs, the sentences that are read as the report's own: those that neither name a
    place nor say that something is not so, and those that say how much is the same and dispute no figure on file."""
    shown = printed(text, asides=False).text
    parts = (shown[start:stop].strip() for start, stop in sentences(shown))
    return "\n".join(part for part in parts if part and not _is_own(part, known))


def _is_own(sentence: str, known: Figures) -> bool:
    if _POINTS.search(sentence):
        return True
    return denies(sentence) and not any(
        _NUMERAL.search(slip.words)
        and is_share(slip.words)
        and tells(sentence, slip.words)
        and not disputed(sentence, slip.words, known)
        for slip in numbers(sentence, {})
        if slip.what in ("unbound", "spelled")
    )


def disputed(text: str, number: str, known: Figures) -> bool:
    """Whether a number of a dissent, wherever it stands, is one on file, or no more than one in the same sentence and
    unit; and the sentence says that something is not so."""
    found = [*places(text, number)]
    return bool(found) and all(denies(here) and _at_most(here, start, stop, known) for here, start, stop in found)


def _at_most(here: str, start: int, stop: int, known: Figures) -> bool:
    unit, value = _unit(here, stop), _value(here[start:stop])
    if value is None:
        return False
    for hit in NUMBER.finditer(here):
        written, whole = hit.group().strip(), _value(hit.group())
        same = whole is not None and value <= whole and _unit(here, hit.end(), written) == unit
        if same and known.agrees(written, here[hit.end() :]):
            return True
    return False


def _unit(here: str, stop: int, written: str = "") -> str:
    """In what a number is told, by what stands behind it: a share, or what places and lengths are counted in."""
    if "%" in written or here[:stop].endswith("%") or here[stop:].lstrip().startswith("%"):
        return "%"
    hit = BEHIND.match(here, stop)
    return hit.group().strip() if hit is not None else ""


def _value(written: str) -> float | None:
    plain = re.sub(r"[,%\s]", "", written)
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None
