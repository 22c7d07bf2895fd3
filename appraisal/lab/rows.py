"""Matches of one record as rows of the match browser: places, words for them, what stands there, groups of the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.comparison import JSON, Match
from appraisal.lab.texts import Shelf
from appraisal.placing import Key, key
from appraisal.span import LINEAR, Span
from appraisal.wording import Words

DETAIL = 160  # characters of a match's details that a search looks through
FIELDS = (
    "number", "id", "kind", "left", "leftStart", "leftStop", "right", "rightStart", "rightStop",
    "more", "group", "place", "text", "details",
)  # fmt: skip
"""Of one row: record number from 1; kind and files as places in their lists; starts and stops, null where the place is
no stretch; how many further places; number of the group of identical matches; words for both places; what stands on the
left; details in words."""


def rows_of(matches: Sequence[Match], words: Mapping[Key, str], left: Shelf, right: Shelf, told: Words) -> JSON:
    """All matches, compact: fields by name, lists of files and kinds, one list a match. ``words``: for their places;
    ``told``: for their details. Of each side the unit in which starts and stops count."""
    kinds = {kind: at for at, kind in enumerate(sorted({m.kind for m in matches}))}
    files = {
        side: {file: at for at, file in enumerate(sorted({getattr(m, side).file for m in matches}))}
        for side in ("left", "right")
    }
    groups: dict[bytes, int] = {}
    rows: list[list[Any]] = []
    for number, match in enumerate(matches, 1):
        group = groups.setdefault(_content(match, left, right), len(groups))
        rows.append(
            [
                number, match.id, kinds[match.kind],
                files["left"][match.left.file], *_stretch(match.left),
                files["right"][match.right.file], *_stretch(match.right),
                len(match.also.left) + len(match.also.right), group,
                [words.get(key("left", match.left), ""), words.get(key("right", match.right), "")],
                left.preview(match.left), _details(match, told),
            ]
        )  # fmt: skip
    return {
        "fields": FIELDS,
        "kinds": list(kinds),
        "units": {side: [_unit(file, matches, side) for file in files[side]] for side in ("left", "right")},
        "files": {side: list(found) for side, found in files.items()},
        "lengths": {
            side: [_length(shelf, file, matches, side) for file in files[side]]
            for side, shelf in (("left", left), ("right", right))
        },
        "rows": rows,
    }


def _unit(file: str, matches: Sequence[Match], side: str) -> str:
    return next((str(getattr(m, side).unit) for m in matches if getattr(m, side).file == file), "file")


def _length(shelf: Shelf, file: str, matches: Sequence[Match], side: str) -> Any:
    """How long a file is in the unit of its matches; null where that is not known here."""
    unit = _unit(file, matches, side)
    text = shelf.text(file) if unit in ("char", "line") and file in shelf.members else None
    if text is None:
        return shelf.members[file].size if unit == "byte" and file in shelf.members else None
    return len(text.content) if unit == "char" else len(text.starts)


def _stretch(span: Span) -> tuple[Any, Any]:
    return (span.start, span.stop) if span.unit in LINEAR else (None, None)


def _details(match: Match, words: Words) -> str:
    plain = {name: value for name, value in sorted(match.details.items()) if _plain(value)}
    told = words.signs[5].join(f"{name}{words.signs[3]}{value}" for name, value in words.details(plain))
    return told if len(told) <= DETAIL else told[: DETAIL - 1] + "…"


def _plain(value: JSON) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _content(match: Match, left: Shelf, right: Shelf) -> bytes:
    """What makes matches identical: the same kind, and the same bytes or characters on each side. A match of which that
    cannot be read here is like no other."""
    told = [match.kind]
    for shelf, span in ((left, match.left), (right, match.right)):
        member = shelf.members.get(span.file)
        if member is not None and span.unit in ("file", "pixel"):
            told.append(f"{member.sha256} {span.polygon}")
            continue
        text = None if member is None else shelf.text(span.file)
        bounds = None if text is None else text.bounds(span)
        if text is None or bounds is None:
            return match.id.encode()
        told.append(text.content[bounds[0] : bounds[1]])
    return hashlib.sha256("\x00".join(told).encode("utf-8", "backslashreplace")).digest()
