"""Views in a comparison: methods count in plain coordinates, records name the view these are of and where it leads.

A method is handed the view of a file in place of the file and knows nothing of it. What it finds is stamped with the
view's name; what it is asked to measure or show is handed to it without. Runs inside the limited child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from appraisal import placing, registry
from appraisal.comparison import JSON, Exclusion, Mask, Match, Observation, Places, Side
from appraisal.errors import MaterialError, Refused
from appraisal.exhibit import AlignedText, Excerpt, Exhibit
from appraisal.media import Medium
from appraisal.placing import Placing
from appraisal.span import Region, Span
from appraisal.work import Member, Work

PLACES = placing.TABLE  # where in pages, lines, paragraphs, chapters the places of a record's matches lie
PLACES_HEAD = ["side", "file", "start", "stop", "first", "last"]
SMALL, MANY, FEW = 1 << 18, 1024, 8  # bytes of a text whose map is small; maps remembered of small and large ones
PLACES_MOST = 20_000  # rows; further ones are counted
Views = Mapping[str, str]  # file -> name of the view that stands for it


def views(work: Work) -> Views:
    """Of a work as a method sees it: the files that views stand for."""
    return {member.file: member.view.name for member in work.members if member.view is not None}


def _named(span: Span, names: Views) -> Span:
    return replace(span, view=names[span.file]) if span.file in names and span.unit != "file" else span


def _bare(span: Span) -> Span:
    return span if span.view is None else replace(span, view=None)


def stamped(match: Match, left: Views, right: Views) -> Match:
    """``match`` with its places named to be of views."""
    if match.left.file not in left and match.right.file not in right and not match.also.left and not match.also.right:
        return match
    also = Places(tuple(_named(s, left) for s in match.also.left), tuple(_named(s, right) for s in match.also.right))
    return replace(match, left=_named(match.left, left), right=_named(match.right, right), also=also)


def observed(observation: Observation, left: Views, right: Views) -> Observation:
    """``observation`` with its place named to be of a view."""
    return replace(observation, span=_named(observation.span, left if observation.side == "left" else right))


def excluded(found: Sequence[Exclusion], left: Views, right: Views) -> list[Exclusion]:
    """What rules take out of one side, with its places named to be of views."""
    if not left and not right:
        return list(found)
    names = {"left": left, "right": right}
    return [
        one if one.span is None or one.side is None else replace(one, span=_named(one.span, names[one.side]))
        for one in found
    ]


def bare(match: Match) -> Match:
    """``match`` as the method itself found it."""
    also = Places(tuple(map(_bare, match.also.left)), tuple(map(_bare, match.also.right)))
    return replace(match, left=_bare(match.left), right=_bare(match.right), also=also)


def bare_mask(mask: Mask, left: Views, right: Views) -> Mask:
    """``mask`` in the coordinates of the method: places in other views than these are not in them."""
    return Mask(_bare_region(mask.left, left), _bare_region(mask.right, right))


def _bare_region(region: Region, names: Views) -> Region:
    if not names:
        return region
    return Region(_bare(s) for s in region.spans() if s.unit == "file" or s.view == names.get(s.file))


def places(left: Work, right: Work, matches: Sequence[Match], media: frozenset[Medium]) -> JSON:
    """The table ``PLACES`` of the matches' places, first ones first; None when nothing is known of any.

    ``first`` and ``last`` are places (``placing.Place``) of the first and last character. Places of matches come in
    the order of the matches, left then right, and after all of these the further ones (``also``).
    """
    sides: tuple[tuple[Side, Mapping[str, Member]], ...] = (("left", left.by_file), ("right", right.by_file))
    rows: list[JSON] = []
    more = 0
    for (side, files), span in _spans(matches, sides):
        if len(rows) >= PLACES_MOST:
            more += 1
            continue
        first, last = _placing(files[span.file], media).between(span.start, span.stop)
        if first or last:
            rows.append([side, span.file, span.start, span.stop, first, last])
    return {"head": PLACES_HEAD, "rows": rows, "more": more} if rows else None


def _spans(
    matches: Sequence[Match], sides: Sequence[tuple[Side, Mapping[str, Member]]]
) -> Iterator[tuple[tuple[Side, Mapping[str, Member]], Span]]:
    def listed(spans: Iterable[tuple[Span, ...]]) -> Iterator[tuple[int, Span]]:
        for pair in spans:
            yield from ((number % 2, span) for number, span in enumerate(pair))

    firsts = listed((m.left, m.right) for m in matches)
    seen: set[tuple[int, Span]] = set()
    for number, span in firsts:
        if span.unit in PLACED and (number, span) not in seen:
            seen.add((number, span))
            yield sides[number], span
    for match in matches:
        for number, also in enumerate((match.also.left, match.also.right)):
            for span in also:
                if span.unit in PLACED and (number, span) not in seen:
                    seen.add((number, span))
                    yield sides[number], span


PLACED = ("char", "note")  # units in which placers say where offsets lie
NOWHERE = Placing()


def _placing(member: Member, media: frozenset[Medium]) -> Placing:
    if member.view is not None:
        return _by_size(member.size, _kept)(member.view.map_path, member.view.map_sha256)
    if member.medium is None or member.medium not in media or len(media) == len(Medium):
        return NOWHERE
    make = _by_size(member.size, _placed)
    return make(member.sha256, member.file, member.path, member.size, member.medium)


def _by_size(size: int, make: Callable[..., Placing]) -> Callable[..., Placing]:
    """``make``, remembering many small maps (a batch asks for each again and again) and few large ones."""
    return _remembering(size <= SMALL, make)


@cache
def _remembering(small: bool, make: Callable[..., Placing]) -> Callable[..., Placing]:
    return lru_cache(maxsize=MANY if small else FEW)(make)


def _kept(path: Path, sha256: str) -> Placing:
    return placing.loads(path.read_bytes())


def _placed(sha256: str, file: str, path: Path, size: int, medium: Medium) -> Placing:
    member = Member(file, path, size, sha256, medium)
    for placer in registry.placers():
        if medium in placer.of:
            try:
                return placer.places(member)
            except (MaterialError, Refused):
                return NOWHERE  # the method has read the file in its own way; what is lacking is a convenience
    return NOWHERE


def shown(exhibit: Exhibit, match: Match, left: Work, right: Work) -> Exhibit:
    """``exhibit`` of a match (as the method found it) with excerpts of views placed in the file as handed in."""
    if not isinstance(exhibit, AlignedText):
        return exhibit
    return replace(
        exhibit, left=_shown(exhibit.left, match.left, left), right=_shown(exhibit.right, match.right, right)
    )


def _shown(excerpt: Excerpt, span: Span, work: Work) -> Excerpt:
    member = work.by_file.get(span.file)
    if member is None or member.view is None or span.unit != "char":
        return excerpt
    where = placing.brief(_kept(member.view.map_path, member.view.map_sha256).at(span.start))
    return replace(excerpt, place=" · ".join(filter(None, (span.file, where, f"{span.start}–{span.stop}"))))


def placers_of(media: frozenset[Medium]) -> list[JSON]:
    """Names and versions of the placers that speak of files of these media: part of the key of a record."""
    if len(media) == len(Medium):
        return []
    return [[placer.name, placer.version] for placer in registry.placers() if placer.of & media]
