"""``audio-recording``: passages of two recordings that are the same sound."""

from comparators.audio.recording.method import AudioRecording

__all__ = ["AudioRecording"]
