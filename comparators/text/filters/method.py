"""``text-filters``: the rules of filtration for texts, one file at a time; docs/methods/filtration.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Need, Resources, Screened, Sided
from appraisal.errors import UsageError
from appraisal.span import Span
from appraisal.work import Medium, Member
from comparators.text.decoding import decode
from comparators.text.features import TextFeatures
from comparators.text.filters import boilerplate, known, lists, phrases, quotations, references, wording
from comparators.text.filters.marks import REASONS, RULES, Mark, Read

Array = NDArray[Any]


@dataclass(frozen=True)
class Filtered(TextFeatures):
    """One file as the rules see it. ``marks``: JSON of what follows from the file: rule, start, stop, evidence."""

    marks: str


@dataclass(frozen=True)
class TextFilters:
    """Rules for texts. ``phrase_share``: share (0 to 1) of the works of a background that hold a stock phrase."""

    phrase_share: float = 0.1

    name: ClassVar[str] = "text-filters"
    version: ClassVar[str] = "3"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True), Need("components", optional=True))
    features: ClassVar[type[Filtered]] = Filtered
    rules: ClassVar[tuple[str, ...]] = RULES
    public_works: ClassVar[bool] = True  # its indexes of components are works in the public domain
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS

    def __post_init__(self) -> None:
        if not 0 < self.phrase_share <= 1:
            raise UsageError(f"text-filters: phrase_share is a share above 0 up to 1, not {self.phrase_share!r}")

    def read(self, member: Member, resources: Resources) -> Filtered:
        """What follows from one file alone. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        decoded = decode(member)
        plain = TextFeatures.of(decoded)
        rows = sorted({astuple(mark) for mark in _alone(Read(decoded.text, member.file), plain)})
        own = {name: getattr(plain, name) for name in TextFeatures.__dataclass_fields__}
        return Filtered(**own, marks=json.dumps(rows, ensure_ascii=True))

    def screen(self, side: Sided[Filtered], resources: Resources) -> Iterator[Screened]:
        """All places of all rules; a rule whose resource is missing finds nothing."""
        for file, one in side.items():
            for mark in self._marks(one, resources):
                if mark.start < mark.stop:
                    yield Screened(
                        Span(file, "char", mark.start, mark.stop), REASONS[mark.rule], mark.rule, mark.evidence
                    )

    def _marks(self, one: Filtered, resources: Resources) -> Iterator[Mark]:
        yield from (Mark(*row) for row in json.loads(one.marks))
        public = [index for index in resources.components if index.public]
        if public:
            starts, sizes, hashes = known.fingerprints(one.text)
            for index in public:
                yield from known.marks(one, starts, sizes, _bytes(hashes), index)
        if resources.backgrounds:
            starts, sizes, hashes = known.grams(one.text, phrases.RUN)
            for background in resources.backgrounds:
                yield from phrases.common(one, starts, sizes, _bytes(hashes), self.phrase_share, background)

    def keys(self, features: Filtered) -> Iterable[bytes]:
        """Runs that a background counts, for stock phrases."""
        return _bytes(np.unique(known.grams(features.text, phrases.RUN)[2]))

    def component_keys(self, features: Filtered) -> list[bytes]:
        """Fingerprints that an index of public-domain works holds."""
        return _bytes(known.fingerprints(features.text)[2])


def _bytes(hashes: Array) -> list[bytes]:
    joined = hashes.astype(">u8").tobytes()
    return [joined[at : at + 8] for at in range(0, len(joined), 8)]


def _alone(read: Read, features: TextFeatures) -> Iterator[Mark]:
    yield from boilerplate.marks(read)
    yield from quotations.marks(read)
    yield from references.marks(read)
    yield from lists.marks(read)
    yield from phrases.listed(features)
