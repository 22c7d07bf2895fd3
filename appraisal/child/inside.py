"""What runs inside: the nursery that forks limited workers, and the worker's loop.

Started by file name (the parent takes the constants only) and built on the standard library alone, so that a start is
quick and nothing of the parent's state is needed. The order matters: confine first, import the handler second,
read foreign bytes last.

A nursery (``fork``, Linux) imports the handler once and forks a worker on each request, in a few milliseconds instead
of the time that numpy and its friends take to import. It stays single-threaded, which is what makes forking safe; if an
import starts threads it says so and the parent starts plain processes (``spawn``) instead.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import math
import os
import re
import select
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from io import IOBase
from typing import Any, NoReturn

if sys.platform != "win32":
    import resource

# Kind (T task, R ready, A answer, B answer with bytes beside it, F failure), number, bytes that follow. These are JSON;
# of kind B the size of the JSON, the JSON, and bytes of the handler's choice: a text is not escaped and read once more.
HEADER = struct.Struct(">cIQ")
SIZE = struct.Struct(">Q")
LOG_BYTES = 16 << 10  # the tail kept of what a worker prints
MESSAGE = 2000  # characters of an error message that travel
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP = 1, 38, 24
KEPT_CAPABILITIES = (1 << 1) | (1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: root still reads the works
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}")
Handler = Callable[[Any], Any]
Tasks = Iterator[tuple[int, bytes]]  # number and JSON


def confine(limits: dict[str, Any]) -> dict[str, Any]:
    """Apply the limits to this process and all it starts. Returns what truly holds, for reports to print."""
    held: dict[str, Any] = {"platform": sys.platform, "wall": True, "memory": False, "cpu": False}
    held.update(file_size=False, open_files=False, network="not limited", privileges="unchanged")
    if sys.platform == "win32":
        return held
    for name, which, amount in (
        ("file_size", resource.RLIMIT_FSIZE, limits["file_size"]),
        ("open_files", resource.RLIMIT_NOFILE, limits["open_files"]),
        ("core", resource.RLIMIT_CORE, 0),
        ("memory", resource.RLIMIT_AS, limits["memory"]),
    ):
        try:
            hard = resource.getrlimit(which)[1]
            amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
            resource.setrlimit(which, (amount, amount))
            held[name] = name != "memory" or sys.platform == "linux"  # macOS accepts RLIMIT_AS and ignores it
        except (OSError, ValueError):
            held[name] = False
    held["cpu"] = True
    del held["core"]
    if sys.platform == "linux":
        held["network"] = _without_network()
        held["privileges"] = _without_privileges()
    return held


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _without_network() -> str:
    """Move to an empty network namespace; ``unshared`` when that was allowed."""
    libc, uid, gid = _libc(), os.geteuid(), os.getegid()
    if uid == 0 and libc.unshare(CLONE_NEWNET) == 0:  # keeps root's right to read the works
        return "unshared"
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return "not limited"
    for file, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with contextlib.suppress(OSError), open(f"/proc/self/{file}", "w") as stream:
            stream.write(line)  # where refused, ids show as nobody; rights to files are unchanged
    return "unshared"


def _without_privileges() -> str:
    """No set-uid gains; root keeps only what reading files takes (so no way back to the old network)."""
    libc = _libc()
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return "unchanged"
    for capability in range(64):
        if not KEPT_CAPABILITIES >> capability & 1:
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    if libc.capget(header, data) == 0:
        for low in (0, 1):
            data[low] &= KEPT_CAPABILITIES
            data[low + 3] &= 0
        data[2] = data[5] = 0
        libc.capset(header, data)
    return "no new privileges"


def load(handler: str) -> Handler:
    """The function named ``package.module:function``."""
    import importlib

    module, _, name = handler.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def serve(tasks: Tasks, channel: socket.socket, function: Handler, limits: dict[str, Any]) -> None:
    """Answer tasks in order, each as soon as it is ready."""
    channel.sendall(HEADER.pack(b"R", 0, 2) + b"{}")
    cpu, most = limits["cpu"], limits["answer"]
    for number, body in tasks:
        if cpu is not None and sys.platform != "win32":
            soft = math.ceil(time.process_time() + cpu)
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
        kind, answer = b"A", b""
        try:
            value = function(json.loads(body.decode("ascii")))
            if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], bytes):
                value, beside = value
                told = _ascii(value)
                kind, answer = b"B", b"".join((SIZE.pack(len(told)), told, beside))
                del told, beside
            else:
                answer = _ascii(value)
            del value
            if len(answer) > most:
                message = f"the answer has {len(answer)} bytes, more than {most}"
                kind, answer = b"F", _failure("over-limit", message, "OverLimit")
        except BaseException as error:  # an exception is an answer, whatever its class
            kind, answer = b"F", describe(error)
        channel.sendall(HEADER.pack(kind, number, len(answer)) + answer)
        del body, answer


_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))  # json.dumps would make one for each answer


def _ascii(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("ascii")


def _failure(reason: str, message: str, name: str) -> bytes:
    message = _ADDRESS.sub("0x…", message)  # equal runs print equal messages
    return json.dumps({"reason": reason, "message": message[:MESSAGE], "type": name}).encode("ascii")


def describe(error: BaseException) -> bytes:
    """The failure that travels: reason, message and class name; the traceback goes to the log."""
    import errno

    from appraisal.errors import AppraisalError, reason_of

    if isinstance(error, MemoryError):
        return _failure("memory", "more memory was asked for than the limit allows", "MemoryError")
    with contextlib.suppress(Exception):
        traceback.print_exception(error)
        sys.stderr.flush()
    reason, text, name = reason_of(error), str(error), type(error).__name__
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        reason, text, name = "over-limit", "a file grew over the limit on its size", "OverLimit"
    elif not isinstance(error, AppraisalError):
        text = f"{name}: {text}"
    return _failure(reason, text, name)


def frames(stream: IOBase) -> Tasks:
    """Tasks from the channel until the parent closes it."""
    while len(head := stream.read(HEADER.size)) == HEADER.size:
        _, number, size = HEADER.unpack(head)
        body = stream.read(size)
        if len(body) != size:
            return
        yield number, body


def watched(stream: IOBase) -> Tasks:
    """The same through a thread, so that a busy worker also ends when its parent is gone."""
    import queue
    import threading

    waiting: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()

    def read() -> None:
        for frame in frames(stream):
            waiting.put(frame)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield waiting.get()


def _prepare(hello: dict[str, Any]) -> tuple[dict[str, Any], Handler]:
    held = confine(hello["limits"])
    sys.path[:] = [*hello["path"], *(p for p in sys.path if p not in hello["path"])]
    function = load(hello["handler"])
    import appraisal.errors  # noqa: F401  so that failures can be described when memory is short

    return held, function


def _signals() -> None:
    for name in ("SIGINT", "SIGTERM", "SIGXCPU", "SIGCHLD"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    import faulthandler

    faulthandler.enable()  # the place of a crash goes to the log


def spawned(channel: socket.socket) -> None:
    """A plain worker process: macOS, Windows, and where a nursery cannot fork."""
    stream = channel.makefile("rb", buffering=1 << 16)
    _, body = next(frames(stream))
    hello = json.loads(body)
    _signals()
    try:
        held, function = _prepare(hello)
        answer = {"held": held | {"start": "spawn"}, "threads": 1}
    except BaseException as error:
        traceback.print_exc()
        answer = {"error": f"{type(error).__name__}: {error}"[:MESSAGE]}
    text = json.dumps(answer).encode("ascii")
    channel.sendall(HEADER.pack(b"R", 0, len(text)) + text)
    if "held" in answer:
        serve(watched(stream), channel, function, hello["limits"])


class Nursery:
    """Imports the handler once and forks workers; ends them all when its parent is gone."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.logs: dict[int, int] = {}  # pid -> read end of what the worker prints
        self.tails: dict[int, bytearray] = {}

    def run(self) -> None:
        hello = json.loads(self.control.recv(1 << 20))
        _signals()
        try:
            held, self.function = _prepare(hello)
        except BaseException as error:
            self.reply({"error": f"{type(error).__name__}: {error}"[:MESSAGE]})
            return
        self.limits = hello["limits"]
        gc.collect()
        gc.freeze()
        self.reply({"held": held | {"start": "fork"}, "threads": len(os.listdir("/proc/self/task"))})
        while True:
            patience = None if self.tails else hello["idle"]
            ready = select.select([self.control.fileno(), *self.logs.values()], [], [], patience)[0]
            if not ready:
                self.end()
            for pid in [pid for pid, log in self.logs.items() if log in ready]:
                if not self.drain(pid):
                    os.close(self.logs.pop(pid))
            if self.control.fileno() in ready:
                self.answer()

    def reply(self, answer: dict[str, Any]) -> None:
        self.control.send(json.dumps(answer).encode("ascii"))

    def answer(self) -> None:
        try:
            text, channels, _, _ = socket.recv_fds(self.control, 4096, 1)
        except ConnectionError:
            text, channels = b"", []
        if not text:
            self.end()
        request = json.loads(text)
        if channels:
            self.fork(channels[0])
        else:
            self.reap(request["end"])

    def fork(self, channel: int) -> None:
        log, printed = os.pipe()
        mine = os.getpid()
        pid = os.fork()
        if pid == 0:
            status = 70
            try:
                self.control.close()
                for other in [log, *self.logs.values()]:
                    os.close(other)
                self.work(channel, printed, mine)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        os.close(channel)
        os.close(printed)
        os.set_blocking(log, False)
        self.logs[pid], self.tails[pid] = log, bytearray()
        self.reply({"pid": pid})

    def work(self, channel: int, printed: int, nursery: int) -> None:
        os.setsid()
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != nursery:
            return
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        os.close(printed)
        os.set_inheritable(channel, False)
        with socket.socket(fileno=channel) as own:
            stream = own.makefile("rb", buffering=1 << 16)
            serve(frames(stream), own, self.function, self.limits)

    def drain(self, pid: int) -> bool:
        """Read what the worker printed; False at its end."""
        tail = self.tails[pid]
        try:
            text = os.read(self.logs[pid], 1 << 16)
        except BlockingIOError:
            return True
        except OSError:
            return False
        tail += text
        del tail[:-LOG_BYTES]
        return bool(text)

    def reap(self, pid: int) -> None:
        """End a worker with all it started. As its parent did not wait for it before, the id is still its own."""
        self.kill(pid)
        try:
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        except ChildProcessError:
            code = -9
        if pid in self.logs:
            self.drain(pid)
            os.close(self.logs.pop(pid))
        tail = self.tails.pop(pid, bytearray())
        self.reply({"code": code, "log": tail.decode("utf-8", "replace")})

    def kill(self, pid: int) -> None:
        for send in (os.killpg, os.kill):
            with contextlib.suppress(OSError):
                send(pid, signal.SIGKILL)

    def end(self) -> NoReturn:
        for pid in self.tails:
            self.kill(pid)
        os._exit(0)


def main() -> None:
    mode, number = sys.argv[1:]
    if mode == "share":  # Windows: the socket comes as bytes on the standard input
        channel = socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined]
    else:
        os.set_inheritable(int(number), False)
        channel = socket.socket(fileno=int(number))
    if mode == "fork":
        Nursery(channel).run()
    else:
        spawned(channel)


if __name__ == "__main__":
    main()
