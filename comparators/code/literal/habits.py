"""Habits of spacing that a reader of a file notices: how often each way of writing is used."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.source import Source

Array = NDArray[Any]
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("line-end-crlf", r"\r\n"),
    ("line-end-lf", r"(?<!\r)\n"),
    ("trailing-space", r"[ \t](?=\r?\n)"),
    ("indent-tab", r"^\t"),
    ("indent-spaces", r"^ {2}"),
    ("indent-space-tab", r"^ +\t"),
    ("keyword-space-parenthesis", r"\b(?:if|for|while|switch) \("),
    ("keyword-parenthesis", r"\b(?:if|for|while|switch)\("),
    ("space-inside-parenthesis", r"\( \w"),
    ("no-space-inside-parenthesis", r"\(\w"),
    ("comma-space", r"\w, "),
    ("comma-no-space", r"\w,\w"),
    ("space-comma", r"\w ,"),
    ("equals-spaced", r"\w = \w"),
    ("equals-tight", r"\w=\w"),
    ("brace-same-line", r"\) ?\{"),
    ("brace-own-line", r"^[ \t]*\{"),
)
HABITS = tuple(name for name, _ in _PATTERNS)
PATTERNS = tuple(re.compile(pattern, re.MULTILINE) for _, pattern in _PATTERNS)
MOST = 1 << 20  # characters of a file that are looked at


def habits(found: Source) -> Array:
    """Times that each of ``HABITS`` stands in the file (int32), of its first million characters."""
    text = found.text[:MOST]
    return np.array([len(pattern.findall(text)) for pattern in PATTERNS], np.int32)
