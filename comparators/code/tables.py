"""What the record says of how files were read: the table of languages, and observations of odd files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from appraisal.comparison import JSON, Observation, Side
from appraisal.span import whole
from comparators.code.decoding import MIXED

TABLE = "languages"


class Read(Protocol):
    """What features of any method say of how a file was read; its length is the number of its tokens."""

    @property
    def language(self) -> str: ...
    @property
    def reader(self) -> str: ...
    @property
    def maturity(self) -> str: ...
    @property
    def encoding(self) -> str: ...
    @property
    def line_count(self) -> int: ...
    @property
    def comment_count(self) -> int: ...
    @property
    def errors(self) -> int: ...
    @property
    def longest_line(self) -> int: ...
    @property
    def is_minified(self) -> bool: ...
    def __len__(self) -> int: ...


def languages(sides: Mapping[Side, Mapping[str, Read]]) -> list[dict[str, JSON]]:
    """A row a side, language and way of reading: files, lines, tokens, bytes that the grammar could not follow."""
    rows: dict[tuple[str, str, str], dict[str, JSON]] = {}
    for side, files in sides.items():
        for _, features in sorted(files.items()):
            key = side, features.language, features.reader
            row = rows.setdefault(
                key,
                {
                    "side": side, "language": features.language, "reader": features.reader,
                    "maturity": features.maturity, "files": 0, "lines": 0, "tokens": 0, "unparsed_bytes": 0,
                },
            )  # fmt: skip
            row["files"] += 1
            row["lines"] += features.line_count
            row["tokens"] += len(features)
            row["unparsed_bytes"] += features.errors
    return [rows[key] for key in sorted(rows)]


def oddities(side: Side, files: Mapping[str, Read]) -> Iterator[Observation]:
    """Files in mixed or unusual encodings, that did not parse throughout, are minified, or hold no token."""
    for name, features in sorted(files.items()):
        if features.encoding != "utf-8":
            yield Observation(
                side, whole(name), "mixed-encoding" if features.encoding == MIXED else "encoding",
                {"encoding": features.encoding},
            )  # fmt: skip
        if features.errors:
            yield Observation(
                side, whole(name), "not-parsed", {"bytes": features.errors, "language": features.language}
            )
        if features.is_minified:
            yield Observation(side, whole(name), "long-lines", {"longest_line": features.longest_line})
        if not len(features):
            yield Observation(side, whole(name), "no-code", {"comments": features.comment_count})
