"""music-melody: the key in which a passage is shown: as either file writes it, else as its notes tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal.comparator import Resources
from appraisal.exhibit import Score
from appraisal.work import Work
from comparators.audio.music import keys, writing
from comparators.audio.music.melody import MusicMelody
from tests.music.test_melody import moved, of, write

DORIAN = [
    62,
    69,
    67,
    65,
    64,
    62,
    64,
    65,
    67,
    72,
    69,
    69,
    74,
    72,
    71,
    67,
    64,
    65,
    67,
    69,
    65,
    64,
    62,
    65,
    67,
    69,
    72,
    71,
]


def abc(key: str, shift: int) -> str:
    names = {n: name for n, name in enumerate(("C", "^C", "D", "^D", "E", "F", "^F", "G", "^G", "A", "^A", "B"))}
    body = "".join(f"{names[(p + shift) % 12]}{chr(39) * ((p + shift) // 12 - 5)}2 " for p in DORIAN)
    return f"X:1\nT:a\nM:4/4\nL:1/8\nK:{key}\n{body}|]\n"


def test_a_melody_has_one_key_in_all_exhibits(tmp_path: Path) -> None:
    """D dorian is written 1=C; reckoned from the notes alone it may be another key."""
    line = [(float(n), 1.0, pitch) for n, pitch in enumerate(DORIAN)]
    for name, shift in (("l", 0), ("r", 5)):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "a.mid", moved(line, shift))
    (tmp_path / "l" / "b.abc").write_text(abc("C", 0), "utf-8")
    left, right = Work.open(tmp_path / "l", label="A1"), Work.open(tmp_path / "r", label="B1")
    method, found = MusicMelody(), of(tmp_path / "l", tmp_path / "r")
    shown = {match.left.file: method.exhibit(left, right, match) for match in found.matches}
    assert {file: score.fifths for file, score in shown.items() if isinstance(score, Score)} == {"a.mid": 0, "b.abc": 0}


def test_where_the_other_side_alone_writes_its_key_both_are_shown_in_it(tmp_path: Path) -> None:
    """C dorian without a key against D dorian written 1=C: 1=B flat, whatever its notes tell alone."""
    write(tmp_path / "a.mid", moved([(float(n), 1.0, pitch) for n, pitch in enumerate(DORIAN)], -2))
    (tmp_path / "b.abc").write_text(abc("C", 0), "utf-8")
    left, right = Work.open(tmp_path / "a.mid", label="A1"), Work.open(tmp_path / "b.abc", label="B1")
    (match,) = of(tmp_path / "a.mid", tmp_path / "b.abc").matches
    shown = MusicMelody().exhibit(left, right, match)
    assert isinstance(shown, Score) and shown.fifths == -2


@pytest.mark.parametrize(("stated", "counts"), [(0, 0), (-1, None), (5, None)])
def test_the_key_of_a_midi_file_counts_where_its_notes_bear_it_out(
    tmp_path: Path, stated: int, counts: int | None
) -> None:
    line = [(float(n), 1.0, pitch) for n, pitch in enumerate((60, 62, 64, 65, 67, 69, 71, 72, 71, 67, 64, 60))]
    body = writing.midi([("melody", 0, line)])
    at = body.index(b"MTrk") + 8
    event = bytes((0, 0xFF, 0x59, 2, stated & 0xFF, 0))
    size = int.from_bytes(body[at - 4 : at], "big") + len(event)
    (tmp_path / "a.mid").write_bytes(body[: at - 4] + size.to_bytes(4, "big") + event + body[at:])
    member = Work.open(tmp_path / "a.mid").members[0]
    tune = MusicMelody().read(member, Resources())
    assert keys.written(tune, 0) == counts and keys.fifths(tune, 0) == 0
