"""Do the pictures themselves agree where a transformation lays them on each other? Pixel evidence, block by block.

Correspondences of keypoints can line up by chance (text, repeated ornament); pixels around and between them do not.
One picture is brought into the frame of the other, slow changes of brightness are taken out, and wherever either shows
texture the two are correlated over small windows (normalised cross-correlation, signed: an inverted picture agrees
with its sign turned). Windows side by side count as trials: so many of so many agree, where chance alone would let
``BY_CHANCE`` of them agree. What agrees also says how far the correspondence reaches: that is the outline.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.content import ENOUGH, aside, holds, telling
from comparators.image.geometry import apply, area, around, clip, corners, inverse, wider

WINDOW = 13  # pixels of a window's side in the common frame
AGREES = 0.6  # correlation from which on a window agrees
DIFFERS = 0.3  # below: different drawing; between the two lie edges that resampling moved a little
TEXTURE = 3.0  # grey levels (root mean square) from which on a window has anything to compare
CROSSED = 0.04  # lesser ÷ greater axis of the structure tensor from which on edges of a window run in two directions
TONE = 6.0  # grey levels by which a smooth place may be off the tone of the part that it borders on
BY_CHANCE = 0.1  # share of windows that agree in wrong alignments, rounded up (docs/methods/image-copy.md)
SLOW = 8.0  # pixels: brightness that changes more slowly than this is light, not drawing
WHOLE = 0.5  # share of textured windows from which on all that overlaps corresponds,
LOST = 0.25  # unless more than this lie where, within a square of side ``BROAD``, fewer than this share agree
BROAD = 5 * WINDOW
MUST = 0.35  # share of the windows that a wider outline takes in, which must agree: alterations are dense windows
LARGEST = 640 * 480  # pixels of the common frame
DIFFERENCES = 12  # places within a region that are listed as different
_SMALLEST = 176  # smaller overlaps are enlarged, up to four times

Wide = NDArray[np.float64]
Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Agreement:
    """``windows`` with texture, ``agreeing`` ones of them; ``crossed`` ones, whose edges run in two directions, and
    ``crossed_agreeing``; ``correlation``: median of the windows, signed by the hypothesis; ``left``, ``right``: the
    outline in pixels of either picture, (n, 2), inside it; ``entire``: all that overlaps."""

    windows: int
    agreeing: int
    crossed: int
    crossed_agreeing: int
    correlation: float
    left: Wide
    right: Wide
    entire: bool
    different: tuple[Wide, ...] = ()  # boxes within the region, largest first, (4, 2) in pixels of the left picture
    choices: int = 1  # windows of the overlap that an outline could have been drawn around
    moved: int = 0  # crossed windows that agree a step aside, in the direction in which most do (``content``)
    same: NDArray[np.bool_] = field(default_factory=lambda: np.zeros((0, 0), bool))  # windows side by side that agree
    into: Wide = field(default_factory=lambda: np.eye(3))  # pixels of the left picture to places in ``same``, windows

    @property
    def holds(self) -> bool:
        """Whether the windows that can tell anything agree."""
        return holds(self.crossed, self.crossed_agreeing, self.moved)

    def agrees_at(self, places: Wide) -> NDArray[np.bool_]:
        """Whether the windows around places (n, 2) of the left picture agree."""
        at = np.floor(apply(self.into, places)).astype(np.int64)
        rows, columns = self.same.shape
        within = (at[:, 0] >= 0) & (at[:, 1] >= 0) & (at[:, 0] < columns) & (at[:, 1] < rows)
        result = np.zeros(len(at), bool)
        result[within] = self.same[at[within, 1], at[within, 0]]
        return result

    @property
    def digits(self) -> float:
        """Decimal digits of the odds against so many agreeing windows by chance alone: the binomial tail, and where the
        outline was drawn around what agrees, times the boxes that could have been drawn so (the square of ``choices``).
        Only crossed windows are trials: any two straight edges laid on each other correlate.
        """
        return max(0.0, surprise(self.crossed_agreeing, self.crossed) - 2 * math.log10(max(1, self.choices)))


@lru_cache(maxsize=4096)
def surprise(k: int, n: int, p: float = BY_CHANCE) -> float:
    """-log10 P(X ≥ k) for X binomial(n, p); 0 where k is what chance gives."""
    if n == 0 or k <= n * p:
        return 0.0
    logs = [
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(p) + (n - i) * math.log1p(-p)
        for i in range(k, n + 1)
    ]
    top = max(logs)
    return max(0.0, -(top + math.log(math.fsum(math.exp(each - top) for each in logs))) / math.log(10))


def _rendered(grey: Grey, into: Wide, size: tuple[int, int], shrink: float) -> NDArray[np.float32]:
    """A picture drawn through a map into a frame; blurred before where it is drawn smaller."""
    source: cv2.typing.MatLike = grey.astype(np.float32)
    if shrink > 1.2:
        source = cv2.GaussianBlur(source, (0, 0), 0.45 * math.sqrt(shrink * shrink - 1))
    drawn = cv2.warpPerspective(source, into, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.GaussianBlur(drawn, (0, 0), 1.0), np.float32)


def _always(digits: float, cover: float) -> bool:
    return True


def agreement(
    left: tuple[Grey, float, float],
    right: tuple[Grey, float, float],
    matrix: Wide,
    inverted: bool,
    seen: Wide,
    wanted: Callable[[float, float], bool] = _always,
) -> Agreement | None:
    """Compare pixels under ``matrix`` (left to right, in pixels as seen; mirroring included). None where nothing
    overlaps. ``left``, ``right``: luminance at a working size, and the picture's own width and height; ``seen``: (n, 2)
    left places of keypoints that follow the map; ``wanted``: whether a region of such digits and such a share of the
    picture of which it covers more is of any use: where none can be, None, and one that is not has no ``different``."""
    (grey_left, wide, high), (grey_right, wide_there, high_there) = left, right
    to_left = np.diag([wide / grey_left.shape[1], high / grey_left.shape[0], 1.0])
    to_right = np.diag([grey_right.shape[1] / wide_there, grey_right.shape[0] / high_there, 1.0])
    dense = to_right @ matrix @ to_left
    quad = clip(apply(dense, corners(grey_left.shape[1], grey_left.shape[0])), *grey_right.shape[::-1])
    if len(quad) < 3:
        return None
    back = inverse(dense)
    area_right = abs(cv2.contourArea(quad.astype(np.float32)))
    area_left = abs(cv2.contourArea(apply(back, quad).astype(np.float32)))
    if min(area_left, area_right) < 64:
        return None
    ratio = math.sqrt(area_right / area_left)
    # The common frame is that of the picture which shows the overlap smaller; the other one is drawn smaller into it.
    to_frame_left, to_frame_right = (np.eye(3), back) if ratio >= 1 else (dense, np.eye(3))
    outline = apply(to_frame_right, quad)
    low, extent = outline.min(axis=0), np.ptp(outline, axis=0)
    most = math.sqrt(LARGEST / max(1.0, float(extent[0] * extent[1])))
    zoom = min(4.0, max(1.0, _SMALLEST / float(extent.max())), most)
    move = np.array([[zoom, 0.0, -zoom * low[0]], [0.0, zoom, -zoom * low[1]], [0.0, 0.0, 1.0]])
    size = (max(1, math.ceil(extent[0] * zoom)), max(1, math.ceil(extent[1] * zoom)))
    share = max(area_left / grey_left.size, area_right / grey_right.size)
    widest = 1.0 if matrix[2, :2].any() else share * wider(apply(move, outline))
    if not wanted(math.inf, widest):
        return None
    of_left, of_right = move @ to_frame_left, move @ to_frame_right
    shrink = (1 / zoom, ratio / zoom) if ratio >= 1 else (1 / ratio / zoom, 1 / zoom)
    a = _rendered(grey_left, of_left, size, shrink[0])
    b = _rendered(grey_right, of_right, size, shrink[1])
    inside = np.zeros(size[::-1], np.uint8)
    cv2.fillPoly(inside, [np.rint(apply(move, outline)).astype(np.int32)], 1)
    fine = _fine(a), _fine(b)
    correlation, textured = _windows(*fine, inverted)
    half = WINDOW // 2
    at = (slice(half, None, WINDOW), slice(half, None, WINDOW))
    reach = cv2.erode(np.pad(inside, half), np.ones((WINDOW, WINDOW), np.uint8))[half:-half, half:-half]
    counted = textured & (reach > 0)
    agrees = counted & (correlation >= AGREES)
    if not wanted(int(agrees[at].sum()) + 1e-6, widest):  # not even if all of them counted, and nothing else did
        return None
    crossed = _crossed(fine[0]) | _crossed(fine[1])
    lost = _contradicted(agrees, counted, BROAD, LOST)
    whole = agrees.sum() >= WHOLE * max(1, counted.sum()) and (lost & counted).sum() <= LOST * counted.sum()
    whole = whole and bool((agrees[at] & crossed).sum() >= ENOUGH * (counted[at] & crossed).sum())
    choices = 1 if whole else int((counted[at] & crossed).sum())
    most = int((agrees[at] & crossed).sum()) - 2 * math.log10(max(1, choices))  # digits, if all that count agreed
    if not wanted(most + 1e-6, widest):
        return None
    followed = apply(of_left @ inverse(to_left), seen)
    shapes = [apply(move, outline)] if whole else _outlined(agrees, counted, lost, inside, followed, (a, b))
    if not shapes:
        return None
    shape = next((each for each in shapes if _enough(each, agrees[at], counted[at] & crossed)), shapes[0])
    into_left, into_right = to_left @ inverse(of_left), inverse(to_right) @ inverse(of_right)

    def of(shape: Wide, whole: bool, elsewhere: NDArray[np.bool_] | None) -> tuple[Agreement, Grey] | None:
        within = np.zeros_like(inside)
        cv2.fillPoly(within, [np.rint(shape).astype(np.int32)], 1)
        polygons = clip(apply(into_left, shape), wide, high), clip(apply(into_right, shape), wide_there, high_there)
        if min(len(each) for each in polygons) < 3:
            return None
        trials = (counted & (within > 0))[at]
        told = trials & crossed
        values, yes = correlation[at][trials], agrees[at]
        counts = int(trials.sum()), int((yes & trials).sum()), int(told.sum()), int((yes & told).sum())
        median = float(np.median(values)) if len(values) else 0.0
        choices = 1 if whole else int((counted[at] & crossed).sum())
        moved = 0 if elsewhere is None else int((elsewhere & told).sum(axis=(1, 2)).max())
        to_windows = np.diag([1 / WINDOW, 1 / WINDOW, 1.0]) @ inverse(into_left)
        found = Agreement(*counts, median, *polygons, bool(whole), (), choices, moved, yes & trials, to_windows)
        return found, within

    def cover(found: Agreement) -> float:
        return max(area(found.left) / (wide * high), area(found.right) / (wide_there * high_there))

    judged = of(shape, whole, None)  # whatever it is a step aside
    if judged is None or not judged[0].holds or not wanted(most + 1e-6, cover(judged[0])):
        return None if judged is None else judged[0]
    elsewhere = aside(*fine, inverted, WINDOW, AGREES)
    judged = of(shape, whole, elsewhere)
    if judged is not None and not judged[0].holds:  # a part of it may: six lines of a page of text
        parts = _followed(telling(agrees[at], counted[at] & crossed, elsewhere, WINDOW, inside), followed)
        narrow = around(parts[0]) if parts else None
        judged = judged if narrow is None else of(narrow, False, elsewhere) or judged
    if judged is None or not judged[0].holds:
        return None if judged is None else judged[0]
    found, within = judged
    if not wanted(found.digits, cover(found)):
        return found
    against = _differing(_against(a, b, inverted, inside, within))
    return replace(found, different=tuple(apply(into_left, each) for each in against))


def _enough(shape: Wide, agrees: NDArray[np.bool_], told: NDArray[np.bool_]) -> bool:
    """Whether enough of the windows side by side that can tell anything agree within a shape."""
    within = np.zeros(told.shape, np.uint8)
    cv2.fillPoly(within, [np.rint(shape / WINDOW - 0.5).astype(np.int32)], 1)
    told = told & (within > 0)
    return bool((agrees & told).sum() >= ENOUGH * told.sum())


def _against(
    a: NDArray[np.float32], b: NDArray[np.float32], inverted: bool, inside: NDArray[np.uint8], within: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Where within a region the two differ: without its rim of one window, and with nothing from outside of either
    picture in what is taken for light."""
    known = cv2.erode(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT), np.ones((5, 5), np.uint8))
    mask = known[1:-1, 1:-1].astype(np.float32)
    weight = np.maximum(cv2.GaussianBlur(mask, (0, 0), SLOW, borderType=cv2.BORDER_CONSTANT), 1e-6)
    flat = [
        np.asarray(
            (x - cv2.GaussianBlur(x * mask, (0, 0), SLOW, borderType=cv2.BORDER_CONSTANT) / weight) * mask, np.float32
        )
        for x in (a, b)
    ]
    correlation, textured = _windows(flat[0], flat[1], inverted)
    rim = np.ones((2 * WINDOW + 1, 2 * WINDOW + 1), np.uint8)
    region = cv2.copyMakeBorder(within & inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    core = cv2.erode(region, rim, borderType=cv2.BORDER_CONSTANT, borderValue=0)[1:-1, 1:-1]
    return np.asarray(textured & (correlation < DIFFERS) & (core > 0), bool)


def correlated(
    a: NDArray[np.float32], b: NDArray[np.float32], inverted: bool
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Signed correlation of the window around each pixel, and where either picture has texture there."""
    return _windows(_fine(a), _fine(b), inverted)


def _fine(drawn: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without what changes slowly, which is light."""
    return np.asarray(drawn - cv2.GaussianBlur(drawn, (0, 0), SLOW), np.float32)


def _windows(
    a: NDArray[np.float32], b: NDArray[np.float32], inverted: bool
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """As ``correlated``, of what ``_fine`` gives."""

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(values, (WINDOW, WINDOW), borderType=cv2.BORDER_REFLECT), np.float32)

    middle_a, middle_b = mean(a), mean(b)
    of_a, of_b = mean(a * a) - middle_a * middle_a, mean(b * b) - middle_b * middle_b
    both = mean(a * b) - middle_a * middle_b
    # Noise of compression around flat places must not count as texture: one grey level is added to each spread.
    value = both / np.sqrt(np.maximum(of_a + 1.0, 1.0) * np.maximum(of_b + 1.0, 1.0))
    textured = np.maximum(of_a, of_b) >= TEXTURE * TEXTURE
    return np.asarray(-value if inverted else value, np.float32), textured


def _crossed(grey: NDArray[np.float32]) -> NDArray[np.bool_]:
    """In which of the windows side by side the gradients point in two directions: corners, curves, crossings, grain
    (structure tensor, W. Förstner and E. Gülch 1987)."""
    across, down = (cv2.Scharr(grey, cv2.CV_32F, *axis) / 32 for axis in ((1, 0), (0, 1)))
    xx, yy, xy = (
        cv2.blur(each, (WINDOW, WINDOW), borderType=cv2.BORDER_REFLECT)[WINDOW // 2 :: WINDOW, WINDOW // 2 :: WINDOW]
        for each in (across * across, down * down, across * down)
    )
    half, apart = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    return np.asarray(half - apart >= CROSSED * (half + apart), bool)


def _differing(against: NDArray[np.bool_]) -> list[Wide]:
    """Boxes around connected windows that differ, largest first, up to ``DIFFERENCES``. A box is cut in two across its
    longer side as long as less than half of it differs: a list of places is wanted, not one frame around all of them.
    """
    spread = cv2.dilate(against.astype(np.uint8), np.ones((WINDOW, WINDOW), np.uint8))
    boxes: list[tuple[int, int, int, int, int]] = []
    waiting = [(0, 0, spread)]
    while waiting:
        left, top, part = waiting.pop()
        number, labels, figures, _ = cv2.connectedComponentsWithStats(part)
        for label in range(1, number):
            x, y, wide, high, filled = (int(value) for value in figures[label])
            if filled < 4 * WINDOW * WINDOW:
                continue
            if 2 * filled >= wide * high or max(wide, high) < 4 * WINDOW:
                boxes.append((-filled, left + x, top + y, wide, high))
                continue
            own = (labels[y : y + high, x : x + wide] == label).astype(np.uint8)
            across = wide >= high
            middle = (wide if across else high) // 2
            waiting.append((left + x, top + y, own[:, :middle] if across else own[:middle]))
            rest = own[:, middle:] if across else own[middle:]
            waiting.append((left + x + (middle if across else 0), top + y + (0 if across else middle), rest))
    return [
        np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float64)
        for _, x, y, w, h in sorted(boxes)[:DIFFERENCES]
    ]


def _outlined(
    agrees: NDArray[np.bool_],
    counted: NDArray[np.bool_],
    lost: NDArray[np.bool_],
    inside: NDArray[np.uint8],
    followed: Wide,
    drawn: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> list[Wide]:
    """Outlines of what agrees in a frame and holds keypoints that follow, widest first; smooth places that border on it
    and keep its tone join."""
    near = _contradicted(agrees, counted, WINDOW, 0.5)
    grown = cv2.dilate(agrees.astype(np.uint8), np.ones((WINDOW, WINDOW), np.uint8))
    grown[near] = 0
    spread = np.asarray(cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)) * inside, np.uint8)
    parts = _followed(spread, followed)
    if not parts:
        return []
    shape = around(parts[0])
    if shape is None:
        return []
    shapes: list[Wide] = []
    core = cv2.fillPoly(np.zeros_like(inside), [np.rint(shape).astype(np.int32)], 1)
    for part in parts[::-1]:  # the widest first
        wider = around(_joined(part, spread, lost, inside, *drawn))
        if wider is None:
            continue
        mask = cv2.fillPoly(np.zeros_like(inside), [np.rint(wider).astype(np.int32)], 1)
        gained = (mask > 0) & (core == 0) & counted
        if (gained & agrees).sum() >= MUST * gained.sum():
            shapes.append(wider)
    return [*shapes, shape]


def _contradicted(agrees: NDArray[np.bool_], counted: NDArray[np.bool_], side: int, least: float) -> NDArray[np.bool_]:
    """Where, of what has texture within a square of this side, a lesser share than ``least`` agrees."""
    yes, all_of_it = (cv2.blur(each.astype(np.float32), (side, side)) for each in (agrees, counted))
    return np.asarray(yes < least * all_of_it - 1e-6, bool)


def _followed(spread: NDArray[np.uint8], places: Wide) -> list[NDArray[np.uint8]]:
    """The connected part that holds most of the places, and, where there are others that hold a tenth of them and two
    at least, all of these together: something may have been altered between them."""
    number, labels = cv2.connectedComponents(spread)
    x = np.clip(np.rint(places[:, 0]).astype(np.int64), 0, labels.shape[1] - 1)
    y = np.clip(np.rint(places[:, 1]).astype(np.int64), 0, labels.shape[0] - 1)
    votes = np.bincount(labels[y, x], minlength=number)
    votes[0] = 0
    if votes.max() < 1:
        return []
    held = votes >= max(2, math.ceil(len(places) / 10))
    held[int(votes.argmax())] = True
    parts = [np.asarray(labels == int(votes.argmax()), np.uint8)]
    return [*parts, np.asarray(held[labels], np.uint8)] if held.sum() > 1 else parts


def _joined(
    part: NDArray[np.uint8],
    spread: NDArray[np.uint8],
    lost: NDArray[np.bool_],
    inside: NDArray[np.uint8],
    a: NDArray[np.float32],
    b: NDArray[np.float32],
) -> NDArray[np.uint8]:
    """The part with all that borders on it, agrees by and large and keeps the relation of tones that the part has: a
    smooth sky belongs to the picture that was pasted, another smooth ground beside it does not."""
    fits = spread.copy()
    low_a, low_b = (cv2.blur(each, (WINDOW, WINDOW), borderType=cv2.BORDER_REFLECT) for each in (a, b))
    x, y = low_a[part > 0].astype(np.float64), low_b[part > 0].astype(np.float64)
    spread_of = float(x.var())
    gain = float(((x - x.mean()) * (y - y.mean())).mean()) / spread_of if spread_of > 1.0 else 0.0
    if 0.25 <= abs(gain) <= 4:
        off = np.abs(low_b - gain * (low_a - x.mean()) - y.mean())
        fits |= (off <= TONE + 2 * float(np.median(off[part > 0]))).astype(np.uint8)
    fits[lost | (inside == 0)] = 0
    fits = np.asarray(cv2.morphologyEx(fits, cv2.MORPH_OPEN, np.ones((WINDOW, WINDOW), np.uint8)), np.uint8)
    number, labels = cv2.connectedComponents(fits | part)
    own = np.bincount(labels[part > 0], minlength=number) > 0
    own[0] = False
    return np.asarray(own[labels], np.uint8)
