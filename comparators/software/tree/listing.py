"""逐文件表: one row for each file of both sides, also for those that could not be read or opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from appraisal.comparison import JSON, Match
from appraisal.work import Work
from comparators.software.tree.accounts import KEYS, Account
from comparators.software.tree.classes import Rules
from comparators.software.tree.features import TreeFeatures
from comparators.software.tree.tables import Accounts, core_of

Side = Mapping[str, TreeFeatures]
MOST = 5  # counterparts that are named; how many there are says a column of its own
ALIKE = "similar-alike"
HEAD = (
    "side", "file", "class_zh", "class_en", "type", "bytes", "file_lines", "state", "counterparts",
    "counterparts_number", "lines_corresponding", "bytes_corresponding", "core_reason", "note",
)  # fmt: skip


def files(
    sides: tuple[Side, Side],
    found: Accounts,
    matches: Sequence[Match],
    works: tuple[Work | None, Work | None],
    rules: Rules,
    core: Sequence[tuple[str, str]],
) -> JSON:
    """The table, by side and file. ``state``: as in ``accounts``, ``alike`` where each counterpart is one of several
    that are as like, ``encrypted`` for what is skipped for that reason. Lines are those that are not empty; files that
    are no text have none. ``note`` says why a file was skipped or, as an installer, not opened."""
    partners = _partners(matches)
    rows: list[list[JSON]] = []
    for number, (which, side, account) in enumerate(zip(("left", "right"), sides, found, strict=True)):
        work = works[number]
        listed = [(name, _row(which, name, side[name], account[name], rules, core, partners[number])) for name in side]
        for member in work.members if work else ():
            if member.file not in side:
                row: list[JSON] = [which, member.file, *rules.named(rules.of(member.file, "")), "", member.size, None]
                listed.append((member.file, [*row, "unread", [], 0, None, 0, core_of(member.file, core), ""]))
        told = {name: row for name, row in listed}
        for name, reason in work.skipped if work else ():
            if name in told:  # an installer that was not opened is compared as the file it is
                told[name][-1] = reason
                continue
            state = "encrypted" if "encrypted" in reason else "skipped"
            row = [which, name, *rules.named(rules.of(name, "")), "", None, None, state, [], 0, None, None]
            listed.append((name, [*row, core_of(name, core), reason]))
        rows += [row for _, row in sorted(listed, key=lambda each: each[0])]
    return {"head": list(HEAD), "rows": rows}


Partners = Mapping[str, Mapping[str, bool]]  # file -> counterpart -> whether it is only one of several as like


def _partners(matches: Sequence[Match]) -> tuple[Partners, Partners]:
    found: tuple[dict[str, dict[str, bool]], dict[str, dict[str, bool]]] = (defaultdict(dict), defaultdict(dict))
    for match in matches:
        ends = [s.file for s in match.all_left()], [s.file for s in match.all_right()]
        for number in (0, 1):
            for name in ends[number]:
                held = found[number][name]
                for other in ends[1 - number]:
                    held[other] = held.get(other, True) and match.kind == ALIKE
    return found


def _row(
    which: str,
    name: str,
    features: TreeFeatures,
    account: Account,
    rules: Rules,
    core: Sequence[tuple[str, str]],
    partners: Partners,
) -> list[JSON]:
    others = partners.get(name, {})
    state = "alike" if others and all(others.values()) else KEYS[account.state]
    text = features.count > 0
    return [
        *(which, name, *rules.named(rules.of(name, features.type)), features.type, features.size),
        *(account.lines if text else None, state, sorted(others)[:MOST], len(others)),
        *(account.common_lines if text else None, account.common, core_of(name, core), ""),
    ]
