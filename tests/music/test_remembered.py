"""Scores that the exhibits of one run need: each is read once, within a fixed weight."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal.errors import Unreadable
from appraisal.work import Work
from comparators.audio.music import reading, remembered
from comparators.audio.music.melody import MusicMelody
from comparators.audio.music.remembered import ENTRY, Kept
from tests.music.test_melody import melody, of, write


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "TUNES", Kept(remembered.TUNES.most, remembered.TUNES.weigh))
    monkeypatch.setattr(remembered, "STATED", Kept(remembered.STATED.most, remembered.STATED.weigh))


def test_exhibits_read_each_score_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = melody(1)
    for side in ("left", "right"):
        (tmp_path / side).mkdir()
    for name, seed in (("a", 0), ("c", 3), ("d", 4), ("e", 5)):
        write(tmp_path / "left" / f"{name}.mid", melody(seed) if seed else one)
    write(tmp_path / "left" / "f.mid", one).write_bytes(b"MThd no score")
    write(tmp_path / "right" / "b.mid", one)
    match = of(tmp_path / "left" / "a.mid", tmp_path / "right" / "b.mid").matches[0]
    read: list[str] = []

    def counted(member: object) -> object:
        read.append(member.file)  # type: ignore[attr-defined]  # a member
        return plain(member)  # type: ignore[arg-type]  # as above

    plain = reading.read
    monkeypatch.setattr(reading, "read", counted)
    left, right = Work.open(tmp_path / "left"), Work.open(tmp_path / "right")
    shown = [MusicMelody().exhibit(left, right, match) for _ in range(3)]
    assert shown[0] == shown[1] == shown[2]
    assert sorted(read) == ["a.mid", "c.mid", "d.mid", "e.mid", "f.mid"], "b.mid has the bytes of a.mid"


def test_what_is_kept_has_a_bound_and_the_oldest_gives_way() -> None:
    made: list[str] = []
    kept: Kept[bytes] = Kept(3 * (ENTRY + 10), len)

    def get(name: str, size: int = 10) -> bytes:
        def make() -> bytes:
            made.append(name)
            return bytes(size)

        return kept.get(name, make)

    for name in "abcabd":  # d takes the place of c
        get(name)
    assert made == ["a", "b", "c", "d"] and kept.weight <= kept.most
    get("c")
    get("b")
    assert made == ["a", "b", "c", "d", "c"] and list(kept.held) == ["d", "c", "b"]
    for _ in range(2):  # heavier than everything may be
        get("e", 1000)
    assert made[-2:] == ["e", "e"] and "e" not in kept.held and kept.weight <= kept.most


def test_a_failure_is_not_kept() -> None:
    kept: Kept[bytes] = Kept(1000, len)

    def failing() -> bytes:
        raise Unreadable("a.mid: no notes")

    for _ in range(2):
        with pytest.raises(Unreadable):
            kept.get("a", failing)
    assert not kept.held and not kept.weight
