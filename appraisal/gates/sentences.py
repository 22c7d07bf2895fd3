"""Where sentences of prose begin and end, for all gates that read them one by one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

END = re.compile(r"[。；;！？!?\n]|\.(?!\d)")  # a stop within a number ends none


def sentences(text: str, numbers: Collection[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """Beginning and end of each sentence; stops within ``numbers`` (of standards, as G.B. 1) end none."""
    start = 0
    for hit in END.finditer(text):
        if not any(begins < hit.start() < stop - 1 for begins, stop in numbers):
            yield start, hit.start()
            start = hit.end()
    yield start, len(text)
