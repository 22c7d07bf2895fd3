"""Strength: how rare such evidence is among unrelated pictures, in decimal digits. All channels are ranked by it.

Values of different channels are no more comparable than degrees and metres. What compares is how seldom chance brings
them: the share of pairs of unrelated pictures that come as far, as its negative decimal logarithm. Such pairs were
counted; the tail of what was counted is described, and continued, by a law with one exponent, fitted to the same pairs:
exponential for outlines, for bits of the hash and for the share of a picture that a region covers; a power for its
evidence (B. Hill 1975, *A simple general approach to inference about the tail of a distribution*). Such a figure orders
matches; it is no probability in a case, and ``chance`` gives the counts themselves. See docs/methods/image-copy.md.
"""

from __future__ import annotations

import math

from comparators.image.chance import CEILING, OUTLINE_PAIRS, PAIRS, seen

MIDDLE = 118  # bits: as close come half of all unrelated pairs
PLACES, DIGITS = 6, 5.0  # units of a region's evidence

#: Unrelated pairs that the tails below are fitted to: those of the set ``tune`` of ``benchmarks/image_regions.py`` with
#: no picture refused; its ``--table`` prints the fit.
FITTED = 4969
#: Pairs with a region whose evidence is ``LEAST`` or more, exponent of its power law, mean share that it covers.
REGIONS, LEAST, POWER, COVER = 18, 0.5, 3.4, 0.097
#: Pairs whose outlines reach ``REACH``, the mean by which they go beyond it, and from where on it tells no more; those
#: of them whose strokes reach ``DRAWN``, and the mean by which these go beyond it. Of the pairs of ``chance``, as
#: ``benchmarks/image_outlines.py`` prints them.
OUTLINES, REACH, BEYOND, ENOUGH = 530, 0.08, 0.0462, 0.33
STROKES, DRAWN, CLOSER = 65, 0.1, 0.064
#: Bits of the hash below which its tail (``chance.PAIRS_AT_OR_BELOW``) is continued, and the mean by which pairs that
#: close are closer.
CLOSE, NEARER = 58, 2.75


def of_hash(distance: int) -> float:
    """Decimal digits, 0 or more, of the share of unrelated pairs that are as close, in bits 0..256."""
    if distance > CEILING:  # a straight line from there to the middle, along which the pairs of ``FITTED`` lie
        half, least = math.log10(2), _digits(seen(CEILING), PAIRS)
        return max(0.0, half + (least - half) * (MIDDLE - distance) / (MIDDLE - CEILING))
    if distance >= CLOSE:
        return _digits(seen(distance), PAIRS)
    return _digits(seen(CLOSE), PAIRS) + (CLOSE - distance) / NEARER / math.log(10)


def of_region(places: int, digits: float, cover: float) -> float:
    """Of the share of unrelated pairs with a region that is as unlikely by its evidence and by how much it covers.

    ``places``: keypoints, ``digits``: pixel evidence, ``cover``: share of the picture of which it covers more, 0..1.
    """
    beyond = POWER * math.log(max(1.0, evidence(places, digits) / LEAST)) + cover / COVER
    return _digits(REGIONS, FITTED) + _both(beyond)


def evidence(places: int, digits: float) -> float:
    """Of a region, 0 or more: keypoints in units of 6, less where the pixels give less than 5 digits. What letters and
    logos have in common are few keypoints; of digits they may have any number."""
    return places / PLACES * min(1.0, digits / DIGITS)


def of_outline(alike: float, strokes: float) -> float:
    """Of the share of unrelated pairs whose outlines are as like and whose strokes lie on each other as well.

    From ``ENOUGH`` on it does not count how alike the soft outlines are: two hands that draw one simple thing come far.
    ``alike``: likeness × inner agreement, -1..1; ``strokes``: 0..1.
    """
    if alike < REACH:
        return max(0.0, alike / REACH * _digits(OUTLINES, OUTLINE_PAIRS))
    if strokes < DRAWN:
        between = strokes / DRAWN
        return (1 - between) * _digits(OUTLINES, OUTLINE_PAIRS) + between * of_outline(alike, DRAWN)
    return _digits(STROKES, OUTLINE_PAIRS) + _both((strokes - DRAWN) / CLOSER + (min(alike, ENOUGH) - REACH) / BEYOND)


def _both(beyond: float) -> float:
    """Digits of two exponential tails put together as R. Fisher did (1932): a product x of two such shares comes with
    x (1 - ln x). ``beyond``: -ln x, 0 or more."""
    return (beyond - math.log1p(beyond)) / math.log(10)


def _digits(k: int, n: int) -> float:
    return -math.log10(k / n)
