"""Which members are taken for controls, and where what is made of them lies."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from appraisal.controls.bench import Task, inside
from appraisal.controls.choosing import Held, Rotation
from appraisal.errors import RecordError
from appraisal.work import Medium, Member, Work

# --- choosing ---------------------------------------------------------------------------------------------------------


def member(file: str, size: int) -> Member:
    return Member(file, Path(file), size, hashlib.sha256(file.encode()).hexdigest(), Medium.TEXT)


def work(label: str, *members: Member) -> Work:
    return Work(label, Path(label), None, members, "", True)


def test_members_come_by_turns_and_large_ones_last() -> None:
    works = [
        work("A", member("a1", 5), member("a2", 5), member("huge", 9 << 20), member("empty", 0)),
        work("B", member("b1", 5), *(member(f"big{n:02d}", (2 << 20) + n) for n in range(30))),
    ]
    turning = Rotation(works, frozenset({Medium.TEXT}), 1)
    first = [turning.following() for _ in range(6)]
    assert [h.label for h in first if h] == ["A", "B", "A"] * 2
    assert {h.member.file for h in first if h} == {"a1", "a2", "b1"} and first[:3] == first[3:]
    for held in first[:3]:
        assert held
        turning.drop(held)
    reserve = [turning.following() for _ in range(11)]
    assert {h.member.file for h in reserve if h} == {"huge", *(f"big{n:02d}" for n in range(10))}
    for held in reserve:
        assert held
        turning.drop(held)
    assert turning.following() is None


def test_the_seed_decides_and_the_listing_does_not() -> None:
    members = [member(f"{n}", 5) for n in range(20)]

    def order(listed: list[Member], seed: int) -> list[str]:
        turning = Rotation([work("A", *listed)], frozenset({Medium.TEXT}), seed)
        return [held.member.file for _ in listed if (held := turning.following())]

    assert order(members, 1) == order(members[::-1], 1) != order(members, 2)
    assert sorted(order(members, 2)) == sorted(m.file for m in members)


def test_a_member_unlike_the_other() -> None:
    one, two = member("1", 5), member("2", 5)
    turning = Rotation([work("A", one, two)], frozenset({Medium.TEXT}), 1)
    assert all((h := turning.following(one.sha256)) and h.member is two for _ in range(3))
    assert Rotation([work("A", one)], frozenset({Medium.TEXT}), 1).following(one.sha256) is None


def test_what_a_child_made_lies_in_its_folder(tmp_path: Path) -> None:
    held = Held("A1", member("a.txt", 5))
    task = Task("0001", held, held, 0, "plant", tmp_path)
    task.out.mkdir()
    (task.out / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_text("x")
    (task.out / "plain").write_text("x")
    assert inside(task.out / "plain", task) == task.out / "plain"
    for path in (tmp_path / "elsewhere", task.out / "link", task.out / "none", task.out / "../elsewhere"):
        with pytest.raises(RecordError, match=r"a\.txt"):
            inside(path, task)
