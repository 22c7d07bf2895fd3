"""The line to one running worker: tasks out, answers in, nothing blocks, nothing is believed unchecked."""

from __future__ import annotations

import json
import math
import signal
import time
from collections import deque
from dataclasses import dataclass

from appraisal.child.inside import HEADER, SIZE
from appraisal.child.limits import JSON, Limits, Outcome
from appraisal.child.process import Process
from appraisal.errors import UsageError

PART = 1 << 20
READ_AT_ONCE = 64  # parts read before others get their turn
# Faults of the process itself; other signals come from outside.
FAULTS = frozenset(("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE", "SIGSYS", "SIGTRAP"))


def encode(task: JSON) -> bytes:
    """A task as it travels; bytes are JSON already. ``UsageError`` when it is not JSON."""
    if isinstance(task, bytes):
        return task
    try:
        return json.dumps(task, allow_nan=False, separators=(",", ":")).encode("ascii")
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(f"a task for a child must be JSON: {error}") from error


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"a number that is not finite: {text[:20]}")
    return number


def _refuse(text: str) -> JSON:
    raise ValueError(f"{text} is not JSON")


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse)


def decode(answer: bytes) -> JSON:
    """Strict JSON: ASCII as our own child writes it, finite numbers only. ``ValueError`` else."""
    try:
        return _DECODER.decode(answer.decode("ascii"))
    except RecursionError:
        raise ValueError("nested too deep") from None


@dataclass(slots=True, eq=False)
class Ticket:
    """One task under way. ``deaths``: workers it killed when run alone."""

    name: str
    body: bytes
    deaths: int = 0


class Line:
    """Sends tickets to a worker and takes its answers, strictly in order.

    ``seconds`` is a running mean of the time between answers. ``broken`` is set when the worker ended or said
    something it may not; ``final`` then holds the outcome of the task in hand if that is certain at once.
    """

    def __init__(self, process: Process, limits: Limits) -> None:
        self.process = process
        self.limits = limits
        self.pending: deque[Ticket] = deque()
        self.ready = False  # it has started: a death before that is no task's fault
        self.fresh = True  # it has answered nothing yet
        self.alone = False  # its one task runs under suspicion
        self.broken = False
        self.final: Outcome | None = None
        self.seconds: float | None = None
        self._since = time.monotonic()
        self._first = self._next = 0
        self._out: deque[memoryview] = deque()
        self._in = bytearray()
        process.channel.setblocking(False)

    def fileno(self) -> int:
        return self.process.channel.fileno()

    @property
    def wants_to_write(self) -> bool:
        return bool(self._out)

    @property
    def deadline(self) -> float:
        """Monotonic time at which the task in hand is over its wall limit."""
        return self._since + self.limits.wall if self.pending else math.inf

    def send(self, tickets: list[Ticket]) -> None:
        if not self.pending:
            self._since = time.monotonic()
        parts: list[bytes] = []
        for ticket in tickets:
            parts += (HEADER.pack(b"T", self._next, len(ticket.body)), ticket.body)
            self._next += 1
            self.pending.append(ticket)
        self._out.append(memoryview(b"".join(parts)))
        self.flush()

    def flush(self) -> None:
        """Write what the worker takes now. A closed channel is noticed when reading."""
        while self._out:
            try:
                sent = self.process.channel.send(self._out[0])
            except BlockingIOError:
                return
            except OSError:
                self._out.clear()
                return
            if sent == len(self._out[0]):
                self._out.popleft()
            else:
                self._out[0] = self._out[0][sent:]

    def receive(self) -> list[tuple[Ticket, Outcome]]:
        """Answers that have arrived. Sets ``broken`` at the end of the channel."""
        answers: list[tuple[Ticket, Outcome]] = []
        for _ in range(READ_AT_ONCE):
            try:
                part = self.process.channel.recv(PART)
            except BlockingIOError:
                break
            except OSError:
                part = b""
            if not part:
                self.broken = True
                break
            self._in += part
            self._take(answers)
            if self.broken:
                break
        return answers

    def _take(self, answers: list[tuple[Ticket, Outcome]]) -> None:
        start, text = 0, self._in
        while len(text) - start >= HEADER.size:
            kind, number, size = HEADER.unpack_from(text, start)
            if size > self.limits.answer + (1 << 16):  # before a byte of it is stored; the child checks its own first
                return self._break("over-limit", f"the answer has {size} bytes, more than {self.limits.answer}")
            stop = start + HEADER.size + size
            if len(text) < stop:
                break
            with memoryview(text) as view:
                body = bytes(view[start + HEADER.size : stop])
            start = stop
            if kind == b"R" and not self.ready:
                self.ready = True
                self._since = time.monotonic()
                continue
            if not self.pending or number != self._first & 0xFFFFFFFF or kind not in b"ABF":
                return self._break("crashed", "the child broke the protocol")
            try:
                outcome = _outcome(kind, body)
            except (ValueError, KeyError, TypeError) as error:
                return self._break("crashed", f"the child's answer is not strict JSON: {error}")
            now = time.monotonic()
            took, self._since = now - self._since, now
            self.seconds = took if self.seconds is None else 0.8 * self.seconds + 0.2 * took
            self._first += 1
            answers.append((self.pending.popleft(), outcome))
            self.fresh = False
        del text[:start]

    def _break(self, reason: str, message: str) -> None:
        self.broken = True
        self.final = Outcome(reason=reason, message=message)

    def bury(self, *, overdue: bool = False) -> Outcome:
        """End the worker; what its end means for the task in hand."""
        death = self.process.end()
        if self.final is not None:
            return Outcome(reason=self.final.reason, message=self.final.message, log=death.log)
        if overdue:
            return Outcome(reason="timeout", message=f"over the limit of {self.limits.wall:g} s", log=death.log)
        name = ""
        if death.code < 0:
            try:
                name = signal.Signals(-death.code).name
            except ValueError:
                name = f"signal {-death.code}"
        if name == "SIGXCPU":
            message = f"over the limit of {self.limits.cpu or 0:g} s of CPU"
            return Outcome(reason="timeout", message=message, log=death.log)
        if name == "SIGXFSZ":
            return Outcome(reason="over-limit", message="a file grew over the limit on its size", log=death.log)
        if not name:
            return Outcome(reason="crashed", message=f"the child ended itself with status {death.code}", log=death.log)
        reason = "crashed" if name in FAULTS else "killed"
        return Outcome(reason=reason, message=f"the child was ended by {name}", log=death.log)


def _outcome(kind: bytes, body: bytes) -> Outcome:
    if kind == b"B":
        if len(body) < SIZE.size or (stop := SIZE.size + SIZE.unpack_from(body)[0]) > len(body):
            raise ValueError("it is shorter than it says")
        return Outcome(value=decode(body[SIZE.size : stop]), beside=body[stop:])
    answer = decode(body)
    if kind == b"A":
        return Outcome(value=answer)
    reason, message, name = answer["reason"], answer["message"], answer["type"]
    if not (isinstance(reason, str) and isinstance(message, str) and isinstance(name, str) and reason):
        raise TypeError("a failure must hold text")
    return Outcome(reason=reason, message=message, type=name)
