"""One limited worker for one task after another."""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Self

from appraisal.child.limits import DEFAULT, JSON, Limits, Outcome
from appraisal.child.line import Line, Ticket, encode
from appraisal.child.process import Nursery, open_nursery
from appraisal.errors import ChildFailed, UsageError

ATTEMPTS = 2  # a task is given up when it killed this many workers alone
TOLD = 5.0  # seconds between two calls that say how long a task has been waited for
STARTS = 5  # workers that may end before they have started


class Worker:
    """One limited child process that runs ``handler`` ("package.module:function", JSON in, JSON out).

    A handler may answer with a pair (JSON, bytes): the bytes come as ``Outcome.beside``. A task given as ``bytes`` is
    JSON already.

    A context manager; not for use by two threads at once. An exception in the handler is raised here: one of
    ``appraisal.errors`` as itself, any other as ``ChildFailed`` (reason ``crashed`` or ``memory``). When the worker
    dies, a new one takes its place.
    """

    def __init__(self, handler: str, limits: Limits = DEFAULT, *, environment: Mapping[str, str] = {}) -> None:
        self.handler = handler
        self.limits = limits
        self._nursery: Nursery | None = open_nursery(handler, limits, environment)
        self._line: Line | None = None
        self._waiting: deque[Ticket] = deque()  # sent or to be sent, in order, without result
        self._landed: deque[Outcome] = deque()
        try:
            self._up()
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """Process id of the worker as it is now; a new one after a death."""
        return self._up().process.pid

    @property
    def held(self) -> dict[str, JSON]:
        """Which limits hold, as ``capabilities()`` says it."""
        return dict(self._nursery.held) if self._nursery else {}

    def _up(self) -> Line:
        if self._nursery is None:
            raise UsageError(f"the worker for {self.handler} is closed")
        if self._line is None:
            self._line = Line(self._nursery.start(), self.limits)
            if self._waiting:
                self._line.send(list(self._waiting))
        return self._line

    def submit(self, task: JSON) -> None:
        """Queue a task; results come in the same order. ``UsageError`` when it is not JSON."""
        ticket = Ticket("", encode(task))
        line = self._up()
        self._waiting.append(ticket)
        line.send([ticket])

    def result(self, timeout: float | None = None) -> JSON:
        """The oldest result not yet taken.

        Raises the task's failure, ``ChildFailed`` when the worker died (``killed``, ``crashed``) or was over its
        limits (``timeout``), and ``TimeoutError`` after ``timeout`` seconds of waiting; the task then runs on.
        """
        outcome = self.outcome(timeout)
        return outcome.get()

    def outcome(
        self, timeout: float | None = None, *, waiting: Callable[[float], None] = lambda seconds: None
    ) -> Outcome:
        """As ``result``, with failures returned rather than raised (but for ``TimeoutError``). ``waiting`` is called
        every ``TOLD`` seconds with the seconds waited so far."""
        began = told = time.monotonic()
        until = None if timeout is None else began + timeout
        starts = 0
        while not self._landed:
            if not self._waiting:
                raise UsageError("no task was submitted")
            line = self._up()
            now = time.monotonic()
            if now - told >= TOLD:
                told = now
                waiting(now - began)
            wait = min(line.deadline, now + 1.0 if until is None else until) - now
            wait_for(line, max(0.0, min(wait, 1.0)))
            for _, outcome in line.receive():
                self._waiting.popleft()
                self._landed.append(outcome)
                if outcome.reason == "memory":
                    line.broken = True  # what is left of its memory is not trusted
            overdue = not line.broken and time.monotonic() >= line.deadline
            if line.broken or overdue:
                self._line = None
                outcome = line.bury(overdue=overdue)
                if not line.ready:
                    starts += 1
                    if starts >= STARTS:
                        why = f"children for {self.handler} end before they start: {outcome.message}"
                        raise ChildFailed(why, "crashed")
                elif line.pending and not self._landed:
                    self._waiting.popleft()
                    self._landed.append(outcome)
            if until is not None and not self._landed and time.monotonic() >= until:
                raise TimeoutError(f"no result of {self.handler} after {timeout:g} s")
        return self._landed.popleft()

    def run(self, task: JSON, *, waiting: Callable[[float], None] = lambda seconds: None) -> JSON:
        """Submit and wait; ``waiting`` as of ``outcome``. A worker that dies (other than over its time) is replaced and
        the task tried once more; so is a task that ran out of memory in a worker that had done others before."""
        if self._waiting or self._landed:
            raise UsageError("run() waits for its own task: take the results of the others first")
        for _ in range(ATTEMPTS):
            fresh = self._up().fresh
            self.submit(task)
            outcome = self.outcome(waiting=waiting)
            died = not outcome.type and outcome.reason in ("killed", "crashed")
            if not died and (fresh or outcome.reason != "memory"):
                break
        return outcome.get()

    def close(self) -> None:
        """End the process at once, with all it started."""
        line, self._line = self._line, None
        nursery, self._nursery = self._nursery, None
        try:
            if line is not None:
                line.process.end()
        finally:
            if nursery is not None:
                nursery.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


def wait_for(line: Line, seconds: float) -> None:
    """Wait until the line can be read, or written if it must be; at most ``seconds``."""
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ | (selectors.EVENT_WRITE if line.wants_to_write else 0))
        for _, events in selector.select(seconds):
            if events & selectors.EVENT_WRITE:
                line.flush()
