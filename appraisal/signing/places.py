"""Who signs an issued report, and whose certificate a certificate is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from appraisal.chain import Entry
from appraisal.paper import Paper
from appraisal.papers.institution import Part
from appraisal.procedure import History, Kind

SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs: the field, what the person (or institution) does, and the name."""

    field: str
    part: str
    name: str


def places_of(history: History, entry: Entry, paper: Paper) -> tuple[Place, ...]:
    """Who signs the report that ``entry`` issued: by its form of paper, and by the people on file before."""
    before = [e for e in history.of(Kind.QUALIFICATIONS) if e.seq < entry.seq]
    people = [row for row in _rows(before[-1].body.get("experts")) if isinstance(row, dict)] if before else []
    wanted = (
        (Part.APPRAISER.value, True),
        (Part.REVIEWER.value, paper.signing.reviewer),
        (Part.SIGNATORY.value, paper.signing.signatory),
    )
    named = [
        (part, str(row.get("name")))
        for part, needed in wanted
        if needed
        for row in people
        if row.get("part", Part.APPRAISER.value) == part
    ]
    institutions = [e for e in history.of(Kind.INSTITUTION) if e.seq < entry.seq]
    if paper.signing.seal and institutions:
        named.append((SEAL, str(institutions[-1].body.get("name"))))
    return tuple(Place(f"{part.capitalize()}{at}", part, name) for at, (part, name) in enumerate(named, 1))


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def names_of(certificate: Any, part: str) -> tuple[str, ...]:
    """Names by which an ``asn1crypto`` certificate calls its subject: common name, given and family name in either
    order; of an institution's, the organisation too."""
    said = {key: _each(value) for key, value in certificate.subject.native.items()}
    found = [*said.get("common_name", ())]
    for given in said.get("given_name", ()):
        found += [one for family in said.get("surname", ()) for one in (given + family, family + given)]
    return (*found, *said.get("organization_name", ())) if part == SEAL else tuple(found)


def _each(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def is_named(name: str, names: Iterable[str]) -> bool:
    """Whether one of the names is this one, spaces, stops and case aside; some authorities write 张三@ID."""
    pieces = [piece for one in names for piece in (one, *re.split(r"[@|;/_]|\d+", one))]
    return bool(_flat(name)) and _flat(name) in map(_flat, pieces)


def _flat(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
