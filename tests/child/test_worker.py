"""One limited worker: answers, each reason of death, limits, and what it cannot reach."""

import json
import os
import signal
import socket
import struct
import sys
import time
from pathlib import Path

import pytest

from appraisal.child import Limits, Worker, capabilities
from appraisal.child.line import decode
from appraisal.child.process import Spawned, Spawning, environment_of
from appraisal.errors import ChildFailed, Encrypted, OverLimit, Refused, UsageError

ACT = "tests.child.handlers:act"
LINUX = sys.platform == "linux"
linux = pytest.mark.skipif(not LINUX, reason="Linux limits")


@pytest.fixture(params=["fork", "spawn"])
def start(request, monkeypatch):
    """Both ways of starting; forking exists on Linux only."""
    if request.param == "fork" and not LINUX:
        pytest.skip("forking from a nursery is for Linux")
    if request.param == "spawn":

        def spawning(handler, limits, environment):
            from dataclasses import asdict

            hello = {"handler": handler, "limits": asdict(limits), "path": [os.path.abspath(p) for p in sys.path]}
            return Spawning(hello, environment_of(environment))

        monkeypatch.setattr("appraisal.child.worker.open_nursery", spawning)
    return request.param


def gone(pid):
    """Whether the process has ended (a zombie has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until(condition, seconds=20.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_answers_come_back_as_json(start):
    with Worker(ACT) as worker:
        for value in (None, True, 7, "水浒传 \udc80 ⟦", [1, {"a": [0.1]}], 1 << 80):
            assert worker.run({"do": "echo", "value": value}) == value
        assert worker.run({"do": "numbers"}) == [0.1, 1e300, -0.0]
        assert worker.held["start"] == start


def test_results_keep_the_order_of_submission():
    with Worker(ACT) as worker:
        for number in range(50):
            worker.submit({"do": "echo", "value": number})
        assert [worker.result() for _ in range(50)] == list(range(50))


def test_large_tasks_and_answers_do_not_block_each_other():
    value = "x" * (3 << 20)
    with Worker(ACT) as worker:
        for _ in range(6):
            worker.submit({"do": "echo", "value": value})
        assert all(worker.result() == value for _ in range(6))


def test_an_exception_is_an_answer_not_a_death(start):
    with Worker(ACT) as worker:
        pid = worker.pid
        with pytest.raises(Refused, match="a blank picture"):
            worker.run({"do": "refuse"})
        with pytest.raises(Encrypted, match="needs its password"):
            worker.run({"do": "encrypted"})
        with pytest.raises(ChildFailed, match="KeyError: 'missing'") as caught:
            worker.run({"do": "stumble"})
        assert caught.value.kind == "crashed"
        with pytest.raises(ChildFailed, match="SystemExit"):
            worker.run({"do": "system_exit"})
        worker.submit({"do": "refuse"})
        outcome = worker.outcome()
        assert (outcome.ok, outcome.reason, outcome.type) == (False, "refused", "Refused")
        assert worker.pid == pid


@pytest.mark.parametrize(
    ("act", "reason"),
    [("kill_self", "killed"), ("leave", "crashed"), ("fault", "crashed")],
)
def test_a_death_has_a_reason_and_the_worker_is_replaced(start, act, reason):
    with Worker(ACT) as worker:
        pid = worker.pid
        with pytest.raises(ChildFailed) as caught:
            worker.run({"do": act})
        assert caught.value.kind == reason
        assert worker.run({"do": "echo", "value": 1}) == 1
        assert worker.pid != pid


def test_the_place_of_a_crash_is_in_the_log():
    with Worker(ACT) as worker:
        worker.submit({"do": "fault"})
        outcome = worker.outcome()
    assert outcome.message == "the child was ended by SIGSEGV"
    assert "in fault" in outcome.log


def test_a_kill_from_outside_costs_nothing(tmp_path):
    with Worker(ACT) as worker:
        assert worker.run({"do": "kill_self_once", "marker": str(tmp_path / "marker")}) == "lived"
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.run({"do": "echo", "value": 2}) == 2


def test_a_task_submitted_behind_a_dying_one_is_not_lost():
    with Worker(ACT) as worker:
        worker.submit({"do": "kill_self"})
        worker.submit({"do": "echo", "value": 3})
        assert worker.outcome().reason == "killed"
        assert worker.result() == 3


def test_the_wall_limit_ends_the_worker(start):
    with (
        Worker(ACT, Limits(wall=0.3)) as worker,
        pytest.raises(ChildFailed, match=r"over the limit of 0\.3 s") as caught,
    ):
        worker.run({"do": "sleep", "seconds": 600})
    assert caught.value.kind == "timeout"


@linux
def test_the_cpu_limit_ends_a_busy_loop(start):
    with Worker(ACT, Limits(cpu=1.0)) as worker:
        for _ in range(2 if start == "fork" else 1):  # each task has its own second
            with pytest.raises(ChildFailed, match="of CPU") as caught:
                worker.run({"do": "loop"})
            assert caught.value.kind == "timeout"
        assert worker.run({"do": "sleep", "seconds": 0.1}) == "slept"


def test_waiting_can_end_before_the_task():
    with Worker(ACT) as worker:
        worker.submit({"do": "sleep", "seconds": 0.5})
        with pytest.raises(TimeoutError):
            worker.result(timeout=0.05)
        assert worker.result() == "slept"


@linux
def test_memory_is_limited(start):
    with Worker(ACT, Limits(memory=1 << 30)) as worker:
        with pytest.raises(ChildFailed) as caught:
            worker.run({"do": "allocate", "bytes": 2 << 30})
        assert caught.value.kind == "memory"
        assert worker.run({"do": "allocate", "bytes": 1 << 20}) == 1 << 20


@linux
def test_memory_that_earlier_tasks_hold_is_not_held_against_a_task():
    with Worker(ACT, Limits(memory=1 << 30)) as worker:
        worker.run({"do": "hoard", "bytes": 600 << 20})
        assert worker.run({"do": "allocate", "bytes": 600 << 20}) == 600 << 20


@linux
def test_file_size_and_open_files_are_limited(tmp_path):
    with Worker(ACT, Limits(file_size=2 << 20, open_files=64)) as worker:
        with pytest.raises(OverLimit, match="grew over the limit"):
            worker.run({"do": "write_file", "path": str(tmp_path / "big"), "megabytes": 4})
        with pytest.raises(ChildFailed, match="Too many open files"):
            worker.run({"do": "open_many", "count": 100})
    assert (tmp_path / "big").stat().st_size <= 2 << 20


def test_an_answer_too_large_is_refused(start):
    with Worker(ACT, Limits(answer=1000)) as worker:
        with pytest.raises(OverLimit, match="5002 bytes, more than 1000"):
            worker.run({"do": "long_answer", "size": 5000})
        assert worker.run({"do": "echo", "value": 1}) == 1


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_no_number_leaves_that_is_not_finite(value):
    with Worker(ACT) as worker, pytest.raises(ChildFailed, match="not JSON compliant"):
        worker.run({"do": "not_finite", "value": value})


def test_only_json_travels():
    with Worker(ACT) as worker:
        with pytest.raises(ChildFailed, match="not JSON serializable"):
            worker.run({"do": "not_json"})
        for task in (float("nan"), {1}, object()):
            with pytest.raises(UsageError, match="must be JSON"):
                worker.submit(task)


def test_bytes_travel_beside_the_json_and_a_task_may_be_json_already(start):
    with Worker(ACT) as worker:
        worker.submit(json.dumps({"do": "beside", "bytes": "00ff0a"}).encode())
        outcome = worker.outcome(timeout=20)
        assert (outcome.value, outcome.beside) == ({"size": 3}, b"\x00\xff\n")
    with Worker(ACT, Limits(answer=1000)) as worker:
        worker.submit({"do": "beside", "bytes": "00" * 1000})
        assert worker.outcome(timeout=20).reason == "over-limit"


@pytest.mark.parametrize("text", [b"NaN", b"[Infinity]", b"1e999", b"[-1e999]", b"{", '"é"'.encode(), b"[" * 100_000])
def test_answers_are_parsed_strictly(text):
    with pytest.raises(ValueError):
        decode(text)


HEADER = struct.Struct(">cIQ")


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (HEADER.pack(b"A", 0, 1 << 60), "over-limit"),
        (HEADER.pack(b"A", 0, 3) + b"NaN", "crashed"),
        (HEADER.pack(b"A", 9, 1) + b"1", "crashed"),
        (HEADER.pack(b"Z", 0, 1) + b"1", "crashed"),
        (HEADER.pack(b"F", 0, 2) + b"{}", "crashed"),
        (HEADER.pack(b"F", 0, 4) + b"null", "crashed"),
        (HEADER.pack(b"B", 0, 3) + b"123", "crashed"),
        (HEADER.pack(b"B", 0, 9) + struct.pack(">Q", 2) + b"1", "crashed"),
        (HEADER.pack(b"B", 0, 12) + struct.pack(">Q", 3) + b"NaNx", "crashed"),
        (b"\x00" * 13, "crashed"),
    ],
)
def test_a_child_that_breaks_the_protocol_is_ended(frame, reason):
    with Worker(ACT) as worker:
        worker.submit({"do": "bad_frame", "bytes": frame.hex()})
        outcome = worker.outcome(timeout=20)
        assert (outcome.reason, outcome.type) == (reason, "")
        assert worker.run({"do": "echo", "value": 1}) == 1


def test_what_native_code_prints_cannot_reach_the_protocol(start):
    with Worker(ACT) as worker:
        assert [worker.run({"do": "noise"}) for _ in range(3)] == ["quiet"] * 3


@linux
def test_there_is_no_network():
    if capabilities()["network"] != "unshared":  # a container that allows no namespace: then it must be said
        assert capabilities()["network"] == "not limited"
        return
    with socket.create_server(("127.0.0.1", 0)) as server, Worker(ACT) as worker:
        port = server.getsockname()[1]
        answer = worker.run({"do": "connect", "host": "127.0.0.1", "port": port})
        assert answer != "connected"
        server.settimeout(0.05)
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_environment_is_a_short_list(monkeypatch):
    monkeypatch.setenv("APPRAISAL_SECRET", "1")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    with Worker(ACT, environment={"EXTRA": "2"}) as worker:
        found = worker.run({"do": "environment"})
    assert "APPRAISAL_SECRET" not in found and "PYTHONPATH" not in found
    assert found["OPENBLAS_NUM_THREADS"] == "1" and found["EXTRA"] == "2"


@linux
def test_two_workers_hash_alike_and_hold_no_file_of_others():
    with Worker(ACT) as first, Worker(ACT) as second:
        one, two = first.run({"do": "seen"}), second.run({"do": "seen"})
    assert one["hash"] == two["hash"]
    assert len(one["files"]) <= 5  # 0, 1, 2, the channel, and the listing itself


@linux
@pytest.mark.parametrize("how", ["close", "wall", "kill"])
def test_what_a_worker_started_ends_with_it(tmp_path, how, start):
    file = tmp_path / "pid"
    with Worker(ACT, Limits(wall=1.0 if how == "wall" else 600)) as worker:
        pid = worker.pid
        worker.submit({"do": "grandchild", "file": str(file)})
        assert wait_until(lambda: file.exists() and file.read_text())
        if how == "kill":
            os.kill(pid, signal.SIGKILL)
        if how != "close":
            assert worker.outcome().reason in ("timeout", "killed")
    assert wait_until(lambda: gone(int(file.read_text())))
    assert gone(pid)


@linux
def test_a_killed_nursery_is_opened_again():
    with Worker(ACT) as worker:
        assert worker.run({"do": "echo", "value": 1}) == 1
        nursery = int(Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(nursery, signal.SIGKILL)
        assert worker.run({"do": "echo", "value": 2}) == 2


@linux
def test_a_handler_that_starts_threads_is_not_forked():
    with Worker("tests.child.threaded:act") as worker:
        assert worker.run([1]) == [1]
        assert worker.held["start"] == "spawn"


@pytest.mark.parametrize("handler", ["tests.child.missing:act", "tests.child.handlers:missing"])
def test_a_handler_that_cannot_be_imported_is_named(start, handler):
    with pytest.raises(ChildFailed, match=r"cannot start: (ModuleNotFound|Attribute)Error"):
        Worker(handler)


def test_a_closed_worker_says_so():
    worker = Worker(ACT)
    worker.close()
    worker.close()
    with pytest.raises(UsageError, match="closed"):
        worker.submit(1)


def test_capabilities_say_what_holds():
    found = capabilities()
    assert found["wall"] is True
    if LINUX:
        assert found["memory"] is found["cpu"] is found["file_size"] is True
        assert found["network"] in ("unshared", "not limited")
        assert found["start"] == "fork"
    found["memory"] = "changed"
    assert capabilities()["memory"] != "changed"


def test_a_spawned_child_that_cannot_start_is_named():
    with pytest.raises(ChildFailed, match="cannot start"):
        Spawned({"handler": "json:loads", "limits": {}, "path": []}, environment_of({}))
