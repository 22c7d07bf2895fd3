"""The pool: no task lost, no innocent blamed, and no child that outlives its parent."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from appraisal.child import Limits, Pool
from appraisal.errors import ChildFailed, UsageError
from tests.child.test_worker import ACT, gone, linux, wait_until

ROOT = Path(__file__).parents[2]


def echoes(count, **special):
    """``count`` tasks; ``n50="kill_self"`` makes number 50 another act."""
    for number in range(count):
        yield str(number), {"do": special.get(f"n{number}", "echo"), "value": number, "seconds": 600, "bytes": 2 << 30}


def test_all_results_land_once_with_their_names():
    with Pool(ACT, 2) as pool:
        for _ in range(2):  # workers stay for the next call
            results = list(pool.map_unordered(echoes(1000)))
            assert len(results) == 1000
            assert {name: outcome.get() for name, outcome in results} == {str(n): n for n in range(1000)}
        assert len(pool.pids) == 2
        assert list(pool.map_unordered([])) == []


def test_tasks_are_drawn_as_needed():
    drawn = []

    def source():
        for name, task in echoes(10_000):
            drawn.append(name)
            yield name, task

    with Pool(ACT, 2) as pool:
        results = pool.map_unordered(source(), batch=4)
        next(results)
        assert len(drawn) <= 16
        results.close()
        assert [outcome.get() for _, outcome in pool.map_unordered(echoes(1))] == [0]


@pytest.mark.parametrize(
    ("act", "reason", "message"),
    [
        ("kill_self", "killed", "the child was ended by SIGKILL"),
        ("leave", "crashed", "the child ended itself with status 3"),
        ("fault", "crashed", "the child was ended by SIGSEGV"),
        ("sleep", "timeout", "over the limit of 0.4 s"),
        ("stumble", "crashed", "KeyError: 'missing'"),
        ("refuse", "refused", "a blank picture"),
    ],
)
def test_one_bad_task_among_200_is_named_and_harms_no_other(act, reason, message):
    with Pool(ACT, 2, Limits(wall=0.4)) as pool:
        results = dict(pool.map_unordered(echoes(200, n50=act)))
    bad = results.pop("50")
    assert (bad.reason, bad.message) == (reason, message)
    assert {name: outcome.get() for name, outcome in results.items()} == {str(n): n for n in range(200) if n != 50}


@linux
def test_a_task_over_the_memory_limit_is_named():
    with Pool(ACT, 2, Limits(memory=1 << 30)) as pool:
        results = dict(pool.map_unordered(echoes(200, n50="allocate")))
    assert results.pop("50").reason == "memory"
    assert len(results) == 199 and all(outcome.ok for outcome in results.values())


@linux
def test_memory_that_earlier_tasks_hold_is_not_held_against_a_task():
    tasks = [(str(n), {"do": "hoard", "bytes": 300 << 20}) for n in range(6)]
    with Pool(ACT, 1, Limits(memory=1 << 30)) as pool:
        assert all(outcome.ok for _, outcome in pool.map_unordered(tasks))


def test_a_poison_task_kills_two_workers_alone_before_it_is_called_failed(tmp_path):
    log = tmp_path / "log"
    with Pool("tests.child.test_pool:noted", 2) as pool:
        tasks = [(str(n), {"log": str(log), "name": n, "poison": n == 20}) for n in range(60)]
        results = dict(pool.map_unordered(tasks, batch=16))
    assert results["20"].reason == "killed"
    assert sum(outcome.ok for outcome in results.values()) == 59
    lines = log.read_text().splitlines()
    poisoned = [line for line in lines if line.startswith("20 ")]
    assert len(poisoned) == 3  # once among others, then twice alone
    for line in poisoned[1:]:
        pid = line.split()[1]
        assert [other for other in lines if other.split()[1] == pid] == [line]  # a fresh worker, nothing else in it
    assert all(len([line for line in lines if line.split()[0] == str(n)]) <= 2 for n in range(60) if n != 20)


def noted(task):
    with open(task["log"], "a") as stream:
        stream.write(f"{task['name']} {os.getpid()}\n")
    if task["poison"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return task["name"]


def test_several_poison_tasks():
    special = {f"n{n}": "kill_self" for n in range(0, 100, 10)}
    with Pool(ACT, 2) as pool:
        results = dict(pool.map_unordered(echoes(100, **special)))
    assert sorted(int(name) for name, outcome in results.items() if not outcome.ok) == list(range(0, 100, 10))


def test_twenty_kills_at_random_leave_the_results_whole():
    tasks = [(str(n), {"do": "sleep", "seconds": 0.004}) for n in range(1000)]
    killed: list[int] = []
    with Pool(ACT, 2) as pool:
        done = threading.Event()

        def kill():
            dice = random.Random(7)
            while not done.is_set() and len(killed) < 20:
                time.sleep(dice.uniform(0.02, 0.08))
                pids = pool.pids
                if pids:
                    pid = dice.choice(pids)
                    try:
                        os.kill(pid, signal.SIGKILL)
                        killed.append(pid)
                    except ProcessLookupError:
                        pass

        killer = threading.Thread(target=kill)
        killer.start()
        results = list(pool.map_unordered(tasks))
        done.set()
        killer.join()
    assert len(killed) == 20
    assert sorted(name for name, _ in results) == sorted(name for name, _ in tasks)
    assert [outcome for _, outcome in results if not outcome.ok] == []


@linux
def test_killed_nurseries_cost_no_result():
    with Pool(ACT, 2) as pool:
        results = []
        for number, result in enumerate(pool.map_unordered(echoes(600))):
            results.append(result)
            if number % 200 == 50:
                nursery = Path(f"/proc/{pool.pids[0]}/stat").read_text().rpartition(")")[2].split()[1]
                os.kill(int(nursery), signal.SIGKILL)
    assert len(results) == 600 and all(outcome.ok for _, outcome in results)


def test_large_tasks_and_answers_do_not_block_each_other():
    value = "x" * (1 << 20)
    with Pool(ACT, 2) as pool:
        results = dict(pool.map_unordered((str(n), {"do": "echo", "value": value}) for n in range(40)))
    assert all(outcome.get() == value for outcome in results.values())


def test_an_answer_over_the_limit_is_named_at_once():
    with Pool(ACT, 1, Limits(answer=1000)) as pool:
        results = dict(pool.map_unordered([("a", {"do": "long_answer", "size": 5000}), ("b", {"do": "echo"})]))
    assert results["a"].reason == "over-limit" and results["b"].ok


def test_a_slow_consumer_does_not_make_tasks_late():
    with Pool(ACT, 1, Limits(wall=0.3)) as pool:
        results = []
        for number, result in enumerate(pool.map_unordered(echoes(40))):
            results.append(result)
            if number in (0, 20):
                time.sleep(0.5)
    assert len(results) == 40 and all(outcome.ok for _, outcome in results)


def test_leaving_early_ends_the_workers_at_work():
    with Pool(ACT, 2) as pool:
        results = pool.map_unordered([("a", {"do": "echo"}), ("b", {"do": "loop"}), ("c", {"do": "loop"})])
        assert next(results)[0] == "a"
        pids = pool.pids
        results.close()
        assert not set(pool.pids) & set(pids) or len(pool.pids) < 2
        assert dict(pool.map_unordered(echoes(3))).keys() == {"0", "1", "2"}
    assert all(gone(pid) for pid in pids)


def test_wrong_use_is_named():
    with pytest.raises(UsageError, match="jobs"):
        Pool(ACT, 0)
    with Pool(ACT, 1) as pool:
        with pytest.raises(UsageError, match="batch"):
            list(pool.map_unordered([], batch=0))
        with pytest.raises(UsageError, match="must be JSON"):
            list(pool.map_unordered([("a", {1})]))
        first = pool.map_unordered(echoes(10))
        next(first)
        with pytest.raises(UsageError, match="at work"):
            next(pool.map_unordered(echoes(10)))
        first.close()
    with pytest.raises(UsageError, match="closed"):
        list(pool.map_unordered([]))
    with pytest.raises(ChildFailed, match="ModuleNotFoundError"):
        Pool("tests.child.missing:act", 1)


@contextmanager
def ended(process):
    """What a failed test leaves does not stay."""
    try:
        yield
    except BaseException:
        process.kill()
        raise


def parent(state):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.child.parent", ACT, state],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


@linux
@pytest.mark.parametrize("state", ["busy", "idle"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_children_end_with_their_parent(state, how):
    with parent(state) as process, ended(process):
        pids = [int(text) for text in process.stdout.readline().split()]
        nurseries = {int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) for pid in pids}
        assert len(pids) == (3 if state == "busy" else 1)
        assert not any(gone(pid) for pid in [*pids, *nurseries])
        process.send_signal(how)
        process.wait(10)
    assert wait_until(lambda: all(gone(pid) for pid in [*pids, *nurseries]))
