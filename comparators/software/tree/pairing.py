"""Which files of two sides correspond: equal ones first, then those that explain each other's lines best."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from comparators.software.tree.features import TreeFeatures
from comparators.software.tree.recalled import Recalled
from comparators.software.tree.search import Pair, Rule, Search
from comparators.software.tree.settle import settle

Side = Mapping[str, TreeFeatures]


@dataclass(frozen=True, slots=True)
class Group:
    """Files of equal content: by ``path`` too, or elsewhere; ``normal``: equal only in normal form."""

    kind: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass
class Pairing:
    """All that corresponds. ``pairs`` in order of names."""

    groups: list[Group] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


def pairing(
    left: Side, right: Side, rule: Rule, recalled: Recalled, progress: Callable[[float], None] = lambda share: None
) -> Pairing:
    """See the module. Both sides are treated alike: swapping them swaps the result."""
    found = Pairing()
    free = set(left), set(right)
    for kind, content in (("identical", _bytes), ("normalised", _normal)):
        found.groups += _grouped(left, right, free, kind, content)
    progress(0.1)
    search = Search(left, right, free, rule, recalled)
    for group in found.groups:
        if len(group.left) == len(group.right) == 1:
            search.places.note(group.left[0], group.right[0])
    search.run(progress)
    settle(search)
    found.pairs = sorted(search.found, key=lambda pair: (pair.left, pair.right))
    return found


def _bytes(features: TreeFeatures) -> Hashable:
    return features.sha256


def _normal(features: TreeFeatures) -> Hashable:
    return features.normal if features.count else None


def _grouped(
    left: Side, right: Side, free: tuple[set[str], set[str]], kind: str, content: Callable[[TreeFeatures], Hashable]
) -> Iterable[Group]:
    """Groups of files with equal content. Same paths make pairs of their own; a further copy goes to the others."""
    holders: tuple[dict[Hashable, list[str]], dict[Hashable, list[str]]] = ({}, {})
    for number, side in enumerate((left, right)):
        for name in sorted(side):
            holders[number].setdefault(content(side[name]), []).append(name)
    groups = []
    for key in sorted((set(holders[0]) & set(holders[1])) - {None}, key=str):
        own, other = holders[0][key], holders[1][key]
        rest = [n for n in own if n in free[0]], [n for n in other if n in free[1]]
        for name in sorted({*rest[0]} & {*rest[1]}):
            groups.append(Group(kind, (name,), (name,)))
        alone = [n for n in rest[0] if n not in other], [n for n in rest[1] if n not in own]
        if alone[0] or alone[1]:
            moved = kind if kind == "normalised" else "identical-moved"
            groups.append(Group(moved, tuple(alone[0] or own[:1]), tuple(alone[1] or other[:1])))
        free[0].difference_update(rest[0])
        free[1].difference_update(rest[1])
    return groups
