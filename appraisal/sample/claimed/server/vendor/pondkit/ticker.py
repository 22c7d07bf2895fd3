"""Repeated work without threads: a heap of due times."""

import heapq
import itertools


class Ticker:
    """Call functions at intervals; the owner says what time it is."""

    def __init__(self):
        self._heap = []
        self._order = itertools.count()
        self._dead = set()

    def every(self, seconds, function, first=0.0):
        ticket = next(self._order)
        heapq.heappush(self._heap, (first + seconds, ticket, seconds, function))
        return ticket

    def cancel(self, ticket):
        self._dead.add(ticket)

    def run_due(self, now):
        """Run everything due at this time; the number of calls made."""
        calls = 0
        while self._heap and self._heap[0][0] <= now:
            due, ticket, seconds, function = heapq.heappop(self._heap)
            if ticket in self._dead:
                self._dead.discard(ticket)
                continue
            function(due)
            calls += 1
            heapq.heappush(self._heap, (due + seconds, ticket, seconds, function))
        return calls
