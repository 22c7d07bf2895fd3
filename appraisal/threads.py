"""Several files read at once: batches of them in threads, answered in order, left off when nobody waits any more."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

BATCH = (1 << 20, 64)  # bytes and files that a thread takes at once: small files would be lost in the handing over
WINDOW = 1024  # batches waiting for their turn
Item = TypeVar("Item")
Answer = TypeVar("Answer")


class _Sign(threading.local):
    """The sign to leave off, for what one thread has in hand."""

    stop: threading.Event | None = None


_sign = _Sign()


def go_on() -> None:
    """``CancelledError`` when nobody waits for the answer any more."""
    if _sign.stop is not None and _sign.stop.is_set():
        raise CancelledError


def workers() -> int:
    """Threads that are worth starting here: one a processor of this process, at most eight (buffers stay small)."""
    try:
        return min(8, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on Windows and macOS
        return min(8, os.cpu_count() or 1)


def _batches(items: Iterable[Item], weigh: Callable[[Item], int]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if weight >= BATCH[0] or len(batch) >= BATCH[1]:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def in_order(
    function: Callable[[Item], Answer],
    items: Iterable[Item],
    *,
    weigh: Callable[[Item], int],
    threads: int = 0,
) -> Iterator[Answer]:
    """``function`` of each item, computed in threads, answered in the order of the items.

    ``weigh`` gives the bytes that an item will make a thread read. An error is raised at its item's turn; then, and
    when the caller goes no further, files being read are left off.
    """
    stop = threading.Event()

    def take(batch: list[Item]) -> list[Answer]:
        _sign.stop = stop
        answers = []
        try:
            for item in batch:
                go_on()
                answers.append(function(item))
            return answers
        finally:
            _sign.stop = None

    batches = _batches(items, weigh)
    first = list(islice(batches, 2))
    if len(first) < 2:  # no thread is worth its start
        for batch in first:
            yield from take(batch)
        return
    waiting: deque[Future[list[Answer]]] = deque()
    with ThreadPoolExecutor(threads or workers()) as pool:
        try:
            for batch in chain(first, batches):
                waiting.append(pool.submit(take, batch))
                while waiting and (len(waiting) > WINDOW or waiting[0].done()):
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
