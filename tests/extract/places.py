"""The place where tests extract, with a look around it afterwards."""

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from appraisal.child import Worker
from appraisal.extract import CHILD, HANDLER, ExtractLimits, extract, unpack

SMALL = ExtractLimits(members=1000, total=64 << 20, member=8 << 20, ratio=100, ratio_floor=1 << 20, depth=4)


@pytest.fixture
def box(tmp_path):
    """Extract bytes and check that nothing but digests lies in ``out``, and nothing new around it."""
    return _box(tmp_path, extract)


@pytest.fixture(scope="module")
def worker():
    with Worker(HANDLER, CHILD) as one:
        yield one


@pytest.fixture
def limited(tmp_path, worker):
    """As ``box``, in the limited child: to fork a process of its own for libarchive costs the process of all tests ten
    times as much as it costs the child, which is small."""
    return _box(tmp_path, lambda archive, out, limits: unpack(archive, out, label="a", limits=limits, worker=worker))


def _box(tmp_path, opened):
    place = tmp_path / "place"
    place.mkdir()
    (tmp_path / "canary").write_text("untouched")
    before = sorted(os.listdir("."))

    def run(data, limits=SMALL, name="a.zip"):
        archive, out = place / name, place / "out"
        archive.write_bytes(data)
        try:
            return opened(archive, out, limits)
        finally:
            check(out)
            assert sorted(os.listdir(place)) in (sorted([name, "out"]), [name])
            assert sorted(os.listdir(tmp_path)) == ["canary", "place"]
            assert (tmp_path / "canary").read_text() == "untouched"
            assert sorted(os.listdir(".")) == before
            archive.unlink()

    run.out = place / "out"  # type: ignore[attr-defined]
    return run


def check(out):
    for folder, folders, files in os.walk(out):
        for name in folders:
            assert len(name) == 2 and not (Path(folder) / name).is_symlink()
        for name in files:
            path = Path(folder) / name
            assert stat.S_ISREG(path.lstat().st_mode)
            assert path.parent == out / name[:2] and sha256(path.read_bytes()).hexdigest() == name


def table(listing):
    return [(entry.display, entry.status) for entry in listing.members]
