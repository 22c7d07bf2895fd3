"""Nurseries that are kept for the next user: the same is taken again, another never, and none outlives its use."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal.child import Limits, Pool, Worker, process
from appraisal.child.limits import DEFAULT
from tests.child.test_worker import ACT, gone, linux, wait_until

pytestmark = linux


@pytest.fixture(autouse=True)
def _none_kept():
    process.drop_idle()
    yield
    process.drop_idle()


def nursery_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def used(limits: Limits = DEFAULT, **environment: str) -> int:
    """Process id of the nursery that a worker came from; the worker is closed again."""
    with Worker(ACT, limits, environment=environment) as worker:
        found = nursery_of(worker.pid)
    assert gone(found) is False and wait_until(lambda: not children(found))
    return found


def children(pid: int) -> str:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text()


def test_the_same_is_taken_again_and_nothing_that_differs(tmp_path, monkeypatch):
    first = used()
    assert used() == first
    assert used(limits=Limits(cpu=77.0)) != first
    assert used(MARK="1") != first
    assert used() == first
    monkeypatch.chdir(tmp_path)
    assert used() != first


def test_a_changed_search_path_wants_another(tmp_path, monkeypatch):
    first = used()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert used() != first


def test_what_one_worker_left_in_memory_the_next_does_not_see():
    pids = []
    for _ in range(2):
        with Worker(ACT) as worker:
            pids.append(nursery_of(worker.pid))
            assert worker.run({"do": "hoard", "bytes": 10}) == 10
    assert len(set(pids)) == 1


def test_two_at_a_time_have_a_nursery_each():
    with Worker(ACT) as one, Worker(ACT) as two:
        assert nursery_of(one.pid) != nursery_of(two.pid)


def test_a_pool_and_a_worker_take_from_each_other():
    first = used()
    with Pool(ACT, 1) as pool:
        assert [outcome.get() for _, outcome in pool.map_unordered([("a", {"do": "echo", "value": 3})])] == [3]
        assert nursery_of(pool.pids[0]) == first
    assert used() == first


def test_no_more_are_kept_than_said():
    pids = [used(MARK=str(number)) for number in range(process.KEPT + 2)]
    assert all(wait_until(lambda pid=pid: gone(pid)) for pid in pids[:2])
    assert not any(gone(pid) for pid in pids[2:])


def test_one_that_was_killed_meanwhile_is_replaced():
    first = used()
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: gone(first))
    with Worker(ACT) as worker:
        assert worker.run({"do": "echo", "value": 1}) == 1


def test_unused_it_ends_by_itself_and_is_replaced(monkeypatch):
    monkeypatch.setattr(process, "IDLE", 0.05)
    with Worker(ACT) as worker:
        first = nursery_of(worker.pid)
        assert worker.run({"do": "echo", "value": 1}) == 1
    assert wait_until(lambda: gone(first))
    with Worker(ACT) as worker:
        assert worker.run({"do": "echo", "value": 2}) == 2
    with Pool(ACT, 1) as pool:  # one that stands idle before its first task is replaced in the same way
        nursery = pool._nursery
        assert isinstance(nursery, process.Forking) and nursery._process is not None
        before = nursery._process.pid
        assert wait_until(lambda: gone(before))
        assert [outcome.get() for _, outcome in pool.map_unordered([("a", {"do": "echo", "value": 3})])] == [3]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, None])
def test_it_ends_with_its_parent(how):
    said = (
        "import sys, time\n"
        "from appraisal.child import Worker\n"
        "from tests.child.test_kept import nursery_of\n"
        "with Worker('tests.child.handlers:act') as worker:\n"
        "    print(nursery_of(worker.pid), flush=True)\n"
        "print('closed', flush=True)\n"
        f"time.sleep({0 if how is None else 600})\n"
    )
    with subprocess.Popen([sys.executable, "-c", said], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as parent:
        assert parent.stdout is not None
        nursery = int(parent.stdout.readline())
        assert parent.stdout.readline() == "closed\n"
        if how is not None:
            assert not gone(nursery)
            parent.send_signal(how)
        parent.wait(20)
    assert wait_until(lambda: gone(nursery))


def test_a_copy_of_the_process_keeps_none():
    used()
    pid = os.fork()
    if pid == 0:
        os._exit(len(process._idle))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert len(process._idle) == 1
