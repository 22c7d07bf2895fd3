"""``code-filters``: the rules of filtration for source code, one file at a time; docs/methods/filtration.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Need, Resources, Screened, Sided
from appraisal.span import line
from appraisal.work import Medium, Member
from comparators.code import source
from comparators.code.features import CodeFeatures
from comparators.code.filters import generated, idioms, interfaces, known, licences, tables, wording
from comparators.code.filters.marks import REASONS, RULES, Mark
from comparators.code.grams import grams, mixed, windows
from comparators.code.lines import line_count
from comparators.code.lines import lines as lines_of_text
from comparators.code.tokens.winnowing import winnow

Array = NDArray[Any]
GRAM, WINDOW = 20, 16  # tokens of a fingerprint of a component, as written, and fingerprints of which one is kept;
IDIOM_WINDOW = 6  # the same for idioms, with names and literals normalised


@dataclass(frozen=True)
class Filtered:
    """One file as the rules see it. ``marks``: JSON of what follows from the file alone, [rule, start, stop, evidence].

    ``known`` uint64: fingerprints of ``GRAM`` tokens as written, with the lines ``known_first`` to ``known_last``
    (int32) of each. ``common`` uint64: of as many normalised tokens, from token ``common_at`` (int32) on.
    ``lines``, ``last_lines`` int32 of all tokens.
    """

    marks: str
    known: Array
    known_first: Array
    known_last: Array
    common: Array
    common_at: Array
    lines: Array
    last_lines: Array
    line_count: int


@dataclass(frozen=True)
class CodeFilters:
    """Rules for source code. ``idiom_share``: share of the works of a background that hold an idiom."""

    idiom_share: float = 0.1

    name: ClassVar[str] = "code-filters"
    version: ClassVar[str] = "3"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.CODE})
    needs: ClassVar[tuple[Need, ...]] = (Need("background", optional=True), Need("components", optional=True))
    features: ClassVar[type[Filtered]] = Filtered
    rules: ClassVar[tuple[str, ...]] = RULES
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = wording.LABELS
    bundled: ClassVar[Path] = Path(str(files("comparators.code.filters"))) / "data" / "components"

    def read(self, member: Member, resources: Resources) -> Filtered:
        """What follows from one file alone. Raises ``Unreadable`` or ``OverLimit`` naming it."""
        found = source.read(member)
        features = CodeFeatures.of(found)
        rows = sorted(astuple(mark) for mark in _alone(found, features))
        at, keys = _placed(features.values, features.repetitive, WINDOW)
        common_at, common = _placed(features.symbols, features.repetitive, IDIOM_WINDOW)
        return Filtered(
            marks=json.dumps(rows, ensure_ascii=True),
            known=keys,
            known_first=features.lines[at],
            known_last=features.last_lines[at + GRAM - 1] if len(at) else features.last_lines[:0],
            common=common,
            common_at=common_at.astype(np.int32),
            lines=features.lines,
            last_lines=features.last_lines,
            line_count=features.line_count,
        )

    def screen(self, side: Sided[Filtered], resources: Resources) -> Iterator[Screened]:
        """All places of all rules; a rule whose resource is missing finds nothing."""
        for file, one in side.items():
            for mark in self._marks(one, resources):
                yield Screened(line(file, mark.start, mark.stop), REASONS[mark.rule], mark.rule, mark.evidence)

    def _marks(self, one: Filtered, resources: Resources) -> Iterator[Mark]:
        yield from (Mark(*row) for row in json.loads(one.marks))
        if resources.components and len(one.known):
            keys = self.component_keys(one)
            for index in resources.components:
                yield from known.marks(keys, one.known_first, one.known_last, one.line_count, index)
        for background in resources.backgrounds:
            keys = [hashed.tobytes() for hashed in one.common.astype(">u8")]
            yield from idioms.marks(keys, one.common_at, GRAM, one.lines, one.last_lines, self.idiom_share, background)

    def keys(self, features: Filtered) -> Iterable[bytes]:
        """Fingerprints that a background counts, for idioms."""
        return [hashed.tobytes() for hashed in features.common.astype(">u8")]

    def component_keys(self, features: Filtered) -> list[bytes]:
        """Fingerprints that an index of components holds."""
        return [hashed.tobytes() for hashed in features.known.astype(">u8")]


def _alone(found: source.Source, features: CodeFeatures) -> Iterator[Mark]:
    lines = lines_of_text(found.text)
    lines = lines[: line_count(found.line_starts, len(found.text))]
    yield from generated.marks(found, lines)
    yield from licences.marks(found, lines)
    yield from tables.marks(features)
    yield from interfaces.marks(found.language.name, lines, set(found.token_lines.tolist()))


def _placed(tokens: Array, repetitive: Array, window: int) -> tuple[Array, Array]:
    """Places and hashes of winnowed runs of ``GRAM`` tokens that lie in no repetitive stretch."""
    hashes = grams(mixed(tokens), GRAM)
    usable = np.flatnonzero(windows(repetitive == 0, GRAM, len(hashes)) == GRAM)
    chosen = usable[winnow(hashes[usable], window)]
    return chosen, hashes[chosen]
