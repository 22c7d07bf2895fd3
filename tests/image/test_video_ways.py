"""``video-copy``: videos shown backwards, with inverted tones, turned; what a scene played to and fro gives."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from appraisal import contract
from appraisal.comparison import Match
from appraisal.work import Work
from comparators.image.video.method import VideoCopy
from comparators.image.video.planting import write
from tests.specimens import film

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs the program ffmpeg")
Frames = list[NDArray[np.uint8]]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "original.avi"
    write(path, list(film(1, 8.0)))
    return path


def within(out: Path, copied: Frames) -> Path:
    """Two seconds of another film, the copied frames (eight a second), two more seconds of that film."""
    host = list(film(2, 4.0))
    write(out, [*host[:16], *copied, *host[16:]])
    return out


def found(left: Path, right: Path) -> list[Match]:
    result = contract.run("video-copy", left, right)
    assert result.status == "ok", result.message
    return list(result.matches)


@pytest.mark.parametrize(
    ("edit", "way", "mirrored"),
    [
        (lambda part: part[::-1], "played backwards", "no"),
        (lambda part: [frame[:, ::-1] for frame in part[::-1]], "played backwards", "yes"),
        (lambda part: [255 - frame for frame in part], "tones inverted", "no"),
    ],
)
def test_a_part_shown_another_way_is_one_segment_that_says_so(
    original: Path, tmp_path: Path, edit: Callable[[Frames], Frames], way: str, mirrored: str
) -> None:
    copy = within(tmp_path / "copy.avi", edit(list(film(1, 8.0))[16:48]))
    (match,) = found(original, copy)
    assert (match.details["way"], match.details["mirrored"]) == (way, mirrored)
    assert (match.left.start, match.left.stop) == pytest.approx((2, 6), abs=0.4)
    assert (match.right.start, match.right.stop) == pytest.approx((2, 6), abs=0.4)
    (other,) = found(copy, original)
    assert (other.details["way"], other.left, other.right) == (way, match.right, match.left)
    shown = VideoCopy().exhibit(Work.open(original), Work.open(copy), match)
    times = dict(shown.transformation)["times_right"].split(", ")
    assert times == sorted(times, reverse=way == "played backwards")


def test_a_scene_to_and_fro_is_two_segments(tmp_path: Path) -> None:
    longer = tmp_path / "longer.avi"
    write(longer, list(film(1, 12.0)))
    part = list(film(1, 12.0))[24:72]
    forth, back = found(longer, within(tmp_path / "copy.avi", [*part, *part[::-1]]))
    if forth.right.start > back.right.start:
        forth, back = back, forth
    assert (forth.details["way"], back.details["way"]) == ("as it is", "played backwards")
    assert (forth.right.start, forth.right.stop) == pytest.approx((2, 8), abs=0.4)
    assert (back.right.start, back.right.stop) == pytest.approx((8, 14), abs=0.6)  # at the turn both are alike


def test_a_turned_picture_says_by_how_much(original: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.avi"
    write(turned, [np.ascontiguousarray(np.rot90(frame, -1)) for frame in film(1, 8.0)])
    (match,) = found(original, turned)
    assert (match.details["turned"], match.details["mirrored"]) == (90, "no")
    (back,) = found(turned, original)
    assert back.details["turned"] == -90
