"""What pictures that are read or compared at the same time take together does not depend on the number of threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from appraisal import engine, threads
from appraisal.comparator import Resources
from appraisal.errors import AppraisalError
from appraisal.job import Job
from appraisal.records import dumps
from appraisal.work import Work
from comparators.image import budget, copy
from comparators.image.budget import ALWAYS, DEEP, PLAIN, Budget, needed
from comparators.image.copy import ImageCopy
from comparators.image.decode import MAX_PIXELS, declared
from comparators.image.svg import LONGEST
from tests.image.pictures import member, save, scene
from tests.image.test_child import _bomb


class Watched(Budget):
    """A budget that remembers the most that was lent at once, in bytes and in loans."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self.lock, self.now, self.loans = threading.Lock(), 0, 0
        self.most, self.most_loans = 0, 0

    @contextmanager
    def lent(self, size: int) -> Iterator[None]:
        with super().lent(size):
            with self.lock:
                self.now, self.loans = self.now + size, self.loans + 1
                self.most, self.most_loans = max(self.most, self.now), max(self.most_loans, self.loans)
            time.sleep(0.002)
            try:
                yield
            finally:
                with self.lock:
                    self.now, self.loans = self.now - size, self.loans - 1


def test_no_more_is_lent_than_there_is() -> None:
    watched = Watched(100)

    def borrow(size: int) -> None:
        with watched.lent(size):
            pass

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(borrow, [30, 40, 60, 10, 90, 25] * 10))
    assert watched.most <= 100
    assert watched.most_loans > 1
    assert watched.now == 0


def test_what_is_more_than_all_there_is_is_lent_alone() -> None:
    held = Budget(100)
    with ThreadPoolExecutor(1) as pool:
        with held.lent(1):
            entered = threading.Event()

            def large() -> None:
                with held.lent(1000):
                    entered.set()

            done = pool.submit(large)
            assert not entered.wait(0.05)
        done.result(timeout=10)


def test_a_large_one_is_not_overtaken_for_ever() -> None:
    """Who asks after it waits behind it, even where there is room."""
    held = Budget(100)
    order: list[str] = []

    def borrow(name: str, size: int) -> None:
        with held.lent(size):
            order.append(name)

    with ThreadPoolExecutor(2) as pool:
        with held.lent(50):
            first = pool.submit(borrow, "large", 80)
            while not held._door.locked():
                time.sleep(0.001)
            second = pool.submit(borrow, "small", 10)
            time.sleep(0.02)
            assert order == []
        first.result(timeout=10)
        second.result(timeout=10)
    assert order == ["large", "small"]


def test_a_refused_picture_gives_back_what_it_was_lent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(1 << 30)
    monkeypatch.setattr(copy, "MEMORY", watched)
    (tmp_path / "bad.png").write_bytes(b"no picture")
    with pytest.raises(AppraisalError):
        ImageCopy().read(member(tmp_path / "bad.png"), Resources())
    assert watched.most > 0
    assert watched.now == 0


def test_what_a_picture_needs_is_told_by_its_head(tmp_path: Path) -> None:
    plain = save(tmp_path, "plain.png", scene(1, 120, 90))
    assert needed(plain) == ALWAYS + plain.size + 120 * 90 * PLAIN
    deep = save(tmp_path, "deep.png", np.arange(100 * 80, dtype=np.uint16).reshape(80, 100))
    assert needed(deep) == ALWAYS + deep.size + 100 * 80 * DEEP
    (tmp_path / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    assert declared(member(tmp_path / "drawing.svg")) == (LONGEST**2, False)
    Image.fromarray(scene(2, 64, 64)).save(tmp_path / "icon.ico")
    assert declared(member(tmp_path / "icon.ico")) == (MAX_PIXELS, False)


def test_what_will_be_refused_for_its_size_takes_no_pixels(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(_bomb())
    assert declared(member(tmp_path / "bomb.png")) == (0, False)
    small = save(tmp_path, "small.png", scene(1, 120, 90))
    assert declared(small, max_pixels=1000) == (0, False)


@pytest.mark.parametrize("number", [1, 2, 8])
def test_any_number_of_threads_keeps_the_bound_and_the_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Room for two readings or two pairs at a time: the record is that of one thread with all the room."""
    left, right = tmp_path / "left", tmp_path / "right"
    for seed in range(3, 15):
        save(left, f"{seed}.jpg", scene(seed), quality=80)
        save(right, f"{seed}.png", scene(seed, 200 - 4 * seed))
    job = Job("image-copy", Work.open(left), Work.open(right))
    monkeypatch.setattr(threads, "workers", lambda: 1)
    engine.forget()
    alone = dumps(engine.compare(job))
    watched = Watched(5 * ALWAYS // 2)
    monkeypatch.setattr(copy, "MEMORY", watched)
    monkeypatch.setattr(threads, "workers", lambda: number)
    engine.forget()
    assert dumps(engine.compare(job)) == alone
    assert watched.most <= 5 * ALWAYS // 2
    assert watched.most_loans == min(number, 2)
    assert watched.now == 0


def test_the_largest_picture_and_eight_common_ones_fit() -> None:
    assert ALWAYS + MAX_PIXELS * PLAIN <= budget.TOGETHER
    assert 8 * (ALWAYS + (1 << 20) * PLAIN) <= budget.TOGETHER
