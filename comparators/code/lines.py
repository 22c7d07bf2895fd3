"""Where the lines of a text begin. A line ends at ``\\n``, ``\\r\\n`` or ``\\r``, as in editors; lines count from 1."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
END = re.compile(r"\r\n?|\n")


def line_starts(text: str) -> Array:
    """Character offset of the first character of each line (int64); one more line than there are line ends."""
    ends = [found.end() for found in END.finditer(text)]
    return np.array([0, *ends], np.int64)


def line_count(starts: Array, length: int) -> int:
    """Lines of a text of ``length`` characters, as editors and ``wc`` count them: what follows the last end is a line
    only if something stands there, and an empty text has none."""
    return len(starts) - int(starts[-1] == length)


def lines_of(starts: Array, offsets: Array) -> Array:
    """Line number, from 1, of each character offset."""
    return np.searchsorted(starts, offsets, side="right").astype(np.int32)


def lines(text: str) -> list[str]:
    """The lines without their ends; as many as ``line_starts``."""
    return END.split(text)
