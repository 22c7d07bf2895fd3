"""``music-cover``: passages of two recordings that go through the same harmony and melody, whoever plays them."""

from comparators.audio.cover.method import MusicCover

__all__ = ["MusicCover"]
