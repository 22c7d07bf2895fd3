"""Parts and tables worth comparing, and which of the finds are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from comparators.software.assets.model_align import Laying, lay, meeting, rows_alike, table_bits
from comparators.software.assets.model_features import Part, Table
from comparators.software.assets.model_scene import I64

HOLDERS = 16  # parts of a side that a key proposes, at most
SHARED = 6  # keys of vertices in common, at least
PARTNERS = 8  # parts of the other side that one is laid on, at most
EXPLAINED = 0.5  # of the vertices that meet, taken by better finds on both sides already
MOST_TABLES = 3_000  # pairs of tables of one length
Found = tuple[Part, Part, Laying]


def candidates(one: Sequence[Part], other: Sequence[Part]) -> list[tuple[int, int]]:
    """Pairs of parts that share keys, most shared first; looked up from both sides, so that each of many equal parts
    finds one."""
    found = {(j, i): count for i, j, count in _partners(other, one)}
    found |= {(i, j): count for i, j, count in _partners(one, other)}
    return sorted(found, key=lambda pair: (-found[pair], pair))


def _partners(one: Sequence[Part], other: Sequence[Part]) -> list[tuple[int, int, int]]:
    """(part, part, keys in common): for each part of ``one`` those of ``other`` that share most."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, part in enumerate(other):
        for key in np.unique(part.keys).tolist():
            if len(holders[key]) < HOLDERS:
                holders[key].append(number)
    found: list[tuple[int, int, int]] = []
    for number, part in enumerate(one):
        shared: dict[int, int] = defaultdict(int)
        for key in np.unique(part.keys).tolist():
            for there in holders.get(key, ()):
                shared[there] += 1
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:PARTNERS]
        found += [(number, there, count) for there, count in best if count >= SHARED]
    return found


def meshes(one: Sequence[Part], other: Sequence[Part], gate: float, seed: int) -> list[Found]:
    """Parts laid on each other from ``gate`` bits on, each find the best for half of its vertices on either side."""
    found: list[tuple[float, int, int, Laying]] = []
    for i, j in candidates(one, other):
        laying = lay(one[i], other[j], seed)
        if laying is not None and laying.bits >= gate:
            found.append((-round(laying.bits, 3), i, j, laying))
    taken: tuple[dict[int, I64], dict[int, I64]] = ({}, {})
    kept: list[Found] = []
    for _, i, j, laying in sorted(found, key=lambda f: f[:3]):
        met = meeting(one[i], other[j], laying.pose)
        shares = []
        for store, number, part, at in ((taken[0], i, one[i], met.frame), (taken[1], j, other[j], met.laid)):
            flags = store.setdefault(number, np.zeros(len(part.points), np.int64))
            shares.append(flags[at].mean())
        if min(shares) >= EXPLAINED:
            continue
        taken[0][i][met.frame] = 1
        taken[1][j][met.laid] = 1
        kept.append((one[i], other[j], laying))
    return kept


def tables(one: Sequence[Table], other: Sequence[Table], gate: float) -> list[tuple[Table, Table, float]]:
    """Channels and tables of frames that agree from ``gate`` bits on, each used once, the best first."""
    there: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, table in enumerate(other):
        if not table.light:
            there[table.kind, len(table.values) if table.kind == "motion" else 0].append(number)
    found: list[tuple[float, int, int]] = []
    for number, table in enumerate(one):
        if table.light:
            continue
        for partner in there[table.kind, len(table.values) if table.kind == "motion" else 0][:MOST_TABLES]:
            rows = rows_alike(table, other[partner])
            bits = min(table_bits(table, rows[0]), table_bits(other[partner], rows[1]))
            if bits >= gate:
                found.append((-round(bits, 3), number, partner))
    used: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for bits, i, j in sorted(found):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            kept.append((one[i], other[j], -bits))
    return kept
