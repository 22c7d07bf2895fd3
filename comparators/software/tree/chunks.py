"""Pieces of a binary file whose borders its content sets, so that inserted bytes move no other border.

Content-defined chunking: Muthitacharoen, Chen, Mazières, *A Low-bandwidth Network File System*, SOSP 2001.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree.tokens import BYTES, U64

Array = NDArray[Any]
LOOK = 16  # bytes that decide on a border
LEAST, MOST = 256, 8192  # bytes of a piece
ONE_IN = 1024  # places at which a border may lie, on average
BLOCK = 1 << 22  # bytes looked at together, for memory
FACTOR = U64(0x9E3779B97F4A7C15 | 1)


def borders(data: Array) -> list[int]:
    """Where the pieces of ``data`` (u1) begin, and its end."""
    found = [0]
    for base in range(0, len(data), BLOCK):
        part = data[base : base + BLOCK + LOOK - 1]
        if len(part) < LOOK:
            break
        hashes = np.zeros(len(part) - LOOK + 1, U64)
        spread = BYTES[part]
        for j in range(LOOK):
            hashes = hashes * FACTOR + spread[j : j + len(hashes)]
        for at in (np.flatnonzero((hashes >> U64(40)) % U64(ONE_IN) == 0) + base + LOOK).tolist():
            while at - found[-1] > MOST:
                found.append(found[-1] + MOST)
            if at - found[-1] >= LEAST:
                found.append(at)
    while len(data) - found[-1] > MOST:
        found.append(found[-1] + MOST)
    return [*found, len(data)] if found[-1] < len(data) else found


def pieces(data: bytes) -> tuple[Array, Array]:
    """Hash (u8) and length (u4) of each piece in order. Pieces of one repeated byte have the hash 0."""
    at = borders(np.frombuffer(data, np.uint8))
    hashes = np.zeros(len(at) - 1, U64)
    view = memoryview(data)
    for number, (start, stop) in enumerate(pairwise(at)):
        piece = view[start:stop]
        if bytes(piece[:1]) * len(piece) != piece:
            hashes[number] = int.from_bytes(hashlib.blake2b(piece, digest_size=8).digest(), "little") or 1
    return hashes, np.diff(np.array(at)).astype(np.uint32)
