"""Where the people of one side are named, and who stands in a scene with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.span import Span
from comparators.text.cast.features import CastFeatures
from comparators.text.folding import fold, is_zi

Array = NDArray[Any]
NEAR = 12  # folded characters before and after a mention that tell whether two mentions stand opposite
LEAST_NEAR = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named. ``person``: number in the cast. ``start``, ``stop``: folded, of ``file``."""

    person: int
    file: str
    start: int
    stop: int


@dataclass(frozen=True)
class Cast:
    """One side: names of each person, all mentions in the order of the text, scenes in which two persons stand."""

    people: tuple[tuple[str, ...], ...]
    mentions: tuple[Mention, ...]
    meetings: Mapping[tuple[int, int], int]
    firsts: Mapping[tuple[int, int], Mention]  # of each pair, where the later of the two is first named in a scene

    def of(self, person: int) -> list[Mention]:
        return [one for one in self.mentions if one.person == person]


def cast(files: Mapping[str, CastFeatures], people: Sequence[tuple[str, ...]]) -> Cast:
    """The cast of one side; persons that are named nowhere are left out."""
    forms = [[one for name in names if (one := folded(name))] for names in people]
    found: list[Mention] = []
    for file in sorted(files):
        found += _mentions(file, files[file], forms)
    named = sorted({one.person for one in found})
    number = {person: at for at, person in enumerate(named)}
    mentions = tuple(Mention(number[m.person], m.file, m.start, m.stop) for m in found)
    meetings, firsts = _meetings(files, mentions)
    return Cast(tuple(people[person] for person in named), mentions, meetings, firsts)


def folded(name: str) -> str:
    """A name as it stands in folded text."""
    return "".join(map(chr, fold(name).text.tolist()))


def text_of(features: CastFeatures) -> str:
    """Folded text as a string, a character for each."""
    return features.text.astype("<u4").tobytes().decode("utf-32-le", "replace")


def _mentions(file: str, features: CastFeatures, people: Sequence[Sequence[str]]) -> list[Mention]:
    """All places of all names; where two overlap, the longer one stands."""
    text = text_of(features)
    edges = np.zeros(len(text) + 1, np.bool_)
    edges[features.words] = True
    edges[:-1] |= is_zi(features.text)
    edges[1:] |= is_zi(features.text)
    edges[-1] = True
    found: list[tuple[int, int, int]] = []
    for person, names in enumerate(people):
        for name in names:
            at = text.find(name)
            while at >= 0:
                stop = at + len(name)
                if edges[at] and edges[stop] and _close(features, at, stop, name):
                    found.append((at, -stop, person))
                at = text.find(name, at + 1)
    kept: list[Mention] = []
    for at, stop, person in sorted(found):
        if not kept or at >= kept[-1].stop:
            kept.append(Mention(person, file, at, -stop))
    return kept


def _close(features: CastFeatures, start: int, stop: int, name: str) -> bool:
    """Whether nothing but blanks within a Latin name stands between its characters in the original."""
    apart = int(features.offsets[stop - 1] - features.offsets[start]) - (stop - start - 1)
    return apart <= (0 if ord(name[0]) > 0x2E7F else 3)


def _meetings(
    files: Mapping[str, CastFeatures], mentions: Sequence[Mention]
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], Mention]]:
    scenes: dict[tuple[str, int], dict[int, Mention]] = {}
    for one in mentions:
        scene = int(np.searchsorted(files[one.file].scenes, one.start, "right"))
        scenes.setdefault((one.file, scene), {}).setdefault(one.person, one)
    counts: Counter[tuple[int, int]] = Counter()
    firsts: dict[tuple[int, int], Mention] = {}
    for present in scenes.values():
        for pair in combinations(sorted(present), 2):
            counts[pair] += 1
            firsts.setdefault(pair, max(present[pair[0]], present[pair[1]], key=lambda m: m.start))
    return dict(counts), firsts


def spans(files: Mapping[str, CastFeatures], some: Sequence[Mention]) -> list[Span]:
    """Mentions in code points of the decoded file."""
    made = []
    for one in some:
        features = files[one.file]
        stop = int(features.stops(np.array([one.stop - 1]))[0])
        made.append(Span(one.file, "char", int(features.offsets[one.start]), stop))
    return made


def around(files: Mapping[str, CastFeatures], side: Cast) -> list[tuple[str, str]]:
    """For each mention what stands before and after it, every name replaced by one sign, so that renamed people still
    stand in the same words. Up to ``NEAR`` characters; "" where fewer than ``LEAST_NEAR`` are left."""
    made: list[tuple[str, str]] = []
    by_file: dict[str, list[Mention]] = {}
    for one in side.mentions:
        by_file.setdefault(one.file, []).append(one)
    for file in sorted(by_file):
        text = text_of(files[file])
        pieces, places, last = [], [], 0
        length = 0
        for one in by_file[file]:
            pieces += [text[last : one.start], "\0"]
            length += one.start - last
            places.append(length)
            length += 1
            last = one.stop
        masked = "".join([*pieces, text[last:]])
        for at in places:
            before, after = masked[max(0, at - NEAR) : at], masked[at + 1 : at + 1 + NEAR]
            made.append((_worth(before), _worth(after)))
    return made


def _worth(words: str) -> str:
    return words if len(words) == NEAR and len(words.replace("\0", "")) >= LEAST_NEAR else ""
