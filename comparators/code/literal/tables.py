"""What the record says beside matches and figures: languages, habits of spacing, finds by rarity, the counts used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from appraisal.comparison import JSON, Match, Observation, Side
from appraisal.span import line, whole
from comparators.code.decoding import MIXED
from comparators.code.hidden import shown
from comparators.code.literal.features import LiteralFeatures
from comparators.code.literal.habits import HABITS
from comparators.code.literal.kinds import COMMON, WORD_OF, Row
from comparators.code.literal.known import known

LISTED = 300  # finds in the table, the rarest; the others are counted
SAMPLE = 80  # characters of a line with unseen characters that are quoted
Sides = Mapping[Side, Mapping[str, LiteralFeatures]]
ORDER = (
    Row.HIDDEN, Row.WORD, Row.GUID, Row.EMAIL, Row.AUTHOR, Row.TODO, Row.PATH, Row.COPYRIGHT, Row.DATE, Row.DEBUG,
    Row.DEAD, Row.COMMENTED, Row.SPACING, Row.PHRASE, Row.COMMENT, Row.STRING, Row.NAME, Row.KEY, Row.STATEMENT,
    Row.HEAD, Row.PART,
)  # fmt: skip
PLACE = {WORD_OF[row]: at for at, row in enumerate(ORDER)}


def languages(sides: Sides) -> list[dict[str, JSON]]:
    """A row a side, language and way of reading: files, lines, rows of each matcher."""
    rows: dict[tuple[str, str, str], dict[str, JSON]] = {}
    for side, files in sides.items():
        for _, features in sorted(files.items()):
            found = side, features.language, features.reader
            row = rows.setdefault(
                found,
                {
                    "side": side, "language": features.language, "reader": features.reader,
                    "maturity": features.maturity, "files": 0, "lines": 0,
                },
            )  # fmt: skip
            row["files"] += 1
            row["lines"] += features.line_count
    return [rows[one] for one in sorted(rows)]


def spacing_habits(sides: Sides) -> list[dict[str, JSON]]:
    """How often each side writes each way, a row a habit."""
    sums: dict[Side, Any] = {
        side: np.sum([features.habits for features in files.values()], axis=0, dtype=np.int64)
        for side, files in sides.items()
    }
    return [
        {"habit": name, "left": int(sums["left"][at]), "right": int(sums["right"][at])}
        for at, name in enumerate(HABITS)
        if sums["left"][at] or sums["right"][at]
    ]


def bundled() -> list[dict[str, JSON]]:
    """The counts that say what many programs hold."""
    table = known()
    return [{"works": table.works, "sha256": table.sha256}]


def finds(matches: Sequence[Match]) -> dict[str, JSON]:
    """The rarest matches first: by works that hold them, then by kind, then by place. The rest is counted."""
    single = [match for match in matches if match.kind not in (WORD_OF[Row.STATEMENT], WORD_OF[Row.HEAD])]
    ordered = sorted(
        single,
        key=lambda m: (
            m.details.get("holding", m.details.get("bundled_holding_at_most", COMMON - 1)), PLACE[m.kind], -m.weight,
            m.left.file, m.left.start, m.right.file, m.right.start,
        ),
    )  # fmt: skip
    per_kind: dict[str, int] = {}
    rows: list[list[JSON]] = []
    for match in ordered:
        per_kind[match.kind] = per_kind.get(match.kind, 0) + 1
        if per_kind[match.kind] > LISTED // 6 or len(rows) >= LISTED:
            continue
        rows.append(
            [
                match.kind, match.details["text"],
                f"{match.left.file}:{match.details['from_of_left']}",
                f"{match.right.file}:{match.details['from_of_right']}",
                match.details.get("holding", match.details.get("bundled_holding_at_most")),
            ]
        )  # fmt: skip
    head = ["kind", "text", "place_of_left", "place_of_right", "works_holding"]
    return {"head": head, "rows": rows, "not_listed": len(single) - len(rows)}


def observed(side: Side, files: Mapping[str, LiteralFeatures]) -> Iterator[Observation]:
    """Files in odd encodings, and every character that is not seen or looks like another."""
    for name, features in sorted(files.items()):
        if features.encoding != "utf-8":
            kind = "mixed-encoding" if features.encoding == MIXED else "encoding"
            yield Observation(side, whole(name), kind, {"encoding": features.encoding})
        by_place: dict[tuple[str, int], list[str]] = {}
        starts: dict[int, int] = {}
        for kind, start, stop in features.unseen():
            number = int(features.lines(np.array([start]))[0])
            begin = int(features.line_starts[number - 1])
            starts.setdefault(number, max(begin, start - SAMPLE // 2))
            by_place.setdefault((kind, number), []).append(
                " ".join(f"U+{ord(c):04X}" for c in features.text[start:stop] if not c.isascii())
            )
        for (kind, number), codes in sorted(by_place.items(), key=lambda item: (item[0][1], item[0][0])):
            begin = starts[number]
            sample = features.text[begin : begin + SAMPLE].splitlines()[0]
            details: dict[str, JSON] = {"characters": ", ".join(sorted(set(codes)))[:200], "times": len(codes)}
            yield Observation(side, line(name, number, number + 1), kind, {**details, "line": shown(sample)})
