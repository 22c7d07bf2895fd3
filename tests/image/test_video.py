"""``video-copy``: segments are found through the edits that hide them, with times on both sides; hostile files."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from appraisal import contract
from appraisal.comparator import Resources
from appraisal.comparison import Exclusion, Match, Reason
from appraisal.errors import OverLimit, Refused, Unreadable, UsageError
from appraisal.span import second
from appraisal.work import Member, Work
from comparators.image.video import paths
from comparators.image.video.frames import frames
from comparators.image.video.method import VideoCopy
from comparators.image.video.planting import write
from comparators.image.video.words import COUNTING, LABELS
from tests.specimens import film

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs the program ffmpeg")


def member(path: Path) -> Member:
    return Work.open(path).members[0]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "original.avi"
    write(path, list(film(1, 12.0)))
    return path


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "host.avi"
    write(path, list(film(2, 8.0)))
    return path


def edited(original: Path, host: Path, out: Path, edit: str, inset: bool = False) -> Path:
    """A second of the host, seconds 3 to 9 of the original through ``edit``, one more second of the host."""
    shape = "scale=192:144,fps=8,setsar=1,format=yuv420p"
    middle = f"[1:v]{edit},{shape}[b]"
    if inset:
        middle = f"[1:v]{edit}[small];[3:v]{shape}[ground];[ground][small]overlay=90:20:shortest=1,{shape}[b]"
    asked = f"[0:v]{shape}[a];{middle};[2:v]{shape}[c];[a][b][c]concat=n=3:v=1[out]"
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-t", "1", "-i", host, "-ss", "3", "-t", "6", "-i",
               original, "-ss", "4", "-t", "1", "-i", host]  # fmt: skip
    command += ["-stream_loop", "3", "-i", host] if inset else []
    command += ["-filter_complex", asked, "-map", "[out]", "-c:v", "mpeg4", "-q:v", "9", "-threads", "1", out]
    subprocess.run([str(word) for word in command], check=True)
    return out


def found(left: Path, right: Path) -> list[Match]:
    result = contract.run("video-copy", left, right)
    assert result.status == "ok", result.message
    return list(result.matches)


@pytest.mark.parametrize(
    ("edit", "speed", "mirrored", "inset", "placement"),
    [
        ("hue=s=0,hflip", 1.0, "yes", False, "whole picture"),
        ("crop=iw*0.75:ih*0.75", 1.0, "no", False, "right picture within the left"),
        ("setpts=PTS/1.5", 1.5, "no", False, "whole picture"),
        ("setpts=PTS/0.75", 0.75, "no", False, "whole picture"),
        ("drawbox=120:8:60:40:red:fill", 1.0, "no", False, "whole picture"),
        ("scale=86:64", 1.0, "no", True, "left picture within the right"),
    ],
)
def test_an_edited_part_is_found_with_its_times(
    original: Path, host: Path, tmp_path: Path, edit: str, speed: float, mirrored: str, inset: bool, placement: str
) -> None:
    copy = edited(original, host, tmp_path / "copy.avi", edit, inset)
    (match,) = found(original, copy)
    assert match.left.start == pytest.approx(3, abs=0.6) and match.left.stop == pytest.approx(9, abs=0.6)
    assert match.right.start == pytest.approx(1, abs=0.6)
    assert match.right.stop == pytest.approx(1 + 6 / speed, abs=0.6)
    assert match.details["speed"] == pytest.approx(1 / speed, rel=0.06)
    assert (match.details["mirrored"], match.details["placement"]) == (mirrored, placement)
    seen = 0 if float(match.details["strength"]) >= 6.89 else 1
    assert (match.details["chance_seen"], match.details["chance_pairs"]) == (seen, 145)


def test_unrelated_films_have_nothing_in_common(original: Path, host: Path) -> None:
    assert found(original, host) == []


def test_seconds_count_on_both_sides_and_exclusions_leave_both(original: Path, host: Path, tmp_path: Path) -> None:
    copy = edited(original, host, tmp_path / "copy.avi", "hflip")
    result = contract.run("video-copy", original, copy)
    (match,) = result.matches
    assert result.coverage_of_left == pytest.approx((match.left.stop - match.left.start) / 12)
    assert result.coverage_of_right == pytest.approx((match.right.stop - match.right.start) / 8)
    (row,) = result.tables["segments"]["rows"]
    assert row[:6] == [
        "original.avi",
        match.left.start,
        match.left.stop,
        "copy.avi",
        match.right.start,
        match.right.stop,
    ]
    outside = Exclusion(Reason.LICENSED, "left", second("original.avi", 10, 12))
    less = contract.run("video-copy", original, copy, exclusions=(outside,))
    assert less.filtered.coverage_of_left == pytest.approx((match.left.stop - match.left.start) / 10)
    assert less.all.coverage_of_left == result.coverage_of_left
    shown = VideoCopy().exhibit(Work.open(original), Work.open(copy), match)
    assert shown.aligned is not None and len(shown.left.polygons) == 4
    assert shown.matrix is not None
    assert (shown.matrix.x_range, shown.matrix.y_range) == ((0.0, 12.0), (0.0, 8.0))
    levels = np.array(Image.open(io.BytesIO(shown.matrix.picture.png)).convert("L"))
    (x, y), (_, _), (across, up), _ = shown.matrix.picture.polygons[0]
    assert (x, y) == pytest.approx(
        (match.left.start / 12 * levels.shape[1], (1 - match.right.start / 8) * levels.shape[0]), abs=0.01
    )
    assert levels[round(up) + 15, round(across) - 15] < 130  # a little before the end of the segment
    assert levels[-1, 0] > 180 and shown == VideoCopy().exhibit(Work.open(original), Work.open(copy), match)
    assert {"times_left", "times_right", "speed"} <= {name for name, _ in shown.transformation}
    for language in ("zh", "en"):
        words = LABELS[language]
        used = {*result.all.values, *result.parameters, *match.details, match.kind, str(match.details["placement"])}
        used |= {*shown.matrix.series, shown.matrix.x_label, shown.matrix.y_label, "others under this map"}
        used |= set(result.tables["segments"]["head"]) | {name for name, _ in shown.transformation} | {"same-file"}
        assert used <= set(words), used - set(words)
        assert set(COUNTING[language]["columns"].split()) <= set(words)


def test_a_path_through_a_matrix_written_by_hand() -> None:
    table = np.full((12, 20), 0.1, np.float32)
    for n in range(8):
        table[2 + n, 5 + n] = 0.95
    ((path, gain),) = list(paths.paths(table, 4))
    assert path.tolist() == [[2 + n, 5 + n] for n in range(8)]
    assert gain == pytest.approx(8 * (0.95 - paths.LIKE), abs=1e-4)


def test_a_path_at_double_speed() -> None:
    table = np.full((12, 24), 0.1, np.float32)
    for n in range(10):
        table[1 + n, 3 + 2 * n] = 0.95
    ((path, _),) = list(paths.paths(table, 4))
    assert path[0].tolist() == [1, 3] and path[-1].tolist() == [10, 21]


def test_a_still_that_is_like_everything_is_no_path() -> None:
    assert list(paths.paths(np.full((12, 12), 0.85, np.float32), 4)) == []


@pytest.mark.parametrize("name", ["list.m3u8", "film.mp4"])
def test_files_that_name_other_files_are_not_followed(tmp_path: Path, original: Path, name: str) -> None:
    target = tmp_path / name
    lists = {
        "list.m3u8": f"#EXTM3U\n#EXTINF:9,\n{original}\n#EXT-X-ENDLIST\n",
        "film.mp4": f"ffconcat version 1.0\nfile '{original}'\n",
    }
    target.write_text(lists[name], "utf-8")
    with pytest.raises(Unreadable, match=name):
        list(frames(member(target), 4, 100))


def test_hostile_and_blank_files_are_refused_by_name(tmp_path: Path, original: Path, host: Path) -> None:
    (tmp_path / "empty.mp4").write_bytes(b"")
    with pytest.raises(Unreadable, match=r"empty\.mp4: an empty file"):
        list(frames(member(tmp_path / "empty.mp4"), 4, 100))
    with pytest.raises(OverLimit, match=r"original\.avi: longer than 2 seconds"):
        list(frames(member(original), 4, 8))
    write(tmp_path / "black.avi", [np.zeros((48, 64), np.uint8)] * 16)
    with pytest.raises(Refused, match=r"black\.avi: \d+ frames without detail"):
        VideoCopy().read(member(tmp_path / "black.avi"), Resources())
    (tmp_path / "cut.avi").write_bytes(original.read_bytes()[:40_000])
    short = VideoCopy().read(member(tmp_path / "cut.avi"), Resources())
    assert 1 < short.seconds < 11


def test_without_the_program_the_refusal_says_what_to_do(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refused, match=r"original\.avi: read by the program ffmpeg, which is not installed"):
        VideoCopy().read(member(original), Resources())


def test_parameters_out_of_range_are_refused() -> None:
    with pytest.raises(UsageError, match="min_seconds"):
        VideoCopy(min_seconds=0.1)
    with pytest.raises(UsageError, match="rate"):
        VideoCopy(rate=50)


def test_swapped_sides_give_the_same_segments(original: Path, host: Path, tmp_path: Path) -> None:
    copy = edited(original, host, tmp_path / "copy.avi", "hflip,crop=iw*0.8:ih*0.8")
    one, other = found(original, copy), found(copy, original)
    assert [(m.left, m.right) for m in one] == [(m.right, m.left) for m in other] != []
    assert one[0].details["placement"] == "right picture within the left"
    assert other[0].details["placement"] == "left picture within the right"
