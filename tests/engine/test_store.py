"""The store: few files, whole or absent, safe with several processes; what is damaged or forged is absent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from appraisal.store import ENTRY_SIZE, FACTS, HEAD, Kept, Store, features_from, features_of, from_bytes, to_bytes

VALUE = {"a": np.arange(5, dtype=np.uint16), "s": "灯", "b": b"\x00\xff", "n": 3, "list": [[1, "x"], None]}
SIMPLE = st.one_of(st.text(max_size=20), st.binary(max_size=20), st.integers(), st.booleans(), st.none())


def key(number: int) -> bytes:
    return number.to_bytes(32, "big")


def opened(folder: Path) -> Store:
    store = Store(folder)
    store.refresh()
    return store


def equal(one: dict[str, Any] | None, other: dict[str, Any]) -> bool:
    if one is None or one.keys() != other.keys():
        return False
    return all(
        one[k].tobytes() == v.tobytes() and one[k].dtype == v.dtype and one[k].shape == v.shape
        if isinstance(v, np.ndarray)
        else one[k] == v
        for k, v in other.items()
    )


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.text(max_size=5), SIMPLE, max_size=4),
    arrays.arrays(st.sampled_from(["u1", "<u8", "<f4", "?", "<U3"]), arrays.array_shapes(min_dims=0, min_side=0)),
)
def test_values_come_back_as_they_were(scalars: dict[str, Any], array: np.ndarray[Any, Any]) -> None:
    value = {**scalars, "array": array}
    assert equal(from_bytes(bytearray(to_bytes(value))), value)


@pytest.mark.parametrize("odd", [{1}, object(), np.array([object()], dtype=object), {"a": 1}])
def test_what_is_not_stored(odd: object) -> None:
    with pytest.raises(TypeError, match="not stored"):
        to_bytes({"x": odd})


def test_many_values_lie_in_two_files(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    for number in range(300):
        store.put(key(number), VALUE | {"n": number})
    assert len(list((tmp_path / "s").iterdir())) == 2
    again = opened(tmp_path / "s")
    assert all(equal(again.get(key(n)), VALUE | {"n": n}) for n in range(300)) and again.get(key(300)) is None
    found = again.get(key(1))
    assert found is not None
    found["a"][0] = 9  # arrays are the caller's own
    assert equal(again.get(key(1)), VALUE | {"n": 1})


def test_a_second_writer_makes_its_own_pack_and_the_next_goes_on(tmp_path: Path) -> None:
    one, two = opened(tmp_path), opened(tmp_path)
    one.put(key(1), VALUE)
    two.put(key(2), VALUE)
    assert len(list(tmp_path.glob("*.pack"))) == 2
    one.refresh()
    assert equal(one.get(key(2)), VALUE)
    del one, two
    opened(tmp_path).put(key(3), VALUE)
    assert len(list(tmp_path.glob("*.pack"))) == 2, "the lock of a writer that is gone holds nobody up"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_is_absence(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("s")
    store = opened(folder)
    for number in range(4):
        store.put(key(number), VALUE | {"n": number})
    path = next(folder.glob(data.draw(st.sampled_from(["*.pack", "*.index"]))))
    body = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(body) - 1))
    if data.draw(st.booleans()):
        body = body[:at]
    else:
        body[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(body)
    for each in (store, opened(folder)):
        for number in range(4):
            found = each.get(key(number))
            assert found is None or equal(found, VALUE | {"n": number})
    del store, each
    after = opened(folder)
    for number in range(4):
        if after.get(key(number)) is None:
            after.put(key(number), VALUE | {"n": number})
    assert all(equal(opened(folder).get(key(n)), VALUE | {"n": n}) for n in range(4))


FORGED: list[Callable[[], bytes]] = [
    lambda: b"",
    lambda: HEAD.pack(1 << 31) + b"[]",
    lambda: HEAD.pack(2) + b"[]",
    lambda: HEAD.pack(4) + b"null",
    lambda: _headed(b'[{}, [["a", "|O", [1]]]]') + bytes(64),
    lambda: _headed(b'[{}, [["a", "u8", [9999999999]]]]'),
    lambda: _headed(b'[{}, [["a", "u8", [-1]]]]') + bytes(64),
    lambda: _headed(b'[{}, [["a", "V0", [1]]]]'),
    lambda: _headed(b'[{}, [["a", "u8,u8", [1]]]]') + bytes(64),
    lambda: _headed(b'[{}, [["a", "no such", [1]]]]'),
    lambda: _headed(b"[" * 100_000),
    lambda: _headed(b'[{"a": {"base64": 5}}, []]'),
]


def _headed(body: bytes) -> bytes:
    return HEAD.pack(len(body)) + body


@pytest.mark.parametrize("make", FORGED)
def test_forged_values_are_absent(tmp_path: Path, make: Callable[[], bytes]) -> None:
    body = make()
    (tmp_path / "x.pack").write_bytes(body)
    entry = FACTS.pack(key(1), 0, len(body), zlib.crc32(body))
    (tmp_path / "x.index").write_bytes((entry + HEAD.pack(zlib.crc32(entry))).ljust(ENTRY_SIZE, b"\0"))
    assert opened(tmp_path).get(key(1)) is None


@pytest.mark.parametrize("place", [0, 1 << 40, (1 << 64) - 1])
def test_forged_places_are_absent(tmp_path: Path, place: int) -> None:
    (tmp_path / "x.pack").write_bytes(b"abc")
    entry = FACTS.pack(key(1), place, (1 << 64) - 1, 0)
    (tmp_path / "x.index").write_bytes((entry + HEAD.pack(zlib.crc32(entry))).ljust(ENTRY_SIZE, b"\0"))
    assert opened(tmp_path).get(key(1)) is None


def _fill(folder: str, base: int) -> None:
    store = Store(Path(folder))
    for number in range(base, base + 60):
        store.refresh()
        store.put(key(number), VALUE | {"n": number})


def test_several_processes_at_once(tmp_path: Path) -> None:
    mine = Store(tmp_path)
    mine.put(key(999), VALUE)
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_fill, args=(str(tmp_path), base)) for base in (0, 30, 60)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    store = opened(tmp_path)
    assert all(equal(store.get(key(n)), VALUE | {"n": n}) for n in range(120))
    assert len(list(tmp_path.glob("*.pack"))) <= 4


def test_a_forked_copy_writes_elsewhere(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(key(1), VALUE)
    child = os.fork()
    if not child:
        store.put(key(2), VALUE | {"n": 2})
        os._exit(0)
    store.put(key(3), VALUE | {"n": 3})
    assert os.waitpid(child, 0)[1] == 0
    assert all(equal(opened(tmp_path).get(key(n)), VALUE | {"n": n}) for n in (2, 3))


WRITER = """
import sys
from pathlib import Path
import numpy as np
from appraisal.store import Store
store = Store(Path(sys.argv[1]))
for number in range(1 << 30):
    store.put(number.to_bytes(32, "big"), {"n": number, "a": np.full(4000, number, np.int64)})
    print(number, flush=True)
"""


def test_killed_at_any_time_values_are_whole_or_absent(tmp_path: Path) -> None:
    for wait in (0.0, 0.003, 0.011):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        said = process.communicate()[0].split(b"\n")
        store = opened(tmp_path)
        last = max([0, *(int(word) for word in said[:-1])])
        for number in range(last + 1):
            found = store.get(key(number))
            assert found is not None and found["n"] == number and (found["a"] == number).all()
        del store


@dataclass(frozen=True)
class Two:
    a: np.ndarray[Any, Any]
    s: str


def test_features_of_another_shape_are_none(tmp_path: Path) -> None:
    made = Two(np.arange(3), "x")
    again = features_from(Two, from_bytes(bytearray(to_bytes(features_of(made)))))
    assert isinstance(again, Two) and again.s == "x" and again.a.tolist() == [0, 1, 2]
    assert features_from(Two, {"a": 1}) is None and features_from(Two, None) is None


def test_partial_results_of_one_method_are_not_anothers(tmp_path: Path) -> None:
    store = Store(tmp_path)
    one, other = Kept(store, "method 1"), Kept(store, "method 2")
    one.put(b"k", {"n": 1})
    assert other.get(b"k") is None and one.get(b"k") == {"n": 1} and one.get(b"q") is None
