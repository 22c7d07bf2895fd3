"""Arrays handed back by a child: npz files, read without trust."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.errors import OverLimit, Unreadable

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEMBERS = 1024
HEADER_CHARACTERS = 10_000


def load_npz(path: str | Path, limit: int, *, members: int = MEMBERS) -> dict[str, NDArray[Any]]:
    """Arrays of an npz file by name: at most ``limit`` bytes in memory and ``members`` arrays; never pickled objects.

    Sizes are taken from each array's own header and checked before memory is asked for. Raises ``OverLimit`` and
    ``Unreadable``.
    """
    import numpy as np  # late: the parent of a text comparison never needs it

    path = Path(path)
    arrays: dict[str, NDArray[Any]] = {}
    left = limit
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > members:
                raise OverLimit(f"{path.name}: {len(infos)} arrays, more than {members}")
            for info in infos:
                name = info.filename.removesuffix(".npy")
                if name == info.filename or name in arrays:
                    raise Unreadable(f"{path.name}: the member {info.filename!r} is no array or stands twice")
                with archive.open(info) as stream:
                    size = _size(stream, np)
                if size > left:
                    raise OverLimit(f"{path.name}: the arrays need more than {limit} bytes")
                left -= size
                with archive.open(info) as stream:
                    arrays[name] = np.lib.format.read_array(
                        stream, allow_pickle=False, max_header_size=HEADER_CHARACTERS
                    )
                    if stream.read(1):
                        raise Unreadable(f"{path.name}: {name} has bytes after its array")
    # NotImplementedError is zipfile's, of packings that it lacks; RuntimeError, of members under a password.
    except (OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile) as error:
        raise Unreadable(f"{path.name}: not an npz file of plain arrays: {error}") from error
    return arrays


def _size(stream: Any, np: Any) -> int:
    """Bytes of the array that the header announces. ``ValueError`` for objects and unknown versions."""
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(stream, max_header_size=HEADER_CHARACTERS)
    elif version == (2, 0):
        shape, _, dtype = np.lib.format.read_array_header_2_0(stream, max_header_size=HEADER_CHARACTERS)
    else:
        raise ValueError(f"npy version {version}")
    if dtype.hasobject:
        raise ValueError("it holds pickled objects")
    if any(length < 0 for length in shape):
        raise ValueError(f"a shape of {shape}")
    return int(math.prod(shape) * max(1, dtype.itemsize))
