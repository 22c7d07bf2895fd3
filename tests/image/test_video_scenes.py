"""Scenes of two recordings side by side; odd and hostile files of videos."""

from __future__ import annotations

import shutil
import struct
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from appraisal import contract
from appraisal.comparator import Resources
from appraisal.errors import OverLimit, Unreadable
from appraisal.work import Member, Work
from comparators.image.video import paths, scenes
from comparators.image.video.features import VideoFeatures, _within_bars
from comparators.image.video.frames import frames
from comparators.image.video.method import VideoCopy
from comparators.image.video.planting import write
from comparators.image.video.words import LABELS
from tests.specimens import film

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs the program ffmpeg")


def member(path: Path) -> Member:
    return Work.open(path).members[0]


def read(path: Path) -> VideoFeatures:
    return VideoCopy().read(member(path), Resources())


def made(out: Path, *words: object) -> Path:
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", *map(str, words), str(out)], check=True)
    return out


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "original.avi"
    write(path, list(film(1, 8.0)))
    return path


def test_scenes_of_two_recordings_are_laid_side_by_side(tmp_path: Path) -> None:
    one, other, third = (list(film(seed, 6.0)) for seed in (1, 2, 3))
    write(tmp_path / "first.avi", [*one, *other])
    write(tmp_path / "second.avi", [*third, *one])
    result = contract.run("video-copy", tmp_path / "first.avi", tmp_path / "second.avi")
    tables = {name: result.tables[name] for name in ("scenes_left", "scenes_right")}
    shared = [row for row in tables["scenes_left"]["rows"] if row[1] <= 6]
    apart = [row for row in tables["scenes_left"]["rows"] if row[0] >= 6.5]
    assert shared and all(row[2] != "" and row[3] >= 5.5 for row in shared)
    assert apart and all(row[2:] == [""] * 6 for row in apart)
    for row in shared:
        assert row[2] == pytest.approx(row[3] - 6, abs=0.6) or row[4] >= scenes.LEAST
    mirrored = contract.run("video-copy", tmp_path / "second.avi", tmp_path / "first.avi")
    assert mirrored.tables["scenes_left"] == tables["scenes_right"]
    for language in ("zh", "en"):
        assert {*tables["scenes_left"]["head"], "scenes_left", "scenes_right", "strength"} <= set(LABELS[language])


def test_scenes_run_from_cut_to_cut_and_long_ones_in_pieces(original: Path, tmp_path: Path) -> None:
    video = read(original)
    found = scenes.cut(video)
    assert found[0][0] == 0 and found[-1][1] == len(video.thumbs)
    assert all(a[1] == b[0] for a, b in pairwise(found))
    write(tmp_path / "still.avi", [next(iter(film(1, 1.0)))] * 200)
    assert scenes.cut(read(tmp_path / "still.avi")) == [(0, 66), (66, 133), (133, 200)]


def test_what_stands_still_throughout_is_no_counterpart(tmp_path: Path) -> None:
    """Two recordings that share a display and nothing else."""
    display = next(iter(film(9, 1.0)))[:60]
    for name, seed in (("one.avi", 1), ("two.avi", 2)):
        pictures = [frame.copy() for frame in film(seed, 12.0)]
        for frame in pictures:
            frame[-60:] = display
        write(tmp_path / name, pictures)
    one, two = read(tmp_path / "one.avi"), read(tmp_path / "two.avi")
    assert not scenes.moving(one)[-20:].any() and scenes.moving(one)[:20].mean() > 0.8
    assert all(row[2] == "" for row in scenes.table(one, two, scenes.alike(one, two), "left"))


def test_the_part_within_black_bars() -> None:
    frame = np.zeros((100, 200), np.uint8)
    frame[12:88] = np.random.default_rng(0).integers(0, 256, (76, 200), dtype=np.uint8)
    assert _within_bars(frame) == (0.0, 0.12, 1.0, 0.88)
    assert _within_bars(frame.T.copy()) == (0.12, 0.0, 0.88, 1.0)
    assert _within_bars(np.zeros((100, 200), np.uint8)) == (0.0, 0.0, 1.0, 1.0)


def test_pictures_count_once_among_what_is_usual() -> None:
    table = np.full((10, 12), 0.85, np.float32)
    one = np.array([0])
    assert list(paths.paths(table, 4)) == []  # like everything in two videos of many pictures
    ((path, _),) = list(paths.paths(table, 4, (one, one)))[:1]  # two cameras that stand, before one view
    assert len(path) == 10


