"""How far two small pictures are one drawing: one is laid on the other, then edges, shapes and colours are compared.

Laying: eight orientations, scales about 1 and shifts of a few pixels; the edges say where it lies best (correlation by
Fourier transform). Four figures are taken there, each 0..1 or a correlation, none of which minds a change of colours:

``edges``    correlation of edges by direction, softened by a pixel: the lines of both drawings;
``fine``     the same unsoftened: whether lines meet to the pixel, which a second drawing of one motif does not;
``shape``    overlap of the opaque areas, both together ÷ either (a silhouette proves little);
``colours``  share of the variance of one picture's colours that is told by the other's at the same place (correlation
             ratio; Roche et al. 1998), the smaller of both directions: after recolouring still one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import fft

from comparators.image.icon.tile import SIDE, Drawn
from comparators.image.local import settle
from comparators.image.pdq import orient

SCALES = (1.0, 0.93, 1.075, 0.86, 1.16)
WIDE = 80  # rows and columns of a transform: SIDE, and room for shifts
SHIFT = 10  # pixels of a tile to either side, at the most
BINS = 5  # of each channel, of the colours that tell the other's
Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Laid:
    """``orientation`` (number in pdq.ORIENTATIONS), ``scale`` and ``shift`` bring the left tile to the right one."""

    orientation: int
    scale: float
    shift: tuple[int, int]
    edges: float
    fine: float
    shape: float
    colours: float

    @property
    def agreement(self) -> float:
        """Two parts fine edges, one part colours: ranks and assigns. Weights and limit: docs/methods/image-icon.md."""
        return round((2 * self.fine + self.colours) / 3, 4)


def lay(left: Drawn, right: Drawn, orientations: Iterable[int]) -> Laid:
    """The best laying of ``left`` on ``right`` among these orientations."""
    settle()
    there, norm = _spectrum(right.pixels.tobytes(), 0, 1.0)
    best: tuple[float, int, float, tuple[int, int]] = (-2.0, 0, 1.0, (0, 0))
    for k in orientations:
        for scale in SCALES:
            here, length = _spectrum(left.pixels.tobytes(), k, scale)
            if length * norm <= 0:
                continue
            surface = fft.irfft2((here * np.conj(there)).sum(axis=0), s=(WIDE, WIDE))
            window = np.roll(surface, (SHIFT, SHIFT), (0, 1))[: 2 * SHIFT + 1, : 2 * SHIFT + 1] / (length * norm)
            at = np.unravel_index(int(np.round(window, 5).argmax()), window.shape)
            value = round(float(window[at]), 5)
            if value > best[0]:
                best = (value, k, scale, (SHIFT - int(at[1]), SHIFT - int(at[0])))
    _, k, scale, shift = best
    moved = Drawn(enlarged(np.ascontiguousarray(orient(left.pixels, k)), scale, shift))
    return Laid(k, scale, shift, *_figures(moved, right))


@lru_cache(maxsize=600)
def _spectrum(pixels: bytes, k: int, scale: float) -> tuple[NDArray[np.complex64], float]:
    """Fourier transform of the softened edges of a tile, turned and scaled, with room for shifts; and their length."""
    tile = np.frombuffer(pixels, np.uint8).reshape(SIDE, SIDE, 4)
    soft = _soft(Drawn(enlarged(np.ascontiguousarray(orient(tile, k)), scale)).edges)
    return np.asarray(fft.rfft2(soft, s=(WIDE, WIDE))), float(np.sqrt(float((soft * soft).sum())))


def _figures(left: Drawn, right: Drawn) -> tuple[float, float, float, float]:
    both = np.minimum(left.shape, right.shape).sum()
    either = np.maximum(left.shape, right.shape).sum()
    return (
        _correlation(_soft(left.edges), _soft(right.edges)),
        _correlation(left.edges, right.edges),
        round(float(both / either), 6) if either > 0 else 0.0,
        round(min(_told(left.pixels, right.pixels), _told(right.pixels, left.pixels)), 6),
    )


def _soft(planes: Floats) -> Floats:
    return np.stack([cv2.GaussianBlur(plane, (0, 0), 1.5) for plane in planes])


def enlarged(pixels: Pixels, scale: float, shift: tuple[int, int] = (0, 0)) -> Pixels:
    """A tile scaled about its middle, then moved by (x, y) pixels."""
    if scale == 1.0 and shift == (0, 0):
        return pixels
    middle = (SIDE - 1) / 2
    matrix = np.array([[scale, 0, middle * (1 - scale) + shift[0]], [0, scale, middle * (1 - scale) + shift[1]]])
    return np.asarray(cv2.warpAffine(pixels, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR), np.uint8)


def _correlation(one: Floats, other: Floats) -> float:
    a, b = one.astype(np.float64), other.astype(np.float64)
    a -= a.mean(axis=(1, 2), keepdims=True)
    b -= b.mean(axis=(1, 2), keepdims=True)
    length = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return round(float((a * b).sum()) / length, 6) if length > 0 else 0.0


@lru_cache(maxsize=1)
def _weights() -> NDArray[np.int64]:
    return np.array([BINS**3, BINS**2, BINS, 1])


def _told(by: Pixels, of: Pixels) -> float:
    """Share of the variance of ``of`` (four channels, where either is opaque) that is told by the colour of ``by``."""
    shown = (by[..., 3] > 8) | (of[..., 3] > 8)
    if int(shown.sum()) < 16:
        return 0.0
    values = of[shown].astype(np.float64)
    codes = (np.minimum(by[shown].astype(np.int64) * BINS // 256, BINS - 1) * _weights()).sum(axis=1)
    _, group = np.unique(codes, return_inverse=True)
    counts = np.bincount(group).astype(np.float64)
    total = float(((values - values.mean(axis=0)) ** 2).sum())
    within = 0.0
    for channel in values.T:
        sums = np.bincount(group, weights=channel)
        squares = np.bincount(group, weights=channel * channel)
        within += float((squares - sums * sums / counts).sum())
    return max(0.0, 1 - within / total) if total > 0 else 0.0
