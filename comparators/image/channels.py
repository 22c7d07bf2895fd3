"""Two pictures through all channels, and what of it becomes a match.

Channels, each with its own limit and its own chance figure, none mixed with another:

- *hash*: PDQ of the whole picture in eight orientations, as it is and inverted;
- *local*: keypoints that follow one transformation, and pixels that agree under it, region by region;
- *outline*: gradients and edges of the whole picture in eight orientations, as a whole times block by block, and
  whether the strokes lie on each other.

The rule, fixed: equal pixels (turned, mirrored, inverted) or a hash within its limit make one match of both whole
pictures, and the other channels are named in it. Otherwise each verified region is a match, and, unless one of them is
the whole of both, an outline at its limit is one of both whole pictures. Matches are ranked by how seldom unrelated
pairs come as far in the channel that speaks loudest (``strength``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Match
from appraisal.span import Region
from comparators.image import chance, pdq, strength
from comparators.image.agreement import Agreement
from comparators.image.decode import turned
from comparators.image.differing import places, stored, whole_span, worded
from comparators.image.fingerprint import PictureFeatures, apart, exact, orientations
from comparators.image.geometry import Wide, apply, inverse
from comparators.image.local import unpacked
from comparators.image.outline import inner, likeness
from comparators.image.regions import Found, Side, entire, regions
from comparators.image.strokes import agreement, aside, beyond, strokes
from comparators.image.tones import INVERTED, PLAIN
from comparators.image.transformation import Flags, colours, described

WHOLE, PART, OUTLINE = "whole-picture", "region", "whole-outline"
POINTS = 12  # numbered correspondences of a region that the record keeps


@dataclass(frozen=True)
class Limits:
    """From where on a channel speaks. See ``ImageCopy``."""

    max_distance: int
    min_places: int
    min_digits: float
    min_outline: float
    min_strokes: float
    min_strength: float

    @property
    def of_regions(self) -> dict[str, Any]:
        return {"least": self.min_places, "digits": self.min_digits, "strength": self.min_strength}


@dataclass(frozen=True)
class Hashed:
    """The hash channel: ``distance`` in bits, of the better of the two tones, with orientation, tone and ground."""

    distance: int
    k: int
    also: tuple[int, ...]
    inverted: bool
    ground: str


def inverted(features: PictureFeatures) -> PictureFeatures:
    """With the hashes of the inverted picture: every bit turned (a coefficient at the median itself aside)."""
    return replace(features, hashes=~features.hashes)


def hashed(a: PictureFeatures, b: PictureFeatures) -> Hashed | None:
    """None where the two show detail on no ground in common."""
    best: Hashed | None = None
    for tone in (False, True):
        grounds, distances = apart(inverted(a) if tone else a, b)
        if not grounds:
            continue
        at = int(distances.min(axis=1).argmin())
        k, *others = orientations(a, b, distances[at])
        found = Hashed(int(distances[at][k]), k, tuple(others), tone, grounds[at])
        if best is None or found.distance < best.distance:
            best = found
    return best


def _equal(a: PictureFeatures, b: PictureFeatures, ks: list[int], inverted_tones: bool) -> Hashed:
    """Of pictures with equal pixels: the hash's distance in the orientation and tone that makes them equal."""
    grounds, distances = apart(inverted(a) if inverted_tones else a, b)
    if not grounds:  # a transparent picture and its negative may show detail on different ones
        return Hashed(0, ks[0], tuple(ks[1:]), inverted_tones, "opaque")
    return Hashed(int(distances[0][ks[0]]), ks[0], tuple(ks[1:]), inverted_tones, grounds[0])


def side(features: PictureFeatures) -> Side:
    return Side(features.keypoints, features.grey, features.width, features.height, lambda: features.every)


def _first(a: PictureFeatures, b: PictureFeatures) -> bool:
    """Which of two pictures counts as the left one inside: by content, so that exchanging sides changes nothing."""
    return bool(a.contents[0].tobytes() <= b.contents[0].tobytes())


def _swapped(found: Found) -> Found:
    agreed = found.agreement
    back = inverse(found.matrix)
    return replace(
        found,
        matrix=back / back[2, 2],
        points=found.points[:, [2, 3, 0, 1]],
        agreement=replace(
            agreed,
            left=agreed.right,
            right=agreed.left,
            different=tuple(apply(found.matrix, points) for points in agreed.different),
            into=agreed.into @ back,
        ),
    )


def located(a: PictureFeatures, b: PictureFeatures, limits: Limits) -> list[Found]:
    """Regions of the local channel, the same whichever side is left."""
    if _first(a, b):
        return regions(side(a), side(b), **limits.of_regions)
    return [_swapped(f) for f in regions(side(b), side(a), **limits.of_regions)]


