"""What ``text-semantic`` keeps of one file: its folded text, its segments, their vectors and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.matching.encodings import Decoded
from comparators.text.features import TextFeatures, sought
from comparators.text.semantic import encoder, keys
from comparators.text.semantic.segments import segments

Array = NDArray[Any]
CJK, LATIN = 1, 0


@dataclass(frozen=True)
class SemanticFeatures(TextFeatures):
    """``TextFeatures`` with n segments.

    ``begins``, ``ends``: int64, code points of each. ``sizes``: int32, folded characters, a letter as a third.
    ``script``: uint8, 1 where most is 字. ``vectors``: n × 512 int8. ``own``, ``meant``: sorted uint64 keys of all
    segments end to end (see ``keys``), those of segment k from ``own_at[k]`` to ``own_at[k + 1]``.
    """

    begins: Array
    ends: Array
    sizes: Array
    script: Array
    vectors: Array
    own: Array
    own_at: Array
    meant: Array
    meant_at: Array

    @classmethod
    def read(cls, decoded: Decoded) -> SemanticFeatures:
        """Raises ``NotFit`` without the extra."""
        text = decoded.text
        plain = TextFeatures.of(decoded)
        places = np.array(segments(text), np.int64).reshape(-1, 2)
        low, high = sought(plain.offsets, places[:, 0]), sought(plain.offsets, places[:, 1])
        first = np.zeros(len(plain.text) + 1, np.bool_)
        first[plain.words] = True
        bodies = [text[a:b] for a, b in places.tolist()]
        folded = [_spaced(plain.text[a:b], first[a:b]) for a, b in zip(low.tolist(), high.tolist(), strict=True)]
        script = [keys.is_chinese(one) for one in folded]
        own, own_at = _packed([keys.own(body, one) for body, one in zip(bodies, folded, strict=True)])
        meant, meant_at = _packed(
            [keys.meant(one) if wide else set() for one, wide in zip(folded, script, strict=True)]
        )
        shown = [" ".join(body.split()) for body in bodies]
        distinct = sorted(set(shown))
        number = {one: at for at, one in enumerate(distinct)}
        vectors = encoder.encode(distinct)[[number[one] for one in shown]] if shown else encoder.encode([])
        sizes = [sum(3 if c > "\u2e7f" else 1 for c in one if c != " ") // 3 for one in folded]
        mine = {name: getattr(plain, name) for name in TextFeatures.__dataclass_fields__}
        return cls(
            **mine, begins=places[:, 0].copy(), ends=places[:, 1].copy(), sizes=np.array(sizes, np.int32),
            script=np.array(script, np.uint8), vectors=vectors,
            own=own, own_at=own_at, meant=meant, meant_at=meant_at,
        )  # fmt: skip


def _spaced(text: Array, begins: Array) -> str:
    """Folded characters with a blank before each word of letters."""
    return "".join(" " + chr(c) if first else chr(c) for c, first in zip(text.tolist(), begins.tolist(), strict=True))


def _packed(sets: Sequence[set[str]]) -> tuple[Array, Array]:
    lists = [sorted(keys.key(name) for name in some) for some in sets]
    at = np.concatenate([[0], np.cumsum([len(some) for some in lists], dtype=np.int64)])
    return np.array([one for some in lists for one in some], np.uint64), at.astype(np.int64)
