"""Figures in fields that can hold no link: notes at matches, steps, slots of sentences.

A figure is known by what stands around it, not by what it is called: a share, a fraction, so many of so many, a number
in a unit that methods count in, or one that something scored. What one sees and counts (three icons replaced) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.degrees import COMPARED, OF_CUSTODY
from appraisal.gates.figures import BEHIND, SHARED, Figures, are_parts
from appraisal.gates.quantities import is_share
from appraisal.gates.sentences import sentences
from appraisal.gates.things import counted
from appraisal.papers.as_read import printed

# A number that is a score of something, by what stands before it
_SCORED = re.compile(r"(?:得分|评分|相似度|\b(?:scores?d?|similarity|correlation|deviation))[^.;。；]{0,20}\Z")
# 18 of 20, 20个中18个, 18/20
_RATIO = re.compile(
    r"(?<![\d.])(?P<part>\d+)\s*(?:/|(?:out\s+)?of\s+(?:(?:the|all)\s+)*)\s*(?P<whole>\d+)(?![\d.])"
    r"|(?<![\d.])(?P<among>\d+)\s*[^\W\d_a-z]{0,3}?[中里]的?有?\s*(?P<some>\d+)(?![\d.])"
)
# A measure that goes by capitals (SSIM 0.98) is none of the match, whatever number of it is like
_FOREIGN = re.compile(r"\b(?P<name>[A-Z]{3,})(?:\s*[:=：为]\s*|\s+(?:is\s+|of\s+)?)(?P<number>\d*\.\d+)")
# What stands alone behind a tool and both works is what the tool says: ran it on both trees: 97
_ALONE = re.compile(r"(?:[:：=]|[得为是]|\b(?:is|was|gave|reads?))\s*\Z")
_BOTH = re.compile(r"双方|二者|两者|彼此|两[图曲歌款个首幅张套件部份书]|\b(?:both|the\s+two|each\s+other)\b")
# How much, where a slot is to name what is the same, differs or was compared: a small, closed class in each language
_AMOUNT = re.compile(
    r"\b(?:all(?!\s+(?:sides|round|four)\b)|every\w*|each|entire(?:ty)?|nothing|anything|none|most(?:ly)?|only|alone|merely"
    r"|solely|just|trivial|negligible|but\s+for|except(?:ing)?|apart\s+from|save\s+for|other\s+than|the\s+rest|remaining"
    r"|without\s+(?:the|its|their)|selected|chosen|left\s+(?:aside|out)|ignor\w+|disregard\w*|(?:an?|one|two|three|few)\s+(?:\w+\s+)?(?:details?|respects?|features?))\b"
    "|一切|全部|所有|整个|多数|大部分|个别|少数|仅|只(?=[有是在剩])|唯独|除[^，,。；;]{1,12}[之以]?外|其余|剔除|撇开|不计|选[取定]的"
    "|[一两二三四五六七八九十几]个?(?:细节|方面|特征|要素|之处)"
)
_PHYSICAL = re.compile(r"\s*(?:毫?秒|度|°|m?s\b|seconds?\b|degrees?\b)")
# That things are those of a list says nothing of how alike works are
_OF_CUSTODY = re.compile(rf"{OF_CUSTODY.pattern}|清单|目录|收据|\b(?:list(?:s|ed)?|receipts?)\b")


def tells(text: str, number: str) -> bool:
    """Whether a number of a text tells how much is the same: a share, a count of places or a length, in a sentence that
    says so."""
    return any(
        COMPARED.search(here) and (is_share(number) or BEHIND.match(here, stop) or _SCORED.search(here, 0, start))
        for here, start, stop in places(text, number)
    )


def measures(text: str, number: str) -> bool:
    """Whether a number of a step tells what a comparison came to."""
    return any(_measures(number, *place) for place in places(text, number))


def _measures(number: str, here: str, start: int, stop: int) -> bool:
    if _OF_CUSTODY.search(here) and not is_share(number):
        return False
    scored = _SCORED.search(here, 0, start)
    if COMPARED.search(here) or scored:
        return bool(scored or _figure(number, here, start, stop))
    alone = not here[stop:].strip() and _ALONE.search(here, 0, start)
    return bool(alone and _BOTH.search(here))


def notes(text: str, number: str, known: Figures) -> bool:
    """Whether a number of a note at a match is a figure, and none of those ``known`` of it."""
    foreign = {hit["number"] for hit in _FOREIGN.finditer(text) if hit["name"].casefold() not in known.things}
    return number.strip("%％ ") in foreign or any(
        _figure(number, *place) and not _held(number, *place, known)
        for place in places(text, number)
        if COMPARED.search(place[0]) or is_share(number) or _fraction(number, *place) or _ratio(*place)
    )


def holds(text: str, number: str, known: Figures) -> bool:
    """Whether a number of a slot is one ``known``, wherever it stands in it, of what it is said there to count."""
    found = [_held(number, *place, known) for place in places(text, number)]
    return all(found) if found else known.agrees(number)


def amounts(text: str) -> Iterator[str]:
    """Words of a slot that say how much of a work is the same or differs."""
    yield from (hit.group() for hit in _AMOUNT.finditer(printed(text, asides=False).text))


def _figure(number: str, here: str, start: int, stop: int) -> bool:
    """Whether a number has the shape of a figure of a result, as a count of things seen has not."""
    return bool(
        is_share(number)
        or SHARED.match(here, stop)
        or _fraction(number, here, start, stop)
        or _unit(here[stop:])
        or _SCORED.search(here, 0, start)
        or _ratio(here, start, stop)
    )


def _fraction(number: str, here: str, start: int, stop: int) -> bool:
    """Whether it is a fraction of no unit of the world, and no aperture (f/2.8)."""
    return "." in number and not (_PHYSICAL.match(here, stop) or here[:start].endswith("/"))


def _unit(behind: str) -> bool:
    """Whether what stands behind a number is something that methods count or measure in."""
    return bool(BEHIND.match(behind.removeprefix("个")) or counted(behind))


def _ratio(here: str, start: int, stop: int) -> re.Match[str] | None:
    return next((hit for hit in _RATIO.finditer(here) if hit.start() <= start and stop <= hit.end()), None)


def _held(number: str, here: str, start: int, stop: int, known: Figures) -> bool:
    """Whether a number is among those known, of what it is said to count; so many of so many are a part and its whole
    of the same things, or the two numbers of a place."""
    if (hit := _ratio(here, start, stop)) is None:
        return known.agrees(number, here[stop:])
    behind = here[hit.end() :]
    part, whole = hit["part"] or hit["some"], hit["whole"] or hit["among"]
    named = _unit(behind)
    pair = [known.meant(one, behind if named else "") for one in (part, whole)]
    return bool(named and are_parts(*pair)) or (float(part), float(whole)) in known.pairs


def places(text: str, number: str) -> Iterator[tuple[str, int, int]]:
    """The sentences of a text in which a number stands, each with where it begins and ends there."""
    digits = re.compile(rf"(?<![\d.]){re.escape(number.rstrip('%％成 '))}(?!\d|\.\d)")
    shown = printed(text, asides=False).text
    for begins, ends in sentences(shown):
        here = " ".join(shown[begins:ends].split())
        yield from ((here, *hit.span()) for hit in digits.finditer(here))
