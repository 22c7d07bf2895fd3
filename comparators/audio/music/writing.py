"""Notes as a MIDI file of format 1: for known copies that are planted, and for benchmarks."""

from __future__ import annotations

from collections.abc import Sequence

TICKS = 480
Played = tuple[float, float, int]  # onset and duration in quarters, pitch


def _number(value: int) -> bytes:
    made = [value & 0x7F]
    while value := value >> 7:
        made.append(value & 0x7F | 0x80)
    return bytes(reversed(made))


def _track(events: Sequence[tuple[int, int, bytes]]) -> bytes:
    body, before = b"", 0
    parts = []
    for time, _, data in sorted(events):
        parts.append(_number(time - before) + data)
        before = time
    body = b"".join(parts) + b"\x00\xff\x2f\x00"
    return b"MTrk" + len(body).to_bytes(4, "big") + body


def midi(parts: Sequence[tuple[str, int, Sequence[Played]]], tempo: float = 100.0, beats: int = 4) -> bytes:
    """Parts (name, General MIDI program, notes) at ``tempo`` quarters a minute, bars of ``beats`` quarters."""
    head = [(0, 0, b"\xff\x51\x03" + round(60e6 / tempo).to_bytes(3, "big"))]
    head.append((0, 0, bytes([0xFF, 0x58, 4, beats, 2, 24, 8])))
    tracks = [_track(head)]
    for number, (name, program, notes) in enumerate(parts):
        channel = number % 15 + (number % 15 >= 9)
        said = name.encode("utf-8")
        events = [(0, 0, b"\xff\x03" + _number(len(said)) + said), (0, 1, bytes([0xC0 | channel, program]))]
        for onset, duration, pitch in notes:
            start, stop = round(onset * TICKS), max(round((onset + duration) * TICKS), round(onset * TICKS) + 1)
            events.append((start, 3, bytes([0x90 | channel, pitch, 90])))
            events.append((stop, 2, bytes([0x80 | channel, pitch, 0])))
        tracks.append(_track(events))
    body = b"MThd" + (6).to_bytes(4, "big") + b"\x00\x01" + len(tracks).to_bytes(2, "big") + TICKS.to_bytes(2, "big")
    return body + b"".join(tracks)
