"""npz files from a child are read without trust."""

import io
import pickle
import zipfile
from typing import Any

import numpy as np
import pytest

from appraisal.child import load_npz
from appraisal.errors import OverLimit, Unreadable


def test_plain_arrays_come_back(tmp_path):
    path = tmp_path / "a.npz"
    arrays: dict[str, Any] = {
        "x": np.arange(10),
        "empty": np.zeros((0, 3)),
        "point": np.float64(3.5),
        "text": np.array(["水", "浒传"]),
    }
    np.savez_compressed(path, **arrays)
    found = load_npz(path, 1 << 20)
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        assert np.array_equal(found[name], array)


def test_objects_are_never_unpickled(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.array([{"a": 1}], dtype=object))
    with pytest.raises(Unreadable, match="pickled"):
        load_npz(path, 1 << 20)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", pickle.dumps([1]))
    with pytest.raises(Unreadable):
        load_npz(path, 1 << 20)


def test_sizes_are_capped_before_memory_is_asked_for(tmp_path):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, a=np.zeros(1 << 20, np.uint8), b=np.zeros(1 << 20, np.uint8))
    with pytest.raises(OverLimit, match="more than 1500000 bytes"):
        load_npz(path, 1_500_000)
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (1 << 40,)})
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", header.getvalue())
    with pytest.raises(OverLimit):
        load_npz(path, 1 << 30)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.npy", b"")
    with pytest.raises(OverLimit, match="20 arrays"):
        load_npz(path, 1 << 30, members=10)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"no zip at all"])
def test_damage_is_named(tmp_path, content):
    path = tmp_path / "a.npz"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"a\.npz"):
        load_npz(path, 1 << 20)


def test_short_long_and_odd_members_are_named(tmp_path):
    whole = io.BytesIO()
    np.save(whole, np.arange(100))
    for name, content in (
        ("x.npy", whole.getvalue()[:-1]), ("x.npy", whole.getvalue() + b"!"), ("x.txt", whole.getvalue()),
        ("x.npy", b"\x93NUMPY\x09\x00"), ("x.npy", whole.getvalue().replace(b"(100,)", b"(-10,)")),
    ):  # fmt: skip
        path = tmp_path / "a.npz"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
        with pytest.raises(Unreadable):
            load_npz(path, 1 << 20)
