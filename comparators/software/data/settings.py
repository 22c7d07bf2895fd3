"""``key = value`` and ``key: value`` files: ini, properties, conf, with sections where they have some."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from comparators.software.data.grid import Book, Tree, spread
from comparators.software.data.trees import unquoted

SECTION = re.compile(r"\[([^\[\]]{1,200})\]\s*(?:[#;].*)?$")
PAIR = re.compile(r"""["']?([\w./\\ $@*+-]{1,120}?)["']?\s*(?:=|:(?=\s)|:(?=[^/\\:]*$))\s*(.*)$""")
SHARE = 0.7  # of the lines that must be pairs or sections


def share(text: str) -> float:
    """Share of the lines, comments left out, that are a section or a pair."""
    lines = [line.strip() for line in text[:200_000].splitlines()]
    lines = [line for line in lines if line and line[0] not in "#;!" and not line.startswith(("//", "--"))]
    return sum(bool(SECTION.match(line) or PAIR.match(line)) for line in lines) / len(lines) if lines else 0.0


def read(book: Book, text: str) -> None:
    """Sections with keys in common become one table, all else a table of keys and values."""
    root: dict[str, Tree] = {}
    alone: dict[str, Tree] = {}
    holder = alone
    seen: Counter[tuple[int, str]] = Counter()
    for line in text.splitlines():
        line = line.strip()
        if not line or line[0] in "#;!" or line.startswith(("//", "--")):
            continue
        if found := SECTION.match(line):
            holder = {}
            root[_free(found[1], root, seen)] = holder
        elif pair := PAIR.match(line):
            holder[_free(pair[1].strip(), holder, seen)] = unquoted(pair[2].strip())
    if alone:
        spread(book, alone)
    spread(book, root)


def _free(name: str, taken: Mapping[str, Tree], seen: Counter[tuple[int, str]]) -> str:
    """``name``, with a number behind it where it stands again."""
    if name not in taken:
        return name
    seen[id(taken), name] += 1
    return f"{name} {seen[id(taken), name] + 1}"
