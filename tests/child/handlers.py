"""What the tests let children do, most of it bad."""

import array
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from appraisal.errors import Encrypted, Refused

HELD: list[bytearray] = []


def act(task):
    """``{"do": name, …}`` to whatever that does."""
    return ACTS[task["do"]](task)


def echo(task):
    return task.get("value")


def kill_self(task):
    os.kill(os.getpid(), signal.SIGKILL)


def kill_self_once(task):
    marker = Path(task["marker"])
    if not marker.exists():
        marker.write_text("been here")
        os.kill(os.getpid(), signal.SIGKILL)
    return "lived"


def leave(task):
    os._exit(3)


def fault(task):
    ctypes.string_at(0)


def loop(task):
    while True:
        pass


def sleep(task):
    time.sleep(task["seconds"])
    return "slept"


def allocate(task):
    return len(bytearray(task["bytes"]))


def hoard(task):
    """Memory that an earlier task left behind."""
    HELD.append(bytearray(task["bytes"]))
    return sum(len(held) for held in HELD)


def refuse(task):
    raise Refused("a blank picture")


def encrypted(task):
    raise Encrypted("a.zip: needs its password")


def stumble(task):
    raise KeyError("missing")


def system_exit(task):
    sys.exit(5)


def not_finite(task):
    return [1.0, float(task["value"])]


def not_json(task):
    return {1, 2}


def long_answer(task):
    return "x" * task["size"]


def beside(task):
    found = bytes.fromhex(task["bytes"])
    return {"size": len(found)}, found


def noise(task):
    os.write(1, b"\x00\xffnoise" * 20_000)
    os.write(2, b"A" * 100_000)
    print("more noise", flush=True)
    return "quiet"


def connect(task):
    with socket.socket() as probe:
        probe.settimeout(5)
        try:
            probe.connect((task["host"], task["port"]))
        except OSError as error:
            return type(error).__name__
    return "connected"


def environment(task):
    return dict(os.environ)


def seen(task):
    return {"hash": hash("a"), "argv0": Path(sys.argv[0]).name, "files": sorted(os.listdir("/proc/self/fd"))}


def write_file(task):
    with open(task["path"], "wb") as stream:
        for _ in range(task["megabytes"]):
            stream.write(bytes(1 << 20))
    return "written"


def open_many(task):
    return len([os.open(os.devnull, os.O_RDONLY) for _ in range(task["count"])])


def grandchild(task):
    """A program that would outlive its worker: its id is written to a file, then the worker hangs."""
    child = subprocess.Popen(["sleep", "600"])
    Path(task["file"]).write_text(str(child.pid))
    time.sleep(600)


def bad_frame(task):
    """Speak on the channel past the protocol, as a corrupted native library might."""
    for number in range(3, 64):
        try:
            channel = socket.socket(fileno=os.dup(number))
            if channel.family == socket.AF_UNIX:
                channel.sendall(bytes.fromhex(task["bytes"]))
        except OSError:
            continue
    time.sleep(600)


def numbers(task):
    return list(array.array("d", [0.1, 1e300, -0.0]))


ACTS = {name: value for name, value in list(globals().items()) if callable(value) and name != "act"}
