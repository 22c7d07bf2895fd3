"""The protocols of what reads works in: derivers, which make a view of a file, and placers, which only say where.

A deriver makes of a file that a method cannot read (a PDF, a scan, a film) what it can (its text, its sound), with a
map that leads back to pages, lines, boxes or times. It lives in the room of the medium it gives, or where the files it
reads are read anyway, is found through the entry-point group ``appraisal.derivers`` and runs in the limited child. A
placer (``appraisal.placers``) makes such a map of a file that methods read as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from appraisal.comparison import JSON
from appraisal.media import Medium
from appraisal.placing import Placing
from appraisal.work import Member


@dataclass(frozen=True)
class Derived:
    """One view. ``data``: its bytes (a text is UTF-8). ``placing``: from its coordinates to places in the file.

    ``notes``: plain JSON that the record prints: what was counted, read, left out, joined. ``kept``: further files that
    the map names by their SHA-256 (pictures of pages).
    """

    medium: Medium
    data: bytes
    placing: Placing = field(default_factory=Placing)
    notes: Mapping[str, JSON] = field(default_factory=dict)
    kept: tuple[bytes, ...] = ()


class Deriver(Protocol):
    """A class without parameters. It is asked about files of the media ``of`` and makes at most one view a medium.

    ``lacking()`` (optional) says in a few words what to do here before it makes any view, "" where nothing is lacking:
    where a method finds nothing to read in a work that it could make views of, that is told.

    ``in_part`` (optional): by language, names of notes that say that only a part of the file was read, with words for
    them; ``compare`` prints these beside the file.

    ``version`` is raised whenever a view can come out otherwise.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    of: ClassVar[frozenset[Medium]]
    gives: ClassVar[frozenset[Medium]]

    def libraries(self) -> Mapping[str, str]:
        """Name -> version of what its output depends on besides its own code; part of a record's key."""
        ...

    def takes(self, name: str, head: bytes) -> bool:
        """Whether it reads a file of this name and these first 4096 bytes. Runs in the parent: it parses nothing."""
        ...

    def derive(self, member: Member) -> Iterator[Derived]:
        """The views. Runs in the limited child. Raises a ``MaterialError`` or ``Refused`` that names the file and says
        what to do."""
        ...


class Reviser(Deriver, Protocol):
    """A deriver of one medium whose views an expert may revise: what was heard or recognised, corrected.

    ``suffix`` of the file that people edit, ``kept`` of a view as it is kept among the documents of a case.
    ``doubts(notes)`` (optional) gives sentences, with figures, on what in the notes of a revised view speaks against it
    being one of that file: a person is warned, and decides.
    """

    suffix: ClassVar[str]
    kept: ClassVar[str]

    def editable(self, data: bytes) -> bytes:
        """A view as a file that other programs open."""
        ...

    def revised(self, member: Member, raw: bytes, edited: Member) -> Derived:
        """The view that an edited file makes of ``member`` in place of ``raw``. Its notes say what was altered: under
        ``edits`` a row each of kind, second and pitch before, second and pitch after, None where there is none
        (``carried``). In the limited child. Raises a ``MaterialError`` or ``Refused`` that names the edited file and
        says what to do."""
        ...


class Placer(Protocol):
    """Says where offsets of a file lie that has coordinates of its own: chapters and lines of a text,
    bars of a score."""

    name: ClassVar[str]
    version: ClassVar[str]
    of: ClassVar[frozenset[Medium]]

    def places(self, member: Member) -> Placing:
        """The map of one file, for ``char`` or ``note`` spans. Raises what reading the file raises."""
        ...
