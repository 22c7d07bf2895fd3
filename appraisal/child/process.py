"""Starting and ending limited processes: forked from a nursery on Linux, plain subprocesses elsewhere."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from appraisal.child.inside import HEADER, LOG_BYTES, MESSAGE
from appraisal.child.limits import JSON, Limits
from appraisal.errors import ChildFailed

INSIDE = Path(__file__).with_name("inside.py")
START = 120.0  # seconds for a child to import its handler
REPLY = 30.0  # seconds for a nursery to fork or end a worker
KEPT = 3  # nurseries that nobody uses and that wait for the next who asks for the same
IDLE = 20.0  # seconds that a nursery waits without workers before it ends; another is started when it is missed
PASSED = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "WINDIR", "TMPDIR", "TEMP", "TMP", "NUMBA_CACHE_DIR")
FIXED = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "PYTHONUNBUFFERED": "1",
}
# -P and -s, not -I: the environment is ours already, and -I would ignore PYTHONHASHSEED.
PYTHON = ("-P", "-s", "-B")


def environment_of(extra: Mapping[str, str]) -> dict[str, str]:
    """The short list of variables a child sees."""
    return {name: os.environ[name] for name in PASSED if name in os.environ} | FIXED | dict(extra)


@dataclass(frozen=True, slots=True)
class Death:
    """How a process ended: exit code (negative: signal) and the tail of what it printed."""

    code: int
    log: str = ""


class Process(Protocol):
    """A started worker: its id and the channel to it."""

    pid: int
    channel: socket.socket

    def end(self) -> Death:
        """Kill it with all it started and wait. The code is its own if it had ended before."""
        ...


class Nursery(Protocol):
    """Starts workers of one handler. ``held`` says which limits hold, once a worker was started."""

    held: dict[str, JSON]

    def start(self) -> Process: ...

    def close(self) -> None: ...


def open_nursery(handler: str, limits: Limits, environment: Mapping[str, str]) -> Nursery:
    """Forking where that is safe, else spawning. Raises ``ChildFailed`` when the handler cannot be imported.

    One that was closed a moment ago is taken again where all is the same: handler, limits, environment, path, folder.
    """
    hello = {
        "handler": handler,
        "limits": asdict(limits),
        "idle": IDLE,
        "path": [os.path.abspath(entry) for entry in sys.path],
    }
    if sys.platform == "linux":
        forking = _taken(hello, environment_of(environment)) or Forking(hello, environment_of(environment))
        if forking.threads == 1:
            return forking
        forking.drop()
    return Spawning(hello, environment_of(environment))


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # removed meanwhile
        return ""


class Forking:
    """Parent's side of the nursery in ``inside``. Thread-safe."""

    def __init__(self, hello: dict[str, Any], environment: dict[str, str]) -> None:
        self.hello = hello
        self.environment = environment
        self.folder = _folder()  # workers read what they are told of from here
        self.held: dict[str, JSON] = {}
        self.threads = 1
        self._alive = 0  # workers started and not ended
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        with self._lock:
            self._open()

    def _open(self) -> socket.socket:
        if self._control is not None:
            return self._control
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, tempfile.TemporaryFile() as printed:
            self._process = subprocess.Popen(
                [sys.executable, *PYTHON, str(INSIDE), "fork", str(theirs.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=printed,
                pass_fds=(theirs.fileno(),), start_new_session=True, env=self.environment,
            )  # fmt: skip
            theirs.close()
            self._control = mine
            mine.settimeout(START)
            try:
                mine.send(json.dumps(self.hello).encode("ascii"))
                text = mine.recv(1 << 20)
            except OSError:
                text = b""
            answer = json.loads(text) if text else {}
            if "held" not in answer:
                self._drop()
                printed.seek(max(0, printed.seek(0, os.SEEK_END) - MESSAGE))
                why = answer.get("error") or printed.read().decode("utf-8", "replace").strip()
                raise ChildFailed(f"a child for {self.hello['handler']} cannot start: {why or 'it ended'}", "crashed")
        mine.settimeout(REPLY)
        self.held, self.threads = answer["held"], answer["threads"]
        return mine

    def _drop(self) -> None:
        if self._control is not None:
            self._control.close()  # the nursery ends its workers when it sees this
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control = self._process = None

    def _ask(self, request: dict[str, JSON], channel: socket.socket | None = None) -> dict[str, Any] | None:
        """One request and its reply; None when the nursery is gone."""
        if self._control is None:
            return None
        try:
            text = json.dumps(request).encode("ascii")
            if channel is None:
                self._control.send(text)
            else:
                socket.send_fds(self._control, [text], [channel.fileno()])
            answer = self._control.recv(1 << 20)
        except OSError:
            answer = b""
        except BaseException:  # Ctrl-C between request and reply: a later reply must not be taken for another's
            self._drop()
            raise
        if not answer:
            self._drop()
            return None
        found: dict[str, Any] = json.loads(answer)
        return found

    def start(self) -> Forked:
        with self._lock:
            for _ in range(3):  # the nursery itself may have been killed: it is opened again
                self._open()
                mine, theirs = socket.socketpair()
                with theirs:
                    answer = self._ask({"fork": 1}, theirs)
                if answer is not None:
                    self._alive += 1
                    return Forked(self, int(answer["pid"]), mine)
                mine.close()
        raise ChildFailed("children cannot be started: the nursery was ended three times", "killed")

    def end(self, pid: int) -> Death:
        with self._lock:
            self._alive -= 1
            answer = self._ask({"end": pid})
        return Death(-9) if answer is None else Death(int(answer["code"]), str(answer["log"]))

    def close(self) -> None:
        """It is kept for a while: a start imports the handler, which takes longer than most tasks. No worker is."""
        with self._lock:
            idle = self._alive == 0 and self._control is not None
        if idle:
            _keep(self)
        else:
            self.drop()

    def drop(self) -> None:
        """End it with its workers."""
        with self._lock:
            self._drop()


_idle: list[Forking] = []  # the longest unused first
_idle_lock = threading.Lock()


def _taken(hello: dict[str, Any], environment: dict[str, str]) -> Forking | None:
    wanted = (hello, environment, _folder())
    with _idle_lock:
        for one in _idle:
            if (one.hello, one.environment, one.folder) == wanted:
                _idle.remove(one)
                return one
    return None


def _keep(forking: Forking) -> None:
    with _idle_lock:
        _idle.append(forking)
        over = _idle[:-KEPT]
        del _idle[:-KEPT]
    for one in over:
        one.drop()


@atexit.register
def drop_idle() -> None:
    """End the nurseries that wait for their next user: only then do their CPU and memory count as this process's."""
    with _idle_lock:
        over = _idle[:]
        _idle.clear()
    for one in over:
        one.drop()


if hasattr(os, "register_at_fork"):  # a copy of this process has no say over nurseries of the first
    os.register_at_fork(after_in_child=_idle.clear)


@dataclass(slots=True)
class Forked:
    """A worker forked from the nursery."""

    nursery: Forking
    pid: int
    channel: socket.socket

    def end(self) -> Death:
        self.channel.close()
        return self.nursery.end(self.pid)


class Spawning:
    """Plain processes, one interpreter start each."""

    def __init__(self, hello: dict[str, Any], environment: dict[str, str]) -> None:
        self.hello = hello
        self.environment = environment
        self.held: dict[str, JSON] = {}

    def start(self) -> Spawned:
        process = Spawned(self.hello, self.environment)
        self.held = process.held
        return process

    def close(self) -> None:
        return None


class Spawned:
    """A worker as a plain subprocess; its handler is imported when the constructor returns."""

    def __init__(self, hello: dict[str, Any], environment: dict[str, str]) -> None:
        self.channel, theirs = socket.socketpair()
        windows = sys.platform == "win32"
        arguments = ["share", "0"] if windows else ["spawn", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *PYTHON, str(INSIDE), *arguments],
                stdin=subprocess.PIPE if windows else subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=() if windows else (theirs.fileno(),), start_new_session=not windows, env=environment,
            )  # fmt: skip
            if windows and self._process.stdin is not None:  # the socket travels as bytes made for that process
                with self._process.stdin as stdin:
                    stdin.write(theirs.share(self._process.pid))  # type: ignore[attr-defined]
        self.pid = self._process.pid
        self._tail = bytearray()
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()
        answer: dict[str, Any] = {}
        self.channel.settimeout(START)
        try:
            text = json.dumps(hello).encode("ascii")
            self.channel.sendall(HEADER.pack(b"T", 0, len(text)) + text)
            size = HEADER.unpack(self._exactly(HEADER.size))[2]
            answer = json.loads(self._exactly(min(size, 1 << 20)))
        except OSError:
            pass
        if "held" not in answer:
            log = self.end().log
            why = answer.get("error") or log[-MESSAGE:].strip() or "it ended"
            raise ChildFailed(f"a child for {hello['handler']} cannot start: {why}", "crashed")
        self.held: dict[str, JSON] = answer["held"]

    def _exactly(self, size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            part = self.channel.recv(size - len(found))
            if not part:
                raise ConnectionError
            found += part
        return bytes(found)

    def _drain(self) -> None:
        stream = self._process.stdout
        while stream is not None and (text := os.read(stream.fileno(), 1 << 16)):
            self._tail += text
            del self._tail[:-LOG_BYTES]

    def end(self) -> Death:
        self.channel.close()
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # not waited for yet, so the group's id is still its own
                os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()
        code = self._process.wait()
        self._reader.join(1.0)
        return Death(code, bytes(self._tail).decode("utf-8", "replace"))


@lru_cache(maxsize=1)
def _capabilities() -> str:
    nursery = open_nursery("json:loads", Limits(), {})
    try:
        if not nursery.held:
            nursery.start().end()
        return json.dumps(nursery.held)
    finally:
        nursery.close()


def capabilities() -> dict[str, JSON]:
    """What this system enforces on children, for reports to print. Starts one child the first time.

    ``memory``, ``cpu``, ``wall``, ``file_size``, ``open_files``: bool. ``network``: ``unshared`` or ``not limited``.
    ``privileges``: ``no new privileges`` or ``unchanged``. ``start``: ``fork`` or ``spawn``. ``platform``.
    """
    found: dict[str, JSON] = json.loads(_capabilities())
    return found
