"""What the map of a region is told to be, and what was done to the picture, as people read it: of the record alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from appraisal import engine, registry, wording
from appraisal.comparison import Comparison
from appraisal.job import Job
from appraisal.records import dumps
from appraisal.work import Work
from comparators.image import laid
from tests.image.pictures import save, scene

Picture = NDArray[np.uint8]


def crop(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[30:210, 40:280])


def smaller(picture: Picture) -> Picture:
    return np.asarray(cv2.resize(crop(picture), (180, 135), interpolation=cv2.INTER_AREA), np.uint8)


def aslant(picture: Picture) -> Picture:
    corners = np.array([[0, 0], [320, 0], [320, 240], [0, 240]], np.float32)
    there = np.array([[30, 20], [300, 0], [320, 240], [0, 200]], np.float32)
    return np.asarray(cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, there), (320, 240)), np.uint8)


def compared(root: Path) -> Comparison:
    return engine.compare(Job("image-copy", Work.open(root / "a.jpg"), Work.open(root / "b.jpg")))


@pytest.mark.parametrize(
    ("altered", "said", "similar"),
    [
        (crop, ["the whole right picture within the left one", "laid moved"], True),
        (smaller, ["the whole right picture within the left one", "laid reduced"], True),
        (aslant, ["laid aslant"], False),
    ],
)
def test_a_crop_is_told_as_one(
    tmp_path: Path, altered: Callable[[Picture], Picture], said: list[str], similar: bool
) -> None:
    picture = scene(3, 320, 240)
    save(tmp_path, "a.jpg", picture, quality=85)
    save(tmp_path, "b.jpg", altered(picture), quality=85)
    found = compared(tmp_path)
    before = dumps(found)
    told = wording.explained(found)
    assert dumps(found) == before and [m.id for m in told.matches] == [m.id for m in found.matches]
    details = told.matches[0].details
    assert [word for word in details["laid"] if word in said] == said
    form = str(details["form"])
    assert (form == "similarity" or form.endswith("pixels of a similarity")) == similar
    plain = {"zh": "相似变换", "en": "similarity (moved"} if similar else {"zh": "透视变换", "en": "perspective map"}
    for language, word in plain.items():
        words = dict(wording.words("image-copy", language).details(details))
        label = wording.words("image-copy", language).label("form")
        assert words[label].startswith(word)
        assert "laid" not in json.dumps(words, ensure_ascii=False)


def test_a_file_that_is_turned_by_its_orientation_is_judged_by_its_points(tmp_path: Path) -> None:
    picture = scene(3, 320, 240)
    save(tmp_path, "a.jpg", picture, quality=85)
    save(tmp_path, "b.jpg", crop(picture), quality=85)
    (match, *_) = compared(tmp_path).matches
    shape = laid._extent(match)
    turned = replace(match, details={**match.details, "notes_left": "EXIF orientation 6 applied"})
    box = laid._extent(turned)
    assert shape is not None and box is not None and len(box) == 4
    points = np.array(match.details["points"])
    assert box.min() == points[:, :2].min() and box[:, 0].max() == points[:, 0].max()
    bare = replace(turned, details={**turned.details, "points": []})
    assert laid._extent(bare) is None and laid.explained([bare])[0].details["form"] == match.details["form"]


def test_the_distance_to_a_similarity() -> None:
    square = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
    turn = np.array([[0.0, -2.0, 5.0], [2.0, 0.0, 7.0], [0.0, 0.0, 1.0]])
    flip = np.diag([-1.0, 1.0, 1.0])
    assert laid.apart(turn, square)[0] < 1e-9 and laid.apart(flip, square)[0] < 1e-9
    assert laid.apart(turn, square)[1] == pytest.approx(200)
    assert laid.apart(np.diag([1.1, 1.0, 1.0]), square)[0] == pytest.approx(3.54, abs=0.1)


def test_strength_and_share_of_chance_are_told_in_both_languages() -> None:
    for name in ("image-copy", "image-contour", "image-icon", "video-copy", "music-cover"):
        held = registry.counting(name)
        assert "抄袭）的概率" in str(held["zh"]["weighed"]) and "0 至 1" in str(held["zh"]["weighed"])
        assert "a probability of copying" in str(held["en"]["weighed"]) and "0 to 1" in str(held["en"]["weighed"])
