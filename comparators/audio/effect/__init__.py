"""``audio-effect``: short sounds of two sets, one to one."""

from comparators.audio.effect.method import AudioEffect

__all__ = ["AudioEffect"]
