"""What of a text no pair explains yet, as a text of its own: further counterparts are looked for in it alone.

A small file that was put into a larger one is hidden by it as long as the whole is compared: most of what the larger
one holds belongs to another file, and lines that both parts have align with either.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree.features import TreeFeatures, packing, prints_of, valued
from comparators.software.tree.tokens import Tokens

Array = NDArray[Any]


def rest(features: TreeFeatures, kept: Array) -> TreeFeatures:
    """A text with the lines that are ``kept`` (one bool a line); its digest is of the text and of which they are."""
    per_line: Array = np.diff(features.first.astype(np.int64))
    token = np.repeat(kept, per_line)
    lines, sizes = features.lines[kept], features.sizes[kept]
    tokens = Tokens(
        codes=features.codes[token],
        back=features.back[token],
        first=np.concatenate([[0], np.cumsum(per_line[kept])]).astype(np.uint32),
        values=features.values[token[valued(features.codes)]],
        words=features.words[token],
        bits=features.bits[token],
    )
    arrays = {name: getattr(tokens, name) for name in ("codes", "back", "first", "values", "words", "bits")}
    arrays |= {"lines": lines, "sizes": sizes, "prints": prints_of(lines, sizes, tokens)}
    digest = f"{features.sha256}+{hashlib.sha256(np.packbits(kept).tobytes()).hexdigest()}"
    return TreeFeatures(digest, int(sizes.sum()), features.type, features.encoding, "", *packing(arrays))