@dataclass(frozen=True)
class Outlined:
    """The outline channel: ``likeness`` of the outlines in orientation ``k``, -1..1; ``inner``, 0..1: how well what
    they are made of agrees block by block; ``strokes``, 0..1: how well strokes lie on each other, not looked at where
    outlines are less alike than those of a thirtieth of unrelated pairs."""

    likeness: float
    inner: float
    k: int
    strokes: float = 0.0
    aside: float = 1.0  # ``strokes`` of the right picture moved a little, of those that are near a match

    @property
    def evidence(self) -> float:
        """What the limit is for, -1..1."""
        return self.likeness * self.inner

    def reaches(self, limits: Limits) -> bool:
        """Whether it is a match of outlines."""
        drawn = self.evidence >= limits.min_outline and self.strokes >= limits.min_strokes
        return drawn and beyond(self.strokes, self.aside)


def outlined(a: PictureFeatures, b: PictureFeatures) -> Outlined:
    """The outlines in the orientation in which they are most alike."""
    values = likeness(a.edges, b.edges)
    tied = [k for k in range(8) if values[k] == values.max()]
    k = min(tied) if _first(a, b) else min(tied, key=lambda each: pdq.INVERSE[each])
    within = inner(a.edges, b.edges, k) if _first(a, b) else inner(b.edges, a.edges, pdq.INVERSE[k])
    return Outlined(float(values[k]), within, k)


@lru_cache(maxsize=32)
def _strokes(seen: bytes) -> NDArray[np.uint8]:
    """Of luminance that was packed: pairs of one picture come one after the other."""
    return strokes(unpacked(np.frombuffer(seen, np.uint8)))


def stroked(a: PictureFeatures, b: PictureFeatures, found: Outlined, limits: Limits) -> Outlined:
    """With ``strokes``, which cost more than all else of the channel."""
    if found.evidence < strength.REACH or not (a.seen.size and b.seen.size):
        return found
    here, there = (_strokes(each.seen.tobytes()) for each in (a, b))
    first, second, k = (here, there, found.k) if _first(a, b) else (there, here, pdq.INVERSE[found.k])
    lying = agreement(first, second, k)
    near = found.evidence >= limits.min_outline and lying >= limits.min_strokes
    return replace(found, strokes=lying, aside=aside(first, second, k) if near else 1.0)


def compare(left_file: str, a: PictureFeatures, right_file: str, b: PictureFeatures, limits: Limits) -> Iterator[Match]:
    """The matches of two pictures. Of a mere pattern, where all channels would be deceived, equal pixels alone."""
    same = exact(a, b)
    identical = same is not None
    if (a.pattern or b.pattern) and not identical:
        return
    whole = hashed(a, b) if same is None else _equal(a, b, *same)
    is_whole = identical or (whole is not None and whole.distance <= limits.max_distance)
    found = [] if identical else located(a, b, limits)
    outlines = stroked(a, b, outlined(a, b), limits)
    is_outline = outlines.reaches(limits) and not any(_is_entire(f, a, b) for f in found)
    if not (is_whole or found or is_outline):
        return
    about = _about(a, b)
    if is_whole and whole is not None:
        details = _whole_details(a, b, whole.k, whole.also) | about
        details["identical_picture"] = identical
        details |= _hash_details(whole)
        details |= _outline_details(outlines)
        region = next((f for f in found if _is_entire(f, a, b)), None)
        if region is not None:
            details |= _local_details(region)
        if not identical:
            details |= _colour_details(a, b, _oriented(a, b, whole.k), _frame(a))
        details["strength"] = _strength(0 if identical else whole.distance, region, outlines)
        yield Match(whole_span(left_file, a), whole_span(right_file, b), WHOLE, details=details)
        return
    for number, region in enumerate(found, 1):
        yield _region(left_file, a, right_file, b, region, number, about)
    if is_outline:
        details = _whole_details(a, b, outlines.k, ()) | about
        details |= _outline_details(outlines) | chance.of_outline(outlines.strokes)
        if whole is not None:
            details["distance"] = whole.distance
        details["strength"] = _strength(None, None, outlines)
        yield Match(whole_span(left_file, a), whole_span(right_file, b), OUTLINE, details=details)


def _frame(features: PictureFeatures) -> Wide:
    width, height = features.width, features.height
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def _oriented(a: PictureFeatures, b: PictureFeatures, k: int) -> Wide:
    """The map of the whole left picture onto the whole right one after alteration k."""
    corners = [turned(p, k, a.width, a.height) for p in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))]
    origin = np.array(corners[0])
    across, down = (a.height, a.width) if k in (1, 3, 6, 7) else (a.width, a.height)
    matrix = np.eye(3)
    matrix[:2, 0], matrix[:2, 1], matrix[:2, 2] = np.array(corners[1]) - origin, np.array(corners[2]) - origin, origin
    return np.diag([b.width / across, b.height / down, 1.0]) @ matrix


def _about(a: PictureFeatures, b: PictureFeatures) -> dict[str, JSON]:
    details: dict[str, JSON] = {
        "quality_left": a.quality,
        "quality_right": b.quality,
        "size_left": f"{a.width} × {a.height}",
        "size_right": f"{b.width} × {b.height}",
        "format_left": a.format,
        "format_right": b.format,
        "palette_left": a.palette,
        "palette_right": b.palette,
        "busy_left": a.busy,
        "busy_right": b.busy,
        "identical_file": a.file_sha256 == b.file_sha256,
    }
    for name, features in (("left", a), ("right", b)):
        if features.notes:
            details[f"notes_{name}"] = features.notes
    return details


