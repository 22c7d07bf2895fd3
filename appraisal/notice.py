"""A short paper beside a report: what it says, in both languages, before any exporter gives it a form."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.paper import Size
from appraisal.profile import Words

Said = str | Words  # the same in both languages, or each in its own


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain text. ``widths`` are relative; every row has as many cells as ``head``."""

    title: Words
    head: tuple[Words, ...]
    rows: tuple[tuple[Said, ...], ...]
    widths: tuple[float, ...]


def read(said: Said, language: str) -> str:
    """What an edition in that language says."""
    return said if isinstance(said, str) else said.read(language)


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody with a place to sign: in which capacity, and under which certificate, if any."""

    part: Words
    name: str
    certificate: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a paper. ``house``: what an institution is called in it; ``name``: of this one, None where none is on
    file; ``letterhead``: lines above the title; ``seal``: whether it has a place for one."""

    house: Words
    name: Words | None
    letterhead: tuple[str, ...]
    signing: tuple[Signed, ...]
    seal: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """``lines``: label and value, on the first page. ``dated`` is an ISO date, the only time in it. ``called``: what
    its number is the number of, if not of the paper itself. ``issuer``: of a paper that is issued. ``paper``: of the
    report that it belongs to, if it belongs to one; ``prevails``: which language does, where it is in both."""

    title: Words
    number: str
    dated: str
    lines: tuple[tuple[Words, Said], ...]
    blocks: tuple[Words | Table, ...]
    paper: Size = "a4"
    prevails: str = "zh"
    called: Words | None = None
    issuer: Issuer | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """One expression that a redacted version does not show. ``shown`` stands in its place; ``why``: the reason."""

    text: str
    why: str
    shown: str = "■■■"
