"""Which figures and rules of a dissent are its author's own, and which are read as the report's.

Whoever judged nothing otherwise than the opinion says has no figures and no standards of their own: only what the
opinion rests on may be told, or less of it, where the dissent says that it is not so. Who differs keeps theirs in the
sentences that say so, or that name a place: numbers of that place, and no more places than were found. How much of a
whole work is the same as another no place tells, nor by which standard the comparison was made.
"""

from __future__ import annotations

import re

from appraisal.dissenting import denies
from appraisal.gates.alike import says_alike
from appraisal.gates.around import bare, clause, leading, led_alike, sentence
from appraisal.gates.degrees import COMPARED
from appraisal.gates.designations import spelled
from appraisal.gates.fields import places, tells
from appraisal.gates.figures import BEHIND, NO_FIGURES, NUMBER, Figures, figures_of
from appraisal.gates.places import value_of
from appraisal.gates.quantities import is_share
from appraisal.gates.sentences import sentences
from appraisal.gates.view import View
from appraisal.gates.wording import Slip, numbers
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


# Whole works, of which a share in a sentence on a place is none of that place
_WHOLE = re.compile(
    r"(?<![a-z\d])[a-z]{1,2}\d+(?![a-z\d])|检材|样本|[全整]?[部本]?全[文书篇]|整[部本篇]|[两二][书者件]|双方"
    r"|\b(?:both|whole|entire|claimed|accused)\b"
)
_OF_PLACES = re.compile(
    r"(?P<number>[\d零〇一二三四五六七八九十百两]+)\s*(?:处|(?:\w+\s+){0,2}?(?:passages?|places?|match(?:es)?)\b)"
    r"|\b(?P<words>[a-z]+)(?:\s+\w+)?\s+(?:passages|places|matches)\b"
)
# That the work was done by a standard, which only who reads it can say; that it was not, a dissent may
_DONE_BY = re.compile(
    r"(?:比对|对比|检验|鉴定|检测|计数)[^，。；,;]{0,6}?(?:[依按据]|根据|遵循|参照|执行)"
    r"|[依按据][^，。；,;]{0,40}?(?:进行|作出|完成|得出|实施|执行)"
    r"|\b(?:was|were|been|is|are)\s+(?:\w+ly\s+)?(?:followed|applied|adhered|observed)\b"
    r"|\b(?:done|made|carried\s+out|performed|compared|conducted|examined|counted)\s+(?:\w+\s+){0,2}?"
    r"(?:by|under|according\s+to|in\s+accordance\s+with|as)\b"
)
_NOT_DONE = re.compile(r"[未没不非]|应当?|\b(?:not|never|nor|should|ought|must|without)\b")


def held(text: str, known: Figures) -> str:
    """Of a dissent by somebody who differs, the sentences that are read as the report's own: those that neither name a
    place nor say that something is not so, and those that say how much is the same and dispute no figure on file; with
    what leads them where that calls works alike."""
    shown = printed(text, asides=False).text
    parts = [(start, stop) for start, stop in sentences(shown) if shown[start:stop].strip()]
    kept = [part for part in parts if not _is_own(shown[slice(*part)], known)]
    led = {one for part in kept for one in leading(shown, *part) if says_alike(shown[slice(*one)])}
    return "\n".join(shown[start:stop].strip() for start, stop in parts if (start, stop) in {*kept, *led})


def _is_own(said: str, known: Figures) -> bool:
    place = _POINTS.search(said) is not None
    if not (place or denies(said)) or _done_by_standard(said):
        return False
    return not any(
        (_NUMERAL.search(slip.words) or not is_share(slip.words))
        and (_of_works(said, slip, known) if place else is_share(slip.words) and tells(said, slip.words))
        and not disputed(said, slip.words, known)
        for slip in numbers(said, {})
        if slip.what in ("unbound", "spelled")
    )


def _of_works(said: str, slip: Slip, known: Figures) -> bool:
    """Whether a number in a sentence on a place is none of that place: a share of whole works, or more places than the
    opinion rests on."""
    if not COMPARED.search(said):
        return False
    found = [*places(said, slip.words)]
    if is_share(slip.words):
        return any(_WHOLE.search(here[slice(*clause(here, start, stop))]) for here, start, stop in found)
    most = max((one.value for one in known.numbers if one.kind == "count" and one.total), default=0)
    return any(_more(here, start, stop, most) for here, start, stop in found)


def _more(here: str, start: int, stop: int, most: float) -> bool:
    """Whether a number is one of more places than so many; number words of English that a gate stops are above ten."""
    hit = _OF_PLACES.search(here, start)
    if hit is None or hit.start() > stop:
        return False
    return not hit["number"] or value_of(hit["number"]) > most


def _done_by_standard(said: str) -> bool:
    """Whether the sentence says, as the report would, that the work was done by a standard."""
    for start, stop in spelled(said):
        here = said[slice(*clause(said, start, stop))]
        if _DONE_BY.search(here) and not _NOT_DONE.search(here):
            return True
    return False


def reports(text: str, slip: Slip) -> bool:
    """Whether a number in what ``held`` keeps is a count in words in a sentence that says how alike things are, or one
    with no statement of its own that such a sentence leads."""
    if slip.what == "spelled":
        return any(COMPARED.search(here) for here, _, _ in places(text, slip.words))
    hits = re.finditer(rf"(?<![\d.]){re.escape(slip.words)}(?!\d|\.\d)", text)
    return any(bare(text[slice(*sentence(text, *hit.span()))]) and led_alike(text, *hit.span()) for hit in hits)


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