def _whole_details(a: PictureFeatures, b: PictureFeatures, k: int, also: tuple[int, ...]) -> dict[str, JSON]:
    across, down = (a.height, a.width) if k in (1, 3, 6, 7) else (a.width, a.height)
    details: dict[str, JSON] = {
        "orientation": pdq.ORIENTATIONS[k],
        "scale_horizontal": round(b.width / across, 4),
        "scale_vertical": round(b.height / down, 4),
        "identical_picture": False,
    }
    if also:
        details["fits_equally"] = [pdq.ORIENTATIONS[each] for each in also]
    return details


def _hash_details(whole: Hashed) -> dict[str, JSON]:
    details: dict[str, JSON] = {
        "distance": whole.distance,
        "bits": pdq.BITS,
        "tone": INVERTED if whole.inverted else PLAIN,
        "chance": chance.share(whole.distance),
    }
    if whole.distance <= chance.CEILING:  # not counted above; the share is 1 there
        details |= {"chance_seen": chance.seen(whole.distance), "chance_pairs": chance.PAIRS}
    if whole.ground != "opaque":
        details["ground"] = whole.ground
    return details


def _outline_details(outlines: Outlined) -> dict[str, JSON]:
    told: dict[str, JSON] = {"outline": round(outlines.likeness, 4), "inner": round(outlines.inner, 4)}
    return told | ({"strokes": outlines.strokes} if outlines.strokes else {})


def _local_details(found: Found) -> dict[str, JSON]:
    agreed: Agreement = found.agreement
    return {
        "keypoints": found.places,
        "windows": agreed.windows,
        "windows_agreeing": agreed.agreeing,
        "crossed": agreed.crossed,
        "crossed_agreeing": agreed.crossed_agreeing,
        "digits": round(agreed.digits, 1),
    }


def _colour_details(
    a: PictureFeatures, b: PictureFeatures, matrix: Wide, outline: Wide, agrees: Callable[[Wide], Flags] | None = None
) -> dict[str, JSON]:
    return colours((a.thumb, a.width, a.height), (b.thumb, b.width, b.height), matrix, outline, agrees)


def _is_entire(found: Found, a: PictureFeatures, b: PictureFeatures) -> bool:
    return entire(found.agreement, a.width * a.height, b.width * b.height)


def _strength(distance: int | None, found: Found | None, outlines: Outlined) -> float:
    """Of the channel that chance brings so far least often."""
    values = [strength.of_outline(outlines.evidence, outlines.strokes)]
    if distance is not None:
        values.append(strength.of_hash(distance))
    if found is not None:
        values.append(found.strength)
    return round(max(values), 2)


def _region(
    left_file: str,
    a: PictureFeatures,
    right_file: str,
    b: PictureFeatures,
    found: Found,
    number: int,
    about: dict[str, JSON],
) -> Match:
    left = stored(left_file, a, found.agreement.left) or whole_span(left_file, a)
    right = stored(right_file, b, found.agreement.right) or whole_span(right_file, b)
    details = described(found.matrix, found.agreement.left) | _local_details(found) | about
    details |= {
        "number": number,
        "tone": INVERTED if found.inverted else PLAIN,
        "form": found.form,
        "identical_picture": False,
        "share_left": round(left.length / (a.stored_width * a.stored_height), 4),
        "share_right": round(right.length / (b.stored_width * b.stored_height), 4),
        "correlation": round(found.agreement.correlation, 3),
        "matrix": [float(f"{value:.7g}") + 0.0 for value in (found.matrix / found.matrix[2, 2]).reshape(-1)],
        "points": _points(found.points),
        "strength": round(found.strength, 2),
    }
    if found.agreement.different:
        details["differences"] = [worded(points, a) for points in found.agreement.different]
        for side, span, listed, of in zip(
            ("left", "right"), (left, right), places(details, (left_file, right_file), a, b), (a, b), strict=True
        ):
            agreed = Region([span]).without(listed).length()
            details[f"agreed_{side}"] = round(agreed / (of.stored_width * of.stored_height), 4)
    details |= chance.of_region(found.strength)
    details |= _colour_details(a, b, found.matrix, found.agreement.left, found.agreement.agrees_at)
    return Match(left, right, PART, details=details)


def _points(points: NDArray[np.float64]) -> list[list[float]]:
    """Up to ``POINTS`` of the correspondences, far from each other: each next one is the farthest from those taken."""
    order = np.lexsort(points.T[::-1])
    points = points[order]
    chosen = [0]
    far = np.hypot(*(points[:, :2] - points[0, :2]).T)
    while len(chosen) < min(POINTS, len(points)) and far.max() > 0:
        chosen.append(int(far.argmax()))
        far = np.minimum(far, np.hypot(*(points[:, :2] - points[chosen[-1], :2]).T))
    return [[round(float(v), 1) for v in points[at]] for at in chosen]
