"""The tables of a record: accounts of all bytes, corresponding files, split and merged ones, classes, marked files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

import numpy as np

from appraisal.comparison import JSON, Match
from appraisal.span import Region
from appraisal.work import Work
from comparators.software.tree.accounts import KEYS, Account, Side, accounts
from comparators.software.tree.classes import OTHER, Rules
from comparators.software.tree.features import LEVELS
from comparators.software.tree.pairing import Pairing

Accounts = tuple[dict[str, Account], dict[str, Account]]


def both(left: Side, right: Side, matches: Sequence[Match]) -> Accounts:
    """Accounts of both sides without exclusions."""
    return accounts(left, matches, Region(), "left"), accounts(right, matches, Region(), "right")


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0


def states(found: Accounts, works: tuple[Work | None, Work | None]) -> JSON:
    """Files and bytes of a side by what became of them; unread and skipped ones too; bytes add up to the whole."""
    rows: list[list[JSON]] = []
    for which, side, work in zip(("left", "right"), found, works, strict=True):
        unread = [m for m in work.members if m.file not in side] if work else []
        whole = sum(a.size for a in side.values()) + sum(m.size for m in unread)
        for number, key in enumerate(KEYS):
            here = [a for a in side.values() if a.state == number]
            size, common = sum(a.size for a in here), sum(a.common for a in here)
            rows.append([which, key, len(here), size, _share(size, whole), common])
        size = sum(m.size for m in unread)
        rows.append([which, "unread", len(unread), size, _share(size, whole), 0])
        rows.append([which, "skipped", len(work.skipped) if work else 0, None, None, None])
        rows.append(
            [which, "all", len(side) + len(unread), whole, 1.0 if whole else 0.0, sum(a.common for a in side.values())]
        )
    return {"head": ["side", "state", "files", "bytes", "share", "bytes_corresponding"], "rows": rows}


def pairs(left: Side, found: Pairing) -> JSON:
    """One row a pair of files that correspond in part: shares of what tells, lines by level, what links them."""
    rows: list[list[JSON]] = []
    for pair in found.pairs:
        features = left[pair.left]
        levels = [0] * len(LEVELS)
        if features.is_text:
            filled = features.filled[pair.aligned.left]
            levels = [int(np.count_nonzero(filled & (pair.aligned.level == n))) for n in range(len(LEVELS))]
        shares = [round(pair.share_left, 4), round(pair.share_right, 4)]
        rows.append([pair.left, pair.right, *shares, *levels, pair.by])
    return {"head": ["left", "right", "share_left", "share_right", *LEVELS, "linked_by"], "rows": rows}


def split_and_merged(found: Pairing) -> JSON:
    """Files that correspond to several of the other side, without those pairs of which that is not decided."""
    partners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair in found.pairs:
        if pair.by == "alike":
            continue
        partners["left", pair.left].append(pair.right)
        partners["right", pair.right].append(pair.left)
    rows = [
        [side, file, len(listed), sorted(listed)]
        for (side, file), listed in sorted(partners.items())
        if len(listed) > 1
    ]
    return {"head": ["side", "file", "files", "counterparts"], "rows": rows}


def classes(left: Side, right: Side, found: Accounts, rules: Rules) -> JSON:
    """For each class: files and bytes of each side, corresponding and identical files, and the shares of both sides."""
    held: list[Counter[tuple[str, str]]] = []
    for side, account in zip((left, right), found, strict=True):
        count: Counter[tuple[str, str]] = Counter()
        for name, each in account.items():
            key = rules.of(name, side[name].type)
            count[key, "files"] += 1
            count[key, "bytes"] += each.size
            count[key, "common"] += each.common
            count[key, "corresponding"] += each.state < len(KEYS) - 1
            count[key, "identical"] += each.state < 2
        held.append(count)
    keys = [c.key for c in rules.classes]
    keys += [*sorted({key for count in held for key, _ in count} - {*keys, OTHER}), OTHER]
    rows: list[list[JSON]] = []
    for key in keys:
        if not any(count[key, "files"] for count in held):
            continue
        row: list[JSON] = [*rules.named(key)]
        for count in held:
            row += [count[key, part] for part in ("files", "bytes", "corresponding", "identical")]
            row += [
                _share(count[key, "corresponding"], count[key, "files"]),
                _share(count[key, "common"], count[key, "bytes"]),
            ]
        rows.append(row)
    parts = ("files", "bytes", "corresponding", "identical", "share_of_files", "share_of_bytes")
    return {
        "head": ["class_zh", "class_en", *(f"class_{p}_{s}" for s in ("left", "right") for p in parts)],
        "rows": rows,
    }


def core_of(file: str, core: Sequence[tuple[str, str]]) -> str:
    """The reason for which an expert marked a file as core; empty if it is not marked."""
    for pattern, reason in core:
        if fnmatchcase(file, pattern) or file.startswith(pattern.rstrip("/") + "/"):
            return reason
    return ""


def marked(left: Side, right: Side, found: Accounts, core: Sequence[tuple[str, str]]) -> JSON:
    """Files that the expert marked as core, with the reason given, and what became of them."""
    rows: list[list[JSON]] = []
    for which, side, account in (("left", left, found[0]), ("right", right, found[1])):
        for name in side:
            if reason := core_of(name, core):
                state = KEYS[account[name].state]
                rows.append([which, name, reason, state, account[name].size, account[name].common])
    return {"head": ["side", "file", "reason", "state", "bytes", "bytes_corresponding"], "rows": rows}


def types(left: Side, right: Side) -> Mapping[str, JSON]:
    """Files and bytes of each type by content, both sides."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for number, side in enumerate((left, right)):
        for features in side.values():
            counts[features.type][2 * number] += 1
            counts[features.type][2 * number + 1] += features.size
    head = ["type", "files_left", "bytes_left", "files_right", "bytes_right"]
    return {"head": head, "rows": [[name, *row] for name, row in sorted(counts.items())]}
