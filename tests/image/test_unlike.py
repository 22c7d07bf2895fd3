"""A picture that is like itself (a shield's halves, icons of a sheet) makes no region of its own beside the copy."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from comparators.image.agreement import Agreement
from comparators.image.regions import Found, _unlike_themselves

SQUARE = np.array([[0.0, 0.0], [200.0, 0.0], [200.0, 200.0], [0.0, 200.0]])


def found(matrix: np.ndarray[Any, Any], places: int, polygon: np.ndarray[Any, Any], *, mirrored: bool = False) -> Found:
    dice = np.random.default_rng(places)
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    here = dice.uniform(low + 1, high - 1, (places, 2))
    there = (np.column_stack([here, np.ones(places)]) @ matrix.T)[:, :2]
    right = (np.column_stack([polygon, np.ones(len(polygon))]) @ matrix.T)[:, :2]
    values: dict[str, Any] = {"left": polygon, "right": right, "digits": 9.0}
    own = Agreement(**{field.name: values.get(field.name, 9) for field in fields(Agreement)})
    return Found(matrix, "affine", mirrored, False, places, np.hstack([here, there]), own, min(1.0, places / 200))


def test_a_mirrored_map_of_a_symmetric_picture_is_no_region_beside_the_copy() -> None:
    copy = found(np.eye(3), 150, SQUARE)
    mirror = found(np.array([[-1.0, 0.0, 200.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), 15, SQUARE, mirrored=True)
    moon = found(
        np.array([[0.0, -1.0, 200.0], [-1.0, 0.0, 200.0], [0.0, 0.0, 1.0]]), 7, SQUARE * 0.5 + 40, mirrored=True
    )
    assert _unlike_themselves([mirror, copy, moon]) == [copy]
    assert _unlike_themselves([mirror]) == [mirror]  # alone it says that there is a mirrored copy


def test_parts_that_stand_elsewhere_or_were_moved_a_little_stay() -> None:
    copy = found(np.eye(3), 150, SQUARE)
    shifted = found(np.array([[1.0, 0.0, 3.0], [0.0, 1.0, 3.0], [0.0, 0.0, 1.0]]), 30, SQUARE * 0.4 + 60)
    pasted = found(np.array([[1.0, 0.0, 400.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), 30, SQUARE * 0.4 + 60)
    rich = found(np.array([[1.0, 0.0, 60.0], [0.0, 1.0, 60.0], [0.0, 0.0, 1.0]]), 60, SQUARE * 0.3)
    stronger = [copy, shifted, pasted, rich]
    kept = _unlike_themselves(stronger)
    assert len(kept) == 4 and all(one is other for one, other in zip(kept, stronger, strict=True))
    assert _unlike_themselves([copy, replace(rich, places=3)]) == [copy]
