"""Looking for cyclic garbage less often while a comparison makes many objects that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 100_000  # new containers between two looks; what they hold at the most before one is a few megabytes


@contextmanager
def seldom() -> Iterator[None]:
    """Within it the collector looks after every ``YOUNG`` new containers, not after every 700 (Python's default).

    Matches, rows and spans stay until the record is written, so that looking finds nothing and only takes time:
    of a comparison of 10,000 files a side with everything remembered, a quarter (measured). Cycles are still found,
    later. The setting is the process's: threads that overlap may leave the rarer looks on, which changes no result.
    """
    before = gc.get_threshold()
    if before[0] == 0 or before[0] >= YOUNG:  # switched off, or seldom enough, by the caller
        yield
        return
    gc.set_threshold(YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