def test_a_file_of_sound_alone_and_one_without_frames_are_refused(tmp_path: Path, original: Path) -> None:
    sound = made(tmp_path / "sound.mp4", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac")
    with pytest.raises(Unreadable, match=r"sound\.mp4: holds no picture that can be read"):
        read(sound)
    head = tmp_path / "head.avi"
    data = original.read_bytes()
    head.write_bytes(data[: data.index(b"movi") + 4])
    with pytest.raises(Unreadable, match=r"head\.avi: holds no picture that can be read"):
        read(head)


def test_a_header_that_claims_ten_hours_costs_what_is_there(tmp_path: Path, original: Path) -> None:
    data = bytearray(original.read_bytes())
    at = data.index(b"avih") + 8
    data[at + 16 : at + 20] = struct.pack("<I", 36_000 * 8)  # frames in all
    at = data.index(b"strh") + 8
    data[at + 32 : at + 36] = struct.pack("<I", 36_000 * 8)  # length of the stream
    (tmp_path / "long.avi").write_bytes(data)
    assert read(tmp_path / "long.avi").seconds == pytest.approx(8, abs=0.5)


def test_a_gap_of_ten_hours_is_over_the_limit(tmp_path: Path, original: Path) -> None:
    """Where frames are missing the last one stands; a jump of the clock ends at the limit of frames."""
    path = made(tmp_path / "gap.mkv", "-i", original, "-vf", r"setpts=if(gt(N\,20)\,PTS+36000/TB\,PTS)", "-c:v",
                "mpeg4", "-fps_mode", "passthrough")  # fmt: skip
    with pytest.raises(OverLimit, match=r"gap\.mkv: longer than 100 seconds"):
        list(frames(member(path), 4, 400))


def test_a_frame_of_giant_size_is_refused_or_read_small(tmp_path: Path, original: Path) -> None:
    data = bytearray(original.read_bytes())
    at = data.index(b"strf") + 8
    data[at + 4 : at + 12] = struct.pack("<ii", 60_000, 60_000)
    (tmp_path / "giant.avi").write_bytes(data)
    try:
        thumbs = read(tmp_path / "giant.avi").thumbs
    except Unreadable as error:
        assert "giant.avi" in str(error)
    else:
        assert max(thumbs.shape[1:]) <= 96


def test_a_size_that_changes_inside_the_file(tmp_path: Path, original: Path) -> None:
    parts = [
        made(tmp_path / f"{n}.ts", "-i", original, "-t", 3, "-vf", f"scale={size}", "-c:v", "mpeg2video", "-q:v", 3)
        for n, size in enumerate(("192:144", "96:128"))
    ]
    (tmp_path / "both.ts").write_bytes(b"".join(part.read_bytes() for part in parts))
    video = read(tmp_path / "both.ts")
    assert video.thumbs.shape[1:] == (72, 96) and video.seconds > 3


def test_turned_by_its_metadata_as_it_is_shown(tmp_path: Path, original: Path) -> None:
    plain = made(tmp_path / "plain.mp4", "-i", original, "-c:v", "mpeg4", "-q:v", 3)
    turned = made(tmp_path / "turned.mp4", "-display_rotation", 90, "-i", plain, "-c", "copy")
    assert read(turned).thumbs.shape[1:] == read(plain).thumbs.shape[:0:-1]


def test_a_rate_that_varies_keeps_the_times(tmp_path: Path, original: Path) -> None:
    path = made(tmp_path / "vary.mkv", "-i", original, "-vf", r"select=not(mod(n\,3))+gt(n\,40)", "-fps_mode", "vfr",
                "-c:v", "mpeg4", "-q:v", 3)  # fmt: skip
    result = contract.run("video-copy", original, path)
    (match,) = result.matches
    assert match.left.stop - match.left.start > 7 and match.details["speed"] == pytest.approx(1, abs=0.06)


def test_a_still_picture_as_a_video_changes_at_no_frame(tmp_path: Path) -> None:
    frame = next(iter(film(1, 1.0)))
    write(tmp_path / "one.avi", [frame] * 40)
    write(tmp_path / "two.avi", [frame] * 48)
    result = contract.run("video-copy", tmp_path / "one.avi", tmp_path / "two.avi")
    assert [match.details["changes"] for match in result.matches] == [0]
