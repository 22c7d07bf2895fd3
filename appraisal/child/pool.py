"""Several limited workers: results as they land, no task lost, no innocent blamed."""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Self

from appraisal.child.limits import DEFAULT, JSON, Limits, Outcome
from appraisal.child.line import Line, Ticket, encode
from appraisal.child.process import Nursery, open_nursery
from appraisal.errors import ChildFailed, UsageError

LONE_DEATHS = 2  # workers a task must kill when run alone before it is called failed
STARTS = 10  # workers in a row that may end before they have started
NAP = 0.01  # seconds; well below what a worker is given ahead, so that none waits
AHEAD = 0.1  # seconds of work that a worker is given ahead; bounds what waits behind a slow task


class Pool:
    """``jobs`` limited workers of one handler ("package.module:function"). A context manager, for one thread.

    Workers start when there is work for them and stay for the next call.
    """

    def __init__(
        self, handler: str, jobs: int, limits: Limits = DEFAULT, *, environment: Mapping[str, str] = {}
    ) -> None:
        if jobs < 1:
            raise UsageError(f"jobs must be 1 or more, not {jobs}")
        self.handler = handler
        self.jobs = jobs
        self.limits = limits
        self._nursery: Nursery | None = open_nursery(handler, limits, environment)
        self._lines: list[Line] = []
        self._busy = False

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers as they are now."""
        return tuple(line.process.pid for line in self._lines)

    @property
    def held(self) -> dict[str, JSON]:
        """Which limits hold, as ``capabilities()`` says it."""
        return dict(self._nursery.held) if self._nursery else {}

    def map_unordered(
        self, tasks: Iterable[tuple[str, JSON]], *, batch: int = 64
    ) -> Generator[tuple[str, Outcome], None, None]:
        """Run all tasks; yield (name, outcome) as they land. Tasks are drawn as needed, at most ``batch`` a worker.
        A task given as ``bytes`` is JSON already.

        A worker that dies (a signal, an exit, over its wall limit) loses the task in hand only. That task becomes a
        suspect and is run again alone, each time in a fresh worker; after two deaths there it is ``failed`` with the
        reason of the last. The rest of its batch is run again as if nothing had been. The same holds for a task that
        ran out of memory in a worker that had done others before. Leaving the iterator early ends the workers.
        """
        if self._nursery is None:
            raise UsageError(f"the pool for {self.handler} is closed")
        if batch < 1:
            raise UsageError(f"batch must be 1 or more, not {batch}")
        if self._busy:
            raise UsageError(f"the pool for {self.handler} is at work: finish or close the first iterator")
        run = _Run(self, self._nursery, iter(tasks), batch)
        self._busy = True
        try:
            yield from run.outcomes()
        finally:
            self._busy = False
            run.close()

    def close(self) -> None:
        """End all workers at once, with all they started."""
        lines, self._lines = self._lines, []
        nursery, self._nursery = self._nursery, None
        try:
            for line in lines:
                line.process.end()
        finally:
            if nursery is not None:
                nursery.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


class _Run:
    """One call of ``map_unordered``."""

    def __init__(self, pool: Pool, nursery: Nursery, source: Iterator[tuple[str, JSON]], batch: int) -> None:
        self.pool = pool
        self.nursery = nursery
        self.lines = pool._lines
        self.source = source
        self.batch = batch
        self.again: deque[Ticket] = deque()  # lost with a worker, without blame
        self.suspects: deque[Ticket] = deque()  # to be run alone
        self.drained = False
        self.starts = 0
        self.selector = selectors.DefaultSelector()
        self.watched: dict[Line, int] = {}

    def close(self) -> None:
        self.selector.close()
        for line in [line for line in self.lines if line.pending]:
            self.lines.remove(line)
            line.process.end()

    def outcomes(self) -> Iterator[tuple[str, Outcome]]:
        while self.assign():
            if all(line.seconds is not None and line.seconds < NAP for line in self.lines):
                time.sleep(NAP)  # let answers to tiny tasks gather: being woken for each costs more than reading it
            now = time.monotonic()
            wait = min(1.0, min(line.deadline for line in self.lines) - now)
            for key, events in self.selector.select(max(0.0, wait)):
                line: Line = key.data
                if events & selectors.EVENT_WRITE:
                    line.flush()
                if events & selectors.EVENT_READ:
                    yield from self.read(line)
            now = time.monotonic()
            for line in [line for line in self.lines if line.deadline <= now]:
                yield from self.read(line)  # the consumer may have been slow, not the worker
                if not line.broken and line.deadline <= now:
                    yield from self.bury(line, overdue=True)

    def assign(self) -> bool:
        """Give work to the workers that are short of it; False when all is done."""
        for line in list(self.lines):
            self.fill(line)
        while len(self.lines) < self.pool.jobs and (self.suspects or self.more()):
            line = self.begin()
            self.fill(line)
        for line in self.lines:
            self.watch(line)
        return any(line.pending for line in self.lines)

    def begin(self) -> Line:
        line = Line(self.nursery.start(), self.pool.limits)
        self.lines.append(line)
        return line

    def more(self) -> bool:
        """Whether a task is there that needs no solitude; draws one from the source to know."""
        if not self.again and not self.drained:
            drawn = next(self.source, None)
            if drawn is None:
                self.drained = True
            else:
                self.again.append(Ticket(drawn[0], encode(drawn[1])))
        return bool(self.again)

    def fill(self, line: Line) -> None:
        if line.alone and line.pending:
            return
        line.alone = False
        if self.suspects:
            if line.pending:
                return
            if not line.fresh:  # what others left behind in a worker is not this task's fault
                self.discard(line)
                line = self.begin()
            line.alone = True
            line.send([self.suspects.popleft()])
            return
        window = 1 if line.seconds is None else max(1, min(self.batch, int(AHEAD / (line.seconds + 1e-6))))
        if len(line.pending) > window // 2:
            return
        tickets: list[Ticket] = []
        while len(line.pending) + len(tickets) < window and self.more():
            tickets.append(self.again.popleft())
        if tickets:
            line.send(tickets)

    def watch(self, line: Line) -> None:
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.wants_to_write else 0)
        before = self.watched.get(line)
        if before is None:
            self.selector.register(line, events, line)
        elif before != events:
            self.selector.modify(line, events, line)
        self.watched[line] = events

    def discard(self, line: Line) -> None:
        if self.watched.pop(line, None) is not None:
            self.selector.unregister(line)
        self.lines.remove(line)
        line.process.end()

    def read(self, line: Line) -> Iterator[tuple[str, Outcome]]:
        if line not in self.watched:  # ended meanwhile
            return
        fresh = line.fresh
        answers = line.receive()
        exhausted = False
        for ticket, outcome in answers:
            if exhausted:  # answered by a worker that had run out of memory before
                self.again.append(ticket)
                continue
            exhausted = outcome.reason == "memory"
            if exhausted and not fresh:
                self.suspects.append(ticket)
            else:
                yield ticket.name, outcome
            fresh = False
        if line.ready:
            self.starts = 0
        if line.broken:
            yield from self.bury(line)
        elif exhausted:  # what is left of its memory is not trusted
            self.again.extendleft(reversed(line.pending))
            line.pending.clear()
            self.discard(line)

    def bury(self, line: Line, *, overdue: bool = False) -> Iterator[tuple[str, Outcome]]:
        self.watched.pop(line)
        self.selector.unregister(line)
        self.lines.remove(line)
        outcome = line.bury(overdue=overdue)
        lost = list(line.pending)
        if not line.ready:
            self.starts += 1
            if self.starts >= STARTS:
                handler = self.pool.handler
                raise ChildFailed(f"children for {handler} end before they start: {outcome.message}", "crashed")
        elif lost:
            ticket = lost.pop(0)
            ticket.deaths += line.alone
            if line.final is not None or ticket.deaths >= LONE_DEATHS:
                yield ticket.name, outcome
            else:
                self.suspects.append(ticket)
        if line.alone and lost:
            self.suspects.extendleft(reversed(lost))
        else:
            self.again.extendleft(reversed(lost))
