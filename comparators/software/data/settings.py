"""``key = value`` and ``key: value`` files: ini, properties, conf, with sections where they have some."""

from __future__ import annotations

import re
from collections import Counter

from comparators.software.data.grid import Book, Tree, spread
from comparators.software.data.trees import unquoted

SECTION = re.compile(r"\[([^\[\]]{1,200})\]\s*(?:[#;].*)?$")
PAIR = re.compile(r"""["']?([\w./\\ $@*+-]{1,120}?)["']?\s*(?:=|:(?=\s)|:(?=[^/\\:]*$))\s*(.*)$""")
CELLS = re.compile(r'_?\(?"[^"]*+"\)?|[^,\s][^,]*+')
REPEATED = 4  # times that a key stands in a section of records
TRAILING = re.compile(r'(?<!["\'])\s+[;#]\s[^"\']*$')  # a comment behind a value
SHORT = 2_000  # characters of a value that a comment is looked for behind
MOST_LINES = 5_000  # of one value
SHARE = 0.7  # of the lines that must be pairs or sections


def share(text: str) -> float:
    """Share of the lines, comments left out, that are a section or a pair; twice as much where there are sections."""
    lines = [line.strip() for line in text[:200_000].splitlines()]
    lines = [line for line in lines if line and not _comment(line)]
    sections = sum(bool(SECTION.match(line)) for line in lines)
    pairs = sum(bool(PAIR.match(line)) for line in lines)
    return (sections + pairs) / len(lines) * (2 if sections and pairs else 1) if lines else 0.0


def _comment(line: str) -> bool:
    return line[0] in "#;!" or line.startswith(("//", "--"))


def read(book: Book, text: str) -> None:
    """Sections with keys in common become one table, lists and blocks in braces tables of their own, all else a table
    of keys and values. Lines that are neither go on with the value above them."""
    root: dict[str, Tree] = {}
    pairs: list[tuple[str, Tree]] = []
    seen: Counter[str] = Counter()
    section, key, parts = "", "", list[str]()
    block = False

    def finish() -> None:
        if pairs or section:
            seen[section] += 1
            root[f"{section} {seen[section]}" if seen[section] > 1 else section] = _records(pairs)
            pairs.clear()

    for line in text.splitlines():
        line = line.strip()
        if not line or _comment(line):
            continue
        found = None if block else SECTION.match(line)
        pair = None if block or found else PAIR.match(line)
        if found or (pair and not (parts and parts[-1].endswith(",") and line[0] in "\"'")):
            if key:
                pairs.append((key, _value(parts)))
            key, parts = "", []
        if found:
            finish()
            section = found[1]
        elif pair and not key:
            key, parts = pair[1].strip(), [pair[2].strip()]
            block = parts[0].startswith("{") and not parts[0].endswith("}")
        elif len(parts) < MOST_LINES:
            parts.append(line)
            block = block and not line.endswith("}")
    if key:
        pairs.append((key, _value(parts)))
    finish()
    spread(book, root[""] if len(root) == 1 and "" in root else root)


def _records(pairs: list[tuple[str, Tree]]) -> Tree:
    """The pairs of one section; where a key comes again and again, each time it does begins another record."""
    count = Counter(key for key, _ in pairs)
    first = next((key for key, _ in pairs if count[key] >= REPEATED), None)
    records: list[dict[str, Tree]] = [{}]
    seen: Counter[str] = Counter()
    for key, value in pairs:
        if key == first:
            records.append({})
            seen.clear()
        seen[key] += 1
        records[-1][f"{key} {seen[key]}" if seen[key] > 1 else key] = value
    if first is None:
        return records[0]
    return {**records[0], "": records[1:]}


def _value(parts: list[str]) -> Tree:
    """One value from its lines: rows of a block in braces, a list of quoted words, or text."""
    if len(parts) > 1 and parts[0].startswith("{"):
        lines = [part.strip("{} \t") for part in parts]
        return [_cells(line) for line in lines if line]
    joined = " ".join(parts)
    cells = _cells(joined) if joined.count('"') >= 8 else []
    if len(cells) >= 4:
        return cells
    return unquoted(TRAILING.sub("", joined) if len(joined) <= SHORT else joined)


def _cells(line: str) -> list[Tree]:
    return [unquoted(cell.strip()) for cell in CELLS.findall(line) if cell.strip()]
