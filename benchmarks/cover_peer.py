"""Essentia beside music-cover: its harmonic pitch class profiles, cross similarity and Qmax.

Essentia (Bogdanov et al., *ESSENTIA: an audio analysis library for music information retrieval*, ISMIR 2013) is under
the AGPL: a peer, installed apart by whoever measures (``pip install --no-deps --target DIR essentia==2.1b6.dev1389``,
then ``PYTHONPATH=DIR``), and no part of this project. As its documentation of cover songs has it: ``hpcpgram``, here
averaged over half seconds (Serrà et al. 2009 take two a second); nine frames together, the nearest 9.5 %, optimal
transposition; ``CoverSongSimilarity`` by ``serra09``.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

KIND = "-hpcp"  # what files of features are called
RATE = 2  # frames a second
_SAMPLES, _HOP = 44100, 512  # of Essentia's reader and of its profiles


def features(sound: Path) -> Any:
    """Harmonic pitch class profiles (half seconds, 12) of a sound file."""
    import essentia.standard as standard
    from essentia.pytools.spectral import hpcpgram

    frames = hpcpgram(standard.MonoLoader(filename=str(sound), sampleRate=_SAMPLES)(), sampleRate=_SAMPLES)
    edges = np.round(np.arange(0, len(frames), _SAMPLES / _HOP / RATE)).astype(int)
    return np.stack([frames[a:b].mean(axis=0) for a, b in pairwise(edges)]).astype(np.float32)


def qmax(query: Any, reference: Any) -> float:
    """How alike Essentia calls both (the greater the more): 1 ÷ its distance."""
    import essentia.standard as standard

    similar = standard.ChromaCrossSimilarity(frameStackSize=9, frameStackStride=1, binarizePercentile=0.095, oti=True)(
        query, reference
    )
    _, distance = standard.CoverSongSimilarity(
        disOnset=5, disExtension=0.5, alignmentType="serra09", distanceType="asymmetric"
    )(similar)
    return 1 / max(float(distance), 1e-9)
