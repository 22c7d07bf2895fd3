"""How much memory pictures that are read at the same time may take together, whatever the number of processors.

Threads are as many as a machine has processors, and a picture of 67 megapixels takes a gigabyte while it is read: eight
at once would break limits that one keeps, so that the same works could be compared here and not there. Each reading
therefore says beforehand what it will take, by the head of its file, and waits until that fits beside the others.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from appraisal.work import Member
from comparators.image.decode import MAX_BYTES, MAX_PIXELS, declared

TOGETHER = 3 << 29  # bytes: 1.5 GiB, that is one picture of 67 megapixels, or eight of a few
ALWAYS = 160 << 20  # bytes that keypoints take, whatever the size of the picture
PLAIN, DEEP = 16, 40  # bytes a pixel: decoded, converted and laid on a ground; more than 8 bits a channel
PAIR = 160 << 20  # bytes that comparing one pair of pictures takes at the most


class Budget:
    """A number of bytes that is lent out in the order of asking."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._held = 0
        self._door = threading.Lock()  # only the first of those who wait looks for room, so that a large one gets in
        self._changed = threading.Condition()

    @contextmanager
    def lent(self, size: int) -> Iterator[None]:
        """Waits until ``size`` bytes fit beside those lent; what is more than all there is, until nothing is lent."""
        size = min(size, self._total)
        with self._door, self._changed:
            self._changed.wait_for(lambda: self._held + size <= self._total)
            self._held += size
        try:
            yield
        finally:
            with self._changed:
                self._held -= size
                self._changed.notify()


#: Of this process: all methods of a worker share its limit.
MEMORY = Budget(TOGETHER)


def needed(member: Member, max_pixels: int = MAX_PIXELS) -> int:
    """Bytes that reading a picture takes at the most, by what its file says of itself; one that will be refused for its
    size or is no picture takes no pixels."""
    pixels, deep = declared(member, max_pixels=max_pixels)
    return ALWAYS + min(member.size, MAX_BYTES) + pixels * (DEEP if deep else PLAIN)
